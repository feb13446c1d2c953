#!/usr/bin/env python3
"""Writes docs/conformance.md from the cases.

  document.py SOURCE            fail if the page is not what the cases say, or a line has no case
  document.py SOURCE --update   write it

The lines are those of the language's description: L is the language, T its types."""

import collections
import os
import sys

import cases

LINES = {"L": 150, "T": 160}
KINDS = {"L": "The language", "T": "Types"}

HEAD = """# Conformance

Which lines of the language's description hold, each with the test that proves it. This page is written
from the cases in `test/conformance` by `test/conformance/document.py`; [Testing.md](Testing.md) says how
to change a case. A line with several scripts has several rows. *Decision* names the row of
[differences.md](differences.md) that changes what bpftrace does.

"""


def check_lines(all_cases):
    """Errors: lines without a case, cases without a line, numbers that are there twice."""
    names = collections.Counter(case.name for case in all_cases)
    for name, count in names.items():
        if count > 1:
            yield f"{name} has {count} cases: add '.2' to the number of the second"
    numbers = {case.number for case in all_cases}
    wanted = [f"{letter}{n}" for letter, last in LINES.items() for n in range(1, last + 1)]
    yield from (f"{number} has no case" for number in wanted if number not in numbers)
    yield from (f"there is no line {number}" for number in sorted(numbers - set(wanted)))


def _order(case):
    return [int(number) for number in case.name[1:].split(".")]


def _state(case):
    return f"missing: {case.missing}" if case.missing else "holds"


def _row(case):
    meaning = case.meaning.replace("|", "\\|")
    decision = f" (decision {case.decision})" if case.decision else ""
    return f"| {case.name} | {meaning}{decision} | {case.group} | {_state(case)} |"


def page(all_cases):
    sections = []
    for letter, title in KINDS.items():
        rows = [_row(c) for c in sorted(all_cases, key=_order) if c.number[0] == letter]
        table = ["| Line | Meaning | Cases | State |", "| --- | --- | --- | --- |", *rows]
        sections.append(f"## {title}\n\n" + "\n".join(table) + "\n")
    return HEAD + "\n".join(sections)


def main():
    source = sys.argv[1]
    all_cases = cases.cases_below(os.path.join(source, "test", "conformance"))
    errors = list(check_lines(all_cases))
    path = os.path.join(source, "docs", "conformance.md")
    if "--update" in sys.argv[2:]:
        with open(path, "w", encoding="utf-8") as file:
            file.write(page(all_cases))
    elif not os.path.exists(path) or open(path, encoding="utf-8").read() != page(all_cases):
        errors.append("docs/conformance.md is old: run test/conformance/document.py . --update")
    for error in errors:
        print(f"error: {error}")
    sys.exit(bool(errors))


if __name__ == "__main__":
    main()
