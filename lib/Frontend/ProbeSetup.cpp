//===- ProbeSetup.cpp - From probes to what the kernel has ----------------===//
#include "lib/Frontend/ProbeSetup.h"

#include "lib/Frontend/AstWalk.h"
#include "lib/Frontend/Lexer.h"

#include <algorithm>
#include <map>
#include <set>

namespace sonde {

using namespace ast;

bool matchesWildcard(std::string_view pattern, std::string_view text) {
  // Each star first takes nothing; on a mismatch the last one takes one more.
  size_t p = 0, t = 0, star = std::string_view::npos, taken = 0;
  while (t < text.size()) {
    if (p < pattern.size() && pattern[p] == '*') {
      star = p++;
      taken = t;
    } else if (p < pattern.size() && pattern[p] == text[t]) {
      ++p;
      ++t;
    } else if (star != std::string_view::npos) {
      p = star + 1;
      t = ++taken;
    } else {
      return false;
    }
  }
  return pattern.find_first_not_of('*', p) == std::string_view::npos;
}

namespace {

/// What a body looks at, of the things that differ between attach points.
struct Uses {
  bool args = false;
  bool argN = false;
  bool retval = false;
};

Uses usesOf(Probe &probe) {
  Uses uses;
  auto look = [&](ExprPtr &expr) {
    std::string_view name;
    if (auto *word = as<Name>(expr))
      name = word->name;
    else if (auto *call = as<Call>(expr))
      name = call->callee;
    uses.args |= name == "args";
    uses.retval |= name == "retval";
    uses.argN |= name.size() > 3 && name.substr(0, 3) == "arg" && name[3] >= '0' && name[3] <= '9';
  };
  if (probe.predicate)
    forEachExpr(probe.predicate, look);
  forEachExpr(probe.body, look);
  return uses;
}

/// Fields of tracepoints whose value is an argument of the raw tracepoint of the
/// same name, in every kernel we support. What a tracepoint computes itself is
/// not visible from outside, so only known ones can be listed.
struct RawField {
  const char *tracepoint;
  const char *field;
  int argument;
};
constexpr RawField kRawFields[] = {
    {"raw_syscalls:sys_enter", "id", 1}, {"raw_syscalls:sys_exit", "ret", 1},
    {"irq:irq_handler_entry", "irq", 0}, {"irq:irq_handler_exit", "irq", 0},
    {"irq:irq_handler_exit", "ret", 2},  {"irq:softirq_entry", "vec", 0},
    {"irq:softirq_exit", "vec", 0},      {"irq:softirq_raise", "vec", 0},
    {"power:cpu_idle", "state", 0},      {"power:cpu_idle", "cpu_id", 1},
    {"power:cpu_frequency", "state", 0}, {"power:cpu_frequency", "cpu_id", 1},
};

int rawArgument(const std::string &tracepoint, const std::string &field) {
  for (const RawField &row : kRawFields)
    if (tracepoint == row.tracepoint && field == row.field)
      return row.argument;
  return -1;
}

class ProbeSetup {
public:
  ProbeSetup(Program &program, KernelView &kernel, TypeNames &types, Reporter &reporter)
      : program(program), kernel(kernel), types(types), reporter(reporter) {}

  void run() {
    for (Probe &probe : program.tree.probes)
      setUp(probe);
    program.tree.probes.clear();
    limit(attachCount, "attach points", "max_probes");
    limit(program.probes.size(), "programs", "max_bpf_progs");
  }

private:
  Program &program;
  KernelView &kernel;
  TypeNames &types;
  Reporter &reporter;
  uint64_t attachCount = 0;
  Span last; // Of the probes.

