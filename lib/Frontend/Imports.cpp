//===- Imports.cpp - Files that a script imports --------------------------===//
//
// Makes one tree of the script and the scripts that it imports: each file once,
// and before the file that imports it, so that its probes run first.
//
//===----------------------------------------------------------------------===//
#include "lib/Frontend/Imports.h"

#include "lib/Frontend/AstWalk.h"
#include "lib/Frontend/ImportSearch.h"
#include "lib/Frontend/Parser.h"
#include "lib/Frontend/Unstable.h"

#include <cerrno>
#include <cstring>
#include <fstream>
#include <set>
#include <sstream>

namespace sonde {

using namespace ast;

namespace {

/// Moves what `from` has behind what `to` has.
template <typename Item> void append(std::vector<Item> &to, std::vector<Item> &from) {
  for (Item &item : from)
    to.push_back(std::move(item));
}

void merge(File &into, File file) {
  append(into.c, file.c);
  append(into.maps, file.maps);
  append(into.macros, file.macros);
  append(into.functions, file.functions);
  append(into.probes, file.probes);
  into.incomplete |= file.incomplete;
  into.namesMayBeMissing |= file.namesMayBeMissing;
}

class ImportLoader {
public:
  ImportLoader(Program &program, const FrontendOptions &options, Reporter &reporter)
      : program(program), options(options), reporter(reporter),
        sources(reporter.diagnostics().sourceManager()) {}

  void run() {
    const std::string &script = sources.name(program.file);
    mainFolder = folderOf(script);
    loaded.insert(canonicalPath(script));
    File main = std::move(program.tree);
    program.tree = File();
    program.tree.config = std::move(main.config);
    include(std::move(main), mainFolder);
  }

private:
  Program &program;
  const FrontendOptions &options;
  Reporter &reporter;
  SourceManager &sources;
  std::string mainFolder;
  std::set<std::string> loaded;

