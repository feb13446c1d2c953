//===- Completion.cpp - What could stand at a place of a script -----------===//
//
// A text in which something is being written is rarely a script. So the place is
// found by tokens alone, and where types are needed, a name is put there first.
//
//===----------------------------------------------------------------------===//
#include "lib/LanguageServer/Completion.h"

#include "lib/Frontend/Lexer.h"
#include "lib/Frontend/TypeNames.h"
#include "lib/LanguageServer/ScriptIndex.h"
#include "lib/LanguageServer/Words.h"

#include <algorithm>
#include <set>

namespace sonde {
namespace {

using Kind = Proposal::Kind;

/// Kernels have 60000 functions: more than an editor wants to be sent.
constexpr size_t kMost = 300;

enum class Place : uint8_t { Item, Settings, Body, Member };

/// What kind of place `offset` is, by the brackets and words before it.
Place placeOf(const Lexer &lexer, uint32_t offset) {
  unsigned depth = 0;
  bool inConfig = false;
  Token last, secondLast;
  for (Token token = lexer.at(lexer.skipShebang()); token.span.end < offset;
       token = lexer.at(token.span.end)) {
    if (token.is(TokenKind::End))
      break;
    if (token.is(TokenKind::LeftBrace)) {
      inConfig |= depth == 0 && last.is(TokenKind::Assign) && secondLast.isWord("config");
      ++depth;
    } else if (token.is(TokenKind::RightBrace) && depth > 0 && --depth == 0) {
      inConfig = false;
    }
    secondLast = last;
    last = token;
  }
  if (depth == 0)
    return Place::Item;
  return inConfig ? Place::Settings : Place::Body;
}

/// As many `}` as a text lacks: its last block is being written.
std::string missingBrackets(const std::string &text) {
  Lexer lexer(0, text);
  size_t depth = 0;
  for (Token token = lexer.at(0); !token.is(TokenKind::End); token = lexer.at(token.span.end)) {
    if (token.is(TokenKind::LeftBrace))
      ++depth;
    else if (token.is(TokenKind::RightBrace) && depth > 0)
      --depth;
  }
  return std::string(depth, '}');
}

class Completer {
public:
  Completer(const std::string &path, const std::string &text, uint32_t offset, KernelView &kernel,
            const FrontendOptions &options)
      : path(path), text(text), offset(offset), kernel(kernel), options(options) {}

  Proposals run() {
    uint32_t word = offset;
    while (word > 0 && isNamePart(text[word - 1]))
      --word;
    out.begin = word;
    char before = word > 0 ? text[word - 1] : '\0';
    bool isArrow = before == '>' && word > 1 && text[word - 2] == '-';
    // The place is that of the word's beginning.
    Place place = placeOf(Lexer(0, text), word + 1);
    if (place == Place::Item)
      attachPoint();
    else if (place == Place::Settings)
      settings();
    else if (isArrow || (before == '.' && (word < 2 || text[word - 2] != '.')))
      members(word);
    else if (before == '$' || before == '@')
      names(word, before);
    else
      words();
    finish();
    return std::move(out);
  }

private:
  const std::string &path, &text;
  uint32_t offset;
  KernelView &kernel;
  const FrontendOptions &options;
  Proposals out;

  void add(std::string name, Kind kind, std::string detail = {}) {
    out.items.push_back({std::move(name), kind, std::move(detail)});
  }

  /// Only what begins with what is there, each once, and not too much.
  void finish() {
    std::string prefix = text.substr(out.begin, offset - out.begin);
    std::set<std::string> seen;
    std::vector<Proposal> kept;
    for (Proposal &proposal : out.items) {
      if (proposal.text.compare(0, prefix.size(), prefix) != 0 ||
          !seen.insert(proposal.text).second)
        continue;
      if (kept.size() == kMost) {
        out.isPartial = true;
        break;
      }
      kept.push_back(std::move(proposal));
    }
    out.items = std::move(kept);
  }

  /// The script with a name at the place, so that it can be read.
  ScriptIndex indexWithName(uint32_t word) const {
    std::string whole = text;
    if (word == offset)
      whole.insert(offset, "x");
    whole += missingBrackets(whole);
    return ScriptIndex(path, std::move(whole), kernel, options);
  }

