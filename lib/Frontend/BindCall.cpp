//===- BindCall.cpp - What is called, and with how much -------------------===//
#include "lib/Frontend/Bind.h"

#include "lib/Frontend/Builtins.h"
#include "lib/Frontend/Unstable.h"

#include <algorithm>

namespace sonde {

using namespace ast;

const CFunction *Binder::findFunction(const std::string &name) const {
  for (const CUnit &import : program.imports)
    for (const CFunction &function : import.functions)
      if (function.name == name)
        return &function;
  return nullptr;
}

void Binder::bindCall(ExprPtr &expr) {
  auto &call = *as<Call>(expr);
  call.builtin = findBuiltin(call.callee);
  if (call.builtin && call.builtin->id == Builtin::TSeries &&
      !useUnstable(program.config, "unstable_tseries", call.span, reporter)) {
    call.builtin = nullptr;
    call.isBroken = true;
  }
  if (call.builtin)
    return bindBuiltin(call);
  bindParts(call);
  if (call.isBroken)
    return;
  call.script = findScriptFunction(call.callee);
  if (call.script) {
    if (unit->function)
      unit->function->calls.push_back(&call);
    size_t count = call.script->parameters.size();
    return checkCount(call, call.callee, count, count);
  }
  call.function = findFunction(call.callee);
  if (call.function)
    return bindFunction(call);
  if (call.callee == "dw_ustack" &&
      !useUnstable(program.config, "unstable_dw_ustack", call.span, reporter))
    return;
  if (isUnsafe(call.callee) && !program.allowUnsafe) {
    reporter.error(call.span, "'" + call.callee + "' may change the system")
        .note("allow it with '--unsafe'");
    return;
  }
  if (isKnownButUnsupported(call.callee))
    return reporter.refuse(call.calleeSpan, "'" + call.callee + "' is");
  if (program.tree.namesMayBeMissing)
    return;
  Reporter::suggest(reporter.error(call.span, "unknown function '" + call.callee + "'"),
                    call.callee, valueNames());
}

std::vector<std::string> Binder::valueNames() const {
  std::vector<std::string> known = builtinNames();
  for (const CUnit &import : program.imports)
    for (const CFunction &function : import.functions)
      known.push_back(function.name);
  for (const std::unique_ptr<FunctionSymbol> &function : program.functions)
    known.push_back(function->name);
  for (const Macro &macro : program.tree.macros)
    known.push_back(macro.name);
  if (program.c)
    for (std::string &name : program.c->valueNames())
      known.push_back(std::move(name));
  return known;
}

void Binder::bindFunction(Call &call) {
  unsigned count = call.function->parameters.size();
  checkCount(call, call.callee, count, count);
}

void Binder::checkCount(const Call &call, const std::string &name, unsigned min, unsigned max) {
  size_t given = call.args.size();
  if (given >= min && given <= max)
    return;
  auto arguments = [](unsigned n) {
    return n == 0 ? std::string("no arguments")
                  : std::to_string(n) + (n == 1 ? " argument" : " arguments");
  };
  std::string wanted = min == max    ? arguments(min)
                       : given < min ? "at least " + arguments(min)
                                     : "at most " + arguments(max);
  reporter.error(call.span, "'" + name + "' takes " + wanted + ", not " + std::to_string(given));
}

/// Is there something in the probe's context that the builtin reads?
void Binder::checkNeeds(const Call &call) {
  const BuiltinInfo &builtin = *call.builtin;
  const ProbeContext &context = unit->context;
  if (unit->function && (builtin.needs || builtin.id == Builtin::Probe)) {
    Diagnostic &error =
        reporter.error(call.span, "there is no '" + call.callee + "' outside of probes");
    if (builtin.id != Builtin::Ctx)
      error.note("a probe can give it to this function as an argument");
    return;
  }
  if (builtin.needs && !context.has(builtin.needs)) {
    Diagnostic &error =
        reporter.error(call.span, "there is no '" + call.callee + "' in '" +
                                      std::string(info(context.kind).name) + "' probes");
    error.note("'" + call.callee + "' exists in " + kindsWith(builtin.needs) + " probes");
    if (builtin.id == Builtin::Retval && context.kind == ProbeKind::Tracepoint)
      error.note("a tracepoint at the end of a system call has 'args.ret'");
    if ((builtin.id == Builtin::ArgN || builtin.id == Builtin::Ctx) && context.has(HasArgs))
      error.note("use 'args.NAME' here");
    return;
  }
  if (builtin.id == Builtin::ArgN && argumentNumber(call) > 5)
    reporter.error(call.span, "there is no '" + call.callee +
                                  "': arguments from 'arg0' to 'arg5' are passed in registers");
  if (builtin.id == Builtin::Args && !context.isUnknown && context.args &&
      context.args.definition()->members.empty())
    reporter.error(call.span, "'" + unit->attach.front().name() + "' has no arguments");
}

void Binder::checkWord(const Call &call) {
  if (call.args.empty())
    return;
  const auto *word = as<Name>(call.args[0].get());
  bool isClock = call.builtin->id == Builtin::Nsecs;
  const std::vector<std::string> words =
      isClock ? std::vector<std::string>{"boot", "monotonic", "tai", "sw_tai"}
              : std::vector<std::string>{"curr_ns", "init"};
  std::string list;
  for (const std::string &known : words)
    list += (list.empty() ? "'" : known == words.back() ? " or '" : ", '") + known + "'";
  if (!word)
    reporter.error(call.args[0]->span, "'" + call.callee + "' takes " + list);
  else if (std::find(words.begin(), words.end(), word->name) == words.end())
    Reporter::suggest(reporter.error(word->span, "'" + call.callee + "' takes " + list + ", not '" +
                                                     word->name + "'"),
                      word->name, words);
  else if (word->name == "init")
    reporter.refuse(call.args[0]->span, "'" + call.callee + "(" + word->name + ")' is");
}

void Binder::bindBuiltin(Call &call) {
  const BuiltinInfo &builtin = *call.builtin;
  checkNeeds(call);
  // `delete(@m[k])` is the old form of `delete(@m, k)`.
  if (builtin.id == Builtin::Delete || builtin.id == Builtin::HasKey)
    return bindDelete(call);
  checkCount(call, call.callee, builtin.minArgs, builtin.maxArgs);
  for (unsigned i = 0; i < call.args.size(); ++i) {
    char kind = builtin.argKind(i);
    auto *map = as<Map>(call.args[i]);
    if (kind == 'w') {
      if (call.args[i]->kind != ExprKind::Name)
        bind(call.args[i]);
      if (!reporter.hasErrorIn(call.args[i]->span))
        checkWord(call);
    } else if (kind == 'k' && call.args[i]->kind == ExprKind::Name) {
      continue; // A mode: Check says whether there is such a one.
    } else if ((kind == 'm' || kind == 'e') && map && !map->hasKey) {
      map->symbol = &mapSymbol(map->name, map->span);
    } else {
      bind(call.args[i]);
      if (kind == 'm' && !reporter.hasErrorIn(call.args[i]->span))
        reporter.error(call.args[i]->span, "'" + call.callee + "' takes a whole map");
    }
  }
}

/// Brings the key into the map's node: `delete(@m, k)` reads like `@m[k]` then.
void Binder::bindDelete(Call &call) {
  checkCount(call, call.callee, call.builtin->minArgs, call.builtin->maxArgs);
  auto *map = call.args.empty() ? nullptr : as<Map>(call.args[0]);
  if (!map) {
    bindParts(call);
    if (!call.args.empty() && !reporter.hasErrorIn(call.args[0]->span))
      reporter.error(call.args[0]->span, "'" + call.callee + "' takes a map");
    return;
  }
  if (call.args.size() == 2 && map->hasKey) {
    reporter.error(call.span,
                   "'" + call.callee + "' takes a map and a key, or one element of a map");
    return bindParts(call);
  }
  if (call.args.size() == 2) {
    map->hasKey = true;
    map->keys.push_back(std::move(call.args[1]));
    call.args.pop_back();
  }
  bind(call.args[0]);
}

} // namespace sonde
