#!/usr/bin/env python3
"""Copies all scripts of the tests and documents into one folder: corpus.py SOURCE FOLDER.

These are the `.bt` files below test/, the cases of test/conformance and
test/Frontend/diagnostics, and the scripts that stand in documents. Prints their paths."""

import glob
import os
import sys

# Only the kernel ends what runs here; the interpreter would run it for ever.
LEFT_OUT = ["loop-limit.test.bt"]


def scripts_of(source):
    sys.path += [f"{source}/test/conformance", f"{source}/test/docs"]
    import blocks
    import cases

    for path in sorted(glob.glob(f"{source}/test/**/*.bt", recursive=True)):
        if os.path.basename(path) in LEFT_OUT:
            continue
        with open(path, encoding="utf-8", errors="replace") as file:
            yield file.read()
    for path in sorted(glob.glob(f"{source}/test/**/*.cases", recursive=True)):
        yield from (case.script for case in cases.read_cases(path) if not case.missing)
    for path in sorted(glob.glob(f"{source}/**/*.md", recursive=True)):
        if not os.path.relpath(path, source).startswith("build"):
            yield from (block.text for block in blocks.blocks_of(path) if block.language == "bt")


def main():
    source, folder = sys.argv[1:]
    os.makedirs(folder, exist_ok=True)
    for number, script in enumerate(scripts_of(source)):
        path = f"{folder}/{number:04}.bt"
        with open(path, "w", encoding="utf-8") as file:
            file.write(script)
        print(path)


if __name__ == "__main__":
    main()
