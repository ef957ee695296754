#!/usr/bin/env python3
"""Abuse list, A5 and A6, with programs as an operator starts them: --tls-crl.

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
    """Programs with a list that is not there yet when they start first."""

    def __init__(self):
        super().__init__(BUILD, names=())

    def __enter__(self):
        super().__enter__()
        self.list = self.home / "lists.pem"
        self.lists = revocation.Lists(self.home / "pki")
        self.ports = {name: suite.free_port() for name in suite.NAMES}
        for name in suite.NAMES:
            self.flags[name] = ["--tls-crl", self.list]
        return self

    def start_with(self, *revoked, name=NAME):
        for taken_back in revoked:
            self.lists.revoke(taken_back)
        self.lists.publish(self.list)
        self.start(name)


class RevocationTest(unittest.TestCase):
    def setUp(self):
        self.running = self.enterContext(WithLists())

    def meetings(self):
        """Exit code and words of a call by the command line's certificate."""
        code, out, err = self.running.run(
            "anna", "meeting", "list", "--municipality",
            "municipalities/21004")
        return code, out + err

    def refuse_to_start(self, name, why):
        with self.assertRaisesRegex(RuntimeError, "did not start") as told:
            self.running.start(name)
        self.assertIn(str(self.running.list), str(told.exception))
        self.assertIn("--tls-crl", str(told.exception))
        self.assertIn(why, str(told.exception))

    def test_without_a_current_list_no_program_starts(self):
        for name in suite.NAMES:
            with self.subTest(program=name):
                self.running.list.unlink(missing_ok=True)
                self.refuse_to_start(name, "missing")
                for content in (b"", b"no list\n"):
                    self.running.list.write_bytes(content)
                    self.refuse_to_start(name, "empty or not wholly lists")
                self.running.lists.publish_outdated(self.running.list)
                self.refuse_to_start(name, "outdated")
                self.running.list.unlink()
                self.running.start_with(name=name)

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
