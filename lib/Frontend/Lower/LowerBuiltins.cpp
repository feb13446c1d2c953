//===- LowerBuiltins.cpp - Builtin values and functions -------------------===//
//
// One function per row of Builtins.def.
//
//===----------------------------------------------------------------------===//
#include "lib/Frontend/Lower/ProbeLowering.h"

#include "lib/Frontend/Builtins.h"
#include "lib/Frontend/Presentation.h"
#include "lib/Frontend/TypeRules.h"

#include "mlir/Dialect/Arith/IR/Arith.h"

namespace sonde {

using namespace ast;

mlir::Value ProbeLowering::lowerBuiltin(const Call &call) {
  switch (call.builtin->id) {
#define SONDE_BUILTIN(ID, NAME, MIN, MAX, ARGS, RESULT, NEEDS)                                     \
  case Builtin::ID:                                                                                \
    return lower##ID(call);
#include "lib/Frontend/Builtins.def"
#undef SONDE_BUILTIN
  }
  llvm_unreachable("every row has its case");
}

//===-- Values ------------------------------------------------------------===//

mlir::Value ProbeLowering::taskValue(const Call &call, tr::Builtin kind) {
  return make<tr::BuiltinOp>(loc(call.span), types.value(call.type), kind, mlir::Value());
}

mlir::Value ProbeLowering::lowerPid(const Call &call) { return taskValue(call, tr::Builtin::Pid); }
mlir::Value ProbeLowering::lowerTid(const Call &call) { return taskValue(call, tr::Builtin::Tid); }
mlir::Value ProbeLowering::lowerUid(const Call &call) { return taskValue(call, tr::Builtin::Uid); }
mlir::Value ProbeLowering::lowerGid(const Call &call) { return taskValue(call, tr::Builtin::Gid); }
mlir::Value ProbeLowering::lowerCpu(const Call &call) { return taskValue(call, tr::Builtin::Cpu); }
mlir::Value ProbeLowering::lowerComm(const Call &call) {
  return taskValue(call, tr::Builtin::Comm);
}
mlir::Value ProbeLowering::lowerCgroup(const Call &call) {
  return taskValue(call, tr::Builtin::Cgroup);
}
mlir::Value ProbeLowering::lowerNumaid(const Call &call) {
  return taskValue(call, tr::Builtin::Numaid);
}

/// The verifier knows the type of what it points to, until it is stored.
mlir::Value ProbeLowering::lowerCurtask(const Call &call) {
  auto type = tr::PtrType::get(builder.getContext(), types.pointee(call.type.element()),
                               tr::AddrSpace::Btf);
  return make<tr::BuiltinOp>(loc(call.span), type, tr::Builtin::Curtask, mlir::Value());
}

mlir::Value ProbeLowering::lowerNsecs(const Call &call) {
  tr::Clock clock = tr::Clock::Boot;
  if (const auto *mode = call.args.empty() ? nullptr : as<Name>(call.args[0].get()))
    clock = mode->name == "monotonic" ? tr::Clock::Monotonic
            : mode->name == "tai"     ? tr::Clock::Tai
                                      : tr::Clock::Boot;
  if (clock == tr::Clock::Boot && nsecsClock(call) == Clock::Tai)
    return taiTime(call.span);
  return builder.create<tr::ClockOp>(loc(call.span), builder.getI64Type(), clock);
}

// For kernels whose programs cannot read that clock: how far it was ahead when the
// program was started.
mlir::Value ProbeLowering::taiTime(Span span) {
  mlir::Location where = loc(span);
  mlir::Value now = builder.create<tr::ClockOp>(where, builder.getI64Type(), tr::Clock::Boot);
  mlir::Value ahead =
      make<tr::ParamValueOp>(where, builder.getI64Type(), module.taiOffset(span), mlir::Value());
  return builder.create<mlir::arith::AddIOp>(where, now, ahead);
}

mlir::Value ProbeLowering::lowerJiffies(const Call &call) {
  return builder.create<tr::ClockOp>(loc(call.span), builder.getI64Type(), tr::Clock::Jiffies);
}

mlir::Value ProbeLowering::lowerElapsed(const Call &call) {
  mlir::Location where = loc(call.span);
  mlir::Value now = builder.create<tr::ClockOp>(where, builder.getI64Type(), tr::Clock::Boot);
  mlir::Value start = make<tr::ParamValueOp>(where, builder.getI64Type(),
                                             module.startTime(call.span), mlir::Value());
  return builder.create<mlir::arith::SubIOp>(where, now, start);
}

mlir::Value ProbeLowering::lowerRand(const Call &call) {
  return builder.create<tr::RandomOp>(loc(call.span), builder.getI32Type());
}

mlir::Value ProbeLowering::lowerProbe(const Call &call) {
  return builder.create<tr::ProbeInfoOp>(loc(call.span), types.value(call.type));
}

//===-- The context -------------------------------------------------------===//

/// All arguments, as a struct. A single one is read by lowerField.
mlir::Value ProbeLowering::lowerArgs(const Call &call) {
  mlir::Location where = loc(call.span);
  llvm::SmallVector<llvm::StringRef> names;
  llvm::SmallVector<mlir::Value> values;
  mlir::Type type = types.value(call.type);
  for (const StructMember &member : call.type.definition()->members) {
    bool isValue = !member.name.empty() && member.type && member.type.size() && !member.bitSize &&
                   !member.type.is(TypeKind::Struct);
    if (!isValue)
      continue;
    names.push_back(member.name);
    mlir::Value value = lowerContextField(member, where);
    mlir::Type wanted = types.member(member);
    values.push_back(mlir::isa<mlir::IntegerType>(wanted) && member.isDataLoc
                         ? convertInteger(value, false, wanted.getIntOrFloatBitWidth(), where)
                         : value);
  }
  return make<tr::ComposeOp>(where, type, builder.getStrArrayAttr(names), values, mlir::Value());
}

mlir::Value ProbeLowering::lowerCtx(const Call &) {
  llvm_unreachable("'ctx' is lowered with the field that is taken of it");
}

mlir::Value ProbeLowering::lowerArgN(const Call &call) {
  return builder.create<tr::CtxArgOp>(loc(call.span), builder.getI64Type(), context(),
                                      argumentNumber(call));
}

mlir::Value ProbeLowering::lowerRetval(const Call &call) {
  mlir::Location where = loc(call.span);
  if (!info(unit.context.kind).has(HasTypedRet))
    return builder.create<tr::RetvalOp>(where, builder.getI64Type(), context());
  mlir::Type type = types.value(call.type);
  if (call.type.is(TypeKind::Pointer) && call.type.element().is(TypeKind::Struct))
    type = tr::PtrType::get(builder.getContext(), types.pointee(call.type.element()),
                            tr::AddrSpace::Btf);
  return make<tr::CtxFieldOp>(where, type, context(), "return", mlir::Value());
}

//===-- Functions ---------------------------------------------------------===//

void ProbeLowering::emit(const Call &call, tr::EventOp event, mlir::ValueRange fields) {
  builder.create<tr::EmitOp>(loc(call.span), mlir::FlatSymbolRefAttr::get(event), fields);
}

mlir::Value ProbeLowering::lowerPrintf(const Call &call) {
  llvm::SmallVector<mlir::Type> layouts;
  llvm::SmallVector<mlir::Value> fields;
  for (size_t i = 1; i < call.args.size(); ++i) {
    Type type = asValue(call.args[i]->type);
    layouts.push_back(types.layout(type));
    fields.push_back(lowerAs(*call.args[i], type));
  }
  const std::string &format = as<StringLiteral>(call.args[0].get())->value;
  emit(call,
       module.createEvent(tr::EventKind::Printf, call.span, layouts, builder.getStringAttr(format)),
       fields);
  return {};
}

/// What `stats` is shown as.
static Type statsRecord(const Type &stats) {
  Type number = Type::integer(64, stats.isSigned());
  return Type::record(
      {{"count", Type::integer(64, false)}, {"average", number}, {"total", number}});
}

mlir::Value ProbeLowering::lowerStats(const Map &map, const Type &record) {
  llvm::SmallVector<mlir::Value> numbers = reduce(map, lowerKey(map), 3);
  return make<tr::RecordOp>(loc(map.span), types.value(record), numbers, mlir::Value());
}

mlir::Value ProbeLowering::lowerPrint(const Call &call) {
  const Expr &shown = *call.args[0];
  const auto *map = as<Map>(&shown);
  if (!map || map->hasKey) {
    bool isStats = map && map->symbol->value.is(TypeKind::Stats);
    Type type = isStats ? statsRecord(map->symbol->value) : asValue(shown.type);
    mlir::Value value = isStats ? lowerStats(*map, type) : lowerAs(shown, type);
    emit(call, module.createEvent(tr::EventKind::Print, call.span, types.layout(type)), value);
    return {};
  }
  tr::EventOp event =
      module.createEvent(tr::EventKind::PrintMap, call.span, {}, {}, module.mapRef(*map->symbol));
  if (call.args.size() > 1)
    event.setTop(literalArgument(call, 1));
  if (call.args.size() > 2)
    event.setDiv(literalArgument(call, 2));
  emit(call, event);
  return {};
}

mlir::Value ProbeLowering::lowerClear(const Call &call) {
  emit(call, module.createEvent(tr::EventKind::ClearMap, call.span, {}, {},
                                module.mapRef(*as<Map>(call.args[0].get())->symbol)));
  return {};
}

mlir::Value ProbeLowering::lowerZero(const Call &call) {
  emit(call, module.createEvent(tr::EventKind::ZeroMap, call.span, {}, {},
                                module.mapRef(*as<Map>(call.args[0].get())->symbol)));
  return {};
}

mlir::Value ProbeLowering::lowerExit(const Call &call) {
  mlir::Location where = loc(call.span);
  Type code = Type::integer(64, true);
  mlir::Value value =
      call.args.empty() ? constant(where, builder.getI64Type(), 0) : lowerAs(*call.args[0], code);
  emit(call, module.createEvent(tr::EventKind::Exit, call.span, types.layout(code)), value);
  leave(where, mlir::Value(), /*exits=*/true);
  return {};
}

mlir::Value ProbeLowering::lowerDelete(const Call &call) {
  const auto &map = *as<Map>(call.args[0].get());
  mlir::Value key = lowerKey(map);
  return builder.create<tr::MapDeleteOp>(loc(call.span), builder.getI1Type(),
                                         module.mapRef(*map.symbol), key);
}

mlir::Value ProbeLowering::lowerHasKey(const Call &call) {
  const auto &map = *as<Map>(call.args[0].get());
  mlir::Value key = lowerKey(map);
  return builder.create<tr::MapHasOp>(loc(call.span), builder.getI1Type(),
                                      module.mapRef(*map.symbol), key);
}

//===-- Aggregations ------------------------------------------------------===//

// They are lowered with the assignment that they stand in; see lowerAggregate.
#define SONDE_AGGREGATION(ID)                                                                      \
  mlir::Value ProbeLowering::lower##ID(const Call &) {                                             \
    llvm_unreachable("an aggregation outside of an assignment");                                   \
  }
SONDE_AGGREGATION(Count)
SONDE_AGGREGATION(Sum)
SONDE_AGGREGATION(Avg)
SONDE_AGGREGATION(Min)
SONDE_AGGREGATION(Max)
SONDE_AGGREGATION(Stats)
SONDE_AGGREGATION(Hist)
SONDE_AGGREGATION(LHist)
SONDE_AGGREGATION(TSeries)
#undef SONDE_AGGREGATION

} // namespace sonde
