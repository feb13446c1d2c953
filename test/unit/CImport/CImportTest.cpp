//===- CImportTest.cpp - Imported C files: functions, types, diagnostics --===//
#include "lib/CImport/CImport.h"

#include "llvm/Bitcode/BitcodeReader.h"
#include "llvm/IR/DebugInfoMetadata.h"
#include "llvm/IR/LLVMContext.h"
#include "llvm/IR/Module.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

#include <cstdio>
#include <filesystem>
#include <fstream>

using namespace sonde;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

namespace {

class CImport : public testing::Test {
protected:
  SourceManager sources;
  DiagnosticEngine diagnostics{sources};

  std::optional<CUnit> compile(const std::string &text, const std::string &path = "t.bpf.c") {
    return compileC(path, text, {}, diagnostics);
  }

  /// The one function of a file that must compile.
  CFunction onlyFunction(const std::string &text) {
    std::optional<CUnit> unit = compile(text);
    EXPECT_TRUE(unit) << diagnostics.flush(false);
    if (!unit || unit->functions.size() != 1) {
      ADD_FAILURE() << "expected one function";
      return {};
    }
    return unit->functions.front();
  }
};

std::vector<std::string> names(const CUnit &unit) {
  std::vector<std::string> result;
  for (const CFunction &function : unit.functions)
    result.push_back(function.name);
  return result;
}

// X1: a function can be called, with its types and names.
TEST_F(CImport, DescribesAFunction) {
  CFunction function = onlyFunction("\n\nint __add_one(int val) { return 1 + val; }\n");
  EXPECT_EQ(function.name, "__add_one");
  EXPECT_EQ(function.result, Type::integer(32, true));
  ASSERT_THAT(function.parameters, SizeIs(1));
  EXPECT_EQ(function.parameters[0].name, "val");
  EXPECT_EQ(function.parameters[0].type, Type::integer(32, true));
  EXPECT_EQ(function.line, 3u);
}

TEST_F(CImport, ConvertsTypes) {
  struct Case {
    const char *c;
    const char *name;
  };
  const Case cases[] = {
      {"int", "int32"},
      {"unsigned", "uint32"},
      {"char", "int8"},
      {"unsigned char", "uint8"},
      {"short", "int16"},
      {"long", "int64"},
      {"unsigned long long", "uint64"},
      {"_Bool", "bool"},
      {"void *", "void *"},
      {"const char *", "int8 *"},
      {"int **", "int32 * *"},
      {"struct s *", "struct s *"},
      {"union u *", "union u *"},
      {"number", "uint16"},
  };
  const std::string declarations = "struct s { int x; }; union u { int x; long y; };\n"
                                   "typedef unsigned short number;\n";
  for (const Case &each : cases) {
    CFunction function =
        onlyFunction(declarations + "int f(" + each.c + " p) { return p != 0; }\n");
    ASSERT_THAT(function.parameters, SizeIs(1)) << each.c;
    EXPECT_EQ(function.parameters[0].type.str(), each.name) << each.c;
  }
}

TEST_F(CImport, ConvertsEnumerations) {
  CFunction function =
      onlyFunction("enum colour { RED, BLUE = 7 };\nenum colour f(void) { return BLUE; }\n");
  EXPECT_EQ(function.result.kind(), TypeKind::Enum);
  EXPECT_EQ(function.result.name(), "colour");
  EXPECT_THAT(function.result.enumerators(),
              ElementsAre(std::pair<int64_t, std::string>(0, "RED"),
                          std::pair<int64_t, std::string>(7, "BLUE")));
  EXPECT_THAT(function.parameters, IsEmpty());
}

// X50: bit-fields, anonymous unions and nested arrays of C types.
TEST_F(CImport, DescribesMembers) {
  CFunction function = onlyFunction(R"(
struct s {
  char name[16];
  unsigned low : 3, high : 5;
  union { int a; long b; };
  struct { short x, y; } points[4];
  struct s *next;
};
int f(struct s *s) { return s->a; }
)");
  ASSERT_THAT(function.parameters, SizeIs(1));
  std::shared_ptr<const StructDef> s = function.parameters[0].type.element().definition();
  ASSERT_TRUE(s);
  EXPECT_EQ(s->size, 56u);
  EXPECT_EQ(s->find("name")->type, Type::string(16));
  std::optional<StructMember> high = s->find("high");
  ASSERT_TRUE(high);
  EXPECT_EQ(high->offset, 16u);
  EXPECT_EQ(high->bitOffset, 3);
  EXPECT_EQ(high->bitSize, 5);
  EXPECT_EQ(s->find("b")->offset, 24u); // Through the anonymous union.
  std::optional<StructMember> points = s->find("points");
  ASSERT_TRUE(points);
  EXPECT_EQ(points->type.count(), 4u);
  EXPECT_EQ(points->type.element().definition()->find("y")->offset, 2u);
  EXPECT_EQ(s->find("next")->type.str(), "struct s *");
}

// The kernel knows where the members of its own structs are.
TEST_F(CImport, OnlyNamesStructsOfTheKernel) {
  CFunction function = onlyFunction(R"(
struct own { int a; };
struct task_struct { int pid; } __attribute__((preserve_access_index));
int f(struct own *own, struct task_struct *task) { return own->a; }
)");
  ASSERT_THAT(function.parameters, SizeIs(2));
  ASSERT_TRUE(function.parameters[0].type.element().definition());
  EXPECT_TRUE(function.parameters[0].type.element().definition()->isFixed);
  EXPECT_EQ(function.parameters[1].type.str(), "struct task_struct *");
  EXPECT_FALSE(function.parameters[1].type.element().definition());
}

// X2: a static function is not callable; nor is a program of its own.
TEST_F(CImport, OffersOnlyWhatCanBeCalled) {
  std::optional<CUnit> unit = compile(R"(
static int hidden(int x) { return x; }
static inline int alsoHidden(int x) { return x; }
int declared(int x);
__attribute__((section("tp_btf/sched_switch"))) int program(void *ctx) { return 0; }
int offered(int x) { return hidden(x) + alsoHidden(x); }
)");
  ASSERT_TRUE(unit) << diagnostics.flush(false);
  EXPECT_THAT(names(*unit), ElementsAre("offered"));
  ASSERT_THAT(diagnostics.all(), SizeIs(1)); // Nothing is dropped in silence.
  EXPECT_EQ(diagnostics.all()[0].message,
            "'program' is a program of its own: it is not attached, and cannot be called");
}

TEST_F(CImport, HasNoTypeForWhatScriptsCannotHold) {
  CFunction function = onlyFunction("int f(__int128 *wide) { return wide != 0; }\n");
  EXPECT_EQ(function.parameters[0].type.str(), "void *");
}

TEST_F(CImport, FindsTheHeadersOfLibbpfAndOfTheSystem) {
  CFunction function = onlyFunction(R"(
#include <linux/types.h>
#include <stdint.h>
#include <stdbool.h>
#include <bpf/bpf_helpers.h>
#include <bpf/bpf_core_read.h>
#if !defined(__TARGET_ARCH_x86) || !defined(__bpf__) || defined(__KERNEL__)
#error "wrong macros"
#endif
__u64 now(void) { return bpf_ktime_get_ns(); }
)");
  EXPECT_EQ(function.result, Type::integer(64, false));
}

TEST_F(CImport, SearchesTheFilesOwnFolder) {
  std::filesystem::path folder = testing::TempDir() + "sonde-cimport";
  std::filesystem::create_directories(folder);
  std::ofstream(folder / "own.h") << "#define TWO 2\n";
  std::optional<CUnit> unit =
      compile("#include \"own.h\"\nint two(void) { return TWO; }\n", (folder / "t.bpf.c").string());
  EXPECT_TRUE(unit) << diagnostics.flush(false);
  std::filesystem::remove_all(folder);
}

// The code is linked and optimised with the script's; accesses to kernel types
// must still be intrinsics then.
TEST_F(CImport, KeepsRelocationsAsIntrinsics) {
  std::optional<CUnit> unit = compile(R"(
struct task_struct { int tgid; } __attribute__((preserve_access_index));
int tgid(struct task_struct *t) { return t->tgid; }
)");
  ASSERT_TRUE(unit) << diagnostics.flush(false);
  llvm::LLVMContext context;
  auto module = llvm::parseBitcodeFile(llvm::MemoryBufferRef(unit->bitcode, "t"), context);
  ASSERT_TRUE(bool(module)) << llvm::toString(module.takeError());
  EXPECT_TRUE((*module)->getFunction("llvm.preserve.struct.access.index.p0.p0"));
  EXPECT_EQ((*module)->getFunction("tgid")->getSubprogram()->getName(), "tgid");
}

// X9: Clang's errors appear with C file, line, column, caret.
TEST_F(CImport, ReportsEveryErrorAtItsPlace) {
  EXPECT_FALSE(compile("int f(int x) {\n  return y;\n}\nint g(void) {\n  return x + 1;\n}\n"));
  EXPECT_EQ(diagnostics.errorCount(), 2u);
  EXPECT_EQ(diagnostics.flush(false), "t.bpf.c:2:10: error: use of undeclared identifier 'y'\n"
                                      "    return y;\n"
                                      "           ^\n"
                                      "t.bpf.c:5:10: error: use of undeclared identifier 'x'\n"
                                      "    return x + 1;\n"
                                      "           ^\n");
}

TEST_F(CImport, AttachesNotesToTheirError) {
  EXPECT_FALSE(compile("int f(int x);\nint f(long x) { return x; }\n"));
  ASSERT_THAT(diagnostics.all(), SizeIs(1));
  const Diagnostic &error = diagnostics.all().front();
  EXPECT_EQ(error.message, "conflicting types for 'f'");
  ASSERT_THAT(error.notes, SizeIs(1));
  EXPECT_EQ(error.notes[0].message, "previous declaration is here");
  EXPECT_EQ(sources.position(error.notes[0].span->file, error.notes[0].span->begin).line, 1u);
}

TEST_F(CImport, PointsIntoHeaders) {
  std::filesystem::path folder = testing::TempDir() + "sonde-cimport-bad";
  std::filesystem::create_directories(folder);
  std::ofstream(folder / "bad.h") << "\nint oops(void) { return z; }\n";
  EXPECT_FALSE(compile("#include \"bad.h\"\n", (folder / "t.bpf.c").string()));
  EXPECT_THAT(diagnostics.flush(false),
              HasSubstr("bad.h:2:25: error: use of undeclared identifier 'z'"));
  std::filesystem::remove_all(folder);
}

// X10: Clang's warnings appear unless silenced.
TEST_F(CImport, PassesWarningsOn) {
  const char *text = "int f(int x) { int unused; return x; }\n";
  EXPECT_TRUE(compile(text));
  ASSERT_THAT(diagnostics.all(), SizeIs(1));
  EXPECT_EQ(diagnostics.all()[0].severity, Severity::Warning);
  EXPECT_EQ(diagnostics.all()[0].warningName, "unused-variable");
  EXPECT_THAT(diagnostics.flush(false), HasSubstr("t.bpf.c:1:20: warning: unused variable"));
  diagnostics.disableWarning("unused-variable");
  EXPECT_TRUE(compile(text));
  EXPECT_THAT(diagnostics.all(), IsEmpty());
}

TEST_F(CImport, SaysWhatToDoWithoutTheKernelsTypes) {
  EXPECT_FALSE(compile("#include <vmlinux.h>\nint f(void) { return 0; }\n"));
  EXPECT_THAT(diagnostics.flush(false),
              testing::AllOf(HasSubstr("t.bpf.c:1:10: error: 'vmlinux.h' file not found"),
                             HasSubstr("preserve_access_index")));
}

} // namespace
