//===- Disassemble.cpp - An object's code with the lines of the script ----===//
#include "lib/Target/Disassemble.h"

#include "lib/Target/LineTable.h"

#include "llvm/ADT/StringRef.h"
#include "llvm/MC/MCAsmInfo.h"
#include "llvm/MC/MCContext.h"
#include "llvm/MC/MCDisassembler/MCDisassembler.h"
#include "llvm/MC/MCInst.h"
#include "llvm/MC/MCInstPrinter.h"
#include "llvm/MC/MCInstrInfo.h"
#include "llvm/MC/MCRegisterInfo.h"
#include "llvm/MC/MCSubtargetInfo.h"
#include "llvm/MC/MCTargetOptions.h"
#include "llvm/MC/TargetRegistry.h"
#include "llvm/Support/Format.h"
#include "llvm/Support/raw_ostream.h"

#include <memory>

extern "C" {
void LLVMInitializeBPFTargetInfo();
void LLVMInitializeBPFTargetMC();
void LLVMInitializeBPFDisassembler();
}

namespace sonde {
namespace {

/// LLVM's parts of a disassembler, in the order in which they need each other.
struct Disassembler {
  std::unique_ptr<llvm::MCRegisterInfo> registers;
  std::unique_ptr<llvm::MCAsmInfo> assembly;
  std::unique_ptr<llvm::MCSubtargetInfo> subtarget;
  std::unique_ptr<llvm::MCInstrInfo> instructions;
  std::unique_ptr<llvm::MCContext> context;
  std::unique_ptr<llvm::MCDisassembler> decoder;
  std::unique_ptr<llvm::MCInstPrinter> printer;

  Disassembler() {
    LLVMInitializeBPFTargetInfo();
    LLVMInitializeBPFTargetMC();
    LLVMInitializeBPFDisassembler();
    llvm::Triple triple("bpfel");
    std::string error;
    const llvm::Target *target = llvm::TargetRegistry::lookupTarget(triple.str(), error);
    assert(target && "the BPF target is not linked");
    llvm::MCTargetOptions options;
    registers.reset(target->createMCRegInfo(triple.str()));
    assembly.reset(target->createMCAsmInfo(*registers, triple.str(), options));
    subtarget.reset(target->createMCSubtargetInfo(triple.str(), "v4", ""));
    instructions.reset(target->createMCInstrInfo());
    context =
        std::make_unique<llvm::MCContext>(triple, assembly.get(), registers.get(), subtarget.get());
    decoder.reset(target->createMCDisassembler(*subtarget, *context));
    printer.reset(target->createMCInstPrinter(triple, assembly->getAssemblerDialect(), *assembly,
                                              *instructions, *registers));
  }
};

class Printer {
public:
  explicit Printer(llvm::raw_ostream &out) : out(out) {}

  void print(const CodeSection &section, const CodeFunction &function);

private:
  Disassembler tools;
  llvm::raw_ostream &out;
};

void Printer::print(const CodeSection &section, const CodeFunction &function) {
  out << function.name << ":  # " << section.name << "\n";
  llvm::ArrayRef<uint8_t> bytes(reinterpret_cast<const uint8_t *>(section.bytes.data()),
                                section.bytes.size());
  const LineEntry *line = nullptr;
  for (uint64_t offset = function.begin, size = 0; offset < function.end; offset += size) {
    const LineEntry *now = section.lineAt(offset);
    if (now && (!line || now->line != line->line || now->file != line->file))
      out << "; " << now->file << ":" << now->line << ": " << llvm::StringRef(now->text).trim()
          << "\n";
    line = now;

    llvm::MCInst instruction;
    auto status = tools.decoder->getInstruction(instruction, size, bytes.slice(offset), offset,
                                                llvm::nulls());
    out << llvm::format("%6llu:", static_cast<unsigned long long>(offset / 8));
    if (status != llvm::MCDisassembler::Success) {
      size = 8;
      out << "\t<unknown>\n";
      continue;
    }
    tools.printer->printInst(&instruction, offset, "", *tools.subtarget, out);
    if (auto name = section.references.find(offset); name != section.references.end())
      out << "\t# " << name->second;
    out << "\n";
  }
}

} // namespace

Result<std::string> disassemble(std::string_view object) {
  Result<std::vector<CodeSection>> code = readCode(object);
  if (!code)
    return code.takeError();
  std::string text;
  llvm::raw_string_ostream out(text);
  Printer printer(out);
  for (const CodeSection &section : *code)
    for (const CodeFunction &function : section.functions)
      printer.print(section, function);
  return text;
}

} // namespace sonde
