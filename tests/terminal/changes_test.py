#!/usr/bin/env python3
"""What changes a budget after it was allotted, as finance and coordinator type
it, and the books and the dossier afterwards.

Usage: changes_test.py BUILD_FOLDER     (from the root of the source tree)
"""

import csv
import pathlib
import sys
import unittest
from decimal import Decimal
from xml.etree import ElementTree

sys.path.insert(0, str(pathlib.Path(__file__).parent.parent / "suite"))
import suite  # noqa: E402: its folder is known only now.

BUILD = sys.argv.pop(1)
PERSONNEL = "general-2024/so-01-personnel"
OPERATING = "general-2024/so-02-operating"


class ChangesTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.suite = suite.Suite(BUILD)
        cls.suite.__enter__()
        cls.addClassCleanup(cls.suite.__exit__, None, None, None)
        cls.suite.log_in("anna", "coordinator")
        cls.suite.log_in("fatima", "finance")
        cls.suite.say("anna", "convention", "import",
                      "tools/samples/montclair.fr.txt", "--municipality",
                      "99001", "--police-zone", "5339")
        cls.finance("allot", "tools/samples/allotment.csv")
        cls.finance("import", "tools/samples/mandates.csv", "--mapping",
                    "tools/samples/accounts.textproto")

    @classmethod
    def finance(cls, *words, **options):
        return cls.suite.say("fatima", "budget", *words, **options)

    def change(self, kind, *words, person="anna", code=0):
        return self.suite.say(person, "budget", "change", kind, *words,
                              "--date", "2025-01-15", "--reason", "Invented for a test", code=code)

    def position(self, envelope):
        for one in self.suite.ask("fatima", "budget", "position")["envelopes"]:
            if one["name"].endswith("/" + envelope):
                at = one["position"]
                return {name: int(money.get("units", 0)) * 100
                        + money.get("nanos", 0) // 10_000_000
                        for name, money in at.items()}
        self.fail(f"no envelope {envelope}")

    def test_1_a_correction_frees_line_and_document(self):
        self.finance("correct", "e-000001", "--amount", "200,00",
                     "--reason", "Billed twice")
        self.finance("evidence", "credit-note", "--evidence", "v-000001",
                     "--number", "NC-2024-3", "--date", "2024-04-02", "--amount",
                     "200,00", "--sha256", "c" * 64)
        self.assertEqual(self.position("general-2024")["spent"], 3_340_000)
        self.assertIn("CORRECTION_EXCEEDED", self.finance(
            "correct", "e-000001", "--amount", "3.000,01", "--reason", "More",
            code=1))

    def test_1b_what_is_booked_under_an_unverified_category_says_so(self):
        for words in (("lines", "--envelope", "general-2024"), ("position",)):
            said = self.finance(*words).splitlines()
            marked = [line for line in said
                      if line.startswith("* Cost categories not verified")]
            self.assertEqual(len(marked), 1, said)
            self.assertIn("operating, personnel", marked[0])
            self.assertTrue([line for line in said
                             if line.startswith("general-2024")])
            for line in said:
                if line.startswith("general-2024"):
                    self.assertIn("*", line.split()[0])

    def test_2_moves_within_an_envelope(self):
        before = self.position("general-2024")
        self.change("reallocate", "--from", OPERATING, "--to", PERSONNEL,
                    "--amount", "1.000,00", person="fatima")
        self.change("take-back", "--line", OPERATING, "--amount", "500,00",
                    person="fatima")
        self.change("allot", "--line", PERSONNEL, "--amount", "500,00",
                    person="fatima")
        self.assertEqual(self.position("general-2024"), before)

    def test_3_what_the_state_cuts_and_adds(self):
        decision = ["--decision", "KB 2024-12-03"]
        general = ["--envelope", "general-2024"]
        granted = self.position("general-2024")["allocated"]
        # Only who imports the grant records what becomes of it.
        self.assertIn("PERMISSION_MISSING", self.change(
            "reduce", *general, *decision, "--amount", "1,00", person="fatima",
            code=1))
        cut = granted - 3_340_000 + 100
        self.change("reduce", *general, *decision, "--amount", f"{cut / 100:.2f}")
        self.assertEqual(self.position("general-2024")["available"], -100)
        said = self.finance("reserve", "--line", OPERATING, "--amount", "1,00",
                            code=1)
        self.assertIn("ENVELOPE_SHORTFALL", said)
        self.change("increase", *general, *decision, "--amount",
                    f"{cut / 100:.2f}")
        self.assertEqual(self.position("general-2024")["allocated"], granted)
        self.finance("reserve", "--line", OPERATING, "--amount", "1,00")
        self.finance("void", "r-000001")

    def test_4_nothing_is_carried_over_what_is_left_lapses(self):
        carry = ["--from", "general-2024", "--to", "general-2025", "--amount",
                 "1,00", "--decision", "KB 2024-12-03"]
        self.assertIn("TRANSFER", self.change("carry-over", *carry, code=1))
        self.change("lapse", "--envelope", "general-2025")
        after = self.position("general-2025")
        self.assertEqual((after["unallotted"], after["available"]), (0, 0))
        self.assertGreater(after["lapsed"], 0)
        self.assertIn("lapse", self.suite.say("fatima", "budget", "change",
                                              "list").lower())

    def test_5_what_is_published_adds_up(self):
        ended, out, _ = self.suite.run("anna", "convention", "export",
                                       "--reporter", "0207.373.429")
        self.assertEqual(ended, 0)
        root = ElementTree.fromstring(out)
        committed = [Decimal(one.findtext("value"))
                     for one in root.iter("transaction")
                     if one.find("transaction-type").get("code") == "11"]
        self.assertLess(min(committed), 0)
        # A revised budget stands behind the original that it takes the place of.
        stand = []
        for budget in root.iter("budget"):
            if budget.get("type") == "2":
                stand.pop()
            stand.append(Decimal(budget.findtext("value")))
        self.assertEqual(sum(committed), sum(stand))

    def amend(self, *words):
        said = self.suite.ask("anna", "amendment", "propose", *words)
        name = said["name"].rsplit("/", 1)[1]
        self.suite.say("arno", "amendment", "approve", name)
        return self.suite.say("anna", "amendment", "apply", name)

    def amended(self):
        return [item for item in self.suite.ask("anna", "todo")["items"]
                if item["code"] == "AMENDED_AMOUNT"]

    def test_6_money_of_a_new_year_comes_by_amendment(self):
        words = ["--title", "One more year", "--date", "2025-12-01", "--open",
                 "general-2026=1.000,00"]
        said = self.suite.say("anna", "amendment", "propose", *words, code=1)
        self.assertIn("YEAR_OUTSIDE_TERM", said)
        self.suite.say("anna", "amendment", "propose", "--title", "X", "--date",
                       "2025-12-01", "--open", "special-2026=1,00", code=2)
        said = self.amend(*words, "--term", "2024-01-01..2026-12-31")
        self.assertIn("general-2026 is open with 1.000,00 EUR", said)
        self.assertEqual(self.position("general-2026")["allocated"], 100_000)
        listed = self.suite.say("fatima", "budget", "change", "list")
        self.assertRegex(listed, r"Granted +→ general-2026 +1\.000,00")
        lines = self.suite.home / "lines.csv"
        lines.write_text("envelope;objective;category;amount\n"
                         "general-2026;I/1/1/1;personnel;600,00\n",
                         encoding="utf-8")
        self.finance("allot", lines)
        self.assertEqual(self.position("general-2026")["allotted"], 60_000)
        folder = self.suite.home / "dossier-2026"
        self.suite.say("anna", "dossier", "build", "--year", "2026", "--out",
                       folder)
        self.suite.say(None, "dossier", "verify", folder)

    def test_6_more_an_amended_amount_is_posted_as_todo_says(self):
        file = self.suite.home / "less.textproto"
        file.write_text("changes { envelope { allocation: ALLOCATION_GENERAL "
                        "year: 2026 amount { currency_code: 'EUR' units: 900 } "
                        "} }", encoding="utf-8")
        self.assertEqual(self.amended(), [])
        self.amend("--title", "Less", "--date", "2026-01-01", "--file", file)
        told, = self.amended()
        self.assertIn("says 900,00 EUR, the ledger grants 1.000,00 EUR",
                      told["why"]["en"])
        command = told["why"]["en"].split("; entente ")[1].split()
        self.suite.say("anna", *command)
        self.assertEqual(self.position("general-2026")["allocated"], 90_000)
        self.assertEqual(self.amended(), [])

    def test_6_organisations_are_kept_by_number_and_function(self):
        number = "0207.373.429"
        organisation = ["organisation", "add", number, "--nl",
                        "Verzonnen vzw", "--kind", "association",
                        "--language", "nl"]
        self.suite.say("anna", *organisation, "--contact", "secretariat")
        self.assertIn("ORGANISATION_EXISTS",
                      self.suite.say("anna", *organisation, code=1))
        self.suite.say("anna", "organisation", "change", number, "--fr",
                       "ASBL inventée", "--kind", "company", "--language", "fr")
        listed = self.suite.ask("anna", "organisation", "list")["organisations"]
        self.assertEqual(listed[0]["enterpriseNumber"], "0207373429")
        # What the directory says is replaced whole.
        self.assertEqual(listed[0]["title"]["fr"], "ASBL inventée")
        self.assertEqual(listed[0]["title"]["nl"], "")
        self.assertEqual(listed[0]["kind"], "KIND_COMPANY")
        self.assertIn("ENTERPRISE_NUMBER_INVALID", self.suite.say(
            "anna", "organisation", "add", "0207.373.428", "--fr", "X",
            "--kind", "company", "--language", "fr", code=1))

    def test_6_an_amendment_is_approved_as_the_profile_says(self):
        words = ["amendment", "propose", "--title", "Invented", "--date",
                 "2025-01-01", "--text", "op-01=Said anew"]
        for lang, told in (("en", "where the regulation profile asks for two"),
                           ("fr", "si le profil réglementaire en exige deux"),
                           ("nl", "als het reglementair profiel er twee vraagt")):
            self.suite.lang = lang
            said = self.suite.say("anna", *words)
            self.suite.lang = "en"
            self.assertIn(told, " ".join(said.split()))
        self.suite.log_in("arno", "coordinator")
        self.assertIn("Whether two persons are needed was not verified",
                      self.suite.say("arno", "amendment", "approve",
                                     "a-000001"))

    def test_7_the_dossier_states_what_is_left(self):
        folder = self.suite.home / "dossier"
        self.suite.say("anna", "dossier", "build", "--year", "2024", "--out",
                       folder)
        with open(folder / "data/expenditure.csv", encoding="utf-8",
                  newline="") as file:
            rows = {row["name"]: row["amount"]
                    for row in csv.DictReader(file, delimiter=";")}
        self.assertEqual(rows["e-000001"], "3000.00")
        self.suite.say(None, "dossier", "verify", folder)

    def test_8_the_books_are_right_offline(self):
        self.suite.kill("conventions")
        checked = self.suite.offline("conventions", "--verify")
        self.assertEqual(checked.returncode, 0, checked.stdout + checked.stderr)
        self.assertIn("0 differences", checked.stdout)
        self.suite.start("conventions")


if __name__ == "__main__":
    unittest.main(verbosity=2)
