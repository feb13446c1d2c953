//===- DiagnosticsTest.cpp - Positions, the frame, suggestions ------------===//
#include "lib/Support/Diagnostics.h"

#include <gtest/gtest.h>

using namespace sonde;

namespace {

TEST(SourceTest, PositionsAreOneBasedAndSurviveTheRoundTrip) {
  SourceManager sources;
  uint32_t file = sources.add("a.bt", "ab\n\ncd");
  for (uint32_t offset = 0; offset <= 6; ++offset)
    EXPECT_EQ(sources.offset(file, sources.position(file, offset)), offset);
  EXPECT_EQ(sources.position(file, 4).line, 3u);
  EXPECT_EQ(sources.position(file, 4).column, 1u);
  EXPECT_EQ(sources.line(file, 3), "cd");
  EXPECT_EQ(sources.line(file, 9), "");
}

TEST(SourceTest, APositionBehindTheTextIsClamped) {
  SourceManager sources;
  uint32_t file = sources.add("a.bt", "ab");
  EXPECT_EQ(sources.offset(file, {7, 7}), 2u);
}

// Editors of other systems write one in front.
TEST(SourceTest, AByteOrderMarkIsNoPartOfTheText) {
  SourceManager sources;
  EXPECT_EQ(sources.text(sources.add("a.bt", "\xef\xbb\xbf"
                                             "begin { }")),
            "begin { }");
  EXPECT_EQ(sources.text(sources.add("b.bt", "x\xef\xbb\xbf")), "x\xef\xbb\xbf");
}

// The frame that editors understand, with the whole range underlined.
TEST(DiagnosticsTest, UnderlinesTheRange) {
  SourceManager sources;
  DiagnosticEngine engine(sources);
  uint32_t file = sources.add("-e", "begin { foo(); }");
  engine.error(Span{file, 8, 13}, "there is no function 'foo'").note("did you mean 'for'?");
  EXPECT_EQ(engine.flush(false), "-e:1:9: error: there is no function 'foo'\n"
                                 "  begin { foo(); }\n"
                                 "          ^~~~~\n"
                                 "note: did you mean 'for'?\n");
}

// C58: a TAB is four columns in the echo and under it.
TEST(DiagnosticsTest, TabsKeepTheUnderlineInPlace) {
  SourceManager sources;
  DiagnosticEngine engine(sources);
  uint32_t file = sources.add("a.bt", "\t@x");
  engine.error(Span{file, 1, 3}, "e");
  EXPECT_EQ(engine.flush(false), "a.bt:1:2: error: e\n      @x\n      ^~\n");
}

// What is shown of a long line lies around the place, and no character is cut in two.
TEST(DiagnosticsTest, OfALongLineOnlyAPartIsShown) {
  SourceManager sources;
  DiagnosticEngine engine(sources);
  const std::string many(1000, '-');
  auto shown = [&](const std::string &text, uint32_t begin, uint32_t end) {
    engine.error(Span{sources.add("a.bt", text), begin, end}, "e");
    std::string out = engine.flush(false);
    return out.substr(out.find('\n') + 1);
  };
  EXPECT_EQ(shown("@x" + many, 0, 2), "  @x" + many.substr(0, 198) + " ...\n  ^~\n");
  EXPECT_EQ(shown(many + "@x", 1000, 1002),
            "  ... " + many.substr(0, 198) + "@x\n  " + std::string(202, ' ') + "^~\n");
  EXPECT_EQ(shown(many + "@x" + many, 1000, 1002), "  ... " + many.substr(0, 100) + "@x" +
                                                       many.substr(0, 98) + " ...\n  " +
                                                       std::string(104, ' ') + "^~\n");
  EXPECT_EQ(shown(many, 0, 1000),
            "  " + many.substr(0, 200) + " ...\n  ^" + std::string(199, '~') + "\n");
  std::string accents;
  for (unsigned i = 0; i < 150; ++i)
    accents += "\u00e9";
  EXPECT_EQ(shown("-" + accents, 0, 1), "  -" + accents.substr(0, 198) + " ...\n  ^\n");
}

TEST(DiagnosticsTest, ARangeOverSeveralLinesIsUnderlinedOnItsFirst) {
  SourceManager sources;
  DiagnosticEngine engine(sources);
  uint32_t file = sources.add("a.bt", "ab\ncd");
  engine.error(Span{file, 1, 5}, "e");
  EXPECT_EQ(engine.flush(false), "a.bt:1:2: error: e\n  ab\n   ^\n");
}

TEST(DiagnosticsTest, ErrorsComeFirst) {
  SourceManager sources;
  DiagnosticEngine engine(sources);
  engine.warning("w", "second");
  engine.error("first");
  EXPECT_EQ(engine.flush(false), "error: first\nwarning: second\n");
  EXPECT_TRUE(engine.hasErrors());
}

TEST(DiagnosticsTest, WarningsCanBeSilencedByNameButErrorsCannot) {
  SourceManager sources;
  DiagnosticEngine engine(sources);
  engine.disableWarning("unused-map");
  engine.warning("unused-map", "a").note("with its note");
  engine.warning("other", "b");
  engine.error("c");
  EXPECT_EQ(engine.flush(false), "error: c\nwarning: b\n");
}

TEST(SuggestionTest, CloseNamesAreFoundAndDistantOnesAreNot) {
  std::vector<std::string> names = {"sys_enter", "sys_exit", "sched_switch"};
  EXPECT_EQ(closeNames("sys_entr", names), std::vector<std::string>{"sys_enter"});
  EXPECT_TRUE(closeNames("x", names).empty());
  EXPECT_TRUE(closeNames("x", {"x", "y"}).empty()); // Itself, and another name.
  EXPECT_EQ(closeNames("tgdi", {"tgid", "pid"}), std::vector<std::string>{"tgid"});
}

} // namespace
