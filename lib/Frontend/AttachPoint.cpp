//===- AttachPoint.cpp - Where a probe is attached ------------------------===//
#include "lib/Frontend/AttachPoint.h"

#include "lib/Frontend/Lexer.h"
#include "lib/Frontend/Literals.h"

namespace sonde {

std::string AttachPoint::targetText() const {
  std::string out;
  auto add = [&](const std::string &field) {
    if (!field.empty())
      out += (out.empty() ? "" : ":") + field;
  };
  add(target);
  if (function.empty() && offset)
    add(std::to_string(offset));
  else if (!function.empty())
    add(function + (offset ? "+" + std::to_string(offset) : ""));
  add(unit);
  if (!unit.empty())
    add(std::to_string(value));
  return out;
}

std::string AttachPoint::name() const {
  std::string behind = targetText();
  return info(kind).name + (behind.empty() ? "" : ":" + behind);
}

bool AttachPoint::isWildcard() const {
  return target.find('*') != std::string::npos || function.find('*') != std::string::npos;
}

namespace {

class AttachPointParser {
public:
  AttachPointParser(const ast::AttachText &text, const std::vector<std::string> &params,
                    DiagnosticEngine &diagnostics)
      : text(text), params(params), diagnostics(diagnostics) {
    point.span = text.span;
  }

  std::optional<AttachPoint> parse() {
    if (!split() || !readProvider())
      return std::nullopt;
    return readFields() ? std::optional(point) : std::nullopt;
  }

private:
  const ast::AttachText &text;
  const std::vector<std::string> &params;
  DiagnosticEngine &diagnostics;
  std::vector<std::string> fields; // First the provider, later what follows it.
  AttachPoint point;

  bool fail(std::string message) {
    diagnostics.error(text.span, std::move(message));
    return false;
  }
  std::string provider() const { return info(point.kind).name; }

