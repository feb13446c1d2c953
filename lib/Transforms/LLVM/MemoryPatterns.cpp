//===- MemoryPatterns.cpp - Stack, loads, stores, addresses, bounds -------===//
#include "lib/Transforms/LLVM/Patterns.h"

#include "dialect/Tracing/IR/Tracing.h"

#include "llvm/ADT/STLExtras.h"

using namespace mlir;
using namespace mlir::LLVM;

namespace sonde {

Value constantInt(OpBuilder &builder, Location location, unsigned bits, int64_t value) {
  return builder.create<LLVM::ConstantOp>(location, builder.getIntegerType(bits), value);
}

Value offsetPointer(OpBuilder &builder, Location location, Value base, int64_t offset) {
  if (offset == 0)
    return base;
  return builder.create<GEPOp>(location, base.getType(), builder.getI8Type(), base,
                               ArrayRef<GEPArg>{static_cast<int32_t>(offset)},
                               /*inbounds=*/true);
}

std::optional<unsigned> CoreTypeFacts::indexOf(StringRef member) const {
  if (!debugType)
    return std::nullopt;
  for (auto [index, element] : llvm::enumerate(debugType.getElements()))
    if (auto derived = dyn_cast<DIDerivedTypeAttr>(element);
        derived && derived.getName() && derived.getName().getValue() == member)
      return index;
  return std::nullopt;
}

namespace {

/// Beyond this many bytes a helper copies in fewer instructions than loads and
/// stores do. LLVM's own limit for inline code is 1024.
constexpr uint64_t kInlineBytes = 512;
constexpr uint32_t kProbeReadKernel = 113;

bool isContext(Type type) {
  auto pointer = dyn_cast<bpf::PtrType>(type);
  return pointer && pointer.getKind() == bpf::PtrKind::Ctx;
}

/// The address of an access. The verifier accepts context accesses only at
/// constant offsets from the context itself: the intrinsic keeps LLVM from
/// computing the address once for two of them.
Value accessAddress(OpBuilder &builder, Location location, Type pointerType, Value base,
                    int64_t offset) {
  if (isContext(pointerType))
    base = builder
               .create<CallIntrinsicOp>(location, base.getType(),
                                        builder.getStringAttr("llvm.preserve.static.offset"), base)
               .getResult(0);
  return offsetPointer(builder, location, base, offset);
}

struct ConvertStack : ConvertOpToLLVMPattern<bpf::StackOp> {
  using ConvertOpToLLVMPattern::ConvertOpToLLVMPattern;

  LogicalResult matchAndRewrite(bpf::StackOp op, OpAdaptor,
                                ConversionPatternRewriter &rewriter) const override {
    // A slot outside the entry block would be a dynamic allocation.
    OpBuilder::InsertionGuard guard(rewriter);
    rewriter.setInsertionPointToStart(&op->getParentRegion()->front());
    Value one = constantInt(rewriter, op.getLoc(), 64, 1);
    Type bytes = LLVMArrayType::get(rewriter.getI8Type(), op.getSize());
    rewriter.replaceOpWithNewOp<AllocaOp>(op, LLVMPointerType::get(op.getContext()), bytes, one,
                                          op.getAlign());
    return success();
  }
};

struct ConvertScratch : ConvertOpToLLVMPattern<bpf::ScratchOp> {
  using ConvertOpToLLVMPattern::ConvertOpToLLVMPattern;

  LogicalResult matchAndRewrite(bpf::ScratchOp op, OpAdaptor adaptor,
                                ConversionPatternRewriter &rewriter) const override {
    rewriter.replaceOp(op, offsetPointer(rewriter, op.getLoc(), adaptor.getBase(), op.getOffset()));
    return success();
  }
};

struct ConvertLoad : ConvertOpToLLVMPattern<bpf::LoadOp> {
  using ConvertOpToLLVMPattern::ConvertOpToLLVMPattern;

