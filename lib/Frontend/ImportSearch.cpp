//===- ImportSearch.cpp - Where imported files are ------------------------===//
#include "lib/Frontend/ImportSearch.h"

#include <algorithm>
#include <cstdlib>
#include <dirent.h>
#include <sys/stat.h>

namespace sonde {

bool endsWith(const std::string &text, const std::string &ending) {
  return text.size() >= ending.size() &&
         text.compare(text.size() - ending.size(), ending.size(), ending) == 0;
}

std::string folderOf(const std::string &path) {
  size_t slash = path.rfind('/');
  return slash == std::string::npos ? "" : path.substr(0, slash + 1);
}

std::string canonicalPath(const std::string &path) {
  char *resolved = ::realpath(path.c_str(), nullptr);
  std::string out = resolved ? resolved : path;
  std::free(resolved);
  return out;
}

/// A folder like /tmp counts, too: nobody replaces the files of others there, but
/// everybody can add the file that a script asks for.
static bool hasWriteBit(const std::string &path) {
  struct stat status;
  return ::stat(path.c_str(), &status) == 0 && (status.st_mode & S_IWOTH);
}

bool isWritableByOthers(const std::string &path) {
  return hasWriteBit(path) || hasWriteBit(folderOf(canonicalPath(path)));
}

static bool isFolder(const std::string &path) {
  struct stat status;
  return ::stat(path.c_str(), &status) == 0 && S_ISDIR(status.st_mode);
}

ImportKind importKind(const std::string &path) {
  if (endsWith(path, ".bt"))
    return ImportKind::Script;
  if (endsWith(path, ".h"))
    return ImportKind::Header;
  if (endsWith(path, ".bpf.c"))
    return ImportKind::CSource;
  if (endsWith(path, ".bpf.o"))
    return ImportKind::CObject;
  return isFolder(path) ? ImportKind::Folder : ImportKind::Other;
}

ImportPlace findImport(const std::string &name, const std::vector<std::string> &folders) {
  ImportPlace place;
  bool isAbsolute = !name.empty() && name[0] == '/';
  for (const std::string &folder : isAbsolute ? std::vector<std::string>{""} : folders) {
    std::string path = folder + name;
    auto seen = [&](const std::vector<std::string> &paths) {
      return std::find(paths.begin(), paths.end(), path) != paths.end();
    };
    struct stat status;
    if (seen(place.looked) || seen(place.refused))
      continue;
    if (name.empty() || ::stat(path.c_str(), &status) != 0) {
      place.looked.push_back(path);
    } else if (isWritableByOthers(path)) {
      place.refused.push_back(path);
    } else {
      place.path = path;
      break;
    }
  }
  return place;
}

std::vector<std::string> importableFiles(const std::string &folder) {
  std::vector<std::string> paths;
  DIR *directory = ::opendir(folder.c_str());
  if (!directory)
    return paths;
  std::string prefix = endsWith(folder, "/") ? folder : folder + "/";
  while (const dirent *entry = ::readdir(directory)) {
    std::string path = prefix + entry->d_name;
    ImportKind kind = importKind(path);
    if (kind != ImportKind::Folder && kind != ImportKind::Other && !isFolder(path))
      paths.push_back(path);
  }
  ::closedir(directory);
  std::sort(paths.begin(), paths.end());
  return paths;
}

} // namespace sonde
