//===- TypeRules.cpp - How types meet -------------------------------------===//
#include "lib/Frontend/TypeRules.h"

#include <algorithm>

namespace sonde {

using ast::BinaryOp;
using ast::UnaryOp;

static Type int64() { return Type::integer(64, true); }
static Type uint64() { return Type::integer(64, false); }

Type asValue(const Type &type) {
  if (type.isCastableAggregate())
    return Type::integer(64, type.isSigned());
  return type;
}

Type asInteger(const Type &type) {
  if (type.isInteger())
    return type;
  if (type.is(TypeKind::Enum))
    return Type::integer(type.bits(), false);
  if (type.is(TypeKind::Bool))
    return Type::integer(8, false);
  if (type.isCastableAggregate())
    return asValue(type);
  return Type::none();
}

bool isSameAggregation(const Type &a, const Type &b) {
  if (a.kind() != b.kind())
    return false;
  if (a.is(TypeKind::TSeries))
    return a.interval() == b.interval() && a.count() == b.count() &&
           a.element().kind() == b.element().kind();
  return a == b || !(a.is(TypeKind::Hist) || a.is(TypeKind::LHist));
}

bool isCondition(const Type &type) {
  return type.is(TypeKind::Pointer) || static_cast<bool>(asInteger(type));
}

/// Pointers meet when their pointees do; integers of any width count as one kind
/// of pointee.
static Type promotePointers(const Type &a, const Type &b) {
  AddressSpace space = a.space() != AddressSpace::None ? a.space() : b.space();
  if (a.element() == b.element())
    return Type::pointer(a.element(), space);
  Type pointee = a.element() && b.element() ? promote(a.element(), b.element()) : Type::none();
  return pointee ? Type::pointer(pointee, space) : Type::none();
}

/// Arrays meet if they are the same, or one has no length of its own.
static Type promoteArrays(const Type &a, const Type &b) {
  if (a.element() != b.element() || (a.count() && b.count()))
    return Type::none();
  return a.count() ? a : b;
}

static Type promoteElements(const Type &a, const Type &b) {
  const auto &x = a.elements(), &y = b.elements();
  if (x.size() != y.size())
    return Type::none();
  std::vector<Type> tuple;
  std::vector<std::pair<std::string, Type>> record;
  for (const Type::Element &element : x) {
    const Type::Element *other = &y[&element - x.data()];
    if (a.is(TypeKind::Record)) {
      auto named = std::find_if(y.begin(), y.end(), [&](const Type::Element &candidate) {
        return candidate.name == element.name;
      });
      if (named == y.end())
        return Type::none();
      other = &*named;
    }
    if (element.type().isAggregate() != other->type().isAggregate())
      return Type::none();
    Type both = promote(element.type(), other->type());
    if (!both)
      return Type::none();
    tuple.push_back(both);
    record.emplace_back(element.name, both);
  }
  return a.is(TypeKind::Record) ? Type::record(std::move(record)) : Type::tuple(std::move(tuple));
}

Type promote(const Type &a, const Type &b) {
  if (!a || !b)
    return a ? a : b;
  if (a == b) // But for the memory that they point into.
    return a.space() != AddressSpace::None ? a : b;
  if (a.isInteger() && b.isInteger())
    return promoteIntegers(a, b).withSpace(a.space() != AddressSpace::None ? a.space() : b.space());
  if (a.isIntegral() && b.isIntegral())
    return promoteIntegers(asInteger(a), asInteger(b));
  if (a.kind() != b.kind())
    return Type::none();
  switch (a.kind()) {
  case TypeKind::String:
    if (a.count() != b.count()) // Text that was cut to the shorter one leaves room.
      return a.count() > b.count() ? a : b;
    return a.mayBeCut() ? a : b;
  case TypeKind::Buffer:
    return Type::buffer(std::max(a.count(), b.count()));
  case TypeKind::Pointer:
    return promotePointers(a, b);
  case TypeKind::Array:
    return promoteArrays(a, b);
  case TypeKind::Tuple:
  case TypeKind::Record:
    return promoteElements(a, b);
  default:
    return Type::none();
  }
}

//===-- Operators ---------------------------------------------------------===//

/// Is the result of arithmetic on both signed? A flexible operand takes the sign
/// of the other.
static bool meetSigned(const Type &a, const Type &b) {
  if (a.isFlexible() != b.isFlexible())
    return (a.isFlexible() ? b : a).isSigned();
  return a.isSigned() || b.isSigned();
}

static Type pointerArithmetic(BinaryOp op, const Type &a, const Type &b) {
  if (op == BinaryOp::Add && a.is(TypeKind::Pointer) && asInteger(b))
    return a;
  if (op == BinaryOp::Add && asInteger(a) && b.is(TypeKind::Pointer))
    return b;
  if (op == BinaryOp::Subtract && a.is(TypeKind::Pointer) && asInteger(b))
    return a;
  return Type::none();
}

bool canCompare(BinaryOp op, const Type &a, const Type &b) {
  bool isEquality = op == BinaryOp::Equal || op == BinaryOp::NotEqual;
  if (a.is(TypeKind::Pointer) || b.is(TypeKind::Pointer))
    return (a.is(TypeKind::Pointer) || asInteger(a)) && (b.is(TypeKind::Pointer) || asInteger(b));
  if (asInteger(a) && asInteger(b))
    return true;
  if (a.is(TypeKind::String) && b.is(TypeKind::String))
    return true;
  if (a.kind() != b.kind() || !isEquality)
    return false;
  switch (a.kind()) {
  case TypeKind::Buffer:
    return true;
  case TypeKind::Array:
    return a == b && a.element().isInteger();
  case TypeKind::Tuple:
  case TypeKind::Record:
    return static_cast<bool>(promote(a, b));
  default:
    return false;
  }
}

Type binaryType(BinaryOp op, const Type &a, const Type &b) {
  if (isComparison(op))
    return canCompare(op, a, b) ? Type::boolean() : Type::none();
  if (isLogical(op))
    return isCondition(a) && isCondition(b) ? Type::boolean() : Type::none();
  if (a.is(TypeKind::Pointer) || b.is(TypeKind::Pointer))
    return pointerArithmetic(op, a, b);
  if (a.is(TypeKind::Bool) && b.is(TypeKind::Bool))
    return Type::boolean();
  Type left = asInteger(a), right = asInteger(b);
  if (!left || !right)
    return Type::none();
  if (op == BinaryOp::Subtract)
    return int64();
  bool isShift = op == BinaryOp::ShiftLeft || op == BinaryOp::ShiftRight;
  bool isSigned = isShift && !left.isFlexible() ? left.isSigned() : meetSigned(left, right);
  return isSigned ? int64() : uint64();
}

Type unaryType(UnaryOp op, const Type &operand) {
  switch (op) {
  case UnaryOp::Not:
    return isCondition(operand) ? Type::boolean() : Type::none();
  case UnaryOp::Complement:
  case UnaryOp::Minus:
    if (!operand.isIntegral())
      return Type::none();
    return operand.isInteger() && operand.isSigned() ? int64() : uint64();
  case UnaryOp::Dereference:
    if (operand.is(TypeKind::Pointer))
      return operand.element().is(TypeKind::Void) ? Type::none() : operand.element();
    return operand.isIntegral() ? uint64() : Type::none();
  case UnaryOp::AddressOf:
    return Type::none();
  }
  return Type::none();
}

Type stepType(bool isIncrement, const Type &target) {
  if (target.is(TypeKind::Pointer))
    return target;
  if (!target.isIntegral())
    return Type::none();
  return isIncrement && !asInteger(target).isSigned() ? uint64() : int64();
}

Type comparisonType(const Type &a, const Type &b) {
  if (a.is(TypeKind::Pointer) || b.is(TypeKind::Pointer))
    return uint64();
  if (a.is(TypeKind::Bool) && b.is(TypeKind::Bool))
    return Type::boolean();
  return promoteIntegers(asInteger(a), asInteger(b));
}

//===-- Conversions -------------------------------------------------------===//

static bool isArrayOfNumbers(const Type &type) {
  return type.is(TypeKind::Array) &&
         (type.element().isInteger() || type.element().is(TypeKind::Bool));
}

Type castType(const Type &from, const Type &to) {
  if (to.is(TypeKind::Enum))
    return Type::enumeration(to.name(), 8, to.enumerators());
  if (!to.is(TypeKind::Array) || to.count())
    return to;
  uint32_t element = to.element().size(), size = from.size();
  if (!from || element == 0 || size % element != 0)
    return Type::none();
  return Type::array(to.element(), size / element);
}

static bool canCastToArray(const Type &from, const Type &to) {
  if (!isArrayOfNumbers(to))
    return false;
  if (from.isIntegral()) // The bytes of a number, and zeros behind them.
    return to.size() == from.size() || (to.size() > from.size() && to.size() <= 8);
  bool hasBytes = from.is(TypeKind::Bool) || from.is(TypeKind::String) || isArrayOfNumbers(from);
  return hasBytes && to.size() == from.size();
}

bool canCast(const Type &from, const Type &to) {
  if (from == to)
    return true;
  bool number = asInteger(from) || from.is(TypeKind::Pointer);
  switch (to.kind()) {
  case TypeKind::Int:
  case TypeKind::Enum:
    return number || (isArrayOfNumbers(from) && from.size() == to.size());
  case TypeKind::Pointer:
  case TypeKind::Bool:
    return number || from.is(TypeKind::String);
  case TypeKind::String:
    return from.is(TypeKind::String) && to.count() >= from.count();
  case TypeKind::Array:
    return canCastToArray(from, to);
  case TypeKind::Username:
    return from.isInteger();
  default:
    return false;
  }
}

std::optional<AddressSpace> meetSpaces(const Type &a, const Type &b) {
  if (a.space() == AddressSpace::None)
    return b.space();
  if (b.space() == AddressSpace::None || b.space() == a.space())
    return a.space();
  return std::nullopt;
}

bool integerFits(const Type &from, const Type &to) {
  if (from.isSigned() == to.isSigned() || from.isFlexible())
    return from.bits() <= to.bits();
  return !from.isSigned() && from.bits() < to.bits();
}

/// The worse of two conversions.
static Conversion worse(Conversion a, Conversion b) {
  if (a == Conversion::None || b == Conversion::None)
    return Conversion::None;
  return std::max(a, b);
}

static Conversion convertElements(const Type &from, const Type &to) {
  if (from.elements().size() != to.elements().size())
    return Conversion::None;
  Conversion all = Conversion::Same;
  for (size_t i = 0; i < to.elements().size(); ++i) {
    const Type::Element *source = &from.elements()[i];
    if (to.is(TypeKind::Record)) {
      source = nullptr;
      for (const Type::Element &candidate : from.elements())
        if (candidate.name == to.elements()[i].name)
          source = &candidate;
      if (!source)
        return Conversion::None;
    }
    all = worse(all, conversion(source->type(), to.elements()[i].type()));
  }
  return all;
}

Conversion conversion(const Type &from, const Type &to) {
  if (from == to)
    return Conversion::Same;
  if (from.isAggregate() && to.isAggregate())
    return Conversion::None;
  if (from.is(TypeKind::Enum) && to.is(TypeKind::Enum) && from.name() == to.name())
    return Conversion::Lossless; // An enumerator has 64 bits, the enumeration what C gives it.
  bool integers = (from.isIntegral() || from.isCastableAggregate()) && to.isIntegral();
  if (integers) {
    bool fits = from.isCastableAggregate() || integerFits(asInteger(from), asInteger(to));
    return fits ? Conversion::Lossless : Conversion::Lossy;
  }
  if (from.kind() != to.kind())
    return Conversion::None;
  switch (from.kind()) {
  case TypeKind::String:
  case TypeKind::Buffer:
    return from.count() <= to.count() ? Conversion::Same : Conversion::None;
  case TypeKind::Pointer:
    return promote(from, to) ? Conversion::Same : Conversion::None;
  case TypeKind::Tuple:
  case TypeKind::Record:
    return convertElements(from, to);
  default:
    return Conversion::None;
  }
}

std::string baseTypeName(const Type &type) {
  switch (type.kind()) {
  case TypeKind::Int:
  case TypeKind::Enum:
    return "int";
  case TypeKind::String:
    return "string";
  case TypeKind::Buffer:
    return "buffer";
  case TypeKind::Pointer:
    return "pointer";
  case TypeKind::Array:
    return "array";
  case TypeKind::Struct:
    return "c_type";
  case TypeKind::Tuple:
    return "tuple";
  case TypeKind::Record:
    return "record";
  case TypeKind::KernelStack:
    return "kstack";
  case TypeKind::UserStack:
    return "ustack";
  case TypeKind::Inet:
    return "inet";
  case TypeKind::Sum:
  case TypeKind::Min:
  case TypeKind::Max:
  case TypeKind::Avg:
  case TypeKind::Stats:
    return Type::aggregate(type.kind(), true).str();
  default:
    return type.str();
  }
}

std::string withArticle(const Type &type) {
  std::string name = type.str();
  // No name of a type with 'u' begins with the sound of a vowel.
  bool startsWithVowel = name.find_first_of("aeio") == 0;
  return (startsWithVowel ? "an '" : "a '") + name + "'";
}

} // namespace sonde
