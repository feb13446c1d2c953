//===- MacrosTest.cpp - Uses of script macros -----------------------------===//
#include "test/unit/Frontend/Script.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

using namespace sonde;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

namespace {

std::vector<std::string> errorsOf(const std::string &text) { return Script(text).errors(); }
std::vector<std::string> printedBy(const std::string &text) {
  Script script(text);
  EXPECT_THAT(script.errors(), IsEmpty());
  return script.printed();
}

// L117, L118: an argument is what stands there; no parentheses are needed without one.
TEST(Macros, AreReplacedByTheirValue) {
  EXPECT_THAT(printedBy("macro add(x) { x + 1 } begin { print(add(add(1))); }"), ElementsAre("3"));
  EXPECT_THAT(printedBy("begin { print(one); print(one()); } macro one() { 1 }"),
              ElementsAre("1", "1"));
}

// L119, L120: variables and maps are the caller's.
TEST(Macros, ChangeTheVariablesAndMapsTheyAreGiven) {
  Script variable("macro inc($x) { $x += 1; } begin { $a = 1; inc($a); print($a); }");
  EXPECT_THAT(variable.errors(), IsEmpty());
  EXPECT_EQ(variable.type("$a"), "int64");
  Script map("macro put(@m) { @m[1] = \"a\"; } begin { put(@z); }");
  EXPECT_THAT(map.errors(), IsEmpty());
  EXPECT_EQ(map.type("@z"), "string[2]");
  EXPECT_EQ(map.key("@z"), "int8");
}

// L122: a variable of the body is not the caller's, in both directions.
TEST(Macros, HaveTheirOwnVariables) {
  Script own("macro f(x) { $y = x; $y } begin { $y = 2; $z = f(\"a\"); print($y); }");
  EXPECT_THAT(own.errors(), IsEmpty());
  EXPECT_EQ(own.type("$y"), "int8");
  EXPECT_EQ(own.type("$z"), "string[2]");
  EXPECT_THAT(errorsOf("macro f() { $y = 1; } begin { f(); print($y); }"),
              ElementsAre("42-44: undefined variable '$y'"));
}

// Decision 10: a name that is only read is private, too.
TEST(Macros, DoNotReadTheCallersVariables) {
  EXPECT_THAT(errorsOf("macro f() { $y } begin { $y = 2; print(f()); }"),
              ElementsAre("13-15: undefined variable '$y'"));
}

TEST(Macros, ArgumentsKeepTheCallersVariables) {
  Script script("macro f(x) { $y = \"a\"; print(x); } begin { $y = 2; f($y + 1); }");
  EXPECT_THAT(script.errors(), IsEmpty());
  EXPECT_THAT(script.printed(), ElementsAre("($y + 1)"));
}

TEST(Macros, UsedWithinOneAnotherTheyKeepTheirVariablesApart) {
  Script script("macro inner($p) { $v = \"a\"; $p = 1; } macro outer() { let $v; inner($v); $v } "
                "begin { $o = outer(); }");
  EXPECT_THAT(script.errors(), IsEmpty());
  EXPECT_EQ(script.type("$o"), "int8");
}

TEST(Macros, AParameterHidesAMacroOfItsName) {
  EXPECT_THAT(printedBy("macro x() { 1 } macro f(x) { x } begin { print(f(2)); }"),
              ElementsAre("2"));
}

// L126: the first definition that takes the arguments.
TEST(Macros, AreChosenByNumberAndKindOfArguments) {
  EXPECT_THAT(printedBy("macro m($x) { 1 } macro m(@x) { 2 } macro m(x) { 3 } macro m(x, y) { 4 } "
                        "begin { $a = 0; print(m($a)); print(m(@a)); print(m(0)); print(m(@a[1]));"
                        " print(m(0, 0)); @a[1] = 1; }"),
              ElementsAre("1", "2", "3", "3", "4"));
}

// L125
TEST(Macros, ADefinitionThatCannotBeReachedIsAnError) {
  Script script("macro m(x) { x } macro m($x) { $x } begin { }");
  EXPECT_THAT(script.errors(),
              ElementsAre("18-25: macro 'm' is defined again for the same arguments"));
  EXPECT_THAT(script.everything(), HasSubstr("first defined here"));
  EXPECT_THAT(errorsOf("macro m($x) { $x } macro m(x) { x } begin { }"), IsEmpty());
}

TEST(Macros, AParameterIsNamedOnce) {
  EXPECT_THAT(errorsOf("macro m(x, x) { x } begin { }"),
              ElementsAre("12-13: macro 'm' has a parameter 'x' already"));
}

// L127, L128
TEST(Macros, ArgumentsThatNoDefinitionTakesAreExplained) {
  Script count("macro m(x, y) { x } begin { print(m(1)); }");
  EXPECT_THAT(count.errors(),
              ElementsAre("35-39: no definition of macro 'm' takes these arguments"));
  EXPECT_THAT(count.everything(), HasSubstr("the closest definition takes 2 arguments, not 1"));
  Script kind("macro m($x) { $x } begin { print(m(1)); }");
  EXPECT_THAT(kind.everything(), HasSubstr("this is an expression, and '$x' takes a variable"));
  EXPECT_THAT(errorsOf("macro m(x) { x } begin { print(m); }"),
              ElementsAre("32-33: macro 'm' takes arguments: use it as 'm(…)'"));
}

// L131: but a call that no macro takes goes to the builtin.
TEST(Macros, WinOverBuiltins) {
  EXPECT_THAT(printedBy("macro cpu() { 1 } macro str(x, y, z) { 2 } "
                        "begin { print(cpu()); print(cpu); print(str(\"a\")); }"),
              ElementsAre("1", "1", "\"a\""));
  EXPECT_THAT(printedBy("macro pid() { 1 } begin { print(pid); print(pid()); }"),
              ElementsAre("pid", "1"));
}

// L123
TEST(Macros, AMapMustBePassed) {
  Script script("macro m() { @x = 1; } begin { m(); m(); }");
  EXPECT_THAT(script.errors(),
              ElementsAre("13-15: macro 'm' uses the map '@x', which is not its parameter"));
  EXPECT_THAT(script.everything(), HasSubstr("expanded from macro 'm'"));
}

// L124
TEST(Macros, RecursionIsRefusedWithItsChain) {
  EXPECT_THAT(errorsOf("macro a() { b() } macro b() { a() } begin { a(); }"),
              ElementsAre("31-34: macro 'a' uses itself: a > b > a"));
  EXPECT_THAT(printedBy("macro a(x) { a(x, 1) } macro a(x, y) { x + y } begin { print(a(2)); }"),
              ElementsAre("3"));
}

// L130
TEST(Macros, DoNotJump) {
  EXPECT_THAT(errorsOf("macro m() { return; } begin { m(); }"),
              ElementsAre("13-20: 'return' is not allowed in a macro"));
  EXPECT_THAT(errorsOf("macro m() { break; } begin { m(); m(); }"),
              ElementsAre("13-19: 'break' is not allowed in a macro"));
  EXPECT_THAT(errorsOf("macro m(x) { x } begin { m({ return; }); }"), IsEmpty());
}

TEST(Macros, ParametersAreNotDeclaredAgain) {
  EXPECT_THAT(errorsOf("macro m($x) { let $x = 1; } begin { $a = 0; m($a); }"),
              testing::Contains("15-21: '$x' is a parameter of macro 'm', and cannot be declared "
                                "again"));
}

TEST(Macros, WhatIsNeverUsedMayBeWrong) {
  EXPECT_THAT(errorsOf("macro m() { @x = nosuch(); return; } begin { }"), IsEmpty());
}

// The type of an expression, of a cast and of a declaration.
TEST(Macros, TakeTypes) {
  Script script("macro c(t, x) { let $v: t = (t)x; $v } begin { $a = c(typeof(uint16), 5); }");
  EXPECT_THAT(script.errors(), IsEmpty());
  EXPECT_EQ(script.type("$a"), "uint16");
  Script pointer("macro p(t, x) { (t*)x } macro q(t, x) { (struct t *)x } begin { "
                 "$a = p(typeof(uint16), 5); $b = q(task_struct, 5); "
                 "$c = q(typeof(task_struct), 5); }");
  EXPECT_THAT(pointer.errors(), IsEmpty());
  EXPECT_EQ(pointer.type("$a"), "uint16 *");
  EXPECT_EQ(pointer.type("$b"), "struct task_struct *");
  EXPECT_EQ(pointer.type("$c"), "struct task_struct *");
}

TEST(Macros, ATypeStandsOnlyWhereTypesDo) {
  EXPECT_THAT(errorsOf("macro m(t) { (struct t *)0 } begin { print(m(typeof(uint16*))); }"),
              ElementsAre("15-25: 'typeof(uint16*)' cannot stand for 't' in 'struct t*', in this "
                          "use of macro 'm'"));
  EXPECT_THAT(errorsOf("macro m(t) { (t)1 } begin { print(m(2)); }"),
              ElementsAre("15-16: '2' cannot stand for 't' in '(t)', in this use of macro 'm'"));
  EXPECT_THAT(errorsOf("macro m(t) { t + 1 } begin { print(m(typeof(uint16))); }"),
              ElementsAre("14-15: a value is needed here, but 't' is a type in this use of macro "
                          "'m'"));
  EXPECT_THAT(errorsOf("begin { print(str(typeof(uint16))); }"),
              testing::Contains(testing::StartsWith("19-33: 'typeof' is ")));
}

TEST(Macros, TypesAreHandedOn) {
  Script script("macro i(t, x) { (t)x } macro o(t, x) { i(t, x) } "
                "begin { $a = o(typeof(uint16), 5); }");
  EXPECT_THAT(script.errors(), IsEmpty());
  EXPECT_EQ(script.type("$a"), "uint16");
}

// A note for each use, the outermost last.
TEST(Macros, ErrorsInTheBodyShowTheUses) {
  Script script("macro a(x) { nosuch(x) }\nmacro b(x) { a(x) }\nbegin { b(1); b(2); }");
  std::string text = script.diagnostics.flush(false);
  EXPECT_EQ(text, "-e:1:14: error: unknown function 'nosuch'\n"
                  "  macro a(x) { nosuch(x) }\n"
                  "               ^~~~~~~~~\n"
                  "-e:2:14: note: expanded from macro 'a'\n"
                  "  macro b(x) { a(x) }\n"
                  "               ^~~~\n"
                  "-e:3:9: note: expanded from macro 'b'\n"
                  "  begin { b(1); b(2); }\n"
                  "          ^~~~\n"
                  "-e:1:14: error: unknown function 'nosuch'\n"
                  "  macro a(x) { nosuch(x) }\n"
                  "               ^~~~~~~~~\n"
                  "-e:2:14: note: expanded from macro 'a'\n"
                  "  macro b(x) { a(x) }\n"
                  "               ^~~~\n"
                  "-e:3:15: note: expanded from macro 'b'\n"
                  "  begin { b(1); b(2); }\n"
                  "                ^~~~\n");
}

// Thirty doublings would be a thousand million copies.
TEST(Macros, GrowthHasALimit) {
  std::string chain;
  for (int i = 0; i < 30; ++i)
    chain += "macro m" + std::to_string(i) + "(x) { " +
             (i ? "m" + std::to_string(i - 1) + "(x + x)" : "x") + " } ";
  EXPECT_THAT(errorsOf(chain + "begin { print(m29(1)); }"),
              ElementsAre(HasSubstr("the macros of this script grow too large here")));
  std::string deep;
  for (int i = 0; i < 3000; ++i)
    deep += "macro m" + std::to_string(i) +
            "() { $a = " + (i ? "m" + std::to_string(i - 1) + "()" : "1") + "; $a } ";
  EXPECT_THAT(errorsOf(deep + "begin { print(m2999); }"),
              ElementsAre(HasSubstr("the macros of this script grow too large here")));
}

TEST(Macros, WorkInPredicates) {
  Script script("macro other(x) { pid != x } begin / other(1) / { }");
  EXPECT_THAT(script.errors(), IsEmpty());
}

} // namespace
