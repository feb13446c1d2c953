#!/usr/bin/env python3
"""Checks that docs/dependencies.md and cmake/prepare.sh name the same packages.

  packages.py SOURCE"""

import os
import re
import sys

LIST = re.compile(r'^(?:test_)?packages="([^"]*)"', re.M)
ROW = re.compile(r"^\| (`[^|]*) \|", re.M)


def main():
    def read(*path):
        with open(os.path.join(sys.argv[1], *path), encoding="utf-8") as file:
            return file.read()

    installed = set(" ".join(LIST.findall(read("cmake", "prepare.sh"))).split())
    documented = set(re.findall(r"`([^`]+)`", " ".join(ROW.findall(read("docs/dependencies.md")))))
    for package in sorted(installed - documented):
        print(f"'{package}' is installed, but not in docs/dependencies.md")
    for package in sorted(documented - installed):
        print(f"'{package}' is in docs/dependencies.md, but not installed")
    print(f"{len(installed)} packages")
    sys.exit(1 if installed != documented or not installed else 0)


if __name__ == "__main__":
    main()
