//===- BtfTypes.cpp - BTF as types of the script language -----------------===//
#include "lib/Kernel/BtfTypes.h"

#include <algorithm>
#include <set>

namespace sonde {

namespace {

/// Longer chains of modifiers, and deeper nests of structs, arrays and
/// pointers, are not written by compilers; circular ones are cut here.
constexpr unsigned kMaxModifiers = 32;
constexpr unsigned kMaxNesting = 48;

bool fitsInteger(uint32_t size) { return size == 1 || size == 2 || size == 4 || size == 8; }

Type convertInteger(const BtfType &type) {
  if (!fitsInteger(type.size()))
    return Type::none();
  if (type.isBool() && type.size() == 1)
    return Type::boolean();
  return Type::integer(type.size() * 8, type.isSigned());
}

Type convertEnum(const BtfType &type) {
  if (!fitsInteger(type.size()))
    return Type::none();
  if (type.name().empty())
    return Type::integer(type.size() * 8, false);
  std::vector<std::pair<int64_t, std::string>> values;
  for (const BtfEnumerator &value : type.enumerators())
    values.emplace_back(value.value, value.name);
  return Type::enumeration(std::string(type.name()), type.size(), std::move(values));
}

/// C's names for integers that are one word, where BTF uses several.
const char *fullIntegerName(std::string_view name) {
  if (name == "long" || name == "signed")
    return name == "long" ? "long int" : "int";
  if (name == "short")
    return "short int";
  if (name == "unsigned")
    return "unsigned int";
  if (name == "bool")
    return "_Bool";
  return nullptr;
}

/// What is printed for an unnamed struct: `{int32,uint64}`. Unnamed structs in
/// unnamed structs would make the name of hostile BTF grow without end.
std::string nameByMembers(const StructDef &definition) {
  constexpr size_t kLongEnough = 120;
  std::string name = "{";
  for (const StructMember &member : definition.members) {
    if (name.size() > kLongEnough)
      return name + ",...}";
    name += (name.size() > 1 ? "," : "") + member.type.str();
  }
  return name + "}";
}

std::string keyword(bool isUnion) { return isUnion ? "union" : "struct"; }

} // namespace

//===----------------------------------------------------------------------===//
// Conversion
//===----------------------------------------------------------------------===//

std::optional<BtfType> BtfTypes::strip(uint32_t id, std::string *tag) const {
  for (unsigned i = 0; i < kMaxModifiers; ++i) {
    std::optional<BtfType> type = btf->type(id);
    if (!type || !type->isModifier())
      return type;
    // `rcu` changes nothing about how memory is read.
    if (tag && type->is(BtfKind::TypeTag) && type->name() != "rcu")
      *tag = type->name();
    id = type->referenced();
  }
  return std::nullopt;
}

Type BtfTypes::convert(uint32_t id, Depth depth, unsigned nesting) {
  std::optional<BtfType> type = strip(id);
  if (!type || nesting > kMaxNesting)
    return Type::none();
  switch (type->kind()) {
  case BtfKind::Void:
    return Type::voidType();
  case BtfKind::Int:
    return convertInteger(*type);
  case BtfKind::Enum:
  case BtfKind::Enum64:
    return convertEnum(*type);
  case BtfKind::Ptr:
    return convertPointer(*type, nesting + 1);
  case BtfKind::Array:
    return convertArray(*type, depth, nesting + 1);
  case BtfKind::Struct:
  case BtfKind::Union:
    return convertStruct(*type, depth, nesting + 1);
  case BtfKind::Fwd:
    return Type::structure(std::string(type->name()), type->declaresUnion(), nullptr, {module});
  default:
    return Type::none();
  }
}

Type BtfTypes::convertPointer(const BtfType &pointer, unsigned nesting) {
  std::string tag;
  std::optional<BtfType> pointee = strip(pointer.referenced(), &tag);
  AddressSpace space = tag == "user" ? AddressSpace::User : AddressSpace::Kernel;
  if (!pointee || pointee->is(BtfKind::FuncProto))
    return Type::pointer(Type::voidType(), space);
  return Type::pointer(convert(pointee->id(), Depth::Shallow, nesting), space);
}

Type BtfTypes::convertArray(const BtfType &array, Depth depth, unsigned nesting) {
  std::optional<BtfType> element = strip(array.element());
  if (!element)
    return Type::none();
  if (element->is(BtfKind::Int) && element->size() == 1 && !element->isBool())
    return Type::string(array.count());
  Type type = convert(element->id(), depth, nesting);
  if (!type || uint64_t(type.size()) * array.count() > UINT32_MAX)
    return Type::none();
  return Type::array(std::move(type), array.count());
}

/// A module's own types are numbered behind those of the kernel.
TypeOrigin BtfTypes::originOf(const BtfType &type) const {
  return {type.id() < btf->beginId() ? "" : module, type.id()};
}

Type BtfTypes::convertStruct(const BtfType &type, Depth depth, unsigned nesting) {
  bool isUnion = type.is(BtfKind::Union);
  // Nobody could ask for an unnamed struct later.
  if (depth == Depth::Shallow && !type.name().empty())
    return Type::structure(std::string(type.name()), isUnion, nullptr, originOf(type));
  std::shared_ptr<const StructDef> definition = define(type, nesting);
  if (!definition)
    return Type::none();
  return Type::structure(definition->name, isUnion, definition);
}

std::shared_ptr<const StructDef> BtfTypes::define(const BtfType &type, unsigned nesting) {
  auto [known, isNew] = definitions.try_emplace(type.id(), nullptr);
  if (!isNew)
    return known->second; // Null: a struct that contains itself.
  auto definition = std::make_shared<StructDef>();
  definition->isUnion = type.is(BtfKind::Union);
  definition->size = type.size();
  for (const BtfMember &member : type.members())
    definition->members.push_back(convertMember(member, type.size(), nesting));
  definition->name = type.name().empty() ? nameByMembers(*definition) : std::string(type.name());
  definitions[type.id()] = definition;
  return definition;
}

StructMember BtfTypes::convertMember(const BtfMember &member, uint32_t structSize,
                                     unsigned nesting) {
  StructMember result;
  result.name = member.name;
  result.type = convert(member.type, Depth::Full, nesting);
  result.offset = member.bitOffset / 8;
  result.bitSize = member.bitSize;
  std::optional<BtfType> type = strip(member.type);
  if (!type)
    return result;
  if (type->is(BtfKind::Ptr))
    strip(type->referenced(), &result.typeTag);
  // Before structs had a flag for it, the integer's own width told a bit-field.
  if (!result.bitSize && type->is(BtfKind::Int) && type->bits() < type->size() * 8)
    result.bitSize = uint8_t(type->bits());
  if (!result.bitSize)
    return result;
  if (!result.type.isIntegral() && !result.type.is(TypeKind::Bool)) {
    result.type = Type::none();
    result.bitSize = 0;
    return result;
  }
  placeBitField(result, member.bitOffset, structSize);
  return result;
}

FunctionPrototype BtfTypes::convertPrototype(const BtfType &proto) {
  FunctionPrototype result;
  for (const BtfParameter &parameter : proto.parameters()) {
    bool isEllipsis = parameter.name.empty() && parameter.type == 0;
    if (!isEllipsis)
      result.parameters.push_back(
          {std::string(parameter.name), convert(parameter.type, Depth::Full, 0)});
  }
  result.result = convert(proto.referenced(), Depth::Full, 0);
  return result;
}

//===----------------------------------------------------------------------===//
// Questions by name
//===----------------------------------------------------------------------===//

Result<Type> BtfTypes::structure(const std::string &name, bool isUnion) {
  uint32_t id = btf->find(name, {isUnion ? BtfKind::Union : BtfKind::Struct});
  if (id) {
    Type type = convert(id, Depth::Full, 0);
    if (type)
      return type;
    return failure("damaged BTF: '" + keyword(isUnion) + " " + name + "' contains itself");
  }
  if (btf->find(name, {BtfKind::Fwd}))
    return failure("the kernel's type information only declares '" + keyword(isUnion) + " " + name +
                   "', without its members");
  return failure("the kernel has no type '" + keyword(isUnion) + " " + name + "'");
}

Type BtfTypes::complete(const Type &structure) {
  uint32_t id = structure.origin().id;
  std::optional<BtfType> type = id ? btf->type(id) : std::nullopt;
  if (!type || !type->isStructOrUnion())
    return TypeSource::complete(structure);
  Type found = convert(id, Depth::Full, 0);
  return found ? found : structure;
}

Result<Type> BtfTypes::enumeration(const std::string &name) {
  if (uint32_t id = btf->find(name, {BtfKind::Enum, BtfKind::Enum64}))
    if (Type type = convert(id, Depth::Full, 0))
      return type;
  return failure("the kernel has no type 'enum " + name + "'");
}

Result<Type> BtfTypes::named(const std::string &name) {
  uint32_t id = btf->find(name, {BtfKind::Typedef, BtfKind::Int});
  if (!id)
    if (const char *full = fullIntegerName(name))
      id = btf->find(full, {BtfKind::Int});
  if (id)
    if (Type type = convert(id, Depth::Full, 0))
      return type;
  return failure("the kernel has no type '" + name + "'");
}

uint32_t BtfTypes::findFunction(const std::string &name, BtfKind kind) const {
  uint32_t id = btf->findOwn(name, {kind});
  return id ? id : btf->find(name, {kind});
}

Result<FunctionPrototype> BtfTypes::function(const std::string &name) {
  uint32_t id = findFunction(name, BtfKind::Func);
  std::optional<BtfType> function = btf->type(id);
  std::optional<BtfType> proto = id && function ? btf->type(function->referenced()) : std::nullopt;
  if (!proto || !proto->is(BtfKind::FuncProto))
    return failure("the kernel has no type information for function '" + name + "'");
  FunctionPrototype result = convertPrototype(*proto);
  result.btfId = id;
  return result;
}

Result<FunctionPrototype> BtfTypes::rawTracepoint(const std::string &event) {
  // The kernel checks a program against this typedef, but its parameters have
  // no names; those are in the functions generated for the tracepoint.
  uint32_t id = findFunction("btf_trace_" + event, BtfKind::Typedef);
  std::optional<BtfType> proto = id ? strip(id) : std::nullopt;
  if (proto && proto->is(BtfKind::Ptr))
    proto = strip(proto->referenced());
  if (!proto || !proto->is(BtfKind::FuncProto))
    return failure("the kernel has no raw tracepoint '" + event + "'");
  FunctionPrototype result = convertPrototype(*proto);
  result.btfId = id;
  for (const char *prefix : {"__probestub_", "__traceiter_"}) {
    Result<FunctionPrototype> generated = function(prefix + event);
    if (generated && generated->parameters.size() == result.parameters.size()) {
      result.parameters = std::move(generated->parameters);
      break;
    }
  }
  if (!result.parameters.empty()) // The hidden `void *__data`.
    result.parameters.erase(result.parameters.begin());
  return result;
}

std::vector<std::string> BtfTypes::namesOf(std::initializer_list<BtfKind> kinds) const {
  std::set<std::string_view> names;
  for (uint32_t id = 1; id < btf->endId(); ++id) {
    std::optional<BtfType> type = btf->type(id);
    if (type && std::find(kinds.begin(), kinds.end(), type->kind()) != kinds.end())
      names.insert(type->name());
  }
  names.erase(std::string_view());
  return {names.begin(), names.end()};
}

std::vector<std::string> BtfTypes::functionNames() { return namesOf({BtfKind::Func}); }

std::vector<std::string> BtfTypes::structNames() {
  return namesOf({BtfKind::Struct, BtfKind::Union});
}

} // namespace sonde
