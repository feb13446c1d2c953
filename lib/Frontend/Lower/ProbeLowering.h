//===- ProbeLowering.h - The body of a probe ------------------------------===//
//
// Private to the lowering. One object per probe: it holds the place where code is
// put, and the memory of variables. Expressions are in LowerExpression.cpp,
// operators in LowerOperator.cpp, conversions in LowerConversion.cpp, builtins in
// LowerBuiltins.cpp, statements in LowerStatement.cpp.
//
//===----------------------------------------------------------------------===//
#ifndef SONDE_FRONTEND_LOWER_PROBELOWERING_H
#define SONDE_FRONTEND_LOWER_PROBELOWERING_H

#include "lib/Frontend/Lower/ModuleLowering.h"
#include "lib/Frontend/Program.h"

#include "llvm/ADT/DenseMap.h"

namespace sonde {

class ProbeLowering {
public:
  ProbeLowering(ModuleLowering &module, const CodeUnit &unit, mlir::Region &code);
  void run();

private:
  ModuleLowering &module;
  TypeLowering &types;
  const CodeUnit &unit;
  mlir::Region &code;
  mlir::OpBuilder builder;
  llvm::DenseMap<const VariableSymbol *, mlir::Value> slots;
  /// Variables stand at the beginning of the region that they are made in.
  llvm::DenseMap<mlir::Region *, mlir::Operation *> lastLocals;

  /// A loop around the place where code is put.
  struct LoopScope {
    mlir::Region *body;
    LoopScope *outer;
    bool returns = false, returnsValue = false;
  };
  LoopScope *loop = nullptr; ///< The innermost one.
  mlir::Value returnValue;   ///< The variable that carries it out of loops.

  mlir::Location loc(Span span) const { return module.loc(span); }
  /// Creates an operation that could also write its value into memory.
  template <typename OpT, typename... Args> mlir::Value make(mlir::Location where, Args &&...args) {
    return builder.create<OpT>(where, std::forward<Args>(args)...).getResult();
  }
  mlir::Value context() { return code.getArgument(0); }
  /// The memory that an address points into.
  AddressSpace spaceOf(const Type &address) const {
    return address.space() == AddressSpace::None ? unit.context.space : address.space();
  }

  //===-- Control flow ----------------------------------------------------===//
  mlir::Region &region() { return loop ? *loop->body : code; }
  mlir::Block *addBlock();
  /// A block that is reached last stands last.
  void moveToEnd(mlir::Block *block) { block->moveBefore(&region(), region().end()); }
  void continueIn(mlir::Block *block) { builder.setInsertionPointToEnd(block); }
  /// What follows is never reached, but has to be somewhere; removed at the end.
  void continueUnreachable() { continueIn(addBlock()); }
  void jump(mlir::Location where, mlir::Block *to);
  void branch(const ast::Expr &condition, mlir::Block *yes, mlir::Block *no);

  //===-- LowerStatement.cpp ----------------------------------------------===//
  /// The block's value, if it has one.
  mlir::Value lower(const ast::Block &block);
  void lower(const ast::Stmt &stmt);
  void lowerAssign(const ast::Assign &assign);
  void lowerAggregate(const ast::Map &map, const ast::Expr &value, mlir::Location where);
  mlir::Value seriesTime(const ast::Call &call);
  void lowerReturn(const ast::Jump &jump);
  /// What is stored into the variable: a struct's copy, or where it is.
  mlir::Value lowerFor(const VariableSymbol &variable, const ast::Expr &value);
  /// Ends the run of the probe or function, from inside of any loops. `exits`: the
  /// script ends, and what has called the function does, too.
  void leave(mlir::Location where, mlir::Value value, bool exits = false);
  void lowerJump(const ast::Jump &jump);
  /// `initialised`: this is the first assignment, in the variable's own block.
  mlir::Value slotOf(const VariableSymbol &variable, bool initialised = false);
  mlir::Value createSlot(mlir::Location where, mlir::Type type, llvm::StringRef name,
                         mlir::Region &at);
  mlir::Value temporary(mlir::Location where, mlir::Type type);
  void store(const ast::Expr &target, mlir::Value value, const Type &type, mlir::Location where);

