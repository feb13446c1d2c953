//===- ConvertStacks.cpp - Captured stacks --------------------------------===//
//
// A stack is captured into memory of its own, and named by a hash of its frames.
// The frames are stored only when the name is new: see docs/Dialects/Tracing.md.
//
//===----------------------------------------------------------------------===//
#include "lib/Transforms/Conversion/ProbeConverter.h"

#include "dialect/Tracing/IR/Layout.h"

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/ControlFlow/IR/ControlFlowOps.h"
#include "llvm/Support/MathExtras.h"

using namespace mlir;

namespace sonde {

constexpr int64_t kEntryExists = -17;     // -EEXIST
constexpr int64_t kUserStack = 1 << 8;    // BPF_F_USER_STACK
constexpr int64_t kUserBuildId = 1 << 11; // BPF_F_USER_BUILD_ID
/// Any odd number with bits of both kinds everywhere: each step of the hash is
/// then a permutation, so that stacks which differ in one frame differ.
constexpr int64_t kHashFactor = int64_t(0x9e3779b97f4a7c15);
/// So many bytes are hashed before looking whether there are more. The kernel
/// fills what is behind the last frame with zeros.
constexpr uint64_t kHashedAtOnce = 128;

/// A hash of the frames, `length` bytes of them. Without a loop, which would take
/// a branch for each frame: short stacks leave early.
Value ProbeConverter::hashFrames(const Place &frames, uint64_t size, Value length) {
  Block *done = addBlock(builder.getI64Type());
  Value hash = length;
  Value factor = constant(kHashFactor);
  for (uint64_t offset = 0; offset < size; offset += 8) {
    if (offset && offset % kHashedAtOnce == 0) {
      Block *more = addBlock();
      Value isAll = builder.create<arith::CmpIOp>(loc, arith::CmpIPredicate::ule, length,
                                                  constant(int64_t(offset)));
      builder.create<cf::CondBranchOp>(loc, isAll, done, ValueRange(hash), more, ValueRange());
      continueIn(more);
    }
    Value frame = load(frames.at(offset), builder.getI64Type());
    hash = builder.create<arith::XOrIOp>(loc, hash, frame);
    hash = builder.create<arith::MulIOp>(loc, hash, factor);
  }
  branchTo(done, hash);
  continueIn(done);
  return done->getArgument(0);
}

void ProbeConverter::keepFrames(tr::CaptureStackOp op, const Place &key, const Place &frames,
                                uint64_t size) {
  FlatSymbolRefAttr map = symbols.frames(size);
  auto type = bpf::PtrType::get(builder.getContext(), bpf::PtrKind::MapValue);
  Value found = builder.create<bpf::LookupOp>(loc, type.orNull(), map, key.base);
  Block *next = addBlock();
  Block *known = addBlock(type);
  Block *isNew = addBlock();
  builder.create<bpf::BrNullOp>(loc, found, ValueRange(), ValueRange(), isNew, known);
  continueIn(known);
  branchTo(next);
  continueIn(isNew);
  Value error = builder.create<bpf::UpdateOp>(
      loc, builder.getI64Type(), map, key.base, frames.base,
      bpf::UpdateFlagAttr::get(builder.getContext(), bpf::UpdateFlag::NoExist));
  // Another CPU may have been faster.
  Value isFault =
      builder.create<arith::CmpIOp>(loc, arith::CmpIPredicate::ne, error, constant(kEntryExists));
  Value isNegative =
      builder.create<arith::CmpIOp>(loc, arith::CmpIPredicate::slt, error, constant(0));
  report(op.getOnErrorAttr(), builder.create<arith::AndIOp>(loc, isFault, isNegative));
  branchTo(next);
  continueIn(next);
}

LogicalResult ProbeConverter::convert(tr::CaptureStackOp op) {
  auto type = cast<tr::StackType>(tr::producedType(op));
  const Place to = place(op.getInto());
  uint64_t size = type.getDepth() * type.frameSize();
  if (size == 0) {
    zero(to, tr::sizeInBytes(type, op));
    return success();
  }
  bool isUser = type.getOrigin() == tr::StackOrigin::User;
  int64_t flags = isUser ? kUserStack : 0;
  if (type.getMode() == tr::StackMode::BuildId)
    flags |= kUserBuildId;
  Place frames = createBuffer(size), name = createBuffer(16);
  zero(name, 16);
  Value length = callHelper(
      "get_stack", {value(context), frames.base, constant(int64_t(size), 32), constant(flags)});
  reportNegative(op.getOnErrorAttr(), length);
  Value hasFrames =
      builder.create<arith::CmpIOp>(loc, arith::CmpIPredicate::sgt, length, constant(0));
  createIf(hasFrames, [&] {
    Value hash = hashFrames(frames, size, length);
    Value count = builder.create<arith::ShRUIOp>(
        loc, length, constant(int64_t(llvm::Log2_64(type.frameSize()))));
    store(hash, name);
    store(resize(count, builder.getI32Type()), name.at(8));
    keepFrames(op, name, frames, size);
    if (!isUser)
      return;
    Value process =
        builder.create<arith::ShRUIOp>(loc, callHelper("get_current_pid_tgid"), constant(32));
    store(resize(process, builder.getI32Type()), name.at(12));
  });
  copy(to, name, 16);
  return success();
}

LogicalResult ProbeConverter::convert(tr::StackDepthOp op) {
  Value frames = load(place(op.getStack()).at(8), builder.getI32Type());
  values.map(op.getResult(), resize(frames, builder.getI64Type()));
  return success();
}

} // namespace sonde
