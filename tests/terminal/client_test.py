#!/usr/bin/env python3
"""What a person sees of the client while the three services run.

Usage: client_test.py BUILD_FOLDER     (from the root of the source tree)
"""

import csv
import json
import pathlib
import re
import sys
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).parent.parent / "suite"))
import suite  # noqa: E402: its folder is known only now.

BUILD = sys.argv.pop(1)
FRENCH = "tools/samples/montclair.fr.txt"
DUTCH = "tools/samples/lindevoort.nl.txt"


class ClientTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.suite = suite.Suite(BUILD)
        cls.suite.__enter__()
        cls.addClassCleanup(cls.suite.__exit__, None, None, None)
        cls.suite.log_in("anna", "coordinator")

    def setUp(self):
        # Every test begins without a convention.
        for municipality in ("99001", "99002", "21004", "21009"):
            listed = self.suite.ask("anna", "convention", "list",
                                    "--municipality", municipality)
            for convention in listed["conventions"]:
                self.say("convention", "discard", convention["name"])

    def say(self, *words, **options):
        return self.suite.say("anna", *words, **options)

    def say_in(self, language, *words, **options):
        usual, self.suite.lang = self.suite.lang, language
        try:
            return self.say(*words, **options)
        finally:
            self.suite.lang = usual

    def remembered(self):
        return json.loads((self.suite.home / "client.json").read_text())

    def import_sample(self, document, municipality, *flags, code=0):
        return self.say("convention", "import", document, "--municipality",
                        municipality, "--police-zone", "5339", *flags,
                        code=code)

    def test_a_discarded_default_is_forgotten_with_its_municipality(self):
        self.import_sample(DUTCH, "99002")
        said = self.say("convention", "discard", "css-2024")
        self.assertIn("mean no convention", said)
        self.assertNotIn("convention", self.remembered())
        self.assertNotIn("municipality", self.remembered())
        self.assertIn("Which convention?", self.say("status", code=2))
        self.assertIn("Which municipality?",
                      self.say("convention", "list", code=2))

    def test_a_municipality_that_keeps_a_convention_stays(self):
        self.import_sample(DUTCH, "99002", "--id", "kept")
        text = pathlib.Path(DUTCH).read_text().replace("185.000", "185.001")
        other = self.suite.home / "other.txt"
        other.write_text(text)
        self.import_sample(other, "99002", "--id", "dropped")
        self.say("convention", "discard", "dropped")
        self.assertNotIn("convention", self.remembered())
        self.assertEqual(self.remembered()["municipality"], "99002")

    def test_another_convention_than_the_default_is_discarded_alone(self):
        self.import_sample(FRENCH, "99001", "--id", "first")
        self.import_sample(DUTCH, "99002", "--id", "second")
        self.say("convention", "discard",
                 "municipalities/99001/conventions/first")
        self.assertEqual(self.remembered()["convention"],
                         "municipalities/99002/conventions/second")

    def test_a_default_that_somebody_else_discarded_is_forgotten(self):
        self.import_sample(DUTCH, "99002", "--id", "gone")
        before = (self.suite.home / "client.json").read_text()
        self.say("convention", "discard", "gone")
        (self.suite.home / "client.json").write_text(before)
        self.assertIn("NOT_FOUND",
                      self.say("convention", "discard", "gone", code=1))
        self.assertNotIn("convention", self.remembered())

    def test_an_address_given_once_is_not_remembered(self):
        port = self.suite.ports["conventions"]
        self.import_sample(DUTCH, "99002", "--target",
                           f"conventions=127.0.0.1:{port}")
        self.assertNotIn("targets", self.remembered())

    def test_a_document_of_another_municipality_is_refused_unless_meant(self):
        text = pathlib.Path(FRENCH).read_text()
        document = self.suite.home / "bruxelles.txt"
        document.write_text(text.replace("Montclair-sur-Sambre", "Bruxelles"))
        for flags in ([], ["--dry-run"]):
            said = " ".join(self.import_sample(document, "21009", *flags,
                                               code=1).split())
            self.assertIn("MUNICIPALITY_MISMATCH", said)
            self.assertIn("Bruxelles (21004)", said)
            self.assertIn("21009 (Ixelles / Elsene)", said)
        listed = self.suite.ask("anna", "convention", "list",
                                "--municipality", "21009")
        self.assertEqual(listed["conventions"], [])
        said = self.import_sample(document, "21009", "--municipality-differs")
        self.assertIn("To check, line ", said)
        self.assertIn("MUNICIPALITY_DIFFERS",
                      self.say("convention", "findings"))

    def test_an_unknown_municipality_is_said_at_import(self):
        said = self.import_sample(DUTCH, "99002")
        self.assertRegex(said, r"To check, line \d+: Whether \"Lindevoort\"")

    def test_the_right_code_says_nothing(self):
        text = pathlib.Path(DUTCH).read_text()
        document = self.suite.home / "elsene.txt"
        document.write_text(text.replace("Lindevoort", "Elsene"))
        self.assertNotIn("To check", self.import_sample(document, "21009"))

    def test_a_code_that_ended_is_refused_in_the_readers_language(self):
        # Lindevoort's term begins in 2024; La Louvière has another code since
        # 2019.
        for language, words in (
                ("en", "ended on 2018-12-31"),
                ("fr", "a pris fin le 2018-12-31"),
                ("nl", "eindigde op 2018-12-31")):
            said = " ".join(self.say_in(
                language, "convention", "import", DUTCH, "--municipality",
                "55022", "--police-zone", "5339", code=1).split())
            self.assertIn(words, said)
            self.assertIn("58001 (La Louvière)", said)
            self.assertIn("[MUNICIPALITY_CODE_ENDED]", said)

    def test_a_convention_of_before_outlives_its_code(self):
        text = pathlib.Path(DUTCH).read_text()
        document = self.suite.home / "before.txt"
        document.write_text(text.replace("2024", "2018"))
        self.import_sample(document, "55022")
        self.assertIn("REFNIS-code: 55022 (La Louvière), tot en met 2018-12-31",
                      self.say_in("nl", "convention", "show"))
        self.say("convention", "discard",
                 "municipalities/55022/conventions/css-2018")

    def test_a_right_that_lacks_costs_its_part_and_says_who_sees_it(self):
        self.import_sample(DUTCH, "99002")
        # What each role misses, and one role that would see it.
        lacking = {
            "finance": ("the figures by month", "federal analyst"),
            "federal": ("the meetings of the cell", "chair of the cell"),
            "security_admin": ("the expenses", "finance department"),
            "cell_member": ("the money of the envelopes", "police zone"),
            "invited_expert": ("the convention's text", "oversight"),
        }
        for role, (part, seen_by) in lacking.items():
            self.suite.log_in(f"x-{role}", role)
            page = self.suite.home / "page.html"
            for command in (["status"], ["todo"],
                            ["report", "--out", str(page)]):
                with self.subTest(role=role, command=command[0]):
                    said = self.suite.say(f"x-{role}", *command)
                    line = " ".join(said[said.index(part):].split("\n\n")[0]
                                    .split())
                    self.assertRegex(
                        line, "^" + part + ".*not visible to your roles")
                    self.assertIn(seen_by, line)
                    self.assertNotIn("Nothing is due", said)
            self.assertIn("non visible avec vos rôles", page.read_text())

    def test_made_up_figures_are_of_areas_that_the_municipality_counts_in(self):
        text = pathlib.Path(FRENCH).read_text()
        document = self.suite.home / "bruxelles-figures.txt"
        document.write_text(text.replace("Montclair-sur-Sambre", "Bruxelles"))
        self.import_sample(document, "21004")
        self.suite.wait_for(lambda: self.suite.ask(
            "anna", "indicators", "measures")["measures"])
        figures = self.suite.home / "bruxelles-figures.csv"
        self.say("dev", "figures", "--rows", "2000", "--seed", "1",
                 "--out", figures)
        with open(figures, encoding="utf-8", newline="") as file:
            areas = {row["area"] for row in csv.DictReader(file, delimiter=";")}
        # Withdrawals and malformed rows have none; one is made up on purpose.
        self.assertEqual(areas - {"", None, "NOWHERE-9"},
                         {"21004", "DPI-1", "DPI-2", "DPI-3", "UNKNOWN"})

    def test_progress_never_runs_ahead_of_what_is_acknowledged(self):
        self.import_sample(FRENCH, "99001")
        self.suite.wait_for(lambda: self.suite.ask(
            "anna", "indicators", "measures")["measures"])
        figures = str(self.suite.home / "figures.csv")
        self.say("dev", "figures", "--rows", "20000", "--seed", "1",
                 "--out", figures)
        self.suite.log_in("zone5339", "zone")
        said = self.suite.say("zone5339", "indicators", "ingest", figures,
                              "--source", "zone5339", "--batch", "500",
                              "--in-flight", "64")
        lines = re.findall(r"^ *(\d+) % .*?([\d.]+) rows", said, re.M)
        self.assertGreaterEqual(len(lines), 2)
        for percent, rows in lines:
            share = int(rows.replace(".", "")) / 20000 * 100
            self.assertAlmostEqual(int(percent), share, delta=3)


if __name__ == "__main__":
    unittest.main()
