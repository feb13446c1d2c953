//===- DwarfTypesTest.cpp - Functions and structs of programs -------------===//
#include "Compiled.h"

#include <gtest/gtest.h>

using namespace sonde;

namespace {

TEST(DwarfTypesTest, ParametersOfEveryKind) {
  Compiled program(R"(
    enum color { RED };
    enum small { ONE } __attribute__((packed));
    struct node;
    union either { int i; };
    typedef unsigned long size;
    typedef const volatile size *pointer;
    int numbers(char c, signed char sc, unsigned char uc, short s, unsigned u, long l) { return 0; }
    int others(_Bool b, enum color e, enum small s, size n) { return 0; }
    int pointers(const char *text, void *v, struct node *n, union either *e, int (*f)(void),
                 pointer p) { return 0; }
    int more(double *d, char **texts, int (*a)[3], char (*line)[8]) { return 0; }
    int none(void) { return 0; }
  )");
  EXPECT_EQ(program.parameters("numbers"),
            "c int8 0, sc int8 1, uc uint8 2, s int16 3, u uint32 4, l int64 5");
  EXPECT_EQ(program.parameters("others"), "b bool 0, e uint32 1, s uint8 2, n uint64 3");
  EXPECT_EQ(program.parameters("pointers"),
            "text int8 * 0, v void * 1, n struct node * 2, e union either * 3, f void * 4, "
            "p uint64 * 5");
  EXPECT_EQ(program.parameters("more"),
            "d void * 0, texts int8 * * 1, a int32[3] * 2, line string[8] * 3");
  EXPECT_EQ(program.parameters("none"), "");
  EXPECT_EQ(program.parameters("nothing"), "program' has no function 'nothing'");
}

TEST(DwarfTypesTest, AddressesAreThoseOfTheProgram) {
  Compiled program("struct s { struct s *next; }; int f(struct s *p) { return p == p->next; }");
  Result<DebugFunction> function = program->function("f");
  ASSERT_TRUE(function);
  EXPECT_EQ(function->parameters[0].type.space(), AddressSpace::User);
  Type s = program->complete(function->parameters[0].type.element());
  ASSERT_TRUE(s.definition());
  EXPECT_EQ(s.definition()->members[0].type.space(), AddressSpace::User);
  EXPECT_TRUE(s.definition()->isFixed);
}

TEST(DwarfTypesTest, Members) {
  Compiled program(R"(
    struct inner { short a, b; };
    struct all {
      char name[16];
      unsigned char bytes[4];
      int numbers[2][3];
      char lines[2][8];
      struct inner inner;
      struct inner many[2];
      struct { int x; };
      union { int y; float f; } u;
      double d;
      __int128 wide;
      long double longest;
      int (*call)(int);
      struct all *next;
      char rest[];
    } all;
    struct zero { int n; int tail[0]; } zero;
  )");
  EXPECT_EQ(program.members("all"),
            "name string[16] 0, bytes string[4] 16, numbers int32[3][2] 20, lines string[8][2] 44, "
            "inner struct inner 60, many struct inner[2] 64,  struct {int32} 72, "
            "u union {int32,none} 76, d none 80, wide none 96, longest none 112, call void * 128, "
            "next struct all * 136, rest string 144");
  EXPECT_EQ(program.members("zero"), "n int32 0, tail int32[0] 4");
}

TEST(DwarfTypesTest, BitFieldsOfAllVersions) {
  for (const char *version : {"-gdwarf-2", "-gdwarf-3", "-gdwarf-4", "-gdwarf-5"}) {
    Compiled program("struct b { int before; unsigned a : 3, : 2, b : 7; int c : 4; unsigned char "
                     "d : 1; long e : 40; } b;",
                     version);
    EXPECT_EQ(program.members("b"),
              "before int32 0, a uint32 4 0:3, b uint32 4 5:7, c int32 4 12:4, "
              "d uint8 6 0:1, e int64 8 0:40")
        << version;
  }
}

TEST(DwarfTypesTest, PointersAreCompletedByTheirOwnUnit) {
  // Each of two files has another `struct priv`.
  Folder folder;
  folder.write("a.c", "struct priv { int a; }; int fa(struct priv *p) { return p->a; }");
  folder.write("b.c", "struct priv { long b; }; int fb(struct priv *p) { return p->b; }");
  folder.run("clang -g -shared -fPIC -nostdlib -o program a.c b.c");
  Result<std::unique_ptr<DebugInfo>> info = DebugInfo::open(folder / "program");
  ASSERT_TRUE(info);
  Result<DebugFunction> a = (*info)->function("fa"), b = (*info)->function("fb");
  ASSERT_TRUE(a && b);
  EXPECT_EQ(membersOf((*info)->complete(a->parameters[0].type.element())), "a int32 0");
  EXPECT_EQ(membersOf((*info)->complete(b->parameters[0].type.element())), "b int64 0");
}

TEST(DwarfTypesTest, DeclaredHereAndDefinedThere) {
  Folder folder;
  folder.write("a.c", "struct far; int f(struct far *p) { return !p; }");
  folder.write("b.c", "struct far { int found; } far;");
  folder.run("clang -g -shared -fPIC -nostdlib -o program a.c b.c");
  Result<std::unique_ptr<DebugInfo>> info = DebugInfo::open(folder / "program");
  ASSERT_TRUE(info);
  Result<DebugFunction> f = (*info)->function("f");
  ASSERT_TRUE(f);
  EXPECT_EQ(membersOf((*info)->complete(f->parameters[0].type.element())), "found int32 0");
}

TEST(DwarfTypesTest, OnlyStructNames) {
  Compiled program("struct s { int x; } s; union u { int x; } u; enum e { A } e;");
  EXPECT_EQ(program->structNames(), std::vector<std::string>{"s"});
  EXPECT_TRUE(program->structure("s"));
  EXPECT_FALSE(program->structure("u"));
  EXPECT_FALSE(program->structure("e"));
}

TEST(DwarfTypesTest, Cpp) {
  Compiled program(R"(
    namespace space {
    struct Base { int b; };
    class Thing : public Base {
    public:
      static int shared;
      int method(int x);
      int value;
    };
    int Thing::method(int x) { return x + value; }
    int over(const Thing &thing, int) { return thing.b; }
    }
  )",
                   "-O0", ".cpp");
  EXPECT_EQ(program.members("Thing"), " struct Base 0, value int32 4");
  EXPECT_EQ(program.parameters("_ZN5space5Thing6methodEi"), "this struct Thing * 0, x int32 1");
  EXPECT_EQ(program.parameters("over"), "thing struct Thing * 0,  int32 1");
}

TEST(DwarfTypesTest, OptimisedCode) {
  // The parameters that are not used are still passed.
  Compiled program("int f(int unused, int used) { return used; }", "-O2");
  EXPECT_EQ(program.parameters("f"), "unused int32 0, used int32 1");
}

} // namespace
