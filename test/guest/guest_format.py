"""A lit test format: every `*.guest` file is one test per kernel, and all tests of a kernel
share one boot. docs/HowTo/GuestTests.md describes the files."""

import fcntl
import json
import os
import re
import subprocess
import time

import lit.formats
import lit.Test

import guest

# What a test of `sonde` may run in the guest, as far as it is built.
PROGRAMS = ("sonde", "sonde-run")
DIRECTIVE = re.compile(r"#\s*(HOST|GUEST|KERNELS|SECONDS):\s?(.*)")

# In front of every test's commands: the first that fails ends it, and what it says is checked
# like its output.
PREAMBLE = """set -e
exec 2>&1
# Opens files over and over until the calling script is done.
open_files() {
  while :; do cat ${*:-/etc/hostname} >/dev/null 2>&1 || :; done &
  trap "kill $!" EXIT
}
"""


class Case:
    """A test file, taken apart."""

    def __init__(self, path):
        self.path = path
        self.name = os.path.splitext(os.path.basename(path))[0]
        self.host, self.guest = [], []
        self.kernels, self.seconds = guest.KERNELS, 60
        with open(path, encoding="utf-8") as file:
            for match in filter(None, map(DIRECTIVE.match, file)):
                kind, text = match.groups()
                if kind == "HOST":
                    self.host.append(text)
                elif kind == "GUEST":
                    self.guest.append(text)
                elif kind == "KERNELS":
                    self.kernels = text.split()
                else:
                    self.seconds = int(text)


def _cases(folder):
    names = sorted(name for name in os.listdir(folder) if name.endswith(".guest"))
    return [Case(os.path.join(folder, name)) for name in names]


class GuestFormat(lit.formats.TestFormat):
    def __init__(self, build, started):
        self.build = build
        self.started = started  # When this run of lit began: older outcomes are not its own.

    def getTestsInDirectory(self, suite, path, lit_config, config):
        for case in _cases(suite.getSourcePath(path)):
            for series in case.kernels:
                yield lit.Test.Test(suite, path + (series, case.name + ".guest"), config)

    def execute(self, test, lit_config):
        series, name = test.path_in_suite[-2:]
        folder = os.path.dirname(os.path.dirname(test.getSourcePath()))
        results = self._results(series, folder, test.config.environment)
        if "unavailable" in results:
            return lit.Test.UNSUPPORTED, f"kernel {series}: {results['unavailable']}"
        case = Case(os.path.join(folder, name))
        return self._check(case, results["cases"][case.name], test.config.environment)

    def _results(self, series, folder, environment):
        """The outcomes of all cases for a kernel, from one boot since this run began: the
        first test that asks boots, while the others wait for it. Runs at the same time share
        boots too, as far as these are young enough for both."""
        work = os.path.join(self.build, "test", "guest", series)
        os.makedirs(work, exist_ok=True)
        path = os.path.join(work, "outcomes.json")
        with open(os.path.join(work, "lock"), "w", encoding="utf-8") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            if os.path.exists(path):
                with open(path, encoding="utf-8") as file:
                    known = json.load(file)
                if known.get("started", 0) >= self.started:
                    return known
            started = time.time_ns()
            cases = [case for case in _cases(folder) if series in case.kernels]
            results = self._boot(series, cases, work, environment)
            results["started"] = started
            with open(path, "w", encoding="utf-8") as file:
                json.dump(results, file, indent=2)
            return results

    def _boot(self, series, cases, work, environment):
        try:
            guest.check_tools()
            guest.find_kernel(series)
        except guest.Unavailable as reason:
            return {"unavailable": str(reason)}
        outcome_of, scripts = {}, []
        for case in cases:
            made = os.path.join(work, case.name)
            failure = self._prepare(case, made, environment)
            outcome_of[case.name] = {"failure": failure}
            if not failure:
                files = {name: os.path.join(made, name) for name in sorted(os.listdir(made))}
                commands = PREAMBLE + "\n".join(case.guest) + "\n"
                scripts.append(guest.Script(case.name, commands, files, case.seconds))
        programs = [os.path.join(self.build, "bin", name) for name in PROGRAMS]
        outcomes, console = guest.boot(
            series, [path for path in programs if os.path.exists(path)], scripts, work
        )
        for script in scripts:
            outcome = outcomes.get(script.name)
            if outcome:
                output = outcome.stdout.decode(errors="replace")
                outcome_of[script.name] = {"status": outcome.status, "output": output}
            else:
                last = "\n".join(console.splitlines()[-20:])
                outcome_of[script.name] = {"failure": f"the guest stopped before the end\n{last}"}
        return {"cases": outcome_of}

    def _prepare(self, case, made, environment):
        """Runs a case's commands on the host; what they leave in `made` goes to the guest.
        Returns what was wrong, or nothing."""
        subprocess.run(["rm", "-rf", made], check=True)
        os.makedirs(made)
        if not case.guest:
            return "the test has no GUEST line"
        here = os.path.dirname(case.path)
        known = {
            "%inputs": os.path.join(os.path.dirname(here), "Inputs"),
            "%s": case.path,
            "%S": os.path.join(here, "Inputs"),
            "%t": made,
        }
        for command in case.host:
            for name, value in known.items():
                command = re.sub(name + r"\b", value, command)
            done = subprocess.run(
                command, shell=True, capture_output=True, text=True, env=environment, check=False
            )
            if done.returncode != 0:
                return f"$ {command}\n{done.stdout}{done.stderr}exit status {done.returncode}"
        return None

    def _check(self, case, result, environment):
        if result.get("failure"):
            return lit.Test.FAIL, result["failure"]
        output = f"In the guest, with status {result['status']}:\n{result['output']}"
        if result["status"] != 0:
            return lit.Test.FAIL, output
        check = subprocess.run(
            ["FileCheck", "--allow-empty", case.path],
            input=result["output"], capture_output=True, text=True, env=environment, check=False,
        )  # fmt: skip
        if check.returncode != 0:
            return lit.Test.FAIL, f"{output}\n{check.stderr}"
        return lit.Test.PASS, ""
