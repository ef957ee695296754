#!/usr/bin/env python3
"""Abuse list, A5 and A6, with a program as an operator starts it: --tls-crl.

Usage: revocation_test.py BUILD_FOLDER     (from the root of the source tree)
"""

import pathlib
import sys
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).parent.parent / "suite"))
import revocation  # noqa: E402: its folder is known only now.
import suite  # noqa: E402

BUILD = sys.argv.pop(1)
NAME = "exchange"


class WithLists(suite.Suite):
    """One program, with a list that is not there yet when it starts first."""

    def __init__(self):
        super().__init__(BUILD, names=())

    def __enter__(self):
        super().__enter__()
        self.list = self.home / "lists.pem"
        self.lists = revocation.Lists(self.home / "pki")
        self.ports = {name: suite.free_port() for name in suite.NAMES}
        self.flags[NAME] = ["--tls-crl", self.list]
        return self

    def start_with(self, *revoked):
        for name in revoked:
            self.lists.revoke(name)
        self.lists.publish(self.list)
        self.start(NAME)


class RevocationTest(unittest.TestCase):
    def setUp(self):
        self.running = self.enterContext(WithLists())

    def meetings(self):
        """Exit code and words of a call by the command line's certificate."""
        code, out, err = self.running.run(
            "anna", "meeting", "list", "--municipality",
            "municipalities/21004")
        return code, out + err

    def test_a_list_that_is_missing_or_none_keeps_the_program_from_starting(
            self):
        for content in (None, b"", b"no list\n"):
            if content is not None:
                self.running.list.write_bytes(content)
            with self.assertRaisesRegex(RuntimeError, "did not start") as told:
                self.running.start(NAME)
            self.assertIn(str(self.running.list), str(told.exception))
            self.assertIn("--tls-crl", str(told.exception))
        self.running.list.unlink()
        self.running.start_with()

    def test_whose_certificate_was_taken_back_is_not_heard(self):
        self.running.start_with()
        self.running.log_in("anna", "coordinator")
        code, said = self.meetings()
        self.assertEqual(code, 0, said)
        self.running.kill(NAME)
        self.running.start_with("cli")
        code, said = self.meetings()
        self.assertEqual(code, 1, said)
        self.assertIn("[SERVICE_UNREACHABLE]", said)


if __name__ == "__main__":
    unittest.main()
