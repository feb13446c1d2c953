//===- Scenario.h - The world that a module is interpreted in -------------===//
//
// Which probes fire, and what they find: read from JSON, see docs/Testing.md for
// its form. What a scenario does not say is made up, always in the same way.
//
//===----------------------------------------------------------------------===//
#ifndef SONDE_TRANSFORMS_ANALYSIS_SCENARIO_H
#define SONDE_TRANSFORMS_ANALYSIS_SCENARIO_H

#include "llvm/ADT/StringRef.h"
#include "llvm/Support/Error.h"
#include "llvm/Support/JSON.h"

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace sonde {

/// The number of that name, if the object has one; also from text like "0x10".
std::optional<uint64_t> numberIn(const llvm::json::Object &object, llvm::StringRef name);

/// One probe fires once.
struct Firing {
  std::string probe; ///< The probe's symbol, or the name of an attach point.
  /// `cpu`, `pid`, `comm`, `context`, `clock`, …, by name.
  llvm::json::Object facts;

  std::optional<uint64_t> number(llvm::StringRef name) const { return numberIn(facts, name); }
};

class Scenario {
public:
  /// Every probe fires a few times, and finds what is made up.
  static Scenario madeUp();
  static llvm::Expected<Scenario> parse(llvm::StringRef json);

  uint64_t cpus = 2;
  uint64_t seed = 1;
  /// How often each probe fires when no events are listed.
  uint64_t rounds = 3;
  std::optional<std::vector<Firing>> firings;
  /// Is made up what is not given? Otherwise it is zero, and memory faults.
  bool isMadeUp = true;
  /// Contents of memory, by space ("kernel", "user") and address.
  std::map<std::string, std::map<uint64_t, std::vector<uint8_t>>> memory;
  llvm::json::Object parameters;

  /// A number for what is called `name`: the same in every run.
  uint64_t invent(llvm::StringRef name, uint64_t salt) const;
};

} // namespace sonde

#endif // SONDE_TRANSFORMS_ANALYSIS_SCENARIO_H
