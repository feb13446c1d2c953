//===- InterpreterEvents.cpp - Events, failures and calls of C ------------===//
//
// User space is part of the machine here: what an event asks for happens before
// the program goes on. `exit` does not end the scenario, so that more is seen.
//
//===----------------------------------------------------------------------===//
#include "lib/Transforms/Analysis/InterpreterMachine.h"

#include "llvm/ADT/StringExtras.h"

using namespace mlir;

namespace sonde::interpreter {

using namespace tr;

/// Runs the region that writes fields in place; yields their contents.
static FailureOr<std::vector<Bytes>> fillDeferred(Machine &machine, EmitOp op, EventOp event) {
  std::vector<Bytes> pointers;
  SmallVector<std::pair<uint64_t, uint64_t>> places;
  auto types = llvm::to_vector(event.getFields().getAsValueRange<TypeAttr>());
  for (int32_t field : op.getDeferredAttr().asArrayRef()) {
    uint64_t size = machine.sizeOf(types[field]);
    places.emplace_back(machine.memory.allocate(size), size);
    machine.memory.write(AddrSpace::Local, places.back().first, Bytes(size, 0xa5));
    pointers.push_back(bytesOf(places.back().first, 8));
  }
  if (failed(machine.runRegion(op.getFill(), pointers)))
    return failure();
  std::vector<Bytes> filled;
  for (auto [address, size] : places)
    filled.push_back(*machine.memory.read(AddrSpace::Local, address, size));
  return filled;
}

/// All fields in the order of the event.
static FailureOr<std::vector<Bytes>> fieldsOf(Machine &machine, EmitOp op, EventOp event) {
  std::vector<Bytes> filled;
  if (op.getDeferred()) {
    FailureOr<std::vector<Bytes>> deferred = fillDeferred(machine, op, event);
    if (failed(deferred))
      return failure();
    filled = std::move(*deferred);
  }
  ArrayRef<int32_t> deferred = op.getDeferred().value_or(ArrayRef<int32_t>());
  std::vector<Bytes> fields;
  unsigned given = 0, late = 0;
  for (auto [i, type] : llvm::enumerate(event.getFields().getAsValueRange<TypeAttr>())) {
    if (llvm::is_contained(deferred, int32_t(i)))
      fields.push_back(filled[late++]);
    else
      fields.push_back(machine.contents(op.getFields()[given++], type));
  }
  return fields;
}

static void actOnMap(MapState &map, EventKind kind) {
  if (kind == EventKind::ClearMap)
    map.clear();
  else if (kind == EventKind::ZeroMap)
    map.zero();
}

static LogicalResult runEmit(Machine &machine, EmitOp op) {
  auto event = machine.lookUp<EventOp>(op.getEvent());
  FailureOr<std::vector<Bytes>> fields = fieldsOf(machine, op, event);
  if (failed(fields))
    return failure();
  std::string line = (stringifyEventKind(event.getKind()) + " @" + op.getEvent()).str();
  for (auto [bytes, type] : llvm::zip(*fields, event.getFields().getAsValueRange<TypeAttr>()))
    line += " " + textOf(bytes, type, op);
  if (event.getMap()) {
    MapState &map = machine.map(*event.getMap());
    line += " {" + llvm::join(map.rows(), "; ") + "}";
    actOnMap(map, event.getKind());
  }
  machine.record(std::move(line));
  return success();
}

static LogicalResult runReport(Machine &machine, ReportOp op) {
  machine.countError("@" + op.getSite());
  return success();
}

/// Nobody knows what the function does, so it does something of its own: what it
/// yields depends on its arguments, and each call is seen unless it is pure.
static LogicalResult runScriptFunction(Machine &machine, CallOp op, FuncOp function) {
  std::vector<Bytes> arguments;
  for (Value argument : op.getArguments())
    arguments.push_back(machine.bytes(argument));
  FailureOr<Operation *> end = machine.runRegion(function.getBody(), arguments);
  if (failed(end))
    return failure();
  if (op.getResult())
    machine.set(op.getResult(), machine.bytes((*end)->getOperand(0)));
  return success();
}

static LogicalResult runCall(Machine &machine, CallOp op) {
  if (auto function = SymbolTable::lookupNearestSymbolFrom<FuncOp>(op, op.getCalleeAttr()))
    return runScriptFunction(machine, op, function);
  auto callee = machine.lookUp<CFuncOp>(op.getCallee());
  std::string call = op.getCallee().str() + "(";
  for (auto [i, argument] : llvm::enumerate(op.getArguments())) {
    auto pointer = dyn_cast<PtrType>(argument.getType());
    bool isLocal = pointer && pointer.isLocal();
    // Where local memory is does not matter, but what is there.
    Bytes bytes =
        isLocal ? machine.contents(argument, pointer.getPointee()) : machine.bytes(argument);
    call += (i ? ", " : "") + llvm::toHex(bytes, /*LowerCase=*/true);
  }
  call += ")";
  if (!callee.getPure())
    machine.record("call " + call);
  if (op.getResult())
    machine.setNumber(op.getResult(), machine.scenario.invent(call, 0));
  return success();
}

void addEventHandlers(Handlers &handlers) {
  handlers.add(runEmit);
  handlers.add(runReport);
  handlers.add(runCall);
}

} // namespace sonde::interpreter
