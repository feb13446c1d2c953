//===- ModuleSymbols.cpp - What programs need to know of the module -------===//
#include "lib/Transforms/Conversion/ModuleSymbols.h"

#include "dialect/BPF/IR/Memory.h"
#include "dialect/Tracing/IR/Layout.h"

#include "mlir/Dialect/LLVMIR/LLVMTypes.h"
#include "llvm/ADT/TypeSwitch.h"
#include "llvm/Support/MathExtras.h"

using namespace mlir;

namespace sonde {

/// BPF_F_NO_PREALLOC.
constexpr uint64_t kAllocateWhenNeeded = 1;
/// Up to here, in bytes on each CPU, a hash's entries are allocated when it is
/// created: that takes a few milliseconds at most. Entries that are allocated when
/// needed can be refused with ENOMEM where interrupts are off and several are
/// needed at once, as in `sched` tracepoints (Linux 6.18).
constexpr uint64_t kAllocateAtOnce = uint64_t{256} << 10;

/// Different stacks that are kept: a stack of 127 frames takes 1 KiB, but only
/// once it is there, unless a kernel must allocate all entries beforehand.
constexpr uint64_t kStacks = 65536, kStacksAtOnce = 4096;

ModuleSymbols::ModuleSymbols(ModuleOp module) : module(module), symbols(module) {}

//===----------------------------------------------------------------------===//
// Facts
//===----------------------------------------------------------------------===//

LogicalResult ModuleSymbols::collect() {
  bool isPlanned = true;
  uint64_t errorCount = 0;
  for (Operation &op : *module.getBody()) {
    if (auto map = dyn_cast<tr::MapOp>(op))
      isPlanned &= succeeded(collect(map));
    else if (auto event = dyn_cast<tr::EventOp>(op))
      isPlanned &= succeeded(collect(event));
    else if (auto site = dyn_cast<tr::ErrorSiteOp>(op))
      errorSites[site.getSymName()] = errorCount++;
    else if (auto param = dyn_cast<tr::ParamOp>(op))
      collect(param);
  }
  for (const auto &entry : events) {
    tr::EventOp event = entry.second;
    if (*event.getId() >= events.size()) {
      event.emitError() << "the event has number " << *event.getId() << " of " << events.size();
      isPlanned = false;
    }
  }
  return success(isPlanned);
}

LogicalResult ModuleSymbols::collect(tr::MapOp map) {
  std::optional<tr::StorageAttr> storage = map.getStorage();
  if (!storage)
    return map.emitError("the map has no storage; run 'tracing-select-maps' first");
  if (storage->isArray() != map.isScalar())
    return map.emitError("an array holds a map without keys, and nothing else");
  StringRef name = map.getSymName();
  MapAccess access;
  access.map = map;
  // The nameless map is `@__` here, and `AT_` in the object file.
  access.symbol =
      FlatSymbolRefAttr::get(module.getContext(), "AT_" + (name == "__" ? "" : name).str());
  access.value = tr::withoutSigns(map.getValueType());
  access.keySize = map.isScalar() ? 4 : tr::sizeInBytes(map.getKeyType(), map);
  access.valueSize = tr::sizeInBytes(map.getValueType(), map);
  access.isArray = storage->isArray();
  access.isPerCpu = storage->isPerCpu();
  if (access.keySize == 0 || access.valueSize == 0)
    return map.emitError() << "the keys or values of '" << map.scriptName() << "' have no size";
  maps[name] = access;
  return success();
}

LogicalResult ModuleSymbols::collect(tr::EventOp event) {
  if (!event.getId() || !event.getLayout())
    return event.emitError("the event has no layout; run 'tracing-layout-events' first");
  events[event.getSymName()] = event;
  return success();
}

/// Each parameter at a multiple of 8, because the runtime writes words.
void ModuleSymbols::collect(tr::ParamOp param) {
  uint64_t size = tr::sizeInBytes(param.getType(), param);
  params[param.getSymName()] = paramsSize;
  paramBytes.resize(paramsSize);
  if (auto text = dyn_cast<StringAttr>(param.getValue())) {
    paramBytes += text.getValue();
  } else {
    uint64_t number = cast<IntegerAttr>(param.getValue()).getValue().getZExtValue();
    for (uint64_t i = 0; i < size; ++i)
      paramBytes += static_cast<char>(number >> (8 * i));
  }
  paramsSize = llvm::alignTo(paramsSize + size, 8);
}

FlatSymbolRefAttr ModuleSymbols::mapSymbol(FlatSymbolRefAttr map) const {
  return map ? this->map(map.getValue()).symbol : FlatSymbolRefAttr();
}

//===----------------------------------------------------------------------===//
// Global data
//===----------------------------------------------------------------------===//

bpf::GlobalOp ModuleSymbols::addBytes(Location loc, StringRef name, uint64_t size, StringRef init) {
  auto builder = OpBuilder::atBlockBegin(module.getBody());
  auto type = LLVM::LLVMArrayType::get(builder.getI8Type(), size);
  auto global =
      builder.create<bpf::GlobalOp>(loc, name, bpf::GlobalKind::Rodata, type,
                                    init.empty() ? StringAttr() : builder.getStringAttr(init));
  symbols.insert(global, module.getBody()->begin());
  return global;
}

uint64_t ModuleSymbols::cpusOffset() {
  if (!cpusParam) {
    cpusParam = paramsSize;
    paramsSize += 8;
    paramBytes.resize(paramsSize);
  }
  return *cpusParam;
}

FlatSymbolRefAttr ModuleSymbols::zeros(uint64_t size) {
  if (!zeroGlobal)
    zeroGlobal = addBytes(module.getLoc(), "sonde_zeros", size, "");
  auto type = cast<LLVM::LLVMArrayType>(zeroGlobal.getType());
  if (type.getNumElements() < size)
    zeroGlobal.setType(LLVM::LLVMArrayType::get(type.getElementType(), size));
  return FlatSymbolRefAttr::get(zeroGlobal.getSymNameAttr());
}

FlatSymbolRefAttr ModuleSymbols::bitLengths() {
  if (!bitLengthGlobal) {
    std::string table;
    for (unsigned byte = 0; byte < 256; ++byte)
      table += static_cast<char>(llvm::bit_width(byte));
    bitLengthGlobal = addBytes(module.getLoc(), "sonde_bit_lengths", table.size(), table);
  }
  return FlatSymbolRefAttr::get(bitLengthGlobal.getSymNameAttr());
}

FlatSymbolRefAttr ModuleSymbols::text(StringRef text, uint64_t size) {
  FlatSymbolRefAttr &symbol = texts[std::to_string(size) + ":" + text.str()];
  if (!symbol) {
    std::string name = "sonde_text_" + std::to_string(texts.size() - 1);
    symbol = FlatSymbolRefAttr::get(addBytes(module.getLoc(), name, size, text).getSymNameAttr());
  }
  return symbol;
}

FlatSymbolRefAttr ModuleSymbols::frames(uint64_t size) {
  FlatSymbolRefAttr &symbol = frameMaps[size];
  if (symbol)
    return symbol;
  auto builder = OpBuilder::atBlockBegin(module.getBody());
  Type words = builder.getI64Type(), count = builder.getI32Type();
  // Hash and number of frames, without a hole.
  Type key = LLVM::LLVMArrayType::get(count, 3);
  Type value = LLVM::LLVMArrayType::get(words, size / 8);
  bool whenNeeded = bpf::TargetEnv::lookup(module).has(bpf::Feature::prealloc_free_hash);
  auto map = builder.create<bpf::MapOp>(
      module.getLoc(), kFrames + std::to_string(size), bpf::MapKind::Hash, TypeAttr::get(key),
      TypeAttr::get(value), whenNeeded ? kStacks : kStacksAtOnce,
      whenNeeded ? kAllocateWhenNeeded : 0, StringAttr(), TypeAttr(), TypeAttr());
  symbols.insert(map, module.getBody()->begin());
  return symbol = FlatSymbolRefAttr::get(map.getSymNameAttr());
}

/// Not read-only: the verifier knows what that holds.
FlatSymbolRefAttr ModuleSymbols::unknown() {
  if (!unknownGlobal) {
    auto builder = OpBuilder::atBlockBegin(module.getBody());
    unknownGlobal = builder.create<bpf::GlobalOp>(module.getLoc(), kUnknown, bpf::GlobalKind::Bss,
                                                  builder.getI64Type(), StringAttr());
    symbols.insert(unknownGlobal, module.getBody()->begin());
  }
  return FlatSymbolRefAttr::get(unknownGlobal.getSymNameAttr());
}

/// `struct bpf_iter_num` has 8 bytes; libbpf compares the kinds of types only.
FlatSymbolRefAttr ModuleSymbols::iterator(Iterator function) {
  MLIRContext *context = module.getContext();
  auto builder = OpBuilder::atBlockBegin(module.getBody());
  const char *type = "bpf_iter_num";
  if (!symbols.lookup(type))
    symbols.insert(builder.create<bpf::CoreTypeOp>(module.getLoc(), type, 8, /*is_union=*/false,
                                                   /*relocate=*/false, builder.getArrayAttr({})),
                   module.getBody()->begin());
  Type number = builder.getIntegerType(32, /*isSigned=*/true);
  Type state = tr::PtrType::get(context, tr::StructType::get(context, type), tr::AddrSpace::Kernel);
  StringRef name;
  FunctionType signature;
  switch (function) {
  case Iterator::New:
    name = bpf::kIterNumNew;
    signature = builder.getFunctionType({state, number, number}, number);
    break;
  case Iterator::Next:
    name = bpf::kIterNumNext;
    signature =
        builder.getFunctionType(state, tr::PtrType::get(context, number, tr::AddrSpace::Kernel));
    break;
  case Iterator::Destroy:
    name = bpf::kIterNumDestroy;
    signature = builder.getFunctionType(state, {});
    break;
  }
  if (!symbols.lookup(name))
    symbols.insert(builder.create<bpf::ExternOp>(module.getLoc(), name, "kfunc", signature),
                   module.getBody()->begin());
  return FlatSymbolRefAttr::get(context, name);
}

void ModuleSymbols::addWords(StringRef name, uint64_t count) {
  if (count == 0)
    return;
  auto builder = OpBuilder::atBlockBegin(module.getBody());
  auto type = LLVM::LLVMArrayType::get(builder.getI64Type(), count);
  builder.create<bpf::GlobalOp>(module.getLoc(), name, bpf::GlobalKind::Bss, type, StringAttr());
}

void ModuleSymbols::addParams() {
  if (paramsSize == 0)
    return;
  auto builder = OpBuilder::atBlockBegin(module.getBody());
  if (cpusParam) {
    auto type = builder.getIntegerType(64, /*isSigned=*/false);
    symbols.insert(builder.create<bpf::ParamOp>(module.getLoc(), "cpus", kCpus, type, *cpusParam,
                                                /*fallback=*/"0",
                                                /*description=*/StringAttr()),
                   module.getBody()->begin());
  }
  auto type = LLVM::LLVMArrayType::get(builder.getI8Type(), paramsSize);
  builder.create<bpf::GlobalOp>(module.getLoc(), kParams, bpf::GlobalKind::Rodata, type,
                                builder.getStringAttr(paramBytes), /*is_volatile=*/true);
}

//===----------------------------------------------------------------------===//
// Symbols of the script
//===----------------------------------------------------------------------===//

/// The memory of a key or value, as LLVM describes it. It has the size and
/// offsets of dialect/Tracing/IR/Layout.h.
Type ModuleSymbols::layoutOf(Type type) {
  Builder builder(module.getContext());
  auto bytes = [&](uint64_t size) -> Type {
    return LLVM::LLVMArrayType::get(builder.getI8Type(), size);
  };
  return llvm::TypeSwitch<Type, Type>(type)
      .Case([&](IntegerType integer) {
        return builder.getIntegerType(std::max(8u, integer.getWidth()));
      })
      .Case([&](tr::PtrType) { return builder.getI64Type(); })
      .Case([&](tr::EnumType type) { return builder.getIntegerType(type.getWidth()); })
      .Case([&](tr::ArrayType array) {
        return LLVM::LLVMArrayType::get(layoutOf(array.getElement()), array.getCount());
      })
      .Case([&](tr::TaggedType tagged) { return layoutOf(tagged.getType()); })
      .Case(
          [&](tr::StackType) -> Type { return LLVM::LLVMArrayType::get(builder.getI64Type(), 2); })
      .Case([&](tr::RecordType record) {
        return LLVM::LLVMStructType::getLiteral(
            module.getContext(), llvm::map_to_vector(record.getTypes(), [&](Type element) {
              return layoutOf(element);
            }));
      })
      .Case([&](tr::AggType state) -> Type {
        if (state.wordCount() == 1)
          return builder.getI64Type();
        return LLVM::LLVMArrayType::get(builder.getI64Type(), state.wordCount());
      })
      .Default([&](Type other) { return bytes(tr::sizeInBytes(other, module)); });
}

static bpf::MapKind kindOf(tr::Storage storage) {
  switch (storage) {
  case tr::Storage::Hash:
    return bpf::MapKind::Hash;
  case tr::Storage::LruHash:
    return bpf::MapKind::LruHash;
  case tr::Storage::PercpuHash:
    return bpf::MapKind::PercpuHash;
  case tr::Storage::PercpuLruHash:
    return bpf::MapKind::LruPercpuHash;
  case tr::Storage::Array:
    return bpf::MapKind::Array;
  case tr::Storage::PercpuArray:
    return bpf::MapKind::PercpuArray;
  }
  llvm_unreachable("all kinds are above");
}

void ModuleSymbols::convertMap(OpBuilder &builder, tr::MapOp map) {
  const MapAccess &access = this->map(map.getSymName());
  tr::StorageAttr storage = *map.getStorage();
  Type key = map.isScalar() ? builder.getI32Type() : layoutOf(map.getKeyType());
  Type value = layoutOf(map.getValueType());
  if (access.isArray)
    value = LLVM::LLVMStructType::getLiteral(module.getContext(), {value, builder.getI64Type()});
  bool isPlainHash =
      storage.getKind() == tr::Storage::Hash || storage.getKind() == tr::Storage::PercpuHash;
  uint64_t entry = bpf::layoutSize(key).value_or(0) + bpf::layoutSize(value).value_or(0);
  bool whenNeeded = isPlainHash && storage.getMaxEntries() * entry > kAllocateAtOnce &&
                    bpf::TargetEnv::lookup(module).has(bpf::Feature::prealloc_free_hash);
  builder.create<bpf::MapOp>(map.getLoc(), access.symbol.getValue(), kindOf(storage.getKind()),
                             TypeAttr::get(key), TypeAttr::get(value), storage.getMaxEntries(),
                             whenNeeded ? kAllocateWhenNeeded : 0,
                             builder.getStringAttr(map.scriptName()), map.getValueTypeAttr(),
                             map.isScalar() ? TypeAttr() : map.getKeyTypeAttr());
}

void ModuleSymbols::convertEvent(OpBuilder &builder, tr::EventOp event) {
  tr::LayoutAttr layout = *event.getLayout();
  SmallVector<int64_t> offsets(layout.getOffsets());
  builder.create<bpf::EventOp>(
      event.getLoc(), event.getSymName(), *event.getId(), tr::stringifyEventKind(event.getKind()),
      layout.getSize(), event.getFormatAttr(), event.getFields(), offsets,
      mapSymbol(event.getMapAttr()), event.getTopAttr(), event.getDivAttr());
}

void ModuleSymbols::convertErrorSite(OpBuilder &builder, tr::ErrorSiteOp site) {
  builder.create<bpf::ErrorSiteOp>(site.getLoc(), site.getSymName(), errorIndex(site.getSymName()),
                                   tr::stringifyErrorKind(site.getKind()), site.getHelperAttr(),
                                   mapSymbol(site.getMapAttr()));
}

void ModuleSymbols::convertStruct(OpBuilder &builder, tr::StructOp definition) {
  builder.create<bpf::CoreTypeOp>(definition.getLoc(), definition.getSymName(),
                                  definition.getSize(), definition.getIsUnion(),
                                  definition.getRelocate(), definition.getMembers());
}

void ModuleSymbols::convertEnum(OpBuilder &builder, tr::EnumOp names) {
  builder.create<bpf::EnumOp>(names.getLoc(), names.getSymName(), names.getNames());
}

void ModuleSymbols::convertParam(OpBuilder &builder, tr::ParamOp param) {
  if (param.getKnown())
    return; // Not for the user to choose any more.
  std::string fallback;
  if (auto text = dyn_cast<StringAttr>(param.getValue()))
    fallback = text.str();
  else
    fallback = std::to_string(cast<IntegerAttr>(param.getValue()).getValue().getSExtValue());
  builder.create<bpf::ParamOp>(param.getLoc(), param.getSymName(), param.getName(), param.getType(),
                               paramOffset(param.getSymName()), fallback,
                               param.getDescriptionAttr());
}

void ModuleSymbols::convertFunction(OpBuilder &builder, tr::CFuncOp function) {
  builder.create<bpf::ExternOp>(function.getLoc(), function.getSymName(), "c",
                                function.getFunctionType());
}

void ModuleSymbols::convert(uint64_t ringbufSize) {
  addWords(kErrors, errorSites.size());
  addWords(kLost, events.size());
  addParams();
  if (!events.empty()) {
    auto builder = OpBuilder::atBlockBegin(module.getBody());
    builder.create<bpf::MapOp>(module.getLoc(), kRingbuf, bpf::MapKind::Ringbuf, TypeAttr(),
                               TypeAttr(), ringbufSize, /*flags=*/0, StringAttr(), TypeAttr(),
                               TypeAttr());
  }
  for (Operation &op : llvm::make_early_inc_range(*module.getBody())) {
    OpBuilder builder(&op);
    bool isConverted =
        llvm::TypeSwitch<Operation *, bool>(&op)
            .Case([&](tr::MapOp map) { return convertMap(builder, map), true; })
            .Case([&](tr::EventOp event) { return convertEvent(builder, event), true; })
            .Case([&](tr::ErrorSiteOp site) { return convertErrorSite(builder, site), true; })
            .Case([&](tr::EnumOp names) { return convertEnum(builder, names), true; })
            .Case([&](tr::ParamOp param) { return convertParam(builder, param), true; })
            .Case([&](tr::CFuncOp function) { return convertFunction(builder, function), true; })
            .Default([](Operation *) { return false; });
    if (isConverted)
      op.erase();
  }
  // Last, because the sizes of keys and values are asked of them.
  for (auto type : llvm::make_early_inc_range(module.getOps<tr::StructOp>())) {
    OpBuilder builder(type);
    convertStruct(builder, type);
    type.erase();
  }
}

} // namespace sonde
