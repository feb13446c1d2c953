#!/usr/bin/env python3
"""Runs cases without lit, and shows what is wrong with them. Exit status 0 when everything is as
the cases say."""

import argparse
import concurrent.futures
import os
import sys

import cases
import checker

HERE = os.path.dirname(os.path.abspath(__file__))


def arguments():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("sonde", help="the program to test")
    parser.add_argument("names", nargs="*", help="numbers of cases, or names of their files; all")
    parser.add_argument("--folder", default=HERE, help="where the cases are")
    parser.add_argument("--option", action="append", default=[], help="given to sonde, too")
    return parser.parse_intermixed_args()


def state(case, faults):
    if case.missing:
        return f"missing: {case.missing}" if faults else "works, but is marked as missing"
    return "wrong" if faults else "right"


def main():
    given = arguments()
    sonde, names = os.path.abspath(given.sonde), set(given.names)
    todo = [case for case in cases.cases_below(given.folder)
            if not names or {case.name, case.number, case.group} & names]  # fmt: skip
    bad = 0
    with concurrent.futures.ThreadPoolExecutor(2) as pool:
        results = pool.map(lambda case: checker.Run(case, sonde, given.option).faults(), todo)
        for case, (faults, printed) in zip(todo, results):
            expected = bool(faults) == bool(case.missing)
            bad += not expected
            if names or not expected:
                print(f"{case.name}: {state(case, faults)}")
            if faults and (names or not expected):
                print("  " + "\n".join([case.script, *faults, printed]).replace("\n", "\n  "))
    print(f"{len(todo)} cases, {bad} not as they say")
    sys.exit(bad != 0)


if __name__ == "__main__":
    main()
