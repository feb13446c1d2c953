//===- TypeLowering.h - Script types as types of the dialect --------------===//
#ifndef SONDE_FRONTEND_LOWER_TYPELOWERING_H
#define SONDE_FRONTEND_LOWER_TYPELOWERING_H

#include "dialect/Tracing/IR/Tracing.h"
#include "lib/Types/Type.h"

#include "mlir/IR/Builders.h"
#include "mlir/IR/BuiltinOps.h"

#include <map>
#include <set>
#include <string>

namespace sonde {

/// Translates types, and collects the C structs whose members are used: only
/// those stand in the module.
class TypeLowering {
public:
  /// `taken` are names of symbols that a struct must not have.
  TypeLowering(mlir::MLIRContext *context, std::set<std::string> taken)
      : builder(context), taken(std::move(taken)) {}

  /// With signs, as it stands in memory: `ui32`.
  mlir::Type layout(const Type &type);
  /// Of an SSA value: `i32`.
  mlir::Type value(const Type &type);
  /// Behind a pointer. What is not known is read byte by byte.
  mlir::Type pointee(const Type &type);
  mlir::Type bytes(uint64_t count);
  tr::PtrType pointer(mlir::Type pointee, AddressSpace space);

  /// The value of a member: of a bit-field the storage unit.
  mlir::Type member(const StructMember &member);
  /// The type of a struct whose size matters.
  tr::StructType structure(const Type &type);
  /// The same, with the member `member` among the used ones.
  tr::StructType useMember(const Type &structure, const StructMember &member);

  /// Creates `tracing.struct` for every struct that was used.
  void createStructs(mlir::OpBuilder &at, mlir::Location loc, bool relocatable);
  /// Creates `tracing.enum` for every enumeration that was used.
  void createEnums(mlir::OpBuilder &at, mlir::Location loc);

private:
  struct UsedStruct {
    Type type;
    std::map<std::string, StructMember> members;
    bool isWhole = false; ///< A value: all members are used.
  };
  mlir::Builder builder;
  std::set<std::string> taken;
  std::map<std::string, UsedStruct> used;                        ///< By the name of the symbol.
  std::map<std::string, Type> enumerations;                      ///< By name.
  std::map<std::string, std::shared_ptr<const StructDef>> named; ///< By the name of the symbol.
  std::map<const StructDef *, std::string> unnamed;

  /// Where the members of a struct stand.
  struct Laid {
    uint64_t size = 0;
    llvm::SmallVector<mlir::Attribute> members;
  };
  Laid layOut(const UsedStruct &entry);

  mlir::Type memberLayout(const StructMember &member);
  std::string symbolOf(const Type &structure);
  /// Structs inside are values, too, or only have sizes.
  mlir::Type convert(const Type &type, bool isValue);
  mlir::Type convertElements(const Type &type, bool isValue);
  /// A struct that is a value, with all its members.
  tr::StructType whole(const Type &structure);
  mlir::Type tagged(tr::Show show, mlir::Type type);
  mlir::Type stack(const Type &type);
};

tr::AddrSpace lowerSpace(AddressSpace space);

} // namespace sonde

#endif // SONDE_FRONTEND_LOWER_TYPELOWERING_H
