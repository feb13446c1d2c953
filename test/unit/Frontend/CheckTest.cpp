//===- CheckTest.cpp - What is refused, and what is warned about ----------===//
#include "test/unit/Frontend/Script.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

using namespace sonde;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

namespace {

struct Case {
  const char *script;
  const char *message; ///< Of the only error: place and facts.
};

void expectOneError(const std::vector<Case> &cases) {
  for (const Case &c : cases) {
    Script script(c.script);
    EXPECT_THAT(script.errors(), ElementsAre(HasSubstr(c.message))) << c.script;
    EXPECT_FALSE(script.ok);
  }
}

TEST(Names, Errors) {
  expectOneError({
      {"begin { if (1) { $a = 1; } print($a); }", "34-36: undefined variable '$a'"}, // L58
      {"begin { let $x = 1; { let $x = 2 } }", "23-29: '$x' already exists"},        // L60
      {"begin { $x += 1; }", "9-11: undefined variable '$x'"},                       // L66
      {"begin { break; }", "9-15: 'break' is only allowed in a loop"},               // L76
      {"begin { print(foo); }", "15-18: unknown name 'foo'"},                        // L99
      {"begin { foo(); }", "9-14: unknown function 'foo'"},
      {"begin { print(@x); }", "15-17: undefined map '@x'"},                           // L102
      {"begin { @x = 1; @x[1] = 2; }", "17-22: '@x' is used with a key"},              // L103
      {"begin { @x[1] = 1; @x = 2; }", "'@x' is used without a key"},                  // L104
      {"let @m = foo(1); begin { @m[1] = 1; }", "unknown kind of map 'foo'"},          // L111
      {"let @m = hash(9); begin { @m = count(); }", "holds values of type 'count_t'"}, // L112
      {"begin { str; }", "'str' is a function"},
      {"begin { print((nosuch)1); }", "unknown type 'nosuch'"}, // T72
      {"begin { let $x: inet[16]; }", "unknown type 'inet[16]'"},
      {"begin { $p = (struct nosuch *)0; }", "unknown type 'struct nosuch*'"}, // T100
      {"begin { let $x: sum_t; }", "cannot have the type 'sum_t'"},            // T152
  });
}

TEST(Names, Suggestions) {
  EXPECT_THAT(Script("begin { $count = 1; print($cuont); }").everything(),
              HasSubstr("did you mean '$count'?"));
  EXPECT_THAT(Script("begin { printt(1); }").everything(), HasSubstr("did you mean 'print'?"));
  EXPECT_THAT(Script("begin { @calls = 1; print(@cals); }").everything(),
              HasSubstr("did you mean '@calls'?"));
  EXPECT_THAT(Script("begin { $p = (struct task_strct *)0; }").everything(),
              HasSubstr("did you mean 'task_struct'?"));
  EXPECT_THAT(Script("begin { print(curtask.pidd); }").everything(),
              HasSubstr("did you mean 'pid'?"));
  EXPECT_THAT(Script("t:cat:one { print(args.idd); }").everything(),
              HasSubstr("did you mean 'id'?"));
}

// Loops. L61 L75 L76 L114 T144 T154
TEST(Loops, Errors) {
  expectOneError({
      {"begin { $i = 5; for ($i : 0..2) { } }",
       "22-24: '$i' already exists here, and cannot be a loop's variable"},
      {"begin { for ($i : 0..2) { } print($i); }", "35-37: undefined variable '$i'"},
      {"begin { unroll (101) { } }", "17-20: 'unroll' repeats its body 1 to 100 times, not 101"},
      {"begin { unroll (0) { } }", "'unroll' repeats its body 1 to 100 times, not 0"},
      {"begin { $x = 2; unroll ($x) { } }",
       "'unroll' needs a number that is known at compile time here"},
      {"begin { break; }", "'break' is only allowed in a loop"},
      {"begin { unroll (2) { continue; } }", "'continue' is only allowed in a loop"},
      {"begin { @m = 1; for ($k : @m) { } }", "'for' needs a map with keys, and '@m' has none"},
      {"begin { for ($k : @m) { } }", "undefined map '@m'"},
      {"begin { @m[1] = 1; for ($k : @m[1]) { } }", "'for' goes over a whole map"},
      {"begin { @h[1] = hist(1); for ($kv : @h) { } }", "'for' cannot go over '@h'"},
      {"begin { for ($i : \"a\"..5) { } }",
       "19-22: the start of a range must be an integer, not a 'string[2]'"},
      {"begin { for ($i : 0..\"a\") { } }", "the end of a range must be an integer"},
      {"begin { for ($i : 0..2) { if ($i) { return 1; } return; } }",
       "this 'return' in a loop has no value, but another has one"},
  });
}

TEST(Loops, Warnings) {
  EXPECT_THAT(Script("begin { while (pid) { break; } }").everything(),
              HasSubstr("'while' is deprecated, and may be removed"));
  EXPECT_THAT(Script("begin { @m[1] = 1; for ($i : 0..2) { print(@m); } }").everything(),
              HasSubstr("'print(@m)' in a loop shows the map as it is later"));
  EXPECT_THAT(Script("begin { for ($i : 0..2) { break; print(1); } }").everything(),
              HasSubstr("this is never reached"));
}

// Functions know values only, and end in a value; recursion is shown. T155
TEST(Functions, Errors) {
  expectOneError({
      {"fn f(): void { return 1; } begin { }",
       "16-25: 'f' has the result 'void', and cannot return an 'int8'"},
      {"fn f(): int64 { return; } begin { }", "'f' has to return an 'int64' here"},
      {"fn f($x: bool): int64 { if ($x) { return 1; } } begin { }",
       "1-5: 'f' has to return an 'int64' on every way through it"},
      {"fn f(): int64 { return \"a\"; } begin { }",
       "'f' returns an 'int64', and cannot return a 'string[2]'"},
      {"fn f($x: int64): int64 { return $x; } begin { print(f()); }",
       "'f' takes 1 argument, not 0"},
      {"fn f($x: int64): int64 { return $x; } begin { print(f(\"a\")); }",
       "'$x' has the type 'int64' and cannot take a value of type 'string[2]'"},
      {"fn f(): uint64 { return arg0; } begin { }", "there is no 'arg0' outside of probes"},
      {"fn f(): void { } fn f(): void { } begin { }", "18-22: there are two functions 'f'"},
      {"fn pid(): void { } begin { }", "'pid' is a builtin, and cannot be defined"},
      {"fn f($x: int8, $x: int8): void { } begin { }", "'$x' is a parameter already"},
      {"fn f($x: int8): void { let $x = 1; } begin { }",
       "'$x' already exists here, and cannot be declared again"},
      {"fn a(): void { b(); } fn b(): void { a(); } begin { }",
       "functions cannot call themselves: 'a' calls 'b' calls 'a'"},
      {"fn a(): void { a(); } begin { }", "functions cannot call themselves: 'a' calls 'a'"},
  });
}

// What the language has and this version does not is refused at its place.
TEST(Names, NotInThisVersion) {
  expectOneError({
      {"begin { print(ncpus); }", "15-20: 'ncpus' is not supported by this version"},
      {"begin { cat(\"f\"); }", "'cat' is not supported by this version"},
      {"begin { system(\"ls\"); }", "'system' may change the system"},
      {"usdt:a:b { }", "1-9: 'usdt' probes are not supported by this version"},
  });
}

TEST(Types, Errors) {
  expectOneError({
      {"begin { $a = 1; $a = \"s\"; }",
       "17-25: '$a' has the type 'int8' and cannot take a value of type 'string[2]'"},       // L62
      {"begin { return \"x\"; }", "can only return an integer, not a 'string[2]'"},          // L80
      {"begin { $s = \"a\"; if ($s) { } }", "a 'string[2]' cannot be a condition"},          // L81
      {"begin { $a = nsecs ? \"x\" : 2; }", "'string[2]' and 'int8', which do not"},         // L82
      {"begin { $t = (1, 2); print($t.5); }", "28-32: this tuple has 2 elements"},           // L94
      {"begin { $a = \"x\"; _ = $a == 1; }", "cannot be applied to 'string[2]' and 'int8'"}, // L96
      {"begin { $x = count(); }", "14-21: 'count' can only be assigned to a map"},           // L106
      {"begin { @c = count(); @d = @c; }", "23-30: "},                                       // L107
      {"begin { @a = 1; @a = \"s\"; }", "'@a' has the type 'int8'"},                         // L109
      {"begin { let $a: uint16 = -1; }", "'uint16' and cannot take a value of type 'int8'"}, // T37
      {"begin { let $a: uint8 = 256; }", "cannot take a value of type 'int16'"},             // T38
      {"begin { $a = -1; $a = 9223372036854775808; }",
       "cannot take a value of type 'uint64'"},                                          // T42
      {"begin { $a = true; $a = 1; }", "'bool' and cannot take a value of type 'int8'"}, // T43
      {"begin { $i = \"x\"; $a = 1; $a = $i; }", "'string[2]'"},                         // T44
      {"begin { print((int32)\"7\"); }", "a 'string[2]' cannot be cast to 'int32'"},     // T70
      {"begin { print((string)5); }", "an 'int8' cannot be cast to 'string'"},           // T71
      {"begin { $a = \"a\"; print((string)$a); }", "needs a size"},
      {"begin { $a = (int32[])(uint16)1; }", "the size of this array cannot be found out"}, // T58
      {"begin { $a = (int8[2])(uint32)1; }", "a 'uint32' cannot be cast to 'int8[2]'"},     // T57
      {"begin { $a = (int8[4])(uint32)1; print($a[4]); }",
       "index 4 is outside of this array of 4"}, // T59
      {"begin { $a = (int8[4])(uint32)7; $i = 0; $i++; print($a[$i]); }",
       "an index must be an integer without sign, not an 'int64'"},                    // T61
      {"begin { $a = (int8[2])(uint16)1; print($a < $a); }", "'<' cannot be applied"}, // T64
      {"begin { $a = (int8[2])(uint16)1; $b = (int8[4])(uint32)1; print($a == $b); }",
       "'==' cannot be applied to 'int8[2]' and 'int8[4]'"}, // T65
      {"begin { $a = \"abc\"; print($a[4]); }",
       "index 4 is outside of this string of 4 bytes"}, // T84
      {"begin { $p = (struct task_struct *)0; $p = (int8 *)0; }",
       "cannot take a value of type 'int8 *'"}, // T108
      {"begin { $t = (-1, 2); $t = (9223372036854775808, 2); }",
       "cannot take a value of type '(uint64,int8)'"},
      {"begin { let $x: typeof({ @c = count(); 1 }); }", "a map cannot be assigned"},
      {"begin { sarg0 }", "'sarg0' is not in the language any more"}, // L150
      {"begin { @m[1] = 2; print(&@m[1]); }", "'&' takes the address of a whole map"},
      {"begin { $a = 5; print($a[0]); }", "an 'int8' has no elements"}, // T73
      {"begin { let $x: string[3] = \"hello\"; }",
       "cannot take a value of type 'string[6]'"}, // T75
      {"begin { print((string[2])\"hello\"); }",
       "a 'string[6]' cannot be cast to 'string[2]'"},                                // T78
      {"begin { $a = \"a\"; $b = \"b\"; print($a + $b); }", "'+' cannot be applied"}, // T81
      {"begin { $p = (int32*)32; print(1 - $p); }",
       "'-' cannot be applied to 'int8' and 'int32 *'"},                                     // T90
      {"begin { $p = (int32*)32; print($p * 2); }", "'*' cannot be applied"},                // T91
      {"begin { $x = 5; print($x.y); }", "an 'int8' has no fields"},                         // T107
      {"begin { print(curtask.nothing); }", "'struct task_struct' has no member 'nothing'"}, // T106
      {"begin { print(curtask.prio[4]); }", "index 4 is outside of this array of 4"},        // T59
      {"begin { print((1, 2, 3).3); }", "this tuple has 3 elements"},                        // T116
      {"begin { $t = (1, 2); $i = 1; print($t[$i]); }",
       "the index of a tuple must be a number"},                              // T117
      {"begin { $t = (1, 2); $t = (1, \"x\"); }", "'(int8,int8)'"},           // T119
      {"begin { $r = (x=1); print($r.z); }", "this record has no field 'z'"}, // T124
      {"begin { @m[1] = 0; @m[\"a\"] = 0; }",
       "'@m' has keys of type 'int8', not 'string[2]'"},                    // T129
      {"begin { @s = sum(true); }", "needs an integer here, not a 'bool'"}, // T138
      {"begin { @s = sum(1); @s = avg(1); }",
       "'@s' has the type 'sum_t' and cannot take 'avg()'"},                       // T139
      {"begin { @c = count(); @c += 5; }", "'+=' cannot be applied to 'count_t'"}, // T140
      {"begin { @h = hist(1); $x = @h; }", "'hist_t'"},                            // T142
      {"begin { let $a; let $b; $b = $a; $a = $b; }", "cannot be found out"},      // T150
      {"begin { $x = printf(\"a\"); }", "a 'void' cannot be assigned to '$x'"},
      {"begin { $s = \"a\"; $s++; }", "'++' cannot be applied to a 'string[2]'"},
      {"begin { $v = (void*)0; print(*$v); }", "does not say what it points to"},
  });
}

// Everything whose value is used has one.
TEST(Values, Errors) {
  expectOneError({
      {"begin { $x = { $y = 1; }; }", "14-25: this has no value"},
      {"begin { $x = 1 + { $y = 1; }; }", "18-29: this has no value"},
      {"begin { @m[{ $y = 1; }] = 1; }", "12-23: this has no value"},
      {"begin { print({ exit(); }); }", "15-26: this has no value"},
      {"begin { @ = { $y = 1; } ? 1 : 2; }", "13-24: this has no value"},
      {"begin { $x = if (pid) { 1 }; }", "14-28: this has no value"},
      {"begin { _ = (void)printf(\"a\"); }", "this has no value"},
      {"begin { return { $y = 1; }; }", "this has no value"},
      {"let @m = hash(0); begin { @m[1] = 1; }", "room for 1 to 4294967295 entries"},
  });
}

TEST(Calls, Errors) {
  expectOneError({
      {"begin { exit(1, 2); }", "9-19: 'exit' takes at most 1 argument, not 2"},
      {"begin { printf(); }", "'printf' takes at least 1 argument, not 0"},                   // B32
      {"begin { printf(\"%d\"); }", "this format takes 1 value, not 0"},                      // B33
      {"begin { printf(\"x\", 1); }", "this format takes 0 values, not 1"},                   // B34
      {"begin { printf(\"%d\", \"a\"); }", "'%d' cannot show a 'string[2]'"},                 // B35
      {"begin { printf(\"%f\", 1); }", "there is no conversion '%f'"},                        // B36
      {"begin { $x = \"a\"; printf($x); }", "'printf' needs a string written in the script"}, // B37
      {"begin { printf(1); }", "'printf' needs a string written in the script"},          // B130
      {"begin { print(1, 2); }", "'print' of a value takes 1 argument, not 2"},           // B58
      {"begin { @h[1] = hist(1); print(@h[1]); }", "can only be printed as a whole map"}, // B59
      {"begin { clear(1); }", "'clear' takes a whole map"},                               // B67
      {"begin { @ = hist(1, 6); }", "go from 0 to 5, not 6"},                             // B112
      {"begin { @ = hist(1, 1); @ = hist(1, 2); }", "must have the same bits"},           // B113
      {"begin { @ = lhist(1, 0, 2000, 1); }", "these would be 2000"},                     // B114
      {"begin { @ = lhist(1, 10, 0, 1); }", "must be above its minimum"},                 // B115
      {"begin { @ = lhist(1, 0, 10, 20); }", "larger than its range of 10"},              // B116
      {"begin { @ = lhist(1, 0, 10, 0); }", "must be at least 1"},
      {"begin { @ = lhist(1, 0, 10, 1); @ = lhist(1, 0, 10, 2); }", "the same range and step"},
      {"begin { @ = tseries(1, 1s, 0); }", "keeps from 1 to 1365 intervals, not 0"}, // B117
      {"begin { @ = tseries(1, 0, 5); }", "the interval of 'tseries' goes from 1 ns"},
      {"begin { @ = tseries(1, 1s, 5, \"stats\"); }", "not 'stats'"},
      {"begin { nsecs(xyz); }", "takes 'boot', 'monotonic', 'tai' or 'sw_tai', not 'xyz'"}, // B17
      {"begin { pid(foo); }", "takes 'curr_ns' or 'init', not 'foo'"},                      // B2
      {"begin { str(\"x\", -1); }", "a length cannot be negative"},                         // B73
      {"begin { @ = count(1); }", "'count' takes no arguments, not 1"},
      {"begin { @m[1] = 1; clear(@m[1]); }", "'clear' takes a whole map"},
      {"begin { @x = 1; has_key(@x, 1); }", "'@x' is used with a key here"},
  });
}

// B23, B24, B26: what a probe's context does not have.
TEST(Calls, Contexts) {
  expectOneError({
      {"kprobe:vfs_read { print(retval); }", "there is no 'retval' in 'kprobe' probes"},
      {"fentry:vfs_read { print(arg0); }", "there is no 'arg0' in 'fentry' probes"},
      {"kprobe:vfs_read { print(args.x); }", "there is no 'args' in 'kprobe' probes"},
      {"kprobe:vfs_read { print(arg6); }", "there is no 'arg6'"},
      {"begin { print(arg0); }", "there is no 'arg0' in 'begin' probes"},
      {"t:cat:one { print(args.foo); }", "'tracepoint:cat:one' has no argument 'foo'"},
  });
  EXPECT_THAT(Script("t:cat:one { print(retval); }").everything(), HasSubstr("args.ret"));
}

// README 12 of the specification: all independent errors of a run.
TEST(Errors, AllAreReported) {
  Script script("begin { print(; } t:cat:nope { } begin { foo(); $a = 1; $a = \"s\"; "
                "printf(\"%d\"); } interval:s:0 { }");
  EXPECT_THAT(script.errors(), SizeIs(6));
}

// One cause is one message: what follows from it is not reported.
TEST(Errors, DoNotCascade) {
  EXPECT_THAT(
      Script(inBegin("$x = foo; $y = $x + 1; print($y); @m[$x] = $y; if ($x) { }")).errors(),
      SizeIs(1));
  EXPECT_THAT(Script(inBegin("print($x); print($x + 1); $x++;")).errors(), SizeIs(1));
  for (const char *body :
       {"print(\"abc\"[4]);", "print((void)0);", "print(sizeof(ctx));",
        "@s = stats(1); if (@s == 1) { }", "@h = hist(1); print(@h + 1);",
        "@h = hist(1); for ($i : 0..@h) { }", "$x = pid ? 1 : \"a\"; print(sizeof($x));",
        "let $x: typeof($none); $x = 1;", "if comptime (sizeof($none) == 4) { }"})
    EXPECT_THAT(Script(inBegin(body)).errors(), SizeIs(1)) << body;
  // The broken probe may have assigned the map.
  EXPECT_THAT(Script("begin { @m = ; } end { print(@m); }").errors(), SizeIs(1));
  // The same mistake in a body that is typed twice.
  EXPECT_THAT(Script("t:cat:one, t:cat:two { $x = args.id + \"a\"; }").errors(), SizeIs(2));
  EXPECT_THAT(Script("t:cat:one, t:cat:two { $x = args.name; foo(); }").errors(), SizeIs(1));
}

struct Warned {
  const char *body;
  const char *name;
};

TEST(Warnings, Names) {
  const Warned kCases[] = {
      {"let $a; print($a); $a = 3;", "used-before-assignment"},                // L56
      {"let $a;", "never-assigned"},                                           // L57
      {"print(1); exit(); print(2);", "unreachable"},                          // L77
      {"{ 1 }", "discarded-value"},                                            // L79
      {"$a = (uint64)3; $b = $a - 5;", "implicit-cast"},                       // L87
      {"$a = (int8)1; $b = (int8)$a;", "unnecessary-cast"},                    // T8
      {"$a = -1; $b = (uint64)2; $a = $b;", "implicit-cast"},                  // T5
      {"let $a: int8 = 1; $a = (int32)300;", "implicit-cast"},                 // T40
      {"$p = (int32*)4; $q = (int64*)4; $b = $p == $q;", "distinct-pointers"}, // T92
      {"$s = str((int8*)0, 2000);", "unknown-address-space"},
      {"$p = (int32*)4; print(*$p);", "unknown-address-space"},
  };
  for (const Warned &warned : kCases) {
    Script script(inBegin(warned.body));
    EXPECT_THAT(script.errors(), IsEmpty()) << warned.body;
    EXPECT_THAT(script.warningNames(), testing::Contains(warned.name)) << warned.body;
  }
  EXPECT_THAT(Script("let @u = hash(1); begin { }").warningNames(),
              ElementsAre("unused-map")); // L113
}

TEST(Warnings, NotWithoutReason) {
  for (const char *body : {"_ = { 1 };", "$a = 1; $a++; @x++;", "@m[1] = 1; delete(@m, 1);",
                           "$a = 3 - 5;", "if (pid) { print(1); } else { print(2); }",
                           "$a = (uint64)1; $a = 2;", "$a = (uint32)1; $a = (int32)2;" /* T6 */,
                           "print(1) ", "let $p: int8 * = (int8 *)uptr(8); print($p[0]);"}) {
    Script script(inBegin(body));
    EXPECT_THAT(script.errors(), IsEmpty()) << body;
    EXPECT_THAT(script.warnings(), IsEmpty()) << body;
  }
  // In functions an address is the kernel's if nobody says otherwise.
  for (const char *text :
       {"fn f($at: uint64): int8 { return *(int8 *)$at; } begin { print(f(8)); }",
        "fn f($p: int8 *): int8 { return *$p; } begin { print(f((int8 *)uptr(8))); }"})
    EXPECT_THAT(Script(text).warnings(), IsEmpty()) << text;
}

// `max_strlen` limits literals, but not formats (B131).
TEST(Strings, Length) {
  std::string longText(70, 'x');
  Script script("config = { max_strlen = 64 } begin { printf(\"" + longText + "\"); print(\"" +
                longText + "\"); }");
  EXPECT_THAT(script.errors(), ElementsAre(HasSubstr("this string has 70 bytes")));
}

TEST(Script, NeedsAProbe) { EXPECT_THAT(Script("").errors(), ElementsAre(HasSubstr("no probes"))); }

} // namespace
