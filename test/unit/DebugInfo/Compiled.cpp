//===- Compiled.cpp - Small programs with debug information ---------------===//
#include "Compiled.h"

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <gtest/gtest.h>

namespace sonde {

Folder::Folder() {
  std::string name = std::filesystem::temp_directory_path() / "sonde-debug-XXXXXX";
  EXPECT_NE(::mkdtemp(name.data()), nullptr);
  path = name;
}

Folder::~Folder() {
  std::error_code error;
  std::filesystem::remove_all(path, error);
}

void Folder::write(const std::string &name, const std::string &text) const {
  std::ofstream(path + "/" + name) << text;
}

void Folder::run(const std::string &command) const {
  std::string line = "cd '" + path + "' && PATH=" SONDE_LLVM_TOOLS ":$PATH && " + command;
  EXPECT_EQ(std::system(line.c_str()), 0) << command;
}

Compiled::Compiled(const std::string &source, const std::string &options,
                   const std::string &suffix) {
  folder.write("program" + suffix, source);
  folder.run("clang -g -shared -fPIC -nostdlib " + options + " -o program program" + suffix);
  Result<std::unique_ptr<DebugInfo>> opened = DebugInfo::open(folder / "program");
  if (opened)
    info = std::move(*opened);
  else
    ADD_FAILURE() << opened.error().message;
}

std::string Compiled::parameters(const std::string &function) const {
  Result<DebugFunction> found = info->function(function);
  if (!found)
    return found.error().message.substr(found.error().message.rfind("program'"));
  std::string out;
  for (const DebugFunction::Parameter &parameter : found->parameters)
    out += (out.empty() ? "" : ", ") + parameter.name + " " + parameter.type.str() + " " +
           (parameter.argumentRegister ? std::to_string(*parameter.argumentRegister) : "-");
  return out + (found->takesStack ? ", stack" : "");
}

std::string Compiled::members(const std::string &structure) const {
  Result<Type> type = info->structure(structure);
  return type ? membersOf(*type) : type.error().message;
}

std::string membersOf(const Type &structure) {
  std::string out;
  for (const StructMember &member : structure.definition()->members) {
    out += (out.empty() ? "" : ", ") + member.name + " " + member.type.str() + " " +
           std::to_string(member.offset);
    if (member.bitSize)
      out += " " + std::to_string(member.bitOffset) + ":" + std::to_string(member.bitSize);
  }
  return out;
}

} // namespace sonde
