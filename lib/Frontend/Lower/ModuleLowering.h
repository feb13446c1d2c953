//===- ModuleLowering.h - What all probes of a script share ---------------===//
#ifndef SONDE_FRONTEND_LOWER_MODULELOWERING_H
#define SONDE_FRONTEND_LOWER_MODULELOWERING_H

#include "lib/Frontend/Lower/Lower.h"
#include "lib/Frontend/Lower/TypeLowering.h"
#include "lib/Frontend/Program.h"

#include "mlir/IR/SymbolTable.h"

namespace sonde {

/// Creates the symbols of the module: maps, parameters, C functions, structs,
/// events, and the probes.
class ModuleLowering {
public:
  ModuleLowering(const Program &program, mlir::MLIRContext &context, const LowerOptions &options,
                 const SourceManager &sources);

  mlir::OwningOpRef<mlir::ModuleOp> run();

  const Program &program;
  const LowerOptions &options;
  TypeLowering types;

  mlir::Location loc(Span span) const;
  /// The name of a script's variable or map, at its place.
  mlir::Location namedLoc(const std::string &name, Span span) const;

  mlir::FlatSymbolRefAttr mapRef(const MapSymbol &map);
  /// The map that is read in place of the clock of series; null outside of tests.
  const MapSymbol *testClock() const { return program.testClock(); }
  mlir::FlatSymbolRefAttr paramRef(const ast::Param &param);
  mlir::FlatSymbolRefAttr functionRef(const CFunction &function);
  mlir::FlatSymbolRefAttr functionRef(const FunctionSymbol &function);
  /// What a call yields: the result, or null if it has none. Of a function that may
  /// exit, whether it did, with the result behind it.
  mlir::Type resultOf(const FunctionSymbol &function);
  tr::EventOp createEvent(tr::EventKind kind, Span where, llvm::ArrayRef<mlir::Type> fields = {},
                          mlir::StringAttr format = {}, mlir::FlatSymbolRefAttr map = {});
  // Parameters that the runtime sets before it loads the program: the time at
  // which that is, how far the TAI clock is ahead of that of `nsecs` then, and
  // the address of a symbol of the kernel.
  mlir::FlatSymbolRefAttr startTime(Span where);
  mlir::FlatSymbolRefAttr taiOffset(Span where);
  mlir::FlatSymbolRefAttr kernelAddress(const std::string &name, Span where);
  /// The number of a text that user space needs, from 1.
  uint32_t textNumber(const std::string &text);

private:
  mlir::MLIRContext *context;
  const SourceManager &sources;
  mlir::OwningOpRef<mlir::ModuleOp> module;
  mlir::OpBuilder builder; ///< Where the next symbol is put.
  std::optional<mlir::SymbolTable> symbols;
  /// Parameters by number and kind; their symbols may have been renamed.
  std::map<std::pair<std::string, bool>, mlir::FlatSymbolRefAttr> params;
  /// The script's functions; their symbols may have been renamed, too.
  std::map<const FunctionSymbol *, tr::FuncOp> functions;
  std::map<std::string, mlir::FlatSymbolRefAttr> runtimeParams; ///< By name.
  std::vector<std::string> texts;
  mlir::Operation *currentProbe = nullptr; ///< Or function. What it needs is put before it.

  mlir::FlatSymbolRefAttr runtimeParam(const std::string &symbol, const std::string &name,
                                       Span where);
  void createConfig();
  void createMaps();
  void createParams();
  void createFunctions();
  void createContext(const CodeUnit &unit, mlir::Location where);
  void declareFunction(const FunctionSymbol &function);
  void createProbe(const CodeUnit &unit, unsigned number);
  tr::AttachAttr attachAttr(const AttachPoint &point);
};

/// A map's symbol: its name without the `@`.
std::string mapSymbolName(const std::string &name);

} // namespace sonde

#endif // SONDE_FRONTEND_LOWER_MODULELOWERING_H
