//===- StackUse.h - The stack that programs need --------------------------===//
//
// Registers that LLVM spills are known when the code is made, and not before. The
// kernel adds up the frames of functions that run each other.
//
//===----------------------------------------------------------------------===//
#ifndef SONDE_TARGET_STACKUSE_H
#define SONDE_TARGET_STACKUSE_H

#include <cstdint>
#include <map>
#include <string>

namespace llvm {
class Module;
} // namespace llvm

namespace sonde {

inline constexpr uint64_t kStackBytes = 512;

/// Makes LLVM say how large each function's frame is, as a diagnostic.
void requestFrameSizes(llvm::Module &module);

struct StackUse {
  std::string function; ///< Which is not run by another one.
  uint64_t bytes = 0;   ///< Of it and of those it runs, as the kernel counts.
};
/// The function that needs most.
StackUse largestStackUse(const llvm::Module &module, const std::map<std::string, uint64_t> &frames);

} // namespace sonde

#endif // SONDE_TARGET_STACKUSE_H
