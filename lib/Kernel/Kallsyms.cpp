//===- Kallsyms.cpp - Names of addresses in the kernel --------------------===//
#include "lib/Kernel/Kallsyms.h"

#include "lib/Kernel/Tracefs.h"

#include <algorithm>
#include <charconv>

namespace sonde {

/// Addresses below are a process's; symbols there are offsets of per-CPU data.
constexpr uint64_t kKernelBegin = uint64_t{1} << 63;
/// No function or variable is larger: an address further behind a symbol lies in
/// a gap between the kernel and its modules.
constexpr uint64_t kLargestSymbol = uint64_t{16} << 20;

Kallsyms::Kallsyms(std::string given) : text(std::move(given)) {
  for (size_t at = 0; at < text.size();) {
    size_t end = std::min(text.find('\n', at), text.size());
    const char *begin = text.data() + at, *last = text.data() + end;
    at = end + 1;
    // "ffffffff81000000 T _text", perhaps with a tab and "[module]".
    Entry entry = {};
    auto [rest, error] = std::from_chars(begin, last, entry.address, 16);
    if (error != std::errc() || entry.address < kKernelBegin || last - rest < 4)
      continue;
    const char *name = rest + 3;
    const char *nameEnd = std::find_if(name, last, [](char c) { return c == '\t' || c == ' '; });
    entry.begin = static_cast<uint32_t>(name - text.data());
    entry.length = static_cast<uint32_t>(nameEnd - name);
    entries.push_back(entry);
  }
  std::sort(entries.begin(), entries.end(), [](const Entry &a, const Entry &b) {
    return std::pair(a.address, a.begin) < std::pair(b.address, b.begin);
  });
}

Result<Kallsyms> Kallsyms::ofThisKernel() {
  Result<std::string> text = readTextFile("/proc/kallsyms");
  if (!text)
    return text.takeError();
  return Kallsyms(std::move(*text));
}

std::optional<Kallsyms::Symbol> Kallsyms::at(uint64_t address) const {
  auto behind =
      std::upper_bound(entries.begin(), entries.end(), address,
                       [](uint64_t value, const Entry &entry) { return value < entry.address; });
  if (behind == entries.begin())
    return std::nullopt;
  const uint64_t begin = std::prev(behind)->address;
  if (address - begin >= kLargestSymbol)
    return std::nullopt;
  auto first =
      std::lower_bound(entries.begin(), behind, begin,
                       [](const Entry &entry, uint64_t value) { return entry.address < value; });
  return Symbol{begin, nameOf(*first)};
}

std::optional<uint64_t> Kallsyms::addressOf(std::string_view name) const {
  for (const Entry &entry : entries)
    if (nameOf(entry) == name)
      return entry.address;
  return std::nullopt;
}

std::vector<std::string> Kallsyms::names() const {
  std::vector<std::string> names;
  for (const Entry &entry : entries)
    names.emplace_back(nameOf(entry));
  return names;
}

} // namespace sonde
