// Scripts in one style: each rule of docs/Tools/Format.md, and that what is
// written is stable, means the same and keeps its comments. C86
#include "lib/Format/Format.h"
#include "lib/Frontend/AstDump.h"
#include "lib/Frontend/Parser.h"

#include <gtest/gtest.h>

using namespace sonde;

namespace {

std::string format(const std::string &script) {
  SourceManager sources;
  DiagnosticEngine diagnostics(sources);
  std::optional<std::string> text = formatScript(sources.add("t.bt", script), diagnostics);
  return text ? *text : diagnostics.flush(false);
}

/// The words of all comments, in order. Only for scripts without text that looks
/// like a comment.
std::string commentWords(const std::string &script) {
  std::string words;
  for (size_t i = 0; i + 1 < script.size(); ++i) {
    std::string mark = script.substr(i, 2);
    if (mark != "//" && mark != "/*")
      continue;
    size_t end = mark == "//" ? script.find('\n', i) : script.find("*/", i + 2);
    end = std::min(end, script.size());
    for (; i < end; ++i)
      if (std::isalnum(script[i]))
        words += script[i];
  }
  return words;
}

struct Case {
  const char *name, *script, *expected;
};
std::ostream &operator<<(std::ostream &stream, const Case &c) { return stream << c.name; }

class Format : public testing::TestWithParam<Case> {};

TEST_P(Format, GivesTheText) { EXPECT_EQ(format(GetParam().script), GetParam().expected); }
TEST_P(Format, IsStable) { EXPECT_EQ(format(GetParam().expected), GetParam().expected); }
TEST_P(Format, KeepsTheComments) {
  EXPECT_EQ(commentWords(format(GetParam().script)), commentWords(GetParam().script));
}

const Case kItems[] = {
    {"golden", "begin { printf(\"in\\n\"); exit(); }", R"(begin
{
  printf("in\n");
  exit();
}
)"},
    {"emptyFile", "", ""},
    {"emptyProbe", "BEGIN{}", "BEGIN\n{}\n"},
    {"attachPoints", "kprobe:a , uprobe:/bin/x:\"f(int, int)\",kprobe:c,{ }",
     "kprobe:a,\nuprobe:/bin/x:\"f(int, int)\",\nkprobe:c\n{}\n"},
    {"predicate", "begin/pid==1/{}  kprobe:f / pid==1 && tid!=2 / { exit() }", R"(begin
/pid == 1/
{}
kprobe:f
/pid == 1 && tid != 2/
{
  exit()
}
)"},
    {"predicateWithStar", "begin / *$p == 1 / { }", "begin\n/ *$p == 1/\n{}\n"},
    {"macro", "macro m($x,@y , z){ $x=z;@y }", R"(macro m($x, @y, z)
{
  $x = z;
  @y
}
)"},
    {"function", "fn f($a:int64,$b:struct x*):int64{return $a}",
     R"(fn f($a: int64, $b: struct x *): int64
{
  return $a;
}
)"},
    {"config", "config={max_strlen=64;stack_mode=perf;a=\"b\";c=true}\nbegin{}", R"(config = {
  max_strlen = 64;
  stack_mode = perf;
  a = "b";
  c = true;
}
begin
{}
)"},
    {"emptyConfig", "config = { }\nbegin{}", "config = {}\nbegin\n{}\n"},
    {"imports", "import   \"a.bt\" ;import \"b.h\";\nlet @m=lruhash( 0x10 )\nbegin{}",
     "import \"a.bt\";\nimport \"b.h\";\nlet @m = lruhash(0x10);\nbegin\n{}\n"},
    {"cPart",
     "#!/usr/bin/sonde\n#include <a.h>\n  struct  A {\n\tint   x; };\n\nunion B { int y; } "
     "begin{}",
     "#!/usr/bin/sonde\n#include <a.h>\nstruct  A {\n\tint   x; };\n\nunion B { int y; "
     "}\nbegin\n{}\n"},
    {"emptyLines", "\n\nbegin {\n\n  $a = 1;\n\n\n  $b = 2;\n}\n\n\nend {}\n\n", R"(begin
{
  $a = 1;


  $b = 2;
}


end
{}
)"},
};
INSTANTIATE_TEST_SUITE_P(Items, Format, testing::ValuesIn(kItems),
                         [](const auto &info) { return info.param.name; });

