//===- ArtifactWriter.cpp - The artifact as JSON --------------------------===//
#include "lib/Artifact/Artifact.h"
#include "lib/Artifact/TypeJson.h"

using nlohmann::json;

namespace sonde {
namespace {

/// Applies `describe` to each element.
template <typename List, typename Describe> json listOf(const List &list, Describe describe) {
  json out = json::array();
  for (const auto &element : list)
    out.push_back(describe(element));
  return out;
}

json describePlace(const SourcePlace &place) {
  return {{"file", place.file},
          {"line", place.line},
          {"column", place.column},
          {"end_column", place.endColumn}};
}

json describeMap(const MapInfo &map) {
  json out = {{"name", map.name},
              {"elf", map.elf},
              {"value", jsonFromType(map.value)},
              {"storage", nameOf(kMapStorageNames, map.storage)}};
  if (map.key)
    out["key"] = jsonFromType(*map.key);
  return out;
}

json describeEvent(const EventInfo &event) {
  json out = {{"kind", nameOf(kEventKindNames, event.kind)},
              {"size", event.size},
              {"where", describePlace(event.where)},
              {"fields", listOf(event.fields, [](const EventInfo::Field &field) -> json {
                 return {{"at", field.offset}, {"type", jsonFromType(field.type)}};
               })}};
  switch (event.kind) {
  case EventKind::Printf:
    out["format"] = jsonFromBytes(event.format);
    break;
  case EventKind::PrintMap:
    out.update({{"map", event.map}, {"top", event.top}, {"div", event.div}});
    break;
  case EventKind::ClearMap:
  case EventKind::ZeroMap:
    out["map"] = event.map;
    break;
  case EventKind::Print:
  case EventKind::Exit:
    break;
  }
  return out;
}

json describeErrorSite(const ErrorSite &site) {
  json out = {{"kind", nameOf(kErrorKindNames, site.kind)}, {"where", describePlace(site.where)}};
  if (site.kind == ErrorSite::Kind::MapFull)
    out["map"] = site.map;
  if (site.kind == ErrorSite::Kind::Helper)
    out["helper"] = site.helper;
  return out;
}

json describeAttachPoint(const AttachInfo &point) {
  json out = {{"kind", nameOf(kAttachKindNames, point.kind)},
              {"name", point.name},
              {"where", describePlace(point.where)}};
  // Which of these mean something depends on the kind; the rest is empty.
  if (!point.target.empty())
    out["target"] = point.target;
  if (!point.function.empty())
    out["function"] = point.function;
  if (point.offset)
    out["offset"] = point.offset;
  if (!point.unit.empty())
    out["unit"] = point.unit;
  if (point.value)
    out["value"] = point.value;
  return out;
}

json describeProbe(const ProbeInfo &probe) {
  return {{"program", probe.program},
          {"attach", listOf(probe.attach, describeAttachPoint)},
          {"where", describePlace(probe.where)}};
}

json describeParam(const ParamInfo &param) {
  json out = {{"name", param.name},
              {"type", jsonFromType(param.type)},
              {"offset", param.offset},
              {"default", jsonFromBytes(param.fallback)}};
  if (!param.description.empty())
    out["description"] = jsonFromBytes(param.description);
  return out;
}

json describeFile(const ScriptFile &file) {
  return {{"name", jsonFromBytes(file.name)}, {"text", jsonFromBytes(file.text)}};
}

json describeConfig(const RunConfig &config) {
  return {{"license", config.license},
          {"print_maps_on_exit", config.printMapsOnExit},
          {"str_trunc_trailer", jsonFromBytes(config.stringTruncationTrailer)},
          {"max_probes", config.maxProbes},
          {"perf_rb_pages", config.perfRingBufferPages},
          {"missing_probes", nameOf(kMissingProbesNames, config.missingProbes)},
          {"cpp_demangle", config.demangle},
          {"lazy_symbolication", config.lazySymbolication},
          {"cache_user_symbols", nameOf(kUserSymbolCacheNames, config.userSymbols)}};
}

} // namespace

std::string writeArtifact(const Artifact &artifact) {
  json needs = {{"kernel", artifact.needs.kernel},
                {"features", artifact.needs.features},
                {"helpers", artifact.needs.helpers}};
  json out = {{"schema", Artifact::kSchema},
              {"compiler", artifact.compiler},
              {"needs", needs},
              {"maps", listOf(artifact.maps, describeMap)},
              {"events", listOf(artifact.events, describeEvent)},
              {"error_sites", listOf(artifact.errorSites, describeErrorSite)},
              {"probes", listOf(artifact.probes, describeProbe)},
              {"params", listOf(artifact.params, describeParam)},
              {"files", listOf(artifact.files, describeFile)},
              {"texts", listOf(artifact.texts, jsonFromBytes)},
              {"config", describeConfig(artifact.config)}};
  // Names come from scripts and may hold any byte; only texts that are shown
  // byte for byte take the trouble to keep those that are not UTF-8.
  return out.dump(1, ' ', false, json::error_handler_t::replace) + "\n";
}

} // namespace sonde
