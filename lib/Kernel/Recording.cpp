//===- Recording.cpp - Kernels recorded in a folder -----------------------===//
//
// The layout of the folder is described in docs/Kernel.md.
//
//===----------------------------------------------------------------------===//
#include "lib/Kernel/BtfText.h"
#include "lib/Kernel/KernelBase.h"
#include "lib/Kernel/Tracefs.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>

namespace sonde {

using Json = nlohmann::ordered_json;
namespace fs = std::filesystem;

namespace {

constexpr const char *kFacts = "kernel.json";
constexpr const char *kTypes = "types.jsonl";
const std::string kModules = "types-"; ///< Of a module: "types-NAME.jsonl".
constexpr const char *kFunctions = "functions.txt";
constexpr const char *kTracepoints = "tracepoints";

/// Names that scripts use without saying where they come from; every recording
/// has them.
constexpr const char *kCommonTypes[] = {
    "_Bool",
    "bool",
    "char",
    "dev_t",
    "gid_t",
    "int",
    "int16_t",
    "int32_t",
    "int64_t",
    "int8_t",
    "loff_t",
    "long int",
    "pid_t",
    "s16",
    "s32",
    "s64",
    "s8",
    "short int",
    "size_t",
    "ssize_t",
    "u16",
    "u32",
    "u64",
    "u8",
    "uid_t",
    "uint",
    "uint16_t",
    "uint32_t",
    "uint64_t",
    "uint8_t",
    "umode_t",
    "unsigned char",
    "unsigned int",
    "long unsigned int",
    "short unsigned int",
    "long long int",
    "long long unsigned int",
    "signed char",
};

/// Does `pattern`, in which `*` stands for any text, describe all of `text`?
bool matches(std::string_view pattern, std::string_view text) {
  size_t star = pattern.find('*');
  if (star == std::string_view::npos)
    return pattern == text;
  if (text.substr(0, star) != pattern.substr(0, star))
    return false;
  for (size_t at = star; at <= text.size(); ++at)
    if (matches(pattern.substr(star + 1), text.substr(at)))
      return true;
  return false;
}

//===----------------------------------------------------------------------===//
// Reading
//===----------------------------------------------------------------------===//

class RecordedKernel final : public KernelBase {
public:
  explicit RecordedKernel(std::string folder) : folder(std::move(folder)) {}

  Result<void> readFacts() {
    Result<std::string> text = readTextFile(folder + "/" + kFacts);
    if (!text)
      return failure("'" + folder + "' is not a recorded kernel: " + text.error().message);
    Json json = Json::parse(*text, nullptr, /*allow_exceptions=*/false);
    auto has = [&](const char *key, auto isRight) {
      return json.is_object() && json.contains(key) && (json[key].*isRight)();
    };
    if (!has("release", &Json::is_string) || !has("arch", &Json::is_string) ||
        !has("cpus", &Json::is_number_unsigned) || !has("features", &Json::is_array))
      return failure("'" + folder + "/" + kFacts +
                     "' must have \"release\", \"arch\", \"cpus\" and \"features\"");
    facts.release = json["release"].get<std::string>();
    facts.arch = json["arch"].get<std::string>();
    facts.cpus = json["cpus"].get<unsigned>();
    for (const Json &feature : json["features"])
      if (feature.is_string())
        facts.features.push_back(feature.get<std::string>());
    return {};
  }

  Result<std::vector<std::string>> tracepoints() override {
    std::vector<std::string> events;
    std::error_code error;
    for (const fs::directory_entry &category :
         fs::directory_iterator(folder + "/" + kTracepoints, error))
      for (const fs::directory_entry &event : fs::directory_iterator(category.path(), error))
        events.push_back(category.path().filename().string() + ":" +
                         event.path().filename().string());
    std::sort(events.begin(), events.end());
    return events;
  }

  Result<std::string> tracepointText(const std::string &category,
                                     const std::string &event) override {
    std::string path = folder + "/" + kTracepoints + "/" + category + "/" + event;
    std::error_code error;
    if (!isTracepointName(category) || !isTracepointName(event) ||
        !fs::is_regular_file(path, error))
      return failure("the kernel has no tracepoint '" + category + ":" + event + "'");
    return readTextFile(path);
  }

  bool hasRawTracepoint(const std::string &event) override {
    Result<std::shared_ptr<const Btf>> kernel = btf("");
    return kernel && (*kernel)->find("btf_trace_" + event, {BtfKind::Typedef});
  }

protected:
  Result<std::shared_ptr<const Btf>> readBtf(const std::string &module) override {
    std::string path = folder + "/" + (module.empty() ? kTypes : kModules + module + ".jsonl");
    Result<std::string> text = readTextFile(path);
    if (!text && module.empty())
      return text.error().code == ENOENT
                 ? failure("the recorded kernel has no type information", ENOENT)
                 : text.takeError();
    if (!text)
      return failure("the recorded kernel has no module '" + module + "'");
    std::shared_ptr<const Btf> base;
    if (!module.empty()) {
      Result<std::shared_ptr<const Btf>> kernel = this->btf("");
      if (!kernel)
        return kernel;
      base = *kernel;
    }
    auto inFile = [&](const Error &error) { return failure("'" + path + "': " + error.message); };
    Result<std::string> bytes = readBtfText(*text, base.get());
    if (!bytes)
      return inFile(bytes.error());
    Result<std::shared_ptr<const BtfImage>> image = BtfImage::fromBytes(std::move(*bytes));
    if (!image)
      return inFile(image.error());
    Result<std::shared_ptr<const Btf>> btf = Btf::read(std::move(*image), base);
    if (!btf)
      return inFile(btf.error());
    if (Result<void> ok = (*btf)->checkReferences(); !ok)
      return inFile(ok.error());
    return btf;
  }

