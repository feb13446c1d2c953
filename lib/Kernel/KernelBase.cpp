//===- KernelBase.cpp - What live and recorded kernels have in common -----===//
#include "lib/Kernel/KernelBase.h"

#include "lib/Kernel/Tracefs.h"

namespace sonde {

TypeSource::~TypeSource() = default;
KernelView::~KernelView() = default;
bool KernelView::hasSymbol(const std::string &) { return true; }
std::vector<std::string> KernelView::symbolNames() { return {}; }
std::vector<std::string> KernelView::ownersOf(const std::string &) { return {"vmlinux"}; }

Type TypeSource::complete(const Type &type) {
  Result<Type> found = structure(type.name(), type.isUnion());
  return found ? *found : type;
}

Result<std::string> KernelView::tracepointText(const std::string &, const std::string &) {
  return failure("this view of a kernel has no tracepoint formats to record");
}

Result<std::shared_ptr<const Btf>> KernelView::btf(const std::string &) {
  return failure("this view of a kernel has no type information to record");
}

Result<KernelBase::Module *> KernelBase::module(const std::string &name) {
  if (name == "vmlinux")
    return module("");
  auto known = modules.find(name);
  if (known != modules.end())
    return &known->second;
  Result<std::shared_ptr<const Btf>> btf = readBtf(name);
  if (!btf)
    return btf.takeError();
  Module &module = modules[name];
  module.types = std::make_unique<BtfTypes>(*btf, name);
  module.btf = std::move(*btf);
  return &module;
}

Result<TypeSource *> KernelBase::types(const std::string &name) {
  Result<Module *> found = module(name);
  if (!found)
    return found.takeError();
  return (*found)->types.get();
}

Result<std::shared_ptr<const Btf>> KernelBase::btf(const std::string &name) {
  Result<Module *> found = module(name);
  if (!found)
    return found.takeError();
  return (*found)->btf;
}

Result<TracepointFormat> KernelBase::tracepoint(const std::string &category,
                                                const std::string &event) {
  Result<std::string> text = tracepointText(category, event);
  if (!text)
    return text.takeError();
  auto types = [this]() -> TypeSource * {
    Result<TypeSource *> source = this->types("");
    return source ? *source : nullptr;
  };
  Result<TracepointFormat> format = parseTracepointFormat(*text, category, types);
  if (!format)
    return failure("tracepoint '" + category + ":" + event + "': " + format.error().message);
  return format;
}

Result<const FunctionList *> KernelBase::functionList() {
  if (!functions) {
    Result<FunctionList> read = readFunctions();
    if (!read)
      return read.takeError();
    functions = std::move(*read);
  }
  return &*functions;
}

Result<std::vector<std::string>> KernelBase::traceableFunctions() {
  Result<const FunctionList *> list = functionList();
  if (!list)
    return list.takeError();
  return (*list)->all();
}

bool KernelBase::isTraceable(const std::string &function) {
  Result<const FunctionList *> list = functionList();
  return list && (*list)->contains(function);
}

std::vector<std::string> KernelBase::ownersOf(const std::string &function) {
  Result<const FunctionList *> list = functionList();
  return list ? (*list)->ownersOf(function) : std::vector<std::string>();
}

} // namespace sonde
