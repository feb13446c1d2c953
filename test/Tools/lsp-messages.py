"""What a language server does with messages that are none. lsp-messages.py KERNEL"""

import importlib
import sys

client = importlib.import_module("lsp-client")
expect = client.expect
server = client.Server("--kernel=" + sys.argv[1])
server.initialize()

PARSE_ERROR, INVALID_REQUEST, METHOD_NOT_FOUND, INVALID_PARAMS = -32700, -32600, -32601, -32602


def refused(what, data, code, number=None):
    """The answer to these bytes is an error; then the server answers a question."""
    server.send(data)
    answer = server.receive()
    expect(what, (answer.get("error", {}).get("code"), answer.get("id")), (code, number))
    expect("then a question", server.call("textDocument/hover", {
        "textDocument": {"uri": "file:///nosuch.bt"}, "position": {"line": 0, "character": 0}})["result"], None)


def framed(body):
    return b"Content-Length: %d\r\n\r\n" % len(body) + body


refused("no JSON", framed(b"{nonsense"), PARSE_ERROR)
refused("half of JSON", framed(b'{"jsonrpc": "2.0", "id": 7, "method": "shut'), PARSE_ERROR)
refused("no UTF-8", framed(b'{"jsonrpc": "2.0", "method": "\xff"}'), PARSE_ERROR)
refused("no object", framed(b"[1, 2]"), INVALID_REQUEST)
refused("brackets without end", framed(b"[" * 1000000), PARSE_ERROR)
refused("brackets in a string", framed(b'{"a": "\\"' + b"[" * 5000 + b'"}'), INVALID_REQUEST)
refused("another protocol", framed(b'{"jsonrpc": "1.0", "id": 7, "method": "shutdown"}'), INVALID_REQUEST, 7)
refused("no version", framed(b'{"id": "x", "method": "shutdown"}'), INVALID_REQUEST, "x")
refused("a method that is a number", framed(b'{"jsonrpc": "2.0", "id": 7, "method": 5}'), INVALID_REQUEST, 7)
refused("no method", framed(b'{"jsonrpc": "2.0", "id": 7}'), INVALID_REQUEST, 7)
refused("an unknown method", framed(b'{"jsonrpc": "2.0", "id": 7, "method": "no/such"}'), METHOD_NOT_FOUND, 7)
refused("wrong parameters", framed(b'{"jsonrpc": "2.0", "id": 7, "method": "textDocument/hover", "params": 5}'),
        INVALID_PARAMS, 7)
refused("no parameters", framed(b'{"jsonrpc": "2.0", "id": 7, "method": "textDocument/hover"}'), INVALID_PARAMS, 7)

# Without a length it is not known where a message ends: the next header is looked for, also in the same line.
refused("no length", b"Content-Type: text\r\n\r\n{}", PARSE_ERROR)
refused("a length that is a word", b"Content-Length: long\r\n\r\n{}\r\n", PARSE_ERROR)
refused("a negative length", b"Content-Length: -5\r\n\r\n{}", PARSE_ERROR)
refused("a huge length", b"Content-Length: 99999999999999999999\r\n\r\n{}", PARSE_ERROR)
refused("a length beyond all scripts", b"Content-Length: 1000000000000\r\n\r\n{}", PARSE_ERROR)
refused("a length that is too small", b"Content-Length: 1\r\n\r\n{}", PARSE_ERROR)
refused("no message", b"hello\r\n\r\n", PARSE_ERROR)

# What is right is understood in all its forms; notifications are never answered.
server.send(b"\r\n\r\n" + framed(b'{"jsonrpc": "2.0", "method": "no/such"}'))
server.send(framed(b'{"jsonrpc": "2.0", "method": "textDocument/didOpen", "params": 5}'))
server.send(framed(b'{"jsonrpc": "2.0", "id": 5, "result": null}'))
body = b'{"jsonrpc": "2.0", "id": "last", "method": "shutdown"}'
server.send(b"content-length:%d\nContent-Type: application/vscode-jsonrpc\n\n" % len(body) + body)
expect("shutdown", server.receive(), {"jsonrpc": "2.0", "id": "last", "result": None})
server.notify("exit", {})
expect("end", server.process.wait(timeout=60), 0)

# An editor that is gone in the middle of a message is gone.
for rest in (b"Content-Length: 100\r\n\r\n{", b"Content-Length: 1", b"Content-Length: 100\r\n"):
    server = client.Server("--kernel=" + sys.argv[1])
    server.send(rest)
    server.process.stdin.close()
    expect("gone", (server.process.wait(timeout=60), server.process.stdout.read()), (1, b""))
