//===- ImportTest.cpp - C files and their functions -----------------------===//
#include "test/unit/Frontend/Script.h"

#include <cstdlib>
#include <fstream>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

using namespace sonde;
using testing::ElementsAre;
using testing::HasSubstr;

namespace {

class Imports : public testing::Test {
protected:
  std::string folder;
  unsigned compiled = 0;

  void SetUp() override {
    std::string pattern = testing::TempDir() + "sonde-import-XXXXXX";
    ASSERT_NE(::mkdtemp(pattern.data()), nullptr);
    folder = pattern;
    std::ofstream(folder + "/lib.bpf.c") << "int twice(int x) { return 2 * x; }\n";
  }
  void TearDown() override {
    for (const char *name : {"/lib.bpf.c", ""})
      std::remove((folder + name).c_str());
  }

  FrontendOptions options() {
    FrontendOptions options;
    options.compileC = [this](const std::string &path, const std::string &text,
                              DiagnosticEngine &diagnostics) -> std::optional<CUnit> {
      ++compiled;
      if (text.find("wrong") != std::string::npos) {
        diagnostics.error("this file is wrong");
        return std::nullopt;
      }
      CFunction function;
      function.name = "twice";
      function.result = Type::integer(32, true);
      function.parameters = {{"x", Type::integer(32, true)}};
      CUnit unit;
      unit.path = path;
      unit.functions = {function};
      return unit;
    };
    return options;
  }
  std::string import() const { return "import \"" + folder + "/lib.bpf.c\"; "; }
};

TEST_F(Imports, FunctionsCanBeCalled) {
  Script script(import() + "begin { $x = twice(21); print($x); }", options());
  EXPECT_THAT(script.errors(), ElementsAre());
  EXPECT_EQ(script.type("$x"), "int32");
  EXPECT_EQ(script.program->imports.size(), 1u);
}

// L138, README 9: two spellings of one file are one import.
TEST_F(Imports, AreTakenOnce) {
  Script script(import() + "import \"" + folder + "/../" + folder.substr(folder.rfind('/') + 1) +
                    "/lib.bpf.c\"; begin { }",
                options());
  EXPECT_THAT(script.errors(), ElementsAre());
  EXPECT_EQ(compiled, 1u);
}

TEST_F(Imports, Calls) {
  struct {
    const char *body, *message;
  } kCases[] = {
      {"twice();", "'twice' takes 1 argument, not 0"},
      {"_ = twice(\"a\");", "parameter 'x' of 'twice' has the type 'int32' and cannot take a"},
      {"_ = twice(5000000000);", "cannot take an 'int64'"},
      {"@twice = 1;", "has the name of an imported C function"},
      {"twic(1);", "unknown function 'twic'"},
  };
  for (auto &c : kCases)
    EXPECT_THAT(Script(import() + "begin { " + c.body + " }", options()).errors(),
                ElementsAre(HasSubstr(c.message)))
        << c.body;
}

// L137: what is looked for is said.
TEST_F(Imports, MissingFile) {
  Script script("import \"nope.bpf.c\"; begin { }", options());
  EXPECT_THAT(script.errors(), ElementsAre(HasSubstr("1-20: there is no file 'nope.bpf.c'")));
}

// A file with errors does not make its functions unknown names.
TEST_F(Imports, BrokenFile) {
  std::ofstream(folder + "/lib.bpf.c") << "wrong";
  Script script(import() + "begin { twice(1); }", options());
  EXPECT_THAT(script.errors(), ElementsAre("this file is wrong"));
}

// L140: nobody else may change what is compiled into the kernel.
TEST_F(Imports, WritableByEverybody) {
  ::chmod(folder.c_str(), 0777);
  Script script(import() + "begin { }", options());
  EXPECT_THAT(script.errors(), ElementsAre(HasSubstr("there is no file")));
  EXPECT_THAT(script.warnings(), ElementsAre(HasSubstr("everybody may write")));
  EXPECT_EQ(compiled, 0u);
}

TEST_F(Imports, OtherKinds) {
  std::rename((folder + "/lib.bpf.c").c_str(), (folder + "/lib.txt").c_str());
  EXPECT_THAT(Script("import \"" + folder + "/lib.txt\"; begin { }", options()).errors(),
              ElementsAre(HasSubstr("it is no '.bt', '.h' or '.bpf.c' file")));
  std::rename((folder + "/lib.txt").c_str(), (folder + "/lib.bpf.c").c_str());
}

// Only the library has a built-in name; a folder of this name would come first.
TEST_F(Imports, TheLibraryIsBuiltIn) {
  EXPECT_THAT(Script("import \"stdlib\"; import \"stdlib/x.bt\"; begin { }").errors(),
              ElementsAre());
}

} // namespace
