//===- ProbeKinds.cpp - The kinds of probes -------------------------------===//
#include "lib/Frontend/ProbeKinds.h"

#include <cassert>

namespace sonde {

static const std::vector<ProbeKindInfo> &table() {
  constexpr AddressSpace None = AddressSpace::None, Kernel = AddressSpace::Kernel,
                         User = AddressSpace::User;
  constexpr const char *kRegisters = "pt_regs", *kSample = "bpf_perf_event_data";
  using K = ProbeKind;
  constexpr uint8_t Code = HasFunction | HasRegisters, Result = HasTypedRet | HasFunction;
  static const std::vector<ProbeKindInfo> kTable = {
      {K::Begin, "begin", {}, 0, 0, true, HasNothing, None, ""},
      {K::End, "end", {}, 0, 0, true, HasNothing, None, ""},
      {K::Self, "self", {}, 2, 2, false, HasNothing, None, ""},
      {K::Test, "test", {}, 1, 1, false, HasNothing, None, ""},
      {K::Bench, "bench", {}, 1, 1, false, HasNothing, None, ""},
      {K::Kprobe, "kprobe", {"k"}, 1, 2, true, HasArgN | Code, Kernel, kRegisters},
      {K::Kretprobe, "kretprobe", {"kr"}, 1, 2, true, HasRetval | Code, Kernel, kRegisters},
      {K::Fentry, "fentry", {"f", "kfunc"}, 1, 3, true, HasArgs | HasFunction, Kernel, ""},
      {K::Fexit, "fexit", {"fr", "kretfunc"}, 1, 3, true, HasArgs | Result, Kernel, ""},
      {K::Tracepoint, "tracepoint", {"t"}, 2, 2, true, HasArgs, Kernel, ""},
      {K::RawTracepoint, "rawtracepoint", {"rt"}, 1, 2, true, HasArgs | HasArgN, Kernel, ""},
      {K::Uprobe, "uprobe", {"u"}, 2, 3, true, HasArgs | HasArgN | Code, User, kRegisters},
      {K::Uretprobe, "uretprobe", {"ur"}, 2, 3, true, HasRetval | Code, User, kRegisters},
      {K::Usdt, "usdt", {"U"}, 2, 3, false, HasArgN | HasRegisters, User, kRegisters},
      {K::Profile, "profile", {"p"}, 1, 2, true, HasRegisters, None, kSample},
      {K::Interval, "interval", {"i"}, 1, 2, true, HasRegisters, None, kSample},
      {K::Software, "software", {"s"}, 1, 2, false, HasRegisters, None, kSample},
      {K::Hardware, "hardware", {"h"}, 1, 2, false, HasRegisters, None, kSample},
      {K::Watchpoint, "watchpoint", {"w"}, 3, 3, false, HasRegisters, None, kSample},
      {K::Iter, "iter", {"it"}, 1, 2, false, HasNothing, Kernel, ""},
  };
  return kTable;
}

const ProbeKindInfo &info(ProbeKind kind) {
  const ProbeKindInfo &row = table()[static_cast<size_t>(kind)];
  assert(row.kind == kind && "rows stand in the order of the enumeration");
  return row;
}

static std::string lowered(std::string_view text) {
  std::string out(text);
  for (char &c : out)
    if (c >= 'A' && c <= 'Z')
      c += 'a' - 'A';
  return out;
}

const ProbeKindInfo *findProbeKind(std::string_view provider) {
  std::string name = lowered(provider);
  for (const ProbeKindInfo &row : table()) {
    if (name == row.name)
      return &row;
    for (const char *alias : row.aliases)
      if (provider == alias)
        return &row;
  }
  return nullptr;
}

std::vector<std::string> probeKindNames() {
  std::vector<std::string> names;
  for (const ProbeKindInfo &row : table())
    names.push_back(row.name);
  return names;
}

std::string kindsWith(uint8_t features) {
  std::vector<std::string> names;
  for (const ProbeKindInfo &row : table())
    if (row.context & features)
      names.push_back(row.name);
  std::string out;
  for (size_t i = 0; i < names.size(); ++i)
    out += (i == 0 ? "" : i + 1 == names.size() ? " and " : ", ") + names[i];
  return out;
}

} // namespace sonde
