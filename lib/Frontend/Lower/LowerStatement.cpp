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
    if (!let.symbol->type)
      return;
    if (!let.value)
      return void(slotOf(*let.symbol));
    mlir::Value value = lowerFor(*let.symbol, *let.value);
    builder.create<tr::StoreLocalOp>(loc(stmt.span), value, slotOf(*let.symbol, true));
    return;
  }
  case StmtKind::Jump:
    return lowerJump(*as<Jump>(&stmt));
  case StmtKind::Loop:
    return lowerLoop(*as<Loop>(&stmt));
  case StmtKind::ForRange:
    return lowerFor(*as<ForRange>(&stmt));
  case StmtKind::ForMap:
    return lowerFor(*as<ForMap>(&stmt));
  case StmtKind::Import:
    break;
  }
  llvm_unreachable("refused when names were bound");
}

void ProbeLowering::lowerJump(const Jump &jump) {
  mlir::Location where = loc(jump.span);
  switch (jump.jump) {
  case JumpKind::Return:
    return lowerReturn(jump);
  case JumpKind::Break:
    builder.create<tr::LeaveOp>(where, /*returning=*/false);
    break;
  case JumpKind::Continue:
    builder.create<tr::NextOp>(where);
    break;
  }
  continueUnreachable();
}

void ProbeLowering::lowerReturn(const Jump &jump) {
  mlir::Value value;
  if (jump.value)
    value = lowerAs(*jump.value, unit.function ? unit.function->result : Type::integer(64, true));
  leave(loc(jump.span), value);
}

/// A loop only ends; what stands behind it returns.
void ProbeLowering::leave(mlir::Location where, mlir::Value value, bool exits) {
  // What ends a function that has a result without giving one, as `exit()` does,
  // makes it zero.
  if (!value && unit.function && !unit.function->result.is(TypeKind::Void)) {
    mlir::Type type = types.value(unit.function->result);
    value = make<tr::LoadLocalOp>(where, type, temporary(where, type), mlir::Value());
  }
  if (unit.function && unit.function->mayExit) {
    mlir::Value flag = constant(where, builder.getI1Type(), exits);
    value = value ? make<tr::RecordOp>(where, module.resultOf(*unit.function),
                                       mlir::ValueRange{flag, value}, mlir::Value())
                  : flag;
  }
  if (!loop) {
    builder.create<tr::ReturnOp>(where, value);
    return continueUnreachable();
  }
  if (value) {
    if (!returnValue)
      returnValue = createSlot(where, value.getType(), "", code);
    builder.create<tr::StoreLocalOp>(where, value, returnValue);
    loop->returnsValue = true;
  }
  loop->returns = true;
  builder.create<tr::LeaveOp>(where, /*returning=*/true);
  continueUnreachable();
}

//===-- Variables ---------------------------------------------------------===//

/// Memory at the beginning of the probe or of the body of a loop, where mem2reg and
/// the planning of memory look for it.
mlir::Value ProbeLowering::createSlot(mlir::Location where, mlir::Type type, llvm::StringRef name,
                                      mlir::Region &at) {
  mlir::OpBuilder::InsertionGuard guard(builder);
  mlir::Operation *&last = lastLocals[&at];
  if (last)
    builder.setInsertionPointAfter(last);
  else
    builder.setInsertionPointToStart(&at.front());
  auto pointer = tr::PtrType::get(builder.getContext(), type, tr::AddrSpace::Local);
  auto local = builder.create<tr::LocalOp>(where, pointer, name);
  last = local;
  return local;
}

/// A variable that is assigned whenever its block begins belongs to the innermost
/// loop; another one keeps its value from one iteration to the next.
mlir::Value ProbeLowering::slotOf(const VariableSymbol &variable, bool initialised) {
  mlir::Value &slot = slots[&variable];
  if (slot)
    return slot;
  mlir::Type held = variable.reference
                        ? types.pointer(types.pointee(variable.type), *variable.reference)
                        : types.value(variable.type);
  return slot = createSlot(module.namedLoc(variable.name, variable.declared), held,
                           variable.name.substr(1), initialised ? region() : code);
}

mlir::Value ProbeLowering::lowerFor(const VariableSymbol &variable, const Expr &value) {
  if (!variable.reference)
    return lowerAs(value, variable.type);
  mlir::Type address = types.pointer(types.pointee(variable.type), *variable.reference);
  return castPointer(lower(value), address, loc(value.span));
}

/// Memory for a value that is made in one of several branches.
mlir::Value ProbeLowering::temporary(mlir::Location where, mlir::Type type) {
  return createSlot(where, type, "", region());
}

