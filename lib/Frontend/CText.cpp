//===- CText.cpp - C in scripts -------------------------------------------===//
#include "lib/Frontend/CText.h"

#include "lib/Kernel/BtfToC.h"

namespace sonde {
namespace {

/// The C parts of a file where they stand, and blanks in the place of the rest: so
/// what Clang says has the line and the column of the script.
std::string onlyC(const std::string &script, const std::vector<ast::CText> &parts, uint32_t file) {
  std::string out(script.size(), ' ');
  for (size_t i = 0; i < script.size(); ++i)
    if (script[i] == '\n')
      out[i] = '\n';
  size_t inserted = 0;
  for (const ast::CText &part : parts) {
    if (part.span.file != file)
      continue;
    out.replace(part.span.begin + inserted, part.text.size(), part.text);
    if (part.text[0] == '#')
      continue;
    // A script need not write the `;` behind a definition, C does.
    size_t behind = part.span.end + inserted;
    if (behind < out.size() && out[behind] == ' ') {
      out[behind] = ';';
    } else {
      out.insert(behind, 1, ';');
      ++inserted;
    }
  }
  return out;
}

/// The files with C parts in the order in which they are read, the script last.
std::vector<CSource> textsOf(const Program &program, const SourceManager &sources) {
  std::vector<uint32_t> files;
  for (const ast::CText &part : program.tree.c)
    if (part.span.file != program.file && (files.empty() || files.back() != part.span.file))
      files.push_back(part.span.file);
  files.push_back(program.file);
  std::vector<CSource> texts;
  for (uint32_t file : files)
    texts.push_back({sources.name(file), file, onlyC(sources.text(file), program.tree.c, file)});
  return texts;
}

} // namespace

void declareCText(Program &program, KernelView &kernel, const FrontendOptions &options,
                  DiagnosticEngine &diagnostics) {
  if (program.tree.c.empty() && program.headers.empty())
    return;
  if (!options.declareC) {
    Span start{program.file, 0, 0};
    diagnostics.error(program.tree.c.empty() ? start : program.tree.c.front().span,
                      "C text cannot be compiled here");
    return;
  }
  CDeclareOptions c;
  c.arch = kernel.target().arch;
  if (Result<std::shared_ptr<const Btf>> btf = kernel.btf("")) {
    c.hasKernelTypes = true;
    c.kernelTypes = [btf = *btf](const std::vector<std::string> &names) {
      return definitionsInC(*btf, names);
    };
  }
  program.c = options.declareC(program.headers, textsOf(program, diagnostics.sourceManager()), c,
                               diagnostics);
  if (program.c)
    return;
  program.tree.namesMayBeMissing = true;
  diagnostics.setExitStatus(2);
}

} // namespace sonde
