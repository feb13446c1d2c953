//===- DebugFiles.cpp - Where a program's debug information is ------------===//
#include "lib/DebugInfo/DebugFiles.h"

#include <array>
#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <filesystem>
#include <fstream>
#include <gelf.h>
#include <optional>
#include <unistd.h>
#include <utility>

namespace sonde {

namespace fs = std::filesystem;

namespace {

constexpr const char *kDebugFolder = "/usr/lib/debug";

/// CRC-32, as `.gnu_debuglink` has it.
uint32_t checksum(const std::string &path) {
  std::ifstream stream(path, std::ios::binary);
  uint32_t crc = ~0U;
  std::array<char, 65536> buffer;
  while (stream.read(buffer.data(), buffer.size()) || stream.gcount() > 0) {
    for (std::streamsize i = 0; i < stream.gcount(); ++i) {
      crc ^= uint8_t(buffer[size_t(i)]);
      for (unsigned bit = 0; bit < 8; ++bit)
        crc = crc >> 1 ^ (crc & 1 ? 0xedb88320U : 0);
    }
  }
  return ~crc;
}

bool hasDebugInfo(const ElfFile &file) { return file.section(".debug_info"); }

/// ".build-id/ab/cdef.debug".
std::string pathByBuildId(const std::string &id) {
  constexpr const char *kDigits = "0123456789abcdef";
  std::string digits;
  for (char c : id) {
    digits += kDigits[uint8_t(c) >> 4];
    digits += kDigits[uint8_t(c) & 15];
  }
  return ".build-id/" + digits.substr(0, 2) + "/" + digits.substr(2) + ".debug";
}

/// Is `path` the debug symbols of this very build?
bool belongsTo(const ElfFile &program, const std::string &path, std::optional<uint32_t> crc) {
  Result<ElfFile> file = ElfFile::open(path);
  if (!file || !hasDebugInfo(*file))
    return false;
  std::string wanted = program.buildId(), id = file->buildId();
  if (!wanted.empty() && !id.empty())
    return wanted == id;
  return crc && checksum(path) == *crc;
}

} // namespace

Result<ElfFile> ElfFile::open(const std::string &path) {
  int fd = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (fd < 0)
    return failure("cannot read '" + path + "': " + std::strerror(errno), errno);
  ::elf_version(EV_CURRENT);
  ::Elf *file = ::elf_begin(fd, ELF_C_READ_MMAP, nullptr);
  ElfFile opened(fd, file);
  if (!file || ::elf_kind(file) != ELF_K_ELF)
    return failure("'" + path + "' is not a program or library");
  return Result<ElfFile>(std::move(opened));
}

ElfFile::ElfFile(ElfFile &&other)
    : fd(std::exchange(other.fd, -1)), file(std::exchange(other.file, nullptr)) {}

ElfFile::~ElfFile() {
  ::elf_end(file);
  if (fd >= 0)
    ::close(fd);
}

Elf_Scn *ElfFile::section(const char *name) const {
  size_t names = 0;
  if (::elf_getshdrstrndx(file, &names) != 0)
    return nullptr;
  for (Elf_Scn *section = nullptr; (section = ::elf_nextscn(file, section));) {
    GElf_Shdr header;
    if (!::gelf_getshdr(section, &header) || header.sh_type == SHT_NOBITS)
      continue;
    const char *text = ::elf_strptr(file, names, header.sh_name);
    if (text && std::strcmp(text, name) == 0)
      return section;
  }
  return nullptr;
}

std::string ElfFile::bytes(const char *name) const {
  Elf_Scn *found = section(name);
  Elf_Data *data = found ? ::elf_rawdata(found, nullptr) : nullptr;
  return data && data->d_buf ? std::string(static_cast<const char *>(data->d_buf), data->d_size)
                             : "";
}

std::string ElfFile::buildId() const {
  Elf_Scn *found = section(".note.gnu.build-id");
  Elf_Data *data = found ? ::elf_getdata(found, nullptr) : nullptr;
  GElf_Nhdr header;
  size_t name = 0, id = 0;
  if (!data || !::gelf_getnote(data, 0, &header, &name, &id) || header.n_type != NT_GNU_BUILD_ID)
    return "";
  return std::string(static_cast<const char *>(data->d_buf) + id, header.n_descsz);
}

std::string findDebugFile(const std::string &path, const std::vector<std::string> &folders) {
  Result<ElfFile> program = ElfFile::open(path);
  if (!program)
    return "";
  if (hasDebugInfo(*program))
    return path;
  std::vector<fs::path> roots(folders.begin(), folders.end());
  roots.emplace_back(kDebugFolder);
  std::string id = program->buildId();
  if (id.size() > 1)
    for (const fs::path &root : roots)
      if (fs::path candidate = root / pathByBuildId(id);
          belongsTo(*program, candidate.string(), std::nullopt))
        return candidate.string();
  // A name, padded to four bytes, and the checksum of the file.
  std::string section = program->bytes(".gnu_debuglink");
  std::string link = section.substr(0, section.find('\0'));
  size_t behind = (link.size() + 4) / 4 * 4;
  uint32_t crc = 0;
  if (link.empty() || behind + sizeof(crc) > section.size())
    return "";
  std::memcpy(&crc, section.data() + behind, sizeof(crc));
  std::error_code error;
  fs::path folder = fs::canonical(path, error).parent_path();
  std::vector<fs::path> candidates;
  for (const std::string &given : folders) { // They need not repeat the tree of the system.
    candidates.push_back(given / folder.relative_path() / link);
    candidates.push_back(fs::path(given) / link);
  }
  for (const fs::path &own : {folder, folder / ".debug", kDebugFolder / folder.relative_path()})
    candidates.push_back(own / link);
  for (const fs::path &candidate : candidates)
    if (candidate != path && belongsTo(*program, candidate.string(), crc))
      return candidate.string();
  return "";
}

} // namespace sonde
