//===- InterpreterTest.cpp - What is interpreted, and what is noticed -----===//
//
// That each operation does what its description says is tested by text, in
// test/meaning. Here: that none is forgotten, and that a pass which changes what
// a script does is caught.
//
//===----------------------------------------------------------------------===//
#include "dialect/Tracing/IR/Tracing.h"
#include "lib/Transforms/Analysis/CheckMeaning.h"

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/ControlFlow/IR/ControlFlowOps.h"
#include "mlir/IR/MLIRContext.h"
#include "mlir/Parser/Parser.h"
#include "mlir/Pass/Pass.h"
#include "mlir/Pass/PassManager.h"
#include "gmock/gmock.h"

using namespace sonde;
using testing::ElementsAre;
using testing::HasSubstr;

namespace {

class InterpreterTest : public testing::Test {
protected:
  InterpreterTest() : context(mlir::MLIRContext::Threading::DISABLED) {
    context.printOpOnDiagnostic(false);
    context
        .loadDialect<tr::TracingDialect, mlir::arith::ArithDialect, mlir::cf::ControlFlowDialect>();
  }

  mlir::OwningOpRef<mlir::ModuleOp> parse(llvm::StringRef text) {
    auto module = mlir::parseSourceString<mlir::ModuleOp>(text, &context);
    EXPECT_TRUE(module);
    return module;
  }

  mlir::MLIRContext context;
};

constexpr const char *kTwoEvents = R"(
  tracing.event @printf printf "%d" fields [ui64]
  tracing.event @print print fields [ui64]
  tracing.probe @p attach [#tracing.attach<begin, "">]
      (%ctx: !tracing.ptr<!tracing.struct<"none">, ctx>) {
    %a = arith.constant 1 : i64
    %b = arith.constant 2 : i64
    tracing.emit @printf(%a : i64)
    tracing.emit @print(%b : i64)
    tracing.return
  })";

TEST_F(InterpreterTest, KnowsEveryOperationOrSaysWhyNot) {
  std::map<std::string, std::string> excluded(notInterpreted().begin(), notInterpreted().end());
  for (mlir::RegisteredOperationName name : context.getRegisteredOperations()) {
    if (name.getDialectNamespace() != tr::TracingDialect::getDialectNamespace())
      continue;
    std::string operation = name.getStringRef().str();
    EXPECT_NE(isInterpreted(operation), excluded.erase(operation) == 1)
        << operation << " needs a handler in lib/Transforms/Analysis, or a reason in "
        << "Interpreter.cpp why it has none";
  }
  for (const auto &[operation, reason] : excluded)
    ADD_FAILURE() << operation << ", which does not exist, is excluded";
}

TEST_F(InterpreterTest, RefusesWhatIsNotDefined) {
  auto module = parse(R"(
    tracing.probe @p attach [#tracing.attach<begin, "">]
        (%ctx: !tracing.ptr<!tracing.struct<"none">, ctx>) {
      %a = arith.constant 64 : i64
      %b = arith.shli %a, %a : i64
      tracing.return
    })");
  std::string message;
  mlir::ScopedDiagnosticHandler handler(
      &context, [&](mlir::Diagnostic &diagnostic) { message = diagnostic.str(); });
  EXPECT_TRUE(mlir::failed(interpret(*module, Scenario::madeUp())));
  EXPECT_THAT(message, HasSubstr("not defined"));
}

TEST_F(InterpreterTest, ScenariosAreChecked) {
  for (const char *text : {"[]", R"({"cpus": "many"})", R"({"events": [{}]})", R"({"cpus": 0})",
                           R"({"memory": {"other": {}}})", R"({"memory": {"user": {"x": "00"}}})",
                           R"({"memory": {"user": {"0x10": "xy"}}})"}) {
    llvm::Expected<Scenario> scenario = Scenario::parse(text);
    EXPECT_FALSE(bool(scenario)) << text;
    llvm::consumeError(scenario.takeError());
  }
}

/// Removes the last event that is sent.
struct DropLastEvent : mlir::PassWrapper<DropLastEvent, mlir::OperationPass<tr::ProbeOp>> {
  MLIR_DEFINE_EXPLICIT_INTERNAL_INLINE_TYPE_ID(DropLastEvent)
  llvm::StringRef getArgument() const override { return "drop-last-event"; }
  void runOnOperation() override {
    tr::EmitOp last;
    getOperation().walk([&](tr::EmitOp op) { last = op; });
    last.erase();
  }
};

TEST_F(InterpreterTest, APassThatChangesTheOutcomeIsNamed) {
  auto module = parse(kTwoEvents);
  std::vector<std::string> messages;
  mlir::ScopedDiagnosticHandler handler(&context, [&](mlir::Diagnostic &diagnostic) {
    messages.push_back(diagnostic.str());
    for (mlir::Diagnostic &note : diagnostic.getNotes())
      messages.push_back(note.str());
  });
  CheckMeaning::Verdict verdict;
  mlir::PassManager manager(&context);
  manager.addInstrumentation(
      std::make_unique<CheckMeaning>(Scenario::madeUp(), std::set<std::string>(), verdict));
  manager.addNestedPass<tr::ProbeOp>(std::make_unique<DropLastEvent>());
  EXPECT_TRUE(mlir::succeeded(manager.run(*module)));
  EXPECT_TRUE(verdict.isChanged);
  EXPECT_THAT(messages, ElementsAre("'drop-last-event' changes what the script does",
                                    "before: print @print 2", "after: nothing more"));
}

TEST_F(InterpreterTest, StructuralPassesMayChangeTheOutcome) {
  auto module = parse(kTwoEvents);
  CheckMeaning::Verdict verdict;
  mlir::PassManager manager(&context);
  manager.addInstrumentation(std::make_unique<CheckMeaning>(
      Scenario::madeUp(), std::set<std::string>{"drop-last-event"}, verdict));
  manager.addNestedPass<tr::ProbeOp>(std::make_unique<DropLastEvent>());
  EXPECT_TRUE(mlir::succeeded(manager.run(*module)));
  EXPECT_FALSE(verdict.isChanged);
}

} // namespace
