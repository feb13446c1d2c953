//===- ImportSearch.h - Where imported files are --------------------------===//
#ifndef SONDE_FRONTEND_IMPORTSEARCH_H
#define SONDE_FRONTEND_IMPORTSEARCH_H

#include <string>
#include <vector>

namespace sonde {

/// Those in whose names a file may end, and a folder.
enum class ImportKind { Script, Header, CSource, CObject, Folder, Other };
ImportKind importKind(const std::string &path);

bool endsWith(const std::string &text, const std::string &ending);
/// With the last slash; empty for a bare name.
std::string folderOf(const std::string &path);
/// The same for all spellings of one file.
std::string canonicalPath(const std::string &path);
/// May users other than the owner and the group change this, or replace it?
bool isWritableByOthers(const std::string &path);

struct ImportPlace {
  std::string path;                 ///< Empty: there is none.
  std::vector<std::string> looked;  ///< What is not there.
  std::vector<std::string> refused; ///< What everybody may write to.
};
/// The first of `folders` (with slashes) that has the file or folder `name`.
ImportPlace findImport(const std::string &name, const std::vector<std::string> &folders);

/// The files of a folder by name; those that a script can import.
std::vector<std::string> importableFiles(const std::string &folder);

} // namespace sonde

#endif // SONDE_FRONTEND_IMPORTSEARCH_H
