#!/usr/bin/env python3
"""Checks that docs/Language.md names what the source has: builtins, functions, settings, warnings
and kinds of probes; and that its tables of settings and warnings name nothing else.

  language.py SOURCE"""

import glob
import os
import re
import sys

BUILTIN = re.compile(r'SONDE_BUILTIN\(\w+,\s*"(\w+)"')
SETTING = re.compile(r'^\s*\{"(\w+)",\s*V::', re.M)
# The name of a warning follows its place, if it has one.
WARNING = re.compile(r'\bwarning(?:Once)?\((?:[^";]*,)?\s*"([a-z]+(?:-[a-z]+)*)"')
PROBE_KIND = re.compile(r'\{K::\w+, "(\w+)", \{[^}]*\}, \d+, \d+, true,')
# Said by the passes about themselves, not about a script; see docs/HowTo/NewPass.md.
NOT_FOR_SCRIPTS = {"pass", "lost-events"}
# Written with a number.
FORMS = {"argN": "arg0"}


def read(*path):
    with open(os.path.join(*path), encoding="utf-8") as file:
        return file.read()


def warnings(source):
    found = set()
    for path in glob.glob(os.path.join(source, "lib/**/*.cpp"), recursive=True):
        found.update(WARNING.findall(read(path)))
    return found - NOT_FOR_SCRIPTS


def section(page, title):
    match = re.search(rf"^## {title}\n(.*?)(?=^## |\Z)", page, re.M | re.S)
    return match.group(1) if match else ""


def first_cells(text):
    """The words between backquotes in the first column of a section's tables."""
    rows = [line.split(" | ")[0] for line in text.splitlines() if line.startswith("| `")]
    return set(re.findall(r"`([^`]+)`", "\n".join(rows)))


def compare(what, has, named, both=True):
    yield from (f"docs/Language.md does not name the {what} '{name}'" for name in sorted(has - named))
    if both:
        yield from (f"there is no {what} '{name}'" for name in sorted(named - has))


def main():
    source = sys.argv[1]
    page = re.sub(r"^```.*?^```$", "", read(source, "docs/Language.md"), flags=re.M | re.S)
    titles = ("Builtin values", "Functions of the language", "Maps", "Aggregations", "Parameters")
    calls = "\n".join(section(page, title) for title in titles)
    named = set(re.findall(r"\w+", "\n".join(re.findall(r"`([^`]+)`", calls))))
    builtins = set(BUILTIN.findall(read(source, "lib/Frontend/Builtins.def")))
    builtins = {FORMS.get(name, name) for name in builtins}
    settings = set(SETTING.findall(read(source, "lib/Frontend/Config.cpp")))
    kinds = set(PROBE_KIND.findall(read(source, "lib/Frontend/ProbeKinds.cpp")))
    kinds_named = set(re.findall(r"`(\w+)", section(page, "Probes")))

    errors = [
        *compare("builtin", builtins, named, both=False),
        *compare("setting", settings, first_cells(section(page, "Settings"))),
        *compare("warning", warnings(source), first_cells(section(page, "Messages"))),
        *compare("kind of probe", kinds, kinds_named, both=False),
    ]
    for error in errors:
        print(f"error: {error}")
    if not (builtins and settings and kinds):
        errors.append("the source has another form than this program knows")
        print(f"error: {errors[-1]}")
    sys.exit(bool(errors))


if __name__ == "__main__":
    main()
