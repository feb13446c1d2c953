// Values that become text in user space.
#include "test/unit/Runtime/Bytes.h"

#include "lib/Runtime/Cgroups.h"
#include "lib/Runtime/Presentation.h"
#include "lib/Runtime/Render.h"

#include <cstdlib>
#include <ctime>
#include <gtest/gtest.h>

using namespace sonde;

namespace {

/// Knows one function of the kernel and one of a process.
class OneSymbolEach : public SymbolSource {
public:
  std::optional<Symbol> kernel(uint64_t address) override {
    if (address < 0x1000 || address >= 0x2000)
      return std::nullopt;
    return Symbol{"vfs_read", address - 0x1000, ""};
  }
  std::optional<Symbol> user(uint64_t address, uint32_t process) override {
    if (process != 7 || address < 0x500)
      return std::nullopt;
    if (address < 0x600)
      return Symbol{"main", address - 0x500, "/bin/x"};
    return Symbol{"", 0, "/bin/x"};
  }
};

/// Keeps the frames of the stack with the hash 1.
class OneStack : public FrameSource {
public:
  explicit OneStack(std::vector<uint64_t> words) : words(std::move(words)) {}
  bool read(const Type &stack, const uint8_t *key, std::vector<uint8_t> &frames) override {
    if (loadUnsigned(key, 8) != 1)
      return false;
    frames.assign(Artifact::framesSize(stack), 0);
    std::memcpy(frames.data(), words.data(), std::min(frames.size(), words.size() * 8));
    return true;
  }

private:
  std::vector<uint64_t> words;
};

std::string shown(ValueView value, PresentationSources sources = {}) {
  OneSymbolEach symbols;
  if (!sources.symbols)
    sources.symbols = &symbols;
  return Presentation(sources).text(value);
}

Bytes kernelSymbol(uint64_t address) {
  return Bytes(Type::plain(TypeKind::KernelSymbol)).number(0, address);
}
Bytes userSymbol(uint64_t address, uint32_t process) {
  return Bytes(Type::plain(TypeKind::UserSymbol)).number(0, address).number(8, process, 4);
}

Bytes stack(bool user, StackMode mode, uint32_t count, uint64_t hash = 1) {
  return Bytes(Type::stack(user, mode, 5))
      .number(0, hash)
      .number(8, count, 4)
      .number(12, user ? 7 : 0, 4);
}
std::string shownStack(const Bytes &value, std::vector<uint64_t> frames) {
  OneStack source(std::move(frames));
  PresentationSources sources;
  sources.frames = &source;
  return shown(value, sources);
}

// O79 B87: without an offset; addresses without a name in hex.
TEST(PresentationTest, Symbols) {
  EXPECT_EQ(shown(kernelSymbol(0x1004)), "vfs_read");
  EXPECT_EQ(shown(kernelSymbol(1)), "0x1");
  EXPECT_EQ(shown(kernelSymbol(0)), "0");
  EXPECT_EQ(shown(userSymbol(0x504, 7)), "main");
  EXPECT_EQ(shown(userSymbol(0x504, 8)), "0x504");
  EXPECT_EQ(shown(userSymbol(0x700, 7)), "0x700");
  EXPECT_EQ(shown(userSymbol(0, 7)), "0");
}

// O75: a line for each frame, with a decimal offset.
TEST(PresentationTest, Stacks) {
  EXPECT_EQ(shownStack(stack(false, StackMode::Bpftrace, 3), {0x100c, 0x5000, 0}),
            "\n        vfs_read+12\n        0x5000\n        0\n");
  EXPECT_EQ(shownStack(stack(true, StackMode::Bpftrace, 2), {0x50a, 0x700}),
            "\n        main+10\n        0x700\n");
}

// O76: the module is that of user frames, and may be unknown.
TEST(PresentationTest, StacksLikePerf) {
  EXPECT_EQ(shownStack(stack(false, StackMode::Perf, 1), {0x100c}), "\n\t100c vfs_read+12\n");
  EXPECT_EQ(shownStack(stack(true, StackMode::Perf, 3), {0x50a, 0x700, 0}),
            "\n\t50a main+10 (/bin/x)\n\t700 0x700 (/bin/x)\n\t0 0 ([unknown])\n");
}

// O77
TEST(PresentationTest, StacksWithoutNames) {
  EXPECT_EQ(shownStack(stack(false, StackMode::Raw, 2), {0x100c, 0xffffffff81000000}),
            "\n100c\nffffffff81000000\n");
  EXPECT_EQ(shownStack(stack(true, StackMode::BuildId, 1),
                       {0x0302'0100'0000'0001, 0x0b0a'0908'0706'0504, 0x1312'1110'0f0e'0d0c, 0x1b}),
            "\n000102030405060708090a0b0c0d0e0f10111213 0x1b\n");
}

TEST(PresentationTest, StacksWithoutFrames) {
  EXPECT_EQ(shownStack(stack(false, StackMode::Bpftrace, 0), {}), "\n");
  EXPECT_EQ(shownStack(stack(false, StackMode::Bpftrace, 2, /*hash=*/9), {}),
            "\n        <frames lost>\n");
  // More than the type has room for, as only a faulty program can say.
  EXPECT_EQ(shownStack(stack(false, StackMode::Bpftrace, 6), {0x100c}),
            "\n        <frames lost>\n");
}

// Spaces and newlines are escaped like those of any text.
TEST(PresentationTest, StacksInJson) {
  OneStack frames({0x100c});
  OneSymbolEach symbols;
  PresentationSources sources;
  sources.frames = &frames;
  sources.symbols = &symbols;
  std::string out;
  Renderer("..", sources).json(out, stack(false, StackMode::Bpftrace, 1));
  EXPECT_EQ(out, "\"\\n        vfs_read+12\\n\"");
}

// O82 B63: the texts are those of the program, the clock is the value's.
TEST(PresentationTest, Timestamps) {
  ::setenv("TZ", "UTC", 1);
  ::tzset();
  const std::vector<std::string> texts = {"%Y-%m-%d %H:%M:%S.%f", "%l|%k|%%f|%%"};
  PresentationSources sources;
  sources.texts = &texts;
  sources.sinceEpoch[0] = 1'000'000'000'000'000'000;
  sources.sinceEpoch[1] = -37'000'000'000;
  auto timestamp = [&](uint64_t ns, uint32_t text, uint32_t clock) {
    return Bytes(Type::plain(TypeKind::Timestamp))
        .number(0, ns)
        .number(8, text, 4)
        .number(12, clock, 4);
  };
  EXPECT_EQ(shown(timestamp(123'000, 1, 0), sources), "2001-09-09 01:46:40.000123");
  EXPECT_EQ(shown(timestamp(37'000'000'000, 1, 1), sources), "1970-01-01 00:00:00.000000");
  EXPECT_EQ(shown(timestamp(12'345'678, 2, 0), sources), "012|012345678|%f|%");
  EXPECT_EQ(shown(timestamp(0, 0, 0), sources), "(?)");
  EXPECT_EQ(shown(timestamp(0, 3, 0), sources), "(?)");
  EXPECT_EQ(shown(timestamp(0, 1, 2), sources), "(?)");
}

TEST(PresentationTest, TimesAroundTheEpoch) {
  ::setenv("TZ", "UTC", 1);
  ::tzset();
  EXPECT_EQ(formatTime("%S.%l", -1), "59.999");
  EXPECT_EQ(formatTime("", 0), "");
  EXPECT_EQ(formatTime("%p", 0).substr(0, 1), "A");
  EXPECT_EQ(formatTime("100%", 0), "100%");
}

TEST(PresentationTest, CgroupPaths) {
  class Groups : public CgroupSource {
  public:
    std::string paths(uint64_t id, const std::string &filter) override {
      return std::to_string(id) + filter;
    }
  } groups;
  const std::vector<std::string> texts = {"uni*"};
  PresentationSources sources;
  sources.texts = &texts;
  sources.cgroups = &groups;
  Bytes value(Type::plain(TypeKind::CgroupPath));
  EXPECT_EQ(shown(value.number(0, 5), sources), "5*");
  EXPECT_EQ(shown(value.number(8, 1), sources), "5uni*");
}

TEST(CgroupsTest, FindsHierarchies) {
  std::vector<CgroupMount> mounts =
      parseCgroupMounts("24 1 0:22 / / rw - ext4 /dev/sda rw\n"
                        "31 24 0:27 / /sys/fs/cgroup rw,nosuid shared:9 - cgroup2 cgroup2 rw\n"
                        "32 24 0:28 / /sys/fs/cgroup/cpu,cpuacct rw - cgroup cgroup rw,cpu\n");
  ASSERT_EQ(mounts.size(), 2u);
  EXPECT_EQ(mounts[0].name, "unified");
  EXPECT_EQ(mounts[0].path, "/sys/fs/cgroup");
  EXPECT_EQ(mounts[1].name, "cpu,cpuacct");
}

} // namespace
