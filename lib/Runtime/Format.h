//===- Format.h - The format strings of printf ----------------------------===//
//
// A format is taken apart once, when a session starts, and then filled in for
// each event.
//
//===----------------------------------------------------------------------===//
#ifndef SONDE_RUNTIME_FORMAT_H
#define SONDE_RUNTIME_FORMAT_H

#include "lib/Artifact/Artifact.h"
#include "lib/Runtime/Render.h"

#include <vector>

namespace sonde {

class FormatString {
public:
  explicit FormatString(std::string_view text);

  size_t valueCount() const { return conversions.size(); }
  /// Can the fields of an event be shown by these conversions?
  Result<void> check(const std::vector<EventInfo::Field> &fields) const;
  /// Appends the text. `values` must have passed `check`.
  void render(std::string &out, const std::vector<ValueView> &values,
              const Renderer &renderer) const;

private:
  struct Conversion {
    char letter = 's'; ///< One of "diuoxXcpsr".
    BufferForm form = BufferForm::Printable;
    bool left = false, plus = false, alternate = false, zero = false;
    unsigned width = 0;
    unsigned bits = 32;
    size_t literalEnd = 0; ///< The text before this conversion ends here.
  };
  /// All literal text in one string; a conversion says where its part ends.
  std::string literal;
  std::vector<Conversion> conversions;

  static bool parse(std::string_view text, size_t &at, Conversion &out);
  static void convert(std::string &out, const Conversion &conversion, ValueView value,
                      const Renderer &renderer);
};

} // namespace sonde

#endif // SONDE_RUNTIME_FORMAT_H
