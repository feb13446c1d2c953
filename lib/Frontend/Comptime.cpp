//===- Comptime.cpp - What is known when the types are --------------------===//
#include "lib/Frontend/Comptime.h"

#include "lib/Frontend/AstWalk.h"
#include "lib/Frontend/Constant.h"
#include "lib/Frontend/Infer.h"
#include "lib/Frontend/TypeRules.h"

#include <utility>

namespace sonde {

using namespace ast;

Type countType(uint64_t number) {
  for (unsigned bits : {8u, 16u, 32u})
    if (number >> bits == 0)
      return Type::integer(bits, false);
  return Type::integer(64, false);
}

FieldPath followFields(const Type &structure, const std::vector<std::string> &fields,
                       TypeNames &types) {
  FieldPath path;
  path.owner = types.complete(structure);
  for (size_t i = 0; i < fields.size(); ++i) {
    std::optional<StructMember> member;
    if (path.owner.is(TypeKind::Struct) && path.owner.definition())
      member = path.owner.definition()->find(fields[i]);
    if (!member) {
      path.missing = i;
      return path;
    }
    path.offset += member->offset;
    if (i + 1 < fields.size())
      path.owner = types.complete(member->type);
  }
  return path;
}

std::optional<uint64_t> queryNumber(const TypeQuery &query, TypeNames &types) {
  Type type = subjectType(query.subject.type.get(), query.subject.expr.get());
  if (!type)
    return std::nullopt;
  if (query.kind == ExprKind::SizeOf)
    return types.complete(type).writtenSize();
  if (!type.is(TypeKind::Struct))
    return std::nullopt;
  FieldPath path = followFields(type, query.fields, types);
  return path.missing ? std::nullopt : std::optional(path.offset);
}

namespace {

constexpr unsigned kMostRounds = 50;

class Resolver {
public:
  Resolver(Program &program, TypeNames &types, Binder &binder, Folder &folder, Reporter &reporter)
      : program(program), types(types), binder(binder), folder(folder), reporter(reporter),
        inference(program, types, reporter) {}

  bool run();

private:
  Program &program;
  TypeNames &types;
  Binder &binder;
  Folder &folder;
  Reporter &reporter;
  Inference inference;
  Span lastChange; ///< Of the last answer that was found.
  /// Only what decides about branches is answered. It comes first: what a branch
  /// adds may change types that nobody has looked at yet.
  bool onlyChoices = true;