  //===-- LowerLoop.cpp ---------------------------------------------------===//
  void lowerLoop(const ast::Loop &statement);
  void lowerFor(const ast::ForRange &statement);
  void lowerFor(const ast::ForMap &statement);
  void lowerBody(tr::ProbeLoopOpInterface op, llvm::function_ref<void()> body);
  void forgetSlots(mlir::Region &body);

  //===-- LowerExpression.cpp ---------------------------------------------===//
  /// The value of an expression, of the type value(expr.type); an address may be
  /// in another space. Null if it has no value.
  mlir::Value lower(const ast::Expr &expr);
  /// The value, converted to what a place of type `to` takes.
  mlir::Value lowerAs(const ast::Expr &expr, const Type &to);
  mlir::Value lowerVariable(const ast::Variable &variable);
  mlir::Value lowerMap(const ast::Map &map);
  mlir::Value lowerKey(const ast::Map &map);
  llvm::SmallVector<mlir::Value> reduce(const ast::Map &map, mlir::Value key, unsigned count);
  mlir::Value lowerTuple(const ast::Tuple &tuple, const Type &as);
  mlir::Value lowerRecord(const ast::Record &record, const Type &as);
  mlir::Value lowerField(const ast::Field &field);
  mlir::Value lowerMember(const ast::Field &field, mlir::Value structure);
  /// The value of a bit-field in its storage unit; others as they are.
  mlir::Value extractBits(mlir::Value unit, const StructMember &member, mlir::Location where);
  mlir::Value lowerContextMember(const ast::Field &field);
  mlir::Value lowerRegister(const StructMember &member, mlir::Location where);
  mlir::Value lowerContextField(const StructMember &member, mlir::Location where);
  mlir::Value lowerIndex(const ast::Index &index);
  mlir::Value lowerElement(const ast::Expr &base, unsigned index, const Type &type,
                           mlir::Location where);
  mlir::Value lowerElementOf(mlir::Value sequence, const ast::Index &index);
  mlir::Value lowerElementAt(mlir::Value address, const ast::Index &index);
  /// The element where the index is below `count`, otherwise zero.
  mlir::Value checkIndex(mlir::Value index, uint64_t count, mlir::Type type, mlir::Location where,
                         llvm::function_ref<mlir::Value()> element);
  mlir::Value zeroOf(mlir::Type type, mlir::Location where);
  /// The address of a member.
  mlir::Value addressOf(const ast::Field &field, mlir::Value base);
  /// The value at an address; of a struct or array, which stays there until a part
  /// of it is read, the address.
  mlir::Value read(mlir::Value address, const Type &type, mlir::Location where);
  /// The whole struct or array.
  mlir::Value copyOf(mlir::Value address, const Type &type, mlir::Location where);
  mlir::Value lowerIf(const ast::If &branch);
  mlir::Value lowerCall(const ast::Call &call);
  mlir::Value lowerScriptCall(const ast::Call &call);
  mlir::Value constant(mlir::Location where, mlir::Type type, uint64_t bits);
  mlir::Value text(mlir::Location where, llvm::StringRef value, uint64_t capacity);

