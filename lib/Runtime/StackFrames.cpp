//===- StackFrames.cpp - The frames that programs have kept ---------------===//
#include "lib/Runtime/StackFrames.h"

#include <bpf/bpf.h>

namespace sonde {

bool StackFrames::read(const Type &stack, const uint8_t *key, std::vector<uint8_t> &frames) {
  const uint64_t size = Artifact::framesSize(stack);
  auto [entry, isNew] = maps.try_emplace(size, -1);
  if (isNew && object)
    entry->second = object->mapFd(Artifact::kFramesPrefix + std::to_string(size));
  if (entry->second < 0)
    return false;
  frames.resize(size);
  return bpf_map_lookup_elem(entry->second, key, frames.data()) == 0;
}

} // namespace sonde
