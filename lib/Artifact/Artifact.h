//===- Artifact.h - What the runtime must know about a compiled script ----===//
//
// The compiler and the runtime share this description and nothing else. It
// travels as JSON in the non-loaded section `.sonde.program` of the BPF object,
// or in memory when compiling and running are one step: the same structure, the
// same code path.
//
//===----------------------------------------------------------------------===//
#ifndef SONDE_ARTIFACT_ARTIFACT_H
#define SONDE_ARTIFACT_ARTIFACT_H

#include "lib/Support/Result.h"
#include "lib/Types/Type.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace sonde {

/// A place in a script, for run-time messages. 1-based; `endColumn` is one past
/// the last byte on the same line.
struct SourcePlace {
  uint32_t file = 0; ///< Index into Artifact::files.
  uint32_t line = 0;
  uint32_t column = 0;
  uint32_t endColumn = 0;
};

/// The kernel map type behind a script map. A scalar map that is stored in an
/// array cannot be empty for the kernel: its value is followed, at the next
/// multiple of 8, by a u64 that is nonzero once the script has written it (on a
/// per-CPU array, on each CPU that wrote). Clearing the map zeroes that word
/// too; `zero()` keeps it.
enum class MapStorage : uint8_t { Hash, LruHash, PercpuHash, PercpuLruHash, Array, PercpuArray };

struct MapInfo {
  std::string name;        ///< As in the script, with the `@`.
  std::string elf;         ///< The ELF symbol of the BPF map.
  std::optional<Type> key; ///< None: a scalar map, whose one key is a u64 0
                           ///< (hash) or a u32 0 (array).
  Type value;
  MapStorage storage = MapStorage::Hash;
};

enum class EventKind : uint8_t {
  Printf,   ///< `format`, one field per value.
  Print,    ///< One field, shown and a newline.
  PrintMap, ///< `map`, `top`, `div`.
  ClearMap, ///< `map`.
  ZeroMap,  ///< `map`.
  Exit,     ///< One field: the exit code, an integer.
};

/// One thing that a program sends to user space through the ring buffer. A
/// record is a header of 8 bytes (u32 event id; u16 index of the attach point;
/// u16 flags, 0) and the fields at their offsets, in host byte order.
struct EventInfo {
  struct Field {
    uint32_t offset = 0; ///< From the start of the record, header included.
    Type type;
  };
  EventKind kind = EventKind::Printf;
  std::string format; ///< The script's text, escapes already replaced.
  uint32_t size = 0;  ///< Of the whole record.
  std::vector<Field> fields;
  uint32_t map = 0; ///< Index into Artifact::maps.
  uint64_t top = 0, div = 0;
  SourcePlace where;
};

/// Something that went wrong while a program ran. It is counted in the kernel,
/// by site, and shown when the count has grown.
struct ErrorSite {
  enum class Kind : uint8_t {
    DivideByZero,
    MapFull,    ///< `map` has no room for a new element.
    Helper,     ///< Helper `helper` failed.
    OutOfRange, ///< An index was behind the end.
    LoopLimit,  ///< The kernel ended a loop that had not ended by itself.
  };
  Kind kind = Kind::Helper;
  std::string helper; ///< `map_update_elem`, `probe_read_user_str`, …
  uint32_t map = 0;
  SourcePlace where;
};

enum class AttachKind : uint8_t {
  Begin,         ///< Run once by BPF_PROG_TEST_RUN before anything is attached.
  End,           ///< The same, after everything is detached.
  Tracepoint,    ///< `target` category, `function` event; perf tracepoint.
  RawTracepoint, ///< `function` event; plain u64 arguments (raw_tp).
  BtfTracepoint, ///< `function` event; typed arguments (tp_btf).
  Kprobe,        ///< `function`[+`offset`], optionally module `target`.
  Kretprobe,
  Uprobe, ///< Path `target`, symbol `function`[+`offset`], or address `offset`.
  Uretprobe,
  Fentry, ///< `function`, optionally module `target`.
  Fexit,
  Profile,  ///< Every `value` `unit` (hz, or a period) on every CPU.
  Interval, ///< The same, on one CPU.
};

struct AttachInfo {
  AttachKind kind = AttachKind::Begin;
  std::string name;   ///< As shown: `tracepoint:sched:sched_switch`.
  std::string target; ///< See AttachKind.
  std::string function;
  uint64_t offset = 0;
  std::string unit;   ///< Of a timer: "hz", "s", "ms", "us", "ns".
  uint64_t value = 0; ///< Of a timer: frequency or period in `unit`.
  SourcePlace where;
};

