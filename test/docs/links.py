#!/usr/bin/env python3
"""Checks that what documents point to exists.

  links.py ROOT

Looks at links to files, at links to headings, and at paths in backquotes that begin with a folder
of the source. A path that holds an upper-case placeholder in angle brackets, a star or an ellipsis
is a pattern and is not looked at."""

import os
import re
import sys

LINK = re.compile(r"\[[^\]]*\]\(([^)\s]+)\)")
PATH = re.compile(r"`((?:lib|dialect|tools|test|cmake|docs|examples|bench)/[^`\s]*)`")
FENCED = re.compile(r"^```.*?^```", re.M | re.S)


def anchors(path):
    """The headings of a document as links name them."""
    with open(path, encoding="utf-8") as file:
        text = FENCED.sub("", file.read())
    headings = re.findall(r"^#+\s+(.*)$", text, re.M)
    return {re.sub(r"[^\w\- ]", "", h).strip().lower().replace(" ", "-") for h in headings}


def problems(root, document):
    with open(os.path.join(root, document), encoding="utf-8") as file:
        lines = file.read().splitlines()
    fenced = False
    for number, line in enumerate(lines, 1):
        if line.lstrip().startswith("```"):
            fenced = not fenced
        if fenced:
            continue
        for target in LINK.findall(line):
            if "://" in target:
                continue
            name, _, anchor = target.partition("#")
            path = os.path.join(root, os.path.dirname(document), name) if name else None
            path = os.path.normpath(path or os.path.join(root, document))
            if not os.path.exists(path):
                yield f"{document}:{number}: there is no '{target}'"
            elif anchor and anchor not in anchors(path):
                yield f"{document}:{number}: '{name or document}' has no heading '{anchor}'"
        for path in PATH.findall(line):
            if not re.search(r"[<*…]", path) and not os.path.exists(os.path.join(root, path)):
                yield f"{document}:{number}: there is no '{path}'"


def documents(root):
    for folder, _, names in os.walk(os.path.join(root, "docs")):
        for name in names:
            if name.endswith(".md"):
                yield os.path.relpath(os.path.join(folder, name), root)
    yield from (name for name in os.listdir(root) if name.endswith(".md"))


def main():
    root = sys.argv[1]
    names = sorted(documents(root))
    found = [problem for name in names for problem in problems(root, name)]
    print("\n".join(found + [f"{len(names)} documents, {len(found)} problems"]))
    sys.exit(1 if found or not names else 0)


if __name__ == "__main__":
    main()
