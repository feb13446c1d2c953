//===- TestRun.h - Running a program without an event ---------------------===//
#ifndef SONDE_RUNTIME_ATTACH_TESTRUN_H
#define SONDE_RUNTIME_ATTACH_TESTRUN_H

#include "lib/Support/Result.h"

struct bpf_program;

namespace sonde {

/// Gives a `begin` or `end` program its type, before loading.
void prepareTestRun(bpf_program *program);
/// Runs it once, on this CPU.
Result<void> testRun(int program);

} // namespace sonde

#endif // SONDE_RUNTIME_ATTACH_TESTRUN_H
