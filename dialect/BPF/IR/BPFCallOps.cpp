//===- BPFCallOps.cpp - Helpers, maps, functions --------------------------===//
#include "dialect/BPF/IR/BPF.h"
#include "dialect/BPF/IR/Memory.h"

#include "mlir/IR/Matchers.h"
#include "llvm/ADT/STLExtras.h"

using namespace mlir;
using namespace sonde::bpf;

using Effects = SmallVectorImpl<MemoryEffects::EffectInstance>;

static void reads(Effects &effects, OpOperand &pointer) {
  effects.emplace_back(MemoryEffects::Read::get(), &pointer);
}

static void writes(Effects &effects, OpOperand &pointer) {
  effects.emplace_back(MemoryEffects::Write::get(), &pointer);
}

//===- bpf.helper ---------------------------------------------------------===//

/// A helper's name; its number, where Helpers.def has none.
static ParseResult parseHelperName(OpAsmParser &parser, IntegerAttr &id) {
  Type i32 = parser.getBuilder().getI32Type();
  StringRef name;
  SMLoc loc = parser.getCurrentLocation();
  int32_t number;
  OptionalParseResult parsedNumber = parser.parseOptionalInteger(number);
  if (parsedNumber.has_value()) {
    id = IntegerAttr::get(i32, number);
    return *parsedNumber;
  }
  if (parser.parseKeyword(&name))
    return failure();
  const HelperInfo *helper = helperByName(name);
  if (!helper)
    return parser.emitError(loc) << "unknown helper '" << name << "'";
  id = IntegerAttr::get(i32, helper->id);
  return success();
}

static void printHelperName(OpAsmPrinter &printer, HelperCallOp, IntegerAttr id) {
  if (const HelperInfo *helper = helperById(id.getInt()))
    printer << helper->name;
  else
    printer << id.getInt();
}

/// Without the space that an enumeration prints before itself.
static ParseResult parseOnNull(OpAsmParser &parser, OnNullAttr &action) {
  StringRef word;
  SMLoc loc = parser.getCurrentLocation();
  if (parser.parseKeyword(&word))
    return failure();
  std::optional<OnNull> value = symbolizeOnNull(word);
  if (!value)
    return parser.emitError(loc) << "expected 'leave' or 'zero'";
  action = OnNullAttr::get(parser.getContext(), *value);
  return success();
}

static void printOnNull(OpAsmPrinter &printer, RequireNonnullOp, OnNullAttr action) {
  printer << stringifyOnNull(action.getValue());
}

static bool isUsablePointer(Type type) {
  auto pointer = dyn_cast<PtrType>(type);
  return pointer && !pointer.getNullable();
}

/// Memory of the program: what a helper may be given a pointer to.
static bool isOwnMemory(Type type) {
  if (!isUsablePointer(type))
    return false;
  PtrKind kind = cast<PtrType>(type).getKind();
  return kind != PtrKind::Ctx && kind != PtrKind::BtfId;
}

/// What an argument of this kind has to be, or null if `type` is that.
static const char *argumentMismatch(HelperArgument kind, Type type) {
  switch (kind) {
  case HelperArgument::Key:
  case HelperArgument::Value:
  case HelperArgument::Memory:
  case HelperArgument::Out:
    return isOwnMemory(type) ? nullptr : "a pointer to memory of the program";
  case HelperArgument::Size:
  case HelperArgument::Number:
    return type.isInteger(64) || type.isInteger(32) ? nullptr : "an 'i64' or 'i32'";
  case HelperArgument::Address:
    return type.isInteger(64) ? nullptr : "an address, 'i64'";
  case HelperArgument::Ctx:
    return isUsablePointer(type) && cast<PtrType>(type).getKind() == PtrKind::Ctx ? nullptr
                                                                                  : "the context";
  case HelperArgument::Map:
  case HelperArgument::Record:
  case HelperArgument::Function:
    break; // Such helpers have been refused before.
  }
  return nullptr;
}

static LogicalResult verifyHelperResult(HelperCallOp op, const HelperInfo &helper) {
  Type type = op.getResult().getType();
  auto pointer = dyn_cast<PtrType>(type);
  if (helper.result == HelperResult::Task) {
    if (pointer && pointer.getKind() == PtrKind::BtfId && !pointer.getNullable())
      return success();
    return op.emitOpError() << "'" << helper.name << "' yields a 'btf_id' pointer";
  }
  if (pointer)
    return op.emitOpError() << "'" << helper.name << "' yields an integer";
  return success();
}

