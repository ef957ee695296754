#!/usr/bin/env python3
"""What the running suite exports of three conventions, judged by judge.py, and
by the standard's own schema where ENTENTE_IATI_XSD names it.

Usage: exports_test.py BUILD_FOLDER     (from the root of the source tree)
"""

import os
import pathlib
import subprocess
import sys
import tempfile
import unittest

import judge

sys.path.insert(0, str(pathlib.Path(__file__).parent.parent / "suite"))
import suite  # noqa: E402: its folder is known only now.

BUILD = sys.argv.pop(1)
XSD = os.environ.get("ENTENTE_IATI_XSD", "")
REAL = "../shared/convention/brussels-2018-2019.fr.txt"
# Municipality, id and document.
DOCUMENTS = {
    "sample": ("99001", "montclair", "tools/samples/montclair.fr.txt"),
    "Dutch": ("99002", "lindevoort", "tools/samples/lindevoort.nl.txt"),
    "real": ("21004", "brussels", REAL),
}
TERMLESS = ("99003", "termless")


class ExportsTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.suite = suite.Suite(BUILD)
        cls.suite.__enter__()
        cls.addClassCleanup(cls.suite.__exit__, None, None, None)
        for person, role in (("anna", "coordinator"), ("fien", "finance")):
            cls.suite.log_in(person, role)
        cls.names = {}
        for what, (municipality, name, document) in DOCUMENTS.items():
            if pathlib.Path(document).exists():
                cls.names[what] = cls.take(municipality, name, document)

    @classmethod
    def take(cls, municipality, name, document):
        cls.suite.say("anna", "convention", "import", document, "--id", name,
                      "--municipality", municipality, "--police-zone", "5339")
        return f"municipalities/{municipality}/conventions/{name}"

    def export(self, name, ended=0):
        code, out, err = self.suite.run("anna", "convention", "export", name,
                                        "--reporter", "0207.373.429")
        self.assertEqual(code, ended, err)
        return out if ended == 0 else err

    def exports(self):
        return [(what, self.export(name)) for what, name in self.names.items()]

    def test_every_export_is_what_the_standard_asks(self):
        self.assertLessEqual({"sample", "Dutch"}, set(self.names))
        for what, xml in self.exports():
            self.assertEqual(judge.complaints(xml), [], what)

    def test_its_own_schema_agrees(self):
        if not XSD:
            self.skipTest("ENTENTE_IATI_XSD names no schema")
        for what, xml in self.exports():
            with tempfile.NamedTemporaryFile("w", suffix=".xml") as file:
                file.write(xml)
                file.flush()
                judged = subprocess.run(
                    ["xmllint", "--noout", "--nonet", "--schema", XSD,
                     file.name], capture_output=True, text=True, check=False)
            self.assertEqual(judged.returncode, 0, what + judged.stderr)

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
