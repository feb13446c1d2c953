//===- AstDump.h - The tree as text ---------------------------------------===//
#ifndef SONDE_FRONTEND_ASTDUMP_H
#define SONDE_FRONTEND_ASTDUMP_H

#include "lib/Frontend/Ast.h"

namespace sonde {

/// An expression as a script would write it, with every operator in
/// parentheses; with types, `(… : int64)`.
std::string exprText(const ast::Expr &expr, bool withTypes = false);
std::string blockText(const ast::Block &block, bool withTypes = false);
std::string typeText(const ast::TypeName &type);

/// All items of a file, kind by kind, one statement a line.
std::string fileText(const ast::File &file, bool withTypes = false);

} // namespace sonde

#endif // SONDE_FRONTEND_ASTDUMP_H
