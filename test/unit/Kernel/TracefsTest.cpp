//===- TracefsTest.cpp - Reading tracepoint formats -------===//
#include "lib/Kernel/Tracefs.h"

#include <gtest/gtest.h>
#include <random>

using namespace sonde;

namespace {

/// Types by name that the formats below need.
class FewTypes final : public TypeSource {
public:
  Result<Type> structure(const std::string &name, bool isUnion) override {
    auto definition = std::make_shared<StructDef>();
    definition->size = 16;
    if (name == "mask")
      return Type::structure(name, isUnion, definition);
    return failure("unknown");
  }
  Result<Type> enumeration(const std::string &name) override {
    if (name == "mode")
      return Type::enumeration(name, 4, {{0, "OFF"}, {1, "ON"}});
    return failure("unknown");
  }
  Result<Type> named(const std::string &name) override {
    if (name == "exotic_t")
      return Type::integer(32, false);
    if (name == "handle_t")
      return Type::pointer(Type::structure("handle", false), AddressSpace::Kernel);
    return failure("unknown");
  }
  Result<FunctionPrototype> function(const std::string &) override { return failure("unknown"); }
  Result<FunctionPrototype> rawTracepoint(const std::string &) override {
    return failure("unknown");
  }
  std::vector<std::string> functionNames() override { return {}; }
  std::vector<std::string> structNames() override { return {}; }
};

std::string formatOf(const std::string &fields) {
  return "name: event\nID: 42\nformat:\n"
         "\tfield:unsigned short common_type;\toffset:0;\tsize:2;\tsigned:0;\n"
         "\tfield:int common_pid;\toffset:4;\tsize:4;\tsigned:1;\n\n" +
         fields + "\nprint fmt: \"field:x;\"\n";
}

std::string field(const std::string &declaration, unsigned size, bool isSigned) {
  return "\tfield:" + declaration + ";\toffset:8;\tsize:" + std::to_string(size) +
         ";\tsigned:" + (isSigned ? "1" : "0") + ";\n";
}

TEST(TracefsTest, FieldTypes) {
  struct Case {
    const char *declaration;
    unsigned size;
    bool isSigned;
    const char *name, *type;
    bool needsTypes = false;
  };
  const Case cases[] = {
      {"int x", 4, true, "x", "int32"},
      {"unsigned int fd", 8, false, "fd", "uint64"}, // The file's size wins.
      {"pid_t prev_pid", 4, true, "prev_pid", "int32"},
      {"umode_t mode", 8, false, "mode", "uint64"},
      {"long unsigned_looking", 8, true, "unsigned_looking", "int64"},
      {"const int c", 4, true, "c", "int32"},
      {"char c", 1, false, "c", "uint8"},
      {"bool ok", 1, false, "ok", "bool"},
      {"char comm[16]", 16, false, "comm", "string[16]"},
      {"char name[]", 0, false, "name", "string"},
      {"unsigned long args[6]", 48, false, "args", "uint64[6]"},
      {"u8 addr[16]", 16, false, "addr", "uint8[16]"},
      {"long v[3]", 24, true, "v", "int64[3]"},
      {"u32 rest[]", 0, false, "rest", "uint32[0]"},
      {"__u8 mac[ETH_ALEN]", 6, false, "mac", "uint8[6]"},
      {"const char * filename", 8, false, "filename", "int8 *"},
      {"const char *const * argv", 8, false, "argv", "int8 * *"},
      {"void * p", 8, false, "p", "void *"},
      {"const void* q", 8, false, "q", "void *"},
      {"struct mm_struct * mm", 8, false, "mm", "struct mm_struct *"},
      {"union bpf_attr * attr", 8, false, "attr", "union bpf_attr *"},
      {"__data_loc char[] name", 4, false, "name", "int64"},
      {"__data_loc cpumask_t cpus", 4, false, "cpus", "int64"},
      {"enum mode m", 4, false, "m", "enum mode", true},
      {"enum nothing m", 4, false, "m", "uint32", true},
      {"struct mask m", 16, false, "m", "struct mask", true},
      {"exotic_t e", 4, true, "e", "int32", true},
      {"handle_t h", 8, false, "h", "struct handle *", true},
      {"unknown_t big", 24, false, "big", "none", true},
  };
  for (const Case &c : cases) {
    FewTypes types;
    unsigned asked = 0;
    auto onDemand = [&]() -> TypeSource * {
      ++asked;
      return &types;
    };
    auto format =
        parseTracepointFormat(formatOf(field(c.declaration, c.size, c.isSigned)), "test", onDemand);
    ASSERT_TRUE(format) << format.error().message;
    EXPECT_EQ(format->id, 42u);
    ASSERT_EQ(format->fields.size(), 1u) << c.declaration; // None of common_*.
    const TracepointField &result = format->fields[0];
    EXPECT_EQ(result.member.name, c.name);
    EXPECT_EQ(result.member.type.str(), c.type) << c.declaration;
    EXPECT_EQ(result.member.offset, 8u);
    EXPECT_EQ(result.declaration, c.declaration);
    EXPECT_EQ(result.member.isDataLoc, std::string(c.declaration).find("__data_loc") == 0);
    EXPECT_EQ(asked != 0, c.needsTypes) << c.declaration;
  }
}

TEST(TracefsTest, WithoutTypes) {
  auto none = []() -> TypeSource * { return nullptr; };
  auto format = parseTracepointFormat(
      formatOf(field("enum mode m", 4, false) + field("exotic_t e", 2, true)), "test", none);
  ASSERT_TRUE(format);
  EXPECT_EQ(format->fields[0].member.type.str(), "uint32");
  EXPECT_EQ(format->fields[1].member.type.str(), "int16");
}

TEST(TracefsTest, AddressSpaces) {
  struct Case {
    const char *category, *declaration;
    AddressSpace space;
    const char *tag;
  };
  for (const Case &c : {Case{"syscalls", "const char * f", AddressSpace::User, ""},
                        Case{"fs", "const char * f", AddressSpace::Kernel, ""},
                        Case{"fs", "const char __user * f", AddressSpace::User, "user"},
                        Case{"cpu", "void __seg_gs * f", AddressSpace::Kernel, "percpu"}}) {
    auto format =
        parseTracepointFormat(formatOf(field(c.declaration, 8, false)), c.category, nullptr);
    ASSERT_TRUE(format);
    EXPECT_EQ(format->fields[0].member.type.space(), c.space) << c.declaration;
    EXPECT_EQ(format->fields[0].member.typeTag, c.tag);
  }
}

TEST(TracefsTest, Refusals) {
  struct Case {
    std::string text;
    const char *message;
  };
  const Case cases[] = {
      {"", "this is not a tracepoint's format: it has no ID"},
      {"ID: many\n", "this is not a tracepoint's format: it has no ID"},
      {formatOf("\tfield:int x;\toffset:8;\n"),
       "could not parse the line 'field:int x;\toffset:8;'"},
      {formatOf("\tfield:int x;\toffset:-8;\tsize:4;\tsigned:1;\n"),
       "could not parse the line 'field:int x;\toffset:-8;\tsize:4;\tsigned:1;'"},
      {formatOf(field("int x[4", 4, true)), "could not parse the declaration 'int x[4'"},
      {formatOf(field("int *", 8, true)), "could not parse the declaration 'int *'"},
      {formatOf(field("unknown_t x[NR]", 9, true)),
       "could not parse argument 'x': could not parse array size 'NR'"},
  };
  for (const Case &c : cases) {
    auto format = parseTracepointFormat(c.text, "test", nullptr);
    ASSERT_FALSE(format) << c.text;
    EXPECT_EQ(format.error().message, c.message);
  }
}

TEST(TracefsTest, DamagedTextNeverCrashes) {
  std::mt19937 random(1);
  std::string whole = formatOf(field("const char *const * argv", 8, false) +
                               field("unsigned long args[6]", 48, false) +
                               field("__data_loc char[] name", 4, false));
  const char letters[] = "[]*;:\n x0-9";
  for (int round = 0; round < 5000; ++round) {
    std::string text = whole.substr(0, random() % (whole.size() + 1));
    for (int i = 0; i < 3 && !text.empty(); ++i)
      text[random() % text.size()] = letters[random() % (sizeof(letters) - 1)];
    (void)parseTracepointFormat(text, "syscalls", nullptr);
  }
}

TEST(TracefsTest, NamesAreNotPaths) {
  EXPECT_TRUE(isTracepointName("sys_enter_openat"));
  EXPECT_TRUE(isTracepointName("9p"));
  for (const char *name : {"", ".", "..", "a/b", "../sched", "*", "a b"})
    EXPECT_FALSE(isTracepointName(name)) << name;
}

} // namespace
