//===- TargetEnv.h - What the target kernel offers ------------------------===//
//
// Answers questions about `bpf.target`. Never asks the running kernel: a module
// is compiled for what its attribute says.
//
//===----------------------------------------------------------------------===//
#ifndef SONDE_DIALECT_BPF_IR_TARGETENV_H
#define SONDE_DIALECT_BPF_IR_TARGETENV_H

#include "llvm/ADT/ArrayRef.h"
#include "llvm/ADT/StringRef.h"

#include <cstdint>
#include <optional>
#include <string>
#include <utility>

namespace mlir {
class Operation;
}

namespace sonde::bpf {

class TargetAttr;

enum class Feature : uint32_t {
#define SONDE_FEATURE(NAME, MAJOR, MINOR, MEANING) NAME,
#include "dialect/BPF/IR/Features.def"
};

/// A feature's name, what it is, and the first release that has it.
struct FeatureInfo {
  const char *name;
  const char *meaning;
  unsigned major, minor;
};
const FeatureInfo &featureInfo(Feature feature);
std::optional<Feature> featureByName(llvm::StringRef name);

enum class HelperResult : uint8_t {
  Number,
  Error,
  Length,
  Nothing,
  Task,
  ValueOrNull,
  RecordOrNull
};
enum class HelperArgument : uint8_t {
  Map,
  Key,
  Value,
  Memory,
  Out,
  Size,
  Address,
  Number,
  Ctx,
  Record,
  Function
};
enum class HelperEffects : uint8_t { Constant, Fresh, Arguments, Anything };

/// A helper as Helpers.def describes it.
struct HelperInfo {
  const char *name; ///< As in uapi/linux/bpf.h, without `bpf_`.
  uint32_t id;
  unsigned major, minor; ///< First release.
  bool gplOnly;
  HelperResult result;
  llvm::ArrayRef<HelperArgument> arguments;
  HelperEffects effects;
  std::optional<Feature> feature; ///< Decides instead of the release.
  uint32_t programTypes;          ///< Bit n: BPF_PROG_TYPE number n may call it.
};
const HelperInfo *helperById(uint32_t id);
const HelperInfo *helperByName(llvm::StringRef name);
llvm::ArrayRef<HelperInfo> allHelpers();

class TargetEnv {
public:
  /// The oldest supported kernel when `target` is null.
  explicit TargetEnv(TargetAttr target);
  /// The target of the module around `op`.
  static TargetEnv lookup(mlir::Operation *op);

  bool has(Feature feature) const;
  bool helperAvailable(uint32_t id) const;
  bool atLeast(unsigned major, unsigned minor) const;
  unsigned major() const { return release.first; }
  unsigned minor() const { return release.second; }
  llvm::StringRef arch() const;
  /// "6.1", for messages.
  std::string kernel() const;
  /// Bytes of stack of one program with all it calls.
  unsigned maxStack() const { return 512; }
  /// For LLVM's -mcpu: "v2", "v3" or "v4".
  llvm::StringRef cpuVersion() const;

private:
  std::pair<unsigned, unsigned> release{5, 10};
  const void *attribute = nullptr; // TargetAttr's storage.
};

} // namespace sonde::bpf

#endif // SONDE_DIALECT_BPF_IR_TARGETENV_H
