#!/usr/bin/env python3
"""Deliveries under a name of one's own: the same file goes on, and of another
one nothing is passed over unsaid.

Usage: named_sessions_test.py BUILD_FOLDER     (from the root of the source
tree)
"""

import sys
import unittest

from known_rows_case import KnownRowsCase, MEASURE, TITLES, UnreadSuite, row

BUILD = sys.argv.pop(1)
OTHER = "nuisance_actions"
CHANGED = "[INGEST_FILE_CHANGED]"
RECONCILES = "It reconciles: every row of the file is accounted for."
UNPROVED = ("Whether all rows that were delivered before still say the same "
            "is not known")


class NamedSessionsCase(KnownRowsCase):
    build_folder = BUILD

    def deliver(self, text, session, *words, lang="en", code=0):
        """What `ingest` prints, words broken between lines put together."""
        self.suite.lang = lang
        try:
            said = self.ingest(f"{session}.csv", text, "--session", session,
                               *words, code=code)
        finally:
            self.suite.lang = "en"
        return " ".join(said.split())


class NamedSessionsTest(NamedSessionsCase):
    def test_a_file_that_was_half_delivered_goes_on(self):
        rows = [row(f"goes-on-{i}", day="2024-01-05") for i in range(6)]
        self.deliver(TITLES + "".join(rows[:3]), "goes-on")
        for known, total in ((3, 6), (6, 6)):
            said = self.deliver(TITLES + "".join(rows), "goes-on")
            self.assertIn(f"{known} rows had been delivered before.", said)
            self.assertIn(RECONCILES, said)
            self.assertEqual(self.total("2024-01"), total)

    def test_in_another_order_it_is_refused_unsent(self):
        rows = [row(f"sorted-{i:02}", day="2024-02-05") for i in range(4)]
        self.deliver(TITLES + "".join(rows[:2]), "sorted")
        # The first row is one of the session, the second is not.
        text = TITLES + "".join((rows[1], rows[2], rows[3], rows[0]))
        for lang, words in (
                ("en", "session sorted: line 3 of the file is none of the 2 "
                       "rows that the session holds"),
                ("fr", "session sorted : la ligne 3 du fichier n'est aucune "
                       "des 2 lignes que compte la session"),
                ("nl", "sessie sorted: regel 3 van het bestand is geen van de "
                       "2 rijen die de sessie telt")):
            said = self.deliver(text, "sorted", lang=lang, code=1)
            self.assertIn(CHANGED, said)
            self.assertIn(words, said)
            self.assertIn("--session", said)
        self.assertEqual(self.total("2024-02"), 2)
        # What it advises takes the others, and counts none of them twice.
        self.assertIn(RECONCILES, self.deliver(text, "sorted-2"))
        self.assertEqual(self.total("2024-02"), 4)
        # So does the file that began it.
        self.assertIn(RECONCILES, self.deliver(TITLES + "".join(rows),
                                               "sorted"))
        self.assertEqual(self.total("2024-02"), 4)

    def test_of_many_rows_each_is_asked_about(self):
        rows = [row(f"many-{i:05}", day="2024-03-05") for i in range(2100)]
        self.deliver(TITLES + "".join(rows), "many")
        self.assertIn(RECONCILES, self.deliver(TITLES + "".join(rows), "many"))
        rows[2050] = row("other-02050", day="2024-03-05")
        said = self.deliver(TITLES + "".join(rows) + row(
            "many-02100", day="2024-03-05"), "many", code=1)
        self.assertIn(CHANGED, said)
        self.assertIn("line 2052 of the file", said)
        self.assertEqual(self.total("2024-03"), 2100)

    def test_a_mended_value_is_told(self):
        text = TITLES + row("value-001", 4, "2024-04-05") + row(
            "value-002", 5, "2024-04-05")
        self.deliver(text, "value")
        said = self.deliver(text.replace(";DPI-1;5;", ";DPI-1;6;") + row(
            "value-003", 1, "2024-04-05"), "value")
        self.assertIn("Known rows that count otherwise now: 1.", said)
        self.assertIn(" 1 value 3 ", said)
        self.assertIn(UNPROVED, said)
        self.assertNotIn(RECONCILES, said)
        self.assertEqual(self.total("2024-04"), 4 + 5 + 1)

    def test_what_the_file_itself_corrects_is_no_difference(self):
        day = "2024-05-05"
        text = TITLES + row("fixed-001", 4, day) + row(
            "fixed-002", 5, day, replaces="fixed-001") + row(
                "fixed-003", 6, day) + "fixed-004;;;;;;fixed-003\n"
        self.deliver(text, "fixed")
        said = self.deliver(text, "fixed")
        self.assertNotIn("otherwise", said)
        self.assertIn(RECONCILES, said)
        self.assertEqual(self.total("2024-05"), 5)

    def test_a_rejected_row_that_was_mended_is_not_said_to_count(self):
        day = "2024-07-05"
        wrong = row("wrong-002", 5, day).replace(MEASURE, "no_such_measure")
        begin = TITLES + row("wrong-001", 4, day)
        said = self.deliver(begin + wrong, "wrong")
        self.assertIn(RECONCILES, said)
        mended = begin + row("wrong-002", 5, day)
        for lang, words in (("en", UNPROVED),
                            ("fr", "On ne sait si toutes les lignes livrées "
                                   "auparavant disent encore la même chose"),
                            ("nl", "Of alle rijen die al geleverd waren nog "
                                   "hetzelfde zeggen, is niet bekend")):
            said = self.deliver(mended, "wrong", lang=lang)
            self.assertIn(words, said)
        said = self.deliver(mended, "wrong")
        self.assertNotIn(RECONCILES, said)
        self.assertIn("deliver it under another --session", said)
        self.assertEqual(self.total("2024-07"), 4)
        self.assertIn(RECONCILES, self.deliver(mended, "wrong-2"))
        self.assertEqual(self.total("2024-07"), 4 + 5)
        # By now every row of it counts.
        self.assertIn(RECONCILES, self.deliver(mended, "wrong"))

    def test_a_row_that_cannot_be_read_any_more_is_another_row(self):
        text = TITLES + row("unread-01", day="2024-08-05")
        self.deliver(text, "unread")
        for changed in (text.replace("2024-08-05", "yesterday"),
                        text.replace("unread-01", "no")):
            self.assertIn(CHANGED, self.deliver(changed, "unread", code=1))

    def test_of_a_whole_file_it_is_asked_as_well(self):
        text = TITLES + row("whole-001", day="2024-09-05") + row(
            "whole-002", day="2024-09-05")
        self.deliver(text, "whole", "--atomic")
        said = self.deliver(text, "whole", "--atomic")
        self.assertIn("2 rows had been delivered before.", said)
        self.assertIn(RECONCILES, said)
        said = self.deliver(text.replace("whole-00", "other-00"), "whole",
                            "--atomic", code=1)
        self.assertIn(CHANGED, said)
        self.assertEqual(self.total("2024-09"), 2)

    def test_of_a_pipe_it_is_asked_as_well(self):
        rows = [row(f"piped-{i:03}", day="2024-10-05") for i in range(4)]
        words = ("ingest", "-", "--source", "zone5339", "--session", "piped")
        self.say(*words, text=TITLES + "".join(rows[:2]))
        self.assertIn(CHANGED, self.say(
            *words, text=TITLES + "".join(reversed(rows)), code=1))
        self.assertEqual(self.total("2024-10"), 2)
        said = self.say(*words, text=TITLES + "".join(rows))
        self.assertIn(RECONCILES, " ".join(said.split()))
        self.assertEqual(self.total("2024-10"), 4)

    def test_a_second_pass_is_asked_about_as_well(self):
        day = "2024-11-05"
        text = TITLES + row("passes-fix", 7, day, replaces="passes-001") + row(
            "passes-001", 4, day)
        self.deliver(text, "passes")
        # What the session rejected its second pass took.
        said = self.deliver(text.replace("passes-fix", "passes-new"), "passes",
                            code=1)
        self.assertIn(CHANGED, said)
        self.assertIn("session passes-pass-2: line 2 of the file", said)
        self.assertEqual(self.total("2024-11"), 7)
        self.assertIn(RECONCILES, self.deliver(text, "passes"))

    def test_on_behalf_a_measure_that_became_sensitive_is_no_other_row(self):
        rows = TITLES + "".join(
            row(f"mailed-{i:02}", day="2024-12-05").replace(MEASURE, OTHER)
            for i in range(2)) + row("mailed-02", 3, "2024-12-05")
        path = self.suite.home / "mailed.csv"
        path.write_text(rows)
        words = ("indicators", "ingest", path, "--source", "bravvo",
                 "--session", "mailed", "--on-behalf")
        said = self.suite.say("anna", *words, "--new-source")
        self.assertIn(RECONCILES, " ".join(said.split()))
        self.assertIn(RECONCILES,
                      " ".join(self.suite.say("anna", *words).split()))
        self.suite.say("anna", "indicators", "measure", "settings", "set",
                       OTHER, "--from", "2024-01", "--sensitive", "--reason",
                       "Décision du collège du 12 mars")
        # Their events are not told to who delivers for the source.
        said = " ".join(self.suite.say("anna", *words).split())
        self.assertIn("3 rows had been delivered before.", said)
        self.assertIn(UNPROVED, said)
        # Those of others still are.
        path.write_text(rows.replace("mailed-02", "posted-02"))
        self.assertIn(CHANGED, self.suite.say("anna", *words, code=1))


class UnreadNamedSessionsTest(NamedSessionsCase):
    @classmethod
    def make_suite(cls):
        return UnreadSuite(BUILD, names=("indicators", "conventions"))

    def test_who_may_not_read_goes_on_and_is_told_no_more_than_is_known(self):
        rows = [row(f"untold-{i:02}", day="2024-01-05") for i in range(3)]
        self.deliver(TITLES + "".join(rows[:2]), "untold")
        said = self.deliver(TITLES + "".join(rows), "untold")
        self.assertIn(UNPROVED, said)
        self.assertNotIn(RECONCILES, said)
        self.assertEqual(self.total("2024-01"), 3)


if __name__ == "__main__":
    unittest.main(verbosity=2)
