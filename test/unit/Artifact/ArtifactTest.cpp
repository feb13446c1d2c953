// What is written is read back; what does not fit together is refused with the
// place of the fault.
#include "lib/Artifact/Artifact.h"

#include <nlohmann/json.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

using namespace sonde;
using nlohmann::json;
using testing::HasSubstr;

namespace {

/// Uses every kind of type and entry once.
Artifact example() {
  auto inner = std::make_shared<StructDef>();
  inner->name = "inner";
  inner->size = 8;
  inner->members = {{"low", Type::integer(32, false), 0, 0, 3, "", false},
                    {"next", Type::integer(32, true), 4, 0, 0, "", false}};
  auto outer = std::make_shared<StructDef>();
  outer->name = "outer";
  outer->size = 24;
  outer->members = {{"in", Type::structure("inner", false, inner), 0, 0, 0, "", false},
                    {"self", Type::pointer(Type::structure("outer", false), AddressSpace::Kernel),
                     8, 0, 0, "", false},
                    {"name", Type::string(8), 16, 0, 0, "", false},
                    {"real", Type::none(), 16, 0, 0, "", false}};

  Artifact artifact;
  artifact.compiler = "test";
  artifact.needs = {"5.8", {"ringbuf"}, {1, 131}};
  artifact.files = {{"a.bt", "begin { }\nend { }\n"}};
  artifact.maps = {
      {"@", "AT_", std::nullopt, Type::plain(TypeKind::Count), MapStorage::PercpuArray},
      {"@k", "AT_k", Type::tuple({Type::integer(8, true), Type::string(16, /*mayBeCut=*/true)}),
       Type::hist(2), MapStorage::PercpuHash},
      {"@l", "AT_l", Type::integer(64, false), Type::lhist(0, 100, 10), MapStorage::LruHash},
      {"@m", "AT_m", Type::boolean(), Type::aggregate(TypeKind::Min, true), MapStorage::Hash},
      {"@r", "AT_r", Type::record({{"a", Type::integer(32, true)}, {"b", Type::buffer(4)}}),
       Type::structure("outer", false, outer), MapStorage::Hash},
      {"@t", "AT_t", std::nullopt, Type::tseries(1000, 5, Type::aggregate(TypeKind::Avg, true)),
       MapStorage::PercpuArray},
      {"@u", "AT_u", std::nullopt, Type::tseries(1000, 5, Type::integer(64, false)),
       MapStorage::PercpuArray},
  };
  SourcePlace place{0, 1, 1, 6};
  EventInfo print;
  print.kind = EventKind::Printf;
  print.format = "\xff %s\n";
  print.size = 64;
  print.fields = {{8, Type::array(Type::integer(16, true), 4)},
                  {16, Type::enumeration("colour", 4, {{-1, "red"}, {7, "blue"}})},
                  {24, Type::plain(TypeKind::Inet)},
                  {48, Type::plain(TypeKind::MacAddress)},
                  {56, Type::plain(TypeKind::Username)}};
  print.where = place;
  EventInfo printMap;
  printMap.kind = EventKind::PrintMap;
  printMap.size = 8;
  printMap.map = 1;
  printMap.top = 5;
  printMap.div = 2;
  EventInfo clear;
  clear.kind = EventKind::ClearMap;
  clear.size = 8;
  clear.map = 4;
  EventInfo exit;
  exit.kind = EventKind::Exit;
  exit.size = 16;
  exit.fields = {{8, Type::integer(64, true)}};
  EventInfo value;
  value.kind = EventKind::Print;
  value.size = 16;
  value.fields = {{8, Type::plain(TypeKind::KernelSymbol)}};
  artifact.events = {print, printMap, clear, exit, value};
  artifact.errorSites = {{ErrorSite::Kind::DivideByZero, "", 0, place},
                         {ErrorSite::Kind::MapFull, "", 2, place},
                         {ErrorSite::Kind::Helper, "probe_read_user", 0, place}};
  AttachInfo begin;
  begin.name = "begin";
  begin.where = place;
  AttachInfo timer;
  timer.kind = AttachKind::Interval;
  timer.name = "interval:s:1";
  timer.unit = "s";
  timer.value = 1;
  AttachInfo function;
  function.kind = AttachKind::Uprobe;
  function.name = "uprobe:/bin/sh:main+4";
  function.target = "/bin/sh";
  function.function = "main";
  function.offset = 4;
  artifact.probes = {
      {"begin_0", {begin}, place}, {"timer_1", {timer}, place}, {"main_2", {function}, place}};
  artifact.params = {{"$1", Type::integer(64, true), 0, "7", ""},
                     {"who", Type::string(16), 8, "me", "whose"}};
  artifact.texts = {"%H:%M", "\xff"};
  artifact.config.demangle = false;
  artifact.config.lazySymbolication = false;
  artifact.config.userSymbols = UserSymbolCache::PerProgram;
  artifact.config.maxProbes = 12;
  artifact.config.stringTruncationTrailer = "\xfe";
  artifact.config.missingProbes = RunConfig::MissingProbes::Warn;
  return artifact;
}

TEST(Artifact, ReadsWhatItWrites) {
  std::string text = writeArtifact(example());
  EXPECT_EQ(text.back(), '\n');
  Result<Artifact> read = readArtifact(text);
  ASSERT_TRUE(read) << read.error().message;
  EXPECT_EQ(writeArtifact(*read), text);

  Artifact expected = example();
  ASSERT_EQ(read->maps.size(), expected.maps.size());
  for (size_t i = 0; i < expected.maps.size(); ++i) {
    EXPECT_EQ(read->maps[i].name, expected.maps[i].name);
    EXPECT_EQ(read->maps[i].value, expected.maps[i].value);
    EXPECT_EQ(read->maps[i].key, expected.maps[i].key);
    EXPECT_EQ(read->maps[i].storage, expected.maps[i].storage);
  }
  EXPECT_EQ(read->events[0].format, expected.events[0].format);
  for (size_t i = 0; i < expected.events[0].fields.size(); ++i)
    EXPECT_EQ(read->events[0].fields[i].type, expected.events[0].fields[i].type);
  EXPECT_EQ(read->events[1].top, 5u);
  EXPECT_EQ(read->probes[2].attach[0].offset, 4u);
  EXPECT_EQ(read->params[1].fallback, "me");
  EXPECT_EQ(read->params[1].description, "whose");
  EXPECT_EQ(read->config.stringTruncationTrailer, "\xfe");
  EXPECT_EQ(read->texts, (std::vector<std::string>{"%H:%M", "\xff"}));
  EXPECT_FALSE(read->config.demangle);
  EXPECT_FALSE(read->config.lazySymbolication);
  EXPECT_EQ(read->config.userSymbols, UserSymbolCache::PerProgram);
  EXPECT_EQ(read->needs.helpers, expected.needs.helpers);
}

TEST(Artifact, KeepsMembersButNotThoseBehindPointers) {
  Result<Artifact> read = readArtifact(writeArtifact(example()));
  ASSERT_TRUE(read) << read.error().message;
  const StructDef *outer = read->maps[4].value.definition().get();
  ASSERT_TRUE(outer);
  ASSERT_EQ(outer->members.size(), 4u);
  ASSERT_TRUE(outer->members[0].type.definition());
  EXPECT_EQ(outer->members[0].type.definition()->members[0].bitSize, 3);
  EXPECT_EQ(outer->members[1].type.element().name(), "outer");
  EXPECT_FALSE(outer->members[1].type.element().definition());
}

TEST(Artifact, IgnoresUnknownKeys) {
  json document = json::parse(writeArtifact(example()));
  document["later"] = {1, 2, 3};
  document["events"][0]["colour"] = "red";
  EXPECT_TRUE(readArtifact(document.dump()));
}

TEST(Artifact, RefusesTextThatIsNoArtifact) {
  for (const char *text : {"", "{", "[]", "null", "{\"schema\": \"1\"}", "\xff\xfe", "{} trailing"})
    EXPECT_FALSE(readArtifact(text)) << text;
  std::string deep(100000, '[');
  EXPECT_FALSE(readArtifact(deep));
}

struct Refusal {
  const char *name;
  const char *pointer;     ///< What is replaced in the example's JSON,
  const char *replacement; ///< and by what; empty: removed.
  const char *message;     ///< Part of the error.
};

class ArtifactRefusal : public testing::TestWithParam<Refusal> {};

TEST_P(ArtifactRefusal, NamesTheFault) {
  json document = json::parse(writeArtifact(example()));
  json::json_pointer pointer(GetParam().pointer);
  if (*GetParam().replacement)
    document[pointer] = json::parse(GetParam().replacement);
  else
    document[pointer.parent_pointer()].erase(pointer.back());
  Result<Artifact> read = readArtifact(document.dump());
  ASSERT_FALSE(read);
  EXPECT_THAT(read.error().message, HasSubstr(GetParam().message));
}

const Refusal kRefusals[] = {
    {"NewerSchema", "/schema", "2", "newer compiler"},
    {"NoSchema", "/schema", "", "'schema': missing"},
    {"SchemaZero", "/schema", "0", "no schema 0"},
    {"MapsNoList", "/maps", "{}", "'maps': a list is expected"},
    {"MapIndex", "/events/1/map", "7", "'events[1].map': there is no map 7"},
    {"MapIndexOfClear", "/events/2/map", "99", "there is no map 99"},
    {"MapIndexNegative", "/events/1/map", "-1", "not negative"},
    {"MapIndexOfError", "/error_sites/1/map", "7", "'error_sites[1].map': there is no map 7"},
    {"FileIndex", "/events/0/where/file", "1", "'events[0].where': there is no file 1"},
    {"FileIndexOfProbe", "/probes/0/where/file", "7", "there is no file 7"},
    {"FieldInHeader", "/events/0/fields/0/at", "4", "'events[0].fields[0]': lies outside"},
    {"FieldBehindEnd", "/events/0/fields/4/at", "57", "'events[0].fields[4]': lies outside"},
    {"FieldFarBehindEnd", "/events/0/fields/0/at", "4294967295", "is more than"},
    {"RecordWithoutHeader", "/events/2/size", "7", "8 bytes of header"},
    {"RecordTooLarge", "/events/2/size", "4294967296", "is more than"},
    {"NoFormat", "/events/0/format", "", "'events[0].format': missing"},
    {"BadHex", "/events/0/format", R"({"hex": "f"})", "hexadecimal"},
    {"ExitOfText", "/events/3/fields/0/type", R"({"kind": "string", "size": 8})", "exit code"},
    {"PrintOfNothing", "/events/4/fields", "[]", "one value is printed"},
    {"UnknownEvent", "/events/0/kind", "\"shout\"", "unknown word 'shout'"},
    {"AggregateInEvent", "/events/4/fields/0/type", "\"count\"", "only be the value of a map"},
    {"StackInEvent", "/events/4/fields/0/type",
     R"({"kind": "kernel_stack", "mode": "raw", "limit": 1})", "cannot be shown"},
    {"MapName", "/maps/0/name", "\"x\"", "begins with '@'"},
    {"MapTwice", "/maps/1/elf", "\"AT_\"", "used twice"},
    {"MapWithoutSymbol", "/maps/1/elf", "\"\"", "needs a name"},
    {"KeyedArray", "/maps/1/storage", "\"percpu_array\"", "cannot be stored in an array"},
    {"PerCpuInteger", "/maps/0/value", "\"int64\"", "only aggregations"},
    {"AggregateKey", "/maps/1/key", "\"count\"", "only be the value of a map"},
    {"OpaqueValue", "/maps/4/value", R"({"kind": "struct", "name": "x"})", "unknown size"},
    {"UnknownType", "/maps/1/key", "\"int7\"", "'maps[1].key': unknown type 'int7'"},
    {"UnknownKind", "/maps/1/key", R"({"kind": "set"})", "unknown type 'set'"},
    {"HistBits", "/maps/1/value/bits", "6", "is more than 5"},
    {"LHistStep", "/maps/2/value/step", "0", "parameters of a histogram"},
    {"LHistRange", "/maps/2/value/max", "-5", "parameters of a histogram"},
    {"LHistHuge", "/maps/2/value/max", "9223372036854775807", "parameters of a histogram"},
    {"SeriesInterval", "/maps/5/value/interval", "0", "parameters of a series"},
    {"SeriesCount", "/maps/5/value/count", "0", "parameters of a series"},
    {"SeriesHuge", "/maps/5/value/count", "1366", "is more than 1365"},
    {"SeriesState", "/maps/5/value/of", "\"int32\"", "parameters of a series"},
    {"SeriesOfSeries", "/maps/5/value/of/kind", "\"hist\"", "bits"},
    {"ArrayHuge", "/events/0/fields/0/type/count", "1048576", "does not fit anywhere"},
    {"EnumSize", "/events/0/fields/1/type/size", "3", "1, 2, 4 or 8"},
    {"MemberOutside", "/maps/4/value/members/2/offset", "17", "lies outside of its struct"},
    {"BitsOutside", "/maps/4/value/members/0/type/members/0/bit_offset", "62",
     "lies outside of its struct"},
    {"BitsTooWide", "/maps/4/value/members/0/type/members/0/bit_size", "33",
     "lies outside of its struct"},
    {"TupleWithoutType", "/maps/1/key/elements/0/type", "\"none\"", "without a type"},
    {"NoAttach", "/probes/0/attach", "[]", "attached somewhere"},
    {"TwoKinds", "/probes/0/attach/1", R"({"kind": "end", "name": "end",
      "where": {"file": 0, "line": 1, "column": 1, "end_column": 2}})",
     "in two ways"},
    {"ProbeTwice", "/probes/1/program", "\"begin_0\"", "used twice"},
    {"TimerUnit", "/probes/1/attach/0/unit", "\"min\"", "'unit' of time"},
    {"TimerZero", "/probes/1/attach/0/value", "0", "'unit' of time"},
    {"TimerOverflow", "/probes/1/attach/0/value", "18446744073709551615", "'unit' of time"},
    {"UprobeWithoutPath", "/probes/2/attach/0/target", "", "a path in 'target'"},
    {"NulInPath", "/probes/2/attach/0/target", "\"/bin\\u0000/sh\"", "holds no NUL"},
    {"TracepointPath", "/probes/2/attach/0", R"({"kind": "tracepoint", "name": "t",
      "target": "../x", "function": "y",
      "where": {"file": 0, "line": 1, "column": 1, "end_column": 2}})",
     "tracepoint's category"},
    {"ParamType", "/params/0/type", "\"void\"", "an integer, a flag or a string"},
    {"ParamOffset", "/params/1/offset", "1048570", "does not fit anywhere"},
    {"StartTime", "/params/1/name", "\"$start\"", "64 bits"},
    {"ConfigWord", "/config/missing_probes", "\"maybe\"", "unknown word 'maybe'"},
    {"ConfigMissing", "/config", "", "'config': missing"},
};

INSTANTIATE_TEST_SUITE_P(All, ArtifactRefusal, testing::ValuesIn(kRefusals),
                         [](const auto &info) { return info.param.name; });

TEST(Artifact, RefusesDeepTypes) {
  std::string type = "\"int8\"";
  for (int i = 0; i < 1000; ++i)
    type = R"({"kind": "array", "count": 1, "of": )" + type + "}";
  json document = json::parse(writeArtifact(example()));
  document["events"][4]["fields"][0]["type"] = json::parse(type);
  Result<Artifact> read = readArtifact(document.dump());
  ASSERT_FALSE(read);
  EXPECT_THAT(read.error().message, HasSubstr("nested too deeply"));
}

// Every prefix of a valid text is refused, none crashes.
TEST(Artifact, RefusesTruncatedText) {
  std::string text = writeArtifact(example());
  for (size_t length = 0; length + 2 < text.size(); length += 7)
    EXPECT_FALSE(readArtifact(std::string_view(text).substr(0, length))) << length;
}

} // namespace
