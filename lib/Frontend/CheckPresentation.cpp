//===- CheckPresentation.cpp - Calls whose values are shown as text -------===//
#include "lib/Frontend/CheckImpl.h"

#include "lib/Frontend/Builtins.h"
#include "lib/Frontend/Constant.h"
#include "lib/Frontend/Presentation.h"
#include "lib/Frontend/TypeRules.h"

namespace sonde {

using namespace ast;

void Checker::checkPresentation(Call &call) {
  switch (call.builtin->id) {
  case Builtin::Buf:
    return checkBuf(call);
  case Builtin::Ntop:
    return checkNtop(call);
  case Builtin::Pton:
    return checkPton(call);
  case Builtin::Macaddr:
    return checkMacaddr(call);
  case Builtin::Strftime:
    return checkStrftime(call);
  case Builtin::Kaddr:
    return checkKaddr(call);
  case Builtin::Kstack:
  case Builtin::Ustack:
    return checkStack(call);
  case Builtin::Len:
    return checkLen(call);
  default:
    return;
  }
}

/// Reading through it needs a known memory.
void Checker::checkAddress(const Expr &address) {
  AddressSpace space = address.type.space();
  if (space == AddressSpace::None && address.type.isIntegral())
    space = unit->context.space;
  checkSpace(address.span, space);
}

void Checker::checkBuf(Call &call) {
  if (call.args.empty() || !call.args[0]->type)
    return;
  const Expr &source = *call.args[0];
  bool isBytes = source.type.is(TypeKind::Array) || source.type.is(TypeKind::String);
  if (!isAddress(source.type) && !isBytes) {
    reporter.error(source.span,
                   "'buf' needs an address, a string or an array, not " + withArticle(source.type));
    return;
  }
  if (isAddress(source.type))
    checkAddress(source);
  if (call.args.size() < 2) {
    if (!source.type.is(TypeKind::Array) || source.type.isOpenEnded())
      reporter.error(call.span, "'buf' needs a length for " + withArticle(source.type) +
                                    ", as in 'buf(x, 16)'");
    return;
  }
  uint64_t limit = program.config.number("max_strlen") - 4;
  checkLength(*call.args[1], limit, limit);
}

void Checker::checkNtop(Call &call) {
  if (call.args.empty())
    return;
  const Expr &address = *call.args.back();
  const Type &type = address.type;
  if (call.args.size() == 2 && call.args[0]->type && !call.args[0]->type.isIntegral())
    reporter.error(call.args[0]->span,
                   "the address family is an integer, not " + withArticle(call.args[0]->type));
  if (!type || type.isIntegral())
    return;
  if (!type.is(TypeKind::Array) && !type.is(TypeKind::String))
    reporter.error(address.span, "'ntop' needs an integer or an array, not " + withArticle(type));
  else if (type.size() != 4 && type.size() != 16)
    reporter.error(address.span,
                   "a network address has 4 or 16 bytes, not " + std::to_string(type.size()));
}

void Checker::checkPton(Call &call) {
  const auto *text = call.args.empty() ? nullptr : as<StringLiteral>(call.args[0].get());
  if (text && !networkAddress(text->value))
    reporter.error(text->span, "'" + text->value + "' is not an IPv4 or IPv6 address");
}

void Checker::checkMacaddr(Call &call) {
  if (call.args.empty() || !call.args[0]->type)
    return;
  const Expr &source = *call.args[0];
  const Type &type = source.type;
  if (source.kind == ExprKind::String)
    reporter.error(source.span, "'macaddr' needs the bytes of an address, not a text");
  else if (isAddress(type))
    checkAddress(source);
  else if (!type.is(TypeKind::Array) && !type.is(TypeKind::String))
    reporter.error(source.span, "'macaddr' needs an array or a pointer, not " + withArticle(type));
  else if (type.size() < 6)
    reporter.error(source.span, "the address of a network card has 6 bytes; this has " +
                                    std::to_string(type.size()));
}

void Checker::checkStrftime(Call &call) {
  if (call.args.size() != 2)
    return;
  const Expr &time = *call.args[1];
  const auto *literal = as<IntLiteral>(&time);
  if (literal && literal->value.isNegative())
    reporter.error(time.span, "'strftime' takes no negative time");
  else if (clockOf(time) == Clock::Monotonic)
    reporter.error(time.span, "the monotonic clock has no date")
        .note("use 'nsecs' or 'nsecs(tai)'");
}

void Checker::checkKaddr(Call &call) {
  const auto *name = call.args.empty() ? nullptr : as<StringLiteral>(call.args[0].get());
  if (name && !types.kernelHas(name->value))
    Reporter::suggest(reporter.error(name->span, "the kernel has no symbol '" + name->value + "'"),
                      name->value, types.kernelSymbols());
}

static bool isStack(const Type &type) {
  return type.is(TypeKind::KernelStack) || type.is(TypeKind::UserStack);
}

void Checker::checkLen(Call &call) {
  const Expr *counted = call.args.empty() ? nullptr : call.args[0].get();
  const auto *map = counted ? as<Map>(counted) : nullptr;
  bool isWhole = map && !map->hasKey && map->symbol && map->symbol->isKeyed.value_or(false);
  if (counted && counted->type && !isStack(counted->type) && !isWhole)
    reporter.error(counted->span,
                   "'len' counts the elements of a map or the frames of a stack, not of " +
                       withArticle(counted->type));
}

void Checker::checkStack(Call &call) {
  const std::string name = "'" + call.callee + "'";
  const auto *first = call.args.empty() ? nullptr : as<Name>(call.args[0].get());
  bool isKernel = call.builtin->id == Builtin::Kstack;
  if (call.args.size() == 2 && !first)
    reporter.error(call.args[0]->span, "the first of two arguments of " + name +
                                           " is a mode, as "
                                           "in '" +
                                           call.callee + "(perf, 5)'");
  std::optional<StackMode> mode = first ? stackModeNamed(first->name) : std::nullopt;
  if (first && !mode)
    Reporter::suggest(reporter.error(first->span, "there is no stack mode '" + first->name + "'")
                          .note("the modes are 'bpftrace', 'perf', 'raw' and 'build_id'"),
                      first->name, {"bpftrace", "perf", "raw", "build_id"});
  if (isKernel && mode == StackMode::BuildId)
    reporter.error(first->span, "only frames of 'ustack' have a build ID");
  if (isKernel && !first && program.config.text("stack_mode") == "build_id")
    reporter.warning(call.span, "stack-mode",
                     "the kernel's frames have no build ID; they are shown as in mode 'raw'");
  const Expr *depth = call.args.size() == 2             ? call.args[1].get()
                      : call.args.size() == 1 && !first ? call.args[0].get()
                                                        : nullptr;
  if (!depth || (call.args.size() == 2 && !first))
    return;
  std::optional<Integer> number = constantNumber(*depth);
  if (reporter.hasErrorIn(depth->span))
    return;
  if (!number || number->isNegative())
    reporter.error(depth->span, "the depth of " + name +
                                    " is a number that is known at compile "
                                    "time");
  else if (number->raw() > StackRequest::kMaxDepth)
    reporter.error(depth->span, "a stack has at most 1024 frames, not " + number->str());
}

} // namespace sonde
