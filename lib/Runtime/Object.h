//===- Object.h - A BPF object on its way into the kernel -----------------===//
//
// Opens an object from memory, checks it against its artifact, lets the caller
// set parameters and drop programs, and loads it. What the kernel refuses is
// reported at the script's line.
//
//===----------------------------------------------------------------------===//
#ifndef SONDE_RUNTIME_OBJECT_H
#define SONDE_RUNTIME_OBJECT_H

#include "lib/Artifact/ElfView.h"
#include "lib/Runtime/Fd.h"
#include "lib/Runtime/LibbpfLog.h"
#include "lib/Runtime/Maps.h"
#include "lib/Runtime/Parameters.h"
#include "lib/Runtime/Places.h"
#include "lib/Support/Diagnostics.h"

#include <memory>

struct bpf_object;
struct bpf_map;
struct bpf_program;

namespace sonde {

/// A u64 array among the object's zero-initialised globals, which programs count
/// in.
class CounterArray {
public:
  CounterArray() = default;
  /// The current values; false if they cannot be read.
  bool read(std::vector<uint64_t> &values);

private:
  friend class Object;
  size_t offset = 0, count = 0;
  Mapping live;                 ///< Of the whole section, where it can be mapped,
  int mapFd = -1;               ///< else its map is looked up as a whole
  std::vector<uint8_t> section; ///< into this.
};

class Object {
public:
  /// `elf` and `artifact` must outlive the object.
  static Result<Object> open(std::string_view elf, const Artifact &artifact);

  bpf_program *program(size_t probe) const { return programs[probe].program; }
  Result<void> setParameters(const Parameters &given);
  /// Leaves a probe's program out of what is loaded.
  void disable(size_t probe);

  /// False after reporting why not.
  bool load(DiagnosticEngine &diagnostics, const Places &places);

  // After a successful load:
  int programFd(size_t probe) const;
  Result<MapAccess> map(size_t index, uint32_t cpus) const;
  /// -1 if the script sends no events.
  int ringBufferFd() const;
  /// Of any map by its ELF symbol; -1 if there is none.
  int mapFd(const std::string &symbol) const;
  /// An empty array where `count` is 0.
  Result<CounterArray> counters(const char *symbol, size_t count) const;

private:
  struct Close {
    void operator()(bpf_object *object) const;
  };
  struct Program {
    bpf_program *program = nullptr;
    std::string_view section;
    uint32_t firstInstruction = 0;
    uint32_t instructions = 0;
  };

  explicit Object(ElfView elf, const Artifact &artifact) : elf(elf), artifact(&artifact) {}
  Result<void> findPrograms();
  Result<void> findMaps();
  void reportFailure(int code, const LibbpfLog &log, DiagnosticEngine &diagnostics,
                     const Places &places) const;
  bool reportRefusedProgram(int code, const LibbpfLog &log, DiagnosticEngine &diagnostics,
                            const Places &places) const;

  ElfView elf;
  const Artifact *artifact;
  std::unique_ptr<bpf_object, Close> object;
  std::vector<Program> programs; ///< As Artifact::probes.
  std::vector<bpf_map *> maps;   ///< As Artifact::maps.
};

} // namespace sonde

#endif // SONDE_RUNTIME_OBJECT_H
