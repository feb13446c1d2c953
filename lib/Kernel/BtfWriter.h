//===- BtfWriter.h - Raw BTF from a list of types -------------------------===//
//
// The other direction of Btf.h, for recordings and tests: what is written here
// is read back by the same code that reads the kernel's.
//
//===----------------------------------------------------------------------===//
#ifndef SONDE_KERNEL_BTFWRITER_H
#define SONDE_KERNEL_BTFWRITER_H

#include "lib/Kernel/Btf.h"

#include <map>

namespace sonde {

class BtfWriter {
public:
  struct Member {
    std::string name;
    uint32_t type = 0;
    uint32_t bitOffset = 0;
    uint8_t bitSize = 0;
  };
  struct Parameter {
    std::string name;
    uint32_t type = 0;
  };
  enum class Encoding : uint8_t { None = 0, Signed = 1, Char = 2, Bool = 4 };

  // Each returns the new type's id; ids count up from 1, or from the end of a
  // base. An id may be used before its type is added.
  uint32_t integer(const std::string &name, uint32_t size, Encoding encoding);
  uint32_t floating(const std::string &name, uint32_t size);
  uint32_t array(uint32_t element, uint32_t count, uint32_t index);
  /// A struct or union.
  uint32_t structure(BtfKind kind, const std::string &name, uint32_t size,
                     const std::vector<Member> &members);
  /// An Enum or Enum64.
  uint32_t enumeration(BtfKind kind, const std::string &name, uint32_t size, bool isSigned,
                       const std::vector<std::pair<std::string, int64_t>> &values);
  uint32_t forward(const std::string &name, bool isUnion);
  uint32_t prototype(uint32_t result, const std::vector<Parameter> &parameters);
  /// Ptr, Typedef, Volatile, Const, Restrict, Func, TypeTag.
  uint32_t reference(BtfKind kind, const std::string &name, uint32_t type);

  /// Ids and names continue those of a base.
  void continueAfter(uint32_t endId, uint32_t stringBytes);
  std::string bytes() const;

private:
  uint32_t string(const std::string &text);
  void word(uint32_t value);
  uint32_t begin(BtfKind kind, const std::string &name, size_t vlen, bool flag, uint32_t last);

  uint32_t nextId = 1;
  uint32_t firstString = 0;
  std::string types;
  std::string strings = std::string(1, '\0');
  std::map<std::string, uint32_t> known;
};

} // namespace sonde

#endif // SONDE_KERNEL_BTFWRITER_H
