//===- Tracefs.cpp - Tracepoints as tracefs describes them ----------------===//
#include "lib/Kernel/Tracefs.h"

#include <algorithm>
#include <cerrno>
#include <charconv>
#include <cstring>
#include <fcntl.h>
#include <unistd.h>

namespace sonde {

namespace {

/// One line `field:DECLARATION; offset:O; size:S; signed:B;`.
struct FieldLine {
  std::string_view declaration;
  uint32_t offset = 0;
  uint32_t size = 0;
  bool isSigned = false;
};

/// A declaration taken apart.
struct Declaration {
  std::string_view name;
  std::string base; ///< Without qualifiers, stars and array bounds.
  unsigned stars = 0;
  bool isArray = false;
  std::string_view bound; ///< Between the brackets.
  bool isDataLoc = false;
  bool isUser = false;
  bool isPerCpu = false;
};

bool isIdentifier(char c) { return isalnum(static_cast<unsigned char>(c)) || c == '_'; }

std::string_view trim(std::string_view text) {
  while (!text.empty() && isspace(static_cast<unsigned char>(text.front())))
    text.remove_prefix(1);
  while (!text.empty() && isspace(static_cast<unsigned char>(text.back())))
    text.remove_suffix(1);
  return text;
}

std::optional<uint32_t> parseNumber(std::string_view text) {
  uint32_t value = 0;
  auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size())
    return std::nullopt;
  return value;
}

/// The text after `key:` up to the next semicolon.
std::optional<std::string_view> property(std::string_view line, std::string_view key) {
  size_t at = line.find(key);
  if (at == std::string_view::npos)
    return std::nullopt;
  line.remove_prefix(at + key.size());
  size_t end = line.find(';');
  if (end == std::string_view::npos)
    return std::nullopt;
  return trim(line.substr(0, end));
}

std::optional<FieldLine> parseFieldLine(std::string_view line) {
  auto declaration = property(line, "field:");
  auto offset = property(line, "offset:"), size = property(line, "size:");
  auto isSigned = property(line, "signed:");
  if (!declaration || !offset || !size || !isSigned)
    return std::nullopt;
  auto offsetValue = parseNumber(*offset), sizeValue = parseNumber(*size);
  if (!offsetValue || !sizeValue)
    return std::nullopt;
  return FieldLine{*declaration, *offsetValue, *sizeValue, *isSigned == "1"};
}

std::optional<Declaration> parseDeclaration(std::string_view text) {
  Declaration result;
  // `T name[N]`, or `T[] name` behind __data_loc.
  if (size_t open = text.rfind('['); open != std::string_view::npos) {
    size_t close = text.find(']', open);
    if (close == std::string_view::npos)
      return std::nullopt;
    result.isArray = true;
    result.bound = trim(text.substr(open + 1, close - open - 1));
    if (trim(text.substr(close + 1)).empty())
      text = trim(text.substr(0, open));
  }
  size_t begin = text.size();
  while (begin > 0 && isIdentifier(text[begin - 1]))
    --begin;
  result.name = text.substr(begin);
  if (result.name.empty())
    return std::nullopt;
  std::string_view rest = text.substr(0, begin);
  for (size_t at = 0; at < rest.size();) {
    if (rest[at] == '*')
      ++result.stars;
    if (rest[at] == '[') // The bound is known; skip it.
      at = std::min(rest.find(']', at), rest.size() - 1);
    if (!isIdentifier(rest[at])) {
      ++at;
      continue;
    }
    size_t end = at;
    while (end < rest.size() && isIdentifier(rest[end]))
      ++end;
    std::string_view word = rest.substr(at, end - at);
    at = end;
    if (word == "const" || word == "volatile" || word == "restrict")
      continue;
    if (word == "__data_loc")
      result.isDataLoc = true;
    else if (word == "__user")
      result.isUser = true;
    else if (word == "__seg_gs" || word == "__percpu")
      result.isPerCpu = true;
    else if (word.substr(0, 2) == "__" &&
             (word == "__rcu" || word == "__force" || word == "__iomem" || word == "__rel_loc"))
      continue;
    else
      result.base += (result.base.empty() ? "" : " ") + std::string(word);
  }
  return result;
}

/// C's integer types, as pointees and array elements.
struct BasicType {
  std::string_view name;
  uint8_t bits;
  bool isSigned;
};
constexpr BasicType kBasicTypes[] = {
    // The kernel's own `char` is unsigned since 6.2, but the
    // characters of a string have no sign that matters.
    {"char", 8, true},
    {"signed char", 8, true},
    {"unsigned char", 8, false},
    {"short", 16, true},
    {"unsigned short", 16, false},
    {"int", 32, true},
    {"signed", 32, true},
    {"unsigned", 32, false},
    {"unsigned int", 32, false},
    {"long", 64, true},
    {"unsigned long", 64, false},
    {"long long", 64, true},
    {"unsigned long long", 64, false},
    {"u8", 8, false},
    {"u16", 16, false},
    {"u32", 32, false},
    {"u64", 64, false},
    {"s8", 8, true},
    {"s16", 16, true},
    {"s32", 32, true},
    {"s64", 64, true},
    {"__u8", 8, false},
    {"__u16", 16, false},
    {"__u32", 32, false},
    {"__u64", 64, false},
    {"__s8", 8, true},
    {"__s16", 16, true},
    {"__s32", 32, true},
    {"__s64", 64, true},
    {"uint8_t", 8, false},
    {"uint16_t", 16, false},
    {"uint32_t", 32, false},
    {"uint64_t", 64, false},
    {"int32_t", 32, true},
    {"int64_t", 64, true},
    {"size_t", 64, false},
    {"ssize_t", 64, true},
    {"loff_t", 64, true},
    {"off_t", 64, true},
    {"pid_t", 32, true},
    {"uid_t", 32, false},
    {"gid_t", 32, false},
    {"dev_t", 32, false},
    {"ino_t", 64, false},
    {"umode_t", 16, false},
    {"gfp_t", 32, false},
    {"sector_t", 64, false},
    {"clockid_t", 32, true},
};

const BasicType *basicType(std::string_view name) {
  for (const BasicType &basic : kBasicTypes)
    if (basic.name == name)
      return &basic;
  return nullptr;
}

bool fitsInteger(uint32_t size) { return size == 1 || size == 2 || size == 4 || size == 8; }

/// Turns declarations into types.
class FieldTyper {
public:
  FieldTyper(std::string_view category, const TypesOnDemand &types)
      : userCategory(category == "syscalls"), types(types) {}