/// A constant size must fit the object of the pointer before it.
static LogicalResult verifyHelperSizes(HelperCallOp op, const HelperInfo &helper) {
  for (unsigned i = 1; i < helper.arguments.size(); ++i) {
    APInt size;
    if (helper.arguments[i] != HelperArgument::Size ||
        !matchPattern(op.getArguments()[i], m_ConstantInt(&size)))
      continue;
    AccessKind kind =
        helper.arguments[i - 1] == HelperArgument::Out ? AccessKind::Write : AccessKind::Read;
    if (failed(verifyAccess(op, op.getArguments()[i - 1], 0, size.getZExtValue(), kind)))
      return failure();
  }
  return success();
}

void HelperCallOp::build(OpBuilder &builder, OperationState &state, Type result, StringRef helper,
                         ValueRange arguments) {
  const HelperInfo *info = helperByName(helper);
  assert(info && "not in Helpers.def");
  build(builder, state, result, info->id, arguments);
}

uint32_t HelperCallOp::getHelperId() { return getId(); }

LogicalResult HelperCallOp::verify() {
  const HelperInfo *helper = getInfo();
  if (!helper)
    return emitOpError() << "there is no helper " << getId() << " in Helpers.def";
  if (helper->effects == HelperEffects::Anything)
    return emitOpError() << "'" << helper->name
                         << "' handles maps or records, which needs an operation of its own";
  if (helper->arguments.size() != getArguments().size())
    return emitOpError() << "'" << helper->name << "' takes " << helper->arguments.size()
                         << " arguments, not " << getArguments().size();
  for (auto [index, kind, argument] : llvm::enumerate(helper->arguments, getArguments()))
    if (const char *expected = argumentMismatch(kind, argument.getType()))
      return emitOpError() << "argument " << index << " of '" << helper->name << "' is " << expected
                           << ", not " << argument.getType();
  if (failed(verifyHelperResult(*this, *helper)))
    return failure();
  return verifyHelperSizes(*this, *helper);
}

void HelperCallOp::getEffects(Effects &effects) {
  const HelperInfo *helper = getInfo();
  HelperEffects kind = helper ? helper->effects : HelperEffects::Anything;
  switch (kind) {
  case HelperEffects::Constant:
    return;
  case HelperEffects::Fresh:
    // As if it allocated its result: never merged, but dropped when unused.
    effects.emplace_back(MemoryEffects::Allocate::get(), cast<OpResult>(getResult()),
                         ClockResource::get());
    return;
  case HelperEffects::Anything:
    effects.emplace_back(MemoryEffects::Read::get());
    effects.emplace_back(MemoryEffects::Write::get());
    return;
  case HelperEffects::Arguments:
    break;
  }
  for (auto [kind, operand] : llvm::zip(helper->arguments, getArgumentsMutable())) {
    if (kind == HelperArgument::Out)
      writes(effects, operand);
    if (kind == HelperArgument::Memory)
      reads(effects, operand);
    if (kind == HelperArgument::Address)
      effects.emplace_back(MemoryEffects::Read::get(), KernelMemoryResource::get());
  }
}

//===- Map operations -----------------------------------------------------===//

static void readsMap(Effects &effects, FlatSymbolRefAttr map) {
  effects.emplace_back(MemoryEffects::Read::get(), map, MapResource::get());
}

static void writesMap(Effects &effects, FlatSymbolRefAttr map) {
  effects.emplace_back(MemoryEffects::Write::get(), map, MapResource::get());
}

static LogicalResult verifyFits(Operation *op, Value pointer, uint64_t size, StringRef what) {
  if (!isOwnMemory(pointer.getType()))
    return op->emitOpError() << "the " << what << " is memory of the program, not behind a "
                             << pointer.getType();
  std::optional<uint64_t> bytes = bytesBehind(pointer);
  if (bytes && *bytes < size)
    return op->emitOpError() << "the map's " << what << " has " << size << " bytes, but only "
                             << *bytes << " are given";
  return success();
}

