//===- CDeclarations.cpp - C text that is only looked at ------------------===//
#include "lib/CImport/CDeclarations.h"

#include "lib/CImport/ParsedC.h"

namespace sonde {

CDeclarations::~CDeclarations() = default;

/// Text that stands on its own needs nothing of the kernel. Otherwise the types
/// that are missing are taken from there, until nothing new is missing.
std::unique_ptr<CDeclarations> declareC(const std::vector<std::string> &headers,
                                        const std::vector<CSource> &texts,
                                        const CDeclareOptions &options,
                                        DiagnosticEngine &diagnostics) {
  CInput input{headers, texts, options, ""};
  std::set<std::string> wanted;
  std::unique_ptr<ParsedC> alone, last;
  while (true) {
    auto parsed = std::make_unique<ParsedC>(diagnostics.sourceManager(), texts);
    if (parsed->parse(input))
      return parsed;
    size_t known = wanted.size();
    wanted.insert(parsed->errors.missing.begin(), parsed->errors.missing.end());
    // What the script defines itself does not go together with the kernel's types
    // that need it: the script's is meant, and nothing is taken from the kernel.
    if (alone && parsed->errors.hasRedefinition) {
      diagnostics.take(alone->said);
      diagnostics.warning("c", "no types are taken from the kernel for the script's C text, "
                               "because it defines some of them itself");
      return nullptr;
    }
    last = std::move(parsed);
    if (wanted.size() == known || !options.kernelTypes)
      break;
    input.kernelTypes = options.kernelTypes({wanted.begin(), wanted.end()});
    if (input.kernelTypes.empty())
      break;
    if (!alone)
      alone = std::move(last);
  }
  diagnostics.take(last->said);
  return nullptr;
}

} // namespace sonde
