//===- FoldTest.cpp - Computing with literals -----------------------------===//
#include "test/unit/Frontend/Script.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

using namespace sonde;
using testing::ElementsAre;
using testing::HasSubstr;

namespace {

std::string folded(const std::string &expression) {
  Script script(inBegin("print(" + expression + ");"));
  EXPECT_THAT(script.errors(), ElementsAre()) << expression;
  return script.printed().empty() ? "" : script.printed()[0];
}

struct Case {
  const char *expression, *value;
};

// L31 to L34, L84, L88 to L92, T9, T13, T23, T29, T30, T34, T67, T79, T120.
TEST(Fold, Values) {
  const Case kCases[] = {
      {"2 + 3 * 4", "14"},
      {"10 - 4 - 3", "3"},
      {"20 / 2 / 5", "2"},
      {"1 << 2 + 1", "8"},
      {"6 & 3 ^ 1 | 8", "11"},
      {"1 ? 2 : 0 ? 3 : 4", "2"},
      {"1 ? \"x\" : 2", "\"x\""}, // L82
      {"5 ?: 7", "5"},
      {"-10 / 3", "-3"},
      {"-10 % 3", "-1"},
      {"-8 >> 1", "-4"},
      {"- -5", "5"},
      {"~0", "18446744073709551615"},
      {"~-1", "0"},
      {"!0", "true"},
      {"-1 < 0", "true"},
      {"-1 & 1", "1"},
      {"-0", "0"},
      {"1 - 2", "-1"},
      {"0x8000000000000000 << 1", "0"},
      {"9223372036854775807 + 1", "9223372036854775808"},
      {"true + true", "true"},
      {"true - true", "false"},
      {"true + 1", "2"},
      {"1 && \"\" == \"\"", "true"},
      {"\"foo\" + \"bar\"", "\"foobar\""},
      {"\"hello\" + 3", "\"lo\""},
      {"\"foo\"[1]", "111"},
      {"\"abc\"[3]", "0"},
      {"\"abc\" < \"abd\"", "true"},
      {"(1, \"a\") == (1, \"a\")", "true"},
      {"(1,) == (true,)", "false"},
      {"(1, pid) == (1, 2, 3)", "false"},
      {"(x=1, y=2) == (y=2, x=1)", "true"},
      {"(bool)\"\"", "false"},
      {"(bool)-1", "true"},
      {"str(\"abc\", 2)", "\"ab\""},
  };
  for (const Case &c : kCases)
    EXPECT_EQ(folded(c.expression), c.value) << c.expression;
}

struct Wrong {
  const char *expression;
  const char *error;
};

// L86, T27, T28, T86; positions with `begin { print(` before them.
TEST(Fold, Errors) {
  const Wrong kCases[] = {
      {"5 / 0", "15-20: division by zero"},
      {"5 % 0", "15-20: division by zero"},
      {"true / false", "15-27: division by zero"},
      {"0xffffffffffffffff + 1", "does not fit into 64 bits"},
      {"0xffffffffffffffff * 2", "does not fit into 64 bits"},
      {"0 - 0x8000000000000001", "does not fit into 64 bits"},
      {"-1 + 0x8000000000000000", "does not fit into 64 bits"},
      {"1 << 64", "shifted by 64"},
      {"1 >> -1", "shifted by -1"},
      {"-0x8000000000000001", "below -9223372036854775808"},
      {"\"a\" - \"b\"", "'-' cannot be applied to strings"},
      {"\"abc\"[5]", "index 5 is outside"},
  };
  for (const Wrong &wrong : kCases) {
    Script script(inBegin("print(" + std::string(wrong.expression) + ");"));
    ASSERT_FALSE(script.errors().empty()) << wrong.expression;
    EXPECT_THAT(script.errors()[0], HasSubstr(wrong.error));
  }
}

TEST(Fold, EmptyRestOfAString) {
  Script script(inBegin("print(\"ab\" + 3);"));
  EXPECT_THAT(script.warningNames(), ElementsAre("empty-literal"));
  EXPECT_THAT(script.printed(), ElementsAre("\"\""));
}

// L132, L134: parameters are literals.
TEST(Parameters, AreFolded) {
  FrontendOptions options;
  options.parameters = {"7", "abc", "5ms", "-3"};
  Script script(inBegin("print($#); print($1); print(str($2)); print($3); print($4); print($2); "
                        "print(str($1)); print(str($2 + 1)); print(str($2, 2));"),
                options);
  EXPECT_THAT(script.errors(), ElementsAre());
  EXPECT_THAT(script.printed(), ElementsAre("4", "7", "\"abc\"", "5000000", "-3", "\"abc\"",
                                            "\"7\"", "\"bc\"", "\"ab\""));
}

// L133: a missing one counts as 0, with a warning; its text is empty, without.
TEST(Parameters, MayBeMissing) {
  Script script(inBegin("print($1); print(str($1));"));
  EXPECT_THAT(script.printed(), ElementsAre("0", "\"\""));
  EXPECT_THAT(script.warningNames(), ElementsAre("missing-parameter"));
}

TEST(Parameters, AreKeptForLater) {
  FrontendOptions options;
  options.keepParameters = true;
  options.parameters = {"7"};
  Script script(inBegin("print($1); $x = $1 + 1; $y = str($2); $z = str($2); "), options);
  EXPECT_THAT(script.errors(), ElementsAre());
  ASSERT_EQ(script.program->params.size(), 2u);
  EXPECT_FALSE(script.program->params[0].isText);
  EXPECT_EQ(script.program->params[1].name, "$2");
  EXPECT_TRUE(script.program->params[1].isText);
  EXPECT_EQ(script.type("$x"), "int64");
  EXPECT_EQ(script.type("$y"), "string[1024]");
}

// A parameter where a literal must stand cannot be kept.
TEST(Parameters, KeptOnesAreNoLiterals) {
  FrontendOptions options;
  options.keepParameters = true;
  Script script(inBegin("@ = lhist(1, 0, $1, 1);"), options);
  ASSERT_EQ(script.errors().size(), 1u);
  EXPECT_THAT(script.errors()[0], HasSubstr("known at compile time"));
}

// L83: of a comptime `if` only the branch that is taken is looked at.
TEST(Comptime, DropsABranch) {
  Script script(inBegin("if comptime (1 == 1) { print(\"a\"); } else { $x = nothing; }"));
  EXPECT_THAT(script.errors(), ElementsAre());
  EXPECT_THAT(script.printed(), ElementsAre("\"a\""));
  EXPECT_THAT(Script(inBegin("if comptime (pid) { }")).errors(),
              ElementsAre(HasSubstr("not known at compile time")));
}

} // namespace
