//===- Names.h - The words for enumerators in an artifact -----------------===//
//
// One table per enumeration, read in both directions.
//
//===----------------------------------------------------------------------===//
#ifndef SONDE_ARTIFACT_NAMES_H
#define SONDE_ARTIFACT_NAMES_H

#include "lib/Artifact/Artifact.h"

#include <optional>
#include <string_view>

namespace sonde {

template <typename Enum> struct EnumName {
  Enum value;
  const char *name;
};

inline constexpr EnumName<MapStorage> kMapStorageNames[] = {
    {MapStorage::Hash, "hash"},
    {MapStorage::LruHash, "lru_hash"},
    {MapStorage::PercpuHash, "percpu_hash"},
    {MapStorage::PercpuLruHash, "percpu_lru_hash"},
    {MapStorage::Array, "array"},
    {MapStorage::PercpuArray, "percpu_array"},
};

inline constexpr EnumName<EventKind> kEventKindNames[] = {
    {EventKind::Printf, "printf"},      {EventKind::Print, "print"},
    {EventKind::PrintMap, "print_map"}, {EventKind::ClearMap, "clear_map"},
    {EventKind::ZeroMap, "zero_map"},   {EventKind::Exit, "exit"},
};

inline constexpr EnumName<ErrorSite::Kind> kErrorKindNames[] = {
    {ErrorSite::Kind::DivideByZero, "divide_by_zero"},
    {ErrorSite::Kind::MapFull, "map_full"},
    {ErrorSite::Kind::Helper, "helper"},
    {ErrorSite::Kind::OutOfRange, "out_of_range"},
    {ErrorSite::Kind::LoopLimit, "loop_limit"},
};

inline constexpr EnumName<AttachKind> kAttachKindNames[] = {
    {AttachKind::Begin, "begin"},
    {AttachKind::End, "end"},
    {AttachKind::Tracepoint, "tracepoint"},
    {AttachKind::RawTracepoint, "raw_tracepoint"},
    {AttachKind::BtfTracepoint, "btf_tracepoint"},
    {AttachKind::Kprobe, "kprobe"},
    {AttachKind::Kretprobe, "kretprobe"},
    {AttachKind::Uprobe, "uprobe"},
    {AttachKind::Uretprobe, "uretprobe"},
    {AttachKind::Fentry, "fentry"},
    {AttachKind::Fexit, "fexit"},
    {AttachKind::Profile, "profile"},
    {AttachKind::Interval, "interval"},
};

inline constexpr EnumName<RunConfig::MissingProbes> kMissingProbesNames[] = {
    {RunConfig::MissingProbes::Error, "error"},
    {RunConfig::MissingProbes::Warn, "warn"},
    {RunConfig::MissingProbes::Ignore, "ignore"},
};

inline constexpr EnumName<UserSymbolCache> kUserSymbolCacheNames[] = {
    {UserSymbolCache::PerProcess, "per_process"},
    {UserSymbolCache::PerProgram, "per_program"},
    {UserSymbolCache::None, "none"},
};

/// Types that are a word of their own; the others are objects.
inline constexpr EnumName<TypeKind> kPlainTypeNames[] = {
    {TypeKind::None, "none"},
    {TypeKind::Void, "void"},
    {TypeKind::Bool, "bool"},
    {TypeKind::KernelSymbol, "kernel_symbol"},
    {TypeKind::UserSymbol, "user_symbol"},
    {TypeKind::Inet, "inet"},
    {TypeKind::MacAddress, "mac_address"},
    {TypeKind::CgroupPath, "cgroup_path"},
    {TypeKind::Username, "username"},
    {TypeKind::Timestamp, "timestamp"},
    {TypeKind::TimestampMode, "timestamp_mode"},
    {TypeKind::Count, "count"},
};

inline constexpr EnumName<TypeKind> kAggregateNames[] = {
    {TypeKind::Sum, "sum"}, {TypeKind::Min, "min"},     {TypeKind::Max, "max"},
    {TypeKind::Avg, "avg"}, {TypeKind::Stats, "stats"},
};

inline constexpr EnumName<AddressSpace> kAddressSpaceNames[] = {
    {AddressSpace::None, "none"},
    {AddressSpace::Kernel, "kernel"},
    {AddressSpace::User, "user"},
};

inline constexpr EnumName<StackMode> kStackModeNames[] = {
    {StackMode::Bpftrace, "bpftrace"},
    {StackMode::Perf, "perf"},
    {StackMode::Raw, "raw"},
    {StackMode::BuildId, "build_id"},
};

/// Null when the table does not hold the value.
template <typename Enum, size_t N>
const char *nameOf(const EnumName<Enum> (&table)[N], Enum value) {
  for (const EnumName<Enum> &entry : table)
    if (entry.value == value)
      return entry.name;
  return nullptr;
}

template <typename Enum, size_t N>
std::optional<Enum> valueOf(const EnumName<Enum> (&table)[N], std::string_view name) {
  for (const EnumName<Enum> &entry : table)
    if (name == entry.name)
      return entry.value;
  return std::nullopt;
}

} // namespace sonde

#endif // SONDE_ARTIFACT_NAMES_H
