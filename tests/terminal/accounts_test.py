#!/usr/bin/env python3
"""The municipal accounts beside the budget, as a finance officer meets them.

Usage: accounts_test.py BUILD_FOLDER     (from the root of the source tree)
"""

import pathlib
import sys
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).parent.parent / "suite"))
import suite  # noqa: E402: its folder is known only now.

BUILD = sys.argv.pop(1)
MANDATES = "tools/samples/mandates.csv"
MAPPING = ["--mapping", "tools/samples/accounts.textproto"]


class AccountsTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.suite = suite.Suite(BUILD)
        cls.suite.__enter__()
        cls.addClassCleanup(cls.suite.__exit__, None, None, None)
        cls.suite.log_in("anna", "coordinator")
        cls.suite.log_in("fatima", "finance")
        cls.suite.say("anna", "convention", "import",
                      "tools/samples/montclair.fr.txt", "--municipality",
                      "99001", "--police-zone", "5339")
        cls.suite.say("fatima", "budget", "allot",
                      "tools/samples/allotment.csv")

    def say(self, *words, **options):
        return self.suite.say("fatima", "budget", *words, **options)

    def file(self, change):
        """A copy of the sample with another text."""
        path = self.suite.home / "mandates.csv"
        text = pathlib.Path(MANDATES).read_text("cp1252")
        path.write_text(change(text), "cp1252")
        return path

    def test_1_a_rehearsal_stores_nothing(self):
        said = self.say("import", MANDATES, *MAPPING, "--dry-run")
        self.assertIn("nothing stored. 4 would be posted, 0 known already, 0 "
                      "with another amount, 1 left out, 0 refused", said)
        self.assertEqual(
            self.suite.ask("fatima", "budget", "expenses").get("expenses", []), []
        )
        missing = self.say("reconcile", MANDATES, *MAPPING, code=1)
        self.assertIn("only in accounts", missing)
        self.assertIn("0 payments are equal, 4 are not.", missing)

    def test_2_each_payment_is_posted_once(self):
        self.assertIn("4 posted, 0 known already",
                      self.say("import", MANDATES, *MAPPING))
        self.assertIn("0 posted, 4 known already",
                      self.say("import", MANDATES, *MAPPING))
        expenses = self.suite.ask("fatima", "budget", "expenses")["expenses"]
        self.assertEqual(len(expenses), 4)
        # The split invoice is one piece of evidence.
        self.assertEqual(len({one["evidence"] for one in expenses}), 3)
        self.assertIn("4 payments are equal, 0 are not.",
                      self.say("reconcile", MANDATES, *MAPPING))

    def test_3_another_amount_is_told_and_not_posted(self):
        other = self.file(lambda text: text.replace("3.200,00", "3.300,00"))
        self.assertIn("amounts differ",
                      self.say("reconcile", other, *MAPPING, code=1))
        said = self.say("import", other, *MAPPING, code=1)
        self.assertIn("mandate 2024/4711 has 3.300,00 EUR in the accounts and "
                      "3.200,00 EUR in the ledger", said)

    def test_4_what_a_line_does_not_bear_is_refused_whole(self):
        def large(text):
            row = text.splitlines()[1].replace("4711", "4999")
            row = row.replace("F-2024-017", "F-2024-099").replace(
                "3.200,00", "85.000,00")
            digest = row.rsplit(";", 1)[1]
            return text + row.replace(digest, "a" * 64) + "\r\n"

        said = self.say("import", self.file(large), *MAPPING, code=1)
        self.assertIn("ALLOTMENT_EXCEEDED", said)
        self.assertIn("available 81.050,50 EUR", said)

    def test_5_a_file_in_another_encoding_is_refused(self):
        path = self.suite.home / "utf8.csv"
        path.write_text(pathlib.Path(MANDATES).read_text("cp1252"), "utf-8")
        said = self.say("reconcile", path, *MAPPING, code=1)
        self.assertIn("ACCOUNTS_ENCODING", said)
        self.assertIn("ENCODING_UTF_8", said)

    def test_6_one_refused_row_holds_back_the_others_only_when_asked(self):
        # Two new payments, the second above what its invoice comes to.
        rows = ("2024;5001;330/124-06;E-118;Société inventée;Atelier;{0};"
                "12/04/2024;0207.373.429;F-2024-101;15/04/2024;;{1}\r\n"
                "2024;5002;330/124-06;E-118;Société inventée;Atelier;10,01;"
                "12/04/2024;0207.373.429;F-2024-102;15/04/2024;10,00;{2}\r\n")
        file = self.file(lambda text: text + rows.format(
            "20,00", "d" * 64, "e" * 64))
        before = self.count()
        # A dry run foresees it, though it registers no document.
        said = self.say("import", file, *MAPPING, "--dry-run", code=1)
        self.assertIn("[EVIDENCE_EXCEEDED]", said)
        self.assertIn("line 8", said)
        self.assertIn("1 would be posted, 4 known already, 0 with another "
                      "amount, 1 left out, 1 refused", " ".join(said.split()))
        said = self.say("import", file, *MAPPING, "--all-or-nothing", code=1)
        self.assertIn("[EVIDENCE_EXCEEDED]", said)
        self.assertIn("line 8", said)
        self.assertEqual(self.count(), before)
        said = self.say("import", file, *MAPPING, code=1)
        self.assertIn("[EVIDENCE_EXCEEDED]", said)
        self.assertIn("1 posted, 4 known already, 0 with another amount, 1 "
                      "left out, 1 refused", " ".join(said.split()))
        self.assertEqual(self.count(), before + 1)
        mended = self.file(lambda text: text + rows.format(
            "20,00", "d" * 64, "e" * 64).replace("10,01", "10,00"))
        self.assertIn("1 posted, 5 known already",
                      self.say("import", mended, *MAPPING, "--all-or-nothing"))

    def count(self):
        return len(self.suite.ask("fatima", "budget", "expenses")["expenses"])


if __name__ == "__main__":
    unittest.main(verbosity=2)
