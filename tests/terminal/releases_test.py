#!/usr/bin/env python3
"""Tables released on the terminal: drawn up by one person, frozen by another,
read by others, and not by everybody.

Usage: releases_test.py BUILD_FOLDER     (from the root of the source tree)
"""

import csv
import io
import pathlib
import re
import sys
import tempfile
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).parent.parent / "suite"))
import split_profile  # noqa: E402: its folder is known only now.
import suite  # noqa: E402

BUILD = sys.argv.pop(1)
# Its term is 2024 and 2025.
FRENCH = "tools/samples/montclair.fr.txt"
WHY = ("--reason", "Décision du collège du 12 mars")
TITLES = ("--title-fr", "Actions inventées", "--title-nl", "Verzonnen acties")
WANTED = ("--measure", "nuisance_actions", "--from", "2024-01", "--until",
          "2024-03", *TITLES)
# Of one month and area each, with a code of the list where one is known.
FIGURES = (("2024-01", "DPI-1", 2, ""), ("2024-01", "DPI-2", 30, "adults"),
           ("2024-02", "DPI-1", 20, "youth"), ("2024-02", "DPI-2", 40, ""),
           ("2024-03", "DPI-1", 25, ""), ("2024-03", "DPI-2", 50, "youth"))
# What can point at a person, and how many distinct persons that were.
SENSITIVE = "returnee_encounters"
PERSONS = "returnees_met"
# Of every month: few persons are met often.
BY_MONTH = ((SENSITIVE, 40), (PERSONS, 4), ("nuisance_actions", 10))
RATIO = "csil_participation"
BY_YEAR = ("--from", "2024-01", "--until", "2024-12", "--step", "year", *TITLES)
MONTHS = [f"2024-{month:02}" for month in range(1, 13)]
LOCAL = "local_cafes"
ADD_LOCAL = ("indicators", "measure", "local", "add", LOCAL, "--title-fr",
             "Cafés de quartier", "--title-nl", "Wijkcafés", "--unit-fr",
             "personnes", "--unit-nl", "personen", "--kind", "count",
             "--better", "more", "--activity-type",
             "local_cafe=Café de quartier|Wijkcafé", "--feed",
             "local_cafe=participants", "--from", "2024-01-01")


def prepare(running):
    """Who works here, and the measures of a convention."""
    for person, role in (("anna", "coordinator"), ("bert", "coordinator"),
                         ("carl", "federal"), ("dora", "federal"),
                         ("zone5339", "zone")):
        running.log_in(person, role)
    running.say("anna", "convention", "import", FRENCH, "--municipality",
                "99001", "--police-zone", "5339")
    running.wait_for(lambda: running.ask(
        "anna", "indicators", "measures")["measures"])


class ReleasesTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        folder = tempfile.TemporaryDirectory()
        cls.addClassCleanup(folder.cleanup)
        cls.suite = suite.Suite(BUILD, names=("indicators", "conventions"))
        cls.suite.flags["conventions"] = [
            "--contract-profiles",
            split_profile.write(pathlib.Path(folder.name) / "profiles")]
        cls.suite.__enter__()
        cls.addClassCleanup(cls.suite.__exit__, None, None, None)
        prepare(cls.suite)
        rows = cls.suite.home / "rows.csv"
        rows.write_text(
            "event_id;measure;date;area;value;breakdown.audience\n" + "".join(
                f"event-{number:08};nuisance_actions;{month}-05;{area};{value};"
                f"{code}\n"
                for number, (month, area, value, code) in enumerate(FIGURES)))
        cls.suite.say("zone5339", "indicators", "ingest", rows, "--source",
                      "zone5339")

    def say(self, *words, who="anna", **options):
        return self.suite.say(who, "indicators", "release", *words, **options)

    def draw(self, *words):
        return re.search(r"\(([a-z2-7]{26})\)",
                         self.say("create", *WANTED, *words)).group(1)

    def test_tables_are_released_by_two_persons(self):
        # Nothing is approved by anybody yet.
        self.assertIn("RELEASE_MONTHS_WITHOUT_CALENDAR",
                      self.say("create", *WANTED, code=1))
        self.suite.say("anna", "period", "calendar", "adopt", "--from",
                       "2024-01", "--due", "15", "--lock", "30", "--close",
                       "90", *WHY)
        refused = self.say("create", *WANTED, code=1)
        self.assertIn("Not approved: 2024-01, 2024-02, 2024-03", refused)
        for month in ("2024-01", "2024-02", "2024-03"):
            self.suite.say("bert", "period", "approve", month)

        # Drawn up by one, frozen by another, who sees first what it is.
        public = self.draw()
        self.assertIn("draft", self.say("list"))
        self.assertIn("SAME_PERSON", self.say("freeze", public, code=1))
        said = self.say("freeze", public, "--dry-run", who="bert")
        self.assertIn("Actions inventées", said)
        self.assertIn("public, would be frozen", said)
        self.assertIn("nothing is stored", said)
        self.addCleanup(setattr, self.suite, "lang", "en")
        for language, word in (("fr", "publique, serait figée"),
                               ("nl", "openbaar, zou vastgelegd worden")):
            self.suite.lang = language
            self.assertIn(word, self.say("freeze", public, "--dry-run",
                                         who="bert"))
        self.suite.lang = "en"
        # Nothing of it is sensitive.
        self.assertNotIn("sensitive", self.say("freeze", public, "--dry-run",
                                               who="bert"))
        said = self.say("freeze", public, who="bert")
        self.assertIn("Frozen", said)
        self.assertNotIn("sensitive", said)

        # Shown in a table, and to other programs with the statuses of SDMX.
        said = self.say("show", public, who="carl")
        self.assertRegex(said, r"all areas +32 +60 +75 +167\n")
        self.assertIn("SHA-256", said)
        self.assertLessEqual(max(map(len, said.splitlines())), 100)
        self.suite.lang = "nl"
        self.addCleanup(setattr, self.suite, "lang", "en")
        self.assertIn("alle gebieden", self.say("show", public, who="carl"))
        self.assertIn("openbaar, vastgelegd",
                      self.say("show", public, who="carl"))
        self.suite.lang = "en"
        rows = list(csv.DictReader(io.StringIO(
            self.say("show", public, "--format", "sdmx-csv", who="carl"))))
        self.assertEqual(
            [(row["REF_AREA"], row["TIME_PERIOD"], row["OBS_VALUE"],
              row["OBS_STATUS"], row["CONF_STATUS"]) for row in rows],
            [("99001", "2024-01", "32", "A", "F"),
             ("99001", "2024-02", "60", "A", "F"),
             ("99001", "2024-03", "75", "A", "F"),
             ("99001", "2024-Q1", "167", "A", "F")])

        # By area the small figure is left out, and with it what would tell it.
        areas = self.draw("--by-area")
        self.say("freeze", areas, who="bert")
        rows = list(csv.DictReader(io.StringIO(
            self.say("show", areas, "--format", "csv", who="carl")),
            delimiter=";"))
        self.assertEqual({row["conf_status"] for row in rows if row["value"]},
                         {"F"})
        small = [row for row in rows if row["area"] == "DPI-1"
                 and row["first_month"] == row["last_month"] == "2024-01"]
        self.assertEqual([(row["value"], row["obs_status"], row["conf_status"])
                          for row in small], [("", "Q", "A")])
        said = self.say("show", areas, who="carl")
        self.assertIn("(A) small, (D)", said)
        # Nobody looks at persons where nothing can point at one.
        self.assertNotIn("persons", said)

        # By the codes of a list, together with all that is known by area.
        codes = self.draw("--by", "audience")
        self.say("freeze", codes, who="bert")
        said = self.say("show", codes, who="carl")
        self.assertRegex(said, r"audience +2024-01 +2024-02 +2024-03 +2024-Q1\n")
        self.assertRegex(said, r"\ntotal +32 +60 +75 +167\n")
        rows = {row["SPLIT_CODE"]: row for row in csv.DictReader(io.StringIO(
            self.say("show", codes, "--format", "sdmx-csv", who="carl")))
            if row["TIME_PERIOD"] == "2024-Q1"}
        self.assertEqual(list(rows), ["_T", "youth", "adults", "seniors",
                                      "unknown"])
        self.assertEqual((rows["_T"]["OBS_VALUE"], rows["_T"]["CONF_STATUS"]),
                         ("167", "F"))
        # No seniors were counted; the others together would tell it. Which of
        # them is left out, nobody knows before.
        self.assertEqual(rows["seniors"]["CONF_STATUS"], "A")
        hidden = [row for row in rows.values() if not row["OBS_VALUE"]]
        self.assertGreaterEqual(len(hidden), 2)
        self.assertEqual([code for code, figure in
                          (("youth", "70"), ("unknown", "67"))
                          if rows[code]["OBS_VALUE"] not in ("", figure)], [])
        both = self.say("create", *WANTED, "--by", "audience", "--by-area",
                        code=1)
        self.assertIn("RELEASE_SPLIT_BY_AREA", both)
        self.assertIn("CODE_LIST_UNKNOWN",
                      self.say("create", *WANTED, "--by", "colour", code=1))

        # For named accounts: exact, and for nobody else.
        state = self.draw("--by-area", "--confidential", "--recipient", "carl")
        self.assertIn("For: carl",
                      self.say("freeze", state, "--dry-run", who="bert"))
        self.assertIn("RELEASE_UNKNOWN",
                      self.say("show", state, who="carl", code=1))
        self.say("freeze", state, who="bert")
        said = self.say("show", state, who="carl")
        self.assertRegex(said, r"DPI-1 [^\n]* 2 +20 +25 +47\n")
        self.assertIn(",A,C,", self.say("show", state, "--format", "sdmx-csv",
                                        who="carl"))
        hidden = self.say("show", state, who="dora", code=1)
        self.assertIn("RELEASE_UNKNOWN", hidden)
        self.assertEqual(hidden, self.say("show", "a" * 26, who="dora", code=1))
        self.assertIn(state, self.say("list", who="carl"))
        self.assertNotIn(state, self.say("list", who="dora"))

        # Taken back it is listed with its reason only when asked for.
        self.say("withdraw", public, *WHY)
        self.assertNotIn(public, self.say("list", who="dora"))
        self.assertIn("withdrawn", self.say("list", "--all", who="dora"))
        said = self.say("show", public, who="dora")
        self.assertIn("Withdrawn: Décision du collège", said)
        self.assertNotIn("167", said)

    def test_the_help_says_how_large_a_table_may_be(self):
        self.addCleanup(setattr, self.suite, "lang", "en")
        for language, words in (
                ("en", ("at most 300 figures", "whatever they are",
                        "a release of its own")),
                ("fr", ("au plus 300 chiffres", "quels qu'ils soient",
                        "une publication par année")),
                ("nl", ("hoogstens 300 cijfers", "welke het ook zijn",
                        "een publicatie per jaar"))):
            self.suite.lang = language
            said = self.say("--help")
            for word in words:
                self.assertIn(word, " ".join(said.split()))
            for line in said[said.index(words[0]):].splitlines():
                self.assertLessEqual(len(line), 80)

    def test_a_line_that_cannot_be_is_a_fault_of_the_line(self):
        for words in (("create", "--measure", "nuisance_actions", *TITLES),
                      ("create", *WANTED, "--step", "week"),
                      ("show", "a" * 26, "--format", "xml"),
                      ("show", "a" * 26, "--structure", "none"),
                      ("withdraw", "a" * 26)):
            with self.subTest(words=words):
                self.say(*words, code=2)


class SensitiveReleasesTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.suite = suite.Suite(BUILD, names=("indicators", "conventions"))
        cls.suite.__enter__()
        cls.addClassCleanup(cls.suite.__exit__, None, None, None)
        prepare(cls.suite)
        rows = cls.suite.home / "rows.csv"
        rows.write_text("event_id;measure;date;area;value\n" + "".join(
            f"event-{place:04}{row:04};{measure};{month}-05;DPI-1;{value}\n"
            for place, month in enumerate(MONTHS)
            for row, (measure, value) in enumerate(BY_MONTH)))
        cls.suite.say("zone5339", "indicators", "ingest", rows, "--source",
                      "zone5339")
        cls.suite.say("anna", *ADD_LOCAL, *WHY)
        cls.suite.say("anna", "activity", "add", "--type", "local_cafe",
                      "--date", "2024-05-02", "--participants", "9")
        cls.suite.say("anna", "period", "calendar", "adopt", "--from",
                      "2024-01", "--due", "15", "--lock", "30", "--close",
                      "90", *WHY)
        for month in MONTHS:
            cls.suite.say("bert", "period", "approve", month)

    def setUp(self):
        self.addCleanup(setattr, self.suite, "lang", "en")

    def say(self, *words, who="anna", **options):
        return self.suite.say(who, "indicators", "release", *words, **options)

    def add(self, measure, *words):
        self.suite.say("anna", "indicators", "measure", "settings", "set",
                       measure, "--from", "2024-01", *words, *WHY)

    def test_figures_of_few_persons_are_left_out_and_said_to_be(self):
        both = ("create", "--measure", SENSITIVE, "--measure",
                "nuisance_actions", *BY_YEAR)
        # Nobody says yet how many persons were met.
        for language, words in (("en", "how many distinct persons"),
                                ("fr", "combien de personnes distinctes"),
                                ("nl", "hoeveel verschillende personen")):
            self.suite.lang = language
            said = " ".join(self.say(*both, code=1).split())
            self.assertIn("[RELEASE_PERSONS_UNKNOWN]", said)
            self.assertIn(words, said)
            said = " ".join(self.say("create", "--help").split())
            self.assertIn("settings set --persons-measure`", said)
        self.suite.lang = "en"
        self.add(SENSITIVE, "--persons-measure", PERSONS)
        drawn = re.search(r"\(([a-z2-7]{26})\)", self.say(*both)).group(1)

        # Whoever freezes it is told of the sensitive figures once it is done.
        for language, words in (
                ("fr", ("Des mesures sensibles, rien n'est compté avant que",
                        "Les 1 autres chiffres sont tous donnés.")),
                ("nl", ("Van gevoelige metingen wordt niets geteld voordat",
                        "Alle 1 andere cijfers worden gegeven.")),
                ("en", ("Of sensitive measures nothing is counted before the",
                        "All 1 other figures are given."))):
            self.suite.lang = language
            said = self.say("freeze", drawn, "--dry-run", who="bert")
            for word in words:
                self.assertIn(word, said)
        said = self.say("freeze", drawn, who="bert")
        self.assertIn("1 of 2 figures are given; left out: 1 that are small "
                      "or, of a sensitive measure, of few persons, 0 that",
                      said)

        # Met 480 times, and perhaps four persons in all.
        for language, why, letters, counted in (
                ("en", "(A): under 5, or perhaps fewer than 5 persons behind "
                 "it; ", "(A) small, or of few persons where that is said, ",
                 "1 that are small or of few persons, "),
                ("fr", "(A) : moins de 5, ou peut-être moins de 5 personnes "
                 "derrière ; ", "(A) petit, ou de peu de personnes là où ",
                 "1 parce que petits ou de peu de personnes, "),
                ("nl", "(A): minder dan 5, of misschien minder dan 5 personen "
                 "erachter; ", "(A) klein, of van weinig personen waar dat ",
                 "1 omdat ze klein zijn of van weinig personen, ")):
            self.suite.lang = language
            said = self.say("show", drawn, who="carl")
            # Under one table, and not under the other.
            self.assertEqual(said.count(why), 1)
            self.assertLess(said.index(why),
                            said.index("(nuisance_actions)"))
            self.assertIn(letters, said)
            self.assertIn(counted, said)
            self.assertNotIn("480", said.split("SHA-256")[0])
        self.suite.lang = "en"

        # Other programs are told beside the figures, not among them.
        for form, separator, measure, status in (
                ("csv", ";", "measure", "conf_status"),
                ("sdmx-csv", ",", "INDICATOR", "CONF_STATUS")):
            ended, out, err = self.suite.run(
                "carl", "indicators", "release", "show", drawn, "--format",
                form)
            self.assertEqual(ended, 0)
            rows = csv.DictReader(io.StringIO(out), delimiter=separator)
            self.assertEqual([(row[measure], row[status]) for row in rows],
                             [(SENSITIVE, "A"), ("nuisance_actions", "F")])
            self.assertEqual(err.count("(A)"), 1)
            self.assertIn(f"{SENSITIVE} (A): under 5, or perhaps fewer than 5 "
                          "persons", err)
        tables = self.suite.ask("carl", "indicators", "release", "show",
                                drawn)["tables"]
        self.assertEqual([table["personsThreshold"] for table in tables],
                         ["5", "0"])

    def test_an_indicator_of_the_municipalitys_own_is_marked(self):
        drawn = re.search(r"\(([a-z2-7]{26})\)", self.say(
            "create", "--measure", LOCAL, *BY_YEAR)).group(1)
        self.say("freeze", drawn, who="bert")
        for language, title, note in (
                ("en", "Cafés de quartier (local)", "no result of the grant"),
                ("fr", "Cafés de quartier (propre à la commune)",
                 "pas un résultat de la subvention"),
                ("nl", "Wijkcafés (van de gemeente zelf)",
                 "geen resultaat van de subsidie")):
            self.suite.lang = language
            said = " ".join(self.say("show", drawn, who="carl").split())
            self.assertIn(f"{title} ({LOCAL})", said)
            self.assertIn(note, said)
        for form, separator, column in (("csv", ";", "is_local"),
                                        ("sdmx-csv", ",", "IS_LOCAL")):
            said = self.say("show", drawn, "--format", form, who="carl")
            rows = list(csv.DictReader(io.StringIO(said),
                                       delimiter=separator))
            self.assertEqual([row[column] for row in rows], ["1"])

    def test_no_part_of_a_sensitive_ratio_goes_to_the_public(self):
        self.add(RATIO, "--sensitive")
        for language, words in (("en", "behind a part of a ratio"),
                                ("fr", "une partie d'un rapport"),
                                ("nl", "een deel van een verhouding")):
            self.suite.lang = language
            said = " ".join(self.say("create", "--measure", RATIO, *BY_YEAR,
                                     code=1).split())
            self.assertIn("[RELEASE_SENSITIVE_RATIO]", said)
            self.assertIn(words, said)


if __name__ == "__main__":
    unittest.main()
