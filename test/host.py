"""What this machine can run. Each feature has None, or the reason why it is missing."""

import ctypes
import functools
import os
import shutil
import struct
import subprocess
import time

BPF_PROG_LOAD, BPF_SYSCALL = 5, 321
PROG_TYPE_RAW_TRACEPOINT, PROG_TYPE_KPROBE, PROG_TYPE_TRACING = 17, 2, 26


def _load(prog_type):
    """Loads `r0 = 0; exit` as a program of this type; returns an errno or 0."""
    code = bytes([0xB7, 0, 0, 0, 0, 0, 0, 0, 0x95, 0, 0, 0, 0, 0, 0, 0])
    program, license = ctypes.create_string_buffer(code), ctypes.create_string_buffer(b"GPL")
    attribute = struct.pack(
        "<IIQQ", prog_type, len(code) // 8, ctypes.addressof(program), ctypes.addressof(license)
    ).ljust(128, b"\0")
    libc = ctypes.CDLL(None, use_errno=True)
    fd = libc.syscall(BPF_SYSCALL, BPF_PROG_LOAD, attribute, len(attribute))
    if fd < 0:
        return ctypes.get_errno()
    os.close(fd)
    return 0


def _bpf():
    if os.geteuid() != 0:
        return "not root"
    error = _load(PROG_TYPE_RAW_TRACEPOINT)
    return f"the kernel refuses programs: {os.strerror(error)}" if error else None


def _tracefs():
    for folder in ("/sys/kernel/tracing", "/sys/kernel/debug/tracing"):
        if os.path.exists(f"{folder}/available_events"):
            return None
    if os.geteuid() == 0:
        done = subprocess.run(
            ["mount", "-t", "tracefs", "nodev", "/sys/kernel/tracing"], capture_output=True
        )
        if done.returncode == 0:
            return None
    return "tracefs is not mounted and cannot be"


def _kprobes():
    if os.path.exists("/sys/bus/event_source/devices/kprobe"):
        return None
    return "this kernel has no kprobes"


def _btf():
    return None if os.path.exists("/sys/kernel/btf/vmlinux") else "this kernel has no BTF"


def _tool(name):
    return None if shutil.which(name) else f"'{name}' is not installed"


def tai_offset():
    """How far CLOCK_TAI is ahead of CLOCK_REALTIME: whole seconds, in ns."""
    ahead = time.clock_gettime(time.CLOCK_TAI) - time.clock_gettime(time.CLOCK_REALTIME)
    return round(ahead) * 1_000_000_000


@functools.lru_cache(maxsize=None)
def features():
    bpf = _bpf()
    return {
        "bpf": bpf,
        "tracefs": bpf or _tracefs(),
        "btf": bpf or _btf(),
        "kprobes": bpf or _kprobes(),
        "bpftool": bpf or _tool("bpftool"),
        "bpftrace": bpf or _tool("bpftrace"),
        "setpriv": _tool("setpriv"),
        "guest": _tool("qemu-system-x86_64"),
    }
