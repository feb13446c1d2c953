//===- Registers.cpp - Where calling conventions put arguments and results ===//
#include "lib/Transforms/Conversion/Registers.h"

#include "llvm/ADT/ArrayRef.h"
#include "llvm/ADT/STLExtras.h"

namespace sonde {
namespace {

struct Architecture {
  const char *name;
  llvm::ArrayRef<uint64_t> arguments;
  uint64_t result;
  llvm::ArrayRef<const char *> registers; ///< In the order of `struct pt_regs`, 8 bytes each.
  const char *programCounter;
};

constexpr const char *kX86Registers[] = {"r15", "r14",      "r13", "r12", "bp",    "bx", "r11",
                                         "r10", "r9",       "r8",  "ax",  "cx",    "dx", "si",
                                         "di",  "orig_rax", "ip",  "cs",  "flags", "sp", "ss"};
constexpr const char *kArm64Registers[] = {
    "r0",  "r1",  "r2",  "r3",  "r4",  "r5",  "r6",  "r7",  "r8",  "r9",    "r10", "r11",
    "r12", "r13", "r14", "r15", "r16", "r17", "r18", "r19", "r20", "r21",   "r22", "r23",
    "r24", "r25", "r26", "r27", "r28", "r29", "r30", "sp",  "pc",  "pstate"};
constexpr uint64_t kX86Arguments[] = {112, 104, 96, 88, 72, 64};       // rdi rsi rdx rcx r8 r9
constexpr uint64_t kArm64Arguments[] = {0, 8, 16, 24, 32, 40, 48, 56}; // x0 to x7

const Architecture kArchitectures[] = {
    {"x86_64", kX86Arguments, 80, kX86Registers, "ip"}, // rax
    {"aarch64", kArm64Arguments, 0, kArm64Registers, "pc"},
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

std::optional<uint64_t> namedRegister(llvm::StringRef arch, llvm::StringRef name) {
  const Architecture *architecture = find(arch);
  if (!architecture)
    return std::nullopt;
  if (name == "pc")
    name = architecture->programCounter;
  for (auto [index, known] : llvm::enumerate(architecture->registers))
    if (name == known)
      return index * 8;
  return std::nullopt;
}

llvm::StringRef programCounter(llvm::StringRef arch) {
  const Architecture *architecture = find(arch);
  return architecture ? architecture->programCounter : "";
}

} // namespace sonde
