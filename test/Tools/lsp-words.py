"""Compares the builtins with what the language server knows about them. lsp-words.py SOURCE"""

import os
import re
import sys


def names(path, macro, column):
    with open(os.path.join(sys.argv[1], path), encoding="utf-8") as file:
        rows = re.findall(rf"^{macro}\((.*)$", file.read(), re.MULTILINE)
    return [re.findall(r'"([^"]*)"', row)[column] for row in rows]


builtins = names("lib/Frontend/Builtins.def", "SONDE_BUILTIN", 0)
words = names("lib/LanguageServer/Words.def", "SONDE_WORD", 0)
missing = [name for name in builtins if name not in words and name != "argN"]
twice = sorted({name for name in words if words.count(name) > 1})
print(f"{len(words)} words, {len(missing)} builtins without one, {len(twice)} twice", *missing, *twice)
