#!/usr/bin/env python3
"""How far a measure has come: the way from its baseline, what is settled, a
target that is changed and taken back.

Usage: achievement_test.py BUILD_FOLDER     (from the root of the source tree)
"""

import pathlib
import sys
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).parent.parent / "suite"))
import suite  # noqa: E402: its folder is known only now.

BUILD = sys.argv.pop(1)
# Its term is 2024 and 2025; both years are over, and it has no calendar.
FRENCH = "tools/samples/montclair.fr.txt"
MEASURE = "securing_actions"
ACHIEVEMENT = ("indicators", "achievement", "--year", "2025", "--measure",
               MEASURE)
TARGET = ("indicators", "target")
YEAR = (MEASURE, "--year", "2025")
FROM = ("--baseline", "100", "--baseline-year", "2024")
WHY = ("--reason", "as the college decided")


class AchievementTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.suite = suite.Suite(BUILD, names=("indicators", "conventions"))
        cls.suite.__enter__()
        cls.addClassCleanup(cls.suite.__exit__, None, None, None)
        for person, role in (("anna", "coordinator"), ("zone5339", "zone")):
            cls.suite.log_in(person, role)
        cls.suite.say("anna", "convention", "import", FRENCH, "--municipality",
                      "99001", "--police-zone", "5339")
        cls.suite.wait_for(lambda: cls.suite.ask(
            "anna", "indicators", "measures")["measures"])
        rows = cls.suite.home / "rows.csv"
        rows.write_text("event_id;measure;date;area;value\n"
                        "event-0001;securing_actions;2024-02-03;DPI-1;90\n"
                        "event-0002;securing_actions;2025-02-05;DPI-1;70\n"
                        "event-0003;securing_actions;2025-11-05;DPI-2;40\n")
        cls.suite.say("zone5339", "indicators", "ingest", rows, "--source",
                      "zone5339")

    def say(self, *words, **options):
        return self.suite.say("anna", *words, **options)

    def ask(self, *words):
        return self.suite.ask("anna", *words)

    def achieved(self, *words):
        return self.ask(*ACHIEVEMENT, *words)["achievements"][0]

    def measure(self):
        return next(measure for measure in self.ask(
            "indicators", "measures")["measures"]
            if measure["definition"]["code"] == MEASURE)

    def test_the_help_says_in_ones_language_what_does_not_go_together(self):
        for language, words in (("en", "not with: --quarter"),
                                ("fr", "pas avec : --quarter"),
                                ("nl", "niet met: --quarter")):
            self.suite.lang = language
            self.addCleanup(setattr, self.suite, "lang", "en")
            said = self.say("indicators", "achievement", "--help")
            self.assertIn(words, said)
            self.assertNotIn("INT:", said)

    def test_a_target_is_set_changed_and_taken_back(self):
        self.assertRegex(self.say(*ACHIEVEMENT), r" 110 +none .* 90\n")
        first = self.ask(*TARGET, "set", *YEAR, "--value", "120", *FROM)
        said = self.say(*ACHIEVEMENT)
        self.assertIn(": 50 % of the way from 100 to 120\n", said)
        self.assertIn("12 of 12 months settled.", said)
        self.assertRegex(said, r" 110 .*█{10} +missed +90\n")
        one = self.achieved()
        self.assertEqual(
            (one["actual"]["value"], one["yearBefore"]["value"],
             one["targetPermille"], one["progressPermille"], one["state"],
             one["months"], one["monthsFinal"]),
            ("110", "90", "916", "500", "STATE_MISSED", 12, 12))
        self.assertEqual(one["comparedUntil"],
                         {"year": 2025, "month": 12, "day": 1})
        self.assertNotIn("targetChangedTime", one)
        for language, words in (("fr", "50 % du chemin de 100 à 120"),
                                ("nl", "50 % van de weg van 100 naar 120")):
            self.suite.lang = language
            self.addCleanup(setattr, self.suite, "lang", "en")
            self.assertIn(words, self.say(*ACHIEVEMENT))
        self.suite.lang = "en"

        # Lowered when the year was over: reached, and it is said.
        lowered = self.ask(*TARGET, "set", *YEAR, "--value", "105", *FROM,
                           *WHY)
        said = self.say(*ACHIEVEMENT)
        self.assertRegex(said, r"; target changed on \d{4}-\d\d-\d\d\n")
        self.assertRegex(said, r" reached +90\n")
        one = self.achieved()
        self.assertEqual(one["progressPermille"], "2000")
        self.assertEqual(one["targetChangedTime"], lowered["updateTime"])
        then = self.achieved("--as-of-time", first["updateTime"])
        self.assertEqual((then["target"]["value"], then["state"]),
                         ("120", "STATE_MISSED"))
        self.assertNotIn("targetChangedTime", then)
        self.assertIn("of the way from 100 to 120\n", self.say(
            *ACHIEVEMENT, "--as-of-time", first["updateTime"]))

        # Taken back: nothing is agreed, and the history says it.
        self.say(*TARGET, "withdraw", *YEAR, code=2)
        self.assertIn("Dry run", self.say(*TARGET, "withdraw", *YEAR, *WHY,
                                          "--dry-run"))
        self.assertIn("target", self.achieved())
        self.assertIn("Target withdrawn: ",
                      self.say(*TARGET, "withdraw", *YEAR, *WHY))
        self.assertRegex(self.say(*ACHIEVEMENT),
                         r": target withdrawn on \d{4}-\d\d-\d\d\n")
        one = self.achieved()
        self.assertNotIn("target", one)
        self.assertEqual(one["state"], "STATE_UNSPECIFIED")
        self.assertEqual(self.measure()["targets"], [])
        versions = self.ask(*TARGET, "show", *YEAR)["targets"]
        self.assertEqual([version["version"] for version in versions],
                         [3, 2, 1])
        self.assertTrue(versions[0]["isWithdrawn"])
        self.assertRegex(self.say(*TARGET, "show", *YEAR), r"3 +withdrawn ")

    def test_a_part_of_a_year_and_a_quarter_are_no_year(self):
        self.say(*TARGET, "set", *YEAR, "--quarter", "1", "--value", "80",
                 "--baseline", "60", "--baseline-year", "2024")
        quarter = self.achieved("--quarter", "1")
        self.assertEqual((quarter["targetPermille"], quarter["months"]),
                         ("875", 3))
        self.assertNotIn("progressPermille", quarter)
        said = self.say(*ACHIEVEMENT, "--quarter", "1")
        self.assertIn("3 of 3 months settled.", said)
        self.assertIn(" 87 % ", said)
        part = self.achieved("--month", "3")
        self.assertEqual((part["actual"]["value"], part["yearBefore"]["value"],
                          part["comparedUntil"]["month"]), ("70", "90", 3))

    def test_a_target_of_a_ratio_is_in_per_cent(self):
        target = ("set", "csil_participation", "--year", "2025", "--value",
                  "80")
        self.assertRegex(self.say(*TARGET, *target, "--dry-run"),
                         r"Dry run, nothing stored: .*, 2025: 80 %\n")
        said = self.say(*TARGET, *target)
        self.assertRegex(said, r"Target: .*, 2025: 80 %\n")
        self.assertNotIn("80/0", said)
        self.assertRegex(self.say(*TARGET, "show", *target[1:4]), r" 80 % ")

    def test_where_nothing_is_said_a_reason_is(self):
        def ask(measure, year):
            return self.ask("indicators", "achievement", "--year", year,
                            "--measure", measure)["achievements"][0]

        # Before its first term a payment was neither made nor not made.
        before = ask("zone_payment_made", "2023")
        self.assertNotIn("actual", before)
        self.assertEqual(before["reason"], "REASON_NO_FIGURES")
        self.assertNotIn("yearBefore", ask("zone_payment_made", "2024"))
        self.assertIn("actual", ask("zone_payment_made", "2024"))
        self.assertEqual(ask("theft_awareness_actions", "2024")["reason"],
                         "REASON_NO_FIGURES")
        self.assertIn(" no figures ", self.say(
            "indicators", "achievement", "--year", "2024", "--measure",
            "theft_awareness_actions"))

    def test_the_term_has_a_target_of_its_own(self):
        term = (MEASURE, "--term")
        achieved = (*ACHIEVEMENT[:2], "--measure", *term)
        made = self.ask(*TARGET, "set", *term, "--value", "250")
        self.assertTrue(made["name"].endswith("/targets/2024-01-2025-12"))
        measure = self.measure()
        self.assertEqual([target["value"] for target in measure["termTargets"]],
                         ["250"])
        self.assertEqual([one["lastMonth"] for one in measure["terms"]],
                         [{"year": 2025, "month": 12, "day": 1}])
        self.assertIn("2024-01/2025-12:", self.say("indicators", "measures"))
        one = self.ask(*achieved)["achievements"][0]
        self.assertEqual(
            (one["actual"]["value"], one["targetPermille"], one["state"],
             one["months"], one["monthsFinal"]),
            ("200", "800", "STATE_MISSED", 24, 24))
        self.assertNotIn("yearBefore", one)
        said = self.say(*achieved)
        self.assertIn(" 2024-01/2025-12 ", said)
        self.assertRegex(said, r" 200 +250 +80 % ")
        self.assertIn("24 of 24 months settled.", said)
        self.assertNotIn("a year before", said)

        self.say(*TARGET, "set", *term, "--value", "200", *WHY)
        one = self.ask(*achieved)["achievements"][0]
        self.assertEqual(one["state"], "STATE_REACHED")
        self.assertIn("targetChangedTime", one)
        self.assertIn("Target withdrawn: ",
                      self.say(*TARGET, "withdraw", *term, *WHY))
        self.assertEqual(self.measure()["termTargets"], [])
        versions = self.ask(*TARGET, "show", *term, "--months",
                            "2024-01/2025-12")["targets"]
        self.assertEqual([version["version"] for version in versions],
                         [3, 2, 1])

    def test_a_term_is_one_of_the_convention_and_no_year(self):
        self.assertIn("TERM_UNKNOWN", self.say(
            *TARGET, "set", MEASURE, "--term", "--months", "2024-01/2025-11",
            "--value", "8", code=1))
        for words in ((*TARGET, "show", MEASURE), ACHIEVEMENT[:2]):
            self.assertIn("--year or --term", self.say(*words, code=2))
        self.say(*TARGET, "set", *YEAR, "--term", "--value", "8", code=2)
        self.say(*ACHIEVEMENT[:2], "--term", "--month", "3", code=2)
        for language, words in (("en", "not with: --year"),
                                ("fr", "pas avec : --year"),
                                ("nl", "niet met: --year")):
            self.suite.lang = language
            self.addCleanup(setattr, self.suite, "lang", "en")
            self.assertIn(words, self.say(*TARGET, "set", "--help"))

    def test_a_target_that_was_never_set_is_not_taken_back(self):
        self.assertIn("TARGET_UNKNOWN", self.say(
            *TARGET, "withdraw", MEASURE, "--year", "2024", *WHY, code=1))
        self.assertIn("AS_OF_IN_FUTURE", self.say(
            *ACHIEVEMENT, "--as-of-time", "2199-01-01", code=1))


if __name__ == "__main__":
    unittest.main()
