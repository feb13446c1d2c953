//===- CheckExpression.cpp - Expressions ----------------------------------===//
#include "lib/Frontend/CheckImpl.h"

#include "lib/Frontend/AstWalk.h"
#include "lib/Frontend/Builtins.h"
#include "lib/Frontend/Constant.h"
#include "lib/Frontend/Fold.h"
#include "lib/Frontend/Infer.h"
#include "lib/Frontend/TypeRules.h"

namespace sonde {

using namespace ast;

void Checker::checkParts(Expr &expr) {
  forEachPart(expr,
              {[&](ExprPtr &part) { check(*part); }, [&](Block &block) { check(block, true); }});
}

void Checker::check(Expr &expr) {
  checkItself(expr);
  if (reporter.hasErrorIn(expr.span))
    expr.type = Type::none(); // Nothing follows from what is wrong.
}

/// Has the block a value, whichever branch it ends with?
static bool endsInValue(const Block &block) {
  const auto *branch = as<If>(block.value);
  return block.value &&
         (!branch || (branch->no && endsInValue(branch->yes) && endsInValue(*branch->no)));
}

void Checker::checkItself(Expr &expr) {
  if (Comptime *open = comptimeCondition(expr))
    return checkComptime(*open);
  switch (expr.kind) {
  case ExprKind::String:
    return checkLiteralLength(*as<StringLiteral>(&expr));
  case ExprKind::Variable:
    return checkVariable(*as<Variable>(&expr));
  case ExprKind::Map:
    checkKeys(*as<Map>(&expr));
    return checkRead(*as<Map>(&expr));
  case ExprKind::Call:
    return checkCall(*as<Call>(&expr));
  case ExprKind::Unary:
    if (as<Unary>(&expr)->op == UnaryOp::AddressOf)
      return checkAddressOf(*as<Unary>(&expr));
    checkParts(expr);
    return checkUnary(*as<Unary>(&expr));
  case ExprKind::Step:
    return checkStep(*as<Step>(&expr));
  case ExprKind::Binary:
    checkParts(expr);
    return checkBinary(*as<Binary>(&expr));
  case ExprKind::Conditional: {
    checkParts(expr);
    auto &conditional = *as<Conditional>(&expr);
    checkCondition(*conditional.condition);
    const Expr &yes = conditional.yes ? *conditional.yes : *conditional.condition;
    return checkBranches(expr.span, yes, *conditional.no, expr.type);
  }
  case ExprKind::If: {
    auto &branch = *as<If>(&expr);
    const bool isUsed = unused != &expr;
    check(*branch.condition);
    checkCondition(*branch.condition);
    // Of a statement, a value is used only if both branches have one: by its own warning.
    bool hasValue = branch.no && endsInValue(branch.yes) && endsInValue(*branch.no);
    check(branch.yes, hasValue || isUsed);
    if (branch.no) {
      const auto *next = as<If>(branch.no->value);
      if (next && !isUsed)
        unused = next;
      check(*branch.no, hasValue || isUsed || next);
    }
    if (hasValue)
      checkBranches(expr.span, *branch.yes.value, *branch.no->value, expr.type);
    return;
  }
  case ExprKind::Cast:
    check(*as<Cast>(&expr)->operand);
    return checkCast(*as<Cast>(&expr));
  case ExprKind::Field:
    if (isInContext(*as<Field>(&expr)->base))
      return checkContextField(*as<Field>(&expr));
    if (!isArgs(*as<Field>(&expr)->base))
      checkParts(expr);
    return checkField(*as<Field>(&expr));
  case ExprKind::Element:
    checkParts(expr);
    return checkTupleIndex(expr.span, as<Element>(&expr)->base->type, as<Element>(&expr)->index);
  case ExprKind::Index:
    checkParts(expr);
    return checkIndex(*as<Index>(&expr));
  case ExprKind::Tuple:
    checkParts(expr);
    for (const ExprPtr &element : as<Tuple>(&expr)->elements)
      checkValue(*element);
    return;
  case ExprKind::Record:
    checkParts(expr);
    for (const Record::Element &element : as<Record>(&expr)->elements)
      checkValue(*element.value);
    return;
  case ExprKind::Comptime:
    return checkComptime(*as<Comptime>(&expr));
  case ExprKind::SizeOf:
  case ExprKind::OffsetOf:
  case ExprKind::TypeInfo:
  case ExprKind::TypeOf:
    return checkQuery(*asTypeQuery(&expr));
  default:
    return checkParts(expr);
  }
}

void Checker::checkLiteralLength(const StringLiteral &literal) {
  uint64_t limit = program.config.number("max_strlen");
  if (literal.value.size() >= limit)
    reporter
        .error(literal.span, "this string has " + std::to_string(literal.value.size()) +
                                 " bytes, but at most " + std::to_string(limit - 1) +
                                 " are possible")
        .note("set 'max_strlen' in the config block to allow more");
}

void Checker::checkVariable(Variable &variable) {
  const VariableSymbol *symbol = variable.symbol;
  if (symbol && !symbol->type && !symbol->isBroken)
    noteUnknown(variable, variable.name);
}

/// The value of a map's element is needed in the probe.
void Checker::checkRead(Map &map) {
  if (!map.symbol)
    return;
  const Type &value = map.symbol->value;
  if (value.isAggregate() && !value.isCastableAggregate())
    reporter.error(map.span, withArticle(value) + " can only be printed as a whole map");
  else if (!value)
    noteUnknown(map, map.name);
}

void Checker::checkKeys(Map &map) {
  for (ExprPtr &key : map.keys) {
    check(*key);
    if (!checkValue(*key))
      return;
  }
  if (!map.hasKey || !map.symbol || !map.symbol->isKeyed || !*map.symbol->isKeyed)
    return;
  const Type written = writtenKeyType(map), &key = map.symbol->key;
  if (!written || !key)
    return;
  bool fits = conversion(written, key) != Conversion::None;
  auto partOfKey = [&](size_t i) { return map.keys.size() == 1 ? key : key.elements()[i].type(); };
  for (size_t i = 0; fits && i < map.keys.size(); ++i)
    fits = literalsFit(*map.keys[i], partOfKey(i));
  if (!fits) {
    Diagnostic &error = reporter.error(map.span, "'" + map.name + "' has keys of type '" +
                                                     key.str() + "', not '" + written.str() + "'");
    if (map.symbol->firstUse.begin != map.span.begin)
      error.note(map.symbol->firstUse, "first used here");
    return;
  }
  for (size_t i = 0; i < map.keys.size(); ++i) {
    const Expr &part = *map.keys[i];
    const Type type = asValue(part.type);
    if (conversion(type, partOfKey(i)) == Conversion::Lossy && !isLiteral(part))
      reporter
          .warning(part.span, "implicit-cast",
                   "this '" + type.str() + "' may not fit into the keys of '" + map.name +
                       "', which are '" + key.str() + "'")
          .note("use an explicit cast if that is meant");
  }
}

bool Checker::checkValue(const Expr &expr) {
  if (!expr.type.is(TypeKind::Void))
    return true;
  if (reporter.hasErrorIn(expr.span)) // A cast to 'void'.
    return false;
  reporter.error(expr.span, "this has no value");
  return false;
}

//===-- Operators ---------------------------------------------------------===//

void Checker::checkSpace(Span where, AddressSpace space) {
  if (space != AddressSpace::None || unit->context.isUnknown || saidUnknownSpace)
    return;
  saidUnknownSpace = true;
  reporter
      .warning(where, "unknown-address-space",
               "it is not known whether this address is the kernel's or a process's; it is "
               "taken for the kernel's")
      .note("say which it is with 'kptr(…)' or 'uptr(…)'");
}

/// Nothing is read: a map may hold what cannot be.
void Checker::checkAddressOf(Unary &unary) {
  if (auto *map = as<Map>(unary.operand))
    checkKnownMap(*map);
  else
    checkVariable(*as<Variable>(unary.operand));
}

void Checker::checkUnary(Unary &unary) {
  const Type &operand = unary.operand->type;
  if (unary.op == UnaryOp::Dereference && unary.type)
    checkSpace(unary.span, operand.is(TypeKind::Pointer) || operand.space() != AddressSpace::None
                               ? operand.space()
                               : unit->context.space);
  if (unary.op == UnaryOp::Dereference)
    checkKnown(unary.span, unary.type);
  if (!operand || (unary.type && !unary.type.is(TypeKind::Void)))
    return;
  if (unary.op == UnaryOp::Dereference && operand.is(TypeKind::Pointer)) {
    reporter.error(unary.span, withArticle(operand) + " cannot be read through: it does not say "
                                                      "what it points to");
    return;
  }
  reporter.error(unary.span, "'" + std::string(spelling(unary.op)) + "' cannot be applied to " +
                                 withArticle(operand));
}

/// A struct that is only declared has no size.
void Checker::checkKnown(Span where, const Type &type) {
  if (type.is(TypeKind::Struct) && !type.definition())
    reporter.error(where, "the size of '" + type.str() + "' is not known")
        .note(types.whyUnknown(type));
}

void Checker::checkStep(Step &step) {
  auto *map = as<Map>(step.target);
  if (map)
    checkKeys(*map);
  else
    check(*step.target);
  const Type &target = map && map->symbol ? map->symbol->value : step.target->type;
  if (target && !step.type)
    reporter.error(step.span, "'" + std::string(step.isIncrement ? "++" : "--") +
                                  "' cannot be applied to " + withArticle(target));
  if (step.type.is(TypeKind::Pointer))
    checkKnown(step.span, step.type.element());
}

void Checker::checkBinary(Binary &binary) {
  const Type &left = binary.left->type, &right = binary.right->type;
  if (!left || !right || left.is(TypeKind::Void) || right.is(TypeKind::Void)) {
    for (const Expr *operand : {binary.left.get(), binary.right.get()})
      if (operand->type.is(TypeKind::Void))
        reporter.error(operand->span, "this has no value");
    return;
  }
  if (as<StringLiteral>(binary.left) && as<StringLiteral>(binary.right))
    return; // Folding has said what is wrong.
  for (const Type *operand : {&left, &right})
    if (operand->isAggregate() && !operand->isCastableAggregate())
      return; // It cannot be read, whatever for.
  std::string op = std::string("'") + spelling(binary.op) + "'";
  if (!binary.type) {
    Diagnostic &error = reporter.error(binary.span, op + " cannot be applied to '" + left.str() +
                                                        "' and '" + right.str() + "'");
    if (left.kind() != right.kind()) {
      error.note(binary.left->span, "this is " + withArticle(left));
      error.note(binary.right->span, "this is " + withArticle(right));
    } else if (left.is(TypeKind::Array)) {
      error.note("arrays of integers that have the same type can be compared with '==' and '!='");
    }
    return;
  }
  if (binary.type.is(TypeKind::Pointer))
    checkKnown(binary.span, binary.type.element());
  bool pointers = left.is(TypeKind::Pointer) && right.is(TypeKind::Pointer);
  if (pointers && isComparison(binary.op) && left.element() != right.element())
    reporter.warning(binary.span, "distinct-pointers",
                     "this compares " + withArticle(left) + " with " + withArticle(right));
  if (!meetSpaces(left, right) && !isComparison(binary.op) && !isLogical(binary.op))
    reporter.warning(binary.span, "mixed-address-spaces",
                     "this mixes an address of the kernel with one of a process");
  if (isLogical(binary.op) || !asInteger(left) || !asInteger(right))
    return;
  Type common = isComparison(binary.op) ? comparisonType(left, right) : binary.type;
  bool isDifference = binary.op == BinaryOp::Subtract;
  for (const Expr *operand : {binary.left.get(), binary.right.get()})
    checkOperand(*operand, common, isDifference ? "differences are signed" : "the other is signed");
}

/// Is there a value of this type that changes when it is brought to the common one? Only
/// a uint64 among signed numbers can, by itself or in a tuple.
static bool changes(const Type &type, const Type &common) {
  if (type.is(TypeKind::Tuple) || type.is(TypeKind::Record))
    return conversion(type, common) == Conversion::Lossy;
  return type.isInteger() && type.bits() == 64 && !type.isSigned() && common.isInteger() &&
         common.isSigned();
}

void Checker::checkOperand(const Expr &operand, const Type &common, const char *reason) {
  if (changes(operand.type, common) && !isLiteral(operand))
    reporter
        .warning(operand.span, "implicit-cast",
                 "this '" + operand.type.str() + "' is taken as " + withArticle(common) +
                     ", because " + reason)
        .note("use an explicit cast if that is meant");
}

void Checker::checkBranches(Span where, const Expr &yes, const Expr &no, const Type &result) {
  bool bothEmpty = yes.type.is(TypeKind::Void) && no.type.is(TypeKind::Void);
  if (!yes.type || !no.type || bothEmpty || reporter.hasErrorIn(where))
    return;
  if (!result || !literalsFit(yes, result) || !literalsFit(no, result)) {
    reporter.error(where, "the branches have the types '" + yes.type.str() + "' and '" +
                              no.type.str() + "', which do not go together");
    return;
  }
  checkOperand(yes, result, "the other branch is signed");
  checkOperand(no, result, "the other branch is signed");
}

//===-- Parts of values ---------------------------------------------------===//

void Checker::checkField(Field &field) {
  const Type &base = field.base->type;
  if (!base)
    return;
  if (base.is(TypeKind::Record)) {
    std::vector<std::string> names;
    for (const Type::Element &element : base.elements())
      names.push_back(element.name);
    if (!field.type)
      Reporter::suggest(
          reporter.error(field.fieldSpan, "this record has no field '" + field.field + "'"),
          field.field, names);
    return;
  }
  Type structure = structBehind(base);
  if (!structure) {
    reporter.error(field.span,
                   withArticle(base) + " has no fields, and so no '" + field.field + "'");
    return;
  }
  structure = field.owner;
  if (!structure.definition()) {
    reporter.error(field.span, "the members of '" + structure.str() + "' are not known")
        .note(types.whyUnknown(structure));
    return;
  }
  const std::optional<StructMember> &member = field.member;
  bool ofArgs = isArgs(*field.base);
  if (!member) {
    std::vector<std::string> names;
    for (const StructMember &candidate : structure.definition()->members)
      names.push_back(candidate.name);
    std::string owner = ofArgs ? "'" + structure.name() + "' has no argument '"
                               : "'" + structure.str() + "' has no member '";
    Diagnostic &error = reporter.error(field.fieldSpan, owner + field.field + "'");
    Reporter::suggest(error, field.field, names);
    if (error.notes.empty() && ofArgs) {
      std::string list;
      for (const std::string &name : names)
        list += (list.empty() ? "" : ", ") + name;
      error.note("it has: " + list);
    }
    return;
  }
  if (base.is(TypeKind::Pointer))
    checkSpace(field.span, base.space());
  if (!member->type)
    reporter.error(field.fieldSpan, "'" + field.field + "' has a type that cannot be used");
  else if (member->typeTag == "percpu")
    reporter.error(field.fieldSpan, "'" + field.field +
                                        "' is a per-CPU address, which cannot be "
                                        "read through");
  else if (!member->typeTag.empty() && member->typeTag != "user")
    reporter.error(field.fieldSpan, "'" + field.field +
                                        "' is an address of a kind that is not "
                                        "known here: '" +
                                        member->typeTag + "'");
}

/// The verifier allows to load numbers from the context, and to do nothing else with it.
void Checker::checkContextField(Field &field) {
  for (auto *outer = as<Field>(field.base); outer; outer = as<Field>(outer->base))
    checkField(*outer);
  checkField(field);
  bool isNumber = field.member && !field.member->bitSize &&
                  (field.type.isIntegral() || field.type.is(TypeKind::Pointer));
  if (field.member && field.type && !isNumber)
    reporter.error(field.span, withArticle(field.type) + " of the context cannot be taken whole")
        .note("take what is in it");
}

void Checker::checkTupleIndex(Span where, const Type &tuple, uint64_t index) {
  if (!tuple)
    return;
  if (!tuple.is(TypeKind::Tuple)) {
    reporter.error(where, withArticle(tuple) + " has no element " + std::to_string(index));
    return;
  }
  if (index >= tuple.elements().size())
    reporter.error(where, "this tuple has " + std::to_string(tuple.elements().size()) +
                              " elements; there is no element " + std::to_string(index));
}

void Checker::checkIndex(Index &index) {
  const Type &base = index.base->type;
  if (!base)
    return;
  // The kernel lets nobody compute with the address of a map.
  const auto *address = as<Unary>(index.base);
  if (address && address->op == UnaryOp::AddressOf && as<Map>(address->operand)) {
    reporter.error(index.span, "'&' takes the address of a whole map, for C functions")
        .note("that of an element's copy is taken from a variable: '$x = @m[…]; &$x'");
    return;
  }
  if (base.is(TypeKind::Tuple)) {
    std::optional<Integer> number = constantNumber(*index.index);
    if (number && !number->isNegative())
      checkTupleIndex(index.span, base, number->raw());
    else if (!reporter.hasErrorIn(index.index->span))
      reporter.error(index.index->span,
                     "the index of a tuple must be a number that is known at compile time");
    return;
  }
  const auto *literal = as<IntLiteral>(index.index);
  if (!base.is(TypeKind::String) && !base.is(TypeKind::Array) && !base.is(TypeKind::Pointer)) {
    reporter.error(index.span, withArticle(base) + " has no elements");
    return;
  }
  const Type &number = index.index->type;
  if (!number)
    return;
  bool negative = literal ? literal->value.isNegative() : number.isSigned() && !number.isFlexible();
  if (literal && negative) {
    reporter.error(index.index->span, "an index cannot be negative");
    return;
  }
  if (!number.isIntegral() || negative) {
    reporter.error(index.index->span,
                   "an index must be an integer without sign, not " + withArticle(number));
    return;
  }
  if (base.is(TypeKind::Pointer))
    checkSpace(index.span, base.space());
  if (base.is(TypeKind::Pointer) && !index.type.size())
    reporter.error(index.span, withArticle(base) + " does not say what it points to");
  if (base.is(TypeKind::Pointer) || !literal || !base.count() ||
      literal->value.raw() < base.count() || reporter.hasErrorIn(index.span))
    return;
  reporter.error(index.index->span, "index " + literal->value.str() + " is outside of this " +
                                        (base.is(TypeKind::String) ? "string of " : "array of ") +
                                        std::to_string(base.count()) +
                                        (base.is(TypeKind::String) ? " bytes" : ""));
}

} // namespace sonde
