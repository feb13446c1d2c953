"""What an editor sees of scripts. lsp-scripts.py KERNEL FOLDER"""

import importlib
import os
import sys

client = importlib.import_module("lsp-client")
kernel, folder = sys.argv[1:]
expect = client.expect

SCRIPT = """\
// Wörter 𝄞 count in two ways.
let @calls = percpulruhash(100);
tracepoint:syscalls:sys_enter_openat / pid != 0 / {
  $name = str(args.filename); /* 𝄞 */ $n = (int64)1;
  @calls[comm] = count();
  print($name); @n = $n + curtask.pid;
}
"""


server = client.Server("--kernel=" + kernel)
capabilities = server.initialize()["capabilities"]
for name in ("hoverProvider", "definitionProvider", "documentFormattingProvider", "completionProvider"):
    expect(name, capabilities.get(name), bool)

path = os.path.join(folder, "script.bt")
script = client.Script(server, path, SCRIPT)
expect("no messages", script.diagnostics(), [])

# Hover: types, and what the words mean.
expect("hover variable", script.hover("print(", "$name"), lambda text: "$name: string[" in text)
expect("hover second variable", script.hover("@n = ", "$n"), lambda text: "$n: int64" in text)
expect("hover map", script.hover("  ", "@calls"), lambda text: "@calls[string[16]]: count_t" in text and "lruhash" in text)
expect("hover builtin", script.hover("[", "comm"), lambda text: "string[16]" in text and "name of the thread" in text)
expect("hover function", script.hover("$name = ", "str"), lambda text: "text at an address" in text)
expect("hover member", script.hover("curtask.", "pid"), lambda text: "struct task_struct . pid: int32" in text)
expect("hover argument", script.hover("args.", "filename"), lambda text: "filename: " in text)
expect("hover nothing", script.ask("hover", 0), None)

# Columns are counted in UTF-16, as the protocol has it.
column = "  $name = str(args.filename); /* 𝄞 */ ".encode("utf-16-le")
expect("definition variable", script.definition("@n = ", "$n"), (script.uri, 3, len(column) // 2))
expect("definition map", script.definition("  ", "@calls"), lambda got: got and got[:2] == (script.uri, 1))

# A change is compiled at once; notes and places come along.
broken = SCRIPT.replace("str(args.filename)", "str(args.filenam)")
script.change(broken)
found = script.diagnostics()
expect("message", [(m["severity"], m["range"]["start"]) for m in found][:1],
       [(1, {"line": 3, "character": 19})])
script.change("begin { $x = ; }\nend { nosuch(); }\n")
expect("two messages", [m["range"]["start"]["line"] for m in script.diagnostics()], lambda got: got[:1] == [0])
script.change(SCRIPT)
expect("no messages again", script.diagnostics(), [])

# Completion.
def completes(what, text, wanted, unwanted=()):
    script.change(text.replace("|", ""))
    script.text = text.replace("|", "")
    got = script.complete(text[: text.index("|")])
    expect(what, got, lambda got: set(wanted) <= set(got) and not set(unwanted) & set(got))


completes("probe kinds", "tra|", ["tracepoint:"], ["kprobe:"])
completes("tracepoints", "tracepoint:syscalls:sys_enter_open|", ["tracepoint:syscalls:sys_enter_openat"])
completes("second attach point", "begin, tracepoint:syscalls:sys_enter_o|", ["tracepoint:syscalls:sys_enter_openat"])
completes("timer", "interval:|", ["interval:hz:", "interval:s:"])
completes("settings", "config = { max_m| }\nbegin { }", ["max_map_keys"], ["comm"])
completes("arguments", "tracepoint:syscalls:sys_enter_openat { print(args.|); }", ["filename", "flags"])
completes("members", "begin { print(curtask->pi|); }", ["pid"], ["comm"])
completes("members in what is not a script yet", "begin { curtask.|", ["pid"])
completes("variables", "begin { $alpha = 1; print($al|); }", ["$alpha"])
completes("maps", "begin { @beta = 1; print(@|); }", ["@beta"], ["@x"])
completes("words", "begin { co| }", ["comm", "count"], ["pid"])

# Formatting goes through the formatter; what has errors stays.
script.change("begin{exit()}")
edits = script.format()
expect("formatting", [edit["newText"] for edit in edits], ["begin\n{\n  exit()\n}\n"])
script.change(edits[0]["newText"])
expect("formatted already", script.format(), [])
script.change("begin { $x = ; }")
expect("formatting with errors", script.format(), [])

# Bad messages do no harm.
server.raw("{")
server.raw('{"jsonrpc":"2.0","id":"a","method":"textDocument/hover","params":{}}')
server.raw('{"jsonrpc":"2.0","id":"b","method":"no/such","params":null}')
server.notify("textDocument/didChange", {"textDocument": {"uri": "file:///nosuch", "version": 1}, "contentChanges": []})
server.notify("textDocument/didOpen", {"textDocument": {"uri": "untitled:1", "languageId": "bt", "version": 1, "text": ""}})
server.notify("textDocument/didClose", {"textDocument": {"uri": "file:///nosuch"}})
far = {"textDocument": {"uri": script.uri}, "position": {"line": 99999, "character": 99999}}
expect("far away", "result" in server.call("textDocument/completion", far), True)
script.change("")
expect("empty script", script.ask("completion", 0) is not None, True)
expect("shutdown", server.close(), 0)

# `exit` without `shutdown` is not how the protocol wants it.
server = client.Server("--kernel=" + kernel)
server.notify("exit", None)
expect("end", server.process.wait(timeout=60), 1)
