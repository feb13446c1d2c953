//===- Ast.h - The tree of a script ---------------------------------------===//
//
// Plain nodes for the whole language. The parser fills
// in the syntax; names are bound and types written into the same nodes by the
// later stages, so that the tree is typed once analysis has succeeded.
//
//===----------------------------------------------------------------------===//
#ifndef SONDE_FRONTEND_AST_H
#define SONDE_FRONTEND_AST_H

#include "lib/Frontend/Literals.h"
#include "lib/Support/Source.h"
#include "lib/Types/Type.h"

#include <memory>
#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace sonde {

struct BuiltinInfo;
struct CFunction;
struct FunctionSymbol;
struct MapSymbol;
struct VariableSymbol;

namespace ast {

enum class ExprKind : uint8_t {
  Int,
  String,
  Bool,
  Param,
  ParamCount,
  Name,
  Variable,
  Map,
  Call,
  Unary,
  Step,
  Binary,
  Conditional,
  Cast,
  Field,
  Element,
  Index,
  Tuple,
  Record,
  If,
  Block,
  Comptime,
  SizeOf,
  OffsetOf,
  TypeInfo,
  TypeOf,
};

struct Expr {
  const ExprKind kind;
  Span span;
  Type type; ///< None until inference has found it.

  Expr(ExprKind kind, Span span) : kind(kind), span(span) {}
  virtual ~Expr() = default;
};
using ExprPtr = std::unique_ptr<Expr>;

/// `as<ast::Call>(expr)`: the node as its class, or null if it is another.
template <typename Node> Node *as(Expr *expr) {
  return expr && expr->kind == Node::Kind ? static_cast<Node *>(expr) : nullptr;
}
template <typename Node> const Node *as(const Expr *expr) {
  return expr && expr->kind == Node::Kind ? static_cast<const Node *>(expr) : nullptr;
}
template <typename Node> Node *as(const ExprPtr &expr) { return as<Node>(expr.get()); }

//===-- Types as they are written -----------------------------------------===//

enum class Tag : uint8_t { None, Struct, Union, Enum };

/// `struct task_struct *[4]`, or `typeof(expr)`.
struct TypeName {
  struct Suffix {
    bool isPointer = false;
    uint32_t count = 0; ///< Of an array; 0: `[]`.
  };
  Span span;
  Tag tag = Tag::None;
  std::string name;
  std::vector<Suffix> suffixes;
  ExprPtr typeOf;                       ///< Of `typeof(expr)`, otherwise null.
  std::unique_ptr<TypeName> typeOfType; ///< Of `typeof(type)`. A bare name is both.
  Type resolved;                        ///< None until it is found.
  bool isBroken = false;                ///< What is wrong with it has been said.

  bool isTypeOf() const { return typeOf || typeOfType; }
  /// One word, which could be anything's name.
  bool isPlain() const { return tag == Tag::None && suffixes.empty() && !isTypeOf(); }
};

/// What `sizeof`, `offsetof`, `typeinfo` and `typeof` take. A bare name is left
/// open: both are set.
struct TypeOrExpr {
  std::unique_ptr<TypeName> type;
  ExprPtr expr;
};

//===-- Statements --------------------------------------------------------===//

enum class StmtKind : uint8_t {
  Expr,
  Assign,
  Let,
  Discard,
  Loop,
  ForRange,
  ForMap,
  Jump,
  Import,
};

struct Stmt {
  const StmtKind kind;
  Span span;

