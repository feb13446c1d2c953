//===- DebugInfo.h - What a program says about its own source -------------===//
//
// Functions and structs of a program or library, as types of the script
// language, from the DWARF that its compiler wrote: in the file itself, in a
// separate file of debug symbols, or split off into `.dwo` and `.dwp` files.
// Nothing is read before it is asked for. No header of libdw is needed to use it.
//
//===----------------------------------------------------------------------===//
#ifndef SONDE_DEBUGINFO_DEBUGINFO_H
#define SONDE_DEBUGINFO_DEBUGINFO_H

#include "lib/Support/Result.h"
#include "lib/Types/Type.h"

#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace sonde {

/// A function as its source declares it, and as its machine code is called.
struct DebugFunction {
  struct Parameter {
    std::string name; ///< Empty if it has none.
    Type type;        ///< None for what a script cannot have, or not from there.
    /// Which of the registers for integers and addresses holds it when the
    /// function begins; none for one that is not in a register.
    std::optional<unsigned> argumentRegister;
  };
  std::vector<Parameter> parameters;
  bool takesStack = false; ///< Integers or addresses are passed on the stack.
};

class DebugInfo {
public:
  /// `file` is a program or library; its debug symbols are looked for in `folders`
  /// before the system's. Fails if nothing is known about its source.
  static Result<std::unique_ptr<DebugInfo>> open(const std::string &file,
                                                 const std::vector<std::string> &folders = {});
  ~DebugInfo();

  /// By its name in C, or the name of its symbol.
  Result<DebugFunction> function(const std::string &name);
  /// `struct NAME` with its members. Members that point to structs and unions
  /// have these by name and origin only.
  Result<Type> structure(const std::string &name);
  /// A struct or union whose origin is this file, with its members if they are
  /// known here.
  Type complete(const Type &structure);
  /// Names for suggestions.
  std::vector<std::string> structNames();
  /// Split-off files that were looked for, and not found.
  const std::vector<std::string> &missingFiles() const;

private:
  struct State;
  explicit DebugInfo(std::unique_ptr<State> state);
  std::unique_ptr<State> state;
};

} // namespace sonde

#endif // SONDE_DEBUGINFO_DEBUGINFO_H
