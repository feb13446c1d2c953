//===- parser.cpp - Any text as a script ----------------------------------===//
//
// Reads the text, analyses what could be read against a made-up kernel, and shows
// the result and everything that was said about it.
//
//===----------------------------------------------------------------------===//
#include "test/unit/Frontend/Script.h"

using namespace sonde;

extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  FrontendOptions options;
  options.parameters = {"7", "text"};
  Script script(std::string(reinterpret_cast<const char *>(data), size), options);
  (void)dumpAst(*script.program);
  (void)dumpTypes(*script.program);
  (void)script.diagnostics.flush(false);
  return 0;
}
