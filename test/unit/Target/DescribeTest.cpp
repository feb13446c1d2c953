//===- DescribeTest.cpp - From the bpf dialect to the artifact ------------===//
#include "TargetFixture.h"

#include "lib/Target/Describe.h"

using namespace sonde;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

namespace {

class Describe : public TargetFixture {
protected:
  Artifact describe(const std::string &text) {
    mlir::FailureOr<Artifact> artifact = describeProgram(*parse(text));
    EXPECT_TRUE(mlir::succeeded(artifact)) << testing::PrintToString(said);
    return mlir::succeeded(artifact) ? *artifact : Artifact{};
  }

  std::string refuse(const std::string &text) {
    EXPECT_TRUE(mlir::failed(describeProgram(*parse(text))));
    return said.empty() ? "" : said.front();
  }
};

/// A program with these attach points.
std::string program(const std::string &attach, const std::string &body = "") {
  return "bpf.prog @p type(kprobe) section(\"kprobe\") attach [" + attach + R"(]
      (%ctx: !bpf.ptr<ctx>) {
    %c0 = arith.constant 0 : i32
    )" + body +
         R"(
    bpf.return %c0 : i32
  } loc("t.bt":1:1))";
}

TEST_F(Describe, MapsOfTheScript) {
  Artifact artifact = describe(R"(
    bpf.map @AT_opens percpu_hash key !llvm.array<16 x i8> value i64 max_entries 64
        script("@opens", !tracing.agg<count>, key !tracing.str<16>)
    bpf.map @sonde_events ringbuf max_entries 4096
    bpf.map @AT_last array key i32 value !llvm.array<2 x i64> max_entries 1
        script("@last", si64))");
  ASSERT_THAT(artifact.maps, SizeIs(2)); // Not those the script does not know.
  EXPECT_EQ(artifact.maps[0].name, "@opens");
  EXPECT_EQ(artifact.maps[0].elf, "AT_opens");
  EXPECT_EQ(artifact.maps[0].key, Type::string(16));
  EXPECT_EQ(artifact.maps[0].value, Type::plain(TypeKind::Count));
  EXPECT_EQ(artifact.maps[0].storage, MapStorage::PercpuHash);
  EXPECT_EQ(artifact.maps[1].key, std::nullopt);
  EXPECT_EQ(artifact.maps[1].value, Type::integer(64, true));
  EXPECT_EQ(artifact.maps[1].storage, MapStorage::Array);
}

TEST_F(Describe, EventsInTheOrderOfTheirNumbers) {
  Artifact artifact = describe(R"(
    bpf.map @AT_m hash key i64 value i64 max_entries 64 script("@m", si64, key si64)
    bpf.event @e1 id 1 kind "print_map" size 8 map @AT_m {top = 5 : i64, div = 1000 : i64}
    bpf.event @e0 id 0 kind "printf" size 24 format "%d\n" fields [si32, ui8] offsets [8, 16])");
  ASSERT_THAT(artifact.events, SizeIs(2));
  const EventInfo &printf = artifact.events[0], &printMap = artifact.events[1];
  EXPECT_EQ(printf.kind, EventKind::Printf);
  EXPECT_EQ(printf.format, "%d\n");
  EXPECT_EQ(printf.size, 24u);
  ASSERT_THAT(printf.fields, SizeIs(2));
  EXPECT_EQ(printf.fields[1].offset, 16u);
  EXPECT_EQ(printf.fields[1].type, Type::integer(8, false));
  EXPECT_EQ(printMap.kind, EventKind::PrintMap);
  EXPECT_EQ(printMap.map, 0u);
  EXPECT_EQ(printMap.top, 5u);
  EXPECT_EQ(printMap.div, 1000u);
}

