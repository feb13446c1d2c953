//===- CImport.cpp - C files that a script imports ------------------------===//
//
// One in-process run of Clang for the BPF target. LLVM's passes do not run here:
// they would turn the accesses to kernel types into relocations before the code
// is linked and optimised with the script's.
//
//===----------------------------------------------------------------------===//
#include "lib/CImport/CImport.h"

#include "lib/CImport/ClangDiagnostics.h"
#include "lib/CImport/ClangFlags.h"
#include "lib/CImport/FunctionCollector.h"

#include "clang/Basic/TargetInfo.h"
#include "clang/CodeGen/ModuleBuilder.h"
#include "clang/Frontend/CompilerInstance.h"
#include "clang/Frontend/CompilerInvocation.h"
#include "clang/Frontend/FrontendAction.h"
#include "clang/Frontend/MultiplexConsumer.h"
#include "clang/Lex/PreprocessorOptions.h"
#include "llvm/Bitcode/BitcodeWriter.h"
#include "llvm/IR/LLVMContext.h"
#include "llvm/IR/Module.h"
#include "llvm/Support/MemoryBuffer.h"
#include "llvm/Support/Path.h"
#include "llvm/Support/raw_ostream.h"

namespace sonde {
namespace {

/// Generates code and lists functions in one pass over the file. Clang's own actions for that also
/// run LLVM, which happens elsewhere here: 2 MB of the executable that nothing would use.
class ImportAction : public clang::ASTFrontendAction {
public:
  ImportAction(llvm::LLVMContext &context, std::vector<CFunction> &functions)
      : context(context), functions(functions) {}

  std::unique_ptr<llvm::Module> takeModule() { return std::move(module); }

protected:
  std::unique_ptr<clang::ASTConsumer> CreateASTConsumer(clang::CompilerInstance &instance,
                                                        llvm::StringRef file) override {
    generator =
        clang::CreateLLVMCodeGen(instance.getDiagnostics(), file, &instance.getVirtualFileSystem(),
                                 instance.getHeaderSearchOpts(), instance.getPreprocessorOpts(),
                                 instance.getCodeGenOpts(), context);
    std::vector<std::unique_ptr<clang::ASTConsumer>> consumers;
    consumers.emplace_back(generator);
    consumers.push_back(std::make_unique<FunctionCollector>(functions));
    return std::make_unique<clang::MultiplexConsumer>(std::move(consumers));
  }
  void EndSourceFileAction() override { module.reset(generator->ReleaseModule()); }

private:
  llvm::LLVMContext &context;
  std::vector<CFunction> &functions;
  clang::CodeGenerator *generator = nullptr; ///< Lives until the end of the file.
  std::unique_ptr<llvm::Module> module;
};

/// What the headers of libbpf and of the system ask for.
std::vector<std::string> architectureFlags(const std::string &arch) {
  if (arch == "aarch64")
    return {"-D__TARGET_ARCH_arm64", "-D__aarch64__"};
  return {"-D__TARGET_ARCH_x86", "-D__x86_64__"};
}

std::vector<std::string> compilerFlags(const std::string &path, const CCompileOptions &options) {
  llvm::StringRef folder = llvm::sys::path::parent_path(path);
  std::vector<std::string> flags = {
      "-triple", "bpfel", "-target-cpu", options.cpu,
      // The bitcode is optimised later, together with the script.
      "-emit-llvm-only", "-O2", "-disable-llvm-passes", "-debug-info-kind=constructor",
      "-debugger-tuning=gdb",
      // Lines are quoted from the text that was compiled, and their file is named
      // as the user names it, not from the root.
      "-dwarf-version=5", "-gembed-source", "-fdebug-compilation-dir=/here",
      "-fdebug-prefix-map=/here=", "-ferror-limit", "0", "-Wall", "-Wno-unused-function",
      // Or Clang counts the errors on standard error.
      "-fno-caret-diagnostics", "-I", folder.empty() ? "." : folder.str()};
  for (const std::string &each : options.includeFolders)
    flags.insert(flags.end(), {"-I", each});
  for (std::string &each : architectureFlags(options.arch))
    flags.push_back(std::move(each));
  for (std::string &each : headerFlags(options.arch))
    flags.push_back(std::move(each));
  flags.insert(flags.end(), {"-x", "c", path});
  return flags;
}

/// Later stages speak about lines of the file, too.
void addSource(SourceManager &sources, const std::string &path, const std::string &text) {
  for (uint32_t file = 0; file < sources.size(); ++file)
    if (sources.name(file) == path)
      return;
  sources.add(path, text);
}

std::string writeBitcode(const llvm::Module &module) {
  std::string bitcode;
  llvm::raw_string_ostream stream(bitcode);
  llvm::WriteBitcodeToFile(module, stream);
  return bitcode;
}

} // namespace

std::optional<CUnit> compileC(const std::string &path, const std::string &text,
                              const CCompileOptions &options, DiagnosticEngine &diagnostics) {
  addSource(diagnostics.sourceManager(), path, text);
  std::vector<std::string> flags = compilerFlags(path, options);
  std::vector<const char *> arguments;
  for (const std::string &flag : flags)
    arguments.push_back(flag.c_str());

  ClangDiagnostics consumer(diagnostics);
  clang::CompilerInstance instance;
  llvm::IntrusiveRefCntPtr<clang::DiagnosticsEngine> flagDiagnostics =
      clang::CompilerInstance::createDiagnostics(new clang::DiagnosticOptions, &consumer,
                                                 /*ShouldOwnClient=*/false);
  if (!clang::CompilerInvocation::CreateFromArgs(instance.getInvocation(), arguments,
                                                 *flagDiagnostics))
    return std::nullopt;
  // Only now: the flags say which warnings are on.
  instance.createDiagnostics(&consumer, /*ShouldOwnClient=*/false);
  // The text may be newer than the file, or there may be no file.
  instance.getPreprocessorOpts().addRemappedFile(
      path, llvm::MemoryBuffer::getMemBufferCopy(text, path).release());

  CUnit unit;
  unit.path = path;
  llvm::LLVMContext context;
  ImportAction action(context, unit.functions);
  bool finished = instance.ExecuteAction(action);
  if (!finished || instance.getDiagnostics().hasErrorOccurred())
    return std::nullopt;
  std::unique_ptr<llvm::Module> module = action.takeModule();
  if (!module)
    return std::nullopt;
  unit.bitcode = writeBitcode(*module);
  return unit;
}

} // namespace sonde
