#!/usr/bin/env python3
"""Runs the code in documents.

  check.py mlir|bt|json|ods FILE_OR_FOLDER... [--kernel FOLDER]
  check.py run|sh FILE_OR_FOLDER...

In documents (*.md): ```mlir is a whole module and must verify; ```mlir fragment is completed first
(fragment.py). ```bt is a script that must compile; ```bt refused is one that must not, and a
```text block right behind it is what is said then. ```bt run PARAMETER... is also run with `sonde -q`,
and prints what a ```text block right behind it shows. ```json is one value or several. ```sh run is
run as it stands, in the root of the source, with the tools on the PATH. ```c NAME and
```bt file NAME are files that later scripts of the document import. In operation definitions (`ods`, *.td), ```mlir is a
fragment. Everything else is not looked at."""

import argparse
import json
import os
import shlex
import subprocess
import sys
import tempfile

from blocks import blocks_of, files_below
from fragment import Fragment

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
SECONDS = 60
UNFINISHED = "not supported by this version"


def run(command, folder, text=None):
    return subprocess.run(
        command, cwd=folder, input=text, capture_output=True, text=True, timeout=SECONDS
    )


def check_module(block, context):
    done = run(["sonde-opt", "-o", "module.out", "-"], context.folder, block.text)
    return None if done.returncode == 0 else done.stderr


def check_fragment(block, context):
    fragment = Fragment(block.text)
    while True:
        done = run(["sonde-opt", "--allow-unregistered-dialect", "-o", "fragment.out", "-"],
                   context.folder, fragment.complete())  # fmt: skip
        if done.returncode == 0 or fragment.lacks_only_symbols(done.stderr):
            return None
        if not fragment.learn(done.stderr):
            return done.stderr + fragment.complete()


def check_mlir(block, context):
    return (check_fragment if block.option == "fragment" else check_module)(block, context)


def check_script(block, context):
    context.write("script.bt", block.text)
    kernel = [f"--kernel={context.kernel}"] if context.kernel else []
    parameters = shlex.split(block.option)[1:]
    done = run(["sonde", *kernel, "--stop-after=object", "script.bt", *parameters], context.folder)
    if block.option != "refused":
        return None if done.returncode == 0 else done.stderr
    if done.returncode == 0:
        return "this script compiles, but the document says that it does not"
    following = context.following(block)
    if following and following.language == "text" and following.text.strip() != done.stderr.strip():
        return f"the document shows another message than\n{done.stderr}"
    if not (following and following.language == "text") and UNFINISHED in done.stderr:
        return f"this is refused for another reason\n{done.stderr}"
    return None if "error:" in done.stderr else f"no error was shown\n{done.stderr}"


def lines_of(text):
    return [line.strip() for line in text.splitlines() if line.strip()]


def check_run(block, context):
    context.write("script.bt", block.text)
    parameters = shlex.split(block.option)[1:]
    done = run(["sonde", "-q", "script.bt", *parameters], context.folder)
    if done.returncode != 0:
        return f"exit status {done.returncode}\n{done.stdout}{done.stderr}"
    following = context.following(block)
    if not following or following.language != "text":
        return "no block shows what this script prints"
    if lines_of(following.text) != lines_of(done.stdout):
        return f"the document shows another output than\n{done.stdout}"
    return None


def check_json(block, context):
    decoder, text = json.JSONDecoder(), block.text.strip()
    try:
        while text:
            text = text[decoder.raw_decode(text)[1] :].lstrip()
    except ValueError as error:
        return str(error)
    return None


def check_commands(block, context):
    done = run(["sh", "-eu"], ROOT, block.text)
    if done.returncode != 0:
        return f"exit status {done.returncode}\n{done.stdout}{done.stderr}"
    return None if done.stdout or done.stderr else "nothing was printed"


CHECKS = {
    "mlir": ("mlir", ("", "fragment"), check_mlir),
    "bt": ("bt", ("", "refused", "run"), check_script),
    "run": ("bt", ("run",), check_run),
    "json": ("json", ("",), check_json),
    "sh": ("sh", ("run",), check_commands),
    "ods": ("mlir", ("",), check_fragment),
}


class Context:
    """The document that is being read, and a folder for its files."""

    def __init__(self, blocks, folder, kernel):
        self.blocks, self.folder, self.kernel = blocks, folder, kernel

    def following(self, block):
        index = self.blocks.index(block) + 1
        return self.blocks[index] if index < len(self.blocks) else None

    def write(self, name, text):
        with open(os.path.join(self.folder, name), "w", encoding="utf-8") as file:
            file.write(text)

    def keep(self, block):
        """Writes a block that is a file for later ones."""
        first, _, rest = block.option.partition(" ")
        if block.language == "c" and first:
            self.write(first, block.text)
        elif block.language == "bt" and first == "file":
            self.write(rest, block.text)


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("what", choices=CHECKS)
    parser.add_argument("paths", nargs="+")
    parser.add_argument("--kernel")
    options = parser.parse_args()
    language, variants, check = CHECKS[options.what]

    checked = failed = 0
    for path in files_below(options.paths, ".td" if options.what == "ods" else ".md"):
        blocks = blocks_of(path)
        with tempfile.TemporaryDirectory() as folder:
            context = Context(blocks, folder, options.kernel)
            for block in blocks:
                context.keep(block)
                if block.language != language or block.option.partition(" ")[0] not in variants:
                    continue
                checked += 1
                problem = check(block, context)
                if problem:
                    failed += 1
                    print(f"{block.place()}: {problem.rstrip()}\n{block.text}")
    print(f"{checked} blocks checked, {failed} failed")
    sys.exit(1 if failed or not checked else 0)


if __name__ == "__main__":
    main()
