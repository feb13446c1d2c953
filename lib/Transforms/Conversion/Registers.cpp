//===- Registers.cpp - Where calling conventions put arguments and results ===//
#include "lib/Transforms/Conversion/Registers.h"

#include "llvm/ADT/ArrayRef.h"

namespace sonde {
namespace {

struct Architecture {
  const char *name;
  llvm::ArrayRef<uint64_t> arguments;
  uint64_t result;
};

constexpr uint64_t kX86Arguments[] = {112, 104, 96, 88, 72, 64};       // rdi rsi rdx rcx r8 r9
constexpr uint64_t kArm64Arguments[] = {0, 8, 16, 24, 32, 40, 48, 56}; // x0 to x7

const Architecture kArchitectures[] = {
    {"x86_64", kX86Arguments, 80}, // rax
    {"aarch64", kArm64Arguments, 0},
};

const Architecture *find(llvm::StringRef name) {
  for (const Architecture &architecture : kArchitectures)
    if (name == architecture.name)
      return &architecture;
  return nullptr;
}

} // namespace

std::optional<uint64_t> argumentRegister(llvm::StringRef arch, unsigned index) {
  const Architecture *architecture = find(arch);
  if (!architecture || index >= architecture->arguments.size())
    return std::nullopt;
  return architecture->arguments[index];
}

std::optional<uint64_t> resultRegister(llvm::StringRef arch) {
  const Architecture *architecture = find(arch);
  if (!architecture)
    return std::nullopt;
  return architecture->result;
}

} // namespace sonde
