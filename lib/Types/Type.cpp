//===- Type.cpp - The types of the script language ------------------------===//
#include "lib/Types/Type.h"

#include <algorithm>
#include <cassert>

namespace sonde {

struct TypeData {
  TypeKind kind = TypeKind::None;
  bool isSigned = false;
  bool flexible = false;
  bool mayBeCut = false;
  bool isUnion = false;
  AddressSpace space = AddressSpace::None;
  StackMode stackMode = StackMode::Bpftrace;
  Clock clock = Clock::Boot;
  uint32_t size = 0;  // Bytes of a scalar, enumeration, tuple or record.
  uint32_t count = 0; // Capacity, length, limit or bits.
  uint32_t alignment = 1;
  std::string name;
  Type element;
  std::vector<Type::Element> elements;
  std::vector<std::pair<int64_t, std::string>> enumerators;
  std::shared_ptr<const StructDef> definition;
  TypeOrigin origin;
  int64_t min = 0, max = 0, step = 0;
};

namespace {

const TypeData &noType() {
  static const TypeData data;
  return data;
}

uint32_t alignTo(uint32_t value, uint32_t alignment) {
  return (value + alignment - 1) / alignment * alignment;
}

const char *stackModeName(StackMode mode) {
  switch (mode) {
  case StackMode::Bpftrace:
    return "bpftrace";
  case StackMode::Perf:
    return "perf";
  case StackMode::Raw:
    return "raw";
  case StackMode::BuildId:
    return "build_id";
  }
  return "";
}

/// Sizes and names of the kinds that have no parameters.
struct PlainKind {
  TypeKind kind;
  const char *name;
  uint32_t size;
  uint32_t alignment;
};

constexpr PlainKind kPlainKinds[] = {
    {TypeKind::Void, "void", 0, 1},
    {TypeKind::Bool, "bool", 1, 1},
    {TypeKind::KernelSymbol, "ksym_t", 8, 8},
    {TypeKind::UserSymbol, "usym_t", 16, 1},
    {TypeKind::Inet, "inet", 24, 1},
    {TypeKind::MacAddress, "mac_address", 6, 1},
    {TypeKind::CgroupPath, "cgroup_path_t", 16, 1},
    {TypeKind::Username, "username_t", 8, 8},
    {TypeKind::Timestamp, "timestamp", 16, 1},
    {TypeKind::TimestampMode, "timestamp_mode", 0, 1},
    {TypeKind::Count, "count_t", 8, 8},
};

const PlainKind *plainKind(TypeKind kind) {
  for (const PlainKind &plain : kPlainKinds)
    if (plain.kind == kind)
      return &plain;
  return nullptr;
}

const char *aggregateName(TypeKind kind) {
  switch (kind) {
  case TypeKind::Sum:
    return "sum_t";
  case TypeKind::Min:
    return "min_t";
  case TypeKind::Max:
    return "max_t";
  case TypeKind::Avg:
    return "avg_t";
  case TypeKind::Stats:
    return "stats_t";
  case TypeKind::Hist:
    return "hist_t";
  case TypeKind::LHist:
    return "lhist_t";
  case TypeKind::TSeries:
    return "tseries_t";
  default:
    return nullptr;
  }
}

void layOut(TypeData &data) {
  uint32_t at = 0;
  for (Type::Element &element : data.elements) {
    uint32_t alignment = element.type().alignment();
    element.offset = alignTo(at, alignment);
    at = element.offset + element.type().size();
    data.alignment = std::max(data.alignment, alignment);
  }
  data.size = alignTo(at, data.alignment);
}

} // namespace

Type::Type() = default;
Type Type::make(TypeData data) { return Type(std::make_shared<const TypeData>(std::move(data))); }

Type Type::Element::type() const { return Type(data); }

Type Type::plain(TypeKind kind) {
  const PlainKind *plain = plainKind(kind);
  assert(plain && "this kind has parameters");
  TypeData data;
  data.kind = kind;
  data.size = plain->size;
  data.alignment = plain->alignment;
  return make(std::move(data));
}

Type Type::voidType() {
  static const Type type = plain(TypeKind::Void);
  return type;
}

Type Type::boolean() {
  static const Type type = plain(TypeKind::Bool);
  return type;
}

Type Type::integer(unsigned bits, bool isSigned, bool flexible) {
  assert((bits == 8 || bits == 16 || bits == 32 || bits == 64) && "no such integer");
  // Inference asks for them all the time: there is one of each.
  static const std::vector<Type> types = [] {
    std::vector<Type> all;
    for (unsigned index = 0; index < 16; ++index) {
      TypeData data;
      data.kind = TypeKind::Int;
      data.size = data.alignment = 1u << (index >> 2);
      data.isSigned = index & 1;
      data.flexible = index & 2;
      all.push_back(make(std::move(data)));
    }
    return all;
  }();
  unsigned width = bits == 8 ? 0 : bits == 16 ? 1 : bits == 32 ? 2 : 3;
  return types[width << 2 | unsigned(flexible) << 1 | unsigned(isSigned)];
}

Type Type::enumeration(std::string name, unsigned size,
                       std::vector<std::pair<int64_t, std::string>> values) {
  TypeData data;
  data.kind = TypeKind::Enum;
  data.size = data.alignment = size;
  data.name = std::move(name);
  data.enumerators = std::move(values);
  return make(std::move(data));
}

Type Type::string(uint32_t capacity, bool mayBeCut) {
  TypeData data;
  data.kind = TypeKind::String;
  data.mayBeCut = mayBeCut;
  data.size = data.count = capacity;
  return make(std::move(data));
}

Type Type::buffer(uint32_t capacity) {
  TypeData data;
  data.kind = TypeKind::Buffer;
  data.count = capacity;
  data.size = capacity + 4;
  return make(std::move(data));
}

Type Type::pointer(Type pointee, AddressSpace space) {
  TypeData data;
  data.kind = TypeKind::Pointer;
  data.size = data.alignment = 8;
  data.space = space;
  data.element = std::move(pointee);
  return make(std::move(data));
}

Type Type::array(Type element, uint32_t count) {
  TypeData data;
  data.kind = TypeKind::Array;
  data.size = element.size() * count;
  data.alignment = element.alignment();
  data.count = count;
  data.element = std::move(element);
  return make(std::move(data));
}

Type Type::structure(std::string name, bool isUnion, std::shared_ptr<const StructDef> definition,
                     TypeOrigin origin) {
  TypeData data;
  data.kind = TypeKind::Struct;
  data.isUnion = isUnion;
  data.name = std::move(name);
  data.size = definition ? definition->size : 0;
  data.definition = std::move(definition);
  data.origin = std::move(origin);
  return make(std::move(data));
}

Type Type::tuple(std::vector<Type> elements) {
  TypeData data;
  data.kind = TypeKind::Tuple;
  for (Type &element : elements)
    data.elements.push_back({"", 0, std::move(element.data)});
  layOut(data);
  return make(std::move(data));
}

Type Type::record(std::vector<std::pair<std::string, Type>> elements) {
  TypeData data;
  data.kind = TypeKind::Record;
  for (auto &[name, element] : elements)
    data.elements.push_back({std::move(name), 0, std::move(element.data)});
  layOut(data);
  return make(std::move(data));
}

Type Type::stack(bool user, StackMode mode, uint32_t limit) {
  TypeData data;
  data.kind = user ? TypeKind::UserStack : TypeKind::KernelStack;
  data.stackMode = mode;
  data.count = limit;
  data.size = 16;
  data.alignment = 8;
  return make(std::move(data));
}

Type Type::aggregate(TypeKind kind, bool isSigned) {
  assert(kind >= TypeKind::Sum && kind <= TypeKind::Stats && "not an aggregation of values");
  TypeData data;
  data.kind = kind;
  data.isSigned = isSigned;
  data.size = kind == TypeKind::Sum ? 8 : 16;
  data.alignment = 8;
  return make(std::move(data));
}

Type Type::hist(uint32_t bits) {
  TypeData data;
  data.kind = TypeKind::Hist;
  data.isSigned = true;
  data.count = bits;
  data.alignment = 8;
  Type type = make(data);
  data.size = type.bucketCount() * 8;
  return make(std::move(data));
}

Type Type::lhist(int64_t min, int64_t max, int64_t step) {
  TypeData data;
  data.kind = TypeKind::LHist;
  data.isSigned = true;
  data.min = min;
  data.max = max;
  data.step = step;
  data.alignment = 8;
  Type type = make(data);
  data.size = type.bucketCount() * 8;
  return make(std::move(data));
}

Type Type::tseries(int64_t interval, uint32_t count, Type state) {
  TypeData data;
  data.kind = TypeKind::TSeries;
  data.isSigned = state.isSigned();
  data.step = interval;
  data.count = count;
  data.element = std::move(state);
  data.alignment = 8;
  Type type = make(data);
  data.size = count * type.intervalSize();
  return make(std::move(data));
}

TypeKind Type::kind() const { return data ? data->kind : TypeKind::None; }

static const TypeData &of(const std::shared_ptr<const TypeData> &data) {
  return data ? *data : noType();
}

unsigned Type::bits() const { return of(data).size * 8; }
bool Type::isSigned() const { return of(data).isSigned; }
bool Type::isFlexible() const { return of(data).flexible; }
uint32_t Type::count() const { return of(data).count; }
bool Type::mayBeCut() const { return of(data).mayBeCut; }
Type Type::element() const { return of(data).element; }
AddressSpace Type::space() const { return of(data).space; }
Clock Type::clock() const { return of(data).clock; }
StackMode Type::stackMode() const { return of(data).stackMode; }
const std::string &Type::name() const { return of(data).name; }
bool Type::isUnion() const { return of(data).isUnion; }
const std::shared_ptr<const StructDef> &Type::definition() const { return of(data).definition; }
const TypeOrigin &Type::origin() const { return of(data).origin; }
const std::vector<Type::Element> &Type::elements() const { return of(data).elements; }
const std::vector<std::pair<int64_t, std::string>> &Type::enumerators() const {
  return of(data).enumerators;
}
int64_t Type::lhistMin() const { return of(data).min; }
int64_t Type::lhistMax() const { return of(data).max; }
int64_t Type::lhistStep() const { return of(data).step; }
int64_t Type::interval() const { return of(data).step; }
uint32_t Type::writtenSize() const {
  if (isAggregate())
    return 8;
  if (!is(TypeKind::KernelStack) && !is(TypeKind::UserStack))
    return size();
  uint32_t frame = stackMode() == StackMode::BuildId ? 32 : 8;
  return (is(TypeKind::UserStack) ? 16 : 8) + count() * frame;
}

uint32_t Type::size() const { return of(data).size; }
uint32_t Type::alignment() const { return of(data).alignment; }

uint32_t Type::bucketCount() const {
  if (is(TypeKind::Hist)) // For values below 2^63.
    return ((64 - count()) << count()) + 1;
  assert(is(TypeKind::LHist) && "only histograms have buckets");
  return (lhistMax() - lhistMin()) / lhistStep() + 2;
}

uint32_t Type::intervalSize() const {
  assert(is(TypeKind::TSeries) && "only series have intervals");
  uint32_t state = element().isInteger() ? 16 : element().size();
  return state + 8;
}

/// What stands for the name of a struct that has none: `{int32,int8}`.
static std::string membersOf(const TypeData &structure) {
  std::string out = "{";
  if (structure.definition)
    for (const StructMember &member : structure.definition->members)
      out += (out.size() > 1 ? "," : "") + member.type.str();
  return out + "}";
}

std::string Type::str() const {
  const TypeData &d = of(data);
  if (const char *aggregate = aggregateName(d.kind)) {
    bool unsignedValue = !d.isSigned && d.kind <= TypeKind::Stats;
    return (unsignedValue ? "u" : "") + std::string(aggregate);
  }
  switch (d.kind) {
  case TypeKind::None:
    return "none";
  case TypeKind::Int:
    return (d.isSigned ? "int" : "uint") + std::to_string(bits());
  case TypeKind::Enum:
    return "enum " + d.name;
  case TypeKind::String:
    return d.count ? "string[" + std::to_string(d.count) + "]" : "string";
  case TypeKind::Buffer:
    return "buffer[" + std::to_string(d.size) + "]";
  case TypeKind::Pointer:
    return d.element.str() + " *";
  case TypeKind::Array:
    return d.element.str() + "[" + std::to_string(d.count) + "]";
  case TypeKind::Struct:
    return (d.isUnion ? "union " : "struct ") + (d.name.empty() ? membersOf(d) : d.name);
  case TypeKind::Tuple: {
    std::string out = "(";
    for (const Element &element : d.elements)
      out += (out.size() > 1 ? "," : "") + element.type().str();
    return out + ")";
  }
  case TypeKind::Record: {
    std::string out = "record {";
    for (const Element &element : d.elements)
      out += (out.size() > 8 ? ", ." : " .") + element.name + " = " + element.type().str();
    return out + " }";
  }
  case TypeKind::KernelStack:
  case TypeKind::UserStack:
    return (d.kind == TypeKind::UserStack ? "ustack_" : "kstack_") +
           std::string(stackModeName(d.stackMode)) + "_" + std::to_string(d.count);
  case TypeKind::Inet:
    return "inet[24]";
  default:
    return plainKind(d.kind)->name;
  }
}

Type Type::withSpace(AddressSpace space) const {
  bool carriesSpace = is(TypeKind::Pointer) || is(TypeKind::Int) || is(TypeKind::Struct) ||
                      is(TypeKind::Array) || isOpenEnded();
  if (!carriesSpace || space == this->space())
    return *this;
  TypeData copy = *data;
  copy.space = space;
  return make(std::move(copy));
}

Type Type::withClock(Clock clock) const {
  if (!isInteger())
    return *this;
  TypeData copy = *data;
  copy.clock = clock;
  return make(std::move(copy));
}

bool operator==(const Type &a, const Type &b) {
  if (a.data == b.data)
    return true;
  const TypeData &x = of(a.data), &y = of(b.data);
  if (x.kind != y.kind || x.isSigned != y.isSigned || x.flexible != y.flexible ||
      x.mayBeCut != y.mayBeCut || x.isUnion != y.isUnion || x.stackMode != y.stackMode ||
      x.count != y.count || x.name != y.name || x.element != y.element || x.min != y.min ||
      x.max != y.max || x.step != y.step || x.elements.size() != y.elements.size())
    return false;
  // A struct's size is a fact about its definition, which may be missing.
  if (x.kind != TypeKind::Struct && x.size != y.size)
    return false;
  return std::equal(x.elements.begin(), x.elements.end(), y.elements.begin(),
                    [](const Type::Element &p, const Type::Element &q) {
                      return p.name == q.name && p.type() == q.type();
                    });
}

std::optional<StructMember> StructDef::find(const std::string &wanted) const {
  for (const StructMember &member : members) {
    if (member.name == wanted)
      return member;
    if (!member.name.empty() || !member.type.is(TypeKind::Struct) || !member.type.definition())
      continue;
    if (std::optional<StructMember> inner = member.type.definition()->find(wanted)) {
      inner->offset += member.offset;
      return inner;
    }
  }
  return std::nullopt;
}

void placeBitField(StructMember &member, uint64_t bit, uint32_t structSize) {
  uint64_t unit = std::max(member.type.size(), 1u);
  uint64_t at = bit / (unit * 8) * unit;
  if (bit + member.bitSize > (at + unit) * 8)
    at = bit / 8;
  if (at + unit > structSize && structSize >= unit)
    at = structSize - unit;
  member.offset = uint32_t(at);
  member.bitOffset = uint8_t(bit - at * 8);
}

Type promoteIntegers(const Type &a, const Type &b) {
  assert(a.isInteger() && b.isInteger() && "only integers are promoted");
  unsigned wider = std::max(a.bits(), b.bits());
  if (a.isSigned() == b.isSigned())
    return Type::integer(wider, a.isSigned(), a.isFlexible() && b.isFlexible());
  if (a.isFlexible() != b.isFlexible())
    return Type::integer(wider, (a.isFlexible() ? b : a).isSigned());
  if (a.isFlexible())
    return Type::integer(wider, true, true);
  const Type &withSign = a.isSigned() ? a : b;
  const Type &without = a.isSigned() ? b : a;
  if (withSign.bits() > without.bits())
    return withSign;
  return Type::integer(std::min(64u, without.bits() * 2), true);
}

} // namespace sonde
