//===- Layout.cpp - Sizes and places of values in memory ------------------===//
#include "dialect/Tracing/IR/Layout.h"

#include "dialect/Tracing/IR/Tracing.h"

#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/TypeSwitch.h"
#include "llvm/Support/MathExtras.h"

using namespace mlir;

namespace sonde::tr {

uint64_t alignmentOf(Type type) {
  return llvm::TypeSwitch<Type, uint64_t>(type)
      .Case([](IntegerType integer) { return llvm::divideCeil(integer.getWidth(), 8); })
      .Case([](EnumType type) -> uint64_t { return type.getWidth() / 8; })
      .Case([](ArrayType array) { return alignmentOf(array.getElement()); })
      .Case([](RecordType record) {
        uint64_t alignment = 1;
        for (Type element : record.getTypes())
          alignment = std::max(alignment, alignmentOf(element));
        return alignment;
      })
      .Case([](TaggedType tagged) { return alignmentOf(tagged.getType()); })
      .Case<PtrType, AggType, StackType>([](Type) { return 8; })
      .Default([](Type) { return 1; });
}

/// The size up to the end of the last element; `visit` gets each one's offset.
static uint64_t layOut(RecordType record, Operation *scope,
                       llvm::function_ref<void(uint64_t)> visit) {
  uint64_t end = 0;
  for (Type element : record.getTypes()) {
    uint64_t offset = llvm::alignTo(end, alignmentOf(element));
    visit(offset);
    end = offset + sizeInBytes(element, scope);
  }
  return end;
}

uint64_t sizeInBytes(Type type, Operation *scope) {
  return llvm::TypeSwitch<Type, uint64_t>(type)
      .Case([](IntegerType integer) { return llvm::divideCeil(integer.getWidth(), 8); })
      .Case([](EnumType type) -> uint64_t { return type.getWidth() / 8; })
      .Case([](PtrType) { return 8; })
      .Case([](StrType text) { return text.getCapacity(); })
      .Case([](BufType buffer) { return kBufHeader + buffer.getCapacity(); })
      .Case([](StackType) { return 16; })
      .Case([&](TaggedType tagged) { return sizeInBytes(tagged.getType(), scope); })
      .Case([](AggType state) { return state.wordCount() * 8; })
      .Case([&](ArrayType array) {
        return array.getCount() * sizeInBytes(array.getElement(), scope);
      })
      .Case([&](RecordType record) {
        return llvm::alignTo(layOut(record, scope, [](uint64_t) {}), alignmentOf(record));
      })
      .Case([&](StructType type) -> uint64_t {
        StructOp definition = scope ? lookupStruct(type, scope) : nullptr;
        return definition ? definition.getSize() : 0;
      })
      .Default([](Type) { return 0; });
}

SmallVector<uint64_t> RecordType::offsets(Operation *scope) const {
  SmallVector<uint64_t> offsets;
  layOut(*this, scope, [&](uint64_t offset) { offsets.push_back(offset); });
  return offsets;
}

bool isLarge(Type type, Operation *scope) {
  // Text, arrays, records and structs are addressed byte by byte, so that even
  // a short one is better off in memory than in a register.
  return !isa<IntegerType, PtrType>(type);
}

Type withoutSigns(Type layout) {
  MLIRContext *context = layout.getContext();
  return llvm::TypeSwitch<Type, Type>(layout)
      .Case([&](IntegerType integer) { return IntegerType::get(context, integer.getWidth()); })
      .Case([&](ArrayType array) {
        return ArrayType::get(context, array.getCount(), withoutSigns(array.getElement()));
      })
      .Case([](TaggedType tagged) { return tagged.getType(); })
      .Case([&](EnumType type) { return IntegerType::get(context, type.getWidth()); })
      .Case([&](RecordType record) {
        return RecordType::get(
            context, record.getNames(),
            llvm::map_to_vector(record.getTypes(), [](Type type) { return withoutSigns(type); }));
      })
      .Default([](Type type) { return type; });
}

} // namespace sonde::tr
