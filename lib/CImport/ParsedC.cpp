//===- ParsedC.cpp - C text that Clang has parsed -------------------------===//
#include "lib/CImport/ParsedC.h"

#include "lib/CImport/ClangFlags.h"

#include "clang/AST/Decl.h"
#include "clang/Basic/DiagnosticLex.h"
#include "clang/Basic/DiagnosticSema.h"
#include "clang/Frontend/CompilerInvocation.h"
#include "clang/Frontend/FrontendActions.h"
#include "clang/Lex/MacroInfo.h"
#include "clang/Lex/PreprocessorOptions.h"
#include "llvm/Support/MemoryBuffer.h"

namespace sonde {

//===-- Parsing -----------------------------------------------------------===//

/// Keeps what is there to ask when Clang is done.
class KeepTree final : public clang::ASTFrontendAction {
public:
  explicit KeepTree(ParsedC &parsed) : parsed(parsed) {}

protected:
  std::unique_ptr<clang::ASTConsumer> CreateASTConsumer(clang::CompilerInstance &,
                                                        llvm::StringRef) override {
    return std::make_unique<clang::ASTConsumer>();
  }
  void EndSourceFileAction() override {
    parsed.tree = &getCompilerInstance().getASTContext();
    parsed.preprocessor = getCompilerInstance().getPreprocessorPtr();
  }

private:
  ParsedC &parsed;
};

namespace {

constexpr const char *kKernelTypesFile = "/kernel-types.h";

std::string tripleFor(const std::string &arch) { return arch + "-unknown-linux-gnu"; }

/// As a program of this machine would be compiled: the layouts are the same.
std::vector<std::string> flagsFor(const CInput &input) {
  const CDeclareOptions &options = input.options;
  std::vector<std::string> flags = {"-triple",
                                    tripleFor(options.arch),
                                    "-fsyntax-only",
                                    "-std=gnu11",
                                    "-x",
                                    "c",
                                    "-ferror-limit",
                                    "0",
                                    "-fno-caret-diagnostics",
                                    "-w"};
  if (options.hasKernelTypes)
    flags.push_back("-DBPFTRACE_HAVE_BTF");
  // The kernel's types are there already.
  if (!input.kernelTypes.empty())
    flags.insert(flags.end(), {"-D_LINUX_TYPES_H", "-include", kKernelTypesFile});
  for (const std::string &header : input.headers)
    flags.insert(flags.end(), {"-include", header});
  for (size_t i = 0; i + 1 < input.texts.size(); ++i)
    flags.insert(flags.end(), {"-include", input.texts[i].path});
  std::vector<std::string> more = headerFlags(options.arch);
  flags.insert(flags.end(), more.begin(), more.end());
  return flags;
}

/// `-e` and `stdin` are no files: they get a name beside the user's files.
std::string clangName(const CSource &text) {
  bool isFile =
      text.path.find('/') != std::string::npos || text.path.find('.') != std::string::npos;
  return isFile ? text.path : "./" + text.path;
}

} // namespace

bool ParsedC::parse(const CInput &input) {
  errors.hasKernelTypes = input.options.hasKernelTypes;
  std::vector<std::string> flags = flagsFor(input);
  std::vector<const char *> arguments;
  for (const std::string &flag : flags)
    arguments.push_back(flag.c_str());
  llvm::IntrusiveRefCntPtr<clang::DiagnosticsEngine> flagDiagnostics =
      clang::CompilerInstance::createDiagnostics(new clang::DiagnosticOptions, &errors,
                                                 /*ShouldOwnClient=*/false);
  if (!clang::CompilerInvocation::CreateFromArgs(instance.getInvocation(), arguments,
                                                 *flagDiagnostics))
    return false;
  instance.createDiagnostics(&errors, /*ShouldOwnClient=*/false);
  std::string main = clangName(input.texts.back());
  instance.getFrontendOpts().Inputs = {
      clang::FrontendInputFile(main, clang::InputKind(clang::Language::C))};
  clang::PreprocessorOptions &preprocessing = instance.getPreprocessorOpts();
  auto provide = [&](const std::string &path, const std::string &text) {
    preprocessing.addRemappedFile(path, llvm::MemoryBuffer::getMemBufferCopy(text, path).release());
  };
  provide(kKernelTypesFile, input.kernelTypes);
  for (const CSource &text : input.texts)
    provide(&text == &input.texts.back() ? main : text.path, text.text);

  KeepTree action(*this);
  bool finished = instance.ExecuteAction(action);
  if (!finished || instance.getDiagnostics().hasErrorOccurred())
    return false;
  types.emplace(*tree, /*isScript=*/true);
  return true;
}

//===-- Errors ------------------------------------------------------------===//

static std::map<std::string, uint32_t> fileNumbers(const std::vector<CSource> &texts) {
  std::map<std::string, uint32_t> files;
  for (const CSource &text : texts)
    files[&text == &texts.back() ? clangName(text) : text.path] = text.file;
  return files;
}

/// Does the name of a header say that it comes from the kernel's sources?
static bool isKernelHeader(llvm::StringRef name) {
  return llvm::any_of(
      llvm::ArrayRef<llvm::StringRef>{"linux/", "net/", "asm/", "uapi/", "generated/"},
      [&](llvm::StringRef folder) { return name.starts_with(folder); });
}

DeclarationErrors::DeclarationErrors(DiagnosticEngine &engine, const std::vector<CSource> &texts)
    : ClangDiagnostics(engine, fileNumbers(texts)) {}

void DeclarationErrors::HandleDiagnostic(clang::DiagnosticsEngine::Level level,
                                         const clang::Diagnostic &info) {
  ClangDiagnostics::HandleDiagnostic(level, info);
  unsigned id = info.getID();
  if (id == clang::diag::err_pp_file_not_found && isKernelHeader(info.getArgStdStr(0)))
    last->note("the kernel's types are known without its headers; what other tools need of them "
               "stands between '#ifndef BPFTRACE_HAVE_BTF' and '#endif'");
  hasRedefinition |= id == clang::diag::err_redefinition ||
                     id == clang::diag::err_redefinition_different_typedef ||
                     id == clang::diag::err_redefinition_of_enumerator;
  bool isUnknown = id == clang::diag::err_unknown_typename ||
                   id == clang::diag::err_unknown_typename_suggest ||
                   id == clang::diag::err_undeclared_var_use ||
                   id == clang::diag::err_undeclared_var_use_suggest;
  std::set<std::string> names;
  for (unsigned i = 0; i < info.getNumArgs(); ++i) {
    switch (info.getArgKind(i)) {
    case clang::DiagnosticsEngine::ak_qualtype: {
      // NOLINTNEXTLINE(performance-no-int-to-ptr): that is how Clang passes a type.
      auto type = clang::QualType::getFromOpaquePtr(reinterpret_cast<void *>(info.getRawArg(i)));
      const clang::TagDecl *tag = type.isNull() ? nullptr : type->getAsTagDecl();
      if (tag && !tag->getDefinition() && tag->getIdentifier())
        names.insert((tag->getKindName() + " " + tag->getName()).str());
      break;
    }
    case clang::DiagnosticsEngine::ak_identifierinfo:
      if (isUnknown)
        names.insert(info.getArgIdentifier(i)->getName().str());
      break;
    case clang::DiagnosticsEngine::ak_declarationname:
      if (isUnknown)
        names.insert(clang::DeclarationName::getFromOpaqueInteger(info.getRawArg(i)).getAsString());
      break;
    default:
      break;
    }
  }
  if (!names.empty() && level >= clang::DiagnosticsEngine::Error)
    last->note(hasKernelTypes ? "the kernel's types do not have it either: include the header that "
                                "defines it"
                              : "this kernel has no type information: include the header that "
                                "defines it");
  missing.merge(names);
}

//===-- Questions ---------------------------------------------------------===//

/// In C, a struct or enumeration that is declared inside of a struct is known outside.
/// Clang has its name in the scope, but not in what can be asked afterwards.
template <typename Declaration>
static Declaration *findInside(const clang::DeclContext &context, clang::DeclarationName wanted) {
  for (clang::Decl *each : context.decls()) {
    auto *found = llvm::dyn_cast<Declaration>(each);
    if (found && found->getDeclName() == wanted)
      return found;
    if (const auto *tag = llvm::dyn_cast<clang::TagDecl>(each))
      if (Declaration *inner = findInside<Declaration>(*tag, wanted))
        return inner;
  }
  return nullptr;
}

template <typename Declaration> Declaration *ParsedC::find(const std::string &name) const {
  auto identifier = tree->Idents.find(name);
  if (identifier == tree->Idents.end())
    return nullptr;
  clang::DeclarationName wanted(identifier->second);
  for (clang::NamedDecl *each : tree->getTranslationUnitDecl()->lookup(wanted))
    if (auto *found = llvm::dyn_cast<Declaration>(each))
      return found;
  return findInside<Declaration>(*tree->getTranslationUnitDecl(), wanted);
}

Type ParsedC::structure(const std::string &name, bool isUnion) {
  auto *record = find<clang::RecordDecl>(name);
  if (!record || record->isUnion() != isUnion)
    return Type::none();
  return types->convert(tree->getRecordType(record));
}

Type ParsedC::enumeration(const std::string &name) {
  auto *declaration = find<clang::EnumDecl>(name);
  return declaration ? types->convert(tree->getEnumType(declaration)) : Type::none();
}

Type ParsedC::named(const std::string &name) {
  auto *declaration = find<clang::TypedefNameDecl>(name);
  return declaration ? types->convert(declaration->getUnderlyingType()) : Type::none();
}

std::optional<CEnumerator> ParsedC::enumerator(const std::string &name) {
  auto *constant = find<clang::EnumConstantDecl>(name);
  if (!constant)
    return std::nullopt;
  auto *owner = llvm::cast<clang::EnumDecl>(constant->getDeclContext());
  Type type = types->convert(tree->getEnumType(owner));
  CEnumerator result;
  result.type = Type::enumeration(type.name(), 8, type.enumerators());
  result.value = constant->getInitVal().getExtValue();
  return result;
}

std::optional<CMacro> ParsedC::macro(const std::string &name) {
  auto identifier = tree->Idents.find(name);
  if (identifier == tree->Idents.end())
    return std::nullopt;
  const clang::MacroInfo *info = preprocessor->getMacroInfo(identifier->second);
  if (!info || info->isBuiltinMacro())
    return std::nullopt;
  const clang::SourceManager &sources = tree->getSourceManager();
  if (sources.isWrittenInBuiltinFile(info->getDefinitionLoc()))
    return std::nullopt; // `linux` and the like.
  CMacro macro;
  macro.takesArguments = info->isFunctionLike();
  for (const clang::IdentifierInfo *parameter : info->params())
    macro.parameters.push_back(parameter->getName().str());
  if (info->isVariadic())
    macro.parameters.back() = "...";
  for (const clang::Token &token : info->tokens()) {
    if (!macro.text.empty() && token.hasLeadingSpace())
      macro.text += " ";
    macro.text += preprocessor->getSpelling(token);
  }
  return macro;
}

template <typename Declaration> std::vector<std::string> ParsedC::namesOf() const {
  std::vector<std::string> names;
  for (const clang::Decl *each : tree->getTranslationUnitDecl()->decls())
    if (auto *named = llvm::dyn_cast<Declaration>(each); named && named->getIdentifier())
      names.push_back(named->getNameAsString());
  return names;
}

std::vector<std::string> ParsedC::structNames() { return namesOf<clang::RecordDecl>(); }
std::vector<std::string> ParsedC::enumNames() { return namesOf<clang::EnumDecl>(); }

std::vector<std::string> ParsedC::valueNames() {
  std::vector<std::string> names;
  for (const clang::Decl *each : tree->getTranslationUnitDecl()->decls())
    if (auto *enumeration = llvm::dyn_cast<clang::EnumDecl>(each))
      for (const clang::EnumConstantDecl *value : enumeration->enumerators())
        names.push_back(value->getNameAsString());
  // The compiler's own, such as `__x86_64__`, are not what was meant.
  for (const auto &[identifier, state] : preprocessor->macros())
    if (std::string name = identifier->getName().str(); macro(name) && name.rfind("__", 0) != 0)
      names.push_back(std::move(name));
  return names;
}

} // namespace sonde
