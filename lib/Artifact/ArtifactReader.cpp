//===- ArtifactReader.cpp - An artifact from JSON, or what is wrong with it ===//
//
// After a successful read every index, offset and size is within its bounds, so
// that nothing in the runtime checks them again. What depends on the object (do
// its maps exist, have they these sizes) is checked when that is opened.
//
//===----------------------------------------------------------------------===//
#include "lib/Artifact/Artifact.h"
#include "lib/Artifact/TypeJson.h"

#include <algorithm>
#include <set>

using nlohmann::json;

namespace sonde {
namespace {

constexpr size_t kMaxText = 64 << 20;
constexpr size_t kMaxEntries = 1 << 16;
constexpr uint32_t kHeaderSize = 8;
constexpr uint64_t kMaxRecord = 1 << 20;
constexpr uint64_t kMaxParams = 1 << 20;

bool isPerCpu(MapStorage storage) {
  return storage == MapStorage::PercpuHash || storage == MapStorage::PercpuLruHash ||
         storage == MapStorage::PercpuArray;
}

bool isArray(MapStorage storage) {
  return storage == MapStorage::Array || storage == MapStorage::PercpuArray;
}

bool isTyped(AttachKind kind) {
  return kind == AttachKind::BtfTracepoint || kind == AttachKind::Fentry ||
         kind == AttachKind::Fexit;
}

/// Kinds that this version knows how to show.
bool isShown(TypeKind kind) {
  switch (kind) {
  case TypeKind::Void:
  case TypeKind::KernelStack:
  case TypeKind::UserStack:
  case TypeKind::CgroupPath:
  case TypeKind::Timestamp:
  case TypeKind::TimestampMode:
    return false;
  default:
    return true;
  }
}

/// Finds a part of `type` that cannot be shown, or that stands where only a
/// map's value may. Members of structs may lack a type: a C `float` is `null`.
std::string faultOfValue(const Type &type) {
  if (type.isAggregate())
    return "'" + type.str() + "' can only be the value of a map";
  if (!isShown(type.kind()))
    return "values of type '" + type.str() + "' cannot be shown by this version";
  if (type.is(TypeKind::Array))
    return faultOfValue(type.element());
  for (const Type::Element &element : type.elements())
    if (std::string fault = faultOfValue(element.type()); !fault.empty())
      return fault;
  if (type.is(TypeKind::Struct) && type.definition())
    for (const StructMember &member : type.definition()->members)
      if (std::string fault = faultOfValue(member.type); !fault.empty())
        return fault;
  return "";
}

/// A value that is stored or sent: shown somewhere, and of a known size.
Type readValue(const JsonReader &in) {
  Type type = typeFromJson(in);
  if (in.failed())
    return type;
  if (std::string fault = faultOfValue(type); !fault.empty())
    in.fail(fault);
  else if (type.is(TypeKind::None) || (type.is(TypeKind::Struct) && !type.definition()))
    in.fail("a value of unknown size");
  return type;
}

class ArtifactReader {
public:
  ArtifactReader(const json &document, std::optional<Error> &fault) : root(document, fault) {}

  Artifact read() {
    artifact.compiler = root.at("compiler").string();
    readNeeds(root.at("needs"));
    // Places refer to files, events and error sites to maps.
    each("files", artifact.files, &ArtifactReader::readFile);
    each("maps", artifact.maps, &ArtifactReader::readMap);
    each("events", artifact.events, &ArtifactReader::readEvent);
    each("error_sites", artifact.errorSites, &ArtifactReader::readErrorSite);
    each("probes", artifact.probes, &ArtifactReader::readProbe);
    each("params", artifact.params, &ArtifactReader::readParam);
    if (root.has("texts"))
      each("texts", artifact.texts, &ArtifactReader::readText);
    readConfig(root.at("config"));
    return std::move(artifact);
  }

private:
  JsonReader root;
  Artifact artifact;
  std::set<std::string> symbols; ///< Of maps and programs: each is used once.

  template <typename T>
  void each(const char *key, std::vector<T> &out, T (ArtifactReader::*one)(const JsonReader &)) {
    JsonReader list = root.at(key);
    for (size_t i = 0, end = list.size(kMaxEntries); i < end && !root.failed(); ++i)
      out.push_back((this->*one)(list.at(i)));
  }

  void readNeeds(const JsonReader &in) {
    artifact.needs.kernel = in.at("kernel").string();
    JsonReader features = in.at("features"), helpers = in.at("helpers");
    for (size_t i = 0, end = features.size(kMaxEntries); i < end && !in.failed(); ++i)
      artifact.needs.features.push_back(features.at(i).string());
    for (size_t i = 0, end = helpers.size(kMaxEntries); i < end && !in.failed(); ++i)
      artifact.needs.helpers.push_back(helpers.at(i).number(UINT32_MAX));
  }

  ScriptFile readFile(const JsonReader &in) {
    return {in.at("name").bytes(), in.at("text").bytes()};
  }

