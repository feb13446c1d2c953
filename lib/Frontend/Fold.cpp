//===- Fold.cpp - Computing with literals ---------------------------------===//
#include "lib/Frontend/Fold.h"

#include "lib/Frontend/AstWalk.h"
#include "lib/Frontend/Constant.h"

namespace sonde {

using namespace ast;

bool isScalarLiteral(const Expr &expr) {
  return expr.kind == ExprKind::Int || expr.kind == ExprKind::String || expr.kind == ExprKind::Bool;
}

bool isLiteral(const Expr &expr) {
  if (const auto *tuple = as<Tuple>(&expr)) {
    for (const ExprPtr &element : tuple->elements)
      if (!isLiteral(*element))
        return false;
    return true;
  }
  if (const auto *record = as<Record>(&expr)) {
    for (const Record::Element &element : record->elements)
      if (!isLiteral(*element.value))
        return false;
    return true;
  }
  return isScalarLiteral(expr);
}

std::optional<bool> literalTruth(const Expr &expr) {
  if (const auto *number = as<IntLiteral>(&expr))
    return !number->value.isZero();
  if (const auto *flag = as<BoolLiteral>(&expr))
    return flag->value;
  if (const auto *text = as<StringLiteral>(&expr))
    return !text->value.empty();
  return std::nullopt;
}

Comptime *comptimeCondition(Expr &expr) {
  if (auto *branch = as<If>(&expr))
    return as<Comptime>(branch->condition);
  if (auto *conditional = as<Conditional>(&expr))
    return as<Comptime>(conditional->condition);
  return nullptr;
}

namespace {

/// The number that an integer or truth value stands for.
std::optional<Integer> numberOf(const Expr &expr) {
  if (const auto *number = as<IntLiteral>(&expr))
    return number->value;
  if (const auto *flag = as<BoolLiteral>(&expr))
    return Integer(flag->value ? 1 : 0);
  return std::nullopt;
}

/// Arithmetic of truth values. None: not defined.
std::optional<bool> combine(BinaryOp op, bool a, bool b) {
  switch (op) {
  case BinaryOp::Add:
  case BinaryOp::Or:
    return a || b;
  case BinaryOp::Multiply:
  case BinaryOp::And:
    return a && b;
  case BinaryOp::Subtract:
  case BinaryOp::Xor:
    return a != b;
  case BinaryOp::Divide:
    return b ? std::optional(a) : std::nullopt;
  case BinaryOp::Modulo:
    return b ? std::optional(false) : std::nullopt;
  case BinaryOp::ShiftLeft:
    return a < b;
  case BinaryOp::ShiftRight:
    return a > b;
  default:
    return std::nullopt;
  }
}

/// Are two literals equal? Different kinds are not.
bool equalLiterals(const Expr &a, const Expr &b) {
  if (a.kind != b.kind)
    return false;
  switch (a.kind) {
  case ExprKind::Int:
    return as<IntLiteral>(&a)->value == as<IntLiteral>(&b)->value;
  case ExprKind::String:
    return as<StringLiteral>(&a)->value == as<StringLiteral>(&b)->value;
  case ExprKind::Bool:
    return as<BoolLiteral>(&a)->value == as<BoolLiteral>(&b)->value;
  case ExprKind::Tuple: {
    const auto &x = as<Tuple>(&a)->elements, &y = as<Tuple>(&b)->elements;
    for (size_t i = 0; i < x.size(); ++i)
      if (x.size() != y.size() || !equalLiterals(*x[i], *y[i]))
        return false;
    return x.size() == y.size();
  }
  case ExprKind::Record: {
    const auto &x = as<Record>(&a)->elements, &y = as<Record>(&b)->elements;
    for (const Record::Element &element : x) {
      bool found = false;
      for (const Record::Element &other : y)
        found |= other.name == element.name && equalLiterals(*element.value, *other.value);
      if (!found)
        return false;
    }
    return x.size() == y.size();
  }
  default:
    return false;
  }
}

size_t elementCount(const Expr &expr) {
  if (const auto *tuple = as<Tuple>(&expr))
    return tuple->elements.size();
  return as<Record>(&expr)->elements.size();
}

ExprPtr makeInt(Span span, Integer value) { return std::make_unique<IntLiteral>(span, value); }
ExprPtr makeBool(Span span, bool value) { return std::make_unique<BoolLiteral>(span, value); }
ExprPtr makeString(Span span, std::string value) {
  return std::make_unique<StringLiteral>(span, std::move(value));
}

} // namespace

void Folder::fold(Block &block) {
  PartVisitor visitor{[&](ExprPtr &part) { fold(part); }, [&](Block &inner) { fold(inner); }};
  for (StmtPtr &stmt : block.statements)
    forEachPart(*stmt, visitor);
  if (block.value)
    fold(block.value);
}

void Folder::fold(ExprPtr &expr) {
  if (foldTextOfParam(expr) || foldComptimeBranch(expr))
    return;
  forEachPart(*expr, {[&](ExprPtr &part) { fold(part); }, [&](Block &block) { fold(block); }});
  foldNode(expr);
}

void Folder::foldNode(ExprPtr &expr) {
  switch (expr->kind) {
  case ExprKind::Param:
    return foldParam(expr);
  case ExprKind::ParamCount:
    if (!keepParameters)
      expr = makeInt(expr->span, Integer(parameters.size()));
    return;
  case ExprKind::Unary:
    return foldUnary(expr);
  case ExprKind::Binary:
    return foldBinary(expr);
  case ExprKind::Conditional:
    return foldConditional(expr);
  case ExprKind::If:
    return foldIf(expr);
  case ExprKind::Index:
    return foldIndex(expr);
  case ExprKind::Cast:
    return foldCast(expr);
  case ExprKind::Field:
    return foldField(expr);
  case ExprKind::Element:
    return foldElement(expr);
  default:
    return;
  }
}

void Folder::foldParam(ExprPtr &expr) {
  if (keepParameters || !as<Param>(expr)->option.empty())
    return;
  auto *param = as<Param>(expr);
  Span span = expr->span;
  uint64_t index = param->index;
  std::string text = index <= parameters.size() ? parameters[index - 1] : "";
  if (text.empty()) {
    reporter.warning(span, "missing-parameter",
                     "parameter $" + std::to_string(index) +
                         " is empty or was not given; it counts as 0");
    expr = makeInt(span, Integer());
    return;
  }
  LiteralError error;
  if (std::optional<Integer> number = parseInteger(text, IntegerForm::Text, error)) {
    expr = makeInt(span, *number);
    as<IntLiteral>(expr)->param = index;
    return;
  }
  expr = makeString(span, text);
}

/// `str($1)` and `str($1 + 2)` are the text of the parameter, whatever it is.
/// `str("text", n)` is its beginning.
bool Folder::foldTextOfParam(ExprPtr &expr) {
  auto *call = as<Call>(expr);
  if (!call || call->callee != "str" || call->args.empty() || call->args.size() > 2)
    return false;
  uint64_t dropped = 0;
  Expr *source = call->args[0].get();
  if (auto *sum = as<Binary>(source); sum && sum->op == BinaryOp::Add) {
    fold(sum->right);
    if (as<Param>(sum->left) && as<IntLiteral>(sum->right)) {
      dropped = as<IntLiteral>(sum->right)->value.raw();
      source = sum->left.get();
    }
  }
  std::string text;
  if (auto *param = as<Param>(source)) {
    if (keepParameters) {
      if (dropped) {
        reporter.error(expr->span, "a part of a parameter is only known when the program is "
                                   "started");
        dropped = 0;
      }
      auto kept = std::make_unique<Param>(param->span, param->index);
      kept->isText = true;
      if (call->args.size() == 1) {
        expr = std::move(kept);
        return true;
      }
      call->args[0] = std::move(kept);
      fold(call->args[1]);
      return true;
    }
    text = param->index <= parameters.size() ? parameters[param->index - 1] : "";
    text.erase(0, std::min<size_t>(dropped, text.size()));
  } else if (auto *literal = as<StringLiteral>(source)) {
    text = literal->value;
  } else {
    return false;
  }
  if (call->args.size() == 2) {
    fold(call->args[1]);
    auto *length = as<IntLiteral>(call->args[1]);
    if (!length || length->value.isNegative()) {
      call->args[0] = makeString(source->span, std::move(text));
      return true; // Check says what is wrong with the length.
    }
    text.resize(std::min<uint64_t>(text.size(), length->value.raw()));
  }
  expr = makeString(expr->span, std::move(text));
  return true;
}

void Folder::foldUnary(ExprPtr &expr) {
  auto *unary = as<Unary>(expr);
  Span span = expr->span;
  if (auto *flag = as<BoolLiteral>(unary->operand); flag && unary->op == UnaryOp::Not) {
    expr = makeBool(span, !flag->value);
    return;
  }
  auto *literal = as<IntLiteral>(unary->operand);
  if (!literal)
    return;
  if (unary->op == UnaryOp::Not)
    expr = makeBool(span, literal->value.isZero());
  else if (std::optional<Integer> value = compute(unary->op, literal->value))
    expr = makeInt(span, *value);
  else if (unary->op == UnaryOp::Minus)
    reporter.error(span, "this number is below -9223372036854775808");
}

void Folder::foldBinary(ExprPtr &expr) {
  auto *binary = as<Binary>(expr);
  const Expr &left = *binary->left, &right = *binary->right;
  Span span = expr->span;
  bool sequences =
      (left.kind == ExprKind::Tuple || left.kind == ExprKind::Record) && left.kind == right.kind;
  if (sequences)
    return foldSequences(expr);
  if (left.kind == ExprKind::String && isScalarLiteral(right))
    return foldStrings(expr);
  std::optional<Integer> a = numberOf(left), b = numberOf(right);
  if (!a || !b)
    return;
  BinaryOp op = binary->op;
  if (op == BinaryOp::LogicalAnd || op == BinaryOp::LogicalOr) {
    bool x = !a->isZero(), y = !b->isZero();
    expr = makeBool(span, op == BinaryOp::LogicalAnd ? x && y : x || y);
    return;
  }
  bool bools = left.kind == ExprKind::Bool && right.kind == ExprKind::Bool;
  if (isComparison(op)) {
    int order = a->wide() < b->wide() ? -1 : a->wide() > b->wide();
    expr = makeBool(span, holds(op, order));
    return;
  }
  if (bools) {
    if (std::optional<bool> flag = combine(op, !a->isZero(), !b->isZero()))
      expr = makeBool(span, *flag);
    else
      reporter.error(span, "division by zero in a constant");
    return;
  }
  if (std::optional<Integer> value = compute(op, *a, *b)) {
    expr = makeInt(span, *value);
    return;
  }
  bool divides = op == BinaryOp::Divide || op == BinaryOp::Modulo;
  bool shifts = op == BinaryOp::ShiftLeft || op == BinaryOp::ShiftRight;
  reporter.error(span, divides && b->isZero() ? "division by zero in a constant"
                       : shifts ? "a constant is shifted by " + b->str() + ", not by 0 to 63"
                                : "this constant does not fit into 64 bits");
}

void Folder::foldStrings(ExprPtr &expr) {
  auto *binary = as<Binary>(expr);
  const std::string &left = as<StringLiteral>(binary->left)->value;
  Span span = expr->span;
  if (auto *right = as<StringLiteral>(binary->right)) {
    if (binary->op == BinaryOp::Add)
      expr = makeString(span, left + right->value);
    else if (isComparison(binary->op))
      expr = makeBool(span, holds(binary->op, left.compare(right->value)));
    else
      reporter.error(span,
                     "'" + std::string(spelling(binary->op)) + "' cannot be applied to strings");
    return;
  }
  auto *count = as<IntLiteral>(binary->right);
  if (!count || binary->op != BinaryOp::Add)
    return;
  if (count->value.isNegative() || count->value.raw() > left.size())
    reporter.warning(span, "empty-literal", "this is always an empty string");
  uint64_t dropped = std::min<uint64_t>(count->value.raw(), left.size());
  expr = makeString(span, left.substr(dropped));
}

void Folder::foldSequences(ExprPtr &expr) {
  auto *binary = as<Binary>(expr);
  if (binary->op != BinaryOp::Equal && binary->op != BinaryOp::NotEqual)
    return;
  const Expr &left = *binary->left, &right = *binary->right;
  bool differ = elementCount(left) != elementCount(right);
  if (!differ && (!isLiteral(left) || !isLiteral(right)))
    return;
  bool equal = !differ && equalLiterals(left, right);
  expr = makeBool(expr->span, equal == (binary->op == BinaryOp::Equal));
}

/// Of a choice at compile time only the branch that is taken is looked at. As long
/// as it is open, none is.
bool Folder::foldComptimeBranch(ExprPtr &expr) {
  Comptime *comptime = comptimeCondition(*expr);
  if (!comptime)
    return false;
  fold(comptime->operand);
  foldNode(expr);
  if (!comptimeCondition(*expr))
    fold(expr);
  return true;
}

void Folder::foldConditional(ExprPtr &expr) {
  auto *conditional = as<Conditional>(expr);
  auto *comptime = as<Comptime>(conditional->condition);
  std::optional<bool> truth = literalTruth(comptime ? *comptime->operand : *conditional->condition);
  if (!truth)
    return;
  ExprPtr &yes = conditional->yes ? conditional->yes
                 : comptime       ? comptime->operand
                                  : conditional->condition;
  if (!comptime && (!isLiteral(*yes) || !isLiteral(*conditional->no)))
    return; // Both branches are still checked.
  ExprPtr chosen = std::move(*truth ? yes : conditional->no);
  chosen->span = expr->span;
  expr = std::move(chosen);
}

/// `if comptime` leaves only the branch that is taken: the other one is not even
/// checked. An ordinary `if` keeps both.
void Folder::foldIf(ExprPtr &expr) {
  auto *branch = as<If>(expr);
  Span span = branch->condition->span;
  auto *comptime = as<Comptime>(branch->condition);
  std::optional<bool> truth = literalTruth(comptime ? *comptime->operand : *branch->condition);
  if (!truth)
    return;
  if (!comptime) {
    branch->condition = makeBool(span, *truth); // A string is a condition only as a literal.
    return;
  }
  Block chosen;
  chosen.span = expr->span;
  if (*truth)
    chosen = std::move(branch->yes);
  else if (branch->no)
    chosen = std::move(*branch->no);
  expr = std::make_unique<BlockExpr>(expr->span, std::move(chosen));
}

void Folder::foldIndex(ExprPtr &expr) {
  auto *index = as<Index>(expr);
  auto *text = as<StringLiteral>(index->base);
  auto *number = as<IntLiteral>(index->index);
  if (!text || !number || number->value.isNegative())
    return;
  uint64_t at = number->value.raw();
  if (at > text->value.size()) {
    reporter.error(expr->span, "index " + number->value.str() + " is outside of this string of " +
                                   std::to_string(text->value.size() + 1) + " bytes");
    return;
  }
  int8_t byte = at == text->value.size() ? 0 : static_cast<int8_t>(text->value[at]);
  expr = makeInt(expr->span, Integer::fromSigned(byte));
}

void Folder::foldCast(ExprPtr &expr) {
  auto *cast = as<Cast>(expr);
  const TypeName &target = *cast->target;
  bool toBool = target.tag == Tag::None && target.name == "bool" && target.suffixes.empty();
  if (!toBool)
    return;
  if (std::optional<bool> truth = literalTruth(*cast->operand))
    expr = makeBool(expr->span, *truth);
}

/// A field of a record of literals, such as that of `typeinfo` or `config()`.
void Folder::foldField(ExprPtr &expr) {
  auto *field = as<Field>(expr);
  auto *record = as<Record>(field->base);
  if (!record || !isLiteral(*record))
    return;
  for (Record::Element &element : record->elements) {
    if (element.name != field->field)
      continue;
    ExprPtr value = std::move(element.value);
    value->span = expr->span;
    expr = std::move(value);
    return;
  }
}

void Folder::foldElement(ExprPtr &expr) {
  auto *element = as<Element>(expr);
  auto *tuple = as<Tuple>(element->base);
  if (!tuple || !isLiteral(*tuple) || element->index >= tuple->elements.size())
    return;
  ExprPtr value = std::move(tuple->elements[element->index]);
  value->span = expr->span;
  expr = std::move(value);
}

} // namespace sonde
