"""The test suites. Run: bin/check in the build folder, or lit on any folder below test/."""

import os
import sys

import lit.formats

sys.path.insert(0, os.path.dirname(__file__))
import host  # What this machine can run: test/host.py.

config.name = "sonde"
config.suffixes = [".mlir", ".test"]
config.excludes = ["Inputs", "CMakeLists.txt", "seeds"]
config.test_source_root = os.path.dirname(__file__)
config.test_exec_root = os.path.join(config.sonde_build, "test")
config.test_format = lit.formats.ShTest(execute_external=False)

bin_folder = os.path.join(config.sonde_build, "bin")
config.environment["PATH"] = os.pathsep.join(
    [bin_folder, config.llvm_tools, config.environment["PATH"]]
)
config.environment["LC_ALL"] = "C.UTF-8"
config.environment["TZ"] = "UTC"
# A test's outcome must not depend on the caller's settings.
for name in list(config.environment):
    if name.startswith(("BPFTRACE_", "SONDE_", "__BPFTRACE_")):
        del config.environment[name]

config.substitutions += [
    ("%kernel", os.path.join(config.test_source_root, "Inputs", "kernel-6.18")),
    ("%build", config.sonde_build),
    ("%source", config.sonde_source),
    ("%inputs", os.path.join(config.test_source_root, "Inputs")),
    ("%cxx", config.cxx_compiler),
    ("%clang", os.path.join(config.llvm_tools, "clang")),
    ("%python", f'"{sys.executable}"'),
    # How far the TAI clock is ahead of the calendar's, in ns.
    ("%tai", str(host.tai_offset())),
]

# `SONDE_ROUNDTRIP=1`: every sonde-opt also proves that its IR survives printing
# and parsing.
if os.environ.get("SONDE_ROUNDTRIP") == "1":
    config.substitutions.insert(0, (r"\bsonde-opt\b", "sonde-opt --verify-roundtrip"))

for feature, missing in host.features().items():
    if missing is None:
        config.available_features.add(feature)
    else:
        lit_config.note(f"tests that need '{feature}' are unsupported: {missing}")
