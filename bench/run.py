#!/usr/bin/env python3
"""Measures Sonde beside Debian's bpftrace and a program in C, in one run.

  run.py [--build FOLDER] [--runs N] [--rounds N] [--json FILE] [--only NAME]...

The programs that are compared take turns, so that whatever else the machine does meets all of
them. Prints a table of medians and ratios. Needs root. Never a test: figures depend on the machine."""

import argparse
import json
import os
import platform
import shutil
import statistics
import subprocess
import sys
import tempfile

import measure

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
LLVM = "/usr/lib/llvm-19/bin"
COUNT = "tracepoint:raw_syscalls:sys_enter { @[comm] = count(); }"
TRACE = """tracepoint:raw_syscalls:sys_enter / pid != 0 / {
  @calls[comm] = count(); @ns = hist(nsecs % 100000); printf("%d %s %d\\n", pid, comm, ARGS);
}"""
# A script that needs the kernel's types, and the same without the cast and what stands behind it.
CAST = """tracepoint:sched:sched_switch {
  @[((struct task_struct *)curtask)->mm->pgd] = count();
}"""
NO_CAST = "tracepoint:sched:sched_switch { @[curtask] = count(); }"
STAGES = ["types", "tracing", "tracing-opt", "plan", "bpf", "bpf-opt", "llvm", "ir",
          "ir-opt", "object"]  # fmt: skip
LOAD = ["dd", "if=/dev/zero", "of=/dev/null", "bs=1", "count=300000", "status=none"]


