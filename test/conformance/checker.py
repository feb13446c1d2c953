"""Runs a case and compares: standard output line by line, the exit status, and of each message
the severity, the place, the underlined range, the stream, and the facts that it carries."""

import os
import re
import shutil
import subprocess
import tempfile
import threading
from dataclasses import dataclass, field

from cases import PLACE

SECONDS = 60
FRAME = re.compile(r"(?:(?P<file>.+?):(?P<line>\d+):(?P<column>\d+): )?"
                   r"(?P<severity>error|warning|note): (?P<text>.*)")  # fmt: skip
UNFINISHED = "not supported by this version"
MARK = re.compile(r" *\^~*")


@dataclass
class Message:
    """A message as it was printed; the notes that follow it are part of it."""

    severity: str
    file: str
    line: int
    column: int
    end: int
    text: str
    notes: list = field(default_factory=list)

    def all_text(self):
        return "\n".join([self.text, *(note.text for note in self.notes)])

    def place(self):
        return f"{self.file}:{self.line}:{self.column}-{self.end}" if self.file else "no place"


def expand_types(script):
    """`ty(E)` prints E's type: `print(typeinfo(E).full_type)`."""
    result, rest = "", script
    while match := re.search(r"(?<![\w$@.])ty\(", rest):
        depth, end = 1, match.end()
        while depth and end < len(rest):
            depth += {"(": 1, ")": -1}.get(rest[end], 0)
            end += 1
        inner = rest[match.end() : end - 1]
        result += f"{rest[: match.start()]}print(typeinfo({inner}).full_type)"
        rest = rest[end:]
    return result + rest


def messages_of(text):
    """The messages in what was printed, and the lines that are none."""
    found, others = [], []
    lines = text.splitlines()
    at = 0
    while at < len(lines):
        frame = FRAME.fullmatch(lines[at])
        at += 1
        if not frame:
            others.append(lines[at - 1])
            continue
        message = Message(frame["severity"], frame["file"] or "", int(frame["line"] or 0),
                          int(frame["column"] or 0), 0, frame["text"])  # fmt: skip
        if message.file:
            for line in lines[at : at + 2]:  # The source line, and the mark below it.
                if MARK.fullmatch(line):
                    message.end = message.column + len(line.strip())
                    at += lines[at : at + 2].index(line) + 1
                    break
        if message.severity == "note" and found:
            found[-1].notes.append(message)
        else:
            found.append(message)
    return found, others


def _place_of(expected, script):
    """File, line, column and end of an expected place."""
    match = PLACE.fullmatch(expected.place)
    if not match:
        raise ValueError(f"'{expected.place}' is no place")
    file, line, column, end, text, which = match.groups()
    if not text:
        return file or "-e", int(line or 1), int(column), int(end)
    at = -1
    for _ in range(int(which or 1)):
        at = script.find(text, at + 1)
        if at < 0:
            raise ValueError(f"`{text}` does not stand in the script")
    line = script.count("\n", 0, at) + 1
    column = len(script[script.rfind("\n", 0, at) + 1 : at].encode()) + 1
    return "-e", line, column, column + len(text.encode())


def _has_fact(text, fact):
    if len(fact) > 2 and fact[0] == fact[-1] == "/":
        return re.search(fact[1:-1], text) is not None
    return fact in text


def _compare(expected, message, script):
    """What is wrong with a message, or nothing."""
    if expected.place:
        wanted = _place_of(expected, script)
        if wanted != (message.file, message.line, message.column, message.end):
            file, line, column, end = wanted
            return f"the {expected.severity} is at {message.place()}, not {file}:{line}:{column}-{end}"
    if UNFINISHED in message.text:  # Refused, but not for the reason that the case is about.
        return f"'{message.text}'"
    lacking = [fact for fact in expected.facts if not _has_fact(message.all_text(), fact)]
    if lacking:
        return f"'{message.all_text()}' does not say: {', '.join(lacking)}"
    return ""


