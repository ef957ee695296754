#!/usr/bin/env python3
"""A source that returns a sheet for the municipality, others for its districts
and for neighbourhoods in them: what it said once for the one counts no second
time for the other. Areas are shown by code and name.

Usage: collect_areas_test.py BUILD_FOLDER     (from the root of the source tree)
"""

import csv
import io
import json
import pathlib
import re
import sys
import tempfile
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).parent.parent / "suite"))
import suite  # noqa: E402: its folder is known only now.

BUILD = sys.argv.pop(1)
# Its term is 2024 and 2025.
FRENCH = "tools/samples/montclair.fr.txt"
# No profile fits the document here, so that it is named by its indicator.
MEASURE = "nombre_d_actions_nuisances_menees"
REASON = "[SHEET_AREA_OTHERWISE]"
AREAS = "services/indicators/areas/5339.csv"
# Invented: no list of neighbourhoods was verified.
NEIGHBOURHOODS = """\
N-11,DPI-1,Quartier du Port,Havenwijk
N-12,DPI-1,Quartier du Parc,Parkwijk
N-21,DPI-2,Quartier du Marché,Marktwijk
"""


class CollectAreasTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.suite = suite.Suite(BUILD, names=("indicators", "conventions"))
        folder = tempfile.TemporaryDirectory()
        cls.addClassCleanup(folder.cleanup)
        areas = pathlib.Path(folder.name) / "areas.csv"
        areas.write_text(pathlib.Path(AREAS).read_text(encoding="utf-8")
                         + NEIGHBOURHOODS, encoding="utf-8")
        cls.suite.flags["indicators"] = ["--areas", areas]
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
        # Programs take the cell for the code.
        self.assertIn(";21004;", text)
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

    def test_a_neighbourhood_does_not_count_on_top_of_its_district(self):
        month = "2024-06"
        district, _ = self.sheet(month, "district", {"DPI-1": "9"})
        self.read(district, "--yes")
        # In another district it does.
        other, text = self.sheet(month, "other", {"N-21": "2"})
        self.assertNotIn("Already delivered", text)
        self.read(other, "--yes")
        self.assertEqual(self.total(month), 11)
        below, text = self.sheet(month, "below", {"N-11": "4", "N-12": "5"})
        self.assertIn(f"{MEASURE} DPI-1: 9", text)
        said = self.read(below, "--yes", code=1)
        self.assertIn(REASON, said)
        self.assertIn(f"{MEASURE} DPI-1 (G4, G5)", said)
        self.assertIn("--area DPI-1 --area N-11 --area N-12 --out", said)
        self.assertNotIn("fill in both", said)
        self.assertEqual(self.total(month), 11)
        # One that holds both moves the figure down, by itself or not at all.
        both, text = self.sheet(month, "twice", {"DPI-1": "9", "N-11": "4"})
        self.assertIn("Other areas of this sheet lie in DPI-1:", text)
        self.assertIn(REASON, self.read(both, "--yes", code=1))
        both, _ = self.sheet(month, "both",
                             {"DPI-1": "0", "N-11": "4", "N-12": "5"})
        self.read(both, "--yes")
        self.assertEqual(self.total(month), 11)
        # And the sheet of the district does not bring it back, nor one of all.
        for path, area in ((district, "DPI-1"),
                           (self.sheet(month, "all", {"21004": "11"})[0],
                            "21004")):
            with self.subTest(area):
                self.assertIn(f"{MEASURE} N-11: 4; {MEASURE} N-12: 5",
                              self.read(path, "--yes", code=1))
        self.assertEqual(self.total(month), 11)

    def test_a_sheet_with_names_of_areas_is_read_as_one_without(self):
        month = "2024-07"
        path, text = self.sheet(month, "named", {"N-11": "3"})
        self.assertIn(";N-11;", text)
        # As a workbook has them that was saved as CSV.
        path.write_text(path.read_text(encoding="utf-8-sig").replace(
            ";N-11;", ";N-11 Quartier du Port;"), encoding="utf-8-sig")
        self.assertIn("N-11 Havenwijk", self.read(path, "--dry-run", lang="nl"))
        self.read(path, "--yes")
        self.assertEqual(self.total(month), 3)
        shown = ("indicators", "series", "--from", month, "--until", month,
                 "--measure", MEASURE)
        self.assertIn("In DPI-1 Direction de proximité 1 and the areas in it.",
                      self.suite.say("anna", *shown, "--area", "DPI-1"))
        said = self.suite.say("anna", *shown, "--area", "N-11")
        self.assertIn("In N-11 Quartier du Port.\n", said)
        for words in ((), ("--area", "N-11")):
            self.assertNotIn("the areas in it",
                             self.suite.say("anna", *shown, *words))

    def test_areas_are_listed_as_they_lie_in_each_other(self):
        ask = ("indicators", "areas")
        said = self.suite.say("bravvo", *ask)
        self.assertRegex(said, r"(?m)^21004 +Bruxelles$")
        lines = [line.split()[0] for line in said.splitlines()[2:]]
        self.assertEqual(lines, ["21004", "DPI-1", "N-11", "N-12", "DPI-2",
                                 "N-21", "DPI-3", "UNKNOWN"])
        self.assertRegex(said, r"(?m)^    N-11 +Quartier du Port$")
        self.suite.lang = "nl"
        try:
            self.assertRegex(self.suite.say("bravvo", *ask),
                             r"(?m)^  DPI-2 +Nabijheidsdirectie 2$")
        finally:
            self.suite.lang = "en"
        listed = self.suite.ask("anna", *ask)["areas"]
        first = listed[0]
        self.assertEqual((first["code"], first["parent"],
                          first["title"]["fr"], first["title"]["nl"]),
                         ("21004", "ZP-5339", "Bruxelles", "Brussel"))
        self.assertEqual({one["code"] for one in listed}, set(lines))
        _, out, _ = self.suite.run("anna", *ask, "--format", "csv")
        rows = {row["code"]: row
                for row in csv.DictReader(io.StringIO(out), delimiter=";")}
        self.assertEqual(rows["N-21"]["parent"], "DPI-2")
        self.assertEqual(rows["N-21"]["title.nl"], "Marktwijk")

    def test_districts_are_delivered_one_after_another(self):
        month = "2024-05"
        for area, figure in (("DPI-1", "4"), ("DPI-2", "6")):
            path, text = self.sheet(month, area, {area: figure})
            self.assertNotIn("Already delivered", text)
            self.read(path, "--yes")
        self.assertEqual(self.total(month), 10)


if __name__ == "__main__":
    unittest.main(verbosity=2)
