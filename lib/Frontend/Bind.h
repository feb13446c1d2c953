//===- Bind.h - What the names mean ---------------------------------------===//
//
// Gives every variable its scope and symbol, every map its symbol and whether it
// has keys, every call its builtin or C function, and every written type its
// meaning. Constructs that this version does not have are refused here, each at
// its place. Branches that are chosen at compile time are bound when they are
// (Comptime.h): of one that is not taken, no name has to mean anything.
//
//===----------------------------------------------------------------------===//
#ifndef SONDE_FRONTEND_BIND_H
#define SONDE_FRONTEND_BIND_H

#include "lib/Frontend/Program.h"
#include "lib/Frontend/Reporter.h"
#include "lib/Frontend/TypeNames.h"

#include <map>
#include <string>
#include <unordered_map>
#include <vector>

namespace sonde {

/// How a note says where a variable comes from: `declared here`.
const char *describe(VariableSymbol::Origin origin);

class Binder {
public:
  Binder(Program &program, TypeNames &types, Reporter &reporter)
      : program(program), types(types), reporter(reporter) {}

  /// Everything but the branches of choices at compile time that are still open.
  void run();
  /// The branch that was taken in the place of the choice `choice`.
  void bindBranch(const ast::Expr *choice, ast::ExprPtr &taken);
  /// After the last branch: what is said about names as a whole.
  void finish();

private:
  Program &program;
  TypeNames &types;
  Reporter &reporter;
  CodeUnit *unit = nullptr;
  /// A variable's name, with the expansion of a macro that it belongs to.
  using VariableName = std::pair<uint32_t, std::string>;
  using Scopes = std::vector<std::map<VariableName, VariableSymbol *>>;
  Scopes scopes;
  unsigned loopDepth = 0; ///< Loops around; `unroll` is none.
  /// Of the first `return` in a loop of this body.
  struct LoopReturn {
    Span span;
    bool hasValue = false;
  };
  std::optional<LoopReturn> loopReturn;
  std::unordered_map<std::string, MapSymbol *> mapsByName;

  /// Where a branch stands that has not been looked at.
  struct Position {
    CodeUnit *unit;
    Scopes scopes;
    unsigned loopDepth;
    std::optional<LoopReturn> loopReturn;
    const char *unevaluated;
  };
  std::map<const ast::Expr *, Position> openChoices;
  /// The word whose subject is being bound: `sizeof` and so on, or null. Nothing in
  /// it is evaluated.
  const char *unevaluated = nullptr;
  /// Maps in such subjects decide last whether they have keys.
  std::vector<ast::Map *> unevaluatedMaps;

  //===-- Symbols ---------------------------------------------------------===//
  VariableName ownName(const std::string &name, Span where) const {
    return {reporter.diagnostics().sourceManager().namesBelongTo(where), name};
  }
  VariableSymbol *find(const std::string &name, Span where);
  VariableSymbol &declare(const std::string &name, Span where, VariableSymbol::Origin origin);
  std::vector<std::string> visibleVariables(Span where) const;
  MapSymbol &mapSymbol(const std::string &name, Span where);
  void useMap(ast::Map &map);
  void declareMap(const ast::MapDecl &decl);

  //===-- BindFunctions.cpp -----------------------------------------------===//
  void declareFunction(ast::Function &function);
  FunctionSymbol *findScriptFunction(const std::string &name) const;
  void checkRecursion();

  //===-- BindStatement.cpp -----------------------------------------------===//
  void bind(ast::Block &block, bool newScope = true);
  void bind(ast::Stmt &stmt);
  void bindAssign(ast::Assign &assign);
  void bindLet(ast::Let &let);
  /// Is it a pointer to the struct that this probe's `ctx` is?
  bool isOfContext(const Type &type) const;
  static ast::ExprPtr contextAt(Span where);
  void refuseContext(const VariableSymbol &variable, Span where);
  void bindJump(ast::Jump &jump);
  void bindReturn(ast::Jump &jump);
  void bindLoop(ast::Loop &loop);
  void bindFor(ast::ForRange &loop);
  void bindFor(ast::ForMap &loop);
  VariableSymbol &declareLoopVariable(const std::string &name, Span where);
  void bindBody(ast::Block &body);

  //===-- Expressions -----------------------------------------------------===//
  void bind(ast::ExprPtr &expr);
  void bindParts(ast::Expr &expr);
  void useParam(const ast::Param &param);
  void bindVariable(ast::Variable &variable);
  void bindName(ast::ExprPtr &expr);

  //===-- BindCall.cpp ----------------------------------------------------===//
  /// All that a name or call may mean, for suggestions.
  std::vector<std::string> valueNames() const;
  const CFunction *findFunction(const std::string &name) const;
  void bindCall(ast::ExprPtr &expr);
  void bindBuiltin(ast::Call &call);
  void bindDelete(ast::Call &call);
  void bindFunction(ast::Call &call);
  void checkCount(const ast::Call &call, const std::string &name, unsigned min, unsigned max);
  void checkNeeds(const ast::Call &call);
  void checkWord(const ast::Call &call);

  //===-- BindTypes.cpp ---------------------------------------------------===//
  /// Where a type stands: alone; in a cast; or where a value could stand, too.
  enum class Place { Type, Cast, Value };
  bool resolve(ast::TypeName &name, Place place = Place::Type);
  bool bindSubject(std::unique_ptr<ast::TypeName> &type, ast::ExprPtr &expr, const char *word);
  void bindQuery(ast::TypeQuery &query);
  void bindChoice(ast::Expr &expr);
  void bindMap(ast::Map &map);
  void bindAddressOf(ast::Unary &unary);
  void bindUnevaluatedMaps();
  void refuseMapAssignment(Span where);
  bool isValueName(const std::string &name) const;
};

} // namespace sonde

#endif // SONDE_FRONTEND_BIND_H
