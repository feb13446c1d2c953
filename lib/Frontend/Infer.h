//===- Infer.h - The types of the whole program ---------------------------===//
//
// Finds the type of every expression, variable and map from all uses in all
// bodies. Says nothing: what does not fit together keeps the type that
// came first, and Check reports it. The one exception is a type that has been
// looked at by `sizeof` and its like, and would change afterwards.
//
//===----------------------------------------------------------------------===//
#ifndef SONDE_FRONTEND_INFER_H
#define SONDE_FRONTEND_INFER_H

#include "lib/Frontend/Program.h"
#include "lib/Frontend/Reporter.h"
#include "lib/Frontend/TypeNames.h"

#include <set>
#include <unordered_map>

namespace sonde {

/// Statements are evaluated in the order of the text; each is evaluated again when
/// a variable or map that it mentions has got another type. Types only grow, so
/// that ends, and the result does not depend on the order.
class Inference {
public:
  Inference(Program &program, TypeNames &types, Reporter &reporter)
      : program(program), types(types), reporter(reporter) {}

  /// Evaluates the program as it is now until nothing changes.
  void settle();
  /// Gives what is still open its default: maps that are only read, or that get
  /// their values from themselves as in `@n = @n + 1`, hold int8 zeros; declared
  /// strings without a size are empty. False if all is known.
  bool assumeDefaults();

private:
  Program &program;
  TypeNames &types;
  Reporter &reporter;

  //===-- Infer.cpp: what is evaluated when -------------------------------===//

  /// A statement without the statements in its blocks, or a lone expression.
  struct Root {
    CodeUnit *unit;
    ast::Stmt *stmt;
    ast::Expr *expr;
    FunctionSymbol::OpenType *open = nullptr;
  };
  std::vector<Root> roots;
  std::set<uint32_t> dirty; ///< Roots that are to be evaluated.
  std::unordered_map<const void *, std::vector<uint32_t>> readers; ///< Roots by symbol.
  CodeUnit *unit = nullptr;
  Span where; ///< Of the root that is being evaluated.

  void collect();
  void collect(ast::Block &block);
  void collectParts(ast::Expr &expr);
  void addRoot(Root root);
  void addReader(ast::Expr &expr, uint32_t root);
  void markReaders(const void *symbol);
  void evaluate(const Root &root);

  //===-- Infer.cpp: flows and statements ---------------------------------===//

  std::set<const MapSymbol *> aggregated; ///< Assigned an aggregation, or what one holds.

  /// Lets a value's type flow into a place. What does not fit is left out.
  bool flow(Type &place, const Type &value, const std::optional<Span> &locked,
            const std::string &name);
  void flow(VariableSymbol &variable, const Type &value);
  void inferOpenType(FunctionSymbol::OpenType &open);
  void flowSpace(VariableSymbol &variable, AddressSpace space);
  void flowValue(MapSymbol &map, const Type &value);
  void assignTo(ast::Expr &target, const Type &value);
  void infer(ast::Stmt &stmt);
  void inferAssign(ast::Assign &assign);
  void inferAggregate(MapSymbol &map, ast::Call &call);
  void inferLet(ast::Let &let);
  void inferReturn(ast::Jump &jump);
  void inferFor(ast::ForRange &loop);
  void inferFor(ast::ForMap &loop);

  //===-- InferExpression.cpp ---------------------------------------------===//

  Type infer(ast::Expr &expr);
  Type typeOf(ast::Expr &expr);
  Type typeOfMap(ast::Map &map);
  Type typeOfCall(ast::Call &call);
  Type known(const Type &type);
  Type stepped(const Type &type);
  Type typeOfUnary(ast::Unary &unary);
  Type typeOfBinary(ast::Binary &binary);
  Type typeOfStep(ast::Step &step);
  Type typeOfTuple(const ast::Tuple &tuple);
  Type typeOfRecord(const ast::Record &record);
  Type typeOfConditional(ast::Conditional &conditional);
  Type typeOfIf(ast::If &branch);
  Type typeOfCast(ast::Cast &cast);
  Type typeOfField(ast::Field &field);
  Type typeOfElement(const Type &base, uint64_t index);
  Type typeOfIndex(ast::Index &index);
  Type typeOfQuery(const ast::TypeQuery &query);
};

/// The struct behind any number of pointers; None if there is none.
Type structBehind(const Type &type);
/// The type of a map's key as it is written: of several keys a tuple.
Type writtenKeyType(const ast::Map &map);
/// What `typeof` and its like look at: a whole map with keys stands for its keys.
Type subjectType(const ast::TypeName *type, const ast::Expr *expr);
/// The type of a block's value; None if it has none.
Type blockType(const ast::Block &block);
/// Does nothing run behind this statement?
bool leaves(const ast::Stmt &stmt);

} // namespace sonde

#endif // SONDE_FRONTEND_INFER_H
