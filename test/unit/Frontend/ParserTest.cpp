//===- ParserTest.cpp - Text to tree, and recovery ------------------------===//
#include "lib/Frontend/Parser.h"
#include "lib/Frontend/AstDump.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

using namespace sonde;
using testing::ElementsAre;
using testing::HasSubstr;

namespace {

struct Parsed {
  SourceManager sources;
  DiagnosticEngine diagnostics{sources};
  ast::File file;
  std::vector<std::string> errors; ///< "BEGIN-END: message", as in the specification.

  explicit Parsed(const std::string &text) {
    file = parseFile(sources.add("-e", text), diagnostics);
    for (const Diagnostic &diagnostic : diagnostics.all())
      errors.push_back(std::to_string(diagnostic.span->begin + 1) + "-" +
                       std::to_string(diagnostic.span->end + 1) + ": " + diagnostic.message);
  }
  std::string text() const { return fileText(file); }
};

/// The tree of one expression.
std::string tree(const std::string &expression) {
  Parsed parsed("begin { _ = " + expression + "; }");
  EXPECT_THAT(parsed.errors, ElementsAre());
  if (parsed.file.probes.empty() || parsed.file.probes[0].body.statements.empty())
    return "";
  const auto *discard = ast::as<ast::Discard>(parsed.file.probes[0].body.statements[0]);
  return exprText(*discard->value);
}

// L31 to L34: the order of operators.
TEST(Expressions, Precedence) {
  EXPECT_EQ(tree("2 + 3 * 4"), "(2 + (3 * 4))");
  EXPECT_EQ(tree("(2 + 3) * 4"), "((2 + 3) * 4)");
  EXPECT_EQ(tree("10 - 4 - 3"), "((10 - 4) - 3)");
  EXPECT_EQ(tree("1 << 2 + 1"), "(1 << (2 + 1))");
  EXPECT_EQ(tree("6 & 3 ^ 1 | 8"), "(((6 & 3) ^ 1) | 8)");
  EXPECT_EQ(tree("1 & 2 == 2"), "(1 & (2 == 2))");
  EXPECT_EQ(tree("1 < 2 == 3 > 4"), "((1 < 2) == (3 > 4))");
  EXPECT_EQ(tree("1 || 2 && 3"), "(1 || (2 && 3))");
  EXPECT_EQ(tree("1 ? 2 : 0 ? 3 : 4"), "(1 ? 2 : (0 ? 3 : 4))");
  EXPECT_EQ(tree("$x ?: 7"), "($x ?  : 7)");
  EXPECT_EQ(tree("- -5"), "(-(-5))");
  EXPECT_EQ(tree("!~$x"), "(!(~$x))");
}

TEST(Expressions, PostfixAndCasts) {
  EXPECT_EQ(tree("(struct T *)$p.f"), "((struct T*)$p.f)");
  EXPECT_EQ(tree("((struct T *)$p).f"), "((struct T*)$p).f");
  EXPECT_EQ(tree("(x) - 1"), "((x)(-1))"); // A cast, because of the type's shape.
  EXPECT_EQ(tree("(pid) * 2"), "(pid * 2)");
  EXPECT_EQ(tree("(x) + 1"), "(x + 1)");
  EXPECT_EQ(tree("(unsigned long long)1"), "((unsigned long long)1)");
  EXPECT_EQ(tree("$t.1.0"), "$t.1.0");
  EXPECT_EQ(tree("args->x[3]"), "args.x[3]");
  EXPECT_EQ(tree("@m[1,\"b\"]++"), "@m[1, \"b\"]++");
  EXPECT_EQ(tree("sizeof(uint32*[10])"), "sizeof(uint32*[10])");
  EXPECT_EQ(tree("sizeof((x)[1])"), "sizeof(x[1])");
  EXPECT_EQ(tree("offsetof(struct S, a.b)"), "offsetof(struct S, a.b)");
}

// L54, L92: tuples, groups and records.
TEST(Expressions, Sequences) {
  EXPECT_EQ(tree("(1, 2,)"), "(1, 2)");
  EXPECT_EQ(tree("(1,)"), "(1,)");
  EXPECT_EQ(tree("((1), 2)"), "(1, 2)");
  EXPECT_EQ(tree("()"), "()");
  EXPECT_EQ(tree("(x=1, y=\"s\")"), "(x=1, y=\"s\")");
}

// L18, L19, L20, L21, L36, L37, L43, L44.
TEST(Files, Layout) {
  EXPECT_EQ(Parsed("/* a */ begin { print(/* b */ 1); } // c").text(), "begin {\n  print(1);\n}\n");
  EXPECT_EQ(Parsed("begin { $if = 2; @for = $if; @ = 4 }").text(),
            "begin {\n  $if = 2;\n  @for = $if;\n  @ = 4;\n}\n");
  EXPECT_EQ(Parsed("#!/usr/bin/x\n// c\nbegin { print(1) }").text(), "begin {\n  print(1)\n}\n");
  EXPECT_EQ(Parsed("begin/1/{} begin / 8 / 2 == 4 / { }").text(),
            "begin / 1 / {}\nbegin / ((8 / 2) == 4) / {}\n");
  EXPECT_EQ(Parsed("begin { if !$x { } else if $x { }; $y = 1 }").text(),
            "begin {\n  if (!$x) {} else {\n    if $x {}\n  };\n  $y = 1;\n}\n");
  EXPECT_EQ(Parsed("t:a:b,\n k:f+1, /pid/ { }").text(), "t:a:b, k:f+1 / pid / {}\n");
  EXPECT_EQ(Parsed("uprobe:\"/a b\":\"f(int, int)\" { }").text(),
            "uprobe:\"/a b\":\"f(int, int)\" {}\n");
}

TEST(Files, WholeGrammar) {
  Parsed parsed("#include <x.h>\nstruct S { int a; /* } */ } __attribute__((packed));\n"
                "config = { max_strlen = 64; license = \"GPL\" }\n"
                "import \"x.bpf.c\";\n"
                "let @m = hash(10);\n"
                "macro m(x, $y, @z) { x }\n"
                "fn f($a: int64): void { return; }\n"
                "begin { for ($i : 0..5) { break; } for $k : @m { continue } while (1) { } "
                "unroll (3) { } let $x: string[5] = \"x\"; { let $y; } return 1; }");
  EXPECT_THAT(parsed.errors, ElementsAre());
  EXPECT_EQ(parsed.file.c.size(), 2u);
  EXPECT_EQ(parsed.file.config.size(), 2u);
  EXPECT_EQ(parsed.file.imports.size(), 1u);
  EXPECT_EQ(parsed.file.maps.size(), 1u);
  EXPECT_EQ(parsed.file.macros.size(), 1u);
  EXPECT_EQ(parsed.file.functions.size(), 1u);
  EXPECT_EQ(parsed.file.probes.size(), 1u);
  EXPECT_FALSE(parsed.file.incomplete);
}

struct Wrong {
  const char *script;
  const char *error; ///< The first: where, and a part of what.
};

// The positions of errors.
TEST(Errors, Places) {
  const Wrong kCases[] = {
      {"begin { print($0); }", "15-17: "},                             // L22
      {"begin { $ x = 1; }", "9-10: expected a name right after '$'"}, // L23
      {"begin / 1 { }", "11-12: expected '/'"},                        // L38
      {"begin { print(1) print(2); }", "18-23: expected ';'"},         // L39
      {"begin { ; }", "9-10: expected an expression"},                 // L41
      {"begin { if (1) && (1) { } }", "16-17: expected '{'"},          // L45
      {"begin { for ($i : 1+1..4) { } }", "20-21: expected ')'"},      // L46
      {"begin { $a = 5++; }", "15-17: "},                              // L48
      {"begin { } config = { max_probes = 2 }", "11-17: "},            // L51
      {"begin { $t = (1, 2); $t.0 = 3; }", "22-30: "},                 // L52
      {"begin { $r = (a=1, a=2); }", "20-23: "},                       // L53
      {"begin { print(18446744073709551616); }", "15-35: "},           // L6
      {"begin { print(0b1); }", "16-18: "},                            // L8
      {"begin { print(\"\\777\"); }", "16-20: "},                      // L16
  };
  for (const Wrong &wrong : kCases) {
    Parsed parsed(wrong.script);
    ASSERT_FALSE(parsed.errors.empty()) << wrong.script;
    EXPECT_EQ(parsed.errors[0].compare(0, std::string(wrong.error).size(), wrong.error), 0)
        << wrong.script << "\n  " << parsed.errors[0];
    EXPECT_TRUE(parsed.file.incomplete);
  }
}

// The common mistakes that the parser finds, and L17, L27, L40, L42, L49, L50.
TEST(Errors, Messages) {
  const Wrong kCases[] = {
      {"begin { print(\"abc); }", "no closing '\"'"},
      {"begin { } struct S { int a; }", "C definitions must come before"},
      {"begin { print(1); }; end { }", "no ';' stands behind a probe"},
      {"begin { for ($i : 0..1) { }; }", "expected an expression"},
      {"begin { $a = 1; $b = &3; }", "'&' needs a map or a variable"},
      {"let $x = 1; begin { }", "expected a map"},
      {"begin { print(; }", "expected an expression"},
      {"begin { for ($k : @m) print($k); }", "expected '{'"},
      {"begin { for (@k : @m) { } }", "expected a variable in this 'for'"},
      {"begin { $x: int8 = 1; }", "expected ';'"},
      {"begin { let x = 1; }", "expected a variable after 'let'"},
      {"begin { if (1) { } else print(1); }", "expected '{' or 'if' after 'else'"},
      {"fn f($a): void { }", "expected ':'"},
      {"macro m { }", "expected '('"},
      {"import foo; begin { }", "expected a file name in quotes"},
      {"import \"a.bt\" begin { }", "expected ';' after this import"},
      {"config { a=1 } begin { }", "expected '='"},
      {"config = { @a = 1 } begin { }", "expected the name of a setting"},
      {"config = { a = -1 } begin { }", "expected a string, a number"},
      {"begin { if (x=1) { } }", "expected ')'"},
      {"begin { print(1)", "expected '}'"},
      {"begin", "expected '{'"},
      {"macro m(pid) { }", "'pid' cannot be a parameter"},
  };
  for (const Wrong &wrong : kCases) {
    Parsed parsed(wrong.script);
    ASSERT_FALSE(parsed.errors.empty()) << wrong.script;
    bool found = false;
    for (const std::string &error : parsed.errors)
      found |= error.find(wrong.error) != std::string::npos;
    EXPECT_TRUE(found) << wrong.script << "\n  " << parsed.errors[0];
  }
}

// Every independent error of one run is reported, and what is right is kept.
TEST(Errors, Recovery) {
  Parsed parsed("begin { print(; $a = 5++; print(1); }\n"
                "end { let x = 1; print(2); }\n"
                "interval:s:1 / 1 { }\n"
                "begin { print(\"open); }\n"
                "begin { print(3); }");
  EXPECT_THAT(parsed.errors, ElementsAre(HasSubstr("expected an expression"), HasSubstr("'++'"),
                                         HasSubstr("after 'let'"), HasSubstr("close the predicate"),
                                         HasSubstr("no closing '\"'")));
  EXPECT_EQ(parsed.text(), "begin {\n  print(1);\n}\nend {\n  print(2);\n}\nbegin {}\n"
                           "begin {\n  print(3);\n}\n");
}

TEST(Errors, NestingIsLimited) {
  std::string deep(100000, '(');
  Parsed parsed("begin { print(" + deep);
  ASSERT_FALSE(parsed.errors.empty());
  EXPECT_THAT(parsed.errors[0], HasSubstr("levels deep"));
  std::string chain = "begin { if (1) { } ";
  for (unsigned i = 0; i < 10000; ++i)
    chain += "else if ($x) { f(); } ";
  EXPECT_THAT(Parsed(chain + "}").errors, ElementsAre(HasSubstr("levels deep")));
}

// What nests without brackets is limited, too: later stages recurse over it.
TEST(Errors, ChainsAreLimited) {
  std::string sum = "1", member = "$x", type = "(int8";
  for (unsigned i = 0; i < 20000; ++i) {
    sum += "+1";
    member += ".f";
    type += "*";
  }
  for (const std::string &chain : {sum, member, type + ")1"}) {
    Parsed parsed("begin { print(" + chain + "); }");
    ASSERT_EQ(parsed.errors.size(), 1u);
    EXPECT_THAT(parsed.errors[0], HasSubstr("follow one another"));
  }
}

} // namespace
