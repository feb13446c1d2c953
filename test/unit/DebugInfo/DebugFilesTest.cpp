//===- DebugFilesTest.cpp - Where a program's debug information is --------===//
#include "Compiled.h"

#include <gtest/gtest.h>

using namespace sonde;

namespace {

constexpr const char *kSource = "struct s { int x; }; int f(struct s *s) { return s->x; }";

/// Splits `program` into itself and `program.debug`.
void splitSymbols(const Folder &folder, const std::string &options = "-Wl,--build-id") {
  folder.write("a.c", kSource);
  folder.run("clang -g -shared -fPIC -nostdlib " + options + " -o program a.c");
  folder.run("llvm-objcopy --only-keep-debug program program.debug");
  folder.run("llvm-objcopy --strip-debug program");
}

std::string said(const Folder &folder, const std::vector<std::string> &debugFolders = {}) {
  Result<std::unique_ptr<DebugInfo>> info = DebugInfo::open(folder / "program", debugFolders);
  if (!info)
    return info.error().message;
  Result<Type> type = (*info)->structure("s");
  return type ? membersOf(*type) : type.error().message;
}

std::string nothing(const Folder &folder) {
  return "there is no debug information for '" + folder / "program" + "'";
}

TEST(DebugFilesTest, NoneAtAll) {
  Folder folder;
  splitSymbols(folder);
  EXPECT_EQ(said(folder), nothing(folder));
  folder.write("program", "not a program");
  EXPECT_EQ(said(folder), nothing(folder));
}

TEST(DebugFilesTest, ByLink) {
  Folder folder;
  splitSymbols(folder);
  folder.run("llvm-objcopy --add-gnu-debuglink=program.debug program");
  EXPECT_EQ(said(folder), "x int32 0");
  folder.run("mkdir .debug && mv program.debug .debug/");
  EXPECT_EQ(said(folder), "x int32 0");
  folder.run("rm -r .debug");
  EXPECT_EQ(said(folder), nothing(folder));
}

TEST(DebugFilesTest, ByLinkWithoutBuildId) { // The checksum says that they belong together.
  Folder folder;
  splitSymbols(folder, "-Wl,--build-id=none");
  folder.run("llvm-objcopy --add-gnu-debuglink=program.debug program");
  EXPECT_EQ(said(folder), "x int32 0");
  folder.run("printf x >> program.debug");
  EXPECT_EQ(said(folder), nothing(folder));
}

// Folders of one's own: with the tree of the system's, or with the files alone.
TEST(DebugFilesTest, InGivenFolders) {
  Folder folder;
  splitSymbols(folder);
  folder.run("mkdir -p one two && cp program.debug two/");
  folder.run("id=$(llvm-readelf -n program | sed -n 's/.*Build ID: *//p') && "
             "mkdir -p one/.build-id/${id%${id#??}} && "
             "mv program.debug one/.build-id/${id%${id#??}}/${id#??}.debug");
  EXPECT_EQ(said(folder), nothing(folder));
  EXPECT_EQ(said(folder, {folder / "one"}), "x int32 0");
  EXPECT_EQ(said(folder, {folder / "two"}), nothing(folder)); // It has no link.
  folder.run("cp two/program.debug . && llvm-objcopy --add-gnu-debuglink=program.debug program && "
             "rm program.debug");
  EXPECT_EQ(said(folder), nothing(folder));
  EXPECT_EQ(said(folder, {folder / "none", folder / "two"}), "x int32 0");
  folder.run("mkdir -p tree/$PWD && mv two/program.debug tree/$PWD/");
  EXPECT_EQ(said(folder, {folder / "tree"}), "x int32 0");
}

TEST(DebugFilesTest, SymbolsOfAnotherBuildAreNotUsed) {
  Folder folder;
  splitSymbols(folder);
  folder.run("llvm-objcopy --add-gnu-debuglink=program.debug program");
  folder.write("b.c", "struct s { long other; } s;");
  folder.run("clang -g -shared -fPIC -nostdlib -Wl,--build-id -o program.debug b.c");
  EXPECT_EQ(said(folder), nothing(folder));
}

TEST(DebugFilesTest, CompressedSections) {
  Folder folder;
  folder.write("a.c", kSource);
  folder.run("clang -g -gz=zlib -shared -fPIC -nostdlib -o program a.c");
  EXPECT_EQ(said(folder), "x int32 0");
}

TEST(DebugFilesTest, SplitUnits) {
  for (const char *version : {"-gdwarf-4", "-gdwarf-5"}) {
    Folder folder;
    folder.write("a.c", kSource);
    folder.write("b.c", "int g(int n) { return n; }");
    std::string compile = std::string("clang -gsplit-dwarf -fPIC -c ") + version;
    folder.run(compile + " a.c && " + compile + " b.c");
    folder.run("clang -shared -nostdlib -o program a.o b.o");
    EXPECT_EQ(said(folder), "x int32 0");
    // Packed together: here libdw finds neither of them.
    folder.run("llvm-dwp -e program -o program.dwp && mkdir away && mv a.dwo b.dwo away");
    EXPECT_EQ(said(folder), "x int32 0");
    folder.run("mv program.dwp away && mv away/b.dwo .");
    Result<std::unique_ptr<DebugInfo>> info = DebugInfo::open(folder / "program");
    ASSERT_TRUE(info);
    EXPECT_TRUE((*info)->function("g")) << "of the file that is there";
    EXPECT_FALSE((*info)->function("f"));
    EXPECT_EQ((*info)->missingFiles(), std::vector<std::string>{"a.dwo"});
  }
}

} // namespace