  Result<Type> type(const FieldLine &field, const Declaration &declaration) const {
    if (declaration.isDataLoc) // The value is the address of the data.
      return Type::integer(64, true);
    if (declaration.isArray)
      return array(field, declaration);
    if (declaration.stars)
      return field.size == 8 ? pointer(declaration) : Type::none();
    return scalar(field, declaration.base);
  }

private:
  Type pointer(const Declaration &declaration) const {
    bool user = userCategory || declaration.isUser;
    AddressSpace space = user ? AddressSpace::User : AddressSpace::Kernel;
    Type type = pointee(declaration.base);
    for (unsigned i = 0; i < declaration.stars; ++i)
      type = Type::pointer(std::move(type), space);
    return type;
  }

  Type pointee(const std::string &base) const {
    if (base == "void")
      return Type::voidType();
    if (const BasicType *basic = basicType(base))
      return Type::integer(basic->bits, basic->isSigned);
    for (bool isUnion : {false, true}) {
      std::string_view keyword = isUnion ? "union " : "struct ";
      if (std::string_view(base).substr(0, keyword.size()) == keyword)
        return Type::structure(base.substr(keyword.size()), isUnion);
    }
    Type known = lookUp(base);
    return known ? known : Type::voidType();
  }

  /// A type that only BTF knows: a struct, union, enum or typedef.
  Type lookUp(const std::string &base) const {
    TypeSource *source = types ? types() : nullptr;
    if (!source)
      return Type::none();
    auto valueOr = [](Result<Type> found) { return found ? *found : Type::none(); };
    if (base.compare(0, 5, "enum ") == 0)
      return valueOr(source->enumeration(base.substr(5)));
    if (base.compare(0, 7, "struct ") == 0)
      return valueOr(source->structure(base.substr(7), false));
    if (base.compare(0, 6, "union ") == 0)
      return valueOr(source->structure(base.substr(6), true));
    return valueOr(source->named(base));
  }

  Type scalar(const FieldLine &field, const std::string &base) const {
    Type integer =
        fitsInteger(field.size) ? Type::integer(field.size * 8, field.isSigned) : Type::none();
    if (base == "bool" || base == "_Bool")
      return field.size == 1 ? Type::boolean() : integer;
    if (basicType(base) && integer)
      return integer;
    Type known = lookUp(base);
    if (known.is(TypeKind::Enum) && integer) // The file decides the size.
      return Type::enumeration(known.name(), field.size, known.enumerators());
    if (known.is(TypeKind::Pointer) && field.size == 8)
      return known.withSpace(userCategory ? AddressSpace::User : AddressSpace::Kernel);
    if (known.is(TypeKind::Struct) && known.size() == field.size)
      return known;
    return integer;
  }

