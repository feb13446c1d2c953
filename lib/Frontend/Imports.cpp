//===- Imports.cpp - Files that a script imports --------------------------===//
#include "lib/Frontend/Imports.h"

#include <cstdlib>
#include <fstream>
#include <set>
#include <sstream>
#include <sys/stat.h>

namespace sonde {
namespace {

bool endsWith(const std::string &text, std::string_view ending) {
  return text.size() >= ending.size() &&
         text.compare(text.size() - ending.size(), ending.size(), ending) == 0;
}

std::string folderOf(const std::string &path) {
  size_t slash = path.rfind('/');
  return slash == std::string::npos ? "" : path.substr(0, slash + 1);
}

bool isWritableByOthers(const std::string &path) {
  struct stat status;
  if (::stat(path.c_str(), &status) != 0)
    return false;
  // In a folder like /tmp, files can only be replaced by their owners.
  bool isSticky = S_ISDIR(status.st_mode) && (status.st_mode & S_ISVTX);
  return (status.st_mode & S_IWOTH) && !isSticky;
}

/// The same for all spellings of one file.
std::string canonical(const std::string &path) {
  char *resolved = ::realpath(path.c_str(), nullptr);
  std::string out = resolved ? resolved : path;
  std::free(resolved);
  return out;
}

class ImportLoader {
public:
  ImportLoader(Program &program, const FrontendOptions &options, Reporter &reporter)
      : program(program), options(options), reporter(reporter) {}

  void load(const ast::Import &import) {
    if (import.path == "stdlib")
      return; // Built in.
    if (!endsWith(import.path, ".bpf.c"))
      return refuse(import);
    std::string path = import.path;
    if (path.empty() || path[0] != '/')
      path = folderOf(reporter.diagnostics().sourceManager().name(program.file)) + path;
    struct stat status;
    if (::stat(path.c_str(), &status) != 0 || !S_ISREG(status.st_mode)) {
      reporter.error(import.span, "there is no file '" + import.path + "' to import")
          .note("looked for '" + path + "'");
      return;
    }
    if (!loaded.insert(canonical(path)).second)
      return;
    std::string folder = folderOf(path).empty() ? "." : folderOf(path);
    if (isWritableByOthers(path) || isWritableByOthers(folder)) {
      reporter
          .error(import.span, "'" + path +
                                  "' is not imported: everybody may write to it or "
                                  "to its folder")
          .note("change that with 'chmod o-w'");
      return;
    }
    std::ifstream stream(path, std::ios::binary);
    std::ostringstream text;
    if (!(text << stream.rdbuf())) {
      reporter.error(import.span, "'" + path + "' could not be read");
      return;
    }
    if (!options.compileC) {
      reporter.error(import.span, "C files cannot be imported here");
      return;
    }
    std::optional<CUnit> unit = options.compileC(path, text.str(), reporter.diagnostics());
    if (!unit) {
      program.tree.namesMayBeMissing = true; // Its functions are not unknown names.
      return;
    }
    // What the kernel refuses in this file is shown at its own line.
    reporter.diagnostics().sourceManager().add(path, text.str());
    program.imports.push_back(std::move(*unit));
  }

private:
  Program &program;
  const FrontendOptions &options;
  Reporter &reporter;
  std::set<std::string> loaded;

  void refuse(const ast::Import &import) {
    for (std::string_view known : {".bt", ".h", ".bpf.o"}) {
      if (!endsWith(import.path, known))
        continue;
      program.tree.namesMayBeMissing = true;
      reporter.error(import.span, "importing '" + std::string(known) +
                                      "' files is not supported by this version");
      return;
    }
    reporter.error(import.span, "'" + import.path + "' cannot be imported: it is no '.bpf.c' file");
  }
};

} // namespace

void loadImports(Program &program, const FrontendOptions &options, Reporter &reporter) {
  ImportLoader loader(program, options, reporter);
  for (const ast::Import &import : program.tree.imports)
    loader.load(import);
}

} // namespace sonde
