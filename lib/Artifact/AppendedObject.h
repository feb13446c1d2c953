//===- AppendedObject.h - A program made of the runner and an object ------===//
//
// `sonde build` makes an executable by appending an object to `sonde-run`:
//
//   the runner │ padding to 16 │ the object │ u64 its offset │ u64 its size │ magic
//
// The loader ignores what follows the segments, so the file runs as the runner
// does, finds the trailer in itself, and runs the object.
//
//===----------------------------------------------------------------------===//
#ifndef SONDE_ARTIFACT_APPENDEDOBJECT_H
#define SONDE_ARTIFACT_APPENDEDOBJECT_H

#include "lib/Support/Result.h"

#include <optional>
#include <string>
#include <string_view>

namespace sonde {

/// The bytes of an executable that runs `object`. An object that `runner`
/// already carries is replaced.
Result<std::string> appendObject(std::string_view runner, std::string_view object);

/// The object that an executable carries; none if it carries none; an error if
/// there is a trailer that does not fit the file.
Result<std::optional<std::string_view>> findAppendedObject(std::string_view executable);

} // namespace sonde

#endif // SONDE_ARTIFACT_APPENDEDOBJECT_H
