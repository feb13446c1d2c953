//===- DebugTypes.cpp - Types in debug information ------------------------===//
#include "lib/Transforms/LLVM/DebugTypes.h"

#include "dialect/BPF/IR/Memory.h"
#include "dialect/Tracing/IR/Layout.h"
#include "dialect/Tracing/IR/Tracing.h"

#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/TypeSwitch.h"
#include "llvm/BinaryFormat/Dwarf.h"

using namespace mlir;
using namespace mlir::LLVM;
namespace dwarf = llvm::dwarf;

namespace sonde {

uint64_t debugTypeSize(DITypeAttr type) {
  if (!type)
    return 0;
  return TypeSwitch<Attribute, uint64_t>(type)
      .Case<DIBasicTypeAttr, DICompositeTypeAttr, DIDerivedTypeAttr>(
          [](auto sized) { return sized.getSizeInBits(); })
      .Default([](Attribute) { return 0; });
}

LogicalResult checkMembers(ModuleOp module) {
  for (auto type : module.getOps<bpf::CoreTypeOp>())
    for (Attribute member : type.getMembers())
      if (!isa<tr::MemberAttr>(member))
        return type.emitOpError("has ") << member << " among its members";
  return success();
}

DITypeAttr DebugTypes::integer(unsigned bits, bool isSigned) {
  struct Names {
    const char *isUnsigned, *isSigned;
  };
  Names names = bits == 64   ? Names{"unsigned long long", "long long"}
                : bits == 32 ? Names{"unsigned int", "int"}
                : bits == 16 ? Names{"unsigned short", "short"}
                             : Names{"unsigned char", "signed char"};
  if (bits == 1)
    return DIBasicTypeAttr::get(context, dwarf::DW_TAG_base_type, "_Bool", 8,
                                dwarf::DW_ATE_boolean);
  unsigned encoding = isSigned ? dwarf::DW_ATE_signed : dwarf::DW_ATE_unsigned;
  return DIBasicTypeAttr::get(context, dwarf::DW_TAG_base_type,
                              isSigned ? names.isSigned : names.isUnsigned, bits, encoding);
}

DITypeAttr DebugTypes::character() {
  return DIBasicTypeAttr::get(context, dwarf::DW_TAG_base_type, "char", 8,
                              dwarf::DW_ATE_signed_char);
}

DITypeAttr DebugTypes::pointer(DITypeAttr pointee) {
  return DIDerivedTypeAttr::get(context, dwarf::DW_TAG_pointer_type, /*name=*/nullptr, pointee,
                                /*sizeInBits=*/64, /*alignInBits=*/0, /*offsetInBits=*/0,
                                /*dwarfAddressSpace=*/std::nullopt, /*extraData=*/nullptr);
}

DITypeAttr DebugTypes::array(DITypeAttr element, uint64_t count) {
  auto countAttr = IntegerAttr::get(IntegerType::get(context, 64), static_cast<int64_t>(count));
  DINodeAttr range = DISubrangeAttr::get(context, countAttr, nullptr, nullptr, nullptr);
  return DICompositeTypeAttr::get(
      context, dwarf::DW_TAG_array_type, /*recId=*/nullptr, /*name=*/nullptr, /*file=*/nullptr,
      /*line=*/0, /*scope=*/nullptr, element, DIFlags::Zero, count * debugTypeSize(element),
      /*alignInBits=*/0, range, nullptr, nullptr, nullptr, nullptr);
}

DITypeAttr DebugTypes::number(uint64_t value) { return pointer(array(integer(32, true), value)); }

DIDerivedTypeAttr DebugTypes::member(StringRef name, DITypeAttr type, uint64_t offsetInBits,
                                     uint64_t sizeInBits) {
  return DIDerivedTypeAttr::get(context, dwarf::DW_TAG_member, StringAttr::get(context, name), type,
                                sizeInBits, /*alignInBits=*/0, offsetInBits,
                                /*dwarfAddressSpace=*/std::nullopt, /*extraData=*/nullptr);
}

DICompositeTypeAttr DebugTypes::structure(StringRef name, uint64_t sizeInBits,
                                          ArrayRef<DINodeAttr> members, bool isUnion) {
  return DICompositeTypeAttr::get(
      context, isUnion ? dwarf::DW_TAG_union_type : dwarf::DW_TAG_structure_type,
      /*recId=*/nullptr, name.empty() ? StringAttr() : StringAttr::get(context, name),
      /*file=*/nullptr, /*line=*/0, /*scope=*/nullptr, /*baseType=*/nullptr, DIFlags::Zero,
      sizeInBits, /*alignInBits=*/0, members, nullptr, nullptr, nullptr, nullptr);
}

DITypeAttr DebugTypes::forward(StringRef name) {
  return DICompositeTypeAttr::get(context, dwarf::DW_TAG_structure_type, /*recId=*/nullptr,
                                  StringAttr::get(context, name), /*file=*/nullptr, /*line=*/0,
                                  /*scope=*/nullptr, /*baseType=*/nullptr, DIFlags::FwdDecl,
                                  /*sizeInBits=*/0, /*alignInBits=*/0, {}, nullptr, nullptr,
                                  nullptr, nullptr);
}

DITypeAttr DebugTypes::ofLayout(Type layout) {
  if (auto integerType = dyn_cast<IntegerType>(layout))
    return integer(integerType.getWidth(), /*isSigned=*/false);
  if (auto arrayType = dyn_cast<LLVMArrayType>(layout)) {
    bool isText = arrayType.getElementType().isInteger(8);
    DITypeAttr element = isText ? character() : ofLayout(arrayType.getElementType());
    return array(element, arrayType.getNumElements());
  }
  if (auto structType = dyn_cast<LLVMStructType>(layout)) {
    // Not MLIR's data layout: without an entry for i64 it assumes 4 bytes.
    SmallVector<DINodeAttr> members;
    uint64_t offset = 0;
    for (auto [index, type] : llvm::enumerate(structType.getBody())) {
      if (!structType.isPacked())
        offset = llvm::alignTo(offset, bpf::layoutAlignment(type).value_or(1));
      uint64_t size = bpf::layoutSize(type).value_or(0);
      members.push_back(member("f" + std::to_string(index), ofLayout(type), offset * 8, size * 8));
      offset += size;
    }
    return structure("", bpf::layoutSize(structType).value_or(0) * 8, members);
  }
  return pointer(nullptr);
}

DITypeAttr DebugTypes::ofValue(Type type) {
  return TypeSwitch<Type, DITypeAttr>(type)
      .Case<IntegerType>([&](IntegerType t) { return integer(t.getWidth(), t.isSigned()); })
      .Case<tr::EnumType>([&](tr::EnumType t) { return integer(t.getWidth(), false); })
      .Case<tr::StrType>([&](tr::StrType t) { return array(character(), t.getCapacity()); })
      .Case<tr::ArrayType>(
          [&](tr::ArrayType t) { return array(ofValue(t.getElement()), t.getCount()); })
      .Case<tr::PtrType>([&](tr::PtrType t) {
        auto pointee = dyn_cast<tr::StructType>(t.getPointee());
        return pointer(pointee ? forward(pointee.getName()) : DITypeAttr());
      })
      .Case<tr::StructType>([&](tr::StructType t) -> DITypeAttr {
        if (auto core = module.lookupSymbol<bpf::CoreTypeOp>(t.getName()))
          return ofCoreType(core);
        return structure(t.getName(), 0, {});
      })
      .Case<tr::RecordType>(
          [&](tr::RecordType t) { return array(integer(8, false), tr::sizeInBytes(t, module)); })
      .Case<NoneType>([](NoneType) { return DITypeAttr(); })
      .Case<LLVMArrayType, LLVMStructType>([&](Type t) { return ofLayout(t); })
      .Default([&](Type) { return pointer(nullptr); });
}

/// libbpf compares the kinds of what a kernel function's pointers point to.
DITypeAttr DebugTypes::ofParameter(Type type) {
  auto address = dyn_cast<tr::PtrType>(type);
  if (!address)
    return ofValue(type);
  if (isa<IntegerType>(address.getPointee()))
    return pointer(ofValue(address.getPointee()));
  auto pointee = dyn_cast<tr::StructType>(address.getPointee());
  auto core = pointee ? module.lookupSymbol<bpf::CoreTypeOp>(pointee.getName()) : bpf::CoreTypeOp();
  return core ? pointer(structure(core.getSymName(), core.getSize() * 8, {})) : ofValue(type);
}

DISubroutineTypeAttr DebugTypes::ofFunction(FunctionType type) {
  SmallVector<DITypeAttr> types;
  types.push_back(type.getNumResults() ? ofParameter(type.getResult(0))
                                       : DINullTypeAttr::get(context));
  for (Type input : type.getInputs())
    types.push_back(ofParameter(input));
  return DISubroutineTypeAttr::get(context, types);
}

DICompositeTypeAttr DebugTypes::ofCoreType(bpf::CoreTypeOp type) {
  SmallVector<tr::MemberAttr> sorted(type.getMembers().getAsRange<tr::MemberAttr>());
  llvm::sort(sorted, [](tr::MemberAttr a, tr::MemberAttr b) {
    return std::make_pair(a.getOffset(), a.getName().getValue()) <
           std::make_pair(b.getOffset(), b.getName().getValue());
  });
  SmallVector<DINodeAttr> members;
  for (tr::MemberAttr each : sorted) {
    DITypeAttr memberType = ofValue(each.getType());
    members.push_back(
        member(each.getName(), memberType, each.getOffset() * 8, debugTypeSize(memberType)));
  }
  return structure(type.getSymName(), type.getSize() * 8, members, type.getIsUnion());
}

DITypeAttr DebugTypes::ofMap(bpf::MapOp map) {
  SmallVector<DINodeAttr> members;
  auto add = [&](StringRef name, DITypeAttr type) {
    members.push_back(member(name, type, members.size() * 64, 64));
  };
  add("type", number(static_cast<uint64_t>(map.getKind())));
  add("max_entries", number(map.getMaxEntries()));
  if (map.getFlags())
    add("map_flags", number(map.getFlags()));
  if (map.getKey())
    add("key", pointer(ofLayout(*map.getKey())));
  if (map.getValue())
    add("value", pointer(ofLayout(*map.getValue())));
  return structure("", members.size() * 64, members);
}

} // namespace sonde
