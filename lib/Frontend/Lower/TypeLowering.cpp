//===- TypeLowering.cpp - Script types as types of the dialect ------------===//
#include "lib/Frontend/Lower/TypeLowering.h"

#include "dialect/Tracing/IR/Layout.h"
#include "lib/Frontend/TypeRules.h"

namespace sonde {

tr::AddrSpace lowerSpace(AddressSpace space) {
  return space == AddressSpace::User ? tr::AddrSpace::User : tr::AddrSpace::Kernel;
}

/// A struct may be called like a map or a C function. What stands behind `___` in
/// a struct's name does not count when its members are found at load time.
std::string TypeLowering::symbolOf(const Type &structure) const {
  return taken.count(structure.name()) ? structure.name() + "___type" : structure.name();
}

tr::PtrType TypeLowering::pointer(mlir::Type pointee, AddressSpace space) {
  return tr::PtrType::get(builder.getContext(), pointee, lowerSpace(space));
}

tr::StructType TypeLowering::structure(const Type &type) {
  std::string symbol = symbolOf(type);
  UsedStruct &entry = used[symbol];
  if (!entry.type || type.definition())
    entry.type = type;
  return tr::StructType::get(builder.getContext(), symbol);
}

tr::StructType TypeLowering::useMember(const Type &type, const StructMember &member) {
  tr::StructType lowered = structure(type);
  used[lowered.getName().str()].members.emplace(member.name, member);
  return lowered;
}

mlir::Type TypeLowering::pointee(const Type &type) {
  switch (type.kind()) {
  case TypeKind::Struct: // Only named: no size and no members are needed yet.
    return tr::StructType::get(builder.getContext(), symbolOf(type));
  case TypeKind::Bool:
  case TypeKind::Int:
  case TypeKind::Enum:
  case TypeKind::String:
  case TypeKind::Pointer:
    return type.size() ? value(type) : builder.getI8Type();
  case TypeKind::Array:
    return type.size() ? value(type) : pointee(type.element());
  default:
    return builder.getI8Type();
  }
}

static tr::AggKind aggregation(TypeKind kind) {
  switch (kind) {
  case TypeKind::Sum:
    return tr::AggKind::Sum;
  case TypeKind::Min:
    return tr::AggKind::Min;
  case TypeKind::Max:
    return tr::AggKind::Max;
  case TypeKind::Avg:
    return tr::AggKind::Avg;
  case TypeKind::Stats:
    return tr::AggKind::Stats;
  case TypeKind::Hist:
    return tr::AggKind::Hist;
  case TypeKind::LHist:
    return tr::AggKind::LHist;
  default:
    return tr::AggKind::Count;
  }
}

mlir::Type TypeLowering::bytes(uint64_t count) {
  return tr::ArrayType::get(builder.getContext(), count, builder.getI8Type());
}

mlir::Type TypeLowering::tagged(tr::Show show, mlir::Type type) {
  return tr::TaggedType::get(builder.getContext(), show, type);
}

mlir::Type TypeLowering::stack(const Type &type) {
  auto mode = [&] {
    switch (type.stackMode()) {
    case StackMode::Bpftrace:
      return tr::StackMode::Bpftrace;
    case StackMode::Perf:
      return tr::StackMode::Perf;
    case StackMode::Raw:
      return tr::StackMode::Raw;
    case StackMode::BuildId:
      return tr::StackMode::BuildId;
    }
    llvm_unreachable("all modes are above");
  }();
  bool isUser = type.is(TypeKind::UserStack);
  return tr::StackType::get(builder.getContext(),
                            isUser ? tr::StackOrigin::User : tr::StackOrigin::Kernel, type.count(),
                            mode);
}

mlir::Type TypeLowering::layout(const Type &type) {
  mlir::MLIRContext *context = builder.getContext();
  switch (type.kind()) {
  case TypeKind::Bool:
    return builder.getI1Type();
  case TypeKind::Int:
    return builder.getIntegerType(type.bits(), type.isSigned());
  case TypeKind::Enum:
    return builder.getIntegerType(type.bits(), /*isSigned=*/false);
  case TypeKind::String:
    return tr::StrType::get(context, type.count());
  case TypeKind::Pointer:
    return pointer(pointee(type.element()), type.space());
  case TypeKind::Array:
    return tr::ArrayType::get(context, type.count(), layout(type.element()));
  case TypeKind::Struct:
    return structure(type);
  case TypeKind::Tuple:
  case TypeKind::Record: {
    llvm::SmallVector<mlir::Type> types;
    llvm::SmallVector<mlir::StringAttr> names;
    for (const Type::Element &element : type.elements()) {
      types.push_back(layout(asValue(element.type())));
      if (type.is(TypeKind::Record))
        names.push_back(builder.getStringAttr(element.name));
    }
    return tr::RecordType::get(context, names, types);
  }
  case TypeKind::Buffer:
    return tr::BufType::get(context, type.count());
  case TypeKind::KernelStack:
  case TypeKind::UserStack:
    return stack(type);
  case TypeKind::KernelSymbol:
    return tagged(tr::Show::Ksym, builder.getI64Type());
  case TypeKind::Username:
    return tagged(tr::Show::Username, builder.getI64Type());
  case TypeKind::UserSymbol:
    return tagged(tr::Show::Usym, bytes(type.size()));
  case TypeKind::Inet:
    return tagged(tr::Show::Inet, bytes(type.size()));
  case TypeKind::MacAddress:
    return tagged(tr::Show::Mac, bytes(type.size()));
  case TypeKind::CgroupPath:
    return tagged(tr::Show::CgroupPath, bytes(type.size()));
  case TypeKind::Timestamp:
    return tagged(tr::Show::Timestamp, bytes(type.size()));
  default: {
    assert(type.isAggregate() && "Check lets no other type through");
    llvm::SmallVector<int64_t> parameters;
    if (type.is(TypeKind::Hist))
      parameters = {type.count()};
    else if (type.is(TypeKind::LHist))
      parameters = {type.lhistMin(), type.lhistMax(), type.lhistStep()};
    // A count has no sign to speak of; the rest say so when they are unsigned.
    bool isUnsigned = type.is(TypeKind::Count) || !type.isSigned();
    return tr::AggType::get(context, aggregation(type.kind()), isUnsigned, parameters);
  }
  }
}

mlir::Type TypeLowering::value(const Type &type) { return tr::withoutSigns(layout(type)); }

void TypeLowering::createStructs(mlir::OpBuilder &at, mlir::Location loc, bool relocatable) {
  // Members may be structs that are only now found to be needed, for their size.
  std::map<std::string, llvm::SmallVector<mlir::Attribute>> members;
  for (size_t before = used.size() + 1; before != used.size();) {
    before = used.size();
    members.clear();
    for (auto entry : std::map<std::string, UsedStruct>(used))
      for (const auto &[name, member] : entry.second.members)
        members[entry.first].push_back(tr::MemberAttr::get(at.getContext(), at.getStringAttr(name),
                                                           layout(member.type), member.offset,
                                                           member.bitSize, member.bitOffset, -1));
  }
  for (const auto &[symbol, entry] : used)
    at.create<tr::StructOp>(loc, symbol, entry.type.size(), entry.type.isUnion(), relocatable,
                            at.getArrayAttr(members[symbol]));
}

} // namespace sonde
