"""A lit test format: every case of a `*.cases` file is a test, named after its number. A case
that is marked as missing must fail, and is reported with its reason."""

import os

import cases
import checker
import lit.formats
import lit.Test


class ConformanceFormat(lit.formats.TestFormat):
    """`options` are those of all cases; with `needs_bpf`, only refusals are tested elsewhere."""

    def __init__(self, sonde, options=(), needs_bpf=True):
        self.sonde, self.options, self.needs_bpf = sonde, options, needs_bpf

    def getTestsInDirectory(self, suite, path, lit_config, config):
        folder = suite.getSourcePath(path)
        for name in sorted(os.listdir(folder)):
            if name.endswith(".cases"):
                yield from self.getTestsForPath(suite, path + (name,), lit_config, config)

    def getTestsForPath(self, suite, path, lit_config, config):
        for case in cases.read_cases(suite.getSourcePath(path)):
            test = lit.Test.Test(suite, path + (case.name,), config)
            test.case = case
            yield test

    def execute(self, test, lit_config):
        case = test.case
        can_run = not self.needs_bpf or "bpf" in test.config.available_features
        if not case.refused and not can_run:
            return lit.Test.UNSUPPORTED, "unavailable features: 'bpf'"
        faults, printed = checker.Run(case, self.sonde, self.options).faults()
        if case.missing:
            if faults:
                return lit.Test.XFAIL, f"missing: {case.missing}"
            return lit.Test.XPASS, f"{case.path}:{case.line}: this works: remove '-- missing'"
        if faults:
            place = f"{case.path}:{case.line}: {case.name}"
            return lit.Test.FAIL, "\n".join([place, case.script, *faults, printed])
        return lit.Test.PASS, ""
