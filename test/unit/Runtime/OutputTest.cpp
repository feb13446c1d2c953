// Everything a run prints, through both writers, into pipes.
#include "test/unit/Runtime/Bytes.h"

#include "lib/Runtime/Output.h"

#include <gtest/gtest.h>

#include <fcntl.h>
#include <unistd.h>

using namespace sonde;

namespace {

/// The two ends of a pipe.
class Pipe {
public:
  Pipe() { EXPECT_EQ(::pipe2(ends, O_NONBLOCK), 0); }
  ~Pipe() {
    ::close(ends[0]);
    ::close(ends[1]);
  }
  int writeEnd() const { return ends[1]; }
  std::string read() {
    char buffer[65536];
    ssize_t size = ::read(ends[0], buffer, sizeof(buffer));
    return size > 0 ? std::string(buffer, size) : "";
  }

private:
  int ends[2];
};

class OutputTest : public testing::Test {
protected:
  OutputTest() {
    artifact.files = {{"a.bt", "begin { printf(\"x\"); @m[1] = 1 / 0 }\n"}};
    artifact.maps = {
        {"@m", "AT_m", Type::integer(64, true), Type::integer(64, true), MapStorage::Hash}};
    artifact.events.resize(1);
    artifact.events[0].where = {0, 1, 9, 20};
    places.emplace(artifact, sources);
  }

  /// What the two streams hold after `act`.
  template <typename Act> std::pair<std::string, std::string> written(bool json, Act act) {
    {
      OutputStream out(outPipe.writeEnd(), Buffering::Full);
      OutputStream err(errPipe.writeEnd(), Buffering::None);
      OutputContext context{out, err, renderer, diagnostics, *places, false};
      std::unique_ptr<Output> output = json ? jsonOutput(context) : textOutput(context);
      act(*output);
    }
    return {outPipe.read(), errPipe.read()};
  }

  Pipe outPipe, errPipe;
  SourceManager sources;
  DiagnosticEngine diagnostics{sources};
  Artifact artifact;
  std::optional<Places> places;
  Renderer renderer;
};

using Streams = std::pair<std::string, std::string>;

TEST_F(OutputTest, O86O97) {
  auto act = [](Output &output) {
    output.attached(1);
    output.attached(3);
  };
  EXPECT_EQ(written(false, act), Streams("", "Attached 1 probe\nAttached 3 probes\n"));
  EXPECT_EQ(written(true, act),
            Streams("{\"type\": \"attached_probes\", \"count\": 1, \"data\": {\"probes\": 1}}\n"
                    "{\"type\": \"attached_probes\", \"count\": 3, \"data\": {\"probes\": 3}}\n",
                    ""));
}

// O47, O98, O111, O114
TEST_F(OutputTest, Values) {
  Bytes value = text(4, "hi");
  auto act = [&](Output &output) {
    output.printf("x\ny 3\n");
    output.value(value);
    output.endOfMainLoop();
  };
  EXPECT_EQ(written(false, act), Streams("x\ny 3\nhi\n\n\n", ""));
  EXPECT_EQ(written(true, act), Streams("{\"type\": \"printf\", \"data\": \"x\\ny 3\\n\"}\n"
                                        "{\"type\": \"value\", \"data\": \"hi\"}\n",
                                        ""));
}

TEST_F(OutputTest, O89) {
  auto act = [&](Output &output) { output.lost({{4, &artifact.events[0]}}); };
  EXPECT_EQ(written(false, act), Streams("", "Lost 4 events\n"
                                             "a.bt:1:9: note: 4 of them were sent here\n"
                                             "  begin { printf(\"x\"); @m[1] = 1 / 0 }\n"
                                             "          ^~~~~~~~~~~\n"));
  EXPECT_EQ(written(true, act),
            Streams("{\"type\": \"lost_events\", \"count\": 4, \"data\": {\"events\": 4}}\n", ""));
}

// O90, O92, O113
TEST_F(OutputTest, Errors) {
  ErrorSite division{ErrorSite::Kind::DivideByZero, "", 0, {0, 1, 31, 36}};
  ErrorSite full{ErrorSite::Kind::MapFull, "", 0, {0, 1, 22, 27}};
  auto act = [&](Output &output) {
    output.error(describeError(division, 1, artifact));
    output.error(describeError(full, 2, artifact));
  };
  EXPECT_EQ(written(false, act),
            Streams("", "a.bt:1:31: warning: division by zero; 1 was used as the result\n"
                        "  begin { printf(\"x\"); @m[1] = 1 / 0 }\n"
                        "                                ^~~~~\n"
                        "a.bt:1:22: warning: map '@m' is full; the element was not stored\n"
                        "  begin { printf(\"x\"); @m[1] = 1 / 0 }\n"
                        "                       ^~~~~\n"
                        "note: raise 'max_map_keys', or declare the map with more room: 'let @m = "
                        "hash(5000);'\n"
                        "note: this happened 2 times\n"));
  EXPECT_EQ(
      written(true, act),
      Streams("{\"type\": \"runtime_error\", \"msg\": \"Divide or modulo by 0 detected. This can "
              "lead to unexpected results. 1 is being used as the result.\", \"filename\": "
              "\"a.bt\", \"line\": 1, \"col\": 31}\n"
              "{\"type\": \"helper_error\", \"msg\": \"Argument list too long\", \"helper\": "
              "\"map_update_elem\", \"retcode\": -7, \"filename\": \"a.bt\", \"line\": 1, \"col\": "
              "22}\n",
              ""));
}

// C15, C16: what each mode lets go, and when.
TEST(OutputStream, Buffering) {
  Pipe pipe;
  {
    OutputStream out(pipe.writeEnd(), Buffering::None);
    out.write("x");
    EXPECT_EQ(pipe.read(), "x");
  }
  {
    OutputStream out(pipe.writeEnd(), Buffering::Line);
    out.write("one\ntw");
    out.endOfBatch();
    EXPECT_EQ(pipe.read(), "one\n");
    out.write("o\n");
    out.endOfBatch();
    EXPECT_EQ(pipe.read(), "two\n");
    out.write("rest");
  }
  EXPECT_EQ(pipe.read(), "rest");
  OutputStream out(pipe.writeEnd(), Buffering::Full);
  out.write("one\n");
  out.endOfBatch();
  EXPECT_EQ(pipe.read(), "");
  out.flush();
  EXPECT_EQ(pipe.read(), "one\n");
}

TEST(OutputStream, RemembersAFailure) {
  OutputStream out(-1, Buffering::None);
  out.write("x");
  EXPECT_EQ(out.failure(), EBADF);
}

} // namespace
