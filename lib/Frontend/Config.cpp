//===- Config.cpp - The settings of a script ------------------------------===//
#include "lib/Frontend/Config.h"

#include <algorithm>
#include <cassert>

namespace sonde {
namespace {

/// What a setting may hold.
enum class ValueKind : uint8_t { Number, Bool, Text, Word, AnyCaseWord, Unstable, License };

struct Key {
  const char *name;
  ValueKind kind;
  Config::Value standard;
  std::vector<const char *> words; ///< Of Word, AnyCaseWord and License.
};

const std::vector<Key> &table() {
  using V = ValueKind;
  static const std::vector<Key> kTable = {
      {"cache_user_symbols",
       V::AnyCaseWord,
       std::string("PER_PID"),
       {"PER_PID", "PER_PROGRAM", "NONE"}},
      {"cpp_demangle", V::Bool, uint64_t(1), {}},
      {"lazy_symbolication", V::Bool, uint64_t(1), {}},
      {"license",
       V::License,
       std::string("GPL"),
       {"GPL", "GPL v2", "GPL and additional rights", "Dual BSD/GPL", "Dual MIT/GPL",
        "Dual MPL/GPL"}},
      {"log_size", V::Number, uint64_t(1000000), {}},
      {"max_bpf_progs", V::Number, uint64_t(1024), {}},
      {"max_cat_bytes", V::Number, uint64_t(10240), {}},
      {"max_map_keys", V::Number, uint64_t(4096), {}},
      {"max_probes", V::Number, uint64_t(1024), {}},
      {"max_strlen", V::Number, uint64_t(1024), {}},
      {"missing_probes", V::AnyCaseWord, std::string("error"), {"error", "ignore", "warn"}},
      {"on_stack_limit", V::Number, uint64_t(32), {}},
      {"perf_rb_pages", V::Number, uint64_t(0), {}},
      {"print_maps_on_exit", V::Bool, uint64_t(1), {}},
      {"show_debug_info", V::Bool, uint64_t(1), {}},
      {"stack_mode", V::Word, std::string("bpftrace"), {"bpftrace", "build_id", "perf", "raw"}},
      {"str_trunc_trailer", V::Text, std::string(".."), {}},
      {"use_blazesym", V::Bool, uint64_t(1), {}},
      {"unstable_tseries", V::Unstable, std::string("warn"), {}},
      {"unstable_dw_ustack", V::Unstable, std::string("warn"), {}},
      {"unstable_typeinfo", V::Unstable, std::string("error"), {}},
      {"unstable_import_statement", V::Unstable, std::string("error"), {}},
  };
  return kTable;
}

const Key *findKey(const std::string &name) {
  for (const Key &key : table())
    if (name == key.name)
      return &key;
  return nullptr;
}

constexpr const char *kRenamed[][2] = {{"strlen", "max_strlen"},
                                       {"no_cpp_demangle", "cpp_demangle"},
                                       {"cat_bytes_max", "max_cat_bytes"},
                                       {"map_keys_max", "max_map_keys"}};
constexpr const char *kWithoutEffect[] = {"symbol_source",  "max_type_res_iterations",
                                          "unstable_addr",  "unstable_import",
                                          "unstable_macro", "unstable_map_decl"};
constexpr const char *kEnvironmentOnly[] = {"btf", "kernel_build", "kernel_source", "vmlinux"};

template <size_t N> bool contains(const char *const (&words)[N], const std::string &word) {
  return std::find(std::begin(words), std::end(words), word) != std::end(words);
}

std::string lowered(std::string text) {
  for (char &c : text)
    if (c >= 'A' && c <= 'Z')
      c += 'a' - 'A';
  return text;
}

using Written = std::variant<std::string, Integer, bool>;

std::optional<uint64_t> asNumber(const Written &written) {
  if (const auto *flag = std::get_if<bool>(&written))
    return *flag;
  if (const auto *number = std::get_if<Integer>(&written))
    return number->raw();
  LiteralError error;
  std::optional<Integer> number =
      parseInteger(std::get<std::string>(written), IntegerForm::Text, error);
  return number && !number->isNegative() ? std::optional(number->raw()) : std::nullopt;
}

std::string asText(const Written &written) {
  if (const auto *flag = std::get_if<bool>(&written))
    return *flag ? "true" : "false";
  if (const auto *number = std::get_if<Integer>(&written))
    return number->str();
  return std::get<std::string>(written);
}

std::optional<uint64_t> asBool(const Written &written) {
  std::string word = lowered(asText(written));
  for (const char *yes : {"1", "true", "yes", "on"})
    if (word == yes)
      return 1;
  for (const char *no : {"0", "false", "no", "off"})
    if (word == no)
      return 0;
  if (!std::holds_alternative<std::string>(written))
    return asNumber(written) != 0;
  return std::nullopt;
}

std::string listed(const std::vector<const char *> &words) {
  std::string out;
  for (size_t i = 0; i < words.size(); ++i)
    out += (i == 0 ? "'" : i + 1 == words.size() ? " or '" : ", '") + std::string(words[i]) + "'";
  return out;
}

/// The value in its final form, or what is expected instead.
std::optional<Config::Value> convert(const Key &key, const Written &written,
                                     std::string &expected) {
  switch (key.kind) {
  case ValueKind::Number: {
    std::optional<uint64_t> number = asNumber(written);
    // Text has a NUL, and must fit into an event.
    bool isLength = std::string_view(key.name) == "max_strlen";
    expected = isLength ? "a number from 1 to 1048576" : "a number";
    if (!number || (isLength && (*number < 1 || *number > 1048576)))
      return std::nullopt;
    return Config::Value(*number);
  }
  case ValueKind::Bool:
    expected = "'true', 'false', 1 or 0";
    if (std::optional<uint64_t> flag = asBool(written))
      return Config::Value(*flag);
    return std::nullopt;
  case ValueKind::Text:
    return Config::Value(asText(written));
  case ValueKind::Unstable: {
    expected = "'enable', 'warn' or 'error'";
    std::string word = lowered(asText(written));
    if (word == "enable" || word == "warn" || word == "error")
      return Config::Value(word);
    if (std::optional<uint64_t> flag = asBool(written))
      return Config::Value(std::string(*flag ? "enable" : "error"));
    return std::nullopt;
  }
  case ValueKind::Word:
  case ValueKind::AnyCaseWord:
  case ValueKind::License: {
    expected = listed(key.words);
    std::string word = asText(written);
    // A number instead of a kind of cache: 0 is none, all others mean nothing.
    bool isNumber = std::string_view(key.name) == "cache_user_symbols" &&
                    std::holds_alternative<Integer>(written);
    if (isNumber)
      return *asNumber(written) ? key.standard : Config::Value(std::string("NONE"));
    for (const char *known : key.words)
      if (word == known || (key.kind == ValueKind::AnyCaseWord && lowered(word) == lowered(known)))
        return Config::Value(std::string(known));
    return std::nullopt;
  }
  }
  return std::nullopt;
}

std::string refusal(const std::string &key, const std::string &expected, const std::string &text) {
  return "'" + key + "' must be " + expected + ", not '" + text + "'";
}

} // namespace

std::vector<std::string> configKeys() {
  std::vector<std::string> names;
  for (const Key &key : table())
    names.push_back(key.name);
  return names;
}

uint64_t Config::number(const std::string &key) const {
  auto found = values.find(key);
  const Key *row = findKey(key);
  assert(row && "not a configuration key");
  return std::get<uint64_t>(found == values.end() ? row->standard : found->second);
}

std::string Config::text(const std::string &key) const {
  auto found = values.find(key);
  const Key *row = findKey(key);
  assert(row && "not a configuration key");
  return std::get<std::string>(found == values.end() ? row->standard : found->second);
}

void Config::read(const std::vector<ast::ConfigEntry> &entries, DiagnosticEngine &diagnostics) {
  for (const ast::ConfigEntry &entry : entries) {
    if (contains(kWithoutEffect, entry.key)) {
      diagnostics.warning(entry.span, "deprecated", "'" + entry.key + "' has no effect any more");
      continue;
    }
    std::string name = lowered(entry.key);
    if (name.rfind("bpftrace_", 0) == 0 || name.rfind("sonde_", 0) == 0)
      name.erase(0, name.find('_') + 1);
    for (const auto &renamed : kRenamed) {
      if (name != renamed[0])
        continue;
      diagnostics.warning(entry.span, "deprecated",
                          "'" + name + "' is now called '" + renamed[1] + "'");
      name = renamed[1];
    }
    if (contains(kEnvironmentOnly, name)) {
      diagnostics.error(entry.span, "'" + entry.key + "' can only be set in the environment");
      continue;
    }
    const Key *key = findKey(name);
    if (!key) {
      Diagnostic &error = diagnostics.error(entry.span, "unknown setting '" + entry.key + "'");
      for (const std::string &close : closeNames(name, configKeys()))
        error.note("did you mean '" + close + "'?");
      continue;
    }
    std::string expected;
    if (std::optional<Value> value = convert(*key, entry.value, expected))
      values[name] = std::move(*value);
    else
      diagnostics.error(entry.span, refusal(entry.key, expected, asText(entry.value)));
  }
}

void Config::override(const std::map<std::string, std::string> &settings,
                      DiagnosticEngine &diagnostics) {
  for (const auto &[name, text] : settings) {
    const Key *key = findKey(name);
    if (!key)
      continue; // The environment may hold settings of other programs.
    std::string expected;
    if (std::optional<Value> value = convert(*key, Written(text), expected)) {
      values[name] = std::move(*value);
    } else {
      diagnostics.error(refusal(name, expected, text) + ", as the environment has it");
      diagnostics.setExitStatus(2);
    }
  }
}

} // namespace sonde
