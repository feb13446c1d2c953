//===- LinkImportsTest.cpp - Script and C files in one object -------------===//
#include "TargetFixture.h"

#include "lib/CImport/CImport.h"
#include "lib/Target/Disassemble.h"
#include "lib/Target/ObjectReport.h"
#include "lib/Target/Target.h"

using namespace sonde;
using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;
using testing::SizeIs;

namespace {

class LinkImports : public TargetFixture {
protected:
  CUnit compile(const std::string &text, const std::string &path = "t.bpf.c") {
    SourceManager sources;
    DiagnosticEngine diagnostics(sources);
    std::optional<CUnit> unit = compileC(path, text, {}, diagnostics);
    EXPECT_TRUE(unit) << diagnostics.flush(false);
    return unit ? *unit : CUnit{};
  }

  /// A program that calls `f` with a word of its context and returns the result.
  mlir::OwningOpRef<mlir::ModuleOp> caller(const std::string &type = "(si32) -> si32") {
    return lower(R"(
      bpf.extern @f "c" : )" +
                 type + R"(
      bpf.prog @p type(raw_tracepoint) section("raw_tp/x") attach [] (%ctx: !bpf.ptr<ctx>) {
        %x = bpf.load %ctx[0] align 8 : !bpf.ptr<ctx> -> i64
        %r = bpf.call @f(%x) : (i64) -> i64 loc("t.bt":3:9)
        %i = arith.trunci %r : i64 to i32
        bpf.return %i : i32
      } loc("t.bt":1:1))");
  }

  std::string code(const std::string &object) {
    Result<std::string> text = disassemble(object);
    EXPECT_TRUE(text);
    return text ? *text : "";
  }
};

// X49: an inlined call costs nothing over the same body in the script.
TEST_F(LinkImports, InlinesSmallFunctions) {
  auto object = emitObject(*caller(), {compile("int f(int x) { return 1 + x; }\n")});
  ASSERT_TRUE(mlir::succeeded(object)) << testing::PrintToString(said);
  Result<ObjectReport> report = inspectObject(*object);
  ASSERT_TRUE(report);
  ASSERT_THAT(report->functions, SizeIs(1));
  EXPECT_LE(report->functions[0].instructions, 4u);
  EXPECT_THAT(code(*object), Not(HasSubstr("call")));
}

TEST_F(LinkImports, KeepsAFunctionThatMustNotBeInlined) {
  auto object = emitObject(*caller(),
                           {compile("__attribute__((noinline)) int f(int x) { return x * x; }\n")});
  ASSERT_TRUE(mlir::succeeded(object)) << testing::PrintToString(said);
  Result<ObjectReport> report = inspectObject(*object);
  ASSERT_TRUE(report);
  EXPECT_THAT(report->functions, SizeIs(2));
}

// C calls helpers through variables; the kernel knows no indirect calls.
TEST_F(LinkImports, ResolvesHelpersEvenWithoutOptimisation) {
  EmitOptions options;
  options.optimise = false;
  auto object = emitObject(*caller(), {compile(R"(
static unsigned long (*bpf_ktime_get_ns)(void) = (void *)5;
int f(int x) { return bpf_ktime_get_ns() + x; }
)")},
                           options);
  ASSERT_TRUE(mlir::succeeded(object)) << testing::PrintToString(said);
  EXPECT_THAT(code(*object), AllOf(HasSubstr("call 5"), Not(HasSubstr("callx"))));
}

// X55: the lines of C stay C's, and are quoted, though no such file exists.
TEST_F(LinkImports, KeepsTheLinesOfTheFile) {
  auto object = emitObject(
      *caller(), {compile("\n\nunsigned long long g;\nint f(int x) {\n  g += x;\n  return 0;\n}\n",
                          "c/t.bpf.c")});
  ASSERT_TRUE(mlir::succeeded(object)) << testing::PrintToString(said);
  EXPECT_THAT(code(*object), HasSubstr("; c/t.bpf.c:5: g += x;\n"));
}

// X54, X44: relocations of C are made when script and C are one module.
TEST_F(LinkImports, KeepsRelocations) {
  auto object = emitObject(*caller("(ui64) -> si32"), {compile(R"(
struct task_struct { int tgid; } __attribute__((preserve_access_index));
extern void *(*const task)(void);
int f(unsigned long address) {
  struct task_struct *t = (void *)address;
  return __builtin_preserve_field_info(t->tgid, 0);
}
)")});
  ASSERT_TRUE(mlir::succeeded(object)) << testing::PrintToString(said);
  EXPECT_THAT(*object, HasSubstr("task_struct"));
}

// The script's license counts.
TEST_F(LinkImports, DropsTheFilesLicense) {
  auto object = emitObject(*caller(), {compile(R"(
char LICENSE[] __attribute__((section("license"), used)) = "Proprietary";
int f(int x) { return x; }
)")});
  ASSERT_TRUE(mlir::succeeded(object)) << testing::PrintToString(said);
  EXPECT_THAT(*object, Not(HasSubstr("Proprietary")));
}

TEST_F(LinkImports, RefusesAFunctionThatIsNowhere) {
  EXPECT_TRUE(mlir::failed(emitObject(*caller())));
  EXPECT_THAT(said, ElementsAre("t.bt:3:9: function 'f' is called, but defined nowhere"));
}

TEST_F(LinkImports, RefusesWhatTheFileItselfDoesNotDefine) {
  EXPECT_TRUE(mlir::failed(emitObject(
      *caller(), {compile("int g(int);\nint f(int x) { return g(x); }\n", "/c/t.bpf.c")})));
  EXPECT_THAT(said, ElementsAre("/c/t.bpf.c:2:23: function 'g' is called, but defined nowhere"));
}

TEST_F(LinkImports, RefusesTwoDefinitions) {
  EXPECT_TRUE(
      mlir::failed(emitObject(*caller(), {compile("int f(int x) { return 1; }\n", "a.bpf.c"),
                                          compile("int f(int x) { return 2; }\n", "b.bpf.c")})));
  ASSERT_THAT(said, SizeIs(1));
  EXPECT_THAT(said[0], HasSubstr("'f': symbol multiply defined"));
}

// A call with the wrong types would be undefined, and LLVM would drop the code
// behind it.
TEST_F(LinkImports, RefusesOtherTypes) {
  EXPECT_TRUE(mlir::failed(
      emitObject(*caller("(si64) -> si32"), {compile("int f(char x) { return x; }\n")})));
  EXPECT_THAT(said, ElementsAre("t.bt:3:9: function 'f' is called with other types than it is "
                                "defined with"));
}

TEST_F(LinkImports, RefusesWhatIsNoBitcode) {
  CUnit unit;
  unit.path = "t.bpf.c";
  unit.bitcode = "nonsense";
  EXPECT_TRUE(mlir::failed(emitObject(*caller(), {unit})));
  ASSERT_THAT(said, SizeIs(1));
  EXPECT_THAT(said[0], HasSubstr("cannot read the code of 't.bpf.c'"));
}

// What LLVM cannot do with the file's code is an error, not a crash.
TEST_F(LinkImports, SurvivesWhatLlvmCannotCompile) {
  EXPECT_TRUE(mlir::failed(emitObject(
      *caller(),
      {compile("int w;\n"
               "int f(int x) { return __atomic_fetch_max(&w, x, __ATOMIC_SEQ_CST); }\n")})));
  ASSERT_THAT(said, SizeIs(1));
  EXPECT_THAT(said[0], HasSubstr("LLVM cannot compile this for BPF"));
}

} // namespace
