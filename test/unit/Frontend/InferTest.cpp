//===- InferTest.cpp - The types of whole programs ------------------------===//
#include "test/unit/Frontend/Script.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

using namespace sonde;
using testing::ElementsAre;

namespace {

struct Case {
  const char *body, *name, *type;
};

void expectTypes(const Case *first, const Case *last) {
  for (const Case *c = first; c != last; ++c) {
    Script script(inBegin(c->body));
    EXPECT_THAT(script.errors(), ElementsAre()) << c->body;
    EXPECT_EQ(script.type(c->name), c->type) << c->body;
  }
}

TEST(Infer, Variables) {
  const Case kCases[] = {
      {"$a = 1; $a = (uint64)2;", "$a", "uint64"},                           // T3
      {"$a = (uint8)1; $a = 200;", "$a", "uint16"},                          // T4
      {"$a = -1; $a = (uint64)2;", "$a", "int64"},                           // T5
      {"$a = (uint32)1; $a = (int32)2;", "$a", "int64"},                     // T6
      {"$a = (uint8)1; $a = (int8)-2;", "$a", "int16"},                      // T7
      {"$a = 1; $b = $a + 1;", "$b", "int64"},                               // T10
      {"$x = (uint32)5; $x += 1;", "$x", "uint64"},                          // T14
      {"$x = 0; $x++;", "$x", "int64"},                                      // T15
      {"$x = (uint8)0; $x++;", "$x", "uint64"},                              // T16
      {"$x = (uint8)0; $x--;", "$x", "int64"},                               // T17
      {"let $x: uint8 = 255; $x++;", "$x", "uint8"},                         // T18
      {"$x = pid ? 1 : 300;", "$x", "int16"},                                // T35
      {"$x = \"hi\"; $x = \"hello\"; $x = \"yo\";", "$x", "string[6]"},      // T74
      {"let $x: string = \"hi\"; $x = \"longer one\";", "$x", "string[11]"}, // T76
      {"let $b: buffer; $b = buf(\"abc\", 3);", "$b", "buffer[7]"},
      {"$x = (string[8])\"hi\";", "$x", "string[8]"},                                    // T77
      {"$p = (int8*)0; $p = (int64*)0;", "$p", "int64 *"},                               // T98
      {"$a = (1, \"a\"); $a = ((uint64)2, \"abc\");", "$a", "(uint64,string[4])"},       // T118
      {"$r = (x=1, y=\"s\");", "$r", "record { .x = int8, .y = string[2] }"},            // T121
      {"$r = (x=1, y=2); $r = (y=300, x=4);", "$r", "record { .x = int8, .y = int16 }"}, // T122
      {"$t = (1, \"a\", (2, 3)); $x = $t.2.1;", "$x", "int8"},                           // T115
      {"$a = 1; $a = $a + 1;", "$a", "int64"},                                           // a cycle
      {"$f = (size_t)1;", "$f", "uint64"},                                               // T113
      {"$f = (unsigned short)1;", "$f", "uint16"},
      {"$s = comm;", "$s", "string[16]"},
      {"$s = str(pid);", "$s", "string[1024]"},
      {"$s = str(pid, 5);", "$s", "string[6]"}, // B69
      {"$s = probe;", "$s", "string[6]"},
      {"$t = curtask;", "$t", "struct task_struct *"},
      {"$t = curtask.parent.comm;", "$t", "string[16]"}, // T112
      {"$t = curtask.prio[1];", "$t", "uint32"},
      {"$a = $b = 1;", "", ""},
  };
  expectTypes(std::begin(kCases), std::end(kCases) - 1);
}

TEST(Infer, Maps) {
  const Case kCases[] = {
      {"@x++;", "@x", "int64"},                              // T19
      {"$v = @b; @b = \"hello\";", "@b", "string[6]"},       // T127
      {"$v = @none[3];", "@none", "int8"},                   // L101, T133
      {"@s = sum((uint64)1); @s = sum(-1);", "@s", "sum_t"}, // T137
      {"@s = sum((uint64)1);", "@s", "usum_t"},
      {"@s = sum(1);", "@s", "sum_t"},
      {"@s = sum((uint8)1);", "@s", "usum_t"},
      {"@c = count();", "@c", "count_t"},
      {"@h = hist(pid);", "@h", "hist_t"},
      {"@l = lhist(pid, 0, 100, 10);", "@l", "lhist_t"},
      {"@t = tseries(pid, 1s, 10, \"avg\");", "@t", "tseries_t"},
      {"@a = { let $a = 100; avg($a) };", "@a", "avg_t"},
      {"@p = (int64*)8; @p += 2;", "@p", "int64 *"}, // T89
      {"@s[1] += 5;", "@s", "int64"},                // L100
      {"@x = 1 == 2;", "@x", "bool"},
  };
  expectTypes(std::begin(kCases), std::end(kCases));
}

TEST(Infer, Keys) {
  const Case kCases[] = {
      {"@m[1] = 1; @m[300] = 1;", "@m", "int16"},                                // T128
      {"@a[1, \"b\"] = 2; @a[(300, \"long\")] = 3;", "@a", "(int16,string[5])"}, // L105
      {"@k[\"a\"] = 1; delete(@k, \"hello\");", "@k", "string[6]"},
      {"@k[pid, comm] = count();", "@k", "(uint32,string[16])"},
      {"@k = 1;", "@k", "none"},
  };
  for (const Case &c : kCases) {
    Script script(inBegin(c.body));
    EXPECT_THAT(script.errors(), ElementsAre()) << c.body;
    EXPECT_EQ(script.key(c.name), c.type) << c.body;
  }
}

// T127, T146: across probes, in any order of the text.
TEST(Infer, AcrossProbes) {
  Script script("begin { $a = 1; @x = (uint32)1; $a = @x; @y = $a; } end { @x = (int64)2; }");
  EXPECT_THAT(script.errors(), ElementsAre());
  EXPECT_EQ(script.type("$a"), "int64");
  EXPECT_EQ(script.type("@x"), "int64");
  EXPECT_EQ(script.type("@y"), "int64");
}

// A probe whose attach points have different arguments is typed for each.
TEST(Infer, ArgumentsPerAttachPoint) {
  Script script("t:cat:one, t:cat:two { $x = args.id; @[probe] = count(); }");
  EXPECT_THAT(script.errors(), ElementsAre());
  ASSERT_EQ(script.program->probes.size(), 2u);
  EXPECT_EQ(script.program->probes[0]->variables[0]->type.str(), "int64");
  EXPECT_EQ(script.program->probes[1]->variables[0]->type.str(), "int32");
  EXPECT_EQ(script.key("@"), "string[19]");
}

// One that does not look at them stays one.
TEST(Infer, AttachPointsShareABody) {
  Script script("t:cat:one, t:cat:two { @[probe] = count(); }");
  EXPECT_THAT(script.errors(), ElementsAre());
  EXPECT_EQ(script.program->probes.size(), 1u);
}

TEST(Infer, Contexts) {
  Script script("fexit:vfs_read { $r = retval; $s = args.size; $c = args.task.comm; } "
                "kretprobe:vfs_read { $u = retval; } rt:one { $a = arg0; $t = args.task; }");
  EXPECT_THAT(script.errors(), ElementsAre());
  EXPECT_EQ(script.type("$r"), "int32");
  EXPECT_EQ(script.type("$s"), "uint64");
  EXPECT_EQ(script.type("$c"), "string[16]");
  EXPECT_EQ(script.type("$u"), "uint64");
  EXPECT_EQ(script.type("$a"), "uint64");
  EXPECT_EQ(script.type("$t"), "struct task_struct *");
  Script old("fexit:vfs_read { $s = (*args).size; $all = *args; $n = $all.size; }");
  EXPECT_THAT(old.errors(), ElementsAre());
  EXPECT_EQ(old.type("$s"), "uint64");
  EXPECT_EQ(old.type("$n"), "uint64");
}

// The text's order decides nothing: all orders of these statements give the same.
TEST(Infer, OrderOfStatements) {
  std::vector<std::string> statements = {
      "@a = @b; ",          "@b = (int8)1; ",       "@b = (uint16)300; ",
      "@c = (@a, \"x\"); ", "@c = (1, \"long\"); ", "@d[@a] = @c; ",
  };
  std::sort(statements.begin(), statements.end());
  do {
    std::string body;
    for (const std::string &statement : statements)
      body += statement;
    Script script(inBegin(body));
    ASSERT_THAT(script.errors(), ElementsAre()) << body;
    EXPECT_EQ(script.type("@a"), "int32") << body;
    EXPECT_EQ(script.type("@c"), "(int32,string[5])") << body;
    EXPECT_EQ(script.key("@d"), "int32") << body;
    EXPECT_EQ(script.type("@d"), "(int32,string[5])") << body;
  } while (std::next_permutation(statements.begin(), statements.end()));
}

// Neither does the order of probes.
TEST(Infer, OrderOfProbes) {
  std::vector<std::string> probes = {
      "begin { @x = (uint32)1; } ",
      "end { @x = (int32)2; } ",
      "i:s:1 { $v = @x; @y[$v] = $v; } ",
      "i:s:2 { @y[1] = -1; @z = @y[2] + 1; } ",
  };
  std::sort(probes.begin(), probes.end());
  do {
    Script script(probes[0] + probes[1] + probes[2] + probes[3]);
    ASSERT_THAT(script.errors(), ElementsAre());
    EXPECT_EQ(script.type("@x"), "int64");
    EXPECT_EQ(script.key("@y"), "int64");
    EXPECT_EQ(script.type("@y"), "int64");
    EXPECT_EQ(script.type("@z"), "int64");
  } while (std::next_permutation(probes.begin(), probes.end()));
}

// However far a type has to travel against the text.
TEST(Infer, LongChains) {
  std::string body;
  for (unsigned i = 0; i < 300; ++i)
    body += "@m" + std::to_string(i) + " = @m" + std::to_string(i + 1) + "; ";
  Script script(inBegin(body + "@m300 = \"text\";"));
  EXPECT_THAT(script.errors(), ElementsAre());
  EXPECT_EQ(script.type("@m0"), "string[5]");
}

// Sibling blocks may use a name with another type (L59).
TEST(Infer, Scopes) {
  Script script(inBegin("if (pid) { $a = 1; } if (pid) { $a = \"s\"; @x = $a; }"));
  EXPECT_THAT(script.errors(), ElementsAre());
  EXPECT_EQ(script.type("@x"), "string[2]");
}

} // namespace
