// The artifact's way into an object and out of it, and objects that are broken.
#include "test/unit/Artifact/ElfImage.h"

#include "lib/Artifact/ElfView.h"
#include "lib/Artifact/ObjectSection.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <iterator>

using namespace sonde;
using testing::HasSubstr;

namespace {

TEST(ObjectSection, ReadsWhatWasAdded) {
  Result<std::string> object = addArtifactSection(elfImage(EM_BPF, "content"), "{\"x\": 1}\n");
  ASSERT_TRUE(object) << object.error().message;
  Result<std::string> json = readArtifactSection(*object);
  ASSERT_TRUE(json) << json.error().message;
  EXPECT_EQ(*json, "{\"x\": 1}\n");

  // The rest of the object is as before.
  Result<ElfView> elf = ElfView::open(*object);
  ASSERT_TRUE(elf);
  ASSERT_EQ(elf->sectionCount(), 4u);
  EXPECT_EQ(elf->section(1)->name, ".data");
  EXPECT_EQ(elf->section(1)->data, "content");
  EXPECT_EQ(elf->section(2)->name, ".strtab");
}

TEST(ObjectSection, RefusesASecondArtifact) {
  Result<std::string> object = addArtifactSection(elfImage(EM_BPF, ""), "{}");
  ASSERT_TRUE(object);
  EXPECT_FALSE(addArtifactSection(*object, "{}"));
}

TEST(ObjectSection, RefusesForeignFiles) {
  struct {
    std::string image;
    const char *message;
  } cases[] = {
      {"", "not an ELF file"},
      {"#!/bin/sh\n", "not an ELF file"},
      {std::string(ELFMAG) + "x", "truncated"},
      {elfImage(EM_X86_64, ""), "not a BPF object"},
      {elfImage(EM_BPF, ""), "not made by sonde"},
  };
  for (const auto &c : cases) {
    Result<std::string> json = readArtifactSection(c.image);
    ASSERT_FALSE(json);
    EXPECT_THAT(json.error().message, HasSubstr(c.message));
  }
}

// Whatever byte is wrong, and wherever the file ends, reading stays inside it.
TEST(ObjectSection, SurvivesDamage) {
  Result<std::string> object = addArtifactSection(elfImage(EM_BPF, "content"), "{}");
  ASSERT_TRUE(object);
  for (size_t length = 0; length < object->size(); ++length)
    EXPECT_FALSE(readArtifactSection(std::string(*object, 0, length))) << length;
  size_t unharmed = 0;
  for (size_t at = 0; at < object->size(); ++at) {
    std::string damaged = *object;
    damaged[at] = static_cast<char>(~damaged[at]);
    if (Result<std::string> json = readArtifactSection(damaged))
      unharmed += *json == "{}";
    (void)addArtifactSection(damaged, "{}");
  }
  EXPECT_GT(unharmed, 0u); // Most bytes of `.data` do not matter.
}

/// Read from this program's own file.
extern "C" [[gnu::used, gnu::noinline]] int sondeTestFunction() { return 42; }

TEST(ElfView, FindsSymbolsAndFileOffsets) {
  std::ifstream file("/proc/self/exe", std::ios::binary);
  std::string image((std::istreambuf_iterator<char>(file)), {});
  Result<ElfView> elf = ElfView::open(image);
  ASSERT_TRUE(elf) << elf.error().message;
  std::optional<ElfView::Symbol> symbol = elf->symbol("sondeTestFunction");
  ASSERT_TRUE(symbol);
  std::optional<uint64_t> offset = elf->fileOffset(symbol->entry.st_value);
  ASSERT_TRUE(offset);
  // The file holds there what memory holds at the function.
  EXPECT_EQ(std::memcmp(image.data() + *offset, reinterpret_cast<const void *>(&sondeTestFunction),
                        symbol->entry.st_size),
            0);
  EXPECT_FALSE(elf->symbol("sondeNoSuchFunction"));
  EXPECT_FALSE(elf->fileOffset(UINT64_MAX));
}

} // namespace
