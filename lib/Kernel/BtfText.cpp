//===- BtfText.cpp - BTF as lines of JSON ---------------------------------===//
#include "lib/Kernel/BtfText.h"

#include "lib/Kernel/BtfWriter.h"

#include <algorithm>
#include <map>
#include <nlohmann/json.hpp>

namespace sonde {

using Json = nlohmann::ordered_json;

namespace {

struct KindName {
  BtfKind kind;
  const char *name;
};
constexpr KindName kKindNames[] = {
    {BtfKind::Int, "int"},         {BtfKind::Ptr, "ptr"},           {BtfKind::Array, "array"},
    {BtfKind::Struct, "struct"},   {BtfKind::Union, "union"},       {BtfKind::Enum, "enum"},
    {BtfKind::Fwd, "fwd"},         {BtfKind::Typedef, "typedef"},   {BtfKind::Volatile, "volatile"},
    {BtfKind::Const, "const"},     {BtfKind::Restrict, "restrict"}, {BtfKind::Func, "func"},
    {BtfKind::FuncProto, "proto"}, {BtfKind::Float, "float"},       {BtfKind::TypeTag, "type_tag"},
    {BtfKind::Enum64, "enum64"},
};

const char *kindName(BtfKind kind) {
  for (const KindName &entry : kKindNames)
    if (entry.kind == kind)
      return entry.name;
  return "void";
}

BtfKind kindNamed(std::string_view name) {
  for (const KindName &entry : kKindNames)
    if (entry.name == name)
      return entry.kind;
  return BtfKind::Void;
}

//===----------------------------------------------------------------------===//
// Writing
//===----------------------------------------------------------------------===//

/// Chooses the types to write, and writes them.
class TextWriter {
public:
  TextWriter(const Btf &btf, const std::set<uint32_t> &roots) : btf(btf), pending(roots) {
    while (!pending.empty()) {
      uint32_t id = *pending.begin();
      pending.erase(pending.begin());
      if (id != 0 && chosen.insert(id).second)
        chooseReferences(id);
    }
  }

  std::string write() {
    chosen.insert(links.begin(), links.end());
    uint32_t next = 1;
    for (uint32_t id : chosen)
      numbers[id] = next++;
    // What is only pointed to follows as declarations.
    std::map<std::pair<std::string, bool>, uint32_t> declarations;
    std::string declared;
    for (uint32_t id : pointees) {
      if (numbers.count(id))
        continue;
      std::optional<BtfType> type = btf.type(id);
      std::string name(type->name());
      bool isUnion = type->is(BtfKind::Union) || type->declaresUnion();
      auto [entry, isNew] = declarations.try_emplace({name, isUnion}, next);
      if (isNew) {
        ++next;
        declared += Json{{"kind", "fwd"}, {"name", name}, {"union", isUnion}}.dump() + "\n";
      }
      numbers[id] = entry->second;
    }
    std::string text;
    for (uint32_t id : chosen)
      text += line(*btf.type(id)).dump() + "\n";
    return text + declared;
  }

private:
  void choose(uint32_t id) {
    if (!chosen.count(id))
      pending.insert(id);
  }

  void chooseReferences(uint32_t id) {
    std::optional<BtfType> type = btf.type(id);
    if (!type) {
      chosen.erase(id);
      return;
    }
    if (type->is(BtfKind::Ptr))
      return choosePointee(type->referenced());
    if (type->isModifier() || type->is(BtfKind::Func) || type->is(BtfKind::FuncProto))
      choose(type->referenced());
    if (type->is(BtfKind::Array)) {
      choose(type->element());
      choose(type->index());
    }
    for (const BtfMember &member : type->members())
      choose(member.type);
    for (const BtfParameter &parameter : type->parameters())
      choose(parameter.type);
  }

  /// Names and qualifiers of a struct that is only declared are kept, but must
  /// not pull in the struct, unless they are also chosen by value.
  void choosePointee(uint32_t id) {
    for (;;) {
      std::optional<BtfType> type = btf.type(id);
      if (!type || type->is(BtfKind::FuncProto))
        return;
      bool isNamedStruct = type->isStructOrUnion() && !type->name().empty();
      if (isNamedStruct || type->is(BtfKind::Fwd)) {
        pointees.insert(id);
        return;
      }
      if (!type->isModifier())
        return choose(id);
      if (!links.insert(id).second)
        return;
      id = type->referenced();
    }
  }

  uint32_t number(uint32_t id) const {
    auto found = numbers.find(id);
    return found == numbers.end() ? 0 : found->second;
  }

  Json line(const BtfType &type) const {
    Json out = {{"kind", kindName(type.kind())}};
    if (!type.name().empty())
      out["name"] = std::string(type.name());
    switch (type.kind()) {
    case BtfKind::Int:
      out["size"] = type.size();
      if (type.isSigned())
        out["encoding"] = "signed";
      else if (type.isBool())
        out["encoding"] = "bool";
      break;
    case BtfKind::Float:
      out["size"] = type.size();
      break;
    case BtfKind::Array:
      out["type"] = number(type.element());
      out["index"] = number(type.index());
      out["count"] = type.count();
      break;
    case BtfKind::Struct:
    case BtfKind::Union:
      out["size"] = type.size();
      out["members"] = Json::array();
      for (const BtfMember &member : type.members()) {
        Json entry = {std::string(member.name), number(member.type), member.bitOffset};
        if (member.bitSize)
          entry.push_back(member.bitSize);
        out["members"].push_back(std::move(entry));
      }
      break;
    case BtfKind::Enum:
    case BtfKind::Enum64:
      out["size"] = type.size();
      out["signed"] = type.isSigned();
      out["values"] = Json::array();
      for (const BtfEnumerator &value : type.enumerators())
        out["values"].push_back({std::string(value.name), value.value});
      break;
    case BtfKind::Fwd:
      out["union"] = type.declaresUnion();
      break;
    case BtfKind::FuncProto:
      out["type"] = number(type.referenced());
      out["parameters"] = Json::array();
      for (const BtfParameter &parameter : type.parameters())
        out["parameters"].push_back({std::string(parameter.name), number(parameter.type)});
      break;
    default:
      out["type"] = number(type.referenced());
    }
    return out;
  }

