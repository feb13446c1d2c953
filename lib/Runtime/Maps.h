//===- Maps.h - Reading and changing the script's maps --------------------===//
//
// Reads a map in batches where the kernel can, adds up what each CPU kept, and
// leaves one value per key in the layout of Type::size(). Says nothing about how
// maps are shown; that is MapPrinter.
//
//===----------------------------------------------------------------------===//
#ifndef SONDE_RUNTIME_MAPS_H
#define SONDE_RUNTIME_MAPS_H

#include "lib/Artifact/Artifact.h"
#include "lib/Runtime/Value.h"

namespace sonde {

/// What a map held at one moment. Buffers are reused between reads.
class MapSnapshot {
public:
  explicit MapSnapshot(const MapInfo &info) : map(&info) {}

  const MapInfo &info() const { return *map; }
  size_t size() const { return rows; }
  /// A scalar map has one row, whose key has no type, or none.
  ValueView key(size_t row) const {
    return {map->key ? &*map->key : nullptr, keys.data() + row * keySize};
  }
  ValueView value(size_t row) const { return {&map->value, values.data() + row * valueSize}; }

  void clear();
  void append(const uint8_t *key, const uint8_t *value, size_t keySize, size_t valueSize);

private:
  const MapInfo *map;
  size_t rows = 0, keySize = 0, valueSize = 0;
  std::vector<uint8_t> keys, values;
};

/// Access to one BPF map that holds a script map.
class MapAccess {
public:
  /// `fd` must stay open and `info` alive as long as the access. Fails where the
  /// BPF map's sizes do not fit the artifact.
  static Result<MapAccess> open(const MapInfo &info, int fd, uint32_t keySize, uint32_t valueSize,
                                uint32_t cpus);

  Result<void> read(MapSnapshot &snapshot) const;
  /// Removes all elements.
  Result<void> clear() const;
  /// Keeps the elements and makes their values zero.
  Result<void> zero() const;

private:
  const MapInfo *info = nullptr;
  int fd = -1;
  uint32_t keySize = 0;
  uint32_t elementSize = 0; ///< Of one CPU's value as the kernel hands it out.
  uint32_t copies = 1;      ///< Values per key: the CPUs, or 1.
  uint32_t presentAt = 0;   ///< Offset of the word that says a scalar is set; 0: none.

  template <typename Visit> Result<void> eachElement(Visit visit) const;
  template <typename Visit> Result<bool> eachInBatches(Visit &visit) const;
  template <typename Visit> Result<void> eachByKey(Visit &visit) const;
  Result<std::vector<uint8_t>> allKeys() const;
};

/// Adds what one CPU kept to `into`; both in the layout of Type::size().
void mergeAggregate(const Type &type, uint8_t *into, const uint8_t *from);

} // namespace sonde

#endif // SONDE_RUNTIME_MAPS_H
