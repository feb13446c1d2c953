//===- BtfToC.cpp - Types of the kernel as C definitions ------------------===//
#include "lib/Kernel/BtfToC.h"

#include "lib/Kernel/Btf.h"

#include <bpf/btf.h>
#include <cstdarg>
#include <cstdio>
#include <linux/btf.h>

namespace sonde {
namespace {

/// The whole file again, as libbpf takes it.
std::string rawBytes(const BtfImage &image) {
  btf_header header = {};
  header.magic = BTF_MAGIC;
  header.version = BTF_VERSION;
  header.hdr_len = sizeof header;
  header.type_len = image.types().size();
  header.str_off = header.type_len;
  header.str_len = image.strings().size();
  std::string bytes(reinterpret_cast<const char *>(&header), sizeof header);
  bytes.append(image.types()).append(image.strings());
  return bytes;
}

void append(void *out, const char *format, va_list arguments) {
  va_list copy;
  va_copy(copy, arguments);
  int length = std::vsnprintf(nullptr, 0, format, copy);
  va_end(copy);
  if (length <= 0)
    return;
  std::string text(size_t(length) + 1, '\0');
  std::vsnprintf(text.data(), text.size(), format, arguments);
  text.pop_back();
  *static_cast<std::string *>(out) += text;
}

uint32_t find(const Btf &btf, const std::string &name) {
  size_t space = name.find(' ');
  std::string word = space == std::string::npos ? "" : name.substr(0, space);
  std::string tag = space == std::string::npos ? name : name.substr(space + 1);
  if (word == "struct")
    return btf.find(tag, {BtfKind::Struct});
  if (word == "union")
    return btf.find(tag, {BtfKind::Union});
  if (word == "enum")
    return btf.find(tag, {BtfKind::Enum, BtfKind::Enum64});
  return btf.find(name, {BtfKind::Typedef});
}

} // namespace

std::string definitionsInC(const Btf &btf, const std::vector<std::string> &names) {
  std::vector<uint32_t> ids;
  for (const std::string &name : names)
    if (uint32_t id = find(btf, name))
      ids.push_back(id);
  if (ids.empty())
    return {};
  std::string bytes = rawBytes(btf.source());
  ::btf *types = btf__new(bytes.data(), bytes.size());
  if (!types)
    return {};
  std::string out;
  if (btf_dump *dump = btf_dump__new(types, append, &out, nullptr)) {
    for (uint32_t id : ids)
      btf_dump__dump_type(dump, id);
    btf_dump__free(dump);
  }
  btf__free(types);
  return out;
}

} // namespace sonde
