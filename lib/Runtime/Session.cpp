//===- Session.cpp - Running a compiled script ----------------------------===//
#include "lib/Runtime/Session.h"

#include "lib/Artifact/ObjectSection.h"
#include "lib/Runtime/Actions.h"
#include "lib/Runtime/AttachPlan.h"
#include "lib/Runtime/Cgroups.h"
#include "lib/Runtime/LossMonitor.h"
#include "lib/Runtime/RingBuffer.h"
#include "lib/Runtime/ServiceManager.h"
#include "lib/Runtime/StackFrames.h"
#include "lib/Runtime/Symbols.h"

#include <algorithm>
#include <chrono>
#include <cstdlib>

#include <bpf/libbpf.h>
#include <poll.h>

namespace sonde {
namespace {

/// Errors are counted, not sent; while nothing else happens they are looked for
/// this often.
constexpr int kCheckMilliseconds = 1000;

/// A flood of events loses some in every batch; that is not said more often.
constexpr std::chrono::milliseconds kBetweenChecks{100};

constexpr const char *kNotify = "__BPFTRACE_NOTIFY_PROBES_ATTACHED";

bool isReadable(int fd) {
  pollfd entry = {fd, POLLIN, 0};
  return fd >= 0 && ::poll(&entry, 1, 0) > 0;
}

class Session {
public:
  Session(std::string_view elf, const Artifact &artifact, const SessionOptions &options,
          DiagnosticEngine &diagnostics)
      : elf(elf), artifact(artifact), options(options), diagnostics(diagnostics),
        places(artifact, diagnostics.sourceManager()),
        symbols(systemSymbols(artifact.config, probedPrograms(artifact))), cgroups(systemCgroups()),
        renderer(artifact.config.stringTruncationTrailer, presentationSources()),
        file(openOutput(options)), out(file ? file.get() : STDOUT_FILENO, options.buffering),
        err(STDERR_FILENO, Buffering::None), decoder(artifact.events) {
    OutputContext context{out, err, renderer, diagnostics, places, options.colour};
    output = options.json ? jsonOutput(context) : textOutput(context);
  }

  int run() {
    if (std::optional<int> refused = refuse())
      return *refused;
    if (!load() || !start()) {
      if (plan)
        plan->detach();
      return failedWith;
    }
    if (options.dryRun) {
      plan->detach();
      return 0;
    }
    loop();
    return end();
  }

private:
  std::string_view elf;
  int failedWith = kExitFailed;
  const Artifact &artifact;
  const SessionOptions &options;
  DiagnosticEngine &diagnostics;
  Places places;
  std::unique_ptr<SymbolSource> symbols;
  std::unique_ptr<CgroupSource> cgroups;
  StackFrames frames;
  Renderer renderer;
  Fd file; ///< Where `out` writes, unless that is standard output.
  OutputStream out, err;
  EventDecoder decoder;
  std::unique_ptr<Output> output;
  std::optional<Object> object;
  std::optional<AttachPlan> plan;
  std::optional<Actions> actions;
  std::optional<LossMonitor> losses;
  std::unique_ptr<RingBuffer> ring;
  bool running = false; ///< In the main loop, where `exit` ends the reading.
  std::chrono::steady_clock::time_point nextCheck;
  bool discarding = false; ///< Events after `exit` are not shown.

  static Fd openOutput(const SessionOptions &options) {
    if (options.output.empty())
      return Fd();
    return Fd(::open(options.output.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666));
  }

  /// The files that probes are put into.
  static std::vector<std::string> probedPrograms(const Artifact &artifact) {
    std::vector<std::string> programs;
    for (const ProbeInfo &probe : artifact.probes)
      for (const AttachInfo &point : probe.attach)
        if (point.kind == AttachKind::Uprobe || point.kind == AttachKind::Uretprobe)
          programs.push_back(point.target);
    std::sort(programs.begin(), programs.end());
    programs.erase(std::unique(programs.begin(), programs.end()), programs.end());
    return programs;
  }

  PresentationSources presentationSources() {
    PresentationSources sources;
    sources.texts = &artifact.texts;
    sources.symbols = symbols.get();
    sources.frames = &frames;
    sources.cgroups = cgroups.get();
    sources.synchronize();
    return sources;
  }

  bool fail(const Error &error) {
    diagnostics.error(error.message);
    return false;
  }

  /// Reasons not to begin at all, and their exit codes.
  std::optional<int> refuse() {
    if (!options.output.empty() && !file) {
      diagnostics.error("cannot write to '" + options.output + "': " + std::strerror(errno));
      return kExitNotRun;
    }
    size_t points = 0;
    for (const ProbeInfo &probe : artifact.probes)
      points += probe.attach.size();
    if (points == 0) {
      if (!options.quiet)
        out.write("No probes to attach\n");
      return kExitNotRun;
    }
    if (points > artifact.config.maxProbes) {
      diagnostics
          .error("the script has " + std::to_string(points) + " probes, more than the limit of " +
                 std::to_string(artifact.config.maxProbes))
          .note("raise the config variable 'max_probes'");
      return kExitNotRun;
    }
    return std::nullopt;
  }

