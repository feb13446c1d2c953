//===- Words.cpp - What an editor says about the words of the language ----===//
#include "lib/LanguageServer/Words.h"

namespace sonde {

const std::vector<Word> &builtinWords() {
  static const std::vector<Word> kWords = {
#define SONDE_WORD(NAME, FORM, MEANING) {NAME, FORM, MEANING},
#include "lib/LanguageServer/Words.def"
#undef SONDE_WORD
  };
  return kWords;
}

const Word *findWord(std::string_view name) {
  static constexpr Word kArgument = {"argN", "arg0, arg1, ...", "an argument, as it was passed"};
  for (const Word &word : builtinWords())
    if (word.name == name)
      return &word;
  bool isArgument = name.size() > 3 && name.substr(0, 3) == "arg" &&
                    name.find_first_not_of("0123456789", 3) == std::string_view::npos;
  return isArgument || name == "argN" ? &kArgument : nullptr;
}

} // namespace sonde
