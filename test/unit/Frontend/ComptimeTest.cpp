//===- ComptimeTest.cpp - What is known when the types are ----------------===//
#include "test/unit/Frontend/Script.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

using namespace sonde;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

namespace {

FrontendOptions withTypeInfo() {
  FrontendOptions options;
  options.config["unstable_typeinfo"] = "enable";
  return options;
}

/// A body that prints, with `ty(E)` for the name of a type.
struct Body {
  explicit Body(std::string text) : script(inBegin(replaced(std::move(text))), withTypeInfo()) {}
  Script script;

  static std::string replaced(std::string text) {
    for (size_t at; (at = text.find("ty(")) != std::string::npos;) {
      size_t end = at + 3;
      for (int depth = 1; depth; ++end)
        depth += text[end] == '(' ? 1 : text[end] == ')' ? -1 : 0;
      std::string inner = text.substr(at + 3, end - at - 4);
      text.replace(at, end - at, "print(typeinfo(" + inner + ").full_type)");
    }
    return text;
  }
};

struct Case {
  const char *body;
  std::vector<std::string> printed;
};

void expectPrinted(const std::vector<Case> &cases) {
  for (const Case &c : cases) {
    Body body(c.body);
    EXPECT_THAT(body.script.errors(), IsEmpty()) << c.body;
    EXPECT_EQ(body.script.printed(), c.printed) << c.body;
  }
}

TEST(SizeOf, Numbers) {
  expectPrinted({
      {"print(sizeof(uint32*[10]));", {"80"}},              // T160, L98
      {"print(sizeof({ print(\"x\"); (int8)1 }));", {"1"}}, // L98
      {"print(sizeof(string[7])); print(sizeof(buffer[4]));", {"7", "8"}},
      {"print(sizeof(void)); print(sizeof(inet));", {"0", "24"}},
      {"print(sizeof(struct task_struct));", {"64"}},
      {"print(sizeof(curtask.comm)); print(sizeof(pid));", {"16", "4"}},
      {"print(sizeof(comm));", {"16"}},
      {"print(sizeof(int)); print(sizeof(size_t));", {"4", "8"}},                 // T113
      {"$x = \"hi\"; $x = \"hello\"; print(sizeof($x));", {"6"}},                 // T74
      {"print(sizeof((\"hi\", 1))); print(sizeof((1, (int64)2)));", {"4", "16"}}, // T114
      {"print(sizeof((1,))); print(sizeof(()));", {"1", "0"}},
      {"print(sizeof(typeof(int64))); print(sizeof(typeof(1 + 300)));", {"8", "2"}},
      {"print(offsetof(struct task_struct, comm)); print(offsetof(struct task_struct, prio));",
       {"4", "32"}},
      {"print(sizeof(int8[300]) + 1);", {"301"}},
      {"print(sizeof(true)); print(sizeof(false));", {"1", "1"}},
      {"print(sizeof(avg_t)); print(sizeof(umin_t)); @s = stats(1); print(sizeof(@s));",
       {"8", "8", "8"}},
  });
}

// Layouts of structs and records.
TEST(SizeOf, Tuples) {
  expectPrinted({
      {"print(sizeof(((int8)1, (int64)1, (int8)1, (int64)1)));", {"32"}},
      {"print(sizeof(((int8)1, (int16)1, (int32)1)));", {"8"}},
      {"print(sizeof(((int32)1, (int16)1, (int8)1)));", {"8"}},
      {"print(sizeof(((int8)-100, (int8)100, \"abcdef\", 3, (int32)1, (int64)-10, (int8)10, "
       "(int16)-555, \"abc\")));",
       {"32"}},
      {"print(sizeof(((int32)1, (int32[4])\"123456789012345\")));", {"20"}},
  });
}

// The number of bytes has the smallest unsigned type, which is not flexible.
TEST(SizeOf, HasATypeOfItsOwn) {
  expectPrinted({
      {"ty(sizeof(int64));", {"\"uint8\""}},
      {"$x = sizeof(int64); ty($x);", {"\"uint8\""}},
      {"$x = sizeof(int8[300]); ty($x);", {"\"uint16\""}},
      {"$x = 1; $x = sizeof($x); ty($x);", {"\"uint8\""}},
  });
}

TEST(TypeInfo, NamesOfTypes) {
  expectPrinted({
      {"ty(0); ty(127); ty(128); ty(-128); ty(-129);",
       {"\"int8\"", "\"int8\"", "\"int16\"", "\"int8\"", "\"int16\""}}, // T1
      {"ty(32768); ty(2147483648); ty(9223372036854775808);",
       {"\"int32\"", "\"int64\"", "\"uint64\""}},                      // T2
      {"ty(100 + 100); ty(1 - 2);", {"\"int16\"", "\"int8\""}},        // T9
      {"$a = 1; ty($a + 1); ty($a - 1);", {"\"int64\"", "\"int64\""}}, // T10
      {"ty((uint8)1 + (uint8)1); ty((uint8)2 - (uint8)1); ty((uint32)1 + (int32)1);",
       {"\"uint64\"", "\"int64\"", "\"int64\""}}, // T11
      {"ty((uint64)10 + 2); ty((uint64)10 + (-1)); ty((uint32)1 == 2);",
       {"\"uint64\"", "\"int64\"", "\"bool\""}},                                          // T12
      {"$t = true; ty($t + 1); ty($t + $t);", {"\"uint64\"", "\"bool\""}},                // T34
      {"ty(pid ? 1 : 300);", {"\"int16\""}},                                              // T35
      {"ty((string[8])\"hi\");", {"\"string[8]\""}},                                      // T77
      {"$a = \"foo\"; ty($a[0]);", {"\"int8\""}},                                         // T83
      {"$a = 5; $b = &$a; ty(&$a); ty(*$b);", {"\"int8 *\"", "\"int8\""}},                // T96
      {"$p = (int32**)0; ty(*$p); ty((int32[4]*)0);", {"\"int32 *\"", "\"int32[4] *\""}}, // T99
      {"ty((1, true, \"a\"));", {"\"(int8,bool,string[2])\""}},                           // T114
      {"@m[1] = 1; @m[300] = 1; ty(@m); ty(@m[1]); ty({ @n });",
       {"\"int16\"", "\"int8\"", "\"int8\""}},                                    // T128
      {"@x++; ty(@x);", {"\"int64\""}},                                           // T19
      {"ty((int8[])12345); ty((int8[])\"hi\");", {"\"int8[2]\"", "\"int8[3]\""}}, // T52, T56
      {"print(typeinfo(curtask).base_type); print(typeinfo(*curtask).base_type);",
       {"\"pointer\"", "\"c_type\""}},
      {"print(typeinfo((uint64)1));",
       {"(btf_id=0, base_type=\"int\", full_type=\"uint64\")"}}, // T160
      {"print(typeinfo(\"a\") == typeinfo(\"b\")); print(typeinfo(\"a\") == typeinfo(\"bc\"));",
       {"true", "false"}},
  });
}

TEST(TypeInfo, IsEnabledFirst) {
  Script off("begin { print(typeinfo(1)); }");
  EXPECT_THAT(off.errors(), ElementsAre(HasSubstr("15-26: 'typeinfo' may still change")));
  Script warned(
      "config = { unstable_typeinfo = warn } begin { print((typeinfo(1), typeinfo(2))); }");
  EXPECT_THAT(warned.errors(), IsEmpty());
  EXPECT_THAT(warned.warningNames(), ElementsAre("unstable"));
}

// So functions take tuples, and give them back.
TEST(TypeOf, IsTheTypeOfParametersAndResults) {
  Script script("fn first($t: typeof((1, \"ab\"))): typeof(@kept) { return $t.0; } "
                "begin { @kept = first((2, \"x\")); $r = first((3, \"y\")); @kept = (uint16)1; }");
  EXPECT_THAT(script.errors(), IsEmpty());
  EXPECT_EQ(script.type("$r"), "uint16");
  EXPECT_THAT(Script("fn f($t: typeof((1, 2))): void { } begin { f((1, \"a\")); }").errors(),
              ElementsAre(HasSubstr("'(int8,int8)' and cannot take a value of type "
                                    "'(int8,string[2])'")));
}

TEST(TypeOf, IsAType) {
  expectPrinted({
      {"$a = 1; let $x: typeof($a) = 2; $a = (uint32)3; ty($x);", {"\"uint32\""}},
      {"let $x: typeof(@m) = 1; @m = (int32)1; ty($x);", {"\"int32\""}},
      {"@m[(uint16)1] = 1; let $x: typeof(@m); ty($x);", {"\"uint16\""}},
      {"@m[1] = (uint16)1; let $x: typeof(@m[1]); ty($x);", {"\"uint16\""}},
      {"$p = curtask; ty((typeof($p.parent))0);", {"\"struct task_struct *\""}},
      {"ty((typeof(uint8))300);", {"\"uint8\""}},
      {"ty((typeof(\"abcd\"))\"a\");", {"\"string[5]\""}},
  });
}

// T157: the branch that is not taken may be ill-typed, and name what is not there.
TEST(Comptime, ChoosesByTypes) {
  expectPrinted({
      {"$x = 1; if comptime (typeinfo($x).base_type == \"int\") { print(\"i\"); } else { $x = "
       "\"s\"; }",
       {"\"i\""}},
      {"$x = \"s\"; if comptime (typeinfo($x).base_type == \"int\") { print(1); } else if comptime "
       "(typeinfo($x).full_type == \"string[2]\") { print(2); } else { print(nothing); }",
       {"2"}},
      {"print(comptime (sizeof(pid) == 4) ? \"four\" : arg0);", {"\"four\""}},
      {"$x = comptime (sizeof(uint32) * 3); print(comptime (1 + 1));", {"2"}},
      {"if comptime (sizeof(uint32) == 4) { let $y = 5; @y = $y; } ty(@y);", {"\"int8\""}},
      // A branch that is chosen widens what nobody has looked at.
      {"$y = 1; if comptime (sizeof(pid) == 4) { $y = 300; } print(1); $z = $y; ty($z);",
       {"1", "\"int16\""}},
  });
}

// Where the type of a map is decided by a branch, no default is in its way.
TEST(Comptime, BranchesComeBeforeDefaults) {
  Body body("$v = @x; if comptime (sizeof(pid) == 4) { @x = \"text\"; }");
  EXPECT_THAT(body.script.errors(), IsEmpty());
  EXPECT_EQ(body.script.type("$v"), "string[5]");
}

TEST(Comptime, Errors) {
  struct Wrong {
    const char *body, *error;
  };
  const Wrong kCases[] = {
      {"$x = 1; if comptime ($x == 1) { }", "20-38: this is not known at compile time"}, // T158
      {"let $c; if comptime (typeinfo($c).full_type == \"uint32\") { $c = (uint64)2; } "
       "$c = (uint32)1;",
       "'$c' would get the type 'uint64', but its type 'uint32'"}, // T159
      {"print(sizeof($nope));", "22-27: undefined variable '$nope'"},
      {"print(sizeof(nosuch));", "22-28: unknown name 'nosuch'"},
      {"print(sizeof(struct nosuch));", "unknown type 'struct nosuch'"},
      {"print(sizeof(curtask.nope));", "has no member 'nope'"},
      {"print(offsetof(struct task_struct, z));", "'struct task_struct' has no member 'z'"}, // T103
      {"print(offsetof(int8, z));", "an 'int8' has no fields"},
      {"print(offsetof(struct task_struct, comm.z));", "'string[16]' has no member 'z'"},
      {"print(sizeof({ @x = 1; 1 }));", "a map cannot be assigned inside of 'sizeof'"},
      {"let $x: typeof({ @x++; 1 });", "a map cannot be assigned inside of 'typeof'"},
      {"let $y; let $x: typeof($y) = $y; $y = $x;", "cannot be found out"},
  };
  for (const Wrong &wrong : kCases) {
    Body body(wrong.body);
    ASSERT_FALSE(body.script.errors().empty()) << wrong.body;
    EXPECT_THAT(body.script.errors()[0], HasSubstr(wrong.error)) << wrong.body;
  }
}

// Nothing in a subject is evaluated, so nothing in it is warned about.
TEST(Comptime, SubjectsAreNotEvaluated) {
  Body body("let $x; print(sizeof($x)); $x = 1;");
  EXPECT_THAT(body.script.warnings(), IsEmpty());
}

// A branch is bound where it stands: it sees the variables around it, and its own
// end with it.
TEST(Comptime, BranchesHaveScopes) {
  Body inner("$a = 1; if comptime (sizeof($a) == 1) { $b = $a; } print($b);");
  EXPECT_THAT(inner.script.errors(), ElementsAre(HasSubstr("undefined variable '$b'")));
}

} // namespace
