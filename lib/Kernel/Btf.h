//===- Btf.h - A reader of BTF, the kernel's type information -------------===//
//
// Reads raw BTF where it lies: one pass finds where each type begins, and
// nothing else is copied or kept. Every access is checked against the bounds
// of the sections, so that damaged or hostile bytes give errors or "no such
// type", never an access outside. What the types mean for a script is
// BtfTypes' part.
//
//===----------------------------------------------------------------------===//
#ifndef SONDE_KERNEL_BTF_H
#define SONDE_KERNEL_BTF_H

#include "lib/Support/Result.h"

#include <cstdint>
#include <initializer_list>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace sonde {

/// The numbers are those of the format.
enum class BtfKind : uint8_t {
  Void = 0,
  Int = 1,
  Ptr = 2,
  Array = 3,
  Struct = 4,
  Union = 5,
  Enum = 6,
  Fwd = 7,
  Typedef = 8,
  Volatile = 9,
  Const = 10,
  Restrict = 11,
  Func = 12,
  FuncProto = 13,
  Var = 14,
  DataSec = 15,
  Float = 16,
  DeclTag = 17,
  TypeTag = 18,
  Enum64 = 19,
};
constexpr unsigned kLastBtfKind = 19;

/// The bytes of a BTF file: mapped, or owned. Only the header is checked.
class BtfImage {
public:
  /// Maps `path`, or reads it where it cannot be mapped (sysfs before 6.16).
  static Result<std::shared_ptr<const BtfImage>> open(const std::string &path);
  static Result<std::shared_ptr<const BtfImage>> fromBytes(std::string bytes);
  ~BtfImage();
  BtfImage(const BtfImage &) = delete;
  BtfImage &operator=(const BtfImage &) = delete;

  std::string_view types() const { return typeSection; }
  std::string_view strings() const { return stringSection; }
  /// Is `text` a name of something here? Much cheaper than finding the type.
  bool hasString(std::string_view text) const;

private:
  BtfImage() = default;
  Result<void> readHeader(std::string_view all);

  void *mapping = nullptr;
  size_t mappedSize = 0;
  std::string owned;
  std::string_view typeSection, stringSection;
};

struct BtfMember {
  std::string_view name;
  uint32_t type = 0;
  uint32_t bitOffset = 0;
  uint8_t bitSize = 0; ///< 0: not a bit-field.
};

struct BtfParameter {
  std::string_view name;
  uint32_t type = 0;
};

struct BtfEnumerator {
  std::string_view name;
  int64_t value = 0;
};

class Btf;

/// One type: a view into the bytes, valid as long as its Btf.
class BtfType {
public:
  uint32_t id() const { return typeId; }
  BtfKind kind() const { return typeKind; }
  bool is(BtfKind kind) const { return typeKind == kind; }
  bool isStructOrUnion() const { return is(BtfKind::Struct) || is(BtfKind::Union); }
  /// const, volatile, restrict, type tags and typedefs: names for another type.
  bool isModifier() const;
  std::string_view name() const;

  uint32_t size() const { return word; }       ///< Of what has a size.
  uint32_t referenced() const { return word; } ///< Pointee, aliased or returned type.
  bool isSigned() const;                       ///< Of an integer or enumeration.
  bool isBool() const;                         ///< Of an integer.
  unsigned bits() const;                       ///< Of an integer.
  uint32_t element() const;                    ///< Of an array.
  uint32_t index() const;                      ///< Of an array: its index's type.
  uint32_t count() const;                      ///< Of an array.
  bool declaresUnion() const { return flag; }  ///< Of a forward declaration.
  std::vector<BtfMember> members() const;
  std::vector<BtfParameter> parameters() const;
  std::vector<BtfEnumerator> enumerators() const;

private:
  friend class Btf;
  /// Word `index` after the type's header, known to be inside the section.
  uint32_t extra(uint32_t index) const;

  const Btf *btf = nullptr;
  const char *bytes = nullptr;
  uint32_t typeId = 0;
  BtfKind typeKind = BtfKind::Void;
  bool flag = false;
  uint32_t vlen = 0;
  uint32_t word = 0;
};

/// All types of the kernel, or of one module on top of the kernel's.
class Btf {
public:
  static Result<std::shared_ptr<const Btf>> read(std::shared_ptr<const BtfImage> image,
                                                 std::shared_ptr<const Btf> base = nullptr);

  /// Ids are 1 up to this number, exclusive; with those of the base.
  uint32_t endId() const { return firstId + uint32_t(offsets.size()); }
  /// The first id that is not the base's.
  uint32_t beginId() const { return firstId; }
  /// None if there is no such type. Id 0 is `void`.
  std::optional<BtfType> type(uint32_t id) const;
  std::string_view string(uint32_t offset) const;
  /// The bytes that this is read from; without those of the base.
  const BtfImage &source() const { return *image; }
  /// The first type of this name and one of these kinds; 0: none. The base is
  /// searched before the module.
  uint32_t find(std::string_view name, std::initializer_list<BtfKind> kinds) const;
  /// The same without the base.
  uint32_t findOwn(std::string_view name, std::initializer_list<BtfKind> kinds) const;
  /// Does every reference lead to a type? The kernel has checked its own; for
  /// other files this says where they are damaged.
  Result<void> checkReferences() const;

private:
  Btf() = default;
  Result<void> index();
  BtfType at(uint32_t id) const;
  /// Where `needle` is in the strings of this and the base, `skip` bytes on.
  void stringOffsets(std::string_view needle, size_t skip, std::vector<uint32_t> &out) const;
  uint32_t firstNamed(std::vector<uint32_t> names, std::initializer_list<BtfKind> kinds) const;

  std::shared_ptr<const BtfImage> image;
  std::shared_ptr<const Btf> base;
  uint32_t firstId = 1;
  uint32_t firstString = 0;
  std::vector<uint32_t> offsets;     // By id - firstId, into the type section.
  std::vector<uint32_t> nameOffsets; // By id - firstId.
};

} // namespace sonde

#endif // SONDE_KERNEL_BTF_H
