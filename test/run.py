#!/usr/bin/env python3
"""Runs all test suites of a build and says what came of them.

  run.py BUILD [FOLDER_OR_FILE...]

Exit status 0 when no test failed. The last lines give the totals, for each test that
could not run here the reason, and for each that is known to fail what is missing."""

import collections
import json
import os
import re
import subprocess
import sys

import host

LIT = os.environ.get("LLVM_EXTERNAL_LIT", "/usr/lib/llvm-19/build/utils/lit/lit.py")
PASSED = {"PASS", "FLAKYPASS", "XFAIL"}


def reason(test):
    """Why a test was not run, in words."""
    features = re.search(r"unavailable features: (.*)", test["output"])
    if features:
        names = [name.strip(" '") for name in features.group(1).split(",")]
        known = host.features()
        return "; ".join(known.get(name) or f"needs '{name}'" for name in names)
    return test["output"].strip().splitlines()[-1] if test["output"].strip() else "not said"


def main():
    build, only = sys.argv[1], sys.argv[2:]
    results = os.path.join(build, "test-results.json")
    if os.path.exists(results):
        os.remove(results)
    suites = only or [os.path.join(build, "test"), os.path.join(build, "unittests")]
    status = subprocess.run([sys.executable, LIT, "-sv", "-j2", "-o", results, *suites]).returncode
    if not os.path.exists(results):
        sys.exit(status or 1)
    with open(results) as file:
        tests = json.load(file)["tests"]

    unsupported, missing = collections.defaultdict(list), collections.defaultdict(list)
    failed = []
    passed = 0
    for test in tests:
        if test["code"] in PASSED:
            passed += test["code"] != "XFAIL"
            if test["code"] == "XFAIL":
                missing[test["output"].strip()].append(test["name"].rpartition("/")[2])
        elif test["code"] == "UNSUPPORTED":
            unsupported[reason(test)].append(test["name"])
        elif test["code"] != "EXCLUDED":
            failed.append(test["name"])

    print()
    for why, names in sorted(unsupported.items()):
        print(f"unsupported ({why}):")
        for name in sorted(names):
            print(f"  {name}")
    for why, names in sorted(missing.items()):
        print(f"known to fail ({why}): {' '.join(names)}")
    for name in failed:
        print(f"failed: {name}")
    skipped = sum(len(names) for names in unsupported.values())
    print(f"unsupported tests have their reason above: {skipped}")
    known = sum(len(names) for names in missing.values())
    print(f"{passed} passed, {len(failed)} failed, {known} known to fail, {skipped} skipped")
    sys.exit(1 if failed or status or not passed + known else 0)


if __name__ == "__main__":
    main()
