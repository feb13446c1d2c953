"""The cases of `*.cases` files: what a script must print, or how it must be refused.
docs/Testing.md describes the files."""

import os
import re
import shlex
from dataclasses import dataclass, field

HEADING = re.compile(r"== (\S+) +(.+)")
PLACE = re.compile(r"(?:(?:([^:`]+):)?(\d+):)?(\d+)-(\d+)|`(.+)`(?:#(\d+))?")


@dataclass
class Expected:
    """A diagnostic that must be there."""

    severity: str
    name: str  # Of a warning: what silences it.
    place: str  # As it is written; empty: anywhere.
    facts: list  # Words the message or its notes contain; between '/', patterns.


@dataclass
class Case:
    path: str
    line: int
    name: str  # L75 is a line of the checklist; of its further scripts, L75.2 is the second.
    meaning: str
    script: str = ""
    files: dict = field(default_factory=dict)
    arguments: list = field(default_factory=list)
    options: list = field(default_factory=list)
    environment: dict = field(default_factory=dict)
    writable: list = field(default_factory=list)  # Folders that everybody may write.
    output: list = field(default_factory=list)
    diagnostics: list = field(default_factory=list)
    run_time: list = field(default_factory=list)  # Facts of warnings while the script runs.
    no_warnings: bool = False
    exit: int = None
    meanwhile: str = ""  # A command that is repeated while the script runs.
    decision: str = ""
    missing: str = ""

    @property
    def number(self):
        return self.name.partition(".")[0]

    @property
    def group(self):
        return os.path.splitext(os.path.basename(self.path))[0]

    @property
    def refused(self):
        return any(expected.severity == "error" for expected in self.diagnostics)

    @property
    def status(self):
        return self.exit if self.exit is not None else int(self.refused)


class BadCase(Exception):
    """A file of cases that cannot be understood."""


def _facts(text):
    return [fact.strip() for fact in re.split(r" \| ", text)] if text else []


def _diagnostic(kind, words):
    """`error 15-20: FACTS`, `warning NAME 15-20: FACTS`. The place may be text that contains
    blanks or colons, between backquotes."""
    shape = re.fullmatch(r"(`.+`(?:#\d+)?|[^`\s]+-\d+|)(?:: (.*))?", words)
    name = ""
    if kind == "warning":
        name, _, words = words.partition(" ")
        if name.endswith(":"):  # A warning without a place.
            name, words = name[:-1], ": " + words
        shape = re.fullmatch(r"(`.+`(?:#\d+)?|[^`\s]+-\d+|)(?:: (.*))?", words)
    if not shape:
        raise BadCase(f"not a place and facts: '{words}'")
    return Expected(kind, name, shape.group(1), _facts(shape.group(2)))


class _Reader:
    """Reads one file, line by line; a section's lines go where its directive says."""

    def __init__(self, path):
        self.path, self.cases, self.take = path, [], None

    def heading(self, match, number):
        self.cases.append(Case(self.path, number, *match.groups()))
        self.take = self._add_script

    def _add_script(self, line):
        self.cases[-1].script += line + "\n"

    def _add_output(self, line):
        if line.strip():
            self.cases[-1].output.append(line.strip())

    def directive(self, line):
        case = self.cases[-1]
        word, _, rest = line[3:].partition(" ")
        if word.endswith(":"):
            word, rest = word[:-1], ": " + rest
        self.take = None
        if word == "output":
            self.take = self._add_output
        elif word == "file":
            case.files[rest] = ""
            self.take = lambda text: case.files.update({rest: case.files[rest] + text + "\n"})
        elif word in ("error", "warning", "note"):
            case.diagnostics.append(_diagnostic(word, rest))
        elif word == "run-time":
            case.run_time += _facts(rest.removeprefix(": "))
        elif word == "silent":
            case.no_warnings = True
        elif word == "exit":
            case.exit = int(rest)
        elif word == "arguments":
            case.arguments = shlex.split(rest)
        elif word == "options":
            case.options = shlex.split(rest)
        elif word == "environment":
            case.environment.update(entry.split("=", 1) for entry in shlex.split(rest))
        elif word == "writable":
            case.writable.append(rest)
        elif word == "meanwhile":
            case.meanwhile = rest
        elif word == "decision":
            case.decision = rest
        elif word == "missing":
            case.missing = rest
        else:
            raise BadCase(f"no directive is called '{word}'")

    def line(self, text, number):
        match = HEADING.fullmatch(text)
        if match:
            self.heading(match, number)
        elif text.startswith("-- ") and self.cases:
            self.directive(text)
        elif self.take:
            self.take(text)
        elif self.cases and text.strip():
            raise BadCase(f"this line belongs to nothing: '{text}'")


def read_cases(path):
    """The cases of a file. What stands in front of the first is a comment."""
    reader = _Reader(path)
    with open(path, encoding="utf-8") as file:
        for number, text in enumerate(file, 1):
            try:
                reader.line(text.rstrip("\n"), number)
            except (BadCase, ValueError) as reason:
                raise BadCase(f"{path}:{number}: {reason}") from None
    for case in reader.cases:
        case.script = case.script.strip("\n")
        if not case.script:
            raise BadCase(f"{path}:{case.line}: {case.name} has no script")
    return reader.cases


def files_below(folder):
    for place, _, names in sorted(os.walk(folder)):
        for name in sorted(names):
            if name.endswith(".cases"):
                yield os.path.join(place, name)


def cases_below(folder):
    """All cases of a folder, by file and place."""
    return [case for path in files_below(folder) for case in read_cases(path)]