  bool load() {
    Result<Object> opened = Object::open(elf, artifact);
    if (!opened)
      return fail(opened.error());
    object.emplace(std::move(*opened));
    if (Result<void> set = object->setParameters(options.parameters); !set) {
      failedWith = kExitNotRun; // The user's slip: the kernel has refused nothing.
      return fail(set.error());
    }
    plan.emplace(artifact, *object, diagnostics, places, options.verbose ? &err : nullptr);
    if (!plan->prepare() || !object->load(diagnostics, places))
      return false;
    frames.open(*object);
    return openMaps() && openEvents();
  }

  bool openMaps() {
    int cpus = artifact.maps.empty() ? 1 : libbpf_num_possible_cpus();
    std::vector<MapAccess> maps;
    for (size_t i = 0; i < artifact.maps.size(); ++i) {
      Result<MapAccess> map = object->map(i, cpus > 0 ? cpus : 1);
      if (!map)
        return fail(map.error());
      maps.push_back(std::move(*map));
    }
    Result<Actions> opened = Actions::open(artifact, std::move(maps), *output, renderer);
    if (!opened)
      return fail(opened.error());
    actions.emplace(std::move(*opened));
    return true;
  }

  bool openEvents() {
    Result<LossMonitor> monitor = LossMonitor::open(artifact, *object);
    if (!monitor)
      return fail(monitor.error());
    losses.emplace(std::move(*monitor));
    int map = object->ringBufferFd();
    if (map < 0)
      return true;
    Result<std::unique_ptr<RingBuffer>> opened = RingBuffer::open(
        map, [this](const void *record, size_t size) { return onRecord(record, size); });
    if (!opened)
      return fail(opened.error());
    ring = std::move(*opened);
    return true;
  }

  bool start() {
    if (!plan->runOnce(AttachKind::Begin))
      return false;
    AttachContext context;
    context.pid = options.pid;
    if (!plan->attach(context, [this] { return isReadable(options.stopFd); }))
      return false;
    err.write(diagnostics.flush(options.colour));
    if (options.dryRun)
      return true;
    if (options.onAttached)
      options.onAttached();
    if (!options.quiet)
      output->attached(plan->count());
    out.flush();
    if (std::getenv(kNotify)) {
      // Standard output, wherever the script's output goes.
      OutputStream notify(STDOUT_FILENO, Buffering::None);
      notify.write(std::string(kNotify) + "\n");
    }
    notifyReady();
    return true;
  }

  /// False stops reading.
  bool onRecord(const void *record, size_t size) {
    if (discarding)
      return true;
    if (std::optional<DecodedEvent> event = decoder.decode(record, size))
      actions->handle(*event);
    return !(running && actions->exitCode()) && !out.failure();
  }

  /// Reads a batch; true if there may be more.
  bool readEvents() {
    bool more = ring && ring->consume();
    if (auto now = std::chrono::steady_clock::now(); now >= nextCheck) {
      losses->check(*output, options.warnings);
      nextCheck = now + kBetweenChecks;
    }
    out.endOfBatch();
    return more;
  }

  void loop() {
    pollfd sources[] = {{ring ? ring->pollFd() : -1, POLLIN, 0},
                        {options.stopFd, POLLIN, 0},
                        {options.leaveFd, POLLIN, 0}};
    running = true;
    while (!actions->exitCode() && !out.failure()) {
      bool more = readEvents();
      if (!more && !plan->hasAttached())
        return; // Only `begin` and `end`: nothing else will ever come.
      // After a full batch no time is spent waiting, but signals are seen.
      int timeout = more ? 0 : losses->isNeeded() ? kCheckMilliseconds : -1;
      if (::poll(sources, std::size(sources), timeout) > 0 &&
          (sources[1].revents || sources[2].revents))
        return;
    }
  }

  void drain() {
    while (readEvents() && !out.failure()) {
    }
  }

  int end() {
    running = false;
    plan->detach();
    // What was sent before the end still counts, unless the script itself said
    // that it was over.
    discarding = actions->exitCode().has_value();
    drain();
    discarding = false;
    int status = actions->exitCode() ? *actions->exitCode() & 255 : 0;
    if (!plan->runOnce(AttachKind::End))
      status = kExitFailed;
    drain();
    losses->finish(*output, options.warnings);
    output->endOfMainLoop();
    if (artifact.config.printMapsOnExit)
      actions->printMapsAtExit();
    out.flush();
    return afterwards(status);
  }

  int afterwards(int status) {
    if (losses->totalLost())
      diagnostics.warning("lost-events",
                          "total lost event count: " + std::to_string(losses->totalLost()));
    if (const std::optional<Error> &fault = actions->fault()) {
      diagnostics.error(fault->message);
      status = kExitNotRun;
    }
    if (out.failure()) {
      diagnostics.error("cannot write the output: " + std::string(std::strerror(out.failure())));
      status = kExitNotRun;
    }
    return status;
  }
};

} // namespace

int runProgram(std::string_view elf, const Artifact &artifact, const SessionOptions &options,
               DiagnosticEngine &diagnostics) {
  return Session(elf, artifact, options, diagnostics).run();
}

Result<Artifact> artifactOf(std::string_view elf) {
  Result<std::string> json = readArtifactSection(elf);
  if (!json)
    return json.takeError();
  return readArtifact(*json);
}

} // namespace sonde
