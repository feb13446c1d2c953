//===- Places.cpp - An artifact's places as spans of its files ------------===//
#include "lib/Runtime/Places.h"

#include "lib/Runtime/Fd.h"

#include <algorithm>
#include <cctype>
#include <climits>

namespace sonde {
namespace {

bool isWordByte(char c) {
  return std::isalnum(static_cast<unsigned char>(c)) || c == '_' || c == '@' || c == '$';
}

/// Does `path` end in the whole file name `name`?
bool names(std::string_view path, std::string_view name) {
  if (name.empty() || path.size() < name.size() || path.substr(path.size() - name.size()) != name)
    return false;
  return path.size() == name.size() || name.front() == '/' ||
         path[path.size() - name.size() - 1] == '/';
}

/// A path as somebody in this folder would write it.
std::string relativeToHere(std::string_view path) {
  char here[PATH_MAX];
  if (!getcwd(here, sizeof(here)))
    return std::string(path);
  std::string_view folder = here;
  if (path.size() > folder.size() + 1 && path.substr(0, folder.size()) == folder &&
      path[folder.size()] == '/')
    path.remove_prefix(folder.size() + 1);
  return std::string(path);
}

} // namespace

Places::Places(const Artifact &artifact, SourceManager &sources) : sources(sources) {
  for (const ScriptFile &file : artifact.files)
    files.push_back(sources.add(file.name, file.text));
}

std::optional<Span> Places::span(const SourcePlace &place) const {
  if (place.line == 0 || place.file >= files.size())
    return std::nullopt;
  uint32_t file = files[place.file];
  uint32_t begin = sources.offset(file, {place.line, place.column});
  uint32_t end = sources.offset(file, {place.line, std::max(place.endColumn, place.column)});
  return Span{file, begin, end};
}

std::optional<Span> Places::span(std::string_view path, uint32_t line, uint32_t column) const {
  std::optional<uint32_t> file = line ? find(path) : std::nullopt;
  if (!file)
    return std::nullopt;
  uint32_t begin = sources.offset(*file, {line, column}), end = begin;
  const std::string &text = sources.text(*file);
  while (end < text.size() && isWordByte(text[end]))
    ++end;
  return Span{*file, begin, end};
}

std::optional<uint32_t> Places::find(std::string_view path) const {
  std::optional<uint32_t> best;
  for (uint32_t file : files)
    if (names(path, sources.name(file)) &&
        (!best || sources.name(file).size() > sources.name(*best).size()))
      best = file;
  if (best)
    return best;
  Result<Mapping> text = Mapping::ofFile(std::string(path));
  if (!text)
    return std::nullopt;
  return sources.add(relativeToHere(path), std::string(text->bytes()));
}

const std::string &Places::fileName(const SourcePlace &place) const {
  static const std::string unknown = "?";
  return place.file < files.size() ? sources.name(files[place.file]) : unknown;
}

} // namespace sonde
