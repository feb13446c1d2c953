//===- ConfigRecord.h - A script reads its settings -----------------------===//
#ifndef SONDE_FRONTEND_CONFIGRECORD_H
#define SONDE_FRONTEND_CONFIGRECORD_H

#include "lib/Frontend/Program.h"

namespace sonde {

/// Puts a record of constants in the place of each `config` and `config()`.
void insertConfigRecords(Program &program);

} // namespace sonde

#endif // SONDE_FRONTEND_CONFIGRECORD_H
