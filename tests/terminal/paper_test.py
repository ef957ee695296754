#!/usr/bin/env python3
"""What stands on paper beside a convention, as people type it: the reviewed
profile it counts by, words in the other language, what the municipality owes
its police zone and paid it, and what was said of an organisation.

Usage: paper_test.py BUILD_FOLDER     (from the root of the source tree)
"""

import csv
import io
import pathlib
import shutil
import sys
import tempfile
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).parent.parent / "suite"))
import suite  # noqa: E402: its folder is known only now.

BUILD = sys.argv.pop(1)
PROFILES = pathlib.Path("services/conventions/profiles")
SAMPLE = "sample-montclair-2024-2025"
REVIEW = "review {\n  by_function: \"coordination de la prévention\"\n"


class PaperTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.profiles = pathlib.Path(
            tempfile.mkdtemp(prefix="entente-profiles-"))
        cls.addClassCleanup(shutil.rmtree, cls.profiles, ignore_errors=True)
        cls.write_versions(cls.profiles, (2,))
        cls.suite = suite.Suite(BUILD)
        cls.suite.flags["conventions"] = [
            "--contract-profiles", cls.profiles]
        cls.suite.__enter__()
        cls.addClassCleanup(cls.suite.__exit__, None, None, None)
        cls.suite.log_in("anna", "coordinator")
        cls.suite.log_in("fatima", "finance")
        cls.suite.say("anna", "convention", "import",
                      "tools/samples/montclair.fr.txt", "--municipality",
                      "99001", "--police-zone", "5339")

    @staticmethod
    def write_versions(folder, wanted):
        """Three of the sample's profile: its own, another title, one that
        nobody reviewed."""
        text = (PROFILES / f"{SAMPLE}.textproto").read_text(encoding="utf-8")
        assert text.count("version: 2\n") == 1 and REVIEW in text
        other = text.replace("version: 2\n", "version: 3\n").replace(
            "Membres du personnel recrutés", "Personnes engagées")
        start = other.index("review {")
        end = other.index("\n}\n", start) + 3
        draft = other.replace("version: 3\n", "version: 4\n")
        draft = draft.replace(other[start:end], "")
        for number, words in ((2, text), (3, other), (4, draft)):
            if number not in wanted:
                continue
            name = SAMPLE if number == 2 else f"{SAMPLE}.{number}"
            (folder / f"{name}.textproto").write_text(words, encoding="utf-8")

    def say(self, *words, person="anna", code=0):
        return " ".join(self.suite.say(person, *words, code=code).split())

    def rows(self, *words, person="anna"):
        said = self.suite.say(person, *words, "--format", "csv")
        return list(csv.DictReader(io.StringIO(said, newline=""),
                                   delimiter=";"))

    def found(self, *words):
        return [match["node"]["id"] for match in self.suite.ask(
            "anna", "convention", "search", *words).get("matches", [])]

    def adopt(self, version, *flags, code=0, person="anna"):
        return self.say("convention", "adopt-profile", "--profile-version",
                        version, "--reason", "Invented: the titles changed",
                        *flags, person=person, code=code)

    def test_1_only_a_newer_reviewed_profile_is_adopted(self):
        shown = self.suite.ask("anna", "convention", "show")
        self.assertEqual((shown["contractProfile"],
                          shown["contractProfileVersion"]), (SAMPLE, 2))
        self.assertEqual(self.found("engagées"), [])
        # A new file is read when the service starts.
        self.write_versions(self.profiles, (3, 4))
        self.suite.kill("conventions")
        self.suite.start("conventions")
        # The indicator that says so itself, whose measure bears the title too.
        recruited = self.found("recrutes")
        self.assertEqual(len(recruited), 1)
        self.assertIn("[PROFILE_NOT_NEWER]", self.adopt("2", code=1))
        self.assertIn("[PROFILE_NOT_REVIEWED]", self.adopt("4", code=1))
        self.assertIn("[PROFILE_UNKNOWN]", self.adopt("5", code=1))
        self.assertIn("[PERMISSION_MISSING]",
                      self.adopt("3", code=1, person="fatima"))
        self.assertIn("[ETAG_MISMATCH]",
                      self.adopt("3", "--etag", "another", code=1))
        self.assertIn(f"{SAMPLE}/3",
                      self.adopt("3", "--etag", shown["etag"]))
        shown = self.suite.ask("anna", "convention", "show")
        self.assertEqual(shown["contractProfileVersion"], 3)
        # By the title that it now has, and still by the document's own words.
        self.assertEqual(self.found("engagees"), recruited)
        self.assertEqual(self.found("recrutes"), recruited)
        measures = self.suite.wait_for(lambda: [
            measure for measure in self.suite.ask(
                "anna", "indicators", "measures")["measures"]
            if measure["definition"]["title"]["fr"]
            == "Personnes engagées"])
        self.assertEqual(len(measures), 1)

    def test_2_words_in_the_other_language_are_found_and_age(self):
        translate = ["convention", "translate", "op-01", "--to", "nl"]
        self.assertEqual(self.found("buurtploeg"), [])
        self.assertIn("op-01", self.say(*translate, "--text",
                                        "Een buurtploeg oprichten"))
        self.assertEqual(self.found("BUURTPLOEG"), ["op-01"])
        self.assertIn("[UNKNOWN_NODE]", self.say(
            "convention", "translate", "op-99", "--to", "nl", "--text", "x",
            code=1))
        self.assertIn("nl", self.say(*translate[:-1], "xx", "--text", "x",
                                     code=2))
        self.assertIn("[PERSONAL_DATA_SHAPE]", self.say(
            *translate, "--text", "Bel 0470 12 34 56", code=1))

    def test_3_the_key_divides_what_the_zone_is_owed(self):
        key = ["dotation", "key", "--police-zone", "5339", "--decision",
               "D-2023-12"]
        half = ["--share", "99001=60,25%", "--share", "99002=39.75%"]
        for wrong in ("99001=60%%", "99001", "99001=60,12345%", "99001=-1%",
                      "99001=1e2%", "99001=nan%", "99001=%"):
            self.assertIn("21004=82", self.say(
                *key, "--from", "2024-01-01", "--share", wrong,
                person="fatima", code=2), wrong)
        self.assertIn("[KEY_SHARES]", self.say(
            *key, "--from", "2024-01-01", "--share", "99001=99%",
            person="fatima", code=1))
        self.assertEqual(self.rows("dotation", "keys", person="fatima"), [])
        self.say(*key, "--from", "2024-01-01", *half, person="fatima")
        said = self.say("dotation", "keys", person="fatima")
        self.assertIn("99001: 60,25 %", said)
        self.assertIn("99002: 39,75 %", said)
        self.assertIn("602.500,00", self.say(
            "dotation", "set", "--police-zone", "5339", "--year", "2024",
            "--zone-amount", "1.000.000,00", "--decision", "D-2023-12",
            "--date", "2023-12-18", person="fatima"))
        self.assertIn("602.500,00",
                      self.say("dotation", "list", person="fatima"))
        self.assertEqual(len(self.rows("dotation", "list", "--filter",
                                       "year = 2024", person="fatima")), 1)
        self.assertEqual(self.rows("dotation", "list", "--filter",
                                   "year = 2025", person="fatima"), [])

    def test_4_an_organisation_has_a_history(self):
        number = "0207.373.429"
        kept = ["--kind", "association", "--language", "fr", "--fr"]
        change = ["organisation", "change", number, *kept]
        self.say("organisation", "add", number, *kept, "Maison inventée")
        before = self.suite.ask("anna", "organisation", "list")
        etag = before["organisations"][0]["etag"]
        self.say(*change, "Maison renommée", "--etag", etag)
        self.assertIn("[ETAG_MISMATCH]", self.say(
            *change, "Maison perdue", "--etag", etag, code=1))
        said = self.say("organisation", "history", number)
        self.assertLess(said.index("Maison renommée"),
                        said.index("Maison inventée"))
        self.assertNotIn("perdue", said)
        self.assertEqual(len(self.rows("organisation", "history", number)), 2)
        self.assertIn("[NOT_FOUND]", self.say(
            "organisation", "history", "0200.065.765", code=1))

    def test_5_a_payment_to_the_zone_keeps_the_days_of_its_mandate(self):
        self.say("budget", "allot", "tools/samples/allotment.csv",
                 person="fatima")
        line = next(line["name"] for line in self.suite.ask(
            "fatima", "budget", "lines")["lines"]
            if "general-2024" in line["name"])
        self.say("budget", "pay-zone", "order", "--line", line, "--amount",
                 "100,00", "--route", "project", person="fatima")
        execute = ["budget", "pay-zone", "execute", "p-000001", "--value-date",
                   "2024-06-28", "--reference", "B-2024-17"]
        self.assertIn("--payment-date", self.say(
            *execute, "--payment-date", "soon", person="fatima", code=2))
        self.assertIn("[DATE_IN_FUTURE]", self.say(
            *execute, "--mandate-date", "2099-01-01", person="fatima", code=1))
        # The days alone, without a number.
        self.say(*execute, "--mandate-date", "2024-06-20", "--payment-date",
                 "2024-06-27", person="fatima")
        row, = self.rows("budget", "pay-zone", "list", person="fatima")
        self.assertEqual((row["municipal_reference.mandate_date"],
                          row["municipal_reference.payment_date"]),
                         ("2024-06-20", "2024-06-27"))


if __name__ == "__main__":
    unittest.main()
