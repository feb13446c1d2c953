//===- Arguments.h - Which register an argument is passed in --------------===//
//
// The calling conventions of C on x86-64 (System V) and arm64 (AAPCS64), as far
// as they say which registers for integers and addresses a parameter takes. Where
// the code of a function keeps it later is not asked: a probe at its beginning
// finds it where the caller put it.
//
//===----------------------------------------------------------------------===//
#ifndef SONDE_DEBUGINFO_ARGUMENTS_H
#define SONDE_DEBUGINFO_ARGUMENTS_H

#include "lib/DebugInfo/Dies.h"

namespace sonde {

/// The calling convention of programs for this kind of processor.
enum class Convention { X86_64, Arm64 };

class ArgumentRegisters {
public:
  /// `result`: the function's, none for void. A large one takes a register.
  ArgumentRegisters(Convention convention, std::optional<Dwarf_Die> result);

  struct Place {
    std::optional<unsigned> argumentRegister; ///< The first that it takes.
    bool onStack = false;
  };
  /// Of the next parameter. None in both: a register for other things.
  Place next(Dwarf_Die type);

private:
  Convention convention;
  unsigned used = 0;

  Place take(unsigned registers, bool asPair);
  Place nextStruct(Dwarf_Die type);
};

} // namespace sonde

#endif // SONDE_DEBUGINFO_ARGUMENTS_H
