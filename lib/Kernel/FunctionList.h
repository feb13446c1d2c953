//===- FunctionList.h - Which kernel functions can be probed --------------===//
//
// Keeps the kernel's own text: it has 60000 to 150000 lines, most scripts ask
// about one of them, and a search is a hundred times faster than a table.
//
//===----------------------------------------------------------------------===//
#ifndef SONDE_KERNEL_FUNCTIONLIST_H
#define SONDE_KERNEL_FUNCTIONLIST_H

#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace sonde {

class FunctionList {
public:
  enum class Format {
    /// tracefs's available_filter_functions: lines `f` or `f [module]`.
    FilterFunctions,
    /// /proc/kallsyms, for kernels that do not show that list. Holds more than
    /// can be probed: `notrace` functions too.
    Kallsyms,
  };
  /// `excluded` are functions that the kernel refuses (its kprobes blacklist).
  FunctionList(std::string text, Format format, std::set<std::string> excluded = {})
      : text(std::move(text)), format(format), excluded(std::move(excluded)) {}

  /// In any module.
  bool contains(std::string_view function) const;
  /// The modules that have it, or "vmlinux".
  std::vector<std::string> ownersOf(std::string_view function) const;
  /// "f" or "f [module]", sorted, each once.
  std::vector<std::string> all() const;

private:
  struct Entry {
    std::string_view name, module;
  };
  /// Visits the entries of this name until `visit` says true; did it?
  template <typename Visit> bool find(std::string_view function, Visit visit) const;
  /// None: the line is not about a function that can be probed.
  std::optional<Entry> parseLine(std::string_view line) const;

  std::string text;
  Format format;
  std::set<std::string> excluded;
};

/// From debugfs's kprobes/blacklist: lines `0xADDRESS-0xADDRESS f`.
std::set<std::string> parseBlacklist(std::string_view text);

} // namespace sonde

#endif // SONDE_KERNEL_FUNCTIONLIST_H
