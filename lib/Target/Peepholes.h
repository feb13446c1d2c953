//===- Peepholes.h - What LLVM leaves that the kernel dislikes ------------===//
#ifndef SONDE_TARGET_PEEPHOLES_H
#define SONDE_TARGET_PEEPHOLES_H

namespace llvm {
class Module;
}

namespace sonde {

/// Ends what LLVM holds for unreachable with a return: it emits nothing for
/// `unreachable`, so that control would run on into the next function, and the
/// kernel refuses such a program.
void replaceUnreachable(llvm::Module &module);

/// Makes zero of what LLVM leaves without a value, because no result depends on it: the
/// kernel refuses a program that reads a register which was never written.
void fillUndefined(llvm::Module &module);

/// Compares the upper bits of a value after a shift. LLVM prefers a mask, but
/// BPF has 32-bit immediates only: `(x & -4294967296) == 4294967296`, which is
/// what becomes of a test of the process id, takes six slots instead of two.
void shiftBeforeCompare(llvm::Module &module);

/// Makes LLVM read memory where its value is needed, as often as that is. Of what has been
/// copied it would keep each word in a register, and so on the stack.
void keepInMemory(llvm::Module &module);

/// Computes addresses of parts of memory where they are needed. LLVM keeps them from the
/// beginning on, which for memory in a scratch map costs more stack than the map saves.
void sinkAddresses(llvm::Module &module);

} // namespace sonde

#endif // SONDE_TARGET_PEEPHOLES_H
