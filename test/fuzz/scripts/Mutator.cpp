//===- Mutator.cpp - Scripts that are broken a little ---------------------===//
#include "test/fuzz/scripts/Mutator.h"

#include <cctype>

namespace sonde::fuzz {
namespace {

/// Words that mean something somewhere, and numbers at edges.
const std::vector<std::string> &dictionary() {
  static const std::vector<std::string> kWords = {"begin",
                                                  "end",
                                                  "if",
                                                  "else",
                                                  "while",
                                                  "for",
                                                  "unroll",
                                                  "return",
                                                  "break",
                                                  "continue",
                                                  "let",
                                                  "macro",
                                                  "fn",
                                                  "import",
                                                  "config",
                                                  "sizeof",
                                                  "offsetof",
                                                  "typeof",
                                                  "typeinfo",
                                                  "comptime",
                                                  "true",
                                                  "false",
                                                  "struct",
                                                  "union",
                                                  "enum",
                                                  "int8",
                                                  "uint64",
                                                  "string",
                                                  "buffer",
                                                  "bool",
                                                  "void",
                                                  "$x",
                                                  "$v1",
                                                  "$1",
                                                  "$#",
                                                  "$99999999999",
                                                  "@",
                                                  "@a",
                                                  "@b",
                                                  "@a[1]",
                                                  "args",
                                                  "arg0",
                                                  "arg99",
                                                  "retval",
                                                  "ctx",
                                                  "pid",
                                                  "comm",
                                                  "nsecs",
                                                  "curtask",
                                                  "probe",
                                                  "count",
                                                  "sum",
                                                  "hist",
                                                  "lhist",
                                                  "tseries",
                                                  "print",
                                                  "printf",
                                                  "str",
                                                  "clear",
                                                  "delete",
                                                  "has_key",
                                                  "exit",
                                                  "\"",
                                                  "\"%d\"",
                                                  "\"%s %\"",
                                                  "'",
                                                  "(",
                                                  ")",
                                                  "{",
                                                  "}",
                                                  "[",
                                                  "]",
                                                  ";",
                                                  ",",
                                                  ".",
                                                  "..",
                                                  "->",
                                                  ":",
                                                  "?",
                                                  "=",
                                                  "==",
                                                  "!",
                                                  "~",
                                                  "&",
                                                  "&&",
                                                  "|",
                                                  "||",
                                                  "^",
                                                  "<<",
                                                  ">>=",
                                                  "++",
                                                  "--",
                                                  "+",
                                                  "-",
                                                  "*",
                                                  "/",
                                                  "%",
                                                  "#",
                                                  "#define X 1\n",
                                                  "/*",
                                                  "*/",
                                                  "//",
                                                  "\n",
                                                  "0",
                                                  "-1",
                                                  "0x",
                                                  "1e99",
                                                  "99999999999999999999",
                                                  "9223372036854775808",
                                                  "18446744073709551615",
                                                  "kprobe:",
                                                  "uprobe:",
                                                  "tracepoint:a:b",
                                                  "tracepoint:*:*",
                                                  "interval:s:0",
                                                  "(int32 *)",
                                                  "(struct task_struct *)",
                                                  "\\",
                                                  "`",
                                                  "é"};
  return kWords;
}

bool isWordByte(char c) { return std::isalnum(static_cast<unsigned char>(c)) || c == '_'; }

/// Words, blanks and single marks: together they are the script.
std::vector<std::string> split(std::string_view script) {
  std::vector<std::string> tokens;
  for (size_t at = 0; at < script.size();) {
    size_t end = at + 1;
    if (isWordByte(script[at]) || script[at] == '$' || script[at] == '@')
      while (end < script.size() && isWordByte(script[end]))
        ++end;
    tokens.emplace_back(script.substr(at, end - at));
    at = end;
  }
  return tokens;
}

std::string join(const std::vector<std::string> &tokens) {
  std::string script;
  for (const std::string &token : tokens)
    script += token;
  return script;
}

void changeToken(std::vector<std::string> &tokens, Random &random) {
  size_t at = random.below(tokens.size()), other = random.below(tokens.size());
  switch (random.below(6)) {
  case 0:
    tokens.erase(tokens.begin() + at);
    break;
  case 1:
    tokens.insert(tokens.begin() + at, tokens[at]);
    break;
  case 2:
    std::swap(tokens[at], tokens[other]);
    break;
  case 3:
    tokens[at] = tokens[other];
    break;
  case 4:
    tokens[at] = random.pick(dictionary());
    break;
  default:
    tokens.insert(tokens.begin() + at, " " + random.pick(dictionary()) + " ");
    break;
  }
}

void changeBytes(std::string &script, Random &random) {
  size_t at = random.below(script.size());
  switch (random.below(4)) {
  case 0:
    script[at] ^= 1 << random.below(8);
    break;
  case 1:
    script.insert(at, 1, char(random.below(256)));
    break;
  case 2:
    script.erase(at, 1 + random.below(8));
    break;
  default: // A part of it again, somewhere else.
    script.insert(random.below(script.size()), script.substr(at, random.below(100)));
    break;
  }
}

} // namespace

std::string mutate(std::string_view script, Random &random) {
  std::vector<std::string> tokens = split(script);
  if (!random.oneIn(5))
    for (size_t i = 1 + random.below(4); i > 0 && !tokens.empty(); --i)
      changeToken(tokens, random);
  std::string changed = join(tokens);
  if (random.oneIn(3))
    for (size_t i = 1 + random.below(3); i > 0 && !changed.empty(); --i)
      changeBytes(changed, random);
  return changed;
}

} // namespace sonde::fuzz
