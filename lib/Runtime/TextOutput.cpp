//===- TextOutput.cpp - Output for people ---------------------------------===//
#include "lib/Runtime/Output.h"

namespace sonde {
namespace {

class TextOutput : public Output {
public:
  explicit TextOutput(OutputContext context) : Output(context) {}

  void attached(size_t probes) override {
    context.err.write("Attached " + std::to_string(probes) +
                      (probes == 1 ? " probe\n" : " probes\n"));
  }

  void printf(std::string_view text) override { context.out.write(text); }

  void value(ValueView value) override {
    context.renderer.text(context.out.buffer(), value);
    context.out.write("\n");
  }

  void map(const MapPrint &print) override {
    appendMap(context.out.buffer(), print, context.renderer);
    context.out.wrote();
  }

  void lost(const std::vector<LostEvents> &events) override {
    uint64_t total = 0;
    for (const LostEvents &lost : events)
      total += lost.count;
    context.err.write("Lost " + std::to_string(total) + " events\n");
    for (const LostEvents &lost : events)
      message({Severity::Note,
               context.places.span(lost.event->where),
               std::to_string(lost.count) + " of them were sent here",
               "",
               {}});
  }

  void error(const RuntimeError &error) override {
    Diagnostic diagnostic{
        Severity::Warning, context.places.span(error.where), error.message, "", {}};
    for (const std::string &note : error.notes)
      diagnostic.note(note);
    message(diagnostic);
  }

  void endOfMainLoop() override { context.out.write("\n\n"); }

private:
  void message(const Diagnostic &diagnostic) {
    context.err.write(context.diagnostics.render(diagnostic, context.colour));
  }
};

} // namespace

std::unique_ptr<Output> textOutput(OutputContext context) {
  return std::make_unique<TextOutput>(context);
}

} // namespace sonde
