#!/usr/bin/env python3
"""A dossier with months that nobody approved: not without a reason.

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


if __name__ == "__main__":
    unittest.main(verbosity=2)
