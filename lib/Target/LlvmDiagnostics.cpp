//===- LlvmDiagnostics.cpp - From LLVM's diagnostics to MLIR's ------------===//
#include "lib/Target/LlvmDiagnostics.h"

#include "mlir/IR/Diagnostics.h"
#include "llvm/IR/DebugInfoMetadata.h"
#include "llvm/IR/DiagnosticInfo.h"
#include "llvm/IR/DiagnosticPrinter.h"
#include "llvm/IR/Function.h"
#include "llvm/Support/raw_ostream.h"

namespace sonde {
namespace {

mlir::Location locationOf(const llvm::DiagnosticInfo &info, mlir::Location fallback) {
  auto *located = llvm::dyn_cast<llvm::DiagnosticInfoUnsupported>(&info);
  if (!located || !located->isLocationAvailable())
    return fallback;
  unsigned line = 0, column = 0;
  llvm::StringRef file;
  located->getLocation(file, line, column);
  return mlir::FileLineColLoc::get(fallback.getContext(), file, line, column);
}

/// LLVM's words about the function, without its name and place.
std::string textOf(const llvm::DiagnosticInfo &info) {
  std::string text;
  llvm::raw_string_ostream stream(text);
  if (auto *unsupported = llvm::dyn_cast<llvm::DiagnosticInfoUnsupported>(&info)) {
    stream << unsupported->getMessage();
  } else {
    llvm::DiagnosticPrinterRawOStream printer(stream);
    info.print(printer);
  }
  return llvm::StringRef(text).trim(" \n.").str();
}

struct Explanation {
  const char *llvm; ///< How LLVM's message begins.
  const char *message;
};
constexpr Explanation kExplanations[] = {
    {"unsupported signed division", "signed division in '%' needs kernel 6.6 or newer"},
    {"unsupported dynamic stack allocation",
     "'%' has an array whose size is only known at run time"},
    {"stack arguments are not supported", "'%' calls a function with more than 5 arguments"},
    {"too many arguments", "'%' calls a function with more than 5 arguments"},
};

std::string explain(llvm::StringRef text, llvm::StringRef function) {
  for (const Explanation &each : kExplanations) {
    auto [before, after] = llvm::StringRef(each.message).split('%');
    if (text.starts_with(each.llvm))
      return (before + function + after).str();
  }
  std::string message = text.str();
  if (!message.empty() && !function.empty())
    message = "'" + function.str() + "' cannot be compiled for BPF: " + message;
  return message;
}

} // namespace

mlir::Location locationOf(const llvm::DebugLoc &place, mlir::Location fallback) {
  if (!place || !place.getLine())
    return fallback;
  auto *scope = llvm::cast<llvm::DIScope>(place.getScope());
  return mlir::FileLineColLoc::get(fallback.getContext(), scope->getFilename(), place.getLine(),
                                   place.getCol());
}

bool LlvmDiagnostics::handleDiagnostics(const llvm::DiagnosticInfo &info) {
  if (const auto *frame = llvm::dyn_cast<llvm::DiagnosticInfoStackSize>(&info)) {
    frameBytes[frame->getFunction().getName().str()] = frame->getStackSize();
    return true;
  }
  // Remarks are LLVM's own affair, and so are its warnings: everything that
  // changes what the program does is an error.
  if (info.getSeverity() != llvm::DS_Error)
    return true;
  std::string text = textOf(info);
  if (llvm::StringRef(text).starts_with("Looks like the BPF stack limit is exceeded"))
    return true; // Frames are added up when all are known.
  errors = true;
  llvm::StringRef function;
  if (auto *unsupported = llvm::dyn_cast<llvm::DiagnosticInfoUnsupported>(&info))
    function = unsupported->getFunction().getName();
  std::string message = explain(text, function);
  if (reported.insert(message).second)
    mlir::emitError(locationOf(info, fallback), message);
  return true;
}

} // namespace sonde
