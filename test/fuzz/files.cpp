//===- files.cpp - Any texts as a script and what it imports --------------===//
//
// A line `//- NAME.bt` begins the text of a file beside the script; what is before the
// first one is the script. It is analysed up to its types, for a kernel that says
// nothing about itself. Whatever is refused is refused at a place.
//
//===----------------------------------------------------------------------===//
#include "lib/Frontend/Frontend.h"

#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <unistd.h>

using namespace sonde;

namespace {

/// No BTF, no tracefs, no symbols.
class SilentKernel final : public KernelView {
public:
  Result<TypeSource *> types(const std::string &) override { return failure("there is no BTF"); }
  Result<TracepointFormat> tracepoint(const std::string &, const std::string &) override {
    return failure("there is no such tracepoint");
  }
  Result<std::vector<std::string>> tracepoints() override {
    return failure("tracefs cannot be read");
  }
  bool hasRawTracepoint(const std::string &) override { return false; }
  Result<std::vector<std::string>> traceableFunctions() override {
    return failure("the symbols cannot be read");
  }
  bool isTraceable(const std::string &) override { return true; }
  const TargetFacts &target() const override { return facts; }

private:
  TargetFacts facts{"6.1", "x86_64", 2, {}};
};

/// A folder that is gone when the process ends.
class Folder {
public:
  Folder() {
    if (!mkdtemp(path.data()))
      abort();
  }
  ~Folder() {
    clear();
    rmdir(path.c_str());
  }

  void write(const std::string &name, std::string_view text) {
    names.push_back(name);
    std::ofstream(file(name), std::ios::binary) << text;
  }
  void clear() {
    for (const std::string &name : names)
      unlink(file(name).c_str());
    names.clear();
  }
  std::string file(const std::string &name) const { return path + "/" + name; }

private:
  std::string path = "/tmp/sonde-fuzz-XXXXXX";
  std::vector<std::string> names;
};

constexpr std::string_view kMark = "\n//- ";
constexpr size_t kMaxFiles = 4;

bool isFileName(std::string_view name) {
  if (name.size() < 4 || name.size() > 8 || name.substr(name.size() - 3) != ".bt")
    return false;
  return name.find_first_not_of("abcdefgh") == name.size() - 3;
}

/// Writes the files and yields the script.
std::string_view unpack(std::string_view text, Folder &folder) {
  std::string_view script = text.substr(0, text.find(kMark));
  for (size_t i = 0; i < kMaxFiles; ++i) {
    size_t mark = text.find(kMark);
    if (mark == text.npos)
      break;
    text.remove_prefix(mark + kMark.size());
    std::string_view name = text.substr(0, text.find('\n'));
    if (isFileName(name))
      folder.write(std::string(name), text.substr(name.size(), text.find(kMark) - name.size()));
  }
  return script;
}

bool isPlace(const std::optional<Span> &span, const SourceManager &sources) {
  return span && span->file < sources.size() && span->begin <= span->end &&
         span->end <= sources.text(span->file).size();
}

/// Only what is no error may be about no text.
void requirePlaces(const Diagnostic &diagnostic, const SourceManager &sources) {
  bool needsPlace = diagnostic.span || diagnostic.severity == Severity::Error;
  bool isRight = !needsPlace || isPlace(diagnostic.span, sources);
  for (const Note &note : diagnostic.notes)
    isRight &= !note.span || isPlace(note.span, sources);
  if (isRight)
    return;
  std::fprintf(stderr, "no place: %s\n", diagnostic.message.c_str());
  abort();
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  static Folder folder;
  static SilentKernel kernel;
  folder.clear();
  std::string_view script =
      unpack(std::string_view(reinterpret_cast<const char *>(data), size), folder);

  SourceManager sources;
  DiagnosticEngine diagnostics(sources);
  std::unique_ptr<Program> program =
      parseProgram(sources.add(folder.file("main.bt"), std::string(script)), diagnostics);
  FrontendOptions options;
  options.parameters = {"7", "text"};
  (void)analyse(*program, kernel, options, diagnostics);
  (void)dumpTypes(*program);
  for (const Diagnostic &diagnostic : diagnostics.all())
    requirePlaces(diagnostic, sources);
  (void)diagnostics.flush(false);
  return 0;
}
