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
import subprocess
import sys
import unittest

import contracts

PROGRAM = os.path.abspath(sys.argv.pop(1))
POLICY = "deploy/dev/policy.textproto"
PAGE = pathlib.Path("proto/ACCESS.md")
MAKE = f"build/bin/entente access table --format markdown --policy {POLICY}"


def table(form):
    return subprocess.run(
        [PROGRAM, "--lang", "en", "access", "table", "--format", form]
        + ["--policy", POLICY],
        check=True,
        capture_output=True,
        text=True,
    ).stdout


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
        wanted = contracts.declared()
        self.assertGreater(len(wanted), 30)
        self.assertEqual(set(rows), set(wanted), "see access_catalog.cc")
        for key, row in rows.items():
            told = {name: row[name] for name in wanted[key]}
            self.assertEqual(told, wanted[key], key)
            self.assertTrue(row["roles"] or row["peers"], key)


if __name__ == "__main__":
    unittest.main()
