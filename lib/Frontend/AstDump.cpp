//===- AstDump.cpp - The tree as text -------------------------------------===//
#include "lib/Frontend/AstDump.h"

namespace sonde {

using namespace ast;

namespace {

class Dumper {
public:
  explicit Dumper(bool withTypes) : withTypes(withTypes) {}
  std::string out;

  void file(const File &file);
  void expr(const Expr &expr);
  void type(const TypeName &type);
  void block(const Block &block);

private:
  bool withTypes;
  unsigned depth = 0;

  void bare(const Expr &expr);
  void list(const std::vector<ExprPtr> &exprs);
  void query(const Expr &expr);
  void stmt(const Stmt &stmt);
  void line() { out += "\n" + std::string(size_t(depth) * 2, ' '); }
};

void Dumper::type(const TypeName &type) {
  if (type.typeOf || type.typeOfType) {
    out += "typeof(";
    type.typeOf ? expr(*type.typeOf) : this->type(*type.typeOfType);
    out += ")";
  } else if (type.name.empty()) { // What `typeof` has turned out to be.
    out += type.resolved.str();
  } else {
    static constexpr const char *kTags[] = {"", "struct ", "union ", "enum "};
    out += kTags[static_cast<unsigned>(type.tag)] + type.name;
  }
  for (const TypeName::Suffix &suffix : type.suffixes) {
    if (suffix.isPointer)
      out += "*";
    else
      out += "[" + (suffix.count ? std::to_string(suffix.count) : "") + "]";
  }
}

void Dumper::expr(const Expr &expr) {
  bool typed = withTypes && expr.type;
  if (typed)
    out += "<";
  bare(expr);
  if (typed)
    out += " : " + expr.type.str() + ">";
}

void Dumper::list(const std::vector<ExprPtr> &exprs) {
  for (size_t i = 0; i < exprs.size(); ++i) {
    out += i ? ", " : "";
    expr(*exprs[i]);
  }
}

void Dumper::query(const Expr &expr) {
  static constexpr const char *kWords[] = {"sizeof", "offsetof", "typeinfo", "typeof"};
  const auto &query = static_cast<const TypeQuery &>(expr);
  out += kWords[static_cast<unsigned>(expr.kind) - static_cast<unsigned>(ExprKind::SizeOf)];
  out += "(";
  query.subject.expr ? this->expr(*query.subject.expr) : type(*query.subject.type);
  for (size_t i = 0; i < query.fields.size(); ++i)
    out += (i ? "." : ", ") + query.fields[i];
  out += ")";
}

void Dumper::bare(const Expr &node) {
  switch (node.kind) {
  case ExprKind::Int:
    out += as<IntLiteral>(&node)->value.str();
    break;
  case ExprKind::String:
    out += quoted(as<StringLiteral>(&node)->value);
    break;
  case ExprKind::Bool:
    out += as<BoolLiteral>(&node)->value ? "true" : "false";
    break;
  case ExprKind::Param:
    out += "$" + std::to_string(as<Param>(&node)->index);
    break;
  case ExprKind::ParamCount:
    out += "$#";
    break;
  case ExprKind::Name:
    out += as<Name>(&node)->name;
    break;
  case ExprKind::Variable:
    out += as<Variable>(&node)->name;
    break;
  case ExprKind::Map: {
    const auto &map = *as<Map>(&node);
    out += map.name;
    if (map.hasKey) {
      out += "[";
      list(map.keys);
      out += "]";
    }
    break;
  }
  case ExprKind::Call: {
    const auto &call = *as<Call>(&node);
    out += call.callee;
    if (!call.isBare) {
      out += "(";
      list(call.args);
      out += ")";
    }
    break;
  }
  case ExprKind::Unary:
    out += std::string("(") + spelling(as<Unary>(&node)->op);
    expr(*as<Unary>(&node)->operand);
    out += ")";
    break;
  case ExprKind::Step: {
    const auto &step = *as<Step>(&node);
    const char *op = step.isIncrement ? "++" : "--";
    out += step.isPrefix ? op : "";
    expr(*step.target);
    out += step.isPrefix ? "" : op;
    break;
  }
  case ExprKind::Binary: {
    const auto &binary = *as<Binary>(&node);
    out += "(";
    expr(*binary.left);
    out += std::string(" ") + spelling(binary.op) + " ";
    expr(*binary.right);
    out += ")";
    break;
  }
  case ExprKind::Conditional: {
    const auto &conditional = *as<Conditional>(&node);
    out += "(";
    expr(*conditional.condition);
    out += " ? ";
    if (conditional.yes)
      expr(*conditional.yes);
    out += " : ";
    expr(*conditional.no);
    out += ")";
    break;
  }
  case ExprKind::Cast:
    out += "((";
    type(*as<Cast>(&node)->target);
    out += ")";
    expr(*as<Cast>(&node)->operand);
    out += ")";
    break;
  case ExprKind::Field:
    expr(*as<Field>(&node)->base);
    out += "." + as<Field>(&node)->field;
    break;
  case ExprKind::Element:
    expr(*as<Element>(&node)->base);
    out += "." + std::to_string(as<Element>(&node)->index);
    break;
  case ExprKind::Index:
    expr(*as<Index>(&node)->base);
    out += "[";
    expr(*as<Index>(&node)->index);
    out += "]";
    break;
  case ExprKind::Tuple:
    out += "(";
    list(as<Tuple>(&node)->elements);
    out += as<Tuple>(&node)->elements.size() == 1 ? ",)" : ")";
    break;
  case ExprKind::Record: {
    const char *separator = "(";
    for (const Record::Element &element : as<Record>(&node)->elements) {
      out += separator + element.name + "=";
      expr(*element.value);
      separator = ", ";
    }
    out += ")";
    break;
  }
  case ExprKind::If: {
    const auto &branch = *as<If>(&node);
    out += "if ";
    expr(*branch.condition);
    out += " ";
    block(branch.yes);
    if (branch.no) {
      out += " else ";
      block(*branch.no);
    }
    break;
  }
  case ExprKind::Block:
    block(as<BlockExpr>(&node)->block);
    break;
  case ExprKind::Comptime:
    out += "comptime ";
    expr(*as<Comptime>(&node)->operand);
    break;
  case ExprKind::SizeOf:
  case ExprKind::OffsetOf:
  case ExprKind::TypeInfo:
  case ExprKind::TypeOf:
    query(node);
    break;
  }
}

void Dumper::stmt(const Stmt &stmt) {
  switch (stmt.kind) {
  case StmtKind::Expr:
    expr(*as<ExprStmt>(&stmt)->expr);
    break;
  case StmtKind::Assign: {
    const auto &assign = *as<Assign>(&stmt);
    expr(*assign.target);
    out += std::string(" ") + (assign.op ? spelling(*assign.op) : "") + "= ";
    expr(*assign.value);
    break;
  }
  case StmtKind::Let: {
    const auto &let = *as<Let>(&stmt);
    out += "let " + let.name;
    if (let.typeName) {
      out += ": ";
      type(*let.typeName);
    }
    if (let.value) {
      out += " = ";
      expr(*let.value);
    }
    break;
  }
  case StmtKind::Discard:
    out += "_ = ";
    expr(*as<Discard>(&stmt)->value);
    break;
  case StmtKind::Loop: {
    const auto &loop = *as<Loop>(&stmt);
    out += loop.isUnroll ? "unroll " : "while ";
    expr(*loop.condition);
    out += " ";
    block(loop.body);
    break;
  }
  case StmtKind::ForRange: {
    const auto &loop = *as<ForRange>(&stmt);
    out += "for " + loop.variable + " : ";
    expr(*loop.from);
    out += "..";
    expr(*loop.to);
    out += " ";
    block(loop.body);
    break;
  }
  case StmtKind::ForMap: {
    const auto &loop = *as<ForMap>(&stmt);
    out += "for " + loop.variable + " : ";
    expr(*loop.map);
    out += " ";
    block(loop.body);
    break;
  }
  case StmtKind::Jump:
    out += spelling(as<Jump>(&stmt)->jump);
    if (const ExprPtr &value = as<Jump>(&stmt)->value) {
      out += " ";
      expr(*value);
    }
    break;
  case StmtKind::Import:
    out += "import " + quoted(as<Import>(&stmt)->path);
    break;
  }
}

void Dumper::block(const Block &block) {
  out += "{";
  ++depth;
  for (const StmtPtr &statement : block.statements) {
    line();
    stmt(*statement);
    out += ";";
  }
  if (block.value) {
    line();
    expr(*block.value);
  }
  --depth;
  if (!block.statements.empty() || block.value)
    line();
  out += "}";
}

static std::string valueText(const ConfigEntry &entry) {
  if (const auto *text = std::get_if<std::string>(&entry.value))
    return quoted(*text);
  if (const auto *number = std::get_if<Integer>(&entry.value))
    return number->str();
  return std::get<bool>(entry.value) ? "true" : "false";
}

void Dumper::file(const File &file) {
  for (const CText &text : file.c)
    out += text.text + "\n";
  if (file.configBlock) {
    out += "config = {\n";
    for (const ConfigEntry &entry : file.config)
      out += "  " + entry.key + " = " + valueText(entry) + ";\n";
    out += "}\n";
  }
  for (const Import &import : file.imports)
    out += "import " + quoted(import.path) + ";\n";
  for (const MapDecl &map : file.maps)
    out += "let " + map.name + " = " + map.storage + "(" + std::to_string(map.maxEntries) + ");\n";
  for (const Macro &macro : file.macros) {
    out += "macro " + macro.name + "(";
    for (size_t i = 0; i < macro.parameters.size(); ++i)
      out += (i ? ", " : "") + macro.parameters[i].name;
    out += ") ";
    block(macro.body);
    out += "\n";
  }
  for (const Function &function : file.functions) {
    out += "fn " + function.name + "(";
    for (size_t i = 0; i < function.parameters.size(); ++i) {
      out += (i ? ", " : "") + function.parameters[i].name + ": ";
      type(*function.parameters[i].type);
    }
    out += "): ";
    type(*function.result);
    out += " ";
    block(function.body);
    out += "\n";
  }
  for (const Probe &probe : file.probes) {
    for (size_t i = 0; i < probe.attach.size(); ++i)
      out += (i ? ", " : "") + probe.attach[i].text;
    if (probe.predicate) {
      out += " / ";
      expr(*probe.predicate);
      out += " /";
    }
    out += " ";
    block(probe.body);
    out += "\n";
  }
}

} // namespace

std::string exprText(const Expr &expr, bool withTypes) {
  Dumper dumper(withTypes);
  dumper.expr(expr);
  return dumper.out;
}

std::string blockText(const Block &block, bool withTypes) {
  Dumper dumper(withTypes);
  dumper.block(block);
  return dumper.out;
}

std::string typeText(const TypeName &type) {
  Dumper dumper(false);
  dumper.type(type);
  return dumper.out;
}

std::string fileText(const File &file, bool withTypes) {
  Dumper dumper(withTypes);
  dumper.file(file);
  return dumper.out;
}

} // namespace sonde
