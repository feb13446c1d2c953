//===- Generator.cpp - Scripts, probes and statements ---------------------===//
#include "test/fuzz/scripts/Generator.h"

namespace sonde::fuzz {
namespace {

/// What is in the recorded kernel as well as in every running one.
const std::vector<Probe> &probes() {
  static const std::vector<Probe> kProbes = {
      {"begin", {}, {}},
      {"end", {}, {}},
      {"interval:ms:100", {}, {}},
      {"interval:hz:3", {}, {}},
      {"profile:hz:99", {}, {}},
      {"tracepoint:raw_syscalls:sys_enter",
       {{"args.id", Sort::Int}, {"args.args[0]", Sort::Int}, {"args.args[5]", Sort::Int}},
       {}},
      {"tracepoint:raw_syscalls:sys_exit", {{"args.id", Sort::Int}, {"args.ret", Sort::Int}}, {}},
      {"tracepoint:syscalls:sys_enter_openat",
       {{"args.dfd", Sort::Int}, {"args.flags", Sort::Int}, {"args.mode", Sort::Int}},
       {"args.filename"}},
      {"tracepoint:syscalls:sys_exit_read", {{"args.ret", Sort::Int}}, {}},
      {"tracepoint:syscalls:sys_enter_read, tracepoint:syscalls:sys_enter_write",
       {{"args.fd", Sort::Int}, {"args.count", Sort::Int}},
       {"args.buf"}},
      {"tracepoint:sched:sched_switch",
       {{"args.prev_pid", Sort::Int},
        {"args.next_prio", Sort::Int},
        {"args.prev_comm", Sort::Text},
        {"args.next_comm", Sort::Text}},
       {}},
      {"rawtracepoint:sys_enter", {{"arg1", Sort::Int}}, {}},
  };
  return kProbes;
}

} // namespace

std::string generateScript(uint64_t seed) { return Generator(seed).script(); }

//===----------------------------------------------------------------------===//
// Declarations
//===----------------------------------------------------------------------===//

std::string Generator::script() {
  declareMaps();
  std::string out = configuration() + mapDeclarations() + initialisation();
  size_t count = 1 + random.below(3);
  for (size_t i = 0; i < count; ++i)
    out += probe(random.pick(probes()));
  return out;
}

void Generator::declareMaps() {
  static const std::vector<std::string> kAggregations = {"count", "sum",   "min",  "max",
                                                         "avg",   "stats", "hist", "lhist"};
  size_t count = 2 + random.below(5);
  for (size_t i = 0; i < count; ++i) {
    Map map;
    map.name = "@" + std::string(1, char('a' + i));
    for (size_t keys = random.below(4); keys > 0; --keys)
      map.keys.push_back(random.oneIn(3) ? Sort::Text : Sort::Int);
    if (random.oneIn(3)) {
      map.aggregation = random.pick(kAggregations);
    } else {
      map.sort = random.pick(std::vector<Sort>{Sort::Int, Sort::Int, Sort::Int, Sort::Bool,
                                               Sort::Text, Sort::Tuple, Sort::Record});
      if (map.sort == Sort::Tuple || map.sort == Sort::Record)
        map.elements = someElements();
    }
    maps.push_back(map);
  }
}

std::string Generator::configuration() {
  if (!random.oneIn(4))
    return "";
  return "config = { " +
         random.pick({"max_map_keys=100", "max_strlen=32", "print_maps_on_exit=false",
                      "max_map_keys=1000; max_strlen=128"}) +
         " }\n\n";
}

std::string Generator::mapDeclarations() {
  std::string out;
  for (const Map &map : maps)
    if (!map.keys.empty() && random.oneIn(5))
      out += "let " + map.name + " = " +
             random.pick(map.aggregation.empty()
                             ? std::vector<std::string>{"hash", "lruhash"}
                             : std::vector<std::string>{"percpuhash", "percpulruhash"}) +
             "(" + std::to_string(1 + random.below(500)) + ");\n";
  return out;
}

/// A map must be written somewhere: here each of them is.
std::string Generator::initialisation() {
  std::string out = "begin {\n";
  scopes.emplace_back();
  static const Probe kBegin{"begin", {}, {}};
  current = &kBegin;
  for (const Map &map : maps) {
    std::string place = access(map, 0);
    if (!map.aggregation.empty())
      out += "  " + place + " = " + aggregationCall(map, 0) + ";\n";
    else
      out += "  " + place + " = " + expression(map.sort, map.elements, 0).text + ";\n";
  }
  scopes.pop_back();
  return out + "}\n\n";
}

std::string Generator::probe(const Probe &where) {
  current = &where;
  std::string out = where.attach;
  scopes.emplace_back();
  if (random.oneIn(3))
    out += " / " + (random.oneIn(3) ? runTimeInteger(1) : comparison(2)) + " /";
  scopes.pop_back();
  return out + " " + block(3) + "\n\n";
}

//===----------------------------------------------------------------------===//
// Statements
//===----------------------------------------------------------------------===//

std::string Generator::block(unsigned depth) {
  scopes.emplace_back();
  std::string out = "{\n";
  for (size_t i = 1 + random.below(depth > 2 ? 8 : 3); i > 0; --i)
    out += indentation() + statement(depth) + "\n";
  scopes.pop_back();
  return out + indentation() + "}";
}

std::string Generator::statement(unsigned depth) {
  switch (random.below(depth ? 16 : 12)) {
  case 0:
  case 1:
    return newVariable();
  case 2:
    return assignment();
  case 3:
  case 4:
    return mapAssignment();
  case 5:
    return compound();
  case 6:
  case 7:
    return aggregation();
  case 8:
    return mapCall();
  case 9:
    return print();
  case 10:
    return printf();
  case 11:
    return "_ = " + expression(random.oneIn(2) ? Sort::Int : Sort::Bool, {}, 2).text + ";";
  case 12:
    return block(depth - 1);
  default:
    return branch(depth - 1);
  }
}

std::string Generator::newVariable() {
  Variable variable{fresh("$v"), Sort::Int, {}, false};
  variable.sort = random.pick(std::vector<Sort>{Sort::Int, Sort::Int, Sort::Int, Sort::Bool,
                                                Sort::Text, Sort::Tuple, Sort::Record});
  if (variable.sort == Sort::Tuple || variable.sort == Sort::Record)
    variable.elements = someElements();
  std::string out;
  if (variable.sort == Sort::Int && random.oneIn(3))
    // A constant would have to fit.
    out = "let " + variable.name + ": " +
          random.pick({"int8", "uint16", "int32", "int64", "uint64"}) + " = " + runTimeInteger(2) +
          ";";
  else
    out = random.pick({"", "let "}) + variable.name + " = " +
          expression(variable.sort, variable.elements, 2).text + ";";
  scopes.back().push_back(variable);
  return out;
}

std::string Generator::assignment() {
  Sort sort = random.oneIn(3) ? Sort::Bool : Sort::Int;
  const Variable *variable = findVariable(sort, /*toWrite=*/true);
  if (!variable)
    return newVariable();
  // A declared variable takes no constant that does not fit it.
  std::string value = sort == Sort::Int ? runTimeInteger(2) : truth(2).text;
  return variable->name + " = " + value + ";";
}

std::string Generator::mapAssignment() {
  const Map *map = findMap(random.pick(
      std::vector<Sort>{Sort::Int, Sort::Int, Sort::Bool, Sort::Text, Sort::Tuple, Sort::Record}));
  if (!map)
    return newVariable();
  return access(*map, 1) + " = " + expression(map->sort, map->elements, 2).text + ";";
}

std::string Generator::compound() {
  std::string target;
  if (const Map *map = random.oneIn(2) ? findMap(Sort::Int) : nullptr)
    target = access(*map, 1);
  else if (const Variable *variable = findVariable(Sort::Int, /*toWrite=*/true))
    target = variable->name;
  else
    return newVariable();
  if (random.oneIn(3))
    return target + random.pick({"++", "--"}) + ";";
  return target + " " +
         random.pick({"+=", "-=", "*=", "/=", "%=", "&=", "|=", "^=", "<<=", ">>="}) + " " +
         runTimeInteger(1) + ";";
}

std::string Generator::aggregationCall(const Map &map, unsigned depth) {
  const std::string &name = map.aggregation;
  if (name == "count")
    return "count()";
  std::string value = runTimeInteger(depth);
  if (name == "hist")
    return "hist(" + value + ")";
  if (name == "lhist")
    return "lhist(" + value + ", 0, 1000, 100)";
  return name + "(" + value + ")";
}

std::string Generator::aggregation() {
  const Map *map = findAggregation();
  if (!map)
    return mapAssignment();
  return access(*map, 1) + " = " + aggregationCall(*map, 2) + ";";
}

std::string Generator::mapCall() {
  const Map &map = random.pick(maps);
  switch (random.below(4)) {
  case 0:
    return random.pick({"clear(", "zero("}) + map.name + ");";
  case 1:
    return "print(" + map.name + ");";
  default:
    if (map.keys.empty())
      return "delete(" + map.name + ");";
    return random.oneIn(2) ? "delete(" + access(map, 1) + ");"
                           : "delete(" + map.name + ", " + key(map, 1) + ");";
  }
}

std::string Generator::print() {
  Sort sort =
      random.pick(std::vector<Sort>{Sort::Int, Sort::Bool, Sort::Text, Sort::Tuple, Sort::Record});
  return "print(" + expression(sort, someElements(), 2).text + ");";
}

std::string Generator::printf() {
  std::string format, arguments;
  for (size_t i = random.below(4); i > 0; --i) {
    Sort sort = random.oneIn(3) ? Sort::Text : Sort::Int;
    format += sort == Sort::Text ? random.pick({" %s", " %-16s", " %20s"})
                                 : random.pick({" %d", " %u", " %x", " %08lx", " %lld"});
    arguments += ", " + expression(sort, {}, 2).text;
  }
  return "printf(\"event" + format + "\\n\"" + arguments + ");";
}

std::string Generator::branch(unsigned depth) {
  std::string condition = random.oneIn(4) ? runTimeInteger(1) : comparison(2);
  if (random.oneIn(10))
    return "if (" + condition + ") { return; }";
  std::string out = "if (" + condition + ") " + block(depth);
  if (random.oneIn(2))
    out +=
        " else " + (random.oneIn(3) ? "if (" + comparison(1) + ") " : std::string()) + block(depth);
  return out;
}

} // namespace sonde::fuzz
