//===- Tracefs.h - Tracepoints as tracefs describes them ------------------===//
//
// Finds the file system, and reads its `format` files. The
// sizes and signs of fields come from the file; BTF is asked only for names
// that C does not have.
//
//===----------------------------------------------------------------------===//
#ifndef SONDE_KERNEL_TRACEFS_H
#define SONDE_KERNEL_TRACEFS_H

#include "lib/Kernel/KernelView.h"

#include <functional>
#include <string_view>

namespace sonde {

/// Gives the kernel's types; null where there are none. Called when a field
/// needs it, because opening BTF costs more than all the rest.
using TypesOnDemand = std::function<TypeSource *()>;

/// Reads the text of a `format` file. `category` decides the memory that
/// pointers point into: those of `syscalls` are the program's.
Result<TracepointFormat> parseTracepointFormat(std::string_view text, std::string_view category,
                                               const TypesOnDemand &types);

/// Where tracefs is mounted, or how to mount it.
Result<std::string> findTracefs();
/// Can `name` be a category or event? Anything else must not become a path.
bool isTracepointName(std::string_view name);
/// The text of a file; the error names the path.
Result<std::string> readTextFile(const std::string &path);

} // namespace sonde

#endif // SONDE_KERNEL_TRACEFS_H
