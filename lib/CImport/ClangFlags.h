//===- ClangFlags.h - How Clang finds headers -----------------------------===//
#ifndef SONDE_CIMPORT_CLANGFLAGS_H
#define SONDE_CIMPORT_CLANGFLAGS_H

#include <string>
#include <vector>

namespace sonde {

/// Where the system's headers and Clang's own are.
std::vector<std::string> headerFlags(const std::string &arch);

} // namespace sonde

#endif // SONDE_CIMPORT_CLANGFLAGS_H
