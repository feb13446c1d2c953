//===- ConvertValues.cpp - Builtins, context, arithmetic, records ---------===//
#include "lib/Transforms/Conversion/ProbeConverter.h"
#include "lib/Transforms/Conversion/Registers.h"

#include "dialect/Tracing/IR/Layout.h"

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "llvm/Support/MathExtras.h"

using namespace mlir;

namespace sonde {

//===----------------------------------------------------------------------===//
// What the probe knows
//===----------------------------------------------------------------------===//

/// Does anything compute with the address? The verifier refuses arithmetic on
/// typed pointers.
static bool isComputedWith(Value address) {
  return llvm::any_of(address.getUsers(), [](Operation *user) {
    return !isa<tr::FieldPtrOp, tr::ReadOp, tr::ReadStrOp>(user);
  });
}

Value ProbeConverter::currentTask(tr::BuiltinOp op) {
  Type type = typedPointer(cast<tr::PtrType>(op.getResult().getType()));
  bool isTyped = isa<bpf::PtrType>(type) && target.has(bpf::Feature::current_task_btf) &&
                 !isComputedWith(op.getResult());
  return isTyped ? callHelper("get_current_task_btf", {}, type) : callHelper("get_current_task");
}

LogicalResult ProbeConverter::convert(tr::BuiltinOp op) {
  auto high = [&](Value pair) -> Value {
    return builder.create<arith::ShRUIOp>(loc, pair, constant(32));
  };
  auto low = [&](Value pair) -> Value {
    return builder.create<arith::AndIOp>(loc, pair, constant(0xffffffff));
  };
  Value result;
  switch (op.getKind()) {
  case tr::Builtin::Pid:
    result = resize(high(callHelper("get_current_pid_tgid")), builder.getI32Type());
    break;
  case tr::Builtin::Tid:
    result = resize(callHelper("get_current_pid_tgid"), builder.getI32Type());
    break;
  case tr::Builtin::Uid:
    result = low(callHelper("get_current_uid_gid"));
    break;
  case tr::Builtin::Gid:
    result = high(callHelper("get_current_uid_gid"));
    break;
  case tr::Builtin::Cpu:
    result = callHelper("get_smp_processor_id");
    break;
  case tr::Builtin::Comm: {
    uint64_t size = tr::sizeInBytes(tr::producedType(op), op);
    Value memory = pointerTo(place(op.getInto()), size);
    callHelper("get_current_comm", {memory, constant(size, 32)});
    return success();
  }
  case tr::Builtin::Curtask:
    result = currentTask(op);
    break;
  case tr::Builtin::Cgroup:
    result = callHelper("get_current_cgroup_id");
    break;
  case tr::Builtin::Numaid:
    result = callHelper("get_numa_node_id");
    break;
  }
  values.map(op.getResult(), result);
  return success();
}

LogicalResult ProbeConverter::convert(tr::ClockOp op) {
  auto helper = [&] {
    switch (op.getClock()) {
    case tr::Clock::Boot:
      return "ktime_get_boot_ns";
    case tr::Clock::Monotonic:
      return "ktime_get_ns";
    case tr::Clock::Tai:
      return "ktime_get_tai_ns";
    case tr::Clock::Jiffies:
      return "jiffies64";
    }
    llvm_unreachable("all clocks are above");
  };
  values.map(op.getResult(), callHelper(helper()));
  return success();
}

LogicalResult ProbeConverter::convert(tr::RandomOp op) {
  values.map(op.getResult(), resize(callHelper("get_prandom_u32"), builder.getI32Type()));
  return success();
}

/// The kernel lets a program read its context only at multiples of the width, so
/// a field that is not aligned is put together.
Value ProbeConverter::loadContext(Value context, uint64_t offset, unsigned bits) {
  return loadParts(Place{value(context)}.at(offset), bits);
}

LogicalResult ProbeConverter::convert(tr::CtxFieldOp op) {
  auto context = cast<tr::StructType>(op.getCtx().getType().getPointee());
  uint64_t offset = tr::lookupStruct(context, op).find(op.getField()).getOffset();
  const Place field = Place{value(op.getCtx())}.at(offset);
  if (op.getInto())
    return deliver(op, field);
  Type type = op.getResult().getType();
  if (auto pointer = dyn_cast<tr::PtrType>(type)) {
    Type typed = typedPointer(pointer);
    if (isa<bpf::PtrType>(typed)) {
      values.map(op.getResult(), Value(builder.create<bpf::LoadOp>(loc, typed, field.base, offset,
                                                                   /*align=*/8)));
      return success();
    }
  }
  auto integer = dyn_cast<IntegerType>(type);
  if (integer && integer.getWidth() == 1)
    values.map(op.getResult(), load(field, type));
  else
    values.map(op.getResult(), loadContext(op.getCtx(), offset, integer ? integer.getWidth() : 64));
  return success();
}

/// Do the arguments stand in an array, one in 8 bytes?
static bool hasArgumentArray(tr::AttachKind kind) {
  switch (kind) {
  case tr::AttachKind::RawTracepoint:
  case tr::AttachKind::BtfTracepoint:
  case tr::AttachKind::Fentry:
  case tr::AttachKind::Fexit:
    return true;
  default:
    return false;
  }
}

LogicalResult ProbeConverter::convert(tr::CtxArgOp op) {
  uint64_t offset = uint64_t(op.getIndex()) * 8;
  if (!hasArgumentArray(probe.getAttachKind())) {
    std::optional<uint64_t> saved = argumentRegister(target.arch(), op.getIndex());
    if (!saved)
      return op.emitError() << "'arg" << op.getIndex() << "' is not in a register on "
                            << target.arch();
    offset = *saved;
  }
  values.map(op.getResult(), loadContext(op.getCtx(), offset, 64));
  return success();
}

LogicalResult ProbeConverter::convert(tr::RetvalOp op) {
  std::optional<uint64_t> offset = resultRegister(target.arch());
  if (!offset)
    return op.emitError() << "the register of 'retval' is not known for " << target.arch();
  values.map(op.getResult(), loadContext(op.getCtx(), *offset, 64));
  return success();
}

LogicalResult ProbeConverter::convert(tr::CtxRegOp op) {
  std::optional<uint64_t> offset = namedRegister(target.arch(), op.getName());
  if (!offset)
    return op.emitError() << "there is no register '" << op.getName() << "' on " << target.arch();
  values.map(op.getResult(), loadContext(op.getCtx(), *offset, 64));
  return success();
}

LogicalResult ProbeConverter::convert(tr::CtxMemberOp op) {
  values.map(op.getResult(),
             loadContext(op.getCtx(), op.getOffset(), op.getType().getIntOrFloatBitWidth()));
  return success();
}

/// At a function's return the registers are those of the caller.
LogicalResult ProbeConverter::convert(tr::FuncAddrOp op) {
  tr::AttachKind kind = probe.getAttachKind();
  if (kind != tr::AttachKind::Kprobe && kind != tr::AttachKind::Uprobe) {
    values.map(op.getResult(), callHelper("get_func_ip", {value(op.getCtx())}));
    return success();
  }
  std::optional<uint64_t> offset = namedRegister(target.arch(), programCounter(target.arch()));
  if (!offset)
    return op.emitError() << "the register of 'func' is not known for " << target.arch();
  values.map(op.getResult(), loadContext(op.getCtx(), *offset, 64));
  return success();
}

/// Volatile, because the bytes are only written after compiling.
LogicalResult ProbeConverter::convert(tr::ParamValueOp op) {
  const Place from = global(FlatSymbolRefAttr::get(builder.getContext(), ModuleSymbols::kParams))
                         .at(symbols.paramOffset(op.getParam()));
  uint64_t size = tr::sizeInBytes(tr::producedType(op), op);
  auto loadPart = [&](const Place &part, uint64_t bytes) -> Value {
    return builder.create<bpf::LoadOp>(loc, builder.getIntegerType(bytes * 8), part.base,
                                       part.offset, bytes, /*is_volatile=*/true);
  };
  if (!op.getInto()) {
    Value loaded = loadPart(from, size);
    if (op.getResult().getType().isInteger(1))
      loaded = resize(loaded, builder.getI1Type());
    values.map(op.getResult(), loaded);
    return success();
  }
  const Place to = place(op.getInto());
  for (uint64_t offset = 0, width; offset < size; offset += width) {
    width = std::min<uint64_t>({llvm::bit_floor(size - offset), to.at(offset).align(), 8});
    store(loadPart(from.at(offset), width), to.at(offset));
  }
  return success();
}

//===----------------------------------------------------------------------===//
// Records
//===----------------------------------------------------------------------===//

LogicalResult ProbeConverter::convert(tr::RecordOp op) {
  auto type = cast<tr::RecordType>(tr::producedType(op));
  const Place to = place(op.getInto());
  uint64_t end = 0;
  auto fillUpTo = [&](uint64_t offset) {
    // Keys are compared byte by byte, holes included.
    if (offset > end)
      zero(to.at(end), offset - end);
  };
  SmallVector<uint64_t> offsets = type.offsets(op);
  for (auto [operand, element, offset] : llvm::zip(op.getElements(), type.getTypes(), offsets)) {
    fillUpTo(offset);
    write(operand, element, to.at(offset));
    end = offset + tr::sizeInBytes(element, op);
  }
  fillUpTo(tr::sizeInBytes(type, op));
  return success();
}

LogicalResult ProbeConverter::convert(tr::ExtractOp op) {
  Type aggregate = cast<tr::PtrType>(op.getAggregate().getType()).getPointee();
  uint64_t offset = 0;
  if (auto record = dyn_cast<tr::RecordType>(aggregate))
    offset = record.offsets(op)[op.getIndex()];
  else if (auto array = dyn_cast<tr::ArrayType>(aggregate))
    offset = op.getIndex() * tr::sizeInBytes(array.getElement(), op);
  else
    offset = op.getIndex(); // A byte of text.
  return deliver(op, place(op.getAggregate()).at(offset));
}

//===----------------------------------------------------------------------===//
// Arithmetic
//===----------------------------------------------------------------------===//

LogicalResult ProbeConverter::convert(tr::DivOp op) {
  values.map(op.getResult(), Value(builder.create<bpf::DivOp>(
                                 loc, value(op.getLhs()), value(op.getRhs()), op.getIsSigned())));
  return success();
}

LogicalResult ProbeConverter::convert(tr::RemOp op) {
  values.map(op.getResult(), Value(builder.create<bpf::RemOp>(
                                 loc, value(op.getLhs()), value(op.getRhs()), op.getIsSigned())));
  return success();
}

static bpf::ShiftKind shiftKind(tr::ShiftKind kind) {
  switch (kind) {
  case tr::ShiftKind::Left:
    return bpf::ShiftKind::Left;
  case tr::ShiftKind::LogicalRight:
    return bpf::ShiftKind::LogicalRight;
  case tr::ShiftKind::ArithmeticRight:
    return bpf::ShiftKind::ArithmeticRight;
  }
  llvm_unreachable("all kinds are above");
}

LogicalResult ProbeConverter::convert(tr::ShiftOp op) {
  values.map(op.getResult(),
             Value(builder.create<bpf::ShiftOp>(loc, builder.getI64Type(), shiftKind(op.getKind()),
                                                value(op.getValue()), value(op.getAmount()))));
  return success();
}

/// How many bits a number below 2^63 takes. Without branches, which would give
/// the verifier eight ways through the rest of the program, and more for every
/// other histogram: three steps leave the highest byte, which a table knows.
Value ProbeConverter::bitLength(Value integer) {
  Value length, rest = integer;
  for (unsigned step : {32, 16, 8}) {
    Value high = builder.create<arith::ShRUIOp>(loc, rest, constant(step));
    // 0 - high has its top bit set unless it is 0: that bit, moved, is the step.
    Value negated = builder.create<arith::SubIOp>(loc, constant(0), high);
    Value shifted =
        builder.create<arith::ShRUIOp>(loc, negated, constant(63 - int64_t(llvm::Log2_32(step))));
    Value distance = builder.create<arith::AndIOp>(loc, shifted, constant(step));
    rest = builder.create<arith::ShRUIOp>(loc, rest, distance);
    length = length ? Value(builder.create<arith::AddIOp>(loc, length, distance)) : distance;
  }
  // Changes nothing, but shows the verifier that the table is long enough.
  Value byte = builder.create<arith::AndIOp>(loc, rest, constant(255));
  Place table = global(symbols.bitLengths());
  table.base = builder.create<bpf::PtrAddOp>(loc, table.base, byte, /*access=*/1, /*bound=*/256);
  Value known = resize(load(table, builder.getI8Type()), builder.getI64Type());
  return builder.create<arith::AddIOp>(loc, length, known);
}

/// See the operation's description. With g = bits above those that N covers, or
/// 0, the bucket of v is (g << bits) + ((v >> max(g-1, 0)) & (N-1)) + 1.
LogicalResult ProbeConverter::convert(tr::Log2BucketOp op) {
  Value integer = value(op.getValue()), zero = constant(0);
  int64_t bits = op.getBits();
  Value bucket = bitLength(integer);
  if (bits > 0) {
    Value group = builder.create<arith::SubIOp>(loc, bucket, constant(bits));
    group = builder.create<arith::MaxSIOp>(loc, group, zero);
    Value below = builder.create<arith::SubIOp>(loc, group, constant(1));
    below = builder.create<arith::MaxSIOp>(loc, below, zero);
    Value linear = builder.create<arith::ShRUIOp>(loc, integer, below);
    linear = builder.create<arith::AndIOp>(loc, linear, constant((int64_t(1) << bits) - 1));
    bucket = builder.create<arith::ShLIOp>(loc, group, constant(bits));
    bucket = builder.create<arith::AddIOp>(loc, bucket, linear);
  }
  bucket = builder.create<arith::AddIOp>(loc, bucket, constant(1));
  Value isNegative = builder.create<arith::CmpIOp>(loc, arith::CmpIPredicate::slt, integer, zero);
  values.map(op.getResult(), Value(builder.create<arith::SelectOp>(loc, isNegative, zero, bucket)));
  return success();
}

LogicalResult ProbeConverter::convert(tr::LinearBucketOp op) {
  Value integer = value(op.getValue());
  Value min = constant(op.getMinAttr().getInt()), max = constant(op.getMaxAttr().getInt());
  // From the maximum on there is one bucket: that of the maximum.
  Value bounded = builder.create<arith::MinSIOp>(loc, integer, max);
  Value distance = builder.create<arith::SubIOp>(loc, bounded, min);
  Value bucket = builder.create<bpf::DivOp>(loc, distance, constant(op.getStepAttr().getInt()));
  bucket = builder.create<arith::AddIOp>(loc, bucket, constant(1));
  Value isBelow = builder.create<arith::CmpIOp>(loc, arith::CmpIPredicate::slt, integer, min);
  values.map(op.getResult(),
             Value(builder.create<arith::SelectOp>(loc, isBelow, constant(0), bucket)));
  return success();
}

LogicalResult ProbeConverter::convert(tr::CallOp op) {
  SmallVector<Value> arguments;
  for (Value argument : op.getArguments())
    arguments.push_back(isPlaced(argument) ? pointerTo(place(argument), 1)
                                           : number(value(argument)));
  Type type = op.getResult() ? op.getResult().getType() : Type();
  if (type && isa<tr::PtrType>(type))
    type = builder.getI64Type();
  auto call = builder.create<bpf::CallOp>(loc, type, op.getCalleeAttr(), arguments);
  if (op.getResult())
    values.map(op.getResult(), call.getResult());
  return success();
}

} // namespace sonde
