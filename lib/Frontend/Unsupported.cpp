//===- Unsupported.cpp - What has a type, but cannot be lowered yet -------===//
//
// Refuses, in a program without errors and at its place, what the language has and the lowering of
// this version has not. No rule of typing is here: those are Check's. A part of the lowering that
// is added takes its refusal out of this file, and nothing else.
//
//===----------------------------------------------------------------------===//
#include "lib/Frontend/CheckImpl.h"

#include "lib/Frontend/AstWalk.h"
#include "lib/Frontend/Builtins.h"
#include "lib/Frontend/Fold.h"

namespace sonde {

using namespace ast;

/// `args`, which is a value for its fields only.
static bool isArgs(const Expr &expr) {
  const auto *call = as<Call>(&expr);
  return call && call->builtin && call->builtin->id == Builtin::Args;
}

namespace {

class SupportChecker {
public:
  explicit SupportChecker(Reporter &reporter) : reporter(reporter) {}

  void check(Block &block) {
    for (StmtPtr &stmt : block.statements)
      check(*stmt);
    if (block.value)
      check(*block.value);
  }

  void check(Expr &expr) {
    if (comptimeCondition(expr) || asTypeQuery(&expr))
      return; // Nothing that stays is lowered.
    if (auto *field = as<Field>(&expr); field && isArgs(*field->base))
      return checkField(*field);
    forEachPart(expr, {[&](ExprPtr &part) { check(*part); }, [&](Block &block) { check(block); }});
    checkNode(expr);
  }

private:
  Reporter &reporter;

  void refuse(Span where, const std::string &what) {
    reporter.error(where, what + " not supported by this version");
  }

