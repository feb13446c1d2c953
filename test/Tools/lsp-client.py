"""Drives `sonde lsp` as an editor does: a small client for tests."""

import json
import os
import subprocess
import sys


def expect(what, got, wanted):
    """Says whether something is as it should be; a test ends where it is not. `wanted` is a value or a condition."""
    good = wanted(got) if callable(wanted) else got == wanted
    if not good:
        print(f"{what}: got {got!r}")
        sys.exit(1)
    print(f"{what}: good")


class Server:
    def __init__(self, *arguments):
        self.process = subprocess.Popen(
            ["sonde", "lsp", *arguments], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
        )
        self.number = 0
        self.messages = {}  # The last diagnostics of each URI.

    def send(self, data):
        self.process.stdin.write(data)
        self.process.stdin.flush()

    def raw(self, body):
        data = body.encode()
        self.send(b"Content-Length: %d\r\n\r\n" % len(data) + data)

    def receive(self):
        length = 0
        while True:
            line = self.process.stdout.readline()
            if not line:
                sys.exit(f"the server has ended with status {self.process.wait()}")
            if not line.strip():
                break
            name, value = line.decode().split(":", 1)
            if name.lower() == "content-length":
                length = int(value)
        message = json.loads(self.process.stdout.read(length))
        if message.get("method") == "textDocument/publishDiagnostics":
            self.messages[message["params"]["uri"]] = message["params"]["diagnostics"]
        return message

    def notify(self, method, params):
        self.raw(json.dumps({"jsonrpc": "2.0", "method": method, "params": params}))

    def call(self, method, params):
        """The whole answer; what comes before it is remembered."""
        self.number += 1
        self.raw(json.dumps({"jsonrpc": "2.0", "id": self.number, "method": method, "params": params}))
        while True:
            message = self.receive()
            if message.get("id") == self.number:
                return message

    def initialize(self):
        return self.call("initialize", {"processId": os.getpid(), "rootUri": None, "capabilities": {}})["result"]

    def close(self):
        """The exit status."""
        self.call("shutdown", {})
        self.notify("exit", {})
        return self.process.wait(timeout=60)


class Script:
    """A script that is open in the editor."""

    def __init__(self, server, path, text):
        self.server, self.uri, self.version = server, "file://" + path, 1
        self.text = text
        item = {"uri": self.uri, "languageId": "bpftrace", "version": 1, "text": text}
        server.notify("textDocument/didOpen", {"textDocument": item})

    def change(self, text):
        self.version += 1
        self.text = text
        document = {"uri": self.uri, "version": self.version}
        self.server.notify("textDocument/didChange", {"textDocument": document, "contentChanges": [{"text": text}]})

    def position(self, offset):
        before = self.text[:offset]
        line = before.rsplit("\n", 1)[-1]
        return {"line": before.count("\n"), "character": len(line.encode("utf-16-le")) // 2}

    def ask(self, what, offset):
        params = {"textDocument": {"uri": self.uri}, "position": self.position(offset)}
        return self.server.call("textDocument/" + what, params)["result"]

    def at(self, before, name=""):
        """Where `name` begins, which stands behind the text `before`."""
        return self.text.index(before + name) + len(before)

    def hover(self, before, name=""):
        answer = self.ask("hover", self.at(before, name))
        return answer and answer["contents"]["value"]

    def complete(self, before):
        answer = self.ask("completion", self.text.index(before) + len(before))
        return [item["textEdit"]["newText"] for item in answer["items"]]

    def definition(self, before, name=""):
        answer = self.ask("definition", self.at(before, name))
        return answer and (answer["uri"], answer["range"]["start"]["line"], answer["range"]["start"]["character"])

    def format(self):
        params = {"textDocument": {"uri": self.uri}, "options": {"tabSize": 2, "insertSpaces": True}}
        return self.server.call("textDocument/formatting", params)["result"]

    def diagnostics(self):
        """After the server has seen the last change."""
        self.ask("hover", 0)
        return self.server.messages.get(self.uri)
