//===- TypeNames.cpp - What a written type means --------------------------===//
#include "lib/Frontend/TypeNames.h"

#include <algorithm>
#include <filesystem>

namespace sonde {

using ast::Tag;
using ast::TypeName;

namespace {

/// int8 … uint64; None for another name.
Type integerByName(const std::string &name) {
  bool isUnsigned = name[0] == 'u';
  for (unsigned bits : {8u, 16u, 32u, 64u})
    if (name == (isUnsigned ? "uint" : "int") + std::to_string(bits))
      return Type::integer(bits, !isUnsigned);
  return Type::none();
}

/// The kinds that are written as one word. Aggregations are types that can be
/// named, so that a declaration can say why they cannot be declared.
Type plainByName(const std::string &name) {
  if (name == "bool")
    return Type::boolean();
  if (name == "void")
    return Type::voidType();
  if (name == "username_t")
    return Type::plain(TypeKind::Username);
  if (name == "macaddr_t")
    return Type::plain(TypeKind::MacAddress);
  if (name == "cgroup_path_t")
    return Type::plain(TypeKind::CgroupPath);
  if (name == "timestamp")
    return Type::plain(TypeKind::Timestamp);
  if (name == "count_t")
    return Type::plain(TypeKind::Count);
  constexpr std::pair<const char *, TypeKind> kAggregates[] = {{"sum_t", TypeKind::Sum},
                                                               {"min_t", TypeKind::Min},
                                                               {"max_t", TypeKind::Max},
                                                               {"avg_t", TypeKind::Avg},
                                                               {"stats_t", TypeKind::Stats}};
  for (auto [word, kind] : kAggregates) {
    if (name == word)
      return Type::aggregate(kind, true);
    if (name == "u" + std::string(word))
      return Type::aggregate(kind, false);
  }
  return Type::none();
}

constexpr const char *kCharacter = "char";

/// `unsigned long long` and the like; None for another name.
Type cInteger(const std::string &name) {
  unsigned longs = 0;
  bool isUnsigned = false, isSigned = false, isShort = false, isChar = false;
  for (size_t at = 0; at < name.size();) {
    size_t end = std::min(name.find(' ', at), name.size());
    std::string word = name.substr(at, end - at);
    at = end + 1;
    longs += word == "long";
    isUnsigned |= word == "unsigned";
    isSigned |= word == "signed";
    isShort |= word == "short";
    isChar |= word == "char";
    if (word != "long" && word != "unsigned" && word != "signed" && word != "short" &&
        word != "char" && word != "int")
      return Type::none();
  }
  if (isUnsigned && isSigned)
    return Type::none();
  unsigned bits = isChar ? 8 : isShort ? 16 : longs ? 64 : 32;
  return Type::integer(bits, !isUnsigned);
}

} // namespace

std::vector<std::string> builtinTypeNames() {
  return {"bool",   "int8",      "int16",     "int32",      "int64",        "uint8",
          "uint16", "uint32",    "uint64",    "void",       "string",       "buffer",
          "inet",   "macaddr_t", "count_t",   "sum_t",      "min_t",        "max_t",
          "avg_t",  "stats_t",   "timestamp", "username_t", "cgroup_path_t"};
}

//===-- Structs and unions ------------------------------------------------===//

/// Of the script's C text; None if that does not define it.
Type TypeNames::ownStructure(const std::string &name, bool isUnion) {
  Type own = c ? c->structure(name, isUnion) : Type::none();
  return own && own.definition() ? own : Type::none();
}

/// What the kernel does not have, or only declares, may be in one of its modules.
template <typename Ask> Result<Type> TypeNames::askKernel(Ask ask) {
  Result<TypeSource *> types = kernel.types("");
  if (!types)
    return types.takeError();
  Result<Type> type = ask(**types);
  if (!type && !modules)
    modules = findModules ? findModules() : std::vector<std::string>();
  for (size_t i = 0; !type && i < modules->size(); ++i)
    if (Result<TypeSource *> more = kernel.types((*modules)[i]))
      if (Result<Type> there = ask(**more))
        return there;
  return type;
}

Result<Type> TypeNames::kernelStructure(const std::string &name, bool isUnion) {
  std::string key = (isUnion ? "union " : "struct ") + name;
  auto found = kernelStructs.find(key);
  if (found != kernelStructs.end())
    return found->second;
  Result<Type> type = askKernel([&](TypeSource &types) { return types.structure(name, isUnion); });
  if (type)
    kernelStructs[key] = *type;
  return type;
}

Type TypeNames::complete(const Type &type) {
  if (!type.is(TypeKind::Struct) || type.definition())
    return type;
  if (Type own = ownStructure(type.name(), type.isUnion()))
    return own;
  const TypeOrigin &origin = type.origin();
  if (auto program = programs.find(origin.source); program != programs.end())
    return program->second ? (*program->second)->complete(type) : type;
  if (origin.id)
    if (Result<TypeSource *> types = kernel.types(origin.source))
      return (*types)->complete(type);
  Result<Type> found = kernelStructure(type.name(), type.isUnion());
  return found ? *found : type;
}

std::string TypeNames::whyUnknown(const Type &structure) {
  Result<Type> found = kernelStructure(structure.name(), structure.isUnion());
  return found ? "it is only declared" : found.error().message;
}

std::vector<std::string> TypeNames::structNames(const std::string &program) {
  std::vector<std::string> names = c ? c->structNames() : std::vector<std::string>();
  auto add = [&](std::vector<std::string> more) {
    names.insert(names.end(), more.begin(), more.end());
  };
  if (!program.empty() && debugInfo(program))
    add((*debugInfo(program))->structNames());
  if (Result<TypeSource *> types = kernel.types(""))
    add((*types)->structNames());
  return names;
}

const Result<std::unique_ptr<DebugInfo>> &TypeNames::debugInfo(const std::string &program) {
  std::string path = std::filesystem::absolute(program).string();
  auto known = programs.find(path);
  if (known == programs.end())
    known = programs.emplace(path, DebugInfo::open(program, debugFolders)).first;
  return known->second;
}

std::vector<std::string> TypeNames::missingFiles(const std::string &program) const {
  auto known = programs.find(std::filesystem::absolute(program).string());
  if (known == programs.end() || !known->second)
    return {};
  return (*known->second)->missingFiles();
}

//===-- Names -------------------------------------------------------------===//

/// By its name in a script. A program's unions are not found by name.
Result<Type> TypeNames::structure(const std::string &name, bool isUnion,
                                  const std::string &program) {
  if (Type own = ownStructure(name, isUnion))
    return own;
  if (program.empty() || isUnion)
    return kernelStructure(name, isUnion);
  const Result<std::unique_ptr<DebugInfo>> &info = debugInfo(program);
  Result<Type> type = info ? (*info)->structure(name) : Result<Type>(info.error());
  if (type)
    return type;
  Result<Type> found = kernelStructure(name, isUnion);
  if (!found)
    return failure(type.error().message + "; " + found.error().message);
  return found;
}

/// The type before its suffixes; `suffix` is moved over one that belongs to it,
/// as in `string[8]`.
Result<Type> TypeNames::base(const TypeName &name, const std::string &program, size_t &suffix) {
  if (name.tag == Tag::Struct || name.tag == Tag::Union)
    return structure(name.name, name.tag == Tag::Union, program);
  if (name.tag == Tag::Enum) {
    if (Type own = c ? c->enumeration(name.name) : Type::none())
      return own;
    return askKernel([&](TypeSource &types) { return types.enumeration(name.name); });
  }
  if (name.name == "inet") {
    Type type = Type::plain(TypeKind::Inet);
    suffix = !name.suffixes.empty() && !name.suffixes[0].isPointer;
    uint32_t size = suffix ? name.suffixes[0].count : 0;
    if (size && size != type.size())
      return failure("an 'inet' has " + std::to_string(type.size()) + " bytes, whatever is in it");
    return type;
  }
  if (name.name == "string" || name.name == "buffer") {
    uint32_t size = 0;
    if (!name.suffixes.empty() && !name.suffixes[0].isPointer) {
      size = name.suffixes[0].count;
      suffix = 1;
    }
    return name.name == "string" ? Type::string(size) : Type::buffer(size);
  }
  if (Type type = integerByName(name.name))
    return type;
  if (Type type = plainByName(name.name))
    return type;
  Type type = cInteger(name.name);
  bool asksKernel = !type || name.name == kCharacter; // The kernel's has no sign since 6.2.
  if (!asksKernel)
    return type;
  if (Type own = c ? c->named(name.name) : Type::none())
    return own;
  Result<Type> found = askKernel([&](TypeSource &types) { return types.named(name.name); });
  return found || !type ? std::move(found) : Result<Type>(type);
}

Result<Type> TypeNames::resolve(const TypeName &name, const std::string &program) {
  size_t suffix = 0;
  Result<Type> type = base(name, program, suffix);
  for (; type && suffix < name.suffixes.size(); ++suffix) {
    if (name.suffixes[suffix].isPointer)
      type = Type::pointer(*type);
    else
      type = Type::array(*type, name.suffixes[suffix].count);
  }
  return type;
}

} // namespace sonde
