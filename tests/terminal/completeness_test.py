#!/usr/bin/env python3
"""What a source did not report of a month is said to whoever looks at it: where
it is shown, confirmed, checked and approved, and over several months.

Usage: completeness_test.py BUILD_FOLDER     (from the root of the source tree)
"""

import csv
import pathlib
import sys
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).parent.parent / "suite"))
import suite  # noqa: E402: its folder is known only now.

BUILD = sys.argv.pop(1)
# Its term is 2024 and 2025.
FRENCH = "tools/samples/montclair.fr.txt"
MONTH = "2024-03"
REPORTED = "nuisance_actions"
MISSING = "securing_actions"
HIDDEN = "theft_awareness_actions"
WHY = ("--reason", "Décision du collège du 12 mars")
SAYS = (("en", f"zone5339 reported nothing of: {MISSING}"),
        ("fr", f"zone5339 n'a rien communiqué de : {MISSING}"),
        ("nl", f"zone5339 meldde niets van: {MISSING}"))


class CompletenessTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.suite = suite.Suite(BUILD)
        cls.suite.__enter__()
        cls.addClassCleanup(cls.suite.__exit__, None, None, None)
        for person, role in (("anna", "coordinator"), ("bert", "coordinator"),
                             ("zone5339", "zone")):
            cls.suite.log_in(person, role)
        cls.suite.say("anna", "convention", "import", FRENCH, "--municipality",
                      "99001", "--police-zone", "5339")
        cls.suite.wait_for(lambda: cls.suite.ask(
            "anna", "indicators", "measures")["measures"])
        for measure, words in ((REPORTED, ()), (MISSING, ()),
                               (HIDDEN, ("--sensitive",))):
            cls.suite.say("anna", "indicators", "measure", "settings", "set",
                          measure, "--from", "2024-01", "--source", "zone5339",
                          *words, *WHY)
        rows = cls.suite.home / "rows.csv"
        rows.write_text("event_id;measure;date;area;value\n"
                        f"event-00000001;{REPORTED};2024-03-05;DPI-1;0\n")
        cls.suite.say("zone5339", "indicators", "ingest", rows, "--source",
                      "zone5339")
        cls.suite.say("anna", "period", "calendar", "adopt", "--from",
                      "2024-01", "--due", "15", "--lock", "30", "--close",
                      "90", "--source", "zone5339", *WHY)
        # It may say so all the same, and is told before and after.
        cls.confirmations = [
            cls.suite.say("zone5339", "period", "confirm", MONTH, *words)
            for words in (("--dry-run",), ())]

    def say(self, who, *words, lang="en"):
        self.suite.lang = lang
        try:
            return self.suite.say(who, *words)
        finally:
            self.suite.lang = "en"

    def test_a_source_that_confirms_is_told_what_it_did_not_report(self):
        for said in self.confirmations:
            self.assertIn(f"zone5339 reported nothing of: {MISSING}, {HIDDEN}",
                          said)
            self.assertIn("a row of the month with the value 0", said)
        self.assertIn("Confirmed: your month is complete",
                      self.confirmations[1])

    def test_a_month_names_the_measures_that_are_missing(self):
        for lang, words in SAYS:
            said = self.say("bert", "period", "show", MONTH, lang=lang)
            self.assertIn(words + "\n", said)
            self.assertRegex(said, r"zone5339 .* 1/2 ")
            # Only the source itself is told of what is sensitive.
            self.assertNotIn(HIDDEN, said)
        said = self.say("zone5339", "period", "show", MONTH)
        self.assertRegex(said, r"zone5339 +yes +1 +1/3 ")
        self.assertIn(HIDDEN, said)
        (source,) = self.suite.ask("bert", "period", "show", MONTH)["sources"]
        self.assertEqual(source["expectedMeasures"], 2)
        self.assertEqual(source["missingMeasures"], [MISSING])
        # Who answers for the month is told of which measures its events are.
        self.assertEqual(source["measures"], [
            {"measureCode": REPORTED, "contributions": "1"}])
        self.assertIn(f"zone5339, events by measure: {REPORTED} 1\n",
                      self.say("bert", "period", "show", MONTH))

    def test_it_is_said_before_the_approval(self):
        for words in (("check", MONTH), ("approve", MONTH, "--dry-run")):
            self.assertIn(SAYS[0][1] + "\n", self.say("bert", "period", *words))
        said = self.say("bert", "todo")
        self.assertIn("get what is not reported of confirmed months (1)", said)
        self.assertIn(f"{MONTH} zone5339 1/2", said)

    def test_several_months_have_a_share(self):
        said = self.say("bert", "period", "sources", "--from", MONTH,
                        "--until", "2024-04")
        self.assertRegex(said, r"zone5339 .* 1/4")
        self.assertIn(f"zone5339, months not reported: {REPORTED} 1, "
                      f"{MISSING} 2", said)

    def test_the_dossier_says_it_to_the_state(self):
        folder = self.suite.home / "dossier"
        self.say("bert", "dossier", "build", "--year", "2024", "--out", folder)
        text = (folder / "data" / "sources.csv").read_text(encoding="utf-8")
        march = [row for row in csv.DictReader(text.splitlines(),
                                               delimiter=";")
                 if row["month"] == MONTH]
        self.assertEqual(
            [(row["source"], row["is_expected"], row["is_confirmed"],
              row["timeliness"], row["missing_measures"])
             for row in march],
            [("zone5339", "true", "true", "TIMELINESS_LATE", "1")])
        # How many, not which; and of what is sensitive nothing.
        for word in (MISSING, HIDDEN, "confirmed_by", "expected_measures"):
            self.assertNotIn(word, text)
        page = self.suite.home / "report.html"
        self.say("bert", "report", "--out", page)
        self.assertIn('<table class="sources">',
                      page.read_text(encoding="utf-8"))


if __name__ == "__main__":
    unittest.main(verbosity=2)