  const Btf &btf;
  std::set<uint32_t> pending, chosen, links, pointees;
  std::map<uint32_t, uint32_t> numbers;
};

//===----------------------------------------------------------------------===//
// Reading
//===----------------------------------------------------------------------===//

/// Reads fields of one line; a missing or wrong one is remembered, not fatal.
class LineReader {
public:
  explicit LineReader(const Json &line) : line(line) {}

  std::string text(const char *key) {
    auto found = line.find(key);
    if (found == line.end())
      return {};
    return asText(*found);
  }
  uint32_t number(const char *key) {
    auto found = line.find(key);
    return found == line.end() ? fail() : asNumber(*found);
  }
  bool flag(const char *key) {
    auto found = line.find(key);
    if (found == line.end() || !found->is_boolean())
      return fail();
    return found->get<bool>();
  }
  /// The entries of a list, each with `min` to `max` parts.
  std::vector<const Json *> entries(const char *key, size_t min, size_t max) {
    std::vector<const Json *> result;
    auto found = line.find(key);
    if (found == line.end() || !found->is_array()) {
      fail();
      return result;
    }
    for (const Json &entry : *found) {
      if (entry.is_array() && entry.size() >= min && entry.size() <= max)
        result.push_back(&entry);
      else
        fail();
    }
    if (result.size() > UINT16_MAX)
      fail();
    return result;
  }
  std::string asText(const Json &value) {
    if (!value.is_string() ||
        value.get_ref<const std::string &>().find('\0') != std::string::npos) {
      fail();
      return {};
    }
    return value.get<std::string>();
  }
  uint32_t asNumber(const Json &value) {
    if (!value.is_number_unsigned() || value.get<uint64_t>() > UINT32_MAX)
      return fail();
    return value.get<uint32_t>();
  }
  int64_t asValue(const Json &value) {
    return value.is_number_integer() ? value.get<int64_t>() : int64_t(fail());
  }
  bool isFine() const { return fine; }

private:
  uint32_t fail() {
    fine = false;
    return 0;
  }
  const Json &line;
  bool fine = true;
};

bool readLine(LineReader &line, BtfWriter &writer) {
  BtfKind kind = kindNamed(line.text("kind"));
  std::string name = line.text("name");
  switch (kind) {
  case BtfKind::Void:
    return false;
  case BtfKind::Int: {
    std::string encoding = line.text("encoding");
    uint32_t size = line.number("size");
    if (size == 0 || size > 16)
      return false;
    writer.integer(name, size,
                   encoding == "signed" ? BtfWriter::Encoding::Signed
                   : encoding == "bool" ? BtfWriter::Encoding::Bool
                                        : BtfWriter::Encoding::None);
    break;
  }
  case BtfKind::Float:
    writer.floating(name, line.number("size"));
    break;
  case BtfKind::Array:
    writer.array(line.number("type"), line.number("count"), line.number("index"));
    break;
  case BtfKind::Struct:
  case BtfKind::Union: {
    std::vector<BtfWriter::Member> members;
    for (const Json *entry : line.entries("members", 3, 4)) {
      uint32_t bits = entry->size() == 4 ? line.asNumber((*entry)[3]) : 0;
      members.push_back({line.asText((*entry)[0]), line.asNumber((*entry)[1]),
                         line.asNumber((*entry)[2]), uint8_t(std::min(bits, 255u))});
    }
    writer.structure(kind, name, line.number("size"), members);
    break;
  }
  case BtfKind::Enum:
  case BtfKind::Enum64: {
    std::vector<std::pair<std::string, int64_t>> values;
    for (const Json *entry : line.entries("values", 2, 2))
      values.emplace_back(line.asText((*entry)[0]), line.asValue((*entry)[1]));
    writer.enumeration(kind, name, line.number("size"), line.flag("signed"), values);
    break;
  }
  case BtfKind::Fwd:
    writer.forward(name, line.flag("union"));
    break;
  case BtfKind::FuncProto: {
    std::vector<BtfWriter::Parameter> parameters;
    for (const Json *entry : line.entries("parameters", 2, 2))
      parameters.push_back({line.asText((*entry)[0]), line.asNumber((*entry)[1])});
    writer.prototype(line.number("type"), parameters);
    break;
  }
  default:
    writer.reference(kind, name, line.number("type"));
  }
  return line.isFine();
}

} // namespace

std::string writeBtfText(const Btf &btf, const std::set<uint32_t> &roots) {
  return TextWriter(btf, roots).write();
}

Result<std::string> readBtfText(std::string_view text, const Btf *base) {
  BtfWriter writer;
  if (base)
    writer.continueAfter(base->endId(), uint32_t(base->source().strings().size()));
  unsigned number = 0;
  while (!text.empty()) {
    size_t end = std::min(text.find('\n'), text.size());
    std::string_view line = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    ++number;
    Json json = Json::parse(line, nullptr, /*allow_exceptions=*/false);
    if (!json.is_object())
      return failure("line " + std::to_string(number) + " is not a JSON object");
    LineReader reader(json);
    if (!readLine(reader, writer))
      return failure("line " + std::to_string(number) + " does not describe a type");
  }
  return writer.bytes();
}

} // namespace sonde
