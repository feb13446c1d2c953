//===- ProbeConverter.h - One probe as a program --------------------------===//
//
// Goes over the operations of a probe, or of a callback of it, once, in an order in which
// definitions come before uses, and builds the program beside it. Not a set of patterns: what local
// memory becomes (a buffer, or a part of an event's record) depends on where a pointer comes from
// and not on its type, so a type converter could not say it.
//
// The functions `convert` are grouped by theme into the files Convert….cpp.
//
//===----------------------------------------------------------------------===//
#ifndef SONDE_TRANSFORMS_CONVERSION_PROBECONVERTER_H
#define SONDE_TRANSFORMS_CONVERSION_PROBECONVERTER_H

#include "lib/Transforms/Conversion/ModuleSymbols.h"

#include "dialect/BPF/IR/BPF.h"
#include "dialect/Tracing/IR/Tracing.h"

#include "mlir/IR/Builders.h"
#include "mlir/IR/IRMapping.h"
#include "llvm/ADT/DenseMap.h"

namespace sonde {

/// Memory of the program: `offset` bytes behind `base`.
struct Place {
  mlir::Value base;
  uint64_t offset = 0;
  uint64_t baseAlign = 8;

  Place at(uint64_t distance) const { return {base, offset + distance, baseAlign}; }
  /// What the offset leaves of the alignment of the base.
  uint64_t align() const {
    return offset % baseAlign ? std::min(baseAlign, offset & (~offset + 1)) : baseAlign;
  }
};

class ProbeConverter {
public:
  ProbeConverter(tr::ProbeOp probe, ModuleSymbols &symbols, const bpf::TargetEnv &target)
      : probe(probe), symbols(symbols), target(target), builder(probe), loc(probe.getLoc()) {}

  /// Builds the program behind the probe, which stays.
  mlir::LogicalResult convert();
  /// Builds the function behind the probe's callback, which stays.
  mlir::LogicalResult convert(tr::CallbackOp callback);

private:
  tr::ProbeOp probe;
  ModuleSymbols &symbols;
  const bpf::TargetEnv &target;
  mlir::OpBuilder builder;
  mlir::Location loc;                        ///< Of the operation that is being converted.
  mlir::Operation *function = nullptr;       ///< The bpf.prog or bpf.callback that is built.
  mlir::Value context;                       ///< The argument that is the probe's context, if any.
  mlir::IRMapping values;                    ///< Integers, typed pointers, the context, blocks.
  llvm::DenseMap<mlir::Value, Place> places; ///< Pointers to local memory.
  /// Slots that hold keys since the current block began.
  struct KeySlots {
    llvm::DenseMap<mlir::Value, mlir::Value> keys;
    mlir::Value zero; ///< The key of an array's one entry.
  };
  KeySlots slots;

  // Control flow and dispatch: ProbeConverter.cpp, ConvertControlFlow.cpp.
  mlir::LogicalResult checkPlanned(mlir::Operation *code);
  void createBlocks(llvm::ArrayRef<mlir::Block *> blocks);
  mlir::LogicalResult convertBlocks(llvm::ArrayRef<mlir::Block *> blocks);
  void createBlock(mlir::Block &block);
  mlir::LogicalResult convertBlock(mlir::Block &block);
  mlir::LogicalResult convertOp(mlir::Operation *op);
  mlir::LogicalResult convertForeign(mlir::Operation *op);
  mlir::LogicalResult convert(tr::ReturnOp op);
  /// A new block behind the current one. Does not move the insertion point.
  mlir::Block *addBlock(mlir::TypeRange arguments = {});
  void branchTo(mlir::Block *block, mlir::ValueRange operands = {});
  void continueIn(mlir::Block *block) { builder.setInsertionPointToEnd(block); }
  /// Executes `then` if `condition`, and goes on.
  void createIf(mlir::Value condition, llvm::function_ref<void()> then);

  // Values and memory: ProbeConverter.cpp.
  mlir::Value value(mlir::Value of) const { return values.lookup(of); }
  const Place &place(mlir::Value pointer) const { return places.find(pointer)->second; }
  bool isPlaced(mlir::Value operand) const { return places.count(operand); }
  mlir::Value constant(int64_t number, unsigned bits = 64);
  /// As a 64-bit integer, if it is a pointer; others as they are.
  mlir::Value number(mlir::Value converted);
  mlir::Value resize(mlir::Value integer, mlir::Type type);
  Place createBuffer(uint64_t size);
  /// A slot with the value in it.
  Place createSlot(mlir::Value converted, uint64_t size);
  /// A pointer to `size` bytes.
  mlir::Value pointerTo(const Place &place, uint64_t size);
  /// An integer or address of this type of the tracing dialect.
  mlir::Value load(const Place &from, mlir::Type type);
  /// Bytes that may not be aligned, put together.
  mlir::Value loadParts(const Place &from, unsigned bits);
  void store(mlir::Value converted, const Place &to);
  void copy(const Place &to, const Place &from, uint64_t size);
  void zero(const Place &at, uint64_t size);
  Place global(mlir::FlatSymbolRefAttr symbol);
  mlir::Value callHelper(llvm::StringRef name, mlir::ValueRange arguments = {},
                         mlir::Type type = {});
  /// Converts an operand (a value, or a pointer to one) into memory of that type.
  void write(mlir::Value operand, mlir::Type type, const Place &to);
  /// Yields or writes the value of this type that is in memory.
  mlir::LogicalResult deliver(tr::InPlaceOpInterface op, const Place &from);
  /// The type of a typed pointer, or `i64` where nothing is known of it.
  mlir::Type typedPointer(tr::PtrType type);

