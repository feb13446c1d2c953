//===- Btf.cpp - A reader of BTF, the kernel's type information -----------===//
#include "lib/Kernel/Btf.h"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

namespace sonde {

namespace {

constexpr uint16_t kMagic = 0xeb9f;
constexpr uint16_t kMagicOtherOrder = 0x9feb;
constexpr uint32_t kHeaderSize = 24;
constexpr uint32_t kTypeHeaderSize = 12;

/// Bytes that follow a type's header: `fixed`, and `each` times its count.
struct ExtraSize {
  uint8_t fixed;
  uint8_t each;
};
constexpr ExtraSize kExtra[kLastBtfKind + 1] = {
    /*Void*/ {0, 0},    /*Int*/ {4, 0},       /*Ptr*/ {0, 0},     /*Array*/ {12, 0},
    /*Struct*/ {0, 12}, /*Union*/ {0, 12},    /*Enum*/ {0, 8},    /*Fwd*/ {0, 0},
    /*Typedef*/ {0, 0}, /*Volatile*/ {0, 0},  /*Const*/ {0, 0},   /*Restrict*/ {0, 0},
    /*Func*/ {0, 0},    /*FuncProto*/ {0, 8}, /*Var*/ {4, 0},     /*DataSec*/ {0, 12},
    /*Float*/ {0, 0},   /*DeclTag*/ {4, 0},   /*TypeTag*/ {0, 0}, /*Enum64*/ {0, 12},
};

template <typename T> T load(const char *at) {
  T value;
  memcpy(&value, at, sizeof(value));
  return value;
}

/// The pieces of a type's second word.
BtfKind kindOf(uint32_t info) { return BtfKind((info >> 24) & 0x1f); }
uint32_t vlenOf(uint32_t info) { return info & 0xffff; }
bool flagOf(uint32_t info) { return info >> 31; }

std::string readAll(int fd) {
  std::string bytes;
  char block[1 << 16];
  ssize_t got;
  while ((got = ::read(fd, block, sizeof(block))) > 0)
    bytes.append(block, size_t(got));
  return bytes;
}

} // namespace

//===----------------------------------------------------------------------===//
// BtfImage
//===----------------------------------------------------------------------===//

Result<std::shared_ptr<const BtfImage>> BtfImage::open(const std::string &path) {
  int fd = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (fd < 0)
    return failure("cannot open '" + path + "': " + strerror(errno), errno);
  struct stat status = {};
  ::fstat(fd, &status);
  void *mapping = MAP_FAILED;
  if (status.st_size > 0)
    mapping = ::mmap(nullptr, size_t(status.st_size), PROT_READ, MAP_PRIVATE, fd, 0);
  std::shared_ptr<BtfImage> image(new BtfImage());
  std::string_view all;
  if (mapping != MAP_FAILED) {
    image->mapping = mapping;
    image->mappedSize = size_t(status.st_size);
    all = {static_cast<const char *>(mapping), image->mappedSize};
  } else {
    image->owned = readAll(fd);
    all = image->owned;
  }
  ::close(fd);
  if (Result<void> ok = image->readHeader(all); !ok)
    return failure("'" + path + "': " + ok.error().message);
  return std::shared_ptr<const BtfImage>(std::move(image));
}

Result<std::shared_ptr<const BtfImage>> BtfImage::fromBytes(std::string bytes) {
  std::shared_ptr<BtfImage> image(new BtfImage());
  image->owned = std::move(bytes);
  if (Result<void> ok = image->readHeader(image->owned); !ok)
    return ok.takeError();
  return std::shared_ptr<const BtfImage>(std::move(image));
}

BtfImage::~BtfImage() {
  if (mapping)
    ::munmap(mapping, mappedSize);
}

Result<void> BtfImage::readHeader(std::string_view all) {
  if (all.size() < kHeaderSize)
    return failure("damaged BTF: shorter than its header");
  uint16_t magic = load<uint16_t>(all.data());
  if (magic == kMagicOtherOrder)
    return failure("this BTF is for a machine of the other byte order");
  if (magic != kMagic)
    return failure("not BTF");
  if (all[2] != 1)
    return failure("unknown BTF version " + std::to_string(uint8_t(all[2])));
  uint64_t headerSize = load<uint32_t>(all.data() + 4);
  auto section = [&](size_t field) -> std::optional<std::string_view> {
    uint64_t begin = headerSize + load<uint32_t>(all.data() + field);
    uint64_t length = load<uint32_t>(all.data() + field + 4);
    if (headerSize < kHeaderSize || begin > all.size() || length > all.size() - begin)
      return std::nullopt;
    return all.substr(begin, length);
  };
  std::optional<std::string_view> types = section(8), strings = section(16);
  if (!types || !strings)
    return failure("damaged BTF: a section ends behind the end of the file");
  // Names are read up to their NUL, which therefore has to exist.
  if (!strings->empty() && strings->back() != '\0')
    return failure("damaged BTF: the last name has no end");
  typeSection = *types;
  stringSection = *strings;
  return {};
}

bool BtfImage::hasString(std::string_view text) const {
  std::string needle(1, '\0');
  needle.append(text).push_back('\0');
  return memmem(stringSection.data(), stringSection.size(), needle.data(), needle.size());
}

//===----------------------------------------------------------------------===//
// BtfType
//===----------------------------------------------------------------------===//

bool BtfType::isModifier() const {
  switch (typeKind) {
  case BtfKind::Typedef:
  case BtfKind::Volatile:
  case BtfKind::Const:
  case BtfKind::Restrict:
  case BtfKind::TypeTag:
    return true;
  default:
    return false;
  }
}

uint32_t BtfType::extra(uint32_t index) const {
  return load<uint32_t>(bytes + kTypeHeaderSize + size_t(index) * 4);
}

std::string_view BtfType::name() const {
  return bytes ? btf->string(load<uint32_t>(bytes)) : std::string_view();
}

bool BtfType::isSigned() const { return is(BtfKind::Int) ? extra(0) & (1u << 24) : flag; }
bool BtfType::isBool() const { return is(BtfKind::Int) && (extra(0) & (4u << 24)); }
unsigned BtfType::bits() const { return is(BtfKind::Int) ? extra(0) & 0xff : 0; }
uint32_t BtfType::element() const { return is(BtfKind::Array) ? extra(0) : 0; }
uint32_t BtfType::index() const { return is(BtfKind::Array) ? extra(1) : 0; }
uint32_t BtfType::count() const { return is(BtfKind::Array) ? extra(2) : 0; }

std::vector<BtfMember> BtfType::members() const {
  std::vector<BtfMember> members;
  if (!isStructOrUnion())
    return members;
  members.reserve(vlen);
  for (uint32_t i = 0; i < vlen; ++i) {
    uint32_t where = extra(3 * i + 2);
    // With the flag, the upper byte is the width of a bit-field.
    members.push_back({btf->string(extra(3 * i)), extra(3 * i + 1), flag ? where & 0xffffff : where,
                       uint8_t(flag ? where >> 24 : 0)});
  }
  return members;
}

std::vector<BtfParameter> BtfType::parameters() const {
  std::vector<BtfParameter> parameters;
  if (!is(BtfKind::FuncProto))
    return parameters;
  for (uint32_t i = 0; i < vlen; ++i)
    parameters.push_back({btf->string(extra(2 * i)), extra(2 * i + 1)});
  return parameters;
}

std::vector<BtfEnumerator> BtfType::enumerators() const {
  std::vector<BtfEnumerator> values;
  if (!is(BtfKind::Enum) && !is(BtfKind::Enum64))
    return values;
  values.reserve(vlen);
  bool wide = is(BtfKind::Enum64);
  for (uint32_t i = 0; i < vlen; ++i) {
    uint32_t at = i * (wide ? 3 : 2);
    uint32_t low = extra(at + 1);
    int64_t value = flag ? int64_t(int32_t(low)) : int64_t(low);
    if (wide)
      value = int64_t(uint64_t(extra(at + 2)) << 32 | low);
    values.push_back({btf->string(extra(at)), value});
  }
  return values;
}

//===----------------------------------------------------------------------===//
// Btf
//===----------------------------------------------------------------------===//

Result<std::shared_ptr<const Btf>> Btf::read(std::shared_ptr<const BtfImage> image,
                                             std::shared_ptr<const Btf> base) {
  std::shared_ptr<Btf> btf(new Btf());
  btf->image = std::move(image);
  btf->base = std::move(base);
  if (btf->base) {
    btf->firstId = btf->base->endId();
    btf->firstString = btf->base->firstString + uint32_t(btf->base->image->strings().size());
  }
  if (Result<void> ok = btf->index(); !ok)
    return ok.takeError();
  return std::shared_ptr<const Btf>(std::move(btf));
}

Result<void> Btf::index() {
  std::string_view types = image->types();
  // A guess that avoids most reallocations: the kernel's types are 27 bytes long.
  offsets.reserve(types.size() / 24);
  nameOffsets.reserve(types.size() / 24);
  size_t at = 0;
  while (at < types.size()) {
    if (types.size() - at < kTypeHeaderSize)
      return failure("damaged BTF: type " + std::to_string(endId()) + " is cut off");
    const char *bytes = types.data() + at;
    uint32_t info = load<uint32_t>(bytes + 4);
    unsigned kind = unsigned(kindOf(info));
    if (kind == 0 || kind > kLastBtfKind)
      return failure("type " + std::to_string(endId()) + " has the unknown BTF kind " +
                     std::to_string(kind));
    size_t size = kTypeHeaderSize + kExtra[kind].fixed + size_t(kExtra[kind].each) * vlenOf(info);
    if (size > types.size() - at)
      return failure("damaged BTF: type " + std::to_string(endId()) + " is cut off");
    offsets.push_back(uint32_t(at));
    nameOffsets.push_back(load<uint32_t>(bytes));
    at += size;
  }
  return {};
}

BtfType Btf::at(uint32_t id) const {
  BtfType type;
  type.btf = this;
  type.typeId = id;
  type.bytes = image->types().data() + offsets[id - firstId];
  uint32_t info = load<uint32_t>(type.bytes + 4);
  type.typeKind = kindOf(info);
  type.flag = flagOf(info);
  type.vlen = vlenOf(info);
  type.word = load<uint32_t>(type.bytes + 8);
  return type;
}

std::optional<BtfType> Btf::type(uint32_t id) const {
  if (id == 0)
    return BtfType();
  if (id < firstId)
    return base->type(id);
  if (id >= endId())
    return std::nullopt;
  return at(id);
}

std::string_view Btf::string(uint32_t offset) const {
  if (offset < firstString)
    return base->string(offset);
  std::string_view strings = image->strings();
  if (offset - firstString >= strings.size())
    return {};
  return strings.data() + (offset - firstString);
}

void Btf::stringOffsets(std::string_view needle, size_t skip, std::vector<uint32_t> &out) const {
  std::string_view strings = image->strings();
  size_t at = 0;
  while (const void *found =
             memmem(strings.data() + at, strings.size() - at, needle.data(), needle.size())) {
    size_t place = size_t(static_cast<const char *>(found) - strings.data());
    out.push_back(firstString + uint32_t(place + skip));
    at = place + 1;
  }
  if (base) // Types of a module may take their names from the kernel.
    base->stringOffsets(needle, skip, out);
}

uint32_t Btf::firstNamed(std::vector<uint32_t> names, std::initializer_list<BtfKind> kinds) const {
  if (names.empty())
    return 0;
  std::sort(names.begin(), names.end());
  auto matches = [&](size_t i) {
    bool named = names.size() == 1 ? nameOffsets[i] == names.front()
                                   : std::binary_search(names.begin(), names.end(), nameOffsets[i]);
    return named &&
           std::find(kinds.begin(), kinds.end(), at(firstId + uint32_t(i)).kind()) != kinds.end();
  };
  for (size_t i = 0; i < nameOffsets.size(); ++i)
    if (matches(i))
      return firstId + uint32_t(i);
  return 0;
}

uint32_t Btf::find(std::string_view name, std::initializer_list<BtfKind> kinds) const {
  uint32_t id = base ? base->find(name, kinds) : 0;
  return id ? id : findOwn(name, kinds);
}

uint32_t Btf::findOwn(std::string_view name, std::initializer_list<BtfKind> kinds) const {
  if (name.empty())
    return 0;
  // Looking for the name among the strings, then for the type with that
  // string, costs 0.4 ms for a kernel; a table of all names costs 3 ms once.
  std::string needle(1, '\0');
  needle.append(name).push_back('\0');
  std::vector<uint32_t> names;
  stringOffsets(needle, 1, names);
  if (uint32_t id = firstNamed(std::move(names), kinds))
    return id;
  // The format lets a name be the end of a longer string.
  names.clear();
  stringOffsets(std::string_view(needle).substr(1), 0, names);
  return firstNamed(std::move(names), kinds);
}

Result<void> Btf::checkReferences() const {
  auto check = [&](uint32_t from, uint32_t to) -> Result<void> {
    if (to < endId())
      return {};
    return failure("damaged BTF: type " + std::to_string(from) + " refers to type " +
                   std::to_string(to) + ", but the last one is " + std::to_string(endId() - 1));
  };
  for (uint32_t id = firstId; id < endId(); ++id) {
    BtfType type = at(id);
    bool refers = type.isModifier() || type.is(BtfKind::Ptr) || type.is(BtfKind::Func) ||
                  type.is(BtfKind::FuncProto) || type.is(BtfKind::Var) || type.is(BtfKind::DeclTag);
    if (refers)
      if (Result<void> ok = check(id, type.referenced()); !ok)
        return ok;
    if (Result<void> ok = check(id, type.element()); !ok)
      return ok;
    for (const BtfMember &member : type.members())
      if (Result<void> ok = check(id, member.type); !ok)
        return ok;
    for (const BtfParameter &parameter : type.parameters())
      if (Result<void> ok = check(id, parameter.type); !ok)
        return ok;
  }
  return {};
}

} // namespace sonde
