//===- BtfTest.cpp - Reading raw BTF, also where it is damaged ------------===//
#include "lib/Kernel/Btf.h"
#include "lib/Kernel/BtfWriter.h"

#include <gtest/gtest.h>
#include <random>

using namespace sonde;

namespace {

Result<std::shared_ptr<const Btf>> readBytes(std::string bytes,
                                             std::shared_ptr<const Btf> base = nullptr) {
  Result<std::shared_ptr<const BtfImage>> image = BtfImage::fromBytes(std::move(bytes));
  if (!image)
    return image.takeError();
  return Btf::read(*image, std::move(base));
}

/// One type of every kind.
BtfWriter everyKind() {
  BtfWriter writer;
  uint32_t i = writer.integer("int", 4, BtfWriter::Encoding::Signed);
  uint32_t array = writer.array(i, 3, i);
  uint32_t pointer = writer.reference(BtfKind::Ptr, "", array);
  writer.structure(BtfKind::Struct, "pair", 16,
                   {{"first", i, 0, 0}, {"bits", i, 32, 3}, {"next", pointer, 64, 0}});
  writer.structure(BtfKind::Union, "either", 4, {{"a", i, 0, 0}, {"b", i, 0, 0}});
  writer.enumeration(BtfKind::Enum, "colour", 4, true, {{"RED", -1}, {"BLUE", 7}});
  writer.enumeration(BtfKind::Enum64, "wide", 8, false, {{"BIG", int64_t(1) << 40}});
  writer.forward("later", true);
  uint32_t proto = writer.prototype(i, {{"x", i}, {"y", pointer}});
  writer.reference(BtfKind::Func, "run", proto);
  writer.reference(BtfKind::Typedef, "num", i);
  writer.floating("double", 8);
  return writer;
}

TEST(BtfTest, ReadsWhatWasWritten) {
  auto btf = readBytes(everyKind().bytes());
  ASSERT_TRUE(btf) << btf.error().message;
  EXPECT_EQ((*btf)->endId(), 13u);
  EXPECT_TRUE((*btf)->checkReferences());

  std::optional<BtfType> integer = (*btf)->type(1);
  EXPECT_TRUE(integer->is(BtfKind::Int));
  EXPECT_EQ(integer->name(), "int");
  EXPECT_TRUE(integer->isSigned());
  EXPECT_EQ(integer->bits(), 32u);

  EXPECT_EQ((*btf)->type(2)->count(), 3u);
  EXPECT_EQ((*btf)->type(2)->element(), 1u);
  EXPECT_EQ((*btf)->type(3)->referenced(), 2u);

  std::vector<BtfMember> members = (*btf)->type(4)->members();
  ASSERT_EQ(members.size(), 3u);
  EXPECT_EQ(members[1].name, "bits");
  EXPECT_EQ(members[1].bitOffset, 32u);
  EXPECT_EQ(members[1].bitSize, 3u);
  EXPECT_EQ(members[2].bitSize, 0u);

  EXPECT_EQ((*btf)->type(6)->enumerators()[0].value, -1);
  EXPECT_EQ((*btf)->type(7)->enumerators()[0].value, int64_t(1) << 40);
  EXPECT_TRUE((*btf)->type(8)->declaresUnion());
  EXPECT_EQ((*btf)->type(9)->parameters()[1].name, "y");
  EXPECT_TRUE((*btf)->type(0)->is(BtfKind::Void));
  EXPECT_FALSE((*btf)->type(13));
}

TEST(BtfTest, FindsByNameAndKind) {
  auto btf = readBytes(everyKind().bytes());
  ASSERT_TRUE(btf);
  EXPECT_EQ((*btf)->find("pair", {BtfKind::Struct}), 4u);
  EXPECT_EQ((*btf)->find("pair", {BtfKind::Union, BtfKind::Fwd}), 0u);
  EXPECT_EQ((*btf)->find("pai", {BtfKind::Struct}), 0u);
  EXPECT_EQ((*btf)->find("air", {BtfKind::Struct}), 0u);
  EXPECT_EQ((*btf)->find("", {BtfKind::Ptr}), 0u);
}

TEST(BtfTest, FindsNamesThatAreTheEndOfAnother) {
  BtfWriter writer;
  writer.integer("unsigned int", 4, BtfWriter::Encoding::None);
  writer.integer("XXX", 4, BtfWriter::Encoding::Signed);
  std::string bytes = writer.bytes();
  // Let the second type's name be the last three letters of the first's. Each
  // integer takes 16 bytes; the first string begins at 1.
  uint32_t offset = 1 + std::string("unsigned ").size();
  bytes.replace(24 + 16, 4, reinterpret_cast<const char *>(&offset), 4);
  auto btf = readBytes(bytes);
  ASSERT_TRUE(btf);
  EXPECT_EQ((*btf)->find("int", {BtfKind::Int}), 2u);
  EXPECT_EQ((*btf)->type(2)->name(), "int");
}

TEST(BtfTest, ModuleContinuesTheKernel) {
  auto kernel = readBytes(everyKind().bytes());
  ASSERT_TRUE(kernel);
  BtfWriter writer;
  uint32_t strings = uint32_t((*BtfImage::fromBytes(everyKind().bytes()))->strings().size());
  writer.continueAfter((*kernel)->endId(), strings);
  writer.structure(BtfKind::Struct, "own", 4, {{"value", 1, 0, 0}});
  auto module = readBytes(writer.bytes(), *kernel);
  ASSERT_TRUE(module) << module.error().message;
  EXPECT_EQ((*module)->find("own", {BtfKind::Struct}), 13u);
  EXPECT_EQ((*module)->find("pair", {BtfKind::Struct}), 4u);
  EXPECT_EQ((*module)->type(13)->members()[0].name, "value");
  EXPECT_EQ((*module)->type(1)->name(), "int");
  EXPECT_EQ((*kernel)->find("own", {BtfKind::Struct}), 0u);
}

TEST(BtfTest, RefusesWhatIsNotBtf) {
  struct Case {
    const char *name;
    size_t offset;
    std::string bytes;
    const char *message;
  };
  const Case cases[] = {
      {"magic", 0, "ELF!", "not BTF"},
      {"byte order", 0, std::string("\xeb\x9f", 2),
       "this BTF is for a machine of the other byte order"},
      {"version", 2, "\x07", "unknown BTF version 7"},
      {"types too long", 12, std::string("\xff\xff\xff\x7f", 4),
       "damaged BTF: a section ends behind the end of the file"},
      {"strings far away", 16, std::string("\xff\xff\xff\xff", 4),
       "damaged BTF: a section ends behind the end of the file"},
      {"tiny header", 4, std::string("\x04\0\0\0", 4),
       "damaged BTF: a section ends behind the end of the file"},
      {"kind", 24 + 7, "\x1f", "type 1 has the unknown BTF kind 31"},
  };
  for (const Case &c : cases) {
    std::string bytes = everyKind().bytes();
    bytes.replace(c.offset, c.bytes.size(), c.bytes);
    auto btf = readBytes(bytes);
    ASSERT_FALSE(btf) << c.name;
    EXPECT_EQ(btf.error().message, c.message) << c.name;
  }
  EXPECT_FALSE(readBytes(""));
  EXPECT_FALSE(BtfImage::open("/nonexistent/btf"));
}

TEST(BtfTest, RefusesNamesWithoutEnd) {
  std::string bytes = everyKind().bytes();
  bytes.back() = 'x';
  auto btf = readBytes(bytes);
  ASSERT_FALSE(btf);
  EXPECT_EQ(btf.error().message, "damaged BTF: the last name has no end");
}

TEST(BtfTest, ReportsReferencesToNothing) {
  BtfWriter writer;
  writer.reference(BtfKind::Ptr, "", 77);
  auto btf = readBytes(writer.bytes());
  ASSERT_TRUE(btf);
  Result<void> ok = (*btf)->checkReferences();
  ASSERT_FALSE(ok);
  EXPECT_EQ(ok.error().message, "damaged BTF: type 1 refers to type 77, but the last one is 1");
}

TEST(BtfTest, EveryTruncationIsHandled) {
  std::string whole = everyKind().bytes();
  for (size_t length = 0; length < whole.size(); ++length)
    EXPECT_FALSE(readBytes(whole.substr(0, length))) << length;
}

/// Walks over everything, as a caller would.
void visit(const Btf &btf) {
  for (uint32_t id = 0; id < btf.endId() + 2; ++id) {
    std::optional<BtfType> type = btf.type(id);
    if (!type)
      continue;
    (void)type->name().size();
    (void)type->element();
    for (const BtfMember &member : type->members())
      (void)member.name.size();
    for (const BtfParameter &parameter : type->parameters())
      (void)parameter.name.size();
    for (const BtfEnumerator &value : type->enumerators())
      (void)value.name.size();
  }
  (void)btf.checkReferences();
  (void)btf.find("pair", {BtfKind::Struct});
}

TEST(BtfTest, DamagedBytesNeverCrash) {
  std::mt19937 random(1);
  std::string whole = everyKind().bytes();
  for (int round = 0; round < 5000; ++round) {
    std::string bytes = whole;
    for (int i = 0; i < 4; ++i)
      bytes[random() % bytes.size()] = char(random());
    if (auto btf = readBytes(bytes))
      visit(**btf);
  }
}

} // namespace