  bool split();
  bool substitute(size_t &at, std::string &raw);
  bool readProvider();
  bool readFields();
  bool readTimer();
  bool readKernelFunction(bool mayHaveOffset);
  bool readFentry();
  bool readTracepoint();
  bool readRawTracepoint();
  bool readUprobe();
  bool readSymbol(const std::string &field, bool mayHaveOffset);
  bool readNumber(const std::string &field, const char *what, uint64_t &value);
};

/// Replaces the `$N` at `at` in `raw` by the parameter, to be read again.
bool AttachPointParser::substitute(size_t &at, std::string &raw) {
  size_t end = at + 1;
  while (end < raw.size() && isDigit(raw[end]))
    ++end;
  if (end == at + 1 || raw[at + 1] == '0') {
    std::string behind = end < raw.size() ? raw.substr(end, 1) : "";
    diagnostics.error(text.span, "expected the number of a parameter after '$' in an attach point")
        .note("put this part into quotes if the '$' is meant: \"$" + behind + "\"");
    return false;
  }
  LiteralError error;
  std::optional<Integer> index =
      parseInteger(raw.substr(at + 1, end - at - 1), IntegerForm::Source, error);
  if (!index)
    return fail(error.message);
  std::string value = index->raw() <= params.size() ? params[index->raw() - 1] : "";
  raw.replace(at, end - at, value);
  return true;
}

bool AttachPointParser::split() {
  std::string raw = text.text;
  fields.emplace_back();
  bool inQuotes = false;
  unsigned substitutions = 0;
  for (size_t at = 0; at < raw.size();) {
    char c = raw[at];
    if (c == '"') {
      inQuotes = !inQuotes;
      ++at;
    } else if (inQuotes) {
      at += c == '\\' && at + 1 < raw.size();
      fields.back() += raw[at++];
    } else if (c == ':') {
      fields.emplace_back();
      ++at;
    } else if (c == '$') {
      if (++substitutions > 64)
        return fail("the parameters in this attach point lead back to themselves");
      if (!substitute(at, raw))
        return false;
    } else {
      fields.back() += c;
      ++at;
    }
  }
  return true;
}

bool AttachPointParser::readProvider() {
  std::string name = fields.front();
  size_t equals = name.find('=');
  if (equals != std::string::npos && equals + 1 < name.size()) {
    point.userName = name.substr(0, equals);
    name.erase(0, equals + 1);
  }
  fields.erase(fields.begin());
  const ProbeKindInfo *kind = findProbeKind(name);
  if (!kind) {
    Diagnostic &error = diagnostics.error(text.span, "unknown kind of probe '" + name + "'");
    for (const std::string &close : closeNames(name, probeKindNames()))
      error.note("did you mean '" + close + "'?");
    return false;
  }
  point.kind = kind->kind;
  if (!kind->supported)
    return fail("'" + std::string(kind->name) + "' probes are not supported by this version");
  if (kind->maxFields == 0 && fields.size() == 1 && fields[0] == "*")
    fields.clear();
  if (fields.size() >= kind->minFields && fields.size() <= kind->maxFields)
    return true;
  std::string wanted = std::to_string(kind->minFields);
  if (kind->maxFields > kind->minFields)
    wanted += " to " + std::to_string(kind->maxFields);
  return fail("'" + provider() + "' takes " + wanted + " fields behind it, separated by ':', not " +
              std::to_string(fields.size()));
}

bool AttachPointParser::readFields() {
  switch (point.kind) {
  case ProbeKind::Profile:
  case ProbeKind::Interval:
    return readTimer();
  case ProbeKind::Kprobe:
    return readKernelFunction(true);
  case ProbeKind::Kretprobe:
    return readKernelFunction(false);
  case ProbeKind::Fentry:
  case ProbeKind::Fexit:
    return readFentry();
  case ProbeKind::Tracepoint:
    return readTracepoint();
  case ProbeKind::RawTracepoint:
    return readRawTracepoint();
  case ProbeKind::Uprobe:
  case ProbeKind::Uretprobe:
    return readUprobe();
  default:
    return true; // begin and end have no fields.
  }
}

bool AttachPointParser::readNumber(const std::string &field, const char *what, uint64_t &value) {
  LiteralError error;
  std::optional<Integer> number = parseInteger(field, IntegerForm::Text, error);
  if (!number || number->isNegative())
    return fail("invalid " + std::string(what) + " of this '" + provider() +
                "' probe: " + (number ? "it is negative" : error.message));
  value = number->raw();
  return true;
}

bool AttachPointParser::readTimer() {
  if (fields.size() == 1) {
    uint64_t nanoseconds = 0;
    if (!readNumber(fields[0], "period", nanoseconds))
      return false;
    if (nanoseconds < 1000)
      return fail("the period of '" + provider() + "' is at least 1000 ns, not " +
                  std::to_string(nanoseconds) + " ns");
    point.unit = "us";
    point.value = nanoseconds / 1000;
    return true;
  }
  point.unit = fields[0];
  if (point.unit != "s" && point.unit != "ms" && point.unit != "us" && point.unit != "hz")
    return fail("'" + point.unit + "' is not a unit of time here: use 's', 'ms', 'us' or 'hz'");
  if (!readNumber(fields[1], "rate", point.value))
    return false;
  return point.value != 0 || fail("the rate of '" + provider() + "' must not be 0");
}

/// `function[+offset]`.
bool AttachPointParser::readSymbol(const std::string &field, bool mayHaveOffset) {
  size_t plus = field.find('+');
  point.function = field.substr(0, plus);
  if (plus == std::string::npos)
    return true;
  if (!mayHaveOffset)
    return fail("'" + provider() + "' probes take no offset");
  if (field.find('+', plus + 1) != std::string::npos)
    return fail("there is more than one offset in this attach point");
  return readNumber(field.substr(plus + 1), "offset", point.offset);
}

bool AttachPointParser::readKernelFunction(bool mayHaveOffset) {
  if (fields.size() == 2)
    point.target = fields[0];
  const std::string &function = fields.back();
  if (function.empty() || function[0] == '+')
    return fail("'" + provider() + "' needs the name of a kernel function");
  if (isDigit(function[0]))
    return fail("'" + provider() + "' by address is not supported by this version");
  return readSymbol(function, mayHaveOffset);
}

bool AttachPointParser::readFentry() {
  if (fields.size() == 3 || fields[0] == "bpf")
    return fail("attaching to BPF programs is not supported by this version");
  // Without a module the function is the kernel's own.
  point.target = fields.size() == 2 ? fields[0] : "vmlinux";
  point.function = fields.back();
  return !point.function.empty() || fail("'" + provider() + "' needs the name of a function");
}

bool AttachPointParser::readTracepoint() {
  point.target = fields[0];
  point.function = fields[1];
  if (point.target.empty() || point.function.empty())
    return fail(
        "'tracepoint' needs a category and an event, as in 'tracepoint:sched:sched_switch'");
  return true;
}

bool AttachPointParser::readRawTracepoint() {
  point.target = fields.size() == 2 ? fields[0] : "vmlinux";
  point.function = fields.back();
  return !point.function.empty() || fail("'rawtracepoint' needs the name of an event");
}

bool AttachPointParser::readUprobe() {
  bool isReturn = point.kind == ProbeKind::Uretprobe;
  if (fields.size() == 3)
    return fail(fields[1] == "cpp" ? "C++ names are not supported by this version"
                                   : "unsupported language '" + fields[1] + "'");
  if (fields[0].empty())
    return fail("'" + provider() + "' needs a file");
  point.target = fields[0];
  const std::string &function = fields[1];
  if (function.empty() || function[0] == '+')
    return fail("'" + provider() + "' needs a function or an address");
  if (isDigit(function[0]))
    return readNumber(function, "address", point.offset);
  return readSymbol(function, !isReturn);
}

} // namespace

std::optional<AttachPoint> parseAttachPoint(const ast::AttachText &text,
                                            const std::vector<std::string> &params,
                                            DiagnosticEngine &diagnostics) {
  return AttachPointParser(text, params, diagnostics).parse();
}

} // namespace sonde
