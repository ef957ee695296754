#!/usr/bin/env python3
"""A dossier from the municipality's installation to the State's and back, each
a process with a store, an authority and keys of its own.

Usage: submission_test.py BUILD_FOLDER     (from the root of the source tree)
"""

import shutil
import sys
import unittest

from submission_case import SubmissionCase, YEAR

BUILD = sys.argv.pop(1)
COLUMNS = 80


class SubmissionTest(SubmissionCase):
    build_folder = BUILD

    def spend(self):
        """Two expenses of 150,00 and 70,00, claimed."""
        self.convention()
        say = self.town.say
        say("fien", "budget", "allot", "tools/samples/allotment.csv")
        lines = self.town.ask("fien", "budget", "lines")["lines"]
        line = next(line["name"] for line in lines
                    if f"general-{YEAR}" in line["name"])
        for number, amount in ((1, "150,00"), (2, "70,00")):
            say("fien", "budget", "evidence", "add", "--issuer", "0207373429",
                "--number", f"F-{number}", "--date", f"{YEAR}-05-04",
                "--amount", "900,00", "--sha256", f"{number}" * 64)
            say("fien", "budget", "spend", "--line", line, "--amount", amount,
                "--evidence", f"v-00000{number}", "--service-date",
                f"{YEAR}-05-04")
        say("anna", "budget", "claim", "create", "--envelope",
            f"general-{YEAR}")
        say("fien", "budget", "claim", "submit", "c-000001", "--date",
            f"{int(YEAR) + 1}-03-29")
        return line

    def recount(self, installation, told):
        installation.kill("conventions")
        recount = installation.offline("conventions", "--verify")
        self.assertEqual(recount.returncode, 0, recount.stdout)
        self.assertIn(told, recount.stdout)
        installation.start("conventions")

    def look(self, name=None):
        """Everything fits a terminal of 80 columns, in three languages."""
        for installation, person in ((self.town, "anna"),
                                     (self.state, "fleur")):
            for lang in ("en", "fr", "nl"):
                for words in (("list",), ("show", name or self.full())):
                    said = installation.on_terminal(
                        lang, person, "dossier", *words)
                    for line in said.splitlines():
                        self.assertLessEqual(len(line), COLUMNS, line)

    def test_a_dossier_goes_to_the_state_and_its_answer_comes_back(self):
        line = self.spend()
        folder = self.build("built")
        said = self.submit(folder)
        self.assertIn("received", said)
        unapproved = f"nobody has approved: {YEAR}-01 – {YEAR}-12"
        self.assertIn(unapproved, said)
        # The State opens what was frozen, byte for byte.
        name = self.full()
        self.assertIn("99001", self.state.say("fleur", "dossier", "list"))
        rows = self.state.say("fleur", "dossier", "list", "--format", "csv")
        self.assertEqual([row.split(";")[0] for row in rows.splitlines()],
                         ["name", name])
        opened = self.state.home / "opened"
        self.state.say("fleur", "dossier", "fetch", name, "--out", opened)
        for path in folder.rglob("*"):
            if path.is_file():
                self.assertEqual(
                    (opened / path.relative_to(folder)).read_bytes(),
                    path.read_bytes(), path)
        self.assertIn("État des dépenses",
                      (opened / "dossier.html").read_text(encoding="utf-8"))
        keys = ["--key", self.town.key(), "--state-key", self.state.key()]
        verify = (None, "dossier", "verify", opened)
        said = self.state.say(*verify, *keys)
        self.assertIn(unapproved, said)
        self.assertIn("submission.note: entente.local/municipality99001", said)
        self.assertIn("receipt.note: state.entente.local/state", said)
        self.assertIn("NOTE_KEY", self.state.say(*verify, *keys[2:], code=1))
        self.assertIn("NOTE_UNSOUND", self.state.say(
            *verify, "--key", keys[3], "--state-key", keys[1], code=1))
        # Not decided yet, and not twice received.
        self.assertIn("received",
                      self.town.say("anna", "dossier", "status", self.name))
        self.assertIn("[SUBMISSION_STATE]",
                      self.town.say("fien", "dossier", "apply", self.name,
                                    code=1))
        decision = self.state.home / "decision.csv"
        decision.write_text("line;accepted;ineligible;reason\n"
                            "e-000001;130,00;;Outside the period\n")
        words = ("--outcome", "in-part", "--file", decision, "--reason",
                 "One expense in part", "--reference", "IBZ/17")
        self.assertIn("accepted in part", self.decide("--dry-run", *words))
        self.decide(*words)
        self.assertIn("[SUBMISSION_STATE]", self.decide(*words, code=1))
        said = self.town.say("anna", "dossier", "status", self.name)
        self.assertIn("accepted in part", said)
        self.assertIn("e-000001: 130,00 / 20,00", said)
        # What the State signed can be shown to a third party, offline.
        answered = self.town.home / "answered"
        self.town.say("anna", "dossier", "fetch", self.name, "--out", answered)
        verify = (None, "dossier", "verify", answered)
        self.assertIn("answer.note: state.entente.local/state; accepted in "
                      "part", self.town.say(*verify, *keys))
        (answered / "answer.decision").write_bytes(b"other")
        self.assertIn("NOTE_UNSOUND", self.town.say(*verify, *keys, code=1))
        # A person of the municipality enters it, unchanged.
        self.assertIn("[PERMISSION_MISSING]",
                      self.town.say("anna", "dossier", "apply", self.name,
                                    code=1))
        self.assertIn("200,00", self.town.say("fien", "dossier", "apply",
                                              self.name))
        claim = self.town.ask("fien", "budget", "claim", "show", "c-000001")
        self.assertEqual(claim["accepted"]["units"], "200")
        self.assertEqual(claim["lines"][0]["reason"], "Outside the period")
        self.assertEqual(claim["lines"][1]["decisionReference"], "IBZ/17")
        self.assertIn("[SUBMISSION_APPLIED]",
                      self.town.say("fien", "dossier", "apply", self.name,
                                    code=1))
        # The same again is the same; anything else is another dossier.
        self.assertIn(self.name, self.submit(folder))
        self.assertIn("[SUBMISSION_TAKEN]",
                      self.submit(self.build("again"), code=1))
        self.assertNotIn("spend", self.town.say("anna", "dossier", "list"))
        self.town.say("fien", "budget", "spend", "--line", line, "--amount",
                      "5,00", "--evidence", "v-000001", "--service-date",
                      f"{YEAR}-06-04")
        since = self.town.ask("anna", "dossier", "show", self.name)[
            "changedSince"]
        self.assertEqual({key for key, count in since.items() if count != "0"},
                         {"entries"})
        self.look()
        self.recount(self.town, "1 submissions")
        self.recount(self.state, "1 submissions")

    def test_a_dossier_kept_by_mistake_is_withdrawn(self):
        self.spend()
        folder = self.build("built")
        self.assertIn("not yet sent", self.submit(folder, "--keep"))
        back = ("fien", "budget", "claim", "withdraw", "c-000001")
        self.assertIn("dossier withdraw", self.town.say(*back, code=1))
        give_up = ("anna", "dossier", "withdraw", self.name, "--reason",
                   "Frozen too early")
        self.assertIn("withdrawn", self.town.say(*give_up, "--dry-run"))
        self.assertIn("Frozen too early", self.town.say(*give_up))
        self.assertIn("[SUBMISSION_STATE]",
                      self.town.say("anna", "dossier", "send", self.name,
                                    code=1))
        self.town.say(*back)
        # The State takes the next revision as the first that it sees.
        said = self.town.say("anna", "dossier", "submit", "--year", YEAR)
        self.assertIn(f"{YEAR}-2", said)
        self.assertIn("received", said)
        self.look(self.full()[:-1] + "2")
        self.recount(self.town, "2 submissions")
        self.recount(self.state, "1 submissions")

    def test_a_rejected_dossier_is_handed_in_again(self):
        self.convention()
        self.submit(self.build("first"))
        self.assertIn("[FIELD_REQUIRED]",
                      self.decide("--outcome", "rejected", code=1))
        self.decide("--outcome", "rejected", "--reason", "No progress stated")
        self.town.say("anna", "progress", "set", "op-01", "--year", YEAR,
                      "--state", "done", "--date", f"{YEAR}-06-30", "--text",
                      "Invented: the service has its staff")
        again = self.build("second")
        self.assertIn("[SUBMISSION_TAKEN]", self.submit(again, code=1))
        self.town.say("anna", "dossier", "status", self.name)
        self.assertIn("[SUBMISSION_REJECTED]",
                      self.town.say("fien", "dossier", "apply", self.name,
                                    code=1))
        # Built and handed in at once.
        self.assertIn(f"{YEAR}-2", self.town.say("anna", "dossier", "submit",
                                                 "--year", YEAR))
        self.assertEqual(
            [row["state"] for row in self.state.ask(
                "fleur", "dossier", "list", "--year", YEAR)["submissions"]],
            ["STATE_DECIDED", "STATE_RECEIVED"])
        self.assertEqual(
            len(self.state.ask("fleur", "dossier", "list", "--state",
                               "sent")["submissions"]), 1)
        self.decide("--outcome", "accepted",
                    name=self.full().replace(f"{YEAR}-1", f"{YEAR}-2"))
        self.assertIn("accepted", self.town.say("anna", "dossier", "status",
                                                f"{YEAR}-2"))

    def test_nothing_is_frozen_that_does_not_verify(self):
        self.spend()
        folder = self.build("sound")
        manifest = (folder / "manifest.json").read_text()
        for number, (change, reason) in enumerate((
            (lambda f: (f / "data/evidence.csv").write_text("x"),
             "DOSSIER_FILE_"),
            (lambda f: (f / "manifest.json").write_text(
                manifest.replace("data/claims.csv", "../claims.csv")),
             "DOSSIER_UNREADABLE"),
            (lambda f: (f / "manifest.json").write_text(
                manifest.replace(YEAR, "2031", 1)), "DOSSIER_CONTENT"),
            (lambda f: (f / "data/claims.json").unlink(),
             "DOSSIER_UNREADABLE"),
            (lambda f: (f / "manifest.json").write_text(
                manifest.replace(f'"year": {YEAR}', '"year": 2031')),
             "DOSSIER_YEAR"),
        )):
            copy = self.town.home / f"copy-{number}"
            shutil.copytree(folder, copy)
            change(copy)
            self.assertIn(reason, self.submit(copy, code=1), number)
        self.town.say("fien", "budget", "claim", "withdraw", "c-000001")
        self.assertIn("[DOSSIER_OUTDATED]", self.submit(folder, code=1))
        self.assertIn("No dossier", self.town.say("anna", "dossier", "list"))
        self.assertIn("No dossier", self.state.say("fleur", "dossier", "list"))


if __name__ == "__main__":
    unittest.main(verbosity=2)
