//===- LowerLoop.cpp - Loops ----------------------------------------------===//
#include "lib/Frontend/Lower/ProbeLowering.h"

#include "lib/Frontend/Constant.h"
#include "lib/Frontend/TypeRules.h"

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/ControlFlow/IR/ControlFlowOps.h"

namespace sonde {

using namespace ast;

/// The variables of a loop have memory of their own each time the loop is lowered, as it
/// is more than once inside `unroll`.
void ProbeLowering::forgetSlots(mlir::Region &body) {
  llvm::SmallVector<const VariableSymbol *> own;
  for (auto [variable, slot] : slots)
    if (slot.getParentRegion() == &body)
      own.push_back(variable);
  for (const VariableSymbol *variable : own)
    slots.erase(variable);
}

/// Puts code into the body of a loop and then, where that returns, code behind it.
void ProbeLowering::lowerBody(tr::ProbeLoopOpInterface op, llvm::function_ref<void()> body) {
  mlir::Location where = op.getLoc();
  LoopScope scope{&op.getLoopBody(), loop};
  loop = &scope;
  continueIn(&op.getLoopBody().front());
  body();
  builder.create<tr::NextOp>(where);
  loop = scope.outer;
  forgetSlots(op.getLoopBody());
  builder.setInsertionPointAfter(op);
  if (!scope.returns)
    return;
  mlir::Block *returned = addBlock(), *after = addBlock();
  builder.create<mlir::cf::CondBranchOp>(where, op->getResult(0), returned, after);
  continueIn(returned);
  if (loop) {
    loop->returns = true;
    loop->returnsValue |= scope.returnsValue;
    builder.create<tr::LeaveOp>(where, /*returning=*/true);
  } else {
    mlir::Value value;
    if (scope.returnsValue)
      value =
          make<tr::LoadLocalOp>(where, mlir::cast<tr::PtrType>(returnValue.getType()).getPointee(),
                                returnValue, mlir::Value());
    builder.create<tr::ReturnOp>(where, value);
  }
  moveToEnd(after);
  continueIn(after);
}

void ProbeLowering::lowerLoop(const Loop &statement) {
  if (statement.isUnroll) {
    uint64_t times = constantNumber(*statement.condition)->raw();
    for (uint64_t i = 0; i < times; ++i)
      lower(statement.body);
    return;
  }
  mlir::Location where = loc(statement.span);
  auto op = builder.create<tr::WhileOp>(where, builder.getI1Type(), /*report=*/true,
                                        mlir::FlatSymbolRefAttr(), tr::LoopAttr());
  op.getBody().emplaceBlock();
  lowerBody(op, [&] {
    mlir::Block *body = addBlock(), *end = addBlock();
    branch(*statement.condition, body, end);
    continueIn(end);
    builder.create<tr::LeaveOp>(where, /*returning=*/false);
    continueIn(body);
    lower(statement.body);
  });
}

void ProbeLowering::lowerFor(const ForRange &statement) {
  mlir::Location where = loc(statement.span);
  const VariableSymbol &variable = *statement.symbol;
  Type range = promote(asInteger(statement.from->type), asInteger(statement.to->type));
  Type wide = Type::integer(64, range.isSigned());
  auto bound = [&](const Expr &expr) {
    return convert(lowerAs(expr, range), range, wide, loc(expr.span));
  };
  mlir::Value from = bound(*statement.from), to = bound(*statement.to);
  auto op = builder.create<tr::ForOp>(where, builder.getI1Type(), from, to,
                                      /*is_unsigned=*/!range.isSigned(), /*report=*/true,
                                      mlir::FlatSymbolRefAttr(), tr::LoopAttr());
  op.getBody().emplaceBlock().addArgument(builder.getI64Type(), where);
  lowerBody(op, [&] {
    mlir::Location at = module.namedLoc(variable.name, variable.declared);
    mlir::Value number = convert(op.getIndex(), wide, variable.type, at);
    builder.create<tr::StoreLocalOp>(at, number, slotOf(variable, true));
    lower(statement.body);
  });
}

/// The variable is the tuple of key and value. The numbers of an aggregation are
/// read, over all CPUs, when the turn of the entry comes.
void ProbeLowering::lowerFor(const ForMap &statement) {
  mlir::Location where = loc(statement.span);
  const VariableSymbol &variable = *statement.symbol;
  const Map &node = *as<Map>(statement.map.get());
  const MapSymbol &map = *node.symbol;
  auto op =
      builder.create<tr::ForEachOp>(where, builder.getI1Type(), module.mapRef(map), tr::LoopAttr());
  mlir::Block &entry = op.getBody().emplaceBlock();
  entry.addArgument(types.value(map.key), where);
  if (!map.value.isAggregate())
    entry.addArgument(types.value(map.value), where);
  lowerBody(op, [&] {
    mlir::Location at = module.namedLoc(variable.name, variable.declared);
    mlir::Value key = entry.getArgument(0);
    mlir::Value value =
        map.value.isAggregate() ? reduce(node, key, 1).front() : entry.getArgument(1);
    mlir::Value element = make<tr::RecordOp>(at, types.value(variable.type),
                                             mlir::ValueRange{key, value}, mlir::Value());
    builder.create<tr::StoreLocalOp>(at, element, slotOf(variable, true));
    lower(statement.body);
  });
}

} // namespace sonde
