//===- BuildDebugInfo.cpp - Describe programs, maps and types for BTF -----===//
//
// Writes DI attributes where convert-bpf-to-llvm finds them: `bpf.di` on
// symbols, fused locations on programs. Lowers nothing.
//
//===----------------------------------------------------------------------===//
#include "lib/Transforms/LLVM/DebugTypes.h"
#include "lib/Transforms/LLVM/Passes.h"

#include "dialect/BPF/IR/BPF.h"
#include "dialect/Tracing/IR/Tracing.h"

#include "mlir/Dialect/LLVMIR/LLVMDialect.h"
#include "llvm/BinaryFormat/Dwarf.h"

namespace sonde {
#define GEN_PASS_DEF_BUILDDEBUGINFO
#include "lib/Transforms/LLVM/Passes.h.inc"
} // namespace sonde

using namespace mlir;
using namespace mlir::LLVM;

namespace sonde {
namespace {

/// A BTF line record keeps the column in 10 bits below the line: a larger
/// column would change the line.
constexpr unsigned kMaxColumn = 1023;

constexpr DISubprogramFlags kDefinition =
    DISubprogramFlags::Definition | DISubprogramFlags::Optimized;

/// The innermost place of a location: in the body of an inlined macro rather
/// than at its call.
FileLineColLoc placeOf(Location location) {
  FileLineColLoc place;
  location->walk([&](Location inner) {
    place = dyn_cast<FileLineColLoc>(inner);
    return place ? WalkResult::interrupt() : WalkResult::advance();
  });
  return place;
}

class DebugInfoBuilder {
public:
  explicit DebugInfoBuilder(ModuleOp module)
      : module(module), context(module.getContext()), types(module) {}

  void build();

private:
  ModuleOp module;
  MLIRContext *context;
  DebugTypes types;
  DIFileAttr mainFile;
  DICompileUnitAttr unit;