  LogicalResult matchAndRewrite(bpf::LoadOp op, OpAdaptor adaptor,
                                ConversionPatternRewriter &rewriter) const override {
    Value address = accessAddress(rewriter, op.getLoc(), op.getPtr().getType(), adaptor.getPtr(),
                                  op.getOffset());
    Type type = getTypeConverter()->convertType(op.getType());
    // One instruction must not load through a typed pointer of the kernel here and through
    // another pointer there: LLVM would join two such loads behind a branch.
    bool isTyped = op.getPtr().getType().getKind() == bpf::PtrKind::BtfId;
    rewriter.replaceOpWithNewOp<LLVM::LoadOp>(op, type, address, op.getAlign(),
                                              op.getIsVolatile() || isTyped);
    return success();
  }
};

struct ConvertStore : ConvertOpToLLVMPattern<bpf::StoreOp> {
  using ConvertOpToLLVMPattern::ConvertOpToLLVMPattern;

  LogicalResult matchAndRewrite(bpf::StoreOp op, OpAdaptor adaptor,
                                ConversionPatternRewriter &rewriter) const override {
    Value address = accessAddress(rewriter, op.getLoc(), op.getPtr().getType(), adaptor.getPtr(),
                                  op.getOffset());
    rewriter.replaceOpWithNewOp<LLVM::StoreOp>(op, adaptor.getValue(), address, op.getAlign());
    return success();
  }
};

/// Calls `access(offset, bytes)` for the largest aligned pieces of `size`
/// bytes: the verifier refuses unaligned accesses to the stack.
template <typename Access> void forEachPiece(uint64_t size, uint64_t align, Access access) {
  uint64_t widest = std::min<uint64_t>(align, 8);
  for (uint64_t offset = 0; offset < size;) {
    uint64_t bytes = widest;
    while (bytes > size - offset)
      bytes /= 2;
    access(offset, bytes);
    offset += bytes;
  }
}

/// Written out here because the LLVM dialect of MLIR 19 cannot give a memcpy
/// the alignment of its arguments; LLVM would copy byte by byte.
struct ConvertCopy : ConvertOpToLLVMPattern<bpf::CopyOp> {
  using ConvertOpToLLVMPattern::ConvertOpToLLVMPattern;

  LogicalResult matchAndRewrite(bpf::CopyOp op, OpAdaptor adaptor,
                                ConversionPatternRewriter &rewriter) const override {
    Location location = op.getLoc();
    Value to = offsetPointer(rewriter, location, adaptor.getTo(), op.getToOffset());
    Value from = offsetPointer(rewriter, location, adaptor.getFrom(), op.getFromOffset());
    if (op.getSize() > kInlineBytes) {
      callHelper(rewriter, location, kProbeReadKernel, rewriter.getI64Type(),
                 {to, constantInt(rewriter, location, 64, op.getSize()), from});
    } else {
      forEachPiece(op.getSize(), op.getAlign(), [&](uint64_t offset, uint64_t bytes) {
        Value piece =
            rewriter.create<LLVM::LoadOp>(location, rewriter.getIntegerType(bytes * 8),
                                          offsetPointer(rewriter, location, from, offset), bytes);
        rewriter.create<LLVM::StoreOp>(location, piece,
                                       offsetPointer(rewriter, location, to, offset), bytes);
      });
    }
    rewriter.eraseOp(op);
    return success();
  }
};

struct ConvertZero : ConvertOpToLLVMPattern<bpf::ZeroOp> {
  using ConvertOpToLLVMPattern::ConvertOpToLLVMPattern;