/// One BPF program and where it is attached.
struct ProbeInfo {
  std::string program; ///< The ELF symbol.
  std::vector<AttachInfo> attach;
  SourcePlace where;
};

/// A value that is set before loading: `$1`, or a named parameter.
struct ParamInfo {
  std::string name;     ///< `$1`, or the name of a named parameter.
  Type type;            ///< Int, Bool or String.
  uint32_t offset = 0;  ///< In section `.rodata` (ELF symbol kParamsSymbol).
  std::string fallback; ///< Text form of the default.
  std::string description;
};

struct ScriptFile {
  std::string name;
  std::string text;
};

/// For how long it is remembered what is mapped where in a process.
enum class UserSymbolCache : uint8_t {
  PerProcess,
  PerProgram, ///< Also for other processes that run the same program.
  None,
};

/// Settings of a script that the runtime needs. Defaults: docs/Language.md.
struct RunConfig {
  std::string license = "GPL";
  bool printMapsOnExit = true;
  std::string stringTruncationTrailer = "..";
  uint64_t maxProbes = 1024;
  uint64_t perfRingBufferPages = 0; ///< 0: the runtime decides.
  enum class MissingProbes : uint8_t { Error, Warn, Ignore };
  MissingProbes missingProbes = MissingProbes::Error;
  bool demangle = true;
  bool lazySymbolication = true; ///< Read symbols when the first one is shown.
  UserSymbolCache userSymbols = UserSymbolCache::PerProcess;
};

/// What the kernel must offer.
struct Needs {
  std::string kernel;                ///< Oldest release, e.g. "5.8".
  std::vector<std::string> features; ///< Names of dialect/BPF/IR/Features.def.
  std::vector<uint32_t> helpers;     ///< Sorted helper ids.
};

struct Artifact {
  static constexpr uint32_t kSchema = 1;
  static constexpr const char *kSection = ".sonde.program";
  /// ELF symbols with a meaning.
  static constexpr const char *kRingBuffer = "sonde_events";
  /// `u64 sonde_lost[events]` in .bss: records that found the ring full.
  static constexpr const char *kLostSymbol = "sonde_lost";
  /// `u64 sonde_errors[errorSites]` in .bss.
  static constexpr const char *kErrorsSymbol = "sonde_errors";
  /// Bytes in .rodata where parameters are written before loading.
  static constexpr const char *kParamsSymbol = "sonde_params";
  /// The parameter that the runtime sets to the time since boot, in nanoseconds,
  /// at which it starts.
  static constexpr const char *kStartTimeParam = "$start";
  /// The parameter that the runtime sets to the number of CPUs that there may be.
  static constexpr const char *kCpusParam = "$cpus";
  /// The same, for how far the TAI clock is ahead of the one since boot then, in
  /// nanoseconds; and for the address of the kernel's symbol whose name follows.
  static constexpr const char *kTaiOffsetParam = "$tai";
  static constexpr const char *kAddressPrefix = "$address:";
  /// The map that keeps the frames of stacks, and their size in bytes: the key is
  /// the first 12 bytes of a stack, the value its frames, zeros behind them.
  static constexpr const char *kFramesPrefix = "sonde_frames_";
  static uint64_t framesSize(const Type &stack) {
    return uint64_t{stack.count()} * (stack.stackMode() == StackMode::BuildId ? 32 : 8);
  }

  std::string compiler; ///< Version of the compiler that wrote it.
  Needs needs;
  std::vector<MapInfo> maps;     ///< Only those that the script knows.
  std::vector<EventInfo> events; ///< The index is the event id.
  std::vector<ErrorSite> errorSites;
  std::vector<ProbeInfo> probes; ///< In the order of the script.
  std::vector<ParamInfo> params;
  std::vector<ScriptFile> files;
  /// Formats of dates and filters of groups: values refer to them by number,
  /// counted from 1.
  std::vector<std::string> texts;
  RunConfig config;
};

/// UTF-8 JSON with sorted keys, ending in a newline.
std::string writeArtifact(const Artifact &artifact);
/// Refuses text that is not JSON, a higher schema, and anything whose indices,
/// offsets or sizes do not fit together; ignores unknown keys.
Result<Artifact> readArtifact(std::string_view json);

} // namespace sonde

#endif // SONDE_ARTIFACT_ARTIFACT_H