  Result<FunctionList> readFunctions() override {
    Result<std::string> text = readTextFile(folder + "/" + kFunctions);
    if (!text)
      return text.takeError();
    return FunctionList(std::move(*text), FunctionList::Format::FilterFunctions);
  }

private:
  std::string folder;
};

//===----------------------------------------------------------------------===//
// Writing
//===----------------------------------------------------------------------===//

Result<void> writeFile(const fs::path &path, const std::string &text) {
  std::error_code error;
  fs::create_directories(path.parent_path(), error);
  std::ofstream file(path, std::ios::binary);
  file << text;
  file.close();
  if (!file)
    return failure("cannot write '" + path.string() + "'");
  return {};
}

Result<void> recordFacts(const TargetFacts &facts, const fs::path &folder) {
  Json json = {{"release", facts.release},
               {"arch", facts.arch},
               {"cpus", facts.cpus},
               {"features", facts.features}};
  return writeFile(folder / kFacts, json.dump(2) + "\n");
}

Result<void> recordTracepoints(KernelView &kernel, const std::vector<std::string> &patterns,
                               const fs::path &folder) {
  Result<std::vector<std::string>> events = kernel.tracepoints();
  if (!events)
    return events.takeError();
  for (const std::string &pattern : patterns) {
    bool found = false;
    for (const std::string &event : *events) {
      if (!matches(pattern, event))
        continue;
      found = true;
      size_t colon = event.find(':');
      std::string category = event.substr(0, colon), name = event.substr(colon + 1);
      Result<std::string> text = kernel.tracepointText(category, name);
      if (!text)
        return text.takeError();
      if (Result<void> ok = writeFile(folder / kTracepoints / category / name, *text); !ok)
        return ok;
    }
    if (!found)
      return failure("no tracepoint matches '" + pattern + "'");
  }
  return {};
}

/// The ids of everything the request names.
Result<std::set<uint32_t>> findRoots(const Btf &btf, const RecordingRequest &request) {
  std::set<uint32_t> roots;
  for (const char *name : kCommonTypes)
    roots.insert(btf.find(name, {BtfKind::Int, BtfKind::Typedef}));
  for (const std::string &name : request.structs) {
    uint32_t id = btf.find(
        name, {BtfKind::Struct, BtfKind::Union, BtfKind::Enum, BtfKind::Enum64, BtfKind::Typedef});
    if (!id)
      return failure("the kernel has no type '" + name + "'");
    roots.insert(id);
  }
  for (const std::string &name : request.functions) {
    uint32_t id = btf.find(name, {BtfKind::Func});
    if (!id)
      return failure("the kernel has no type information for function '" + name + "'");
    roots.insert(id);
  }
  for (const std::string &name : request.rawTracepoints) {
    uint32_t id = btf.find("btf_trace_" + name, {BtfKind::Typedef});
    if (!id)
      return failure("the kernel has no raw tracepoint '" + name + "'");
    roots.insert(id);
    std::optional<BtfType> pointer = btf.type(btf.type(id)->referenced());
    if (pointer && pointer->is(BtfKind::Ptr)) // Otherwise left out, behind a pointer.
      roots.insert(pointer->referenced());
    for (const char *prefix : {"__probestub_", "__traceiter_"})
      roots.insert(btf.find(prefix + name, {BtfKind::Func}));
  }
  roots.erase(0);
  return roots;
}

Result<void> recordTypes(KernelView &kernel, const RecordingRequest &request,
                         const fs::path &folder) {
  Result<std::shared_ptr<const Btf>> btf = kernel.btf("");
  if (!btf)
    return btf.takeError();
  Result<std::set<uint32_t>> roots = findRoots(**btf, request);
  if (!roots)
    return roots.takeError();
  return writeFile(folder / kTypes, writeBtfText(**btf, *roots));
}

Result<void> recordFunctions(KernelView &kernel, const RecordingRequest &request,
                             const fs::path &folder) {
  std::set<std::string> traceable;
  for (const std::string &function : request.functions)
    if (kernel.isTraceable(function))
      traceable.insert(function);
  std::string text;
  for (const std::string &function : traceable)
    text += function + "\n";
  return writeFile(folder / kFunctions, text);
}

} // namespace

Result<std::unique_ptr<KernelView>> recordedKernel(const std::string &folder) {
  auto kernel = std::make_unique<RecordedKernel>(folder);
  if (Result<void> ok = kernel->readFacts(); !ok)
    return ok.takeError();
  return std::unique_ptr<KernelView>(std::move(kernel));
}

Result<void> recordKernel(KernelView &kernel, const RecordingRequest &request,
                          const std::string &folder) {
  std::error_code error;
  if (!fs::is_directory(folder, error))
    return failure("'" + folder + "' is not a folder");
  if (!fs::is_empty(folder, error))
    return failure("the folder '" + folder + "' is not empty");
  if (Result<void> ok = recordFacts(kernel.target(), folder); !ok)
    return ok;
  if (Result<void> ok = recordTracepoints(kernel, request.tracepoints, folder); !ok)
    return ok;
  if (Result<void> ok = recordTypes(kernel, request, folder); !ok)
    return ok;
  return recordFunctions(kernel, request, folder);
}

} // namespace sonde