class Bench:
    def __init__(self, options, folder):
        self.options, self.folder = options, folder
        self.sonde = os.path.join(options.build, "bin", "sonde")
        self.runner = os.path.join(options.build, "bin", "sonde-run")
        self.rows = []

    def peers(self, sonde, bpftrace):
        """The commands by name; bpftrace only where it is installed."""
        found = {"sonde": [self.sonde, *sonde]}
        if shutil.which("bpftrace"):
            found["bpftrace"] = ["bpftrace", *bpftrace]
        return found

    def add(self, name, unit, samples, goal="", base="sonde"):
        """`samples` are lists by program; ratios are to the first of them, `base`."""
        medians = {who: statistics.median(values) for who, values in samples.items()}
        self.rows.append({
            "name": name, "unit": unit, "goal": goal, "samples": samples, "median": medians,
            "ratio": {who: value / medians[base] for who, value in medians.items() if who != base},
        })  # fmt: skip

    # What is measured.

    def start(self):
        peers = self.peers(["-e", "begin { exit(); }"], ["-e", "BEGIN { exit(); }"])
        times, memory = {who: [] for who in peers}, {who: [] for who in peers}
        for _ in range(self.options.runs):
            for who, command in peers.items():
                milliseconds, megabytes = measure.run_to_end(command)
                times[who].append(milliseconds)
                memory[who].append(megabytes)
        self.add("begin { exit(); }: exec to exit", "ms", times, "40 ms, a fifth of bpftrace")
        self.add("begin { exit(); }: most memory", "MB", memory, "60 MB")

    def stages(self):
        """How far the clock has come when a compilation stops after each stage, and at the end. The
        fastest run counts: the steps are smaller than what other load adds to a median."""
        script = ["-e", "begin { exit(); }"]
        commands = {"start of the process": ["--version"]}
        for stage in STAGES:
            commands[f"up to '{stage}'"] = [f"--stop-after={stage}", *script]
        commands["to the end"] = script
        samples = {name: [] for name in commands}
        for _ in range(self.options.runs):
            for name, arguments in commands.items():
                samples[name].append(measure.run_to_end([self.sonde, *arguments])[0])
        for name, values in samples.items():
            self.add(f"begin {{ exit(); }}, {name}", "ms, fastest", {"sonde": [min(values)]})

    def typing(self):
        """What reading and typing a long script takes beyond a short one. The second script is the
        hardest: types travel against the order of the text, one line at a time."""
        scripts = {"ordinary": ordinary_script(2000), "against the order": reversed_script(2000)}
        stop = [self.sonde, "--stop-after=types"]
        samples = {name: [] for name in ["start", *scripts]}
        for _ in range(self.options.runs):
            samples["start"].append(measure.run_to_end([*stop, "-e", "begin { }"])[0])
            for name, text in scripts.items():
                path = os.path.join(self.folder, "long.bt")
                with open(path, "w", encoding="utf-8") as file:
                    file.write(text)
                samples[name].append(measure.run_to_end([*stop, path])[0])
        for name in scripts:
            took = min(samples[name]) - min(samples["start"])
            self.add(f"2000 lines, {name}: read and typed", "ms, fastest", {"sonde": [took]},
                     "100 ms")  # fmt: skip

    def attach(self):
        peers = self.peers(
            ["-e", TRACE.replace("ARGS", "args.id")], ["-e", TRACE.replace("ARGS", "args->id")]
        )
        attach, detach = {who: [] for who in peers}, {who: [] for who in peers}
        for _ in range(self.options.runs):
            for who, command in peers.items():
                tracer = measure.Attached(command)
                attach[who].append(tracer.milliseconds)
                detach[who].append(tracer.detach())
        self.add("tracepoint script: exec to attached", "ms", attach, "80 ms")
        self.add("tracepoint script: signal to exit", "ms", detach, "less than 100 ms")

    def casts(self):
        scripts = {"sonde": CAST, "without the cast": NO_CAST}
        samples = {who: [] for who in scripts}
        for _ in range(self.options.runs):
            for who, script in scripts.items():
                tracer = measure.Attached([self.sonde, "-e", script])
                samples[who].append(tracer.milliseconds)
                tracer.detach()
        self.add("cast to a kernel struct: exec to attached", "ms", samples, "20 ms more than without")

    def artifact(self):
        program = os.path.join(self.folder, "trace.o")
        script = TRACE.replace("ARGS", "args.id")
        subprocess.run([self.sonde, "--emit=object", "-o", program, "-e", script], check=True)
        stripped = os.path.join(self.folder, "sonde-run")
        subprocess.run(["strip", "-o", stripped, self.runner], check=True)
        size = os.path.getsize(stripped) / 1e6
        samples = []
        for _ in range(self.options.runs):
            tracer = measure.Attached([stripped, program])
            samples.append(tracer.milliseconds)
            tracer.detach()
        self.add("sonde-run: exec to attached", "ms", {"sonde": samples}, "25 ms")
        self.add("sonde-run, stripped", "MB", {"sonde": [size]}, "5 MB")
        self.add("the compiled script", "kB", {"sonde": [os.path.getsize(program) / 1e3]})

    def code(self):
        script, c = (os.path.join(self.folder, name) for name in ("script.o", "c.o"))
        subprocess.run([self.sonde, "--emit=object", "-o", script, "-e", COUNT], check=True)
        subprocess.run(
            [f"{LLVM}/clang", "-O2", "-g", "--target=bpf", "-mcpu=v3",
             f"-I/usr/include/{platform.machine()}-linux-gnu", "-c", "-o", c,
             os.path.join(ROOT, "bench", "count_comm.bpf.c")], check=True)  # fmt: skip
        counts = {
            who: [measure.instructions(path, f"{LLVM}/llvm-readelf")]
            for who, path in (("sonde", script), ("C", c))
        }
        self.add("@[comm] = count(): instructions", "", counts, "35")

        samples = {"sonde": [], "C": []}
        tracers = self.peers(["-e", COUNT], ["-e", COUNT])
        if "bpftrace" in tracers:
            samples["bpftrace"] = []
        with measure.run_statistics():
            for number in range(self.options.rounds):
                # Back and forth, so that no one always comes first.
                for who in list(samples)[:: 1 if number % 2 == 0 else -1]:
                    samples[who].append(self.cost(who, c, tracers))
        self.add("@[comm] = count(): time of an event", "ns", samples, "that of C")

    def cost(self, who, c, tracers):
        """Nanoseconds per run of one program while it is attached under load."""
        if who == "C":
            with measure.attached_object(c):
                return self.cost_of_program(os.getpid())
        tracer = measure.Attached(tracers[who])
        try:
            return self.cost_of_program(tracer.process.pid)
        finally:
            tracer.detach()

    def cost_of_program(self, process):
        subprocess.run(LOAD, check=True)  # Its map has its entry, its code is in the cache.
        ids = measure.programs_of(process)
        before = {program: measure.statistics(program) for program in ids}
        for load in [subprocess.Popen(LOAD) for _ in range(2)]:
            load.wait()
        # A tracer may hold others: the one that ran most is meant.
        runs, time = max(
            tuple(b - a for a, b in zip(before[program], measure.statistics(program)))
            for program in ids
        )
        if runs < 300000:
            raise measure.Failed(f"the program ran only {runs} times")
        return time / runs


