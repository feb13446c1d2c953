//===- PrintfFormat.cpp - The specifiers of a format string ---------------===//
#include "lib/Frontend/PrintfFormat.h"

#include "lib/Frontend/TypeRules.h"

namespace sonde {

std::vector<FormatSpecifier> parseFormat(std::string_view format) {
  std::vector<FormatSpecifier> specifiers;
  auto among = [&](size_t at, std::string_view set) {
    return at < format.size() && set.find(format[at]) != std::string_view::npos;
  };
  for (size_t at = 0; at < format.size(); ++at) {
    if (format[at] != '%')
      continue;
    size_t next = at + 1;
    if (among(next, "%")) {
      at = next;
      continue;
    }
    auto skip = [&](std::string_view set) {
      while (among(next, set))
        ++next;
    };
    skip("-+ #0");
    skip("0123456789*");
    if (among(next, ".")) {
      ++next;
      skip("0123456789*");
    }
    skip("hlLjzt");
    FormatSpecifier specifier;
    specifier.begin = at;
    if (among(next, "r") && among(next + 1, "xh"))
      specifier.conversion = format.substr(next, 2);
    else if (among(next, "g") && among(next + 1, "r"))
      specifier.conversion = "gr";
    else if (among(next, "diuoxXcpsrfFeEgGaAn"))
      specifier.conversion = format.substr(next, 1);
    else
      continue; // Ordinary text.
    specifier.isKnown = specifier.conversion.size() == 2 || !among(next, "fFeEgGaAn");
    at = next + specifier.conversion.size() - 1;
    specifiers.push_back(std::move(specifier));
  }
  return specifiers;
}

bool accepts(const FormatSpecifier &specifier, const Type &type) {
  const std::string &conversion = specifier.conversion;
  bool number = type.isIntegral() || type.is(TypeKind::Pointer);
  if (conversion == "r" || conversion == "rx" || conversion == "rh")
    return type.is(TypeKind::Buffer);
  if (conversion == "gr")
    return number;
  if (conversion == "s")
    return !type.is(TypeKind::Void) && (!type.isAggregate() || type.isCastableAggregate());
  if (conversion == "c" || conversion == "p")
    return (number && !type.is(TypeKind::Enum)) || type.is(TypeKind::Bool);
  return number || type.is(TypeKind::Bool);
}

} // namespace sonde
