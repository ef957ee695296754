#!/usr/bin/env python3
"""What the running suite exports of three conventions, judged by judge.py.

Usage: exports_test.py BUILD_FOLDER     (from the root of the source tree)
"""

import tempfile
import unittest

import exporting
import judge

TERMLESS = ("99003", "termless")


class ExportsTest(exporting.Exporting):
    def test_every_export_is_what_the_standard_asks(self):
        self.assertLessEqual({"sample", "Dutch"}, set(self.names))
        for what, xml in self.exports():
            self.assertEqual(judge.complaints(xml), [], what)

    def test_a_convention_without_a_term_is_refused_by_name(self):
        with open("tools/samples/montclair.fr.txt", encoding="utf-8") as file:
            lines = file.read().splitlines(keepends=True)
        text = "".join(line for line in lines
                       if "entre en vigueur" not in line)
        self.assertLess(len(text), sum(map(len, lines)))
        with tempfile.NamedTemporaryFile("w", suffix=".txt",
                                         encoding="utf-8") as file:
            file.write(text)
            file.flush()
            name = self.take(*TERMLESS, file.name)
        said = self.export(name, ended=1)
        self.assertIn("IATI_TERM_MISSING", said)


if __name__ == "__main__":
    unittest.main()
