//===- InterpreterControl.cpp - Branches and ends -------------------------===//
#include "lib/Transforms/Analysis/InterpreterMachine.h"

#include "mlir/Dialect/ControlFlow/IR/ControlFlowOps.h"

using namespace mlir;

namespace sonde::interpreter {

using namespace tr;

static LogicalResult runBranch(Machine &machine, cf::BranchOp op) {
  machine.branch(op.getDest(), op.getDestOperands());
  return success();
}

static LogicalResult runCondBranch(Machine &machine, cf::CondBranchOp op) {
  if (machine.number(op.getCondition()))
    machine.branch(op.getTrueDest(), op.getTrueDestOperands());
  else
    machine.branch(op.getFalseDest(), op.getFalseDestOperands());
  return success();
}

static LogicalResult runSwitch(Machine &machine, cf::SwitchOp op) {
  APInt flag(op.getFlag().getType().getIntOrFloatBitWidth(), machine.number(op.getFlag()));
  if (std::optional<DenseIntElementsAttr> cases = op.getCaseValues())
    for (auto [i, value] : llvm::enumerate(cases->getValues<APInt>()))
      if (value == flag) {
        machine.branch(op.getCaseDestinations()[i], op.getCaseOperands(i));
        return success();
      }
  machine.branch(op.getDefaultDestination(), op.getDefaultOperands());
  return success();
}

static LogicalResult runReturn(Machine &machine, ReturnOp op) {
  if (op.getValue() && isa<ProbeOp>(op->getParentOp()))
    machine.record("return " + std::to_string(machine.signedNumber(op.getValue())));
  return success();
}

void addControlHandlers(Handlers &handlers) {
  handlers.add(runBranch);
  handlers.add(runCondBranch);
  handlers.add(runSwitch);
  handlers.add(runReturn);
}

} // namespace sonde::interpreter