  void attachPoint();
  void targets(const ProbeKindInfo &kind, const std::string &target);
  void settings() {
    for (const std::string &key : configKeys())
      add(key, Kind::Setting);
  }
  void members(uint32_t word);
  void names(uint32_t word, char sigil);
  void words();
};

void Completer::attachPoint() {
  uint32_t begin = offset;
  while (begin > 0 && !std::isspace(static_cast<unsigned char>(text[begin - 1])) &&
         text[begin - 1] != ',' && text[begin - 1] != '}')
    --begin;
  out.begin = begin;
  std::string written = text.substr(begin, offset - begin);
  size_t colon = written.find(':');
  if (colon == std::string::npos) {
    for (const std::string &name : probeKindNames())
      if (info(findProbeKind(name)->kind).maxFields == 0)
        add(name, Kind::Probe);
      else
        add(name + ":", Kind::Probe);
    for (const char *keyword : {"config", "import", "let", "macro", "fn"})
      add(keyword, Kind::Keyword);
    return;
  }
  if (const ProbeKindInfo *kind = findProbeKind(written.substr(0, colon)))
    targets(*kind, written.substr(0, colon + 1));
}

/// `provider` is how the attach point begins, with its colon.
void Completer::targets(const ProbeKindInfo &kind, const std::string &provider) {
  switch (kind.kind) {
  case ProbeKind::Tracepoint:
    if (Result<std::vector<std::string>> names = kernel.tracepoints())
      for (const std::string &name : *names)
        add(provider + name, Kind::Probe);
    return;
  case ProbeKind::RawTracepoint:
    if (Result<std::vector<std::string>> names = kernel.tracepoints())
      for (const std::string &name : *names)
        if (std::string event = name.substr(name.find(':') + 1);
            name.compare(0, 9, "syscalls:") != 0)
          add(provider + event, Kind::Probe);
    return;
  case ProbeKind::Kprobe:
  case ProbeKind::Kretprobe:
  case ProbeKind::Fentry:
  case ProbeKind::Fexit:
    if (Result<std::vector<std::string>> names = kernel.traceableFunctions())
      for (const std::string &name : *names)
        add(provider + name.substr(0, name.find(' ')), Kind::Probe);
    return;
  case ProbeKind::Uprobe:
  case ProbeKind::Uretprobe:
  case ProbeKind::Usdt:
    add(provider + "libc:", Kind::Probe, "the C library");
    return;
  case ProbeKind::Profile:
  case ProbeKind::Interval:
    for (const char *unit : {"hz:", "s:", "ms:", "us:"})
      add(provider + unit, Kind::Probe);
    return;
  default:
    return;
  }
}

void Completer::members(uint32_t word) {
  ScriptIndex index = indexWithName(word);
  Type type = index.structBefore(word);
  while (type.is(TypeKind::Pointer))
    type = type.element();
  for (const Type::Element &element :
       type.is(TypeKind::Record) ? type.elements() : std::vector<Type::Element>())
    add(element.name, Kind::Member, element.type().str());
  TypeNames types(kernel);
  types.useC(index.program().c.get());
  type = types.complete(type);
  if (!type.is(TypeKind::Struct) || !type.definition())
    return;
  // Members of anonymous structs are reached directly.
  std::vector<const StructDef *> open = {type.definition().get()};
  for (size_t i = 0; i < open.size(); ++i)
    for (const StructMember &member : open[i]->members) {
      if (!member.name.empty())
        add(member.name, Kind::Member, member.type.str());
      else if (member.type.is(TypeKind::Struct) && member.type.definition())
        open.push_back(member.type.definition().get());
    }
}

void Completer::names(uint32_t word, char sigil) {
  out.begin = word - 1;
  ScriptIndex index = indexWithName(word);
  // The name that was put there is no proposal.
  std::string placeholder = word == offset ? std::string(1, sigil) + "x" : "";
  if (sigil == '@') {
    for (const auto &map : index.program().maps)
      if (map->name != placeholder)
        add(map->name, Kind::Map, map->value.str());
    return;
  }
  for (const CodeUnit *unit : index.program().units())
    for (const auto &variable : unit->variables)
      if (variable->name != placeholder)
        add(variable->name, Kind::Variable, variable->type.str());
}

void Completer::words() {
  ScriptIndex index(path, text + missingBrackets(text), kernel, options);
  for (const ast::Macro &macro : index.tree().macros)
    add(macro.name, Kind::Function, "a macro of the script");
  for (const ast::Function &function : index.tree().functions)
    add(function.name, Kind::Function, "a function of the script");
  for (const CUnit &unit : index.program().imports)
    for (const CFunction &function : unit.functions)
      add(function.name, Kind::Function, "an imported C function");
  for (const Word &word : builtinWords()) {
    bool called = word.form.find('(') != std::string_view::npos && word.form != word.name;
    add(std::string(word.name), called ? Kind::Function : Kind::Value, std::string(word.meaning));
  }
  for (const char *keyword : {"if", "else", "while", "for", "unroll", "break", "continue", "return",
                              "let", "comptime", "true", "false"})
    add(keyword, Kind::Keyword);
}

} // namespace

Proposals complete(const std::string &path, const std::string &text, uint32_t offset,
                   KernelView &kernel, const FrontendOptions &options) {
  return Completer(path, text, std::min<size_t>(offset, text.size()), kernel, options).run();
}

} // namespace sonde
