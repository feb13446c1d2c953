//===- MlirDiagnostics.cpp - From MLIR's diagnostics to ours --------------===//
#include "lib/Compiler/MlirDiagnostics.h"

#include "mlir/IR/Location.h"

#include <cctype>

namespace sonde {
namespace {

/// The first place in a file within a location of any shape.
mlir::FileLineColLoc placeIn(mlir::Location location) {
  mlir::FileLineColLoc found;
  location->walk([&](mlir::Location inner) {
    found = mlir::dyn_cast<mlir::FileLineColLoc>(inner);
    return found ? mlir::WalkResult::interrupt() : mlir::WalkResult::advance();
  });
  return found;
}

/// MLIR's own checks begin with the operation's name in quotes. A script that
/// passed the front end can only meet them by our fault.
bool isInternalCheck(llvm::StringRef message) {
  return message.starts_with("'") &&
         (message.contains("' op ") || message.starts_with("'tracing.") ||
          message.starts_with("'bpf."));
}

bool isWordByte(char c) { return std::isalnum(static_cast<unsigned char>(c)) || c == '_'; }

} // namespace

MlirDiagnostics::MlirDiagnostics(mlir::MLIRContext &context, DiagnosticEngine &engine)
    : engine(engine),
      handler(&context, [this](mlir::Diagnostic &diagnostic) { return report(diagnostic); }) {}

std::optional<Span> MlirDiagnostics::spanOf(mlir::Location location) const {
  mlir::FileLineColLoc place = placeIn(location);
  if (!place)
    return std::nullopt;
  SourceManager &sources = engine.sourceManager();
  for (uint32_t file = 0; file < sources.size(); ++file) {
    if (sources.name(file) != place.getFilename().getValue())
      continue;
    // A location has no end: underline the word that begins there.
    uint32_t begin = sources.offset(file, {place.getLine(), place.getColumn()});
    uint32_t end = begin;
    const std::string &text = sources.text(file);
    while (end < text.size() && (isWordByte(text[end]) || (end == begin && text[end] != '\n')))
      ++end;
    return Span{file, begin, end};
  }
  return std::nullopt;
}

/// The callers of a location are the uses of macros through which it came to be.
void MlirDiagnostics::addExpansions(mlir::Location location, Diagnostic &diagnostic) const {
  llvm::SmallVector<mlir::NameLoc> calls;
  location->walk([&](mlir::Location inner) {
    if (mlir::isa<mlir::FusedLoc, mlir::NameLoc>(inner))
      return mlir::WalkResult::advance();
    while (auto site = mlir::dyn_cast<mlir::CallSiteLoc>(inner)) {
      auto call = mlir::dyn_cast<mlir::NameLoc>(site.getCaller());
      if (!call)
        break;
      calls.push_back(call);
      inner = call.getChildLoc();
    }
    return mlir::WalkResult::interrupt(); // Notes are for the first place, as is the message.
  });
  for (mlir::NameLoc call : calls)
    if (std::optional<Span> span = spanOf(call))
      diagnostic.expandedFrom(*span, call.getName().str());
}

mlir::LogicalResult MlirDiagnostics::report(mlir::Diagnostic &diagnostic) {
  std::string message = diagnostic.str();
  std::optional<Span> span = spanOf(diagnostic.getLocation());
  Diagnostic *reported = nullptr;
  switch (diagnostic.getSeverity()) {
  case mlir::DiagnosticSeverity::Error:
    reported = span ? &engine.error(*span, message) : &engine.error(message);
    if (isInternalCheck(message))
      reported->note("this is a fault of the compiler, not of the script: please report it "
                     "with the script and the output of '-d all'");
    break;
  case mlir::DiagnosticSeverity::Warning:
    reported = span ? &engine.warning(*span, "pass", message) : &engine.warning("pass", message);
    break;
  case mlir::DiagnosticSeverity::Note:
  case mlir::DiagnosticSeverity::Remark:
    if (!span)
      return mlir::failure(); // Left to MLIR's own handler.
    reported = &engine.remark(*span, message);
    break;
  }
  addExpansions(diagnostic.getLocation(), *reported);
  for (mlir::Diagnostic &note : diagnostic.getNotes()) {
    if (std::optional<Span> place = spanOf(note.getLocation()))
      reported->note(*place, note.str());
    else
      reported->note(note.str());
  }
  return mlir::success();
}

} // namespace sonde
