#!/usr/bin/env python3
"""Checks the tables in docs/Pipeline.md that are made from the source.

  tables.py SOURCE            compares; prints what differs
  tables.py SOURCE --update   writes them

Between `<!-- table: NAME -->` and `<!-- end -->` stand: `stages` (lib/Compiler/Stages.def) and
`passes` (lib/Transforms/Pipelines/Pipelines.cpp, with the summaries of the Passes.td beside it).
Every pass of a Passes.td has a heading in docs/Passes.md, and no other pass has."""

import argparse
import difflib
import glob
import os
import re
import sys

STAGE_ROW = re.compile(r'SONDE_STAGE\(\w+, "([\w-]+)", "([^"]*)"\)')
PASS_ROW = re.compile(r'\{S::(\w+), A::(\w+), R::(\w+), "([^"]+)"\}')
STAGE_NAME = re.compile(r'"(tracing-\w+|convert|bpf-\w+|llvm)",')
DEFINITION = re.compile(r'Pass<"([\w-]+)".*?let summary = "([^"]*)"', re.S)
REGION = re.compile(r"<!-- table: (\w+) -->\n(.*?)<!-- end -->\n", re.S)

# Passes of MLIR itself.
BORROWED = {
    "mem2reg": "turn variables into values",
    "canonicalize": "fold and simplify",
    "sccp": "propagate constants through branches",
    "cse": "merge equal computations",
}
# The members of PassStage in the order of their names in Pipelines.cpp.
STAGES = ["Check", "Opt", "Plan", "Convert", "BPFOpt", "BPFCheck", "LLVM"]


def read(*path):
    with open(os.path.join(*path), encoding="utf-8") as file:
        return file.read()


def cell(text):
    return text.replace("|", "\\|")


def stages(source):
    rows = STAGE_ROW.findall(read(source, "lib/Compiler/Stages.def"))
    return ["| Stage | Shows |", "| --- | --- |"] + [
        f"| `{name}` | {cell(meaning)} |" for name, meaning in rows
    ]


def definitions(source):
    """The summary of each pass of ours."""
    found = {}
    for path in sorted(glob.glob(os.path.join(source, "lib/Transforms/*/Passes.td"))):
        found.update(DEFINITION.findall(read(path)))
    return found


def passes(source):
    text = read(source, "lib/Transforms/Pipelines/Pipelines.cpp")
    names = STAGE_NAME.findall(text[text.index("kStageNames[kPassStages]") :])[: len(STAGES)]
    stage_names = dict(zip(STAGES, names))
    summaries = {**BORROWED, **definitions(source)}
    lines = ["| Stage | Pass | Role | On | Does |", "| --- | --- | --- | --- | --- |"]
    before = None
    for stage, anchor, role, name in PASS_ROW.findall(text):
        bare = name.split("{")[0]
        if bare not in summaries:
            sys.exit(f"error: '{bare}' is in no Passes.td")
        shown = "" if stage == before else f"`{stage_names[stage]}`"
        does = cell(summaries[bare])
        lines.append(f"| {shown} | `{name}` | {role.lower()} | {anchor.lower()} | {does} |")
        before = stage
    return lines


def check_headings(source):
    headings = set(re.findall(r"^### `([^`]+)`$", read(source, "docs/Passes.md"), re.M))
    different = sorted(headings ^ set(definitions(source)))
    if different:
        sys.exit("error: docs/Passes.md and the definitions differ in: " + ", ".join(different))


TABLES = {"stages": stages, "passes": passes}


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("source")
    parser.add_argument("--update", action="store_true")
    options = parser.parse_args()
    path = os.path.join(options.source, "docs", "Pipeline.md")
    old = read(path)

    def renew(match):
        rows = TABLES[match.group(1)](options.source)
        return f"<!-- table: {match.group(1)} -->\n\n" + "\n".join(rows) + "\n\n<!-- end -->\n"

    new, count = REGION.subn(renew, old)
    if count != len(TABLES):
        sys.exit(f"error: {path} has {count} tables, not {len(TABLES)}")
    if options.update:
        with open(path, "w", encoding="utf-8") as file:
            file.write(new)
    elif new != old:
        sys.stdout.writelines(difflib.unified_diff(
            old.splitlines(True), new.splitlines(True), "docs/Pipeline.md", "as the source has it",
            n=0))  # fmt: skip
        sys.exit("error: run test/docs/tables.py SOURCE --update")
    check_headings(options.source)
    print(f"{count} tables agree with the source")


if __name__ == "__main__":
    main()
