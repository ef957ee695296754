#!/usr/bin/env python3
"""Figures by month on the terminal: followed while the service is killed, and
of a sensitive measure.

Usage: series_test.py BUILD_FOLDER     (from the root of the source tree)
"""

import pathlib
import queue
import re
import sys
import threading
import time
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).parent.parent / "suite"))
import suite  # noqa: E402: its folder is known only now.

BUILD = sys.argv.pop(1)
# Its term is 2024 and 2025.
FRENCH = "tools/samples/montclair.fr.txt"
WATCHED = "securing_actions"
SENSITIVE = "nuisance_actions"


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
        cls.suite = suite.Suite(BUILD, names=("indicators", "conventions"))
        cls.suite.__enter__()
        cls.addClassCleanup(cls.suite.__exit__, None, None, None)
        for person, role in (("anna", "coordinator"), ("zone5339", "zone")):
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

    def test_hidden_figures_are_not_said_to_be_none(self):
        self.suite.say("anna", "indicators", "measure", "settings", "set",
                       SENSITIVE, "--from", "2024-01", "--sensitive",
                       "--reason", "Petits nombres par quartier")
        self.deliver("hidden-001", 3, measure=SENSITIVE)
        for until in ("2024-05", "2024-07"):
            said = self.suite.say("anna", *self.words(SENSITIVE, until))
            self.assertIn("confidential: only totals", said)
            self.assertNotIn("no figures", said)
        said = self.suite.say("anna", *self.words("theft_awareness_actions"))
        self.assertIn("no figures", said)
        self.assertNotIn("confidential", said)


if __name__ == "__main__":
    unittest.main(verbosity=2)