  Result<Type> array(const FieldLine &field, const Declaration &declaration) const {
    if (declaration.base == "char" && !declaration.stars)
      return Type::string(field.size);
    uint32_t elementSize = 0;
    std::optional<uint32_t> count;
    if (declaration.bound.empty() && field.size == 0)
      count = 0;
    else
      count = parseNumber(declaration.bound);
    Type element = declaration.stars ? pointer(declaration) : pointeeOfArray(declaration.base);
    if (!count) {
      // A bound that only the kernel's source can compute, `[ETH_ALEN]`.
      if (!element || !element.size() || field.size % element.size())
        return failure("could not parse array size '" + std::string(declaration.bound) + "'");
      count = field.size / element.size();
    }
    elementSize = *count ? field.size / *count : element.size();
    if (element && element.size() == elementSize) {
      if (element.isInteger() && *count)
        element = Type::integer(elementSize * 8, field.isSigned);
      return Type::array(std::move(element), *count);
    }
    if (!fitsInteger(elementSize))
      return Type::none();
    return Type::array(Type::integer(elementSize * 8, field.isSigned), *count);
  }

  Type pointeeOfArray(const std::string &base) const {
    if (const BasicType *basic = basicType(base))
      return Type::integer(basic->bits, basic->isSigned);
    return base == "bool" ? Type::boolean() : lookUp(base);
  }

  bool userCategory;
  const TypesOnDemand &types;
};

} // namespace

Result<TracepointFormat> parseTracepointFormat(std::string_view text, std::string_view category,
                                               const TypesOnDemand &types) {
  TracepointFormat format;
  FieldTyper typer(category, types);
  bool hasId = false;
  while (!text.empty()) {
    size_t end = std::min(text.find('\n'), text.size());
    std::string_view line = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    if (line.substr(0, 4) == "ID: ") {
      std::optional<uint32_t> id = parseNumber(trim(line.substr(4)));
      hasId = id.has_value();
      format.id = id.value_or(0);
    }
    if (line.substr(0, 9) == "print fmt")
      break; // May contain anything.
    if (trim(line).substr(0, 6) != "field:")
      continue;
    std::optional<FieldLine> field = parseFieldLine(line);
    if (!field)
      return failure("could not parse the line '" + std::string(trim(line)) + "'");
    std::optional<Declaration> declaration = parseDeclaration(field->declaration);
    if (!declaration)
      return failure("could not parse the declaration '" + std::string(field->declaration) + "'");
    if (declaration->name.substr(0, 7) == "common_")
      continue;
    Result<Type> type = typer.type(*field, *declaration);
    if (!type)
      return failure("could not parse argument '" + std::string(declaration->name) +
                     "': " + type.error().message);
    TracepointField result;
    result.member.name = declaration->name;
    result.member.type = *type;
    result.member.offset = field->offset;
    result.member.isDataLoc = declaration->isDataLoc;
    if (declaration->isUser || declaration->isPerCpu)
      result.member.typeTag = declaration->isUser ? "user" : "percpu";
    result.declaration = field->declaration;
    format.fields.push_back(std::move(result));
  }
  if (!hasId)
    return failure("this is not a tracepoint's format: it has no ID");
  return format;
}

Result<std::string> findTracefs() {
  bool forbidden = false;
  for (const char *place : {"/sys/kernel/tracing", "/sys/kernel/debug/tracing"}) {
    std::string events = std::string(place) + "/events";
    if (::access(events.c_str(), R_OK | X_OK) == 0)
      return std::string(place);
    forbidden |= errno == EACCES || errno == EPERM;
  }
  if (forbidden)
    return failure("no permission to read tracefs; run as root", EACCES);
  return failure("tracefs is not mounted; run 'mount -t tracefs nodev /sys/kernel/tracing'",
                 ENOENT);
}

bool isTracepointName(std::string_view name) {
  return !name.empty() && name.front() != '.' && std::all_of(name.begin(), name.end(), [](char c) {
    return isIdentifier(c) || c == '-' || c == '.';
  });
}

Result<std::string> readTextFile(const std::string &path) {
  int fd = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (fd < 0)
    return failure("cannot read '" + path + "': " + strerror(errno), errno);
  std::string text;
  char block[1 << 15];
  ssize_t got;
  while ((got = ::read(fd, block, sizeof(block))) > 0)
    text.append(block, size_t(got));
  int error = errno;
  ::close(fd);
  if (got < 0)
    return failure("cannot read '" + path + "': " + strerror(error), error);
  return text;
}

} // namespace sonde
