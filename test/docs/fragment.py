"""Completes a fragment of MLIR so that it can be parsed on its own.

Examples show what matters: they use values, and branch to blocks, that are not in them. Each
such value is defined before the fragment, first as an i64; when the parser says that a use wants
another type, it gets that one. Missing blocks are added behind it, and that a symbol is missing is
no error. What is left to judge is the syntax, the operations' verifiers, and that the types which
an example writes fit together."""

import re

VALUE = re.compile(r"%[\w.$-]+")
DEFINED = re.compile(r"^\s*(%[\w.$-]+(?::\d+)?(?:\s*,\s*%[\w.$-]+(?::\d+)?)*)\s*=", re.M)
NUMBER = re.compile(r"tracing\.for (%[\w.$-]+) =")
ARGUMENT = re.compile(r"[(,]\s*(%[\w.$-]+):\s")
BLOCK_HEADER = re.compile(r"^\s*(\^\w+)(?:\((.*)\))?:", re.M)
LABEL = re.compile(r"\^\w+")
ALIAS = re.compile(r"#(\w+)(?![\w.])")
SYMBOL = re.compile(
    r"\s*(?:tracing|bpf)\.(?:map|event|error_site|struct|core_type|param|c_func|extern|global|probe|prog|callback|func|enum) @"
)
TERMINATOR = re.compile(r"\s*(?:cf\.\w*br|(?:tracing|bpf)\.(?:return|may_goto)|bpf\.br_null)\b")
MISSING_SYMBOL = re.compile(r"error: '[\w.]+' op (?:refers to @\w+, which|'\w+') is not an? ")
MISMATCH = re.compile(r"value '(%[\w.$-]+)' expects different type than prior uses: '(.*)' vs '")


def _defined_values(text):
    # `%w:2 = …` defines what is used as `%w#0` and `%w#1`.
    names = {
        name.strip().partition(":")[0] for match in DEFINED.findall(text) for name in match.split(",")
    }
    names.update(NUMBER.findall(text))
    for _, arguments in BLOCK_HEADER.findall(text):
        names.update(VALUE.findall(arguments))
    # A body's arguments: `(%ctx: TYPE) {`. A blank stands before the colon of operands.
    for line in text.splitlines():
        if line.rstrip().endswith("{"):
            names.update(ARGUMENT.findall(line))
    return names


def _attributes(text):
    """An example of types or attributes: several may stand on one line, two blanks apart."""
    entries = [entry for entry in re.split(r"\s{2,}|\n", text.strip()) if entry]
    listed = ", ".join(f"a{number} = {entry}" for number, entry in enumerate(entries))
    return f'"doc.types"() {{{listed}}} : () -> ()\n'


# Most operations of this dialect stand in a probe.
PROBE = """tracing.probe @doc attach [#tracing.attach<begin, "">]
    (%%doc_ctx: !tracing.ptr<!tracing.struct<"doc">, ctx>) {
%s}
"""


class Fragment:
    """The text of an example, and what is known of the values that it takes for granted."""

    def __init__(self, text):
        self.text = re.sub(r"//.*", "", text)
        used = dict.fromkeys(VALUE.findall(self.text))
        self.types = {name: "i64" for name in used if name not in _defined_values(self.text)}

    def complete(self):
        if self.text.lstrip()[:1] in ("!", "#"):
            return _attributes(self.text)
        aliases = "".join(f'#{name} = "{name}"\n' for name in set(ALIAS.findall(self.text)))
        if SYMBOL.match(self.text):
            return aliases + self.text
        values = "".join(f'  {n} = "doc.value"() : () -> {t}\n' for n, t in self.types.items())
        headers = {name for name, _ in BLOCK_HEADER.findall(self.text)}
        missing = [n for n in dict.fromkeys(LABEL.findall(self.text)) if n not in headers]
        ends = "".join(f'{label}:\n  "doc.end"() : () -> ()\n' for label in missing)
        last = self.text.rstrip().rsplit("\n", 1)[-1]
        end = "" if TERMINATOR.match(last) else '"doc.end"() : () -> ()'
        body = f'  "doc.start"() : () -> ()\n{values}{self.text}\n{end}\n{ends}'
        around = PROBE if "tracing." in self.text else '"doc.body"() ({\n%s}) : () -> ()\n'
        return aliases + around % body

    @staticmethod
    def lacks_only_symbols(message):
        return bool(MISSING_SYMBOL.search(message)) and message.count("error:") == 1

    def learn(self, message):
        """Takes a type from the parser's message; false if there was none to take."""
        match = MISMATCH.search(message)
        if not match or match.group(1) not in self.types:
            return False
        name, wanted = match.groups()
        known = self.types[name]
        self.types[name] = wanted
        return known != wanted