  void include(File file, const std::string &folder);
  void find(const Import &import, const std::string &folder);
  void load(const Import &import, const std::string &path);
  void loadFolder(const Import &import, const std::string &path);
  void loadScript(const std::string &path, std::string text);
  void loadC(const Import &import, const std::string &path, const std::string &text);
  void refuse(const Import &import, std::string message);
  void takeStatements(File &file, const std::string &folder);
  void takeStatements(Block &block, const std::string &folder);
  bool allows(const Import &import);
};

/// What a file imports, then what is in it.
void ImportLoader::include(File file, const std::string &folder) {
  for (const Import &import : file.imports)
    find(import, folder);
  takeStatements(file, folder);
  merge(program.tree, std::move(file));
}

/// An imported file's own folder comes first, then that of the main script.
void ImportLoader::find(const Import &import, const std::string &folder) {
  ImportPlace place = findImport(import.path, {folder, mainFolder});
  for (const std::string &path : place.refused)
    reporter
        .warning(import.span, "import",
                 "'" + path +
                     "' is skipped: everybody may write to it "
                     "or to its folder")
        .note("change that with 'chmod o-w'");
  if (!place.path.empty())
    return load(import, place.path);
  if (import.path == "stdlib")
    return; // Built in.
  if (import.path.rfind("stdlib/", 0) == 0) {
    reporter.warning(import.span, "import",
                     "'" + import.path + "' is not read: the library is built in");
    return;
  }
  program.tree.namesMayBeMissing = true;
  Diagnostic &error =
      reporter.error(import.span, "there is no file '" + import.path + "' to import");
  for (const std::string &path : place.looked)
    error.note("looked for '" + path + "'");
  for (const std::string &path : place.refused)
    error.note("'" + path + "' is not taken, because everybody may write to it");
}

void ImportLoader::refuse(const Import &import, std::string message) {
  program.tree.namesMayBeMissing = true;
  reporter.error(import.span, std::move(message));
}

void ImportLoader::load(const Import &import, const std::string &path) {
  ImportKind kind = importKind(path);
  switch (kind) {
  case ImportKind::Folder:
    return loadFolder(import, path);
  case ImportKind::CObject:
    return refuse(import, "'" + path +
                              "' is not imported: a compiled object says nothing about "
                              "its functions that can be relied on; import its source");
  case ImportKind::Other:
    return refuse(import, "'" + import.path +
                              "' cannot be imported: it is no '.bt', '.h' or '.bpf.c' file, and "
                              "no folder");
  case ImportKind::Script:
  case ImportKind::Header:
  case ImportKind::CSource:
    break;
  }
  if (!loaded.insert(canonicalPath(path)).second)
    return;
  std::ifstream stream(path, std::ios::binary);
  std::ostringstream text;
  if (stream.peek() != EOF) // Copying nothing would be a failure.
    text << stream.rdbuf();
  if (stream.fail() || !text)
    return refuse(import, "cannot read '" + path + "': " + std::strerror(errno));
  if (kind == ImportKind::Script)
    loadScript(path, text.str());
  else if (kind == ImportKind::Header)
    program.headers.push_back(canonicalPath(path));
  else
    loadC(import, path, text.str());
}

/// What is in the folder, not in folders below it.
void ImportLoader::loadFolder(const Import &import, const std::string &path) {
  for (const std::string &file : importableFiles(path)) {
    if (isWritableByOthers(file))
      refuse(import, "'" + file + "' is not imported: everybody may write to it or to its folder");
    else
      load(import, file);
  }
}

void ImportLoader::loadScript(const std::string &path, std::string text) {
  File file = parseFile(sources.add(path, std::move(text)), reporter.diagnostics());
  if (!file.config.empty())
    reporter.error(file.config.front().span, "an imported file cannot have a 'config' block")
        .note("settings are for a whole program: put them into the main script");
  include(std::move(file), folderOf(path));
}

void ImportLoader::loadC(const Import &import, const std::string &path, const std::string &text) {
  if (!options.compileC)
    return refuse(import, "C files cannot be imported here");
  std::optional<CUnit> unit = options.compileC(path, text, reporter.diagnostics());
  if (!unit) {
    program.tree.namesMayBeMissing = true; // Its functions are not unknown names.
    return;
  }
  // What the kernel refuses in this file is shown at its own line.
  sources.add(path, text);
  program.imports.push_back(std::move(*unit));
}

//===-- Imports in blocks -------------------------------------------------===//

void ImportLoader::takeStatements(File &file, const std::string &folder) {
  for (Macro &macro : file.macros)
    takeStatements(macro.body, folder);
  for (Function &function : file.functions)
    takeStatements(function.body, folder);
  for (Probe &probe : file.probes)
    takeStatements(probe.body, folder);
}

/// They mean what they mean at the top of the file, and leave nothing behind.
void ImportLoader::takeStatements(Block &block, const std::string &folder) {
  PartVisitor inner;
  inner.onBlock = [&](Block &part) { takeStatements(part, folder); };
  inner.onExpr = [&](ExprPtr &part) { forEachPart(*part, inner); };
  std::vector<StmtPtr> kept;
  for (StmtPtr &stmt : block.statements) {
    if (auto *import = as<Import>(stmt)) {
      if (allows(*import))
        find(*import, folder);
      continue;
    }
    forEachPart(*stmt, inner);
    kept.push_back(std::move(stmt));
  }
  block.statements = std::move(kept);
  if (block.value)
    forEachPart(*block.value, inner);
}

bool ImportLoader::allows(const Import &import) {
  if (program.config.text("unstable_import_statement") == "error") {
    reporter.error(import.span, "imports stand at the top of a file, before probes and macros");
    return false;
  }
  if (!useUnstable(program.config, "unstable_import_statement", import.span, reporter))
    return false;
  ImportKind kind = importKind(import.path);
  if (kind == ImportKind::Header || kind == ImportKind::CSource || kind == ImportKind::CObject)
    return true;
  reporter.error(import.span, "in a block, only '.h', '.bpf.c' and '.bpf.o' files can be imported");
  return false;
}

} // namespace

void loadImports(Program &program, const FrontendOptions &options, Reporter &reporter) {
  ImportLoader(program, options, reporter).run();
}

} // namespace sonde
