//===- BtfToC.h - Types of the kernel as C definitions --------------------===//
#ifndef SONDE_KERNEL_BTFTOC_H
#define SONDE_KERNEL_BTFTOC_H

#include <string>
#include <vector>

namespace sonde {

class Btf;

/// C definitions of the types of these names ("struct page", "enum pid_type",
/// "size_t") and of all that they need, in an order that C accepts. Names that the
/// kernel does not have are left out.
std::string definitionsInC(const Btf &btf, const std::vector<std::string> &names);

} // namespace sonde

#endif // SONDE_KERNEL_BTFTOC_H
