#!/usr/bin/env python3
"""Formats every script of the source: files, documents, and tests that are scripts; or generated ones.

  format-corpus.py SOURCE FOLDER [GENERATOR COUNT]

Formatting the result again must change nothing, the tree must be the same, and no word of a comment
may be lost. Scripts with errors are only counted."""

import os
import re
import subprocess
import sys

source, folder, *generator = sys.argv[1:]
sys.path.insert(0, os.path.join(source, "test", "docs"))
import blocks  # noqa: E402

# Text first, so that what looks like a comment in it is none.
COMMENT = re.compile(r'"(?:\\.|[^"\\\n])*"|//[^\n]*|/\*.*?(?:\*/|\Z)', re.DOTALL)


def generated(program, count):
    for seed in range(1, int(count) + 1):
        command = [program, "print", f"--seed={seed}"]
        yield f"seed {seed}", subprocess.run(command, capture_output=True, text=True, check=True).stdout


def scripts():
    """Name and text of each script."""
    if generator:
        yield from generated(*generator)
        return
    for path in blocks.files_below([os.path.join(source, "test")], ".bt"):
        yield path, open(path, encoding="utf-8").read()
    for path in blocks.files_below([os.path.join(source, "docs"), os.path.join(source, "README.md")], ".md"):
        for block in blocks.blocks_of(path):
            if block.language == "bt":
                yield block.place(), block.text
    for path in blocks.files_below([os.path.join(source, "test")], ".test"):
        text = open(path, encoding="utf-8").read()
        if text.startswith("//"):  # A test whose file is its script.
            yield path, text


def comment_words(text):
    comments = (found for found in COMMENT.findall(text) if not found.startswith('"'))
    return re.findall(r"\w+", " ".join(comments))


def tree(path):
    done = subprocess.run(["sonde", "-d", "ast", "--stop-after=ast", path], capture_output=True, text=True, errors="surrogateescape")
    return done.stdout


def read(path):
    with open(path, encoding="utf-8") as file:
        return file.read()


def run_format(paths):
    return subprocess.run(["sonde", "--fmt", "--in-place", *paths], capture_output=True, text=True)


def main():
    os.makedirs(folder, exist_ok=True)
    names, paths, before = [], [], []
    for number, (name, text) in enumerate(scripts()):
        path = os.path.join(folder, f"{number}.bt")
        with open(path, "w", encoding="utf-8") as file:
            file.write(text)
        names.append(name)
        paths.append(path)
        before.append((text, tree(path)))
    errors = run_format(paths).stderr
    if "fault of sonde" in errors:
        sys.exit(errors)
    wrong = set(re.findall(r"^(\S+\.bt):\d+:\d+: error:", errors, re.MULTILINE))
    good = [index for index, path in enumerate(paths) if path not in wrong]
    after = {index: read(paths[index]) for index in good}
    failed = run_format([paths[index] for index in good]).returncode
    for index in good:
        text, old_tree = before[index]
        for what, differs in (
            ("changes when it is formatted again", read(paths[index]) != after[index]),
            ("has another tree", tree(paths[index]) != old_tree),
            ("has lost a comment", comment_words(after[index]) != comment_words(text)),
        ):
            if differs:
                print(f"{names[index]} {what}")
                failed = 1
    print(f"{len(good)} scripts formatted, {len(wrong)} with errors")
    sys.exit(failed or not good)


main()
