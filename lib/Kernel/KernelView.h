//===- KernelView.h - What the compiler asks about a kernel ---------------===//
//
// All facts about the target kernel come through this interface: from the
// running kernel (LiveKernel) or from a folder recorded earlier
// (RecordedKernel), so that compiling is deterministic given a script and a
// recording. Passes never use it; what they need is written into the IR.
//
//===----------------------------------------------------------------------===//
#ifndef SONDE_KERNEL_KERNELVIEW_H
#define SONDE_KERNEL_KERNELVIEW_H

#include "lib/Support/Result.h"
#include "lib/Types/Type.h"

#include <memory>
#include <string>
#include <vector>

namespace sonde {

class Btf;

/// One field of a tracepoint's record, from its `format` file.
struct TracepointField {
  StructMember member;     ///< Name, type, offset in the record (header included).
  std::string declaration; ///< As in the file: `const char * filename`.
};

/// A tracepoint as tracefs describes it.
struct TracepointFormat {
  uint32_t id = 0;                     ///< For perf_event_open.
  std::vector<TracepointField> fields; ///< Without the common_* ones.
};

/// A kernel function, or a tracepoint's arguments, by BTF.
struct FunctionPrototype {
  struct Parameter {
    std::string name;
    Type type;
  };
  std::vector<Parameter> parameters;
  Type result;
  uint32_t btfId = 0;
};

/// Types by BTF. Struct definitions are read when they are asked for; a
/// pointer's pointee struct has no definition until `structure` is called.
class TypeSource {
public:
  virtual ~TypeSource();
  virtual Result<Type> structure(const std::string &name, bool isUnion) = 0;
  /// A struct or union whose origin is this source, with its members if they are
  /// known here.
  virtual Type complete(const Type &structure);
  virtual Result<Type> enumeration(const std::string &name) = 0;
  /// A typedef or base type by name: `pid_t`, `size_t`, `u32`, `int`.
  virtual Result<Type> named(const std::string &name) = 0;
  virtual Result<FunctionPrototype> function(const std::string &name) = 0;
  /// The arguments of a raw tracepoint, without the hidden first one.
  virtual Result<FunctionPrototype> rawTracepoint(const std::string &event) = 0;
  /// Names for suggestions: functions, or structs and unions.
  virtual std::vector<std::string> functionNames() = 0;
  virtual std::vector<std::string> structNames() = 0;
};

/// Facts about the machine a program is compiled for.
struct TargetFacts {
  std::string release; ///< "6.1", "6.18": major.minor of the kernel.
  std::string arch;    ///< "x86_64" or "aarch64".
  unsigned cpus = 1;   ///< Possible CPUs.
  /// Features (dialect/BPF/IR/Features.def) whose presence differs from what
  /// the release says: "+name" or "-name".
  std::vector<std::string> features;
};

class KernelView {
public:
  virtual ~KernelView();
  /// `module` "" is the kernel itself. Opened and indexed on first use.
  virtual Result<TypeSource *> types(const std::string &module) = 0;
  virtual Result<TracepointFormat> tracepoint(const std::string &category,
                                              const std::string &event) = 0;
  /// "category:event" of all tracepoints, for suggestions and wildcards.
  virtual Result<std::vector<std::string>> tracepoints() = 0;
  /// Is there a raw tracepoint of this name? Cheap: does not open BTF when
  /// tracefs or kallsyms can tell.
  virtual bool hasRawTracepoint(const std::string &event) = 0;
  /// Functions that kprobes may be put on: "name" or "name [module]". Where
  /// the kernel does not let us read its list, the text symbols of kallsyms.
  virtual Result<std::vector<std::string>> traceableFunctions() = 0;
  virtual bool isTraceable(const std::string &function) = 0;
  /// Where there are traceable functions of this name: modules, and "vmlinux".
  virtual std::vector<std::string> ownersOf(const std::string &function);
  /// Is there a function or variable of this name? A view that cannot know says
  /// yes: the runtime looks again before it loads a program.
  virtual bool hasSymbol(const std::string &name);
  /// All of them that are known, for suggestions.
  virtual std::vector<std::string> symbolNames();
  virtual const TargetFacts &target() const = 0;

  /// What the answers above are made from, for `recordKernel`. A view that is
  /// not made from such sources cannot be recorded.
  virtual Result<std::string> tracepointText(const std::string &category, const std::string &event);
  virtual Result<std::shared_ptr<const Btf>> btf(const std::string &module);
};

/// The running kernel. Reads nothing until it is asked.
std::unique_ptr<KernelView> liveKernel();
/// A folder written by `recordKernel`.
Result<std::unique_ptr<KernelView>> recordedKernel(const std::string &folder);

/// Which facts to put into a recording: a whole kernel is many megabytes, a
/// test needs a few tracepoints and types.
struct RecordingRequest {
  std::vector<std::string> tracepoints; ///< "category:event", wildcards.
  std::vector<std::string> structs;     ///< With all they refer to by value.
  std::vector<std::string> functions;   ///< Prototypes, traceability.
  std::vector<std::string> rawTracepoints;
};
/// Writes the facts of `kernel` into an existing empty folder.
Result<void> recordKernel(KernelView &kernel, const RecordingRequest &request,
                          const std::string &folder);

} // namespace sonde

#endif // SONDE_KERNEL_KERNELVIEW_H