  LogicalResult matchAndRewrite(bpf::ZeroOp op, OpAdaptor adaptor,
                                ConversionPatternRewriter &rewriter) const override {
    Location location = op.getLoc();
    Value to = offsetPointer(rewriter, location, adaptor.getPtr(), op.getOffset());
    if (op.getSize() > kInlineBytes) {
      // Reading from address 0 fails, and the helper then zeroes the destination.
      callHelper(rewriter, location, kProbeReadKernel, rewriter.getI64Type(),
                 {to, constantInt(rewriter, location, 64, op.getSize()),
                  constantInt(rewriter, location, 64, 0)});
    } else {
      forEachPiece(op.getSize(), op.getAlign(), [&](uint64_t offset, uint64_t bytes) {
        rewriter.create<LLVM::StoreOp>(location, constantInt(rewriter, location, bytes * 8, 0),
                                       offsetPointer(rewriter, location, to, offset), bytes);
      });
    }
    rewriter.eraseOp(op);
    return success();
  }
};

AtomicBinOp atomicKind(bpf::AtomicKind kind) {
  switch (kind) {
  case bpf::AtomicKind::Add:
    return AtomicBinOp::add;
  case bpf::AtomicKind::And:
    return AtomicBinOp::_and;
  case bpf::AtomicKind::Or:
    return AtomicBinOp::_or;
  case bpf::AtomicKind::Xor:
    return AtomicBinOp::_xor;
  }
  llvm_unreachable("all kinds are above");
}

struct ConvertAtomic : ConvertOpToLLVMPattern<bpf::AtomicOp> {
  using ConvertOpToLLVMPattern::ConvertOpToLLVMPattern;

  LogicalResult matchAndRewrite(bpf::AtomicOp op, OpAdaptor adaptor,
                                ConversionPatternRewriter &rewriter) const override {
    Value address = offsetPointer(rewriter, op.getLoc(), adaptor.getPtr(), op.getOffset());
    // Without a use of its result it becomes `lock *(u64 *)(r + off) += r`.
    auto changed = rewriter.create<AtomicRMWOp>(op.getLoc(), atomicKind(op.getKind()), address,
                                                adaptor.getValue(), AtomicOrdering::monotonic,
                                                /*syncscope=*/StringRef(), /*alignment=*/8);
    if (op.getOld())
      rewriter.replaceOp(op, changed);
    else
      rewriter.eraseOp(op);
    return success();
  }
};

struct ConvertAtomicCmpxchg : ConvertOpToLLVMPattern<bpf::AtomicCmpxchgOp> {
  using ConvertOpToLLVMPattern::ConvertOpToLLVMPattern;

  LogicalResult matchAndRewrite(bpf::AtomicCmpxchgOp op, OpAdaptor adaptor,
                                ConversionPatternRewriter &rewriter) const override {
    Value address = offsetPointer(rewriter, op.getLoc(), adaptor.getPtr(), op.getOffset());
    auto exchanged = rewriter.create<AtomicCmpXchgOp>(
        op.getLoc(), address, adaptor.getExpected(), adaptor.getValue(), AtomicOrdering::monotonic,
        AtomicOrdering::monotonic, /*syncscope=*/StringRef(),
        /*alignment=*/8);
    rewriter.replaceOpWithNewOp<ExtractValueOp>(op, exchanged, ArrayRef<int64_t>{0});
    return success();
  }
};

struct ConvertPtrAdd : ConvertOpToLLVMPattern<bpf::PtrAddOp> {
  using ConvertOpToLLVMPattern::ConvertOpToLLVMPattern;

  LogicalResult matchAndRewrite(bpf::PtrAddOp op, OpAdaptor adaptor,
                                ConversionPatternRewriter &rewriter) const override {
    rewriter.replaceOpWithNewOp<GEPOp>(op, adaptor.getPtr().getType(), rewriter.getI8Type(),
                                       adaptor.getPtr(), ValueRange(adaptor.getOffset()));
    return success();
  }
};

/// The verifier lets nobody compute with the address of a kernel object, and LLVM makes a
/// computation of two comparisons. Bytes in their own order (`le64`, which costs nothing) are a
/// number for both.
struct ConvertPtrToInt : ConvertOpToLLVMPattern<bpf::PtrToIntOp> {
  using ConvertOpToLLVMPattern::ConvertOpToLLVMPattern;

