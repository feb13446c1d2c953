#!/usr/bin/env python3
"""Checks what each library includes against the layering table.

  layering.py SOURCE [--table FILE]

The table is the one in docs/Architecture.md whose second column is "May use": it names folders,
single headers and outside libraries in backquotes. A folder may always use itself; the row with
the longest matching folder decides. Prints each violation as FILE:LINE."""

import argparse
import os
import re
import sys

# How an outside library is recognised by what is included. Everything else outside the tree is
# the C++ standard library or the system's C headers, which all may use.
OUTSIDE = {
    "Clang": ("clang/",),
    "MLIR": ("mlir/",),
    "LLVM": ("llvm/", "llvm-c/"),
    "libbpf": ("bpf/",),
    "libdw": ("dwarf.h", "elfutils/libdw"),
    "libelf": ("libelf.h", "gelf.h", "elfutils/"),
    "nlohmann-json": ("nlohmann/",),
    "CLI11": ("CLI/",),
}
IMPLIED = {"MLIR": ("LLVM",), "Clang": ("LLVM",)}  # Their headers need the others'.
CHECKED = ("lib", "dialect", "tools")
SUFFIXES = (".h", ".cpp", ".td", ".def")

ROW = re.compile(r"^\|\s*`((?:lib|dialect|tools)[\w/]*)`\s*\|(.*)\|\s*$")
INCLUDE = re.compile(r'^\s*#?\s*include\s+[<"]([^>"]+)[>"]')


def read_table(path):
    """The rows by folder: what it may use."""
    table = {}
    inside = False
    with open(path, encoding="utf-8") as file:
        for line in file:
            inside = line.startswith("|") and (inside or "| May use |" in line)
            row = ROW.match(line)
            if not inside or not row:
                continue
            uses = re.findall(r"`([^`]+)`", row.group(2))
            for use in list(uses):
                uses += IMPLIED.get(use, ())
            table[row.group(1)] = uses
    return table


def within(path, folder):
    return path == folder or path.startswith(folder + "/")


def row_of(path, table):
    folders = [folder for folder in table if within(path, folder)]
    return max(folders, key=len) if folders else None


def outside_library(path):
    for name, prefixes in OUTSIDE.items():
        if path.startswith(prefixes):
            return name
    return None


def allowed(included, folder, table):
    uses = table[folder]
    if any(within(included, top) for top in CHECKED):
        return (
            row_of(included, table) == folder
            or "everything" in uses
            or any(within(included, use) for use in uses)
        )
    library = outside_library(included)
    return library is None or "everything" in uses or library in uses


def sources(root):
    for top in CHECKED:
        for folder, _, files in os.walk(os.path.join(root, top)):
            for name in sorted(files):
                if name.endswith(SUFFIXES):
                    yield os.path.relpath(os.path.join(folder, name), root)


def violations(root, table):
    for path in sources(root):
        folder = row_of(path, table)
        if folder is None:
            yield f"{path}:1: the layering table has no row for this folder"
            continue
        with open(os.path.join(root, path), encoding="utf-8") as file:
            for number, line in enumerate(file, 1):
                include = INCLUDE.match(line)
                if include and not allowed(include.group(1), folder, table):
                    yield f"{path}:{number}: '{folder}' may not use '{include.group(1)}'"


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("source")
    parser.add_argument("--table")
    options = parser.parse_args()
    table = read_table(options.table or os.path.join(options.source, "docs", "Architecture.md"))
    if not table:
        sys.exit("error: no layering table was found")
    found = list(violations(options.source, table))
    for violation in found:
        print(violation)
    count = sum(1 for _ in sources(options.source))
    print(f"{count} files, {len(table)} rows, {len(found)} violations")
    sys.exit(1 if found or not count else 0)


if __name__ == "__main__":
    main()
