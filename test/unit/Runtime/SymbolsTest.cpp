// Names of addresses in processes: this one, and made-up ones that end.
#include "lib/Runtime/UserSymbols.h"

#include <cstdio>
#include <filesystem>
#include <fstream>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

using namespace sonde;

/// What is looked for; a name that the linker leaves alone.
extern "C" __attribute__((noinline, used)) int sonde_test_function(int x) { return x + 1; }

namespace {

uint64_t addressOfFunction() { return reinterpret_cast<uint64_t>(&sonde_test_function); }

TEST(DemangleTest, OnlyNamesOfCpp) {
  EXPECT_EQ(demangled("_ZN3foo3barEi"), "foo::bar(int)");
  EXPECT_EQ(demangled("main"), "main");
  EXPECT_EQ(demangled("_Zgarbage"), "_Zgarbage");
}

TEST(ElfSymbolsTest, RefusesWhatIsNoElfFile) {
  EXPECT_FALSE(ElfSymbols::read("/proc/self/cmdline"));
  EXPECT_FALSE(ElfSymbols::read("/no/such/file"));
}

TEST(MapsTest, KeepsWhatCanBeExecuted) {
  std::vector<FileMapping> mappings = parseMaps("7f20-7f30 r-xp 00002000 08:01 12   /lib/b c.so\n"
                                                "5510-5520 r--p 00000000 08:01 11   /bin/a\n"
                                                "5520-5540 r-xp 00001000 fe:0a 11   /bin/a\n"
                                                "nonsense\n"
                                                "8000-9000 rwxp 00000000 00:00 0\n");
  ASSERT_EQ(mappings.size(), 3u);
  EXPECT_EQ(mappings[0].path, "/bin/a");
  EXPECT_EQ(mappings[0].begin, 0x5520u);
  EXPECT_EQ(mappings[0].end, 0x5540u);
  EXPECT_EQ(mappings[0].offset, 0x1000u);
  EXPECT_EQ(mappings[0].device, 0xfe0000000aULL);
  EXPECT_EQ(mappings[0].inode, 11u);
  EXPECT_EQ(mappings[1].path, "/lib/b c.so");
  EXPECT_EQ(mappings[2].path, "");
}

TEST(ProcessSymbolsTest, FindsFunctionsOfARunningProcess) {
  ProcessSymbols symbols(UserSymbolCache::PerProcess, {});
  std::optional<Symbol> found = symbols.find(addressOfFunction(), ::getpid());
  ASSERT_TRUE(found);
  EXPECT_EQ(found->name, "sonde_test_function");
  EXPECT_EQ(found->offset, 0u);
  EXPECT_NE(found->module.find("SondeRuntimeTests"), std::string::npos) << found->module;
  found = symbols.find(addressOfFunction() + 1, ::getpid());
  ASSERT_TRUE(found);
  EXPECT_EQ(found->offset, 1u);
  EXPECT_FALSE(symbols.find(1, ::getpid()));
}

/// A folder in the place of /proc, with a process 42 that is like this one.
class EndedProcess : public testing::Test {
protected:
  EndedProcess() : folder(std::filesystem::temp_directory_path() / "sonde-proc-XXXXXX") {
    std::string name = folder;
    folder = ::mkdtemp(name.data());
    start(42);
  }
  ~EndedProcess() override { std::filesystem::remove_all(folder); }

  void start(unsigned process) {
    const std::filesystem::path own = folder / std::to_string(process);
    std::filesystem::create_directories(own);
    std::ifstream maps("/proc/self/maps");
    std::ofstream(own / "maps") << maps.rdbuf();
    std::filesystem::create_symlink("/proc/self/root", own / "root");
    std::filesystem::create_symlink("/bin/program", own / "exe");
  }
  void end(unsigned process) { std::filesystem::remove_all(folder / std::to_string(process)); }
  static std::string name(std::optional<Symbol> found) { return found ? found->name : ""; }

  std::filesystem::path folder;
};

TEST_F(EndedProcess, IsRemembered) {
  ProcessSymbols symbols(UserSymbolCache::PerProcess, {}, folder);
  EXPECT_EQ(name(symbols.find(addressOfFunction(), 42)), "sonde_test_function");
  end(42);
  EXPECT_EQ(name(symbols.find(addressOfFunction(), 42)), "sonde_test_function");
  EXPECT_EQ(name(symbols.find(addressOfFunction(), 43)), "");
}

TEST_F(EndedProcess, IsNotRememberedWithoutACache) {
  ProcessSymbols symbols(UserSymbolCache::None, {}, folder);
  EXPECT_EQ(name(symbols.find(addressOfFunction(), 42)), "sonde_test_function");
  end(42);
  EXPECT_EQ(name(symbols.find(addressOfFunction(), 42)), "");
}

// Where programs are not moved, one process knows for all of the same program.
TEST_F(EndedProcess, TakesOverWhatIsKnownOfItsProgram) {
  ProcessSymbols symbols(UserSymbolCache::PerProgram, {"/bin/program"}, folder);
  EXPECT_EQ(name(symbols.find(addressOfFunction(), 42)), "sonde_test_function");
  EXPECT_EQ(name(symbols.find(addressOfFunction(), 43)), "sonde_test_function");
}

} // namespace
