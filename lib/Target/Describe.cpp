//===- Describe.cpp - From the bpf dialect to the artifact ----------------===//
#include "lib/Target/Describe.h"

#include "dialect/BPF/IR/BPF.h"
#include "dialect/Tracing/IR/Tracing.h"

#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringMap.h"
#include "llvm/ADT/StringSwitch.h"

#include <algorithm>
#include <cctype>
#include <set>

using namespace mlir;

namespace sonde {
namespace {

/// The files of the script and the places in them.
class Places {
public:
  Places(ModuleOp module, std::vector<ScriptFile> &files);
  SourcePlace of(Location location);

private:
  std::vector<ScriptFile> &files;
  uint32_t fileNamed(StringRef name);
};

Places::Places(ModuleOp module, std::vector<ScriptFile> &files) : files(files) {
  // The first file is the script itself, whatever the dictionary's order.
  for (auto program : module.getOps<bpf::ProgOp>()) {
    of(program.getLoc());
    break;
  }
  auto texts = module->getAttrOfType<DictionaryAttr>("bpf.sources");
  if (!texts)
    return;
  for (NamedAttribute each : texts)
    if (auto text = dyn_cast<StringAttr>(each.getValue()))
      files[fileNamed(each.getName())].text = text.str();
}

uint32_t Places::fileNamed(StringRef name) {
  auto found = llvm::find_if(files, [&](const ScriptFile &file) { return file.name == name; });
  if (found == files.end())
    found = files.insert(files.end(), ScriptFile{name.str(), ""});
  return found - files.begin();
}

/// The end of the word that begins at a column: locations have no end.
uint32_t wordEnd(StringRef text, uint32_t line, uint32_t column) {
  for (uint32_t i = 1; i < line; ++i)
    text = text.split('\n').second;
  text = text.take_until([](char c) { return c == '\n'; });
  uint32_t end = column;
  while (end <= text.size() && (std::isalnum(static_cast<unsigned char>(text[end - 1])) ||
                                text[end - 1] == '_' || end == column))
    ++end;
  return end;
}

SourcePlace Places::of(Location location) {
  FileLineColLoc place;
  location->walk([&](Location inner) {
    place = dyn_cast<FileLineColLoc>(inner);
    return place ? WalkResult::interrupt() : WalkResult::advance();
  });
  SourcePlace result;
  if (!place || !place.getLine())
    return result;
  result.file = fileNamed(place.getFilename());
  result.line = place.getLine();
  result.column = std::max(1u, place.getColumn());
  result.endColumn = wordEnd(files[result.file].text, result.line, result.column);
  return result;
}

std::optional<EventKind> eventKind(StringRef word) {
  return llvm::StringSwitch<std::optional<EventKind>>(word)
      .Case("printf", EventKind::Printf)
      .Case("print", EventKind::Print)
      .Case("print_map", EventKind::PrintMap)
      .Case("clear_map", EventKind::ClearMap)
      .Case("zero_map", EventKind::ZeroMap)
      .Case("exit", EventKind::Exit)
      .Default(std::nullopt);
}

std::optional<ErrorSite::Kind> errorKind(StringRef word) {
  return llvm::StringSwitch<std::optional<ErrorSite::Kind>>(word)
      .Case("divide_by_zero", ErrorSite::Kind::DivideByZero)
      .Case("map_full", ErrorSite::Kind::MapFull)
      .Case("helper", ErrorSite::Kind::Helper)
      .Case("out_of_range", ErrorSite::Kind::OutOfRange)
      .Case("loop_limit", ErrorSite::Kind::LoopLimit)
      .Default(std::nullopt);
}

std::optional<MapStorage> mapStorage(bpf::MapKind kind) {
  switch (kind) {
  case bpf::MapKind::Hash:
    return MapStorage::Hash;
  case bpf::MapKind::LruHash:
    return MapStorage::LruHash;
  case bpf::MapKind::PercpuHash:
    return MapStorage::PercpuHash;
  case bpf::MapKind::LruPercpuHash:
    return MapStorage::PercpuLruHash;
  case bpf::MapKind::Array:
    return MapStorage::Array;
  case bpf::MapKind::PercpuArray:
    return MapStorage::PercpuArray;
  default:
    return std::nullopt;
  }
}

AttachKind attachKind(tr::AttachKind kind) {
  switch (kind) {
  case tr::AttachKind::Begin:
    return AttachKind::Begin;
  case tr::AttachKind::End:
    return AttachKind::End;
  case tr::AttachKind::Tracepoint:
    return AttachKind::Tracepoint;
  case tr::AttachKind::RawTracepoint:
    return AttachKind::RawTracepoint;
  case tr::AttachKind::BtfTracepoint:
    return AttachKind::BtfTracepoint;
  case tr::AttachKind::Kprobe:
    return AttachKind::Kprobe;
  case tr::AttachKind::Kretprobe:
    return AttachKind::Kretprobe;
  case tr::AttachKind::Uprobe:
    return AttachKind::Uprobe;
  case tr::AttachKind::Uretprobe:
    return AttachKind::Uretprobe;
  case tr::AttachKind::Fentry:
    return AttachKind::Fentry;
  case tr::AttachKind::Fexit:
    return AttachKind::Fexit;
  case tr::AttachKind::Profile:
    return AttachKind::Profile;
  case tr::AttachKind::Interval:
    return AttachKind::Interval;
  }
  return AttachKind::Begin;
}

AttachInfo attachPoint(tr::AttachAttr attach) {
  AttachInfo point;
  point.kind = attachKind(attach.getKind());
  point.name = attach.displayName();
  StringRef target = attach.getTarget().getValue();
  switch (point.kind) {
  case AttachKind::Begin:
  case AttachKind::End:
    break;
  case AttachKind::Tracepoint:
    point.target = target.split(':').first.str();
    point.function = target.split(':').second.str();
    break;
  case AttachKind::RawTracepoint:
  case AttachKind::BtfTracepoint:
    point.function = attach.has("event") ? attach.text("event").str() : target.str();
    break;
  case AttachKind::Kprobe:
  case AttachKind::Kretprobe:
  case AttachKind::Fentry:
  case AttachKind::Fexit:
    point.target = attach.text("module").str();
    point.function = attach.text("function").str();
    point.offset = attach.number("offset");
    break;
  case AttachKind::Uprobe:
  case AttachKind::Uretprobe:
    point.target = attach.text("path").str();
    point.function = attach.text("function").str();
    point.offset = attach.number("offset");
    break;
  case AttachKind::Profile:
  case AttachKind::Interval:
    point.unit = attach.text("unit").str();
    point.value = attach.number("value");
    break;
  }
  return point;
}

RunConfig runConfig(ModuleOp module) {
  tr::ConfigAttr config = tr::ConfigAttr::lookup(module);
  RunConfig run;
  run.license = config.text("license", run.license).str();
  run.printMapsOnExit = config.number("print_maps_on_exit", run.printMapsOnExit) != 0;
  run.stringTruncationTrailer = config.text("str_trunc_trailer", run.stringTruncationTrailer).str();
  run.maxProbes = config.number("max_probes", run.maxProbes);
  run.perfRingBufferPages = config.number("perf_rb_pages", run.perfRingBufferPages);
  run.demangle = config.number("cpp_demangle", run.demangle) != 0;
  run.lazySymbolication = config.number("lazy_symbolication", run.lazySymbolication) != 0;
  run.userSymbols = llvm::StringSwitch<UserSymbolCache>(config.text("cache_user_symbols", ""))
                        .Case("PER_PROGRAM", UserSymbolCache::PerProgram)
                        .Case("NONE", UserSymbolCache::None)
                        .Default(UserSymbolCache::PerProcess);
  run.missingProbes =
      llvm::StringSwitch<RunConfig::MissingProbes>(config.text("missing_probes", "error"))
          .Case("warn", RunConfig::MissingProbes::Warn)
          .Case("ignore", RunConfig::MissingProbes::Ignore)
          .Default(RunConfig::MissingProbes::Error);
  return run;
}

/// Gathers what the programs use, and the oldest release that has all of it.
class NeedsFinder {
public:
  explicit NeedsFinder(ModuleOp module) : module(module), release(oldestSupported()) {}

