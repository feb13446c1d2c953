//===- ScriptIndex.cpp - What stands where in a script --------------------===//
#include "lib/LanguageServer/ScriptIndex.h"

#include "lib/Frontend/AstDump.h"
#include "lib/Frontend/AstWalk.h"
#include "lib/Frontend/Parser.h"
#include "lib/LanguageServer/Words.h"

#include <algorithm>

namespace sonde {

using namespace ast;

static uint64_t place(Span span) { return uint64_t(span.begin) << 32 | span.end; }

/// `@m[int64,string[16]]: count_t`.
static std::string describe(const MapSymbol &map) {
  return map.name + (map.key ? "[" + map.key.str() + "]" : "") + ": " + map.value.str();
}

static std::string describe(const Function &function) {
  std::string out = "fn " + function.name + "(";
  for (size_t i = 0; i < function.parameters.size(); ++i)
    out += (i ? ", " : "") + function.parameters[i].name + ": " +
           typeText(*function.parameters[i].type);
  return out + "): " + typeText(*function.result);
}

static std::string describe(const Macro &macro) {
  std::string out = "macro " + macro.name + "(";
  for (size_t i = 0; i < macro.parameters.size(); ++i)
    out += (i ? ", " : "") + macro.parameters[i].name;
  return out + ")";
}

//===-- Collecting names --------------------------------------------------===//

class ScriptIndex::Collector {
public:
  explicit Collector(ScriptIndex &index) : index(index) {}

  void collect() {
    readImportedTrees();
    for (Import &import : index.parsed.imports)
      addImport(import);
    for (const MapDecl &decl : index.parsed.maps)
      addMap(named(decl.span, decl.name), decl.name, nullptr);
    for (Macro &macro : index.parsed.macros) {
      add(named(macro.span, macro.name), describe(macro), "a macro of the script", macro.span);
      visit(macro.body);
    }
    for (Function &function : index.parsed.functions) {
      add(named(function.span, function.name), describe(function), "a function of the script",
          function.span);
      for (const Function::Parameter &parameter : function.parameters)
        addType(parameter.type.get());
      addType(function.result.get());
      visit(function.body);
    }
    for (Probe &probe : index.parsed.probes) {
      if (probe.predicate)
        visit(*probe.predicate);
      visit(probe.body);
    }
  }

private:
  ScriptIndex &index;
  std::vector<File> imported; ///< Trees of the scripts that are imported.

  /// The files that analysis has read besides the script.
  void readImportedTrees() {
    SourceManager &sources = index.sourceManager;
    for (uint32_t file = 0; file < sources.size(); ++file) {
      const std::string &name = sources.name(file);
      if (file == index.file() || name.size() < 3 || name.compare(name.size() - 3, 3, ".bt") != 0)
        continue;
      DiagnosticEngine ignored(sources);
      imported.push_back(parseFile(file, ignored));
    }
  }

  void add(Span span, std::string description, std::string meaning = {},
           std::optional<Span> definition = std::nullopt) {
    index.occurrences.push_back({span, std::move(description), std::move(meaning), definition});
  }

  /// The name inside a larger span: an expression may have parentheses around it.
  Span named(Span span, std::string_view name) const {
    size_t at = index.sourceManager.text(span.file).find(name, span.begin);
    if (at == std::string::npos || at >= span.end)
      return span;
    return {span.file, uint32_t(at), uint32_t(at + name.size())};
  }

  template <typename Node> const Node *typedNode(const Expr &expr) const {
    auto found = index.typed.find(place(expr.span));
    return found == index.typed.end() ? nullptr : as<Node>(found->second);
  }

  template <typename Member> const auto *findNamed(Member member, const std::string &name) const {
    const auto *found = findIn(index.parsed.*member, name);
    for (size_t i = 0; !found && i < imported.size(); ++i)
      found = findIn(imported[i].*member, name);
    return found;
  }
  template <typename Items>
  static const typename Items::value_type *findIn(const Items &items, const std::string &name) {
    auto found = std::find_if(items.begin(), items.end(),
                              [&](const auto &item) { return item.name == name; });
    return found == items.end() ? nullptr : &*found;
  }