  LogicalResult matchAndRewrite(bpf::PtrToIntOp op, OpAdaptor adaptor,
                                ConversionPatternRewriter &rewriter) const override {
    Type type = rewriter.getI64Type();
    Value address = rewriter.create<LLVM::PtrToIntOp>(op.getLoc(), type, adaptor.getPtr());
    bool isOnlyStored = llvm::all_of(
        op->getUsers(), [](Operation *user) { return isa<bpf::StoreOp, bpf::HelperCallOp>(user); });
    if (op.getPtr().getType().getKind() == bpf::PtrKind::BtfId && !isOnlyStored)
      address = rewriter
                    .create<LLVM::InlineAsmOp>(op.getLoc(), type, address, "$0 = le64 $0", "=r,0",
                                               /*has_side_effects=*/false,
                                               /*is_align_stack=*/false,
                                               /*asm_dialect=*/nullptr, /*operand_attrs=*/nullptr)
                    .getRes();
    rewriter.replaceOp(op, address);
    return success();
  }
};

struct ConvertGlobalAddr : ConvertOpToLLVMPattern<bpf::GlobalAddrOp> {
  ConvertGlobalAddr(const LLVMTypeConverter &converter, const ModuleFacts &facts)
      : ConvertOpToLLVMPattern(converter), facts(facts) {}

  LogicalResult matchAndRewrite(bpf::GlobalAddrOp op, OpAdaptor,
                                ConversionPatternRewriter &rewriter) const override {
    Value address = rewriter.create<AddressOfOp>(op.getLoc(), LLVMPointerType::get(op.getContext()),
                                                 op.getGlobal());
    // Otherwise LLVM would use the initial bytes instead of those patched in.
    if (facts.patchedGlobals.contains(op.getGlobal()))
      address = rewriter.create<bpf::OpaqueOp>(op.getLoc(), address);
    rewriter.replaceOp(op, address);
    return success();
  }

private:
  const ModuleFacts &facts;
};

struct ConvertMapAddr : ConvertOpToLLVMPattern<bpf::MapAddrOp> {
  using ConvertOpToLLVMPattern::ConvertOpToLLVMPattern;

  LogicalResult matchAndRewrite(bpf::MapAddrOp op, OpAdaptor,
                                ConversionPatternRewriter &rewriter) const override {
    Value map = rewriter.create<AddressOfOp>(op.getLoc(), LLVMPointerType::get(op.getContext()),
                                             op.getMap());
    rewriter.replaceOpWithNewOp<LLVM::PtrToIntOp>(op, rewriter.getI64Type(), map);
    return success();
  }
};

struct ConvertFieldAddr : ConvertOpToLLVMPattern<bpf::FieldAddrOp> {
  ConvertFieldAddr(const LLVMTypeConverter &converter, const ModuleFacts &facts)
      : ConvertOpToLLVMPattern(converter), facts(facts) {}

  LogicalResult matchAndRewrite(bpf::FieldAddrOp op, OpAdaptor adaptor,
                                ConversionPatternRewriter &rewriter) const override {
    Value address = adaptor.getBase();
    StringRef typeName = op.getType();
    SmallVector<StringRef> path;
    op.getMember().split(path, '.');
    for (auto [index, name] : llvm::enumerate(path)) {
      auto type = facts.coreTypes.find(typeName);
      if (type == facts.coreTypes.end())
        return op.emitError("nothing is known of type '") << typeName << "'";
      auto member = type->second.members.find(name);
      if (member == type->second.members.end())
        return op.emitError("type '") << typeName << "' has no member '" << name << "'";
      address =
          step(rewriter, op.getLoc(), address, typeName, type->second, name, member->second.offset);
      auto inner = dyn_cast<tr::StructType>(member->second.type);
      if (index + 1 < path.size() && !inner)
        return op.emitError("member '") << name << "' of '" << typeName << "' is no struct";
      if (inner)
        typeName = inner.getName();
    }
    rewriter.replaceOp(op, address);
    return success();
  }

private:
  const ModuleFacts &facts;

