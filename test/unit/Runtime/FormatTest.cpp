// Format strings (O118 to O120).
#include "test/unit/Runtime/Bytes.h"

#include "lib/Runtime/Format.h"

#include <gtest/gtest.h>

using namespace sonde;

namespace {

std::string format(const char *text, const std::vector<Bytes> &values) {
  std::vector<EventInfo::Field> fields;
  std::vector<ValueView> views;
  for (const Bytes &value : values) {
    fields.push_back({8, value.type});
    views.push_back(value);
  }
  FormatString parsed(text);
  if (Result<void> fits = parsed.check(fields); !fits)
    return "error: " + fits.error().message;
  std::string out;
  parsed.render(out, views, Renderer());
  return out;
}

Bytes i64(uint64_t value) { return integer(64, true, value); }
Bytes boolean(bool value) { return Bytes(Type::boolean()).number(0, value, 1); }

struct Case {
  const char *format;
  std::vector<Bytes> values;
  const char *text;
};

TEST(Format, Golden) {
  const Case cases[] = {
      {"%d|%x|%X|%#x|%o|%u|%lld|%hhd\n",
       {i64(0x1ffffffff), i64(255), i64(255), i64(255), i64(8), i64(-1), i64(0x1ffffffff),
        i64(300)},
       "-1|ff|FF|0xff|10|4294967295|8589934591|44\n"},
      {"[%5d][%-5d][%05d][%+d][%5s][%-5s][%.2s][%c][%p][%%][%s]\n",
       {i64(42), i64(42), i64(42), i64(42), text(3, "ab"), text(3, "ab"), text(7, "abcdef"),
        i64(65), i64(0xff), boolean(true)},
       "[   42][42   ][00042][+42][   ab][ab   ][abcdef][A][0xff][%][true]\n"},
      {"no values", {}, "no values"},
      {"", {}, ""},
  };
  for (const Case &c : cases)
    EXPECT_EQ(format(c.format, c.values), c.text);
}

TEST(Format, Conversions) {
  const Case cases[] = {
      {"%x", {i64(-1)}, "ffffffff"},
      {"%lx", {i64(-1)}, "ffffffffffffffff"},
      {"%hx", {i64(-1)}, "ffff"},
      {"%jd %zd %td %Ld", {i64(-1), i64(-2), i64(-3), i64(-4)}, "-1 -2 -3 -4"},
      {"%u", {integer(8, true, -1)}, "4294967295"},
      {"%d", {integer(8, false, 255)}, "255"},
      {"%d", {boolean(true)}, "1"},
      {"%d", {Bytes(Type::enumeration("e", 4, {{1, "ONE"}})).number(0, 1, 4)}, "1"},
      {"%s", {Bytes(Type::enumeration("e", 4, {{1, "ONE"}})).number(0, 1, 4)}, "ONE"},
      {"%p", {i64(0)}, "0"},
      {"%c", {i64(0x141)}, "A"},
      {"%#o %#x", {i64(8), i64(0)}, "010 0x0"},
      {"%#X", {i64(255)}, "0XFF"},
      {"%+d %+d", {i64(0), i64(-1)}, "+0 -1"},
      // A zero is a plain fill character, on either side.
      {"%05d|%-05d", {i64(-5), i64(5)}, "000-5|50000"},
      {"[% d][%.2d][%*d]", {i64(5), i64(7), i64(9)}, "[5][7][9]"},
      {"%r|%rx|%rh",
       {buffer("a\x01"), buffer("a\x01"), buffer("a\x01")},
       "a\\x01|\\x61\\x01|61 01"},
      {"[%8r]", {buffer("ab")}, "[      ab]"},
      // The space is a flag, so this is "% s".
      {"100% sure", {text(2, "x")}, "100xure"},
      {"%y %", {}, "%y %"},
      {"%%d", {}, "%d"},
  };
  for (const Case &c : cases)
    EXPECT_EQ(format(c.format, c.values), c.text) << c.format;
}

TEST(Format, O120) {
  Bytes tuple =
      Bytes(Type::tuple({Type::integer(8, true), Type::string(2)})).number(0, 1, 1).text(1, "x");
  Bytes record = Bytes(Type::record({{"a", Type::integer(8, true)}})).number(0, 1, 1);
  EXPECT_EQ(format("%s %s %d\n", {tuple, record, boolean(true)}), "(1, x) { .a = 1 } 1\n");
  // Width counts for the whole value.
  EXPECT_EQ(format("[%8s][%-8s]", {tuple, tuple}), "[  (1, x)][(1, x)  ]");
}

TEST(Format, RefusesValuesThatDoNotFit) {
  EXPECT_EQ(format("%d", {}), "error: the format shows 1 values, but the record holds 0");
  EXPECT_EQ(format("x", {i64(1)}), "error: the format shows 0 values, but the record holds 1");
  EXPECT_EQ(format("%d", {text(4, "x")}), "error: '%d' cannot show a value of type 'string[4]'");
  EXPECT_EQ(format("%r", {i64(1)}), "error: '%r' cannot show a value of type 'int64'");
}

TEST(Format, WidthIsBounded) { EXPECT_EQ(format("%99999999999d", {i64(1)}).size(), 4096u); }

} // namespace
