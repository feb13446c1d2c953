//===- Mutator.h - Scripts that are broken a little -----------------------===//
#ifndef SONDE_TEST_FUZZ_SCRIPTS_MUTATOR_H
#define SONDE_TEST_FUZZ_SCRIPTS_MUTATOR_H

#include "test/fuzz/scripts/Random.h"

#include <string_view>

namespace sonde::fuzz {

/// Changes a few words or bytes of the script: drops, doubles, exchanges them, or
/// puts others in their place.
std::string mutate(std::string_view script, Random &random);

} // namespace sonde::fuzz

#endif // SONDE_TEST_FUZZ_SCRIPTS_MUTATOR_H
