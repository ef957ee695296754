"""A municipality's installation and the State's, and what the tests of dossiers
between them do."""

import datetime
import pathlib
import sys
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).parent.parent / "suite"))
import installations  # noqa: E402: its folder is known only now.

DOCUMENT = "tools/samples/montclair.fr.txt"
TODAY = datetime.date.today().isoformat()
YEAR = "2024"


class SubmissionCase(unittest.TestCase):
    # That of the programs, which each test says.
    build_folder = None

    def setUp(self):
        self.state = installations.State(self.build_folder)
        self.state.__enter__()
        self.addCleanup(self.state.__exit__, None, None, None)
        self.town = self.make_town("99001")
        self.state.register(self.town)

    def make_town(self, code):
        town = installations.Municipality(self.build_folder, self.state, code)
        town.__enter__()
        self.addCleanup(town.__exit__, None, None, None)
        for person, role in (("anna", "coordinator"), ("fien", "finance")):
            town.log_in(person, role)
        return town

    def convention(self, document=DOCUMENT):
        self.town.say("anna", "convention", "import", document,
                      "--municipality", "99001", "--police-zone", "5339")
        # A dossier built before its definitions arrived would have a hole.
        self.town.wait_for(lambda: self.town.ask(
            "anna", "indicators", "measures")["measures"])

    def build(self, name, *flags):
        folder = self.town.home / name
        self.town.say("anna", "dossier", "build", "--year", YEAR, "--out",
                      folder, *flags)
        return folder

    def submit(self, folder, *flags, code=0):
        return self.town.say("anna", "dossier", "submit", folder, *flags,
                             code=code)

    name = f"{YEAR}-1"

    def full(self, convention=None):
        convention = convention or self.town.ask(
            "anna", "convention", "list")["conventions"][0]["name"]
        return f"{convention}/submissions/{YEAR}-1"

    def decide(self, *flags, name=None, code=0):
        return self.state.say("fleur", "dossier", "decide",
                              name or self.full(), "--date", TODAY, *flags,
                              code=code)
