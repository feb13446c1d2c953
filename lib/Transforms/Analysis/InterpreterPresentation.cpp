//===- InterpreterPresentation.cpp - Registers, stacks, buffers -----------===//
//
// Values that user space turns into text. Which text is not decided here: what
// counts is that the same bytes arrive.
//
//===----------------------------------------------------------------------===//
#include "lib/Transforms/Analysis/InterpreterMachine.h"

using namespace mlir;

namespace sonde::interpreter {

using namespace tr;

static LogicalResult runCtxReg(Machine &machine, CtxRegOp op) {
  machine.setNumber(op.getResult(), machine.fact(op.getName(), 6));
  return success();
}

static LogicalResult runCtxMember(Machine &machine, CtxMemberOp op) {
  machine.setNumber(op.getResult(), machine.fact(op.getPath(), 6));
  return success();
}

static LogicalResult runFuncAddr(Machine &machine, FuncAddrOp op) {
  machine.setNumber(op.getResult(), machine.fact("func", 6));
  return success();
}

//===----------------------------------------------------------------------===//
// Stacks
//===----------------------------------------------------------------------===//

/// Where a stack keeps its number of frames: behind their hash.
constexpr uint64_t kDepthOffset = 8;

/// One stack for each moment, and the same for all who ask in the same way.
static LogicalResult runCaptureStack(Machine &machine, CaptureStackOp op) {
  auto type = cast<StackType>(producedType(op));
  std::string name = (stringifyStackOrigin(type.getOrigin()) + " stack").str();
  uint64_t size = machine.sizeOf(type);
  uint64_t depth = std::min(machine.fact(name, 6), type.getDepth());
  if (depth == 0) {
    reportFault(machine, op);
    machine.deliver(op, Bytes(size));
    return success();
  }
  Bytes bytes = bytesOf(machine.madeUpNumber(name + std::to_string(depth)), size);
  bytes[kDepthOffset] = depth;
  machine.deliver(op, bytes);
  return success();
}

static LogicalResult runStackDepth(Machine &machine, StackDepthOp op) {
  Bytes stack = machine.contents(op.getStack(), typeBehind(op.getStack()));
  machine.setNumber(op.getResult(), numberOf(slice(stack, kDepthOffset, 4)));
  return success();
}

//===----------------------------------------------------------------------===//
// Packed bytes and buffers
//===----------------------------------------------------------------------===//

static LogicalResult runPack(Machine &machine, PackOp op) {
  Bytes packed;
  for (Value element : op.getElements()) {
    Bytes part = machine.contents(element, typeBehind(element));
    packed.insert(packed.end(), part.begin(), part.end());
  }
  packed.resize(machine.sizeOf(producedType(op)));
  machine.deliver(op, packed);
  return success();
}

/// The first `count` of the bytes, behind their number.
static Bytes asBuffer(const Bytes &bytes, uint64_t count, uint64_t capacity) {
  Bytes buffer = bytesOf(count, kBufHeader);
  Bytes content = slice(bytes, 0, count);
  buffer.insert(buffer.end(), content.begin(), content.end());
  buffer.resize(kBufHeader + capacity);
  return buffer;
}

/// How many bytes are wanted: as the operand says, but no more than there is room.
template <typename OpT> static uint64_t countOf(Machine &machine, OpT op, uint64_t capacity) {
  return op.getLen() ? std::min(machine.number(op.getLen()), capacity) : capacity;
}

static LogicalResult runBuf(Machine &machine, BufOp op) {
  uint64_t capacity = cast<BufType>(producedType(op)).getCapacity();
  Bytes bytes = machine.contents(op.getValue(), typeBehind(op.getValue()));
  machine.deliver(op, asBuffer(bytes, countOf(machine, op, capacity), capacity));
  return success();
}

static LogicalResult runReadBuf(Machine &machine, ReadBufOp op) {
  uint64_t capacity = cast<BufType>(producedType(op)).getCapacity();
  uint64_t count = countOf(machine, op, capacity);
  std::optional<Bytes> bytes =
      machine.memory.read(op.getPtr().getType().getSpace(), machine.number(op.getPtr()), count);
  if (!bytes)
    reportFault(machine, op);
  machine.deliver(op, asBuffer(bytes.value_or(Bytes()), count, capacity));
  return success();
}

static LogicalResult runBufCast(Machine &machine, BufCastOp op) {
  Bytes buffer = machine.contents(op.getBuffer(), typeBehind(op.getBuffer()));
  buffer.resize(machine.sizeOf(producedType(op)));
  machine.deliver(op, buffer);
  return success();
}

void addPresentationHandlers(Handlers &handlers) {
  handlers.add(runCtxReg);
  handlers.add(runCtxMember);
  handlers.add(runFuncAddr);
  handlers.add(runCaptureStack);
  handlers.add(runStackDepth);
  handlers.add(runPack);
  handlers.add(runBuf);
  handlers.add(runReadBuf);
  handlers.add(runBufCast);
}

} // namespace sonde::interpreter
