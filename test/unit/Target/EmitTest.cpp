//===- EmitTest.cpp - Objects, their texts and what they cost -------------===//
#include "TargetFixture.h"

#include "lib/CImport/CImport.h"
#include "lib/Target/Disassemble.h"
#include "lib/Target/ObjectReport.h"
#include "lib/Target/Target.h"

#include "llvm/Passes/PassBuilder.h"
#include "llvm/Support/raw_ostream.h"

using namespace sonde;
using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::SizeIs;

namespace {

using Emit = TargetFixture;

constexpr const char *kTwoLines = R"(
module attributes {bpf.sources = {"t.bt" = "one\ntwo\n"}} {
  bpf.map @AT_m hash key i64 value i64 max_entries 64
  bpf.prog @p type(raw_tracepoint) section("raw_tp/x") attach [] (%ctx: !bpf.ptr<ctx>) {
    %c0 = arith.constant 0 : i32
    %k = bpf.stack size 8 align 8 : !bpf.ptr<stack>
    %x = bpf.load %ctx[0] align 8 : !bpf.ptr<ctx> -> i64 loc("t.bt":1:1)
    bpf.store %x, %k[0] align 8 : i64, !bpf.ptr<stack> loc("t.bt":1:1)
    %e = bpf.update @AT_m[%k], %k any : !bpf.ptr<stack>, !bpf.ptr<stack> -> i64 loc("t.bt":2:1)
    bpf.return %c0 : i32 loc("t.bt":2:1)
  } loc("t.bt":1:1)
})";

TEST_F(Emit, ReportsWhatAnObjectCosts) {
  auto object = emitObject(*lower(kTwoLines));
  ASSERT_TRUE(mlir::succeeded(object)) << testing::PrintToString(said);
  Result<ObjectReport> report = inspectObject(*object);
  ASSERT_TRUE(report) << report.error().message;
  ASSERT_THAT(report->functions, SizeIs(1));
  const FunctionReport *p = report->find("p");
  ASSERT_TRUE(p);
  EXPECT_EQ(p->section, "raw_tp/x");
  EXPECT_EQ(p->frame, 8u);
  EXPECT_THAT(p->helpers, ElementsAre(2));
  EXPECT_THAT(report->helpers, ElementsAre(2));
  ASSERT_THAT(p->lines, SizeIs(2));
  EXPECT_EQ(p->lines[0].file, "t.bt");
  EXPECT_EQ(p->lines[0].line, 1u);
  EXPECT_EQ(p->lines[1].line, 2u);
  EXPECT_EQ(p->lines[0].instructions + p->lines[1].instructions, p->instructions);
  EXPECT_EQ(report->find("q"), nullptr);
}

TEST_F(Emit, WritesEveryStageThatIsAskedFor) {
  std::string texts[4];
  llvm::raw_string_ostream ir(texts[0]), optimised(texts[1]), assembly(texts[2]), dis(texts[3]);
  EmitOptions options;
  options.ir = &ir;
  options.optimisedIr = &optimised;
  options.assembly = &assembly;
  options.disassembly = &dis;
  ASSERT_TRUE(mlir::succeeded(emitObject(*lower(kTwoLines), {}, options)));
  EXPECT_THAT(texts[0], HasSubstr("call ptr @llvm.preserve.static.offset"));
  EXPECT_THAT(texts[1],
              AllOf(HasSubstr("i32 @p("), Not(HasSubstr("call ptr @llvm.preserve.static.offset"))));
  EXPECT_THAT(texts[2], HasSubstr(".section\t\"raw_tp/x\""));
  EXPECT_THAT(texts[3], AllOf(HasSubstr("; t.bt:1: one\n"), HasSubstr("; t.bt:2: two\n"),
                              HasSubstr("# AT_m"), HasSubstr("call 2")));
}

