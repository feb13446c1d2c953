//===- MacroBody.cpp - The body of a macro, made for one call -------------===//
//
// Names of variables are not changed: that their spans carry the number of the
// expansion is what keeps them apart from the caller's (see
// SourceManager::namesBelongTo).
//
//===----------------------------------------------------------------------===//
#include "lib/Frontend/MacroBody.h"

#include "lib/Frontend/AstDump.h"
#include "lib/Frontend/AstWalk.h"

#include <algorithm>

namespace sonde {

using namespace ast;

//===-- Size --------------------------------------------------------------===//

namespace {

class Measure {
public:
  TreeSize size;

  void visit(Expr &expr) {
    enter();
    forEachPart(expr, visitor());
    --depth;
  }
  void visit(Block &block) {
    enter();
    for (StmtPtr &stmt : block.statements)
      forEachPart(*stmt, visitor());
    if (block.value)
      visit(*block.value);
    --depth;
  }

private:
  size_t depth = 0;

  void enter() {
    ++size.nodes;
    size.height = std::max(size.height, ++depth);
  }
  PartVisitor visitor() {
    return {[this](ExprPtr &part) { visit(*part); }, [this](Block &block) { visit(block); },
            [this](TypeName &type) { forEachPart(type, visitor()); }};
  }
};

} // namespace

TreeSize sizeOf(Expr &expr) {
  Measure measure;
  measure.visit(expr);
  return measure.size;
}

TreeSize sizeOf(Block &block) {
  Measure measure;
  measure.visit(block);
  return measure.size;
}

//===-- Substitution ------------------------------------------------------===//

namespace {

/// `a` and `a.b.c`, as the fields of an `offsetof`; empty for anything else.
std::vector<std::string> fieldPath(const Expr &expr) {
  if (const auto *name = as<Name>(&expr))
    return {name->name};
  const auto *field = as<Field>(&expr);
  if (!field)
    return {};
  std::vector<std::string> path = fieldPath(*field->base);
  if (!path.empty())
    path.push_back(field->field);
  return path;
}

class Substitution {
public:
  Substitution(const MacroUse &use, size_t &budget, Reporter &reporter)
      : use(use), budget(budget), reporter(reporter) {
    for (ExprPtr &arg : use.args)
      argSizes.push_back(sizeOf(*arg).nodes);
  }

  void visit(Block &block);

private:
  const MacroUse &use;
  size_t &budget;
  Reporter &reporter;
  std::vector<size_t> argSizes;
  unsigned loops = 0; ///< In how many loops of the body we are.

  void mark(Span &span) { span.expansion = use.expansion; }
  /// The argument for the parameter of this name (with its sigil), or null.
  const ExprPtr *argument(const std::string &name) const;
  ExprPtr copyOf(const ExprPtr &argument);
  PartVisitor parts() {
    return {[this](ExprPtr &part) { visit(part); }, [this](Block &block) { visit(block); },
            [this](TypeName &type) { visit(type); }};
  }

