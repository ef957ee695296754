#!/usr/bin/env python3
"""A dossier from the municipality's installation to the State's and back, each a
process with a store, an authority and keys of its own.

Usage: submission_test.py BUILD_FOLDER     (from the root of the source tree)
"""

import csv
import datetime
import pathlib
import shutil
import sys
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).parent.parent / "suite"))
import installations  # noqa: E402: its folder is known only now.
import revocation  # noqa: E402

BUILD = sys.argv.pop(1)
DOCUMENT = "tools/samples/montclair.fr.txt"
TODAY = datetime.date.today().isoformat()
YEAR = "2024"
COLUMNS = 80


class SubmissionTest(unittest.TestCase):
    def setUp(self):
        self.state = installations.State(BUILD)
        self.state.__enter__()
        self.addCleanup(self.state.__exit__, None, None, None)
        self.town = self.make_town("99001")
        self.state.register(self.town)

    def make_town(self, code):
        town = installations.Municipality(BUILD, self.state, code)
        town.__enter__()
        self.addCleanup(town.__exit__, None, None, None)
        for person, role in (("anna", "coordinator"), ("fien", "finance")):
            town.log_in(person, role)
        return town

    def restart(self, installation, name="conventions"):
        installation.kill(name)
        installation.start(name)

    def convention(self, document=DOCUMENT):
        self.town.say("anna", "convention", "import", document,
                      "--municipality", "99001", "--police-zone", "5339")
        # A dossier built before its definitions arrived would have a hole.
        self.town.wait_for(lambda: self.town.ask(
            "anna", "indicators", "measures")["measures"])

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

    def build(self, name, *flags):
        folder = self.town.home / name
        self.town.say("anna", "dossier", "build", "--year", YEAR, "--out",
                      folder, *flags)
        return folder

    def submit(self, folder, *flags, code=0):
        return self.town.say("anna", "dossier", "submit", folder, *flags,
                             code=code)

    name = f"{YEAR}-1"

    def full(self, convention=None):
        convention = convention or self.town.ask(
            "anna", "convention", "list")["conventions"][0]["name"]
        return f"{convention}/submissions/{YEAR}-1"

    def decide(self, *flags, name=None, code=0):
        return self.state.say("fleur", "dossier", "decide",
                              name or self.full(), "--date", TODAY, *flags,
                              code=code)

    def recount(self, installation, told):
        installation.kill("conventions")
        recount = installation.offline("conventions", "--verify")
        self.assertEqual(recount.returncode, 0, recount.stdout)
        self.assertIn(told, recount.stdout)
        installation.start("conventions")

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

    def test_months_that_nobody_approved_need_a_reason(self):
        self.convention()
        self.town.log_in("bert", "coordinator")
        self.town.say("anna", "period", "calendar", "adopt", "--from",
                      f"{YEAR}-11", "--due", "15", "--lock", "30", "--close",
                      "90", "--reason", "Décision du collège du 12 mars")
        # Both are closed; one was sent back.
        self.town.say("anna", "period", "reject", f"{YEAR}-12", "--reason",
                      "Le district 2 manque encore")
        folder = self.build("open")
        said = " ".join(self.submit(folder, code=1).split())
        self.assertIn("[MONTHS_UNAPPROVED]", said)
        self.assertIn(f"approved as they stand: {YEAR}-11 – {YEAR}-12.", said)
        self.assertIn(f"entente period approve {YEAR}-11", said)
        # Built at once it is no other.
        year = ("anna", "dossier", "submit", "--year", YEAR)
        self.assertIn("[MONTHS_UNAPPROVED]", self.town.say(*year, code=1))
        # A rehearsal hands nothing in.
        said = " ".join(self.submit(folder, "--dry-run").split())
        self.assertIn(f"approved as they stand: {YEAR}-11 – {YEAR}-12.", said)
        self.assertIn("No dossier", self.town.say("anna", "dossier", "list"))
        # What was built is handed in as it is; the reason is printed in it.
        why = ("--unapproved", "La zone livre décembre en avril")
        self.assertIn("--unapproved goes with --year",
                      self.submit(folder, *why, code=2))
        explained = self.build("explained", *why)
        self.assertIn(f"tels quels : {YEAR}-11 – {YEAR}-12. Motif : {why[1]}",
                      (explained / "dossier.html").read_text("utf-8"))
        self.assertIn("not yet sent", self.submit(explained, "--keep"))
        withdraw = ("anna", "dossier", "withdraw", "--reason",
                    "Frozen too early")
        self.town.say(*withdraw, self.name)
        self.assertIn("not yet sent", self.town.say(*year, *why, "--keep"))
        self.town.say(*withdraw, f"{YEAR}-2")
        for month in (f"{YEAR}-11", f"{YEAR}-12"):
            self.town.say("bert", "period", "approve", month)
        self.assertIn("received", self.submit(self.build("approved")))

    def test_months_that_have_not_begun_need_a_reason_too(self):
        later = datetime.date.today().year + 2
        text = pathlib.Path(DOCUMENT).read_text(encoding="utf-8")
        document = self.town.home / "later.txt"
        document.write_text(
            text.replace("2025", str(later + 1)).replace("2024", str(later)),
            encoding="utf-8")
        self.convention(document)
        self.town.say("anna", "period", "calendar", "adopt", "--from",
                      f"{later}-11", "--due", "15", "--lock", "30", "--close",
                      "90", "--reason", "Décision du collège du 12 mars")
        year = ("--year", str(later))
        said = " ".join(self.town.say("anna", "dossier", "submit", *year,
                                      code=1).split())
        self.assertIn("[MONTHS_UNAPPROVED]", said)
        self.assertIn(f"approved as they stand: {later}-11 – {later}-12.",
                      said)
        folder = self.town.home / "later"
        why = "La zone livre décembre en avril"
        self.town.say("anna", "dossier", "build", *year, "--out", folder,
                      "--unapproved", why)
        with open(folder / "data" / "standing.csv", encoding="utf-8",
                  newline="") as file:
            months = list(csv.DictReader(file, delimiter=";"))
        self.assertEqual([(row["code"], row["reason"]) for row in months],
                         10 * [("NO_CALENDAR", "")] + 2 * [("RUNNING", why)])

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

    def test_a_state_whose_certificate_was_taken_back_is_told_nothing(self):
        lists = revocation.Lists(self.state.home / "pki")
        crl = self.town.home / "state.crl"
        with self.assertRaisesRegex(RuntimeError, "state.crl"):
            self.town.flags["conventions"] = ["--state-tls-crl", crl]
            self.restart(self.town)
        lists.publish(crl)
        self.town.start("conventions")
        self.convention()
        folder = self.build("built")
        lists.revoke("conventions")
        lists.publish(crl)
        self.restart(self.town)
        self.assertIn("[SERVICE_UNREACHABLE]", self.submit(folder, code=1))
        log = self.town.log("conventions").read_text(encoding="utf-8")
        self.assertIn("peer_revoked", log)
        rows = self.state.ask("fleur", "dossier", "list")
        self.assertEqual(rows.get("submissions", []), [])
        # Lists of one's own say nothing of the State.
        own = self.town.home / "own.crl"
        revocation.Lists(self.town.home / "pki").publish(own)
        with self.assertRaisesRegex(RuntimeError, "--state-tls-crl"):
            self.town.flags["conventions"] = ["--tls-crl", own]
            self.restart(self.town)

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

    def test_what_is_not_sent_stays_frozen_until_it_is(self):
        self.convention()
        folder = self.build("built")
        self.state.kill("conventions")
        said = self.submit(folder, code=1)
        self.assertIn("Frozen and signed as", said)
        self.assertIn("[SERVICE_UNREACHABLE]", said)
        self.restart(self.town)
        self.state.start("conventions")
        # The State knows no key of theirs, then another municipality's.
        self.state.register(self.town, keys=[self.state.key()])
        send = ("anna", "dossier", "send", self.name)
        self.assertIn("[SUBMISSION_KEY_UNKNOWN]", self.town.say(*send, code=1))
        self.state.registry.write_text("")
        self.assertIn("[MUNICIPALITY_UNKNOWN]", self.town.say(*send, code=1))
        self.assertIn("No dossier", self.state.say("fleur", "dossier", "list"))
        old = self.town.key()
        self.town.say("otto", "dossier", "key", "--rotate")
        self.assertNotEqual(self.town.key(), old)
        # Signed before the key was replaced: the old one still counts there.
        self.state.register(self.town, keys=[self.town.key(), old])
        self.assertIn("received", self.town.say(*send))
        self.assertIn("received", self.town.say(*send))
        self.assertEqual(len(self.state.ask(
            "fleur", "dossier", "list")["submissions"]), 1)
        # What the State signs must be signed by the State.
        self.decide("--outcome", "accepted")
        self.town.state_key = old
        self.restart(self.town)
        self.assertIn("[SUBMISSION_KEY_UNKNOWN]",
                      self.town.say("anna", "dossier", "status", self.name,
                                    code=1))
        self.assertEqual(self.town.ask("anna", "dossier", "show",
                                       self.name)["state"],
                         "STATE_RECEIVED")

    def refused(self, installation, change, told):
        """It does not start with its command changed, and says why."""
        command = installation.command
        installation.command = lambda name: change(command(name))
        with self.assertRaisesRegex(RuntimeError, told):
            installation.start("conventions")
        installation.processes.pop("conventions").wait()
        installation.command = command

    def test_an_installation_starts_only_as_what_it_is(self):
        self.convention()
        self.submit(self.build("built"))
        self.town.kill("conventions")
        self.state.kill("conventions")

        def without(flag, count=2):
            def change(words):
                at = words.index(flag)
                return words[:at] + words[at + count:]
            return change

        self.refused(self.state, without("--municipalities"),
                     "needs --municipalities FILE")
        self.refused(self.state, without("--installation"),
                     "This data is the State's")
        self.refused(self.town, lambda words: words + [
            "--installation", "state", "--municipalities",
            self.state.registry], "This data is a municipality's")
        self.refused(self.town, without("--municipality"), "signs as")
        # A key that signed is not made anew unseen.
        key = self.town.home / "data/conventions/submission-keys"
        (key / "submission.key").rename(self.town.home / "away")
        self.refused(self.town, lambda words: words, "that signed dossiers")
        (self.town.home / "away").rename(key / "submission.key")
        self.refused(self.town, lambda words: words + ["--new-submission-key"],
                     "start without --new-submission-key")
        (key / "submission.key").unlink()
        command = self.town.command
        self.town.command = lambda name: command(name) + [
            "--new-submission-key"]
        self.town.start("conventions")
        self.state.start("conventions")

    def test_a_municipality_delivers_for_itself_alone(self):
        self.convention()
        self.submit(self.build("built"), "--keep")
        self.town.kill("conventions")
        # The store of one with the certificate of the other.
        command = self.town.command
        certificate = self.state.home / "pki" / "m99002"
        self.town.command = lambda name: [
            certificate if word == self.state.home / "pki" / "m99001" else word
            for word in command(name)]
        self.town.start("conventions")
        key = self.town.key()
        self.town.code = "99002"
        self.state.register(self.town, keys=[key])
        self.assertIn("[MUNICIPALITY_NOT_SENDER]",
                      self.town.say("anna", "dossier", "send", self.name,
                                    code=1))
        self.assertIn("No dossier", self.state.say("fleur", "dossier", "list"))


if __name__ == "__main__":
    unittest.main(verbosity=2)
