//===- HelperAttributes.h - What LLVM may assume about helpers ------------===//
#ifndef SONDE_DIALECT_BPF_TRANSLATION_HELPERATTRIBUTES_H
#define SONDE_DIALECT_BPF_TRANSLATION_HELPERATTRIBUTES_H

#include <cstdint>

namespace llvm {
class CallBase;
}

namespace sonde::bpf {

/// Gives the call of a helper the attributes that make it an ordinary value for
/// LLVM where it is one, and keep it where it stands otherwise.
void setHelperAttributes(llvm::CallBase &call, uint32_t helper);

} // namespace sonde::bpf

#endif // SONDE_DIALECT_BPF_TRANSLATION_HELPERATTRIBUTES_H
