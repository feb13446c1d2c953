//===- InterpreterLoops.cpp - Loops, and what they become -----------------===//
#include "lib/Transforms/Analysis/InterpreterMachine.h"

using namespace mlir;

namespace sonde::interpreter {

using namespace tr;

//===----------------------------------------------------------------------===//
// Loops
//===----------------------------------------------------------------------===//

/// Runs the body once; yields the `tracing.leave` that ended the loop, if one did.
static FailureOr<LeaveOp> runOnce(Machine &machine, Region &body, ArrayRef<Bytes> arguments) {
  FailureOr<Operation *> end = machine.runRegion(body, arguments);
  if (failed(end))
    return failure();
  return dyn_cast<LeaveOp>(*end);
}

static LogicalResult runFor(Machine &machine, ForOp op) {
  uint64_t at = machine.number(op.getFrom()), to = machine.number(op.getTo());
  auto isBefore = [&] {
    return op.getIsUnsigned() ? at < to : static_cast<int64_t>(at) < static_cast<int64_t>(to);
  };
  machine.setNumber(op.getReturned(), 0);
  for (; isBefore(); ++at) {
    FailureOr<LeaveOp> left = runOnce(machine, op.getBody(), {bytesOf(at, 8)});
    if (failed(left))
      return failure();
    if (*left) {
      machine.setNumber(op.getReturned(), left->getReturning());
      break;
    }
  }
  return success();
}

static LogicalResult runWhile(Machine &machine, WhileOp op) {
  while (true) {
    FailureOr<LeaveOp> left = runOnce(machine, op.getBody(), {});
    if (failed(left))
      return failure();
    if (*left) {
      machine.setNumber(op.getReturned(), left->getReturning());
      return success();
    }
  }
}

/// What a body takes: the bytes themselves or, once values are placed, where they
/// are.
static Bytes given(Machine &machine, Value argument, const Bytes &bytes) {
  auto pointer = dyn_cast<PtrType>(argument.getType());
  if (!pointer || !pointer.isLocal())
    return bytes;
  uint64_t address = machine.memory.allocate(bytes.size());
  machine.memory.write(AddrSpace::Local, address, bytes);
  return bytesOf(address, 8);
}

/// Visits the entries that the map has when the loop begins, without those that are
/// removed before their turn.
static FailureOr<LeaveOp> runEntries(Machine &machine, StringRef name, Region &body,
                                     ArrayRef<Bytes> captured) {
  MapState &map = machine.map(name);
  for (const Bytes &key : map.keys()) {
    const Bytes *value = map.find(key, machine.cpu());
    if (!value)
      continue;
    std::vector<Bytes> arguments = {given(machine, body.getArgument(0), key)};
    if (!map.map.getAggregation())
      arguments.push_back(given(machine, body.getArgument(1), *value));
    arguments.insert(arguments.end(), captured.begin(), captured.end());
    FailureOr<LeaveOp> left = runOnce(machine, body, arguments);
    if (failed(left) || *left)
      return left;
  }
  return LeaveOp();
}

static LogicalResult runForEach(Machine &machine, ForEachOp op) {
  FailureOr<LeaveOp> left = runEntries(machine, op.getMap(), op.getBody(), {});
  if (failed(left))
    return failure();
  machine.setNumber(op.getReturned(), *left && left->getReturning());
  return success();
}

/// They only end the body: whoever runs it sees which one did.
static LogicalResult runNext(Machine &, NextOp) { return success(); }
static LogicalResult runLeave(Machine &, LeaveOp) { return success(); }

//===----------------------------------------------------------------------===//
// What they become
//===----------------------------------------------------------------------===//

static LogicalResult runRunLoop(Machine &machine, RunLoopOp op) {
  auto callback = machine.lookUp<CallbackOp>(op.getCallback());
  std::vector<Bytes> captured;
  for (Value value : op.getCaptured())
    captured.push_back(machine.bytes(value));
  if (std::optional<StringRef> map = callback.getMap())
    return failure(failed(runEntries(machine, *map, callback.getBody(), captured)));
  for (uint64_t i = 0, times = machine.number(op.getTimes()); i < times; ++i) {
    std::vector<Bytes> arguments = {bytesOf(i, 8)};
    arguments.insert(arguments.end(), captured.begin(), captured.end());
    FailureOr<LeaveOp> left = runOnce(machine, callback.getBody(), arguments);
    if (failed(left))
      return failure();
    if (*left)
      break;
  }
  return success();
}

/// The state is the next number, and behind it the end.
static LogicalResult runIterNumNew(Machine &machine, IterNumNewOp op) {
  uint64_t address = machine.memory.allocate(16);
  machine.memory.write(AddrSpace::Local, address, bytesOf(0, 8));
  machine.memory.write(AddrSpace::Local, address + 8, bytesOf(machine.number(op.getCount()), 8));
  machine.setNumber(op.getIterator(), address);
  return success();
}

static LogicalResult runIterNumNext(Machine &machine, IterNumNextOp op) {
  uint64_t address = machine.number(op.getIterator());
  auto read = [&](uint64_t at) {
    return numberOf(machine.memory.read(AddrSpace::Local, at, 8).value_or(Bytes(8)));
  };
  uint64_t index = read(address);
  bool hasMore = index < read(address + 8);
  machine.setNumber(op.getIndex(), hasMore ? index : 0);
  machine.setNumber(op.getMore(), hasMore);
  machine.memory.write(AddrSpace::Local, address, bytesOf(index + hasMore, 8));
  return success();
}

static LogicalResult runIterNumDestroy(Machine &, IterNumDestroyOp) { return success(); }

static LogicalResult runMayGoto(Machine &machine, MayGotoOp op) {
  machine.branch(op.getBody(), {});
  return success();
}

static LogicalResult runForget(Machine &machine, ForgetOp op) {
  machine.set(op.getResult(), machine.bytes(op.getValue()));
  return success();
}

void addLoopHandlers(Handlers &handlers) {
  handlers.add(runFor);
  handlers.add(runWhile);
  handlers.add(runForEach);
  handlers.add(runNext);
  handlers.add(runLeave);
  handlers.add(runRunLoop);
  handlers.add(runIterNumNew);
  handlers.add(runIterNumNext);
  handlers.add(runIterNumDestroy);
  handlers.add(runMayGoto);
  handlers.add(runForget);
}

} // namespace sonde::interpreter
