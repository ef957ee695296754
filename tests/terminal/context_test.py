#!/usr/bin/env python3
"""A context series that was declared and filled wrongly is put right: what it
says is changed, a figure is taken back, and what was said stays readable.

Usage: context_test.py BUILD_FOLDER     (from the root of the source tree)
"""

import pathlib
import sys
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).parent.parent / "suite"))
import suite  # noqa: E402: its folder is known only now.

BUILD = sys.argv.pop(1)
FRENCH = "tools/samples/montclair.fr.txt"
CONTEXT = ("indicators", "context")
WHY = ("--reason", "typed by mistake")
SHOW = (*CONTEXT, "show", "accidents")
WITHDRAW = (*CONTEXT, "withdraw", "accidents", "2018", "DPI-1")


class ContextTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.suite = suite.Suite(BUILD, names=("indicators", "conventions"))
        cls.suite.__enter__()
        cls.addClassCleanup(cls.suite.__exit__, None, None, None)
        cls.suite.log_in("anna", "coordinator")
        cls.suite.say("anna", "convention", "import", FRENCH, "--municipality",
                      "99001", "--police-zone", "5339")
        cls.suite.say("anna", *CONTEXT, "create", "accidents", "--title-fr",
                      "Accidens", "--unit-fr", "accidents", "--source",
                      "Statbel")
        figures = cls.suite.home / "figures.csv"
        figures.write_text("period;area;value;published\n"
                           "2017;DPI-1;20;2019-06-01\n"
                           "2018;DPI-1;30;2019-06-01\n")
        cls.suite.say("anna", *CONTEXT, "add", "accidents", figures)

    def say(self, *words, **options):
        return self.suite.say("anna", *words, **options)

    def ask(self, *words):
        return self.suite.ask("anna", *words)

    def periods(self, *words):
        return [figure["period"] for figure
                in self.ask(*SHOW, *words)["figures"]]

    def test_1_what_a_series_says_is_changed_and_kept(self):
        edit = (*CONTEXT, "edit", "accidents", "--title-fr", "Accidents")
        self.say(*edit, code=2)
        said = self.say(*edit, "--title-nl", "Ongevallen", *WHY, "--dry-run")
        for words in ("Dry run", "in French: Accidents\n",
                      "in Dutch: Ongevallen\n"):
            self.assertIn(words, said)
        self.assertIn("Accidens", self.say(*SHOW))
        self.assertIn("CONTEXT_STEP_FIXED", self.say(
            *CONTEXT, "edit", "accidents", "--unit-fr", "morts", *WHY, code=1))
        made = self.ask(*edit, *WHY)
        self.assertEqual((made["version"], made["title"]["fr"],
                          made["source"], made["figureCount"]),
                         (2, "Accidents", "Statbel", 2))
        self.assertIn("Nothing changed", self.say(*edit, *WHY))
        self.assertIn("ETAG_MISMATCH", self.say(
            *CONTEXT, "edit", "accidents", "--source", "Vias", *WHY, "--etag",
            "1", code=1))
        self.assertIn("Accidents (accidents)", self.say(*SHOW))
        versions = self.ask(*CONTEXT, "versions", "accidents")["contextSeries"]
        self.assertEqual([one["title"]["fr"] for one in versions],
                         ["Accidents", "Accidens"])
        for language, words in (("en", "reason"), ("fr", "motif"),
                                ("nl", "reden")):
            self.suite.lang = language
            self.addCleanup(setattr, self.suite, "lang", "en")
            said = self.say(*CONTEXT, "versions", "accidents")
            self.assertIn(words, said)
            self.assertIn("typed by mistake", said)
        self.suite.lang = "en"

    def test_2_a_figure_is_taken_back_and_its_history_tells_it(self):
        self.say(*WITHDRAW, code=2)
        # What is taken back is shown, before it is as well.
        shown = r"Unit: accidents\n[^$]*2018 +DPI-1 +30 +2019-06-01"
        said = self.say(*WITHDRAW, *WHY, "--dry-run")
        self.assertIn("Dry run", said)
        self.assertRegex(said, shown)
        self.assertRegex(said, r"Acciden[ts]+ \(accidents\)")
        self.assertNotRegex(said, r"2017 +DPI-1")
        self.assertEqual(self.periods(), ["2017", "2018"])
        self.assertIn("PERIOD_INVALID", self.say(
            *CONTEXT, "withdraw", "accidents", "18", "DPI-1", *WHY, code=1))
        said = self.say(*WITHDRAW, *WHY)
        self.assertIn("Figure withdrawn: 2018, DPI-1", said)
        self.assertRegex(said, shown)
        self.assertEqual(self.periods(), ["2017"])
        self.assertEqual(self.periods("--all"), ["2017", "2018", "2018"])
        self.assertTrue(self.ask(*SHOW, "--all")["figures"][2]["isWithdrawn"])
        self.assertNotIn("2018", self.say(*SHOW, "--format", "csv"))
        for language, words in (("en", "withdrawn"), ("fr", "retiré"),
                                ("nl", "ingetrokken")):
            self.suite.lang = language
            self.addCleanup(setattr, self.suite, "lang", "en")
            self.assertRegex(self.say(*SHOW, "--all"),
                             rf" {words} .*2: typed by mistake\n")
            self.assertNotIn(f" {words} ", self.say(*SHOW))
        self.suite.lang = "en"
        self.assertIn("CONTEXT_FIGURE_UNKNOWN",
                      self.say(*WITHDRAW, *WHY, code=1))
        # The file that is added once more brings it back on purpose only.
        add = (*CONTEXT, "add", "accidents", self.suite.home / "figures.csv")
        self.assertIn("CONTEXT_REASON_MISSING", self.say(*add, code=1))
        self.assertEqual(self.periods(), ["2017"])
        said = self.say(*add, *WHY)
        self.assertIn("New: 0, corrected: 0, known already: 1.", said)
        self.assertIn("back again: 1 (2018, DPI-1).", said)
        self.assertEqual(self.periods(), ["2017", "2018"])


if __name__ == "__main__":
    unittest.main()