  SourcePlace readPlace(const JsonReader &in) {
    SourcePlace place;
    place.file = in.at("file").number(UINT32_MAX);
    place.line = in.at("line").number(UINT32_MAX);
    place.column = in.at("column").number(UINT32_MAX);
    place.endColumn = in.at("end_column").number(UINT32_MAX);
    if (place.line && place.file >= artifact.files.size())
      in.fail("there is no file " + std::to_string(place.file));
    return place;
  }

  std::string readSymbol(const JsonReader &in) {
    std::string symbol = in.string();
    if (symbol.empty())
      in.fail("a symbol needs a name");
    else if (!symbols.insert(symbol).second)
      in.fail("the symbol '" + symbol + "' is used twice");
    return symbol;
  }

  MapInfo readMap(const JsonReader &in) {
    MapInfo map;
    map.name = in.at("name").string();
    if (map.name.empty() || map.name[0] != '@')
      in.at("name").fail("a map's name begins with '@'");
    map.elf = readSymbol(in.at("elf"));
    map.storage = in.at("storage").word(kMapStorageNames);
    if (in.has("key"))
      map.key = readValue(in.at("key"));
    if (map.key && isArray(map.storage))
      in.fail("a map with keys cannot be stored in an array");
    JsonReader value = in.at("value");
    map.value = typeFromJson(value);
    if (!map.value.isAggregate())
      map.value = readValue(value);
    if (isPerCpu(map.storage) && !map.value.isAggregate())
      value.fail("only aggregations are stored per CPU");
    return map;
  }

  uint32_t readMapIndex(const JsonReader &in) {
    uint64_t index = in.number(UINT32_MAX);
    if (index >= artifact.maps.size())
      in.fail("there is no map " + std::to_string(index));
    return index;
  }

  EventInfo readEvent(const JsonReader &in) {
    EventInfo event;
    event.kind = in.at("kind").word(kEventKindNames);
    event.where = readPlace(in.at("where"));
    event.size = in.at("size").number(kMaxRecord);
    if (event.size < kHeaderSize)
      in.at("size").fail("a record begins with 8 bytes of header");
    JsonReader fields = in.at("fields");
    for (size_t i = 0, end = fields.size(kMaxEntries); i < end && !in.failed(); ++i)
      event.fields.push_back(readField(fields.at(i), event.size));
    switch (event.kind) {
    case EventKind::Printf:
      event.format = in.at("format").bytes();
      break;
    case EventKind::PrintMap:
      event.top = in.at("top").number(UINT64_MAX);
      event.div = in.at("div").number(UINT64_MAX);
      event.map = readMapIndex(in.at("map"));
      break;
    case EventKind::ClearMap:
    case EventKind::ZeroMap:
      event.map = readMapIndex(in.at("map"));
      break;
    case EventKind::Print:
      if (event.fields.size() != 1)
        fields.fail("one value is printed");
      break;
    case EventKind::Exit:
      if (event.fields.size() != 1 || !event.fields[0].type.isInteger())
        fields.fail("the exit code is one integer");
      break;
    }
    return event;
  }

  EventInfo::Field readField(const JsonReader &in, uint32_t recordSize) {
    EventInfo::Field field;
    field.offset = in.at("at").number(kMaxRecord);
    field.type = readValue(in.at("type"));
    if (field.offset < kHeaderSize || field.offset + field.type.size() > recordSize)
      in.fail("lies outside of the record's " + std::to_string(recordSize) + " bytes");
    return field;
  }

  ErrorSite readErrorSite(const JsonReader &in) {
    ErrorSite site;
    site.kind = in.at("kind").word(kErrorKindNames);
    site.where = readPlace(in.at("where"));
    if (site.kind == ErrorSite::Kind::MapFull)
      site.map = readMapIndex(in.at("map"));
    if (site.kind == ErrorSite::Kind::Helper)
      site.helper = in.at("helper").string();
    return site;
  }

  ProbeInfo readProbe(const JsonReader &in) {
    ProbeInfo probe;
    probe.program = readSymbol(in.at("program"));
    probe.where = readPlace(in.at("where"));
    JsonReader points = in.at("attach");
    for (size_t i = 0, end = points.size(kMaxEntries); i < end && !in.failed(); ++i)
      probe.attach.push_back(readAttachPoint(points.at(i)));
    if (probe.attach.empty())
      points.fail("a probe is attached somewhere");
    // The kernel loads a program as one kind, and for one typed target.
    if (probe.attach.size() > 1 && isTyped(probe.attach[0].kind))
      points.fail("a program with typed arguments has one attach point");
    for (const AttachInfo &point : probe.attach)
      if (point.kind != probe.attach[0].kind)
        points.fail("one program is attached in two ways");
    return probe;
  }

  AttachInfo readAttachPoint(const JsonReader &in) {
    AttachInfo point;
    point.kind = in.at("kind").word(kAttachKindNames);
    point.name = in.at("name").string();
    point.where = readPlace(in.at("where"));
    if (in.has("target"))
      point.target = readWithoutNul(in.at("target"));
    if (in.has("function"))
      point.function = readWithoutNul(in.at("function"));
    if (in.has("offset"))
      point.offset = in.at("offset").number(UINT64_MAX);
    if (in.has("unit"))
      point.unit = in.at("unit").string();
    if (in.has("value"))
      point.value = in.at("value").number(UINT64_MAX);
    if (const char *missing = whatIsMissing(point))
      in.fail(std::string("needs ") + missing);
    return point;
  }

