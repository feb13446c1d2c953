//===- Object.cpp - A BPF object on its way into the kernel ---------------===//
#include "lib/Runtime/Object.h"

#include "lib/Runtime/Refusal.h"

#include <cerrno>

#include <bpf/bpf.h>
#include <bpf/libbpf.h>

namespace sonde {
namespace {

/// The verifier's log of the program that failed, as libbpf hands it over: libbpf
/// loads without a log, and once more with one when that was refused.
struct FailedProgram {
  std::string name;
  std::string log;
};

std::optional<FailedProgram> findFailedProgram(const LibbpfLog &log) {
  constexpr std::string_view prefix = "prog '";
  constexpr std::string_view begin = "-- BEGIN PROG LOAD LOG --\n";
  constexpr std::string_view end = "-- END PROG LOAD LOG --";
  std::optional<FailedProgram> failed;
  for (const std::string &message : log.warnings()) {
    if (message.compare(0, prefix.size(), prefix) != 0)
      continue;
    size_t nameEnd = message.find('\'', prefix.size());
    std::string name = message.substr(prefix.size(), nameEnd - prefix.size());
    if (message.find("BPF program load failed") != std::string::npos)
      failed = {name, ""};
    size_t at = message.find(begin), last = message.rfind(end);
    if (at == std::string::npos)
      continue;
    at += begin.size();
    failed = {name, message.substr(at, last == std::string::npos || last < at ? last : last - at)};
  }
  return failed;
}

bpf_map *findMap(bpf_object *object, const char *name) {
  return bpf_object__find_map_by_name(object, name);
}

std::string symbolName(const char *symbol) { return "'" + std::string(symbol) + "'"; }

} // namespace

void Object::Close::operator()(bpf_object *object) const { bpf_object__close(object); }

Result<Object> Object::open(std::string_view image, const Artifact &artifact) {
  Result<ElfView> elf = ElfView::open(image);
  if (!elf)
    return elf.takeError();
  Object out(*elf, artifact);
  LibbpfLog log;
  bpf_object_open_opts options = {};
  options.sz = sizeof(options);
  options.object_name = "sonde";
  out.object.reset(bpf_object__open_mem(image.data(), image.size(), &options));
  if (!out.object) {
    std::string reason = log.warnings().empty() ? std::strerror(errno) : log.warnings().back();
    return failure("the object cannot be opened: " + reason, errno);
  }
  if (Result<void> found = out.findPrograms(); !found)
    return found.takeError();
  if (Result<void> found = out.findMaps(); !found)
    return found.takeError();
  return out;
}

Result<void> Object::findPrograms() {
  // What no probe names is not loaded.
  bpf_program *any;
  bpf_object__for_each_program(any, object.get()) bpf_program__set_autoload(any, false);
  for (const ProbeInfo &probe : artifact->probes) {
    Program entry;
    entry.program = bpf_object__find_program_by_name(object.get(), probe.program.c_str());
    std::optional<ElfView::Symbol> symbol = elf.symbol(probe.program);
    if (!entry.program || !symbol)
      return failure("the object has no program '" + probe.program + "'");
    if (std::optional<ElfView::Section> section = elf.section(symbol->entry.st_shndx))
      entry.section = section->name;
    entry.firstInstruction = symbol->entry.st_value / sizeof(bpf_insn);
    entry.instructions = bpf_program__insn_cnt(entry.program);
    bpf_program__set_autoload(entry.program, true);
    programs.push_back(entry);
  }
  return {};
}

Result<void> Object::findMaps() {
  for (const MapInfo &info : artifact->maps) {
    bpf_map *map = findMap(object.get(), info.elf.c_str());
    if (!map)
      return failure("the object has no map '" + info.elf + "'");
    maps.push_back(map);
  }
  bpf_map *ring = findMap(object.get(), Artifact::kRingBuffer);
  if (!ring && !artifact->events.empty())
    return failure("the object has no map " + symbolName(Artifact::kRingBuffer));
  if (uint64_t pages = artifact->config.perfRingBufferPages; ring && pages) {
    uint32_t bytes = 4096;
    while (bytes < (1u << 30) && bytes / 4096 < pages)
      bytes *= 2;
    bpf_map__set_max_entries(ring, bytes);
  }
  return {};
}

Result<void> Object::setParameters(const Parameters &given) {
  if (artifact->params.empty())
    return writeParameters(*artifact, given, nullptr, 0);
  size_t size = 0;
  bpf_map *constants = findMap(object.get(), ".rodata");
  std::optional<ElfView::Symbol> symbol = elf.symbol(Artifact::kParamsSymbol);
  const void *initial = constants ? bpf_map__initial_value(constants, &size) : nullptr;
  if (!initial || !symbol || symbol->entry.st_value > size)
    return failure("the object has no " + symbolName(Artifact::kParamsSymbol));
  const uint8_t *begin = static_cast<const uint8_t *>(initial);
  std::vector<uint8_t> section(begin, begin + size);
  size_t at = symbol->entry.st_value;
  if (Result<void> written = writeParameters(*artifact, given, section.data() + at, size - at);
      !written)
    return written;
  if (int status = bpf_map__set_initial_value(constants, section.data(), size); status < 0)
    return failure("the parameters cannot be set: " + std::string(std::strerror(-status)));
  return {};
}

void Object::disable(size_t probe) { bpf_program__set_autoload(programs[probe].program, false); }

bool Object::load(DiagnosticEngine &diagnostics, const Places &places) {
  LibbpfLog log;
  if (int status = bpf_object__load(object.get()); status < 0) {
    reportFailure(-status, log, diagnostics, places);
    return false;
  }
  // The program runs without its debug information, but a later refusal could
  // not be explained, so this must not pass unseen.
  if (const std::string *warning = log.find("Error loading .BTF"))
    diagnostics.warning("btf", "the kernel refused the program's debug information").note(*warning);
  return true;
}

void Object::reportFailure(int code, const LibbpfLog &log, DiagnosticEngine &diagnostics,
                           const Places &places) const {
  if (reportRefusedProgram(code, log, diagnostics, places))
    return;
  if (code == EPERM) {
    diagnostics.error("no permission to load BPF programs")
        .note("run as root, or with CAP_BPF and CAP_PERFMON");
    return;
  }
  Diagnostic &report =
      diagnostics.error("the program cannot be loaded: " + std::string(std::strerror(code)));
  for (const std::string &message : log.warnings())
    report.note(message);
}

bool Object::reportRefusedProgram(int code, const LibbpfLog &log, DiagnosticEngine &diagnostics,
                                  const Places &places) const {
  std::optional<FailedProgram> failed = findFailedProgram(log);
  if (!failed)
    return false;
  for (size_t i = 0; i < programs.size(); ++i) {
    const ProbeInfo &probe = artifact->probes[i];
    if (probe.program != failed->name)
      continue;
    RefusedProgram program = {programs[i].section, programs[i].firstInstruction,
                              programs[i].instructions, probe.where};
    std::optional<ElfView::Section> btf = elf.section(".BTF"), ext = elf.section(".BTF.ext");
    LineTable lines(btf ? btf->data : std::string_view(), ext ? ext->data : std::string_view());
    reportRefusal(diagnostics, failed->log, code, program, lines, places);
    return true;
  }
  return false;
}

int Object::programFd(size_t probe) const { return bpf_program__fd(programs[probe].program); }

Result<MapAccess> Object::map(size_t index, uint32_t cpus) const {
  bpf_map *map = maps[index];
  return MapAccess::open(artifact->maps[index], bpf_map__fd(map), bpf_map__key_size(map),
                         bpf_map__value_size(map), cpus);
}

int Object::mapFd(const std::string &symbol) const {
  bpf_map *map = findMap(object.get(), symbol.c_str());
  return map ? bpf_map__fd(map) : -1;
}

int Object::ringBufferFd() const { return mapFd(Artifact::kRingBuffer); }

Result<CounterArray> Object::counters(const char *name, size_t count) const {
  CounterArray array;
  if (count == 0)
    return array;
  std::optional<ElfView::Symbol> symbol = elf.symbol(name);
  std::optional<ElfView::Section> section;
  if (symbol)
    section = elf.section(symbol->entry.st_shndx);
  bpf_map *map = section && section->name == ".bss" ? findMap(object.get(), ".bss") : nullptr;
  size_t size = map ? bpf_map__value_size(map) : 0;
  if (!map || symbol->entry.st_value > size || (size - symbol->entry.st_value) / 8 < count)
    return failure("the object has no room for " + symbolName(name));
  array.offset = symbol->entry.st_value;
  array.count = count;
  array.mapFd = bpf_map__fd(map);
  if (Result<Mapping> live = Mapping::of(array.mapFd, size))
    array.live = std::move(*live);
  else
    array.section.resize(size);
  return array;
}

bool CounterArray::read(std::vector<uint64_t> &values) {
  values.resize(count);
  const char *begin = live.bytes().data();
  if (!begin && count) {
    uint32_t key = 0;
    if (bpf_map_lookup_elem(mapFd, &key, section.data()) != 0)
      return false;
    begin = reinterpret_cast<const char *>(section.data());
  }
  if (count)
    std::memcpy(values.data(), begin + offset, count * 8);
  return true;
}

} // namespace sonde
