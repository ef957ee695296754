#!/usr/bin/env python3
"""What a long run told stays in its dated report, whatever came after it."""

import datetime
import pathlib
import tempfile
import unittest

import reports

BEGUN = datetime.datetime(2019, 3, 14, 9, 26, 53)


class ReportsTest(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name) / "reports"

    def text(self):
        return (self.folder / "2019-03-14.md").read_text(encoding="utf-8")

    def test_a_run_is_a_section_that_grows(self):
        reports.write(self.folder, "kill -9", BEGUN, ["seed 1: sound"])
        reports.write(self.folder, "kill -9", BEGUN,
                      ["seed 1: sound", "seed 2: WRONG"])
        text = self.text()
        self.assertTrue(text.startswith("# kill -9, 2019-03-14\n\n## 09:26:53"))
        self.assertEqual(text.count("## "), 1)
        self.assertTrue(text.endswith("- seed 1: sound\n- seed 2: WRONG\n"))

    def test_a_later_run_of_the_day_follows_and_replaces_nothing(self):
        reports.write(self.folder, "kill -9", BEGUN, ["seed 1: sound"])
        later = BEGUN + datetime.timedelta(hours=1)
        reports.write(self.folder, "kill -9", later, ["seed 7: sound"])
        text = self.text()
        self.assertEqual(text.count("# kill -9"), 1)
        self.assertEqual(text.count("## "), 2)
        self.assertLess(text.index("seed 1"), text.index("seed 7"))


if __name__ == "__main__":
    unittest.main()
