//===- CheckCall.cpp - Calls of builtins and C functions ------------------===//
#include "lib/Frontend/CheckImpl.h"

#include "lib/Frontend/Builtins.h"
#include "lib/Frontend/Constant.h"
#include "lib/Frontend/PrintfFormat.h"
#include "lib/Frontend/TypeRules.h"

#include <algorithm>
#include <limits>

namespace sonde {

using namespace ast;

void Checker::checkCall(Call &call) {
  if (call.builtin)
    return checkBuiltin(call);
  checkParts(call);
  if (call.script)
    checkScriptCall(call);
  if (call.function)
    checkFunction(call);
}

/// Arguments are stored into the function's parameters.
void Checker::checkScriptCall(Call &call) {
  const std::vector<VariableSymbol *> &parameters = call.script->parameters;
  if (call.script->isBroken || call.args.size() != parameters.size())
    return;
  for (size_t i = 0; i < call.args.size(); ++i) {
    const Expr &arg = *call.args[i];
    if (arg.type.is(TypeKind::Void) || (arg.type.isAggregate() && !arg.type.isCastableAggregate()))
      reporter.error(arg.span, withArticle(arg.type) + " cannot be given to a function");
    else
      checkStore(arg, asValue(arg.type), parameters[i]->type, parameters[i]->name, arg.span,
                 parameters[i]->declared);
  }
}

/// Does C find behind a pointer what it expects there? The sign of a number does not
/// matter, nor whether it is the first one of several.
static bool isSamePointee(Type given, const Type &wanted) {
  if (wanted.is(TypeKind::Void) || given.is(TypeKind::Void) || given == wanted)
    return true;
  bool isNumber = wanted.isIntegral();
  if (isNumber && given.is(TypeKind::Array))
    given = given.element();
  if (isNumber && given.is(TypeKind::String))
    return wanted.size() == 1;
  return isNumber && asInteger(given) && given.size() == wanted.size();
}

/// Are the two definitions, of which one is C's and the other the script's or the kernel's, the
/// same bytes? Of a struct that C only names nothing is known.
static bool isSameLayout(const Type &given, const Type &wanted) {
  const StructDef *a = given.definition().get(), *b = wanted.definition().get();
  if (!given.is(TypeKind::Struct) || !a || !b)
    return true;
  auto firstBit = [](const StructMember &member) { return member.offset * 8 + member.bitOffset; };
  return a->size == b->size &&
         std::equal(a->members.begin(), a->members.end(), b->members.begin(), b->members.end(),
                    [&](const StructMember &x, const StructMember &y) {
                      return x.name == y.name && firstBit(x) == firstBit(y) &&
                             x.bitSize == y.bitSize && x.type.size() == y.type.size();
                    });
}

/// Arguments of a C function are converted like values that are assigned; an
/// integer may stand for an address.
void Checker::checkFunction(Call &call) {
  const CFunction &function = *call.function;
  if (call.args.size() != function.parameters.size())
    return; // Said when the name was bound.
  for (size_t i = 0; i < call.args.size(); ++i) {
    const Type &given = call.args[i]->type, &wanted = function.parameters[i].type;
    if (!given)
      continue;
    bool isPointer = given.is(TypeKind::Pointer);
    if (isPointer && given == wanted && !isSameLayout(given.element(), wanted.element())) {
      reporter
          .error(call.args[i]->span, "'" + given.element().str() +
                                         "' has another layout in C, where '" + function.name +
                                         "' is defined")
          .note("define it once, in a header that the script and the C file include");
      continue;
    }
    bool pointers =
        wanted.is(TypeKind::Pointer) &&
        (isPointer ? isSamePointee(given.element(), wanted.element()) : given.isIntegral());
    bool integers = asInteger(given) && asInteger(wanted);
    bool same = given == wanted;
    const auto *literal = as<IntLiteral>(call.args[i]);
    bool fits = !literal || !wanted.isInteger() || literal->value.fitsIn(wanted);
    if ((!pointers && !integers && !same) || !fits) {
      Diagnostic &error = reporter.error(call.args[i]->span,
                                         "parameter '" + function.parameters[i].name + "' of '" +
                                             function.name + "' has the type '" + wanted.str() +
                                             "' and cannot take " + withArticle(given));
      if (isPointer && wanted.is(TypeKind::Pointer))
        error.note("use a cast if that is meant: '(" + wanted.str() + ")'");
      continue;
    }
    if (integers && wanted.isInteger() && !literal && !integerFits(asInteger(given), wanted))
      reporter.warning(call.args[i]->span, "implicit-cast",
                       "this '" + given.str() + "' may not fit into parameter '" +
                           function.parameters[i].name + "', " + withArticle(wanted));
  }
}

/// A string, bytes that may be one, or a pointer to them.
static bool isText(const Type &type) {
  bool hasElements = type.is(TypeKind::Pointer) || type.is(TypeKind::Array);
  return type.is(TypeKind::String) ||
         (hasElements && type.element().isInteger() && type.element().size() == 1);
}

void Checker::checkArgument(Call &call, unsigned i) {
  const char kind = call.builtin->argKind(i);
  Expr &arg = *call.args[i];
  const std::string name = std::string("'") + call.builtin->name + "'";
  if (reporter.hasErrorIn(arg.span))
    return;
  switch (kind) {
  case 's':
    if (arg.kind != ExprKind::String) {
      Diagnostic &error =
          reporter.error(arg.span, name + " needs a string written in the script here");
      const auto *number = as<IntLiteral>(&arg);
      if (number && number->param)
        error.note("use 'str($" + std::to_string(number->param) + ")' for its text");
    }
    return;
  case 'p':
    if (arg.type && !arg.type.isIntegral() && !arg.type.is(TypeKind::Pointer))
      reporter.error(arg.span,
                     name + " needs an integer or a pointer here, not " + withArticle(arg.type));
    return;
  case 't':
    if (arg.type && !isText(arg.type))
      reporter.error(arg.span, name +
                                   " needs a string, or the bytes of one or their address, not " +
                                   withArticle(arg.type));
    else if (arg.type.is(TypeKind::Pointer))
      checkSpace(arg.span, arg.type.space());
    return;
  case 'n':
    if (!constantNumber(arg))
      reporter.error(arg.span, name + " needs a number that is known at compile time here");
    return;
  case 'i':
    if (arg.type && !arg.type.isIntegral())
      reporter.error(arg.span, name + " needs an integer here, not " + withArticle(arg.type));
    return;
  default:
    return;
  }
}

void Checker::checkBuiltin(Call &call) {
  const BuiltinInfo &builtin = *call.builtin;
  if (builtin.isAggregate() && &call != assignedAggregate)
    reporter.error(call.span, "'" + call.callee + "' can only be assigned to a map, as in '@x = " +
                                  call.callee + "(…);'");
  for (unsigned i = 0; i < call.args.size(); ++i) {
    char kind = builtin.argKind(i);
    auto *map = as<Map>(call.args[i]);
    bool wholeMap = (kind == 'm' || kind == 'e') && map && !map->hasKey;
    bool isFormat = builtin.id == Builtin::Printf && i == 0;
    if (wholeMap)
      checkKnownMap(*map);
    else if (kind == 'e' && map)
      checkKeys(*map);
    else if (!builtin.isWord(i) && (!isFormat || call.args[0]->kind != ExprKind::String))
      check(*call.args[i]);
    checkArgument(call, i);
  }
  switch (builtin.id) {
  case Builtin::Ctx: // Its fields are not checked through it.
    if (call.type)
      reporter.error(call.span, "'ctx' is there for its fields only, as in 'ctx.FIELD'");
    return;
  case Builtin::Printf:
    return checkPrintf(call);
  case Builtin::Print:
    return checkPrint(call);
  case Builtin::Str:
    return checkStr(call);
  case Builtin::Strncmp:
    return checkStrncmp(call);
  case Builtin::Delete:
  case Builtin::HasKey:
    return checkDelete(call);
  case Builtin::Hist:
    checkHist(call);
    break;
  case Builtin::LHist:
    checkLHist(call);
    break;
  case Builtin::TSeries:
    checkTSeries(call);
    break;
  default:
    checkPresentation(call);
    break;
  }
}

bool Checker::checkKnownMap(const Map &map) {
  if (map.symbol && map.symbol->isKeyed)
    return true;
  bool isExplained = reporter.hasErrorIn(map.span);
  if (isExplained || (program.tree.incomplete && reporter.isNamedElsewhere(map.name, map.span)))
    return false;
  std::vector<std::string> names;
  for (const std::unique_ptr<MapSymbol> &known : program.maps)
    if (known->isKeyed)
      names.push_back(known->name);
  Reporter::suggest(reporter.error(map.span, "undefined map '" + map.name + "'"), map.name, names);
  return false;
}

//===-- Printing ----------------------------------------------------------===//

void Checker::checkPrintf(Call &call) {
  const auto *format = call.args.empty() ? nullptr : as<StringLiteral>(call.args[0]);
  if (!format)
    return;
  std::vector<FormatSpecifier> specifiers = parseFormat(format->value);
  size_t given = call.args.size() - 1;
  if (given != specifiers.size()) {
    reporter.error(call.span, "this format takes " + std::to_string(specifiers.size()) +
                                  (specifiers.size() == 1 ? " value" : " values") + ", not " +
                                  std::to_string(given));
  }
  for (size_t i = 0; i < specifiers.size(); ++i) {
    const FormatSpecifier &specifier = specifiers[i];
    if (!specifier.isKnown) {
      reporter.error(format->span, "there is no conversion '%" + specifier.conversion + "'");
      continue;
    }
    if (i >= given)
      continue;
    const Expr &value = *call.args[i + 1];
    if (!value.type || !checkValue(value))
      continue;
    if (!accepts(specifier, asValue(value.type)))
      reporter.error(value.span,
                     "'%" + specifier.conversion + "' cannot show " + withArticle(value.type));
  }
}

void Checker::checkPrint(Call &call) {
  if (call.args.empty())
    return;
  const auto *map = as<Map>(call.args[0]);
  bool wholeMap = map && !map->hasKey;
  if (call.args.size() > 1 && !wholeMap) {
    reporter.error(call.span,
                   "'print' of a value takes 1 argument, not " + std::to_string(call.args.size()));
    return;
  }
  if (wholeMap) {
    if (loopDepth > 0)
      reporter
          .warning(call.span, "print-in-loop",
                   "'print(" + map->name + ")' in a loop shows the map as it is later")
          .note("a map is read when its event has arrived; the loop goes on meanwhile");
    if (call.args.size() > 1 && map->symbol && map->symbol->value.is(TypeKind::Stats))
      reporter.warning(call.span, "ignored-argument",
                       "the numbers behind '" + map->name + "' are ignored for 'stats'");
    return;
  }
  if (map) {
    const Type &value = map->symbol ? map->symbol->value : Type::none();
    if (value.isAggregate() && !value.isCastableAggregate() && !value.is(TypeKind::Stats))
      reporter.error(map->span,
                     withArticle(value) + " can only be printed as a whole map, not by key");
    return;
  }
  const Expr &value = *call.args[0];
  if (value.type && checkValue(value) && value.type.is(TypeKind::TimestampMode))
    reporter.error(value.span, withArticle(value.type) + " cannot be printed");
}

//===-- Others ------------------------------------------------------------===//

void Checker::checkStr(Call &call) {
  if (call.args.empty())
    return;
  const Type &source = call.args[0]->type;
  bool address = source.isIntegral() || source.is(TypeKind::Pointer) || source.is(TypeKind::String);
  if (source && !address)
    reporter.error(call.args[0]->span,
                   "'str' needs an address or a string, not " + withArticle(source));
  if (source.is(TypeKind::Pointer) || source.isOpenEnded())
    checkSpace(call.span, source.space());
  else if (source.isIntegral())
    checkAddress(*call.args[0]);
  if (call.args.size() < 2)
    return;
  uint64_t limit = program.config.number("max_strlen");
  checkLength(*call.args[1], limit - 1, limit);
}

/// A length above `most` that is known is cut to `limit`.
void Checker::checkLength(const Expr &length, uint64_t most, uint64_t limit) {
  std::optional<Integer> number = constantNumber(length);
  if (number && number->isNegative())
    reporter.error(length.span, "a length cannot be negative");
  else if (number && number->raw() > most)
    reporter
        .warning(length.span, "shortened",
                 "the length " + number->str() + " is cut to " + std::to_string(limit))
        .note("set 'max_strlen' in the config block to allow more");
}

void Checker::checkStrncmp(const Call &call) {
  if (call.args.size() == 3)
    checkLength(*call.args[2], std::numeric_limits<uint64_t>::max(), 0);
}

void Checker::checkDelete(Call &call) {
  const auto *map = call.args.empty() ? nullptr : as<Map>(call.args[0]);
  if (!map || !map->symbol)
    return;
  if (call.builtin->id == Builtin::HasKey && !map->hasKey)
    reporter.error(call.span, "'has_key' needs a map with keys");
}

void Checker::checkHist(Call &call) {
  std::optional<Integer> bits =
      call.args.size() == 2 ? constantNumber(*call.args[1]) : std::nullopt;
  if (bits && (bits->isNegative() || bits->raw() > 5))
    reporter.error(call.args[1]->span, "the bits of 'hist' go from 0 to 5, not " + bits->str());
}

void Checker::checkLHist(Call &call) {
  if (call.args.size() != 4)
    return;
  for (unsigned i = 1; i < 4; ++i) {
    std::optional<Integer> number = constantNumber(*call.args[i]);
    if (!number)
      return;
    if (number->isNegative() || !number->fitsSigned()) {
      reporter.error(call.args[i]->span, "the range and step of 'lhist' cannot be negative");
      return;
    }
  }
  int64_t min = literalArgument(call, 1), max = literalArgument(call, 2),
          step = literalArgument(call, 3);
  if (step < 1)
    reporter.error(call.args[3]->span, "the step of 'lhist' must be at least 1");
  else if (max <= min)
    reporter.error(call.args[2]->span, "the maximum of 'lhist' must be above its minimum; they "
                                       "are " +
                                           std::to_string(max) + " and " + std::to_string(min));
  else if (step > max - min)
    reporter.error(call.args[3]->span,
                   "the step of 'lhist' is larger than its range of " + std::to_string(max - min));
  else if ((max - min) / step > 1000)
    reporter.error(call.span, "'lhist' can have at most 1000 buckets; these would be " +
                                  std::to_string((max - min) / step));
}

void Checker::checkTSeries(Call &call) {
  if (call.args.size() < 3)
    return;
  std::optional<Integer> interval = constantNumber(*call.args[1]);
  if (interval && (!interval->fitsSigned() || interval->raw() == 0 || interval->isNegative()))
    reporter.error(call.args[1]->span,
                   "the interval of 'tseries' goes from 1 ns to 9223372036854775807 ns, not " +
                       interval->str());
  std::optional<Integer> count = constantNumber(*call.args[2]);
  if (count && (count->isNegative() || count->raw() < 1 || count->raw() > Type::kMaxIntervals)) {
    Diagnostic &error = reporter.error(call.args[2]->span, "a 'tseries' keeps from 1 to " +
                                                               std::to_string(Type::kMaxIntervals) +
                                                               " intervals, not " + count->str());
    if (count->raw() > Type::kMaxIntervals && !count->isNegative())
      error.note("on each CPU, the kernel keeps at most 32 KiB of a value");
  }
  const auto *name = call.args.size() > 3 ? as<StringLiteral>(call.args[3]) : nullptr;
  if (name && intervalKind(call) == TypeKind::None)
    Reporter::suggest(reporter.error(name->span, "'tseries' takes 'avg', 'max', 'min' or 'sum' of "
                                                 "an interval, not '" +
                                                     name->value + "'"),
                      name->value, {"avg", "max", "min", "sum"});
  checkTestClock(call.span);
}

void Checker::checkTestClock(Span where) {
  const MapSymbol *clock = program.testClock();
  bool isNumber = clock && clock->isKeyed == false && clock->value.isInteger();
  if (!program.testClockName.empty() && !isNumber)
    reporter.error(where, "the test's clock '" + program.testClockName +
                              "' is not a map that holds one number");
}

} // namespace sonde
