//===- Symbols.cpp - Names of addresses -----------------------------------===//
#include "lib/Runtime/Symbols.h"

#include "lib/Kernel/Kallsyms.h"
#include "lib/Runtime/UserSymbols.h"

#include <cstdlib>
#include <cxxabi.h>

namespace sonde {

SymbolSource::~SymbolSource() = default;

std::string demangled(const std::string &name) {
  if (name.compare(0, 2, "_Z") != 0)
    return name;
  int status = 0;
  std::unique_ptr<char, decltype(&std::free)> text(
      abi::__cxa_demangle(name.c_str(), nullptr, nullptr, &status), std::free);
  return status == 0 && text ? std::string(text.get()) : name;
}

namespace {

class SystemSymbols final : public SymbolSource {
public:
  SystemSymbols(const RunConfig &config, std::vector<std::string> programs)
      : processes(config.userSymbols, std::move(programs)), demangle(config.demangle) {
    if (!config.lazySymbolication)
      processes.readPrograms();
  }

  std::optional<Symbol> kernel(uint64_t address) override {
    std::optional<Kallsyms::Symbol> found = kernelSymbols().at(address);
    if (!found)
      return std::nullopt;
    return Symbol{std::string(found->name), address - found->address, ""};
  }

  std::optional<Symbol> user(uint64_t address, uint32_t process) override {
    std::optional<Symbol> found = processes.find(address, process);
    if (found && demangle)
      found->name = demangled(found->name);
    return found;
  }

private:
  ProcessSymbols processes;
  bool demangle;
  std::optional<Kallsyms> kallsyms;

  /// Without permission to read it every address is unknown.
  const Kallsyms &kernelSymbols() {
    if (!kallsyms) {
      Result<Kallsyms> read = Kallsyms::ofThisKernel();
      kallsyms.emplace(read ? std::move(*read) : Kallsyms(""));
    }
    return *kallsyms;
  }
};

} // namespace

std::unique_ptr<SymbolSource> systemSymbols(const RunConfig &config,
                                            std::vector<std::string> programs) {
  return std::make_unique<SystemSymbols>(config, std::move(programs));
}

} // namespace sonde
