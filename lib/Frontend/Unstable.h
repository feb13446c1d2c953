//===- Unstable.h - Parts of the language that may still change -----------===//
#ifndef SONDE_FRONTEND_UNSTABLE_H
#define SONDE_FRONTEND_UNSTABLE_H

#include "lib/Frontend/Config.h"
#include "lib/Frontend/Reporter.h"

namespace sonde {

/// Is the part that the setting `key` (`unstable_…`) names allowed? Reports where
/// it is not, and warns once where the setting says so.
bool useUnstable(const Config &config, const std::string &key, Span where, Reporter &reporter);

} // namespace sonde

#endif // SONDE_FRONTEND_UNSTABLE_H
