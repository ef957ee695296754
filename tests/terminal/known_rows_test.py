#!/usr/bin/env python3
"""Rows that come again and say something else than before: named by the
command, by trial too. Rows that come before the event that they are about.

Usage: known_rows_test.py BUILD_FOLDER     (from the root of the source tree)
"""

import json
import sys
import unittest

from known_rows_case import KnownRowsCase, MEASURE, TITLES, row

BUILD = sys.argv.pop(1)


class KnownRowsTest(KnownRowsCase):
    build_folder = BUILD

    def test_a_mended_cell_is_told_and_never_repeated(self):
        text = TITLES + row("mended-001", 4) + row("mended-002", 5) + row(
            "mended-003", 6)
        self.ingest("a.csv", text)
        before = self.total("2024-06")
        mended = text.replace("DPI-1;5;", "DPI-2;7777;")
        for more in (("--dry-run",), ()):
            said = self.ingest("a.csv", mended, *more, code=1)
            self.assertIn("Known rows that count otherwise now: 1. Nothing "
                          "was changed.", said)
            self.assertIn("under replaces", said)
            self.assertRegex(said, "1 +area, value +3 *\n")
            self.assertIn("[INGEST_KNOWN_ROWS_DIFFER]", said)
            self.assertNotIn("7777", said)
        self.assertEqual(self.total("2024-06"), before)
        # The same command again has nothing to send, and says it again.
        self.assertRegex(self.ingest("a.csv", mended, code=1),
                         "1 +area, value +3 *\n")
        for language, words in (("fr", "comptent autrement maintenant : 1."),
                                ("nl", "die nu anders tellen: 1.")):
            usual, self.suite.lang = self.suite.lang, language
            said = self.ingest("a.csv", mended, code=1)
            self.suite.lang = usual
            self.assertIn(words, " ".join(said.split()))
        # What it advises corrects it.
        said = self.ingest("fix.csv", TITLES + row(
            "mended-002-2", 7777, area="DPI-2", replaces="mended-002"))
        self.assertNotIn("otherwise", said)
        self.assertEqual(self.total("2024-06"), before - 5 + 7777)
        # By now the file says what counts.
        said = self.ingest("a.csv", mended, "--session", "again-1")
        self.assertNotIn("otherwise", said)

    def test_the_totals_of_a_session_count_them(self):
        text = TITLES + row("totals-001", 4, day="2025-11-05") + row(
            "totals-002", 5, day="2025-11-05")
        said = self.ingest("t.csv", text, "--session", "totals-1")
        self.assertIn("of which late", said)
        self.assertNotIn("differing", said)
        said = self.ingest("t.csv", text.replace("DPI-1;5;", "DPI-1;6;"),
                           "--session", "totals-2", code=1)
        shown = self.say("session", "zone5339/totals-2")
        for one in (said, shown):
            self.assertRegex(one, "of which late +duplicate, differing *\n")
            self.assertRegex(one, "2 +\\+ +0 +0 +1 *\n")

    def test_in_other_forms_it_is_told_as_well(self):
        def ndjson(value):
            return json.dumps({"event_id": "form-json-1", "measure": MEASURE,
                               "date": "2024-07-05", "area": "DPI-1",
                               "value": value}) + "\n"

        def xml(day):
            return ("<observations><observation><event_id>form-xml-1"
                    f"</event_id><measure>{MEASURE}</measure>"
                    f"<date>{day}</date><area>DPI-1</area><value>3</value>"
                    "</observation></observations>")

        self.ingest("own.ndjson", ndjson(1))
        self.assertRegex(self.ingest("own.ndjson", ndjson(2), code=1),
                         "1 +value +1 *\n")
        self.ingest("own.xml", xml("2024-07-05"))
        self.assertRegex(self.ingest("own.xml", xml("2024-07-06"), code=1),
                         "1 +date +1 *\n")

    def test_beside_new_rows_it_is_told_and_the_rows_are_taken(self):
        self.ingest("a.csv", TITLES + row("beside-001", 4, day="2024-08-05"))
        said = self.ingest("a.csv", TITLES +
                           row("beside-002", 1, day="2024-08-05") +
                           row("beside-001", 5, day="2024-08-05"))
        self.assertRegex(said, "1 +value +3 *\n")
        self.assertIn("It reconciles", said)
        self.assertEqual(self.total("2024-08"), 5)

    def test_a_copy_of_what_was_corrected_since_is_no_difference(self):
        text = TITLES + row("since-0001", 4, day="2024-09-05") + row(
            "since-0002", 4, day="2024-09-05") + row(
                "since-0003", 4, day="2024-09-05")
        self.ingest("a.csv", text)
        self.ingest("b.csv", TITLES +
                    row("since-0001-2", 9, day="2024-09-05",
                        replaces="since-0001") +
                    "since-0002-2;;;;;;since-0002\n")
        said = self.ingest("a.csv", text, "--session", "since-1")
        self.assertNotIn("otherwise", said)
        # What it never said is.
        said = self.ingest("c.csv", text.replace(";DPI-1;4;", ";DPI-1;5;"),
                           code=1)
        self.assertIn("Known rows that count otherwise now: 3.", said)
        self.assertRegex(said, "2 +value +2, 4 *\n")
        self.assertRegex(said, "1 +withdraws_event_id +3 *\n")
        # A file that says the correction itself is as things are.
        whole = text + row("since-0001-2", 9, day="2024-09-05",
                           replaces="since-0001") + (
                               "since-0002-2;;;;;;since-0002\n")
        said = self.ingest("whole.csv", whole)
        self.assertNotIn("otherwise", said)
        # By trial too, where the correction is new.
        said = self.ingest("more.csv", whole + row(
            "since-0003-2", 8, day="2024-09-05", replaces="since-0003"),
            "--dry-run")
        self.assertNotIn("otherwise", said)

    def test_of_many_known_rows_all_are_compared(self):
        rows = [row(f"many-{i:05}", day="2024-10-05") for i in range(10_050)]
        self.ingest("many.csv", TITLES + "".join(rows))
        for changed in (3, 10_040):
            rows[changed] = rows[changed].replace(";1;", ";2;")
        said = self.ingest("many.csv", TITLES + "".join(rows), code=1)
        self.assertNotIn("not compared", said)
        self.assertRegex(said, "2 +value +5, 10042 *\n")
        # Of those that differ the first are named, and all counted.
        rows = [row(f"many-{i:05}", 3, "2024-10-05") for i in range(10_050)]
        said = " ".join(self.ingest("many.csv", TITLES + "".join(rows),
                                    code=1).split())
        self.assertRegex(said, "otherwise now: 10.?050\\.")
        self.assertRegex(said, "10.?000 value 2-10001( |$)")

    def test_of_many_that_differ_the_first_rows_are_shown(self):
        def text(value):
            return TITLES + "".join(
                row(f"shown-{i:05}", day="2025-05-05",
                    value=value if i < 9 or i % 2 else 1) for i in range(80))

        self.ingest("shown.csv", text(1))
        said = " ".join(self.ingest("shown.csv", text(2), code=1).split())
        # The first ten follow each other; then every second row.
        self.assertIn("45 value 2-11, 13, 15, 17", said)
        self.assertIn("47, 49 … and 16 more", said)
        for language, words in (("fr", "49 … et 16 autres"),
                                ("nl", "49 … en nog 16")):
            usual, self.suite.lang = self.suite.lang, language
            said = " ".join(self.ingest("shown.csv", text(2), code=1).split())
            self.suite.lang = usual
            self.assertIn(words, said)

    def test_an_id_that_was_used_before_moves_nothing_and_is_told(self):
        day = "2025-01-05"
        self.ingest("a.csv", TITLES + row("used-0000a", 4, day) +
                    row("used-0000b", 5, day))
        self.ingest("jan.csv", TITLES + "used-fix-1;;;;;;used-0000a\n")
        self.assertEqual(self.total("2025-01"), 5)
        said = self.ingest("feb.csv", TITLES +
                           "used-fix-1;;;;;;used-0000b\n", code=1)
        self.assertRegex(said, "1 +withdraws_event_id +2 *\n")
        # It hides no other row either.
        said = self.ingest("both.csv", TITLES + row("used-0000b", 6, day) +
                           "used-fix-1;;;;;;used-0000b\n", code=1)
        self.assertRegex(said, "1 +value +2 *\n")
        self.assertRegex(said, "1 +withdraws_event_id +3 *\n")
        self.assertEqual(self.total("2025-01"), 5)
        # A correction that came without the one that it replaces.
        self.ingest("b.csv", TITLES + row("used-0000c", 2, day))
        said = self.ingest("c.csv", TITLES + row(
            "used-0000c", 2, day, replaces="used-0000b"), code=1)
        self.assertRegex(said, "1 +replaces_event_id +2 *\n")
        self.assertEqual(self.total("2025-01"), 7)

    def test_a_correction_under_a_used_id_is_told_where_both_count_alike(self):
        day = "2025-04-05"
        fix = row("alike-fix1", 6, day, replaces="alike-0001")
        self.ingest("a.csv", TITLES + row("alike-0001", 4, day) +
                    row("alike-0002", 6, day) + fix)
        self.assertNotIn("otherwise", self.ingest("b.csv", TITLES + fix))
        said = self.ingest("c.csv", TITLES + row(
            "alike-fix1", 6, day, replaces="alike-0002"), code=1)
        self.assertRegex(said, "1 +replaces_event_id +2 *\n")
        self.assertEqual(self.total("2025-04"), 12)

    def test_a_rejected_correction_hides_no_row_the_second_time_either(self):
        day = "2025-02-05"
        self.ingest("a.csv", TITLES + row("hidden-001", 4, day))
        text = TITLES + row("hidden-001", 5, day) + row(
            "hidden-002", 5, day, replaces="hidden-001").replace(
                MEASURE, "no_such_measure")
        for _ in range(2):
            said = self.ingest("b.csv", text, code=1)
            self.assertRegex(said, "1 +value +2 *\n")

    def test_versions_out_of_order_are_no_false_alarm(self):
        day = "2025-03-05"

        def record(value, versions):
            first = row("version-01", value, day)
            return first + "".join(
                row(f"version-{i:02}", value, day, replaces="version-01")
                for i in range(2, versions + 1))

        text = TITLES + record(6, 3) + record(5, 2)
        for session in ("order-1", "order-2"):
            said = self.ingest("order.csv", text, "--session", session)
            self.assertNotIn("otherwise", said)
        self.assertEqual(self.total("2025-03"), 6)

    def test_rows_in_front_of_their_event_are_taken_in_a_second_pass(self):
        day = "2025-08-05"
        text = TITLES + row("front-fix1", 7, day, replaces="front-0001") + (
            "front-gone;;;;;;front-0002\n") + row("front-0001", 4, day) + row(
                "front-0002", 3, day)
        # Again it resumes behind what it delivered, and counts nothing.
        for again in (False, True):
            said = " ".join(self.ingest("front.csv", text, "--session",
                                        "front").split())
            self.assertIn("4 = 2 + 1 + 1 + 0 + 0 + 0 ", said)
            self.assertIn(
                "2 rows that were rejected at first were taken in later passes "
                "(last session front-pass-2).", said)
            self.assertIn("It reconciles", said)
            # Again nothing is sent.
            self.assertEqual(
                "Rows in front of their event: the file is sent once more."
                in said, not again)
            for other in ("UNKNOWN_EVENT", "otherwise", "rejections"):
                self.assertNotIn(other, said)
            self.assertEqual(self.total("2025-08"), 7)
        # Not by a trial, which stores no event to name.
        said = self.ingest("trial.csv", text.replace("front", "trial"),
                           "--dry-run")
        self.assertIn("UNKNOWN_EVENT", said)
        self.assertNotIn("later pass", said)

    def test_an_older_correction_never_counts_for_a_newer_one(self):
        day = "2025-09-05"
        text = TITLES + row("side-fix-2", 7, day, replaces="side-event") + row(
            "side-fix-1", 5, day, replaces="side-event") + row(
                "side-event", 2, day)
        for _ in range(2):
            said = " ".join(self.ingest("side.csv", text, "--session",
                                        "side").split())
            self.assertIn("Rows are left rejected. Corrections stand in front",
                          said)
            self.assertIn("put older rows before newer ones and give another "
                          "--session.", said)
            self.assertIn("rejections zone5339/side", said)
            self.assertNotIn("later pass", said)
            # The older one would count there.
            self.assertNotIn("again-1", said)
            self.assertEqual(self.total("2025-09"), 2)

    def test_what_is_left_rejected_is_told_of_the_last_pass(self):
        day = "2025-10-05"
        denied = row("left-other", 1, day).replace(MEASURE, "no_such_measure")
        said = " ".join(self.ingest("left.csv", TITLES + row(
            "left-fix-1", 7, day, replaces="left-event") + denied + row(
                "left-event", 2, day), "--session", "left").split())
        self.assertIn("3 = 1 + 1 + 0 + 0 + 0 + 1 ", said)
        self.assertIn("1 row that was rejected at first was taken in a later "
                      "pass (last session left-pass-2).", said)
        self.assertIn("UNKNOWN_MEASURE", said)
        self.assertNotIn("UNKNOWN_EVENT", said)
        self.assertIn("rejections zone5339/left-pass-2", said)
        self.assertEqual(self.total("2025-10"), 7)

    def test_known_rows_are_told_again_of_a_file_with_a_second_pass(self):
        day = "2025-12-05"
        self.ingest("old.csv", TITLES + row("past-known", 4, day))
        text = TITLES + row("past-known", 5, day) + row(
            "past-fix-1", 7, day, replaces="past-event") + row(
                "past-event", 2, day)
        for _ in range(2):
            said = self.ingest("past.csv", text)
            self.assertIn("(last session file-", " ".join(said.split()))
            self.assertRegex(said, "1 +value +2 *\n")
            self.assertEqual(self.total("2025-12"), 4 + 7)

    def test_a_session_that_somebody_named_is_no_second_pass(self):
        day = "2024-11-05"
        self.ingest("other.csv", TITLES + row("named-0001", 3, day) +
                    row("named-0002", 3, day), "--session", "mars-2")
        said = self.ingest("named.csv", TITLES + row(
            "named-fix1", 7, day, replaces="named-0003") +
            row("named-0003", 2, day), "--session", "mars")
        self.assertNotIn("UNKNOWN_EVENT", said)
        self.assertEqual(self.total("2024-11"), 3 + 3 + 7)


if __name__ == "__main__":
    unittest.main(verbosity=2)
