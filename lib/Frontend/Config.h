//===- Config.h - The settings of a script --------------------------------===//
//
// The keys, their values and defaults. A setting comes from
// the environment, else from the config block, else it has its default.
//
//===----------------------------------------------------------------------===//
#ifndef SONDE_FRONTEND_CONFIG_H
#define SONDE_FRONTEND_CONFIG_H

#include "lib/Frontend/Ast.h"
#include "lib/Support/Diagnostics.h"

#include <map>
#include <string>
#include <variant>
#include <vector>

namespace sonde {

class Config {
public:
  using Value = std::variant<uint64_t, std::string>;

  /// The value or its default. `key` must be one of the table's.
  uint64_t number(const std::string &key) const;
  std::string text(const std::string &key) const;
  /// What was set explicitly. Booleans are 0 and 1.
  const std::map<std::string, Value> &explicitValues() const { return values; }

  /// Takes the entries of a config block; errors point at them.
  void read(const std::vector<ast::ConfigEntry> &entries, DiagnosticEngine &diagnostics);
  /// Takes settings from the environment (lower-case keys), which win.
  void override(const std::map<std::string, std::string> &settings, DiagnosticEngine &diagnostics);

private:
  std::map<std::string, Value> values;
};

/// All keys, for listings and suggestions.
std::vector<std::string> configKeys();

} // namespace sonde

#endif // SONDE_FRONTEND_CONFIG_H
