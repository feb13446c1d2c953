//===- Words.h - What an editor says about the words of the language ------===//
#ifndef SONDE_LANGUAGESERVER_WORDS_H
#define SONDE_LANGUAGESERVER_WORDS_H

#include <string_view>
#include <vector>

namespace sonde {

/// A builtin value or function, as its documentation has it.
struct Word {
  std::string_view name, form, meaning;
};

const std::vector<Word> &builtinWords();
/// Null if there is no such word. `arg0` and so on are words, too.
const Word *findWord(std::string_view name);

} // namespace sonde

#endif // SONDE_LANGUAGESERVER_WORDS_H
