#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""references.py GEN_BOARD KERNEL DTS: does gen-board see each phandle of a dts?

The witness is dtc: compiled as a plugin, a tree has a node __local_fixups__
that lists the properties with references, and where in them.
"""

import json
import subprocess
import sys


def run(*command, data=None):
    return subprocess.run(command, input=data, stdout=subprocess.PIPE, check=True).stdout


def fixups(kernel, dts):
    """{(path, property): number of references} by dtc"""
    source = run(
        "cpp", "-nostdinc", "-undef", "-D__DTS__", "-P", "-I", f"{kernel}/include",
        "-I", f"{kernel}/scripts/dtc/include-prefixes", "-x", "assembler-with-cpp", dts,
    ).decode()
    source = "/dts-v1/; /plugin/;\n" + source.replace("/dts-v1/;", "")
    blob = run("dtc", "-q", "-q", "-@", "-I", "dts", "-O", "dtb", data=source.encode())
    text = run("dtc", "-q", "-q", "-I", "dtb", "-O", "dts", data=blob).decode()
    path, found = [], {}
    for line in text[text.index("__local_fixups__"):].splitlines():
        line = line.strip()
        if line.endswith("{"):
            path.append(line[:-1].strip())
        elif line == "};":
            path.pop()
            if not path:
                return found
        elif "=" in line:
            name, value = line.split("=", 1)
            found["/" + "/".join(path[1:]), name.strip()] = len(value.split())
    raise ValueError("__local_fixups__ has no end")


def references(gen_board, dts):
    """The same by gen-board; "interrupts" has no phandle."""
    model = json.loads(run(gen_board, "tree", "--json", dts))
    return {
        (node["path"], prop["name"]): len(prop["references"])
        for node in model["nodes"]
        for prop in node["properties"]
        if prop.get("references") and prop["name"] != "interrupts"
    }


def main():
    gen_board, kernel, dts = sys.argv[1:]
    expected, got = fixups(kernel, dts), references(gen_board, dts)
    for key in sorted(expected.keys() | got.keys()):
        if expected.get(key) != got.get(key):
            print(f"{dts}: {key}: {got.get(key)} references, expected {expected.get(key)}")
    return expected != got


sys.exit(main())
