#!/usr/bin/env python3
"""A source without account mails its sheet: a coordinator reads it in, confirms
the month, and another approves it.

Usage: on_behalf_test.py BUILD_FOLDER     (from the root of the source tree)
"""

import pathlib
import sys
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).parent.parent / "suite"))
import suite  # noqa: E402: its folder is known only now.

BUILD = sys.argv.pop(1)
# Its term is 2024 and 2025.
FRENCH = "tools/samples/montclair.fr.txt"
COUNTED = "securing_actions"
HIDDEN = "theft_awareness_actions"
WHY = ("--reason", "Décision du collège du 12 mars")
LOGIN_OF_SOURCE = (("en", "with the login of bravvo"),
                   ("fr", "avec la session de bravvo"),
                   ("nl", "met de aanmelding van bravvo"))
# Of a source that nothing names yet.
NEW = ("--on-behalf", "--new-source")
# Earlier months have none: their sheets are taken whenever this runs.
ADOPT = ("period", "calendar", "adopt", "--from", "2024-09", "--due", "15",
         "--lock", "30", "--close", "90", *WHY)


class OnBehalfTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.suite = suite.Suite(BUILD, names=("indicators", "conventions"))
        cls.suite.__enter__()
        cls.addClassCleanup(cls.suite.__exit__, None, None, None)
        for person, role in (("anna", "coordinator"), ("bert", "coordinator"),
                             ("carl", "coordinator"), ("dora", "coordinator"),
                             ("zone5339", "zone"), ("petanque", "source")):
            cls.suite.log_in(person, role)
        cls.suite.say("anna", "convention", "import", FRENCH, "--municipality",
                      "99001", "--police-zone", "5339")
        cls.suite.wait_for(lambda: cls.suite.ask(
            "anna", "indicators", "measures")["measures"])

    def say(self, who, *words, lang="en", code=0):
        """What one command prints, words broken between lines put together."""
        self.suite.lang = lang
        try:
            said = self.suite.say(who, *words, code=code)
        finally:
            self.suite.lang = "en"
        return " ".join(said.split())

    def sheet(self, month, figures, source="bravvo"):
        """A sheet of the source, filled in with figures by measure."""
        path = self.suite.home / f"{self.id().rsplit('.', 1)[1]}.csv"
        path.unlink(missing_ok=True)
        self.suite.say("anna", "collect", "sheet", "--month", month, "--source",
                       source, "--area", "DPI-1", "--out", path)
        rows = [line.split(";")
                for line in path.read_text(encoding="utf-8-sig").split("\n")]
        for measure, figure in figures.items():
            (row,) = (row for row in rows
                      if len(row) == 10 and row[8] == measure)
            row[6] = str(figure)
        path.write_text("\n".join(map(";".join, rows)), encoding="utf-8-sig")
        return path

    def read(self, who, path, *words, **options):
        return self.say(who, "collect", "read", path, *words, **options)

    def total(self, month):
        series = self.suite.ask("anna", "indicators", "series", "--from",
                                month, "--until", month)["series"]
        return sum(int(one.get("value", 0))
                   for each in series if each["measureCode"] == COUNTED
                   for one in each.get("months", []))

    def rows(self, source, day="2024-04-05"):
        path = self.suite.home / f"{source}.csv"
        path.write_text("event_id;measure;date;area;value\n"
                        f"event-{source};{COUNTED};{day};DPI-1;2\n")
        return path

    def test_a_mailed_sheet_is_read_in_twice_and_corrected(self):
        path = self.sheet("2024-03", {COUNTED: 7})
        # Who forgets to say so is told both ways.
        for lang, login in LOGIN_OF_SOURCE:
            said = self.read("anna", path, "--yes", lang=lang, code=1)
            self.assertIn("[SHEET_OTHER_SOURCE]", said)
            self.assertIn(login, said)
            self.assertIn("--on-behalf", said)
        said = self.read("anna", path, *NEW, "--dry-run")
        self.assertIn("nothing is stored", said)
        self.assertEqual(self.total("2024-03"), 0)
        self.assertIn("entente period confirm 2024-03 --on-behalf-of bravvo",
                      self.read("anna", path, *NEW, "--yes"))
        self.assertEqual(self.total("2024-03"), 7)
        for who in ("anna", "bert"):
            self.assertIn("Nothing to deliver",
                          self.read(who, path, "--on-behalf", "--yes"))
        path = self.sheet("2024-03", {COUNTED: 9})
        # As the confirmation has it, which names the source.
        self.assertIn("not of echo", self.read(
            "bert", path, "--on-behalf-of", "echo", "--yes", code=1))
        self.read("bert", path, "--on-behalf-of", "bravvo", "--yes")
        self.assertEqual(self.total("2024-03"), 9)

    def test_a_flag_of_the_other_command_is_named_as_it_is_here(self):
        self.assertIn("Here it may be called --on-behalf-of.", self.say(
            "bert", "period", "confirm", "2024-03", "--on-behalf", code=2))
        self.assertIn("Here it may be called --on-behalf.", self.say(
            "bert", "indicators", "ingest", "a.csv", "--source", "bravvo",
            "--on-behalf-of", "bravvo", code=2))
        self.assertIn("Give --on-behalf with --new-source.", self.read(
            "bert", "a.csv", "--new-source", code=2))

    def test_a_source_that_nothing_names_is_taken_for_a_mistake(self):
        path = self.sheet("2024-01", {COUNTED: 7}, source="bravo")
        for lang, words in (("en", "Correct its code"),
                            ("fr", "Corrigez son code"),
                            ("nl", "Verbeter haar code")):
            said = self.read("anna", path, "--on-behalf", "--yes", lang=lang,
                             code=1)
            self.assertIn("[SOURCE_UNKNOWN]", said)
            self.assertIn(words, said)
            self.assertIn("--new-source", said)
        self.assertIn("[SOURCE_UNKNOWN]", self.say(
            "anna", "indicators", "ingest", self.rows("bravo"), "--source",
            "bravo", "--on-behalf", code=1))
        self.assertEqual(self.total("2024-01"), 0)

    def test_who_acts_is_known_where_it_is_not_said(self):
        path = self.sheet("2024-02", {COUNTED: 7})
        login = ("login", "--as", "anna", "--role", "coordinator")
        self.suite.say(None, *login)
        for lang, login_of in LOGIN_OF_SOURCE:
            said = self.read(None, path, "--yes", lang=lang, code=1)
            self.assertIn("[SHEET_OTHER_SOURCE]", said)
            self.assertIn(login_of, said)
            self.assertIn("--on-behalf", said)
        self.assertIn("nothing is stored",
                      self.read(None, path, *NEW, "--dry-run"))
        # By the name of a login, which is no subject.
        self.suite.say(None, *login, "--session", "bravvo")
        said = self.read("bravvo", path, "--yes", code=1)
        self.assertIn("[SHEET_OTHER_SOURCE]", said)
        self.assertIn("not of anna", said)
        self.assertIn("with the login of bravvo", said)
        self.assertEqual(self.total("2024-02"), 0)

    def test_what_was_delivered_for_it_by_file_is_not_counted_twice(self):
        month = "2024-08"
        self.say("anna", "indicators", "ingest",
                 self.rows("hotel", f"{month}-05"), "--source", "hotel",
                 "--session", "mailed", *NEW)
        path = self.sheet(month, {COUNTED: 3}, source="hotel")
        for who, word in (("anna", "--dry-run"), ("bert", "--yes")):
            said = self.read(who, path, "--on-behalf", word, code=1)
            self.assertIn("DPI-1 1 event - → 3", said)
            self.assertIn("[SHEET_ADDS_TO_DELIVERY]", said)
            self.assertIn(f"on top of them: {COUNTED}.", said)
        self.assertEqual(self.total(month), 2)
        # Whoever may approve the month reads of which measures it is.
        (source,) = self.suite.ask("bert", "period", "show", month)["sources"]
        self.assertEqual(source["contributions"], "1")
        self.assertEqual(source["measures"], [
            {"measureCode": COUNTED, "contributions": "1"}])
        self.read("bert", path, "--on-behalf", "--yes", "--adds")
        self.assertEqual(self.total(month), 5)
        # What stands needs no word, nor does what is taken back.
        self.assertIn("Nothing to deliver",
                      self.read("anna", path, "--on-behalf", "--yes"))
        path = self.sheet(month, {COUNTED: 0}, source="hotel")
        self.read("anna", path, "--on-behalf", "--yes")
        self.assertEqual(self.total(month), 2)

    def test_a_session_says_who_delivered(self):
        ingest = ("indicators", "ingest", self.rows("delta"), "--source",
                  "delta", "--session", "mailed")
        self.assertIn("[PERMISSION_MISSING]",
                      self.say("anna", *ingest, code=1))
        self.say("anna", *ingest, *NEW)
        # A colleague does not go on with it, and without --session need not.
        for lang, words in (("en", "a session of your own"),
                            ("fr", "votre propre session"),
                            ("nl", "een eigen sessie")):
            said = self.say("bert", *ingest, "--on-behalf", lang=lang, code=1)
            self.assertIn("[SESSION_OF_ANOTHER]", said)
            self.assertIn(words, said)
        for who in ("anna", "bert"):
            self.say(who, *ingest[:-2], "--on-behalf")
        session = ("indicators", "session", "delta/mailed")
        for lang, words in (
                ("en", "Delivered by anna on behalf of the source"),
                ("fr", "Livrée par anna au nom de la source"),
                ("nl", "Geleverd door anna namens de bron")):
            self.assertIn(words, self.say("bert", *session, lang=lang))
        self.assertEqual(self.suite.ask("bert", *session)["deliveredBy"],
                         "anna")
        for lang, words in (("en", "delivered by"), ("fr", "livrée par"),
                            ("nl", "geleverd door")):
            said = self.say("bert", "indicators", "sessions", "delta",
                            lang=lang)
            self.assertIn(words, said)
            self.assertRegex(said, r" mailed (\S+ \S+ ){2}1 1 0 0 anna")
            self.assertIn(" 1 0 1 0 bert", said)

    def test_a_source_that_delivers_itself_is_asked_to(self):
        self.say("zone5339", "indicators", "ingest", self.rows("zone5339"),
                 "--source", "zone5339", "--session", "own")
        path = self.sheet("2024-05", {COUNTED: 4}, source="zone5339")
        said = self.read("anna", path, "--on-behalf", "--yes", code=1)
        self.assertIn("[SOURCE_DELIVERS_ITSELF]", said)
        self.assertIn("Source zone5339 delivers itself", said)
        self.assertEqual(self.total("2024-05"), 0)
        self.assertNotIn("on behalf", self.say(
            "zone5339", "indicators", "session", "zone5339/own"))
        # Which deliveries it made is told to itself, to others not even by
        # its name.
        sessions = ("indicators", "sessions", "zone5339")
        self.assertIn(" own ", self.say("zone5339", *sessions))
        for who in ("anna", "petanque"):
            said = self.say(who, *sessions)
            self.assertIn("No delivery of zone5339", said)
            self.assertNotIn(" own ", said)
            for command in ("session", "rejections"):
                self.assertIn("[SESSION_UNKNOWN]", self.say(
                    who, "indicators", command, "zone5339/own", code=1))

    def test_a_source_reads_in_for_no_other(self):
        path = self.sheet("2024-06", {COUNTED: 4})
        for who in ("zone5339", "petanque"):
            self.assertIn("[PERMISSION_MISSING]", self.read(
                who, path, "--on-behalf", "--yes", code=1))
        self.assertEqual(self.total("2024-06"), 0)

    def test_a_sensitive_figure_comes_from_the_source_alone(self):
        path = self.sheet("2024-07", {COUNTED: 4, HIDDEN: 3})
        self.say("carl", "indicators", "measure", "settings", "set", HIDDEN,
                 "--from", "2024-07", "--sensitive", *WHY)
        for lang, words in (("en", "only the source itself delivers"),
                            ("fr", "seule la source elle-même livre"),
                            ("nl", "alleen de bron zelf levert")):
            said = self.read("anna", path, *NEW, "--yes", lang=lang, code=1)
            self.assertRegex(said, r"G\d+ MEASURE_SENSITIVE_ON_BEHALF")
            self.assertIn(words, said)
        # One cell that cannot be taken, and nothing is stored.
        self.assertEqual(self.total("2024-07"), 0)

    def test_who_read_it_in_or_confirmed_it_does_not_approve(self):
        month = "2024-09"
        path = self.sheet(month, {COUNTED: 7}, source="echo")
        self.read("anna", path, *NEW, "--yes")
        self.say("carl", *ADOPT, "--source", "echo")
        confirm = ("period", "confirm", month, "--on-behalf-of", "echo")
        said = self.say("bert", *confirm, "--count", "2", code=1)
        self.assertIn("[CONTRIBUTIONS_DIFFER]", said)
        self.assertIn("sensitive measures are not counted", said)
        # No word of bert's own.
        self.assertIn("[SOURCE_INVALID]", self.say(
            "bert", *confirm[:-1], "", code=1))
        self.assertIn("[SOURCE_NOT_EXPECTED]", self.say(
            "bert", "period", "confirm", month, "--on-behalf-of", "golf",
            code=1))
        self.assertIn("Confirmed on behalf of echo",
                      self.say("bert", *confirm, "--count", "1"))
        for lang, words in (
                ("en", "echo: confirmed by bert on behalf of the source"),
                ("fr", "echo : confirmée par bert au nom de la source"),
                ("nl", "echo: bevestigd door bert namens de bron")):
            self.assertIn(words, self.say("dora", "period", "show", month,
                                          lang=lang))
        (source,) = self.suite.ask("dora", "period", "show", month)["sources"]
        self.assertEqual(source["confirmedBy"], "bert")
        for who in ("anna", "bert"):
            said = self.say(who, "period", "approve", month, code=1)
            self.assertIn("[SAME_PERSON]", said)
            self.assertIn("on behalf of a source", said)
        self.assertIn("figures frozen",
                      self.say("dora", "period", "approve", month))
        # The version keeps whose word it stands on.
        for lang, words in (
                ("en", r"echo: confirmed on \S+ \S+ by bert on behalf of the "
                       "source"),
                ("fr", r"echo : confirmée le \S+ \S+ par bert au nom de la "
                       "source"),
                ("nl", r"echo: bevestigd op \S+ \S+ door bert namens de "
                       "bron")):
            self.assertRegex(self.say("dora", "period", "show", month,
                                      "--version", "1", lang=lang), words)
        # Correcting the sheet would never help.
        path = self.sheet(month, {COUNTED: 8}, source="echo")
        said = self.read("anna", path, "--on-behalf", "--yes", code=1)
        self.assertIn("1 cell of the sheet cannot be taken, see above. Only a "
                      "re-opening of the month lets them in", said)
        self.assertIn(f"entente period reopen {month}", said)
        self.assertNotIn("read it again", said)


if __name__ == "__main__":
    unittest.main(verbosity=2)
