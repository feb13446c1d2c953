//===- InterpreterMaps.cpp - Maps, and the operations on them -------------===//
#include "lib/Transforms/Analysis/InterpreterMaps.h"

#include "lib/Transforms/Analysis/InterpreterMachine.h"
#include "lib/Types/Ordered.h"

using namespace mlir;

namespace sonde::interpreter {

using namespace tr;

//===----------------------------------------------------------------------===//
// State
//===----------------------------------------------------------------------===//

static bool isPerCpu(MapOp map) {
  if (StorageAttr storage = map.getStorageAttr())
    return storage.isPerCpu();
  // Before storage is chosen: what every choice must look like.
  return map.getAggregation() || map.getDeclaredKind().value_or("").starts_with("percpu");
}

static uint64_t capacityOf(MapOp map) {
  if (map.isScalar())
    return 1;
  if (StorageAttr storage = map.getStorageAttr())
    return storage.getMaxEntries();
  return map.getMaxEntries().value_or(ConfigAttr::lookup(map).number("max_map_keys", 4096));
}

MapState::MapState(MapOp map, uint64_t cpus)
    : map(map), valueSize(sizeInBytes(map.getValueType(), map)), capacity(capacityOf(map)),
      slots(isPerCpu(map) ? cpus : 1), evicts(map.getDeclaredKind().value_or("").contains("lru")) {}

Bytes *MapState::find(const Bytes &key, uint64_t cpu) {
  auto found = entries.find(key);
  return found == entries.end() ? nullptr : &found->second.values[cpu % slots];
}

Bytes *MapState::findOrCreate(const Bytes &key, uint64_t cpu) {
  if (Bytes *value = find(key, cpu))
    return value;
  if (entries.size() >= capacity) {
    if (!evicts)
      return nullptr;
    // The kernel forgets what was used least; here, what was made first.
    entries.erase(
        std::min_element(entries.begin(), entries.end(), [](const auto &a, const auto &b) {
          return a.second.created < b.second.created;
        }));
  }
  entries[key] = {std::vector<Bytes>(slots, Bytes(valueSize)), ++creations};
  return find(key, cpu);
}

void MapState::zero() {
  for (auto &[key, entry] : entries)
    entry.values.assign(slots, Bytes(valueSize));
}

std::vector<Bytes> MapState::keys() const {
  std::vector<Bytes> keys;
  for (const auto &[key, entry] : entries)
    keys.push_back(key);
  return keys;
}

/// A value as a row of words.
class Words {
public:
  explicit Words(Bytes &bytes) : bytes(bytes) {}
  bool has(uint64_t index) const { return index < bytes.size() / 8; }
  uint64_t get(uint64_t index) const {
    return numberOf(Bytes(bytes.begin() + index * 8, bytes.begin() + index * 8 + 8));
  }
  void set(uint64_t index, uint64_t word) {
    Bytes part = bytesOf(word, 8);
    std::copy(part.begin(), part.end(), bytes.begin() + index * 8);
  }
  void add(uint64_t index, uint64_t number) { set(index, get(index) + number); }
  void raise(uint64_t index, uint64_t number) { set(index, std::max(get(index), number)); }

private:
  Bytes &bytes;
};

static bool isExtreme(AggKind kind) { return kind == AggKind::Min || kind == AggKind::Max; }

/// `count` words are added up; an extreme is the largest of each.
static void reduceWords(Words total, Words value, uint64_t first, uint64_t count, bool isMaximum) {
  for (uint64_t i = first; i < first + count; ++i)
    if (isMaximum)
      total.raise(i, value.get(i));
    else
      total.add(i, value.get(i));
}

/// Of each interval's place the newest is kept; in the same interval, values meet as
/// those of its kind do, or the last one counts.
static void reduceSeries(Words total, Words value, AggType type) {
  uint64_t stride = type.intervalWords();
  std::optional<AggKind> kind = type.getIntervalKind();
  for (uint64_t first = 0, end = type.wordCount(); first < end; first += stride) {
    uint64_t mark = first + stride - 1;
    bool isSame = total.get(mark) == value.get(mark);
    bool isLater = isSame ? !kind && total.get(mark - 1) < value.get(mark - 1)
                          : total.get(mark) < value.get(mark);
    if (isSame && kind)
      reduceWords(total, value, first, stride - 1, isExtreme(*kind));
    for (uint64_t i = first; isLater && i <= mark; ++i)
      total.set(i, value.get(i));
  }
}

static void reduceInto(Bytes &total, Bytes value, AggType type) {
  if (type && type.getKind() == AggKind::TSeries)
    return reduceSeries(Words(total), Words(value), type);
  reduceWords(Words(total), Words(value), 0, total.size() / 8, type && isExtreme(type.getKind()));
}

Bytes MapState::reduce(const Bytes &key) const {
  auto found = entries.find(key);
  if (found == entries.end())
    return Bytes(valueSize);
  const std::vector<Bytes> &values = found->second.values;
  Bytes total = values.front();
  for (size_t cpu = 1; cpu < values.size(); ++cpu)
    reduceInto(total, values[cpu], const_cast<MapOp &>(map).getAggregation());
  return total;
}

std::vector<std::string> MapState::rows() const {
  MapOp op = map;
  std::vector<std::string> rows;
  for (const auto &[key, entry] : entries) {
    std::string name = op.isScalar() ? "" : textOf(key, op.getKeyType(), op) + ": ";
    rows.push_back(name + textOf(reduce(key), op.getValueType(), op));
  }
  return rows;
}

//===----------------------------------------------------------------------===//
// Accesses
//===----------------------------------------------------------------------===//

static Bytes keyOf(Machine &machine, MapAccessOpInterface op) {
  if (!op.getMapKey())
    return {};
  MapOp map = machine.map(op.getMapRef().getValue()).map;
  return machine.contents(op.getMapKey(), map.getKeyType());
}

/// Counts a write that found the map full, where that is asked for.
template <typename OpT> static void reportFull(Machine &machine, OpT op) {
  if (op.getOnError())
    machine.countError("@" + *op.getOnError());
  else if (op.getReport())
    machine.countError(stringifyErrorKind(ErrorKind::MapFull) + " @" + op.getMap());
}

static LogicalResult runMapGet(Machine &machine, MapGetOp op) {
  const Bytes *found = machine.map(op.getMap()).find(keyOf(machine, op), machine.cpu());
  Bytes value = found ? *found : Bytes();
  value.resize(machine.sizeOf(producedType(op)));
  machine.deliver(op, value);
  return success();
}

static LogicalResult runMapHas(Machine &machine, MapHasOp op) {
  bool exists = machine.map(op.getMap()).find(keyOf(machine, op), machine.cpu());
  machine.setNumber(op.getResult(), exists);
  return success();
}

static LogicalResult runMapSet(Machine &machine, MapSetOp op) {
  MapState &map = machine.map(op.getMap());
  Bytes value = machine.contents(op.getValue(), map.map.getValueType());
  Bytes *place = map.findOrCreate(keyOf(machine, op), machine.cpu());
  if (place)
    *place = value;
  else
    reportFull(machine, op);
  return success();
}

static LogicalResult runMapDelete(Machine &machine, MapDeleteOp op) {
  machine.setNumber(op.getResult(), machine.map(op.getMap()).erase(keyOf(machine, op)));
  return success();
}

//===----------------------------------------------------------------------===//
// Updates
//===----------------------------------------------------------------------===//

static uint64_t updated(UpdateKind kind, uint64_t before, uint64_t operand) {
  switch (kind) {
  case UpdateKind::Add:
    return before + operand;
  case UpdateKind::UMax:
    return std::max(before, operand);
  case UpdateKind::Mul:
    return before * operand;
  case UpdateKind::And:
    return before & operand;
  case UpdateKind::Or:
    return before | operand;
  case UpdateKind::Xor:
    return before ^ operand;
  case UpdateKind::Set:
    return operand;
  }
  llvm_unreachable("all kinds are above");
}

static LogicalResult runMapUpdate(Machine &machine, MapUpdateOp op) {
  Bytes *value = machine.map(op.getMap()).findOrCreate(keyOf(machine, op), machine.cpu());
  uint64_t count = op.getValues().size();
  Bytes nothing((count + (op.getEpoch() ? 1 : 0)) * 8);
  if (!value)
    reportFull(machine, op);
  // An update that finds no room yields what it would have made of zero.
  Words words(value ? *value : nothing);
  uint64_t first = value && op.getIndex() ? machine.number(op.getIndex()) : 0;
  if (!words.has(first + nothing.size() / 8 - 1))
    return op.emitError("there is no such word in the map's value");
  if (op.getEpoch() && words.get(first + count) != machine.number(op.getEpoch())) {
    for (uint64_t i = 0; i < count; ++i)
      words.set(first + i, 0);
    words.set(first + count, machine.number(op.getEpoch()));
  }
  uint64_t before = words.get(first);
  for (auto [i, operand] : llvm::enumerate(op.getValues()))
    words.set(first + i,
              updated(op.getUpdateKind(i), words.get(first + i), machine.number(operand)));
  if (op.getResult())
    machine.setNumber(op.getResult(), op.getYield() == Yield::Old ? before : words.get(first));
  return success();
}

static LogicalResult runMapFold(Machine &machine, MapFoldOp op) {
  Bytes all = machine.map(op.getMap()).reduce(keyOf(machine, op));
  for (auto [i, result] : llvm::enumerate(op.getWords()))
    machine.setNumber(result, numberOf(slice(all, i * 8, 8)));
  return success();
}

/// total / count, as the language divides; 0 of nothing.
static uint64_t average(AggType type, uint64_t total, uint64_t count) {
  if (count == 0)
    return 0;
  if (type.getIsUnsigned())
    return total / count;
  return uint64_t(int64_t(total) / int64_t(count));
}

static LogicalResult runMapReduce(Machine &machine, MapReduceOp op) {
  MapState &map = machine.map(op.getMap());
  AggType type = map.map.getAggregation();
  Bytes all = map.reduce(keyOf(machine, op));
  uint64_t first = numberOf(slice(all, 0, 8)), second = numberOf(slice(all, 8, 8));
  SmallVector<uint64_t> numbers;
  switch (type.getKind()) {
  case AggKind::Avg:
    numbers = {average(type, first, second)};
    break;
  case AggKind::Stats:
    numbers = {second, average(type, first, second), first};
    break;
  case AggKind::Min:
  case AggKind::Max:
    numbers = {second
                   ? valueFromOrdered(first, !type.getIsUnsigned(), type.getKind() == AggKind::Min)
                   : 0};
    break;
  default:
    numbers = {first};
    break;
  }
  for (auto [result, number] : llvm::zip(op.getValues(), numbers))
    machine.setNumber(result, number);
  return success();
}

/// Takes a number into the words from `first` on.
static void take(Words words, AggKind kind, AggType type, uint64_t number, uint64_t first = 0) {
  switch (kind) {
  case AggKind::Count:
  case AggKind::Sum:
    words.add(first, number);
    break;
  case AggKind::Avg:
  case AggKind::Stats:
    words.add(first, number);
    words.add(first + 1, 1);
    break;
  case AggKind::Min:
  case AggKind::Max:
    words.raise(first, orderedFromValue(number, !type.getIsUnsigned(), kind == AggKind::Min));
    words.raise(first + 1, 1);
    break;
  case AggKind::Hist:
  case AggKind::LHist:
    words.add(bucketOf(type, number), 1);
    break;
  case AggKind::TSeries:
    llvm_unreachable("a series is not part of one");
  }
}

static void takeIntoSeries(Words words, AggType type, uint64_t number, uint64_t time) {
  uint64_t interval = time / type.getParameters()[0], stride = type.intervalWords();
  uint64_t first = interval % type.getParameters()[1] * stride, mark = first + stride - 1;
  if (words.get(mark) != interval + 1)
    for (uint64_t i = first; i < mark; ++i)
      words.set(i, 0);
  words.set(mark, interval + 1);
  if (std::optional<AggKind> kind = type.getIntervalKind())
    return take(words, *kind, type, number, first);
  words.set(first, number);
  words.set(first + 1, time);
}

static LogicalResult runAggregate(Machine &machine, AggregateOp op) {
  MapState &map = machine.map(op.getMap());
  AggType type = map.map.getAggregation();
  Bytes *value = map.findOrCreate(keyOf(machine, op), machine.cpu());
  if (!value) {
    reportFull(machine, op);
    return success();
  }
  uint64_t number = op.getValue() ? machine.number(op.getValue()) : 1;
  if (type.getKind() == AggKind::TSeries)
    takeIntoSeries(Words(*value), type, number, machine.number(op.getTime()));
  else
    take(Words(*value), type.getKind(), type, number);
  return success();
}

void addMapHandlers(Handlers &handlers) {
  handlers.add(runMapGet);
  handlers.add(runMapHas);
  handlers.add(runMapSet);
  handlers.add(runMapDelete);
  handlers.add(runMapUpdate);
  handlers.add(runAggregate);
  handlers.add(runMapFold);
  handlers.add(runMapReduce);
}

} // namespace sonde::interpreter