/// The keyed map that `op` names.
static FailureOr<MapOp> keyedMap(Operation *op, FlatSymbolRefAttr name,
                                 SymbolTableCollection &symbols) {
  auto map = symbols.lookupNearestSymbolFrom<MapOp>(op, name);
  if (!map)
    return op->emitOpError() << "'" << name.getValue() << "' is not a map";
  if (map.getKind() == MapKind::Ringbuf)
    return op->emitOpError() << "'" << name.getValue() << "' is a ring buffer, which has no keys";
  return map;
}

uint32_t LookupOp::getHelperId() { return helperByName("map_lookup_elem")->id; }

LogicalResult LookupOp::verifySymbolUses(SymbolTableCollection &symbols) {
  FailureOr<MapOp> map = keyedMap(*this, getMapAttr(), symbols);
  if (failed(map))
    return failure();
  return verifyFits(*this, getKey(), map->keySize(), "key");
}

void LookupOp::getEffects(Effects &effects) {
  readsMap(effects, getMapAttr());
  reads(effects, getKeyMutable());
}

uint32_t LookupPercpuOp::getHelperId() { return helperByName("map_lookup_percpu_elem")->id; }

LogicalResult LookupPercpuOp::verifySymbolUses(SymbolTableCollection &symbols) {
  FailureOr<MapOp> map = keyedMap(*this, getMapAttr(), symbols);
  if (failed(map))
    return failure();
  if (!map->isPerCpu())
    return emitOpError() << "'" << getMap() << "' has no value of its own for each CPU";
  return verifyFits(*this, getKey(), map->keySize(), "key");
}

void LookupPercpuOp::getEffects(Effects &effects) {
  readsMap(effects, getMapAttr());
  reads(effects, getKeyMutable());
}

uint32_t UpdateOp::getHelperId() { return helperByName("map_update_elem")->id; }

LogicalResult UpdateOp::verifySymbolUses(SymbolTableCollection &symbols) {
  FailureOr<MapOp> map = keyedMap(*this, getMapAttr(), symbols);
  if (failed(map) || failed(verifyFits(*this, getKey(), map->keySize(), "key")))
    return failure();
  return verifyFits(*this, getValue(), map->valueSize(), "value");
}

void UpdateOp::getEffects(Effects &effects) {
  reads(effects, getKeyMutable());
  reads(effects, getValueMutable());
  writesMap(effects, getMapAttr());
}

uint32_t DeleteOp::getHelperId() { return helperByName("map_delete_elem")->id; }

LogicalResult DeleteOp::verifySymbolUses(SymbolTableCollection &symbols) {
  FailureOr<MapOp> map = keyedMap(*this, getMapAttr(), symbols);
  if (failed(map))
    return failure();
  if (map->isArray())
    return emitOpError() << "'" << getMap() << "' is an array, whose entries stay";
  return verifyFits(*this, getKey(), map->keySize(), "key");
}

void DeleteOp::getEffects(Effects &effects) {
  reads(effects, getKeyMutable());
  writesMap(effects, getMapAttr());
}

//===- Reading other memory -----------------------------------------------===//

static uint32_t probeReadId(Operation *op, Space space, bool text) {
  // The older helper reads both kinds of memory where the two do not overlap.
  const char *name = text ? "probe_read_str" : "probe_read";
  if (TargetEnv::lookup(op).has(Feature::probe_read_kernel)) {
    if (space == Space::User)
      name = text ? "probe_read_user_str" : "probe_read_user";
    else
      name = text ? "probe_read_kernel_str" : "probe_read_kernel";
  }
  return helperByName(name)->id;
}

static void probeReadEffects(Effects &effects, Space space, OpOperand &to) {
  SideEffects::Resource *memory =
      space == Space::User ? static_cast<SideEffects::Resource *>(UserMemoryResource::get())
                           : KernelMemoryResource::get();
  effects.emplace_back(MemoryEffects::Read::get(), memory);
  effects.emplace_back(MemoryEffects::Write::get(), &to);
}

uint32_t ProbeReadOp::getHelperId() { return probeReadId(*this, getSpace(), /*text=*/false); }

LogicalResult ProbeReadOp::verify() {
  return verifyAccess(*this, getTo(), getOffset(), getSize(), AccessKind::Write);
}

void ProbeReadOp::getEffects(Effects &effects) {
  probeReadEffects(effects, getSpace(), getToMutable());
}

uint32_t ProbeReadStrOp::getHelperId() { return probeReadId(*this, getSpace(), /*text=*/true); }

LogicalResult ProbeReadStrOp::verify() {
  return verifyAccess(*this, getTo(), getOffset(), getSize(), AccessKind::Write);
}

