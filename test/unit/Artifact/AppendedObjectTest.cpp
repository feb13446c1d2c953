// An executable that carries an object, and one whose trailer is damaged.
#include "test/unit/Artifact/ElfImage.h"

#include "lib/Artifact/AppendedObject.h"

#include <gtest/gtest.h>

using namespace sonde;

namespace {

std::string runner() { return elfImage(EM_X86_64, "some code"); }

TEST(AppendedObject, IsFoundAgain) {
  Result<std::string> tool = appendObject(runner(), "object");
  ASSERT_TRUE(tool) << tool.error().message;
  EXPECT_EQ(tool->compare(0, runner().size(), runner()), 0);
  Result<std::optional<std::string_view>> found = findAppendedObject(*tool);
  ASSERT_TRUE(found);
  ASSERT_TRUE(found->has_value());
  EXPECT_EQ(**found, "object");
  EXPECT_EQ(((*found)->data() - tool->data()) % 16, 0);
}

TEST(AppendedObject, IsReplaced) {
  Result<std::string> first = appendObject(runner(), "a longer object");
  ASSERT_TRUE(first);
  Result<std::string> second = appendObject(*first, "object"),
                      direct = appendObject(runner(), "object");
  ASSERT_TRUE(second && direct);
  EXPECT_EQ(**findAppendedObject(*second), "object");
  EXPECT_EQ(second->size(), direct->size());
}

TEST(AppendedObject, AbsentInAnOrdinaryFile) {
  for (const std::string &image : {std::string(), std::string("short"), runner()}) {
    Result<std::optional<std::string_view>> found = findAppendedObject(image);
    ASSERT_TRUE(found);
    EXPECT_FALSE(found->has_value());
  }
}

TEST(AppendedObject, DamagedTrailer) {
  Result<std::string> tool = appendObject(runner(), "object");
  ASSERT_TRUE(tool);
  for (size_t byte : {24, 17, 16, 9}) { // Of the offset and of the size.
    std::string damaged = *tool;
    damaged[damaged.size() - byte] ^= 0x40;
    EXPECT_FALSE(findAppendedObject(damaged)) << byte;
  }
  EXPECT_FALSE(findAppendedObject(tool->substr(16)));
}

TEST(AppendedObject, RunnerMustBeAProgram) { EXPECT_FALSE(appendObject("text", "object")); }

} // namespace
