//===- Parser.h - Text to tree --------------------------------------------===//
//
// Reads the whole grammar. Every independent error is
// reported: after one, reading goes on at the next statement, or behind the
// probe.
//
//===----------------------------------------------------------------------===//
#ifndef SONDE_FRONTEND_PARSER_H
#define SONDE_FRONTEND_PARSER_H

#include "lib/Frontend/Ast.h"
#include "lib/Support/Diagnostics.h"

namespace sonde {

/// Always gives a tree: of what could be read.
ast::File parseFile(uint32_t file, DiagnosticEngine &diagnostics);

/// Reads a whole file as one expression; null if it is none. `values` are names that
/// stand for values: `(x) * 2` is no cast then.
ast::ExprPtr parseExpressionText(uint32_t file, const std::vector<std::string> &values,
                                 DiagnosticEngine &diagnostics);

/// Names that are always builtin values: never types, parameters or macros.
bool isReservedValue(std::string_view name);

} // namespace sonde

#endif // SONDE_FRONTEND_PARSER_H
