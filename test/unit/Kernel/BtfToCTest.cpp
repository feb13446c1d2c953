//===- BtfToCTest.cpp - Kernel types as C definitions ---------------------===//
#include "lib/Kernel/BtfToC.h"

#include "lib/Kernel/BtfWriter.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

using namespace sonde;
using testing::HasSubstr;
using testing::Not;

namespace {

/// `inner` is needed by `outer`, `other` is not.
std::shared_ptr<const Btf> someTypes() {
  BtfWriter writer;
  uint32_t number = writer.integer("int", 4, BtfWriter::Encoding::Signed);
  uint32_t alias = writer.reference(BtfKind::Typedef, "number_t", number);
  uint32_t inner = writer.structure(BtfKind::Struct, "inner", 4, {{"n", alias, 0, 0}});
  writer.structure(BtfKind::Struct, "outer", 4, {{"i", inner, 0, 0}});
  writer.structure(BtfKind::Struct, "other", 4, {{"n", number, 0, 0}});
  auto image = BtfImage::fromBytes(writer.bytes());
  EXPECT_TRUE(image);
  auto btf = Btf::read(*image);
  EXPECT_TRUE(btf);
  return *btf;
}

TEST(BtfToC, DefinesWhatIsAskedForAndWhatItNeeds) {
  std::string text = definitionsInC(*someTypes(), {"struct outer", "struct nosuch"});
  EXPECT_THAT(text, HasSubstr("typedef int number_t;"));
  EXPECT_THAT(text, HasSubstr("struct inner {"));
  EXPECT_THAT(text, HasSubstr("struct outer {"));
  EXPECT_THAT(text, Not(HasSubstr("struct other")));
  EXPECT_LT(text.find("struct inner {"), text.find("struct outer {"));
}

TEST(BtfToC, IsEmptyWhenNothingIsKnown) {
  EXPECT_EQ(definitionsInC(*someTypes(), {"struct nosuch", "number"}), "");
  EXPECT_THAT(definitionsInC(*someTypes(), {"number_t"}), HasSubstr("typedef int number_t;"));
}

} // namespace
