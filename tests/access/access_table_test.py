#!/usr/bin/env python3
"""The table of accesses tells the truth: proto/ACCESS.md is what the client
prints, and the client leaves no RPC of proto/ out.

The contracts are read here as text, so that a file whose descriptors nobody
linked is found as well.

Usage: access_table_test.py ENTENTE     (from the root of the source tree)
"""

import json
import os
import pathlib
import re
import subprocess
import sys
import unittest

PROGRAM = os.path.abspath(sys.argv.pop(1))
POLICY = "deploy/dev/policy.textproto"
PAGE = pathlib.Path("proto/ACCESS.md")
MAKE = f"build/bin/entente access table --format markdown --policy {POLICY}"

RPC = re.compile(
    r"^  rpc (\w+)\(\s*(stream )?[\w.]+\)\s*returns \((stream )?[\w.]+\) "
    r"(\{.*?^  \}|;)",
    re.M | re.S,
)


def table(form):
    return subprocess.run(
        [PROGRAM, "--lang", "en", "access", "table", "--format", form]
        + ["--policy", POLICY],
        check=True,
        capture_output=True,
        text=True,
    ).stdout


def declared():
    """Every RPC of proto/: (service, rpc) to what its options say."""
    found = {}
    for path in sorted(pathlib.Path("proto/entente").rglob("*.proto")):
        text = re.sub(r"//[^\n]*", "", path.read_text(encoding="utf-8"))
        package = re.search(r"^package ([\w.]+);", text, re.M).group(1)
        for service in re.finditer(r"^service (\w+) \{\n(.*?)^\}", text, re.M | re.S):
            body = service.group(2)
            rpcs = list(RPC.finditer(body))
            if len(rpcs) != len(re.findall(r"\brpc\b", body)):
                raise AssertionError(f"{path}: an rpc was not understood")
            for rpc in rpcs:
                options = rpc.group(4)
                permission = re.search(r'permission: *"([^"]*)"', options)
                found[f"{package}.{service.group(1)}", rpc.group(1)] = {
                    "permission": permission.group(1) if permission else None,
                    "restricted": bool(re.search(r"\brestricted: *true", options)),
                    "open_read": bool(re.search(r"\bopen_read: *true", options)),
                    "streaming": bool(rpc.group(2) or rpc.group(3)),
                }
    return found


class AccessTable(unittest.TestCase):
    maxDiff = None

    def test_the_page_is_what_the_command_prints(self):
        self.assertEqual(
            PAGE.read_text(encoding="utf-8"),
            table("markdown"),
            f"make it again: {MAKE} >{PAGE}",
        )

    def test_no_rpc_of_the_contracts_is_left_out_or_told_wrong(self):
        rows = {
            (row.pop("service"), row.pop("rpc")): row
            for row in json.loads(table("json"))
        }
        wanted = declared()
        self.assertGreater(len(wanted), 30)
        self.assertEqual(set(rows), set(wanted), "see access_catalog.cc")
        for key, row in rows.items():
            told = {name: row[name] for name in wanted[key]}
            self.assertEqual(told, wanted[key], key)
            self.assertTrue(row["roles"] or row["peers"], key)


if __name__ == "__main__":
    unittest.main()
