#!/usr/bin/env python3
"""The tables of accesses tell the truth: proto/ACCESS.md, and that of the State's
installation, are what the client prints, and the client leaves no RPC of proto/
out.

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
STATE_POLICY = "deploy/state/policy.textproto"
# The page of each policy, and what the command needs besides.
PAGES = {
    "proto/ACCESS.md": (POLICY,),
    "deploy/state/ACCESS.md": (STATE_POLICY, "--granted"),
}
# What the State's installation serves; see conventions_main.cc.
STATE_SERVICES = {
    "entente.common.v1.AccessService", "entente.common.v1.AuditService",
    "entente.conventions.v1.IntakeService",
    "entente.conventions.v1.SubmissionService",
}


def words(form, policy, *more):
    return ["--lang", "en", "access", "table", "--format", form, "--policy",
            policy, *more]


def table(form, policy=POLICY, *more):
    return subprocess.run(
        [PROGRAM, *words(form, policy, *more)],
        check=True,
        capture_output=True,
        text=True,
    ).stdout


class AccessTable(unittest.TestCase):
    maxDiff = None

    def test_each_page_is_what_the_command_prints(self):
        for page, given in PAGES.items():
            self.assertEqual(
                pathlib.Path(page).read_text(encoding="utf-8"),
                table("markdown", *given),
                "make it again: build/bin/entente "
                f"{' '.join(words('markdown', *given))} >{page}",
            )

    def test_the_page_of_the_state_names_all_that_it_serves(self):
        rows = {
            (row["service"], row["rpc"])
            for row in json.loads(table("json", STATE_POLICY, "--granted"))
        }
        wanted = {key for key in contracts.declared()
                  if key[0] in STATE_SERVICES}
        self.assertEqual(rows, wanted)

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
