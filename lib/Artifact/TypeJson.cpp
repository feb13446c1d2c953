//===- TypeJson.cpp - Types in an artifact --------------------------------===//
//
// The constructors of Type take what they are given. Here stands everything that
// must hold before one may be called with numbers from a file.
//
//===----------------------------------------------------------------------===//
#include "lib/Artifact/TypeJson.h"

using nlohmann::json;

namespace sonde {
namespace {

constexpr unsigned kMaxDepth = 32;
constexpr size_t kMaxElements = 4096;
constexpr uint64_t kMaxTypeSize = 1 << 20;

// Writing.

json jsonOf(const Type &type, bool members);

json jsonOfElements(const Type &type) {
  json list = json::array();
  for (const Type::Element &element : type.elements()) {
    json entry = {{"type", jsonOf(element.type(), true)}};
    if (type.is(TypeKind::Record))
      entry["name"] = element.name;
    list.push_back(std::move(entry));
  }
  return list;
}

json jsonOfMembers(const StructDef &definition) {
  json list = json::array();
  for (const StructMember &member : definition.members) {
    json entry = {
        {"name", member.name}, {"type", jsonOf(member.type, true)}, {"offset", member.offset}};
    if (member.bitSize)
      entry.update({{"bit_offset", member.bitOffset}, {"bit_size", member.bitSize}});
    list.push_back(std::move(entry));
  }
  return list;
}

json jsonOfStruct(const Type &type, bool members) {
  json out = {{"kind", type.isUnion() ? "union" : "struct"}, {"name", type.name()}};
  if (members && type.definition()) {
    out["size"] = type.definition()->size;
    out["members"] = jsonOfMembers(*type.definition());
  }
  return out;
}

json jsonOfEnum(const Type &type) {
  json values = json::array();
  for (const auto &[value, name] : type.enumerators())
    values.push_back({{"value", value}, {"name", name}});
  return {{"kind", "enum"}, {"name", type.name()}, {"size", type.size()}, {"values", values}};
}

json jsonOfString(const Type &type) {
  json out = {{"kind", "string"}, {"size", type.count()}};
  if (type.mayBeCut())
    out["may_be_cut"] = true;
  return out;
}

json jsonOf(const Type &type, bool members) {
  if (const char *name = nameOf(kPlainTypeNames, type.kind()))
    return name;
  if (const char *name = nameOf(kAggregateNames, type.kind()))
    return {{"kind", name}, {"signed", type.isSigned()}};
  switch (type.kind()) {
  case TypeKind::Int:
    return type.str();
  case TypeKind::Enum:
    return jsonOfEnum(type);
  case TypeKind::String:
    return jsonOfString(type);
  case TypeKind::Buffer:
    return {{"kind", "buffer"}, {"size", type.count()}};
  case TypeKind::Pointer:
    return {{"kind", "pointer"},
            {"to", jsonOf(type.element(), false)},
            {"space", nameOf(kAddressSpaceNames, type.space())}};
  case TypeKind::Array:
    return {{"kind", "array"}, {"of", jsonOf(type.element(), members)}, {"count", type.count()}};
  case TypeKind::Struct:
    return jsonOfStruct(type, members);
  case TypeKind::Tuple:
    return {{"kind", "tuple"}, {"elements", jsonOfElements(type)}};
  case TypeKind::Record:
    return {{"kind", "record"}, {"elements", jsonOfElements(type)}};
  case TypeKind::KernelStack:
  case TypeKind::UserStack:
    return {{"kind", type.is(TypeKind::UserStack) ? "user_stack" : "kernel_stack"},
            {"mode", nameOf(kStackModeNames, type.stackMode())},
            {"limit", type.count()}};
  case TypeKind::Hist:
    return {{"kind", "hist"}, {"bits", type.count()}};
  case TypeKind::LHist:
    return {{"kind", "lhist"},
            {"min", type.lhistMin()},
            {"max", type.lhistMax()},
            {"step", type.lhistStep()}};
  case TypeKind::TSeries:
    return {{"kind", "tseries"},
            {"interval", type.interval()},
            {"count", type.count()},
            {"of", jsonOf(type.element(), members)}};
  default:
    return nullptr; // All other kinds are in a table.
  }
}

// Reading.

Type readType(const JsonReader &in, unsigned depth);

Type refuse(const JsonReader &in, const std::string &message) {
  in.fail(message);
  return Type::none();
}

Type readWord(const JsonReader &in) {
  std::string name = in.string();
  if (std::optional<TypeKind> kind = valueOf(kPlainTypeNames, name))
    return *kind == TypeKind::None ? Type::none() : Type::plain(*kind);
  for (unsigned bits : {8, 16, 32, 64})
    for (bool isSigned : {false, true})
      if (Type type = Type::integer(bits, isSigned); name == type.str())
        return type;
  return refuse(in, "unknown type '" + name + "'");
}

Type readEnum(const JsonReader &in) {
  uint64_t size = in.at("size").number(8);
  if (size != 1 && size != 2 && size != 4 && size != 8)
    return refuse(in, "an enumeration has 1, 2, 4 or 8 bytes");
  std::vector<std::pair<int64_t, std::string>> values;
  JsonReader list = in.at("values");
  for (size_t i = 0, end = list.size(kMaxElements); i < end && !in.failed(); ++i) {
    JsonReader entry = list.at(i);
    values.emplace_back(entry.at("value").integer(), entry.at("name").string());
  }
  return Type::enumeration(in.at("name").string(), size, std::move(values));
}

Type readArray(const JsonReader &in, unsigned depth) {
  Type element = readType(in.at("of"), depth);
  uint64_t count = in.at("count").number(kMaxTypeSize);
  if (in.failed())
    return Type::none();
  if (element.size() * count > kMaxTypeSize)
    return refuse(in, "an array of this size does not fit anywhere");
  return Type::array(std::move(element), count);
}

/// Does a member's data lie within its struct?
bool fits(const StructMember &member, uint64_t structSize) {
  if (member.bitSize == 0)
    return member.offset + uint64_t{member.type.size()} <= structSize;
  uint64_t lastBit = member.offset * uint64_t{8} + member.bitOffset + member.bitSize;
  return member.type.isIntegral() && member.bitSize <= member.type.bits() &&
         lastBit <= structSize * 8;
}

Type readStruct(const JsonReader &in, bool isUnion, unsigned depth) {
  std::string name = in.at("name").string();
  if (!in.has("members"))
    return Type::structure(std::move(name), isUnion);
  auto definition = std::make_shared<StructDef>();
  definition->name = name;
  definition->isUnion = isUnion;
  definition->size = in.at("size").number(kMaxTypeSize);
  JsonReader list = in.at("members");
  for (size_t i = 0, end = list.size(kMaxElements); i < end && !in.failed(); ++i) {
    JsonReader entry = list.at(i);
    StructMember member;
    member.name = entry.at("name").string();
    member.type = readType(entry.at("type"), depth);
    member.offset = entry.at("offset").number(kMaxTypeSize);
    if (entry.has("bit_size")) {
      member.bitSize = entry.at("bit_size").number(64);
      member.bitOffset = entry.at("bit_offset").number(255);
    }
    if (!in.failed() && !fits(member, definition->size))
      return refuse(entry, "lies outside of its struct");
    definition->members.push_back(std::move(member));
  }
  return Type::structure(std::move(name), isUnion, std::move(definition));
}

Type readElements(const JsonReader &in, bool named, unsigned depth) {
  std::vector<std::pair<std::string, Type>> elements;
  std::vector<Type> types;
  uint64_t size = 0;
  JsonReader list = in.at("elements");
  for (size_t i = 0, end = list.size(kMaxElements); i < end && !in.failed(); ++i) {
    JsonReader entry = list.at(i);
    Type type = readType(entry.at("type"), depth);
    if (type.is(TypeKind::None))
      return refuse(entry, "an element without a type");
    size += type.size() + type.alignment();
    types.push_back(type);
    if (named)
      elements.emplace_back(entry.at("name").string(), std::move(type));
  }
  if (in.failed())
    return Type::none();
  if (size > kMaxTypeSize)
    return refuse(in, "a tuple of this size does not fit anywhere");
  return named ? Type::record(std::move(elements)) : Type::tuple(std::move(types));
}

Type readLHist(const JsonReader &in) {
  int64_t min = in.at("min").integer(), max = in.at("max").integer();
  int64_t step = in.at("step").integer();
  if (in.failed())
    return Type::none();
  // With no negative number the difference cannot overflow.
  if (min < 0 || max <= min || step < 1 || (max - min) / step > 1000)
    return refuse(in, "these are not the parameters of a histogram");
  return Type::lhist(min, max, step);
}

Type readTSeries(const JsonReader &in, unsigned depth) {
  int64_t interval = in.at("interval").integer();
  uint64_t count = in.at("count").number(Type::kMaxIntervals);
  Type state = readType(in.at("of"), depth);
  if (in.failed())
    return Type::none();
  bool isCombined = state.is(TypeKind::Sum) || state.is(TypeKind::Min) || state.is(TypeKind::Max) ||
                    state.is(TypeKind::Avg);
  bool isLast = state.isInteger() && state.bits() == 64;
  if (interval < 1 || count < 1 || !(isCombined || isLast))
    return refuse(in, "these are not the parameters of a series");
  return Type::tseries(interval, count, std::move(state));
}

Type readType(const JsonReader &in, unsigned depth) {
  if (depth == 0)
    return refuse(in, "types are nested too deeply");
  if (in.isString())
    return readWord(in);
  std::string kind = in.at("kind").string();
  if (in.failed())
    return Type::none();
  if (std::optional<TypeKind> aggregate = valueOf(kAggregateNames, kind))
    return Type::aggregate(*aggregate, in.at("signed").boolean());
  if (kind == "enum")
    return readEnum(in);
  if (kind == "string")
    return Type::string(in.at("size").number(kMaxTypeSize),
                        in.has("may_be_cut") && in.at("may_be_cut").boolean());
  if (kind == "buffer")
    return Type::buffer(in.at("size").number(kMaxTypeSize));
  if (kind == "pointer")
    return Type::pointer(readType(in.at("to"), depth - 1), in.at("space").word(kAddressSpaceNames));
  if (kind == "array")
    return readArray(in, depth - 1);
  if (kind == "struct" || kind == "union")
    return readStruct(in, kind == "union", depth - 1);
  if (kind == "tuple" || kind == "record")
    return readElements(in, kind == "record", depth - 1);
  if (kind == "kernel_stack" || kind == "user_stack")
    return Type::stack(kind == "user_stack", in.at("mode").word(kStackModeNames),
                       in.at("limit").number(1024));
  if (kind == "hist")
    return Type::hist(in.at("bits").number(5));
  if (kind == "lhist")
    return readLHist(in);
  if (kind == "tseries")
    return readTSeries(in, depth - 1);
  return refuse(in, "unknown type '" + kind + "'");
}

} // namespace

json jsonFromType(const Type &type) { return jsonOf(type, true); }

Type typeFromJson(const JsonReader &in) {
  Type type = readType(in, kMaxDepth);
  return in.failed() ? Type::none() : type;
}

} // namespace sonde
