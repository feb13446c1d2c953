//===- Disassemble.h - An object's code with the lines of the script ------===//
#ifndef SONDE_TARGET_DISASSEMBLE_H
#define SONDE_TARGET_DISASSEMBLE_H

#include "lib/Support/Result.h"

#include <string>
#include <string_view>

namespace sonde {

/// Every function with its instructions; where the line of the script changes,
/// the line itself stands above as a comment, as BTF quotes it.
Result<std::string> disassemble(std::string_view object);

} // namespace sonde

#endif // SONDE_TARGET_DISASSEMBLE_H
