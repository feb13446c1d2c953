//===- InterpreterMaps.h - Maps of the interpreted world ------------------===//
#ifndef SONDE_TRANSFORMS_ANALYSIS_INTERPRETERMAPS_H
#define SONDE_TRANSFORMS_ANALYSIS_INTERPRETERMAPS_H

#include "lib/Transforms/Analysis/InterpreterMemory.h"

namespace sonde::interpreter {

/// One map: keys in the order of their bytes, and a value for each CPU, or one
/// that all share.
class MapState {
public:
  MapState(tr::MapOp map, uint64_t cpus);

  /// The value that this CPU sees; null if there is no entry.
  Bytes *find(const Bytes &key, uint64_t cpu);
  /// The same, with a zeroed entry where there was none; null when the map is full.
  Bytes *findOrCreate(const Bytes &key, uint64_t cpu);
  bool erase(const Bytes &key) { return entries.erase(key) != 0; }
  void clear() { entries.clear(); }
  /// Entries stay, values become zero.
  void zero();

  uint64_t size() const { return entries.size(); }
  std::vector<Bytes> keys() const;
  /// What the runtime makes of the values of all CPUs.
  Bytes reduce(const Bytes &key) const;
  /// "key: value" for each entry.
  std::vector<std::string> rows() const;

  tr::MapOp map; ///< Changes its attributes, but not its types, from pass to pass.

private:
  struct Entry {
    std::vector<Bytes> values; ///< One for each CPU, or one.
    uint64_t created = 0;
  };

  std::map<Bytes, Entry> entries;
  uint64_t valueSize, capacity, creations = 0;
  uint64_t slots; ///< Values of an entry.
  bool evicts;
};

} // namespace sonde::interpreter

#endif // SONDE_TRANSFORMS_ANALYSIS_INTERPRETERMAPS_H
