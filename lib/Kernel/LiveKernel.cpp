//===- LiveKernel.cpp - The running kernel --------------------------------===//
//
// Where the running kernel keeps its facts: /sys/kernel/btf, tracefs,
// /proc/kallsyms, uname. Nothing is read before it is asked for; a tracepoint
// with plain integers costs one small file.
//
//===----------------------------------------------------------------------===//
#include "lib/Kernel/Kallsyms.h"
#include "lib/Kernel/KernelBase.h"
#include "lib/Kernel/Tracefs.h"

#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <sys/utsname.h>

namespace sonde {

namespace {

constexpr const char *kBtfFolder = "/sys/kernel/btf/";

/// "6.18" of "6.18.44-custom".
std::string majorMinor(const std::string &release) {
  size_t dot = release.find('.');
  size_t end = release.find_first_not_of("0123456789", dot == std::string::npos ? 0 : dot + 1);
  return release.substr(0, end);
}

/// How many CPUs a list like "0-3,8" goes up to.
unsigned countCpus(const std::string &list) {
  size_t last = list.find_last_of("-,");
  const char *number = list.c_str() + (last == std::string::npos ? 0 : last + 1);
  return unsigned(std::strtoul(number, nullptr, 10)) + 1;
}

class LiveKernel final : public KernelBase {
public:
  LiveKernel() {
    struct utsname system = {};
    ::uname(&system);
    facts.release = majorMinor(system.release);
    facts.arch = system.machine;
    Result<std::string> possible = readTextFile("/sys/devices/system/cpu/possible");
    facts.cpus = possible ? countCpus(*possible) : 1;
    // A kernel without fprobes (Debian's 6.1, say) refuses one program for many
    // functions. Searching for their function's name takes 0.1 ms.
    Result<std::shared_ptr<const BtfImage>> image = kernelImage();
    if (image && !(*image)->hasString("register_fprobe_ips"))
      facts.features.push_back("-kprobe_multi");
  }

  Result<std::vector<std::string>> tracepoints() override {
    Result<std::string> tracefs = findTracefs();
    if (!tracefs)
      return tracefs.takeError();
    Result<std::string> text = readTextFile(*tracefs + "/available_events");
    if (!text)
      return text.takeError();
    std::vector<std::string> events;
    for (size_t at = 0; at < text->size();) {
      size_t end = std::min(text->find('\n', at), text->size());
      if (end > at)
        events.push_back(text->substr(at, end - at));
      at = end + 1;
    }
    std::sort(events.begin(), events.end());
    return events;
  }

  Result<std::string> tracepointText(const std::string &category,
                                     const std::string &event) override {
    Result<std::string> tracefs = findTracefs();
    if (!tracefs)
      return tracefs;
    Error unknown = failure("the kernel has no tracepoint '" + category + ":" + event + "'");
    if (!isTracepointName(category) || !isTracepointName(event))
      return unknown;
    Result<std::string> text =
        readTextFile(*tracefs + "/events/" + category + "/" + event + "/format");
    if (!text && (text.error().code == ENOENT || text.error().code == ENOTDIR))
      return unknown;
    return text;
  }

  /// The typedef `btf_trace_NAME` exists for exactly the raw tracepoints, and
  /// its name is found without looking at any type.
  bool hasRawTracepoint(const std::string &event) override {
    Result<std::shared_ptr<const BtfImage>> image = kernelImage();
    return image && (*image)->hasString("btf_trace_" + event);
  }

  /// Where addresses are hidden, nothing can be said.
  bool hasSymbol(const std::string &name) override {
    return symbols().empty() || symbols().addressOf(name);
  }
  std::vector<std::string> symbolNames() override { return symbols().names(); }

protected:
  Result<std::shared_ptr<const Btf>> readBtf(const std::string &module) override {
    if (module.empty()) {
      Result<std::shared_ptr<const BtfImage>> image = kernelImage();
      if (!image)
        return image.takeError();
      return Btf::read(*image);
    }
    if (!isTracepointName(module))
      return failure("there is no kernel module '" + module + "'");
    Result<std::shared_ptr<const Btf>> kernel = btf("");
    if (!kernel)
      return kernel;
    Result<std::shared_ptr<const BtfImage>> image = BtfImage::open(kBtfFolder + module);
    if (!image)
      return image.error().code == ENOENT
                 ? failure("module '" + module + "' is not loaded, or has no type information")
                 : image.takeError();
    return Btf::read(*image, *kernel);
  }

  Result<FunctionList> readFunctions() override {
    std::set<std::string> excluded;
    if (Result<std::string> blacklist = readTextFile("/sys/kernel/debug/kprobes/blacklist"))
      excluded = parseBlacklist(*blacklist);
    if (Result<std::string> tracefs = findTracefs())
      if (Result<std::string> text = readTextFile(*tracefs + "/available_filter_functions"))
        return FunctionList(std::move(*text), FunctionList::Format::FilterFunctions,
                            std::move(excluded));
    Result<std::string> text = readTextFile("/proc/kallsyms");
    if (!text)
      return text.takeError();
    return FunctionList(std::move(*text), FunctionList::Format::Kallsyms, std::move(excluded));
  }

private:
  const Kallsyms &symbols() {
    if (!kallsyms) {
      Result<Kallsyms> read = Kallsyms::ofThisKernel();
      kallsyms.emplace(read ? std::move(*read) : Kallsyms(""));
    }
    return *kallsyms;
  }

  Result<std::shared_ptr<const BtfImage>> kernelImage() {
    if (!image) {
      Result<std::shared_ptr<const BtfImage>> opened =
          BtfImage::open(std::string(kBtfFolder) + "vmlinux");
      if (!opened)
        return opened.error().code == ENOENT
                   ? failure("this kernel has no type information (CONFIG_DEBUG_INFO_BTF)", ENOENT)
                   : opened.takeError();
      image = std::move(*opened);
    }
    return image;
  }

  std::shared_ptr<const BtfImage> image;
  std::optional<Kallsyms> kallsyms; ///< Read when a script asks for a symbol.
};

} // namespace

std::unique_ptr<KernelView> liveKernel() { return std::make_unique<LiveKernel>(); }

} // namespace sonde
