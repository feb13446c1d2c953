#!/usr/bin/env python3
"""Runs cases without lit, and shows what is wrong with them.

  run.py SONDE [NUMBER_OR_FILE...]   run all cases, or those of these numbers or files

Exit status 0 when everything is as the cases say."""

import concurrent.futures
import os
import sys

import cases
import checker

HERE = os.path.dirname(os.path.abspath(__file__))


def chosen(words):
    for case in cases.cases_below(HERE):
        if not words or {case.name, case.number, case.group} & set(words):
            yield case


def state(case, faults):
    if case.missing:
        return "missing" if faults else "works, though it is marked as missing"
    return "wrong" if faults else "right"


def main():
    sonde, words = os.path.abspath(sys.argv[1]), sys.argv[2:]
    todo = list(chosen(words))
    bad = 0
    with concurrent.futures.ThreadPoolExecutor(2) as pool:
        results = pool.map(lambda case: checker.Run(case, sonde).faults(), todo)
        for case, (faults, printed) in zip(todo, results):
            known = state(case, faults)
            bad += known not in ("right", "missing")
            if words or known not in ("right", "missing"):
                print(f"{case.name}: {known} {case.missing}".rstrip())
            if faults and (words or not case.missing):
                print(f"  {case.script}")
                print("  " + "\n".join([*faults, printed]).replace("\n", "\n  "))
    print(f"{len(todo)} cases, {bad} not as they say")
    sys.exit(bad != 0)


if __name__ == "__main__":
    main()
