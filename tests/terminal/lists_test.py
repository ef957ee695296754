#!/usr/bin/env python3
"""Lists over two municipalities: filtered, searched, as CSV and as IATI.

Usage: lists_test.py BUILD_FOLDER     (from the root of the source tree)
"""

import csv
import io
import pathlib
import sys
import unittest
import xml.etree.ElementTree as ElementTree

sys.path.insert(0, str(pathlib.Path(__file__).parent.parent / "suite"))
import suite  # noqa: E402: its folder is known only now.

BUILD = sys.argv.pop(1)
FRENCH = "municipalities/99001/conventions/montclair"
DUTCH = "municipalities/99002/conventions/lindevoort"
IMPORTED = ((FRENCH, "tools/samples/montclair.fr.txt"),
            (DUTCH, "tools/samples/lindevoort.nl.txt"))


class ListsTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.suite = suite.Suite(BUILD)
        cls.suite.__enter__()
        cls.addClassCleanup(cls.suite.__exit__, None, None, None)
        for person, role in (("anna", "coordinator"), ("fien", "finance")):
            cls.suite.log_in(person, role)
        # The last one is the one that is remembered.
        for name, document in IMPORTED:
            _, municipality, _, convention = name.split("/")
            cls.suite.say("anna", "convention", "import", document, "--id",
                          convention, "--municipality", municipality,
                          "--police-zone", "5339")
        objective = next(node["id"] for node in cls.tree(DUTCH)
                         if node["kind"] == "KIND_STRATEGIC_OBJECTIVE")
        envelope = cls.suite.ask("fien", "budget",
                                 "position")["envelopes"][0]["name"]
        envelope = envelope.rsplit("/", 1)[1]
        cls.line = f"{envelope}/{objective}-operating"
        cls.suite.say("fien", "budget", "allot", "-", text=(
            "envelope;objective;category;amount\n"
            f"{envelope};{objective};operating;9.000,00\n"))
        for amount in ("1.000,00", "2.000,00", "3.000,00"):
            cls.suite.say("fien", "budget", "reserve", "--line", cls.line,
                          "--amount", amount)

    @classmethod
    def tree(cls, name):
        return cls.suite.ask("anna", "convention", "show", name)["nodes"]

    def say(self, *words, **options):
        return self.suite.say("anna", *words, **options)

    def names(self, *words):
        return [convention["name"] for convention in self.suite.ask(
            "anna", "convention", "list", *words)["conventions"]]

    def rows(self, *words):
        return list(csv.DictReader(
            io.StringIO(self.say(*words, "--format", "csv"), newline=""),
            delimiter=";"))

    def reserved(self, *words):
        return [reservation["name"].rsplit("/", 1)[1]
                for reservation in self.suite.ask(
                    "fien", "budget", "reservations", *words)["reservations"]]

    def test_all_are_those_of_every_municipality(self):
        self.assertEqual(self.names("--all"), [FRENCH, DUTCH])
        self.assertEqual(self.names(), [DUTCH])
        self.assertEqual(self.names("--municipality", "99001"), [FRENCH])
        said = self.say("convention", "list", "--all")
        self.assertIn("99001 montclair", said)
        self.assertIn("99002 lindevoort", said)

    def test_all_of_one_municipality_is_no_question(self):
        for command in (["list"], ["search", "station"]):
            said = self.say("convention", *command, "--all", "--municipality",
                            "99001", code=2)
            self.assertIn("exclude each other", said)

    def test_a_filter_lets_pass_what_it_says(self):
        self.assertEqual(self.names("--all", "--filter", "language_code = nl"),
                         [DUTCH])
        self.assertEqual(self.names("--all", "--filter",
                                    "NOT language_code = nl"), [FRENCH])
        self.assertIn("No convention passes",
                      self.say("convention", "list", "--all", "--filter",
                               "valid_until < 1990-01-01"))
        self.assertEqual(self.reserved("--filter", "amount >= 2000"),
                         ["r-000002", "r-000003"])
        self.assertEqual(self.reserved("--filter",
                                       "amount = 1000,00 OR amount > 2500"),
                         ["r-000001", "r-000003"])
        self.assertEqual(self.reserved("--filter", "state = VOIDED"), [])

    def test_a_filter_that_cannot_be_read_says_where(self):
        for person, words in (("anna", ["convention", "list", "--all"]),
                              ("fien", ["budget", "reservations"])):
            said = " ".join(self.suite.say(
                person, *words, "--filter", "NOT -state = OPEN",
                code=1).split())
            self.assertIn("cannot be read at character 5", said)
            self.assertIn("[FILTER_INVALID]", said)

    def test_words_are_found_in_every_municipality(self):
        def found(*words):
            return {match["convention"] for match in self.suite.ask(
                "anna", "convention", "search", *words)["matches"]}

        # Also by the Dutch title of what a French indicator counts.
        self.assertEqual(found("overlast", "--all"), {FRENCH, DUTCH})
        self.assertEqual(found("overlast"), {DUTCH})
        self.assertEqual(found("overlast", "--municipality", "99001"),
                         {FRENCH})
        self.assertEqual(found("hinder", "--municipality", "99001"), set())
        # Without its accents, in capitals, by its beginning.
        self.assertEqual(found("QUARTIER", "equip", "--all"), {FRENCH})
        self.assertEqual(found("quartier", "--convention", FRENCH), {FRENCH})
        self.assertEqual(found("quartier", "--convention", DUTCH), set())
        said = self.say("convention", "search", "overlast", "--all")
        self.assertIn("99002 lindevoort", said)
        self.assertIn("Nothing found", self.say("convention", "search",
                                                "niemandalletje", "--all"))
        matches = self.suite.ask("anna", "convention", "search", "overlast",
                                 "--all")["matches"]
        self.assertEqual(
            [row["node.id"] for row in self.rows("convention", "search",
                                                 "overlast", "--all")],
            [match["node"]["id"] for match in matches])

    def test_the_tree_is_a_row_a_node(self):
        for name in (FRENCH, DUTCH):
            nodes = self.tree(name)
            rows = self.rows("convention", "show", name)
            self.assertEqual([(row["id"], row["parent_id"], row["kind"],
                               row["path"]) for row in rows],
                             [(node["id"], node["parentId"], node["kind"],
                               node["path"]) for node in nodes])
            for row, node in zip(rows, nodes):
                self.assertEqual(row["text"].replace("'", ""),
                                 node["text"].replace("'", ""))
            self.assertEqual({row["kind"] for row in rows}, {
                "KIND_PART", "KIND_SECTOR", "KIND_GENERAL_OBJECTIVE",
                "KIND_STRATEGIC_OBJECTIVE", "KIND_OPERATIONAL_OBJECTIVE",
                "KIND_EXPECTED_RESULT", "KIND_INDICATOR"})

    def test_conventions_and_findings_are_rows_too(self):
        rows = self.rows("convention", "list", "--all")
        self.assertEqual([row["name"] for row in rows], [FRENCH, DUTCH])
        findings = self.suite.ask("anna", "convention", "findings", FRENCH)
        self.assertEqual(
            [row["code"] for row in self.rows("convention", "findings",
                                              FRENCH)],
            [finding["code"] for finding in findings["findings"]])

    def test_evidence_and_its_credit_notes_are_listed_and_filtered(self):
        for number, amount in (("F-1", "100,00"), ("F-2", "2.500,00")):
            self.suite.say("fien", "budget", "evidence", "add", "--issuer",
                           "0207373429", "--number", number, "--date",
                           "2024-05-04", "--amount", amount, "--sha256",
                           number[-1] * 64)
        for number, amount in (("NC-1", "200,00"), ("NC-2", "5,00")):
            self.suite.say("fien", "budget", "evidence", "credit-note",
                           "--evidence", "v-000002", "--number", number,
                           "--date", "2024-06-04", "--amount", amount,
                           "--sha256", f"a{number[-1]}" * 32)
        said = self.suite.say("fien", "budget", "evidence", "list")
        self.assertIn("2.295,00", said)
        for line in said.splitlines():
            self.assertLessEqual(len(line), 80)
        large = self.suite.ask("fien", "budget", "evidence", "list",
                               "--filter", "amount >= 1000")["evidence"]
        self.assertEqual([one["documentNumber"] for one in large], ["F-2"])
        self.assertIn("F-1;", self.suite.say(
            "fien", "budget", "evidence", "list", "--format", "csv"))
        self.assertIn("v-000002", self.suite.say("fien", "budget", "evidence",
                                                 "credit-notes"))
        notes = self.suite.ask("fien", "budget", "evidence", "credit-notes",
                               "--filter", "amount < 100")["creditNotes"]
        self.assertEqual([one["documentNumber"] for one in notes], ["NC-2"])
        self.assertIn("FILTER_INVALID", self.suite.say(
            "fien", "budget", "evidence", "credit-notes", "--filter",
            "colour = red", code=1))

    def test_what_is_exported_is_iati_and_names_no_line(self):
        ended, out, _ = self.suite.run("anna", "convention", "export", DUTCH,
                                       "--reporter", "0207.373.429")
        self.assertEqual(ended, 0)
        root = ElementTree.fromstring(out)
        self.assertEqual((root.tag, root.get("version")),
                         ("iati-activities", "2.03"))
        activities = root.findall("iati-activity")
        self.assertEqual(len(activities), 1)
        self.assertIn("0207373429", activities[0].findtext("iati-identifier"))
        indicators = [node for node in self.tree(DUTCH)
                      if node["kind"] == "KIND_INDICATOR"]
        self.assertGreater(len(indicators), 0)
        self.assertGreater(len(activities[0].findall("result")), 0)
        self.assertNotIn(self.line, out)

    def test_an_export_needs_the_number_of_who_publishes(self):
        said = self.say("convention", "export", DUTCH, "--reporter",
                        "0207.373.428", code=1)
        self.assertIn("--reporter", said)
        self.say("convention", "export", DUTCH, code=2)


if __name__ == "__main__":
    unittest.main()
