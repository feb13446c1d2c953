//===- Program.h - An analysed script -------------------------------------===//
//
// The tree together with what its names mean: the symbols, the probes with
// their attach points and contexts, the imported C code. Filled by `analyse`.
//
//===----------------------------------------------------------------------===//
#ifndef SONDE_FRONTEND_PROGRAM_H
#define SONDE_FRONTEND_PROGRAM_H

#include "lib/CImport/CDeclarations.h"
#include "lib/CImport/CImport.h"
#include "lib/Frontend/Ast.h"
#include "lib/Frontend/AttachPoint.h"
#include "lib/Frontend/Config.h"

#include <memory>
#include <string>
#include <vector>

namespace sonde {

/// A scratch variable: one per declaration, not one per name.
struct VariableSymbol {
  enum class Origin : uint8_t { Assignment, Declaration, Parameter, Loop };
  std::string name; ///< With the `$`.
  Span declared;
  Origin origin = Origin::Assignment;
  Type type;
  bool isFixed = false; ///< Declared with a type of known size.
  bool isAssigned = false;
  bool isContext = false;     ///< Assigned `ctx`: its name stands for it, and it holds nothing.
  bool isBroken = false;      ///< Its declaration was refused: say nothing more.
  std::optional<Span> locked; ///< Where its type was looked at: it must stay.
  /// Of a struct or array: it holds where that is, in this memory, and no copy.
  std::optional<AddressSpace> reference;
};

/// A map of the script; one for the whole program.
struct MapSymbol {
  std::string name; ///< With the `@`.
  Span firstUse;    ///< The use that decided whether it has keys.
  std::optional<bool> isKeyed;
  Type key; ///< Of several keys a tuple; None for a scalar map.
  Type value;
  Type argument; ///< What an aggregation has taken in, promoted.
  const ast::MapDecl *declaration = nullptr;
  std::optional<Span> firstWrite;
  bool isLookedAt = false; ///< By `sizeof` and its like, as a whole.
  /// Where the types were looked at: they must stay.
  std::optional<Span> lockedKey, lockedValue;
};

/// What a probe's body finds when it runs. One struct for all attach points.
struct ProbeContext {
  ProbeKind kind = ProbeKind::Begin;
  AddressSpace space = AddressSpace::None; ///< Of argN, retval and casts; in functions the kernel.
  Type args;                               ///< A struct with the fields of `args`, or None.
  Type retval;                             ///< The typed result of a fexit; void if it has none.
  /// The name of the context's struct in the tracing dialect.
  std::string structName;
  /// For each member of `args`, the raw tracepoint's argument with the same
  /// value, or -1. Empty if there are none.
  std::vector<int> rawArgs;
  /// Nothing is known, because that is an error already: expect everything.
  bool isUnknown = false;

  bool has(uint8_t features) const { return isUnknown || (info(kind).context & features); }
};

struct FunctionSymbol;

/// A body with its variables, and where it runs: at a probe, or wherever its
/// function is called. A script's probe is several of these when its attach points
/// have different contexts and the body looks at them.
struct CodeUnit {
  Span span;
  std::vector<AttachPoint> attach; ///< None for a function.
  ProbeContext context;
  ast::ExprPtr predicate; ///< May be null.
  Span predicateSpan;
  ast::Block body;
  std::vector<std::unique_ptr<VariableSymbol>> variables;
  FunctionSymbol *function = nullptr; ///< Null for a probe.

  /// The file that the probe is in; "" if it is not in a program.
  std::string program() const {
    return !attach.empty() && attach.front().isInProgram() ? attach.front().target : "";
  }
};

/// A function of the script.
struct FunctionSymbol {
  /// A parameter or the result that is written as `typeof(…)`.
  struct OpenType {
    std::unique_ptr<ast::TypeName> written;
    Type *place;
    const void *owner; ///< The variable or function whose type it is.
  };
  std::string name;
  Span span; ///< `fn NAME`.
  std::vector<VariableSymbol *> parameters;
  Type result;
  std::vector<OpenType> openTypes;
  bool resultGrows = false;             ///< Declared without a size.
  bool isBroken = false;                ///< A type was refused: say nothing more about calls.
  bool mayExit = false;                 ///< It ends the script, or calls one that does.
  std::vector<const ast::Call *> calls; ///< Of functions of the script, in the body.
  CodeUnit unit;
};

/// A parameter that is only known when the program is started: `$1`, or an option.
struct ParamUse {
  std::string name; ///< `$1`, or that of the option.
  bool isText = false;
  Span span;
  Type type;
  std::string text;    ///< The default of a text,
  uint64_t number = 0; ///< and of anything else.
  std::string description;
};

struct Program {
  uint32_t file = 0;
  ast::File tree; ///< Its functions and probes have moved below after analysis.
  Config config;
  std::vector<CUnit> imports;
  std::vector<std::string> headers; ///< Imported ones, in order.
  std::unique_ptr<CDeclarations> c; ///< Of the script's C text; null if there is none.
  std::vector<std::unique_ptr<FunctionSymbol>> functions;
  std::vector<std::unique_ptr<CodeUnit>> probes;
  std::vector<std::unique_ptr<MapSymbol>> maps; ///< In the order of first use.
  std::vector<ParamUse> params;                 ///< Only those that were kept.
  std::vector<std::string> parameters;          ///< The given values of `$1`, ….
  std::string testClockName;                    ///< FrontendOptions::testClock.
  bool allowUnsafe = false;                     ///< FrontendOptions::allowUnsafe.

  /// The map of that name; null if there is none.
  const MapSymbol *testClock() const;
  /// All bodies in the order of their analysis: functions, then probes.
  std::vector<CodeUnit *> units() const;
};

} // namespace sonde

#endif // SONDE_FRONTEND_PROGRAM_H
