//===- InterpreterMachine.h - State of an interpretation ------------------===//
//
// What the operations are executed on. Each theme (values, memory, maps, control
// flow, events) is one file with one function for each of its operations, and
// names them in a table.
//
//===----------------------------------------------------------------------===//
#ifndef SONDE_TRANSFORMS_ANALYSIS_INTERPRETERMACHINE_H
#define SONDE_TRANSFORMS_ANALYSIS_INTERPRETERMACHINE_H

#include "dialect/Tracing/IR/Layout.h"
#include "lib/Transforms/Analysis/Interpreter.h"
#include "lib/Transforms/Analysis/InterpreterMaps.h"

#include "llvm/ADT/DenseMap.h"
#include "llvm/ADT/StringMap.h"

#include <functional>

namespace sonde::interpreter {

/// A value in the form in which people read it; `layout` has the signs.
std::string textOf(const Bytes &bytes, mlir::Type layout, mlir::Operation *scope);
/// The number in the first 8 bytes.
uint64_t numberOf(const Bytes &bytes);
Bytes bytesOf(uint64_t number, uint64_t size);
/// Zeros where there are not as many bytes.
Bytes slice(const Bytes &bytes, uint64_t offset, uint64_t size);
/// What an operand is, whether it is given as a value or by its place.
mlir::Type typeBehind(mlir::Value operand);

class Machine {
public:
  Machine(mlir::ModuleOp module, const Scenario &scenario);

  mlir::LogicalResult run();

  //===- Values -----------------------------------------------------------===//

  const Bytes &bytes(mlir::Value value) const;
  /// Zero-extended.
  uint64_t number(mlir::Value value) const { return numberOf(bytes(value)); }
  int64_t signedNumber(mlir::Value value) const;
  /// The value itself or, where it is a pointer to local memory that holds a value
  /// of this layout, what is there.
  Bytes contents(mlir::Value value, mlir::Type layout);
  void set(mlir::Value value, Bytes bytes);
  /// Cuts the number to the value's width.
  void setNumber(mlir::Value value, uint64_t number);
  /// Gives a value to the operation's result or puts it where it belongs.
  void deliver(tr::InPlaceOpInterface op, const Bytes &bytes);
  uint64_t sizeOf(mlir::Type type) { return tr::sizeInBytes(type, module); }

  //===- Control flow -----------------------------------------------------===//

  /// Runs a region from its first block; yields the operation that left it.
  mlir::FailureOr<mlir::Operation *> runRegion(mlir::Region &region,
                                               llvm::ArrayRef<Bytes> arguments);
  /// Goes on in that block when the terminator is done.
  void branch(mlir::Block *block, mlir::ValueRange arguments);

  //===- The world --------------------------------------------------------===//

  const Firing &now() const { return *firing; }
  /// A fact of the moment: as given, or made up from one of `choices` numbers.
  uint64_t fact(llvm::StringRef name, uint64_t choices);
  /// Any number, another one for each probe that fires.
  uint64_t madeUpNumber(llvm::StringRef name) const { return scenario.invent(name, moment); }
  uint64_t cpu();
  /// A number that is new at every use: the next one of the list of that name or,
  /// if there is none, one that depends on the place of the operation alone.
  uint64_t fresh(llvm::StringRef list, mlir::Operation *op);
  tr::ProbeOp probe() const { return current; }
  MapState &map(llvm::StringRef name);
  /// What is called `symbol` in the module.
  template <typename OpT> OpT lookUp(llvm::StringRef symbol) {
    return llvm::cast<OpT>(symbols.lookup(symbol));
  }
  void record(std::string line) { outcome.lines.push_back(std::move(line)); }
  void countError(const llvm::Twine &what) { ++errors[what.str()]; }

  Memory memory;
  const Scenario &scenario;
  mlir::ModuleOp module;
  Outcome outcome;

private:
  mlir::LogicalResult fire(tr::ProbeOp probe, Firing moment);
  mlir::LogicalResult fireAll();
  mlir::LogicalResult fireListed();
  void describeEnd();

  mlir::SymbolTable symbols;
  std::map<std::string, MapState> maps;
  std::map<std::string, uint64_t> errors;
  llvm::DenseMap<mlir::Value, Bytes> values;
  mlir::Block *next = nullptr;
  std::vector<Bytes> nextArguments;
  const Firing *firing = nullptr;
  tr::ProbeOp current;
  uint64_t moment = 0; ///< How many probes have fired.
  uint64_t steps = 0;
  std::map<std::string, uint64_t> uses; ///< Of lists, and of places.
};

/// Counts a read that fails, where that is asked for.
template <typename OpT> void reportFault(Machine &machine, OpT op) {
  if (op.getOnError())
    machine.countError("@" + *op.getOnError());
  else if (op.getReport())
    machine.countError(op.getFailingHelper());
}

/// What to do for each operation, by name.
class Handlers {
public:
  using Handler = std::function<mlir::LogicalResult(Machine &, mlir::Operation *)>;

  static const Handlers &all();

  template <typename OpT> void add(mlir::LogicalResult (*run)(Machine &, OpT)) {
    table[OpT::getOperationName()] = [run](Machine &machine, mlir::Operation *op) {
      return run(machine, llvm::cast<OpT>(op));
    };
  }
  const Handler *find(llvm::StringRef name) const {
    auto found = table.find(name);
    return found == table.end() ? nullptr : &found->second;
  }

private:
  llvm::StringMap<Handler> table;
};

/// Of a value that a histogram takes in.
uint64_t bucketOf(tr::AggType type, int64_t number);

// One for each theme.
void addValueHandlers(Handlers &handlers);
void addArithmeticHandlers(Handlers &handlers);
void addPresentationHandlers(Handlers &handlers);
void addPartHandlers(Handlers &handlers);
void addMemoryHandlers(Handlers &handlers);
void addMapHandlers(Handlers &handlers);
void addControlHandlers(Handlers &handlers);
void addLoopHandlers(Handlers &handlers);
void addEventHandlers(Handlers &handlers);

} // namespace sonde::interpreter

#endif // SONDE_TRANSFORMS_ANALYSIS_INTERPRETERMACHINE_H
