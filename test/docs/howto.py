#!/usr/bin/env python3
"""Makes the edits of the how-tos that can be made from their text, in a copy, and compiles them.

  howto.py SOURCE BUILD CXX WORK [HOWTO_FOLDER]

The pass of NewPass.md is defined and compiled, the operation of NewOp.md defined; rows of lists of
macros have the fields that the lists have."""

import os
import shutil
import subprocess
import sys

source, build, cxx, work = sys.argv[1:5]
howto = sys.argv[5] if len(sys.argv) > 5 else os.path.join(source, "docs", "HowTo")
sys.path += [os.path.join(source, "docs")]
sys.dont_write_bytecode = True
TBLGEN = shutil.which("mlir-tblgen")
LLVM_HEADERS = os.path.join(os.path.dirname(TBLGEN), "..", "include")

from blocks import blocks_of, files_below  # noqa: E402
from definitions import PAGES, fields  # noqa: E402


def only(name, language):
    """The one block of a language in a how-to."""
    found = [b for b in blocks_of(os.path.join(howto, name)) if b.language == language]
    if not found:
        sys.exit(f"error: {name} has no {language} block")
    return found[0].text


def read(path):
    with open(os.path.join(source, path), encoding="utf-8") as file:
        return file.read()


def write(path, text):
    path = os.path.join(work, path)
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "w", encoding="utf-8") as file:
        file.write(text)
    return path


def run(what, *command):
    done = subprocess.run(command, capture_output=True, text=True)
    if done.returncode != 0:
        sys.exit(f"error: {what}\n{done.stderr}")
    print(f"{what}: fine")


def tblgen(what, definitions, *options):
    run(what, TBLGEN, *options, "-I", source, "-I", LLVM_HEADERS, definitions)


def main():
    folder = "lib/Transforms/Tracing"
    definition = read(f"{folder}/Passes.td")
    marker = "#endif // SONDE_TRANSFORMS_TRACING_PASSES"
    passes = write(f"{folder}/Passes.td",
                   definition.replace(marker, only("NewPass.md", "tablegen") + marker))  # fmt: skip
    write(f"{folder}/Passes.h", read(f"{folder}/Passes.h"))
    tblgen("the pass is defined", passes, "-gen-pass-decls", "-name", "Tracing",
           "-o", os.path.join(work, folder, "Passes.h.inc"))  # fmt: skip
    cpp = write("NewPass.cpp", only("NewPass.md", "cpp"))
    run("the pass compiles", cxx, "-std=c++17", "-fsyntax-only", "-fno-exceptions", "-I", work,
        "-I", source, "-I", build, "-isystem", LLVM_HEADERS, cpp)  # fmt: skip

    include = 'include "dialect/Tracing/IR/TracingValueOps.td"\n'
    op = write("NewOp.td", include + only("NewOp.md", "tablegen"))
    tblgen("the operation is defined", op, "-gen-op-decls", "-o", os.path.join(work, "NewOp.inc"))

    columns = {macro: names for _, _, macro, names in PAGES.values()}
    for path in files_below([howto], ".md"):
        for block in (b for b in blocks_of(path) if b.text.startswith("SONDE_")):
            macro, _, rest = block.text.strip().partition("(")
            if not rest.endswith(")") or len(fields(rest[:-1])) != len(columns[macro]):
                sys.exit(f"error: {block.place()}: {macro} has {len(columns[macro])} fields")
            print(f"{macro}: fine")


if __name__ == "__main__":
    main()
