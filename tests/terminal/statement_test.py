#!/usr/bin/env python3
"""Figures that nobody counts and nothing feeds, stated by a coordinator: done
or not, how many of how many, in words; corrected, taken back, refused.

Usage: statement_test.py BUILD_FOLDER     (from the root of the source tree)
"""

import csv
import pathlib
import re
import shutil
import sys
import tempfile
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).parent.parent / "suite"))
import suite  # noqa: E402: its folder is known only now.

BUILD = sys.argv.pop(1)
# Its term is 2024 and 2025.
FRENCH = "tools/samples/montclair.fr.txt"
SHIPPED = pathlib.Path("services/conventions/profiles")
SAMPLE = "sample-montclair-2024-2025.textproto"
DONE, RATIO, WORDS, HIDDEN = (
    "victim_reception_trainings", "theft_awareness_actions",
    "securing_actions", "staff_recruited")
KINDS = {DONE: "YES_NO", RATIO: "RATIO", WORDS: "QUALITATIVE",
         HIDDEN: "YES_NO"}
EVIDENCE = ("--evidence", "Décision du collège 2024-117")
WHY = ("--reason", "Une réunion oubliée au premier décompte")
# Past the close of the calendar; of each it was stated that it was done.
SETTLED = ("2025-03", "2025-04")


def write_profiles(folder):
    """Every shipped profile, in which some measures of the sample are fed by
    nothing: as it is shipped, whatever is not counted is fed."""
    folder.mkdir()
    for path in SHIPPED.glob("*.textproto"):
        shutil.copy(path, folder)
    blocks = (SHIPPED / SAMPLE).read_text("utf-8").split("\n\n")
    for i, block in enumerate(blocks):
        code = re.match(r'measures \{\n  code: "(\w+)"', block)
        kind = KINDS.get(code[1]) if code else None
        if kind is None:
            continue
        block = re.sub(r"\n  (feeds|is_summable)\b.*", "", block)
        block = block.replace("MEASURE_KIND_COUNT", f"MEASURE_KIND_{kind}")
        if code[1] == HIDDEN:
            block = block.replace("\n}", "\n  is_sensitive: true\n}")
        blocks[i] = block
    (folder / SAMPLE).write_text("\n\n".join(blocks), encoding="utf-8")
    return folder


class StatementTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        folder = tempfile.TemporaryDirectory()
        cls.addClassCleanup(folder.cleanup)
        cls.suite = suite.Suite(BUILD, names=("indicators", "conventions"))
        cls.suite.flags["conventions"] = [
            "--contract-profiles",
            write_profiles(pathlib.Path(folder.name) / "profiles")]
        cls.suite.__enter__()
        cls.addClassCleanup(cls.suite.__exit__, None, None, None)
        for person, role in (("anna", "coordinator"), ("bert", "coordinator"),
                             ("carl", "coordinator"), ("zone5339", "zone"),
                             ("fred", "federal")):
            cls.suite.log_in(person, role)
        cls.suite.say("anna", "convention", "import", FRENCH, "--municipality",
                      "99001", "--police-zone", "5339")
        cls.suite.wait_for(lambda: cls.suite.ask(
            "anna", "indicators", "measures")["measures"])
        for month in SETTLED:
            cls.suite.say("anna", "indicators", "state", DONE, "--month",
                          month, "--done", *EVIDENCE)
        # The months of the other tests stay open, and 2024, which it governs
        # in part, unsettled.
        cls.suite.say("carl", "period", "calendar", "adopt", "--from",
                      "2024-12", "--due", "15", "--lock", "30", "--close",
                      "90", *WHY)

    def say(self, *words, **options):
        return self.suite.say("anna", *words, **options)

    def state(self, measure, month, *words, code=0, who="anna"):
        return self.suite.say(who, "indicators", "state", measure, "--month",
                              month, *words, code=code)

    def stated(self, measure, month, *words):
        return self.suite.ask("anna", "indicators", "state", measure,
                              "--month", month, *words)

    def speak(self, language):
        self.suite.lang = language
        self.addCleanup(setattr, self.suite, "lang", "en")

    def figures(self, measure, month):
        """(value, denominator, made of) of the month; none where it has none"""
        series = self.suite.ask("anna", "indicators", "series", "--measure",
                                measure, "--from", month, "--until",
                                month)["series"]
        return [tuple(int(figure.get(key, 0)) for key in
                      ("value", "denominator", "contributions"))
                for one in series for figure in one.get("months", [])]

    def achieved(self, measure, year):
        return self.suite.ask("anna", "indicators", "achievement", "--year",
                              year, "--measure", measure)["achievements"][0]

    def series(self, measure, month):
        return self.say("indicators", "series", "--measure", measure, "--from",
                        month, "--until", month)

    def test_what_is_done_or_not_is_stated_and_corrected(self):
        place = (DONE, "2024-03")
        self.assertIn("[STATEMENT_UNKNOWN]", self.state(*place, code=1))
        said = self.state(*place, "--not-done", *EVIDENCE, "--dry-run")
        self.assertIn("Dry run", said)
        self.assertIn("[STATEMENT_UNKNOWN]", self.state(*place, code=1))
        # It is shown before it is stored.
        said = self.state(*place, "--not-done", *EVIDENCE)
        self.assertRegex(said, r"stated +- +not done\n(.*\n)*Stated: version 1 "
                         rf"\({DONE}/2024-03\)")
        # A no is no silence.
        self.assertEqual(self.figures(*place), [(0, 0, 1)])
        first = self.stated(*place)
        self.assertEqual((first["isDone"], first["evidence"]),
                         (False, EVIDENCE[1]))
        self.assertIn("Nothing changes: version 1 stands.",
                      self.state(*place, "--not-done", *EVIDENCE))

        self.assertIn("[REASON_TOO_SHORT]",
                      self.state(*place, "--done", *EVIDENCE, code=1))
        said = self.state(*place, "--done", *EVIDENCE, *WHY)
        self.assertRegex(said, r"stated +not done +done\n")
        self.assertIn("Stated: version 2", said)
        self.assertEqual(self.figures(*place), [(1, 0, 1)])
        said = self.series(*place)
        self.assertRegex(said, r" 2024-03 +yes +1\b")
        self.assertIn(f"stated by people: entente indicators state {DONE}",
                      said)
        self.assertEqual(self.achieved(DONE, "2024")["actual"]["value"], "1")

        versions = self.stated(*place, "--history")["statements"]
        self.assertEqual([one["version"] for one in versions], [2, 1])
        self.assertEqual(versions[0]["reason"], WHY[1])
        self.assertRegex(self.state(*place, "--history"),
                         r" 2 +done .*\n(.*\n)* +1 +not done ")
        then = self.stated(*place, "--as-of-time", first["updateTime"])
        self.assertEqual((then["version"], then["isDone"]), (1, False))
        self.assertRegex(self.state(*place), r" 2 +done ")
        self.assertIn("[ETAG_MISMATCH]", self.state(
            *place, "--not-done", *EVIDENCE, *WHY, "--etag", "1", code=1))

    def test_how_many_of_how_many(self):
        place = (RATIO, "2024-04")
        for part, of in (("13", "12"), ("0", "0")):
            self.assertIn("[RATIO_INVALID]", self.state(
                *place, "--part", part, "--of", of, *EVIDENCE, code=1))
        self.assertRegex(self.state(*place, "--part", "9", "--of", "12",
                                    *EVIDENCE), r"stated +- +9/12\n")
        self.state(RATIO, "2024-05", "--part", "0", "--of", "4", *EVIDENCE)
        self.assertEqual(self.figures(*place), [(9, 12, 1)])
        self.assertRegex(self.series(*place), r" 2024-04 +9/12 ")
        actual = self.achieved(RATIO, "2024")["actual"]
        self.assertEqual((actual["value"], actual["denominator"]),
                         ("9", "16"))

    def test_words_are_read_in_ones_language(self):
        place = (WORDS, "2024-03")
        words = ("--words", "Le tableau de bord est en service", "--words-nl",
                 "Het dashboard is in gebruik")
        self.assertRegex(self.state(*place, *words, *EVIDENCE),
                         r"in French +- +Le tableau[^\n]*\n"
                         r"in Dutch +- +Het dashboard")
        for language, said, word in (
                ("fr", "Le tableau de bord", "en mots"),
                ("nl", "Het dashboard", "in woorden")):
            self.speak(language)
            self.assertIn(said, self.state(*place))
            self.assertRegex(self.series(*place), rf" 2024-03 +{word} +1\b")
        self.suite.lang = "en"
        self.assertEqual(self.figures(*place), [(0, 0, 1)])
        # Words are added to no figure of the year.
        self.assertNotIn("actual", self.achieved(WORDS, "2024"))

    def test_words_in_german_and_english_are_neither_hidden_nor_lost(self):
        place = (WORDS, "2024-07")
        said = self.state(*place, "--words-de", "Es ist in Betrieb",
                          "--words-en", "It is in use", *EVIDENCE)
        self.assertRegex(said, r"in German +- +Es ist in Betrieb *\n"
                         r"in English +- +It is in use")
        words = self.stated(*place)["words"]
        self.assertEqual(words, {"fr": "", "nl": "",
                                 "de": "Es ist in Betrieb",
                                 "en": "It is in use"})
        # What is not said again goes, and that is shown.
        said = self.state(*place, "--words", "Il est en service", *EVIDENCE,
                          *WHY)
        self.assertRegex(said, r"in German +Es ist in Betrieb +-")
        self.assertTrue(self.stated(*place)["isCounted"])

    def test_what_is_counted_or_fed_is_not_stated(self):
        month = "2024-06"
        done = ("--done", *EVIDENCE)
        for measure, words, reason in (
                (DONE, ("--part", "1", "--of", "2", *EVIDENCE),
                 "STATEMENT_WRONG_KIND"),
                (RATIO, done, "STATEMENT_WRONG_KIND"),
                (WORDS, done, "STATEMENT_WRONG_KIND"),
                ("nuisance_actions", done, "STATEMENT_WRONG_KIND"),
                ("zone_payment_made", done, "STATEMENT_MEASURE_FED"),
                ("no_such", done, "UNKNOWN_MEASURE"),
                (DONE, ("--done", "--evidence", "PV"), "EVIDENCE_TOO_SHORT"),
                (DONE, ("--withdraw", *WHY), "STATEMENT_UNKNOWN")):
            said = self.state(measure, month, *words, code=1)
            self.assertIn(f"[{reason}]", said)
        self.assertEqual(self.figures(DONE, month), [])
        self.assertIn("[DATE_OUTSIDE_TERM]",
                      self.state(DONE, "2023-12", *done, code=1))

    def test_who_reads_figures_does_not_state_them(self):
        place = (DONE, "2024-07")
        self.assertIn("[STATEMENT_UNKNOWN]",
                      self.state(*place, who="fred", code=1))
        said = self.state(*place, "--done", *EVIDENCE, who="fred", code=1)
        # All that is read before is read.
        self.assertIn("will stand", said)
        self.assertIn("[PERMISSION_MISSING]", said)
        self.assertEqual(self.figures(*place), [])
        self.assertIn("[STATEMENT_UNKNOWN]", self.state(*place, code=1))

    def test_which_flags_go_together_is_said_in_ones_language(self):
        place = (DONE, "2024-06")
        for language, one, apart, missing, what in (
                ("en", "Give --of with --part.", "not both.", "is missing",
                 "Say what is stated"),
                ("fr", "Donnez --of avec --part.", "pas les deux.", "manque",
                 "Indiquez ce qui est déclaré"),
                ("nl", "Geef --of samen met --part.", "niet beide.",
                 "ontbreekt", "Geef op wat verklaard wordt")):
            self.speak(language)
            self.assertIn(one, self.state(*place, "--part", "1", code=2))
            for words in (("--done", "--not-done"), ("--done", "--words", "x"),
                          ("--not-done", "--words-de", "x"),
                          ("--part", "1", "--of", "2", "--words-en", "x"),
                          ("--part", "1", "--of", "2", "--words-nl", "x"),
                          ("--withdraw", "--done"), ("--history", "--done"),
                          ("--history", "--withdraw")):
                self.assertIn(apart, self.state(*place, *words, *EVIDENCE,
                                                *WHY, code=2))
            for words in (("--done",), ("--withdraw",)):
                self.assertIn(missing, self.state(*place, *words, code=2))
            for words in (EVIDENCE, WHY, ("--dry-run",)):
                self.assertIn(what, self.state(*place, *words, code=2))
        self.suite.lang = "en"
        self.assertIn("--as-of-time only shows", self.state(
            *place, "--done", *EVIDENCE, "--as-of-time", "2024-07-01",
            code=2))
        self.state(DONE, "2024-13", code=2)

    def test_the_help_fits_and_says_what_does_not_go_together(self):
        for language, words in (("en", ("with: --of", "not with: ")),
                                ("fr", ("avec : --of", "pas avec : ")),
                                ("nl", ("met: --of", "niet met: "))):
            self.speak(language)
            said = self.say("indicators", "state", "--help")
            for word in words:
                self.assertIn(word, said)
            for line in said.split("\n"):
                self.assertLessEqual(len(line), 100)

    def test_what_is_taken_back_is_stated_no_more(self):
        place = (DONE, "2024-08")
        self.state(*place, "--done", *EVIDENCE)
        self.assertIn("Dry run", self.state(*place, "--withdraw", *WHY,
                                            "--dry-run"))
        self.assertEqual(self.figures(*place), [(1, 0, 1)])
        said = self.state(*place, "--withdraw", *WHY)
        self.assertRegex(said, r"stated +done +taken back\n")
        self.assertIn("Taken back: version 2", said)
        self.assertEqual(self.figures(*place), [])
        latest = self.stated(*place)
        self.assertTrue(latest["isWithdrawn"])
        self.assertNotIn("isDone", latest)
        self.assertRegex(self.state(*place), r" 2 +taken back ")
        # And stated again.
        self.state(*place, "--not-done", *EVIDENCE, *WHY)
        self.assertEqual(self.figures(*place), [(0, 0, 1)])

    def test_of_a_sensitive_measure_nothing_is_shown_and_all_can_be_changed(
            self):
        place = (HIDDEN, "2024-03")
        self.assertIn("it is not shown what stood",
                      self.state(*place, "--not-done", *EVIDENCE, *WHY))
        self.assertIn("[STATEMENT_UNKNOWN]", self.state(*place, code=1))
        self.assertIn("[STATEMENT_UNKNOWN]",
                      self.state(*place, "--history", code=1))
        # What stood is not shown, and is not in the way.
        said = self.state(*place, "--done", *EVIDENCE, *WHY)
        self.assertRegex(said, r"stated +- +done\n")
        self.assertNotIn("version", said)
        self.assertEqual(self.figures(*place), [])

    def test_a_settled_month_takes_no_statement(self):
        # Who stated a figure of the month does not approve it.
        self.assertIn("[SAME_PERSON]", self.say("period", "approve",
                                                SETTLED[0], code=1))
        self.suite.say("bert", "period", "approve", SETTLED[0])
        for month, reason in zip(SETTLED, ("PERIOD_APPROVED", "PERIOD_CLOSED")):
            for words in (("--not-done", *EVIDENCE), ("--withdraw",)):
                self.assertIn(f"[{reason}]", self.state(
                    DONE, month, *words, *WHY, code=1))
            self.assertEqual(self.figures(DONE, month), [(1, 0, 1)])
        self.assertRegex(self.series(DONE, SETTLED[0]),
                         r" 2025-03 +yes +1\b")

    def test_the_dossier_holds_what_was_stated_and_its_evidence(self):
        self.state(WORDS, "2024-09", "--words", "Les serrures sont posées",
                   "--words-nl", "De sloten zijn geplaatst", *EVIDENCE)
        self.state(DONE, "2024-09", "--not-done", *EVIDENCE)
        self.state(DONE, "2024-09", "--done", "--evidence",
                   "Décision du collège 2024-118", *WHY)
        self.state(DONE, "2024-10", "--done", *EVIDENCE)
        self.state(DONE, "2024-10", "--withdraw", *WHY)
        self.state(HIDDEN, "2024-09", "--done", "--evidence",
                   "Décision du collège 2024-119", *WHY)
        folder = self.suite.home / "dossier"
        self.say("dossier", "build", "--year", "2024", "--out", folder)
        with open(folder / "data" / "statements.csv", encoding="utf-8",
                  newline="") as file:
            rows = list(csv.DictReader(file, delimiter=";"))
        self.assertEqual(
            {(row["code"], row["month"]): (row["stated"], row["evidence"],
                                           row["version"])
             for row in rows if row["month"] in ("2024-09", "2024-10")},
            {(WORDS, "2024-09"): (
                "Les serrures sont posées / De sloten zijn geplaatst",
                EVIDENCE[1], "1"),
             (DONE, "2024-09"): (
                "oui / ja", "Décision du collège 2024-118", "2")})
        page = (folder / "dossier.html").read_text(encoding="utf-8")
        for text in ("Ce qui a été déclaré", "Wat verklaard is",
                     "De sloten zijn geplaatst", "2024-118"):
            self.assertIn(text, page)
        # Of a sensitive measure nothing that was stated.
        for path in folder.rglob("*"):
            if path.is_file():
                self.assertNotIn("2024-119",
                                 path.read_text(encoding="utf-8"))
        # It is what the manifest says, as everything in it.
        self.assertIn("are as the manifest says",
                      self.suite.say(None, "dossier", "verify", folder))

    def test_no_source_is_asked_for_what_people_state(self):
        path = self.suite.home / "sheet.csv"
        sheet = ("collect", "sheet", "--month", "2024-03", "--source",
                 "zone5339", "--area", "DPI-1", "--out", path)
        said = self.say(*sheet, "--measure", DONE, code=1)
        self.assertIn("[MEASURE_NOT_COUNTED]", said)
        self.assertIn(f"entente indicators state {DONE}",
                      " ".join(said.split()))
        self.say(*sheet)
        asked = path.read_text(encoding="utf-8-sig")
        self.assertIn("nuisance_actions", asked)
        for measure in KINDS:
            self.assertNotIn(measure, asked)


if __name__ == "__main__":
    unittest.main()
