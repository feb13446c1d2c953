"""Runs a command while another one is run again and again.

  with_load.py 'LOAD COMMAND' -- COMMAND...

Ends with the command's status, or with 124 when it takes more than 30 seconds."""

import shlex
import subprocess
import sys
import threading

split = sys.argv.index("--")
load, command = shlex.split(sys.argv[1]), sys.argv[split + 1 :]
done = threading.Event()


def keep_loading():
    while not done.is_set():
        child = subprocess.Popen(load, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        while child.poll() is None and not done.wait(0.02):
            pass
        child.kill()
        child.wait()


threading.Thread(target=keep_loading, daemon=True).start()
try:
    status = subprocess.run(command, timeout=30).returncode
except subprocess.TimeoutExpired:
    status = 124
done.set()
sys.exit(status)
