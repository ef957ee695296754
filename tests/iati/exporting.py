"""The running suite with three conventions in it, and their exports."""

import pathlib
import sys
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).parent.parent / "suite"))
import suite  # noqa: E402: its folder is known only now.

BUILD = sys.argv.pop(1)
REAL = "../shared/convention/brussels-2018-2019.fr.txt"
# Municipality, id and document.
DOCUMENTS = {
    "sample": ("99001", "montclair", "tools/samples/montclair.fr.txt"),
    "Dutch": ("99002", "lindevoort", "tools/samples/lindevoort.nl.txt"),
    "real": ("21004", "brussels", REAL),
}


class Exporting(unittest.TestCase):
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
