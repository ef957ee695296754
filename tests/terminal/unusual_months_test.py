#!/usr/bin/env python3
"""What is asked beside a month that is checked or approved, to say which of its
figures are unusual: nothing that the access log keeps, and nothing that the
rest waits for.

Usage: unusual_months_test.py BUILD_FOLDER     (from the root of the source
tree)
"""

import json
import pathlib
import sys
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).parent.parent / "suite"))
import suite  # noqa: E402: its folder is known only now.

BUILD = sys.argv.pop(1)
# Its term is 2024 and 2025.
FRENCH = "tools/samples/montclair.fr.txt"
MONTH = "2024-11"
MEASURE = "nuisance_actions"
CHECK = ("period", "check", MONTH)
WHY = ("--reason", "Décision du collège du 12 mars")
UNREAD = "far from the other months could not be read"


class UnlistedMeasuresSuite(suite.Suite):
    """One in which coordinators do not read which measures there are."""

    def command(self, name):
        role = 'name: "coordinator"\n'
        before, behind = pathlib.Path(suite.POLICY).read_text().split(role, 1)
        policy = self.home / "policy.textproto"
        policy.write_text(before + role + behind.replace(
            '  permissions: "indicators.definitions.read"\n', "", 1))
        words = super().command(name)
        words[words.index("--policy") + 1] = policy
        return words


class UnusualMonthsCase(unittest.TestCase):
    suite_class = suite.Suite

    @classmethod
    def setUpClass(cls):
        cls.suite = cls.suite_class(BUILD,
                                    names=("indicators", "conventions"))
        cls.suite.__enter__()
        cls.addClassCleanup(cls.suite.__exit__, None, None, None)
        for person, role in (("anna", "coordinator"), ("bert", "coordinator"),
                             ("otto", "oversight"), ("zone5339", "zone")):
            cls.suite.log_in(person, role)
        cls.suite.say("anna", "convention", "import", FRENCH, "--municipality",
                      "99001", "--police-zone", "5339")
        cls.suite.wait_for(lambda: cls.suite.ask(
            "zone5339", "indicators", "measures")["measures"])
        cls.suite.say("anna", "period", "calendar", "adopt", "--from", MONTH,
                      "--due", "15", "--lock", "30", "--close", "90", *WHY)

    def log_of_accesses(self, name):
        """The entries of the access log, as they are stored."""
        folder = self.suite.home / name
        self.suite.say("otto", "audit", "export", folder, "--service",
                       "indicators")
        return (folder / "entries").read_bytes()


class SensitiveMeasureTest(UnusualMonthsCase):
    def test_no_sensitive_figure_is_asked_for_that_nobody_sees(self):
        self.suite.say("anna", "indicators", "measure", "settings", "set",
                       MEASURE, "--from", "2024-01", "--sensitive", *WHY)
        self.assertEqual(self.suite.ask("anna", *CHECK)["unusualFigures"], [])
        self.suite.say("anna", *CHECK)
        said = self.suite.say("bert", "period", "approve", MONTH)
        self.assertIn("Approved", said)
        self.assertNotIn(UNREAD, said)
        method = b"SeriesService/QuerySeries"
        self.assertNotIn(method, self.log_of_accesses("before"))
        # Whoever asks for it is kept as who did.
        self.suite.say("anna", "indicators", "series", "--measure", MEASURE,
                       "--from", MONTH, "--until", MONTH)
        self.assertIn(method, self.log_of_accesses("behind"))


class UnlistedMeasuresTest(UnusualMonthsCase):
    suite_class = UnlistedMeasuresSuite

    def test_what_cannot_be_read_is_noted_beside_the_judgements(self):
        code, out, err = self.suite.run("anna", *CHECK, "--format", "json")
        self.assertEqual(code, 0, err)
        checked = json.loads(out)
        self.assertIn("errorCount", checked)
        self.assertNotIn("unusualFigures", checked)
        self.assertIn(UNREAD, err)
        code, out, err = self.suite.run("anna", *CHECK)
        self.assertEqual(code, 0, err)
        self.assertIn("No rule is in force", out)
        self.assertIn(UNREAD, err)
        code, out, err = self.suite.run("bert", "period", "approve", MONTH)
        self.assertEqual(code, 0, err)
        self.assertIn("Approved", out)
        self.assertIn(UNREAD, err)
        # Nor was anybody denied what they did not ask for.
        method = b"DefinitionService/ListMeasures"
        self.assertNotIn(method, self.log_of_accesses("before"))
        self.assertIn("[PERMISSION_MISSING]", self.suite.say(
            "anna", "indicators", "measures", code=1))
        self.assertIn(method, self.log_of_accesses("behind"))


if __name__ == "__main__":
    unittest.main(verbosity=2)
