"""Boots a Debian kernel in QEMU, runs shell scripts in it, and returns what they printed.

All scripts of one boot travel in one initramfs, with the programs they need and the shared
libraries of these; the results come back over a serial line of their own."""

import base64
import glob
import lzma
import os
import re
import platform
import shutil
import subprocess
import tempfile
from dataclasses import dataclass, field

# The package whose dependency is the newest kernel of a series, by series.
META_PACKAGES = {"6.1": "linux-image-cloud-amd64", "6.12": "linux-image-6.12-cloud-amd64"}
KERNELS = sorted(META_PACKAGES)
# Of the kernel's modules, those that scripts may load: `insmod /lib/modules/NAME.ko`.
MODULES = ("tun",)
BOOT_SECONDS = 120
INIT = os.path.join(os.path.dirname(os.path.abspath(__file__)), "init")


class Unavailable(Exception):
    """This machine cannot boot the guest, and why."""


@dataclass
class Script:
    """Shell commands, run in a folder of their own that holds `files`."""

    name: str
    commands: str
    files: dict = field(default_factory=dict)  # Name in that folder -> path here.
    seconds: int = 60


@dataclass
class Outcome:
    status: int
    stdout: bytes
    stderr: bytes


def cache_folder():
    home = os.environ.get("XDG_CACHE_HOME") or os.path.expanduser("~/.cache")
    return os.path.join(home, "sonde-test", "guest")


def _output(*command):
    done = subprocess.run(command, capture_output=True, text=True)
    if done.returncode != 0:
        said = done.stderr.strip().splitlines() or ["no message"]
        raise Unavailable(f"'{' '.join(command[:3])}' failed: {said[-1]}")
    return done.stdout


def _kernel_package(series):
    """The package that the series' meta-package stands for now."""
    for line in _output("apt-cache", "depends", META_PACKAGES[series]).splitlines():
        kind, _, package = line.strip().partition(" ")
        if kind == "Depends:" and package.startswith(f"linux-image-{series}."):
            return package
    raise Unavailable(f"'{META_PACKAGES[series]}' has no kernel {series} for this system")


def find_kernel(series):
    """The path of the series' vmlinuz, fetched on first use. MODULES are beside it."""
    folder = os.path.join(cache_folder(), series)
    modules = [os.path.join(folder, name + ".ko") for name in MODULES]
    found = glob.glob(os.path.join(folder, "vmlinuz-*"))
    if found and all(map(os.path.exists, modules)):
        return found[0]
    for tool in ("apt-get", "apt-cache", "dpkg-deb"):
        if not shutil.which(tool):
            raise Unavailable(f"kernel packages need '{tool}', which is not installed")
    package = _kernel_package(series)
    os.makedirs(folder, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=folder) as work:
        done = subprocess.run(
            ["apt-get", "-q", "-o", "APT::Sandbox::User=root", "download", package],
            cwd=work, capture_output=True, text=True,
        )  # fmt: skip
        packages = glob.glob(os.path.join(work, "*.deb"))
        if done.returncode != 0 or not packages:
            raise Unavailable(f"package '{package}' cannot be downloaded")
        # Only these: unpacking all modules takes longer than all tests.
        wanted = ["./boot/vmlinuz-*", *(f"./lib/modules/*/{name}.ko*" for name in MODULES)]
        with subprocess.Popen(
            ["dpkg-deb", "--fsys-tarfile", packages[0]], stdout=subprocess.PIPE
        ) as tar:
            subprocess.run(
                ["tar", "-x", "-C", work, "--wildcards", *wanted],
                stdin=tar.stdout, stderr=subprocess.DEVNULL, check=False,
            )  # fmt: skip
        kernels = glob.glob(os.path.join(work, "boot", "vmlinuz-*"))
        if not kernels:
            raise Unavailable(f"package '{package}' has no kernel in it")
        for path in modules:
            _unpack_module(work, package, path)
        for path in found:
            os.remove(path)
        target = os.path.join(folder, os.path.basename(kernels[0]))
        os.replace(kernels[0], target)
    return target


def _unpack_module(work, package, target):
    """Puts the unpacked package's module of this name at `target`, not compressed."""
    name = os.path.basename(target)
    found = glob.glob(os.path.join(work, "lib", "modules", "**", name + "*"), recursive=True)
    if not found:
        raise Unavailable(f"package '{package}' has no module '{name}'")
    opened = lzma.open if found[0].endswith(".xz") else open
    with opened(found[0], "rb") as packed, open(target, "wb") as out:
        shutil.copyfileobj(packed, out)


def check_tools():
    if platform.machine() != "x86_64":
        raise Unavailable("the guests' kernels are for x86_64")
    for tool in ("qemu-system-x86_64", "busybox"):
        if not shutil.which(tool):
            raise Unavailable(f"'{tool}' is not installed")
    if "not a dynamic executable" not in _ldd(shutil.which("busybox")):
        raise Unavailable("'busybox' is not the static one (package busybox-static)")


def _ldd(path):
    done = subprocess.run(["ldd", path], capture_output=True, text=True)
    return done.stdout + done.stderr


def libraries(path):
    """The shared libraries of a program, loader included."""
    found = []
    for line in _ldd(path).splitlines():
        words = line.split()
        found += [word for word in words if word.startswith("/")][:1]
    return found


