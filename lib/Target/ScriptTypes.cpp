//===- ScriptTypes.cpp - From tracing types to script types ---------------===//
#include "lib/Target/Describe.h"

#include "dialect/BPF/IR/BPF.h"
#include "dialect/Tracing/IR/Tracing.h"

#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/TypeSwitch.h"

using namespace mlir;

namespace sonde {
namespace {

class TypeReader {
public:
  explicit TypeReader(ModuleOp module) : module(module) {}

  sonde::Type read(mlir::Type type);

private:
  ModuleOp module;

  sonde::Type readInteger(IntegerType type);
  sonde::Type readRecord(tr::RecordType type);
  sonde::Type readAggregate(tr::AggType type);
  sonde::Type readStruct(StringRef name, bool withMembers);
  sonde::Type readPointer(tr::PtrType type);
  sonde::Type readEnum(tr::EnumType type);
};

sonde::Type TypeReader::readInteger(IntegerType type) {
  if (type.getWidth() == 1)
    return sonde::Type::boolean();
  return sonde::Type::integer(type.getWidth(), !type.isUnsigned());
}

sonde::Type TypeReader::readRecord(tr::RecordType type) {
  if (type.getNames().empty()) {
    std::vector<sonde::Type> elements;
    for (mlir::Type element : type.getTypes())
      elements.push_back(read(element));
    return sonde::Type::tuple(std::move(elements));
  }
  std::vector<std::pair<std::string, sonde::Type>> elements;
  for (auto [name, element] : llvm::zip_equal(type.getNames(), type.getTypes()))
    elements.emplace_back(name.str(), read(element));
  return sonde::Type::record(std::move(elements));
}

/// One that takes values, and has no parameters but their sign.
sonde::Type readPlainAggregate(tr::AggKind kind, bool isSigned) {
  switch (kind) {
  case tr::AggKind::Sum:
    return sonde::Type::aggregate(TypeKind::Sum, isSigned);
  case tr::AggKind::Min:
    return sonde::Type::aggregate(TypeKind::Min, isSigned);
  case tr::AggKind::Max:
    return sonde::Type::aggregate(TypeKind::Max, isSigned);
  case tr::AggKind::Avg:
    return sonde::Type::aggregate(TypeKind::Avg, isSigned);
  case tr::AggKind::Stats:
    return sonde::Type::aggregate(TypeKind::Stats, isSigned);
  default:
    return sonde::Type::none();
  }
}

sonde::Type TypeReader::readAggregate(tr::AggType type) {
  bool isSigned = !type.getIsUnsigned();
  ArrayRef<int64_t> parameters = type.getParameters();
  switch (type.getKind()) {
  case tr::AggKind::Count:
    return sonde::Type::plain(TypeKind::Count);
  case tr::AggKind::Hist:
    return sonde::Type::hist(parameters[0]);
  case tr::AggKind::LHist:
    return sonde::Type::lhist(parameters[0], parameters[1], parameters[2]);
  case tr::AggKind::TSeries: {
    std::optional<tr::AggKind> kind = type.getIntervalKind();
    return sonde::Type::tseries(parameters[0], parameters[1],
                                kind ? readPlainAggregate(*kind, isSigned)
                                     : sonde::Type::integer(64, isSigned));
  }
  default:
    return readPlainAggregate(type.getKind(), isSigned);
  }
}

sonde::Type readTagged(tr::TaggedType type) {
  switch (type.getShow()) {
  case tr::Show::Ksym:
    return sonde::Type::plain(TypeKind::KernelSymbol);
  case tr::Show::Usym:
    return sonde::Type::plain(TypeKind::UserSymbol);
  case tr::Show::Inet:
    return sonde::Type::plain(TypeKind::Inet);
  case tr::Show::Mac:
    return sonde::Type::plain(TypeKind::MacAddress);
  case tr::Show::CgroupPath:
    return sonde::Type::plain(TypeKind::CgroupPath);
  case tr::Show::Username:
    return sonde::Type::plain(TypeKind::Username);
  case tr::Show::Timestamp:
    return sonde::Type::plain(TypeKind::Timestamp);
  case tr::Show::Cut:
    return sonde::Type::string(cast<tr::StrType>(type.getType()).getCapacity(), /*mayBeCut=*/true);
  }
  llvm_unreachable("all presentations are above");
}

sonde::Type readStack(tr::StackType type) {
  auto mode = [&] {
    switch (type.getMode()) {
    case tr::StackMode::Bpftrace:
      return StackMode::Bpftrace;
    case tr::StackMode::Perf:
      return StackMode::Perf;
    case tr::StackMode::Raw:
      return StackMode::Raw;
    case tr::StackMode::BuildId:
      return StackMode::BuildId;
    }
    llvm_unreachable("all modes are above");
  }();
  return sonde::Type::stack(type.getOrigin() == tr::StackOrigin::User, mode, type.getDepth());
}

sonde::Type TypeReader::readStruct(StringRef name, bool withMembers) {
  auto core = module.lookupSymbol<bpf::CoreTypeOp>(name);
  bool isUnion = core && core.getIsUnion();
  if (!core || !withMembers)
    return sonde::Type::structure(name.str(), isUnion);
  auto definition = std::make_shared<StructDef>();
  definition->name = name.str();
  definition->isUnion = isUnion;
  definition->size = core.getSize();
  for (Attribute attribute : core.getMembers()) {
    auto member = dyn_cast<tr::MemberAttr>(attribute);
    if (!member)
      continue; // bpf-build-debug-info refuses it.
    StructMember entry;
    entry.name = member.getName().str();
    entry.type = read(member.getType());
    entry.offset = member.getOffset();
    entry.bitOffset = member.getBitOffset();
    entry.bitSize = member.getBitSize();
    definition->members.push_back(std::move(entry));
  }
  return sonde::Type::structure(name.str(), isUnion, std::move(definition));
}

/// What a pointer points to is named, not described: C types refer to
/// themselves through pointers.
sonde::Type TypeReader::readPointer(tr::PtrType type) {
  auto pointee = dyn_cast<tr::StructType>(type.getPointee());
  sonde::Type to =
      pointee ? readStruct(pointee.getName(), /*withMembers=*/false) : read(type.getPointee());
  AddressSpace space =
      type.getSpace() == tr::AddrSpace::User ? AddressSpace::User : AddressSpace::Kernel;
  return sonde::Type::pointer(to, space);
}

sonde::Type TypeReader::readEnum(tr::EnumType type) {
  std::vector<std::pair<int64_t, std::string>> values;
  if (auto names = module.lookupSymbol<bpf::EnumOp>(type.symbol()))
    for (NamedAttribute entry : names.getNames())
      if (auto value = dyn_cast<IntegerAttr>(entry.getValue()))
        values.emplace_back(value.getValue().getSExtValue(), entry.getName().str());
  return sonde::Type::enumeration(type.getName().str(), type.getWidth() / 8, std::move(values));
}

sonde::Type TypeReader::read(mlir::Type type) {
  return llvm::TypeSwitch<mlir::Type, sonde::Type>(type)
      .Case([&](IntegerType t) { return readInteger(t); })
      .Case([&](tr::StrType t) { return sonde::Type::string(t.getCapacity()); })
      .Case([&](tr::ArrayType t) { return sonde::Type::array(read(t.getElement()), t.getCount()); })
      .Case([&](tr::PtrType t) { return readPointer(t); })
      .Case([&](tr::StructType t) { return readStruct(t.getName(), /*withMembers=*/true); })
      .Case([&](tr::EnumType t) { return readEnum(t); })
      .Case([&](tr::RecordType t) { return readRecord(t); })
      .Case([&](tr::AggType t) { return readAggregate(t); })
      .Case([](tr::BufType t) { return sonde::Type::buffer(t.getCapacity()); })
      .Case([](tr::StackType t) { return readStack(t); })
      .Case([](tr::TaggedType t) { return readTagged(t); })
      .Default([](mlir::Type) { return sonde::Type::none(); });
}

} // namespace

sonde::Type scriptType(mlir::Type type, ModuleOp module) { return TypeReader(module).read(type); }

} // namespace sonde
