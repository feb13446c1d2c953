//===- LowerStatement.cpp - Blocks, assignments, variables ----------------===//
#include "lib/Frontend/Lower/ProbeLowering.h"

#include "lib/Frontend/Builtins.h"
#include "lib/Frontend/TypeRules.h"

#include "mlir/Dialect/Arith/IR/Arith.h"

namespace sonde {

using namespace ast;

mlir::Value ProbeLowering::lower(const Block &block) {
  for (const StmtPtr &stmt : block.statements)
    lower(*stmt);
  return block.value ? lower(*block.value) : mlir::Value();
}

void ProbeLowering::lower(const Stmt &stmt) {
  switch (stmt.kind) {
  case StmtKind::Expr:
    lower(*as<ExprStmt>(&stmt)->expr);
    return;
  case StmtKind::Discard:
    lower(*as<Discard>(&stmt)->value);
    return;
  case StmtKind::Assign:
    return lowerAssign(*as<Assign>(&stmt));
  case StmtKind::Let: {
    const auto &let = *as<Let>(&stmt);
    if (!let.value || !let.symbol->type)
      return;
    mlir::Value value = lowerAs(*let.value, let.symbol->type);
    builder.create<tr::StoreLocalOp>(loc(stmt.span), value, slotOf(*let.symbol));
    return;
  }
  case StmtKind::Jump:
    return lowerReturn(*as<Jump>(&stmt));
  case StmtKind::Loop:
  case StmtKind::ForRange:
  case StmtKind::ForMap:
  case StmtKind::Import:
    break;
  }
  llvm_unreachable("refused when names were bound");
}

void ProbeLowering::lowerReturn(const Jump &jump) {
  mlir::Value value;
  if (jump.value)
    value = lowerAs(*jump.value, Type::integer(64, true));
  builder.create<tr::ReturnOp>(loc(jump.span), value);
  continueUnreachable();
}

//===-- Variables ---------------------------------------------------------===//

/// Memory for a variable, at the beginning of the probe, where mem2reg and the
/// planning of memory look for it.
mlir::Value ProbeLowering::slotOf(const VariableSymbol &variable) {
  mlir::Value &slot = slots[&variable];
  if (slot)
    return slot;
  mlir::OpBuilder::InsertionGuard guard(builder);
  if (lastLocal)
    builder.setInsertionPointAfter(lastLocal);
  else
    builder.setInsertionPointToStart(&probe.getBody().front());
  auto type =
      tr::PtrType::get(builder.getContext(), types.value(variable.type), tr::AddrSpace::Local);
  std::string name = variable.name.substr(1);
  auto local =
      builder.create<tr::LocalOp>(module.namedLoc(variable.name, variable.declared), type, name);
  lastLocal = local;
  return slot = local;
}

/// Memory for a value that is made in one of several branches.
mlir::Value ProbeLowering::temporary(mlir::Location where, mlir::Type type) {
  mlir::OpBuilder::InsertionGuard guard(builder);
  if (lastLocal)
    builder.setInsertionPointAfter(lastLocal);
  else
    builder.setInsertionPointToStart(&probe.getBody().front());
  auto pointer = tr::PtrType::get(builder.getContext(), type, tr::AddrSpace::Local);
  auto local = builder.create<tr::LocalOp>(where, pointer, "");
  lastLocal = local;
  return local;
}

/// Stores a value of type `type` into a variable or a map's element.
void ProbeLowering::store(const Expr &target, mlir::Value value, const Type &type,
                          mlir::Location where) {
  if (const auto *variable = as<Variable>(&target)) {
    value = convert(value, type, variable->symbol->type, where);
    builder.create<tr::StoreLocalOp>(where, value, slotOf(*variable->symbol));
    return;
  }
  const auto &map = *as<Map>(&target);
  value = convert(value, type, map.symbol->value, where);
  mlir::Value key = lowerKey(map); // Behind the value (language.md 3.7).
  builder.create<tr::MapSetOp>(where, mapSymbolName(map.name), key, value, /*report=*/true,
                               mlir::FlatSymbolRefAttr());
}

//===-- Assignments -------------------------------------------------------===//

void ProbeLowering::lowerAssign(const Assign &assign) {
  mlir::Location where = loc(assign.span);
  const auto *map = as<Map>(assign.target);
  if (map && !assign.op && aggregateCall(assign.value.get()))
    return lowerAggregate(*map, *assign.value, where);
  if (!assign.op) {
    const Type &place = map ? map->symbol->value : as<Variable>(assign.target)->symbol->type;
    return store(*assign.target, lowerAs(*assign.value, place), place, where);
  }
  // Additions to a map's number are one operation, in which nothing is lost when
  // several CPUs do it at once.
  bool adds = assign.op == BinaryOp::Add || assign.op == BinaryOp::Subtract;
  const Type &result = assign.result;
  bool inPlace = map && adds && result.isInteger() && map->symbol->value.isInteger() &&
                 map->symbol->value.bits() == 64;
  if (inPlace) {
    mlir::Value delta = lowerAs(*assign.value, result);
    if (assign.op == BinaryOp::Subtract)
      delta = builder.create<mlir::arith::SubIOp>(where, constant(where, builder.getI64Type(), 0),
                                                  delta);
    updateMap(*map, delta, /*wantsNew=*/true, where);
    return;
  }
  mlir::Value left = lower(*assign.target);
  mlir::Value right = lower(*assign.value);
  mlir::Value value = combine(*assign.op, left, asValue(assign.target->type), right,
                              asValue(assign.value->type), result, where);
  store(*assign.target, value, result, where);
}

static tr::AggKind aggregation(Builtin id) {
  switch (id) {
  case Builtin::Sum:
    return tr::AggKind::Sum;
  case Builtin::Avg:
    return tr::AggKind::Avg;
  case Builtin::Min:
    return tr::AggKind::Min;
  case Builtin::Max:
    return tr::AggKind::Max;
  case Builtin::Stats:
    return tr::AggKind::Stats;
  case Builtin::Hist:
    return tr::AggKind::Hist;
  case Builtin::LHist:
    return tr::AggKind::LHist;
  default:
    return tr::AggKind::Count;
  }
}

void ProbeLowering::lowerAggregate(const Map &map, const Expr &value, mlir::Location where) {
  if (const auto *block = as<BlockExpr>(&value)) {
    for (const StmtPtr &stmt : block->block.statements)
      lower(*stmt);
    return lowerAggregate(map, *block->block.value, where);
  }
  const auto &call = *as<Call>(&value);
  mlir::Value taken;
  if (call.builtin->id != Builtin::Count) {
    const Expr &argument = *call.args[0];
    taken = lowerAs(argument, Type::integer(64, asInteger(argument.type).isSigned()));
  }
  mlir::Value key = lowerKey(map);
  builder.create<tr::AggregateOp>(where, aggregation(call.builtin->id), mapSymbolName(map.name),
                                  key, taken, /*report=*/true, mlir::FlatSymbolRefAttr());
}

} // namespace sonde
