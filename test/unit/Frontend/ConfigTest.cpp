//===- ConfigTest.cpp - Settings ------------------------------------------===//
#include "test/unit/Frontend/Script.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

using namespace sonde;
using testing::ElementsAre;
using testing::HasSubstr;

namespace {

TEST(Config, ValuesAndDefaults) {
  Script script("config = { max_strlen = 0x40; PRINT_MAPS_ON_EXIT = false; "
                "BPFTRACE_STR_TRUNC_TRAILER = \"~\"; missing_probes = WARN; max_map_keys = \"7\"; "
                "license = \"GPL v2\"; } begin { }");
  EXPECT_THAT(script.errors(), ElementsAre());
  const Config &config = script.program->config;
  EXPECT_EQ(config.number("max_strlen"), 64u);
  EXPECT_EQ(config.number("print_maps_on_exit"), 0u);
  EXPECT_EQ(config.text("str_trunc_trailer"), "~");
  EXPECT_EQ(config.text("missing_probes"), "warn");
  EXPECT_EQ(config.number("max_map_keys"), 7u);
  EXPECT_EQ(config.text("license"), "GPL v2");
  EXPECT_EQ(config.number("max_probes"), 1024u);
  EXPECT_EQ(config.explicitValues().size(), 6u);
}

// L147: the environment wins.
TEST(Config, Override) {
  FrontendOptions options;
  options.config = {{"max_strlen", "32"}, {"not_ours", "x"}};
  Script script("config = { max_strlen = 64 } begin { $s = str(pid); }", options);
  EXPECT_EQ(script.program->config.number("max_strlen"), 32u);
  EXPECT_EQ(script.type("$s"), "string[32]");
  options.config = {{"max_strlen", "many"}};
  EXPECT_THAT(Script("begin { }", options).errors(),
              ElementsAre(HasSubstr(
                  "must be a number from 1 to 1048576, not 'many', as the environment has it")));
}

struct Wrong {
  const char *block, *message;
};

// L142, L143, L146, L148: what a setting may hold.
TEST(Config, Errors) {
  const Wrong kCases[] = {
      {"bad_config = 1", "12-26: unknown setting 'bad_config'"},
      {"max_probes = \"hello\"", "12-32: 'max_probes' must be a number, not 'hello'"},
      {"max_strlen = 0", "must be a number from 1 to 1048576"},
      {"max_strlen = 0x100000000", "must be a number from 1 to 1048576"},
      {"btf = \"x\"", "12-21: 'btf' can only be set in the environment"},
      {"stack_mode = nice", "'stack_mode' must be 'bpftrace', 'build_id', 'perf' or 'raw'"},
      {"stack_mode = PERF", "'stack_mode' must be"},
      {"print_maps_on_exit = maybe", "'true', 'false', 1 or 0"},
      {"missing_probes = 1", "'error', 'ignore' or 'warn'"},
      {"license = \"Potato\"", "'GPL'"},
      {"unstable_typeinfo = maybe", "'enable', 'warn' or 'error'"},
  };
  for (const Wrong &wrong : kCases) {
    Script script("config = { " + std::string(wrong.block) + " } begin { }");
    EXPECT_THAT(script.errors(), ElementsAre(HasSubstr(wrong.message))) << wrong.block;
  }
  EXPECT_THAT(Script("config = { max_strln = 1 } begin { }").everything(),
              HasSubstr("did you mean 'max_strlen'?"));
}

// A script reads its settings as constants (L144).
TEST(Config, IsARecord) {
  Script script("config = { max_strlen = 64; cpp_demangle = false } begin { "
                "print(config().max_strlen + 1); print(config.cpp_demangle); "
                "print(config.stack_mode); }");
  EXPECT_THAT(script.errors(), ElementsAre());
  EXPECT_THAT(script.printed(), ElementsAre("65", "false", "\"bpftrace\""));
  EXPECT_THAT(Script("begin { print(config().nosuch); }").errors(),
              ElementsAre(HasSubstr("'nosuch'")));
}

TEST(Config, ACacheIsKeptByKindOrSwitchedOff) {
  auto cache = [](const std::string &value) {
    Script script("config = { cache_user_symbols = " + value + " } begin { }");
    EXPECT_THAT(script.errors(), ElementsAre());
    return script.program->config.text("cache_user_symbols");
  };
  EXPECT_EQ(cache("per_program"), "PER_PROGRAM");
  EXPECT_EQ(cache("0"), "NONE");
  EXPECT_EQ(cache("7"), "PER_PID");
}

// A bad value in the environment ends the program with 2.
TEST(Config, TheEnvironmentIsChecked) {
  FrontendOptions options;
  options.config = {{"max_strlen", "hello"}, {"unknown", "x"}};
  Script script("begin { }", options);
  EXPECT_THAT(script.errors(), ElementsAre(HasSubstr("'max_strlen' must be a number")));
  EXPECT_EQ(script.diagnostics.exitStatus(), 2);
}

// L144, L145: the script reads its settings.
TEST(Config, OldNames) {
  Script script("config = { strlen = 64; symbol_source = 1 } begin { }");
  EXPECT_THAT(script.errors(), ElementsAre());
  EXPECT_EQ(script.program->config.number("max_strlen"), 64u);
  EXPECT_THAT(script.warningNames(), ElementsAre("deprecated", "deprecated"));
}

} // namespace
