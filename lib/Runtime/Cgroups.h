//===- Cgroups.h - Paths of control groups --------------------------------===//
#ifndef SONDE_RUNTIME_CGROUPS_H
#define SONDE_RUNTIME_CGROUPS_H

#include "lib/Runtime/Presentation.h"

#include <memory>
#include <string_view>
#include <vector>

namespace sonde {

struct CgroupMount {
  std::string name; ///< "unified", or the controllers of a hierarchy of version 1.
  std::string path;
};

/// Those of /proc/self/mountinfo.
std::vector<CgroupMount> parseCgroupMounts(std::string_view mountinfo);

/// The groups of this machine, found by their identifier when they are shown.
std::unique_ptr<CgroupSource> systemCgroups();

} // namespace sonde

#endif // SONDE_RUNTIME_CGROUPS_H