  Needs find() {
    if (bpf::TargetEnv::lookup(module).cpuVersion() == "v4")
      feature(bpf::Feature::cpu_v4);
    module.walk([&](Operation *op) { visit(op); });
    Needs needs;
    needs.kernel = std::to_string(release.first) + "." + std::to_string(release.second);
    needs.features.assign(features.begin(), features.end());
    needs.helpers.assign(helpers.begin(), helpers.end());
    return needs;
  }

private:
  ModuleOp module;
  std::pair<unsigned, unsigned> release;
  std::set<std::string> features;
  std::set<uint32_t> helpers;

  static std::pair<unsigned, unsigned> oldestSupported() {
    bpf::TargetEnv oldest{bpf::TargetAttr()};
    return {oldest.major(), oldest.minor()};
  }

  void feature(bpf::Feature needed) {
    const bpf::FeatureInfo &info = bpf::featureInfo(needed);
    features.insert(info.name);
    release = std::max(release, {info.major, info.minor});
  }

  void visit(Operation *op) {
    if (auto helper = dyn_cast<bpf::HelperCallOpInterface>(op)) {
      helpers.insert(helper.getHelperId());
      if (const bpf::HelperInfo *info = bpf::helperById(helper.getHelperId()))
        release = std::max(release, {info->major, info->minor});
    }
    if (auto available = dyn_cast<bpf::AvailabilityOpInterface>(op))
      if (std::optional<bpf::Feature> needed = available.getRequiredFeature())
        feature(*needed);
    if (auto atomic = dyn_cast<bpf::AtomicOp>(op); atomic && atomic.getRequiredFeature())
      feature(bpf::Feature::atomic_fetch);
    if (auto map = dyn_cast<bpf::MapOp>(op); map && map.getKind() == bpf::MapKind::Ringbuf)
      feature(bpf::Feature::ringbuf);
    if (auto program = dyn_cast<bpf::ProgOp>(op)) {
      if (program.getType() == bpf::ProgType::RawTracepoint)
        feature(bpf::Feature::raw_tracepoint);
      if (program.getType() == bpf::ProgType::Tracing)
        feature(bpf::Feature::btf_tracing);
    }
  }
};

class Describer {
public:
  explicit Describer(ModuleOp module) : module(module), places(module, artifact.files) {}

