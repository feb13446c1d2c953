//===- FunctionList.cpp - Which kernel functions can be probed ------------===//
#include "lib/Kernel/FunctionList.h"

#include <algorithm>

namespace sonde {

namespace {

/// Functions that crash or deadlock the machine, or are no functions, although
/// the kernel lists them.
bool isUnsafe(std::string_view name) {
  auto begins = [&](std::string_view prefix) { return name.substr(0, prefix.size()) == prefix; };
  return name == "arch_cpu_idle" || name == "default_idle" || name == "bpf_dispatcher_xdp_func" ||
         begins("rcu_") || begins("__ftrace_invalid_address__");
}

/// Takes the next line off `text`.
std::string_view nextLine(std::string_view &text) {
  size_t end = std::min(text.find('\n'), text.size());
  std::string_view line = text.substr(0, end);
  text.remove_prefix(std::min(end + 1, text.size()));
  return line;
}

/// Takes the next word off `line`.
std::string_view nextWord(std::string_view &line) {
  size_t begin = std::min(line.find_first_not_of(" \t"), line.size());
  size_t end = std::min(line.find_first_of(" \t", begin), line.size());
  std::string_view word = line.substr(begin, end - begin);
  line.remove_prefix(end);
  return word;
}

} // namespace

std::optional<FunctionList::Entry> FunctionList::parseLine(std::string_view line) const {
  Entry entry;
  if (format == Format::Kallsyms) {
    nextWord(line); // The address, which may be hidden.
    std::string_view kind = nextWord(line);
    if (kind != "t" && kind != "T" && kind != "w" && kind != "W")
      return std::nullopt;
  }
  entry.name = nextWord(line);
  entry.module = nextWord(line);
  // `[bpf]` are loaded programs; a `$` is only in names of the assembler.
  if (entry.name.empty() || isUnsafe(entry.name) || excluded.count(std::string(entry.name)) ||
      entry.module == "[bpf]" || entry.name.find('$') != std::string_view::npos)
    return std::nullopt;
  return entry;
}

template <typename Visit> bool FunctionList::find(std::string_view function, Visit visit) const {
  if (function.empty())
    return false;
  std::string_view all = text;
  for (size_t at = all.find(function); at != std::string_view::npos;
       at = all.find(function, at + 1)) {
    size_t begin = all.rfind('\n', at) + 1; // npos + 1 is the first line's begin.
    std::optional<Entry> entry = parseLine(all.substr(begin, all.find('\n', at) - begin));
    if (entry && entry->name == function && visit(*entry))
      return true;
  }
  return false;
}

bool FunctionList::contains(std::string_view function) const {
  return find(function, [](const Entry &) { return true; });
}

std::vector<std::string> FunctionList::ownersOf(std::string_view function) const {
  std::set<std::string> owners;
  find(function, [&](const Entry &entry) {
    bool isModule = entry.module.size() > 2; // "[name]"
    owners.emplace(isModule ? entry.module.substr(1, entry.module.size() - 2) : "vmlinux");
    return false;
  });
  return {owners.begin(), owners.end()};
}

std::vector<std::string> FunctionList::all() const {
  std::vector<std::string> functions;
  for (std::string_view rest = text; !rest.empty();) {
    std::optional<Entry> entry = parseLine(nextLine(rest));
    if (!entry)
      continue;
    std::string function(entry->name);
    if (!entry->module.empty())
      function.append(" ").append(entry->module);
    functions.push_back(std::move(function));
  }
  std::sort(functions.begin(), functions.end());
  functions.erase(std::unique(functions.begin(), functions.end()), functions.end());
  return functions;
}

std::set<std::string> parseBlacklist(std::string_view text) {
  std::set<std::string> names;
  while (!text.empty()) {
    std::string_view line = nextLine(text);
    nextWord(line);
    if (std::string_view name = nextWord(line); !name.empty())
      names.emplace(name);
  }
  return names;
}

} // namespace sonde
