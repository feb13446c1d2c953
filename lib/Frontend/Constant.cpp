//===- Constant.cpp - Numbers that are known at compile time --------------===//
#include "lib/Frontend/Constant.h"

#include "lib/Frontend/AstWalk.h"
#include "lib/Frontend/Fold.h"

namespace sonde {

using namespace ast;

//===-- Operators ---------------------------------------------------------===//

bool holds(BinaryOp comparison, int order) {
  switch (comparison) {
  case BinaryOp::Equal:
    return order == 0;
  case BinaryOp::NotEqual:
    return order != 0;
  case BinaryOp::Less:
    return order < 0;
  case BinaryOp::Greater:
    return order > 0;
  case BinaryOp::LessEqual:
    return order <= 0;
  default:
    return order >= 0;
  }
}

/// A result whose operands were negative stays a signed number.
static std::optional<Integer> inRange(__int128 value, bool isSigned) {
  if (isSigned && value > INT64_MAX)
    return std::nullopt;
  return Integer::fromWide(value);
}

static Integer fromBits(uint64_t bits, bool isSigned) {
  return isSigned ? Integer::fromSigned(static_cast<int64_t>(bits)) : Integer(bits);
}

static std::optional<Integer> shift(BinaryOp op, Integer a, Integer b) {
  if (b.isNegative() || b.raw() >= 64)
    return std::nullopt;
  if (op == BinaryOp::ShiftLeft)
    return fromBits(a.raw() << b.raw(), a.isNegative());
  if (a.isNegative())
    return Integer::fromSigned(static_cast<int64_t>(a.raw()) >> b.raw());
  return Integer(a.raw() >> b.raw());
}

std::optional<Integer> compute(BinaryOp op, Integer a, Integer b) {
  if (op == BinaryOp::ShiftLeft || op == BinaryOp::ShiftRight)
    return shift(op, a, b);
  bool isSigned = a.isNegative() || b.isNegative();
  if (isSigned && (!a.fitsSigned() || !b.fitsSigned()))
    return std::nullopt;
  __int128 x = a.wide(), y = b.wide();
  switch (op) {
  case BinaryOp::Add:
    return inRange(x + y, isSigned);
  case BinaryOp::Subtract:
    return inRange(x - y, isSigned);
  case BinaryOp::Multiply: {
    // Both have at most 64 bits, so only two unsigned ones can overflow x * y.
    unsigned __int128 product = static_cast<unsigned __int128>(x < 0 ? -x : x) * (y < 0 ? -y : y);
    if (product > UINT64_MAX)
      return std::nullopt;
    __int128 magnitude = static_cast<__int128>(product);
    return inRange((x < 0) != (y < 0) ? -magnitude : magnitude, isSigned);
  }
  case BinaryOp::Divide:
    return b.isZero() ? std::nullopt : inRange(x / y, isSigned);
  case BinaryOp::Modulo:
    return b.isZero() ? std::nullopt : inRange(x % y, isSigned);
  case BinaryOp::And:
    return fromBits(a.raw() & b.raw(), isSigned);
  case BinaryOp::Or:
    return fromBits(a.raw() | b.raw(), isSigned);
  case BinaryOp::Xor:
    return fromBits(a.raw() ^ b.raw(), isSigned);
  default:
    return std::nullopt;
  }
}

std::optional<Integer> compute(UnaryOp op, Integer a) {
  switch (op) {
  case UnaryOp::Not:
    return Integer(a.isZero());
  case UnaryOp::Complement:
    return fromBits(~a.raw(), a.isNegative());
  case UnaryOp::Minus:
    return Integer::fromWide(-a.wide());
  default:
    return std::nullopt;
  }
}

//===-- Expressions -------------------------------------------------------===//

/// The number as a value of that type. An enumerator stays what it is.
static std::optional<Integer> castNumber(Integer number, const Type &to) {
  if (to.is(TypeKind::Bool))
    return Integer(!number.isZero());
  if (to.is(TypeKind::Enum))
    return number;
  if (!to.isInteger())
    return std::nullopt;
  unsigned unused = 64 - to.bits();
  uint64_t high = number.raw() << unused;
  if (to.isSigned())
    return Integer::fromSigned(static_cast<int64_t>(high) >> unused);
  return Integer(high >> unused);
}

static std::optional<Integer> numberOf(const Binary &binary) {
  std::optional<Integer> a = constantNumber(*binary.left), b = constantNumber(*binary.right);
  bool isFlag = binary.left->type.is(TypeKind::Bool) && binary.right->type.is(TypeKind::Bool);
  if (!a || !b)
    return std::nullopt;
  if (isLogical(binary.op))
    return Integer(binary.op == BinaryOp::LogicalAnd ? !a->isZero() && !b->isZero()
                                                     : !a->isZero() || !b->isZero());
  if (isComparison(binary.op))
    return Integer(holds(binary.op, a->wide() < b->wide() ? -1 : a->wide() > b->wide()));
  return isFlag ? std::nullopt : compute(binary.op, *a, *b);
}

std::optional<Integer> constantNumber(const Expr &expr) {
  switch (expr.kind) {
  case ExprKind::Int:
    return as<IntLiteral>(&expr)->value;
  case ExprKind::Bool:
    return Integer(as<BoolLiteral>(&expr)->value);
  case ExprKind::Cast: {
    std::optional<Integer> number = constantNumber(*as<Cast>(&expr)->operand);
    return number ? castNumber(*number, as<Cast>(&expr)->target->resolved) : std::nullopt;
  }
  case ExprKind::Unary: {
    std::optional<Integer> number = constantNumber(*as<Unary>(&expr)->operand);
    return number ? compute(as<Unary>(&expr)->op, *number) : std::nullopt;
  }
  case ExprKind::Binary:
    return numberOf(*as<Binary>(&expr));
  case ExprKind::Conditional: {
    const auto &conditional = *as<Conditional>(&expr);
    std::optional<Integer> condition = constantNumber(*conditional.condition);
    if (!condition)
      return std::nullopt;
    if (condition->isZero())
      return constantNumber(*conditional.no);
    return conditional.yes ? constantNumber(*conditional.yes) : condition;
  }
  case ExprKind::Comptime:
    return constantNumber(*as<Comptime>(&expr)->operand);
  default:
    return std::nullopt;
  }
}

bool isOpen(Expr &expr) {
  if (expr.kind == ExprKind::Comptime || comptimeCondition(expr) || asTypeQuery(&expr))
    return true;
  bool found = false;
  forEachPart(expr, {[&](ExprPtr &part) { found |= isOpen(*part); },
                     [&](Block &block) { found |= block.value && isOpen(*block.value); }});
  return found;
}

} // namespace sonde