  // Builtins, context, arithmetic, records: ConvertValues.cpp.
  mlir::LogicalResult convert(tr::BuiltinOp op);
  mlir::LogicalResult convert(tr::ClockOp op);
  mlir::LogicalResult convert(tr::RandomOp op);
  mlir::LogicalResult convert(tr::CtxFieldOp op);
  mlir::LogicalResult convert(tr::CtxArgOp op);
  mlir::LogicalResult convert(tr::RetvalOp op);
  mlir::LogicalResult convert(tr::CtxRegOp op);
  mlir::LogicalResult convert(tr::CtxMemberOp op);
  mlir::LogicalResult convert(tr::FuncAddrOp op);
  mlir::LogicalResult convert(tr::ParamValueOp op);
  mlir::LogicalResult convert(tr::RecordOp op);
  mlir::LogicalResult convert(tr::ExtractOp op);
  mlir::LogicalResult convert(tr::DivOp op);
  mlir::LogicalResult convert(tr::RemOp op);
  mlir::LogicalResult convert(tr::ShiftOp op);
  mlir::LogicalResult convert(tr::Log2BucketOp op);
  mlir::LogicalResult convert(tr::LinearBucketOp op);
  mlir::LogicalResult convert(tr::CallOp op);
  mlir::Value currentTask(tr::BuiltinOp op);
  mlir::Value loadContext(mlir::Value context, uint64_t offset, unsigned bits);
  mlir::Value bitLength(mlir::Value integer);

  // Structs, arrays, bytes: ConvertParts.cpp.
  mlir::LogicalResult convert(tr::MemberOp op);
  mlir::LogicalResult convert(tr::ComposeOp op);
  mlir::LogicalResult convert(tr::ElementOp op);
  mlir::LogicalResult convert(tr::InRangeOp op);
  mlir::LogicalResult convert(tr::EqualOp op);
  mlir::LogicalResult convert(tr::BitcastOp op);

  // Text: ConvertText.cpp.
  mlir::LogicalResult convert(tr::ConstStrOp op);
  mlir::LogicalResult convert(tr::StrCastOp op);
  mlir::LogicalResult convert(tr::StrCmpOp op);
  mlir::Value equalsConstant(const Place &text, uint64_t capacity, llvm::StringRef constant,
                             uint64_t compared);
  mlir::Value equals(const Place &lhs, const Place &rhs, uint64_t compared);
  mlir::Value isLess(const Place &lhs, const Place &rhs, uint64_t compared);
  mlir::Value isLessOr(mlir::Value a, mlir::Value b, mlir::Value otherwise);
  std::pair<mlir::Value, mlir::Value> firstDifference(const Place &lhs, const Place &rhs,
                                                      uint64_t size);
  Place aligned(const Place &bytes, uint64_t size);

  // Text: ConvertTextLength.cpp.
  mlir::LogicalResult convert(tr::StrLenOp op);
  mlir::Value lengthInWords(const Place &text, uint64_t size, mlir::Value otherwise);
  mlir::Value bytesBefore(mlir::Value zeros);

  // Bytes: ConvertBytes.cpp.
  mlir::LogicalResult convert(tr::PackOp op);
  mlir::LogicalResult convert(tr::BufOp op);
  mlir::LogicalResult convert(tr::BufCastOp op);
  mlir::LogicalResult convert(tr::ReadBufOp op);
  /// Writes the number of bytes of a buffer. Yields where they are, and how many
  /// when that is only known at run time; then they are zero.
  Place beginBuffer(const Place &to, uint64_t capacity, mlir::Value length, mlir::Value &given);

  // Stacks: ConvertStacks.cpp.
  mlir::LogicalResult convert(tr::CaptureStackOp op);
  mlir::LogicalResult convert(tr::StackDepthOp op);
  mlir::Value hashFrames(const Place &frames, uint64_t size, mlir::Value length);
  void keepFrames(tr::CaptureStackOp op, const Place &key, const Place &frames, uint64_t size);

