//===- Comptime.h - What is known when the types are ----------------------===//
//
// `sizeof`, `offsetof`, `typeinfo`, `typeof` and `comptime` need types, and what
// they yield decides what else there is to type. So inference is repeated: what
// is known is replaced by literals, branches that are chosen come into the program,
// until nothing is left to decide.
//
//===----------------------------------------------------------------------===//
#ifndef SONDE_FRONTEND_COMPTIME_H
#define SONDE_FRONTEND_COMPTIME_H

#include "lib/Frontend/Bind.h"
#include "lib/Frontend/Fold.h"

namespace sonde {

/// Infers the types of the program. Queries that have no answer stay in the tree;
/// Check says why. False, and an error, if the types do not settle.
bool resolveTypes(Program &program, TypeNames &types, Binder &binder, Folder &folder,
                  Reporter &reporter);

/// The number that `sizeof` or `offsetof` stands for, if it is known by now.
std::optional<uint64_t> queryNumber(const ast::TypeQuery &query, TypeNames &types);
/// A path of fields in a struct: where it ends, or the index of the first field
/// that does not exist.
struct FieldPath {
  uint64_t offset = 0;
  std::optional<size_t> missing;
  Type owner; ///< Of the last field, or of the missing one.
};
FieldPath followFields(const Type &structure, const std::vector<std::string> &fields,
                       TypeNames &types);
/// The smallest unsigned type that holds a number of bytes.
Type countType(uint64_t number);

} // namespace sonde

#endif // SONDE_FRONTEND_COMPTIME_H
