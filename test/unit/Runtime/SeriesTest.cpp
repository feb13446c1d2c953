// Windows, scales and times of series (O69 to O73, O110).
#include "test/unit/Runtime/Bytes.h"

#include "lib/Runtime/Series.h"
#include "lib/Types/Ordered.h"

#include <gtest/gtest.h>

using namespace sonde;

namespace {

constexpr int64_t kSecond = 1'000'000'000;

/// Puts words into the place of interval `number`; the number is the last of them.
void fill(Bytes &series, uint64_t number, const std::vector<uint64_t> &state) {
  size_t at = number % series.type.count() * series.type.intervalSize();
  for (uint64_t word : state) {
    series.number(at, word);
    at += 8;
  }
  series.number(at, number + 1);
}

/// The last values of intervals.
Bytes lastValues(int64_t interval, uint32_t count,
                 const std::vector<std::pair<uint64_t, int64_t>> &values, bool isSigned = true) {
  Bytes series(Type::tseries(interval, count, Type::integer(64, isSigned)));
  for (auto [number, value] : values)
    fill(series, number, {uint64_t(value), number * interval});
  return series;
}

std::string asText(const Bytes &series, int64_t sinceEpoch = 0) {
  std::string out;
  appendSeries(out, series, {newestInterval(series), sinceEpoch});
  return out;
}

std::string asJson(const Bytes &series) {
  std::string out;
  appendJsonSeries(out, series, {newestInterval(series), 0});
  return out;
}

/// The lines of intervals.
std::vector<std::string> rows(const std::string &text) {
  std::vector<std::string> lines;
  for (size_t at = 0, end; (end = text.find('\n', at)) != std::string::npos; at = end + 1)
    lines.push_back(text.substr(at, end - at));
  return {lines.begin() + 2, lines.end() - 3};
}

// A single value is in the middle, and nothing says how precise its time should be.
TEST(Series, O69) {
  EXPECT_EQ(asText(lastValues(kSecond, 3, {{15, 7}})),
            "                   6                                                   8\n"
            "hh:mm:ss.ns        |___________________________________________________|\n"
            "00:00:15.000000000 |                         *                         | 7\n"
            "                   v___________________________________________________v\n"
            "                   6                                                   8\n"
            "\n");
}

// O73: a point takes the place of the border.
TEST(Series, O70O73) {
  EXPECT_EQ(asText(lastValues(kSecond, 5, {{1000, -2}, {1001, -1}, {1002, 0}, {1003, 1}})),
            "         -2                                                  1\n"
            "hh:mm:ss |___________________________________________________|\n"
            "00:16:40 *                                  .                | -2\n"
            "00:16:41 |                *                 .                | -1\n"
            "00:16:42 |                                 *.                | 0\n"
            "00:16:43 |                                  .                * 1\n"
            "         v___________________________________________________v\n"
            "         -2                                                  1\n"
            "\n");
}

TEST(Series, O71) {
  std::string text = asText(lastValues(20'000'000, 5, {{50'000, 1}, {50'001, 2}}));
  EXPECT_NE(text.find("hh:mm:ss.ms  |"), std::string::npos) << text;
  EXPECT_NE(text.find("00:16:40.020 |"), std::string::npos) << text;
}

TEST(Series, O72) {
  EXPECT_EQ(asText(lastValues(250'000, 5, {{4'000'002, 1}, {4'000'004, 2}, {4'000'006, 3}})),
            "                1                                                   3\n"
            "hh:mm:ss.\u03bcs    |___________________________________________________|\n"
            "00:16:40.000500 *                                                   | 1\n"
            "00:16:40.000750 |                                                   | -\n"
            "00:16:40.001000 |                         *                         | 2\n"
            "00:16:40.001250 |                                                   | -\n"
            "00:16:40.001500 |                                                   * 3\n"
            "                v___________________________________________________v\n"
            "                1                                                   3\n"
            "\n");
  EXPECT_EQ(asText(lastValues(kSecond, 5, {})), "<no data>\n");
  EXPECT_EQ(asJson(lastValues(kSecond, 5, {})), "[]");
}

TEST(Series, O110) {
  EXPECT_EQ(asJson(lastValues(1'500'000'000, 5, {{1, -3}, {3, 5}})),
            R"([{"interval_start":"1970-01-01T00:00:01.500000000","value":-3},)"
            R"({"interval_start":"1970-01-01T00:00:04.500000000","value":5}])");
}

// The clock of the intervals need not begin with the calendar's.
TEST(Series, TimesAreThoseOfTheCalendar) {
  EXPECT_EQ(rows(asText(lastValues(kSecond, 3, {{15, 7}}), 60 * kSecond))[0].substr(0, 8),
            "00:01:15");
}

// Interval 0 is one like any other; what is older than the window is not shown.
TEST(Series, WindowEndsAtTheNewest) {
  EXPECT_EQ(rows(asText(lastValues(kSecond, 3, {{0, 1}, {1, 2}}))).size(), 2u);
  Bytes stale = lastValues(kSecond, 3, {{7, 1}, {100, 2}});
  EXPECT_EQ(newestInterval(stale), 100u);
  EXPECT_EQ(rows(asText(stale)).size(), 1u);
  // Of a map with several keys, the newest may be another key's.
  std::string text;
  appendSeries(text, lastValues(kSecond, 3, {{99, 1}}), {100, 0});
  EXPECT_EQ(rows(text).size(), 2u);
  text.clear();
  appendSeries(text, lastValues(kSecond, 3, {{97, 1}}), {100, 0});
  EXPECT_EQ(text, "<no data>\n");
}

// Every kind that an interval can keep, with and without a sign.
TEST(Series, StatesAreReadAsTheirAggregations) {
  auto shown = [](Type state, const std::vector<uint64_t> &words) {
    Bytes series(Type::tseries(kSecond, 4, std::move(state)));
    fill(series, 6, words);
    return rows(asText(series))[0].substr(73);
  };
  EXPECT_EQ(shown(Type::aggregate(TypeKind::Sum, true), {uint64_t(-9)}), "-9");
  EXPECT_EQ(shown(Type::aggregate(TypeKind::Avg, true), {uint64_t(-9), 2}), "-4");
  EXPECT_EQ(shown(Type::aggregate(TypeKind::Min, true), {orderedFromValue(-3, true, true), 1}),
            "-3");
  EXPECT_EQ(shown(Type::aggregate(TypeKind::Max, false), {5, 1}), "5");
  EXPECT_EQ(shown(Type::integer(64, false), {uint64_t(-1), 0}), "18446744073709551615");
}

// At the ends of the type, too, the scale is not empty, and distances do not overflow.
TEST(Series, ScalesReachTheEndsOfTheType) {
  EXPECT_EQ(asText(lastValues(kSecond, 3, {{1, INT64_MAX}})).find("9223372036854775806"), 19u);
  EXPECT_EQ(rows(asText(lastValues(kSecond, 3, {{1, INT64_MIN}})))[0][19], '*');
  std::vector<std::string> lines =
      rows(asText(lastValues(kSecond, 3, {{1, INT64_MIN}, {2, -1}, {3, INT64_MAX}})));
  EXPECT_EQ(lines[0].find('*'), 9u);
  EXPECT_EQ(lines[1].find('*'), 9u + 25);
  EXPECT_EQ(lines[2].find('*'), 9u + 52);
}

} // namespace
