#!/usr/bin/env python3
"""A coordinator's month on the terminal: adopt a calendar, wait for the source,
approve, open again, approve again.

Usage: periods_test.py BUILD_FOLDER     (from the root of the source tree)
"""

import datetime
import pathlib
import sys
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).parent.parent / "suite"))
import suite  # noqa: E402: its folder is known only now.

BUILD = sys.argv.pop(1)
# Its term is 2024 and 2025.
FRENCH = "tools/samples/montclair.fr.txt"
MONTH = "2024-03"
WHY = ("--reason", "Décision du collège du 12 mars")
REFUSED = "Le mois peut attendre la réouverture"
ENDED = "Tout est livré plus tôt que prévu"
DAY = r"\d{4}-\d\d-\d\d"
ADOPT = ("period", "calendar", "adopt", "--from", "2024-01", "--due", "15",
         "--lock", "30", "--close", "90", *WHY)


class PeriodsTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.suite = suite.Suite(BUILD)
        cls.suite.__enter__()
        cls.addClassCleanup(cls.suite.__exit__, None, None, None)
        for person, role in (("anna", "coordinator"), ("bert", "coordinator"),
                             ("carl", "coordinator"), ("zone5339", "zone")):
            cls.suite.log_in(person, role)
        cls.suite.say("anna", "convention", "import", FRENCH, "--municipality",
                      "99001", "--police-zone", "5339")
        cls.suite.wait_for(lambda: cls.suite.ask(
            "anna", "indicators", "measures")["measures"])

    def say(self, *words, **options):
        return self.suite.say("anna", *words, **options)

    def deliver(self, event, value, *flags, code=0):
        rows = self.suite.home / f"{event}.csv"
        rows.write_text("event_id;measure;date;area;value;replaces\n"
                        f"{event};nuisance_actions;2024-03-05;DPI-1;{value};\n")
        return self.suite.say("zone5339", "indicators", "ingest", rows,
                              "--source", "zone5339", *flags, code=code)

    def test_a_month_from_its_calendar_to_its_second_version(self):
        # Nothing is due before a calendar is adopted.
        self.assertIn("every month is open", self.say("period", "list"))
        self.assertNotIn("Months:", self.say("status"))
        self.deliver("event-00000001", 7)

        # It is said what a calendar of the past does, before it does it.
        said = self.say(*ADOPT, "--source", "zone5339", "--dry-run")
        self.assertIn("nothing is stored", said)
        self.assertIn("the months 2024-01 to", said)
        self.assertIn("every month is open", self.say("period", "list"))
        self.assertIn("2024-01", self.say(*ADOPT, "--source", "zone5339"))
        self.suite.lang = "fr"
        self.addCleanup(setattr, self.suite, "lang", "en")
        self.assertRegex(self.say("period", "list"),
                         r"attendue le +verrouillée après +clôturée après")
        self.assertIn("régler les mois clôturés sans confirmation (24)",
                      self.say("todo"))
        self.suite.lang = "en"
        self.assertRegex(self.say("period", "show", MONTH),
                         r"2024-03: closed\n.*2024-04-15.*\n\n(.*\n){2}"
                         r"zone5339 +yes +1 ")

        # A closed month takes no row; the row says why.
        said = self.deliver("event-00000002", 1, code=1)
        self.assertIn("the month is closed; only a re-opening lets rows in",
                      said)
        said = " ".join(self.suite.say("bert", "period", "approve", MONTH,
                                       code=1).split())
        self.assertIn("name it in --without SOURCE=REASON with a reason. "
                      "[SOURCE_NOT_CONFIRMED] at: --without", said)
        confirm = ("period", "confirm", MONTH, "--count")
        self.assertIn("The service counts 1",
                      self.suite.say("zone5339", *confirm, "2", code=1))
        self.suite.say("zone5339", *confirm, "1")
        self.assertIn("approve the confirmed months (1)", self.say("todo"))
        # Nor is it approved by whoever adopted its calendar afterwards.
        self.assertIn("SAME_PERSON",
                      self.say("period", "approve", MONTH, code=1))
        self.assertIn("figures frozen: 1",
                      self.suite.say("bert", "period", "approve", MONTH))
        self.assertIn("Months: approved 1 · closed, not confirmed 23",
                      self.say("status"))

        # Another person asks to open it again, which a third one approves; what
        # was frozen stays.
        until = datetime.date.today() + datetime.timedelta(days=5)
        reopen = ("period", "reopen", MONTH, "--until", str(until), *WHY)
        self.assertIn("SAME_PERSON", self.suite.say("bert", *reopen, code=1))
        approve = ("period", "reopening", "approve", MONTH)
        self.assertIn("REOPENING_NOT_ASKED", self.say(*approve, code=1))
        said = " ".join(self.suite.say("carl", *reopen).split())
        self.assertIn("Asked; another person approves it with entente period "
                      f"reopening approve {MONTH}", said)
        self.assertIn("Neither you nor whoever approves the re-opening may "
                      "approve the month again: that needs a third person.",
                      said)
        self.deliver("event-00000004", 2, code=1)
        self.assertIn(f"approve the re-opening of {MONTH}", self.say("todo"))
        self.assertIn("re-opening asked", self.say("period", "show", MONTH))
        self.assertIn("SAME_PERSON", self.suite.say("carl", *approve, code=1))
        self.say("period", "reopening", "end", MONTH, *WHY)
        self.assertNotIn("re-opening asked", self.say("period", "list"))
        # Anna refused what was not hers to withdraw.
        self.assertIn("re-opening request ended",
                      self.say("period", "show", MONTH))
        self.suite.say("carl", *reopen)
        # Said before it is too late, and afterwards.
        third = ("Neither you nor whoever asked may approve the month again: "
                 "that needs a third person.")
        self.assertIn(third, " ".join(self.say(*approve, "--dry-run").split()))
        said = " ".join(self.say(*approve).split())
        self.assertIn(f"Re-opened until {until}", said)
        self.assertIn(third, said)
        self.assertRegex(self.say("period", "show", MONTH),
                         "re-opened.* prevention coordinator ")
        # The answer of before stands, and says how to ask again.
        said = self.deliver("event-00000004", 2, code=1)
        self.assertIn("--session again-1", said)
        self.assertIn("every row had been rejected before",
                      " ".join(said.split()))
        self.assertNotIn("Every row was rejected", said)
        self.deliver("event-00000004", 2, "--session", "again-1")
        said = self.say("period", "show", MONTH)
        self.assertRegex(said, r"DPI-1 +7 +9\n")
        said = self.say("period", "show", MONTH, "--version", "1")
        self.assertRegex(said, r"DPI-1 +7 +1\n")
        self.assertRegex(said,
                         rf"zone5339: confirmed on {DAY} \d\d:\d\d, late")
        self.say("period", "reject", MONTH, *WHY)
        # Sent back although it was approved once: the list says so as well.
        said = self.say("period", "list")
        self.assertRegex(said, rf"{MONTH} +re-opened until .*,")
        self.assertIn("sent back", said)
        self.assertIn(f"have {MONTH} confirmed again: zone5339",
                      self.say("todo"))
        self.assertIn(f"periods/{MONTH};STAGE_CLOSED;STANDING_REOPENED;",
                      self.say("period", "list", "--format", "csv"))
        # A line for each source, by name.
        said = self.say("period", "sources", "--from", MONTH, "--until",
                        "2024-04", "--format", "csv")
        for month in (MONTH, "2024-04"):
            self.assertRegex(said, rf"(?m)^{month};zone5339;true;\d+;")
        self.suite.say("zone5339", *confirm, "2")
        self.suite.say("bert", "period", "approve", MONTH)
        said = self.say("period", "show", MONTH)
        self.assertIn("approved (version 2)", said)
        self.assertIn("Today's figures are those of the version.", said)
        self.assertNotIn("when the month was approved", said)
        # Renamed since: the version is shown by the words of today, and says
        # those of then.
        self.say("indicators", "measure", "settings", "set",
                 "nuisance_actions", "--from", MONTH, "--title-fr",
                 "Interventions", "--title-nl", "Tussenkomsten", *WHY)
        said = " ".join(self.say("period", "show", MONTH).split())
        self.assertRegex(said, r'Interventions: when the month was approved '
                               r'called "[^"]+"')
        # The zone sees where its month stands, not the figures of all.
        said = self.suite.say("zone5339", "period", "show", MONTH)
        self.assertIn("approved (version 2)", said)
        self.assertNotIn("SHA-256", said)
        self.assertNotIn("anna", said)
        self.approve_last_month_with_an_exception()

    def approve_last_month_with_an_exception(self):
        # By the calendar above the month before this one is not closed yet.
        today = datetime.date.today()
        last = today.replace(day=1) - datetime.timedelta(days=1)
        month = last.strftime("%Y-%m")
        until = today + datetime.timedelta(days=5)
        self.say("period", "exception", "request", month, "--source",
                 "zone5339", "--until", str(until), *WHY)
        self.suite.say("bert", "period", "exception", "approve", f"{month}/1")
        self.refuse_an_exception_and_end_another(month, until)
        # Who approved it may approve the month, whose version names it.
        self.suite.say("bert", "period", "approve", month, "--without",
                       "zone5339=Panne du système de la zone")
        line = (rf"Exception: zone5339 until {until}, approved {DAY}: "
                rf"{WHY[1]}")
        for words in ((month,), (month, "--version", "1")):
            said = " ".join(self.say("period", "show", *words).split())
            self.assertRegex(said, line)
            # One that was ended says why; one that was refused let nobody in.
            self.assertRegex(said, rf"{line}; ended {DAY}: {ENDED}")
        self.assertNotIn(REFUSED, said)
        self.assertIn("without zone5339: Panne du système", said)
        self.assertNotIn("zone5339: confirmed", said)
        # Rows are taken on that day too.
        self.addCleanup(setattr, self.suite, "lang", "en")
        for lang, words in (("fr", f"zone5339 jusqu'au {until} inclus,"),
                            ("nl", f"zone5339 tot en met {until},")):
            self.suite.lang = lang
            said = " ".join(self.say("period", "show", month).split())
            self.assertIn(words, said)
        self.suite.lang = "en"
        # A version without any says nothing of them.
        self.assertNotIn("Exception:", self.say("period", "show", MONTH))

    def refuse_an_exception_and_end_another(self, month, until):
        request = ("period", "exception", "request", month, "--source",
                   "zone5339", "--until", str(until), *WHY)
        end = ("period", "exception", "end")
        self.say(*request)
        self.suite.say("bert", *end, f"{month}/2", "--reason", REFUSED)
        self.say(*request)
        self.suite.say("bert", "period", "exception", "approve", f"{month}/3")
        self.say(*end, f"{month}/3", "--reason", ENDED)
        self.addCleanup(setattr, self.suite, "lang", "en")
        for lang, refused, ended in (
                ("fr", "refusée le DAY : ", "terminée le DAY : "),
                ("nl", "geweigerd op DAY: ", "beëindigd op DAY: "),
                ("en", "refused on DAY: ", "ended on DAY: ")):
            self.suite.lang = lang
            said = " ".join(self.say("period", "show", month).split())
            for number, words, why in ((2, refused, REFUSED),
                                       (3, ended, ENDED)):
                line = f"{month}/{number}, {words}{why}"
                self.assertRegex(said, line.replace("DAY", DAY))

    def test_the_help_of_a_rule_shows_each_form_by_one_that_is_taken(self):
        self.addCleanup(setattr, self.suite, "lang", "en")
        for lang, marker in (("en", "An example of each comparison:"),
                             ("fr", "Un exemple de chaque comparaison :"),
                             ("nl", "Een voorbeeld van elke vergelijking:")):
            self.suite.lang = lang
            for command in ("add", "change"):
                said = self.say("period", "rule", command, "--help")
                examples = [line.strip() for line in
                            said.split(marker)[1].strip().splitlines()]
                self.assertEqual(len(examples), 8, said)
        self.suite.lang = "en"
        compared = set()
        for example in examples:
            compared.update(word for word in example.split() if word in (
                "=", "!=", "<", "<=", ">", ">=", "paired", "excludes"))
            with self.subTest(example=example):
                self.assertIn("nothing is stored", self.say(
                    "period", "rule", "add", example, *WHY, "--dry-run"))
        self.assertEqual(len(compared), 8)

    def test_a_line_that_cannot_be_is_a_fault_of_the_line(self):
        for words in (("approve", MONTH, "--without", "bravvo"),
                      ("reopen", MONTH, "--until", "soon", *WHY),
                      ("exception", "approve", "2024-03"),
                      ("exception", "end", "2024-03/1"),
                      ("reopening", "end", MONTH),
                      ("list", "--from", "March"),
                      ("show", MONTH, "--version", "0")):
            with self.subTest(words=words):
                self.say("period", *words, code=2)
        self.assertIn("NAME_INVALID", self.say("period", "show", "2018-13",
                                               code=1))


if __name__ == "__main__":
    unittest.main()
