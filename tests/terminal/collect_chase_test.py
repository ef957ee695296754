#!/usr/bin/env python3
"""A month whose calendar names its sources: a sheet for each that is lacking,
and what to remind it of.

Usage: collect_chase_test.py BUILD_FOLDER     (from the root of the source tree)
"""

import datetime
import pathlib
import sys
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).parent.parent / "suite"))
import suite  # noqa: E402: its folder is known only now.

BUILD = sys.argv.pop(1)
# Its term is 2024 and 2025.
FRENCH = "tools/samples/montclair.fr.txt"
MONTH = "2024-03"
DUE = "2024-04-15"


class CollectChaseTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.suite = suite.Suite(BUILD, names=("indicators", "conventions"))
        cls.suite.__enter__()
        cls.addClassCleanup(cls.suite.__exit__, None, None, None)
        for person, role in (("anna", "coordinator"), ("bravvo", "source")):
            cls.suite.log_in(person, role)
        # Only of echo it is known what it reads.
        cls.suite.say(None, "person", "add", "echo", "--role", "source",
                      "--until", f"{datetime.date.today().year + 1}-12-31",
                      "--language", "nl")
        cls.suite.say("anna", "convention", "import", FRENCH, "--municipality",
                      "99001", "--police-zone", "5339")
        cls.suite.wait_for(lambda: cls.suite.ask(
            "anna", "indicators", "measures")["measures"])
        rows = cls.suite.home / "rows.csv"
        rows.write_text("event_id;measure;date;area;value\n"
                        f"event-00000001;nuisance_actions;{MONTH}-05;DPI-1;1\n")
        cls.suite.say("bravvo", "indicators", "ingest", rows, "--source",
                      "bravvo")
        cls.suite.say("anna", "period", "calendar", "adopt", "--from",
                      "2024-01", "--due", "15", "--lock", "30", "--close",
                      "90", "--source", "bravvo", "--source", "echo",
                      "--source", "zone5339", "--reason",
                      "Décision du collège du 12 mars")
        cls.suite.say("bravvo", "period", "confirm", MONTH, "--count", "1")

    def say(self, *words, lang="en", code=0):
        """What is printed, words broken between lines put together."""
        self.suite.lang = lang
        try:
            said = self.suite.say("anna", *words, code=code)
        finally:
            self.suite.lang = "en"
        return " ".join(said.split())

    def test_each_source_that_is_lacking_has_a_sheet_in_its_language(self):
        folder = self.suite.home / "sheets"
        folder.mkdir()
        ask = ("collect", "sheet", "--month", MONTH, "--area", "DPI-1",
               "--format", "csv", "--out", folder)
        said = self.say(*ask, lang="fr")
        self.assertIn("bravvo - a déjà confirmé", said)
        self.assertEqual(sorted(path.name for path in folder.iterdir()),
                         [f"echo-{MONTH}.csv", f"zone5339-{MONTH}.csv"])
        for name, words in (("echo", f"Ten laatste op {DUE}"),
                            ("zone5339", f"au plus tard le {DUE}")):
            self.assertIn(f"{name}-{MONTH}.csv", said)
            text = (folder / f"{name}-{MONTH}.csv").read_text(
                encoding="utf-8-sig")
            self.assertIn(f"-{name}", text.split(";", 1)[0])
            self.assertIn(words, text)
        # What may have come back is not written over, and that is told.
        (folder / f"zone5339-{MONTH}.csv").unlink()
        said = self.say(*ask, code=1)
        self.assertIn("[FILE_THERE]", said)
        self.assertTrue((folder / f"zone5339-{MONTH}.csv").exists())
        # Nor a draft, which is no sheet that came back.
        (folder / f"echo-{MONTH}.csv").unlink()
        draft = folder / f"echo-{MONTH}.csv.part"
        draft.touch()
        self.assertIn("[DRAFT_THERE]", self.say(*ask, code=1))
        self.assertTrue(draft.exists())

    def test_a_month_that_waits_for_nobody_needs_a_source(self):
        for lang, words in (("en", "name one with --source"),
                            ("fr", "indiquez-en une avec --source"),
                            ("nl", "noem er een met --source")):
            said = self.say("collect", "sheet", "--month", "2023-12",
                            lang=lang, code=1)
            self.assertIn("[NO_SOURCE_EXPECTED]", said)
            self.assertIn(words, said)
            said = self.say("period", "remind", "2023-12", lang=lang, code=1)
            self.assertIn("[NO_SOURCE_EXPECTED]", said)
        # An empty one is no wish for all of them.
        self.say("collect", "sheet", "--month", MONTH, "--source", "", code=2)

    def test_a_sheet_of_one_source_says_when_it_is_due_too(self):
        path = self.suite.home / "one.csv"
        self.say("collect", "sheet", "--month", MONTH, "--source", "bravvo",
                 "--area", "DPI-1", "--out", path)
        self.assertIn(f"Due on {DUE}", path.read_text(encoding="utf-8-sig"))

    def test_a_reopened_month_is_asked_until_its_day(self):
        month = "2024-06"
        until = str(datetime.date.today() + datetime.timedelta(days=5))
        self.suite.log_in("bert", "coordinator")
        sheet = ("collect", "sheet", "--month", month, "--source", "echo",
                 "--area", "DPI-1", "--out")
        self.assertIn("Take care", self.say(*sheet, self.suite.home / "1.csv"))
        self.say("period", "reopen", month, "--until", until, "--reason",
                 "Trois actions oubliées")
        self.suite.say("bert", "period", "reopening", "approve", month)
        said = self.say("period", "remind", month, "--source", "echo")
        self.assertIn(f"heropend. Cijfers worden aanvaard tot en met {until}",
                      said)
        self.assertNotIn("2024-07-15", said)
        path = self.suite.home / "2.csv"
        self.assertNotIn("Take care", self.say(*sheet, path))
        text = path.read_text(encoding="utf-8-sig")
        self.assertIn(f"Ten laatste op {until}", text)
        self.assertNotIn("2024-07-15", text)

    def test_who_has_not_confirmed_is_reminded_in_its_language(self):
        said = self.say("period", "remind", MONTH)
        self.assertNotIn("bravvo", said)
        # Of zone5339 it is not known what it reads.
        for words in ("bron echo", "bron zone5339", "source zone5339",
                      DUE, f"entente period confirm {MONTH} --as echo"):
            self.assertIn(words, said)
        self.assertNotIn("source echo", said)
        answer = self.suite.ask("anna", "period", "remind", MONTH, "--source",
                                "zone5339")
        self.assertEqual((answer["month"], answer["due_date"]), (MONTH, DUE))
        (one,) = answer["reminders"]
        self.assertEqual(one["source"], "zone5339")
        self.assertEqual([text["language"] for text in one["texts"]],
                         ["fr", "nl"])
        self.assertIn("clôturé", one["texts"][0]["text"])

    def test_who_confirmed_or_is_not_expected_is_reminded_of_nothing(self):
        remind = ("period", "remind", MONTH, "--source")
        for lang, words in (("en", "No source is to be reminded"),
                            ("fr", "Aucune source n'est à relancer"),
                            ("nl", "Geen bron moet")):
            self.assertIn(words, self.say(*remind, "bravvo", lang=lang))
        self.assertEqual(self.suite.ask("anna", *remind, "bravvo")["reminders"],
                         [])
        self.assertIn("[SOURCE_NOT_EXPECTED]",
                      self.say(*remind, "petanque", code=1))


if __name__ == "__main__":
    unittest.main(verbosity=2)
