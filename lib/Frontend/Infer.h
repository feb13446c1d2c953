//===- Infer.h - The types of the whole program ---------------------------===//
//
// Finds the type of every expression, variable and map from all uses in all
// probes (types.md 9): goes through the program until nothing changes. Types only
// grow, so that ends. Says nothing: what does not fit together keeps the type that
// came first, and Check reports it.
//
//===----------------------------------------------------------------------===//
#ifndef SONDE_FRONTEND_INFER_H
#define SONDE_FRONTEND_INFER_H

#include "lib/Frontend/Program.h"
#include "lib/Frontend/TypeNames.h"

namespace sonde {

void inferTypes(Program &program, TypeNames &types);

/// The struct behind any number of pointers; None if there is none.
Type structBehind(const Type &type);
/// The type of a map's key as it is written: of several keys a tuple.
Type writtenKeyType(const ast::Map &map);

} // namespace sonde

#endif // SONDE_FRONTEND_INFER_H
