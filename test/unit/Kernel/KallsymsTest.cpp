// Names of addresses in the kernel, from made-up tables.
#include "lib/Kernel/Kallsyms.h"

#include <gtest/gtest.h>

using namespace sonde;

namespace {

constexpr const char *kTable = "0000000000000010 A fixed_percpu_data\n"
                               "ffffffff81002000 t second\n"
                               "ffffffff81001000 T first\n"
                               "ffffffff81001000 T first_again\n"
                               "ffffffffc0001000 t helper\t[ext4]\n"
                               "ffffffffc0002000 t bpf_prog_1234_begin_1\t[bpf]\n";

std::string nameAt(uint64_t address) {
  Kallsyms symbols(kTable);
  std::optional<Kallsyms::Symbol> found = symbols.at(address);
  return found ? std::string(found->name) + "+" + std::to_string(address - found->address) : "";
}

TEST(KallsymsTest, FindsTheSymbolThatBeginsBefore) {
  EXPECT_EQ(nameAt(0xffffffff81001000), "first+0"); // As the kernel: of several the first.
  EXPECT_EQ(nameAt(0xffffffff81001fff), "first+4095");
  EXPECT_EQ(nameAt(0xffffffff81002010), "second+16");
  EXPECT_EQ(nameAt(0xffffffffc0001001), "helper+1");
  EXPECT_EQ(nameAt(0xffffffffc0002000), "bpf_prog_1234_begin_1+0");
}

// B87: below the kernel, before its first symbol, and in the gap before modules.
TEST(KallsymsTest, KnowsNothingOfOtherAddresses) {
  EXPECT_EQ(nameAt(0), "");
  EXPECT_EQ(nameAt(0x11), "");
  EXPECT_EQ(nameAt(0xffffffff81000fff), "");
  EXPECT_EQ(nameAt(0xffffffffa0000000), "");
}

TEST(KallsymsTest, FindsAddresses) {
  Kallsyms symbols(kTable);
  EXPECT_EQ(symbols.addressOf("second"), 0xffffffff81002000);
  EXPECT_EQ(symbols.addressOf("helper"), 0xffffffffc0001000);
  EXPECT_FALSE(symbols.addressOf("seco"));
}

TEST(KallsymsTest, NamesAllOfThem) {
  EXPECT_EQ(Kallsyms(kTable).names(),
            (std::vector<std::string>{"first", "first_again", "second", "helper",
                                      "bpf_prog_1234_begin_1"}));
}

// Others than root see zeros.
TEST(KallsymsTest, HiddenAddressesAreNone) {
  Kallsyms symbols("0000000000000000 T first\n\ngarbage\nffffffff81001000\n");
  EXPECT_TRUE(symbols.empty());
  EXPECT_FALSE(symbols.at(0xffffffff81001000));
}

} // namespace
