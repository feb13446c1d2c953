//===- LineTable.cpp - Instructions and lines of an emitted object --------===//
#include "lib/Target/LineTable.h"

#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringRef.h"
#include "llvm/Object/ELFObjectFile.h"
#include "llvm/Support/Endian.h"

#include <algorithm>

namespace sonde {
namespace {

std::string_view view(llvm::StringRef text) { return {text.data(), text.size()}; }

/// A part of a section, read field by field; reading behind the end yields 0
/// and `bad`.
class Reader {
public:
  explicit Reader(llvm::StringRef bytes) : bytes(bytes) {}

  uint32_t u32(uint64_t offset) {
    if (offset + 4 > bytes.size()) {
      bad = true;
      return 0;
    }
    return llvm::support::endian::read32le(bytes.data() + offset);
  }
  uint16_t u16(uint64_t offset) {
    if (offset + 2 > bytes.size()) {
      bad = true;
      return 0;
    }
    return llvm::support::endian::read16le(bytes.data() + offset);
  }
  size_t size() const { return bytes.size(); }
  bool bad = false;

private:
  llvm::StringRef bytes;
};

/// The string section of `.BTF`.
llvm::StringRef stringsOf(llvm::StringRef btf) {
  Reader header(btf);
  uint64_t begin = uint64_t(header.u32(4)) + header.u32(16), size = header.u32(20);
  return header.bad ? llvm::StringRef() : btf.substr(begin, size);
}

std::string_view stringAt(llvm::StringRef strings, uint32_t offset) {
  if (offset >= strings.size())
    return {};
  return view(strings.substr(offset).take_until([](char c) { return c == '\0'; }));
}

/// The line records: a record size, then per section its name, a count, and the
/// records {offset, file, text, line << 10 | column}.
bool readLines(llvm::StringRef extension, llvm::StringRef strings,
               std::vector<CodeSection> &sections) {
  Reader reader(extension);
  uint64_t headerSize = reader.u32(4);
  uint64_t offset = headerSize + reader.u32(16), end = offset + reader.u32(20);
  if (offset == end)
    return !reader.bad;
  uint32_t recordSize = reader.u32(offset);
  if (recordSize < 16)
    return false;
  for (offset += 4; offset < end && !reader.bad;) {
    std::string_view name = stringAt(strings, reader.u32(offset));
    uint32_t count = reader.u32(offset + 4);
    offset += 8;
    auto section = llvm::find_if(sections, [&](const CodeSection &s) { return s.name == name; });
    for (uint32_t i = 0; i < count && !reader.bad; ++i, offset += recordSize) {
      uint32_t place = reader.u32(offset + 12);
      if (section != sections.end())
        section->lines.push_back({reader.u32(offset), place >> 10, place & 1023,
                                  stringAt(strings, reader.u32(offset + 4)),
                                  stringAt(strings, reader.u32(offset + 8))});
    }
  }
  return !reader.bad;
}

} // namespace

const LineEntry *CodeSection::lineAt(uint32_t offset) const {
  auto after = std::upper_bound(
      lines.begin(), lines.end(), offset,
      [](uint32_t wanted, const LineEntry &entry) { return wanted < entry.offset; });
  return after == lines.begin() ? nullptr : &*std::prev(after);
}

Result<std::vector<CodeSection>> readCode(std::string_view object) {
  auto file = llvm::object::ELFObjectFile<llvm::object::ELF64LE>::create(
      llvm::MemoryBufferRef(llvm::StringRef(object.data(), object.size()), "object"));
  if (!file)
    return failure("not a BPF object: " + llvm::toString(file.takeError()));

  std::vector<CodeSection> code;
  llvm::StringRef btf, extension;
  std::vector<uint64_t> indices;
  for (const llvm::object::SectionRef &section : file->sections()) {
    llvm::Expected<llvm::StringRef> name = section.getName();
    llvm::Expected<llvm::StringRef> bytes = section.getContents();
    if (!name || !bytes) {
      llvm::consumeError(name.takeError());
      llvm::consumeError(bytes.takeError());
      return failure("a section of the object cannot be read");
    }
    if (*name == ".BTF")
      btf = *bytes;
    else if (*name == ".BTF.ext")
      extension = *bytes;
    else if (section.isText() && !bytes->empty()) {
      code.push_back({view(*name), view(*bytes), {}, {}});
      indices.push_back(section.getIndex());
    }
  }

  for (const llvm::object::ELFSymbolRef &symbol : file->symbols()) {
    if (symbol.getELFType() != llvm::ELF::STT_FUNC)
      continue;
    auto name = symbol.getName();
    auto section = symbol.getSection();
    auto value = symbol.getValue();
    if (!name || !section || !value || *section == file->section_end())
      return failure("a symbol of the object cannot be read");
    auto index = llvm::find(indices, (*section)->getIndex());
    if (index != indices.end())
      code[index - indices.begin()].functions.push_back(
          {view(*name), uint32_t(*value), uint32_t(*value + symbol.getSize())});
  }
  if (!extension.empty() && !readLines(extension, stringsOf(btf), code))
    return failure("the line information of the object is damaged");

  for (CodeSection &section : code) {
    llvm::sort(section.functions,
               [](const CodeFunction &a, const CodeFunction &b) { return a.begin < b.begin; });
    llvm::sort(section.lines,
               [](const LineEntry &a, const LineEntry &b) { return a.offset < b.offset; });
    for (CodeFunction &function : section.functions)
      function.end = std::min<uint32_t>(function.end, section.bytes.size());
  }
  return code;
}

} // namespace sonde
