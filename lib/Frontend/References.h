//===- References.h - Variables that hold the address of a struct ---------===//
#ifndef SONDE_FRONTEND_REFERENCES_H
#define SONDE_FRONTEND_REFERENCES_H

namespace sonde {

struct Program;

/// Finds the variables that hold where a struct or array is instead of a copy of
/// it, and sets their `reference`.
void findReferences(Program &program);

} // namespace sonde

#endif // SONDE_FRONTEND_REFERENCES_H
