#!/usr/bin/env python3
"""A source that returns a sheet for the municipality and others by area: what
it said once for the one counts no second time for the other.

Usage: collect_areas_test.py BUILD_FOLDER     (from the root of the source tree)
"""

import json
import pathlib
import re
import sys
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).parent.parent / "suite"))
import suite  # noqa: E402: its folder is known only now.

BUILD = sys.argv.pop(1)
# Its term is 2024 and 2025.
FRENCH = "tools/samples/montclair.fr.txt"
# No profile fits the document here, so that it is named by its indicator.
MEASURE = "nombre_d_actions_nuisances_menees"
REASON = "[SHEET_AREA_OTHERWISE]"


class CollectAreasTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.suite = suite.Suite(BUILD, names=("indicators", "conventions"))
        cls.suite.__enter__()
        cls.addClassCleanup(cls.suite.__exit__, None, None, None)
        for person, role in (("anna", "coordinator"), ("bravvo", "source")):
            cls.suite.log_in(person, role)
        # Of a municipality whose districts are in the list of areas.
        document = cls.suite.home / "bruxelles.txt"
        document.write_text(pathlib.Path(FRENCH).read_text().replace(
            "Montclair-sur-Sambre", "Bruxelles"))
        cls.suite.say("anna", "convention", "import", document,
                      "--municipality", "21004", "--police-zone", "5339")
        cls.suite.wait_for(lambda: cls.suite.ask(
            "anna", "indicators", "measures")["measures"])

    def sheet(self, month, name, figures):
        """A sheet of the measure with figures by area, and what it said."""
        path = self.suite.home / f"{self.id().rsplit('.', 1)[1]}-{name}.csv"
        words = [word for area in figures for word in ("--area", area)]
        self.suite.say("anna", "collect", "sheet", "--month", month, "--source",
                       "bravvo", "--measure", MEASURE, "--out", path, *words)
        text = path.read_text(encoding="utf-8-sig")
        rows = [line.split(";") for line in text.split("\n")]
        filled = 0
        for row in rows:
            if len(row) == 10 and row[8] == MEASURE:
                row[6] = figures[row[2]]
                filled += 1
        self.assertEqual(filled, len(figures))
        path.write_text("\n".join(map(";".join, rows)), encoding="utf-8-sig")
        return path, text

    def read(self, path, *words, lang="en", code=0):
        """What is printed, words broken between lines put together."""
        self.suite.lang = lang
        try:
            said = self.suite.say("bravvo", "collect", "read", path, *words,
                                  code=code)
        finally:
            self.suite.lang = "en"
        return " ".join(said.split())

    def total(self, month):
        series = self.suite.ask("anna", "indicators", "series", "--from",
                                month, "--until", month, "--measure",
                                MEASURE)["series"]
        return sum(int(one.get("value", 0))
                   for each in series for one in each.get("months", []))

    def test_districts_do_not_count_on_top_of_the_municipality(self):
        month = "2024-03"
        whole, text = self.sheet(month, "whole", {"21004": "10"})
        self.assertNotIn("Already delivered", text)
        self.read(whole, "--yes")
        self.assertEqual(self.total(month), 10)
        # What stands is said on the sheet, and refused when it comes back.
        parts, text = self.sheet(month, "parts", {"DPI-1": "4", "DPI-2": "6"})
        self.assertIn("Already delivered", text)
        self.assertIn(f"{MEASURE} 21004: 10", text)
        for lang, words in (("en", "count twice beside this one"),
                            ("fr", "comptent deux fois avec celui-ci"),
                            ("nl", "tellen dubbel naast dit blad")):
            for mode in ("--dry-run", "--yes"):
                said = self.read(parts, mode, lang=lang, code=1)
                self.assertIn(REASON, said)
                self.assertIn(words, said)
                # The preview says the figures, the refusal the cells.
                self.assertIn(f"{MEASURE} 21004: 10.", said)
                self.assertIn(f"{MEASURE} 21004 (G4, G5)", said)
                command = re.search(r"\(entente (collect sheet --month 2024-03 "
                                    r"[^)]*)\)", said).group(1)
        # What it tells to run writes the sheet that holds both.
        self.assertIn("--area 21004 --area DPI-1 --area DPI-2 --out", command)
        words = command.split()
        words[-1] = self.suite.home / words[-1]
        said = " ".join(self.suite.say("anna", *words).split())
        self.assertIn("3 rows to fill in", said)
        self.assertEqual(self.total(month), 10)
        # One that holds both moves the figure down.
        both, _ = self.sheet(month, "both",
                             {"21004": "0", "DPI-1": "4", "DPI-2": "6"})
        self.read(both, "--yes")
        self.assertEqual(self.total(month), 10)
        # And the first sheet does not bring it back.
        self.assertIn(f"{MEASURE} DPI-1: 4; {MEASURE} DPI-2: 6.",
                      self.read(whole, "--yes", code=1))
        self.assertEqual(self.total(month), 10)

    def test_no_known_place_and_the_municipality_do_not_count_twice(self):
        month = "2024-04"
        unknown, _ = self.sheet(month, "unknown", {"UNKNOWN": "5"})
        self.read(unknown, "--yes")
        whole, _ = self.sheet(month, "whole", {"21004": "5"})
        self.assertIn(f"{MEASURE} UNKNOWN: 5",
                      self.read(whole, "--yes", code=1))
        self.assertEqual(self.total(month), 5)
        # Where they are other actions that is said, once.
        # It is told before and after all the same.
        _, out, _ = self.suite.run("bravvo", "collect", "read", whole,
                                   "--adds", "--dry-run", "--format", "json")
        self.assertEqual(json.loads(out)["counted_again"],
                         [{"measure": MEASURE, "area": "UNKNOWN", "value": 5}])
        said = self.read(whole, "--yes", "--adds")
        self.assertEqual(said.count(f"counts twice: {MEASURE} UNKNOWN: 5."), 2)
        self.assertEqual(self.total(month), 10)
        self.assertIn("Nothing to deliver", self.read(whole, "--yes"))

    def test_districts_are_delivered_one_after_another(self):
        month = "2024-05"
        for area, figure in (("DPI-1", "4"), ("DPI-2", "6")):
            path, text = self.sheet(month, area, {area: figure})
            self.assertNotIn("Already delivered", text)
            self.read(path, "--yes")
        self.assertEqual(self.total(month), 10)


if __name__ == "__main__":
    unittest.main(verbosity=2)
