//===- TypeJson.h - Types in an artifact ----------------------------------===//
//
// A type without parameters is a word ("int64", "bool", "count"); the others are
// objects with a "kind". The target of a pointer keeps its name but not its
// members: nothing is ever shown through a pointer, and a list node that points
// to a list node would have no end.
//
//===----------------------------------------------------------------------===//
#ifndef SONDE_ARTIFACT_TYPEJSON_H
#define SONDE_ARTIFACT_TYPEJSON_H

#include "lib/Artifact/JsonReader.h"
#include "lib/Types/Type.h"

namespace sonde {

nlohmann::json jsonFromType(const Type &type);
/// The type `None` after a fault.
Type typeFromJson(const JsonReader &json);

} // namespace sonde

#endif // SONDE_ARTIFACT_TYPEJSON_H
