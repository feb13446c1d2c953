//===- CNames.h - What a script's names may mean in C ---------------------===//
#ifndef SONDE_FRONTEND_CNAMES_H
#define SONDE_FRONTEND_CNAMES_H

#include "lib/CImport/CDeclarations.h"
#include "lib/Frontend/Ast.h"
#include "lib/Frontend/Reporter.h"

#include <map>

namespace sonde {

/// The macros and enumerators of a script's C text, as trees.
class CNames {
public:
  /// `c` may be null; `texts` is what it was made from in the script.
  CNames(CDeclarations *c, const std::vector<ast::CText> &texts, Reporter &reporter)
      : c(c), texts(texts), reporter(reporter) {}

  struct Found {
    const ast::Macro *macro = nullptr;
    bool isBroken = false; ///< It is a macro that cannot be used; that has been said.
    explicit operator bool() const { return macro || isBroken; }
  };
  /// The C macro that `use` means: with arguments, or a bare name.
  Found macro(const std::string &name, bool hasArguments, Span use);
  /// Is it a macro, with or without arguments?
  bool isMacro(const std::string &name) { return lookUp(name).macro.has_value(); }
  /// The value of an enumerator, or null.
  ast::ExprPtr enumerator(const std::string &name, Span use);

private:
  CDeclarations *c;
  const std::vector<ast::CText> &texts;
  Reporter &reporter;
  struct Entry {
    std::optional<CMacro> macro;
    std::unique_ptr<ast::Macro> tree; ///< Null if the text is no expression.
  };
  std::map<std::string, Entry> known;

  Entry &lookUp(const std::string &name);
  std::optional<Span> definition(const std::string &name) const;
};

} // namespace sonde

#endif // SONDE_FRONTEND_CNAMES_H
