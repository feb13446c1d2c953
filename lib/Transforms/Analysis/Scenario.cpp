//===- Scenario.cpp - The world that a module is interpreted in -----------===//
#include "lib/Transforms/Analysis/Scenario.h"

#include "llvm/ADT/StringExtras.h"

namespace sonde {
namespace {

namespace json = llvm::json;

llvm::Error wrong(const llvm::Twine &what) {
  return llvm::createStringError(llvm::inconvertibleErrorCode(), what);
}

std::optional<uint64_t> readNumber(const json::Value &value) {
  if (std::optional<uint64_t> number = value.getAsUINT64())
    return number;
  if (std::optional<int64_t> number = value.getAsInteger())
    return static_cast<uint64_t>(*number);
  // Addresses read better in hexadecimal, which JSON does not have.
  uint64_t number = 0;
  if (std::optional<llvm::StringRef> text = value.getAsString();
      text && !text->getAsInteger(0, number))
    return number;
  return std::nullopt;
}

llvm::Error readWord(const json::Object &object, llvm::StringRef name, uint64_t &word) {
  const json::Value *value = object.get(name);
  if (!value)
    return llvm::Error::success();
  std::optional<uint64_t> number = readNumber(*value);
  if (!number)
    return wrong("'" + name + "' must be a number");
  word = *number;
  return llvm::Error::success();
}

/// Bytes are hexadecimal digits, or {"text": "…"} with a NUL behind it.
llvm::Expected<std::vector<uint8_t>> readBytes(const json::Value &value) {
  if (const json::Object *object = value.getAsObject()) {
    std::optional<llvm::StringRef> text = object->getString("text");
    if (!text)
      return wrong("memory is given as hexadecimal digits or as {\"text\": …}");
    std::vector<uint8_t> bytes(text->bytes_begin(), text->bytes_end());
    bytes.push_back(0);
    return bytes;
  }
  std::string bytes;
  if (std::optional<llvm::StringRef> digits = value.getAsString();
      !digits || !llvm::tryGetFromHex(*digits, bytes))
    return wrong("memory is given as hexadecimal digits or as {\"text\": …}");
  return std::vector<uint8_t>(bytes.begin(), bytes.end());
}

llvm::Error readMemory(const json::Object &spaces, Scenario &scenario) {
  for (const auto &[space, contents] : spaces) {
    const json::Object *areas = contents.getAsObject();
    if ((space != "kernel" && space != "user") || !areas)
      return wrong("'memory' has the objects 'kernel' and 'user'");
    for (const auto &[address, value] : *areas) {
      uint64_t start = 0;
      if (llvm::StringRef(address).getAsInteger(0, start))
        return wrong("'" + address.str() + "' is no address");
      llvm::Expected<std::vector<uint8_t>> bytes = readBytes(value);
      if (!bytes)
        return bytes.takeError();
      scenario.memory[space.str()][start] = std::move(*bytes);
    }
  }
  return llvm::Error::success();
}

llvm::Error readFirings(const json::Array &events, Scenario &scenario) {
  scenario.firings.emplace();
  for (const json::Value &event : events) {
    const json::Object *object = event.getAsObject();
    std::optional<llvm::StringRef> probe = object ? object->getString("probe") : std::nullopt;
    if (!probe)
      return wrong("each event is an object that names a 'probe'");
    scenario.firings->push_back({probe->str(), *object});
  }
  return llvm::Error::success();
}

} // namespace

std::optional<uint64_t> numberIn(const json::Object &object, llvm::StringRef name) {
  const json::Value *value = object.get(name);
  return value ? readNumber(*value) : std::nullopt;
}

Scenario Scenario::madeUp() { return {}; }

llvm::Expected<Scenario> Scenario::parse(llvm::StringRef text) {
  llvm::Expected<json::Value> value = json::parse(text);
  if (!value)
    return value.takeError();
  const json::Object *object = value->getAsObject();
  if (!object)
    return wrong("a scenario is a JSON object");
  Scenario scenario;
  for (auto [name, word] : {std::pair("cpus", &scenario.cpus), std::pair("seed", &scenario.seed),
                            std::pair("rounds", &scenario.rounds)})
    if (llvm::Error error = readWord(*object, name, *word))
      return error;
  if (scenario.cpus < 1 || scenario.cpus > 64)
    return wrong("'cpus' must be from 1 to 64");
  if (const json::Object *spaces = object->getObject("memory"))
    if (llvm::Error error = readMemory(*spaces, scenario))
      return error;
  if (const json::Array *events = object->getArray("events"))
    if (llvm::Error error = readFirings(*events, scenario))
      return error;
  if (const json::Object *parameters = object->getObject("parameters"))
    scenario.parameters = *parameters;
  scenario.isMadeUp = object->getBoolean("made_up").value_or(!scenario.firings);
  return scenario;
}

uint64_t Scenario::invent(llvm::StringRef name, uint64_t salt) const {
  // FNV-1a, then the last steps of SplitMix64, so that near names are far apart.
  uint64_t hash = 0xcbf29ce484222325 ^ seed;
  for (char c : name)
    hash = (hash ^ static_cast<uint8_t>(c)) * 0x100000001b3;
  hash += (salt + 1) * 0x9e3779b97f4a7c15;
  hash = (hash ^ (hash >> 30)) * 0xbf58476d1ce4e5b9;
  hash = (hash ^ (hash >> 27)) * 0x94d049bb133111eb;
  return hash ^ (hash >> 31);
}

} // namespace sonde
