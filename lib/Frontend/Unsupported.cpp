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
#include "lib/Frontend/TypeRules.h"

namespace sonde {

using namespace ast;

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

  void check(Stmt &stmt);
  void checkNode(Expr &expr);
  void checkCall(Call &call);
  void checkCast(Cast &cast);
  void checkField(Field &field);
};

void SupportChecker::check(Stmt &stmt) {
  if (auto *loop = as<ForMap>(&stmt))
    return check(loop->body); // The map stands for its elements.
  forEachPart(stmt, {[&](ExprPtr &part) { check(*part); }, [&](Block &block) { check(block); }});
}

void SupportChecker::checkNode(Expr &expr) {
  switch (expr.kind) {
  case ExprKind::Call:
    return checkCall(*as<Call>(&expr));
  case ExprKind::Cast:
    return checkCast(*as<Cast>(&expr));
  case ExprKind::Field:
    return checkField(*as<Field>(&expr));
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
      reporter.refuse(call.span,
                      "a C function that returns " + withArticle(function.result) + " is");
    for (size_t i = 0; i < call.args.size() && i < function.parameters.size(); ++i)
      if (!scalar(function.parameters[i].type))
        reporter.refuse(call.args[i]->span,
                        "a C parameter of type '" + function.parameters[i].type.str() + "' is");
  }
  if (!call.builtin || call.builtin->id != Builtin::Len || call.args.empty())
    return;
  const auto *counted = as<Map>(call.args[0]);
  if (counted && !counted->hasKey && counted->symbol->isKeyed.value_or(false))
    reporter.refuse(call.span, "counting the elements of a map is");
}

void SupportChecker::checkCast(Cast &cast) {
  constexpr uint32_t kMostBytes = 64; // Each is looked at by itself.
  const Type &from = cast.operand->type, &to = cast.type;
  bool copiesBools = to.is(TypeKind::Array) && to.element().is(TypeKind::Bool) &&
                     !from.isIntegral() && !from.is(TypeKind::Bool);
  if (copiesBools && to.count() > kMostBytes)
    reporter.refuse(cast.span, "a cast of more than 64 bytes to '" + to.str() + "' is");
}

void SupportChecker::checkField(Field &field) {
  if (field.member && field.member->type.is(TypeKind::Struct) && isArgs(*field.base))
    reporter.refuse(field.fieldSpan, "an argument that is a whole struct is");
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