  void visit(Stmt &stmt);
  bool allows(const Jump &jump);
  void visitDeclared(const std::string &name, Span &span);
  void visit(ExprPtr &expr);
  void visitMap(Map &map);
  void visitCall(Call &call);
  void visitCast(Cast &cast);
  void visitName(ExprPtr &expr);
  void visitQuery(TypeQuery &query);
  void visitSubject(std::unique_ptr<TypeName> &type, ExprPtr &expr);
  void visit(TypeName &type);
  Diagnostic &refuseReplacement(Span where, const std::string &parameter, const std::string &whole);
};

const ExprPtr *Substitution::argument(const std::string &name) const {
  const auto &parameters = use.macro.parameters;
  for (size_t i = 0; i < parameters.size(); ++i)
    if (parameters[i].name == name)
      return &use.args[i];
  return nullptr;
}

ExprPtr Substitution::copyOf(const ExprPtr &argument) {
  size_t nodes = argSizes[&argument - use.args.data()];
  if (nodes > budget) {
    budget = 0;
    return std::make_unique<BoolLiteral>(argument->span, false);
  }
  budget -= nodes;
  return clone(*argument);
}

//===-- Statements --------------------------------------------------------===//

void Substitution::visit(Block &block) {
  mark(block.span);
  auto isRefused = [&](StmtPtr &stmt) {
    auto *jump = as<Jump>(stmt);
    return jump && !allows(*jump);
  };
  block.statements.erase(
      std::remove_if(block.statements.begin(), block.statements.end(), isRefused),
      block.statements.end());
  for (StmtPtr &stmt : block.statements)
    visit(*stmt);
  if (block.value)
    visit(block.value);
}

/// A macro does not decide where its caller goes on.
bool Substitution::allows(const Jump &jump) {
  if (jump.jump != JumpKind::Return && loops)
    return true;
  Span where = jump.span;
  mark(where);
  if (use.isFirst)
    reporter.error(where, "'" + std::string(spelling(jump.jump)) + "' is not allowed in a macro");
  return false;
}

void Substitution::visitDeclared(const std::string &name, Span &span) {
  mark(span);
  if (argument(name) && use.isFirst)
    reporter.error(span, "'" + name + "' is a parameter of macro '" + use.macro.name +
                             "', and cannot be declared again");
}

void Substitution::visit(Stmt &stmt) {
  mark(stmt.span);
  bool isLoop = false;
  switch (stmt.kind) {
  case StmtKind::Let:
    visitDeclared(as<Let>(&stmt)->name, as<Let>(&stmt)->nameSpan);
    break;
  case StmtKind::ForRange:
    visitDeclared(as<ForRange>(&stmt)->variable, as<ForRange>(&stmt)->variableSpan);
    isLoop = true;
    break;
  case StmtKind::ForMap:
    visitDeclared(as<ForMap>(&stmt)->variable, as<ForMap>(&stmt)->variableSpan);
    isLoop = true;
    break;
  case StmtKind::Loop:
    isLoop = !as<Loop>(&stmt)->isUnroll;
    break;
  default:
    break;
  }
  loops += isLoop;
  forEachPart(stmt, parts());
  loops -= isLoop;
}

//===-- Expressions -------------------------------------------------------===//

void Substitution::visit(ExprPtr &expr) {
  mark(expr->span);
  switch (expr->kind) {
  case ExprKind::Name:
    return visitName(expr);
  case ExprKind::Variable:
    if (const ExprPtr *arg = argument(as<Variable>(expr)->name))
      expr = copyOf(*arg);
    return;
  case ExprKind::Map:
    return visitMap(*as<Map>(expr));
  case ExprKind::Call:
    return visitCall(*as<Call>(expr));
  case ExprKind::SizeOf:
  case ExprKind::OffsetOf:
  case ExprKind::TypeInfo:
  case ExprKind::TypeOf:
    return visitQuery(*asTypeQuery(expr.get()));
  case ExprKind::Binary:
    mark(as<Binary>(expr)->opSpan);
    break;
  case ExprKind::Field:
    mark(as<Field>(expr)->fieldSpan);
    break;
  case ExprKind::Cast:
    return visitCast(*as<Cast>(expr));
  default:
    break;
  }
  forEachPart(*expr, parts());
}

void Substitution::visitMap(Map &map) {
  forEachPart(map, parts());
  if (const ExprPtr *arg = argument(map.name))
    map.name = as<Map>(*arg)->name;
  else if (use.isFirst && use.isHygienic)
    reporter
        .error(map.span, "macro '" + use.macro.name + "' uses the map '" + map.name +
                             "', which is not its parameter")
        .note("pass the map to the macro as an argument");
}

/// A type may be handed on to another macro.
void Substitution::visitCall(Call &call) {
  mark(call.calleeSpan);
  for (ExprPtr &arg : call.args) {
    auto *name = as<Name>(arg);
    const ExprPtr *given = name ? argument(name->name) : nullptr;
    if (given && (*given)->kind == ExprKind::TypeOf)
      arg = copyOf(*given);
    else
      visit(arg);
  }
}

/// `(p) - 1` is meant to be a difference, and reads as a cast of -1.
void Substitution::visitCast(Cast &cast) {
  const ExprPtr *arg = cast.target->isPlain() ? argument(cast.target->name) : nullptr;
  bool isValue = arg && (*arg)->kind != ExprKind::Name && (*arg)->kind != ExprKind::TypeOf;
  if (!isValue)
    return forEachPart(cast, parts());
  mark(cast.target->span);
  cast.target->isBroken = true;
  refuseReplacement(cast.target->span, cast.target->name, "(" + cast.target->name + ")")
      .note("a name in parentheses in front of an operand is a cast; leave the parentheses out");
  visit(cast.operand);
}

void Substitution::visitName(ExprPtr &expr) {
  const ExprPtr *arg = argument(as<Name>(expr)->name);
  if (!arg)
    return;
  if ((*arg)->kind != ExprKind::TypeOf) {
    expr = copyOf(*arg);
    return;
  }
  reporter.error(expr->span, "a value is needed here, but '" + as<Name>(expr)->name +
                                 "' is a type in this use of macro '" + use.macro.name + "'");
  expr = std::make_unique<IntLiteral>(expr->span, Integer());
}

//===-- Types -------------------------------------------------------------===//

void Substitution::visitQuery(TypeQuery &query) {
  visitSubject(query.subject.type, query.subject.expr);
  std::vector<std::string> fields;
  for (const std::string &field : query.fields) {
    const ExprPtr *arg = argument(field);
    std::vector<std::string> path = arg ? fieldPath(**arg) : std::vector{field};
    if (path.empty())
      refuseReplacement(query.span, field, exprText(query));
    fields.insert(fields.end(), path.begin(), path.end());
  }
  query.fields = std::move(fields);
}

/// What `sizeof` and the others take: a bare name is both a type and a value.
void Substitution::visitSubject(std::unique_ptr<TypeName> &type, ExprPtr &expr) {
  const ExprPtr *arg = type && expr ? argument(type->name) : nullptr;
  if (!arg) {
    if (type)
      visit(*type);
    if (expr)
      visit(expr);
    return;
  }
  if ((*arg)->kind == ExprKind::Name) {
    type->name = as<Name>(*arg)->name;
    expr = copyOf(*arg);
  } else if ((*arg)->kind == ExprKind::TypeOf) {
    ExprPtr given = copyOf(*arg);
    if (auto *query = asTypeQuery(given.get()); query->kind == ExprKind::TypeOf) {
      type = std::move(query->subject.type);
      expr = std::move(query->subject.expr);
    }
  } else {
    type.reset();
    expr = copyOf(*arg);
  }
}

/// `t`, `t*`, `t[4]` and `struct t`, where `t` is a parameter.
void Substitution::visit(TypeName &type) {
  mark(type.span);
  if (type.typeOf || type.typeOfType)
    return visitSubject(type.typeOfType, type.typeOf);
  const ExprPtr *arg = argument(type.name);
  if (!arg)
    return;
  if (const auto *name = as<Name>(arg->get())) {
    type.name = name->name;
    return;
  }
  const auto *query =
      (*arg)->kind == ExprKind::TypeOf ? static_cast<const TypeQuery *>(arg->get()) : nullptr;
  const TypeName *given = query ? query->subject.type.get() : nullptr;
  bool isRefused = !query || (type.tag != Tag::None && !(given && given->isPlain()));
  type.isBroken = isRefused;
  if (isRefused)
    return void(refuseReplacement(type.span, type.name, typeText(type)));
  if (!given) {
    type.name.clear();
    type.typeOf = clone(*query->subject.expr);
    return;
  }
  if (type.tag != Tag::None) {
    type.name = given->name;
    return;
  }
  std::unique_ptr<TypeName> whole = clone(*given);
  whole->suffixes.insert(whole->suffixes.end(), type.suffixes.begin(), type.suffixes.end());
  whole->span = type.span;
  type = std::move(*whole);
}

Diagnostic &Substitution::refuseReplacement(Span where, const std::string &parameter,
                                            const std::string &whole) {
  const ExprPtr &arg = *argument(parameter);
  return reporter
      .error(where, "'" + exprText(*arg) + "' cannot stand for '" + parameter + "' in '" + whole +
                        "', in this use of macro '" + use.macro.name + "'")
      .note(arg->span, "the argument is here");
}

} // namespace

Block instantiate(const MacroUse &use, size_t &budget, Reporter &reporter) {
  Block body = clone(use.macro.body);
  size_t nodes = sizeOf(body).nodes;
  budget -= std::min(budget, nodes);
  Substitution(use, budget, reporter).visit(body);
  return body;
}

} // namespace sonde
