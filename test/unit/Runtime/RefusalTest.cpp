// From a verifier's log to a message at the script's line.
#include "lib/Runtime/Refusal.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cerrno>
#include <cstdio>
#include <fstream>

#include <unistd.h>

using namespace sonde;
using testing::HasSubstr;

namespace {

const char kLog[] = R"(reg type unsupported for arg#0 function probe_0#5
0: R1=ctx() R10=fp0
; @opens[comm] = count(); @ opens.bt:2
0: (b7) r1 = 0                        ; R1_w=0
17: (85) call bpf_map_lookup_elem#1   ; R0_w=map_value_or_null(id=1)
from 4 to 9: R0=0
18: (79) r1 = *(u64 *)(r0 +0)
R0 invalid mem access 'map_value_or_null'
verification time 66 usec
stack depth 16
processed 19 insns (limit 1000000) max_states_per_insn 0 total_states 1 peak_states 1 mark_read 1
)";

TEST(VerifierLog, IsTakenApart) {
  VerifierLog log = parseVerifierLog(kLog);
  EXPECT_EQ(log.message, "R0 invalid mem access 'map_value_or_null'");
  ASSERT_TRUE(log.instruction);
  EXPECT_EQ(*log.instruction, 18u);
  EXPECT_EQ(log.file, "opens.bt");
  EXPECT_EQ(log.line, 2u);
}

TEST(VerifierLog, MayBeEmptyOrStrange) {
  for (const char *text : {"", "\n\n", ";", "; @ :", "; x @ y:", "12", "99999999999999: x"}) {
    VerifierLog log = parseVerifierLog(text);
    EXPECT_EQ(log.line, 0u) << text;
  }
}

TEST(Refusal, KnownMessagesAreExplained) {
  struct {
    const char *message;
    const char *meaning;
    bool isCompilerFault;
  } cases[] = {
      {"R0 invalid mem access 'map_value_or_null'", "without testing that it exists", true},
      {"R1 invalid mem access 'scalar'", "not a pointer", true},
      {"misaligned stack access off 0+-24+4 size 8", "not aligned", true},
      {"access beyond the end of member pid (mend:4) in struct task_struct", "crosses the end",
       true},
      {"R2 min value is negative, either use unsigned or 'var &= const'", "negative", true},
      {"R2 is not a known constant'", "constant", true},
      {"Unreleased reference id=2 alloc_insn=3", "not submitted", true},
      {"BPF program is too large. Processed 1000001 insn", "gave up", false},
      {"The sequence of 8193 jumps is too complex.", "branches", false},
      {"combined stack size of 2 calls is 544. Too large", "stack", false},
      {"program of this type cannot use helper bpf_copy_from_user#148", "may not call", false},
      {"unknown func bpf_foo#999", "does not offer", false},
      {"calling kernel function bpf_strcmp is not allowed", "does not allow", false},
  };
  for (const auto &c : cases) {
    Explanation explanation = explainRefusal(c.message);
    ASSERT_TRUE(explanation.meaning) << c.message;
    EXPECT_THAT(explanation.meaning, HasSubstr(c.meaning)) << c.message;
    EXPECT_EQ(explanation.isCompilerFault, c.isCompilerFault) << c.message;
  }
  EXPECT_FALSE(explainRefusal("something entirely new").meaning);
}

class RefusalReport : public testing::Test {
protected:
  SourceManager sources;
  DiagnosticEngine diagnostics{sources};
  Artifact artifact;

  std::string report(const char *log, int code = EACCES, uint32_t instructions = 0) {
    artifact.files = {{"opens.bt", "tracepoint:a:b {\n  @opens[comm] = count();\n}\n"}};
    Places places(artifact, sources);
    RefusedProgram program{"probe", 0, instructions, SourcePlace{0, 1, 1, 15}};
    reportRefusal(diagnostics, log, code, program, LineTable(), places);
    return diagnostics.flush(false);
  }
};

// The kernel's own "@ file:line" where there is no line table.
TEST_F(RefusalReport, StandsAtTheLine) {
  EXPECT_EQ(report(kLog),
            "opens.bt:2:1: error: the kernel refused this probe\n"
            "    @opens[comm] = count();\n"
            "  ^\n"
            "note: kernel: R0 invalid mem access 'map_value_or_null' (instruction 18)\n"
            "note: meaning: a map value was used without testing that it exists\n"
            "note: the compiler should not have made such a program; please report it, with the "
            "script and the kernel's release\n");
}

TEST_F(RefusalReport, FallsBackToTheProbe) {
  std::string text = report("0: (85) call bpf_foo#999\nunknown func bpf_foo#999\n");
  EXPECT_THAT(text, HasSubstr("opens.bt:1:1: error: the kernel refused this probe\n"));
  EXPECT_THAT(text, HasSubstr("kernel: unknown func bpf_foo#999 (instruction 0)"));
  EXPECT_THAT(text, testing::Not(HasSubstr("compiler should not")));
}

TEST_F(RefusalReport, WithoutALog) {
  std::string text = report("", EPERM);
  EXPECT_THAT(text, HasSubstr("kernel: Operation not permitted"));
  EXPECT_THAT(text, HasSubstr(geteuid() == 0 ? "programs of this type" : "CAP_BPF"));
}

// An imported C file need not be in the artifact.
TEST(Places, ReadFilesThatAreStillThere) {
  std::string path = testing::TempDir() + "sonde-places.c";
  std::ofstream(path) << "one\ntwo three\n";
  SourceManager sources;
  Places places(Artifact(), sources);
  std::optional<Span> span = places.span(path, 2, 5);
  std::remove(path.c_str());
  ASSERT_TRUE(span);
  EXPECT_EQ(sources.text(span->file).substr(span->begin, span->end - span->begin), "three");
}

// Debug information knows the folder, the script's name does not.
TEST(Places, MatchWholeFileNames) {
  SourceManager sources;
  Artifact artifact;
  artifact.files = {{"a.bt", "one\ntwo\n"}, {"sub/a.bt", "one\n@three\n"}, {"-e", "x\n"}};
  Places places(artifact, sources);
  EXPECT_EQ(places.span("/a.bt", 2, 1)->file, 0u);
  EXPECT_EQ(places.span("/src/sub/a.bt", 2, 1)->file, 1u);
  EXPECT_EQ(places.span("/src/sub/a.bt", 2, 1)->end - places.span("sub/a.bt", 2, 1)->begin, 6u);
  EXPECT_EQ(places.span("//-e", 1, 0)->file, 2u);
  EXPECT_FALSE(places.span("/no/such/ba.bt", 1, 1));
  EXPECT_FALSE(places.span("", 1, 1));
  EXPECT_FALSE(places.span("/a.bt", 0, 1));
}

} // namespace