class Archive:
    """An initramfs: a `newc` cpio archive, which needs no root to contain devices."""

    FOLDER, FILE, DEVICE = 0o040755, 0o100755, 0o020600

    def __init__(self, path):
        self.out = open(path, "wb")
        self.names = set()

    def _entry(self, name, mode, data=b"", device=(0, 0)):
        encoded = name.encode() + b"\0"
        inode = len(self.names) + 1
        fields = (inode, mode, 0, 0, 1, 0, len(data), 0, 0, *device, len(encoded), 0)
        header = b"070701" + b"".join(b"%08X" % value for value in fields) + encoded
        for part in (header, data):
            self.out.write(part + b"\0" * (-len(part) % 4))
        self.names.add(name)

    def folder(self, name):
        if name and name not in self.names:
            self.folder(os.path.dirname(name))
            self._entry(name, self.FOLDER)

    def text(self, name, data):
        self.folder(os.path.dirname(name))
        self._entry(name, self.FILE, data.encode())

    def file(self, name, path):
        """A file with the libraries it needs, if it is a program."""
        if name in self.names:
            return
        self.folder(os.path.dirname(name))
        with open(path, "rb") as source:
            data = source.read()
        self._entry(name, self.FILE, data)
        if data.startswith(b"\x7fELF"):
            for library in libraries(path):
                self.file(library.lstrip("/"), os.path.realpath(library))

    def device(self, name, major, minor):
        self.folder(os.path.dirname(name))
        self._entry(name, self.DEVICE, device=(major, minor))

    def close(self):
        self._entry("TRAILER!!!", 0)
        self.out.close()


def write_initramfs(path, modules, programs, scripts):
    archive = Archive(path)
    for folder in ("proc", "sys", "dev", "tmp", "root", "run"):
        archive.folder(folder)
    archive.device("dev/console", 5, 1)
    archive.file("bin/busybox", shutil.which("busybox"))
    with open(INIT, encoding="utf-8") as init:
        archive.text("init", init.read())
    archive.text("etc/hostname", "guest\n")
    archive.text("etc/passwd", "root:x:0:0:root:/root:/bin/sh\n")
    archive.text("etc/group", "root:x:0:\n")
    for module in modules:
        archive.file(f"lib/modules/{os.path.basename(module)}", module)
    for program in programs:
        archive.file(f"bin/{os.path.basename(program)}", program)
    for number, script in enumerate(scripts):
        folder = f"scripts/{number:03}"
        archive.text(f"{folder}.name", script.name)
        archive.text(f"{folder}.seconds", str(script.seconds))
        archive.text(f"{folder}.sh", script.commands)
        archive.folder(folder)
        for name, source in script.files.items():
            archive.file(f"{folder}/{name}", source)
    archive.close()


def _parse_results(data):
    """The outcomes by script name. A script that never ended has none."""
    outcomes = {}
    current = None
    for line in data.replace(b"\r", b"").split(b"\n"):
        word, _, rest = line.partition(b" ")
        if word == b"begin":
            status, _, name = rest.partition(b" ")
            current = (name.decode(), int(status), {b"out": b"", b"err": b""})
        elif word in (b"out", b"err") and current:
            current[2][word] += rest
        elif word == b"end" and current:
            name, status, streams = current
            decoded = [base64.b64decode(streams[key]) for key in (b"out", b"err")]
            outcomes[name] = Outcome(status, *decoded)
            current = None
    return outcomes


# What a kernel prints when it has crashed.
CRASHED = re.compile(r"BUG: |Oops: |Kernel panic")


def boot(series, programs, scripts, work):
    """As `boot_once`; a guest whose kernel crashed is given a second chance, because an
    emulated machine may crash by itself. A crash of our making happens again."""
    outcomes, console = boot_once(series, programs, scripts, work)
    if CRASHED.search(console):
        outcomes, console = boot_once(series, programs, scripts, work)
    return outcomes, console


def boot_once(series, programs, scripts, work):
    """Runs the scripts, one after the other. Returns the outcomes by name and what the
    kernel printed. `work` is a folder for the files of this boot."""
    check_tools()
    kernel = find_kernel(series)
    os.makedirs(work, exist_ok=True)
    paths = {name: os.path.join(work, name) for name in ("initramfs", "console", "results")}
    modules = [os.path.join(os.path.dirname(kernel), name + ".ko") for name in MODULES]
    write_initramfs(paths["initramfs"], modules, programs, scripts)
    seconds = BOOT_SECONDS + sum(script.seconds for script in scripts)
    command = [
        # `kvm` may hang inside virtual machines; this emulation works everywhere. It has
        # one CPU: with two, the emulator runs code that the other CPU is just patching
        # (kprobes, fentry), and the guest crashes now and then.
        "qemu-system-x86_64", "-accel", "tcg", "-cpu", "max", "-smp", "1",
        "-m", "2048", "-display", "none", "-monitor", "none", "-no-reboot", "-nic", "none",
        "-serial", f"file:{paths['console']}", "-serial", f"file:{paths['results']}",
        "-kernel", kernel, "-initrd", paths["initramfs"],
        "-append", "console=ttyS0 panic=-1 quiet",
    ]  # fmt: skip
    for name in ("console", "results"):
        open(paths[name], "wb").close()
    try:
        subprocess.run(command, stdin=subprocess.DEVNULL, timeout=seconds, check=False)
    except subprocess.TimeoutExpired:
        pass  # The scripts that did not end have no outcome.
    os.remove(paths["initramfs"])
    with open(paths["results"], "rb") as results, open(paths["console"], "rb") as console:
        return _parse_results(results.read()), console.read().decode(errors="replace")
