//===- Interpreter.cpp - What a module in the tracing dialect does --------===//
#include "lib/Transforms/Analysis/Interpreter.h"

#include "lib/Transforms/Analysis/InterpreterMachine.h"

#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/raw_ostream.h"

using namespace mlir;

namespace sonde {

using namespace tr;

namespace interpreter {

/// More than any test needs: a program that gets there does not end.
constexpr uint64_t kMaxSteps = 2'000'000;
/// Attach points of a probe that fire when the scenario lists no events.
constexpr unsigned kMaxAttachPoints = 2;

const Handlers &Handlers::all() {
  static const Handlers kAll = [] {
    Handlers handlers;
    addValueHandlers(handlers);
    addArithmeticHandlers(handlers);
    addPresentationHandlers(handlers);
    addPartHandlers(handlers);
    addMemoryHandlers(handlers);
    addMapHandlers(handlers);
    addControlHandlers(handlers);
    addLoopHandlers(handlers);
    addEventHandlers(handlers);
    return handlers;
  }();
  return kAll;
}

Machine::Machine(ModuleOp module, const Scenario &scenario)
    : memory(scenario), scenario(scenario), module(module), symbols(module) {
  for (auto map : module.getOps<MapOp>())
    maps.emplace(map.getSymName(), MapState(map, scenario.cpus));
}

//===----------------------------------------------------------------------===//
// Values
//===----------------------------------------------------------------------===//

const Bytes &Machine::bytes(Value value) const {
  auto found = values.find(value);
  assert(found != values.end() && "a value is used before it is made");
  return found->second;
}

int64_t Machine::signedNumber(Value value) const {
  auto integer = dyn_cast<IntegerType>(value.getType());
  APInt bits(integer ? integer.getWidth() : 64, number(value));
  return bits.getSExtValue();
}

Bytes Machine::contents(Value value, Type layout) {
  auto pointer = dyn_cast<PtrType>(value.getType());
  if (!pointer || !pointer.isLocal() || isa<PtrType>(layout))
    return bytes(value);
  uint64_t size = sizeOf(layout);
  return memory.read(AddrSpace::Local, number(value), size).value_or(Bytes(size, 0xff));
}

void Machine::set(Value value, Bytes bytes) { values[value] = std::move(bytes); }

void Machine::setNumber(Value value, uint64_t number) {
  auto integer = dyn_cast<IntegerType>(value.getType());
  unsigned width = integer ? integer.getWidth() : 64;
  if (width < 64)
    number &= (uint64_t(1) << width) - 1;
  set(value, bytesOf(number, llvm::divideCeil(width, 8)));
}

void Machine::deliver(InPlaceOpInterface op, const Bytes &bytes) {
  if (Value place = op.getDestination())
    memory.write(AddrSpace::Local, number(place), bytes);
  else
    set(op.getProduced(), bytes);
}

//===----------------------------------------------------------------------===//
// Control flow
//===----------------------------------------------------------------------===//

void Machine::branch(Block *block, ValueRange arguments) {
  next = block;
  nextArguments.clear();
  for (Value argument : arguments)
    nextArguments.push_back(bytes(argument));
}

FailureOr<Operation *> Machine::runRegion(Region &region, ArrayRef<Bytes> arguments) {
  Block *block = &region.front();
  std::vector<Bytes> given(arguments);
  while (true) {
    for (auto [argument, bytes] : llvm::zip(block->getArguments(), given))
      set(argument, bytes);
    next = nullptr;
    Operation *last = nullptr;
    for (Operation &op : *block) {
      last = &op;
      const Handlers::Handler *handler = Handlers::all().find(op.getName().getStringRef());
      if (!handler)
        return op.emitError("the interpreter does not know this operation");
      if (++steps > kMaxSteps)
        return op.emitError("this program does not end");
      if (failed((*handler)(*this, &op)))
        return failure();
    }
    if (!next)
      return last;
    block = next;
    given = std::move(nextArguments);
  }
}

//===----------------------------------------------------------------------===//
// The world
//===----------------------------------------------------------------------===//

uint64_t Machine::fact(StringRef name, uint64_t choices) {
  if (std::optional<uint64_t> given = firing->number(name))
    return *given;
  if (!scenario.isMadeUp)
    return 0;
  // Few values, so that keys repeat; some of them at the edges of their types.
  uint64_t number = madeUpNumber(name) % choices;
  static constexpr uint64_t kEdges[] = {0, 1, ~uint64_t(0), uint64_t(1) << 31, 200, 0x123456789};
  return scenario.invent(name, 0) % 2 ? number : kEdges[number % std::size(kEdges)];
}

uint64_t Machine::cpu() {
  return firing->number("cpu").value_or(scenario.isMadeUp ? moment : 0) % scenario.cpus;
}

static FileLineColLoc placeOf(Location location) {
  FileLineColLoc place;
  location->walk([&](Location inner) {
    place = dyn_cast<FileLineColLoc>(inner);
    return place ? WalkResult::interrupt() : WalkResult::advance();
  });
  return place;
}

uint64_t Machine::fresh(StringRef list, Operation *op) {
  if (const llvm::json::Array *given = firing->facts.getArray(list)) {
    uint64_t &use = uses[(list + std::to_string(moment)).str()];
    std::optional<int64_t> number;
    if (use < given->size())
      number = (*given)[use++].getAsInteger();
    return number.value_or(0);
  }
  if (!scenario.isMadeUp)
    return 0;
  // A use that a pass removes must not change what another one sees, not even one at the same
  // place, as of a function that is inlined twice; and time goes on from the script's first line
  // to its last.
  std::string place;
  llvm::raw_string_ostream(place) << moment << list << op;
  uint64_t number = moment * 1'000'000 + uses[place]++;
  if (FileLineColLoc start = placeOf(op->getLoc()))
    number += start.getLine() * 1000 + start.getColumn() * 10;
  return list == "clock" ? number : scenario.invent(list, number);
}

MapState &Machine::map(StringRef name) { return maps.find(name.str())->second; }

LogicalResult Machine::fire(ProbeOp probe, Firing what) {
  firing = &what;
  current = probe;
  steps = 0;
  values.clear();
  memory.freeLocal();
  // The context's address is never used: its fields are found by their names.
  FailureOr<Operation *> end = runRegion(probe.getBody(), {bytesOf(0, 8)});
  ++moment;
  return end;
}

/// `begin` probes first, and `end` probes last.
static int orderOf(ProbeOp probe) {
  AttachKind kind = probe.getAttachKind();
  return kind == AttachKind::Begin ? 0 : kind == AttachKind::End ? 2 : 1;
}

LogicalResult Machine::fireAll() {
  SmallVector<ProbeOp> probes;
  for (int order : {0, 1, 2})
    llvm::copy_if(module.getOps<ProbeOp>(), std::back_inserter(probes),
                  [&](ProbeOp probe) { return orderOf(probe) == order; });
  for (uint64_t round = 0; round < scenario.rounds; ++round)
    for (ProbeOp probe : probes) {
      bool isEdge = orderOf(probe) != 1;
      // Once: in the first round, or in the last.
      if (isEdge && round != (orderOf(probe) == 0 ? 0 : scenario.rounds - 1))
        continue;
      for (auto [i, attach] : llvm::enumerate(probe.getAttach().getAsRange<AttachAttr>()))
        if (i < kMaxAttachPoints && failed(fire(probe, {attach.displayName(), {}})))
          return failure();
    }
  return success();
}

LogicalResult Machine::fireListed() {
  for (const Firing &listed : *scenario.firings) {
    bool fired = false;
    for (ProbeOp probe : module.getOps<ProbeOp>()) {
      bool isMeant =
          probe.getSymName() == listed.probe ||
          llvm::any_of(probe.getAttach().getAsRange<AttachAttr>(),
                       [&](AttachAttr attach) { return attach.displayName() == listed.probe; });
      if (!isMeant)
        continue;
      fired = true;
      if (failed(fire(probe, listed)))
        return failure();
    }
    if (!fired)
      return module.emitError() << "an event is for '" << listed.probe
                                << "', which no probe here is attached to";
  }
  return success();
}

LogicalResult Machine::run() {
  if (failed(scenario.firings ? fireListed() : fireAll()))
    return failure();
  describeEnd();
  return success();
}

void Machine::describeEnd() {
  for (const auto &[what, count] : errors)
    record("error " + what + ": " + std::to_string(count));
  // A map that nobody prints may be removed.
  if (!ConfigAttr::lookup(module).number("print_maps_on_exit", 1))
    return;
  for (auto &[name, map] : maps)
    for (const std::string &row : map.rows())
      record("map @" + name + " " + row);
}

/// What stands in a module, and is looked at by the operations that name it.
static const std::pair<StringRef, StringRef> kNotInterpreted[] = {
    {"tracing.map", "declares what map operations name"},
    {"tracing.event", "declares what 'tracing.emit' names"},
    {"tracing.error_site", "declares what operations that fail name"},
    {"tracing.struct", "declares members and sizes"},
    {"tracing.enum", "declares names of values"},
    {"tracing.param", "declares what 'tracing.param_value' names"},
    {"tracing.c_func", "declares what 'tracing.call' names"},
    {"tracing.func", "runs when it is called"},
    {"tracing.callback", "runs when 'tracing.run_loop' says so"},
    {"tracing.map_addr", "gives C code a map, and C code is not interpreted"},
    {"tracing.probe", "fires when the scenario says so"},
};

} // namespace interpreter

std::string Outcome::text() const { return llvm::join(lines, "\n"); }

FailureOr<Outcome> interpret(ModuleOp module, const Scenario &scenario) {
  interpreter::Machine machine(module, scenario);
  if (failed(machine.run()))
    return failure();
  return std::move(machine.outcome);
}

bool isInterpreted(StringRef operation) {
  return interpreter::Handlers::all().find(operation) != nullptr;
}

ArrayRef<std::pair<StringRef, StringRef>> notInterpreted() { return interpreter::kNotInterpreted; }

} // namespace sonde
