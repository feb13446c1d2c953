//===- InterpreterParts.cpp - Structs, arrays and bytes as values ---------===//
#include "lib/Transforms/Analysis/InterpreterMachine.h"

using namespace mlir;

namespace sonde::interpreter {

using namespace tr;

static Bytes whole(Machine &machine, Value operand) {
  return machine.contents(operand, typeBehind(operand));
}

static LogicalResult runMember(Machine &machine, MemberOp op) {
  auto type = cast<StructType>(typeBehind(op.getStructure()));
  uint64_t offset = lookupStruct(type, op).find(op.getMember()).getOffset();
  machine.deliver(
      op, slice(whole(machine, op.getStructure()), offset, machine.sizeOf(producedType(op))));
  return success();
}

static LogicalResult runCompose(Machine &machine, ComposeOp op) {
  StructOp definition = lookupStruct(cast<StructType>(producedType(op)), op);
  Bytes bytes(definition.getSize());
  for (auto [name, value] :
       llvm::zip(op.getNames().getAsValueRange<StringAttr>(), op.getValues())) {
    MemberAttr member = definition.find(name);
    Bytes part = machine.contents(value, member.getType());
    std::copy(part.begin(), part.end(), bytes.begin() + member.getOffset());
  }
  machine.deliver(op, bytes);
  return success();
}

static LogicalResult runElement(Machine &machine, ElementOp op) {
  Bytes bytes = whole(machine, op.getAggregate());
  uint64_t size = machine.sizeOf(producedType(op));
  if (size == 0 || bytes.size() < size)
    return op.emitError("an element without a size cannot be read");
  // An index behind the end is that of the last element.
  uint64_t index = std::min<uint64_t>(machine.number(op.getIndex()), bytes.size() / size - 1);
  machine.deliver(op, slice(bytes, index * size, size));
  return success();
}

static LogicalResult runInRange(Machine &machine, InRangeOp op) {
  bool isIn = machine.number(op.getIndex()) < op.getCount();
  if (!isIn && op.getOnError())
    machine.countError("@" + *op.getOnError());
  else if (!isIn && op.getReport())
    machine.countError(stringifyErrorKind(op.getErrorKind()));
  machine.setNumber(op.getResult(), isIn);
  return success();
}

static LogicalResult runEqual(Machine &machine, EqualOp op) {
  machine.setNumber(op.getResult(), whole(machine, op.getLhs()) == whole(machine, op.getRhs()));
  return success();
}

static LogicalResult runBitcast(Machine &machine, BitcastOp op) {
  machine.deliver(op, slice(whole(machine, op.getSource()), 0, machine.sizeOf(producedType(op))));
  return success();
}

void addPartHandlers(Handlers &handlers) {
  handlers.add(runMember);
  handlers.add(runCompose);
  handlers.add(runElement);
  handlers.add(runInRange);
  handlers.add(runEqual);
  handlers.add(runBitcast);
}

} // namespace sonde::interpreter
