//===- StackFrames.h - The frames that programs have kept -----------------===//
#ifndef SONDE_RUNTIME_STACKFRAMES_H
#define SONDE_RUNTIME_STACKFRAMES_H

#include "lib/Runtime/Object.h"
#include "lib/Runtime/Presentation.h"

namespace sonde {

/// Looks frames up in the kernel's maps, one for each size of stacks.
class StackFrames final : public FrameSource {
public:
  /// Once the object is loaded; it must outlive this.
  void open(const Object &loaded) { object = &loaded; }
  bool read(const Type &stack, const uint8_t *key, std::vector<uint8_t> &frames) override;

private:
  const Object *object = nullptr;
  std::map<uint64_t, int> maps; ///< Descriptors by the size of the frames.
};

} // namespace sonde

#endif // SONDE_RUNTIME_STACKFRAMES_H
