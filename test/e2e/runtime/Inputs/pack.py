"""Compiles a hand-written BPF program and gives it an artifact.

  pack.py CLANG DESCRIPTION.json OUTPUT.o [KEY.PATH=JSON]...

The program is the `.bpf.c` file beside the description. Parts of the artifact that
are the same for all tests are filled in here; `source` in a description is the
script that the program stands for. The last arguments replace parts of it."""

import json
import os
import subprocess
import sys

clang, description, output = sys.argv[1:4]
base = description.removesuffix(".json")
artifact = {
    "schema": 1,
    "compiler": "by hand",
    "needs": {"kernel": "5.10", "features": [], "helpers": []},
    "maps": [],
    "events": [],
    "error_sites": [],
    "params": [],
    "config": {
        "license": "GPL",
        "print_maps_on_exit": True,
        "str_trunc_trailer": "..",
        "max_probes": 1024,
        "perf_rb_pages": 0,
        "missing_probes": "error",
    },
}
with open(description) as file:
    artifact.update(json.load(file))


def place(line, column, end):
    return {"file": 0, "line": line, "column": column, "end_column": end}


# "where" is [line, first column, end column]; of an attach point it is the probe's.
for entry in artifact["events"] + artifact["error_sites"] + artifact["probes"]:
    entry["where"] = place(*entry["where"])
    for point in entry.get("attach", []):
        point["where"] = entry["where"]
if "source" in artifact:
    artifact["files"] = [{"name": os.path.basename(base) + ".bt", "text": artifact.pop("source")}]
for name in artifact.pop("sources", []):
    with open(os.path.join(os.path.dirname(description), name)) as file:
        artifact.setdefault("files", []).append({"name": name, "text": file.read()})
for change in sys.argv[4:]:
    path, value = change.split("=", 1)
    at = artifact
    keys = [int(key) if key.isdigit() else key for key in path.split(".")]
    for key in keys[:-1]:
        at = at[key]
    at[keys[-1]] = json.loads(value)

plain, text = output + ".plain", output + ".json"
with open(text, "w") as file:
    json.dump(artifact, file)
subprocess.run(
    [clang, "-target", "bpf", "-O2", "-g", "-mcpu=v3", "-Wall", "-I/usr/include/x86_64-linux-gnu"]
    + ["-c", base + ".bpf.c", "-o", plain],
    check=True,
)
objcopy = os.path.join(os.path.dirname(clang), "llvm-objcopy")
subprocess.run([objcopy, f"--add-section=.sonde.program={text}", plain, output], check=True)
