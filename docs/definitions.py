#!/usr/bin/env python3
"""Writes pages from the lists of macros that the compiler includes.

  definitions.py SOURCE FOLDER"""

import os
import re
import sys

PAGES = {
    "Helpers.md": (
        "dialect/BPF/IR/Helpers.def",
        "BPF helpers",
        "SONDE_HELPER",
        ["Helper", "Number", "Result", "Arguments", "Available", "Programs", "License", "Effects"],
    ),
    "Features.md": (
        "dialect/BPF/IR/Features.def",
        "Features of kernels",
        "SONDE_FEATURE",
        ["Feature", "Major", "Minor", "Meaning"],
    ),
    "Builtins.md": (
        "lib/Frontend/Builtins.def",
        "Values and functions of the language",
        "SONDE_BUILTIN",
        ["", "Name", "Fewest", "Most", "Arguments", "Result", "Needs"],
    ),
}


def fields(text):
    """Splits a macro's arguments at the commas that are in no parentheses or quotes."""
    found, depth, quoted, current = [], 0, False, ""
    for char in text:
        quoted ^= char == '"'
        depth += 0 if quoted else {"(": 1, ")": -1}.get(char, 0)
        if char == "," and depth == 0 and not quoted:
            found.append(current)
            current = ""
        else:
            current += char
    return [field.strip().strip('"').replace("|", "\\|") for field in found + [current]]


def comment(text):
    """The file's opening comment: it says what the columns mean."""
    lines = []
    for line in text.splitlines():
        if not line.startswith("//"):
            break
        lines.append(line[2:].removeprefix(" "))
    return "\n".join(line for line in lines if not line.startswith("===")).strip()


def page(source, path, title, macro, columns):
    with open(os.path.join(source, path), encoding="utf-8") as file:
        text = file.read()
    rows = re.findall(rf"^{macro}\((.*)\)$", text, re.M)
    if not rows:
        sys.exit(f"error: {path} has no rows")
    lines = [f"# {title}", "", f"Made from `{path}`:", "", "```text", comment(text), "```", ""]
    lines += ["| " + " | ".join(columns) + " |", "|" + " --- |" * len(columns)]
    for row in rows:
        cells = fields(row)
        if len(cells) != len(columns):
            sys.exit(f"error: {path}: {len(columns)} fields were expected in {macro}({row})")
        lines.append("| " + " | ".join(cells) + " |")
    return "\n".join(lines) + "\n"


def main():
    source, folder = sys.argv[1:]
    for name, definition in PAGES.items():
        with open(os.path.join(folder, name), "w", encoding="utf-8") as file:
            file.write(page(source, *definition))


if __name__ == "__main__":
    main()
