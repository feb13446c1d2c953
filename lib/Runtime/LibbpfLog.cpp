//===- LibbpfLog.cpp - Catching what libbpf says --------------------------===//
#include "lib/Runtime/LibbpfLog.h"

#include <cstdarg>
#include <cstdio>

#include <bpf/libbpf.h>

namespace sonde {
namespace {

thread_local LibbpfLog *current = nullptr;

std::string formatted(const char *format, va_list arguments) {
  va_list again;
  va_copy(again, arguments);
  int length = std::vsnprintf(nullptr, 0, format, again);
  va_end(again);
  if (length < 0)
    return format;
  // A verifier log may have megabytes: one allocation of the right size.
  std::string text(length, '\0');
  std::vsnprintf(text.data(), text.size() + 1, format, arguments);
  return text;
}

int keepWarning(enum libbpf_print_level level, const char *format, va_list arguments) {
  if (level != LIBBPF_WARN || !current)
    return 0;
  std::string text = formatted(format, arguments);
  if (text.compare(0, 8, "libbpf: ") == 0)
    text.erase(0, 8);
  while (!text.empty() && text.back() == '\n')
    text.pop_back();
  current->add(std::move(text));
  return 0;
}

} // namespace

LibbpfLog::LibbpfLog() : outer(current) {
  current = this;
  libbpf_set_print(keepWarning);
}

LibbpfLog::~LibbpfLog() { current = outer; }

const std::string *LibbpfLog::find(const std::string &text) const {
  for (const std::string &message : messages)
    if (message.find(text) != std::string::npos)
      return &message;
  return nullptr;
}

} // namespace sonde
