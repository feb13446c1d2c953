//===- Frontend.cpp - From a script to a typed tree -----------------------===//
#include "lib/Frontend/Frontend.h"

#include "lib/Frontend/AstDump.h"
#include "lib/Frontend/Bind.h"
#include "lib/Frontend/CText.h"
#include "lib/Frontend/Check.h"
#include "lib/Frontend/Comptime.h"
#include "lib/Frontend/ConfigRecord.h"
#include "lib/Frontend/Exits.h"
#include "lib/Frontend/Fold.h"
#include "lib/Frontend/Imports.h"
#include "lib/Frontend/Macros.h"
#include "lib/Frontend/Options.h"
#include "lib/Frontend/Parser.h"
#include "lib/Frontend/ProbeSetup.h"
#include "lib/Frontend/References.h"
#include "lib/Frontend/Reporter.h"

namespace sonde {

std::unique_ptr<Program> parseProgram(uint32_t file, DiagnosticEngine &diagnostics) {
  auto program = std::make_unique<Program>();
  program->file = file;
  program->tree = parseFile(file, diagnostics);
  return program;
}

static void foldConstants(Program &program, Folder &folder) {
  for (ast::Function &function : program.tree.functions)
    folder.fold(function.body);
  for (ast::Probe &probe : program.tree.probes) {
    if (probe.predicate)
      folder.fold(probe.predicate);
    folder.fold(probe.body);
  }
}

bool analyse(Program &program, KernelView &kernel, const FrontendOptions &options,
             DiagnosticEngine &diagnostics) {
  Reporter reporter(diagnostics);
  TypeNames types(kernel);
  types.useDebugFolders(options.debugFolders);
  program.parameters = options.parameters;
  program.testClockName = options.testClock;
  program.allowUnsafe = options.allowUnsafe;
  program.config.read(program.tree.config, diagnostics);
  program.config.override(options.config, diagnostics);
  loadImports(program, options, reporter);
  if (program.tree.probes.empty() && !diagnostics.hasErrors())
    diagnostics.error(Span{program.file, 0, 0}, "the script has no probes: there is nothing to do");
  declareCText(program, kernel, options, diagnostics);
  types.useC(program.c.get());
  expandMacros(program, reporter);
  insertConfigRecords(program);
  Folder folder(program.parameters, options.keepParameters, reporter);
  foldConstants(program, folder);
  findOptions(program, folder, reporter);
  setUpProbes(program, kernel, types, reporter);
  types.useModules([&] { return modulesOfProbes(program, kernel); });
  if (program.probes.empty() && !diagnostics.hasErrors())
    diagnostics.error(Span{program.file, 0, 0}, "no probe is left that could be attached");
  Binder binder(program, types, reporter);
  binder.run();
  if (!resolveTypes(program, types, binder, folder, reporter))
    return false; // All that is still open would follow from that.
  binder.finish();
  warnOfMissingFiles(program, types, reporter);
  checkProgram(program, types, reporter);
  findReferences(program);
  findExits(program);
  return !diagnostics.hasErrors();
}

const MapSymbol *Program::testClock() const {
  for (const std::unique_ptr<MapSymbol> &map : maps)
    if (map->name == testClockName)
      return map.get();
  return nullptr;
}

std::vector<CodeUnit *> Program::units() const {
  std::vector<CodeUnit *> all;
  for (const std::unique_ptr<FunctionSymbol> &function : functions)
    all.push_back(&function->unit);
  for (const std::unique_ptr<CodeUnit> &probe : probes)
    all.push_back(probe.get());
  return all;
}

std::string dumpAst(const Program &program) { return fileText(program.tree); }

std::string dumpTypes(const Program &program) {
  std::string out;
  for (const std::unique_ptr<MapSymbol> &map : program.maps) {
    out += map->name + (map->key ? "[" + map->key.str() + "]" : "");
    out += ": " + map->value.str() + "\n";
  }
  auto variables = [&](const CodeUnit &unit) {
    for (const std::unique_ptr<VariableSymbol> &variable : unit.variables)
      out += "  " + variable->name + ": " + variable->type.str() + "\n";
  };
  for (const std::unique_ptr<FunctionSymbol> &function : program.functions) {
    out += "fn " + function->name + ": " + function->result.str() + "\n";
    variables(function->unit);
    out += blockText(function->unit.body, true) + "\n";
  }
  for (const std::unique_ptr<CodeUnit> &probe : program.probes) {
    for (size_t i = 0; i < probe->attach.size(); ++i)
      out += (i ? ", " : "") + probe->attach[i].name();
    out += "\n";
    variables(*probe);
    if (probe->predicate)
      out += "/ " + exprText(*probe->predicate, true) + " /\n";
    out += blockText(probe->body, true) + "\n";
  }
  return out;
}

} // namespace sonde
