//===- AttachPointTest.cpp - Where probes are attached --------------------===//
#include "lib/Frontend/ProbeSetup.h"
#include "test/unit/Frontend/Script.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

using namespace sonde;
using testing::ElementsAre;
using testing::HasSubstr;

namespace {

struct Named {
  const char *text, *name;
};

/// The attach points of a script's probes, by name.
std::vector<std::string> names(const Script &script) {
  std::vector<std::string> out;
  for (const std::unique_ptr<CodeUnit> &probe : script.program->probes)
    for (const AttachPoint &point : probe->attach)
      out.push_back(point.name());
  return out;
}

// Aliases, case, normal forms.
TEST(AttachPoints, Names) {
  const Named kCases[] = {
      {"begin", "begin"},
      {"BEGIN", "begin"},
      {"END", "end"},
      {"begin:*", "begin"},
      {"t:cat:one", "tracepoint:cat:one"},
      {"Tracepoint:cat:one", "tracepoint:cat:one"},
      {"rt:one", "rawtracepoint:vmlinux:one"},
      {"rawtracepoint:vmlinux:one", "rawtracepoint:vmlinux:one"},
      {"k:vfs_read", "kprobe:vfs_read"},
      {"k:vfs_read+0x10", "kprobe:vfs_read+16"},
      {"kprobe:vmlinux:vfs_read", "kprobe:vmlinux:vfs_read"},
      {"kr:vfs_read", "kretprobe:vfs_read"},
      {"f:vfs_read", "fentry:vmlinux:vfs_read"},
      {"kfunc:vfs_read", "fentry:vmlinux:vfs_read"},
      {"fr:mod:vfs_read", "fexit:mod:vfs_read"},
      {"i:s:1", "interval:s:1"},
      {"interval:1s", "interval:us:1000000"},
      {"interval:ms:1e2", "interval:ms:100"},
      {"p:hz:99", "profile:hz:99"},
      {"u:/bin/sh:main", "uprobe:/bin/sh:main"},
      {"u:/bin/sh:main+4", "uprobe:/bin/sh:main+4"},
      {"u:/bin/sh:0x1000", "uprobe:/bin/sh:4096"},
      {"ur:\"/bin/sh\":main", "uretprobe:/bin/sh:main"},
      {"name=i:s:1", "interval:s:1"},
  };
  for (const Named &named : kCases) {
    Script script(std::string(named.text) + " { }");
    EXPECT_THAT(script.errors(), ElementsAre()) << named.text;
    EXPECT_THAT(names(script), ElementsAre(named.name)) << named.text;
  }
}

TEST(AttachPoints, Parameters) {
  FrontendOptions options;
  options.parameters = {"vfs_read", "s:5"};
  Script script("k:$1 { } i:$2 { }", options);
  EXPECT_THAT(names(script), ElementsAre("kprobe:vfs_read", "interval:s:5"));
  EXPECT_EQ(script.program->probes[1]->attach[0].value, 5u);
}

TEST(AttachPoints, Wildcards) {
  EXPECT_THAT(names(Script("t:cat:* { }")),
              ElementsAre("tracepoint:cat:one", "tracepoint:cat:two"));
  EXPECT_THAT(names(Script("k:vfs_*e* { }")),
              ElementsAre("kprobe:vfs_open", "kprobe:vfs_read", "kprobe:vfs_write"));
  EXPECT_THAT(Script("t:cat:x* { }").errors(), ElementsAre(HasSubstr("nothing is left")));
  EXPECT_TRUE(matchesWildcard("a*b*c", "axxbyyc"));
  EXPECT_TRUE(matchesWildcard("*", ""));
  EXPECT_FALSE(matchesWildcard("a*b", "axxc"));
  EXPECT_FALSE(matchesWildcard("a", "ab"));
}

struct Wrong {
  const char *script, *message;
};

TEST(AttachPoints, Errors) {
  const Wrong kCases[] = {
      {"asdf:x { }", "1-7: unknown kind of probe 'asdf'"},
      {"K:vfs_read { }", "unknown kind of probe 'K'"},
      {"begin:x { }", "1-8: 'begin' takes 0 fields behind it"},
      {"t:one { }", "'tracepoint' takes 2 fields behind it, separated by ':', not 1"},
      {"k:a:b:c { }", "'kprobe' takes 1 to 2 fields"},
      {"interval:m:1 { }", "'m' is not a unit of time"},
      {"interval:s:0 { }", "must not be 0"},
      {"interval:999 { }", "at least 1000 ns"},
      {"profile:hz:x { }", "invalid rate of this 'profile' probe"},
      {"kretprobe:vfs_read+1 { }", "'kretprobe' probes take no offset"},
      {"kprobe:vfs_read+1+2 { }", "more than one offset"},
      {"kprobe:vfs_read+x { }", "invalid offset"},
      {"kprobe:$a { }", "the number of a parameter after '$'"},
      {"t:cat:on { }", "1-9: there is no tracepoint 'cat:on'"},
      {"kprobe:vfs_raed { }", "there is no kernel function 'vfs_raed'"},
      {"rt:two { }", "there is no raw tracepoint 'two'"},
      {"uprobe:/nowhere:f { }", "there is no program or library '/nowhere'"},
      {"uprobe:/bin/sh:go:f { }", "unsupported language 'go'"},
  };
  for (const Wrong &wrong : kCases) {
    Script script(wrong.script);
    EXPECT_THAT(script.errors(), ElementsAre(HasSubstr(wrong.message))) << wrong.script;
  }
  EXPECT_THAT(Script("t:cat:on { }").everything(), HasSubstr("did you mean 'cat:one'?"));
  EXPECT_THAT(Script("kprobe:vfs_raed { }").everything(), HasSubstr("did you mean 'vfs_read'?"));
  EXPECT_THAT(Script("kprob:vfs_read { }").everything(), HasSubstr("did you mean 'kprobe'?"));
}

TEST(AttachPoints, MissingOnesMayBeLeftOut) {
  Script warned("config = { missing_probes = warn } t:cat:nope, t:cat:one { }");
  EXPECT_TRUE(warned.ok);
  EXPECT_THAT(names(warned), ElementsAre("tracepoint:cat:one"));
  EXPECT_THAT(warned.warningNames(), ElementsAre("missing-probe"));
  Script ignored("config = { missing_probes = ignore } t:cat:nope { print(args.x); } begin { }");
  EXPECT_TRUE(ignored.ok);
  EXPECT_THAT(ignored.warnings(), ElementsAre());
  EXPECT_THAT(Script("config = { missing_probes = ignore } t:cat:nope { }").errors(),
              ElementsAre(HasSubstr("no probe is left")));
}

TEST(AttachPoints, Limit) {
  Script script("config = { max_probes = 1 } begin, end { }");
  EXPECT_THAT(script.errors(), ElementsAre(HasSubstr("more than 'max_probes' (1)")));
}

TEST(AttachPoints, RawTracepointsBehind) {
  Script script("t:cat:one { } t:cat:two { }");
  EXPECT_TRUE(script.program->probes[0]->attach[0].hasRaw);
  EXPECT_FALSE(script.program->probes[1]->attach[0].hasRaw);
}

} // namespace
