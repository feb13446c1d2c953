//===- AppendedObject.cpp - A program made of the runner and an object ----===//
#include "lib/Artifact/AppendedObject.h"

#include "lib/Artifact/ElfView.h"

#include <cstring>

namespace sonde {
namespace {

constexpr char kMagic[8] = {'S', 'O', 'N', 'D', 'E', 'O', 'B', 'J'};

constexpr size_t kAlignment = 16;

struct Trailer {
  uint64_t offset;
  uint64_t size;
  char magic[8];
};

} // namespace

Result<std::optional<std::string_view>> findAppendedObject(std::string_view executable) {
  Trailer trailer;
  if (executable.size() < sizeof(trailer))
    return std::optional<std::string_view>();
  size_t body = executable.size() - sizeof(trailer);
  std::memcpy(&trailer, executable.data() + body, sizeof(trailer));
  if (std::memcmp(trailer.magic, kMagic, sizeof(kMagic)) != 0)
    return std::optional<std::string_view>();
  if (trailer.offset > body || body - trailer.offset != trailer.size)
    return failure("the program inside this executable is damaged");
  return std::optional(executable.substr(trailer.offset, trailer.size));
}

Result<std::string> appendObject(std::string_view runner, std::string_view object) {
  if (Result<ElfView> elf = ElfView::open(runner); !elf)
    return failure("the runner cannot be used: " + elf.error().message);
  Result<std::optional<std::string_view>> present = findAppendedObject(runner);
  if (!present)
    return present.takeError();
  if (*present)
    runner = runner.substr(0, (*present)->data() - runner.data());
  std::string out(runner);
  // Mapped with the file, the object must be as aligned as a file of its own.
  out.resize((out.size() + kAlignment - 1) / kAlignment * kAlignment);
  Trailer trailer = {out.size(), object.size(), {}};
  std::memcpy(trailer.magic, kMagic, sizeof(kMagic));
  out.append(object);
  out.append(reinterpret_cast<const char *>(&trailer), sizeof(trailer));
  return out;
}

} // namespace sonde
