#!/usr/bin/env python3
"""Figures asked by sheet for each code of a list: what was delivered as a whole is
divided, and counts twice by no way.

Usage: collect_parts_test.py BUILD_FOLDER     (from the root of the source tree)
"""

import pathlib
import sys
import tempfile
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).parent.parent / "suite"))
import split_profile  # noqa: E402: its folder is known only now.
import suite  # noqa: E402

BUILD = sys.argv.pop(1)
# Its term is 2024 and 2025.
FRENCH = "tools/samples/montclair.fr.txt"
MEASURE = "nuisance_actions"


class CollectPartsTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        folder = tempfile.TemporaryDirectory()
        cls.addClassCleanup(folder.cleanup)
        cls.suite = suite.Suite(BUILD, names=("indicators", "conventions"))
        cls.suite.flags["conventions"] = [
            "--contract-profiles",
            split_profile.write(pathlib.Path(folder.name) / "profiles")]
        cls.suite.__enter__()
        cls.addClassCleanup(cls.suite.__exit__, None, None, None)
        for person, role in (("anna", "coordinator"), ("bravvo", "source")):
            cls.suite.log_in(person, role)
        cls.suite.say("anna", "convention", "import", FRENCH, "--municipality",
                      "99001", "--police-zone", "5339")
        cls.suite.wait_for(lambda: cls.suite.ask(
            "anna", "indicators", "measures")["measures"])

    def sheet(self, month, name, *words, code=0):
        path = self.suite.home / f"{self.id().rsplit('.', 1)[1]}-{name}.csv"
        said = self.suite.say(
            "anna", "collect", "sheet", "--month", month, "--source", "bravvo",
            "--out", path, "--measure", MEASURE, "--area", "DPI-1", *words,
            code=code)
        return path, said

    def read(self, path, code=0):
        return self.suite.say("bravvo", "collect", "read", path, "--yes",
                              code=code)

    @staticmethod
    def fill(path, figures):
        """By what is counted, as the sheet names it; returns what it said had
        been delivered."""
        lines = path.read_text(encoding="utf-8-sig").split("\n")
        delivered = {}
        for i, line in enumerate(lines):
            cells = line.split(";")
            if len(cells) == 10 and cells[8] in figures:
                delivered[cells[8]] = cells[4]
                cells[6] = str(figures[cells[8]])
                lines[i] = ";".join(cells)
        assert set(delivered) == set(figures), lines
        path.write_text("\n".join(lines), encoding="utf-8-sig")
        return delivered

    @staticmethod
    def parts(youth, adults, seniors, unknown):
        return {f"{MEASURE}/audience={code}": figure for code, figure in (
            ("youth", youth), ("adults", adults), ("seniors", seniors),
            ("unknown", unknown))}

    def counted(self, month, *words):
        """{code of the list, or "": figure}"""
        series = self.suite.ask("anna", "indicators", "series", "--from", month,
                                "--until", month, "--measure", MEASURE,
                                *words)["series"]
        return {one.get("splitCode", ""): int(figure["value"])
                for one in series for figure in one["months"]}

    def test_a_whole_is_divided_and_counts_once(self):
        whole, _ = self.sheet("2024-03", "whole")
        self.fill(whole, {MEASURE: 10})
        self.read(whole)
        self.assertEqual(self.counted("2024-03"), {"": 10})
        split, _ = self.sheet("2024-03", "split", "--by", "audience")
        delivered = self.fill(split, self.parts(4, 3, 0, 3))
        self.assertEqual(delivered[f"{MEASURE}/audience=unknown"], "10")
        self.assertIn("youth", self.read(split))
        self.assertEqual(self.counted("2024-03"), {"": 10})
        self.assertEqual(
            self.counted("2024-03", "--by", "audience"),
            {"youth": 4, "adults": 3, "seniors": 0, "unknown": 3})
        # Neither the first sheet, nor one by another list, counts beside it.
        self.assertIn("SHEET_SPLIT_OTHERWISE", self.read(whole, code=1))
        for words in ((), ("--by", "approach")):
            _, said = self.sheet("2024-03", "again", *words, code=1)
            self.assertIn("SHEET_SPLIT_OTHERWISE", said)
            self.assertIn("--by audience", said)
        self.assertEqual(self.counted("2024-03"), {"": 10})
        # Once nothing is said of parts, a whole may be delivered again.
        none, _ = self.sheet("2024-03", "none", "--by", "audience")
        self.fill(none, self.parts(0, 0, 0, 9))
        self.read(none)
        self.read(whole)
        self.assertEqual(self.counted("2024-03"), {"": 10})

    def test_a_part_that_is_forgotten_stores_nothing(self):
        split, _ = self.sheet("2024-04", "split", "--by", "audience")
        self.fill(split, self.parts(4, "", 0, 3))
        said = self.read(split, code=1)
        self.assertIn("SHEET_PART_EMPTY", said)
        self.assertIn("G5", said)
        self.assertEqual(self.counted("2024-04"), {})

    def test_a_list_that_is_none_is_named(self):
        _, said = self.sheet("2024-04", "other", "--by", "colour", code=1)
        self.assertIn("CODE_LIST_UNKNOWN", said)
        self.assertIn("approach, audience", said)


if __name__ == "__main__":
    unittest.main()
