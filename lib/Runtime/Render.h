//===- Render.h - Values as text and as JSON ------------------------------===//
//
// One walk over a type and its bytes, written out in two ways.
// Appends to the caller's buffer, so that a busy printf allocates nothing.
//
//===----------------------------------------------------------------------===//
#ifndef SONDE_RUNTIME_RENDER_H
#define SONDE_RUNTIME_RENDER_H

#include "lib/Runtime/Presentation.h"
#include "lib/Runtime/Value.h"

#include <optional>
#include <string>
#include <string_view>

namespace sonde {

class Renderer {
public:
  /// `truncationTrailer` follows a string that was cut: see Type::mayBeCut.
  explicit Renderer(std::string truncationTrailer = "..", PresentationSources sources = {})
      : trailer(std::move(truncationTrailer)), presentation(sources) {}

  /// The form of `print`, `%s`, and map keys and values.
  void text(std::string &out, ValueView value) const;
  void json(std::string &out, ValueView value) const;

  /// A map's value: as above, but integers and aggregations are divided, which
  /// of `stats` concerns the average only.
  void mapText(std::string &out, ValueView value, uint64_t div) const;
  void mapJson(std::string &out, ValueView value, uint64_t div) const;

  /// Nanoseconds from the clock's zero to the epoch.
  int64_t sinceEpoch(Clock clock) const { return presentation.sinceEpoch(clock); }
  const std::string &truncationTrailer() const { return trailer; }
  /// The text of a value that is one only here.
  std::string presented(ValueView value) const { return presentation.text(value); }

private:
  std::string trailer;
  mutable Presentation presentation; ///< Remembers what it has looked up.
};

void appendNumber(std::string &out, Number number);
/// As a string where a double cannot hold it, as JSON readers expect.
void appendJsonNumber(std::string &out, Number number);
/// Quoted and escaped; bytes of 0x80 and more pass as they are.
void appendJsonString(std::string &out, std::string_view text);

/// How a buffer's bytes are shown: `%r`, `%rx`, `%rh`.
enum class BufferForm { Printable, Escaped, Spaced };
void appendBuffer(std::string &out, std::string_view bytes, BufferForm form);
/// The bytes in use of a value of type `buffer`.
std::string_view bufferBytes(ValueView value);

/// The number that a map's value is sorted by and shown as: integers, and
/// count, sum, min, max, avg; of stats the average. None for the others.
std::optional<Number> mapNumber(ValueView value);

} // namespace sonde

#endif // SONDE_RUNTIME_RENDER_H
