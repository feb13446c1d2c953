//===- Presentation.h - Values that user space turns into text ------------===//
//
// What the arguments of `kstack`, `buf`, `ntop` and their like say about the
// type and value of a call. Inference, checks and lowering all ask here.
//
//===----------------------------------------------------------------------===//
#ifndef SONDE_FRONTEND_PRESENTATION_H
#define SONDE_FRONTEND_PRESENTATION_H

#include "lib/Frontend/Ast.h"
#include "lib/Frontend/Config.h"
#include "lib/Frontend/Program.h"

#include <optional>
#include <string>

namespace sonde {

/// The type of a call whose builtin has the rule `Presentation`; None where the
/// arguments have none yet, or make no sense.
Type presentationType(const ast::Call &call, const Config &config, const ProbeContext &context);

/// Is there an argument whose number will be found out? What has a length or depth that
/// is not known yet has no type yet.
bool waitsForNumber(const ast::Call &call);

/// What the arguments of `kstack` or `ustack` ask for. An argument that makes no
/// sense (Check says so) counts as absent.
struct StackRequest {
  static constexpr uint32_t kMaxDepth = 1024;
  StackMode mode = StackMode::Bpftrace;
  uint32_t depth = 127;
};
StackRequest stackRequest(const ast::Call &call, const Config &config);
std::optional<StackMode> stackModeNamed(const std::string &name);

/// The 4 or 16 bytes of a network address.
std::optional<std::string> networkAddress(const std::string &text);

/// The clock that a time was read from: that of its type or, in arithmetic and
/// casts, of the first operand that has one.
Clock clockOf(const ast::Expr &time);
/// The clock of `nsecs` and its argument.
Clock nsecsClock(const ast::Call &call);

/// Is it something that is read through, and not a value whose bytes count?
inline bool isAddress(const Type &type) {
  return type.is(TypeKind::Pointer) || type.isIntegral() || type.isOpenEnded();
}

} // namespace sonde

#endif // SONDE_FRONTEND_PRESENTATION_H
