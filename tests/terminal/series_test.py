#!/usr/bin/env python3
"""Figures by month on the terminal: followed while the service is killed, and
of a sensitive measure, with what counts the persons behind it.

Usage: series_test.py BUILD_FOLDER     (from the root of the source tree)
"""

import datetime
import pathlib
import queue
import re
import sys
import threading
import time
import unittest
import zoneinfo

sys.path.insert(0, str(pathlib.Path(__file__).parent.parent / "suite"))
import suite  # noqa: E402: its folder is known only now.

BUILD = sys.argv.pop(1)
# Its term is 2024 and 2025.
FRENCH = "tools/samples/montclair.fr.txt"
DUTCH = "tools/samples/lindevoort.nl.txt"
WATCHED = "securing_actions"
SENSITIVE = "nuisance_actions"
HOURS = "staff_training_hours"
RATIO = "csil_participation"
# Of the contract itself.
ALWAYS_SENSITIVE = "returnee_encounters"
PERSONS = "returnees_met"


class Lines:
    """What a running command prints, line by line."""

    def __init__(self, client):
        self.lines = queue.SimpleQueue()
        threading.Thread(target=self.read, args=(client.stdout,),
                         daemon=True).start()

    def read(self, out):
        for line in out:
            self.lines.put(line)
        self.lines.put(None)

    def wait_for(self, pattern):
        """Reads on to a line of this pattern."""
        deadline = time.monotonic() + suite.ANSWER_SECONDS_MAX
        while True:
            try:
                line = self.lines.get(
                    timeout=max(0, deadline - time.monotonic()))
            except queue.Empty:
                raise AssertionError(f"no line {pattern}") from None
            if line is None:
                raise AssertionError(f"ended without a line {pattern}")
            if re.search(pattern, line):
                return


class SeriesTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.suite = suite.Suite(BUILD)
        cls.suite.__enter__()
        cls.addClassCleanup(cls.suite.__exit__, None, None, None)
        for person, role in (("anna", "coordinator"), ("zone5339", "zone"),
                             ("fred", "federal")):
            cls.suite.log_in(person, role)
        cls.suite.say("anna", "convention", "import", FRENCH, "--municipality",
                      "99001", "--police-zone", "5339")
        cls.suite.wait_for(lambda: cls.suite.ask(
            "anna", "indicators", "measures")["measures"])

    def deliver(self, event, value, measure=WATCHED, code=0):
        rows = self.suite.home / f"{event}.csv"
        rows.write_text("event_id;measure;date;area;value\n"
                        f"{event};{measure};2024-05-06;DPI-1;{value}\n")
        return self.suite.say("zone5339", "indicators", "ingest", rows,
                              "--source", "zone5339", code=code)

    @staticmethod
    def words(measure, until="2024-05"):
        return ("indicators", "series", "--measure", measure, "--from",
                "2024-05", "--until", until)

    def test_who_watches_misses_nothing_of_a_service_that_is_killed(self):
        self.deliver("watched-01", 4)
        client = self.suite.start_client("anna", *self.words(WATCHED),
                                         "--watch")
        try:
            lines = Lines(client)
            lines.wait_for(r"^ +2024-05 +4 ")
            self.suite.kill("indicators")
            self.assertIn("[SERVICE_UNREACHABLE]",
                          self.deliver("watched-02", 5, code=1))
            self.suite.start("indicators")
            # Before the watcher has found it again, or after.
            self.deliver("watched-02", 5)
            lines.wait_for(r"^ +2024-05 +9 ")
            # The stream that was opened again goes on, and outlives another.
            self.deliver("watched-03", 2)
            lines.wait_for(r"^ +2024-05 +11 ")
            self.suite.kill("indicators")
            self.suite.start("indicators")
            self.deliver("watched-04", 6)
            lines.wait_for(r"^ +2024-05 +17 ")
            self.assertIsNone(client.poll())
        finally:
            client.kill()
            client.wait(timeout=suite.ANSWER_SECONDS_MAX)
            client.stderr.close()

    def test_who_watches_is_told_which_measures_go_away(self):
        # Commands go on meaning the convention of before.
        usual = (self.suite.home / "client.json").read_text()
        self.suite.say("anna", "convention", "import", DUTCH, "--municipality",
                       "99002", "--police-zone", "5339", "--id", "dropped")
        (self.suite.home / "client.json").write_text(usual)
        there = ("--municipality", "99002")
        measures = self.suite.wait_for(lambda: self.suite.ask(
            "anna", "indicators", "measures", *there)["measures"])
        code = measures[0]["definition"]["code"]
        words = ("indicators", "series", *there, "--from", "2024-05",
                 "--until", "2024-05", "--watch")
        seen = {"en": rf"^{code} is no longer among these measures: ",
                "fr": rf"^{code} ne fait plus partie de ces mesures : ",
                "nl": rf"^{code} hoort niet meer bij deze metingen: "}
        self.addCleanup(setattr, self.suite, "lang", self.suite.lang)
        watchers = []
        for language, line in seen.items():
            self.suite.lang = language
            watchers.append((self.watch(*words), rf"\({code}\)$", line))
        watchers.append((self.watch(*words, "--format", "json"),
                         '"resumeToken"', r'"removedMeasureCodes": \[$'))
        for lines, shown, _ in watchers:
            lines.wait_for(shown)
        self.suite.say("anna", "convention", "discard",
                       "municipalities/99002/conventions/dropped")
        for lines, _, gone in watchers:
            lines.wait_for(gone)

    def watch(self, *words):
        """What a client of anna says until the test ends."""
        client = self.suite.start_client("anna", *words)

        def stop():
            client.kill()
            client.wait(timeout=suite.ANSWER_SECONDS_MAX)
            client.stderr.close()

        self.addCleanup(stop)
        return Lines(client)

    def test_what_is_watched_is_what_is_known_now(self):
        words = (*self.words(WATCHED), "--watch", "--as-of-time",
                 "2024-06-01T12:00:00Z")
        self.addCleanup(setattr, self.suite, "lang", self.suite.lang)
        for language, wrong in (("en", "not both"), ("fr", "pas les deux"),
                                ("nl", "niet beide")):
            self.suite.lang = language
            said = self.suite.say("anna", *words, code=2)
            self.assertIn("--as-of-time", said)
            self.assertIn("--watch", said)
            self.assertIn(wrong, said)

    def test_quarters_years_and_the_term_are_shown(self):
        self.deliver("steps-0001", 420, measure=HOURS)
        words = self.words(HOURS, until="2024-12")
        self.assertRegex(self.suite.say("anna", *words, "--step", "quarter"),
                         r"2024-Q2 partial \(05-06\) +7 h ")
        self.assertRegex(self.suite.say("anna", *words, "--step", "year"),
                         r"2024 partial \(05-12\) +7 h ")
        said = self.suite.say("anna", *words, "--step", "term")
        self.assertRegex(said, r"2024-05/2024-12 partial +7 h ")
        self.assertIn("the term of the convention is 2024-01/2025-12", said)
        # Without months, that of the convention which the import remembered.
        term = ("indicators", "series", "--measure", HOURS)
        said = self.suite.say("anna", *term, "--step", "term")
        self.assertRegex(said, r"2024-01/2025-12 +7 h ")
        self.assertNotIn("partial", said)
        # As it was known then: before the import there was none.
        self.assertIn("NOT_RECORDED_YET", self.suite.say(
            "anna", *term, "--step", "term", "--as-of-time",
            "2024-06-01T12:00:00Z", code=1))
        # Today's date means now: the service does not refuse its end.
        today = datetime.datetime.now(
            zoneinfo.ZoneInfo("Europe/Brussels")).date().isoformat()
        self.assertRegex(
            self.suite.say("anna", *term, "--step", "term", "--as-of-time",
                           today), r"2024-01/2025-12 +7 h ")
        self.assertIn("--from is missing", self.suite.say(
            "anna", *term, "--step", "year", code=2))
        [series] = self.suite.ask("anna", *words, "--step",
                                  "quarter")["series"]
        self.assertEqual(series["months"], [])
        self.assertEqual([step["figure"]["value"] for step in series["steps"]],
                         ["420"])
        said = self.suite.say("anna", *words, "--step", "quarter", "--chart",
                              "--ascii")
        self.assertIn("Q2  Q3  Q4", said)
        self.assertIn("partial, drawn of these months alone: 2024-Q2 (05-06)",
                      said)
        # A term has nothing to draw, and changes are followed by month.
        self.assertIn("nothing to draw", self.suite.say(
            "anna", *words, "--step", "term", "--chart", code=2))
        self.assertIn("not both", self.suite.say(
            "anna", *words, "--step", "quarter", "--watch", code=2))

    def test_a_term_is_the_whole_period_in_french(self):
        self.addCleanup(setattr, self.suite, "lang", self.suite.lang)
        self.suite.lang = "fr"
        self.assertIn(
            "La période entière ne donne qu'un seul chiffre",
            self.suite.say("anna", *self.words(HOURS), "--step", "term",
                           "--chart", code=2))
        self.assertIn(
            "pas de fréquence pour la période entière",
            self.suite.say("anna", "indicators", "export", "--from", "2024-01",
                           "--until", "2024-12", "--format", "sdmx-csv",
                           "--step", "term", code=2))

    def answered_steps(self, *words):
        """Of each measure and step what the service answers."""
        def month(date):
            return f"{date['year']:04}-{date['month']:02}"

        return [(series["measureCode"], month(step["firstMonth"]),
                 month(step["lastMonth"]),
                 "partial" if step["isPartial"] else "whole",
                 int(step["figure"]["value"]),
                 int(step["figure"]["denominator"])
                 if series["kind"] == "MEASURE_KIND_RATIO" else None,
                 int(step["figure"]["contributions"]))
                for series in self.suite.ask("anna", "indicators", "series",
                                             *words)["series"]
                for step in series["steps"]]

    def exported_steps(self, *words):
        """The same of an export, in which no month is approved."""
        rows = self.suite.ask("anna", "indicators", "export", *words)["rows"]
        self.assertLessEqual({row["status"] for row in rows}, {"provisional"})
        return [(row["measure"], row["first_month"], row["last_month"],
                 row["extent"], row["value"], row["denominator"],
                 row["contributions"]) for row in rows]

    def hold_meetings(self):
        """The zone is at one in March and at one of two in a quarter."""
        self.suite.log_in("carine", "cell_chair")
        zone = "police:Zone de police:information officer"
        for day, present in (("2024-03-12", zone), ("2024-04-10", zone),
                             ("2024-05-07", "mayor:Ville:bourgmestre")):
            meeting = self.suite.ask(
                "carine", "meeting", "create", "--date", day,
                "--municipality", "99001", "--subject", "Concertation",
                "--agenda", "Suivi")["name"]
            self.suite.say("carine", "meeting", "hold", meeting,
                           "--attendance", present)
        spring = ("indicators", "series", "--measure", RATIO, "--from",
                  "2024-03", "--until", "2024-05")
        self.suite.wait_for(lambda: len(self.suite.ask(
            "anna", *spring)["series"][0]["months"]) == 3)

    def test_an_export_adds_as_the_service_does(self):
        # Months are added in two places: the service, and the client where
        # some stand as they were approved. Here none is.
        rows = self.suite.home / "summed.csv"
        counted = [(measure, month, area)
                   for measure in (HOURS, "staff_recruited")
                   for month in ("2024-02", "2024-03", "2025-01", "2025-02",
                                 "2025-04")
                   for area in ("DPI-1", "DPI-2")]
        rows.write_text("event_id;measure;date;area;value\n" + "".join(
            f"summed-{place:03};{measure};{month}-05;{area};{place + 1}\n"
            for place, (measure, month, area) in enumerate(counted)))
        self.suite.say("zone5339", "indicators", "ingest", rows, "--source",
                       "zone5339")
        self.hold_meetings()
        # Cut at both ends.
        words = ("--from", "2024-03", "--until", "2025-04", "--measure", HOURS,
                 "--measure", "staff_recruited", "--measure", RATIO)
        for step in ("quarter", "year", "term"):
            for area in ((), ("--area", "DPI-1")):
                with self.subTest(step=step, area=area):
                    asked = (*words, *area, "--step", step)
                    answered = self.answered_steps(*asked)
                    self.assertTrue(answered)
                    self.assertEqual(self.exported_steps(*asked), answered)
        quarters = self.answered_steps(*words, "--step", "quarter")
        self.assertIn((RATIO, "2024-04", "2024-06", "whole", 1, 2, 2),
                      quarters)
        # In both areas: 13 and 14 in March, 15 to 18 in the next first quarter.
        for found in (("2024-03", "2024-03", "partial", 27, None, 2),
                      ("2025-01", "2025-03", "whole", 66, None, 4)):
            self.assertIn(("staff_recruited", *found), quarters)

    def test_an_export_says_that_it_leaves_out_what_is_confidential(self):
        export = ("indicators", "export", "--measure", ALWAYS_SENSITIVE,
                  "--from", "2024-01", "--until", "2024-12")
        self.addCleanup(setattr, self.suite, "lang", self.suite.lang)
        for language, by_month, by_step in (
                ("en", "not shown by month", "which are not exported"),
                ("fr", "non montrées par mois", "ne sont pas exportées"),
                ("nl", "niet per maand getoond", "niet uitgevoerd worden")):
            self.suite.lang = language
            self.assertIn(by_month, self.suite.say("anna", *export))
            for step in ("quarter", "year", "term"):
                said = self.suite.say("anna", *export, "--step", step)
                self.assertIn(by_step, said)
                self.assertIn("`entente indicators series --step year`", said)
                self.assertNotIn(by_month, said)

    def settings(self, measure, *words, code=0):
        return self.suite.say("anna", "indicators", "measure", "settings",
                              "set", measure, "--from", "2024-01", *words,
                              "--reason", "Petits nombres", code=code)

    def test_what_counts_the_persons_is_named_and_taken_back(self):
        show = ("indicators", "measure", "settings", "show", ALWAYS_SENSITIVE)

        def named():
            return self.suite.ask("anna", *show, "--month", "2024-01")[
                "personsMeasureCode"]

        self.settings(ALWAYS_SENSITIVE, "--persons-measure", PERSONS)
        self.assertEqual(named(), PERSONS)
        self.addCleanup(setattr, self.suite, "lang", self.suite.lang)
        for language, word in (("fr", "distinctes"), ("nl", "verschillende"),
                               ("en", "distinct")):
            self.suite.lang = language
            said = self.suite.say("anna", *show)
            self.assertIn(word, said)
            self.assertIn(PERSONS, said)
        # What is not given stays as it is.
        self.settings(ALWAYS_SENSITIVE, "--audience", "state")
        self.assertEqual(named(), PERSONS)
        for measure, code, reason in (
                (ALWAYS_SENSITIVE, WATCHED, "PERSONS_MEASURE_INVALID"),
                (HOURS, HOURS, "PERSONS_MEASURE_INVALID"),
                (RATIO, PERSONS, "PERSONS_MEASURE_NEEDLESS"),
                (ALWAYS_SENSITIVE, "no_such_one", "UNKNOWN_MEASURE")):
            self.assertIn(f"[{reason}]", self.settings(
                measure, "--persons-measure", code, code=1))
        self.settings(ALWAYS_SENSITIVE, "--persons-measure", PERSONS,
                      "--no-persons-measure", code=2)
        self.assertEqual(named(), PERSONS)
        self.settings(ALWAYS_SENSITIVE, "--no-persons-measure")
        self.assertEqual(named(), "")

    def test_hidden_figures_are_not_said_to_be_none(self):
        self.settings(SENSITIVE, "--sensitive")
        self.deliver("hidden-001", 3, measure=SENSITIVE)
        for until in ("2024-05", "2024-07"):
            said = self.suite.say("anna", *self.words(SENSITIVE, until))
            self.assertIn("confidential: only totals", said)
            self.assertNotIn("no figures", said)
        # A year that is over is shown, no quarter and no part of a year.
        year = ("indicators", "series", "--measure", SENSITIVE, "--from",
                "2024-01", "--until")
        self.assertRegex(
            self.suite.say("anna", *year, "2024-12", "--step", "year"),
            r"\n  2024 +3 ")
        said = self.suite.say("anna", *year, "2024-12", "--step", "quarter")
        self.assertNotIn("2024-Q", said)
        self.assertRegex(said, r"total +3\n")
        said = self.suite.say("anna", *year, "2024-11", "--step", "year")
        self.assertNotIn("  2024 ", said)
        # To who may not see it neither, and nothing fails for that.
        for step in ("year", "quarter"):
            said = self.suite.say("fred", *year, "2024-12", "--step", step)
            self.assertIn("and only to those who may see them", said)
            self.assertNotRegex(said, r"\b3\b")
            self.assertNotIn("no figures", said)
        said = self.suite.ask("fred", "indicators", "achievement", "--year",
                              "2024", "--measure", SENSITIVE)
        self.assertEqual(said["achievements"][0]["reason"],
                         "REASON_CONFIDENTIAL")
        self.assertNotIn("actual", said["achievements"][0])
        page = self.suite.home / "federal.html"
        self.suite.say("fred", "report", "--out", page)
        self.assertIn("s&#39;il y en a, et seulement aux personnes habilitées",
                      page.read_text())
        said = " ".join(self.suite.say("fred", "status").split())
        self.assertIn("once closed, if any, and only to those who may see them",
                      said)
        said = self.suite.say("anna", *self.words("theft_awareness_actions"))
        self.assertIn("no figures", said)
        self.assertNotIn("confidential", said)


if __name__ == "__main__":
    unittest.main(verbosity=2)
