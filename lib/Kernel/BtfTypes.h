//===- BtfTypes.h - BTF as types of the script language -------------------===//
//
// How BTF becomes our types: names of modifiers disappear, arrays of bytes
// are strings, a pointer to a function is a `void *`, a pointer's struct has
// no members until somebody asks for it, a nested one has.
//
// Types without a script counterpart (floats, 128-bit integers, what hostile
// BTF makes circular) become `None`: the member exists, but cannot be used.
//
//===----------------------------------------------------------------------===//
#ifndef SONDE_KERNEL_BTFTYPES_H
#define SONDE_KERNEL_BTFTYPES_H

#include "lib/Kernel/Btf.h"
#include "lib/Kernel/KernelView.h"

#include <unordered_map>

namespace sonde {

class BtfTypes final : public TypeSource {
public:
  /// `module` is "" for the kernel itself.
  explicit BtfTypes(std::shared_ptr<const Btf> btf, std::string module = "")
      : btf(std::move(btf)), module(std::move(module)) {}

  Result<Type> structure(const std::string &name, bool isUnion) override;
  Type complete(const Type &structure) override;
  Result<Type> enumeration(const std::string &name) override;
  Result<Type> named(const std::string &name) override;
  Result<FunctionPrototype> function(const std::string &name) override;
  Result<FunctionPrototype> rawTracepoint(const std::string &event) override;
  std::vector<std::string> functionNames() override;
  std::vector<std::string> structNames() override;

private:
  /// How much of a struct is read: a pointer's target has only its name.
  enum class Depth { Shallow, Full };
  Type convert(uint32_t id, Depth depth, unsigned nesting);
  TypeOrigin originOf(const BtfType &type) const;
  Type convertPointer(const BtfType &pointer, unsigned nesting);
  Type convertArray(const BtfType &array, Depth depth, unsigned nesting);
  Type convertStruct(const BtfType &type, Depth depth, unsigned nesting);
  std::shared_ptr<const StructDef> define(const BtfType &type, unsigned nesting);
  StructMember convertMember(const BtfMember &member, uint32_t structSize, unsigned nesting);
  FunctionPrototype convertPrototype(const BtfType &proto);
  /// `id` without its modifiers; the last type tag among them goes to `tag`.
  std::optional<BtfType> strip(uint32_t id, std::string *tag = nullptr) const;
  /// Like Btf::find, but a module's function wins over the kernel's of that
  /// name: who asks a module for a function means the module's.
  uint32_t findFunction(const std::string &name, BtfKind kind) const;
  std::vector<std::string> namesOf(std::initializer_list<BtfKind> kinds) const;

  std::shared_ptr<const Btf> btf;
  std::string module;
  /// Null while a definition is being read.
  std::unordered_map<uint32_t, std::shared_ptr<const StructDef>> definitions;
};

} // namespace sonde

#endif // SONDE_KERNEL_BTFTYPES_H
