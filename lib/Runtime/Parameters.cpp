//===- Parameters.cpp - The values of $1 and --name -----------------------===//
#include "lib/Runtime/Parameters.h"

#include "lib/Kernel/Kallsyms.h"
#include "lib/Support/Diagnostics.h"

#include <algorithm>
#include <charconv>
#include <cstring>
#include <ctime>

#include <bpf/libbpf.h>

namespace sonde {
namespace {

struct Unit {
  const char *name;
  uint64_t nanoseconds;
};

constexpr Unit kUnits[] = {
    {"ns", 1},
    {"us", 1'000},
    {"ms", 1'000'000},
    {"s", 1'000'000'000},
    {"m", 60'000'000'000},
    {"h", 3'600'000'000'000},
    {"d", 86'400'000'000'000},
};

std::optional<uint64_t> parseMagnitude(std::string_view text) {
  int base = 10;
  bool prefixed = text.size() > 2 && text[0] == '0';
  if (prefixed && (text[1] == 'x' || text[1] == 'X'))
    base = 16;
  else if (prefixed && (text[1] == 'b' || text[1] == 'B'))
    base = 2;
  if (base != 10)
    text.remove_prefix(2);
  else if (text.size() > 1 && text[0] == '0')
    base = 8;
  uint64_t value = 0;
  auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value, base);
  if (text.empty() || error != std::errc())
    return std::nullopt;
  std::string_view suffix = text.substr(end - text.data());
  if (suffix.empty())
    return value;
  for (const Unit &unit : kUnits)
    if (base == 10 && suffix == unit.name && value <= UINT64_MAX / unit.nanoseconds)
      return value * unit.nanoseconds;
  return std::nullopt;
}

bool isOption(const ParamInfo &param) { return !param.name.empty() && param.name[0] != '$'; }

/// The text given for a parameter, its default if nothing is given, or none for an
/// option that is given without a value.
std::optional<std::string> textFor(const ParamInfo &param, const Parameters &given) {
  if (isOption(param)) {
    auto found = given.named.find(param.name);
    return found == given.named.end() ? param.fallback : found->second;
  }
  std::optional<uint64_t> number = parseInteger(std::string_view(param.name).substr(1));
  if (!number || *number < 1 || *number > given.positional.size())
    return param.fallback;
  const std::string &text = given.positional[*number - 1];
  return text.empty() && param.type.isInteger() ? param.fallback : text;
}

/// Each option with what it is for.
std::string optionList(const Artifact &artifact) {
  std::string list;
  for (const ParamInfo &param : artifact.params)
    if (isOption(param))
      list += "\n  --" + param.name + (param.description.empty() ? "" : ": ") + param.description;
  return list.empty() ? "the script has no options" : "the script's options:" + list;
}

Result<void> checkNames(const Artifact &artifact, const Parameters &given) {
  std::vector<std::string> known;
  for (const ParamInfo &param : artifact.params)
    if (isOption(param))
      known.push_back(param.name);
  for (const auto &[name, value] : given.named) {
    bool found = false;
    for (const std::string &candidate : known)
      found |= candidate == name;
    if (found)
      continue;
    if (name == "help")
      return failure(optionList(artifact));
    std::string message = "the script has no option '--" + name + "'";
    std::vector<std::string> close = closeNames(name, known);
    if (!close.empty())
      message += "; did you mean '--" + close[0] + "'?";
    return failure(message + "\n" + optionList(artifact));
  }
  return {};
}

uint64_t nanoseconds(clockid_t clock) {
  timespec now = {};
  ::clock_gettime(clock, &now);
  return uint64_t(now.tv_sec) * 1000000000 + uint64_t(now.tv_nsec);
}

Result<uint64_t> addressOf(const std::string &name) {
  Result<Kallsyms> symbols = Kallsyms::ofThisKernel();
  if (!symbols)
    return symbols.takeError();
  if (std::optional<uint64_t> address = symbols->addressOf(name))
    return *address;
  return failure(symbols->empty() ? "the kernel hides the addresses of its symbols"
                                  : "this kernel has no symbol '" + name + "'");
}

/// A value that no user gives; none if the parameter is one of the script's.
std::optional<Result<uint64_t>> ownParameter(const std::string &name) {
  if (name == Artifact::kStartTimeParam)
    return nanoseconds(CLOCK_BOOTTIME); // With the time the machine slept.
  if (name == Artifact::kCpusParam)
    return std::max(1, libbpf_num_possible_cpus());
  if (name == Artifact::kTaiOffsetParam)
    return nanoseconds(CLOCK_TAI) - nanoseconds(CLOCK_BOOTTIME);
  const std::string prefix = Artifact::kAddressPrefix;
  if (name.rfind(prefix, 0) == 0)
    return addressOf(name.substr(prefix.size()));
  return std::nullopt;
}

std::optional<uint64_t> parseFlag(const std::string &text) {
  if (text == "true" || text == "1")
    return 1;
  return text == "false" || text == "0" ? std::optional<uint64_t>(0) : std::nullopt;
}

Result<void> writeParameter(const ParamInfo &param, const std::optional<std::string> &given,
                            uint8_t *to) {
  uint32_t size = param.type.size();
  bool isFlag = param.type.is(TypeKind::Bool);
  if (!given && !isFlag)
    return failure("option '--" + param.name + "' needs a value: '--" + param.name + "=" +
                   (param.type.is(TypeKind::String) ? "TEXT" : "NUMBER") + "'");
  const std::string text = given.value_or("true");
  if (param.type.is(TypeKind::String)) {
    if (text.size() >= size)
      return failure("parameter '" + param.name + "' is longer than " + std::to_string(size - 1) +
                     " bytes");
    std::memset(to, 0, size);
    std::memcpy(to, text.data(), text.size());
    return {};
  }
  std::optional<uint64_t> value = isFlag ? parseFlag(text) : parseInteger(text);
  if (!value)
    return failure("parameter '" + param.name + "' must be " +
                   (isFlag ? "'true' or 'false'" : "an integer") + ", but is '" + text + "'");
  std::memcpy(to, &*value, size);
  return {};
}

} // namespace

std::optional<uint64_t> parseInteger(std::string_view text) {
  bool negative = !text.empty() && text[0] == '-';
  if (negative || (!text.empty() && text[0] == '+'))
    text.remove_prefix(1);
  std::optional<uint64_t> value = parseMagnitude(text);
  if (!negative || !value)
    return value;
  if (*value > uint64_t{1} << 63)
    return std::nullopt;
  return 0 - *value;
}

Parameters Parameters::fromWords(const std::vector<std::string> &words) {
  Parameters out;
  for (const std::string &word : words) {
    if (word.compare(0, 2, "--") != 0 || word.size() == 2) {
      out.positional.push_back(word);
      continue;
    }
    size_t equals = word.find('=');
    if (equals == std::string::npos)
      out.named[word.substr(2)] = std::nullopt;
    else
      out.named[word.substr(2, equals - 2)] = word.substr(equals + 1);
  }
  return out;
}

Result<void> writeParameters(const Artifact &artifact, const Parameters &given, uint8_t *data,
                             size_t size) {
  if (Result<void> names = checkNames(artifact, given); !names)
    return names;
  for (const ParamInfo &param : artifact.params) {
    if (param.offset + size_t{param.type.size()} > size)
      return failure("the object has no room for parameter '" + param.name + "'");
    if (std::optional<Result<uint64_t>> own = ownParameter(param.name)) {
      if (!*own)
        return own->takeError();
      std::memcpy(data + param.offset, &**own, sizeof(uint64_t));
      continue;
    }
    if (Result<void> written = writeParameter(param, textFor(param, given), data + param.offset);
        !written)
      return written;
  }
  return {};
}

} // namespace sonde
