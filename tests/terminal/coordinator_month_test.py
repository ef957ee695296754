#!/usr/bin/env python3
"""A coordinator's month with three sources, played and counted: it takes the
commands that the table in tools/client/README.md says, step by step.

Usage: coordinator_month_test.py BUILD_FOLDER     (from the root of the source
tree)
"""

import collections
import datetime
import pathlib
import re
import sys
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).parent.parent / "suite"))
import suite  # noqa: E402: its folder is known only now.

BUILD = sys.argv.pop(1)
# Its term is 2024 and 2025.
FRENCH = "tools/samples/montclair.fr.txt"
TABLE = "tools/client/README.md"
# A step, commands and mails, acts with spreadsheets and mail.
ROW = re.compile(r"^\| ([a-z ]+|\*\*in all\*\*) \| (\d+) commands?"
                 r"(?:, (\d+) mails?)? \| (\d+)\b", re.MULTILINE)
MONTH = "2024-03"
MEASURE = "securing_actions"
WHY = ("--reason", "Décision du collège du 12 mars")


class CoordinatorMonthTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.suite = suite.Suite(BUILD, names=("indicators", "conventions"))
        cls.suite.__enter__()
        cls.addClassCleanup(cls.suite.__exit__, None, None, None)
        for person, role in (("anna", "coordinator"), ("bert", "coordinator"),
                             ("carl", "coordinator"), ("dora", "coordinator"),
                             ("bravvo", "source"), ("zone5339", "zone")):
            cls.suite.log_in(person, role)
        cls.suite.say("bert", "convention", "import", FRENCH, "--municipality",
                      "99001", "--police-zone", "5339")
        cls.suite.wait_for(lambda: cls.suite.ask(
            "anna", "indicators", "measures")["measures"])
        cls.suite.say("bert", "period", "calendar", "adopt", "--from",
                      "2024-01", "--due", "15", "--lock", "30", "--close",
                      "90", "--source", "bravvo", "--source", "echo",
                      "--source", "zone5339", *WHY)
        # Whenever this runs: the month takes figures, as one that has just
        # ended does, and those who arranged that take no part in it.
        until = datetime.date.today() + datetime.timedelta(days=5)
        cls.suite.say("bert", "period", "reopen", MONTH, "--until", str(until),
                      *WHY)
        cls.suite.say("carl", "period", "reopening", "approve", MONTH)

    def setUp(self):
        self.commands = collections.Counter()
        self.folder = self.suite.home / "sheets"
        self.folder.mkdir()

    def type(self, step, who, *words):
        """What a coordinator is told, words broken between lines put
        together."""
        self.commands[step] += 1
        return " ".join(self.suite.say(who, *words).split())

    def sheet(self, source):
        return self.folder / f"{source}-{MONTH}.csv"

    def fill(self, source, figure):
        path = self.sheet(source)
        rows = [line.split(";")
                for line in path.read_text(encoding="utf-8-sig").split("\n")]
        (row,) = (row for row in rows if len(row) == 10 and row[8] == MEASURE)
        row[6] = str(figure)
        path.write_text("\n".join(map(";".join, rows)), encoding="utf-8-sig")

    def hand_in(self, source, figure):
        """As the source, which has an account."""
        self.fill(source, figure)
        self.suite.say(source, "collect", "read", self.sheet(source), "--yes")
        self.suite.say(source, "period", "confirm", MONTH)

    def read_in(self, step):
        """What echo mailed, which has none."""
        self.type(step, "anna", "collect", "read", self.sheet("echo"),
                  "--on-behalf", "--yes")
        self.assertIn("Confirmed on behalf of echo", self.type(
            step, "anna", "period", "confirm", MONTH, "--on-behalf-of",
            "echo"))

    def play(self):
        self.type("ask", "anna", "collect", "sheet", "--month", MONTH,
                  "--area", "DPI-1", "--format", "csv", "--out", self.folder)
        self.assertEqual(sorted(path.name for path in self.folder.iterdir()),
                         [f"{source}-{MONTH}.csv"
                          for source in ("bravvo", "echo", "zone5339")])

        self.hand_in("bravvo", 4)
        self.fill("echo", 7)
        step = "see what came back"
        said = self.type(step, "anna", "period", "show", MONTH)
        for source in ("echo", "zone5339"):
            self.assertIn(f"{source} yes 0 no", said)
        self.assertNotIn("bravvo yes 0 no", said)
        self.read_in(step)

        said = self.type("chase", "anna", "period", "remind", MONTH)
        self.assertIn(f"entente period confirm {MONTH} --as zone5339", said)
        for source in ("bravvo", "echo"):
            self.assertNotIn(source, said)
        self.hand_in("zone5339", 2)

        # Mailed once more.
        self.fill("echo", 9)
        self.read_in("correct")

        # Not by anna, who read figures in.
        self.type("approve", "dora", "period", "check", MONTH)
        self.assertIn("figures frozen",
                      self.type("approve", "dora", "period", "approve", MONTH))

        said = self.type("explain", "anna", "period", "show", MONTH,
                         "--version", "1")
        self.assertRegex(said, r"bravvo: confirmed on \S+ \S+, late")
        self.assertRegex(said, r"echo: confirmed on \S+ \S+ by anna on behalf "
                               r"of the source, late")
        self.assertRegex(said, r"zone5339: confirmed on \S+ \S+, late")
        self.assertIn(" DPI-1 15 3 ", said)
        self.assertIn("Today's figures are those of the version.", said)

    def test_the_month_takes_the_commands_that_the_table_says(self):
        rows = {step: tuple(int(number or 0) for number in numbers)
                for step, *numbers in ROW.findall(
                    pathlib.Path(TABLE).read_text(encoding="utf-8"))}
        in_all = rows.pop("**in all**")
        self.play()
        self.assertEqual({step: commands
                          for step, (commands, _, _) in rows.items()},
                         dict(self.commands))
        self.assertEqual(tuple(map(sum, zip(*rows.values()))), in_all)


if __name__ == "__main__":
    unittest.main(verbosity=2)
