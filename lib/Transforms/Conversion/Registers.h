//===- Registers.h - Where calling conventions put arguments and results --===//
#ifndef SONDE_TRANSFORMS_CONVERSION_REGISTERS_H
#define SONDE_TRANSFORMS_CONVERSION_REGISTERS_H

#include "llvm/ADT/StringRef.h"

#include <cstdint>
#include <optional>

namespace sonde {

/// Byte offset in `struct pt_regs` of the register with argument `index`; nothing
/// if the architecture passes it on the stack, or is not known.
std::optional<uint64_t> argumentRegister(llvm::StringRef arch, unsigned index);
/// The same for the result.
std::optional<uint64_t> resultRegister(llvm::StringRef arch);
/// The same for a register by its name in `struct pt_regs`: `ip`, `sp`.
std::optional<uint64_t> namedRegister(llvm::StringRef arch, llvm::StringRef name);
/// The name of the register that holds the address of the current instruction.
llvm::StringRef programCounter(llvm::StringRef arch);

} // namespace sonde

#endif // SONDE_TRANSFORMS_CONVERSION_REGISTERS_H
