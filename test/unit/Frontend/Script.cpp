//===- Script.cpp - Scripts under test ------------------------------------===//
#include "test/unit/Frontend/Script.h"

#include "lib/Frontend/AstDump.h"
#include "lib/Frontend/AstWalk.h"

namespace sonde {
namespace {

Type taskStruct() {
  static const Type type = [] {
    auto definition = std::make_shared<StructDef>();
    definition->name = "task_struct";
    definition->size = 64;
    auto add = [&](const char *name, Type type, uint32_t offset) {
      StructMember member;
      member.name = name;
      member.type = std::move(type);
      member.offset = offset;
      definition->members.push_back(std::move(member));
    };
    add("pid", Type::integer(32, true), 0);
    add("comm", Type::string(16), 4);
    add("parent", Type::pointer(Type::structure("task_struct", false)), 24);
    add("prio", Type::array(Type::integer(32, false), 4), 32);
    add("flag", Type::integer(32, false), 48);
    definition->members.back().bitSize = 1;
    return Type::structure("task_struct", false, definition);
  }();
  return type;
}

class FakeTypes final : public TypeSource {
public:
  Result<Type> structure(const std::string &name, bool isUnion) override {
    if (name == "task_struct" && !isUnion)
      return taskStruct();
    return failure("there is no struct '" + name + "'");
  }
  Result<Type> enumeration(const std::string &name) override {
    return failure("there is no enum '" + name + "'");
  }
  Result<Type> named(const std::string &name) override {
    if (name == "size_t")
      return Type::integer(64, false);
    return failure("there is no type '" + name + "'");
  }
  Result<FunctionPrototype> function(const std::string &) override {
    FunctionPrototype prototype;
    prototype.parameters = {{"task", Type::pointer(taskStruct(), AddressSpace::Kernel)},
                            {"size", Type::integer(64, false)}};
    prototype.result = Type::integer(32, true);
    return prototype;
  }
  Result<FunctionPrototype> rawTracepoint(const std::string &event) override {
    return function(event);
  }
  std::vector<std::string> functionNames() override { return {"vfs_read"}; }
  std::vector<std::string> structNames() override { return {"task_struct"}; }
};

class FakeKernel final : public KernelView {
public:
  Result<TypeSource *> types(const std::string &) override { return &source; }
  Result<TracepointFormat> tracepoint(const std::string &category,
                                      const std::string &event) override {
    if (category != "cat" || (event != "one" && event != "two"))
      return failure("there is no such tracepoint");
    TracepointFormat format;
    auto add = [&](const char *name, Type type, uint32_t offset) {
      TracepointField field;
      field.member.name = name;
      field.member.type = std::move(type);
      field.member.offset = offset;
      format.fields.push_back(std::move(field));
    };
    add("id", event == "one" ? Type::integer(64, true) : Type::integer(32, true), 8);
    add("name", Type::pointer(Type::integer(8, true), AddressSpace::User), 16);
    return format;
  }
  Result<std::vector<std::string>> tracepoints() override {
    return std::vector<std::string>{"cat:one", "cat:two", "other:three"};
  }
  bool hasRawTracepoint(const std::string &event) override { return event == "one"; }
  Result<std::vector<std::string>> traceableFunctions() override {
    return std::vector<std::string>{"vfs_open", "vfs_read", "vfs_write [mod]"};
  }
  bool isTraceable(const std::string &function) override {
    return function == "vfs_read" || function == "vfs_open";
  }
  const TargetFacts &target() const override { return facts; }

private:
  FakeTypes source;
  TargetFacts facts{"6.18", "x86_64", 2, {}};
};

} // namespace

std::unique_ptr<KernelView> fakeKernel() { return std::make_unique<FakeKernel>(); }

Script::Script(const std::string &text, FrontendOptions options) : diagnostics(sources) {
  std::unique_ptr<KernelView> kernel = fakeKernel();
  program = parseProgram(sources.add("-e", text), diagnostics);
  ok = analyse(*program, *kernel, options, diagnostics);
}

std::vector<std::string> Script::said(Severity severity) const {
  std::vector<std::string> out;
  for (const Diagnostic &diagnostic : diagnostics.all()) {
    if (diagnostic.severity != severity)
      continue;
    std::string place;
    if (diagnostic.span)
      place = std::to_string(diagnostic.span->begin + 1) + "-" +
              std::to_string(diagnostic.span->end + 1) + ": ";
    out.push_back(place + diagnostic.message);
  }
  return out;
}

std::vector<std::string> Script::warningNames() const {
  std::vector<std::string> out;
  for (const Diagnostic &diagnostic : diagnostics.all())
    if (diagnostic.severity == Severity::Warning)
      out.push_back(diagnostic.warningName);
  return out;
}

std::string Script::everything() const {
  std::string out;
  for (const Diagnostic &diagnostic : diagnostics.all()) {
    out += diagnostic.message + "\n";
    for (const Note &note : diagnostic.notes)
      out += note.message + "\n";
  }
  return out;
}

std::string Script::type(const std::string &name) const {
  for (const std::unique_ptr<MapSymbol> &map : program->maps)
    if (map->name == name)
      return map->value.str();
  for (const std::unique_ptr<CodeUnit> &probe : program->probes)
    for (const std::unique_ptr<VariableSymbol> &variable : probe->variables)
      if (variable->name == name)
        return variable->type.str();
  return "";
}

std::string Script::key(const std::string &name) const {
  for (const std::unique_ptr<MapSymbol> &map : program->maps)
    if (map->name == name)
      return map->key.str();
  return "";
}

std::vector<std::string> Script::printed() const {
  std::vector<std::string> out;
  for (const std::unique_ptr<CodeUnit> &probe : program->probes)
    ast::forEachExpr(probe->body, [&](ast::ExprPtr &expr) {
      auto *call = ast::as<ast::Call>(expr);
      if (call && call->callee == "print" && !call->args.empty())
        out.push_back(exprText(*call->args[0]));
    });
  return out;
}

} // namespace sonde
