//===- Options.cpp - Named parameters of a script -------------------------===//
#include "lib/Frontend/Options.h"

#include "lib/Frontend/AstDump.h"
#include "lib/Frontend/AstWalk.h"

namespace sonde {

using namespace ast;

namespace {

class OptionFinder {
public:
  OptionFinder(Program &program, Folder &folder, Reporter &reporter)
      : program(program), folder(folder), reporter(reporter) {}

  void run() {
    forEachExpr(program.tree, [this](ExprPtr &expr) { find(expr); });
  }

private:
  Program &program;
  Folder &folder;
  Reporter &reporter;

  void find(ExprPtr &expr);
  bool read(const Call &call, ParamUse &option);
  bool agrees(const ParamUse &known, const ParamUse &option);
  Type typeOf(const Expr *value) const;
};

/// From the default: a flag, text, or a number with or without a sign.
Type OptionFinder::typeOf(const Expr *value) const {
  if (as<StringLiteral>(value))
    return Type::string(program.config.number("max_strlen"));
  if (const auto *number = as<IntLiteral>(value))
    return Type::integer(64, number->value.isNegative());
  return Type::boolean();
}

bool OptionFinder::read(const Call &call, ParamUse &option) {
  size_t count = call.args.size();
  if (count < 1 || count > 3) {
    reporter.error(call.span, "'getopt' takes 1 to 3 arguments, not " + std::to_string(count))
        .note("the name of the option, its default and its description");
    return false;
  }
  const auto *name = as<StringLiteral>(call.args[0]);
  if (!name)
    reporter.error(call.args[0]->span, "the name of an option must be a string literal");
  // It is written as `--NAME=VALUE`.
  bool canBeGiven = name && !name->value.empty() && name->value.find('=') == std::string::npos;
  if (name && !canBeGiven)
    reporter.error(name->span, "an option cannot be called " + quoted(name->value))
        .note("its name stands between '--' and '=' on the command line");
  const Expr *value = count > 1 ? call.args[1].get() : nullptr;
  if (value && !isScalarLiteral(*value))
    reporter.error(value->span, "the default of an option must be a literal: a string, a number, "
                                "'true' or 'false'");
  if (!canBeGiven || (value && !isScalarLiteral(*value)))
    return false;
  option.name = name->value;
  option.span = call.span;
  option.type = typeOf(value);
  option.isText = option.type.is(TypeKind::String);
  if (const auto *text = as<StringLiteral>(value))
    option.text = text->value;
  else if (const auto *number = as<IntLiteral>(value))
    option.number = number->value.raw();
  else if (const auto *flag = as<BoolLiteral>(value))
    option.number = flag->value;
  if (count < 3)
    return true;
  if (const auto *description = as<StringLiteral>(call.args[2]))
    option.description = description->value;
  else
    reporter.warning(call.args[2]->span, "getopt",
                     "the description of an option must be a string literal; this one is ignored");
  return true;
}

static std::string defaultText(const ParamUse &option) {
  if (option.isText)
    return quoted(option.text);
  if (option.type.is(TypeKind::Bool))
    return option.number ? "true" : "false";
  return option.type.isSigned() ? Integer::fromSigned(static_cast<int64_t>(option.number)).str()
                                : Integer(option.number).str();
}

bool OptionFinder::agrees(const ParamUse &known, const ParamUse &option) {
  if (known.type != option.type || known.text != option.text || known.number != option.number) {
    reporter
        .error(option.span, "option '" + option.name + "' has the default " + defaultText(known) +
                                " elsewhere, and can have no other here")
        .note(known.span, "the other use is here")
        .note("wrap the option in a macro, so that it is described once");
    return false;
  }
  bool differs = !option.description.empty() && !known.description.empty() &&
                 option.description != known.description;
  if (differs)
    reporter.error(option.span, "option '" + option.name + "' has another description elsewhere")
        .note(known.span, "the other use is here")
        .note("wrap the option in a macro, so that it is described once");
  return !differs;
}

void OptionFinder::find(ExprPtr &expr) {
  auto *call = as<Call>(expr);
  if (!call || call->callee != "getopt" || call->isBroken)
    return;
  for (ExprPtr &arg : call->args)
    folder.fold(arg);
  ParamUse option;
  call->isBroken = !read(*call, option);
  if (call->isBroken)
    return;
  ParamUse *known = nullptr;
  for (ParamUse &each : program.params)
    if (each.name == option.name)
      known = &each;
  if (known && !agrees(*known, option)) {
    call->isBroken = true;
    return;
  }
  auto param = std::make_unique<Param>(expr->span, 0);
  param->option = option.name;
  param->isText = option.isText;
  param->declared = option.type;
  if (!known)
    program.params.push_back(std::move(option));
  else if (known->description.empty())
    known->description = option.description;
  expr = std::move(param);
}

} // namespace

void findOptions(Program &program, Folder &folder, Reporter &reporter) {
  OptionFinder(program, folder, reporter).run();
}

} // namespace sonde
