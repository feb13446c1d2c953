//===- FunctionListTest.cpp - Which kernel functions can be probed --------===//
#include "lib/Kernel/FunctionList.h"

#include <gtest/gtest.h>

using namespace sonde;

namespace {

using Names = std::vector<std::string>;

TEST(FunctionListTest, FilterFunctions) {
  FunctionList list("vfs_read\nxfs_open [xfs]\narch_cpu_idle\nrcu_note\nvfs_open\nvfs_read\n",
                    FunctionList::Format::FilterFunctions, {"vfs_open"});
  EXPECT_EQ(list.all(), (Names{"vfs_read", "xfs_open [xfs]"}));
  EXPECT_TRUE(list.contains("vfs_read"));
  EXPECT_TRUE(list.contains("xfs_open"));
  // Excluded, parts of names and of modules, nothing.
  for (const char *name : {"vfs_open", "arch_cpu_idle", "rcu_note", "vfs_rea", "fs_read", "xfs",
                           "[xfs]", "", "vfs_read\nxfs_open"})
    EXPECT_FALSE(list.contains(name)) << name;
}

TEST(FunctionListTest, Kallsyms) {
  FunctionList list("0000000000000000 T vfs_read\n"
                    "0000000000000000 D jiffies\n"
                    "ffffffff81000000 t helper\n"
                    "ffffffff81000000 W weak_one\n"
                    "ffffffffa0000000 t xfs_open\t[xfs]\n"
                    "ffffffffa0000000 t bpf_prog_1\t[bpf]\n"
                    "ffffffff81000000 t $x",
                    FunctionList::Format::Kallsyms);
  EXPECT_EQ(list.all(), (Names{"helper", "vfs_read", "weak_one", "xfs_open [xfs]"}));
  EXPECT_TRUE(list.contains("helper"));
  for (const char *name : {"jiffies", "bpf_prog_1", "$x", "T", "0000000000000000"})
    EXPECT_FALSE(list.contains(name)) << name;
}

TEST(FunctionListTest, Owners) {
  FunctionList list("both\nboth [b]\nboth [a]\nboth_too [c]\nown [a]\n",
                    FunctionList::Format::FilterFunctions);
  EXPECT_EQ(list.ownersOf("both"), (Names{"a", "b", "vmlinux"}));
  EXPECT_EQ(list.ownersOf("own"), (Names{"a"}));
  EXPECT_EQ(list.ownersOf("none"), Names{});
}

TEST(FunctionListTest, Blacklist) {
  EXPECT_EQ(parseBlacklist("0xffffffff81000000-0xffffffff81000010\tdo_int3\n\n0x1-0x2 x\n"),
            (std::set<std::string>{"do_int3", "x"}));
}

} // namespace