  bool answerAll();
  // Each is true if something was replaced.
  bool answer(Block &block);
  bool answer(Stmt &stmt);
  bool answer(ExprPtr &expr);
  bool answerQuery(ExprPtr &expr);
  bool choose(ExprPtr &expr);
  static bool makeLiteral(ExprPtr &expr);
  void fix(std::unique_ptr<TypeName> &written);
  void lock(const TypeName *type, const Expr *expr, Span where);
};

bool Resolver::run() {
  for (unsigned round = 0; round < kMostRounds; ++round) {
    inference.settle();
    if (answerAll())
      continue;
    if (!inference.assumeDefaults())
      return true;
  }
  reporter.error(lastChange, "the types are not settled after " + std::to_string(kMostRounds) +
                                 " rounds: too many choices at compile time follow from one "
                                 "another, up to this one");
  return false;
}

bool Resolver::answerAll() {
  bool changed = false;
  for (bool choicesFirst : {true, false}) {
    onlyChoices = choicesFirst;
    if (changed)
      return true;
    for (CodeUnit *unit : program.units()) {
      if (unit->function && !onlyChoices)
        for (FunctionSymbol::OpenType &open : unit->function->openTypes)
          fix(open.written);
      if (unit->predicate)
        changed |= answer(unit->predicate);
      changed |= answer(unit->body);
    }
  }
  return changed;
}

bool Resolver::answer(Block &block) {
  bool changed = false;
  for (StmtPtr &stmt : block.statements)
    changed |= answer(*stmt);
  if (block.value)
    changed |= answer(block.value);
  return changed;
}

bool Resolver::answer(Stmt &stmt) {
  bool changed = false;
  forEachPart(stmt, {[&](ExprPtr &part) { changed |= answer(part); },
                     [&](Block &block) { changed |= answer(block); }});
  if (auto *let = as<Let>(&stmt); let && !onlyChoices)
    fix(let->typeName);
  return changed;
}

bool Resolver::answer(ExprPtr &expr) {
  if (comptimeCondition(*expr))
    return choose(expr);
  bool changed = false;
  forEachPart(*expr, {[&](ExprPtr &part) { changed |= answer(part); },
                      [&](Block &block) { changed |= answer(block); }});
  if (changed)
    folder.refold(expr);
  if (onlyChoices)
    return changed;
  if (auto *comptime = as<Comptime>(expr); comptime && makeLiteral(comptime->operand)) {
    ExprPtr literal = std::move(comptime->operand);
    literal->span = expr->span;
    expr = std::move(literal);
    return true;
  }
  if (auto *cast = as<Cast>(expr))
    fix(cast->target);
  return asTypeQuery(expr.get()) ? answerQuery(expr) || changed : changed;
}

/// Is it known? A number that is more than a literal, such as an enumerator, becomes one.
bool Resolver::makeLiteral(ExprPtr &expr) {
  if (isLiteral(*expr))
    return true;
  std::optional<Integer> number = constantNumber(*expr);
  if (!number)
    return false;
  if (expr->type.is(TypeKind::Bool)) {
    expr = std::make_unique<BoolLiteral>(expr->span, !number->isZero());
    return true;
  }
  auto literal = std::make_unique<IntLiteral>(expr->span, *number);
  literal->fixed = expr->type;
  expr = std::move(literal);
  return true;
}

/// The branch that is taken becomes a part of the program.
bool Resolver::choose(ExprPtr &expr) {
  const Expr *choice = expr.get();
  const bool outer = std::exchange(onlyChoices, false);
  bool changed = answer(comptimeCondition(*expr)->operand);
  makeLiteral(comptimeCondition(*expr)->operand);
  onlyChoices = outer;
  Span span = expr->span;
  folder.refold(expr);
  if (expr.get() == choice)
    return changed;
  lastChange = span;
  folder.fold(expr);
  binder.bindBranch(choice, expr);
  return true;
}

/// A type that is written as `typeof` is what it has turned out to be by now.
void Resolver::fix(std::unique_ptr<TypeName> &written) {
  if (!written || !written->isTypeOf())
    return;
  Type type = subjectType(written->typeOfType.get(), written->typeOf.get());
  if (!type)
    return;
  lock(written->typeOfType.get(), written->typeOf.get(), written->span);
  auto fixed = std::make_unique<TypeName>();
  fixed->span = written->span;
  fixed->resolved = type;
  written = std::move(fixed);
}

/// From here the types of the variables and maps that were looked at must stay.
void Resolver::lock(const TypeName *type, const Expr *expr, Span where) {
  if (type)
    return type->isTypeOf() ? lock(type->typeOfType.get(), type->typeOf.get(), where) : void();
  if (const auto *map = as<Map>(expr); map && map->symbol) {
    bool isWhole = !map->hasKey && map->symbol->isKeyed.value_or(false);
    (isWhole ? map->symbol->lockedKey : map->symbol->lockedValue) = where;
    return;
  }
  if (const auto *variable = as<Variable>(expr); variable && variable->symbol)
    variable->symbol->locked = where;
  forEachPart(const_cast<Expr &>(*expr), {[&](ExprPtr &part) { lock(nullptr, part.get(), where); },
                                          [&](Block &block) {
                                            if (block.value)
                                              lock(nullptr, block.value.get(), where);
                                          }});
}

bool Resolver::answerQuery(ExprPtr &expr) {
  TypeQuery &query = *asTypeQuery(expr.get());
  const TypeOrExpr &subject = query.subject;
  Type type = subjectType(subject.type.get(), subject.expr.get());
  if (!type || query.kind == ExprKind::TypeOf)
    return false;
  ExprPtr literal;
  Span span = expr->span;
  if (query.kind == ExprKind::TypeInfo) {
    auto record = std::make_unique<Record>(span);
    auto add = [&](const char *name, ExprPtr value) {
      record->elements.push_back({name, std::move(value)});
    };
    add("btf_id", std::make_unique<IntLiteral>(span, Integer()));
    add("base_type", std::make_unique<StringLiteral>(span, baseTypeName(type)));
    add("full_type", std::make_unique<StringLiteral>(span, type.str()));
    literal = std::move(record);
  } else if (std::optional<uint64_t> number = queryNumber(query, types)) {
    auto count = std::make_unique<IntLiteral>(span, Integer(*number));
    count->fixed = countType(*number);
    literal = std::move(count);
  } else {
    return false;
  }
  lock(subject.type.get(), subject.expr.get(), span);
  lastChange = span;
  expr = std::move(literal);
  return true;
}

} // namespace

bool resolveTypes(Program &program, TypeNames &types, Binder &binder, Folder &folder,
                  Reporter &reporter) {
  return Resolver(program, types, binder, folder, reporter).run();
}

} // namespace sonde
