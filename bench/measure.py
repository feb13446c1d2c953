"""Ways of measuring programs: time, memory, and what the kernel says of BPF programs."""

import contextlib
import ctypes
import json
import os
import selectors
import signal
import subprocess
import time

NOTIFY_VARIABLE = "__BPFTRACE_NOTIFY_PROBES_ATTACHED"
STATISTICS = "/proc/sys/kernel/bpf_stats_enabled"
SECONDS = 30


class Failed(Exception):
    """A program did not do what was to be measured, and what it said."""


def run_to_end(command):
    """Milliseconds from exec to exit, and the most memory that was used, in MB."""
    before = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    elapsed = time.perf_counter() - before
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode != 0:
        raise Failed(f"'{' '.join(command)}' ended with {process.returncode}")
    return elapsed * 1000, usage.ru_maxrss / 1024


class Attached:
    """A tracer that has attached its probes. `milliseconds` is the time from exec to then;
    `detach` ends it and returns the milliseconds that took."""

    def __init__(self, command):
        environment = {**os.environ, NOTIFY_VARIABLE: "1"}
        before = time.perf_counter()
        self.process = subprocess.Popen(
            command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, env=environment
        )
        said = b""
        with selectors.DefaultSelector() as selector:
            selector.register(self.process.stdout, selectors.EVENT_READ)
            while NOTIFY_VARIABLE.encode() not in said:
                if not selector.select(SECONDS):
                    break
                part = os.read(self.process.stdout.fileno(), 65536)
                said += part
                if not part:
                    break
        self.milliseconds = (time.perf_counter() - before) * 1000
        if NOTIFY_VARIABLE.encode() not in said:
            self.process.kill()
            raise Failed(f"'{' '.join(command)}' did not attach: {said.decode(errors='replace')}")

    def detach(self):
        before = time.perf_counter()
        self.process.send_signal(signal.SIGINT)
        self.process.communicate(timeout=SECONDS)
        return (time.perf_counter() - before) * 1000


def programs_of(process):
    """The ids of the BPF programs that a process holds."""
    found = set()
    folder = f"/proc/{process}/fdinfo"
    for name in os.listdir(folder):
        # A descriptor may be closed meanwhile.
        with contextlib.suppress(OSError), open(f"{folder}/{name}", encoding="utf-8") as file:
            found.update(int(line.split()[1]) for line in file if line.startswith("prog_id:"))
    return found


def statistics(program):
    """How often a program ran, and for how many nanoseconds in all."""
    done = subprocess.run(
        ["bpftool", "prog", "show", "-j", "id", str(program)], capture_output=True, check=True
    )
    entry = json.loads(done.stdout)
    return entry.get("run_cnt", 0), entry.get("run_time_ns", 0)


@contextlib.contextmanager
def run_statistics():
    """The kernel counts runs and time of all programs meanwhile."""
    with open(STATISTICS, encoding="ascii") as file:
        before = file.read()
    try:
        with open(STATISTICS, "w", encoding="ascii") as file:
            file.write("1")
        yield
    finally:
        with open(STATISTICS, "w", encoding="ascii") as file:
            file.write(before)


@contextlib.contextmanager
def attached_object(object_file):
    """An object with one program, loaded and attached by the system's libbpf."""
    libbpf = ctypes.CDLL("libbpf.so.1", use_errno=True)
    for function in ("open_file", "next_program"):
        getattr(libbpf, f"bpf_object__{function}").restype = ctypes.c_void_p
    libbpf.bpf_program__attach.restype = ctypes.c_void_p
    opened = ctypes.c_void_p(libbpf.bpf_object__open_file(object_file.encode(), None))
    if not opened or libbpf.bpf_object__load(opened):
        raise Failed(f"'{object_file}' cannot be loaded")
    program = ctypes.c_void_p(libbpf.bpf_object__next_program(opened, None))
    link = ctypes.c_void_p(libbpf.bpf_program__attach(program))
    try:
        if not link:
            raise Failed(f"'{object_file}' cannot be attached")
        yield
    finally:
        libbpf.bpf_link__destroy(link)
        libbpf.bpf_object__close(opened)


def instructions(object_file, readelf):
    """The size of an object's programs, in instructions of 8 bytes."""
    done = subprocess.run([readelf, "-sW", object_file], capture_output=True, text=True, check=True)
    rows = [line.split() for line in done.stdout.splitlines()]
    return sum(int(row[2]) // 8 for row in rows if len(row) > 3 and row[3] == "FUNC")
