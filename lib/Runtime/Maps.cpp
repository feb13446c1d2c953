//===- Maps.cpp - Reading and changing the script's maps ------------------===//
#include "lib/Runtime/Maps.h"

#include <algorithm>
#include <cerrno>

#include <bpf/bpf.h>

namespace sonde {
namespace {

constexpr uint32_t kBatch = 256;
/// Values of many CPUs are large: so many bytes of them, unless one bucket holds more.
constexpr size_t kBatchBytes = 4 << 20;
/// What the kernel answers where a map type has no batch operations.
constexpr int kNotSupported = 524;

uint32_t alignTo8(uint32_t size) { return (size + 7) / 8 * 8; }

bool isArray(MapStorage storage) {
  return storage == MapStorage::Array || storage == MapStorage::PercpuArray;
}

bool isPerCpu(MapStorage storage) {
  return storage == MapStorage::PercpuHash || storage == MapStorage::PercpuLruHash ||
         storage == MapStorage::PercpuArray;
}

Error mapError(const MapInfo &info, const char *what, int code) {
  return failure(std::string("cannot ") + what + " map '" + info.name + "': " + std::strerror(code),
                 code);
}

} // namespace

/// The later of two last values of one interval stays; others meet as their kind does.
static void mergeInterval(const Type &state, uint8_t *into, const uint8_t *from, uint32_t size) {
  if (!state.isInteger())
    return mergeAggregate(state, into, from);
  if (loadUnsigned(into + size - 8, 8) < loadUnsigned(from + size - 8, 8))
    std::memcpy(into, from, size);
}

/// Intervals in one place are many intervals apart unless they are the same: the
/// newer one stays.
static void mergeSeries(const Type &series, uint8_t *into, const uint8_t *from) {
  const Type state = series.element();
  const uint32_t size = series.intervalSize(), mark = size - 8;
  for (uint32_t at = 0; at < series.size(); at += size) {
    uint64_t mine = loadUnsigned(into + at + mark, 8), other = loadUnsigned(from + at + mark, 8);
    if (mine < other)
      std::memcpy(into + at, from + at, size);
    else if (mine == other && mine)
      mergeInterval(state, into + at, from + at, mark);
  }
}

void mergeAggregate(const Type &type, uint8_t *into, const uint8_t *from) {
  if (type.is(TypeKind::TSeries))
    return mergeSeries(type, into, from);
  for (uint32_t at = 0; at + 8 <= type.size(); at += 8) {
    uint64_t mine = loadUnsigned(into + at, 8), other = loadUnsigned(from + at, 8);
    // See Ordered.h: of min and max both words grow.
    bool extreme = type.is(TypeKind::Min) || type.is(TypeKind::Max);
    uint64_t merged = extreme ? std::max(mine, other) : mine + other;
    std::memcpy(into + at, &merged, 8);
  }
}

void MapSnapshot::clear() {
  rows = 0;
  keys.clear();
  values.clear();
}

void MapSnapshot::append(const uint8_t *key, const uint8_t *value, size_t keyBytes,
                         size_t valueBytes) {
  keySize = keyBytes;
  valueSize = valueBytes;
  keys.insert(keys.end(), key, key + keySize);
  values.insert(values.end(), value, value + valueSize);
  ++rows;
}

Result<MapAccess> MapAccess::open(const MapInfo &info, int fd, uint32_t keySize, uint32_t valueSize,
                                  uint32_t cpus) {
  MapAccess access;
  access.info = &info;
  access.fd = fd;
  access.keySize = keySize;
  access.copies = isPerCpu(info.storage) ? cpus : 1;
  access.elementSize = isPerCpu(info.storage) ? alignTo8(valueSize) : valueSize;
  uint32_t expectedKey = info.key ? info.key->size() : isArray(info.storage) ? 4 : 8;
  uint32_t expectedValue = info.value.size();
  if (isArray(info.storage)) {
    access.presentAt = alignTo8(expectedValue);
    expectedValue = access.presentAt + 8;
  }
  // Padding behind a key or value is harmless, a missing byte is not.
  if (keySize < expectedKey || valueSize < expectedValue || valueSize == 0)
    return failure("map '" + info.name + "' of the object has other sizes than the artifact says");
  return access;
}

template <typename Visit> Result<bool> MapAccess::eachInBatches(Visit &visit) const {
  const size_t bytes = size_t{elementSize} * copies;
  uint32_t room = std::clamp<size_t>(kBatchBytes / bytes, 1, kBatch);
  std::vector<uint8_t> keys, values;
  // The kernel's cursor: a u32 for hash maps.
  uint64_t cursor = 0;
  bool first = true;
  while (true) {
    keys.resize(size_t{room} * keySize);
    values.resize(room * bytes);
    uint32_t count = room;
    uint64_t next = 0;
    int status = bpf_map_lookup_batch(fd, first ? nullptr : &cursor, &next, keys.data(),
                                      values.data(), &count, nullptr);
    int code = status < 0 ? -status : 0;
    if (code == ENOSPC && room < (1u << 20)) {
      room *= 4; // One bucket holds more than there is room for.
      continue;
    }
    if (first && (code == EINVAL || code == EOPNOTSUPP || code == kNotSupported))
      return false;
    if (code && code != ENOENT)
      return mapError(*info, "read", code);
    for (uint32_t i = 0; i < count; ++i)
      visit(keys.data() + size_t{i} * keySize, values.data() + i * bytes);
    if (code == ENOENT)
      return true;
    cursor = next;
    first = false;
  }
}

Result<std::vector<uint8_t>> MapAccess::allKeys() const {
  std::vector<uint8_t> keys, key(keySize);
  const void *previous = nullptr;
  while (bpf_map_get_next_key(fd, previous, key.data()) == 0) {
    keys.insert(keys.end(), key.begin(), key.end());
    previous = keys.data() + keys.size() - keySize;
  }
  if (errno != ENOENT)
    return mapError(*info, "read", errno);
  return keys;
}

template <typename Visit> Result<void> MapAccess::eachByKey(Visit &visit) const {
  Result<std::vector<uint8_t>> keys = allKeys();
  if (!keys)
    return keys.takeError();
  std::vector<uint8_t> value(size_t{elementSize} * copies);
  for (size_t at = 0; at < keys->size(); at += keySize)
    if (bpf_map_lookup_elem(fd, keys->data() + at, value.data()) == 0)
      visit(keys->data() + at, value.data());
  return {};
}

/// Calls `visit(key, values of all copies)` for each element.
template <typename Visit> Result<void> MapAccess::eachElement(Visit visit) const {
  if (isArray(info->storage))
    return eachByKey(visit);
  Result<bool> done = eachInBatches(visit);
  if (!done)
    return done.takeError();
  return *done ? Result<void>() : eachByKey(visit);
}

Result<void> MapAccess::read(MapSnapshot &snapshot) const {
  snapshot.clear();
  uint32_t size = info->value.size();
  std::vector<uint8_t> sum(size);
  return eachElement([&](const uint8_t *key, const uint8_t *value) {
    bool present = presentAt == 0;
    for (uint32_t copy = 0; presentAt && copy < copies; ++copy)
      present |= loadUnsigned(value + size_t{copy} * elementSize + presentAt, 8) != 0;
    if (!present)
      return;
    sum.assign(value, value + size);
    for (uint32_t copy = 1; copy < copies; ++copy)
      mergeAggregate(info->value, sum.data(), value + size_t{copy} * elementSize);
    snapshot.append(key, sum.data(), keySize, size);
  });
}

Result<void> MapAccess::clear() const {
  // An array's element cannot be deleted: its zeroed word says that it is unset.
  std::vector<uint8_t> zeros(size_t{elementSize} * copies);
  Result<std::vector<uint8_t>> keys = allKeys();
  if (!keys)
    return keys.takeError();
  for (size_t at = 0; at < keys->size(); at += keySize) {
    int status = isArray(info->storage)
                     ? bpf_map_update_elem(fd, keys->data() + at, zeros.data(), BPF_ANY)
                     : bpf_map_delete_elem(fd, keys->data() + at);
    if (status < 0 && status != -ENOENT)
      return mapError(*info, "clear", -status);
  }
  return {};
}

Result<void> MapAccess::zero() const {
  Result<std::vector<uint8_t>> keys = allKeys();
  if (!keys)
    return keys.takeError();
  std::vector<uint8_t> value(size_t{elementSize} * copies);
  for (size_t at = 0; at < keys->size(); at += keySize) {
    std::fill(value.begin(), value.end(), 0);
    if (presentAt) {
      if (bpf_map_lookup_elem(fd, keys->data() + at, value.data()) != 0)
        continue;
      for (uint32_t copy = 0; copy < copies; ++copy)
        std::memset(value.data() + size_t{copy} * elementSize, 0, presentAt);
    }
    // An element deleted meanwhile must not come back.
    int status = bpf_map_update_elem(fd, keys->data() + at, value.data(), BPF_EXIST);
    if (status < 0 && status != -ENOENT)
      return mapError(*info, "zero", -status);
  }
  return {};
}

} // namespace sonde
