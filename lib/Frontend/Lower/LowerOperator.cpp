//===- LowerOperator.cpp - Operators --------------------------------------===//
#include "lib/Frontend/Lower/ProbeLowering.h"

#include "lib/Frontend/TypeRules.h"

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/ControlFlow/IR/ControlFlowOps.h"

namespace sonde {

using namespace ast;
namespace arith = mlir::arith;

mlir::Value ProbeLowering::lowerUnary(const Unary &unary) {
  mlir::Location where = loc(unary.span);
  const Type &operand = unary.operand->type;
  switch (unary.op) {
  case UnaryOp::Not: {
    mlir::Value value = toBool(lower(*unary.operand), where);
    return builder.create<arith::XOrIOp>(where, value, constant(where, builder.getI1Type(), 1));
  }
  case UnaryOp::Complement: {
    mlir::Value value = lowerAs(*unary.operand, unary.type);
    return builder.create<arith::XOrIOp>(where, value,
                                         constant(where, builder.getI64Type(), ~uint64_t(0)));
  }
  case UnaryOp::Minus: {
    mlir::Value value = lowerAs(*unary.operand, unary.type);
    return builder.create<arith::SubIOp>(where, constant(where, builder.getI64Type(), 0), value);
  }
  case UnaryOp::Dereference: {
    if (operand.is(TypeKind::Pointer))
      return read(lower(*unary.operand), unary.type, where);
    // An integer is the address of 8 bytes.
    Type address = Type::pointer(unary.type, spaceOf(operand));
    return read(lowerAs(*unary.operand, address), unary.type, where);
  }
  case UnaryOp::AddressOf:
    return lowerAddressOf(unary);
  }
  llvm_unreachable("all operators are above");
}

mlir::Value ProbeLowering::lowerAddressOf(const Unary &unary) {
  mlir::Location where = loc(unary.span);
  mlir::Type type = types.value(unary.type);
  if (const auto *map = as<Map>(unary.operand))
    return builder.create<tr::MapAddrOp>(where, type, module.mapRef(*map->symbol));
  const VariableSymbol &variable = *as<Variable>(unary.operand)->symbol;
  mlir::Value slot = slotOf(variable);
  mlir::Type held = mlir::cast<tr::PtrType>(slot.getType()).getPointee();
  // A variable that only holds where a struct is: that is the address.
  if (variable.reference)
    return castPointer(make<tr::LoadLocalOp>(where, held, slot, mlir::Value()), type, where);
  auto address = tr::PtrType::get(builder.getContext(), held, tr::AddrSpace::Kernel);
  return castPointer(builder.create<tr::LocalAddrOp>(where, address, slot), type, where);
}

mlir::Value ProbeLowering::lowerBinary(const Binary &binary) {
  mlir::Location where = loc(binary.span);
  if (isLogical(binary.op)) {
    bool isAnd = binary.op == BinaryOp::LogicalAnd;
    auto right = [&] { return toBool(lower(*binary.right), where); };
    auto known = [&] { return constant(where, builder.getI1Type(), !isAnd); };
    if (isAnd)
      return choose(*binary.left, binary.type, where, right, known);
    return choose(*binary.left, binary.type, where, known, right);
  }
  const Type leftType = asValue(binary.left->type), rightType = asValue(binary.right->type);
  mlir::Value left = lower(*binary.left);
  mlir::Value right = lower(*binary.right);
  return combine(binary.op, left, leftType, right, rightType, binary.type, where);
}

mlir::Value ProbeLowering::combine(BinaryOp op, mlir::Value left, const Type &leftType,
                                   mlir::Value right, const Type &rightType, const Type &result,
                                   mlir::Location where) {
  if (isComparison(op))
    return compare(op, left, leftType, right, rightType, where);
  if (result.is(TypeKind::Bool))
    return combineBools(op, left, right, where);
  if (result.is(TypeKind::Pointer)) {
    bool pointerFirst = leftType.is(TypeKind::Pointer);
    mlir::Value pointer = pointerFirst ? left : right;
    if (result.element().is(TypeKind::Struct))
      types.structure(result.element()); // Its size is the step.
    mlir::Value by = convert(pointerFirst ? right : left, pointerFirst ? rightType : leftType,
                             Type::integer(64, true), where);
    return movePointer(pointer, by, op == BinaryOp::Subtract, where);
  }
  left = convert(left, leftType, result, where);
  right = convert(right, rightType, result, where);
  return combineIntegers(op, left, right, result.isSigned(), where);
}

/// `p + n` and `p - n`, in steps of what the pointer points to.
mlir::Value ProbeLowering::movePointer(mlir::Value pointer, mlir::Value by, bool back,
                                       mlir::Location where) {
  if (back)
    by = builder.create<arith::SubIOp>(where, constant(where, builder.getI64Type(), 0), by);
  return builder.create<tr::ElemPtrOp>(where, pointer.getType(), pointer, by);
}

mlir::Value ProbeLowering::combineBools(BinaryOp op, mlir::Value left, mlir::Value right,
                                        mlir::Location where) {
  auto negate = [&](mlir::Value value) -> mlir::Value {
    return builder.create<arith::XOrIOp>(where, value, constant(where, builder.getI1Type(), 1));
  };
  switch (op) {
  case BinaryOp::Add:
  case BinaryOp::Or:
    return builder.create<arith::OrIOp>(where, left, right);
  case BinaryOp::Multiply:
  case BinaryOp::And:
    return builder.create<arith::AndIOp>(where, left, right);
  case BinaryOp::Subtract:
  case BinaryOp::Xor:
    return builder.create<arith::XOrIOp>(where, left, right);
  case BinaryOp::ShiftLeft: // As literals are folded: is the left one less?
    return builder.create<arith::AndIOp>(where, negate(left), right);
  case BinaryOp::ShiftRight:
    return builder.create<arith::AndIOp>(where, left, negate(right));
  default: {
    // Division and remainder by false are divisions by zero: they give 1.
    mlir::Value a = convertInteger(left, false, 64, where);
    mlir::Value b = convertInteger(right, false, 64, where);
    return toBool(combineIntegers(op, a, b, /*isSigned=*/false, where), where);
  }
  }
}

mlir::Value ProbeLowering::combineIntegers(BinaryOp op, mlir::Value left, mlir::Value right,
                                           bool isSigned, mlir::Location where) {
  switch (op) {
  case BinaryOp::Add:
    return builder.create<arith::AddIOp>(where, left, right);
  case BinaryOp::Subtract:
    return builder.create<arith::SubIOp>(where, left, right);
  case BinaryOp::Multiply:
    return builder.create<arith::MulIOp>(where, left, right);
  case BinaryOp::And:
    return builder.create<arith::AndIOp>(where, left, right);
  case BinaryOp::Or:
    return builder.create<arith::OrIOp>(where, left, right);
  case BinaryOp::Xor:
    return builder.create<arith::XOrIOp>(where, left, right);
  case BinaryOp::Divide:
    return builder.create<tr::DivOp>(where, left.getType(), left, right, isSigned,
                                     /*report=*/true);
  case BinaryOp::Modulo:
    return builder.create<tr::RemOp>(where, left.getType(), left, right, isSigned,
                                     /*report=*/true);
  case BinaryOp::ShiftLeft:
    return builder.create<tr::ShiftOp>(where, left.getType(), tr::ShiftKind::Left, left, right);
  case BinaryOp::ShiftRight:
    return builder.create<tr::ShiftOp>(
        where, left.getType(),
        isSigned ? tr::ShiftKind::ArithmeticRight : tr::ShiftKind::LogicalRight, left, right);
  default:
    llvm_unreachable("comparisons and logic are lowered elsewhere");
  }
}

//===-- Comparisons -------------------------------------------------------===//

static tr::CmpPredicate textPredicate(BinaryOp op) {
  switch (op) {
  case BinaryOp::Equal:
    return tr::CmpPredicate::EQ;
  case BinaryOp::NotEqual:
    return tr::CmpPredicate::NE;
  case BinaryOp::Less:
    return tr::CmpPredicate::LT;
  case BinaryOp::LessEqual:
    return tr::CmpPredicate::LE;
  case BinaryOp::Greater:
    return tr::CmpPredicate::GT;
  default:
    return tr::CmpPredicate::GE;
  }
}

static arith::CmpIPredicate numberPredicate(BinaryOp op, bool isSigned) {
  switch (op) {
  case BinaryOp::Equal:
    return arith::CmpIPredicate::eq;
  case BinaryOp::NotEqual:
    return arith::CmpIPredicate::ne;
  case BinaryOp::Less:
    return isSigned ? arith::CmpIPredicate::slt : arith::CmpIPredicate::ult;
  case BinaryOp::LessEqual:
    return isSigned ? arith::CmpIPredicate::sle : arith::CmpIPredicate::ule;
  case BinaryOp::Greater:
    return isSigned ? arith::CmpIPredicate::sgt : arith::CmpIPredicate::ugt;
  default:
    return isSigned ? arith::CmpIPredicate::sge : arith::CmpIPredicate::uge;
  }
}

/// Is it compared by its bytes?
static bool isCompared(const Type &type) {
  return type.is(TypeKind::Tuple) || type.is(TypeKind::Record) || type.is(TypeKind::Array);
}

mlir::Value ProbeLowering::compare(BinaryOp op, mlir::Value left, const Type &leftType,
                                   mlir::Value right, const Type &rightType, mlir::Location where) {
  if (leftType.is(TypeKind::Buffer)) {
    left = textOf(left, leftType.count(), where);
    right = textOf(right, rightType.count(), where);
  }
  if (leftType.is(TypeKind::String) || leftType.is(TypeKind::Buffer))
    return builder.create<tr::StrCmpOp>(where, builder.getI1Type(), textPredicate(op), left, right,
                                        mlir::IntegerAttr());
  if (isCompared(leftType)) {
    Type both = promote(leftType, rightType);
    if (!both) // Arrays of one size, whose elements differ in sign.
      both = leftType;
    left = convert(left, leftType, both, where);
    right = convert(right, rightType, both, where);
    mlir::Value same = builder.create<tr::EqualOp>(where, builder.getI1Type(), left, right);
    if (op == BinaryOp::Equal)
      return same;
    return builder.create<arith::XOrIOp>(where, same, constant(where, builder.getI1Type(), 1));
  }
  Type common = comparisonType(leftType, rightType);
  left = convert(left, leftType, common, where);
  right = convert(right, rightType, common, where);
  bool isSigned = common.isInteger() && common.isSigned();
  return builder.create<arith::CmpIOp>(where, numberPredicate(op, isSigned), left, right);
}

//===-- ++ and -- ---------------------------------------------------------===//

/// Changes a map's 64-bit number or address in place; yields what it is behind or
/// before.
mlir::Value ProbeLowering::updateMap(const Map &map, tr::UpdateKind kind, mlir::Value operand,
                                     bool wantsNew, mlir::Location where) {
  mlir::Value key = lowerKey(map);
  auto yield = wantsNew ? tr::Yield::New : tr::Yield::Old;
  auto number = static_cast<int32_t>(kind);
  mlir::Value word =
      builder
          .create<tr::MapUpdateOp>(where, builder.getI64Type(), mapSymbolName(map.name), key,
                                   /*index=*/mlir::Value(), /*epoch=*/mlir::Value(), operand,
                                   llvm::ArrayRef<int32_t>(number),
                                   tr::YieldAttr::get(builder.getContext(), yield),
                                   /*report=*/true, mlir::FlatSymbolRefAttr())
          .getResult();
  bool isPointer = map.symbol->value.is(TypeKind::Pointer);
  return isPointer ? castPointer(word, types.value(map.symbol->value), where) : word;
}

mlir::Value ProbeLowering::stepsOf(const Type &pointer, mlir::Value count, mlir::Location where) {
  uint64_t size = std::max<uint64_t>(1, pointer.element().size());
  return builder.create<arith::MulIOp>(where, count, constant(where, count.getType(), size));
}

mlir::Value ProbeLowering::lowerStep(const Step &step) {
  mlir::Location where = loc(step.span);
  const auto *map = as<Map>(step.target.get());
  mlir::Value one = constant(where, builder.getI64Type(), step.isIncrement ? 1 : -1);
  if (map && map->symbol->value.is(TypeKind::Pointer))
    return updateMap(*map, tr::UpdateKind::Add, stepsOf(step.type, one, where), step.isPrefix,
                     where);
  if (map && map->symbol->value.isInteger() && map->symbol->value.bits() == 64)
    return updateMap(*map, tr::UpdateKind::Add, one, step.isPrefix, where);
  const Type &place = map ? map->symbol->value : as<Variable>(step.target.get())->symbol->type;
  mlir::Value old = lower(*step.target);
  if (place.is(TypeKind::Pointer)) {
    if (step.type.element().is(TypeKind::Struct))
      types.structure(step.type.element()); // Its size is the step.
    mlir::Value moved = movePointer(old, one, /*back=*/false, where);
    store(*step.target, moved, place, where);
    return step.isPrefix ? moved : old;
  }
  mlir::Value wide = convert(old, place, Type::integer(64, asInteger(place).isSigned()), where);
  mlir::Value sum = builder.create<arith::AddIOp>(where, wide, one);
  mlir::Value changed = convertInteger(sum, false, place.bits(), where);
  store(*step.target, changed, place, where);
  return step.isPrefix ? changed : old;
}

//===-- Choices -----------------------------------------------------------===//

mlir::Value ProbeLowering::choose(const Expr &condition, const Type &type, mlir::Location where,
                                  llvm::function_ref<mlir::Value()> yes,
                                  llvm::function_ref<mlir::Value()> no) {
  mlir::Block *first = addBlock(), *second = addBlock();
  branch(condition, first, second);
  return chooseIn(first, second, types.value(type), where, yes, no);
}

mlir::Value ProbeLowering::chooseIn(mlir::Block *first, mlir::Block *second, mlir::Type type,
                                    mlir::Location where, llvm::function_ref<mlir::Value()> yes,
                                    llvm::function_ref<mlir::Value()> no) {
  mlir::Block *after = addBlock();
  // Large values never are block arguments: they need memory anyway.
  bool isSmall = mlir::isa<mlir::IntegerType, tr::PtrType>(type);
  mlir::Value slot = isSmall ? mlir::Value() : temporary(where, type);
  auto finish = [&](mlir::Block *block, llvm::function_ref<mlir::Value()> compute) {
    continueIn(block);
    mlir::Value value = compute();
    if (isSmall) {
      builder.create<mlir::cf::BranchOp>(where, after, value);
      return;
    }
    builder.create<tr::StoreLocalOp>(where, value, slot);
    jump(where, after);
  };
  finish(first, yes);
  finish(second, no);
  moveToEnd(after);
  continueIn(after);
  if (isSmall)
    return after->addArgument(type, where);
  return make<tr::LoadLocalOp>(where, type, slot, mlir::Value());
}

mlir::Value ProbeLowering::lowerConditional(const Conditional &conditional) {
  mlir::Location where = loc(conditional.span);
  const Expr &yes = conditional.yes ? *conditional.yes : *conditional.condition;
  const Expr &no = *conditional.no;
  if (conditional.type.is(TypeKind::Void)) {
    mlir::Block *first = addBlock(), *second = addBlock(), *after = addBlock();
    branch(*conditional.condition, first, second);
    continueIn(first);
    lower(yes);
    jump(where, after);
    continueIn(second);
    lower(no);
    jump(where, after);
    moveToEnd(after);
    continueIn(after);
    return {};
  }
  return choose(
      *conditional.condition, conditional.type, where,
      [&] { return lowerAs(yes, conditional.type); },
      [&] { return lowerAs(no, conditional.type); });
}

} // namespace sonde
