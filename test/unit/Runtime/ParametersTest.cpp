// The values of $1 and --name (C39 to C41).
#include "lib/Runtime/Parameters.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstring>

using namespace sonde;
using testing::HasSubstr;

namespace {

TEST(ParseInteger, Forms) {
  struct {
    const char *text;
    std::optional<uint64_t> value;
  } cases[] = {
      {"0", 0},
      {"42", 42},
      {"-5", static_cast<uint64_t>(-5)},
      {"+7", 7},
      {"0x10", 16},
      {"0XfF", 255},
      {"0b101", 5},
      {"017", 15},
      {"0xffffffffffffffff", UINT64_MAX},
      {"18446744073709551615", UINT64_MAX},
      {"-9223372036854775808", uint64_t{1} << 63},
      {"5ms", 5000000},
      {"2s", 2000000000},
      {"", std::nullopt},
      {"-", std::nullopt},
      {"abc", std::nullopt},
      {"1k", std::nullopt},
      {"08", std::nullopt},
      {"0x", std::nullopt},
      {"0x5ms", std::nullopt},
      {"--5", std::nullopt},
      {"18446744073709551616", std::nullopt},
      {"-9223372036854775809", std::nullopt},
      {"999999999999999d", std::nullopt},
  };
  for (const auto &c : cases)
    EXPECT_EQ(parseInteger(c.text), c.value) << c.text;
}

TEST(Parameters, AreSortedByForm) {
  Parameters given = Parameters::fromWords({"a", "--n=5", "--flag", "-3", "--", "--s="});
  EXPECT_EQ(given.positional, (std::vector<std::string>{"a", "-3", "--"}));
  EXPECT_EQ(given.named["n"], "5");
  EXPECT_EQ(given.named["flag"], std::nullopt);
  EXPECT_EQ(given.named["s"], "");
}

class WriteParameters : public testing::Test {
protected:
  Artifact artifact;
  std::vector<uint8_t> data = std::vector<uint8_t>(32, 0xee);

  void SetUp() override {
    artifact.params = {{"$1", Type::integer(32, true), 0, "7", ""},
                       {"$2", Type::string(8), 8, "", ""},
                       {"flag", Type::boolean(), 4, "0", "switches something"},
                       {"name", Type::string(8), 24, "x", ""}};
  }
  std::string write(const std::vector<std::string> &words) {
    Result<void> written =
        writeParameters(artifact, Parameters::fromWords(words), data.data(), data.size());
    return written ? "" : written.error().message;
  }
  int32_t first() const {
    int32_t value;
    std::memcpy(&value, data.data(), 4);
    return value;
  }
};

TEST_F(WriteParameters, GivenOrDefault) {
  EXPECT_EQ(write({}), "");
  EXPECT_EQ(first(), 7);
  EXPECT_EQ(data[4], 0);
  EXPECT_STREQ(reinterpret_cast<char *>(data.data() + 8), "");
  EXPECT_STREQ(reinterpret_cast<char *>(data.data() + 24), "x");
  EXPECT_EQ(data[16], 0xee); // Nothing else is touched.
  EXPECT_EQ(write({"-2", "abc", "--flag"}), "");
  EXPECT_EQ(first(), -2);
  EXPECT_EQ(data[4], 1);
  EXPECT_STREQ(reinterpret_cast<char *>(data.data() + 8), "abc");
  EXPECT_EQ(write({""}), ""); // Empty counts as missing.
  EXPECT_EQ(first(), 7);
}

// Set by the runtime, whatever is given.
TEST_F(WriteParameters, StartTime) {
  artifact.params = {{Artifact::kStartTimeParam, Type::integer(64, false), 0, "0", ""}};
  EXPECT_EQ(write({"5"}), "");
  uint64_t first, second;
  std::memcpy(&first, data.data(), 8);
  EXPECT_EQ(write({}), "");
  std::memcpy(&second, data.data(), 8);
  EXPECT_GT(first, 0u);
  EXPECT_GE(second, first);
}

TEST_F(WriteParameters, NumberOfCpus) {
  artifact.params = {{Artifact::kCpusParam, Type::integer(64, false), 0, "0", ""}};
  EXPECT_EQ(write({"7777"}), "");
  uint64_t cpus;
  std::memcpy(&cpus, data.data(), 8);
  EXPECT_GE(cpus, 1u);
  EXPECT_LT(cpus, 7777u);
}

// A wrong option, and --help, show which there are.
TEST_F(WriteParameters, OptionsAreListed) {
  for (const char *word : {"--other=5", "--help"})
    EXPECT_THAT(write({word}),
                HasSubstr("the script's options:\n  --flag: switches something\n  --name"));
  artifact.params.clear();
  EXPECT_THAT(write({"--other"}), HasSubstr("the script has no options"));
}

TEST_F(WriteParameters, Refusals) {
  EXPECT_THAT(write({"abc"}), HasSubstr("'$1' must be an integer, but is 'abc'"));
  EXPECT_THAT(write({"1", "12345678"}), HasSubstr("longer than 7 bytes"));
  EXPECT_THAT(write({"--flg"}), HasSubstr("no option '--flg'; did you mean '--flag'?"));
  EXPECT_THAT(write({"--flag=zz"}), HasSubstr("'flag' must be 'true' or 'false', but is 'zz'"));
  EXPECT_THAT(write({"--name"}), HasSubstr("'--name' needs a value: '--name=TEXT'"));
  data.resize(10);
  EXPECT_THAT(write({}), HasSubstr("no room"));
}

} // namespace
