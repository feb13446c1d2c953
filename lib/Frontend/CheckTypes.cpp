//===- CheckTypes.cpp - Casts, and what types are asked for ---------------===//
#include "lib/Frontend/CheckImpl.h"

#include "lib/Frontend/Comptime.h"
#include "lib/Frontend/Infer.h"
#include "lib/Frontend/TypeRules.h"

namespace sonde {

using namespace ast;

//===-- What is not known at compile time ---------------------------------===//

/// Says why what is looked at has no type.
void Checker::checkSubject(TypeName *type, Expr *expr, Span where) {
  if (type && type->isTypeOf())
    return checkSubject(type->typeOfType.get(), type->typeOf.get(), where);
  if (type)
    return; // An unknown name, said when it was bound.
  check(*expr);
  noteUnknown(where, *expr, "the type of this cannot be found out");
}

bool Checker::checkTypeOf(TypeName *written) {
  if (!written || !written->isTypeOf())
    return true;
  checkSubject(written->typeOfType.get(), written->typeOf.get(), written->span);
  return false;
}

/// One that was answered is a literal by now.
void Checker::checkQuery(TypeQuery &query) {
  const TypeOrExpr &subject = query.subject;
  Type type = subjectType(subject.type.get(), subject.expr.get());
  if (query.kind == ExprKind::TypeOf)
    return; // Refused already.
  if (!type)
    return checkSubject(subject.type.get(), subject.expr.get(), query.span);
  if (!type.is(TypeKind::Struct)) {
    reporter.error(query.span, withArticle(type) + " has no fields");
    return;
  }
  FieldPath path = followFields(type, query.fields, types);
  if (!path.missing)
    return;
  const std::string &field = query.fields[*path.missing];
  if (path.owner.is(TypeKind::Struct) && !path.owner.definition()) {
    reporter.error(query.span, "the members of '" + path.owner.str() + "' are not known")
        .note(types.whyUnknown(path.owner));
    return;
  }
  Diagnostic &error =
      reporter.error(query.span, "'" + path.owner.str() + "' has no member '" + field + "'");
  std::vector<std::string> names;
  if (path.owner.definition())
    for (const StructMember &member : path.owner.definition()->members)
      names.push_back(member.name);
  Reporter::suggest(error, field, names);
}

void Checker::checkComptime(Comptime &comptime) {
  check(*comptime.operand);
  if (reporter.hasErrorIn(comptime.operand->span))
    return;
  Diagnostic &error = reporter.error(comptime.span, "this is not known at compile time");
  if (as<If>(comptime.operand))
    error.note("to choose a branch at compile time, write 'if comptime (…)'");
}

//===-- Casts ------------------------------------------------------------===//

void Checker::checkCast(Cast &cast) {
  if (!checkTypeOf(cast.target.get()))
    return;
  const Type &from = cast.operand->type, &written = cast.target->resolved;
  if (!from || !written)
    return;
  if (from.is(TypeKind::Void)) {
    reporter.error(cast.operand->span, "this has no value");
    return;
  }
  if (written.is(TypeKind::String) && written.count() == 0) {
    Diagnostic &error =
        from.is(TypeKind::String)
            ? reporter.error(cast.span, "a cast to 'string' needs a size, as in "
                                        "'(string[16])'")
            : reporter.error(cast.span, withArticle(from) + " cannot be cast to 'string'");
    if (from.isIntegral())
      error.note("'str' reads the text at an address, 'printf' writes numbers");
    return;
  }
  Type to = castType(from, written);
  if (!to) {
    reporter.error(cast.span, "the size of this array cannot be found out: " + withArticle(from) +
                                  " has " + std::to_string(from.size()) +
                                  " bytes, which cannot be divided into '" +
                                  written.element().str() + "'");
    return;
  }
  if (!canCast(from, to)) {
    Diagnostic &error =
        reporter.error(cast.span, withArticle(from) + " cannot be cast to '" + to.str() + "'");
    if (to.is(TypeKind::Struct))
      error.note("cast to a pointer, as in '(" + to.str() + " *)'");
    return;
  }
  if (to.is(TypeKind::Enum))
    checkEnumerator(*cast.operand, to);
  if (from.str() == to.str())
    reporter.warning(cast.span, "unnecessary-cast", "this has the type '" + to.str() + "' already");
}

/// A number that is known must be one of the enumeration's.
void Checker::checkEnumerator(const Expr &value, const Type &enumeration) {
  const auto *literal = as<IntLiteral>(&value);
  if (!literal || enumeration.enumerators().empty())
    return;
  std::string all;
  for (const auto &[number, name] : enumeration.enumerators()) {
    if (static_cast<uint64_t>(number) == literal->value.raw())
      return;
    all += (all.empty() ? "" : ", ") + name + " = " + std::to_string(number);
  }
  Diagnostic &error = reporter.error(value.span, "'" + enumeration.str() + "' has no value " +
                                                     literal->value.str());
  if (enumeration.enumerators().size() <= 10)
    error.note("it has " + all);
}

} // namespace sonde