  void check(Stmt &stmt);
  void checkNode(Expr &expr);
  void checkCall(Call &call);
  void checkCast(Cast &cast);
  void checkField(Field &field);
  void checkIndex(Index &index);
  void checkMoved(Span where, const Type &pointer);
  void checkCopied(const Expr &expr, const char *what);
};

/// Whole structs and arrays are not copied yet.
void SupportChecker::checkCopied(const Expr &expr, const char *what) {
  if (isArgs(expr))
    return; // Refused as a call.
  if (expr.type.is(TypeKind::Struct))
    refuse(expr.span, std::string(what) + " a whole '" + expr.type.str() + "' is");
  else if (expr.type.is(TypeKind::Array))
    refuse(expr.span, std::string(what) + " a whole array is");
}

void SupportChecker::checkMoved(Span where, const Type &pointer) {
  if (pointer.is(TypeKind::Pointer) && pointer.element().is(TypeKind::Struct))
    refuse(where, "stepping over whole structs is");
}

void SupportChecker::check(Stmt &stmt) {
  if (auto *loop = as<Loop>(&stmt))
    refuse({stmt.span.file, stmt.span.begin, stmt.span.begin + (loop->isUnroll ? 6 : 5)},
           loop->isUnroll ? "'unroll' is" : "'while' is");
  else if (stmt.kind == StmtKind::ForRange || stmt.kind == StmtKind::ForMap)
    refuse({stmt.span.file, stmt.span.begin, stmt.span.begin + 3}, "'for' is");
  if (auto *loop = as<ForMap>(&stmt)) {
    const MapSymbol *map = as<Map>(loop->map)->symbol;
    if (map && map->value.isCastableAggregate())
      refuse(loop->map->span, "reading a '" + map->value.str() + "' in a probe is");
    return check(loop->body);
  }
  forEachPart(stmt, {[&](ExprPtr &part) { check(*part); }, [&](Block &block) { check(block); }});
  if (auto *assign = as<Assign>(&stmt)) {
    if (!aggregateCall(assign->value.get()))
      checkCopied(*assign->value, "assigning");
    if (assign->op)
      checkMoved(stmt.span, assign->result);
  } else if (auto *let = as<Let>(&stmt); let && let->value) {
    checkCopied(*let->value, "assigning");
  }
}

void SupportChecker::checkNode(Expr &expr) {
  switch (expr.kind) {
  case ExprKind::Call:
    return checkCall(*as<Call>(&expr));
  case ExprKind::Cast:
    return checkCast(*as<Cast>(&expr));
  case ExprKind::Field:
    return checkField(*as<Field>(&expr));
  case ExprKind::Index:
    return checkIndex(*as<Index>(&expr));
  case ExprKind::Map:
    for (const ExprPtr &key : as<Map>(&expr)->keys)
      checkCopied(*key, "using as a key");
    return;
  case ExprKind::Tuple:
    if (as<Tuple>(&expr)->elements.empty())
      return refuse(expr.span, "an empty tuple is");
    for (const ExprPtr &element : as<Tuple>(&expr)->elements)
      checkCopied(*element, "putting into a tuple");
    return;
  case ExprKind::Record:
    for (const Record::Element &element : as<Record>(&expr)->elements)
      checkCopied(*element.value, "putting into a record");
    return;
  case ExprKind::Unary:
    if (as<Unary>(&expr)->op == UnaryOp::AddressOf)
      return refuse(expr.span, "'&' of a variable or map is");
    return;
  case ExprKind::Step:
    return checkMoved(expr.span, expr.type);
  case ExprKind::Binary: {
    auto &binary = *as<Binary>(&expr);
    const Type &left = binary.left->type;
    if (!expr.type)
      return;
    if (left.is(TypeKind::Tuple) || left.is(TypeKind::Record))
      return refuse(expr.span, "comparing tuples and records at run time is");
    return checkMoved(expr.span, expr.type);
  }
  case ExprKind::Conditional:
  case ExprKind::If:
    if (expr.type.is(TypeKind::Struct) || expr.type.is(TypeKind::Array))
      refuse(expr.span, "choosing between whole '" + expr.type.str() + "' is");
    return;
  default:
    return;
  }
}

void SupportChecker::checkCall(Call &call) {
  auto scalar = [](const Type &type) {
    return type.isIntegral() || type.is(TypeKind::Bool) || type.is(TypeKind::Pointer);
  };
  if (call.function) {
    const CFunction &function = *call.function;
    if (!scalar(function.result) && !function.result.is(TypeKind::Void))
      refuse(call.span, "a C function that returns a '" + function.result.str() + "' is");
    for (size_t i = 0; i < call.args.size() && i < function.parameters.size(); ++i)
      if (!scalar(function.parameters[i].type))
        refuse(call.args[i]->span,
               "a C parameter of type '" + function.parameters[i].type.str() + "' is");
  }
  if (!call.builtin)
    return;
  if (isArgs(call))
    return refuse(call.span, "'args' as a whole is");
  for (unsigned i = 0; i < call.args.size(); ++i) {
    const auto *map = as<Map>(call.args[i]);
    char kind = call.builtin->argKind(i);
    bool isWhole = map && !map->hasKey && (kind == 'm' || kind == 'e');
    bool isDeleted = map && kind == 'e' && call.builtin->id != Builtin::Print;
    if (!isWhole && !isDeleted)
      checkCopied(*call.args[i], "printing");
  }
  if (call.builtin->id == Builtin::Str && call.args.size() == 2 &&
      call.args[0]->type.is(TypeKind::String) && !as<IntLiteral>(call.args[1]))
    refuse(call.args[1]->span, "a length of a string that is only known at run time is");
}

void SupportChecker::checkCast(Cast &cast) {
  const Type &from = cast.operand->type, &to = cast.target->resolved;
  if (to.is(TypeKind::Array) || to.is(TypeKind::Username))
    refuse(cast.span, "a cast to '" + to.str() + "' is");
  else if (from.is(TypeKind::String) && to.is(TypeKind::Bool))
    refuse(cast.span, "a cast from '" + from.str() + "' to 'bool' is");
}

void SupportChecker::checkField(Field &field) {
  if (!field.member)
    return;
  if (field.member->bitSize)
    refuse(field.fieldSpan, "reading bit-fields is");
  else if (field.member->type.is(TypeKind::Struct) && isArgs(*field.base))
    refuse(field.fieldSpan, "an argument that is a whole struct is");
}

void SupportChecker::checkIndex(Index &index) {
  const Type &base = index.base->type;
  if (base.is(TypeKind::String))
    return refuse(index.span, "a character of a string at run time is");
  checkMoved(index.span, base);
  if (base.is(TypeKind::Array) && !as<IntLiteral>(index.index))
    refuse(index.index->span, "an index into an array that is only known at run time is");
}

} // namespace

void refuseUnsupported(Program &program, Reporter &reporter) {
  SupportChecker checker(reporter);
  for (CodeUnit *unit : program.units()) {
    if (unit->predicate)
      checker.check(*unit->predicate);
    checker.check(unit->body);
  }
}

} // namespace sonde