  Stmt(StmtKind kind, Span span) : kind(kind), span(span) {}
  virtual ~Stmt() = default;
};
using StmtPtr = std::unique_ptr<Stmt>;

template <typename Node> Node *as(Stmt *stmt) {
  return stmt && stmt->kind == Node::Kind ? static_cast<Node *>(stmt) : nullptr;
}
template <typename Node> const Node *as(const Stmt *stmt) {
  return stmt && stmt->kind == Node::Kind ? static_cast<const Node *>(stmt) : nullptr;
}
template <typename Node> Node *as(const StmtPtr &stmt) { return as<Node>(stmt.get()); }

/// `{ statements value }`.
struct Block {
  Span span;
  std::vector<StmtPtr> statements;
  ExprPtr value; ///< A last expression without `;`, or null.
};

//===-- Expressions -------------------------------------------------------===//

struct IntLiteral : Expr {
  static constexpr ExprKind Kind = ExprKind::Int;
  Integer value;
  unsigned param = 0; ///< The positional parameter it was, for hints.
  Type fixed;         ///< The type it has whatever its value is, or None.
  IntLiteral(Span span, Integer value) : Expr(Kind, span), value(value) {}
};

struct StringLiteral : Expr {
  static constexpr ExprKind Kind = ExprKind::String;
  std::string value;
  StringLiteral(Span span, std::string value) : Expr(Kind, span), value(std::move(value)) {}
};

struct BoolLiteral : Expr {
  static constexpr ExprKind Kind = ExprKind::Bool;
  bool value;
  BoolLiteral(Span span, bool value) : Expr(Kind, span), value(value) {}
};

/// `$1`, which remains after folding only where parameters are kept for later; or
/// the `name` of a `getopt("name")`.
struct Param : Expr {
  static constexpr ExprKind Kind = ExprKind::Param;
  uint64_t index;
  bool isText = false; ///< In `str($1)`, or the option's default is text.
  std::string option;  ///< Empty for `$1`.
  Type declared;       ///< Of an option.
  Param(Span span, uint64_t index) : Expr(Kind, span), index(index) {}
};

struct ParamCount : Expr {
  static constexpr ExprKind Kind = ExprKind::ParamCount;
  explicit ParamCount(Span span) : Expr(Kind, span) {}
};

/// A bare identifier. Binding turns it into a Call of a builtin or a literal.
struct Name : Expr {
  static constexpr ExprKind Kind = ExprKind::Name;
  std::string name;
  Name(Span span, std::string name) : Expr(Kind, span), name(std::move(name)) {}
};

struct Variable : Expr {
  static constexpr ExprKind Kind = ExprKind::Variable;
  std::string name; ///< With the `$`.
  VariableSymbol *symbol = nullptr;
  Variable(Span span, std::string name) : Expr(Kind, span), name(std::move(name)) {}
};

struct Map : Expr {
  static constexpr ExprKind Kind = ExprKind::Map;
  std::string name; ///< With the `@`.
  std::vector<ExprPtr> keys;
  bool hasKey = false;
  MapSymbol *symbol = nullptr;
  Map(Span span, std::string name) : Expr(Kind, span), name(std::move(name)) {}
};

struct Call : Expr {
  static constexpr ExprKind Kind = ExprKind::Call;
  std::string callee;
  Span calleeSpan;
  std::vector<ExprPtr> args;
  bool isBare = false;   ///< Written without parentheses.
  bool isBroken = false; ///< What is wrong with it has been said.
  // Bound: one of these.
  const BuiltinInfo *builtin = nullptr;
  const CFunction *function = nullptr;
  FunctionSymbol *script = nullptr; ///< A function of the script.
  Call(Span span, std::string callee, Span calleeSpan)
      : Expr(Kind, span), callee(std::move(callee)), calleeSpan(calleeSpan) {}
};

enum class UnaryOp : uint8_t { Not, Complement, Minus, Dereference, AddressOf };

struct Unary : Expr {
  static constexpr ExprKind Kind = ExprKind::Unary;
  UnaryOp op;
  ExprPtr operand;
  Unary(Span span, UnaryOp op, ExprPtr operand)
      : Expr(Kind, span), op(op), operand(std::move(operand)) {}
};

/// `++x`, `x--` and so on.
struct Step : Expr {
  static constexpr ExprKind Kind = ExprKind::Step;
  bool isIncrement, isPrefix;
  ExprPtr target; ///< Variable or Map.
  Step(Span span, bool isIncrement, bool isPrefix, ExprPtr target)
      : Expr(Kind, span), isIncrement(isIncrement), isPrefix(isPrefix), target(std::move(target)) {}
};

enum class BinaryOp : uint8_t {
  LogicalOr,
  LogicalAnd,
  Or,
  Xor,
  And,
  Equal,
  NotEqual,
  Less,
  Greater,
  LessEqual,
  GreaterEqual,
  ShiftLeft,
  ShiftRight,
  Add,
  Subtract,
  Multiply,
  Divide,
  Modulo,
};
const char *spelling(BinaryOp op);
bool isComparison(BinaryOp op);
bool isLogical(BinaryOp op);
const char *spelling(UnaryOp op);

struct Binary : Expr {
  static constexpr ExprKind Kind = ExprKind::Binary;
  BinaryOp op;
  Span opSpan;
  ExprPtr left, right;
  Binary(Span span, BinaryOp op, Span opSpan, ExprPtr left, ExprPtr right)
      : Expr(Kind, span), op(op), opSpan(opSpan), left(std::move(left)), right(std::move(right)) {}
};

/// `c ? a : b`, and `c ?: b` with `yes` null.
struct Conditional : Expr {
  static constexpr ExprKind Kind = ExprKind::Conditional;
  ExprPtr condition, yes, no;
  Conditional(Span span, ExprPtr condition, ExprPtr yes, ExprPtr no)
      : Expr(Kind, span), condition(std::move(condition)), yes(std::move(yes)), no(std::move(no)) {}
};

struct Cast : Expr {
  static constexpr ExprKind Kind = ExprKind::Cast;
  std::unique_ptr<TypeName> target;
  ExprPtr operand;
  Cast(Span span, std::unique_ptr<TypeName> target, ExprPtr operand)
      : Expr(Kind, span), target(std::move(target)), operand(std::move(operand)) {}
};

/// `a.f` and `a->f`.
struct Field : Expr {
  static constexpr ExprKind Kind = ExprKind::Field;
  ExprPtr base;
  std::string field;
  Span fieldSpan;
  // Bound with the types, unless the base is a record.
  Type owner; ///< The struct, completed.
  std::optional<StructMember> member;
  Field(Span span, ExprPtr base, std::string field, Span fieldSpan)
      : Expr(Kind, span), base(std::move(base)), field(std::move(field)), fieldSpan(fieldSpan) {}
};

/// `t.0`.
struct Element : Expr {
  static constexpr ExprKind Kind = ExprKind::Element;
  ExprPtr base;
  uint64_t index;
  Element(Span span, ExprPtr base, uint64_t index)
      : Expr(Kind, span), base(std::move(base)), index(index) {}
};

struct Index : Expr {
  static constexpr ExprKind Kind = ExprKind::Index;
  ExprPtr base, index;
  Index(Span span, ExprPtr base, ExprPtr index)
      : Expr(Kind, span), base(std::move(base)), index(std::move(index)) {}
};

struct Tuple : Expr {
  static constexpr ExprKind Kind = ExprKind::Tuple;
  std::vector<ExprPtr> elements;
  explicit Tuple(Span span) : Expr(Kind, span) {}
};

struct Record : Expr {
  static constexpr ExprKind Kind = ExprKind::Record;
  struct Element {
    std::string name;
    ExprPtr value;
  };
  std::vector<Element> elements;
  explicit Record(Span span) : Expr(Kind, span) {}
};

struct If : Expr {
  static constexpr ExprKind Kind = ExprKind::If;
  ExprPtr condition;
  Block yes;
  std::optional<Block> no; ///< `else if` is a block whose value is an If.
  bool isElseIf = false;
  explicit If(Span span) : Expr(Kind, span) {}
};

struct BlockExpr : Expr {
  static constexpr ExprKind Kind = ExprKind::Block;
  Block block;
  BlockExpr(Span span, Block block) : Expr(Kind, span), block(std::move(block)) {}
};

struct Comptime : Expr {
  static constexpr ExprKind Kind = ExprKind::Comptime;
  ExprPtr operand;
  Comptime(Span span, ExprPtr operand) : Expr(Kind, span), operand(std::move(operand)) {}
};

/// `sizeof`, `offsetof`, `typeinfo`, and `typeof` as an argument of a macro.
struct TypeQuery : Expr {
  TypeOrExpr subject;
  std::vector<std::string> fields; ///< Of `offsetof`.
  TypeQuery(ExprKind kind, Span span) : Expr(kind, span) {}
};

inline TypeQuery *asTypeQuery(Expr *expr) {
  return expr && expr->kind >= ExprKind::SizeOf ? static_cast<TypeQuery *>(expr) : nullptr;
}

//===-- Statement nodes ---------------------------------------------------===//

struct ExprStmt : Stmt {
  static constexpr StmtKind Kind = StmtKind::Expr;
  ExprPtr expr;
  ExprStmt(Span span, ExprPtr expr) : Stmt(Kind, span), expr(std::move(expr)) {}
};

/// `target = value` and `target op= value`.
struct Assign : Stmt {
  static constexpr StmtKind Kind = StmtKind::Assign;
  ExprPtr target; ///< Variable or Map.
  std::optional<BinaryOp> op;
  ExprPtr value;
  Type result; ///< With `op`: the type in which it is computed.
  explicit Assign(Span span) : Stmt(Kind, span) {}
};

struct Let : Stmt {
  static constexpr StmtKind Kind = StmtKind::Let;
  std::string name;
  Span nameSpan; ///< `let $x`.
  std::unique_ptr<TypeName> typeName;
  ExprPtr value;
  VariableSymbol *symbol = nullptr;
  explicit Let(Span span) : Stmt(Kind, span) {}
};

/// `_ = value`.
struct Discard : Stmt {
  static constexpr StmtKind Kind = StmtKind::Discard;
  ExprPtr value;
  Discard(Span span, ExprPtr value) : Stmt(Kind, span), value(std::move(value)) {}
};

/// `while` and `unroll`.
struct Loop : Stmt {
  static constexpr StmtKind Kind = StmtKind::Loop;
  bool isUnroll = false;
  ExprPtr condition; ///< Or the number of times.
  Block body;
  explicit Loop(Span span) : Stmt(Kind, span) {}
};

struct ForRange : Stmt {
  static constexpr StmtKind Kind = StmtKind::ForRange;
  std::string variable;
  Span variableSpan;
  ExprPtr from, to;
  Block body;
  VariableSymbol *symbol = nullptr;
  explicit ForRange(Span span) : Stmt(Kind, span) {}
};

struct ForMap : Stmt {
  static constexpr StmtKind Kind = StmtKind::ForMap;
  std::string variable;
  Span variableSpan;
  ExprPtr map;
  Block body;
  VariableSymbol *symbol = nullptr;
  explicit ForMap(Span span) : Stmt(Kind, span) {}
};

enum class JumpKind : uint8_t { Break, Continue, Return };
const char *spelling(JumpKind kind);

struct Jump : Stmt {
  static constexpr StmtKind Kind = StmtKind::Jump;
  JumpKind jump;
  ExprPtr value; ///< Of `return`.
  Jump(Span span, JumpKind jump) : Stmt(Kind, span), jump(jump) {}
};

struct Import : Stmt {
  static constexpr StmtKind Kind = StmtKind::Import;
  std::string path;
  Import(Span span, std::string path) : Stmt(Kind, span), path(std::move(path)) {}
};

//===-- File level --------------------------------------------------------===//

struct AttachText {
  Span span;
  std::string text; ///< As written, with quotes.
};

struct Probe {
  Span span; ///< The attach points.
  std::vector<AttachText> attach;
  ExprPtr predicate;
  Span predicateSpan; ///< With both slashes.
  Block body;
};

struct Macro {
  struct Parameter {
    Span span;
    std::string name; ///< With its sigil, if it has one.
  };
  Span span; ///< `macro NAME`.
  std::string name;
  std::vector<Parameter> parameters;
  Block body;
};

struct Function {
  struct Parameter {
    Span span;
    std::string name;
    std::unique_ptr<TypeName> type;
  };
  Span span; ///< `fn NAME`.
  std::string name;
  std::vector<Parameter> parameters;
  std::unique_ptr<TypeName> result;
  Block body;
};

struct MapDecl {
  Span span;
  std::string name;
  std::string storage; ///< `hash`, `lruhash`, …
  Span storageSpan;
  uint64_t maxEntries = 0;
  Span maxEntriesSpan;
};

/// One `key = value` of a config block.
struct ConfigEntry {
  Span span; ///< `key=value`.
  std::string key;
  std::variant<std::string, Integer, bool> value;
};

/// A `#` line, or a `struct`, `union` or `enum` with its members.
struct CText {
  Span span;
  std::string text;
};

/// One parsed file.
struct File {
  std::vector<CText> c;
  std::optional<Span> configBlock; ///< `config = { … }`.
  std::vector<ConfigEntry> config;
  std::vector<Import> imports;
  std::vector<MapDecl> maps;
  std::vector<Macro> macros;
  std::vector<Function> functions;
  std::vector<Probe> probes;
  /// Something was left out because it could not be read. What remains may lack
  /// assignments, so "undefined" must not be concluded from it.
  bool incomplete = false;
  /// What was left out may have defined functions.
  bool namesMayBeMissing = false;
};

/// Deep copies, for macros and for probes that are compiled more than once.
ExprPtr clone(const Expr &expr);
std::unique_ptr<TypeName> clone(const TypeName &type);
Block clone(const Block &block);

} // namespace ast
} // namespace sonde

#endif // SONDE_FRONTEND_AST_H
