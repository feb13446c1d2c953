//===- DebugInfo.cpp - What a program says about its own source -----------===//
#include "lib/DebugInfo/DebugInfo.h"

#include "lib/DebugInfo/Arguments.h"
#include "lib/DebugInfo/DwarfTypes.h"
#include "lib/DebugInfo/DwarfUnits.h"

#include <elf.h>
#include <filesystem>
#include <set>

namespace sonde {

using namespace dwarf;

struct DebugInfo::State {
  std::string file;
  std::unique_ptr<DwarfUnits> units;
  DwarfTypes types;
};

namespace {

/// Visits what stands in units and namespaces until `visit` says true.
template <typename Visit> bool searchScope(Dwarf_Die scope, Visit visit) {
  Dwarf_Die entry;
  if (dwarf_child(&scope, &entry) != 0)
    return false;
  do {
    if (tagOf(entry) == DW_TAG_namespace ? searchScope(entry, visit) : visit(entry))
      return true;
  } while (dwarf_siblingof(&entry, &entry) == 0);
  return false;
}

template <typename Visit> void search(DwarfUnits &units, Visit visit) {
  for (Dwarf_Die root : units.roots())
    if (searchScope(root, visit))
      return;
}

bool isCalled(Dwarf_Die function, const std::string &name) {
  if (nameOf(function) == name)
    return true;
  for (unsigned attribute : {DW_AT_linkage_name, DW_AT_MIPS_linkage_name}) {
    Dwarf_Attribute value;
    const char *symbol = dwarf_formstring(dwarf_attr_integrate(&function, attribute, &value));
    if (symbol && name == symbol)
      return true;
  }
  return false;
}

/// The entry with the function's parameters. One with code is preferred: there
/// may be another of the name that is only declared.
std::optional<Dwarf_Die> findFunction(DwarfUnits &units, const std::string &name) {
  std::optional<Dwarf_Die> found;
  search(units, [&](Dwarf_Die entry) {
    if (tagOf(entry) != DW_TAG_subprogram || !isCalled(entry, name))
      return false;
    bool hasCode = dwarf_hasattr(&entry, DW_AT_low_pc) || dwarf_hasattr(&entry, DW_AT_ranges);
    if (hasCode || !found)
      found = entry;
    return hasCode;
  });
  // An instance of an inline function may lack parameters that it does not use.
  if (found)
    if (std::optional<Dwarf_Die> abstract = reference(*found, DW_AT_abstract_origin))
      return abstract;
  return found;
}

std::optional<Dwarf_Die> findStruct(DwarfUnits &units, const std::string &name, bool isUnion) {
  std::optional<Dwarf_Die> found;
  search(units, [&](Dwarf_Die entry) {
    bool isWanted = isStruct(entry) && (tagOf(entry) == DW_TAG_union_type) == isUnion &&
                    !isDeclaration(entry) && nameOf(entry) == name;
    if (isWanted)
      found = entry;
    return isWanted;
  });
  return found;
}

std::optional<Convention> conventionOf(int machine) {
  if (machine == EM_X86_64)
    return Convention::X86_64;
  return machine == EM_AARCH64 ? std::optional(Convention::Arm64) : std::nullopt;
}

DebugFunction describe(Dwarf_Die entry, Convention convention, DwarfTypes &types) {
  DebugFunction function;
  ArgumentRegisters registers(convention, typeOf(entry));
  forEachChild(entry, [&](Dwarf_Die child) {
    std::optional<Dwarf_Die> type = typeOf(child);
    if (tagOf(child) != DW_TAG_formal_parameter || !type)
      return;
    DebugFunction::Parameter parameter;
    parameter.name = nameOf(child);
    ArgumentRegisters::Place place = registers.next(*type);
    // A whole struct may be in two registers, and is in none as it is in memory.
    if (!isStruct(*type))
      parameter.type = types.convert(*type);
    parameter.argumentRegister = place.argumentRegister;
    if (!place.argumentRegister) {
      function.takesStack |= place.onStack && parameter.type;
      parameter.type = Type::none();
    }
    function.parameters.push_back(std::move(parameter));
  });
  return function;
}

} // namespace

DebugInfo::DebugInfo(std::unique_ptr<State> state) : state(std::move(state)) {}
DebugInfo::~DebugInfo() = default;

Result<std::unique_ptr<DebugInfo>> DebugInfo::open(const std::string &file,
                                                   const std::vector<std::string> &folders) {
  std::string debugFile = findDebugFile(file, folders);
  if (debugFile.empty())
    return failure("there is no debug information for '" + file + "'");
  Result<std::unique_ptr<DwarfUnits>> units = DwarfUnits::open(debugFile);
  if (!units)
    return units.takeError();
  std::string source = std::filesystem::absolute(file).string();
  auto state = std::make_unique<State>(State{file, std::move(*units), DwarfTypes(source)});
  return std::unique_ptr<DebugInfo>(new DebugInfo(std::move(state)));
}

Result<DebugFunction> DebugInfo::function(const std::string &name) {
  std::optional<Convention> convention = conventionOf(state->units->machine());
  if (!convention)
    return failure("'" + state->file + "' is for another kind of processor");
  std::optional<Dwarf_Die> entry = findFunction(*state->units, name);
  if (!entry)
    return failure("the debug information of '" + state->file + "' has no function '" + name + "'");
  return describe(*entry, *convention, state->types);
}

Result<Type> DebugInfo::structure(const std::string &name) {
  Type type = complete(Type::structure(name, false));
  if (type.definition())
    return type;
  return failure("the debug information of '" + state->file + "' has no members of 'struct " +
                 name + "'");
}

Type DebugInfo::complete(const Type &structure) {
  std::optional<Dwarf_Die> entry = state->types.entry(structure.origin().id);
  if (!entry || isDeclaration(*entry))
    entry = findStruct(*state->units, structure.name(), structure.isUnion());
  Type type = entry ? state->types.convertStruct(*entry) : Type::none();
  return type ? type : structure;
}

std::vector<std::string> DebugInfo::structNames() {
  std::set<std::string> names;
  search(*state->units, [&](Dwarf_Die entry) {
    if (isStruct(entry) && tagOf(entry) != DW_TAG_union_type && !isDeclaration(entry))
      names.insert(nameOf(entry));
    return false;
  });
  names.erase("");
  return {names.begin(), names.end()};
}

const std::vector<std::string> &DebugInfo::missingFiles() const {
  return state->units->missingFiles();
}

} // namespace sonde