TEST_F(Describe, ErrorSitesAndParameters) {
  Artifact artifact = describe(R"(
    bpf.map @AT_m hash key i64 value i64 max_entries 64 script("@m", si64, key si64)
    bpf.error_site @s id 0 kind "map_full" helper "map_update_elem" map @AT_m loc("t.bt":2:3)
    bpf.param @a "$1" : si64 at 0 default "42"
    bpf.param @b "$2" : !tracing.str<64> at 8 default "x")");
  ASSERT_THAT(artifact.errorSites, SizeIs(1));
  EXPECT_EQ(artifact.errorSites[0].kind, ErrorSite::Kind::MapFull);
  EXPECT_EQ(artifact.errorSites[0].helper, "map_update_elem");
  EXPECT_EQ(artifact.errorSites[0].where.line, 2u);
  ASSERT_THAT(artifact.params, SizeIs(2));
  EXPECT_EQ(artifact.params[0].name, "$1");
  EXPECT_EQ(artifact.params[0].fallback, "42");
  EXPECT_EQ(artifact.params[1].offset, 8u);
  EXPECT_EQ(artifact.params[1].type, Type::string(64));
}

TEST_F(Describe, AttachPoints) {
  struct Case {
    const char *attach;
    AttachKind kind;
    const char *target, *function;
    uint64_t offset;
    const char *unit;
    uint64_t value;
  };
  const Case cases[] = {
      {R"(begin, "")", AttachKind::Begin, "", "", 0, "", 0},
      {R"(end, "")", AttachKind::End, "", "", 0, "", 0},
      {R"(tracepoint, "sched:sched_switch", {event = "sched_switch", raw})", AttachKind::Tracepoint,
       "sched", "sched_switch", 0, "", 0},
      {R"(raw_tracepoint, "sched:sched_switch", {event = "sched_switch"})",
       AttachKind::RawTracepoint, "", "sched_switch", 0, "", 0},
      {R"(btf_tracepoint, "sched_switch")", AttachKind::BtfTracepoint, "", "sched_switch", 0, "",
       0},
      {R"(kprobe, "vfs_open+4", {function = "vfs_open", offset = 4 : i64})", AttachKind::Kprobe, "",
       "vfs_open", 4, "", 0},
      {R"(kretprobe, "ext4:ext4_x", {function = "ext4_x", module = "ext4"})", AttachKind::Kretprobe,
       "ext4", "ext4_x", 0, "", 0},
      {R"(uprobe, "/bin/x:f", {path = "/bin/x", function = "f"})", AttachKind::Uprobe, "/bin/x",
       "f", 0, "", 0},
      {R"(uretprobe, "/bin/x:16", {path = "/bin/x", offset = 16 : i64})", AttachKind::Uretprobe,
       "/bin/x", "", 16, "", 0},
      {R"(fentry, "vfs_open", {function = "vfs_open"})", AttachKind::Fentry, "", "vfs_open", 0, "",
       0},
      {R"(fexit, "vfs_open", {function = "vfs_open"})", AttachKind::Fexit, "", "vfs_open", 0, "",
       0},
      {R"(interval, "s:1", {unit = "s", value = 1 : i64})", AttachKind::Interval, "", "", 0, "s",
       1},
      {R"(profile, "hz:99", {unit = "hz", value = 99 : i64})", AttachKind::Profile, "", "", 0, "hz",
       99},
  };
  for (const Case &each : cases) {
    Artifact artifact = describe(program("#tracing.attach<" + std::string(each.attach) + ">"));
    ASSERT_THAT(artifact.probes, SizeIs(1)) << each.attach;
    EXPECT_EQ(artifact.probes[0].program, "p");
    ASSERT_THAT(artifact.probes[0].attach, SizeIs(1)) << each.attach;
    const AttachInfo &point = artifact.probes[0].attach[0];
    EXPECT_EQ(point.kind, each.kind) << each.attach;
    EXPECT_EQ(point.target, each.target) << each.attach;
    EXPECT_EQ(point.function, each.function) << each.attach;
    EXPECT_EQ(point.offset, each.offset) << each.attach;
    EXPECT_EQ(point.unit, each.unit) << each.attach;
    EXPECT_EQ(point.value, each.value) << each.attach;
  }
}

