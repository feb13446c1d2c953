//===- GenerateMaps.cpp - What is done with maps --------------------------===//
#include "test/fuzz/scripts/Generator.h"

namespace sonde::fuzz {

const Map *Generator::findMap(const Shape &shape) {
  return findMapThat([&](const Map &map) { return map.isPlain() && map.shape == shape; });
}

std::string Generator::keys(const Map &map, unsigned depth) {
  std::string out;
  for (const Shape &shape : map.keys)
    out += (out.empty() ? "" : ", ") + expression(shape, depth).text;
  return out;
}

std::string Generator::key(const Map &map, unsigned depth) {
  std::string out = keys(map, depth);
  return map.keys.size() > 1 ? "(" + out + ")" : out;
}

std::string Generator::access(const Map &map, unsigned depth) {
  if (map.keys.empty())
    return map.name;
  return map.name + "[" + (random.oneIn(4) ? key(map, depth) : keys(map, depth)) + "]";
}

std::string Generator::mapAssignment(unsigned) {
  const Map *map = findMapThat([](const Map &candidate) { return candidate.isPlain(); });
  if (!map)
    return "";
  return access(*map, 1) + " = " + expression(map->shape, 2).text + ";";
}

std::string Generator::aggregationCall(const Map &map, unsigned depth) {
  const std::string &name = map.aggregation;
  if (name == "count")
    return "count()";
  std::string value = runTimeInteger(depth);
  if (name == "lhist")
    return "lhist(" + value + ", 0, 1000, 100)";
  if (name == "tseries")
    return "tseries(" + value + ", 1ms, 5)";
  if (name == "hist" && map.keys.size() == 1)
    return "hist(" + value + ", 2)"; // All calls of a map have the same bits.
  return name + "(" + value + ")";
}

std::string Generator::aggregation(unsigned) {
  const Map *map = findMapThat([](const Map &candidate) { return !candidate.isPlain(); });
  if (!map)
    return "";
  return access(*map, 1) + " = " + aggregationCall(*map, 2) + ";";
}

std::string Generator::mapCall(unsigned) {
  if (maps.empty())
    return "";
  const Map &map = random.pick(maps);
  switch (random.below(6)) {
  case 0:
    return random.pick({"clear(", "zero("}) + map.name + ");";
  case 1:
    return "print(" + map.name + ");";
  case 2:
    return "print(" + map.name + ", 3" + random.pick({"", ", 10"}) + ");";
  case 3:
    if (map.isPlain() && !map.keys.empty())
      return "print(" + access(map, 1) + ");";
    return "";
  default:
    if (map.keys.empty())
      return "delete(" + map.name + ");";
    return random.oneIn(2) ? "delete(" + access(map, 1) + ");"
                           : "delete(" + map.name + ", " + key(map, 1) + ");";
  }
}

} // namespace sonde::fuzz
