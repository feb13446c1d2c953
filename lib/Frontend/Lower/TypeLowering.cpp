//===- TypeLowering.cpp - Script types as types of the dialect ------------===//
#include "lib/Frontend/Lower/TypeLowering.h"

#include "dialect/Tracing/IR/Layout.h"
#include "lib/Frontend/TypeRules.h"

#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/MathExtras.h"

namespace sonde {

tr::AddrSpace lowerSpace(AddressSpace space) {
  return space == AddressSpace::User ? tr::AddrSpace::User : tr::AddrSpace::Kernel;
}

static bool isIdentifier(llvm::StringRef name) {
  return !name.empty() && llvm::all_of(name, [](char c) { return llvm::isAlnum(c) || c == '_'; });
}

/// Do both have the same members at the same places, on every kernel?
static bool sameLayout(const StructDef &a, const StructDef &b) {
  auto sameMember = [](const StructMember &x, const StructMember &y) {
    return x.name == y.name && x.offset == y.offset && x.bitOffset == y.bitOffset &&
           x.bitSize == y.bitSize && x.type == y.type;
  };
  return &a == &b || (a.size == b.size && a.isFixed == b.isFixed &&
                      std::equal(a.members.begin(), a.members.end(), b.members.begin(),
                                 b.members.end(), sameMember));
}

/// A struct may be called like a map or a C function, and programs and the kernel
/// may have different ones of one name. What stands behind `___` in a struct's name
/// does not count when its members are found at load time.
std::string TypeLowering::symbolOf(const Type &structure) {
  const StructDef *definition = structure.definition().get();
  // Two structs without a name are two, even if they look the same.
  if (definition && !isIdentifier(structure.name()))
    return unnamed.try_emplace(definition, "unnamed___" + std::to_string(unnamed.size()))
        .first->second;
  std::string symbol =
      taken.count(structure.name()) ? structure.name() + "___type" : structure.name();
  if (!definition)
    return symbol;
  std::string free = symbol;
  for (unsigned number = 1;; free = symbol + "___" + std::to_string(++number)) {
    auto [known, isNew] = named.try_emplace(free, structure.definition());
    if (isNew || sameLayout(*known->second, *definition))
      return free;
  }
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
    if (!type.definition() && !isIdentifier(type.name()))
      return builder.getI8Type(); // A C++ template.
    return tr::StructType::get(builder.getContext(), symbolOf(type));
  case TypeKind::Bool:
  case TypeKind::Int:
  case TypeKind::Enum:
  case TypeKind::String:
  case TypeKind::Pointer:
    return type.size() ? value(type) : builder.getI8Type();
  case TypeKind::Array:
    return type.size() ? tr::withoutSigns(convert(type, /*isValue=*/false))
                       : pointee(type.element());
  case TypeKind::Tuple:
  case TypeKind::Record:
    return value(type);
  default:
    return builder.getI8Type();
  }
}

mlir::Type TypeLowering::member(const StructMember &member) {
  return tr::withoutSigns(memberLayout(member));
}

mlir::Type TypeLowering::memberLayout(const StructMember &member) {
  if (!member.type)
    return builder.getNoneType();
  if (member.bitSize && member.type.is(TypeKind::Bool))
    return builder.getIntegerType(8, /*isSigned=*/false);
  return convert(member.type, /*isValue=*/false);
}

tr::StructType TypeLowering::whole(const Type &type) {
  tr::StructType lowered = structure(type);
  UsedStruct &entry = used[lowered.getName().str()];
  if (entry.isWhole || !entry.type.definition())
    return lowered;
  entry.isWhole = true;
  for (const StructMember &inner : entry.type.definition()->members)
    if (inner.type)
      convert(inner.type, /*isValue=*/true);
  return lowered;
}

