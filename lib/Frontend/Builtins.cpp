//===- Builtins.cpp - The builtin values and functions --------------------===//
#include "lib/Frontend/Builtins.h"

#include "lib/Frontend/Constant.h"
#include "lib/Frontend/Lexer.h"
#include "lib/Frontend/ProbeKinds.h"

#include <algorithm>
#include <cassert>
#include <cstring>

namespace sonde {
namespace {

constexpr BuiltinInfo kBuiltins[] = {
#define SONDE_BUILTIN(ID, NAME, MIN, MAX, ARGS, RESULT, NEEDS)                                     \
  {Builtin::ID, NAME, MIN, MAX, ARGS, ResultRule::RESULT, NEEDS},
#include "lib/Frontend/Builtins.def"
#undef SONDE_BUILTIN
};

/// The rest of the language, so that its use is not called unknown.
constexpr const char *kUnsupported[] = {"assert",
                                        "assert_str",
                                        "bswap",
                                        "cat",
                                        "cgroupid",
                                        "container_of",
                                        "cpid",
                                        "debugf",
                                        "default_str_length",
                                        "dw_ustack",
                                        "errorf",
                                        "fail",
                                        "find",
                                        "has_cpid",
                                        "is_array",
                                        "is_err",
                                        "is_integer",
                                        "is_literal",
                                        "is_ptr",
                                        "is_scalar",
                                        "is_str",
                                        "is_unsigned_integer",
                                        "join",
                                        "kfunc_allowed",
                                        "kfunc_exist",
                                        "leader_comm",
                                        "leader_tid",
                                        "memcmp",
                                        "ncpus",
                                        "override",
                                        "path",
                                        "pcomm",
                                        "percpu_kaddr",
                                        "ppid",
                                        "probetype",
                                        "signal",
                                        "signal_name",
                                        "signal_thread",
                                        "skboutput",
                                        "socket_cookie",
                                        "static_assert",
                                        "str_concat",
                                        "strcap",
                                        "strerror",
                                        "syscall_name",
                                        "system",
                                        "time",
                                        "uaddr",
                                        "unwatch",
                                        "usermode",
                                        "warnf",
                                        "write_user"};

bool isArgN(std::string_view name) {
  return name.size() > 3 && name.substr(0, 3) == "arg" &&
         std::all_of(name.begin() + 3, name.end(), isDigit);
}

} // namespace

char BuiltinInfo::argKind(unsigned i) const {
  size_t length = std::strlen(args);
  return length == 0 ? '\0' : args[std::min<size_t>(i, length - 1)];
}

const BuiltinInfo *findBuiltin(std::string_view name) {
  if (name == "argN")
    return nullptr; // The row's name, not a word of the language.
  if (isArgN(name))
    name = "argN";
  for (const BuiltinInfo &row : kBuiltins)
    if (name == row.name)
      return &row;
  return nullptr;
}

unsigned argumentNumber(const ast::Call &call) {
  assert(isArgN(call.callee) && "not an argument of the probe");
  unsigned number = 0;
  for (char c : std::string_view(call.callee).substr(3))
    number = std::min(number * 10 + (c - '0'), 1000u);
  return number;
}

bool isArgs(const ast::Expr &expr) {
  const auto *call = ast::as<ast::Call>(&expr);
  return call && call->builtin && call->builtin->id == Builtin::Args;
}

bool isContext(const ast::Expr &expr) {
  const auto *call = ast::as<ast::Call>(&expr);
  return call && call->builtin && call->builtin->id == Builtin::Ctx;
}

bool isInContext(const ast::Expr &expr) {
  if (isContext(expr))
    return true;
  const auto *field = ast::as<ast::Field>(&expr);
  return field && field->type.is(TypeKind::Struct) && isInContext(*field->base);
}

bool isKnownButUnsupported(std::string_view name) {
  return std::any_of(std::begin(kUnsupported), std::end(kUnsupported),
                     [&](const char *known) { return name == known; });
}

bool isUnsafe(std::string_view name) {
  return name == "system" || name == "signal" || name == "signal_thread" || name == "override" ||
         name == "write_user";
}

std::vector<std::string> builtinNames() {
  std::vector<std::string> names;
  for (const BuiltinInfo &row : kBuiltins)
    if (row.id != Builtin::ArgN)
      names.push_back(row.name);
  return names;
}

ast::Call *aggregateCall(ast::Expr *expr) {
  while (auto *block = ast::as<ast::BlockExpr>(expr))
    expr = block->block.value.get();
  auto *call = ast::as<ast::Call>(expr);
  return call && call->builtin && call->builtin->isAggregate() ? call : nullptr;
}

TypeKind aggregateKind(Builtin id) {
  switch (id) {
  case Builtin::Count:
    return TypeKind::Count;
  case Builtin::Sum:
    return TypeKind::Sum;
  case Builtin::Avg:
    return TypeKind::Avg;
  case Builtin::Min:
    return TypeKind::Min;
  case Builtin::Max:
    return TypeKind::Max;
  case Builtin::Stats:
    return TypeKind::Stats;
  case Builtin::Hist:
    return TypeKind::Hist;
  case Builtin::LHist:
    return TypeKind::LHist;
  case Builtin::TSeries:
    return TypeKind::TSeries;
  default:
    return TypeKind::None;
  }
}

std::string_view aggregateFunction(TypeKind kind) {
  for (const BuiltinInfo &builtin : kBuiltins)
    if (aggregateKind(builtin.id) == kind)
      return builtin.name;
  return "";
}

TypeKind intervalKind(const ast::Call &call) {
  if (call.args.size() < 4)
    return TypeKind::Int;
  const auto *word = ast::as<ast::StringLiteral>(call.args[3]);
  const BuiltinInfo *builtin = word ? findBuiltin(word->value) : nullptr;
  TypeKind kind = builtin ? aggregateKind(builtin->id) : TypeKind::None;
  bool canBe = kind == TypeKind::Sum || kind == TypeKind::Min || kind == TypeKind::Max ||
               kind == TypeKind::Avg;
  return canBe ? kind : TypeKind::None;
}

int64_t literalArgument(const ast::Call &call, unsigned i, int64_t otherwise) {
  if (i >= call.args.size())
    return otherwise;
  std::optional<Integer> number = constantNumber(*call.args[i]);
  return number ? static_cast<int64_t>(number->raw()) : otherwise;
}

} // namespace sonde