  static Value step(ConversionPatternRewriter &rewriter, Location location, Value base,
                    StringRef typeName, const CoreTypeFacts &type, StringRef member,
                    uint64_t offset) {
    std::optional<unsigned> index = type.indexOf(member);
    bool isAddress = base.getType().isInteger(64);
    if (!type.relocate || !index) {
      if (!isAddress)
        return offsetPointer(rewriter, location, base, offset);
      Value distance = constantInt(rewriter, location, 64, offset);
      return rewriter.create<LLVM::AddOp>(location, base, distance);
    }
    Type pointer = LLVMPointerType::get(rewriter.getContext());
    if (isAddress)
      base = rewriter.create<LLVM::IntToPtrOp>(location, pointer, base);
    // The type that LLVM counts in does not matter: the relocation replaces it.
    SmallVector<Type> bytes(type.debugType.getElements().size(), rewriter.getI8Type());
    Type counted = LLVMStructType::getLiteral(rewriter.getContext(), bytes);
    Value address = rewriter.create<bpf::PreserveAccessOp>(location, pointer, base, counted,
                                                           type.debugType, *index, type.isUnion);
    if (!isAddress)
      return address;
    return rewriter.create<LLVM::PtrToIntOp>(location, rewriter.getI64Type(), address);
  }
};

struct ConvertBrNull : ConvertOpToLLVMPattern<bpf::BrNullOp> {
  using ConvertOpToLLVMPattern::ConvertOpToLLVMPattern;

  LogicalResult matchAndRewrite(bpf::BrNullOp op, OpAdaptor adaptor,
                                ConversionPatternRewriter &rewriter) const override {
    Value pointer = adaptor.getPtr();
    Value null = rewriter.create<ZeroOp>(op.getLoc(), pointer.getType());
    Value isNull = rewriter.create<ICmpOp>(op.getLoc(), ICmpPredicate::eq, pointer, null);
    SmallVector<Value> refined{pointer};
    llvm::append_range(refined, adaptor.getNonnullOperands());
    rewriter.replaceOpWithNewOp<LLVM::CondBrOp>(
        op, isNull, op.getNullDest(), adaptor.getNullOperands(), op.getNonnullDest(), refined);
    return success();
  }
};

/// The verifier bounds only the register that was compared and its copies. So
/// LLVM must neither compare another value (the first barrier) nor compute
/// further in place of the bounded one (the second).
struct ConvertClamp : ConvertOpToLLVMPattern<bpf::ClampOp> {
  using ConvertOpToLLVMPattern::ConvertOpToLLVMPattern;

  LogicalResult matchAndRewrite(bpf::ClampOp op, OpAdaptor adaptor,
                                ConversionPatternRewriter &rewriter) const override {
    Location location = op.getLoc();
    Value value = rewriter.create<bpf::OpaqueOp>(location, adaptor.getValue());
    Value max = constantInt(rewriter, location, 64, op.getMax());
    Value isBelow = rewriter.create<ICmpOp>(location, ICmpPredicate::ult, value, max);
    Value bounded = rewriter.create<LLVM::SelectOp>(location, isBelow, value, max);
    rewriter.replaceOpWithNewOp<bpf::OpaqueOp>(op, bounded);
    return success();
  }
};

struct ConvertOpaque : ConvertOpToLLVMPattern<bpf::OpaqueOp> {
  using ConvertOpToLLVMPattern::ConvertOpToLLVMPattern;

  LogicalResult matchAndRewrite(bpf::OpaqueOp op, OpAdaptor adaptor,
                                ConversionPatternRewriter &rewriter) const override {
    rewriter.replaceOpWithNewOp<bpf::OpaqueOp>(op, adaptor.getValue());
    return success();
  }
};

} // namespace

void populateMemoryPatterns(const LLVMTypeConverter &converter, const ModuleFacts &facts,
                            RewritePatternSet &patterns) {
  patterns.add<ConvertStack, ConvertScratch, ConvertLoad, ConvertStore, ConvertCopy, ConvertZero,
               ConvertAtomic, ConvertAtomicCmpxchg, ConvertMapAddr, ConvertPtrAdd, ConvertPtrToInt,
               ConvertBrNull, ConvertClamp, ConvertOpaque>(converter);
  patterns.add<ConvertGlobalAddr, ConvertFieldAddr>(converter, facts);
}

} // namespace sonde
