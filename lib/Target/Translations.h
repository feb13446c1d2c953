//===- Translations.h - The last levels as translations of the tools ------===//
#ifndef SONDE_TARGET_TRANSLATIONS_H
#define SONDE_TARGET_TRANSLATIONS_H

namespace sonde {

/// For `sonde-translate`:
///   --llvm-to-ir-opt    LLVM dialect and leaf operations to optimised LLVM IR
///   --llvm-to-asm       … to the instructions, as LLVM prints them
///   --llvm-to-dis       … to the object's code, with the lines of the script
///   --llvm-to-object    … to a BPF object
///   --llvm-to-report    … to what the object costs, as text
///   --bpf-to-artifact   bpf dialect to the description for the runtime, as JSON
void registerTargetTranslations();

} // namespace sonde

#endif // SONDE_TARGET_TRANSLATIONS_H
