//===- Presentation.cpp - Values that become text in user space -----------===//
#include "lib/Runtime/Presentation.h"

#include <arpa/inet.h>
#include <cstdio>
#include <ctime>
#include <memory>
#include <pwd.h>

namespace sonde {

FrameSource::~FrameSource() = default;
CgroupSource::~CgroupSource() = default;

namespace {

constexpr int64_t kSecond = 1'000'000'000;

std::string hex(uint64_t value) {
  char text[17];
  std::snprintf(text, sizeof(text), "%llx", static_cast<unsigned long long>(value));
  return text;
}

/// An address without a name.
std::string unnamed(uint64_t address) { return address ? "0x" + hex(address) : "0"; }

std::string inet(const uint8_t *bytes) {
  char text[INET6_ADDRSTRLEN] = "";
  uint64_t family = loadUnsigned(bytes, 8);
  if (family == AF_INET || family == AF_INET6)
    inet_ntop(static_cast<int>(family), bytes + 8, text, sizeof(text));
  return text;
}

std::string macAddress(const uint8_t *bytes) {
  char text[18];
  std::snprintf(text, sizeof(text), "%02X:%02X:%02X:%02X:%02X:%02X", bytes[0], bytes[1], bytes[2],
                bytes[3], bytes[4], bytes[5]);
  return text;
}

/// `struct bpf_stack_build_id`: status (s32), 20 bytes, and the place in the file
/// or, where there is none, the address.
std::string buildIdFrame(const uint8_t *frame) {
  constexpr char kDigits[] = "0123456789abcdef";
  std::string text;
  for (unsigned i = 4; i < 24; ++i) {
    text += kDigits[frame[i] >> 4];
    text += kDigits[frame[i] & 15];
  }
  return text + " 0x" + hex(loadUnsigned(frame + 24, 8));
}

int64_t now(clockid_t clock) {
  timespec time = {};
  ::clock_gettime(clock, &time);
  return int64_t(time.tv_sec) * kSecond + time.tv_nsec;
}

/// What to add to one clock to get the other: read in between, so that a pause
/// on one side shows.
int64_t distance(clockid_t from, clockid_t to) {
  int64_t best = 0, shortest = INT64_MAX;
  for (unsigned attempt = 0; attempt < 5; ++attempt) {
    int64_t before = now(from), other = now(to), after = now(from);
    if (after - before >= shortest)
      continue;
    shortest = after - before;
    best = other - (before + shortest / 2);
  }
  return best;
}

std::string digits(int64_t value, unsigned width) {
  std::string text = std::to_string(value);
  return text.size() < width ? std::string(width - text.size(), '0') + text : text;
}

} // namespace

void PresentationSources::synchronize() {
  sinceEpoch[static_cast<unsigned>(Clock::Boot)] = distance(CLOCK_BOOTTIME, CLOCK_REALTIME);
  // The kernel keeps these two a whole number of seconds apart.
  const int64_t behindTai = distance(CLOCK_REALTIME, CLOCK_TAI) + kSecond / 2;
  sinceEpoch[static_cast<unsigned>(Clock::Tai)] = -(behindTai - behindTai % kSecond);
}

std::string formatTime(const std::string &format, int64_t ns) {
  int64_t fraction = ns % kSecond;
  if (fraction < 0)
    fraction += kSecond;
  std::string expanded;
  for (size_t i = 0; i < format.size(); ++i) {
    char next = format[i] == '%' && i + 1 < format.size() ? format[i + 1] : '\0';
    switch (next) {
    case 'f':
      expanded += digits(fraction / 1000, 6);
      break;
    case 'l':
      expanded += digits(fraction / 1'000'000, 3);
      break;
    case 'k':
      expanded += digits(fraction, 9);
      break;
    case '\0':
      expanded += format[i];
      continue;
    default:
      expanded.append(format, i, 2); // Also `%%`, whose second one begins nothing.
    }
    ++i;
  }
  time_t seconds = (ns - fraction) / kSecond;
  tm local;
  if (expanded.empty() || !localtime_r(&seconds, &local))
    return expanded.empty() ? "" : "(?)";
  // An empty result and one that does not fit look the same: with a byte more
  // there is no empty result.
  expanded += ' ';
  std::string text(expanded.size() * 16 + 64, '\0');
  size_t length = std::strftime(text.data(), text.size(), expanded.c_str(), &local);
  if (length == 0)
    return "(?)";
  text.resize(length - 1);
  return text;
}

bool Presentation::shows(TypeKind kind) {
  switch (kind) {
  case TypeKind::KernelSymbol:
  case TypeKind::UserSymbol:
  case TypeKind::KernelStack:
  case TypeKind::UserStack:
  case TypeKind::Inet:
  case TypeKind::MacAddress:
  case TypeKind::CgroupPath:
  case TypeKind::Username:
  case TypeKind::Timestamp:
    return true;
  default:
    return false;
  }
}

std::string Presentation::text(ValueView value) {
  const uint8_t *bytes = value.bytes;
  switch (value.type->kind()) {
  case TypeKind::KernelSymbol:
    return kernelSymbol(loadUnsigned(bytes, 8), /*withOffset=*/false);
  case TypeKind::UserSymbol:
    return userSymbol(loadUnsigned(bytes, 8), loadUnsigned(bytes + 8, 4), /*withOffset=*/false);
  case TypeKind::KernelStack:
  case TypeKind::UserStack:
    return stack(value);
  case TypeKind::Inet:
    return inet(bytes);
  case TypeKind::MacAddress:
    return macAddress(bytes);
  case TypeKind::CgroupPath:
    return cgroupPath(bytes);
  case TypeKind::Username:
    return userName(loadUnsigned(bytes, 4));
  case TypeKind::Timestamp:
    return timestamp(bytes);
  default:
    return "";
  }
}

//===-- Symbols and stacks ------------------------------------------------===//

std::string Presentation::symbol(std::optional<Symbol> found, uint64_t address,
                                 bool withOffset) const {
  if (!found || found->name.empty())
    return unnamed(address);
  return withOffset ? found->name + "+" + std::to_string(found->offset) : found->name;
}

std::string Presentation::kernelSymbol(uint64_t address, bool withOffset) {
  std::optional<Symbol> found;
  if (sources.symbols && address)
    found = sources.symbols->kernel(address);
  return symbol(std::move(found), address, withOffset);
}

std::string Presentation::userSymbol(uint64_t address, uint32_t process, bool withOffset) {
  std::optional<Symbol> found;
  if (sources.symbols && address)
    found = sources.symbols->user(address, process);
  return symbol(std::move(found), address, withOffset);
}

std::string Presentation::frame(const Type &stack, const uint8_t *frame, uint32_t process) {
  if (stack.stackMode() == StackMode::BuildId)
    return buildIdFrame(frame);
  uint64_t address = loadUnsigned(frame, 8);
  if (stack.stackMode() == StackMode::Raw)
    return hex(address);
  bool isUser = stack.is(TypeKind::UserStack);
  std::optional<Symbol> found;
  if (sources.symbols && address)
    found = isUser ? sources.symbols->user(address, process) : sources.symbols->kernel(address);
  std::string name = symbol(found, address, /*withOffset=*/true);
  if (stack.stackMode() == StackMode::Bpftrace)
    return "        " + name;
  std::string line = "\t" + hex(address) + " " + name;
  if (isUser)
    line += " (" + (found && !found->module.empty() ? found->module : "[unknown]") + ")";
  return line;
}

std::string Presentation::stack(ValueView value) {
  const Type &type = *value.type;
  const size_t size = type.stackMode() == StackMode::BuildId ? 32 : 8;
  const uint64_t count = loadUnsigned(value.bytes + 8, 4);
  const uint32_t process = loadUnsigned(value.bytes + 12, 4);
  std::string text = "\n";
  if (count == 0)
    return text;
  bool known = sources.frames && sources.frames->read(type, value.bytes, frames) &&
               count * size <= frames.size();
  if (!known)
    return text + "        <frames lost>\n";
  for (uint64_t i = 0; i < count; ++i)
    text += frame(type, frames.data() + i * size, process) + "\n";
  return text;
}

//===-- Users, groups, time -----------------------------------------------===//

const std::string *Presentation::textNumber(uint64_t number) const {
  bool known = number && sources.texts && number <= sources.texts->size();
  return known ? &(*sources.texts)[number - 1] : nullptr;
}

std::string Presentation::timestamp(const uint8_t *bytes) const {
  const std::string *format = textNumber(loadUnsigned(bytes + 8, 4));
  const uint64_t clock = loadUnsigned(bytes + 12, 4);
  if (!format || clock >= std::size(sources.sinceEpoch))
    return "(?)";
  int64_t ns = static_cast<int64_t>(loadUnsigned(bytes, 8) +
                                    static_cast<uint64_t>(sources.sinceEpoch[clock]));
  return formatTime(*format, ns);
}

std::string Presentation::cgroupPath(const uint8_t *bytes) const {
  const std::string *filter = textNumber(loadUnsigned(bytes + 8, 8));
  return sources.cgroups ? sources.cgroups->paths(loadUnsigned(bytes, 8), filter ? *filter : "*")
                         : "";
}

const std::string &Presentation::userName(uint32_t uid) {
  auto [entry, isNew] = userNames.try_emplace(uid);
  if (!isNew)
    return entry->second;
  std::unique_ptr<FILE, int (*)(FILE *)> file(std::fopen("/etc/passwd", "re"), std::fclose);
  if (!file)
    return entry->second;
  struct passwd user, *found;
  char buffer[4096];
  while (fgetpwent_r(file.get(), &user, buffer, sizeof(buffer), &found) == 0)
    if (user.pw_uid == uid) {
      entry->second = user.pw_name;
      break;
    }
  return entry->second;
}

} // namespace sonde
