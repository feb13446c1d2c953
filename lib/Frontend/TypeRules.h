//===- TypeRules.h - How types meet ---------------------------------------===//
//
// The rules that need nothing but types: promotion, the results of
// operators, what may be converted to what. None stands for "not possible", and
// for "not known yet" in operands.
//
//===----------------------------------------------------------------------===//
#ifndef SONDE_FRONTEND_TYPERULES_H
#define SONDE_FRONTEND_TYPERULES_H

#include "lib/Frontend/Ast.h"
#include "lib/Types/Type.h"

#include <optional>
#include <string>

namespace sonde {

/// The type of a value when it is read: an aggregation that can be reduced is a
/// 64-bit integer, everything else is itself.
Type asValue(const Type &type);
/// Integers, enumerations and reducible aggregations as integers, truth values
/// as uint8; None for anything else.
Type asInteger(const Type &type);
/// Are two aggregations the same but for the sign of their values?
bool isSameAggregation(const Type &a, const Type &b);
/// Can it be a condition?
bool isCondition(const Type &type);

/// The one type for values of both types; None if there is none. A type that is
/// not known is no hindrance.
Type promote(const Type &a, const Type &b);

/// The result of `a op b`, for run-time values.
Type binaryType(ast::BinaryOp op, const Type &a, const Type &b);
Type unaryType(ast::UnaryOp op, const Type &operand);
/// The result of `++` and `--`.
Type stepType(bool isIncrement, const Type &target);
/// The type in which two integers are compared.
Type comparisonType(const Type &a, const Type &b);
/// Can `==` be used, or the order of two values be asked for?
bool canCompare(ast::BinaryOp op, const Type &a, const Type &b);

/// The type of `(to)value`: that of an array without a length depends on the
/// value. None if the length cannot be found out.
Type castType(const Type &from, const Type &to);
/// Can `(to)value` be written? `to` has a size.
bool canCast(const Type &from, const Type &to);

/// The memory that a sum or difference of two addresses points into; none at all
/// if they point into different ones.
std::optional<AddressSpace> meetSpaces(const Type &a, const Type &b);

/// The name of the kind of type: `int`, `string`, `c_type`.
std::string baseTypeName(const Type &type);
/// The name in quotes behind its article, for messages: `an 'int8'`, `a 'uint8'`.
std::string withArticle(const Type &type);

/// Does every value of `from` fit into the integer type `to`?
bool integerFits(const Type &from, const Type &to);

enum class Conversion : uint8_t {
  None,     ///< Not possible.
  Same,     ///< Nothing to do, or only zeros to append.
  Lossless, ///< An integer that fits.
  Lossy,    ///< An integer that may not fit: worth a warning.
};
/// How a value of type `from` gets into a place of type `to`.
Conversion conversion(const Type &from, const Type &to);

} // namespace sonde

#endif // SONDE_FRONTEND_TYPERULES_H
