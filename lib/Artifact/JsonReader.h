//===- JsonReader.h - Reading JSON that nobody can be trusted to have made ===//
//
// A cursor over a JSON value that never fails in a way the caller must test at
// each step: a missing or unfit member yields a harmless value, and the first
// such fault is kept with the path to it. Callers look at the fault once, at the
// end, and where a wrong value would do harm before it.
//
//===----------------------------------------------------------------------===//
#ifndef SONDE_ARTIFACT_JSONREADER_H
#define SONDE_ARTIFACT_JSONREADER_H

#include "lib/Artifact/Names.h"
#include "lib/Support/Result.h"

#include <nlohmann/json.hpp>

#include <cstdint>
#include <optional>
#include <string>

namespace sonde {

class JsonReader {
public:
  /// The root of a document. `fault` must outlive all cursors made from it.
  JsonReader(const nlohmann::json &value, std::optional<Error> &fault)
      : value(&value), fault(&fault) {}

  bool failed() const { return fault->has_value(); }
  /// Records `message` with this cursor's path, unless a fault is known.
  void fail(const std::string &message) const;

  bool has(const char *key) const;
  /// A member; a fault, and a null value, where it is missing.
  JsonReader at(const char *key) const;
  /// Elements of an array of at most `limit`.
  size_t size(size_t limit) const;
  JsonReader at(size_t index) const;

  bool isString() const { return value->is_string(); }
  std::string string() const;
  /// Text that may hold bytes that are not UTF-8; see jsonFromBytes.
  std::string bytes() const;
  bool boolean() const;
  uint64_t number(uint64_t limit) const;
  int64_t integer() const;

  template <typename Enum, size_t N> Enum word(const EnumName<Enum> (&table)[N]) const {
    std::string name = string();
    if (std::optional<Enum> found = valueOf(table, name))
      return *found;
    fail("unknown word '" + name + "'");
    return table[0].value;
  }

private:
  const nlohmann::json *value;
  std::optional<Error> *fault;
  std::string path; ///< As in "events[2].fields[0].offset".
};

/// A JSON string where `text` is UTF-8, else {"hex": "…"}, so that every byte
/// of a format string survives.
nlohmann::json jsonFromBytes(const std::string &text);

} // namespace sonde

#endif // SONDE_ARTIFACT_JSONREADER_H