def ordinary_script(lines):
    """Probes with maps, variables, conditions and calls, 20 lines each."""
    body = """interval:s:{n} / pid != {n} / {{
  $a = {n};
  $b = (uint32)$a + 1;
  if ($a > 10) {{
    $c = comm;
    @names[$c, $a] = count();
  }} else {{
    @last{n} = $b * 2;
  }}
  $t = ($a, "text", @last{n});
  @tuples[$t.1] = $t;
  @ns[tid] = nsecs;
  @us = hist((nsecs - (uint64)@ns[tid]) / 1000);
  $size = sizeof($t) + sizeof(uint64);
  @total = sum($size);
  @names2[str($a, 16)]++;
  printf("%d %s %d\\n", $a, comm, $t.0);
  $d = $a > 100 ? $b : 7;
  delete(@ns, tid);
}}
"""
    return "".join(body.format(n=n) for n in range(1, lines // 20 + 1))


def reversed_script(lines):
    """Each map gets its value from the map in the next line."""
    chain = "".join(f"  @m{n} = @m{n + 1};\n" for n in range(lines - 3))
    return f'begin {{\n{chain}  @m{lines - 3} = "text";\n}}\n'


def table(rows):
    """The rows as text, and as a table in Markdown."""
    programs = ["sonde", "bpftrace", "C"]
    lines = ["| What | Unit | Sonde | bpftrace | C | Ratio | Goal |", "| --- |" + " --- |" * 6]
    for row in rows:
        cells = [f"{row['median'][who]:.3g}" if who in row["median"] else "" for who in programs]
        ratio = ", ".join(f"{who} {value:.2f}" for who, value in row["ratio"].items())
        lines.append("| " + " | ".join([row["name"], row["unit"], *cells, ratio, row["goal"]]) + " |")
    return "\n".join(lines)


def machine():
    with open("/proc/cpuinfo", encoding="utf-8") as file:
        models = [line.split(":", 1)[1].strip() for line in file if line.startswith("model name")]
    return {"kernel": platform.release(), "cpu": models[0] if models else "", "cpus": len(models)}


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--build", default=os.path.join(ROOT, "build"))
    parser.add_argument("--runs", type=int, default=20, help="of programs that start and end")
    parser.add_argument("--rounds", type=int, default=10, help="of load, for the generated code")
    parser.add_argument("--json", metavar="FILE")
    names = ["start", "stages", "typing", "attach", "casts", "artifact", "code"]
    parser.add_argument("--only", action="append", choices=names)
    options = parser.parse_args()
    if os.geteuid() != 0:
        sys.exit("error: this needs root")
    failed = False
    with tempfile.TemporaryDirectory() as folder:
        bench = Bench(options, folder)
        for name in options.only or names:
            print(f"measuring: {name}", file=sys.stderr)
            try:
                getattr(bench, name)()
            except (measure.Failed, subprocess.CalledProcessError, OSError) as error:
                print(f"error: {name}: {error}", file=sys.stderr)
                failed = True
    print(table(bench.rows))
    if options.json:
        with open(options.json, "w", encoding="utf-8") as file:
            json.dump({"machine": machine(), "rows": bench.rows}, file, indent=1)
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
