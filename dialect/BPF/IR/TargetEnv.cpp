//===- TargetEnv.cpp - What the target kernel offers ----------------------===//
#include "dialect/BPF/IR/TargetEnv.h"

#include "dialect/BPF/IR/BPF.h"

#include "llvm/ADT/STLExtras.h"

namespace sonde::bpf {
namespace {

constexpr FeatureInfo kFeatures[] = {
#define SONDE_FEATURE(NAME, MAJOR, MINOR, MEANING) {#NAME, MEANING, MAJOR, MINOR},
#include "dialect/BPF/IR/Features.def"
};

struct Availability {
  unsigned major, minor;
  std::optional<Feature> feature;
};

constexpr Availability since(unsigned major, unsigned minor) { return {major, minor, {}}; }
constexpr Availability with(Feature feature) {
  const FeatureInfo &info = kFeatures[static_cast<uint32_t>(feature)];
  return {info.major, info.minor, feature};
}

constexpr uint32_t kAllPrograms = ~0u;

template <typename... Types> constexpr uint32_t programSet(Types... types) {
  return ((1u << static_cast<uint32_t>(types)) | ...);
}

template <HelperArgument... arguments> struct ArgumentList {
  static llvm::ArrayRef<HelperArgument> list() {
    static constexpr HelperArgument array[] = {arguments...};
    return array;
  }
};
template <> struct ArgumentList<> {
  static llvm::ArrayRef<HelperArgument> list() { return {}; }
};

HelperInfo makeHelper(const char *name, uint32_t id, HelperResult result,
                      llvm::ArrayRef<HelperArgument> arguments, Availability available,
                      uint32_t programs, bool gplOnly, HelperEffects effects) {
  return {name,   id,        available.major, available.minor,   gplOnly,
          result, arguments, effects,         available.feature, programs};
}

llvm::ArrayRef<HelperInfo> makeHelperTable() {
  constexpr bool gpl = true, any = false;
  constexpr uint32_t all = kAllPrograms;
  using enum_ = HelperArgument;
  constexpr enum_ Map = enum_::Map, Key = enum_::Key, Value = enum_::Value, Memory = enum_::Memory,
                  Out = enum_::Out, Size = enum_::Size, Address = enum_::Address,
                  Number = enum_::Number, Ctx = enum_::Ctx, Record = enum_::Record,
                  Function = enum_::Function;
  constexpr ProgType Kprobe = ProgType::Kprobe, Tracepoint = ProgType::Tracepoint,
                     PerfEvent = ProgType::PerfEvent, Tracing = ProgType::Tracing;
#define ARGS(...) ArgumentList<__VA_ARGS__>::list()
#define SINCE(MAJOR, MINOR) since(MAJOR, MINOR)
#define WITH(FEATURE) with(Feature::FEATURE)
#define IN(...) programSet(__VA_ARGS__)
#define SONDE_HELPER(NAME, ID, RESULT, ARGUMENTS, AVAILABLE, PROGRAMS, LICENSE, EFFECTS)           \
  makeHelper(#NAME, ID, HelperResult::RESULT, ARGUMENTS, AVAILABLE, PROGRAMS, LICENSE,             \
             HelperEffects::EFFECTS),
  static const HelperInfo helpers[] = {
#include "dialect/BPF/IR/Helpers.def"
  };
#undef ARGS
#undef SINCE
#undef WITH
#undef IN
  return helpers;
}

/// "6.1" as numbers; TargetAttr's verifier has checked the form.
std::pair<unsigned, unsigned> parseRelease(llvm::StringRef text) {
  unsigned major = 0, minor = 0;
  text.consumeInteger(10, major);
  text.consume_front(".");
  text.consumeInteger(10, minor);
  return {major, minor};
}

} // namespace

const FeatureInfo &featureInfo(Feature feature) {
  return kFeatures[static_cast<uint32_t>(feature)];
}

std::optional<Feature> featureByName(llvm::StringRef name) {
  for (uint32_t i = 0; i < std::size(kFeatures); ++i)
    if (name == kFeatures[i].name)
      return static_cast<Feature>(i);
  return std::nullopt;
}

llvm::ArrayRef<HelperInfo> allHelpers() {
  static const llvm::ArrayRef<HelperInfo> helpers = makeHelperTable();
  return helpers;
}

const HelperInfo *helperById(uint32_t id) {
  const auto *it = llvm::find_if(allHelpers(), [&](const HelperInfo &h) { return h.id == id; });
  return it == allHelpers().end() ? nullptr : it;
}

const HelperInfo *helperByName(llvm::StringRef name) {
  const auto *it = llvm::find_if(allHelpers(), [&](const HelperInfo &h) { return name == h.name; });
  return it == allHelpers().end() ? nullptr : it;
}

TargetEnv::TargetEnv(TargetAttr target) {
  if (!target)
    return;
  release = parseRelease(target.getKernel());
  attribute = target.getAsOpaquePointer();
}

TargetEnv TargetEnv::lookup(mlir::Operation *op) {
  for (; op; op = op->getParentOp())
    if (auto target = op->getAttrOfType<TargetAttr>("bpf.target"))
      return TargetEnv(target);
  return TargetEnv(TargetAttr());
}

bool TargetEnv::has(Feature feature) const {
  const FeatureInfo &info = featureInfo(feature);
  if (attribute)
    for (mlir::StringAttr change : TargetAttr::getFromOpaquePointer(attribute).getFeatures())
      if (change.getValue().drop_front() == info.name)
        return change.getValue().front() == '+';
  return atLeast(info.major, info.minor);
}

bool TargetEnv::helperAvailable(uint32_t id) const {
  const HelperInfo *helper = helperById(id);
  if (!helper)
    return false;
  return helper->feature ? has(*helper->feature) : atLeast(helper->major, helper->minor);
}

bool TargetEnv::atLeast(unsigned major, unsigned minor) const {
  return release >= std::pair(major, minor);
}

std::string TargetEnv::kernel() const {
  return std::to_string(release.first) + "." + std::to_string(release.second);
}

llvm::StringRef TargetEnv::arch() const {
  return attribute ? TargetAttr::getFromOpaquePointer(attribute).getArch() : "x86_64";
}

llvm::StringRef TargetEnv::cpuVersion() const {
  if (has(Feature::cpu_v4))
    return "v4";
  return has(Feature::atomic_fetch) ? "v3" : "v2";
}

} // namespace sonde::bpf
