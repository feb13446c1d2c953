//===- Refusal.cpp - Why the kernel refused a program ---------------------===//
#include "lib/Runtime/Refusal.h"

#include <cerrno>
#include <charconv>
#include <cstring>

#include <unistd.h>

namespace sonde {
namespace {

struct KnownMessage {
  const char *part; ///< Of the kernel's words.
  Explanation explanation;
};

// In the order in which they are tried: a special text before a general one.
constexpr KnownMessage kKnownMessages[] = {
    {"map_value_or_null", {"a map value was used without testing that it exists", true}},
    {"_or_null'", {"a pointer was used without testing that it is not null", true}},
    {"pointer arithmetic on",
     {"an address was computed in a way the kernel does not follow", true}},
    {"misaligned stack access", {"a value on the stack is not aligned to its size", true}},
    {"invalid read from stack", {"bytes of the stack were read before they were written", true}},
    {"invalid indirect read from stack",
     {"bytes of the stack were handed to the kernel before they were written", true}},
    {"beyond the end of member", {"a read crosses the end of a struct's member", true}},
    {"invalid access to map value", {"a map's value was accessed outside of its bounds", true}},
    {"min value is negative", {"a size could be negative as far as the kernel can tell", true}},
    {"is not a known constant", {"the kernel wants a constant here", true}},
    {"Unreleased reference", {"a record of the ring buffer is not submitted on every path", true}},
    {"unbounded memory access", {"a size has no upper bound that the kernel can see", true}},
    {"back-edge", {"this kernel does not allow loops", false}},
    {"infinite loop detected", {"the kernel cannot see that this loop ends", false}},
    {"too many instructions", {"the program is too large for this kernel", false}},
    {"program is too large",
     {"the kernel gave up: the paths through this probe are too many or too long", false}},
    {"sequence of", {"the probe has more branches than the kernel follows", false}},
    {"combined stack size", {"the probe and the functions it calls need too much stack", false}},
    {"unknown func", {"this kernel does not offer a function that the probe needs", false}},
    {"cannot use helper",
     {"probes of this type may not call a function that the probe needs", false}},
    {"is not allowed", {"this kernel does not allow a call that the probe needs", false}},
    {"invalid func", {"this kernel does not offer a function that the probe needs", false}},
    {"invalid bpf_context access",
     {"probes of this type have no such argument on this kernel", false}},
    {"invalid mem access", {"memory was accessed through a value that is not a pointer", true}},
    {"!read_ok", {"a value was used before it was computed", true}},
};

/// Takes the next line off `text`.
std::string_view nextLine(std::string_view &text) {
  size_t end = text.find('\n');
  std::string_view line = text.substr(0, end);
  text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
  return line;
}

/// The number that a line begins with, and what follows it.
std::optional<uint32_t> leadingNumber(std::string_view &line) {
  uint32_t number = 0;
  auto [end, error] = std::from_chars(line.data(), line.data() + line.size(), number);
  if (error != std::errc())
    return std::nullopt;
  line.remove_prefix(end - line.data());
  return number;
}

bool startsWith(std::string_view text, std::string_view prefix) {
  return text.substr(0, prefix.size()) == prefix;
}

/// "; @opens[comm] = count(); @ opens.bt:3"
bool parseSourceLine(std::string_view line, VerifierLog &out) {
  size_t at = line.rfind(" @ "), colon = line.rfind(':');
  if (at == std::string_view::npos || colon == std::string_view::npos || colon < at)
    return false;
  std::string_view rest = line.substr(colon + 1);
  std::optional<uint32_t> number = leadingNumber(rest);
  if (!number || !rest.empty())
    return false;
  out.file = line.substr(at + 3, colon - at - 3);
  out.line = *number;
  return true;
}

} // namespace

VerifierLog parseVerifierLog(std::string_view log) {
  VerifierLog out;
  while (!log.empty()) {
    std::string_view line = nextLine(log);
    if (line.empty() || startsWith(line, "processed ") || startsWith(line, "verification time") ||
        startsWith(line, "stack depth"))
      continue;
    if (line[0] == ';') {
      parseSourceLine(line, out);
      continue;
    }
    // "18: (79) r1 = *(u64 *)(r0 +0)"; "18: R0=…" and "from 4 to 9: …" show state.
    std::string_view rest = line;
    if (std::optional<uint32_t> index = leadingNumber(rest); index && startsWith(rest, ": ")) {
      out.instruction = index;
      continue;
    }
    if (startsWith(line, "from ") || startsWith(line, "mark_precise") || startsWith(line, "func#"))
      continue;
    out.message = line;
  }
  return out;
}

Explanation explainRefusal(std::string_view message) {
  for (const KnownMessage &known : kKnownMessages)
    if (message.find(known.part) != std::string_view::npos)
      return known.explanation;
  return {nullptr, true};
}

void reportRefusal(DiagnosticEngine &diagnostics, std::string_view text, int code,
                   const RefusedProgram &program, const LineTable &lines, const Places &places) {
  VerifierLog log = parseVerifierLog(text);

  // Behind the program's own instructions stand those of functions it calls;
  // for them only the kernel knows the line.
  std::optional<Span> span;
  if (log.instruction && *log.instruction < program.instructions)
    if (auto line = lines.lookup(program.section, program.firstInstruction + *log.instruction))
      span = places.span(line->file, line->line, line->column);
  if (!span && log.line)
    span = places.span(log.file, log.line, 1);
  if (!span)
    span = places.span(program.where);

  Diagnostic &report = span ? diagnostics.error(*span, "the kernel refused this probe")
                            : diagnostics.error("the kernel refused a probe");
  if (log.message.empty()) {
    report.note("kernel: " + std::string(std::strerror(code)));
    if (code == EPERM || code == EACCES)
      report.note(geteuid() == 0 ? "this kernel does not allow programs of this type"
                                 : "loading programs needs root, or CAP_BPF and CAP_PERFMON");
    return;
  }
  std::string words = "kernel: " + log.message;
  if (log.instruction)
    words += " (instruction " + std::to_string(*log.instruction) + ")";
  report.note(std::move(words));
  Explanation explanation = explainRefusal(log.message);
  if (explanation.meaning)
    report.note(std::string("meaning: ") + explanation.meaning);
  // C code is the user's own: there the kernel may well be right.
  std::optional<Span> probe = places.span(program.where);
  bool isInScript = !span || !probe || span->file == probe->file;
  if (explanation.isCompilerFault && isInScript)
    report.note("the compiler should not have made such a program; please report it, with the "
                "script and the kernel's release");
}

} // namespace sonde
