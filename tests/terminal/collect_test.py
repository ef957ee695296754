#!/usr/bin/env python3
"""Figures asked by sheet: written by a coordinator, filled in by a source, read
back twice, corrected, refused.

Usage: collect_test.py BUILD_FOLDER     (from the root of the source tree)
"""

import json
import pathlib
import re
import sys
import unittest
import zipfile

sys.path.insert(0, str(pathlib.Path(__file__).parent.parent / "suite"))
import suite  # noqa: E402: its folder is known only now.

BUILD = sys.argv.pop(1)
RENAMED = "theft_awareness_actions"
# Its term is 2024 and 2025.
FRENCH = "tools/samples/montclair.fr.txt"
SECRET = "Exemple Inventé 85.07.30-033.28"
ADOPT = ("period", "calendar", "adopt", "--from", "2024-01", "--due", "15",
         "--lock", "30", "--close", "90", "--reason",
         "Décision du collège du 12 mars")


class CollectTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.suite = suite.Suite(BUILD, names=("indicators", "conventions"))
        cls.suite.__enter__()
        cls.addClassCleanup(cls.suite.__exit__, None, None, None)
        for person, role in (("anna", "coordinator"), ("bravvo", "source"),
                             ("zone5339", "zone")):
            cls.suite.log_in(person, role)
        cls.suite.say("anna", "convention", "import", FRENCH, "--municipality",
                      "99001", "--police-zone", "5339")
        cls.suite.wait_for(lambda: cls.suite.ask(
            "anna", "indicators", "measures")["measures"])

    def path(self, name):
        return self.suite.home / f"{self.id().rsplit('.', 1)[1]}-{name}"

    def sheet(self, month, name, *words, source="bravvo", who="anna", code=0):
        path = self.path(name)
        said = self.suite.say(who, "collect", "sheet", "--month", month,
                              "--source", source, "--out", path, *words,
                              "--area", "DPI-1", "--area", "DPI-2", code=code)
        return path, said

    def read(self, path, *words, who="bravvo", code=0):
        return self.suite.say(who, "collect", "read", path, *words, code=code)

    @staticmethod
    def fill(path, figures, out=None):
        """Writes figures into the seventh column, by measure and area."""
        lines = path.read_text(encoding="utf-8-sig").split("\n")
        left = dict(figures)
        for i, line in enumerate(lines):
            cells = line.split(";")
            figure = left.pop((cells[8], cells[2]), None) \
                if len(cells) == 10 else None
            if figure is not None:
                cells[6] = figure
                lines[i] = ";".join(cells)
        assert not left, left
        out = out or path
        out.write_text("\n".join(lines), encoding="utf-8-sig")
        return out

    def total(self, measure, month):
        series = self.suite.ask("anna", "indicators", "series", "--from",
                                month, "--until", month)["series"]
        return sum(int(one.get("value", 0))
                   for each in series if each["measureCode"] == measure
                   for one in each.get("months", []))

    def test_a_csv_goes_out_comes_back_and_counts_once(self):
        path, said = self.sheet("2024-03", "s.csv")
        self.assertIn("rows to fill in", said)
        self.assertEqual(path.stat().st_mode & 0o777, 0o600)
        self.fill(path, {("securing_actions", "DPI-1"): "7",
                         ("staff_training_hours", "DPI-2"): "1,5"})
        # Nothing is stored before somebody agrees.
        said = self.read(path, "--dry-run")
        self.assertRegex(said, r"G\d+ .*DPI-1 +- +- +→ +7\n")
        self.assertRegex(said, r"DPI-2 +- +- +→ +1 h 30\n")
        self.assertIn("2 changed, 0 as they are", said)
        self.assertIn("nothing is stored", said)
        self.assertIn("Say --yes", self.read(path, code=2))
        self.assertEqual(self.total("securing_actions", "2024-03"), 0)
        self.assertIn("entente period confirm 2024-03 --as bravvo",
                      self.read(path, "--yes"))
        self.assertEqual(self.total("securing_actions", "2024-03"), 7)
        self.assertEqual(self.total("staff_training_hours", "2024-03"), 90)
        # Again, and from a second sheet for the month: nothing moves.
        self.assertIn("Nothing to deliver", self.read(path, "--yes"))
        again, _ = self.sheet("2024-03", "again.csv")
        self.assertRegex(again.read_text(encoding="utf-8-sig"),
                         r";DPI-1;[^;]*;7;7;;;securing_actions;r[0-9a-f]{8}")
        self.fill(again, {("securing_actions", "DPI-1"): "7"})
        self.assertIn("0 changed, 1 as they are", self.read(again, "--yes"))
        self.assertEqual(self.total("securing_actions", "2024-03"), 7)

    def test_a_corrected_sheet_corrects_back_and_forth(self):
        path, _ = self.sheet("2024-04", "s.csv")
        place = ("securing_actions", "DPI-1")
        for before, figure in (("-", 5), (5, 6), (6, 5), (5, 0)):
            self.fill(path, {place: str(figure)})
            self.assertRegex(self.read(path, "--yes"),
                             rf"DPI-1 +- +{before} +→ +{figure}\n")
            self.assertEqual(self.total("securing_actions", "2024-04"), figure)

    def test_a_sheet_on_top_of_a_delivery_is_refused_until_that_is_said(self):
        rows = self.path("rows.csv")
        rows.write_text("event_id;measure;date;area;value\n" + "".join(
            f"event-{i:04};securing_actions;2024-09-{i + 1:02};DPI-2;1\n"
            for i in range(12)))
        self.suite.say("zone5339", "indicators", "ingest", rows, "--source",
                       "zone5339")
        month = ("securing_actions", "2024-09")
        path, _ = self.sheet(month[1], "s.csv", source="zone5339")
        self.fill(path, {("securing_actions", "DPI-1"): "12",
                         ("nuisance_actions", "DPI-1"): "3"})
        for words in (("--dry-run",), ("--yes",)):
            said = self.read(path, *words, who="zone5339", code=1)
            self.assertIn("by other ways", said)
            self.assertRegex(said, r"DPI-1 +12 events +- +→ +12\n")
            self.assertRegex(said, r"DPI-1 +- +- +→ +3\n")
            self.assertIn("[SHEET_ADDS_TO_DELIVERY]", said)
            self.assertRegex(re.sub(r"\s+", " ", said),
                             r"on top of them: securing_actions\. .*--adds")
        for lang, words in (("fr", "par d'autres voies"),
                            ("nl", "langs andere wegen")):
            self.suite.lang = lang
            said = self.read(path, "--dry-run", who="zone5339", code=1)
            self.suite.lang = "en"
            self.assertIn(words, said)
        code, out, err = self.suite.run("zone5339", "collect", "read", path,
                                        "--yes", "--format", "json")
        self.assertEqual(code, 1)
        self.assertIn("[SHEET_ADDS_TO_DELIVERY]", err)
        preview = json.loads(out)
        self.assertEqual(preview["adds_to_delivery"], ["securing_actions"])
        self.assertEqual(
            sorted((one["measure"], one["after"], one["events_otherwise"])
                   for one in preview["changes"]),
            [("nuisance_actions", 3, 0), ("securing_actions", 12, 12)])
        self.assertEqual(self.total(*month), 12)
        self.read(path, "--yes", "--adds", who="zone5339")
        self.assertEqual(self.total(*month), 24)
        # What stands is not delivered again, and nothing has to be said of it.
        self.assertIn("Nothing to deliver",
                      self.read(path, "--yes", who="zone5339"))
        # Another figure on top has to be; taking it back has not.
        self.fill(path, {("securing_actions", "DPI-1"): "13"})
        self.assertIn("[SHEET_ADDS_TO_DELIVERY]",
                      self.read(path, "--yes", who="zone5339", code=1))
        self.fill(path, {("securing_actions", "DPI-1"): "0"})
        self.read(path, "--yes", who="zone5339")
        self.assertEqual(self.total(*month), 12)

    def test_another_sheet_of_the_source_is_no_other_way(self):
        path, _ = self.sheet("2024-10", "both.csv")
        self.fill(path, {("securing_actions", "DPI-1"): "4",
                         ("securing_actions", "DPI-2"): "5"})
        self.read(path, "--yes")
        other = self.path("other.csv")
        self.suite.say("anna", "collect", "sheet", "--month", "2024-10",
                       "--source", "bravvo", "--area", "DPI-3", "--out", other)
        self.fill(other, {("securing_actions", "DPI-3"): "6"})
        code, out, err = self.suite.run("bravvo", "collect", "read", other,
                                        "--yes", "--format", "json")
        self.assertEqual(code, 0, err)
        self.assertIn("Delivered", err)
        self.assertEqual(json.loads(out)["adds_to_delivery"], [])
        self.assertEqual(self.total("securing_actions", "2024-10"), 15)

    def test_an_xlsx_goes_out_and_comes_back(self):
        path, _ = self.sheet("2024-05", "s.xlsx", "--language", "nl")
        filled = self.path("filled.xlsx")
        with zipfile.ZipFile(path) as old, \
                zipfile.ZipFile(filled, "w", zipfile.ZIP_DEFLATED) as new:
            for name in old.namelist():
                part = old.read(name)
                if name == "xl/worksheets/sheet1.xml":
                    text, count = re.subn(r'<c r="G4"( s="\d+")/>',
                                          r'<c r="G4"\1><v>3</v></c>',
                                          part.decode())
                    self.assertEqual(count, 1)
                    part = text.encode()
                if name == "xl/sharedStrings.xml":
                    self.assertIn("nieuw cijfer", part.decode())
                new.writestr(name, part)
        self.assertIn("1 changed", self.read(filled, "--yes"))
        self.assertIn("1 as they are", self.read(filled, "--yes"))
        self.assertIn("0 changed", self.read(path, "--yes"))

    def rename(self, *words, code=0):
        return self.suite.say("anna", "indicators", "measure", "settings",
                              "set", RENAMED, "--from", "2024-12", *words,
                              "--reason", "Comptage par personne", code=code)

    def named(self, month, name, language="fr"):
        """Title and unit of the measure on a sheet of the month."""
        path, _ = self.sheet(month, name, "--language", language)
        for line in path.read_text(encoding="utf-8-sig").split("\n"):
            cells = line.split(";")
            if len(cells) == 10 and cells[8] == RENAMED:
                return cells[1], cells[3]
        raise AssertionError("the measure is not on the sheet")

    def test_a_sheet_speaks_with_the_words_of_its_month(self):
        before = self.named("2024-12", "before.csv")
        self.assertEqual(before[1], "séances")
        # French alone would take the Dutch of the convention away.
        for lang, words in (("en", "Give --unit-fr and --unit-nl"),
                            ("fr", "Donnez --unit-fr et --unit-nl"),
                            ("nl", "Geef --unit-fr en --unit-nl")):
            self.suite.lang = lang
            said = self.rename("--unit-fr", "personnes", code=2)
            self.suite.lang = "en"
            self.assertIn(words, re.sub(r"\s+", " ", said))
        self.rename("--title-nl", "Personen", code=2)
        self.assertEqual(self.named("2024-12", "half.csv"), before)
        self.rename("--title-fr", "Personnes sensibilisées", "--title-nl",
                    "Bereikte personen", "--unit-fr", "participants",
                    "--unit-nl", "personen")
        # What is not given stays as it is.
        self.rename("--unit-fr", "personnes", "--audience", "state")
        settings = self.suite.ask("anna", "indicators", "measure", "settings",
                                  "show", RENAMED, "--month", "2024-12")
        self.assertEqual((settings["title"]["fr"], settings["title"]["nl"]),
                         ("Personnes sensibilisées", "Bereikte personen"))
        self.assertEqual((settings["unit"]["fr"], settings["unit"]["nl"]),
                         ("personnes", "personen"))
        self.assertEqual(self.named("2024-11", "november.csv"), before)
        self.assertEqual(self.named("2024-12", "december.csv"),
                         ("Personnes sensibilisées", "personnes"))
        self.assertEqual(self.named("2024-12", "nl.csv", "nl"),
                         ("Bereikte personen", "personen"))
        self.assertIn("[TEXT_MISSING]", self.rename("--title-fr", " ", code=1))
        self.rename("--title-fr", "Autre", "--no-title", code=2)
        self.rename("--no-title", "--no-unit")
        self.assertEqual(self.named("2024-12", "after.csv"), before)

    def test_what_cannot_be_taken_is_told_by_cell_in_three_languages(self):
        path, _ = self.sheet("2024-06", "s.csv")
        self.fill(path, {("securing_actions", "DPI-1"): "-4",
                         ("securing_actions", "DPI-2"): SECRET,
                         ("nuisance_actions", "DPI-1"): "2,5",
                         ("nuisance_actions", "DPI-2"): "8"})
        for lang, words in (("en", "Nothing was stored: 3 cells"),
                            ("fr", "Rien n'a été enregistré : 3 cellules"),
                            ("nl", "Er is niets bewaard: 3 cellen")):
            self.suite.lang = lang
            said = self.read(path, "--yes", code=1)
            self.suite.lang = "en"
            # Words may break between lines.
            self.assertIn(words, re.sub(r"\s+", " ", said))
            self.assertRegex(said, r"G\d+ +SHEET_FIGURE_NEGATIVE")
            self.assertRegex(said, r"G\d+ +SHEET_FIGURE_INVALID")
            self.assertRegex(said, r"G\d+ +SHEET_FIGURE_FRACTION")
            self.assertNotIn("Exemple", said)
        self.assertEqual(self.total("nuisance_actions", "2024-06"), 0)

    def test_a_source_is_a_code_in_small_letters(self):
        for lang, words in (("en", "small letters"), ("fr", "minuscules"),
                            ("nl", "kleine letters")):
            self.suite.lang = lang
            said = self.suite.say("anna", "collect", "sheet", "--month",
                                  "2024-07", "--source", "sourceX", code=2)
            self.suite.lang = "en"
            self.assertIn(words, " ".join(said.split()))
            self.assertNotIn("municipalities", said)

    def test_a_sheet_that_was_changed_or_is_anothers_is_refused(self):
        path, _ = self.sheet("2024-07", "s.csv")
        text = path.read_text(encoding="utf-8-sig")
        changed = self.path("changed.csv")
        for reason, other in (
                ("SHEET_CODE_MISSING", text.replace("ent1-", "1-")),
                ("SHEET_CODE_DAMAGED", text.replace("ent1-", "ent9-")),
                ("SHEET_ALTERED", text.replace(";DPI-1;", ";DPI-3;", 1)),
                ("SHEET_ALTERED", text.replace("-2024-07-", "-2024-08-")),
                ("SHEET_ROWS_MISSING",
                 "\n".join(text.split("\n")[:3] + text.split("\n")[4:]))):
            changed.write_text(other)
            self.assertIn(f"[{reason}]", self.read(changed, "--yes", code=1))
        self.assertIn("[SHEET_OTHER_SOURCE]",
                      self.read(path, "--yes", who="zone5339", code=1))
        self.assertIn("[SHEET_OTHER_SOURCE]",
                      self.read(path, "--source", "zone5339", code=1))
        # The file is never written over.
        self.assertIn("[FILE_THERE]", self.sheet("2024-07", "s.csv", code=1)[1])
        self.assertIn("[MEASURE_NOT_COUNTED]", self.sheet(
            "2024-07", "m.csv", "--measure", "no_such", code=1)[1])

    def test_an_area_that_nobody_knows_is_refused_before_anything_is_stored(self):
        path = self.path("s.csv")
        said = self.suite.say("anna", "collect", "sheet", "--month", "2024-08",
                              "--source", "bravvo", "--area", "DPI-9",
                              "--out", path, code=1)
        self.assertIn("[AREA_UNKNOWN]", said)
        # A source cannot read series, so it learns when it delivers.
        self.suite.say("bravvo", "collect", "sheet", "--month", "2024-08",
                       "--source", "bravvo", "--area", "DPI-9", "--area",
                       "DPI-1", "--out", path)
        self.fill(path, {("securing_actions", "DPI-9"): "3",
                         ("securing_actions", "DPI-1"): "4"})
        said = self.read(path, "--yes", code=1)
        self.assertRegex(said, r"G\d+ +AREA_UNKNOWN")
        self.assertIn("[AREA_UNKNOWN]", said)
        self.assertEqual(self.total("securing_actions", "2024-08"), 0)

    def test_a_month_that_is_closed_takes_no_sheet(self):
        other = suite.Suite(BUILD, names=("indicators", "conventions"))
        with other:
            usual, type(self).suite = self.suite, other
            self.addCleanup(setattr, type(self), "suite", usual)
            for person, role in (("anna", "coordinator"), ("bravvo", "source")):
                other.log_in(person, role)
            other.say("anna", "convention", "import", FRENCH,
                      "--municipality", "99001", "--police-zone", "5339")
            other.wait_for(lambda: other.ask(
                "anna", "indicators", "measures")["measures"])
            other.say("anna", *ADOPT, "--source", "bravvo")
            path, said = self.sheet("2024-03", "s.csv")
            self.assertIn("Take care: the month is closed", said)
            self.fill(path, {("securing_actions", "DPI-1"): "7"})
            said = self.read(path, "--yes", code=1)
            self.assertRegex(said, r"G\d+ +PERIOD_CLOSED")
            self.assertIn("[PERIOD_CLOSED]", said)
            self.assertEqual(self.total("securing_actions", "2024-03"), 0)
            type(self).suite = usual


if __name__ == "__main__":
    unittest.main(verbosity=2)
