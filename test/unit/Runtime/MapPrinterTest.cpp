// Whole maps as text and JSON (its checklist).
#include "test/unit/Runtime/Bytes.h"

#include "lib/Runtime/MapPrinter.h"
#include "lib/Types/Ordered.h"

#include <gtest/gtest.h>

using namespace sonde;

namespace {

/// A map with its rows.
struct TestMap {
  MapInfo info;
  MapSnapshot snapshot{info};

  TestMap(std::string name, std::optional<Type> key, Type value)
      : info{std::move(name), "m", std::move(key), std::move(value), MapStorage::Hash} {}
  TestMap(const TestMap &) = delete;

  TestMap &row(const Bytes &key, const Bytes &value) {
    snapshot.append(key.data.data(), value.data.data(), key.data.size(), value.data.size());
    return *this;
  }
  TestMap &scalar(const Bytes &value) { return row(integer(64, false, 0), value); }

  std::string text(uint64_t top = 0, uint64_t div = 1, bool atExit = false) const {
    std::string out;
    appendMap(out, {&snapshot, top, div, atExit}, Renderer());
    return out;
  }
  std::string json(uint64_t top = 0, uint64_t div = 1, bool atExit = false) const {
    std::string out;
    appendJsonMap(out, {&snapshot, top, div, atExit}, Renderer());
    return out;
  }
};

const Type kInt = Type::integer(64, true);
const Type kString = Type::string(16);

Bytes i64(int64_t value) { return integer(64, true, value); }
Bytes str(const std::string &value) { return text(16, value); }
Bytes count(uint64_t value) { return Bytes(Type::plain(TypeKind::Count)).number(0, value); }
Bytes stats(int64_t total, uint64_t number) {
  return Bytes(Type::aggregate(TypeKind::Stats, true)).number(0, total).number(8, number);
}

TEST(MapPrinter, Scalars) {
  TestMap map("@a", std::nullopt, kInt);
  map.scalar(i64(-1));
  EXPECT_EQ(map.text(), "@a: -1\n");
  EXPECT_EQ(map.json(), "{\"type\": \"map\", \"data\": {\"@a\": -1}}\n");
}

// O37, O38, O39 and the golden of section 2.4.
TEST(MapPrinter, OrderTopDiv) {
  TestMap map("@x", kString, kInt);
  map.row(str("a"), i64(30)).row(str("b"), i64(-2)).row(str("c"), i64(3));
  EXPECT_EQ(map.text(), "@x[b]: -2\n@x[c]: 3\n@x[a]: 30\n");
  EXPECT_EQ(map.text(2), "@x[c]: 3\n@x[a]: 30\n");
  EXPECT_EQ(map.text(2, 2), "@x[c]: 1\n@x[a]: 15\n");
  EXPECT_EQ(map.text(0, 3), "@x[b]: 0\n@x[c]: 1\n@x[a]: 10\n");
  EXPECT_EQ(map.text(9), map.text());
  EXPECT_EQ(map.json(2, 2), "{\"type\": \"map\", \"data\": {\"@x\": {\"c\": 1, \"a\": 15}}}\n");
}

// Narrow integers too are in the order of their values.
TEST(MapPrinter, NarrowValuesAreSorted) {
  TestMap map("@n", kInt, Type::integer(8, true));
  map.row(i64(1), integer(8, true, 5)).row(i64(2), integer(8, true, -5));
  EXPECT_EQ(map.text(), "@n[2]: -5\n@n[1]: 5\n");
}

TEST(MapPrinter, O31) {
  TestMap map("@", kInt, Type::plain(TypeKind::Count));
  map.row(i64(1), count(9)).row(i64(2), count(3));
  EXPECT_EQ(map.text(), "@[2]: 3\n@[1]: 9\n"); // O22
  EXPECT_EQ(map.json(), "{\"type\": \"map\", \"data\": {\"@\": {\"2\": 3, \"1\": 9}}}\n");
}

TEST(MapPrinter, O32O104) {
  TestMap map("@st", kString, Type::aggregate(TypeKind::Stats, true));
  map.row(str("x"), stats(3, 1)).row(str("y"), stats(2, 1));
  EXPECT_EQ(map.text(), "@st[y]: { .count = 1, .average = 2, .total = 2 }\n"
                        "@st[x]: { .count = 1, .average = 3, .total = 3 }\n");
  EXPECT_EQ(map.json(), "{\"type\": \"stats\", \"data\": {\"@st\": {\"y\": {\"count\": 1, "
                        "\"average\": 2, \"total\": 2}, \"x\": {\"count\": 1, \"average\": 3, "
                        "\"total\": 3}}}}\n");
}

TEST(MapPrinter, O36) {
  TestMap map("@m", kInt, Type::aggregate(TypeKind::Min, true));
  auto min = [](int64_t value) {
    return Bytes(Type::aggregate(TypeKind::Min, true))
        .number(0, orderedFromValue(value, true, true))
        .number(8, 1);
  };
  map.row(i64(1), min(-3)).row(i64(2), min(3));
  EXPECT_EQ(map.text(), "@m[2]: 3\n@m[1]: -3\n");
}

TEST(MapPrinter, O34) {
  TestMap strings("@s", kString, kString);
  strings.row(str("b"), str("x")).row(str("a"), str("y"));
  EXPECT_EQ(strings.text(), "@s[a]: y\n@s[b]: x\n");
  TestMap integers("@i", kInt, kString);
  integers.row(i64(2), str("x")).row(i64(-1), str("y"));
  EXPECT_EQ(integers.text(), "@i[-1]: y\n@i[2]: x\n");
}

TEST(MapPrinter, O35O100) {
  Type key = Type::tuple({kString, kInt});
  TestMap map("@q", key, kString);
  auto tuple = [&](const char *text, int64_t number) {
    return Bytes(key).text(0, text).number(16, number);
  };
  map.row(tuple("b", 2), str("p")).row(tuple("a", 9), str("p")).row(tuple("a", 3), str("z"));
  EXPECT_EQ(map.text(), "@q[a, 3]: z\n@q[a, 9]: p\n@q[b, 2]: p\n");
  EXPECT_EQ(map.json(), "{\"type\": \"map\", \"data\": {\"@q\": {\"a,3\": \"z\", \"a,9\": \"p\", "
                        "\"b,2\": \"p\"}}}\n");
}

TEST(MapPrinter, Keys) {
  Type inner = Type::tuple({Type::integer(8, true), Type::integer(8, true)});
  Type nested = Type::tuple({inner, Type::integer(8, true)});
  TestMap tuple("@n", nested, kInt); // O20
  tuple.row(Bytes(nested).text(0, "\x01\x02\x03"), i64(1));
  EXPECT_EQ(tuple.text(), "@n[(1, 2), 3]: 1\n");
  EXPECT_EQ(tuple.json(), "{\"type\": \"map\", \"data\": {\"@n\": {\"(1,2),3\": 1}}}\n");

  Type fields = Type::record({{"x", Type::integer(8, true)}, {"y", Type::integer(8, true)}});
  TestMap record("@r", fields, kInt); // O21, O101
  record.row(Bytes(fields).text(0, "\x01\x02"), i64(1));
  EXPECT_EQ(record.text(), "@r[{ .x = 1, .y = 2 }]: 1\n");
  EXPECT_EQ(record.json(), "{\"type\": \"map\", \"data\": {\"@r\": {\"{.x=1,.y=2}\": 1}}}\n");

  TestMap truth("@b", Type::boolean(), Type::boolean()); // O23
  truth.row(Bytes(Type::boolean()).number(0, 1, 1), Bytes(Type::boolean()));
  EXPECT_EQ(truth.text(), "@b[true]: false\n");

  Type colour = Type::enumeration("E", 8, {{1, "AA"}, {7, "BB"}});
  TestMap names("@", colour, colour); // O24, O102
  names.row(Bytes(colour).number(0, 7), Bytes(colour).number(0, 1));
  EXPECT_EQ(names.text(), "@[BB]: AA\n");
  EXPECT_EQ(names.json(), "{\"type\": \"map\", \"data\": {\"@\": {\"BB\": 1}}}\n");

  TestMap text("@s", kString, kInt); // The outer characters go, whatever they belong to.
  text.row(str("(a b)\""), i64(1)).row(str("(x)"), i64(2));
  EXPECT_EQ(text.text(), "@s[(a b)\"]: 1\n@s[x]: 2\n");
  EXPECT_EQ(text.json(), "{\"type\": \"map\", \"data\": {\"@s\": {\"(ab)\\\"\": 1, \"x\": 2}}}\n");
}

TEST(MapPrinter, EmptyMaps) {
  TestMap keyed("@k", kInt, kInt); // O42
  EXPECT_EQ(keyed.text(), "");
  EXPECT_EQ(keyed.json(), "");
  TestMap scalar("@y", std::nullopt, kInt); // O43, O45
  EXPECT_EQ(scalar.text(), "@y: 0\n");
  EXPECT_EQ(scalar.json(), "{\"type\": \"map\", \"data\": {\"@y\": 0}}\n");
  EXPECT_EQ(scalar.text(0, 1, /*atExit=*/true), "");
  EXPECT_EQ(scalar.json(0, 1, /*atExit=*/true), "");
  TestMap average("@st", std::nullopt, Type::aggregate(TypeKind::Stats, true)); // O44, O105
  EXPECT_EQ(average.text(), "@st: { .count = 0, .average = 0, .total = 0 }\n");
  EXPECT_EQ(average.text(0, 1, /*atExit=*/true), "");
  EXPECT_EQ(average.json(0, 1, /*atExit=*/true),
            "{\"type\": \"stats\", \"data\": {\"@st\": {}}}\n");
  TestMap histogram("@h", std::nullopt, Type::hist(0)); // O62
  EXPECT_EQ(histogram.text(), "");
}

TEST(MapPrinter, Histograms) {
  Bytes one(Type::hist(0)), two(Type::hist(0));
  one.number(4 * 8, 1);
  two.number(4 * 8, 2);
  std::string bar = " |@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@|\n";
  TestMap keyed("@h", kString, Type::hist(0)); // O33, O60, O109
  keyed.row(str("b"), two).row(str("a"), one);
  EXPECT_EQ(keyed.text(), "@h[a]:\n[4, 8)                 1" + bar + "\n@h[b]:\n" +
                              "[4, 8)                 2" + bar + "\n");
  EXPECT_EQ(keyed.json(),
            "{\"type\": \"hist\", \"data\": {\"@h\": {\"a\": [{\"min\": 4, \"max\": 7, \"count\": "
            "1}], \"b\": [{\"min\": 4, \"max\": 7, \"count\": 2}]}}}\n");
  TestMap zeroed("@h", std::nullopt, Type::hist(0)); // O62, O108
  zeroed.scalar(Bytes(Type::hist(0)));
  EXPECT_EQ(zeroed.text(), "@h:\n\n");
  EXPECT_EQ(zeroed.json(), "{\"type\": \"hist\", \"data\": {\"@h\": []}}\n");
}

// All keys share the window of the newest interval; `top` keeps the last keys, and `div` divides
// nothing.
TEST(MapPrinter, Series) {
  const Type type = Type::tseries(1'000'000'000, 3, Type::integer(64, true));
  auto at = [&](uint64_t interval, int64_t value) {
    size_t place = interval % 3 * 24;
    return Bytes(type).number(place, value).number(place + 16, interval + 1);
  };
  TestMap map("@t", kString, type);
  map.row(str("a"), at(9, 8)).row(str("b"), at(10, 6)).row(str("c"), at(7, 1));
  const std::string b =
      "@t[b]:\n"
      "                   5                                                   7\n"
      "hh:mm:ss.ns        |___________________________________________________|\n"
      "00:00:10.000000000 |                         *                         | 6\n"
      "                   v___________________________________________________v\n"
      "                   5                                                   7\n"
      "\n";
  EXPECT_EQ(map.text(),
            "@t[a]:\n"
            "                   7                                                   9\n"
            "hh:mm:ss.ns        |___________________________________________________|\n"
            "00:00:09.000000000 |                         *                         | 8\n"
            "00:00:10.000000000 |                                                   | -\n"
            "                   v___________________________________________________v\n"
            "                   7                                                   9\n"
            "\n" +
                b + "@t[c]:\n<no data>\n");
  EXPECT_EQ(map.text(2, 3), b + "@t[c]:\n<no data>\n");
  EXPECT_EQ(map.json(2),
            R"({"type": "tseries", "data": {"@t": {"b": [{"interval_start":"1970-01-01T00:00:10)"
            R"(.000000000","value":6}], "c": []}}})"
            "\n");
  TestMap scalar("@t", std::nullopt, type);
  EXPECT_EQ(scalar.text(), "");
  EXPECT_EQ(scalar.json(), "");
}

} // namespace