  void addMap(Span span, const std::string &name, const MapSymbol *symbol) {
    for (const auto &map : index.analysed->maps)
      if (!symbol && map->name == name)
        symbol = map.get();
    const MapDecl *decl = findNamed(&File::maps, name);
    std::optional<Span> definition;
    if (decl)
      definition = decl->span;
    else if (symbol)
      definition = symbol->firstWrite ? *symbol->firstWrite : symbol->firstUse;
    add(span, symbol ? describe(*symbol) : name,
        decl ? "declared as '" + decl->storage + "' for " + std::to_string(decl->maxEntries) +
                   " entries"
             : "",
        definition);
  }

  void addVariable(Span span, const std::string &name, const VariableSymbol *symbol) {
    std::string type = symbol && symbol->type ? ": " + symbol->type.str() : "";
    add(span, name + type, "", symbol ? std::optional(symbol->declared) : std::nullopt);
  }

  void addWord(Span span, const std::string &name, const Expr &expr) {
    auto found = index.typed.find(place(expr.span));
    const Expr *typed = found == index.typed.end() ? nullptr : found->second;
    if (const Macro *macro = findNamed(&File::macros, name))
      return add(span, describe(*macro), "a macro", macro->span);
    if (const Function *function = findNamed(&File::functions, name))
      return add(span, describe(*function), "a function", function->span);
    if (const auto *call = as<Call>(typed); call && call->function)
      return add(span, name + "(...): " + call->type.str(), "an imported C function");
    const Word *word = findWord(name);
    std::string description = word ? std::string(word->form) : name;
    if (typed && typed->type && !typed->type.is(TypeKind::Void))
      description += ": " + typed->type.str();
    if (word || typed)
      add(span, description, word ? std::string(word->meaning) : "");
  }

  void addField(const Field &field) {
    const auto *typed = typedNode<Field>(field);
    if (!typed || !typed->type)
      return;
    std::string owner = typed->owner ? typed->owner.str() + " . " : "";
    std::string offset =
        typed->member ? "at byte " + std::to_string(typed->member->offset) : std::string();
    add(field.fieldSpan, owner + field.field + ": " + typed->type.str(), offset);
  }

  /// Structs are defined in the script's C text.
  void addType(const TypeName *type) {
    if (!type)
      return;
    if (type->typeOf)
      visit(*type->typeOf);
    if (type->tag == Tag::None)
      return;
    static constexpr const char *kTags[] = {"", "struct ", "union ", "enum "};
    std::string name = kTags[static_cast<unsigned>(type->tag)] + type->name;
    std::optional<Span> definition;
    for (const CText &text : index.parsed.c) {
      size_t at = text.text.find(name);
      size_t behind =
          at == std::string::npos ? at : text.text.find_first_not_of(" \t\n", at + name.size());
      if (behind != std::string::npos && text.text[behind] == '{')
        definition = Span{text.span.file, text.span.begin + uint32_t(at),
                          text.span.begin + uint32_t(at + name.size())};
    }
    add(type->span, name, definition ? "of the script" : "of the kernel", definition);
  }

  void addImport(const Import &import) {
    SourceManager &sources = index.sourceManager;
    for (uint32_t file = 0; file < sources.size(); ++file) {
      const std::string &name = sources.name(file);
      bool ends =
          name.size() >= import.path.size() &&
          name.compare(name.size() - import.path.size(), import.path.size(), import.path) == 0;
      if (file != index.file() && ends)
        return add(import.span, "import \"" + import.path + "\"", name, Span{file, 0, 0});
    }
  }