/// Stores a value of type `type` into a variable or a map's element.
void ProbeLowering::store(const Expr &target, mlir::Value value, const Type &type,
                          mlir::Location where) {
  if (const auto *variable = as<Variable>(&target)) {
    value = convert(value, type, variable->symbol->type, where);
    builder.create<tr::StoreLocalOp>(where, value, slotOf(*variable->symbol, true));
    return;
  }
  const auto &map = *as<Map>(&target);
  value = convert(value, type, map.symbol->value, where);
  mlir::Value key = lowerKey(map); // Behind the value.
  builder.create<tr::MapSetOp>(where, mapSymbolName(map.name), key, value, /*report=*/true,
                               mlir::FlatSymbolRefAttr());
}

//===-- Assignments -------------------------------------------------------===//

/// Of the operators that change a map's number in one step.
static std::optional<tr::UpdateKind> updateKind(BinaryOp op) {
  switch (op) {
  case BinaryOp::Add:
  case BinaryOp::Subtract:
    return tr::UpdateKind::Add;
  case BinaryOp::Multiply:
    return tr::UpdateKind::Mul;
  case BinaryOp::And:
    return tr::UpdateKind::And;
  case BinaryOp::Or:
    return tr::UpdateKind::Or;
  case BinaryOp::Xor:
    return tr::UpdateKind::Xor;
  default:
    return std::nullopt;
  }
}

static bool isWord(const Type &type) {
  return type.is(TypeKind::Pointer) || (type.isInteger() && type.bits() == 64);
}

void ProbeLowering::lowerAssign(const Assign &assign) {
  mlir::Location where = loc(assign.span);
  const auto *map = as<Map>(assign.target);
  if (map && !assign.op && aggregateCall(assign.value.get()))
    return lowerAggregate(*map, *assign.value, where);
  if (const auto *variable = as<Variable>(assign.target); variable && !assign.op) {
    mlir::Value value = lowerFor(*variable->symbol, *assign.value);
    builder.create<tr::StoreLocalOp>(where, value, slotOf(*variable->symbol, true));
    return;
  }
  if (!assign.op) {
    const Type &place = map->symbol->value;
    return store(*assign.target, lowerAs(*assign.value, place), place, where);
  }
  // What commutes is one operation on a map's number, in which nothing is lost when
  // several CPUs do it at once.
  const Type &result = assign.result;
  std::optional<tr::UpdateKind> kind = updateKind(*assign.op);
  if (map && kind && isWord(map->symbol->value) && result.kind() == map->symbol->value.kind()) {
    bool isPointer = result.is(TypeKind::Pointer);
    mlir::Value operand = lowerAs(*assign.value, isPointer ? Type::integer(64, true) : result);
    if (isPointer)
      operand = stepsOf(result, operand, where);
    if (assign.op == BinaryOp::Subtract)
      operand = builder.create<mlir::arith::SubIOp>(where, constant(where, builder.getI64Type(), 0),
                                                    operand);
    updateMap(*map, *kind, operand, /*wantsNew=*/true, where);
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
  case Builtin::TSeries:
    return tr::AggKind::TSeries;
  default:
    return tr::AggKind::Count;
  }
}

/// When a series takes its value: what `nsecs(sw_tai)` is, or what the test's map says.
mlir::Value ProbeLowering::seriesTime(const Call &call) {
  const MapSymbol *clock = module.testClock();
  if (!clock)
    return taiTime(call.span);
  mlir::Value now = make<tr::MapGetOp>(loc(call.span), types.value(clock->value),
                                       module.mapRef(*clock), mlir::Value(), mlir::Value());
  return convertInteger(now, clock->value.isSigned(), 64, loc(call.span));
}

void ProbeLowering::lowerAggregate(const Map &map, const Expr &value, mlir::Location where) {
  if (const auto *block = as<BlockExpr>(&value)) {
    for (const StmtPtr &stmt : block->block.statements)
      lower(*stmt);
    return lowerAggregate(map, *block->block.value, where);
  }
  const auto &call = *as<Call>(&value);
  mlir::Value taken, time;
  if (call.builtin->id != Builtin::Count) {
    const Expr &argument = *call.args[0];
    taken = lowerAs(argument, Type::integer(64, asInteger(argument.type).isSigned()));
  }
  mlir::Value key = lowerKey(map);
  if (call.builtin->id == Builtin::TSeries)
    time = seriesTime(call);
  builder.create<tr::AggregateOp>(where, aggregation(call.builtin->id), mapSymbolName(map.name),
                                  key, taken, time, /*report=*/true, mlir::FlatSymbolRefAttr());
}

} // namespace sonde
