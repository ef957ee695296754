"""Rows that a source has delivered and delivers again, for the tests of what is
told of them: the services with a convention, and how its zone delivers."""

import pathlib
import sys
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).parent.parent / "suite"))
import suite  # noqa: E402: its folder is known only now.

# Its term is 2024 and 2025.
FRENCH = "tools/samples/montclair.fr.txt"
TITLES = "event_id;measure;date;area;value;replaces;withdraws\n"
MEASURE = "securing_actions"


def row(event, value=1, day="2024-06-05", area="DPI-1", replaces=""):
    return f"{event};{MEASURE};{day};{area};{value};{replaces};\n"


class UnreadSuite(suite.Suite):
    """One in which the zone may deliver and not read."""

    def command(self, name):
        role = 'name: "zone"\n'
        before, behind = pathlib.Path(suite.POLICY).read_text().split(role, 1)
        policy = self.home / "policy.textproto"
        policy.write_text(before + role + behind.replace(
            '  permissions: "indicators.observations.read"\n', "", 1))
        words = super().command(name)
        words[words.index("--policy") + 1] = policy
        return words


class KnownRowsCase(unittest.TestCase):
    # That of the programs, which each test says.
    build_folder = None

    @classmethod
    def make_suite(cls):
        return suite.Suite(cls.build_folder,
                           names=("indicators", "conventions"))

    @classmethod
    def setUpClass(cls):
        cls.suite = cls.make_suite()
        cls.suite.__enter__()
        cls.addClassCleanup(cls.suite.__exit__, None, None, None)
        for person, role in (("anna", "coordinator"), ("zone5339", "zone")):
            cls.suite.log_in(person, role)
        cls.suite.say("anna", "convention", "import", FRENCH, "--municipality",
                      "99001", "--police-zone", "5339")
        cls.suite.wait_for(lambda: cls.suite.ask(
            "anna", "indicators", "measures")["measures"])

    def say(self, *words, **options):
        return self.suite.say("zone5339", "indicators", *words, **options)

    def ingest(self, name, text, *words, **options):
        path = self.suite.home / name
        path.write_text(text)
        return self.say("ingest", path, "--source", "zone5339", *words,
                        **options)

    def total(self, month):
        """What the service counts."""
        series = self.suite.ask("anna", "indicators", "series", "--from",
                                month, "--until", month)["series"]
        return sum(int(one.get("value", 0))
                   for each in series if each["measureCode"] == MEASURE
                   for one in each.get("months", []))
