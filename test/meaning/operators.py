#!/usr/bin/env python3
"""Every operator on every width and sign, against a model of the language in Python.

  operators.py LEFT --kernel FOLDER [--run]

LEFT is the type of the left operand, such as int8. Values come out of maps, so that
nothing is folded. The results of the interpreter and, with --run, of this machine's
kernel, at -O0 and -O2, must be those of the model, which is written after the
description of the language and knows nothing of the compiler."""

import argparse
import operator
import re
import subprocess
import sys
import tempfile

WIDTHS = (8, 16, 32, 64)
TYPES = [f"{sign}int{width}" for sign in ("", "u") for width in WIDTHS]
ARITHMETIC = ["+", "-", "*", "/", "%", "&", "|", "^", "<<", ">>"]
COMPARISONS = {
    "==": operator.eq,
    "!=": operator.ne,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}
LOGIC = ["&&", "||"]
ROWS_IN_A_PROBE = 6  # A probe with all of them would be slow to verify.


def is_signed(kind):
    return not kind.startswith("u")


def width_of(kind):
    return int(kind.lstrip("uint"))


def wrap(value, kind):
    """The number that the type's bits stand for."""
    bits = value % (1 << width_of(kind))
    return bits - (1 << width_of(kind)) if is_signed(kind) and bits >> (width_of(kind) - 1) else bits


def edges(kind):
    width = width_of(kind)
    if is_signed(kind):
        return [-(1 << (width - 1)), -1, 0, 3, (1 << (width - 1)) - 1]
    return [0, 1, 5, 1 << (width - 1), (1 << width) - 1]


def promoted(left, right):
    """The type in which two integers meet."""
    widest = max(width_of(left), width_of(right))
    if is_signed(left) == is_signed(right):
        return f"{'' if is_signed(left) else 'u'}int{widest}"
    signed, unsigned = (left, right) if is_signed(left) else (right, left)
    if width_of(signed) > width_of(unsigned):
        return signed
    return f"int{min(64, 2 * widest)}"


def divide(a, b):
    return abs(a) // abs(b) * (1 if (a < 0) == (b < 0) else -1)


def compute(op, a, b, left, right):
    """Arithmetic is done in 64 bits, signed if either side is; `-` always, shifts as the left."""
    signed = is_signed(left) if op in ("<<", ">>") else is_signed(left) or is_signed(right)
    result = "int64" if signed or op == "-" else "uint64"
    a, b = wrap(a, result), wrap(b, result)
    if op in ("/", "%"):
        if b == 0:
            return 1
        return wrap(divide(a, b) if op == "/" else a - b * divide(a, b), result)
    if op in ("<<", ">>"):
        amount = b % (1 << 64)
        if op == "<<":
            return wrap(a << amount, result) if amount < 64 else 0
        return a >> min(amount, 64)
    plain = {"+": operator.add, "-": operator.sub, "*": operator.mul}
    bits = {"&": operator.and_, "|": operator.or_, "^": operator.xor}
    return wrap({**plain, **bits}[op](a, b), result)


def compare(op, a, b, left, right):
    meet = promoted(left, right)
    return int(COMPARISONS[op](wrap(a, meet), wrap(b, meet)))


def place(kind, index):
    return f"@{kind}[{index}]"


def binary_rows(left, right):
    """For each pair of values, all operators: their text and what they give."""
    for i, a in enumerate(edges(left)):
        for j, b in enumerate(edges(right)):
            x, y = place(left, i), f"@right_{right}[{j}]"
            row = [(f"{x} {op} {y}", compute(op, a, b, left, right)) for op in ARITHMETIC]
            row += [(f"{x} {op} {y}", compare(op, a, b, left, right)) for op in COMPARISONS]
            row += [(f"{x} && {y}", int(a != 0 and b != 0)), (f"{x} || {y}", int(a != 0 or b != 0))]
            yield row


def unary_rows(kind):
    wide = "int64" if is_signed(kind) else "uint64"
    for i, a in enumerate(edges(kind)):
        x = place(kind, i)
        row = [(f"-{x}", wrap(-a, wide)), (f"~{x}", wrap(~a, wide)), (f"!{x}", int(a == 0))]
        row += [(f"(bool){x}", int(a != 0)), (f"{x} ? 7 : 8", 7 if a else 8)]
        row += [(f"({to}){x}", wrap(a, to)) for to in TYPES if to != kind]
        yield row


def literal(value, kind):
    """What has that type; the least number has no literal of its own."""
    if value == -(1 << 63):
        return "(int64)-9223372036854775807 - 1"
    return f"({kind}){value}"


def initial_values(left):
    lines = []
    for kind, prefix in [(left, "@"), *((right, "@right_") for right in TYPES)]:
        for i, value in enumerate(edges(kind)):
            lines.append(f"  {prefix}{kind}[{i}] = {literal(value, kind)};")
    return lines


def script_for(left):
    """The script, and for each line that it prints what must be there."""
    rows = list(unary_rows(left))
    for right in TYPES:
        rows += binary_rows(left, right)
    lines = ["config = { print_maps_on_exit=false }", "begin {", *initial_values(left), "}"]
    expected = []
    for start in range(0, len(rows), ROWS_IN_A_PROBE):
        lines.append("begin {")
        for row in rows[start : start + ROWS_IN_A_PROBE]:
            lines.append(f"  print(({', '.join(text for text, _ in row)}));")
            expected.append(row)
        lines.append("}")
    return "\n".join(lines) + "\n", expected


def numbers_in(output):
    """What tuples were printed, whoever printed them."""
    words = {"true": 1, "false": 0}
    found = []
    for line in output.splitlines():
        printed = re.search(r"\(([^()]*)\)$", line)
        if printed:
            texts = printed.group(1).split(", ")
            found.append([words[text] if text in words else int(text) for text in texts])
    return found


def check(who, output, expected):
    printed = numbers_in(output)
    if len(printed) != len(expected):
        sys.exit(f"{who}: {len(printed)} rows are printed, not {len(expected)}")
    faults = 0
    for row, values in zip(expected, printed):
        for (text, wanted), value in zip(row, values):
            if value != wanted:
                faults += 1
                if faults <= 10:
                    print(f"{who}: {text} is {value}, not {wanted}")
    if faults:
        sys.exit(f"{who}: {faults} results are not those of the model")
    print(f"{who}: {sum(map(len, expected))} results")


def output_of(command):
    done = subprocess.run(command, capture_output=True, text=True)
    if done.returncode:
        sys.exit(f"{' '.join(command)}\n{done.stderr[-2000:]}")
    return done.stdout


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("left", choices=TYPES)
    parser.add_argument("--kernel", required=True)
    parser.add_argument("--run", action="store_true")
    arguments = parser.parse_args()
    script, expected = script_for(arguments.left)
    with tempfile.TemporaryDirectory() as folder:
        path, module = f"{folder}/operators.bt", f"{folder}/operators.mlir"
        with open(path, "w", encoding="utf-8") as file:
            file.write(script)
        emit = ["sonde", f"--kernel={arguments.kernel}", "--emit=tracing", "-o", module, path]
        output_of(emit)
        interpreted = output_of(["sonde-translate", "--interpret", module])
        check("interpreter", interpreted, expected)
        if arguments.run:
            for level in ("-O0", "-O2"):
                check(level, output_of(["sonde", "-q", level, path]), expected)


if __name__ == "__main__":
    main()
