"""What an editor sees of a script that has C text, macros and imports. lsp-files.py KERNEL FOLDER"""

import importlib
import os
import sys

client = importlib.import_module("lsp-client")
kernel, folder = sys.argv[1:]
expect = client.expect

SCRIPT = """\
#define LIMIT 7
struct pair { int left; int right; };
import "lib.bt";
macro twice(x) { x + x }
fn add($a: int64, $b: int64): int64 { return $a + $b; }
begin {
  $p = (struct pair *)curtask;
  print(twice($p.right));
  print(add(LIMIT, 2));
  print(shared(3));
}
"""
LIBRARY = "macro shared(x) { x * 2 }\n"
BROKEN_LIBRARY = "macro shared(x) { nosuch(x) }\n"


def write(name, text):
    path = os.path.join(folder, name)
    with open(path, "w", encoding="utf-8") as file:
        file.write(text)
    os.chmod(path, 0o644)
    return path


library = "file://" + write("lib.bt", LIBRARY)
server = client.Server("--kernel=" + kernel)
server.initialize()
script = client.Script(server, os.path.join(folder, "script.bt"), SCRIPT)
expect("no messages", script.diagnostics(), [])

# What the C text defines has its types and its place.
expect("hover C member", script.hover("$p.", "right"), lambda text: "struct pair . right: int32" in text and "byte 4" in text)
expect("definition C struct", script.definition("(", "struct pair *"), (script.uri, 1, 0))
expect("completion C member", script.complete("$p."), lambda got: {"left", "right"} <= set(got))

# Macros and functions, of the script and of what it imports.
expect("hover macro", script.hover("print(", "twice"), lambda text: "macro twice(x)" in text)
expect("definition macro", script.definition("print(", "twice"), lambda got: got[:2] == (script.uri, 3))
expect("hover function", script.hover("print(", "add"), lambda text: "fn add($a: int64, $b: int64): int64" in text)
expect("definition function", script.definition("print(", "add"), lambda got: got[:2] == (script.uri, 4))
expect("definition imported macro", script.definition("print(", "shared"), lambda got: got[:2] == (library, 0))
expect("definition import", script.definition("", 'import "lib.bt"'), lambda got: got[:2] == (library, 0))

# A message about the C text stands in the C text.
script.change(SCRIPT.replace("int left;", "nosuch_t left;"))
expect("message in C text", [m["range"]["start"]["line"] for m in script.diagnostics()], lambda got: 1 in got)

# A message about an imported file stands in that file, and goes away with its cause.
write("lib.bt", BROKEN_LIBRARY)
script.change(SCRIPT + " ")
script.diagnostics()
expect("message in the import", [m["range"]["start"] for m in server.messages.get(library, [])], lambda got: got != [])
write("lib.bt", LIBRARY)
script.change(SCRIPT)
expect("none in the script", script.diagnostics(), [])
expect("none in the import", server.messages.get(library), [])

# Closing the script takes its messages away.
script.change("begin { nosuch(); }")
expect("a message", script.diagnostics(), lambda got: len(got) == 1)
server.notify("textDocument/didClose", {"textDocument": {"uri": script.uri}})
expect("closed", script.ask("hover", 0), None)
expect("no message of a closed script", server.messages.get(script.uri), [])
expect("shutdown", server.close(), 0)
