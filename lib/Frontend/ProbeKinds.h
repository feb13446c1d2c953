//===- ProbeKinds.h - The kinds of probes ---------------------------------===//
//
// One table: names, number of fields, and what a probe of the kind offers to
// its body. A new kind is a row here and a case in AttachPoint.cpp.
//
//===----------------------------------------------------------------------===//
#ifndef SONDE_FRONTEND_PROBEKINDS_H
#define SONDE_FRONTEND_PROBEKINDS_H

#include "lib/Types/Type.h"

#include <string>
#include <string_view>
#include <vector>

namespace sonde {

enum class ProbeKind : uint8_t {
  Begin,
  End,
  Self,
  Test,
  Bench,
  Kprobe,
  Kretprobe,
  Fentry,
  Fexit,
  Tracepoint,
  RawTracepoint,
  Uprobe,
  Uretprobe,
  Usdt,
  Profile,
  Interval,
  Software,
  Hardware,
  Watchpoint,
  Iter,
};

/// What a context has, besides being there.
enum ContextFeature : uint8_t {
  HasNothing = 0,
  HasArgs = 1,       ///< `args.x`
  HasArgN = 2,       ///< `arg0`
  HasRetval = 4,     ///< `retval`, from a register.
  HasTypedRet = 8,   ///< `retval`, with its type.
  HasFunction = 16,  ///< `func`: it is a function that is traced.
  HasRegisters = 32, ///< `reg("ip")`
};

struct ProbeKindInfo {
  ProbeKind kind;
  const char *name;
  std::vector<const char *> aliases;
  unsigned minFields, maxFields; ///< Behind the provider.
  bool supported;                ///< By this version.
  uint8_t context;               ///< ContextFeature bits.
  AddressSpace space;            ///< Of argN, retval, and casts.
  const char *contextStruct;     ///< C type of the context; "" if it has none.

  bool has(ContextFeature feature) const { return context & feature; }
};

const ProbeKindInfo &info(ProbeKind kind);
/// By full name in any case, or by alias; null if there is none.
const ProbeKindInfo *findProbeKind(std::string_view provider);
/// All full names and aliases, for suggestions.
std::vector<std::string> probeKindNames();
/// "kprobe, kretprobe and fexit": kinds that have `feature`.
std::string kindsWith(uint8_t features);

} // namespace sonde

#endif // SONDE_FRONTEND_PROBEKINDS_H
