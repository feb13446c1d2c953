// Line information as compilers write it, and as nobody should.
#include "lib/Runtime/LineTable.h"

#include <gtest/gtest.h>

#include <random>

using namespace sonde;

namespace {

void put(std::string &out, uint32_t value) {
  out.append(reinterpret_cast<const char *>(&value), 4);
}

/// The common header, its own fields behind it.
std::string header(const std::vector<uint32_t> &fields) {
  std::string out("\x9f\xeb\x01\x00", 4);
  put(out, 8 + fields.size() * 4);
  for (uint32_t field : fields)
    put(out, field);
  return out;
}

struct Sections {
  std::string btf, ext;
};

/// Two instructions of section "sec" from "/a.bt": lines 3 and 5.
Sections sections() {
  std::string strings("\0sec\0/a.bt\0text\0", 16);
  Sections out;
  out.btf = header({0, 0, 0, static_cast<uint32_t>(strings.size())}) + strings;
  std::string lines;
  for (uint32_t word : {16u, 1u, 2u, /*first*/ 0u, 5u, 11u, 3u << 10 | 4,
                        /*second*/ 16u, 5u, 11u, 5u << 10 | 7})
    put(lines, word);
  out.ext = header({0, 0, 0, static_cast<uint32_t>(lines.size())}) + lines;
  return out;
}

TEST(LineTable, FindsTheLine) {
  Sections s = sections();
  LineTable table(s.btf, s.ext);
  ASSERT_FALSE(table.empty());
  for (uint32_t instruction : {0u, 1u}) {
    std::optional<LineTable::Line> line = table.lookup("sec", instruction);
    ASSERT_TRUE(line);
    EXPECT_EQ(line->file, "/a.bt");
    EXPECT_EQ(line->line, 3u);
    EXPECT_EQ(line->column, 4u);
  }
  EXPECT_EQ(table.lookup("sec", 2)->line, 5u);
  EXPECT_EQ(table.lookup("sec", 1000)->column, 7u);
  EXPECT_FALSE(table.lookup("other", 0));
}

// Cut off anywhere, or with any bytes changed, reading stays within bounds; the
// sanitizers of the fuzzing build watch over the same.
TEST(LineTable, SurvivesDamage) {
  Sections s = sections();
  for (size_t length = 0; length < s.ext.size(); ++length)
    LineTable(s.btf, std::string_view(s.ext).substr(0, length)).lookup("sec", 0);
  for (size_t length = 0; length < s.btf.size(); ++length)
    LineTable(std::string_view(s.btf).substr(0, length), s.ext).lookup("sec", 0);
  EXPECT_TRUE(LineTable("", "").empty());
  EXPECT_TRUE(LineTable(s.btf, s.btf).empty());
  std::mt19937 random(1);
  for (int i = 0; i < 20000; ++i) {
    Sections damaged = s;
    for (int j = 0; j < 3; ++j) {
      damaged.ext[random() % damaged.ext.size()] = static_cast<char>(random());
      damaged.btf[random() % damaged.btf.size()] = static_cast<char>(random());
    }
    LineTable table(damaged.btf, damaged.ext);
    if (std::optional<LineTable::Line> line = table.lookup("sec", random() % 4)) {
      EXPECT_LE(line->file.size(), damaged.btf.size());
    }
  }
}

} // namespace
