//===- CDeclarationsTest.cpp - What C text declares -----------------------===//
#include "lib/CImport/CDeclarations.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

using namespace sonde;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

namespace {

class Declarations : public testing::Test {
protected:
  SourceManager sources;
  DiagnosticEngine diagnostics{sources};
  CDeclareOptions options;
  std::unique_ptr<CDeclarations> c;

  bool declare(const std::string &text) {
    CSource source{"-e", sources.add("-e", text), text};
    c = declareC({}, {source}, options, diagnostics);
    return c != nullptr;
  }
  std::string memberType(const Type &type, const std::string &name) {
    std::optional<StructMember> member = type.definition()->find(name);
    return member ? member->type.str() + " at " + std::to_string(member->offset) : "none";
  }
};

TEST_F(Declarations, StructsHaveTheLayoutOfC) {
  ASSERT_TRUE(declare("struct P { char a; int b; } __attribute__((packed));\n"
                      "struct Q { char a; int b; };\n"
                      "struct A { int x; } __attribute__((aligned(16)));\n"
                      "union U { int i; long l; };"));
  EXPECT_EQ(c->structure("P", false).size(), 5u);
  EXPECT_EQ(c->structure("Q", false).size(), 8u);
  EXPECT_EQ(c->structure("A", false).size(), 16u);
  EXPECT_EQ(c->structure("U", true).size(), 8u);
  EXPECT_FALSE(c->structure("U", false));
  EXPECT_FALSE(c->structure("nosuch", false));
}

// Decision 8: no byte more for text, and flexible arrays work.
TEST_F(Declarations, MembersHaveTheTypesOfTheLanguage) {
  ASSERT_TRUE(
      declare("#include <stdint.h>\n"
              "enum E { One = 1 };\n"
              "struct S { char text[4]; uint8_t bytes[2]; _Bool flag; enum E e; int n[2][3];\n"
              "  struct { int inner; }; struct Other *other; void (*call)(int);\n"
              "  unsigned bits : 3; float f; long tail[]; };"));
  Type s = c->structure("S", false);
  EXPECT_EQ(memberType(s, "text"), "string[4] at 0");
  EXPECT_EQ(memberType(s, "bytes"), "uint8[2] at 4");
  EXPECT_EQ(memberType(s, "flag"), "uint8 at 6");
  EXPECT_EQ(memberType(s, "e"), "enum E at 8");
  EXPECT_EQ(memberType(s, "inner"), "int32 at 36");
  EXPECT_EQ(memberType(s, "other"), "struct Other * at 40");
  EXPECT_EQ(memberType(s, "call"), "void * at 48");
  EXPECT_EQ(s.definition()->find("bits")->bitSize, 3);
  EXPECT_EQ(memberType(s, "f"), "none at 60");
  EXPECT_EQ(s.definition()->find("tail")->type.size(), 0u);
  ASSERT_TRUE(declare("struct T { int length; char name[]; };"));
  EXPECT_EQ(memberType(c->structure("T", false), "name"), "string at 4");
}

TEST_F(Declarations, WhatIsInsideOfAStructIsKnownOutside) {
  ASSERT_TRUE(declare(
      "struct A { struct B { int x; union U { long l; } u; } b; enum E { P, Q = 7 } e; };"));
  EXPECT_EQ(c->structure("B", false).size(), 16u);
  EXPECT_EQ(c->structure("U", true).size(), 8u);
  EXPECT_EQ(c->enumeration("E").size(), 4u);
  ASSERT_TRUE(c->enumerator("Q"));
  EXPECT_EQ(c->enumerator("Q")->value, 7);
  EXPECT_EQ(c->enumerator("Q")->type.str(), "enum E");
}

TEST_F(Declarations, EnumeratorsAreAsWideAsExpressions) {
  ASSERT_TRUE(declare("enum E { A = 3, B }; enum { P = 7 };"));
  EXPECT_EQ(c->enumerator("B")->value, 4);
  EXPECT_EQ(c->enumerator("B")->type.str(), "enum E");
  EXPECT_EQ(c->enumerator("B")->type.size(), 8u);
  EXPECT_EQ(c->enumeration("E").size(), 4u);
  EXPECT_EQ(c->enumerator("P")->value, 7);
  EXPECT_EQ(c->enumerator("P")->type.enumerators().size(), 1u);
  EXPECT_FALSE(c->enumerator("C"));
}

TEST_F(Declarations, MacrosAreText) {
  ASSERT_TRUE(declare("#define N 3\n#define SUM(a, b) ((a)  + b)\n#define GONE 1\n#undef GONE\n"
                      "#define MANY(...) 1\n"));
  EXPECT_EQ(c->macro("N")->text, "3");
  EXPECT_FALSE(c->macro("N")->takesArguments);
  EXPECT_EQ(c->macro("SUM")->text, "((a) + b)");
  EXPECT_THAT(c->macro("SUM")->parameters, ElementsAre("a", "b"));
  EXPECT_THAT(c->macro("MANY")->parameters, ElementsAre("..."));
  EXPECT_FALSE(c->macro("GONE"));
  EXPECT_FALSE(c->macro("linux")); // Clang's own.
}

TEST_F(Declarations, TypedefsAndStructsOfOneNameDiffer) {
  ASSERT_TRUE(declare("struct T { int x; }; typedef unsigned long T;"));
  EXPECT_EQ(c->named("T").str(), "uint64");
  EXPECT_EQ(c->structure("T", false).str(), "struct T");
}

TEST_F(Declarations, ErrorsAreAtTheirPlace) {
  EXPECT_FALSE(declare("struct A { int x; };\n  struct A { int y; };"));
  std::string text = diagnostics.flush(false);
  EXPECT_THAT(text, HasSubstr("-e:2:10: error: redefinition of 'A'"));
  EXPECT_THAT(text, HasSubstr("-e:1:8: note:"));
}

// What is missing comes from the kernel, until nothing new is missing.
TEST_F(Declarations, MissingTypesAreTakenFromTheKernel) {
  std::vector<std::vector<std::string>> asked;
  options.kernelTypes = [&](const std::vector<std::string> &names) -> std::string {
    asked.push_back(names);
    std::string text;
    for (const std::string &name : names)
      text += name == "size_k" ? "typedef unsigned long size_k;\n" : "struct inner_k { int a; };\n";
    return text;
  };
  ASSERT_TRUE(declare("struct S { size_k n; struct inner_k i; struct never *p; };"));
  EXPECT_THAT(asked, ElementsAre(ElementsAre("size_k", "struct inner_k")));
  EXPECT_EQ(c->structure("S", false).size(), 24u);
  EXPECT_EQ(diagnostics.flush(false), "");
}

TEST_F(Declarations, WhatNobodyKnowsIsAnError) {
  options.kernelTypes = [](const std::vector<std::string> &) { return std::string(); };
  EXPECT_FALSE(declare("struct S { nosuch_t n; };"));
  EXPECT_THAT(diagnostics.flush(false), HasSubstr("-e:1:12: error: unknown type name 'nosuch_t'"));
}

// The script's own struct is meant, and the kernel's that needs another is not taken.
TEST_F(Declarations, TypesThatContradictTheScriptAreNotTaken) {
  options.kernelTypes = [](const std::vector<std::string> &) {
    return std::string("struct small { int k; };\nstruct big_k { struct small s; };\n");
  };
  EXPECT_FALSE(declare("struct small { char c; };\nstruct S { struct big_k b; };"));
  std::string text = diagnostics.flush(false);
  EXPECT_THAT(text, HasSubstr("-e:2:25: error: field has incomplete type 'struct big_k'"));
  EXPECT_THAT(text, testing::Not(HasSubstr("redefinition")));
  EXPECT_THAT(text, HasSubstr("warning: no types are taken from the kernel"));
}

} // namespace
