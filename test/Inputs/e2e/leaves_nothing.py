"""Runs a command in a session of its own; fails if a process of that program is still there
ten seconds after it has ended, or if one holds the command's output open."""

import os
import subprocess
import sys
import time

child = subprocess.Popen(sys.argv[1:], stdout=subprocess.PIPE, start_new_session=True)
child.stdout.read()  # Ends when nobody holds the pipe any more.
child.wait()


def left():
    """Processes of the command's session."""
    found = []
    for pid in filter(str.isdigit, os.listdir("/proc")):
        try:
            if os.getsid(int(pid)) == child.pid:
                found.append(pid)
        except ProcessLookupError:
            pass
    return found


deadline = time.monotonic() + 10
while left() and time.monotonic() < deadline:
    time.sleep(0.05)
sys.exit(f"still there: {left()}" if left() else child.returncode)
