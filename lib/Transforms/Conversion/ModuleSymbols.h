//===- ModuleSymbols.h - What programs need to know of the module ---------===//
//
// Collected before the first probe is converted; the symbols themselves are
// converted after the last one, because until then operations refer to them.
//
//===----------------------------------------------------------------------===//
#ifndef SONDE_TRANSFORMS_CONVERSION_MODULESYMBOLS_H
#define SONDE_TRANSFORMS_CONVERSION_MODULESYMBOLS_H

#include "dialect/BPF/IR/BPF.h"
#include "dialect/Tracing/IR/Tracing.h"

#include "mlir/IR/BuiltinOps.h"
#include "mlir/IR/SymbolTable.h"
#include "llvm/ADT/StringMap.h"

namespace sonde {

/// A map as programs access it.
struct MapAccess {
  tr::MapOp map;
  mlir::FlatSymbolRefAttr symbol; ///< Of the bpf.map.
  mlir::Type value;               ///< Without signs.
  uint64_t keySize = 0;           ///< Of an array: 4.
  uint64_t valueSize = 0;         ///< Without the word that says "present".
  bool isArray = false;           ///< One entry, with that word behind the value.
  bool isPerCpu = false;

  uint64_t presentOffset() const { return (valueSize + 7) / 8 * 8; }
  uint64_t entrySize() const { return isArray ? presentOffset() + 8 : valueSize; }
};

class ModuleSymbols {
public:
  explicit ModuleSymbols(mlir::ModuleOp module);

  /// Fails, after reporting, where something is not planned.
  mlir::LogicalResult collect();
  /// Replaces all symbols of the tracing dialect but probes.
  void convert(uint64_t ringbufSize);

  const MapAccess &map(llvm::StringRef name) const { return maps.find(name)->second; }
  tr::EventOp event(llvm::StringRef name) const { return events.lookup(name); }
  uint64_t errorIndex(llvm::StringRef site) const { return errorSites.lookup(site); }
  uint64_t paramOffset(llvm::StringRef param) const { return params.lookup(param); }

  /// The map that keeps stacks' frames, `size` bytes of each; made when it is
  /// first asked for.
  mlir::FlatSymbolRefAttr frames(uint64_t size);

  // Read-only data, made when it is first asked for.
  /// Where the number of possible CPUs stands among the parameters.
  uint64_t cpusOffset();
  mlir::FlatSymbolRefAttr zeros(uint64_t size);
  /// 256 bytes: how many bits the number of the byte takes.
  mlir::FlatSymbolRefAttr bitLengths();
  /// `size` bytes that begin with `text`.
  mlir::FlatSymbolRefAttr text(llvm::StringRef text, uint64_t size);

  /// A word that is zero, as only the compiler knows.
  mlir::FlatSymbolRefAttr unknown();
  /// The kernel's functions for an iterator over numbers.
  enum class Iterator { New, Next, Destroy };
  mlir::FlatSymbolRefAttr iterator(Iterator function);

  static constexpr const char *kFrames = "sonde_frames_"; ///< And the size.
  static constexpr const char *kRingbuf = "sonde_events";
  static constexpr const char *kLost = "sonde_lost";
  static constexpr const char *kErrors = "sonde_errors";
  static constexpr const char *kParams = "sonde_params";
  static constexpr const char *kCpus = "$cpus"; ///< The runtime sets it.
  static constexpr const char *kUnknown = "sonde_unknown";

private:
  mlir::ModuleOp module;
  mlir::SymbolTable symbols;
  llvm::StringMap<MapAccess> maps;
  llvm::StringMap<tr::EventOp> events;
  llvm::StringMap<uint64_t> errorSites, params;
  uint64_t paramsSize = 0;
  std::optional<uint64_t> cpusParam;
  std::string paramBytes;
  bpf::GlobalOp zeroGlobal, bitLengthGlobal, unknownGlobal;
  llvm::StringMap<mlir::FlatSymbolRefAttr> texts;
  llvm::DenseMap<uint64_t, mlir::FlatSymbolRefAttr> frameMaps; ///< By size.

  mlir::LogicalResult collect(tr::MapOp map);
  mlir::LogicalResult collect(tr::EventOp event);
  void collect(tr::ParamOp param);
  mlir::Type layoutOf(mlir::Type type);
  bpf::GlobalOp addBytes(mlir::Location loc, llvm::StringRef name, uint64_t size,
                         llvm::StringRef init);
  void addWords(llvm::StringRef name, uint64_t count);
  void addParams();
  void convertMap(mlir::OpBuilder &builder, tr::MapOp map);
  void convertEvent(mlir::OpBuilder &builder, tr::EventOp event);
  void convertErrorSite(mlir::OpBuilder &builder, tr::ErrorSiteOp site);
  void convertStruct(mlir::OpBuilder &builder, tr::StructOp definition);
  void convertEnum(mlir::OpBuilder &builder, tr::EnumOp names);
  void convertParam(mlir::OpBuilder &builder, tr::ParamOp param);
  void convertFunction(mlir::OpBuilder &builder, tr::CFuncOp function);
  mlir::FlatSymbolRefAttr mapSymbol(mlir::FlatSymbolRefAttr map) const;
};

} // namespace sonde

#endif // SONDE_TRANSFORMS_CONVERSION_MODULESYMBOLS_H
