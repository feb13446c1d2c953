//===- Constant.h - Numbers that are known at compile time ----------------===//
#ifndef SONDE_FRONTEND_CONSTANT_H
#define SONDE_FRONTEND_CONSTANT_H

#include "lib/Frontend/Ast.h"

namespace sonde {

/// What the operators give for exact numbers. None: the result does not
/// fit, or is not defined.
std::optional<Integer> compute(ast::BinaryOp op, Integer a, Integer b);
std::optional<Integer> compute(ast::UnaryOp op, Integer a);
/// Does a comparison hold for operands in this order: less than, equal to, or greater
/// than 0?
bool holds(ast::BinaryOp comparison, int order);

/// The number that an expression stands for whenever the script runs: of literals,
/// enumerators, casts and operators on them. This is what a place takes that needs a
/// number at compile time. None if it is not known, or not known yet: see isOpen.
std::optional<Integer> constantNumber(const ast::Expr &expr);
/// Does it ask for something that is found out with the types, such as `sizeof`? When
/// it has been, a literal is in its place.
bool isOpen(ast::Expr &expr);

} // namespace sonde

#endif // SONDE_FRONTEND_CONSTANT_H
