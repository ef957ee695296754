#!/usr/bin/env python3
"""A claim on the State from its draft to the money paid back, as a finance
officer, a coordinator and a federal officer type it, on a terminal of 80
columns.

Usage: claims_test.py BUILD_FOLDER     (from the root of the source tree)
"""

import fcntl
import os
import pathlib
import pty
import struct
import subprocess
import sys
import termios
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).parent.parent / "suite"))
import suite  # noqa: E402: its folder is known only now.

BUILD = sys.argv.pop(1)
DOCUMENT = "tools/samples/montclair.fr.txt"
COLUMNS = 80


class ClaimsTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.suite = suite.Suite(BUILD)
        cls.suite.__enter__()
        cls.addClassCleanup(cls.suite.__exit__, None, None, None)
        for person, role in (("anna", "coordinator"), ("bert", "coordinator"),
                             ("fien", "finance"), ("fred", "federal")):
            cls.suite.log_in(person, role)

    def say(self, person, *words, **options):
        return self.suite.say(person, *words, **options)

    def on_terminal(self, lang, person, *words):
        """What the command prints on a terminal of 80 columns."""
        terminal, inside = pty.openpty()
        fcntl.ioctl(inside, termios.TIOCSWINSZ,
                    struct.pack("HHHH", 24, COLUMNS, 0, 0))
        client = subprocess.Popen(
            [self.suite.bin / "entente", "--home", self.suite.home, "--lang",
             lang, "--as", person, *words],
            stdin=subprocess.DEVNULL, stdout=inside, stderr=inside,
            env={"PATH": os.environ["PATH"]})
        os.close(inside)
        said = b""
        while True:
            try:
                some = os.read(terminal, 65536)
            except OSError:
                break
            if not some:
                break
            said += some
        os.close(terminal)
        self.assertEqual(client.wait(), 0, said.decode())
        return said.decode().replace("\r", "")

    def spend(self):
        self.say("anna", "convention", "import", DOCUMENT, "--municipality",
                 "99001", "--police-zone", "5339")
        self.say("fien", "budget", "allot", "tools/samples/allotment.csv")
        lines = self.suite.ask("fien", "budget", "lines")["lines"]
        line = next(line["name"] for line in lines
                    if "general-" in line["name"])
        envelope = line.split("/lines/")[0]
        year = int(envelope[-4:])
        for number, amount in ((1, "150,00"), (2, "70,00")):
            self.say("fien", "budget", "evidence", "add", "--issuer",
                     "0207373429", "--number", f"F-{number}", "--date",
                     f"{year}-05-04", "--amount", amount, "--sha256",
                     f"{number}" * 64)
            self.say("fien", "budget", "spend", "--line", line, "--amount",
                     amount, "--evidence", f"v-00000{number}",
                     "--service-date", f"{year}-05-04")
        return envelope.split("/")[-1], year

    def pay(self, envelope, kind, amount, year, code=0):
        return self.say(
            "fien", "budget", "federal", "pay", "--envelope", envelope,
            "--kind", kind, "--amount", amount, "--value-date",
            f"{year}-09-14", "--reference", f"B-{kind}-{amount}",
            "--communication", "+++010/8068/17183+++", "--budget-article",
            "56 82 432202", code=code)

    def submit_once_the_figures_are_approved(self, year):
        """The claim rests on the months that a calendar governs."""
        submit = ("budget", "claim", "submit", "c-000001", "--date",
                  f"{year + 1}-03-29")
        self.say("anna", "period", "calendar", "adopt", "--from", f"{year}-11",
                 "--due", "15", "--lock", "20", "--close", "40", "--reason",
                 "as the council decided")
        said = self.say("fien", *submit, code=1)
        self.assertIn("[PERIODS_NOT_APPROVED]", said)
        # Wherever the line is broken.
        self.assertIn(f"{year}-11, {year}-12", " ".join(said.split()))
        # An earlier day does not go round the question.
        self.assertIn("[PERIODS_NOT_APPROVED]", self.say(
            "fien", *submit[:-1], f"{year}-01-15", code=1))
        self.say("bert", "period", "approve", f"{year}-11")
        said = self.say("fien", *submit, code=1)
        self.assertIn(f"no longer: {year}-12.", " ".join(said.split()))
        self.suite.kill("indicators")
        self.assertIn("[APPROVALS_UNKNOWN]", self.say("fien", *submit, code=1))
        self.suite.start("indicators")
        self.say("bert", "period", "approve", f"{year}-12")
        self.assertIn("Figures: approved for 2 month(s).",
                      self.say("fien", *submit))
        claim = self.suite.ask("anna", "budget", "claim", "show", "c-000001")
        self.assertEqual(
            claim["figures"]["months"],
            [{"month": f"{year}-{month}", "version": 1} for month in (11, 12)])
        rows = self.say("anna", "budget", "claims", "--format", "csv")
        self.assertIn("c-000001", rows)
        self.assertIn("BASIS_APPROVED", rows)

    def test_from_the_draft_to_the_money_paid_back(self):
        envelope, year = self.spend()
        shown = self.say("anna", "budget", "claim", "create", "--envelope",
                         envelope, "--dry-run")
        self.assertIn("220,00", shown)
        self.assertIn("Not verified in the decree: claim deadline", shown)
        self.assertEqual(
            self.suite.ask("anna", "budget", "claims").get("claims", []), [])
        self.pay(envelope, "advance", "200,00", year)
        self.assertIn("[CLAIM_UNDECIDED]",
                      self.pay(envelope, "balance", "20,00", year, code=1))
        self.say("anna", "budget", "claim", "create", "--envelope", envelope)
        self.submit_once_the_figures_are_approved(year)
        decision = self.suite.home / "decision.csv"
        decision.write_text("line;accepted;ineligible;reason\n"
                            "e-000001;130,00;;Outside the period\n"
                            "e-000002;;20,00;No part of the project\n")
        words = ("budget", "claim", "decide", "c-000001", "--file", decision,
                 "--date", f"{year + 1}-06-14", "--reference", "IBZ/17")
        self.assertIn("[PERMISSION_MISSING]", self.say("fien", *words, code=1))
        decided = self.say("fred", *words)
        self.assertIn("Decided: 2/2 lines.", decided)
        self.assertIn("To be paid back to the State: 20,00 EUR", decided)
        # Entered on the wrong line, taken back, entered again.
        reverse = ("budget", "claim", "reverse", "c-000001", "--line",
                   "e-000002", "--date", f"{year + 1}-06-14", "--reason",
                   "Wrong line")
        self.assertIn("[PERMISSION_MISSING]",
                      self.say("fien", *reverse, code=1))
        self.assertIn("Taken back; decided: 1/2 lines.",
                      self.say("fred", *reverse))
        self.assertIn("[CLAIM_LINE_UNDECIDED]",
                      self.say("fred", *reverse, code=1))
        decision.write_text("line;accepted;ineligible;reason\n"
                            "e-000002;;20,00;No part of the project\n")
        self.assertIn("Decided: 2/2 lines.", self.say("fred", *words))
        for kind in ("demand", "refund"):
            self.say("fien", "budget", "recover", kind, "--envelope",
                     envelope, "--amount", "20,00", "--date",
                     f"{year + 1}-07-01", "--reference", kind)
        claim = self.suite.ask("anna", "budget", "claim", "show", "c-000001")
        self.assertEqual(claim["state"], "STATE_PAID")
        self.assertEqual(claim["recoverable"]["units"], "0")
        self.revise(year)
        self.look()
        self.assertIn("paid back", self.say("fred", "budget", "entries"))
        self.suite.kill("conventions")
        recount = self.suite.offline("conventions", "--verify")
        self.assertEqual(recount.returncode, 0, recount.stdout)
        self.assertIn("1 claims, 4 federal payments", recount.stdout)
        self.suite.start("conventions")

    def revise(self, year):
        """A control finds less of it eligible, once all is paid."""
        words = ("budget", "claim", "revise", "c-000001", "--line",
                 "e-000001=100,00", "--date", f"{year + 1}-09-02",
                 "--reference", "CONTR/4", "--reason", "Paid by the region")
        self.assertIn("[PERMISSION_MISSING]", self.say("fien", *words, code=1))
        said = self.say("fred", *words)
        self.assertIn("To be paid back to the State: 30,00 EUR", said)
        self.assertIn("[DECISION_UNCHANGED]", self.say("fred", *words, code=1))
        self.assertIn("[CLAIM_LINE_REVISED]", self.say(
            "fred", "budget", "claim", "reverse", "c-000001", "--line",
            "e-000001", "--date", f"{year + 1}-09-03", "--reason",
            "Wrong line", code=1))
        shown = self.say("anna", "budget", "claim", "show", "c-000001")
        self.assertIn("Revised by the State:", shown)
        self.assertIn("Decisions that were taken back:", shown)
        self.say("fien", "budget", "recover", "demand", "--envelope",
                 self.suite.ask("anna", "budget", "claims")["claims"][0]
                 ["envelope"].split("/")[-1], "--amount", "30,00", "--date",
                 f"{year + 1}-09-10", "--reference", "demand-2")
        listed = self.say("anna", "budget", "federal", "list", "--filter",
                          "kind = DEMAND AND value_date > "
                          f"\"{year + 1}-08-01\"")
        self.assertIn("30,00", listed)
        self.assertNotIn("20,00", listed)

    def look(self):
        marks = {"en": "Not verified in the decree",
                 "fr": "Non vérifié dans l'arrêté",
                 "nl": "Niet nagegaan in het besluit"}
        for lang, mark in marks.items():
            for words in (("claims",), ("claim", "show", "c-000001"),
                          ("federal", "list"), ("rules",)):
                said = self.on_terminal(lang, "anna", "budget", *words)
                for line in said.splitlines():
                    self.assertLessEqual(len(line), COLUMNS,
                                         f"{lang} {words}: {line}")
                if words[0] == "rules":
                    self.assertIn("personnel", said)
                elif words[0] != "federal":
                    self.assertIn(mark, said)


if __name__ == "__main__":
    unittest.main()
