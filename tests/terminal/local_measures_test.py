#!/usr/bin/env python3
"""Indicators of the municipality's own on the terminal: defined, changed,
ended, and marked wherever they are shown.

Usage: local_measures_test.py BUILD_FOLDER  (from the root of the source tree)
"""

import csv
import io
import pathlib
import sys
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).parent.parent / "suite"))
import suite  # noqa: E402: its folder is known only now.

BUILD = sys.argv.pop(1)
# Its term is 2024 and 2025.
FRENCH = "tools/samples/montclair.fr.txt"
LOCAL = ("indicators", "measure", "local")
CODE = "local_cafes"
WHY = ("--reason", "Décision du collège")
TITLES = ("--title-fr", "Cafés de quartier", "--title-nl", "Wijkcafés",
          "--unit-fr", "cafés", "--unit-nl", "cafés")
ADD = (*LOCAL, "add", CODE, *TITLES, "--kind", "count", "--better", "more",
       "--activity-type", "local_cafe=Café de quartier|Wijkcafé", "--feed",
       "local_cafe=sessions", "--from", "2024-01-01", *WHY)
OUTSIDE = "outside the convention"


class LocalMeasuresTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.suite = suite.Suite(BUILD)
        cls.suite.__enter__()
        cls.addClassCleanup(cls.suite.__exit__, None, None, None)
        for person, role in (("anna", "coordinator"), ("fatima", "finance")):
            cls.suite.log_in(person, role)
        cls.suite.say("anna", "convention", "import", FRENCH, "--municipality",
                      "99001", "--police-zone", "5339")
        cls.suite.wait_for(lambda: cls.suite.ask(
            "anna", "indicators", "measures")["measures"])
        # Before anything is defined.
        cls.none = cls.suite.say("anna", *LOCAL, "list")
        cls.dry = cls.suite.say("anna", *ADD, "--dry-run")
        cls.after_dry = cls.suite.say("anna", *LOCAL, "list")
        cls.added = cls.suite.say("anna", *ADD)
        cls.activity = cls.suite.say(
            "anna", "activity", "add", "--type", "local_cafe", "--date",
            "2024-05-02", "--participants", "9")

    def say(self, *words, **options):
        """One line: a table may break a title."""
        said = self.suite.say("anna", *words, **options)
        return " ".join(said.split())

    def latest(self, code=CODE):
        return next(one for one in self.suite.ask("anna", *LOCAL, "list")[
            "localMeasures"] if one["definition"]["code"] == code)

    def versions(self, code=CODE):
        return self.suite.ask("anna", *LOCAL, "show", code)["localMeasures"]

    def test_one_is_defined_and_the_next_step_is_said(self):
        for said in (self.none, self.after_dry):
            self.assertIn("measure local add defines one", said)
        self.assertIn("nothing is stored", self.dry)
        self.assertNotIn("Next", self.dry)
        self.assertIn(f"Defined, the municipality's own ({CODE})", self.added)
        self.assertIn("entente activity add --type local_cafe …", self.added)
        self.assertIn("only once they are edited", self.added)
        self.assertIn("(local)", self.activity)
        definition = self.latest()["definition"]
        self.assertEqual(
            (definition["kind"], definition["isSummable"],
             definition["direction"], definition["feeds"]),
            ("MEASURE_KIND_COUNT", True, "DIRECTION_MORE",
             [{"activityType": "local_cafe", "figure": "FIGURE_SESSIONS"}]))
        self.assertIn("[MEASURE_DEFINED]", self.say(*ADD, code=1))
        other = list(ADD)
        other[other.index(CODE)] = "cafes"
        self.assertIn("[LOCAL_CODE_INVALID]", self.say(*other, code=1))
        self.assertIn("--feed takes TYPE=", self.say(
            *LOCAL, "change", CODE, "--feed", "local_cafe", *WHY, code=2))

    def test_lists_are_read_by_people_and_programs(self):
        said = self.say(*LOCAL, "list")
        self.assertIn(CODE, said)
        self.assertIn("no result of the grant", said)
        rows = list(csv.DictReader(io.StringIO(self.suite.say(
            "anna", *LOCAL, "list", "--format", "csv"), newline=""),
            delimiter=";"))
        self.assertIn(CODE, [row["definition.code"] for row in rows])

    def test_a_change_moves_only_what_is_named(self):
        code = "local_walks"
        add = ["local_walks" if word == CODE else word for word in ADD]
        self.say(*add)
        before = self.latest(code)
        change = (*LOCAL, "change", code, "--feed", "local_cafe=participants",
                  "--no-feed", "local_cafe=sessions", "--from", "2024-07-01",
                  *WHY)
        self.assertIn("nothing is stored", self.say(*change, "--dry-run"))
        self.assertEqual(self.latest(code), before)
        # One figure of a type, whichever.
        self.assertIn("[FEED_INVALID]", self.say(
            *LOCAL, "change", code, "--feed", "local_cafe=participants", *WHY,
            code=1))
        said = self.say(*change)
        self.assertIn("Changed; version 2", said)
        self.assertIn("only once they are edited", said)
        after = self.latest(code)
        self.assertEqual(after["definition"]["feeds"],
                         [{"activityType": "local_cafe",
                           "figure": "FIGURE_PARTICIPANTS"}])
        for field in ("title", "unit", "kind", "direction"):
            self.assertEqual(after["definition"][field],
                             before["definition"][field])
        self.assertEqual(after["effectiveDate"],
                         {"year": 2024, "month": 7, "day": 1})
        # The same again, and what somebody else changed since.
        same = (*LOCAL, "change", code, "--better", "more", *WHY)
        self.assertIn("Nothing changes: version 2 stands.", self.say(*same))
        self.assertIn("[ETAG_MISMATCH]", self.say(
            *LOCAL, "change", code, "--better", "less", "--etag", "1", *WHY,
            code=1))
        self.assertIn("is not there to be taken away", self.say(
            *LOCAL, "change", code, "--no-feed", "local_cafe=sessions", *WHY,
            code=2))
        said = self.say(*LOCAL, "end", code, "--on", "2025-06-30", *WHY)
        self.assertIn("Ends on 2025-06-30", said)
        self.assertIn("What was counted stays", said)
        self.assertEqual(self.latest(code)["validUntil"],
                         {"year": 2025, "month": 6, "day": 30})
        self.say(*LOCAL, "change", code, "--no-until", *WHY)
        self.assertIsNone(self.latest(code).get("validUntil"))
        self.assertEqual([one["version"] for one in self.versions(code)],
                         [4, 3, 2, 1])
        said = self.say(*LOCAL, "show", code)
        self.assertIn(OUTSIDE, said)
        self.assertNotIn("anna", said)

    def test_a_retry_is_answered_as_the_first_was(self):
        code = "local_talks"
        self.say(*[code if word == CODE else word for word in ADD])
        for words in (("change", code, "--feed", "local_cafe=participants",
                       "--no-feed", "local_cafe=sessions"),
                      ("end", code, "--on", "2025-06-30")):
            once = (*LOCAL, *words, *WHY, "--request-id", f"retry-{words[0]}")
            first = self.say(*once)
            self.assertNotIn("Nothing changes", first)
            self.assertEqual(self.say(*once), first)
        # Under another id it is not said of what was changed since.
        self.assertIn("[ETAG_MISMATCH]",
                      self.say(*once[:-1], "another-end", code=1))
        self.assertEqual([one["version"] for one in self.versions(code)],
                         [3, 2, 1])
        once = ("indicators", "measure", "settings", "set", "securing_actions",
                "--from", "2024-01", "--audience", "state", *WHY,
                "--request-id", "retry-settings")
        self.assertEqual(self.suite.ask("anna", *once),
                         self.suite.ask("anna", *once))
        self.assertIn("[ETAG_MISMATCH]", self.suite.say(
            "anna", *once[:-1], "another-settings", code=1))
        shown = self.suite.ask("anna", "indicators", "measure", "settings",
                               "show", "securing_actions")
        self.assertEqual(len(shown["measureSettings"]), 1)

    def test_a_sheet_leaves_out_what_has_ended(self):
        code = "local_visits"
        self.say(*[code if word == CODE else word for word in ADD])
        self.say(*LOCAL, "end", code, "--on", "2025-06-30", *WHY)

        def sheet(month, *words):
            path = self.suite.home / f"visits-{month}-{len(words)}.csv"
            self.say("collect", "sheet", "--month", month, "--source",
                     "bravvo", "--area", "DPI-1", *words, "--out", path)
            return path.read_text(encoding="utf-8-sig")

        self.assertIn(code, sheet("2025-06"))
        after = sheet("2025-07")
        self.assertNotIn(code, after)
        self.assertIn(CODE, after)
        # Whoever names it is not refused.
        self.assertIn(code, sheet("2025-07", "--measure", code))

    def test_it_is_marked_wherever_it_is_shown(self):
        for words in (("indicators", "measures"), ("activity", "types",
                                                   "--date", "2024-05-02"),
                      ("indicators", "achievement", "--year", "2024")):
            said = self.say(*words)
            self.assertIn("(local)", said)
            self.assertIn("no result of the grant", said)
        self.assertIn("Cafés de quartier (local) (local_cafes)", self.say(
            "indicators", "series", "--measure", CODE, "--from", "2024-01",
            "--until", "2024-12"))
        self.assertIn("(local)", self.say(
            "indicators", "target", "set", CODE, "--year", "2024", "--value",
            "12", "--internal", "--dry-run"))

    def test_what_leaves_the_house_says_it_in_the_last_column(self):
        export = ("indicators", "export", "--measure", CODE, "--measure",
                  "securing_actions", "--from", "2024-01", "--until",
                  "2024-12")
        for form, separator, measure, column in (
                ("csv", ";", "measure", "is_local"),
                ("sdmx-csv", ",", "INDICATOR", "IS_LOCAL")):
            code, out, err = self.suite.run("anna", *export, "--format", form)
            self.assertEqual(code, 0, err)
            rows = csv.DictReader(io.StringIO(out, newline=""),
                                  delimiter=separator)
            self.assertEqual(rows.fieldnames[-1], column)
            self.assertEqual([row[column] for row in rows
                              if row[measure] == CODE], ["1"])

    def test_a_report_keeps_it_apart_from_the_convention(self):
        said = self.say("status")
        self.assertIn(f"municipality's own, {OUTSIDE}", said)
        status = self.suite.ask("anna", "status")
        self.assertIn(CODE, [one["code"] for one in status["local_measures"]])
        self.assertNotIn(CODE, [one["code"] for one in status["measures"]])
        page = self.suite.home / "page.html"
        self.say("report", "--out", page)
        html = page.read_text(encoding="utf-8")
        apart = html.index('id="local-measures"')
        self.assertGreater(html.index("Cafés de quartier"), apart)
        self.assertIn("Wijkcafé", html)

    def test_a_dossier_has_a_file_of_its_own_for_it(self):
        self.suite.say("fatima", "budget", "allot",
                       "tools/samples/allotment.csv")
        folder = self.suite.home / "dossier"
        self.say("dossier", "build", "--year", "2024", "--out", folder)
        with open(folder / "data" / "local_indicators.csv", encoding="utf-8",
                  newline="") as file:
            rows = {row["measure"]: row
                    for row in csv.DictReader(file, delimiter=";")}
        self.assertEqual(rows[CODE]["figure"], "1")
        self.assertIn("hors convention", rows[CODE]["of"])
        for path in ("indicators.csv", "measures.json"):
            self.assertNotIn(
                CODE, (folder / "data" / path).read_text(encoding="utf-8"))

    def test_the_help_and_the_answers_are_in_ones_language(self):
        self.addCleanup(setattr, self.suite, "lang", self.suite.lang)
        for language, help_word, mark in (
                ("fr", "propre", "hors convention"),
                ("nl", "van de gemeente", "buiten de overeenkomst")):
            self.suite.lang = language
            for command in ("add", "change", "end", "list", "show"):
                said = self.say(*LOCAL, command, "--help")
                self.assertIn(help_word, said)
            self.assertIn(mark, self.say(*LOCAL, "list"))


if __name__ == "__main__":
    unittest.main(verbosity=2)
