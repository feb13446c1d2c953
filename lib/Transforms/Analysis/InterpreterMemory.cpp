//===- InterpreterMemory.cpp - Memory, and the operations on it -----------===//
#include "lib/Transforms/Analysis/InterpreterMemory.h"

#include "lib/Transforms/Analysis/InterpreterMachine.h"

using namespace mlir;

namespace sonde::interpreter {

using namespace tr;

constexpr uint64_t kFirstReadable = 4096;           // As on any machine, 0 is no address.
constexpr uint64_t kFirstLocal = uint64_t(1) << 56; // No address of the world is as large.
constexpr uint64_t kLocalGap = 4096;                // What runs over the end is noticed.

Memory::Memory(const Scenario &scenario) : scenario(scenario), nextLocal(kFirstLocal) {
  for (const auto &[space, areas] : scenario.memory)
    (space == "user" ? user : kernel) = areas;
}

Memory::Areas &Memory::areasOf(AddrSpace space) {
  if (space == AddrSpace::Local)
    return local;
  return space == AddrSpace::User ? user : kernel;
}

const Memory::Areas &Memory::areasOf(AddrSpace space) const {
  return const_cast<Memory *>(this)->areasOf(space);
}

std::optional<uint8_t> Memory::readByte(AddrSpace space, uint64_t address) const {
  // The program's own memory is the kernel's, too.
  if (space == AddrSpace::Kernel && address >= kFirstLocal && address < nextLocal)
    space = AddrSpace::Local;
  const Areas &areas = areasOf(space);
  auto after = areas.upper_bound(address);
  if (after != areas.begin()) {
    const auto &[start, bytes] = *std::prev(after);
    if (address - start < bytes.size())
      return bytes[address - start];
  }
  if (space == AddrSpace::Local || !scenario.isMadeUp || address < kFirstReadable)
    return std::nullopt;
  // A line of 64 bytes holds text or numbers; one in eight cannot be read.
  uint64_t kind = scenario.invent("line", address / 64) % 8;
  if (kind == 0)
    return std::nullopt;
  uint8_t byte = scenario.invent("byte", address);
  if (kind < 4)
    return byte;
  return byte % 8 == 0 ? 0 : 'a' + byte % 26;
}

std::optional<Bytes> Memory::read(AddrSpace space, uint64_t address, uint64_t size) const {
  Bytes bytes;
  bytes.reserve(size);
  for (uint64_t i = 0; i < size; ++i) {
    std::optional<uint8_t> byte = readByte(space, address + i);
    if (!byte)
      return std::nullopt;
    bytes.push_back(*byte);
  }
  return bytes;
}

bool Memory::write(AddrSpace space, uint64_t address, const Bytes &bytes) {
  Areas &areas = areasOf(space);
  auto after = areas.upper_bound(address);
  if (after == areas.begin())
    return false;
  auto &[start, area] = *std::prev(after);
  if (address - start > area.size() || bytes.size() > area.size() - (address - start))
    return false;
  std::copy(bytes.begin(), bytes.end(), area.begin() + (address - start));
  return true;
}

uint64_t Memory::allocate(uint64_t size) {
  uint64_t address = nextLocal;
  local[address].resize(size);
  nextLocal += llvm::alignTo(size, 8) + kLocalGap;
  return address;
}

void Memory::freeLocal() {
  local.clear();
  nextLocal = kFirstLocal;
}

//===----------------------------------------------------------------------===//
// Variables
//===----------------------------------------------------------------------===//

static LogicalResult runLocal(Machine &machine, LocalOp op) {
  machine.setNumber(op.getSlot(),
                    machine.memory.allocate(machine.sizeOf(op.getSlot().getType().getPointee())));
  return success();
}

static LogicalResult runBuffer(Machine &machine, BufferOp op) {
  uint64_t size = machine.sizeOf(op.getResult().getType().getPointee());
  uint64_t address = machine.memory.allocate(size);
  // What is read before it is written must be noticed.
  machine.memory.write(AddrSpace::Local, address, Bytes(size, 0xa5));
  machine.setNumber(op.getResult(), address);
  return success();
}

static LogicalResult runLoadLocal(Machine &machine, LoadLocalOp op) {
  Type type = producedType(op);
  std::optional<Bytes> bytes =
      machine.memory.read(AddrSpace::Local, machine.number(op.getSlot()), machine.sizeOf(type));
  if (!bytes)
    return op.emitError("reads outside of local memory");
  machine.deliver(op, *bytes);
  return success();
}

static LogicalResult runStoreLocal(Machine &machine, StoreLocalOp op) {
  Bytes bytes = machine.contents(op.getValue(), op.getSlot().getType().getPointee());
  if (!machine.memory.write(AddrSpace::Local, machine.number(op.getSlot()), bytes))
    return op.emitError("writes outside of local memory");
  return success();
}

//===----------------------------------------------------------------------===//
// Addresses
//===----------------------------------------------------------------------===//

static LogicalResult runFieldPtr(Machine &machine, FieldPtrOp op) {
  auto type = cast<StructType>(op.getBase().getType().getPointee());
  uint64_t offset = lookupStruct(type, op).find(op.getMember()).getOffset();
  machine.setNumber(op.getResult(), machine.number(op.getBase()) + offset);
  return success();
}

static LogicalResult runElemPtr(Machine &machine, ElemPtrOp op) {
  Type pointee = op.getBase().getType().getPointee();
  auto array = dyn_cast<ArrayType>(pointee);
  bool isElement = array && pointee != op.getResult().getType().getPointee();
  uint64_t size = std::max<uint64_t>(1, machine.sizeOf(isElement ? array.getElement() : pointee));
  machine.setNumber(op.getResult(),
                    machine.number(op.getBase()) + machine.number(op.getIndex()) * size);
  return success();
}

static LogicalResult runLocalAddr(Machine &machine, LocalAddrOp op) {
  machine.setNumber(op.getResult(), machine.number(op.getSlot()));
  return success();
}

static LogicalResult runPtrCast(Machine &machine, PtrCastOp op) {
  machine.setNumber(op.getResult(), machine.number(op.getSource()));
  return success();
}

//===----------------------------------------------------------------------===//
// Reads
//===----------------------------------------------------------------------===//

static LogicalResult runRead(Machine &machine, ReadOp op) {
  uint64_t size = machine.sizeOf(producedType(op));
  std::optional<Bytes> bytes =
      machine.memory.read(op.getPtr().getType().getSpace(), machine.number(op.getPtr()), size);
  if (!bytes)
    reportFault(machine, op);
  machine.deliver(op, bytes.value_or(Bytes(size)));
  return success();
}

static LogicalResult runReadStr(Machine &machine, ReadStrOp op) {
  uint64_t capacity = cast<StrType>(producedType(op)).getCapacity();
  uint64_t wanted = op.getLen() ? std::min(machine.number(op.getLen()), capacity) : capacity;
  AddrSpace space = op.getPtr().getType().getSpace();
  uint64_t address = machine.number(op.getPtr());
  Bytes text;
  bool faults = false;
  while (text.size() + !op.getFill() < wanted) {
    std::optional<Bytes> byte = machine.memory.read(space, address + text.size(), 1);
    faults = !byte;
    if (faults || byte->front() == 0)
      break;
    text.push_back(byte->front());
  }
  if (faults) {
    text.clear();
    reportFault(machine, op);
  }
  text.resize(capacity);
  machine.deliver(op, text);
  return success();
}

void addMemoryHandlers(Handlers &handlers) {
  handlers.add(runLocal);
  handlers.add(runBuffer);
  handlers.add(runLoadLocal);
  handlers.add(runStoreLocal);
  handlers.add(runFieldPtr);
  handlers.add(runElemPtr);
  handlers.add(runPtrCast);
  handlers.add(runLocalAddr);
  handlers.add(runRead);
  handlers.add(runReadStr);
}

} // namespace sonde::interpreter
