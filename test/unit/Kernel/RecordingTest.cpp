//===- RecordingTest.cpp - Recorded kernels answer like the original ------===//
#include "lib/Kernel/BtfText.h"
#include "lib/Kernel/BtfWriter.h"
#include "lib/Kernel/KernelView.h"
#include "lib/Kernel/Tracefs.h"

#include <filesystem>
#include <fstream>
#include <gtest/gtest.h>
#include <unistd.h>

using namespace sonde;
namespace fs = std::filesystem;

namespace {

/// A folder that exists as long as the test.
class TemporaryFolder {
public:
  TemporaryFolder() {
    std::string pattern = (fs::temp_directory_path() / "sonde-kernel-XXXXXX").string();
    path = mkdtemp(pattern.data());
  }
  ~TemporaryFolder() { fs::remove_all(path); }
  void write(const std::string &name, const std::string &text) const {
    fs::create_directories((fs::path(path) / name).parent_path());
    std::ofstream(fs::path(path) / name) << text;
  }
  std::string path;
};

std::string contents(const fs::path &folder) {
  std::string all;
  std::vector<fs::path> files;
  for (const fs::directory_entry &entry : fs::recursive_directory_iterator(folder))
    if (entry.is_regular_file())
      files.push_back(entry.path());
  std::sort(files.begin(), files.end());
  for (const fs::path &file : files)
    all += fs::relative(file, folder).string() + "\n" + *readTextFile(file.string());
  return all;
}

std::shared_ptr<const Btf> btfOf(std::string bytes) {
  auto image = BtfImage::fromBytes(std::move(bytes));
  EXPECT_TRUE(image);
  auto btf = Btf::read(*image);
  EXPECT_TRUE(btf);
  return *btf;
}

std::set<uint32_t> allOf(const Btf &btf) {
  std::set<uint32_t> ids;
  for (uint32_t id = 1; id < btf.endId(); ++id)
    ids.insert(id);
  return ids;
}

TEST(BtfTextTest, RoundTrip) {
  BtfWriter writer;
  uint32_t i = writer.integer("int", 4, BtfWriter::Encoding::Signed);
  uint32_t b = writer.integer("_Bool", 1, BtfWriter::Encoding::Bool);
  writer.structure(BtfKind::Struct, "s", 8, {{"x", i, 0, 0}, {"y", b, 32, 1}});
  writer.structure(BtfKind::Union, "", 4, {});
  writer.enumeration(BtfKind::Enum, "e", 4, true, {{"A", -1}});
  writer.enumeration(BtfKind::Enum64, "f", 8, false, {{"B", INT64_MIN}});
  writer.forward("w", true);
  writer.reference(BtfKind::Func, "g", writer.prototype(i, {{"p", i}, {"", 0}}));
  writer.reference(BtfKind::TypeTag, "user", i);
  writer.reference(BtfKind::Ptr, "", writer.array(i, 7, b));
  writer.floating("double", 8);
  auto btf = btfOf(writer.bytes());
  std::string text = writeBtfText(*btf, allOf(*btf));
  Result<std::string> bytes = readBtfText(text);
  ASSERT_TRUE(bytes) << bytes.error().message;
  EXPECT_EQ(*bytes, writer.bytes());
}

TEST(BtfTextTest, KeepsOnlyWhatTheLayoutNeeds) {
  BtfWriter writer;
  uint32_t i = writer.integer("int", 4, BtfWriter::Encoding::Signed);
  uint32_t far = writer.structure(BtfKind::Struct, "far", 4, {{"x", i, 0, 0}});
  uint32_t both = writer.structure(BtfKind::Struct, "both", 4, {{"y", i, 0, 0}});
  uint32_t constBoth = writer.reference(BtfKind::Const, "", both);
  uint32_t callback = writer.prototype(0, {{"unused", i}});
  uint32_t toFar = writer.reference(BtfKind::Ptr, "", far);
  uint32_t toBoth = writer.reference(BtfKind::Ptr, "", constBoth);
  uint32_t toCallback = writer.reference(BtfKind::Ptr, "", callback);
  uint32_t root = writer.structure(BtfKind::Struct, "root", 32,
                                   {{"far", toFar, 0, 0},
                                    {"pointer", toBoth, 64, 0},
                                    {"value", constBoth, 128, 0},
                                    {"call", toCallback, 192, 0}});
  std::string text = writeBtfText(*btfOf(writer.bytes()), {root});
  EXPECT_NE(text.find(R"({"kind":"fwd","name":"far","union":false})"), std::string::npos) << text;
  EXPECT_NE(text.find(R"({"kind":"struct","name":"both","size":4)"), std::string::npos) << text;
  EXPECT_EQ(text.find("unused"), std::string::npos) << text;
  EXPECT_EQ(text.find(R"("kind":"proto")"), std::string::npos) << text;
}

TEST(BtfTextTest, RefusesOtherLines) {
  for (const char *line :
       {"", "[]", "{", R"({"kind":"struct"})", R"({"kind":"planet","name":"x"})",
        R"({"kind":"int","name":"int","size":-4})", R"({"kind":"int","name":"int","size":0})",
        R"({"kind":"ptr","type":"int"})", R"({"kind":"ptr","type":4294967296})",
        R"({"kind":"struct","size":4,"members":[["a",1]]})",
        R"({"kind":"struct","size":4,"members":[[1,2,3]]})",
        R"({"kind":"enum","size":4,"signed":1,"values":[]})",
        R"({"kind":"typedef","name":"a\u0000b","type":0})"})
    EXPECT_FALSE(readBtfText(std::string(line) + "\n")) << line;
}

/// The recordings in the tree have what the tests of other parts rely on.
TEST(RecordingTest, RecordingsInTheTree) {
  unsigned found = 0;
  for (const fs::directory_entry &entry : fs::directory_iterator(SONDE_TEST_INPUTS)) {
    if (entry.path().filename().string().rfind("kernel-", 0) != 0)
      continue;
    ++found;
    auto kernel = recordedKernel(entry.path().string());
    ASSERT_TRUE(kernel) << kernel.error().message;
    KernelView &view = **kernel;
    EXPECT_EQ("kernel-" + view.target().release, entry.path().filename().string());
    Result<TypeSource *> types = view.types("");
    ASSERT_TRUE(types) << types.error().message;
    Result<Type> task = (*types)->structure("task_struct", false);
    ASSERT_TRUE(task) << task.error().message;
    EXPECT_EQ(task->definition()->find("comm")->type.str(), "string[16]");
    EXPECT_EQ(task->definition()->find("mm")->type.str(), "struct mm_struct *");
    EXPECT_FALSE((*types)->structure("mm_struct", false));
    EXPECT_TRUE((*types)->structure("file", false)->definition()->find("f_path"));
    EXPECT_EQ((*types)->named("u64")->str(), "uint64");
    for (const char *event : {"sys_enter", "sys_exit", "sched_switch", "sched_wakeup"}) {
      EXPECT_TRUE(view.hasRawTracepoint(event)) << event;
      Result<FunctionPrototype> arguments = (*types)->rawTracepoint(event);
      ASSERT_TRUE(arguments) << event;
      EXPECT_FALSE(arguments->parameters[0].name.empty()) << event;
    }
    EXPECT_FALSE(view.hasRawTracepoint("sys"));
    for (const char *function : {"vfs_open", "vfs_read", "do_sys_openat2", "ksys_read"}) {
      EXPECT_TRUE(view.isTraceable(function)) << function;
      EXPECT_FALSE((*types)->function(function)->parameters.empty()) << function;
    }
    EXPECT_FALSE(view.isTraceable("vfs"));
    Result<std::vector<std::string>> events = view.tracepoints();
    ASSERT_TRUE(events);
    EXPECT_EQ(events->size(), 16u);
    for (const std::string &event : *events) {
      size_t colon = event.find(':');
      EXPECT_TRUE(view.tracepoint(event.substr(0, colon), event.substr(colon + 1))) << event;
    }
    EXPECT_EQ(view.tracepoint("syscalls", "sys_enter_openat")->fields[2].member.type.space(),
              AddressSpace::User);
    EXPECT_FALSE(view.tracepoint("syscalls", "sys_enter_none"));
    EXPECT_FALSE(view.tracepoint("syscalls", "../../kernel.json"));
  }
  EXPECT_GE(found, 1u);
}

/// A recording of a recording is the same: nothing is lost, nothing depends on
/// the order of the original's types.
TEST(RecordingTest, RoundTrip) {
  auto original = recordedKernel(std::string(SONDE_TEST_INPUTS) + "/kernel-6.18");
  ASSERT_TRUE(original) << original.error().message;
  RecordingRequest request;
  request.tracepoints = {"sched:*", "syscalls:sys_*_openat"};
  request.structs = {"file", "task_struct"};
  request.functions = {"vfs_read"};
  request.rawTracepoints = {"sched_switch"};
  TemporaryFolder first, second;
  Result<void> ok = recordKernel(**original, request, first.path);
  ASSERT_TRUE(ok) << ok.error().message;
  auto copy = recordedKernel(first.path);
  ASSERT_TRUE(copy) << copy.error().message;
  ok = recordKernel(**copy, request, second.path);
  ASSERT_TRUE(ok) << ok.error().message;
  EXPECT_EQ(contents(first.path), contents(second.path));

  EXPECT_EQ((*copy)->tracepoints()->size(), 5u);
  Type before = *(*(*original)->types(""))->structure("file", false);
  Type after = *(*(*copy)->types(""))->structure("file", false);
  ASSERT_EQ(before.definition()->members.size(), after.definition()->members.size());
  for (size_t i = 0; i < before.definition()->members.size(); ++i) {
    EXPECT_EQ(before.definition()->members[i].type, after.definition()->members[i].type);
    EXPECT_EQ(before.definition()->members[i].offset, after.definition()->members[i].offset);
  }
  // Not asked for, not there.
  EXPECT_FALSE((*(*copy)->types(""))->function("vfs_open"));
}

TEST(RecordingTest, RefusesRequestsForUnknownThings) {
  auto original = recordedKernel(std::string(SONDE_TEST_INPUTS) + "/kernel-6.18");
  ASSERT_TRUE(original);
  struct Case {
    RecordingRequest request;
    const char *message;
  };
  const Case cases[] = {
      {{{"sched:none*"}, {}, {}, {}}, "no tracepoint matches 'sched:none*'"},
      {{{}, {"nothing"}, {}, {}}, "the kernel has no type 'nothing'"},
      {{{}, {}, {"vfs_none"}, {}}, "the kernel has no type information for function 'vfs_none'"},
      {{{}, {}, {}, {"none"}}, "the kernel has no raw tracepoint 'none'"},
  };
  for (const Case &c : cases) {
    TemporaryFolder folder;
    Result<void> recorded = recordKernel(**original, c.request, folder.path);
    ASSERT_FALSE(recorded) << c.message;
    EXPECT_EQ(recorded.error().message, c.message);
  }
  TemporaryFolder used;
  used.write("something", "");
  Result<void> recorded = recordKernel(**original, {}, used.path);
  ASSERT_FALSE(recorded);
  EXPECT_EQ(recorded.error().message, "the folder '" + used.path + "' is not empty");
}

TEST(RecordingTest, RefusesDamagedRecordings) {
  const std::string facts = R"({"release":"6.1","arch":"x86_64","cpus":2,"features":["-kprobes"]})";
  EXPECT_FALSE(recordedKernel("/nonexistent"));
  for (const char *text : {"", "[]", "{}", R"({"release":6,"arch":"","cpus":1,"features":[]})",
                           R"({"release":"6.1","arch":"x","cpus":-1,"features":[]})"}) {
    TemporaryFolder folder;
    folder.write("kernel.json", text);
    EXPECT_FALSE(recordedKernel(folder.path)) << text;
  }
  TemporaryFolder folder;
  folder.write("kernel.json", facts);
  folder.write("types.jsonl", R"({"kind":"ptr","type":9})");
  auto kernel = recordedKernel(folder.path);
  ASSERT_TRUE(kernel) << kernel.error().message;
  EXPECT_EQ((*kernel)->target().features, std::vector<std::string>{"-kprobes"});
  Result<TypeSource *> types = (*kernel)->types("");
  ASSERT_FALSE(types);
  EXPECT_EQ(types.error().message, "'" + folder.path +
                                       "/types.jsonl': damaged BTF: type 1 "
                                       "refers to type 9, but the last one is 1");
  EXPECT_FALSE((*kernel)->isTraceable("vfs_read"));
  EXPECT_FALSE((*kernel)->traceableFunctions());
}

} // namespace
