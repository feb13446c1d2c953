"""The fenced code blocks of documents, and of the descriptions in operation definitions."""

import os
import re
import textwrap
from dataclasses import dataclass

FENCE = re.compile(r"^(\s*)```(\S*)[ \t]*(.*?)\s*$")


@dataclass
class Block:
    """What stands between two fences. The opening one reads ```LANGUAGE OPTION."""

    path: str
    line: int  # Of its first line of text.
    language: str
    option: str
    text: str

    def place(self):
        return f"{self.path}:{self.line}"


def blocks_of(path):
    """The blocks of one file, in order. A fence that is not closed is an error."""
    found = []
    opened = None
    with open(path, encoding="utf-8") as file:
        for number, line in enumerate(file, 1):
            fence = FENCE.match(line)
            if not fence:
                if opened:
                    opened.text += line
            elif opened is None:
                opened = Block(path, number + 1, fence.group(2), fence.group(3), "")
            elif fence.group(2):
                raise SystemExit(f"{path}:{number}: a block starts inside another")
            else:
                opened.text = textwrap.dedent(opened.text)
                found.append(opened)
                opened = None
    if opened:
        raise SystemExit(f"{opened.place()}: this block has no end")
    return found


def files_below(paths, suffix):
    """Files as they are, folders with all they contain."""
    for path in paths:
        if not os.path.isdir(path):
            yield path
            continue
        for folder, _, names in sorted(os.walk(path)):
            for name in sorted(names):
                if name.endswith(suffix):
                    yield os.path.join(folder, name)