void ProbeReadStrOp::getEffects(Effects &effects) {
  probeReadEffects(effects, getSpace(), getToMutable());
}

//===- Records ------------------------------------------------------------===//

uint32_t RingbufReserveOp::getHelperId() { return helperByName("ringbuf_reserve")->id; }

LogicalResult RingbufReserveOp::verifySymbolUses(SymbolTableCollection &symbols) {
  auto map = symbols.lookupNearestSymbolFrom<MapOp>(*this, getMapAttr());
  if (!map || map.getKind() != MapKind::Ringbuf)
    return emitOpError() << "'" << getMap() << "' is not a ring buffer";
  if (getSize() > map.getMaxEntries())
    return emitOpError() << "a record of " << getSize() << " bytes does not fit into the "
                         << map.getMaxEntries() << " of '" << getMap() << "'";
  return success();
}

void RingbufReserveOp::getEffects(Effects &effects) { writesMap(effects, getMapAttr()); }

uint32_t RingbufSubmitOp::getHelperId() { return helperByName("ringbuf_submit")->id; }

void RingbufSubmitOp::getEffects(Effects &effects) {
  reads(effects, getRecordMutable());
  writes(effects, getRecordMutable());
}

uint32_t RingbufDiscardOp::getHelperId() { return helperByName("ringbuf_discard")->id; }

void RingbufDiscardOp::getEffects(Effects &effects) { writes(effects, getRecordMutable()); }

//===- Loops --------------------------------------------------------------===//

uint32_t RunLoopOp::getHelperId() {
  return helperByName(getMap() ? "for_each_map_elem" : "loop")->id;
}

LogicalResult RunLoopOp::verify() {
  if (static_cast<bool>(getTimes()) == getMap().has_value())
    return emitOpError("is either done a number of times or over a map");
  if (getEnvironment() && !getCaptured().empty())
    return emitOpError("has captures that are not in the memory it is called with");
  return success();
}

LogicalResult RunLoopOp::verifySymbolUses(SymbolTableCollection &symbols) {
  auto callback = symbols.lookupNearestSymbolFrom<CallbackOp>(*this, getCallbackAttr());
  if (!callback)
    return emitOpError() << "'" << getCallback() << "' is not a callback";
  if (callback.getEach() != getMap().has_value())
    return emitOpError() << "'" << getCallback() << "' is for another kind of loop";
  if (getMapAttr() && !symbols.lookupNearestSymbolFrom<MapOp>(*this, getMapAttr()))
    return emitOpError() << "'" << *getMap() << "' is not a map";
  SmallVector<Type> given(getCaptured().getTypes());
  if (getEnvironment())
    given.push_back(getEnvironment().getType());
  TypeRange arguments = callback.getBody().getArgumentTypes();
  if (arguments.drop_front(callback.kernelArguments()) != TypeRange(given))
    return emitOpError() << "does not capture what '" << getCallback() << "' takes";
  return success();
}

std::optional<Feature> MayGotoOp::getRequiredFeature() { return Feature::may_goto; }

LogicalResult MayGotoOp::verify() {
  if (getBody() == getOut())
    return emitOpError("has two ways to one block");
  if (getBody()->getNumArguments() || getOut()->getNumArguments())
    return emitOpError("cannot pass arguments to a block");
  return success();
}

//===- bpf.call -----------------------------------------------------------===//

LogicalResult CallOp::verifySymbolUses(SymbolTableCollection &symbols) {
  auto callee = symbols.lookupNearestSymbolFrom<ExternOp>(*this, getCalleeAttr());
  auto type = callee ? dyn_cast<FunctionType>(callee.getType()) : FunctionType();
  if (!type)
    return emitOpError() << "'" << getCallee() << "' is not a function";
  if (type.getNumInputs() != getArguments().size())
    return emitOpError() << "'" << getCallee() << "' takes " << type.getNumInputs()
                         << " arguments, not " << getArguments().size();
  // Five registers carry arguments.
  if (getArguments().size() > 5)
    return emitOpError() << "'" << getCallee() << "' has more than 5 arguments";
  if ((getResult() ? 1u : 0u) > type.getNumResults())
    return emitOpError() << "'" << getCallee() << "' yields nothing";
  return success();
}

#define GET_OP_CLASSES
#include "dialect/BPF/IR/BPFOps.cpp.inc"