  /// Names that go to the kernel as C strings.
  std::string readWithoutNul(const JsonReader &in) {
    std::string text = in.string();
    if (text.find('\0') != std::string::npos)
      in.fail("a name holds no NUL");
    return text;
  }

  static const char *whatIsMissing(const AttachInfo &point) {
    switch (point.kind) {
    case AttachKind::Begin:
    case AttachKind::End:
      return nullptr;
    case AttachKind::Tracepoint:
      // Both become parts of a path.
      if (point.target.empty() || point.target.find('/') != std::string::npos)
        return "a tracepoint's category in 'target'";
      if (point.function.empty() || point.function.find('/') != std::string::npos)
        return "a tracepoint's name in 'function'";
      return nullptr;
    case AttachKind::Uprobe:
    case AttachKind::Uretprobe:
      if (point.target.empty())
        return "a path in 'target'";
      return point.function.empty() && !point.offset ? "'function' or 'offset'" : nullptr;
    case AttachKind::Profile:
    case AttachKind::Interval:
      return isTimer(point) ? nullptr : "a 'unit' of time and a 'value' that fits it";
    default:
      return point.function.empty() ? "'function'" : nullptr;
    }
  }

  /// Is the period, in nanoseconds, a number the kernel can count?
  static bool isTimer(const AttachInfo &point) {
    constexpr uint64_t kYear = 31'536'000;
    const std::pair<const char *, uint64_t> limits[] = {{"hz", 1'000'000'000},
                                                        {"s", kYear},
                                                        {"ms", kYear * 1'000},
                                                        {"us", kYear * 1'000'000},
                                                        {"ns", kYear * 1'000'000'000}};
    for (const auto &[unit, limit] : limits)
      if (point.unit == unit)
        return point.value > 0 && point.value <= limit;
    return false;
  }

  std::string readText(const JsonReader &in) { return in.bytes(); }

  ParamInfo readParam(const JsonReader &in) {
    ParamInfo param;
    param.name = in.at("name").string();
    param.type = typeFromJson(in.at("type"));
    param.offset = in.at("offset").number(kMaxParams);
    param.fallback = in.at("default").bytes();
    if (in.has("description"))
      param.description = in.at("description").bytes();
    if (!param.type.isInteger() && !param.type.is(TypeKind::Bool) &&
        !param.type.is(TypeKind::String))
      in.fail("a parameter is an integer, a flag or a string");
    bool isOwn = param.name == Artifact::kStartTimeParam || param.name == Artifact::kCpusParam ||
                 param.name == Artifact::kTaiOffsetParam ||
                 param.name.rfind(Artifact::kAddressPrefix, 0) == 0;
    if (isOwn && !(param.type.isInteger() && param.type.bits() == 64))
      in.fail("what the runtime sets has 64 bits");
    if (param.type.size() == 0 || param.offset + uint64_t{param.type.size()} > kMaxParams)
      in.fail("a parameter of this size does not fit anywhere");
    return param;
  }

  void readConfig(const JsonReader &in) {
    RunConfig &config = artifact.config;
    config.license = in.at("license").string();
    config.printMapsOnExit = in.at("print_maps_on_exit").boolean();
    config.stringTruncationTrailer = in.at("str_trunc_trailer").bytes();
    config.maxProbes = in.at("max_probes").number(UINT64_MAX);
    config.perfRingBufferPages = in.at("perf_rb_pages").number(UINT64_MAX);
    config.missingProbes = in.at("missing_probes").word(kMissingProbesNames);
    // Not in programs of older compilers.
    if (in.has("cpp_demangle"))
      config.demangle = in.at("cpp_demangle").boolean();
    if (in.has("lazy_symbolication"))
      config.lazySymbolication = in.at("lazy_symbolication").boolean();
    if (in.has("cache_user_symbols"))
      config.userSymbols = in.at("cache_user_symbols").word(kUserSymbolCacheNames);
  }
};

} // namespace

Result<Artifact> readArtifact(std::string_view text) {
  if (text.size() > kMaxText)
    return failure("the program description is too large");
  json document = json::parse(text.begin(), text.end(), nullptr, /*allow_exceptions=*/false);
  if (document.is_discarded())
    return failure("the program description is not JSON");
  std::optional<Error> fault;
  JsonReader root(document, fault);
  uint64_t schema = root.at("schema").number(UINT32_MAX);
  if (!fault && schema > Artifact::kSchema)
    return failure("the program was made by a newer compiler (schema " + std::to_string(schema) +
                   "; this program reads up to " + std::to_string(Artifact::kSchema) + ")");
  if (!fault && schema == 0)
    fault = failure("'schema': there is no schema 0");
  if (fault)
    return failure("invalid program description: " + fault->message);
  Artifact artifact = ArtifactReader(document, fault).read();
  if (fault)
    return failure("invalid program description: " + fault->message);
  return artifact;
}

} // namespace sonde
