//===- UserSymbols.cpp - Names of addresses in processes ------------------===//
#include "lib/Runtime/UserSymbols.h"

#include "lib/Kernel/Tracefs.h"

#include <algorithm>
#include <charconv>
#include <climits>
#include <unistd.h>

namespace sonde {
namespace {

/// Takes the next word off `line`.
std::string_view takeWord(std::string_view &line) {
  size_t begin = std::min(line.find_first_not_of(' '), line.size());
  size_t end = std::min(line.find(' ', begin), line.size());
  std::string_view word = line.substr(begin, end - begin);
  line.remove_prefix(end);
  return word;
}

std::optional<uint64_t> number(std::string_view text, int base) {
  uint64_t value = 0;
  auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value, base);
  if (error != std::errc() || end != text.data() + text.size())
    return std::nullopt;
  return value;
}

/// "55d0-55d4 r-xp 00002000 08:01 1234   /usr/bin/x"
std::optional<FileMapping> parseMapping(std::string_view line) {
  std::string_view range = takeWord(line), access = takeWord(line), offset = takeWord(line);
  std::string_view device = takeWord(line), inode = takeWord(line);
  size_t dash = range.find('-'), colon = device.find(':');
  if (dash == range.npos || colon == device.npos || access.find('x') == access.npos)
    return std::nullopt;
  auto begin = number(range.substr(0, dash), 16), end = number(range.substr(dash + 1), 16);
  auto at = number(offset, 16), node = number(inode, 10);
  auto major = number(device.substr(0, colon), 16), minor = number(device.substr(colon + 1), 16);
  if (!begin || !end || !at || !node || !major || !minor)
    return std::nullopt;
  line.remove_prefix(std::min(line.find_first_not_of(' '), line.size()));
  return FileMapping{*begin, *end, *at, *major << 32 | *minor, *node, std::string(line)};
}

std::string linkTarget(const std::string &path) {
  char target[PATH_MAX];
  ssize_t length = ::readlink(path.c_str(), target, sizeof(target));
  return length > 0 ? std::string(target, length) : std::string();
}

} // namespace

std::vector<FileMapping> parseMaps(std::string_view text) {
  std::vector<FileMapping> mappings;
  while (!text.empty()) {
    size_t end = std::min(text.find('\n'), text.size());
    if (std::optional<FileMapping> mapping = parseMapping(text.substr(0, end)))
      mappings.push_back(std::move(*mapping));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  std::sort(mappings.begin(), mappings.end(),
            [](const FileMapping &a, const FileMapping &b) { return a.begin < b.begin; });
  return mappings;
}

ProcessSymbols::ProcessSymbols(UserSymbolCache cache, std::vector<std::string> programs,
                               std::string proc)
    : cache(cache), programs(std::move(programs)), proc(std::move(proc)) {}

void ProcessSymbols::readPrograms() {
  for (const std::string &program : programs)
    symbolsOf(program);
}

std::shared_ptr<ProcessSymbols::Mappings> ProcessSymbols::readMappings(uint32_t process) {
  const std::string folder = proc + "/" + std::to_string(process);
  Result<std::string> text = readTextFile(folder + "/maps");
  auto mappings = std::make_shared<Mappings>(text ? parseMaps(*text) : Mappings());
  if (mappings->empty())
    return nullptr; // It has ended, or has no memory of its own.
  if (cache == UserSymbolCache::PerProgram)
    byProgram[linkTarget(folder + "/exe")] = mappings;
  return mappings;
}

static const FileMapping *covering(const std::vector<FileMapping> &mappings, uint64_t address) {
  auto behind = std::upper_bound(
      mappings.begin(), mappings.end(), address,
      [](uint64_t value, const FileMapping &mapping) { return value < mapping.begin; });
  if (behind == mappings.begin() || address >= std::prev(behind)->end)
    return nullptr;
  return &*std::prev(behind);
}

/// What is remembered counts as long as it covers the address: a process that
/// takes over the number of another one has its files elsewhere.
const FileMapping *ProcessSymbols::mappingAt(uint64_t address, uint32_t process) {
  std::shared_ptr<Mappings> &known = processes[process];
  if (known && cache != UserSymbolCache::None)
    if (const FileMapping *mapping = covering(*known, address))
      return mapping;
  if (std::shared_ptr<Mappings> now = readMappings(process))
    known = now;
  else if (cache == UserSymbolCache::None)
    known = nullptr;
  else if (!known && cache == UserSymbolCache::PerProgram)
    for (const std::string &program : programs)
      if (auto other = byProgram.find(program); other != byProgram.end())
        known = other->second;
  return known ? covering(*known, address) : nullptr;
}

const ElfSymbols *ProcessSymbols::symbolsOf(const std::string &program) {
  auto [entry, isNew] = byPath.try_emplace(program);
  if (isNew)
    if (Result<ElfSymbols> read = ElfSymbols::read(program))
      entry->second = std::make_shared<ElfSymbols>(std::move(*read));
  return entry->second.get();
}

const ElfSymbols *ProcessSymbols::symbolsOf(const FileMapping &mapping, uint32_t process) {
  auto [entry, isNew] = byFile.try_emplace({mapping.device, mapping.inode});
  if (!isNew)
    return entry->second.get();
  // As the process sees it, then as we do: after its end, that is what is left.
  const std::string root = proc + "/" + std::to_string(process) + "/root";
  for (const std::string &path : {root + mapping.path, mapping.path}) {
    if (Result<ElfSymbols> read = ElfSymbols::read(path)) {
      entry->second = std::make_shared<ElfSymbols>(std::move(*read));
      break;
    }
  }
  return entry->second.get();
}

/// A program that is not moved when it is loaded has the same addresses in every
/// process, so that it does not matter whether this one still runs.
std::optional<Symbol> ProcessSymbols::inProgram(uint64_t address) {
  for (const std::string &program : programs) {
    const ElfSymbols *symbols = symbolsOf(program);
    const ElfSymbols::Function *function =
        symbols && symbols->isFixed() ? symbols->atAddress(address) : nullptr;
    if (function)
      return Symbol{function->name, address - function->address, program};
  }
  return std::nullopt;
}

std::optional<Symbol> ProcessSymbols::find(uint64_t address, uint32_t process) {
  const FileMapping *mapping = mappingAt(address, process);
  if (!mapping)
    return processes[process] ? std::nullopt : inProgram(address);
  Symbol found;
  found.module = mapping->path;
  if (mapping->inode == 0)
    return found.module.empty() ? std::nullopt : std::optional(found);
  const uint64_t offset = address - mapping->begin + mapping->offset;
  const ElfSymbols *symbols = symbolsOf(*mapping, process);
  const ElfSymbols::Function *function = symbols ? symbols->atFileOffset(offset) : nullptr;
  if (function) {
    found.name = function->name;
    found.offset = *symbols->addressOf(offset) - function->address;
  }
  return found;
}

} // namespace sonde
