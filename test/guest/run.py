#!/usr/bin/env python3
"""Runs shell commands in a guest with another kernel.

  run.py KERNEL [--program FILE]... [--file FILE]... COMMANDS

KERNEL is 6.1 or 6.12. Programs are found in the guest's PATH, files in the folder where the
commands run. Standard output may be binary. The exit status is that of the commands."""

import argparse
import os
import sys
import tempfile

import guest


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("kernel", choices=guest.KERNELS)
    parser.add_argument("--program", action="append", default=[], metavar="FILE")
    parser.add_argument("--file", action="append", default=[], metavar="FILE")
    parser.add_argument("--seconds", type=int, default=120)
    parser.add_argument("commands")
    options = parser.parse_args()

    files = {os.path.basename(path): path for path in options.file}
    script = guest.Script("commands", options.commands, files, options.seconds)
    with tempfile.TemporaryDirectory() as work:
        try:
            outcomes, console = guest.boot(options.kernel, options.program, [script], work)
        except guest.Unavailable as reason:
            sys.exit(f"error: {reason}")
    outcome = outcomes.get("commands")
    if not outcome:
        sys.exit(f"error: the guest stopped before the commands ended\n{console}")
    sys.stdout.buffer.write(outcome.stdout)
    sys.stderr.buffer.write(outcome.stderr)
    sys.exit(outcome.status)


if __name__ == "__main__":
    main()
