//===- Generator.cpp - Scripts, settings, maps and probes -----------------===//
#include "test/fuzz/scripts/Generator.h"

namespace sonde::fuzz {

std::string generateScript(uint64_t seed, bool anyKernel) {
  return Generator(seed, anyKernel).script();
}

std::string Generator::script() {
  hasC = random.oneIn(2);
  hasTypeInfo = random.oneIn(3);
  declareMaps();
  std::string out = cText() + configuration() + mapDeclarations() + macros() + functions();
  out += initialisation();
  for (size_t i = 1 + random.below(3); i > 0; --i) {
    const Place &where = random.pick(probePlaces());
    out += probe(anyKernel && where.isPrivileged ? probePlaces().front() : where);
  }
  return out;
}

/// Whole expressions, and parts of C's types, that the rest of the script uses.
std::string Generator::cText() {
  if (!hasC)
    return "";
  return "#define LIMIT " + literal() +
         "\n"
         "#define MIX(x, y) ((x) * 3 + (y))\n"
         "enum Colour { RED = 1, GREEN, BLUE = 7 };\n"
         "struct Inner { short depth; unsigned char bytes[5]; };\n"
         "union Either { int number; unsigned char part[8]; };\n"
         "struct Outer {\n  int x;\n  unsigned long wide;\n  unsigned int low : 3, high : 29;\n"
         "  char name[8];\n  struct Inner inner;\n  union Either either;\n"
         "  enum Colour colour;\n  int list[3];\n}" +
         random.pick({"", " __attribute__((packed))"}) + ";\n\n";
}

std::string Generator::configuration() {
  std::string settings = hasTypeInfo ? "unstable_typeinfo = enable" : "";
  for (size_t i = random.below(3); i > 0; --i)
    settings += (settings.empty() ? "" : "; ") +
                random.pick({"max_map_keys=100", "max_strlen=32", "max_strlen=1024",
                             "max_strlen = 128", "print_maps_on_exit=false", "stack_mode=raw",
                             "stack_mode = perf", "on_stack_limit=128", "missing_probes = \"warn\"",
                             "str_trunc_trailer=\"~\"", "lazy_symbolication=0"});
  return settings.empty() ? "" : "config = { " + settings + random.pick({"", ";"}) + " }\n\n";
}

void Generator::declareMaps() {
  static const std::vector<std::string> kAggregations = {"count", "sum",  "min",   "max",    "avg",
                                                         "stats", "hist", "lhist", "tseries"};
  size_t count = 2 + random.below(5);
  for (size_t i = 0; i < count; ++i) {
    Map map;
    map.name = "@" + std::string(1, char('a' + i));
    for (size_t keys = random.below(4); keys > 0; --keys)
      map.keys.push_back(random.oneIn(4)   ? someShape(1)
                         : random.oneIn(3) ? Shape{Sort::Text}
                                           : Shape{Sort::Int});
    if (random.oneIn(3))
      map.aggregation = random.pick(kAggregations);
    else
      map.shape = someShape(2);
    maps.push_back(map);
  }
}

std::string Generator::mapDeclarations() {
  std::string out;
  for (const Map &map : maps)
    if (!map.keys.empty() && random.oneIn(5))
      out += "let " + map.name + " = " +
             random.pick(map.isPlain() ? std::vector<std::string>{"hash", "lruhash"}
                                       : std::vector<std::string>{"percpuhash", "percpulruhash"}) +
             "(" + std::to_string(1 + random.below(500)) + ");\n";
  return out;
}

/// A map must be written somewhere: here each of them is, from those before it.
std::string Generator::initialisation() {
  static const Place kBegin{"begin", {}};
  std::string out = "begin {\n";
  scopes.emplace_back();
  place = &kBegin;
  std::vector<Map> all;
  std::swap(maps, all);
  for (const Map &map : all) {
    out += "  " + access(map, 0) + " = " +
           (map.isPlain() ? expression(map.shape, 0).text : aggregationCall(map, 0)) + ";\n";
    maps.push_back(map);
  }
  scopes.pop_back();
  return out + "}\n\n";
}

std::string Generator::probe(const Place &where) {
  place = &where;
  mayReturn = true;
  result = random.oneIn(3) ? std::optional<Shape>(Shape{Sort::Int}) : std::nullopt;
  std::string out = where.attach;
  scopes.emplace_back();
  if (random.oneIn(3))
    out += " / " + (random.oneIn(3) ? runTimeInteger(1) : comparison(2).text) + " /";
  scopes.pop_back();
  return out + " " + block(3) + "\n\n";
}

} // namespace sonde::fuzz