/// All members, those of unnamed structs and unions among them.
static void listMembers(const StructDef &definition, uint32_t offset,
                        std::vector<StructMember> &members) {
  for (StructMember member : definition.members) {
    member.offset += offset;
    const StructDef *inner = member.type.definition().get();
    if (!member.name.empty())
      members.push_back(std::move(member));
    else if (inner)
      listMembers(*inner, member.offset, members);
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
  case TypeKind::TSeries:
    return tr::AggKind::TSeries;
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

mlir::Type TypeLowering::layout(const Type &type) { return convert(type, /*isValue=*/true); }

mlir::Type TypeLowering::convertElements(const Type &type, bool isValue) {
  llvm::SmallVector<mlir::Type> types;
  llvm::SmallVector<mlir::StringAttr> names;
  for (const Type::Element &element : type.elements()) {
    types.push_back(convert(asValue(element.type()), isValue));
    if (type.is(TypeKind::Record))
      names.push_back(builder.getStringAttr(element.name));
  }
  return tr::RecordType::get(builder.getContext(), names, types);
}

mlir::Type TypeLowering::convert(const Type &type, bool isValue) {
  mlir::MLIRContext *context = builder.getContext();
  switch (type.kind()) {
  case TypeKind::Bool:
    return builder.getI1Type();
  case TypeKind::Int:
    return builder.getIntegerType(type.bits(), type.isSigned());
  case TypeKind::Enum:
    if (type.enumerators().empty())
      return builder.getIntegerType(type.bits(), /*isSigned=*/false);
    enumerations.emplace(type.name(), type);
    return tr::EnumType::get(context, type.name(), type.bits());
  case TypeKind::String: {
    mlir::Type text = tr::StrType::get(context, type.count());
    return type.mayBeCut() ? tagged(tr::Show::Cut, text) : text;
  }
  case TypeKind::Pointer:
    return pointer(pointee(type.element()), type.space());
  case TypeKind::Array:
    return tr::ArrayType::get(context, type.count(), convert(type.element(), isValue));
  case TypeKind::Struct:
    return isValue ? whole(type) : structure(type);
  case TypeKind::Tuple:
  case TypeKind::Record:
    return convertElements(type, isValue);
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
    else if (type.is(TypeKind::TSeries))
      parameters = {type.interval(), type.count()};
    if (type.is(TypeKind::TSeries) && !type.element().isInteger())
      parameters.push_back(static_cast<int64_t>(aggregation(type.element().kind())));
    // A count has no sign to speak of; the rest say so when they are unsigned.
    bool isUnsigned = type.is(TypeKind::Count) || !type.isSigned();
    return tr::AggType::get(context, aggregation(type.kind()), isUnsigned, parameters);
  }
  }
}

mlir::Type TypeLowering::value(const Type &type) { return tr::withoutSigns(layout(type)); }

void TypeLowering::createStructs(mlir::OpBuilder &at, mlir::Location loc, bool relocatable) {
  // Members may be structs that are only now found to be needed, for their size.
  std::map<std::string, Laid> laid;
  for (size_t before = used.size() + 1; before != used.size();) {
    before = used.size();
    laid.clear();
    for (const auto &[symbol, entry] : std::map<std::string, UsedStruct>(used))
      laid[symbol] = layOut(entry);
  }
  for (const auto &[symbol, entry] : used) {
    const auto &definition = entry.type.definition();
    bool moves = relocatable && !(definition && definition->isFixed);
    at.create<tr::StructOp>(loc, symbol, laid[symbol].size, entry.type.isUnion(), moves,
                            at.getArrayAttr(laid[symbol].members));
  }
}

TypeLowering::Laid TypeLowering::layOut(const UsedStruct &entry) {
  std::vector<StructMember> wanted;
  if (entry.isWhole)
    listMembers(*entry.type.definition(), 0, wanted);
  else
    for (const auto &[name, each] : entry.members)
      wanted.push_back(each);
  Laid laid;
  laid.size = entry.type.size();
  std::set<std::string> names;
  for (const StructMember &each : wanted) {
    if (!names.insert(each.name).second)
      continue;
    uint64_t offset = each.offset;
    if (each.isDataLoc) { // The address of the data is longer than its place.
      offset = llvm::alignTo(laid.size, 8);
      laid.size = offset + 8;
    }
    laid.members.push_back(tr::MemberAttr::get(builder.getContext(),
                                               builder.getStringAttr(each.name), memberLayout(each),
                                               offset, each.bitSize, each.bitOffset, -1));
  }
  return laid;
}

void TypeLowering::createEnums(mlir::OpBuilder &at, mlir::Location loc) {
  for (const auto &[name, type] : enumerations) {
    // Of two names for one number, the one that was seen last.
    std::map<int64_t, std::string> names;
    for (const auto &[number, each] : type.enumerators())
      names[number] = each;
    mlir::NamedAttrList entries;
    for (const auto &[number, each] : names)
      entries.append(each, at.getI64IntegerAttr(number));
    at.create<tr::EnumOp>(loc, tr::EnumType::get(at.getContext(), name, 8).symbol(),
                          entries.getDictionary(at.getContext()));
  }
}

} // namespace sonde