  // Variables, addresses, reads: ConvertMemory.cpp.
  mlir::LogicalResult convert(tr::LocalOp op);
  mlir::LogicalResult convert(tr::LoadLocalOp op);
  mlir::LogicalResult convert(tr::StoreLocalOp op);
  mlir::LogicalResult convert(tr::BufferOp op);
  mlir::LogicalResult convert(tr::LocalAddrOp op);
  mlir::LogicalResult convert(tr::FieldPtrOp op);
  mlir::LogicalResult convert(tr::ElemPtrOp op);
  mlir::LogicalResult convert(tr::PtrCastOp op);
  mlir::LogicalResult convert(tr::ReadOp op);
  mlir::LogicalResult convert(tr::ReadStrOp op);
  void readLastByte(tr::ReadStrOp op, const Place &to, uint64_t size, mlir::Value length);

  // Maps: ConvertMaps.cpp.
  mlir::LogicalResult convert(tr::MapGetOp op);
  mlir::LogicalResult convert(tr::MapHasOp op);
  mlir::LogicalResult convert(tr::MapSetOp op);
  mlir::LogicalResult convert(tr::MapDeleteOp op);
  mlir::LogicalResult convert(tr::MapAddrOp op);
  mlir::LogicalResult convert(tr::MapUpdateOp op);
  mlir::LogicalResult convert(tr::MapFoldOp op);
  mlir::Value keyPointer(const MapAccess &map, mlir::Value key);
  mlir::Value lookUp(const MapAccess &map, mlir::Value key);
  /// The one entry of an array, which is always there.
  Place arrayEntry(const MapAccess &map);
  Place valueOrZero(const MapAccess &map, mlir::Value key, uint64_t size);
  void markPresent(const MapAccess &map, const Place &entry);
  mlir::Value deleteEntry(const MapAccess &map, const Place &entry);
  mlir::Value deleteOnAllCpus(const MapAccess &map);
  void updateInEpoch(tr::MapUpdateOp op, const Place &first);
  mlir::Value updateWords(tr::MapUpdateOp op, const MapAccess &map, const Place &entry);
  mlir::Value updateWord(tr::MapUpdateOp op, const MapAccess &map, unsigned index,
                         const Place &word);
  mlir::Value updated(tr::UpdateKind kind, mlir::Value before, mlir::Value operand);
  /// Yields what the word was, where that is wanted.
  mlir::Value updateShared(tr::UpdateKind kind, const Place &word, mlir::Value operand,
                           bool wantsOld);
  mlir::Value exchangeShared(tr::UpdateKind kind, const Place &word, mlir::Value operand);
  mlir::Value firstWord(tr::MapUpdateOp op, unsigned i);
  mlir::Value updateArray(tr::MapUpdateOp op, const MapAccess &map);
  mlir::Value updateHash(tr::MapUpdateOp op, const MapAccess &map);
  void createEntry(tr::MapUpdateOp op, const MapAccess &map, mlir::Value key, mlir::Block *hit,
                   mlir::Block *next);
  mlir::Value createInitialValue(tr::MapUpdateOp op, const MapAccess &map);

  // What all CPUs hold: ConvertPerCpu.cpp.
  using OnCpu = llvm::function_ref<llvm::SmallVector<mlir::Value>(const Place &, mlir::ValueRange)>;
  /// Visits each CPU's value, with what the visit before it yielded.
  llvm::SmallVector<mlir::Value> forEachCpu(const MapAccess &map, mlir::Value key,
                                            mlir::ValueRange initial, OnCpu visit);
  // Callbacks and iterators: ConvertLoops.cpp.
  void convertEntry(tr::CallbackOp callback);
  mlir::LogicalResult convert(tr::NextOp op);
  mlir::LogicalResult convert(tr::LeaveOp op);
  mlir::LogicalResult convert(tr::RunLoopOp op);
  mlir::LogicalResult convert(tr::IterNumNewOp op);
  mlir::LogicalResult convert(tr::IterNumNextOp op);
  mlir::LogicalResult convert(tr::IterNumDestroyOp op);
  mlir::LogicalResult convert(tr::MayGotoOp op);
  mlir::LogicalResult convert(tr::ForgetOp op);

  // Events and errors: ConvertEvents.cpp.
  mlir::LogicalResult convert(tr::EmitOp op);
  mlir::LogicalResult convert(tr::ReportOp op);
  mlir::LogicalResult fillRecord(tr::EmitOp op, mlir::Value record);
  void count(const char *counters, uint64_t index);
  /// Counts a failure at the site, if there is one and `failed` holds.
  void report(mlir::FlatSymbolRefAttr site, mlir::Value failed);
  void reportNegative(mlir::FlatSymbolRefAttr site, mlir::Value result);
};

// What is done with a text in local memory decides how it is made.

/// May anything read the bytes behind its NUL?
bool needsZeroFill(mlir::Value pointer);
/// The operand that an (in)equality compares by constant words; null if none.
mlir::Value constantOperand(tr::StrCmpOp op);
/// Is it a constant that nothing but such comparisons use?
bool isOnlyCompared(mlir::Value pointer);

} // namespace sonde

#endif // SONDE_TRANSFORMS_CONVERSION_PROBECONVERTER_H