class Run:
    """One run of a case in a folder of its own."""

    def __init__(self, case, sonde, options=()):
        self.case, self.sonde, self.options = case, sonde, options
        self.script = expand_types(case.script)
        self.environment = {
            name: value
            for name, value in os.environ.items()
            if not name.startswith(("BPFTRACE_", "SONDE_"))
        }
        self.environment.update(LC_ALL="C.UTF-8", TZ="UTC", SONDE_UNSTABLE_TYPEINFO="enable")
        self.environment.update(case.environment)

    def warns(self):
        case = self.case
        return case.no_warnings or any(e.severity == "warning" for e in case.diagnostics)

    def _prepare(self, folder):
        os.chmod(folder, 0o755)
        for name, text in self.case.files.items():
            path = os.path.join(folder, name)
            os.makedirs(os.path.dirname(path), exist_ok=True)
            with open(path, "w", encoding="utf-8") as file:
                file.write(text)
        for name in self.case.writable:
            os.chmod(os.path.join(folder, name), 0o777)

    def execute(self, extra=()):
        """Runs the script; `extra` are options."""
        options = [*self.options, *self.case.options, *extra]
        if not self.warns() and not self.case.run_time:
            options.append("--no-warnings")
        command = [self.sonde, "-q", *options, "-e", self.script, *self.case.arguments]
        folder = tempfile.mkdtemp(prefix="conformance-")
        try:
            self._prepare(folder)
            process = subprocess.Popen(
                command, cwd=folder, env=self.environment, text=True, errors="replace",
                stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
            )  # fmt: skip
            done = threading.Event()
            worker = threading.Thread(target=self._repeat, args=(done, folder))
            worker.start()
            try:
                out, err = process.communicate(timeout=SECONDS)
            except subprocess.TimeoutExpired:
                process.kill()
                out, err = process.communicate()
                err += f"\nstill running after {SECONDS} s\n"
            finally:
                done.set()
                worker.join()
            return process.returncode, out, err
        finally:
            shutil.rmtree(folder, ignore_errors=True)

    def _repeat(self, done, folder):
        while self.case.meanwhile and not done.wait(0.05):
            subprocess.run(self.case.meanwhile, shell=True, cwd=folder, capture_output=True)

    def faults(self):
        """Everything that is not as the case says; and what was printed."""
        status, out, err = self.execute()
        found = [*self._wrong_messages(err), *self._wrong_run_time(err)]
        lines = [line.strip() for line in out.splitlines() if line.strip()]
        if lines != self.case.output:
            found.append("the output differs; expected:\n  " + "\n  ".join(self.case.output))
        if status != self.case.status:
            found.append(f"the exit status is {status}, not {self.case.status}")
        if not found:
            found = self._wrong_names()
        return found, f"standard output:\n{out}\nstandard error:\n{err}\nexit status {status}\n"

    def _wrong_messages(self, err):
        found, _ = messages_of(err)
        for severity in ("error", "warning"):
            wanted = [e for e in self.case.diagnostics if e.severity == severity]
            present = [m for m in found if m.severity == severity]
            if severity == "warning" and not self.warns():
                continue
            if severity == "warning" and self.case.run_time:
                present = [m for m in present if m.file]
            yield from self._wrong_severity(severity, wanted, present)
        yield from self._wrong_notes(found)

    def _wrong_severity(self, severity, wanted, present):
        if len(wanted) != len(present):
            texts = "".join(f"\n  {m.place()}: {m.text}" for m in present)
            yield f"{len(present)} {severity}s instead of {len(wanted)}{texts}"
            return
        for expected, message in zip(wanted, present):
            fault = _compare(expected, message, self.script)
            if fault:
                yield fault

    def _wrong_notes(self, found):
        """An expected note belongs to any message; its place and facts decide."""
        notes = [note for message in found for note in message.notes]
        for expected in self.case.diagnostics:
            if expected.severity != "note":
                continue
            if all(_compare(expected, note, self.script) for note in notes):
                yield f"no note at {expected.place} says: {', '.join(expected.facts)}"

    def _wrong_run_time(self, err):
        """Run-time warnings stand on standard error, too; only their facts are compared."""
        for fact in self.case.run_time:
            if not _has_fact(err, fact):
                yield f"no run-time warning says: {fact}"

    def _wrong_names(self):
        """A warning's name silences it."""
        names = sorted({e.name for e in self.case.diagnostics if e.severity == "warning"})
        if not names:
            return []
        _, _, err = self.execute([f"--no-warn={name}" for name in names])
        found, _ = messages_of(err)
        left = [m.text for m in found if m.severity == "warning" and m.file]
        return [f"--no-warn={','.join(names)} does not silence: {text}" for text in left]