  void visit(Expr &expr) {
    switch (expr.kind) {
    case ExprKind::Variable: {
      auto &variable = *as<Variable>(&expr);
      const auto *typed = typedNode<Variable>(expr);
      addVariable(named(expr.span, variable.name), variable.name, typed ? typed->symbol : nullptr);
      break;
    }
    case ExprKind::Map: {
      auto &map = *as<Map>(&expr);
      const auto *typed = typedNode<Map>(expr);
      addMap(named(expr.span, map.name), map.name, typed ? typed->symbol : nullptr);
      break;
    }
    case ExprKind::Name:
      addWord(named(expr.span, as<Name>(&expr)->name), as<Name>(&expr)->name, expr);
      break;
    case ExprKind::Call:
      addWord(as<Call>(&expr)->calleeSpan, as<Call>(&expr)->callee, expr);
      break;
    case ExprKind::Field:
      addField(*as<Field>(&expr));
      break;
    case ExprKind::Cast:
      addType(as<Cast>(&expr)->target.get());
      break;
    default:
      if (TypeQuery *query = asTypeQuery(&expr))
        addType(query->subject.type.get());
    }
    forEachPart(expr, parts());
  }

  void visit(Block &block) {
    for (StmtPtr &stmt : block.statements) {
      if (auto *let = as<Let>(stmt)) {
        addVariable(named(let->nameSpan, let->name), let->name,
                    declaredAt(let->nameSpan, let->name));
        addType(let->typeName.get());
      } else if (auto *range = as<ForRange>(stmt)) {
        addVariable(range->variableSpan, range->variable,
                    declaredAt(range->variableSpan, range->variable));
      } else if (auto *loop = as<ForMap>(stmt)) {
        addVariable(loop->variableSpan, loop->variable,
                    declaredAt(loop->variableSpan, loop->variable));
      }
      forEachPart(*stmt, parts());
    }
    if (block.value)
      visit(*block.value);
  }

  PartVisitor parts() {
    return {[this](ExprPtr &part) { visit(*part); }, [this](Block &block) { visit(block); }};
  }

  /// The variable that a declaration at this place makes.
  const VariableSymbol *declaredAt(Span span, const std::string &name) const {
    for (const CodeUnit *unit : index.analysed->units())
      for (const auto &variable : unit->variables)
        if (variable->name == name && variable->declared.begin >= span.begin &&
            variable->declared.begin <= span.end)
          return variable.get();
    return nullptr;
  }
};

//===-- The index ---------------------------------------------------------===//

ScriptIndex::ScriptIndex(const std::string &path, std::string text, KernelView &kernel,
                         const FrontendOptions &options) {
  uint32_t file = sourceManager.add(path, std::move(text));
  analysed = parseProgram(file, engine);
  DiagnosticEngine ignored(sourceManager); // The same errors once more.
  parsed = parseFile(file, ignored);
  analyse(*analysed, kernel, options, engine);
  indexTypes();
  Collector(*this).collect();
}

/// The typed nodes of the script by their places. Several probes may be made of
/// one body; the first one counts.
void ScriptIndex::indexTypes() {
  auto remember = [this](ExprPtr &expr) {
    if (expr->span.file == file())
      typed.try_emplace(place(expr->span), expr.get());
  };
  for (CodeUnit *unit : analysed->units()) {
    if (unit->predicate)
      forEachExpr(unit->predicate, remember);
    forEachExpr(unit->body, remember);
  }
}

const Occurrence *ScriptIndex::at(uint32_t offset) const {
  const Occurrence *best = nullptr;
  for (const Occurrence &occurrence : occurrences) {
    Span span = occurrence.span;
    if (span.file != file() || offset < span.begin || offset > span.end)
      continue;
    if (!best || span.end - span.begin < best->span.end - best->span.begin)
      best = &occurrence;
  }
  return best;
}

Type ScriptIndex::structBefore(uint32_t offset) const {
  for (const auto &[where, expr] : typed) {
    const auto *field = as<Field>(expr);
    if (field && field->fieldSpan.begin <= offset && offset <= field->fieldSpan.end)
      return field->owner ? field->owner : field->base->type;
  }
  return Type::none();
}

} // namespace sonde
