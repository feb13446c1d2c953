//===- CheckImpl.h - The checker ------------------------------------------===//
//
// Private to Check.cpp (statements and maps), CheckExpression.cpp, CheckTypes.cpp
// (casts and queries), CheckCall.cpp, CheckPresentation.cpp, CheckValues.cpp and
// CheckUnknown.cpp.
//
//===----------------------------------------------------------------------===//
#ifndef SONDE_FRONTEND_CHECKIMPL_H
#define SONDE_FRONTEND_CHECKIMPL_H

#include "lib/Frontend/Check.h"

namespace sonde {

class Checker {
public:
  Checker(Program &program, TypeNames &types, Reporter &reporter)
      : program(program), types(types), reporter(reporter) {}
  void run();

private:
  Program &program;
  TypeNames &types;
  Reporter &reporter;
  CodeUnit *unit = nullptr;
  bool saidUnknownSpace = false; ///< Once is enough for a script.
  /// The aggregation that stands where one may: right of a map's `=`.
  const ast::Call *assignedAggregate = nullptr;
  const ast::Expr *unused = nullptr; ///< An expression that is a statement.
  unsigned loopDepth = 0;
  bool isInUnroll = false; ///< Its size was checked from outside.

  //===-- Check.cpp -------------------------------------------------------===//
  void checkMaps();
  void check(ast::Block &block, bool valueIsUsed);
  void check(ast::Stmt &stmt);
  void checkAssign(ast::Assign &assign);
  void checkAggregate(ast::Assign &assign, ast::Map &map, ast::Call &call);
  void checkLet(ast::Let &let);
  void checkTimes(const ast::Expr &times);
  void checkUnroll(ast::Loop &loop);
  void checkLoopBody(ast::Block &body);
  void checkFor(ast::ForRange &loop);
  void checkFor(ast::ForMap &loop);
  void checkReturn(ast::Jump &jump);
  void checkResult(ast::Jump &jump);
  void checkEnd(const FunctionSymbol &function);
  void checkDiscarded(ast::Expr &expr);
  void checkSource(ast::Expr &value);
  void checkTarget(ast::Expr &target);
  /// Can the value be stored into a place of that type? Says why not.
  void checkStore(const ast::Expr &value, const Type &valueType, const Type &place,
                  const std::string &name, Span where, std::optional<Span> first);
  void checkCondition(ast::Expr &condition);

  //===-- CheckExpression.cpp ---------------------------------------------===//
  /// With all its parts. What is wrong has no type then.
  void check(ast::Expr &expr);
  void checkItself(ast::Expr &expr);
  void checkParts(ast::Expr &expr);
  void checkVariable(ast::Variable &variable);
  void checkRead(ast::Map &map);
  void checkKeys(ast::Map &map);
  void checkKnown(Span where, const Type &type);
  void checkUnary(ast::Unary &unary);
  void checkAddressOf(ast::Unary &unary);
  void checkStep(ast::Step &step);
  void checkBinary(ast::Binary &binary);
  void checkOperand(const ast::Expr &operand, const Type &common, const char *reason);
  void checkBranches(Span where, const ast::Expr &yes, const ast::Expr &no, const Type &result);
  void checkField(ast::Field &field);
  void checkContextField(ast::Field &field);
  void checkIndex(ast::Index &index);
  void checkTupleIndex(Span where, const Type &tuple, uint64_t index);
  void checkLiteralLength(const ast::StringLiteral &literal);
  /// Reading through an address needs to know which memory it points into.
  void checkSpace(Span where, AddressSpace space);
  /// Has it a value? Says so if not.
  bool checkValue(const ast::Expr &expr);

  //===-- CheckTypes.cpp --------------------------------------------------===//
  void checkCast(ast::Cast &cast);
  /// A type that is written as `typeof` and has not been found.
  bool checkTypeOf(ast::TypeName *written);
  void checkQuery(ast::TypeQuery &query);
  void checkComptime(ast::Comptime &comptime);
  void checkSubject(ast::TypeName *type, ast::Expr *expr, Span where);
  void checkEnumerator(const ast::Expr &value, const Type &enumeration);

  //===-- CheckValues.cpp -------------------------------------------------===//
  void checkValues();

  //===-- CheckUnknown.cpp ------------------------------------------------===//
  /// A use of something whose type has not been found out. Whether that follows from
  /// another error is known only when all are.
  struct UnknownUse {
    Span where;
    ast::Expr *expr;
    std::string message;
  };
  std::vector<UnknownUse> unknownUses;
  void noteUnknown(Span where, ast::Expr &expr, std::string message) {
    unknownUses.push_back({where, &expr, std::move(message)});
  }
  void noteUnknown(ast::Expr &use, const std::string &name) {
    noteUnknown(use.span, use,
                "the type of '" + name +
                    "' cannot be found out: nothing with a type is assigned to it");
  }
  void checkUnknown();

  //===-- CheckCall.cpp ---------------------------------------------------===//
  void checkCall(ast::Call &call);
  void checkBuiltin(ast::Call &call);
  void checkFunction(ast::Call &call);
  void checkScriptCall(ast::Call &call);
  void checkArgument(ast::Call &call, unsigned i);
  void checkPrintf(ast::Call &call);
  void checkPrint(ast::Call &call);
  void checkStr(ast::Call &call);
  void checkStrncmp(const ast::Call &call);
  void checkDelete(ast::Call &call);
  void checkHist(ast::Call &call);
  void checkLHist(ast::Call &call);
  void checkTSeries(ast::Call &call);
  void checkTestClock(Span where);
  void checkLength(const ast::Expr &length, uint64_t most, uint64_t limit);
  bool checkKnownMap(const ast::Map &map);

  //===-- CheckPresentation.cpp -------------------------------------------===//
  void checkPresentation(ast::Call &call);
  void checkAddress(const ast::Expr &address);
  void checkBuf(ast::Call &call);
  void checkNtop(ast::Call &call);
  void checkPton(ast::Call &call);
  void checkMacaddr(ast::Call &call);
  void checkStrftime(ast::Call &call);
  void checkKaddr(ast::Call &call);
  void checkStack(ast::Call &call);
  void checkLen(ast::Call &call);
};

/// Check.cpp: does every number that is written out fit into its place?
bool literalsFit(const ast::Expr &value, const Type &place);

/// Unsupported.cpp: what the lowering of this version does not have.
void refuseUnsupported(Program &program, Reporter &reporter);

} // namespace sonde

#endif // SONDE_FRONTEND_CHECKIMPL_H