  DIFileAttr fileNamed(StringRef name) { return DIFileAttr::get(context, name, ""); }
  DIFileAttr fileOf(Location location);
  unsigned lineOf(Location location);
  void describeVariable(Operation *op, StringRef name, DITypeAttr type, bool isDefined = true);
  void describeProgram(bpf::ProgOp program);
  void describeCallback(bpf::CallbackOp callback);
  void describeCode(Operation *code, StringRef name, ArrayRef<DITypeAttr> signature,
                    ArrayRef<StringRef> arguments, DISubprogramFlags flags);
  void describeExtern(bpf::ExternOp symbol);
};

DIFileAttr DebugInfoBuilder::fileOf(Location location) {
  FileLineColLoc place = placeOf(location);
  return place ? fileNamed(place.getFilename()) : mainFile;
}

unsigned DebugInfoBuilder::lineOf(Location location) {
  FileLineColLoc place = placeOf(location);
  return place ? place.getLine() : 0;
}

void DebugInfoBuilder::describeVariable(Operation *op, StringRef name, DITypeAttr type,
                                        bool isDefined) {
  auto variable = DIGlobalVariableAttr::get(context, unit, StringAttr::get(context, name),
                                            /*linkageName=*/nullptr, fileOf(op->getLoc()),
                                            lineOf(op->getLoc()), type,
                                            /*isLocalToUnit=*/false, isDefined,
                                            /*alignInBits=*/0);
  op->setAttr("bpf.di", DIGlobalVariableExpressionAttr::get(context, variable, nullptr));
}

void DebugInfoBuilder::describeProgram(bpf::ProgOp program) {
  describeCode(program, program.getSymName(), {types.integer(32, true), types.pointer(nullptr)},
               {"ctx"}, kDefinition);
}

/// A function of the object's own: the kernel wants to know all or none.
void DebugInfoBuilder::describeCallback(bpf::CallbackOp callback) {
  DITypeAttr number = types.integer(64, true), address = types.pointer(nullptr);
  if (callback.getEach())
    describeCode(callback, callback.getSymName(), {number, address, address, address, address},
                 {"map", "key", "value", "captured"}, kDefinition | DISubprogramFlags::LocalToUnit);
  else
    describeCode(callback, callback.getSymName(), {number, types.integer(64, false), address},
                 {"index", "captured"}, kDefinition | DISubprogramFlags::LocalToUnit);
}

/// Every location in the code becomes one place within its subprogram: LLVM drops
/// locations without a scope, and the verifier's log would then name the wrong line.
void DebugInfoBuilder::describeCode(Operation *code, StringRef name, ArrayRef<DITypeAttr> signature,
                                    ArrayRef<StringRef> arguments, DISubprogramFlags flags) {
  DIFileAttr file = fileOf(code->getLoc());
  unsigned line = lineOf(code->getLoc());
  auto subprogram =
      DISubprogramAttr::get(DistinctAttr::create(UnitAttr::get(context)), unit, file, name,
                            /*linkageName=*/"", file, line, line,
                            DISubprogramFlags::Definition | DISubprogramFlags::Optimized | flags,
                            DISubroutineTypeAttr::get(context, signature));

  Location fallback = FileLineColLoc::get(file.getName(), line, 0);
  code->walk([&](Operation *op) {
    FileLineColLoc place = placeOf(op->getLoc());
    if (!place) {
      op->setLoc(fallback);
      return;
    }
    Location location = FileLineColLoc::get(place.getFilename(), place.getLine(),
                                            std::min(place.getColumn(), kMaxColumn));
    if (place.getFilename() != file.getName()) {
      auto block =
          DILexicalBlockFileAttr::get(context, subprogram, fileNamed(place.getFilename()), 0);
      location = FusedLoc::get(context, location, block);
    }
    op->setLoc(location);
  });
  code->setLoc(FusedLoc::get(context, code->getLoc(), subprogram));
  code->setAttr("bpf.arg_names", Builder(context).getStrArrayAttr(arguments));
}

void DebugInfoBuilder::describeExtern(bpf::ExternOp symbol) {
  auto function = dyn_cast<FunctionType>(symbol.getType());
  if (!function) {
    describeVariable(symbol, symbol.getSymName(), types.ofValue(symbol.getType()),
                     /*isDefined=*/false);
    return;
  }
  // A C function brings its own description; a kernel function needs a
  // declaration, which BTF's `.ksyms` section refers to.
  if (symbol.getKind() != "kfunc")
    return;
  DIFileAttr file = fileOf(symbol.getLoc());
  auto subprogram = DISubprogramAttr::get(
      /*id=*/DistinctAttr(), DICompileUnitAttr(), file, symbol.getSymName(), /*linkageName=*/"",
      file, lineOf(symbol.getLoc()), /*scopeLine=*/0, DISubprogramFlags::Optimized,
      types.ofFunction(function));
  symbol->setLoc(FusedLoc::get(context, symbol->getLoc(), subprogram));
}

void DebugInfoBuilder::build() {
  // The script is the file of the first program; a module without programs
  // still needs one for its maps.
  mainFile = fileNamed("script");
  if (FileLineColLoc place = placeOf(module.getLoc()))
    mainFile = fileNamed(place.getFilename());
  for (auto program : module.getOps<bpf::ProgOp>()) {
    mainFile = fileOf(program.getLoc());
    break;
  }
  unit = DICompileUnitAttr::get(
      DistinctAttr::create(UnitAttr::get(context)), llvm::dwarf::DW_LANG_C11, mainFile,
      StringAttr::get(context, "sonde"), /*isOptimized=*/true, DIEmissionKind::Full);
  for (Operation &op : *module.getBody()) {
    if (auto map = dyn_cast<bpf::MapOp>(op))
      describeVariable(map, map.getSymName(), types.ofMap(map));
    else if (auto global = dyn_cast<bpf::GlobalOp>(op))
      describeVariable(global, global.getSymName(), types.ofLayout(global.getType()));
    else if (auto symbol = dyn_cast<bpf::ExternOp>(op))
      describeExtern(symbol);
    else if (auto type = dyn_cast<bpf::CoreTypeOp>(op))
      type->setAttr("bpf.di", types.ofCoreType(type));
    else if (auto program = dyn_cast<bpf::ProgOp>(op))
      describeProgram(program);
    else if (auto callback = dyn_cast<bpf::CallbackOp>(op))
      describeCallback(callback);
  }
}

struct BuildDebugInfo : impl::BuildDebugInfoBase<BuildDebugInfo> {
  void runOnOperation() override {
    if (failed(checkMembers(getOperation())))
      return signalPassFailure();
    DebugInfoBuilder(getOperation()).build();
  }
};

} // namespace
} // namespace sonde
