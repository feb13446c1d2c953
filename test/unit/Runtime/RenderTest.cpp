// How values look as text and as JSON.
#include "test/unit/Runtime/Bytes.h"

#include "lib/Runtime/Render.h"
#include "lib/Types/Ordered.h"

#include <gtest/gtest.h>

using namespace sonde;

namespace {

std::string asText(ValueView value, uint64_t div = 1) {
  std::string out;
  Renderer().mapText(out, value, div);
  return out;
}

std::string asJson(ValueView value, uint64_t div = 1) {
  std::string out;
  Renderer().mapJson(out, value, div);
  return out;
}

struct Case {
  const char *name;
  Bytes value;
  const char *text;
  const char *json;
};

class Render : public testing::TestWithParam<Case> {};

TEST_P(Render, Text) { EXPECT_EQ(asText(GetParam().value), GetParam().text); }
TEST_P(Render, Json) { EXPECT_EQ(asJson(GetParam().value), GetParam().json); }

Type pair(Type a, Type b) { return Type::tuple({std::move(a), std::move(b)}); }
Type colour() { return Type::enumeration("colour", 4, {{-1, "NONE"}, {7, "BB"}}); }

/// A struct with a signed bit-field and values.
Type foo() {
  auto in = std::make_shared<StructDef>();
  in->size = 4;
  in->members = {{"z", Type::integer(32, true), 0, 0, 0, "", false}};
  auto words = std::make_shared<StructDef>();
  words->isUnion = true;
  words->size = 4;
  words->members = {{"u", Type::integer(32, true), 0, 0, 0, "", false},
                    {"w", Type::integer(16, true), 0, 0, 0, "", false}};
  auto out = std::make_shared<StructDef>();
  out->name = "Foo";
  out->size = 48;
  out->members = {
      {"a", Type::integer(32, true), 0, 0, 0, "", false},
      {"s", Type::string(4), 4, 0, 0, "", false},
      {"arr", Type::array(Type::integer(32, true), 3), 8, 0, 0, "", false},
      {"b", Type::integer(32, false), 20, 0, 3, "", false},
      {"c", Type::integer(32, true), 20, 3, 5, "", false},
      {"in", Type::structure("", false, in), 24, 0, 0, "", false},
      {"", Type::structure("", true, words), 28, 0, 0, "", false},
      {"p", Type::pointer(Type::integer(8, true)), 32, 0, 0, "", false},
      {"f", Type::none(), 40, 0, 0, "", false},
  };
  return Type::structure("Foo", false, out);
}

const Case kCases[] = {
    {"O1", integer(64, true, 1), "1", "1"},
    {"O2", integer(32, true, -1), "-1", "-1"},
    {"O3True", Bytes(Type::boolean()).number(0, 1, 1), "true", "true"},
    {"O3False", Bytes(Type::boolean()), "false", "false"},
    {"O4", text(16, "hi \"q\"\n\t\\x"), "hi \"q\"\n\t\\x", R"("hi \"q\"\n\t\\x")"},
    {"O5", Bytes(Type::pointer(Type::integer(8, true))).number(0, 0xffff8880), "0xffff8880",
     "4294936704"},
    {"O5Null", Bytes(Type::pointer(Type::integer(8, true))), "0x0", "0"},
    {"O6",
     Bytes(Type::tuple({Type::integer(8, true), Type::integer(8, true), Type::string(2)}))
         .number(0, 1, 1)
         .number(1, -2, 1)
         .text(2, "x"),
     "(1, -2, x)", R"([1,-2,"x"])"},
    {"O7",
     Bytes(pair(Type::integer(8, true), pair(Type::integer(8, true), Type::string(2))))
         .number(0, 1, 1)
         .number(1, 2, 1)
         .text(2, "x"),
     "(1, (2, x))", R"([1,[2,"x"]])"},
    {"O8",
     Bytes(Type::record({{"a", Type::integer(8, true)}, {"b", Type::string(2)}}))
         .number(0, 1, 1)
         .text(1, "z"),
     "{ .a = 1, .b = z }", R"({"a": 1, "b": "z"})"},
    {"O8Empty", Bytes(Type::record({})), "{}", "{}"},
    {"O9", Bytes(Type::array(Type::integer(8, false), 4)).text(0, "\x01\x02\x03\x04"), "[1,2,3,4]",
     "[1,2,3,4]"},
    {"O10", Bytes(colour()).number(0, 7, 4), "BB", "7"},
    {"O10Negative", Bytes(colour()).number(0, -1, 4), "NONE", "-1"},
    {"O10Unknown", Bytes(colour()).number(0, 3, 4), "3", "3"},
    {"O12", integer(64, false, UINT64_MAX), "18446744073709551615", "\"18446744073709551615\""},
    {"O99Max", integer(64, true, INT64_MAX), "9223372036854775807", "\"9223372036854775807\""},
    {"O99Exact", integer(64, true, 1ull << 53), "9007199254740992", "9007199254740992"},
    {"O99Inexact", integer(64, true, -(1ll << 53) - 1), "-9007199254740993",
     "\"-9007199254740993\""},
    {"O13", buffer("a\\\x01\x7f\xffz"), "a\\\\x01\\x7f\\xffz", "[97,92,1,127,-1,122]"},
    {"O18", Bytes(Type::string(4, /*mayBeCut=*/true)).text(0, "abcd"), "abcd..", R"("abcd..")"},
    {"NotYetFull", Bytes(Type::string(4, /*mayBeCut=*/true)).text(0, "abc"), "abc", R"("abc")"},
    {"FullCArray", text(4, "abcd"), "abcd", R"("abcd")"},
    {"O81",
     Bytes(Type::plain(TypeKind::MacAddress)).text(0, std::string("\x1a\x2b\x3c\0\0\xff", 6)),
     "1A:2B:3C:00:00:FF", R"("1A:2B:3C:00:00:FF")"},
    {"O80", Bytes(Type::plain(TypeKind::Inet)).number(0, 2).text(8, std::string("\x7f\0\0\1", 4)),
     "127.0.0.1", R"("127.0.0.1")"},
    {"O80V6", Bytes(Type::plain(TypeKind::Inet)).number(0, 10).number(23, 1, 1), "::1", R"("::1")"},
    {"O80Unknown", Bytes(Type::plain(TypeKind::Inet)).number(0, 77), "", R"("")"},
    {"O83", Bytes(Type::plain(TypeKind::Username)), "root", R"("root")"},
    {"KernelAddress", Bytes(Type::plain(TypeKind::KernelSymbol)).number(0, 0xffffffff81000000),
     "0xffffffff81000000", R"("0xffffffff81000000")"},
    {"KernelAddressNull", Bytes(Type::plain(TypeKind::KernelSymbol)), "0", R"("0")"},
    {"O15", Bytes(foo()),
     "{ .a = 0, .s = , .arr = [0,0,0], .b = 0, .c = 0, .in = { .z = 0 }, .u = 0, .w = 0, "
     ".p = 0x0, .f = null }",
     R"({"a": 0, "s": "", "arr": [0,0,0], "b": 0, "c": 0, "in": {"z": 0}, "u": 0, "w": 0, )"
     R"("p": 0, "f": null})"},
    // A bit-field has its declared sign, and a full char array is whole.
    {"O16O17", Bytes(foo()).text(4, "wxyz").number(20, 5 | 29 << 3, 4),
     "{ .a = 0, .s = wxyz, .arr = [0,0,0], .b = 5, .c = -3, .in = { .z = 0 }, .u = 0, .w = 0, "
     ".p = 0x0, .f = null }",
     R"({"a": 0, "s": "wxyz", "arr": [0,0,0], "b": 5, "c": -3, "in": {"z": 0}, "u": 0, "w": 0, )"
     R"("p": 0, "f": null})"},
    {"Count", Bytes(Type::plain(TypeKind::Count)).number(0, 5), "5", "5"},
    {"Sum", Bytes(Type::aggregate(TypeKind::Sum, true)).number(0, -5), "-5", "-5"},
    {"O26", Bytes(Type::aggregate(TypeKind::Avg, true)).number(0, 9).number(8, 2), "4", "4"},
    {"O26Negative", Bytes(Type::aggregate(TypeKind::Avg, true)).number(0, -3).number(8, 2), "-1",
     "-1"},
    {"AvgOfNothing", Bytes(Type::aggregate(TypeKind::Avg, true)), "0", "0"},
    {"O27", Bytes(Type::aggregate(TypeKind::Stats, true)).number(0, 9).number(8, 2),
     "{ .count = 2, .average = 4, .total = 9 }", R"({"count": 2, "average": 4, "total": 9})"},
    {"O28", Bytes(Type::aggregate(TypeKind::Stats, true)).number(0, -3).number(8, 2),
     "{ .count = 2, .average = -1, .total = -3 }", R"({"count": 2, "average": -1, "total": -3})"},
    {"MinSigned",
     Bytes(Type::aggregate(TypeKind::Min, true))
         .number(0, orderedFromValue(-7, true, true))
         .number(8, 1),
     "-7", "-7"},
    {"MaxUnsigned", Bytes(Type::aggregate(TypeKind::Max, false)).number(0, UINT64_MAX).number(8, 1),
     "18446744073709551615", "\"18446744073709551615\""},
    {"MinOfNothing", Bytes(Type::aggregate(TypeKind::Min, true)), "0", "0"},
};

INSTANTIATE_TEST_SUITE_P(Values, Render, testing::ValuesIn(kCases),
                         [](const auto &info) { return info.param.name; });

TEST(RenderBuffer, O14) {
  std::string out;
  appendBuffer(out,
               "a\x01"
               "b",
               BufferForm::Printable);
  out += "|";
  appendBuffer(out,
               "a\x01"
               "b",
               BufferForm::Escaped);
  out += "|";
  appendBuffer(out,
               "a\x01"
               "b",
               BufferForm::Spaced);
  EXPECT_EQ(out, "a\\x01b|\\x61\\x01\\x62|61 01 62");
}

// A length that the kernel side got wrong must not be believed.
TEST(RenderBuffer, LengthIsClamped) {
  Bytes value = buffer("abc");
  value.number(0, 0xffffffff, 4);
  EXPECT_EQ(asText(value), "abc");
}

TEST(RenderJson, O112) {
  std::string out;
  appendJsonString(out, "\x01\x1f\x7f\xc3\xa9/\"\\\n\r\t");
  EXPECT_EQ(out, "\"\\u0001\\u001f\x7f\xc3\xa9/\\\"\\\\\\n\\r\\t\"");
}

TEST(RenderDiv, O39O40) {
  EXPECT_EQ(asText(integer(64, true, -2), 3), "0");
  EXPECT_EQ(asText(integer(64, true, -7), 3), "-2");
  EXPECT_EQ(asText(integer(64, true, 7), 0), "7");
  EXPECT_EQ(asText(integer(64, true, uint64_t{1} << 63), 2), "-4611686018427387904");
  EXPECT_EQ(asText(Bytes(Type::aggregate(TypeKind::Stats, true)).number(0, 20).number(8, 2), 5),
            "{ .count = 2, .average = 2, .total = 20 }");
  EXPECT_EQ(asText(text(4, "ab"), 5), "ab");
}

TEST(RenderTrailer, ComesFromTheConfiguration) {
  std::string out;
  Bytes cut = Bytes(Type::string(2, /*mayBeCut=*/true)).text(0, "ab");
  Renderer("...").text(out, cut);
  EXPECT_EQ(out, "ab...");
}

} // namespace