const Case kStatements[] = {
    {"statements", "begin { let $a:int64=1; let $b ; _ = f() ; @x[1,2]+=1; $a++; return }",
     R"(begin
{
  let $a: int64 = 1;
  let $b;
  _ = f();
  @x[1, 2] += 1;
  $a++;
  return;
}
)"},
    {"ifElse", "begin { if($a==1){f();}else if ($b){g()}else{} }", R"(begin
{
  if ($a == 1) {
    f();
  } else if $b {
    g()
  } else {}
}
)"},
    {"conditions",
     "begin { while(1){break} if($2){} if (f(1)) {} if !$x {} for($kv:@x){continue} "
     "unroll 3 {} if comptime (1) {} }",
     R"(begin
{
  while 1 {
    break;
  }
  if $2 {}
  if (f(1)) {}
  if !$x {}
  for $kv : @x {
    continue;
  }
  unroll (3) {}
  if comptime 1 {}
}
)"},
    {"ranges", "begin { for ($i:0..10) {} for $i : (1+1)..$n { } }", R"(begin
{
  for ($i : 0..10) {}
  for $i : (1 + 1)..$n {}
}
)"},
    {"semicolonThatSeparates", "begin { if $a {} ; -1; if $b {} ; f(); {} ; }", R"(begin
{
  if $a {};
  -1;
  if $b {}
  f();
  {};
}
)"},
    {"conditionalStatement", "begin { ($a ? f() : g()); _ = $a ? 1 : 2; (let); }", R"(begin
{
  ($a ? f() : g());
  _ = $a ? 1 : 2;
  (let);
}
)"},
    {"valueBlocks", "begin { $x = { $y = 1; $y + 1 }; $z = if $x { 1 } else { 2 }; }", R"(begin
{
  $x = {
    $y = 1;
    $y + 1
  };
  $z = if $x {
    1
  } else {
    2
  };
}
)"},
};
INSTANTIATE_TEST_SUITE_P(Statements, Format, testing::ValuesIn(kStatements),
                         [](const auto &info) { return info.param.name; });

/// An expression, and how it is written.
struct ExprCase {
  const char *script, *expected;
};
class FormatExpr : public testing::TestWithParam<ExprCase> {};

TEST_P(FormatExpr, GivesTheText) {
  auto inScript = [](const std::string &expr) { return "begin\n{\n  $v = " + expr + ";\n}\n"; };
  std::string expected = inScript(GetParam().expected);
  EXPECT_EQ(format(inScript(GetParam().script)), expected);
  EXPECT_EQ(format(expected), expected);
}

const ExprCase kExprs[] = {
    {"1+2", "1 + 2"},
    {"2*(3-1)", "2 * (3 - 1)"},
    {"1+2*3", "1 + (2 * 3)"},
    {"1+2+3", "(1 + 2) + 3"},
    {"(int64)$a+1", "((int64)$a) + 1"},
    {"1 + ($a?1:2)", "1 + ($a ? 1 : 2)"},
    {"((1))", "1"},
    {"($a==1)&&($b==2)", "$a == 1 && $b == 2"},
    {"($a&&$b)||$c", "$a && $b || $c"},
    {"$a&&($b||$c)", "$a && ($b || $c)"},
    {"$a&&($b&&$c)", "$a && ($b && $c)"},
    {"($a?1:2)?3:4", "($a ? 1 : 2) ? 3 : 4"},
    {"$a?1:$b?2:3", "$a ? 1 : $b ? 2 : 3"},
    {"$a?:2", "$a ?: 2"},
    {"-(-$a)", "-(-$a)"},
    {"- (--$a)", "-(--$a)"},
    {"!($a==1)", "!($a == 1)"},
    {"!(int64)$a", "!(int64)$a"},
    {"~-1", "~-1"},
    {"**$p", "**$p"},
    {"&@m[1]", "(&@m)[1]"},
    {"(@m)[1]", "(@m)[1]"},
    {"@m[1][2]", "@m[1][2]"},
    {"(*$p).f->g . h", "(*$p).f->g.h"},
    {"((struct x*)$p)->y", "((struct x *)$p)->y"},
    {"(struct x**)arg0", "(struct x **)arg0"},
    {"(int32*[4])0", "(int32 *[4])0"},
    {"(uint8[0x2])0", "(uint8[0x2])0"},
    {"(unsigned  long)1", "(unsigned long)1"},
    {"(const char*)1", "(const char *)1"},
    {"(int64)-1", "(int64)-1"},
    {"(int64)(++$a)", "(int64)(++$a)"},
    {"(int64)($a+1)", "(int64)($a + 1)"},
    {"(1,)", "(1,)"},
    {"(1,(2,3,),\"a\\x41\")", "(1, (2, 3), \"a\\x41\")"},
    {"()", "()"},
    {"(a=1,b=\"x\").a", "(a=1, b=\"x\").a"},
    {"$t.0 .1", "$t.0.1"},
    {"0x10+0777+1e3+5ms+1_000", "(((0x10 + 0777) + 1e3) + 5ms) + 1_000"},
    {"sizeof(x)", "sizeof(x)"},
    {"sizeof((x))", "sizeof((x))"},
    {"sizeof(x[1])", "sizeof(x[1])"},
    {"sizeof((x)[1])", "sizeof((x[1]))"},
    {"sizeof(struct y*)", "sizeof(struct y *)"},
    {"offsetof(struct y,a . b)", "offsetof(struct y, a.b)"},
    {"m(typeof(int64*),typeof($x))", "m(typeof(int64 *), typeof($x))"},
    {"(typeof($x))1", "(typeof($x))1"},
    {"comptime (1+2)", "comptime (1 + 2)"},
    {"f ( $1 ,$# )", "f($1, $#)"},
    {"$x++", "$x++"},
    {"1 - -1", "1 - -1"},
    {"$a/2/3", "($a / 2) / 3"},
};
INSTANTIATE_TEST_SUITE_P(Expressions, FormatExpr, testing::ValuesIn(kExprs));