TEST_F(Describe, NamesAttachPointsAsTheyAreShown) {
  Artifact artifact = describe(program(R"(#tracing.attach<tracepoint, "sched:sched_switch">,
                                          #tracing.attach<kprobe, "vfs_open", {function = "vfs_open"}>)"));
  ASSERT_THAT(artifact.probes, SizeIs(1));
  ASSERT_THAT(artifact.probes[0].attach, SizeIs(2));
  EXPECT_EQ(artifact.probes[0].attach[0].name, "tracepoint:sched:sched_switch");
  EXPECT_EQ(artifact.probes[0].attach[1].name, "kprobe:vfs_open");
}

TEST_F(Describe, PlacesAndTexts) {
  Artifact artifact = describe(
      R"(module attributes {bpf.sources = {"a.bt" = "begin { }\n", "t.bt" = "begin { print(1) }\n"}} {
         bpf.event @e id 0 kind "print" size 16 fields [si64] offsets [8] loc("t.bt":1:9)
         )" +
      program("") + "}");
  ASSERT_THAT(artifact.files, SizeIs(2));
  EXPECT_EQ(artifact.files[0].name, "t.bt"); // The script comes first.
  EXPECT_EQ(artifact.files[0].text, "begin { print(1) }\n");
  EXPECT_EQ(artifact.files[1].name, "a.bt");
  const SourcePlace &where = artifact.events[0].where;
  EXPECT_EQ(where.file, 0u);
  EXPECT_EQ(where.line, 1u);
  EXPECT_EQ(where.column, 9u);
  EXPECT_EQ(where.endColumn, 14u); // The word `print`.
}

TEST_F(Describe, Settings) {
  RunConfig config = describe(R"(module attributes {tracing.config = #tracing.config<{
      license = "Dual MIT/GPL", print_maps_on_exit = 0 : i64, missing_probes = "warn",
      max_probes = 7 : i64, str_trunc_trailer = "~"}>} {})")
                         .config;
  EXPECT_EQ(config.license, "Dual MIT/GPL");
  EXPECT_FALSE(config.printMapsOnExit);
  EXPECT_EQ(config.missingProbes, RunConfig::MissingProbes::Warn);
  EXPECT_EQ(config.maxProbes, 7u);
  EXPECT_EQ(config.stringTruncationTrailer, "~");
  RunConfig defaults = describe("module {}").config;
  EXPECT_EQ(defaults.license, "GPL");
  EXPECT_TRUE(defaults.printMapsOnExit);
  EXPECT_EQ(defaults.missingProbes, RunConfig::MissingProbes::Error);
}

TEST_F(Describe, Needs) {
  Needs plain = describe(program("")).needs;
  EXPECT_EQ(plain.kernel, "5.10"); // The oldest supported release.
  EXPECT_THAT(plain.helpers, IsEmpty());

  Needs more = describe("module attributes {bpf.target = #bpf.target<kernel = \"6.1\", "
                        "arch = \"x86_64\">} { bpf.map @sonde_events ringbuf max_entries 4096\n" +
                        program("", "%t = bpf.helper ktime_get_tai_ns() : () -> i64\n"
                                    "%u = bpf.helper get_current_pid_tgid() : () -> i64") +
                        "}")
                   .needs;
  EXPECT_EQ(more.kernel, "6.1");
  EXPECT_THAT(more.helpers, ElementsAre(14, 208));
  EXPECT_THAT(more.features, testing::Contains("ringbuf"));
}

TEST_F(Describe, RefusesContradictions) {
  EXPECT_THAT(refuse(R"(bpf.event @e id 3 kind "exit" size 8)"),
              HasSubstr("has number 3, but there are only 1"));
  said.clear();
  EXPECT_THAT(refuse(R"(bpf.event @e id 0 kind "shout" size 8)"),
              HasSubstr("has an unknown kind 'shout'"));
  said.clear();
  EXPECT_THAT(refuse(R"(bpf.map @m hash key i64 value i64 max_entries 1
                        bpf.event @e id 0 kind "clear_map" size 8 map @m)"),
              HasSubstr("names 'm', which is no map of the script"));
  said.clear();
  EXPECT_THAT(refuse(program("1")), HasSubstr("has 1 : i64 among its attach points"));
}

} // namespace