// Where stack is scarce all loads are made again, and still none serves two kinds of pointers: the
// kernel refuses an instruction that reads through a typed pointer here and through another there.
TEST_F(Emit, KeepsLoadsThroughTypedPointersApart) {
  for (bool saveStack : {false, true}) {
    std::string text;
    llvm::raw_string_ostream optimised(text);
    EmitOptions options;
    options.saveStack = saveStack;
    options.optimisedIr = &optimised;
    auto object = emitObject(*lower(R"(
      bpf.core_type @task_struct size 9792 relocate []
      bpf.map @AT_m array key i32 value i64 max_entries 1
      bpf.prog @p type(raw_tracepoint) section("tp_btf/x") attach [] (%ctx: !bpf.ptr<ctx>) {
        %c0 = arith.constant 0 : i32
        %zero = arith.constant 0 : i64
        %k = bpf.stack size 8 align 8 : !bpf.ptr<stack>
        %task = bpf.load %ctx[0] align 8 : !bpf.ptr<ctx> -> !bpf.ptr<btf_id, @task_struct>
        %n = bpf.load %ctx[8] align 8 : !bpf.ptr<ctx> -> i64
        bpf.store %c0, %k[0] align 4 : i32, !bpf.ptr<stack>
        %v = bpf.lookup @AT_m[%k] : !bpf.ptr<stack> -> !bpf.ptr<map_value, nullable>
        bpf.br_null %v, ^out, ^found : !bpf.ptr<map_value, nullable>
      ^found(%p: !bpf.ptr<map_value>):
        %is = arith.cmpi eq, %n, %zero : i64
        cf.cond_br %is, ^typed, ^other
      ^typed:
        %a = bpf.load %task[8] align 4 : !bpf.ptr<btf_id, @task_struct> -> i16
        cf.br ^join(%a : i16)
      ^other:
        %b = bpf.load %p[4] align 2 : !bpf.ptr<map_value> -> i16
        cf.br ^join(%b : i16)
      ^join(%x: i16):
        bpf.store %x, %p[0] align 8 : i16, !bpf.ptr<map_value>
        cf.br ^out
      ^out:
        bpf.return %c0 : i32
      })"),
                             {}, options);
    ASSERT_TRUE(mlir::succeeded(object)) << testing::PrintToString(said);
    EXPECT_THAT(text,
                testing::ContainsRegex("load (volatile )?i16.*\n(.*\n)*.*load (volatile )?i16"))
        << saveStack;
  }
}

// The same program without optimisation: relocations and all.
TEST_F(Emit, WorksWithoutOptimisation) {
  EmitOptions options;
  options.optimise = false;
  auto object = emitObject(*lower(R"(
    bpf.core_type @task_struct size 9792 relocate [#tracing.member<"tgid", si32, 2468>]
    bpf.prog @p type(raw_tracepoint) section("raw_tp/x") attach [] (%ctx: !bpf.ptr<ctx>) {
      %t = bpf.helper get_current_task_btf() : () -> !bpf.ptr<btf_id, @task_struct>
      %a = bpf.field_addr %t, @task_struct, "tgid"
          : !bpf.ptr<btf_id, @task_struct> -> !bpf.ptr<btf_id, @task_struct>
      %x = bpf.load %a[0] align 4 : !bpf.ptr<btf_id, @task_struct> -> i32
      bpf.return %x : i32
    })"),
                           {}, options);
  ASSERT_TRUE(mlir::succeeded(object)) << testing::PrintToString(said);
  Result<std::string> code = disassemble(*object);
  ASSERT_TRUE(code);
  EXPECT_THAT(*code, AllOf(HasSubstr("2468"), HasSubstr("exit")));
}

TEST_F(Emit, LetsOthersAddPasses) {
  bool asked = false;
  EmitOptions options;
  options.extendPipeline = [&](llvm::PassBuilder &builder) {
    builder.registerPipelineStartEPCallback(
        [&](llvm::ModulePassManager &, llvm::OptimizationLevel) { asked = true; });
  };
  EXPECT_TRUE(mlir::succeeded(emitObject(*lower(kTwoLines), {}, options)));
  EXPECT_TRUE(asked);
}

// The CPU version follows the kernel: 6.6 has signed division.
TEST_F(Emit, ChoosesTheCpuByTheKernel) {
  const char *program = R"(
    llvm.func @p(%a: i64, %b: i64) -> i64 attributes {passthrough = ["nounwind"]} {
      %r = llvm.sdiv %a, %b : i64
      llvm.return %r : i64
    })";
  auto moduleFor = [&](const std::string &kernel) {
    return parse("module attributes {bpf.target = #bpf.target<kernel = \"" + kernel +
                 "\", arch = \"x86_64\">} {" + program + "}");
  };
  EXPECT_TRUE(mlir::succeeded(emitObject(*moduleFor("6.6"))));
  EXPECT_THAT(said, IsEmpty());
  EXPECT_TRUE(mlir::failed(emitObject(*moduleFor("6.1"))));
  EXPECT_THAT(said, ElementsAre("signed division in 'p' needs kernel 6.6 or newer"));
}

TEST_F(Emit, RefusesWhatIsNoObject) {
  Result<ObjectReport> report = inspectObject("not an object");
  ASSERT_FALSE(report);
  EXPECT_THAT(report.error().message, HasSubstr("not a BPF object"));
}

// Damaged objects are refused or read, but never crash the reader.
TEST_F(Emit, SurvivesDamagedObjects) {
  auto object = emitObject(*lower(kTwoLines));
  ASSERT_TRUE(mlir::succeeded(object));
  for (size_t i = 0; i < object->size(); ++i) {
    std::string damaged = *object;
    damaged[i] = static_cast<char>(damaged[i] ^ 0xff);
    (void)inspectObject(damaged);
  }
  for (size_t length = 0; length < object->size(); length += 7)
    (void)inspectObject(std::string_view(*object).substr(0, length));
}

} // namespace
