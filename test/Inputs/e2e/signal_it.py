"""Starts a command, waits until its probes are attached, sends it a signal.

  signal_it.py INT|TERM COMMAND...

Prints what the command prints, then its status."""

import os
import signal
import subprocess
import sys

NOTIFY = "__BPFTRACE_NOTIFY_PROBES_ATTACHED"
child = subprocess.Popen(
    sys.argv[2:], stdout=subprocess.PIPE, text=True, env={**os.environ, NOTIFY: "1"}
)
for line in child.stdout:
    if line.strip() == NOTIFY:
        child.send_signal(getattr(signal, "SIG" + sys.argv[1]))
    else:
        print(line, end="")
print("status", child.wait(timeout=30))
