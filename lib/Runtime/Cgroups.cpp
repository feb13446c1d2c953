//===- Cgroups.cpp - Paths of control groups ------------------------------===//
#include "lib/Runtime/Cgroups.h"

#include "lib/Kernel/Tracefs.h"
#include "lib/Runtime/Fd.h"

#include <climits>
#include <fnmatch.h>
#include <sstream>

namespace sonde {

// "31 24 0:27 / /sys/fs/cgroup rw,nosuid shared:9 - cgroup2 cgroup2 rw,nsdelegate"
std::vector<CgroupMount> parseCgroupMounts(std::string_view mountinfo) {
  std::vector<CgroupMount> mounts;
  std::istringstream lines{std::string(mountinfo)};
  for (std::string line; std::getline(lines, line);) {
    size_t dash = line.find(" - ");
    if (dash == std::string::npos)
      continue;
    std::istringstream before(line.substr(0, dash)), behind(line.substr(dash + 3));
    std::string id, parent, device, root, path, type;
    before >> id >> parent >> device >> root >> path;
    behind >> type;
    if (type == "cgroup2")
      mounts.push_back({"unified", path});
    else if (type == "cgroup")
      mounts.push_back({path.substr(path.rfind('/') + 1), path});
  }
  return mounts;
}

namespace {

/// The identifier of a group is its handle in the file system.
std::optional<std::string> pathOf(const CgroupMount &mount, uint64_t id) {
  constexpr int kKernfsHandle = 0xfe; // FILEID_KERNFS
  Fd root(::open(mount.path.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (!root)
    return std::nullopt;
  alignas(file_handle) char bytes[sizeof(file_handle) + sizeof(id)] = {};
  auto *handle = reinterpret_cast<file_handle *>(bytes);
  handle->handle_bytes = sizeof(id);
  handle->handle_type = kKernfsHandle;
  std::memcpy(handle->f_handle, &id, sizeof(id));
  Fd group(::open_by_handle_at(root.get(), handle, O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (!group)
    return std::nullopt;
  char path[PATH_MAX];
  const std::string link = "/proc/self/fd/" + std::to_string(group.get());
  ssize_t length = ::readlink(link.c_str(), path, sizeof(path));
  if (length < 0)
    return std::nullopt;
  std::string found(path, length);
  if (found.compare(0, mount.path.size(), mount.path) != 0)
    return std::nullopt; // Outside of what is mounted here.
  found.erase(0, mount.path.size());
  return found.empty() ? "/" : found;
}

class SystemCgroups final : public CgroupSource {
public:
  std::string paths(uint64_t id, const std::string &filter) override {
    if (mounts.empty())
      if (Result<std::string> text = readTextFile("/proc/self/mountinfo"))
        mounts = parseCgroupMounts(*text);
    std::string out;
    for (const CgroupMount &mount : mounts) {
      if (::fnmatch(filter.c_str(), mount.name.c_str(), 0) != 0)
        continue;
      if (std::optional<std::string> path = pathOf(mount, id))
        out += (out.empty() ? "" : ",") + mount.name + ":" + *path;
    }
    return out;
  }

private:
  std::vector<CgroupMount> mounts;
};

} // namespace

std::unique_ptr<CgroupSource> systemCgroups() { return std::make_unique<SystemCgroups>(); }

} // namespace sonde
