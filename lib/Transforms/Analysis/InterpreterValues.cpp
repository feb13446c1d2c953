//===- InterpreterValues.cpp - Values of the probe, text and records ------===//
#include "lib/Transforms/Analysis/InterpreterMachine.h"

#include "llvm/ADT/StringExtras.h"
#include "llvm/ADT/TypeSwitch.h"

using namespace mlir;

namespace sonde::interpreter {

using namespace tr;

//===----------------------------------------------------------------------===//
// Bytes and text
//===----------------------------------------------------------------------===//

uint64_t numberOf(const Bytes &bytes) {
  uint64_t number = 0;
  for (size_t i = 0; i < bytes.size() && i < 8; ++i)
    number |= uint64_t(bytes[i]) << (8 * i);
  return number;
}

Bytes bytesOf(uint64_t number, uint64_t size) {
  Bytes bytes(size);
  for (uint64_t i = 0; i < size && i < 8; ++i)
    bytes[i] = number >> (8 * i);
  return bytes;
}

Bytes slice(const Bytes &bytes, uint64_t offset, uint64_t size) {
  Bytes part(size);
  for (uint64_t i = 0; i < size && offset + i < bytes.size(); ++i)
    part[i] = bytes[offset + i];
  return part;
}

static int64_t signExtend(uint64_t number, unsigned width) {
  return width >= 64 ? int64_t(number) : int64_t(number << (64 - width)) >> (64 - width);
}

static std::string quoted(const Bytes &bytes) {
  std::string text = "\"";
  for (uint8_t byte : bytes) {
    if (byte == 0)
      break;
    if (llvm::isPrint(byte) && byte != '"' && byte != '\\')
      text += char(byte);
    else
      text += "\\" + llvm::utohexstr(byte, /*LowerCase=*/true, 2);
  }
  return text + "\"";
}

/// "[number] words" of each interval, in the order of their places.
static std::string seriesText(ArrayRef<uint64_t> words, AggType type) {
  std::string text;
  for (uint64_t stride = type.intervalWords(); !words.empty(); words = words.drop_front(stride)) {
    uint64_t mark = words[stride - 1];
    if (mark == 0)
      continue;
    text += (text.empty() ? "[" : " [") + std::to_string(mark - 1) + "]";
    for (uint64_t word : words.take_front(stride - 1))
      text += " " + std::to_string(word);
  }
  return text;
}

static std::string aggregationText(const Bytes &bytes, AggType type) {
  std::vector<uint64_t> words;
  for (uint64_t i = 0; i < type.wordCount(); ++i)
    words.push_back(numberOf(slice(bytes, i * 8, 8)));
  if (type.getKind() == AggKind::TSeries)
    return seriesText(words, type);
  bool isRow = type.getKind() == AggKind::Hist || type.getKind() == AggKind::LHist;
  std::string text;
  for (auto [i, word] : llvm::enumerate(words)) {
    if (isRow && word == 0)
      continue;
    text += text.empty() ? "" : " ";
    text += (isRow ? "[" + std::to_string(i) + "] " : "") + std::to_string(word);
  }
  return text;
}

std::string textOf(const Bytes &bytes, Type layout, Operation *scope) {
  auto part = [&](uint64_t offset, Type type) {
    return textOf(slice(bytes, offset, sizeInBytes(type, scope)), type, scope);
  };
  return llvm::TypeSwitch<Type, std::string>(layout)
      .Case([&](IntegerType type) {
        uint64_t number = numberOf(bytes);
        // Without a sign it is shown like one that has it: most numbers are.
        return type.isUnsigned() || type.getWidth() == 1
                   ? std::to_string(number)
                   : std::to_string(signExtend(number, type.getWidth()));
      })
      .Case([&](PtrType) { return "0x" + llvm::utohexstr(numberOf(bytes), /*LowerCase=*/true); })
      .Case([&](StrType) { return quoted(bytes); })
      .Case([&](EnumType) { return std::to_string(numberOf(bytes)); })
      .Case([&](TaggedType type) { return textOf(bytes, type.getType(), scope); })
      .Case([&](BufType) {
        uint64_t count = numberOf(slice(bytes, 0, kBufHeader));
        return "x" + llvm::toHex(slice(bytes, kBufHeader, count), /*LowerCase=*/true);
      })
      .Case([&](AggType type) { return aggregationText(bytes, type); })
      .Case([&](ArrayType type) {
        std::string text;
        for (uint64_t i = 0; i < type.getCount(); ++i)
          text +=
              (i ? ", " : "") + part(i * sizeInBytes(type.getElement(), scope), type.getElement());
        return "[" + text + "]";
      })
      .Case([&](RecordType type) {
        std::string text;
        for (auto [offset, element] : llvm::zip(type.offsets(scope), type.getTypes()))
          text += (text.empty() ? "" : ", ") + part(offset, element);
        return "(" + text + ")";
      })
      .Default([&](Type) { return llvm::toHex(bytes, /*LowerCase=*/true); });
}

//===----------------------------------------------------------------------===//
// The probe's surroundings
//===----------------------------------------------------------------------===//

/// Text of that capacity from a fact, or made up.
static Bytes textFact(Machine &machine, const llvm::json::Object &facts, StringRef name,
                      uint64_t capacity) {
  std::string text;
  if (std::optional<StringRef> given = facts.getString(name))
    text = given->str();
  else if (machine.scenario.isMadeUp)
    text = name.str() + std::to_string(machine.madeUpNumber(name) % 3);
  Bytes bytes(text.begin(), text.end());
  bytes.resize(capacity);
  bytes[capacity - 1] = 0;
  return bytes;
}

static LogicalResult runBuiltin(Machine &machine, BuiltinOp op) {
  Type type = producedType(op);
  StringRef name = stringifyBuiltin(op.getKind());
  if (auto text = dyn_cast<StrType>(type)) {
    machine.deliver(op, textFact(machine, machine.now().facts, name, text.getCapacity()));
    return success();
  }
  uint64_t number = 0;
  if (op.getKind() == Builtin::Cpu)
    number = machine.cpu();
  else if (isa<PtrType>(type)) // Somewhere in the kernel.
    number = 0xffff888000000000 + machine.fact(name, 4) * 0x10000;
  else
    number = machine.fact(name, 4);
  if (std::optional<uint64_t> given = machine.now().number(name))
    number = *given;
  machine.deliver(op, bytesOf(number, machine.sizeOf(type)));
  return success();
}

static LogicalResult runClock(Machine &machine, ClockOp op) {
  machine.setNumber(op.getResult(), machine.fresh("clock", op));
  return success();
}

static LogicalResult runRandom(Machine &machine, RandomOp op) {
  machine.setNumber(op.getResult(), machine.fresh("random", op));
  return success();
}

static LogicalResult runCtxField(Machine &machine, CtxFieldOp op) {
  static const llvm::json::Object kNothing;
  const llvm::json::Object *given = machine.now().facts.getObject("context");
  const llvm::json::Object &fields = given ? *given : kNothing;
  Type type = producedType(op);
  uint64_t size = machine.sizeOf(type);
  if (auto text = dyn_cast<StrType>(type)) {
    machine.deliver(op, textFact(machine, fields, op.getField(), text.getCapacity()));
    return success();
  }
  uint64_t number = machine.fact(op.getField(), 5);
  if (isa<PtrType>(type) && number)
    number = 0x7f0000000000 + number * 0x1000;
  machine.deliver(op, bytesOf(numberIn(fields, op.getField()).value_or(number), size));
  return success();
}

static LogicalResult runCtxArg(Machine &machine, CtxArgOp op) {
  std::string name = "arg" + std::to_string(op.getIndex());
  machine.setNumber(op.getResult(), machine.fact(name, 6));
  return success();
}

static LogicalResult runRetval(Machine &machine, RetvalOp op) {
  machine.setNumber(op.getResult(), machine.fact("retval", 6));
  return success();
}

static LogicalResult runProbeInfo(Machine &machine, ProbeInfoOp op) {
  auto attach = machine.probe().getAttach().getAsRange<AttachAttr>();
  std::string name;
  for (AttachAttr point : attach)
    if (name.empty() || point.displayName() == machine.now().probe)
      name = point.displayName();
  Bytes bytes(name.begin(), name.end());
  bytes.resize(op.getType().getCapacity());
  machine.set(op.getResult(), bytes);
  return success();
}

static Bytes constantOf(Attribute value, uint64_t size) {
  if (auto text = dyn_cast<StringAttr>(value)) {
    Bytes bytes(text.getValue().bytes_begin(), text.getValue().bytes_end());
    bytes.resize(size);
    return bytes;
  }
  return bytesOf(cast<IntegerAttr>(value).getValue().getZExtValue(), size);
}

static LogicalResult runParamValue(Machine &machine, ParamValueOp op) {
  auto param = machine.lookUp<ParamOp>(op.getParam());
  uint64_t size = machine.sizeOf(producedType(op));
  const llvm::json::Value *given = machine.scenario.parameters.get(param.getName());
  if (!given || param.getKnown()) {
    machine.deliver(op, constantOf(param.getValue(), size));
    return success();
  }
  Builder builder(op.getContext());
  Attribute value = given->getAsString()
                        ? Attribute(builder.getStringAttr(*given->getAsString()))
                        : Attribute(builder.getI64IntegerAttr(given->getAsInteger().value_or(0)));
  machine.deliver(op, constantOf(value, size));
  return success();
}

//===----------------------------------------------------------------------===//
// Text, records, arrays
//===----------------------------------------------------------------------===//

static LogicalResult runConstStr(Machine &machine, ConstStrOp op) {
  machine.deliver(op, constantOf(op.getTextAttr(), machine.sizeOf(producedType(op))));
  return success();
}

static LogicalResult runRecord(Machine &machine, RecordOp op) {
  auto type = cast<RecordType>(producedType(op));
  Bytes bytes(machine.sizeOf(type));
  for (auto [operand, element, offset] :
       llvm::zip(op.getElements(), type.getTypes(), type.offsets(op))) {
    Bytes part = machine.contents(operand, element);
    std::copy(part.begin(), part.end(), bytes.begin() + offset);
  }
  machine.deliver(op, bytes);
  return success();
}

Type typeBehind(Value operand) {
  auto pointer = dyn_cast<PtrType>(operand.getType());
  return pointer && pointer.isLocal() ? pointer.getPointee() : operand.getType();
}

static LogicalResult runExtract(Machine &machine, ExtractOp op) {
  Type type = typeBehind(op.getAggregate());
  Bytes whole = machine.contents(op.getAggregate(), type);
  uint64_t offset = 0;
  if (auto record = dyn_cast<RecordType>(type))
    offset = record.offsets(op)[op.getIndex()];
  else if (auto array = dyn_cast<ArrayType>(type))
    offset = op.getIndex() * machine.sizeOf(array.getElement());
  else
    offset = op.getIndex(); // A byte of text.
  machine.deliver(op, slice(whole, offset, machine.sizeOf(producedType(op))));
  return success();
}

static LogicalResult runStrCast(Machine &machine, StrCastOp op) {
  Bytes text = machine.contents(op.getText(), typeBehind(op.getText()));
  text.resize(cast<StrType>(producedType(op)).getCapacity());
  text.back() = 0;
  machine.deliver(op, text);
  return success();
}

static LogicalResult runStrCmp(Machine &machine, StrCmpOp op) {
  Bytes lhs = machine.contents(op.getLhs(), typeBehind(op.getLhs()));
  Bytes rhs = machine.contents(op.getRhs(), typeBehind(op.getRhs()));
  uint64_t most = op.getLimit().value_or(std::numeric_limits<uint64_t>::max());
  uint64_t compared = std::min<uint64_t>({lhs.size(), rhs.size(), most});
  int order = 0;
  for (size_t i = 0; i < compared && order == 0; ++i) {
    order = int(lhs[i]) - int(rhs[i]);
    if (lhs[i] == 0)
      break;
  }
  machine.setNumber(op.getResult(), holds(op.getPredicate(), order));
  return success();
}

/// The text up to its NUL.
static std::string textOf(Machine &machine, Value value) {
  Bytes bytes = machine.contents(value, typeBehind(value));
  return std::string(bytes.begin(), std::find(bytes.begin(), bytes.end(), 0));
}

static LogicalResult runStrLen(Machine &machine, StrLenOp op) {
  machine.setNumber(op.getResult(), textOf(machine, op.getText()).size());
  return success();
}

static LogicalResult runStrFind(Machine &machine, StrFindOp op) {
  size_t at = textOf(machine, op.getText()).find(textOf(machine, op.getNeedle()));
  machine.setNumber(op.getResult(), at == std::string::npos ? -1 : static_cast<int64_t>(at));
  return success();
}

void addValueHandlers(Handlers &handlers) {
  handlers.add(runBuiltin);
  handlers.add(runClock);
  handlers.add(runRandom);
  handlers.add(runCtxField);
  handlers.add(runCtxArg);
  handlers.add(runRetval);
  handlers.add(runProbeInfo);
  handlers.add(runParamValue);
  handlers.add(runConstStr);
  handlers.add(runRecord);
  handlers.add(runExtract);
  handlers.add(runStrCast);
  handlers.add(runStrCmp);
  handlers.add(runStrLen);
  handlers.add(runStrFind);
}

} // namespace sonde::interpreter
