#!/usr/bin/env python3
"""A dossier with months that nobody approved: not without a reason. What
became of its months since is told.

Usage: submission_months_test.py BUILD_FOLDER   (from the root of the tree)
"""

import csv
import datetime
import pathlib
import sys
import unittest

from submission_case import DOCUMENT, SubmissionCase, YEAR

BUILD = sys.argv.pop(1)


class SubmissionTest(SubmissionCase):
    build_folder = BUILD

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
        # A rehearsal hands nothing in, and the service refuses it alike.
        said = " ".join(self.submit(folder, "--dry-run", code=1).split())
        self.assertIn(f"approved as they stand: {YEAR}-11 – {YEAR}-12.", said)
        self.assertIn("[FIGURES_NOT_APPROVED]", said)
        self.assertIn(f"{YEAR}-11, {YEAR}-12", said)
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

    def in_each(self, *words, person="anna"):
        """What is said, by language, without its line breaks."""
        self.addCleanup(setattr, self.town, "lang", "en")
        said = {}
        for lang in ("en", "fr", "nl"):
            self.town.lang = lang
            said[lang] = " ".join(self.town.say(person, *words).split())
        self.town.lang = "en"
        return said

    def test_a_month_that_is_approved_anew_is_told_of_the_dossier(self):
        self.convention()
        for person in ("bert", "carl"):
            self.town.log_in(person, "coordinator")
        month = f"{YEAR}-12"
        self.town.say("anna", "period", "calendar", "adopt", "--from", month,
                      "--due", "15", "--lock", "30", "--close", "90",
                      "--reason", "Décision du collège du 12 mars")
        self.town.say("bert", "period", "approve", month)
        show = ("dossier", "show", self.name)
        until = datetime.date.today() + datetime.timedelta(days=5)
        reopen = ("period", "reopen", month, "--until", str(until), "--reason",
                  "Trois actions oubliées")
        # Nothing was handed in with it.
        self.assertNotIn("dossier", self.town.say("carl", *reopen,
                                                  "--dry-run"))
        self.assertIn("received", self.submit(self.build("first")))
        self.assertEqual(self.town.ask("anna", *show)["monthsSince"], [])
        self.assertNotIn(month, self.town.say("anna", *show))
        # Before it is asked, when it is, and when it is let through.
        before = self.in_each(*reopen, "--dry-run", person="carl")
        self.assertIn(f"{month} was handed in as version 1 with the dossier "
                      f"of {YEAR} ({self.name}, ", before["en"])
        self.assertIn(f"{month} a été remis dans sa version 1 avec le dossier "
                      f"de {YEAR} ({self.name}, ", before["fr"])
        self.assertIn(f"{month} is als versie 1 ingediend met het dossier van "
                      f"{YEAR} ({self.name}, ", before["nl"])
        let_through = ("period", "reopening", "approve", month)
        for person, words in (("carl", reopen), ("anna", let_through)):
            self.assertIn(f"{month} was handed in as version 1",
                          self.town.say(person, *words))
        said = self.in_each(*show)
        self.assertIn(f"{month}: re-opened since; version 1 was handed in",
                      said["en"])
        self.assertIn(f"{month} : rouvert depuis ; la version 1 a été remise",
                      said["fr"])
        self.assertIn(f"{month}: sindsdien heropend; versie 1 is ingediend",
                      said["nl"])
        again = ("tell the State what was approved since the dossier of "
                 f"{YEAR}")
        self.assertNotIn(again, self.town.say("anna", "todo"))
        self.town.say("bert", "period", "approve", month)
        self.assertEqual(self.town.ask("anna", *show)["monthsSince"],
                         [{"month": month, "since": "OTHER_VERSION",
                           "handedInVersion": 1, "version": 2}])
        said = self.in_each(*show)
        self.assertIn(f"{month}: version 2 is approved since; version 1 was "
                      "handed in", said["en"])
        self.assertIn(f"{month} : la version 2 est approuvée depuis ; la "
                      "version 1 a été remise", said["fr"])
        self.assertIn(f"{month}: versie 2 is sindsdien goedgekeurd; versie 1 "
                      "is ingediend", said["nl"])
        said = self.in_each("todo")
        self.assertIn(f"{again}: {month} the State takes another only after "
                      f"it rejected {self.name}", said["en"])
        self.assertIn("dire à l'État ce qui est approuvé depuis le dossier de "
                      f"{YEAR} : {month}", said["fr"])
        self.assertIn("de Staat melden wat goedgekeurd is sinds het dossier "
                      f"van {YEAR}: {month}", said["nl"])
        # Who may not hand in is not asked to; the State has no months.
        self.assertNotIn(again, self.town.say("fien", "todo"))
        self.assertNotIn("monthsSince", self.state.ask(
            "fleur", "dossier", "show", self.full()))
        # As it was rejected, the year goes with what is approved now.
        self.decide("--outcome", "rejected", "--reason", "Another version")
        self.town.say("anna", "dossier", "status", self.name)
        self.assertIn(f"{YEAR}-2", self.town.say("anna", "dossier", "submit",
                                                 "--year", YEAR))
        self.assertNotIn(again, self.town.say("anna", "todo"))
        self.assertEqual(self.town.ask("anna", "dossier", "show", f"{YEAR}-2")[
            "monthsSince"], [])

    def test_a_month_opened_again_since_it_was_built_refuses_a_dossier(self):
        self.convention()
        for person in ("bert", "carl"):
            self.town.log_in(person, "coordinator")
        month = f"{YEAR}-12"
        self.town.say("anna", "period", "calendar", "adopt", "--from", month,
                      "--due", "15", "--lock", "30", "--close", "90",
                      "--reason", "Décision du collège du 12 mars")
        self.town.say("bert", "period", "approve", month)
        folder = self.build("before")
        until = datetime.date.today() + datetime.timedelta(days=5)
        self.town.say("carl", "period", "reopen", month, "--until", str(until),
                      "--reason", "Trois actions oubliées")
        self.town.say("anna", "period", "reopening", "approve", month)
        # The folder says that it is approved; the service asks.
        for words in (("--dry-run",), ()):
            said = self.submit(folder, *words, code=1)
            self.assertIn("[FIGURES_NOT_APPROVED]", said)
            self.assertIn(month, said)
        explained = self.build("explained", "--unapproved",
                               "La zone livre décembre en avril")
        self.town.kill("indicators")
        self.assertIn("[APPROVALS_UNKNOWN]",
                      self.submit(explained, code=1))
        self.town.start("indicators")
        self.assertIn("received", self.submit(explained))

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


if __name__ == "__main__":
    unittest.main(verbosity=2)