  //===-- LowerOperator.cpp -----------------------------------------------===//
  mlir::Value lowerUnary(const ast::Unary &unary);
  mlir::Value lowerAddressOf(const ast::Unary &unary);
  mlir::Value lowerBinary(const ast::Binary &binary);
  mlir::Value combine(ast::BinaryOp op, mlir::Value left, const Type &leftType, mlir::Value right,
                      const Type &rightType, const Type &result, mlir::Location where);
  mlir::Value combineBools(ast::BinaryOp op, mlir::Value left, mlir::Value right,
                           mlir::Location where);
  mlir::Value combineIntegers(ast::BinaryOp op, mlir::Value left, mlir::Value right, bool isSigned,
                              mlir::Location where);
  mlir::Value movePointer(mlir::Value pointer, mlir::Value by, bool back, mlir::Location where);
  mlir::Value compare(ast::BinaryOp op, mlir::Value left, const Type &leftType, mlir::Value right,
                      const Type &rightType, mlir::Location where);
  mlir::Value lowerStep(const ast::Step &step);
  mlir::Value updateMap(const ast::Map &map, tr::UpdateKind kind, mlir::Value operand,
                        bool wantsNew, mlir::Location where);
  /// How far a pointer moves by so many steps.
  mlir::Value stepsOf(const Type &pointer, mlir::Value count, mlir::Location where);
  mlir::Value lowerConditional(const ast::Conditional &conditional);
  /// One of two values, each computed in its own branch.
  mlir::Value choose(const ast::Expr &condition, const Type &type, mlir::Location where,
                     llvm::function_ref<mlir::Value()> yes, llvm::function_ref<mlir::Value()> no);
  /// The same, in the blocks that a branch leads to.
  mlir::Value chooseIn(mlir::Block *first, mlir::Block *second, mlir::Type type,
                       mlir::Location where, llvm::function_ref<mlir::Value()> yes,
                       llvm::function_ref<mlir::Value()> no);

  //===-- LowerConversion.cpp ---------------------------------------------===//
  mlir::Value convert(mlir::Value value, const Type &from, const Type &to, mlir::Location where);
  mlir::Value convertInteger(mlir::Value value, bool isSigned, unsigned bits, mlir::Location where);
  mlir::Value addressOfText(mlir::Value value, mlir::Location where);
  /// What `str` finds at an address.
  mlir::Value readText(const ast::Call &call, mlir::Value address);
  mlir::Value textOf(mlir::Value buffer, uint32_t capacity, mlir::Location where);
  mlir::Value toBools(mlir::Value value, const Type &to, mlir::Location where);
  mlir::Value toArray(mlir::Value value, const Type &from, const Type &to, mlir::Location where);
  mlir::Value convertElements(mlir::Value value, const Type &from, const Type &to,
                              mlir::Location where);
  mlir::Value toBool(mlir::Value value, mlir::Location where);
  mlir::Value castPointer(mlir::Value value, mlir::Type to, mlir::Location where);

  //===-- LowerBuiltins.cpp -----------------------------------------------===//
  mlir::Value lowerBuiltin(const ast::Call &call);
#define SONDE_BUILTIN(ID, NAME, MIN, MAX, ARGS, RESULT, NEEDS)                                     \
  mlir::Value lower##ID(const ast::Call &call);
#include "lib/Frontend/Builtins.def"
#undef SONDE_BUILTIN
  mlir::Value lowerStats(const ast::Map &map, const Type &record);
  /// The TAI clock as far as any kernel's programs know it.
  mlir::Value taiTime(Span where);
  mlir::Value taskValue(const ast::Call &call, tr::Builtin kind);

  //===-- LowerText.cpp ---------------------------------------------------===//
  mlir::Value lowerText(const ast::Expr &expr);

  //===-- LowerPresentation.cpp -------------------------------------------===//
  mlir::Value pack(const Type &type, llvm::ArrayRef<mlir::Value> parts, mlir::Location where);
  mlir::Value userSymbol(mlir::Value address, mlir::Location where);
  mlir::Value lowerAddress(const ast::Expr &expr, mlir::Type pointee);
  mlir::Value lowerBytes(const ast::Expr &expr);
  mlir::Value captureStack(const ast::Call &call);
  void emit(const ast::Call &call, tr::EventOp event, mlir::ValueRange fields = {});
};

} // namespace sonde

#endif // SONDE_FRONTEND_LOWER_PROBELOWERING_H
