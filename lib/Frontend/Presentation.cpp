//===- Presentation.cpp - Values that user space turns into text ----------===//
#include "lib/Frontend/Presentation.h"

#include "lib/Frontend/Builtins.h"
#include "lib/Frontend/Constant.h"

#include <algorithm>
#include <arpa/inet.h>

namespace sonde {

using namespace ast;

std::optional<StackMode> stackModeNamed(const std::string &name) {
  constexpr std::pair<const char *, StackMode> kModes[] = {{"bpftrace", StackMode::Bpftrace},
                                                           {"perf", StackMode::Perf},
                                                           {"raw", StackMode::Raw},
                                                           {"build_id", StackMode::BuildId}};
  for (auto [known, mode] : kModes)
    if (name == known)
      return mode;
  return std::nullopt;
}

StackRequest stackRequest(const Call &call, const Config &config) {
  StackRequest request;
  request.mode = stackModeNamed(config.text("stack_mode")).value_or(StackMode::Bpftrace);
  for (const ExprPtr &arg : call.args) {
    if (const auto *word = as<Name>(arg.get()))
      request.mode = stackModeNamed(word->name).value_or(request.mode);
    else if (std::optional<Integer> depth = constantNumber(*arg); depth && !depth->isNegative())
      request.depth =
          static_cast<uint32_t>(std::min<uint64_t>(depth->raw(), StackRequest::kMaxDepth));
  }
  // Build IDs are those of files that are mapped into a process.
  if (call.builtin->id == Builtin::Kstack && request.mode == StackMode::BuildId)
    request.mode = StackMode::Raw;
  return request;
}

/// Room for a literal length, for a whole value, or for as much as is possible.
static uint32_t bufferCapacity(const Call &call, const Config &config) {
  constexpr uint64_t kHeader = 4;
  uint64_t capacity = config.number("max_strlen");
  capacity = capacity > kHeader ? capacity - kHeader : 1;
  const Type &source = call.args[0]->type;
  if (!isAddress(source))
    capacity = std::min<uint64_t>(capacity, source.size());
  std::optional<Integer> length =
      call.args.size() == 2 ? constantNumber(*call.args[1]) : std::nullopt;
  if (length && !length->isNegative())
    capacity = std::min(capacity, length->raw());
  return static_cast<uint32_t>(std::max<uint64_t>(capacity, 1));
}

std::optional<std::string> networkAddress(const std::string &text) {
  bool isShort = text.find('.') != std::string::npos && text.find(':') == std::string::npos;
  std::string bytes(isShort ? 4 : 16, '\0');
  if (inet_pton(isShort ? AF_INET : AF_INET6, text.c_str(), bytes.data()) != 1)
    return std::nullopt;
  return bytes;
}

static Type networkAddressType(const Call &call) {
  const auto *text = as<StringLiteral>(call.args[0].get());
  std::optional<std::string> bytes = text ? networkAddress(text->value) : std::nullopt;
  return bytes ? Type::array(Type::integer(8, false), bytes->size()) : Type::none();
}

Clock nsecsClock(const Call &call) {
  const auto *mode = call.args.empty() ? nullptr : as<Name>(call.args[0].get());
  if (!mode)
    return Clock::Boot;
  return mode->name == "monotonic"                       ? Clock::Monotonic
         : mode->name == "tai" || mode->name == "sw_tai" ? Clock::Tai
                                                         : Clock::Boot;
}

Clock clockOf(const Expr &time) {
  if (const auto *binary = as<Binary>(&time)) {
    Clock left = clockOf(*binary->left);
    return left != Clock::Boot ? left : clockOf(*binary->right);
  }
  if (const auto *cast = as<Cast>(&time))
    return clockOf(*cast->operand);
  return time.type.clock();
}

bool waitsForNumber(const Call &call) {
  return std::any_of(call.args.begin(), call.args.end(),
                     [](const ExprPtr &arg) { return isOpen(*arg); });
}

Type presentationType(const Call &call, const Config &config, const ProbeContext &context) {
  if (call.args.size() < call.builtin->minArgs)
    return Type::none();
  bool isUprobe = context.kind == ProbeKind::Uprobe || context.kind == ProbeKind::Uretprobe;
  switch (call.builtin->id) {
  case Builtin::Nsecs:
    return Type::integer(64, false).withClock(nsecsClock(call));
  case Builtin::Username:
    return Type::plain(TypeKind::Username);
  case Builtin::Func:
    return Type::plain(isUprobe ? TypeKind::UserSymbol : TypeKind::KernelSymbol);
  case Builtin::Ksym:
    return Type::plain(TypeKind::KernelSymbol);
  case Builtin::Usym:
    return Type::plain(TypeKind::UserSymbol);
  case Builtin::Ntop:
    return Type::plain(TypeKind::Inet);
  case Builtin::Macaddr:
    return Type::plain(TypeKind::MacAddress);
  case Builtin::CgroupPath:
    return Type::plain(TypeKind::CgroupPath);
  case Builtin::Strftime:
    return Type::plain(TypeKind::Timestamp);
  case Builtin::Kstack:
  case Builtin::Ustack: {
    if (waitsForNumber(call))
      return Type::none();
    StackRequest request = stackRequest(call, config);
    return Type::stack(call.builtin->id == Builtin::Ustack, request.mode, request.depth);
  }
  case Builtin::Len:
    return Type::integer(64, true);
  case Builtin::Buf:
    return call.args[0]->type && !waitsForNumber(call) ? Type::buffer(bufferCapacity(call, config))
                                                       : Type::none();
  case Builtin::Pton:
    return networkAddressType(call);
  case Builtin::Kaddr:
    return Type::integer(64, false).withSpace(AddressSpace::Kernel);
  case Builtin::Kptr:
    return call.args[0]->type.withSpace(AddressSpace::Kernel);
  case Builtin::Uptr:
    return call.args[0]->type.withSpace(AddressSpace::User);
  default:
    return Type::none();
  }
}

} // namespace sonde
