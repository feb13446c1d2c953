//===- Compiled.h - Small programs with debug information -----------------===//
#ifndef SONDE_TEST_DEBUGINFO_COMPILED_H
#define SONDE_TEST_DEBUGINFO_COMPILED_H

#include "lib/DebugInfo/DebugInfo.h"

#include <string>

namespace sonde {

/// A folder that is gone at the end of the test.
class Folder {
public:
  Folder();
  ~Folder();
  std::string operator/(const std::string &name) const { return path + "/" + name; }
  void write(const std::string &name, const std::string &text) const;
  /// Runs a command of the shell in the folder; with LLVM's tools. It must succeed.
  void run(const std::string &command) const;

private:
  std::string path;
};

/// A program of one C file, compiled with `-g` and these options.
class Compiled {
public:
  explicit Compiled(const std::string &source, const std::string &options = "-O0",
                    const std::string &suffix = ".c");
  DebugInfo &operator*() const { return *info; }
  DebugInfo *operator->() const { return info.get(); }
  /// "NAME TYPE REGISTER" for each parameter, `-` for none.
  std::string parameters(const std::string &function) const;
  /// "NAME TYPE OFFSET" for each member, a bit-field's with " BIT:SIZE".
  std::string members(const std::string &structure) const;

  Folder folder;

private:
  std::unique_ptr<DebugInfo> info;
};

std::string membersOf(const Type &structure);

} // namespace sonde

#endif // SONDE_TEST_DEBUGINFO_COMPILED_H
