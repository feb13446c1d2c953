//===- scripts.cpp - Many scripts through the compiler --------------------===//
//
//   scripts print   [--seed=N] [--count=N]
//   scripts compile [--seed=N] [--count=N] [--kernel=FOLDER]
//   scripts load    …                       objects, into this machine's kernel
//   scripts meaning … [FILE…]               passes keep what scripts do
//   scripts mutate  … [FILE…]               broken ones are refused well
//
// Script number i is made from the seed plus i, so that a failure, which names its
// seed, can be repeated alone. Scripts of FILEs are used besides generated ones.
//
//===----------------------------------------------------------------------===//
#include "test/fuzz/scripts/Generator.h"
#include "test/fuzz/scripts/Mutator.h"
#include "test/fuzz/scripts/Trial.h"

#include <chrono>
#include <csignal>
#include <cstdio>
#include <cstring>
#include <fstream>
#include <iterator>
#include <string_view>
#include <unistd.h>

using namespace sonde;
using namespace sonde::fuzz;

namespace {

/// What takes longer is taken for a hang; the largest scripts need 20, on a machine that is not
/// busy.
constexpr unsigned kSecondsForOne = 60;

struct Arguments {
  std::string mode;
  std::string kernel;
  uint64_t seed = 1, count = 1;
  std::vector<std::string> files;
};

bool readNumber(const char *argument, const char *name, uint64_t &number) {
  size_t length = std::strlen(name);
  if (std::strncmp(argument, name, length) != 0)
    return false;
  number = std::strtoull(argument + length, nullptr, 0);
  return true;
}

Arguments readArguments(int argc, char **argv) {
  Arguments arguments;
  arguments.mode = argc > 1 ? argv[1] : "";
  for (int i = 2; i < argc; ++i) {
    if (readNumber(argv[i], "--seed=", arguments.seed) ||
        readNumber(argv[i], "--count=", arguments.count))
      continue;
    if (std::strncmp(argv[i], "--kernel=", 9) == 0)
      arguments.kernel = argv[i] + 9;
    else
      arguments.files.emplace_back(argv[i]);
  }
  return arguments;
}

/// What is being tried, for the handler of signals.
std::string inProgress;

void writeAll(std::string_view text) {
  while (!text.empty()) {
    ssize_t written = write(STDERR_FILENO, text.data(), text.size());
    if (written <= 0)
      return;
    text.remove_prefix(written);
  }
}

void reportSignal(int signal) {
  writeAll(signal == SIGALRM ? "\nthe compiler takes too long: " : "\nthe compiler crashes: ");
  writeAll(inProgress);
  _exit(1);
}

void catchSignals() {
  // A deep recursion leaves no stack for the handler.
  static char stack[1 << 16];
  stack_t alternate = {stack, 0, sizeof(stack)};
  sigaltstack(&alternate, nullptr);
  struct sigaction action = {};
  action.sa_handler = reportSignal;
  action.sa_flags = SA_ONSTACK;
  for (int signal : {SIGSEGV, SIGBUS, SIGABRT, SIGFPE, SIGILL, SIGALRM})
    sigaction(signal, &action, nullptr);
}

std::vector<std::string> readFiles(const std::vector<std::string> &names) {
  std::vector<std::string> texts;
  for (const std::string &name : names) {
    std::ifstream file(name, std::ios::binary);
    texts.emplace_back(std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>());
  }
  return texts;
}

/// Tries script after script; true when all is well.
class Runner {
public:
  Runner(const Arguments &arguments, KernelView &kernel)
      : arguments(arguments), kernel(kernel), corpus(readFiles(arguments.files)) {}

  bool run() {
    for (size_t i = 0; i < corpus.size() && arguments.mode == "meaning"; ++i) {
      Random random(arguments.seed + i);
      attempt(arguments.files[i], corpus[i],
              [&] { return keepsMeaning(corpus[i], kernel, random, /*isValid=*/false); });
    }
    for (uint64_t i = 0; i < arguments.count; ++i)
      tryOne(arguments.seed + i);
    std::printf("%s: %zu scripts, %zu failures, %zu refused\n", arguments.mode.c_str(), attempts,
                failures, refused);
    return failures == 0;
  }

private:
  void tryOne(uint64_t seed) {
    Random random(seed);
    const std::string name = "seed " + std::to_string(seed);
    if (arguments.mode == "mutate") {
      bool fromCorpus = !corpus.empty() && random.oneIn(2);
      std::string script =
          mutate(fromCorpus ? random.pick(corpus) : generateScript(random.next()), random);
      return attempt(name, script, [&] { return isRefusedWell(script, kernel); });
    }
    std::string script = generateScript(seed, /*anyKernel=*/arguments.mode == "load");
    attempt(name, script, [&]() -> Verdict {
      if (arguments.mode == "load")
        return loads(script, kernel);
      if (arguments.mode == "meaning")
        return keepsMeaning(script, kernel, random, /*isValid=*/true);
      return compiles(script, kernel);
    });
  }

  template <typename Trial>
  void attempt(const std::string &name, const std::string &script, Trial trial) {
    ++attempts;
    inProgress = name + "\n" + script + "\n";
    alarm(kSecondsForOne);
    Verdict verdict = trial();
    alarm(0);
    refused += verdict.isRefused;
    if (!verdict.fault)
      return;
    ++failures;
    std::fprintf(stderr, "%s: %s\n%s\n\n", name.c_str(), verdict.fault->c_str(), script.c_str());
  }

  const Arguments &arguments;
  KernelView &kernel;
  std::vector<std::string> corpus;
  size_t attempts = 0, failures = 0, refused = 0;
};

} // namespace

int main(int argc, char **argv) {
  Arguments arguments = readArguments(argc, argv);
  if (arguments.mode == "print") {
    for (uint64_t i = 0; i < arguments.count; ++i)
      std::printf("%s", generateScript(arguments.seed + i).c_str());
    return 0;
  }
  if (arguments.mode != "compile" && arguments.mode != "load" && arguments.mode != "meaning" &&
      arguments.mode != "mutate") {
    std::fprintf(stderr, "usage: scripts print|compile|load|meaning|mutate "
                         "[--seed=N] [--count=N] [--kernel=FOLDER] [FILE...]\n");
    return 2;
  }
  std::unique_ptr<KernelView> kernel;
  if (arguments.kernel.empty()) {
    kernel = liveKernel();
  } else if (Result<std::unique_ptr<KernelView>> recorded = recordedKernel(arguments.kernel)) {
    kernel = std::move(*recorded);
  } else {
    std::fprintf(stderr, "error: %s\n", recorded.error().message.c_str());
    return 2;
  }
  catchSignals();
  return Runner(arguments, *kernel).run() ? 0 : 1;
}
