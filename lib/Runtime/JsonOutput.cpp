//===- JsonOutput.cpp - Output for programs -------------------------------===//
//
// One object per line. Everything about the run is among them, so
// that a reader of the one stream misses nothing.
//
//===----------------------------------------------------------------------===//
#include "lib/Runtime/Output.h"

namespace sonde {
namespace {

class JsonOutput : public Output {
public:
  explicit JsonOutput(OutputContext context) : Output(context) {}

  void attached(size_t probes) override { counted("attached_probes", "probes", probes); }

  void printf(std::string_view text) override {
    std::string &out = context.out.buffer();
    out += "{\"type\": \"printf\", \"data\": ";
    appendJsonString(out, text);
    context.out.write("}\n");
  }

  void value(ValueView value) override {
    std::string &out = context.out.buffer();
    out += "{\"type\": \"value\", \"data\": ";
    context.renderer.json(out, value);
    context.out.write("}\n");
  }

  void map(const MapPrint &print) override {
    appendJsonMap(context.out.buffer(), print, context.renderer);
    context.out.wrote();
  }

  void lost(const std::vector<LostEvents> &events) override {
    uint64_t total = 0;
    for (const LostEvents &lost : events)
      total += lost.count;
    counted("lost_events", "events", total);
  }

  void error(const RuntimeError &error) override {
    std::string &out = context.out.buffer();
    out += error.helper.empty() ? "{\"type\": \"runtime_error\", \"msg\": "
                                : "{\"type\": \"helper_error\", \"msg\": ";
    appendJsonString(out, error.jsonMessage);
    if (!error.helper.empty()) {
      out += ", \"helper\": ";
      appendJsonString(out, error.helper);
      out += ", \"retcode\": " + std::to_string(error.code);
    }
    out += ", \"filename\": ";
    appendJsonString(out, context.places.fileName(error.where));
    out += ", \"line\": " + std::to_string(error.where.line) +
           ", \"col\": " + std::to_string(error.where.column);
    context.out.write("}\n");
  }

  void endOfMainLoop() override {}

private:
  void counted(const char *type, const char *what, uint64_t count) {
    std::string number = std::to_string(count);
    context.out.write(std::string("{\"type\": \"") + type + "\", \"count\": " + number +
                      ", \"data\": {\"" + what + "\": " + number + "}}\n");
  }
};

} // namespace

std::unique_ptr<Output> jsonOutput(OutputContext context) {
  return std::make_unique<JsonOutput>(context);
}

} // namespace sonde
