//===- Presentation.h - Values that become text in user space -------------===//
//
// Names of functions, stacks, network addresses, users, groups and dates: each is a few bytes in
// the kernel, and text here.
//
//===----------------------------------------------------------------------===//
#ifndef SONDE_RUNTIME_PRESENTATION_H
#define SONDE_RUNTIME_PRESENTATION_H

#include "lib/Runtime/Symbols.h"
#include "lib/Runtime/Value.h"

#include <map>
#include <string>
#include <vector>

namespace sonde {

/// Where the frames of stacks are: see Type::size for the key.
class FrameSource {
public:
  virtual ~FrameSource();
  /// The frames of a stack of this type; false if they are lost.
  virtual bool read(const Type &stack, const uint8_t *key, std::vector<uint8_t> &frames) = 0;
};

/// Paths of control groups, as "hierarchy:path", joined by commas.
class CgroupSource {
public:
  virtual ~CgroupSource();
  virtual std::string paths(uint64_t id, const std::string &filter) = 0;
};

/// What is not in the values themselves. What is null is not known.
struct PresentationSources {
  const std::vector<std::string> *texts = nullptr; ///< Artifact::texts.
  SymbolSource *symbols = nullptr;
  FrameSource *frames = nullptr;
  CgroupSource *cgroups = nullptr;
  /// Nanoseconds from a clock's zero to the epoch, by Clock.
  int64_t sinceEpoch[2] = {0, 0};

  /// Reads the clocks.
  void synchronize();
};

class Presentation {
public:
  explicit Presentation(PresentationSources sources) : sources(sources) {}

  /// Has a value of this kind text only here?
  static bool shows(TypeKind kind);
  std::string text(ValueView value);
  int64_t sinceEpoch(Clock clock) const { return sources.sinceEpoch[static_cast<unsigned>(clock)]; }

private:
  PresentationSources sources;
  std::map<uint32_t, std::string> userNames;
  std::vector<uint8_t> frames; ///< Of one stack, reused.

  std::string symbol(std::optional<Symbol> found, uint64_t address, bool withOffset) const;
  std::string kernelSymbol(uint64_t address, bool withOffset);
  std::string userSymbol(uint64_t address, uint32_t process, bool withOffset);
  std::string stack(ValueView value);
  std::string frame(const Type &stack, const uint8_t *frame, uint32_t process);
  std::string timestamp(const uint8_t *bytes) const;
  std::string cgroupPath(const uint8_t *bytes) const;
  const std::string &userName(uint32_t uid);
  /// Texts are numbered from 1; null for 0.
  const std::string *textNumber(uint64_t number) const;
};

/// A date by strftime(3), with `%f`, `%l` and `%k` for micro-, milli- and
/// nanoseconds. `ns` counts from the epoch.
std::string formatTime(const std::string &format, int64_t ns);

} // namespace sonde

#endif // SONDE_RUNTIME_PRESENTATION_H
