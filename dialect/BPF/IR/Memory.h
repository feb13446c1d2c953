//===- Memory.h - Layouts, and what is known about a pointer --------------===//
#ifndef SONDE_DIALECT_BPF_IR_MEMORY_H
#define SONDE_DIALECT_BPF_IR_MEMORY_H

#include "mlir/IR/Value.h"
#include "mlir/Support/LogicalResult.h"

#include <cstdint>
#include <optional>

namespace mlir {
class Operation;
}

namespace sonde::bpf {

/// Bytes of a memory layout (an integer, or an LLVM type) as the BPF target lays
/// it out; nothing for a type that has no size.
std::optional<uint64_t> layoutSize(mlir::Type layout);
std::optional<uint64_t> layoutAlignment(mlir::Type layout);

/// Bytes behind a pointer, where its definition says so.
std::optional<uint64_t> bytesBehind(mlir::Value pointer);

enum class AccessKind { Read, Write };
/// Checks that `size` bytes at `pointer` + `offset` may be accessed.
mlir::LogicalResult verifyAccess(mlir::Operation *op, mlir::Value pointer, uint64_t offset,
                                 uint64_t size, AccessKind kind);
/// As verifyAccess, for one load or store instruction.
mlir::LogicalResult verifyWordAccess(mlir::Operation *op, mlir::Value pointer, uint64_t offset,
                                     uint64_t width, uint64_t align, AccessKind kind);

} // namespace sonde::bpf

#endif // SONDE_DIALECT_BPF_IR_MEMORY_H