  void limit(uint64_t count, const std::string &what, const std::string &setting);
  void setUp(Probe &probe);
  void expand(AttachPoint point, std::vector<AttachPoint> &out);
  bool exists(AttachPoint &point);
  bool tracepointExists(AttachPoint &point);
  bool isInModule(const AttachPoint &point);
  bool findModule(AttachPoint &point);
  bool missing(const AttachPoint &point, std::string reason,
               const std::vector<std::string> &known = {});
  std::string contextKey(const AttachPoint &point, const Uses &uses) const;
  ProbeContext context(const AttachPoint &point, const Uses &uses);
  bool fillTracepoint(const AttachPoint &point, ProbeContext &context);
  bool fillPrototype(const AttachPoint &point, ProbeContext &context);
  bool fillDebugInfo(const AttachPoint &point, ProbeContext &context);
  bool fillArguments(const AttachPoint &point, ProbeContext &context);
  Diagnostic &cannotRead(const AttachPoint &point, const std::string &why);
};

void ProbeSetup::limit(uint64_t count, const std::string &what, const std::string &setting) {
  uint64_t most = program.config.number(setting);
  if (count <= most)
    return;
  std::string needed = std::to_string(count);
  reporter
      .error(last, "the script has " + needed + " " + what + ", more than '" + setting + "' (" +
                       std::to_string(most) + ") allows")
      .note("set '" + setting + "' to " + needed + " in the config block if that is meant");
}

/// A target that is not there is an error, a warning or nothing, as
/// `missing_probes` says. Always false.
bool ProbeSetup::missing(const AttachPoint &point, std::string reason,
                         const std::vector<std::string> &known) {
  std::string policy = program.config.text("missing_probes");
  if (policy == "ignore")
    return false;
  Diagnostic &diagnostic =
      policy == "warn" ? reporter.warning(point.span, "missing-probe", reason + "; it is left out")
                       : reporter.error(point.span, reason);
  std::string wanted = point.kind == ProbeKind::Tracepoint ? point.targetText() : point.function;
  Reporter::suggest(diagnostic, wanted, known);
  return false;
}

bool ProbeSetup::tracepointExists(AttachPoint &point) {
  Result<TracepointFormat> format = kernel.tracepoint(point.target, point.function);
  if (format) {
    point.hasRaw = point.target != "syscalls" && kernel.hasRawTracepoint(point.function);
    return true;
  }
  Result<std::vector<std::string>> known = kernel.tracepoints();
  bool listed =
      known && std::find(known->begin(), known->end(), point.targetText()) != known->end();
  if (!known || listed) {
    reporter.error(point.span, format.error().message);
    return false;
  }
  return missing(point, "there is no tracepoint '" + point.targetText() + "'", *known);
}

bool ProbeSetup::exists(AttachPoint &point) {
  switch (point.kind) {
  case ProbeKind::Tracepoint:
    return tracepointExists(point);
  case ProbeKind::RawTracepoint:
    if (kernel.hasRawTracepoint(point.function) || isInModule(point))
      return true;
    if (Result<TypeSource *> types = kernel.types(""); !types) {
      reporter
          .error(point.span, "raw tracepoints are found by the kernel's type information: " +
                                 types.error().message)
          .note("use a 'tracepoint' instead");
      return false;
    }
    return missing(point, "there is no raw tracepoint '" + point.function + "'");
  case ProbeKind::Kprobe:
  case ProbeKind::Kretprobe:
  case ProbeKind::Fentry:
  case ProbeKind::Fexit: {
    if (kernel.isTraceable(point.function))
      return findModule(point);
    Result<std::vector<std::string>> known = kernel.traceableFunctions();
    return missing(point, "there is no kernel function '" + point.function + "' that can be traced",
                   known ? *known : std::vector<std::string>());
  }
  case ProbeKind::Uprobe:
  case ProbeKind::Uretprobe: {
    std::string path = findBinary(point.target);
    if (path.empty())
      return missing(point, "there is no program or library '" + point.target + "'");
    point.target = path;
    return true;
  }
  default:
    return true;
  }
}

/// A raw tracepoint of the module that the attach point names.
bool ProbeSetup::isInModule(const AttachPoint &point) {
  if (point.target == "vmlinux")
    return false;
  Result<TypeSource *> types = kernel.types(point.target);
  return types && (*types)->rawTracepoint(point.function);
}

/// Typed probes need to know which module a function is in, where that is not said.
bool ProbeSetup::findModule(AttachPoint &point) {
  bool isTyped = point.kind == ProbeKind::Fentry || point.kind == ProbeKind::Fexit;
  if (!isTyped || point.target != "vmlinux")
    return true;
  std::vector<std::string> owners = kernel.ownersOf(point.function);
  if (owners.empty() || std::find(owners.begin(), owners.end(), "vmlinux") != owners.end())
    return true;
  point.target = owners.front();
  if (owners.size() == 1)
    return true;
  Diagnostic &error =
      reporter.error(point.span, "there are several kernel functions '" + point.function + "'");
  for (const std::string &owner : owners)
    error.note("one is '" + std::string(info(point.kind).name) + ":" + owner + ":" +
               point.function + "'");
  return false;
}

/// One attach point, or those that match its wildcard.
void ProbeSetup::expand(AttachPoint point, std::vector<AttachPoint> &out) {
  if (!point.isWildcard()) {
    if (exists(point))
      out.push_back(std::move(point));
    return;
  }
  bool isTracepoint = point.kind == ProbeKind::Tracepoint;
  bool isFunction = point.kind == ProbeKind::Kprobe || point.kind == ProbeKind::Kretprobe;
  if (!isTracepoint && !isFunction) {
    reporter.error(point.span, "wildcards in '" + std::string(info(point.kind).name) +
                                   "' are not supported by this version");
    return;
  }
  Result<std::vector<std::string>> names =
      isTracepoint ? kernel.tracepoints() : kernel.traceableFunctions();
  if (!names) {
    reporter.error(point.span, names.error().message);
    return;
  }
  std::string pattern = isTracepoint ? point.targetText() : point.function;
  for (const std::string &name : *names) {
    std::string function = name.substr(0, name.find(' ')); // Without "[module]".
    if (!matchesWildcard(pattern, isTracepoint ? name : function))
      continue;
    AttachPoint match = point;
    size_t colon = name.find(':');
    if (isTracepoint) {
      match.target = name.substr(0, colon);
      match.function = name.substr(colon + 1);
      match.hasRaw = match.target != "syscalls" && kernel.hasRawTracepoint(match.function);
    } else {
      match.function = function;
    }
    out.push_back(std::move(match));
  }
}

/// Attach points with one key can share a body.
std::string ProbeSetup::contextKey(const AttachPoint &point, const Uses &uses) const {
  const ProbeKindInfo &kind = info(point.kind);
  std::string key = std::to_string(static_cast<int>(kind.space));
  // A struct that the body names is that of the program.
  if (point.isInProgram())
    key += ":" + point.target;
  if (uses.args || uses.argN || uses.retval)
    key += std::string(":") + kind.name;
  bool typed = uses.args || (uses.retval && kind.has(HasTypedRet));
  return typed ? key + ":" + point.name() : key;
}

Diagnostic &ProbeSetup::cannotRead(const AttachPoint &point, const std::string &why) {
  return reporter.error(point.span,
                        "the arguments of '" + point.name() + "' are not known: " + why);
}

bool ProbeSetup::fillTracepoint(const AttachPoint &point, ProbeContext &context) {
  Result<TracepointFormat> format = kernel.tracepoint(point.target, point.function);
  if (!format)
    return cannotRead(point, format.error().message), false;
  auto definition = std::make_shared<StructDef>();
  definition->name = point.name();
  for (const TracepointField &field : format->fields) {
    uint32_t size = field.member.isDataLoc ? 4 : field.member.type.size();
    definition->size = std::max(definition->size, field.member.offset + size);
    definition->members.push_back(field.member);
    context.rawArgs.push_back(point.hasRaw ? rawArgument(point.targetText(), field.member.name)
                                           : -1);
  }
  context.args = Type::structure(definition->name, false, definition);
  if (point.target == "syscalls")
    context.space = AddressSpace::User;
  return true;
}

/// Arguments of a function or raw tracepoint: each takes as many 8-byte slots as
/// it needs, and the result of a function comes behind them.
bool ProbeSetup::fillPrototype(const AttachPoint &point, ProbeContext &context) {
  std::string module = point.target == "vmlinux" ? "" : point.target;
  Result<TypeSource *> source = kernel.types(module);
  if (!source)
    return cannotRead(point, source.error().message), false;
  Result<FunctionPrototype> prototype = point.kind == ProbeKind::RawTracepoint
                                            ? (*source)->rawTracepoint(point.function)
                                            : (*source)->function(point.function);
  if (!prototype)
    return cannotRead(point, prototype.error().message), false;
  auto definition = std::make_shared<StructDef>();
  definition->name = point.name();
  for (const FunctionPrototype::Parameter &parameter : prototype->parameters) {
    StructMember member;
    member.name = parameter.name;
    member.type = parameter.type;
    member.offset = definition->size;
    definition->size += std::max(1u, (parameter.type.size() + 7) / 8) * 8;
    definition->members.push_back(std::move(member));
  }
  context.args = Type::structure(definition->name, false, definition);
  context.retval = prototype->result;
  return true;
}

/// Parameters of a program's function, from its debug information: each is in a
/// register, whose number its offset says, as if they were an array.
bool ProbeSetup::fillDebugInfo(const AttachPoint &point, ProbeContext &context) {
  const Result<std::unique_ptr<DebugInfo>> &info = types.debugInfo(point.target);
  if (!info) {
    cannotRead(point, info.error().message)
        .note("compile it with '-g', or install its debug symbols; 'arg0' and so on need none");
    return false;
  }
  Result<DebugFunction> function = (*info)->function(point.function);
  if (!function) {
    cannotRead(point, function.error().message);
    return false;
  }
  if (function->takesStack) {
    cannotRead(point, "some of them are passed on the stack")
        .note("'arg0' to 'arg5' are those in registers");
    return false;
  }
  auto definition = std::make_shared<StructDef>();
  definition->name = point.name();
  for (const DebugFunction::Parameter &parameter : function->parameters) {
    if (parameter.name.empty())
      continue;
    StructMember member;
    member.name = parameter.name;
    member.type = parameter.type;
    member.offset = parameter.argumentRegister.value_or(0) * 8;
    definition->size = std::max(definition->size, member.offset + 8);
    definition->members.push_back(std::move(member));
  }
  context.args = Type::structure(definition->name, false, definition);
  return true;
}

bool ProbeSetup::fillArguments(const AttachPoint &point, ProbeContext &context) {
  if (point.isInProgram())
    return fillDebugInfo(point, context);
  return point.kind == ProbeKind::Tracepoint ? fillTracepoint(point, context)
                                             : fillPrototype(point, context);
}

ProbeContext ProbeSetup::context(const AttachPoint &point, const Uses &uses) {
  ProbeContext context;
  context.kind = point.kind;
  context.space = info(point.kind).space;
  context.structName = info(point.kind).contextStruct;
  if (context.structName.empty()) {
    for (char c : point.name())
      context.structName += isNamePart(c) ? c : '_';
    context.structName += "_args";
  }
  bool wantsArgs = uses.args && context.has(HasArgs);
  bool wantsResult = uses.retval && context.has(HasTypedRet);
  if (!wantsArgs && !wantsResult)
    return context;
  context.isUnknown = !fillArguments(point, context);
  return context;
}

void ProbeSetup::setUp(Probe &probe) {
  const size_t errorsBefore = reporter.diagnostics().errorCount();
  std::vector<AttachPoint> points;
  for (const AttachText &text : probe.attach)
    if (std::optional<AttachPoint> point =
            parseAttachPoint(text, program.parameters, reporter.diagnostics()))
      expand(std::move(*point), points);
  attachCount += points.size();
  last = probe.span;

  Uses uses = usesOf(probe);
  std::vector<std::pair<std::string, std::vector<AttachPoint>>> groups;
  for (AttachPoint &point : points) {
    std::string key = contextKey(point, uses);
    auto found = std::find_if(groups.begin(), groups.end(),
                              [&](const auto &group) { return group.first == key; });
    if (found == groups.end())
      found = groups.insert(groups.end(), {key, {}});
    found->second.push_back(std::move(point));
  }
  if (groups.empty()) {
    if (reporter.diagnostics().errorCount() == errorsBefore) {
      std::string message = "nothing is left that this probe could be attached to";
      if (program.config.text("missing_probes") == "error")
        reporter.error(probe.span, message)
            .note("set 'missing_probes' to 'warn' if that is expected");
      else if (program.config.text("missing_probes") == "warn")
        reporter.warning(probe.span, "missing-probe", message + "; it is left out");
      return;
    }
    groups.push_back({"", {}}); // Its body is still checked.
  }
  for (size_t i = 0; i < groups.size(); ++i) {
    auto unit = std::make_unique<CodeUnit>();
    unit->span = probe.span;
    unit->attach = std::move(groups[i].second);
    unit->predicateSpan = probe.predicateSpan;
    if (unit->attach.empty())
      unit->context.isUnknown = true;
    else
      unit->context = context(unit->attach.front(), uses);
    bool isLast = i + 1 == groups.size();
    if (probe.predicate)
      unit->predicate = isLast ? std::move(probe.predicate) : clone(*probe.predicate);
    unit->body = isLast ? std::move(probe.body) : clone(probe.body);
    program.probes.push_back(std::move(unit));
  }
}

} // namespace

void setUpProbes(Program &program, KernelView &kernel, TypeNames &types, Reporter &reporter) {
  ProbeSetup(program, kernel, types, reporter).run();
}

std::vector<std::string> modulesOfProbes(const Program &program, KernelView &kernel) {
  std::vector<std::string> modules;
  auto add = [&](const std::string &module) {
    if (std::find(modules.begin(), modules.end(), module) == modules.end())
      modules.push_back(module);
  };
  std::set<std::string> functions; // Of which the owner is not said.
  for (const std::unique_ptr<CodeUnit> &unit : program.probes)
    for (const AttachPoint &point : unit->attach) {
      if (point.kind == ProbeKind::Tracepoint)
        functions.insert("__traceiter_" + point.function);
      else if (point.isInKernelCode() && point.target.empty())
        functions.insert(point.function);
      else if (point.isInKernelCode() && point.target != "vmlinux")
        add(point.target);
    }
  Result<std::vector<std::string>> all =
      functions.empty() ? std::vector<std::string>() : kernel.traceableFunctions();
  if (!all)
    return modules;
  for (const std::string &entry : *all) { // "f" or "f [module]"
    size_t bracket = entry.find(" [");
    if (bracket != std::string::npos && functions.count(entry.substr(0, bracket)))
      add(entry.substr(bracket + 2, entry.size() - bracket - 3));
  }
  return modules;
}

void warnOfMissingFiles(const Program &program, const TypeNames &types, Reporter &reporter) {
  std::set<std::string> done;
  for (const std::unique_ptr<CodeUnit> &unit : program.probes) {
    std::string path = unit->program();
    if (path.empty() || !done.insert(path).second)
      continue;
    for (const std::string &file : types.missingFiles(path))
      reporter.warning(unit->attach.front().span, "missing-debug-info",
                       "a part of the debug information of '" + path + "' is not there: '" + file +
                           "'");
  }
}

} // namespace sonde
