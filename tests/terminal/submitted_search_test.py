#!/usr/bin/env python3
"""What the State finds in a dossier that a municipality handed in, and what it is
not told.

Usage: submitted_search_test.py BUILD_FOLDER    (from the root of the source tree)
"""

import pathlib
import sys
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).parent.parent / "suite"))
import installations  # noqa: E402: its folder is known only now.

BUILD = sys.argv.pop(1)
DOCUMENT = "tools/samples/montclair.fr.txt"
YEAR = "2024"
COLUMNS = 80


class SubmittedSearchTest(unittest.TestCase):
    def setUp(self):
        self.state = installations.State(BUILD)
        self.state.__enter__()
        self.addCleanup(self.state.__exit__, None, None, None)
        self.town = installations.Municipality(BUILD, self.state, "99001")
        self.town.__enter__()
        self.addCleanup(self.town.__exit__, None, None, None)
        self.town.log_in("anna", "coordinator")
        self.state.register(self.town)

    def compare(self, name):
        """What a year came to, beside other municipalities."""
        words = ("dossier", "compare", "--year", YEAR)
        rows = self.state.ask("fleur", *words)["envelopes"]
        self.assertTrue(rows)
        for row in rows:
            self.assertEqual(row["year"], int(YEAR))
            self.assertTrue(row["name"].startswith(
                name.split("/submissions/")[0]))
        for lang, total in (("en", "total"), ("fr", "total"),
                            ("nl", "totaal")):
            said = self.state.on_terminal(lang, "fleur", *words)
            self.assertIn(f"{YEAR}-1", said)
            self.assertIn(total, said)
            for line in said.splitlines():
                self.assertLessEqual(len(line), COLUMNS, line)
        self.assertIn("No dossier", self.state.say(
            "fleur", "dossier", "compare", "--year", "2023"))

    def test_the_state_searches_what_was_handed_in_and_not_who_did_it(self):
        self.town.say("anna", "convention", "import", DOCUMENT,
                      "--municipality", "99001", "--police-zone", "5339")
        # A dossier built before its definitions arrived would have a hole.
        self.town.wait_for(lambda: self.town.ask(
            "anna", "indicators", "measures")["measures"])
        self.town.say("anna", "convention", "translate", "op-01", "--to", "nl",
                      "--text", "Een buurtploeg oprichten")
        self.town.say("anna", "convention", "resolve", "--finding", "1",
                      "--reason", "Numbered so by both parties")
        node = next(node for node in self.town.ask(
            "anna", "convention", "show")["nodes"] if node["id"] == "op-01")
        self.assertTrue(node["translations"][0]["author"])
        convention = self.town.ask(
            "anna", "convention", "list")["conventions"][0]["name"]
        name = f"{convention}/submissions/{YEAR}-1"
        folder = self.town.home / "built"
        self.town.say("anna", "dossier", "build", "--year", YEAR, "--out",
                      folder)
        for path in (folder / "data").glob("*.json"):
            self.assertNotIn('"author"', path.read_text(encoding="utf-8"))
        self.assertIn("Numbered so", (folder / "data/convention.json").read_text(
            encoding="utf-8"))
        self.town.say("anna", "dossier", "submit", folder)
        # Words of the year that was handed in; the translation is of today.
        search = ("dossier", "search", "BUURTPLOEG")
        self.assertEqual(self.state.ask("fleur", *search)["matches"], [])
        search = ("dossier", "search", "EQUIPES", "velo")
        found = self.state.ask("fleur", *search)
        place = found["matches"][0]["node"]["id"]
        self.assertEqual(len(found["matches"]), 1)
        self.assertEqual(found["matches"][0]["submission"], name)
        self.assertEqual(found["unreadableCount"], 0)
        rows = self.state.say("fleur", *search, "--format", "csv").splitlines()
        self.assertEqual(len(rows), 2)
        self.assertIn(name, rows[1])
        self.assertIn(place, self.state.say("fleur", *search,
                                              "--municipality", "99001"))
        self.assertNotIn(place, self.state.say("fleur", *search,
                                                 "--municipality", "99002"))
        self.compare(name)
        self.assertIn("[QUERY_LENGTH]", self.state.say(
            "fleur", "dossier", "search", "x", code=1))
        for lang, told in (("en", "1 of 1 places in 1 conventions"),
                           ("fr", "1 endroits sur 1 dans 1 conventions"),
                           ("nl", "1 van 1 plaatsen in 1 overeenkomsten")):
            said = self.state.on_terminal(lang, "fleur", *search)
            self.assertIn(told, said)
            for line in said.splitlines():
                self.assertLessEqual(len(line), COLUMNS, line)


if __name__ == "__main__":
    unittest.main(verbosity=2)
