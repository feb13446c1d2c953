//===- References.cpp - Variables that hold the address of a struct -------===//
//
// A struct or array that is read through a pointer stays where it is until a part
// of it is read: a variable holds its address. A variable that is also given one
// that has no address (a map's value, the result of a cast) or one in another
// memory holds copies of all.
//
//===----------------------------------------------------------------------===//
#include "lib/Frontend/References.h"

#include "lib/Frontend/AstWalk.h"
#include "lib/Frontend/Builtins.h"
#include "lib/Frontend/Program.h"

namespace sonde {

using namespace ast;

namespace {

bool staysInMemory(const Type &type) {
  return type.is(TypeKind::Struct) || type.is(TypeKind::Array);
}

class ReferenceFinder {
public:
  explicit ReferenceFinder(CodeUnit &unit) : unit(unit) {}

  void run() {
    for (const std::unique_ptr<VariableSymbol> &variable : unit.variables)
      if (staysInMemory(variable->type) && variable->origin != VariableSymbol::Origin::Parameter)
        candidates.push_back(variable.get());
    if (candidates.empty())
      return;
    collect(unit.body);
    // All hold addresses, until one is found that cannot.
    for (bool changed = true; changed;) {
      changed = false;
      for (VariableSymbol *variable : candidates)
        if (!variable->reference && (variable->reference = firstSpace(*variable)))
          changed = true;
    }
    for (bool changed = true; changed;) {
      changed = false;
      for (VariableSymbol *variable : candidates)
        if (variable->reference && !holdsOnlyReferences(*variable)) {
          variable->reference = std::nullopt;
          changed = true;
        }
    }
  }

private:
  CodeUnit &unit;
  std::vector<VariableSymbol *> candidates;
  std::vector<std::pair<VariableSymbol *, const Expr *>> assigned;

  void collect(Block &block) {
    for (StmtPtr &stmt : block.statements) {
      if (auto *assign = as<Assign>(stmt); assign && as<Variable>(assign->target))
        assigned.emplace_back(as<Variable>(assign->target)->symbol, assign->value.get());
      else if (auto *let = as<Let>(stmt); let && let->value)
        assigned.emplace_back(let->symbol, let->value.get());
      forEachPart(*stmt,
                  {[&](ExprPtr &part) { collect(*part); }, [&](Block &inner) { collect(inner); }});
    }
    if (block.value)
      collect(*block.value);
  }

  void collect(Expr &expr) {
    forEachPart(expr,
                {[&](ExprPtr &part) { collect(*part); }, [&](Block &inner) { collect(inner); }});
  }

  /// The memory that the value is in; none if it has no address. Variables are
  /// expected to hold what has been found out about them so far.
  std::optional<AddressSpace> spaceOf(const Expr &expr) const {
    switch (expr.kind) {
    case ExprKind::Unary: {
      const auto &unary = *as<Unary>(&expr);
      if (unary.op != UnaryOp::Dereference)
        return std::nullopt;
      const Type &address = unary.operand->type;
      return address.space() == AddressSpace::None ? unit.context.space : address.space();
    }
    case ExprKind::Field:
      return spaceOfPart(*as<Field>(&expr)->base);
    case ExprKind::Index:
      return spaceOfPart(*as<Index>(&expr)->base);
    case ExprKind::Variable:
      return as<Variable>(&expr)->symbol->reference;
    default:
      return std::nullopt;
    }
  }

  std::optional<AddressSpace> spaceOfPart(const Expr &base) const {
    if (base.type.is(TypeKind::Pointer))
      return base.type.space();
    return staysInMemory(base.type) ? spaceOf(base) : std::nullopt;
  }

  /// Of the first value of which it is known.
  std::optional<AddressSpace> firstSpace(const VariableSymbol &variable) const {
    for (const auto &[target, value] : assigned)
      if (target == &variable)
        if (std::optional<AddressSpace> space = spaceOf(*value))
          return space;
    return std::nullopt;
  }

  bool holdsOnlyReferences(const VariableSymbol &variable) const {
    for (const auto &[target, value] : assigned)
      if (target == &variable && spaceOf(*value) != variable.reference)
        return false;
    return true;
  }
};

} // namespace

void findReferences(Program &program) {
  for (CodeUnit *unit : program.units())
    ReferenceFinder(*unit).run();
}

} // namespace sonde
