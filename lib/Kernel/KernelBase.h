//===- KernelBase.h - What live and recorded kernels have in common -------===//
//
// Both read the same kinds of text and bytes; they differ in where these lie.
// Everything is read when it is first asked for, and kept.
//
//===----------------------------------------------------------------------===//
#ifndef SONDE_KERNEL_KERNELBASE_H
#define SONDE_KERNEL_KERNELBASE_H

#include "lib/Kernel/Btf.h"
#include "lib/Kernel/BtfTypes.h"
#include "lib/Kernel/FunctionList.h"
#include "lib/Kernel/KernelView.h"

#include <map>

namespace sonde {

class KernelBase : public KernelView {
public:
  Result<TypeSource *> types(const std::string &module) override;
  Result<TracepointFormat> tracepoint(const std::string &category,
                                      const std::string &event) override;
  Result<std::vector<std::string>> traceableFunctions() override;
  bool isTraceable(const std::string &function) override;
  std::vector<std::string> ownersOf(const std::string &function) override;
  const TargetFacts &target() const override { return facts; }
  Result<std::shared_ptr<const Btf>> btf(const std::string &module) override;

protected:
  /// Reads a module's BTF, on top of the kernel's.
  virtual Result<std::shared_ptr<const Btf>> readBtf(const std::string &module) = 0;
  virtual Result<FunctionList> readFunctions() = 0;

  TargetFacts facts;

private:
  struct Module {
    std::shared_ptr<const Btf> btf;
    std::unique_ptr<BtfTypes> types;
  };
  Result<Module *> module(const std::string &name);
  Result<const FunctionList *> functionList();

  std::map<std::string, Module> modules;
  std::optional<FunctionList> functions;
};

} // namespace sonde

#endif // SONDE_KERNEL_KERNELBASE_H
