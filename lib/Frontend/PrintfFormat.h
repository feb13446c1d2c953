//===- PrintfFormat.h - The specifiers of a format string -----------------===//
#ifndef SONDE_FRONTEND_PRINTFFORMAT_H
#define SONDE_FRONTEND_PRINTFFORMAT_H

#include "lib/Types/Type.h"

#include <string>
#include <string_view>
#include <vector>

namespace sonde {

/// One `%…` that takes a value.
struct FormatSpecifier {
  std::string conversion; ///< `d`, `s`, `rx`, …
  uint32_t begin = 0;     ///< Of the `%`, in the text of the format.
  bool isKnown = false;   ///< Or a conversion of C that is not ours, like `f`.
};

/// The specifiers that take values, in order. A `%` that begins none is text.
std::vector<FormatSpecifier> parseFormat(std::string_view format);

/// Can a value of this type be shown by this conversion?
bool accepts(const FormatSpecifier &specifier, const Type &type);

} // namespace sonde

#endif // SONDE_FRONTEND_PRINTFFORMAT_H