  FailureOr<Artifact> describe();

private:
  ModuleOp module;
  Artifact artifact;
  Places places;
  llvm::StringMap<uint32_t> mapIndices; ///< By ELF symbol.

  LogicalResult describeMap(bpf::MapOp map);
  LogicalResult describeEvent(bpf::EventOp event);
  LogicalResult describeErrorSite(bpf::ErrorSiteOp site);
  void describeParam(bpf::ParamOp param);
  LogicalResult describeProbe(bpf::ProgOp program);
  LogicalResult mapIndex(Operation *op, std::optional<StringRef> symbol, uint32_t &index);
  template <typename T> LogicalResult place(Operation *op, int64_t id, std::vector<T> &in, T entry);
};

/// Descriptors carry their own numbers; they may stand in any order.
template <typename T>
LogicalResult Describer::place(Operation *op, int64_t id, std::vector<T> &in, T entry) {
  if (id < 0 || static_cast<size_t>(id) >= in.size())
    return op->emitOpError("has number ") << id << ", but there are only " << in.size();
  in[id] = std::move(entry);
  return success();
}

LogicalResult Describer::mapIndex(Operation *op, std::optional<StringRef> symbol, uint32_t &index) {
  if (!symbol)
    return success();
  auto found = mapIndices.find(*symbol);
  if (found == mapIndices.end())
    return op->emitOpError("names '") << *symbol << "', which is no map of the script";
  index = found->second;
  return success();
}

LogicalResult Describer::describeMap(bpf::MapOp map) {
  if (!map.getScript())
    return success();
  std::optional<MapStorage> storage = mapStorage(map.getKind());
  if (!storage || !map.getScriptValue())
    return map.emitOpError("cannot hold a map of the script");
  MapInfo info;
  info.name = map.getScript()->str();
  info.elf = map.getSymName().str();
  info.value = scriptType(*map.getScriptValue(), module);
  if (map.getScriptKey())
    info.key = scriptType(*map.getScriptKey(), module);
  info.storage = *storage;
  mapIndices[map.getSymName()] = artifact.maps.size();
  artifact.maps.push_back(std::move(info));
  return success();
}

LogicalResult Describer::describeEvent(bpf::EventOp event) {
  EventInfo info;
  std::optional<EventKind> kind = eventKind(event.getKind());
  if (!kind)
    return event.emitOpError("has an unknown kind '") << event.getKind() << "'";
  if (event.getFields().size() != event.getOffsets().size())
    return event.emitOpError("has ") << event.getFields().size() << " fields, but "
                                     << event.getOffsets().size() << " offsets";
  info.kind = *kind;
  info.format = event.getFormat().value_or("").str();
  info.size = event.getSize();
  for (auto [type, offset] :
       llvm::zip_equal(event.getFields().getAsValueRange<TypeAttr>(), event.getOffsets()))
    info.fields.push_back({static_cast<uint32_t>(offset), scriptType(type, module)});
  if (failed(mapIndex(event, event.getMap(), info.map)))
    return mlir::failure();
  info.top = event.getTop().value_or(0);
  info.div = event.getDiv().value_or(0);
  info.where = places.of(event.getLoc());
  return place(event, event.getId(), artifact.events, std::move(info));
}

LogicalResult Describer::describeErrorSite(bpf::ErrorSiteOp site) {
  ErrorSite info;
  std::optional<ErrorSite::Kind> kind = errorKind(site.getKind());
  if (!kind)
    return site.emitOpError("has an unknown kind '") << site.getKind() << "'";
  info.kind = *kind;
  info.helper = site.getHelper().value_or("").str();
  if (failed(mapIndex(site, site.getMap(), info.map)))
    return mlir::failure();
  info.where = places.of(site.getLoc());
  return place(site, site.getId(), artifact.errorSites, std::move(info));
}

void Describer::describeParam(bpf::ParamOp param) {
  artifact.params.push_back({param.getName().str(), scriptType(param.getType(), module),
                             static_cast<uint32_t>(param.getOffset()), param.getFallback().str(),
                             param.getDescription().value_or("").str()});
}

LogicalResult Describer::describeProbe(bpf::ProgOp program) {
  ProbeInfo info;
  info.program = program.getSymName().str();
  info.where = places.of(program.getLoc());
  for (Attribute each : program.getAttach()) {
    auto attach = dyn_cast<tr::AttachAttr>(each);
    if (!attach)
      return program.emitOpError("has ") << each << " among its attach points";
    info.attach.push_back(attachPoint(attach));
    info.attach.back().where = info.where;
  }
  artifact.probes.push_back(std::move(info));
  return success();
}

FailureOr<Artifact> Describer::describe() {
  artifact.events.resize(llvm::range_size(module.getOps<bpf::EventOp>()));
  artifact.errorSites.resize(llvm::range_size(module.getOps<bpf::ErrorSiteOp>()));
  // Events and error sites refer to maps.
  for (auto map : module.getOps<bpf::MapOp>())
    if (failed(describeMap(map)))
      return mlir::failure();
  for (auto event : module.getOps<bpf::EventOp>())
    if (failed(describeEvent(event)))
      return mlir::failure();
  for (auto site : module.getOps<bpf::ErrorSiteOp>())
    if (failed(describeErrorSite(site)))
      return mlir::failure();
  for (auto param : module.getOps<bpf::ParamOp>())
    describeParam(param);
  for (auto program : module.getOps<bpf::ProgOp>())
    if (failed(describeProbe(program)))
      return mlir::failure();
  if (auto texts = module->getAttrOfType<ArrayAttr>("tracing.texts"))
    for (auto text : texts.getAsRange<StringAttr>())
      artifact.texts.push_back(text.str());
  artifact.config = runConfig(module);
  artifact.needs = NeedsFinder(module).find();
  return std::move(artifact);
}

} // namespace

FailureOr<Artifact> describeProgram(ModuleOp module) {
  // A module may hold none of its types; the settings are its attribute anyway.
  module.getContext()->getOrLoadDialect<tr::TracingDialect>();
  return Describer(module).describe();
}

} // namespace sonde