const Case kComments[] = {
    {"lines",
     "// first\n\n// second\nbegin { // behind\n // own\n\n // own too\n $a=1; // c\n"
     " // last\n} // end\n// bye\n",
     R"(// first

// second
begin
{ // behind
  // own

  // own too
  $a = 1; // c
  // last
} // end
// bye
)"},
    {"blocks",
     "/* one */\n/*\n * two\n *   deep\n *\n * more\n */\nbegin { /* x */ $a=1; /* y */ $b=2; "
     "/* z */\n /* a\n    b */ }",
     R"(// one
// two
//   deep
//
// more
begin
{
  /* x */ $a = 1;
  /* y */ $b = 2; // z
  // a
  // b
}
)"},
    {"inExpressions",
     "begin { f(/* a */1/* b */,/* c */2 /* d */) /* e */; $x = 1 /* f */ + // g\n 2; }",
     R"(begin
{
  f(/* a */ 1, /* b */ /* c */ 2 /* d */); // e
  $x = 1 /* f */ + // g
      2;
}
)"},
    {"onOwnLines", "begin { f(1, // one\n // own\n 2); if $a { } // then\n else { } }", R"(begin
{
  f(1, // one
      // own
      2);
  if $a {} // then
  else {}
}
)"},
    {"beforeEnd", "begin { $a = 1 /* x */ }\nend { /* nothing */ }", R"(begin
{
  $a = 1; // x
}
end
{
  // nothing
}
)"},
    {"betweenItems", "kprobe:a, // one\nkprobe:b // two\n/ /* p */ pid /* q */ / // three\n{}",
     R"(kprobe:a, // one
kprobe:b // two
/ /* p */ pid /* q */ / // three
{}
)"},
    {"inLists", "config = { // a\n x = 1; // b\n // c\n}\nmacro m(/* d */ $x) /* e */ {}\n",
     R"(config = { // a
  x = 1; // b
  // c
}
macro m(/* d */ $x)
/* e */ {}
)"},
    {"aroundDroppedParentheses",
     "begin { $x = /* a */ (/* b */ $y /* c */) /* d */ && // e\n $z; }",
     R"(begin
{
  $x = /* a */ /* b */ $y /* c */ /* d */ && // e
      $z;
}
)"},
    {"unterminated", "begin {} /* to the\n end", "begin\n{} // to the\n// end\n"},
    {"shebang", "// before\n#!/usr/bin/env sonde\n// behind\nbegin {}",
     "// before\n#!/usr/bin/env sonde\n// behind\nbegin\n{}\n"},
    {"onlyComments", "/* a */ // b", "/* a */ // b\n"},
};
INSTANTIATE_TEST_SUITE_P(Comments, Format, testing::ValuesIn(kComments),
                         [](const auto &info) { return info.param.name; });

const Case kLongLines[] = {
    {"call",
     "begin { printf(\"%-16s %-6d %-6d %s\\n\", comm, pid, args.prev_pid, str(args.filename), "
     "args.flags); }",
     R"(begin
{
  printf("%-16s %-6d %-6d %s\n", comm, pid, args.prev_pid, str(args.filename),
      args.flags);
}
)"},
    {"logic",
     "begin / pid == 1234567 && comm == \"something\" || args.filename == 0 && "
     "args.flags == 0x1234567 / {}",
     R"(begin
/pid == 1234567 && comm == "something" ||
    args.filename == 0 && args.flags == 0x1234567/
{}
)"},
    {"assignment",
     "begin { @some_map_name[comm, pid] = some_function_name($first_argument, "
     "$second_argument + 1); }",
     R"(begin
{
  @some_map_name[comm, pid] =
      some_function_name($first_argument, $second_argument + 1);
}
)"},
    {"conditional",
     "begin { $x = $a_long_condition == $another_long_value ? $the_first_of_two_values : "
     "$the_second_value; }",
     R"(begin
{
  $x = $a_long_condition == $another_long_value ? $the_first_of_two_values
      : $the_second_value;
}
)"},
    {"nothingHelps",
     "begin { f(\"this text is so long that it does not fit any line, whatever is done about "
     "it\"); }",
     R"(begin
{
  f("this text is so long that it does not fit any line, whatever is done about it");
}
)"},
};
INSTANTIATE_TEST_SUITE_P(LongLines, Format, testing::ValuesIn(kLongLines),
                         [](const auto &info) { return info.param.name; });

TEST(FormatErrors, NothingIsWrittenForAScriptWithErrors) {
  SourceManager sources;
  DiagnosticEngine diagnostics(sources);
  EXPECT_FALSE(formatScript(sources.add("t.bt", "begin { $x = ; }"), diagnostics));
  EXPECT_EQ(diagnostics.errorCount(), 1u);
}

} // namespace
