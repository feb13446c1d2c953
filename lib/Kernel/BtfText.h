//===- BtfText.h - BTF as lines of JSON -----------------------------------===//
//
// A recording keeps types as text, so that a change of a kernel shows up in a
// diff: line N is type N (docs/Kernel.md describes the lines).
//
//===----------------------------------------------------------------------===//
#ifndef SONDE_KERNEL_BTFTEXT_H
#define SONDE_KERNEL_BTFTEXT_H

#include "lib/Kernel/Btf.h"

#include <set>

namespace sonde {

/// The text of the types `roots` and of all that their layout depends on. A
/// struct behind a pointer is only declared, unless it is needed by value, and
/// a function behind a pointer is left out. Numbers the types anew, in order.
std::string writeBtfText(const Btf &btf, const std::set<uint32_t> &roots);

/// Raw BTF from such a text; of a module, whose types are numbered behind those of
/// the kernel, `base`.
Result<std::string> readBtfText(std::string_view text, const Btf *base = nullptr);

} // namespace sonde

#endif // SONDE_KERNEL_BTFTEXT_H
