#!/usr/bin/env python3
"""Rows that come again and say something else than before: named by the
command and in the receipt of a drop folder, by trial too.

Usage: known_rows_test.py BUILD_FOLDER     (from the root of the source tree)
"""

import json
import os
import pathlib
import sys
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).parent.parent / "suite"))
import suite  # noqa: E402: its folder is known only now.

BUILD = sys.argv.pop(1)
# Its term is 2024 and 2025.
FRENCH = "tools/samples/montclair.fr.txt"
TITLES = "event_id;measure;date;area;value;replaces;withdraws\n"
MEASURE = "securing_actions"


def row(event, value=1, day="2024-06-05", area="DPI-1", replaces=""):
    return f"{event};{MEASURE};{day};{area};{value};{replaces};\n"


class UnreadSuite(suite.Suite):
    """One in which the zone may deliver and not read."""

    def command(self, name):
        role = 'name: "zone"\n'
        before, behind = pathlib.Path(suite.POLICY).read_text().split(role, 1)
        policy = self.home / "policy.textproto"
        policy.write_text(before + role + behind.replace(
            '  permissions: "indicators.observations.read"\n', "", 1))
        words = super().command(name)
        words[words.index("--policy") + 1] = policy
        return words


class KnownRowsTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.start(suite.Suite(BUILD, names=("indicators", "conventions")))

    @classmethod
    def start(cls, running):
        cls.suite = running
        cls.suite.__enter__()
        cls.addClassCleanup(cls.suite.__exit__, None, None, None)
        for person, role in (("anna", "coordinator"), ("zone5339", "zone")):
            cls.suite.log_in(person, role)
        cls.suite.say("anna", "convention", "import", FRENCH, "--municipality",
                      "99001", "--police-zone", "5339")
        cls.suite.wait_for(lambda: cls.suite.ask(
            "anna", "indicators", "measures")["measures"])

    def say(self, *words, **options):
        return self.suite.say("zone5339", "indicators", *words, **options)

    def ingest(self, name, text, *words, **options):
        path = self.suite.home / name
        path.write_text(text)
        return self.say("ingest", path, "--source", "zone5339", *words,
                        **options)

    def total(self, month):
        """What the service counts."""
        series = self.suite.ask("anna", "indicators", "series", "--from",
                                month, "--until", month)["series"]
        return sum(int(one.get("value", 0))
                   for each in series if each["measureCode"] == MEASURE
                   for one in each.get("months", []))

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
            self.assertRegex(said, "1 +area, value +2 *\n")
            self.assertIn("[INGEST_KNOWN_ROWS_DIFFER]", said)
            self.assertNotIn("7777", said)
        self.assertEqual(self.total("2024-06"), before)
        # The same command again has nothing to send, and says it again.
        self.assertRegex(self.ingest("a.csv", mended, code=1),
                         "1 +area, value +2 *\n")
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
        self.assertRegex(said, "1 +value +2 *\n")
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
        self.assertRegex(said, "2 +value +1, 3 *\n")
        self.assertRegex(said, "1 +withdraws_event_id +2 *\n")
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
        self.assertRegex(said, "2 +value +4, 10041 *\n")
        # Of those that differ the first are named, and all counted.
        rows = [row(f"many-{i:05}", 3, "2024-10-05") for i in range(10_050)]
        said = " ".join(self.ingest("many.csv", TITLES + "".join(rows),
                                    code=1).split())
        self.assertRegex(said, "otherwise now: 10.?050\\.")
        self.assertRegex(said, "10.?000 value 1-10000( |$)")

    def test_of_many_that_differ_the_first_rows_are_shown(self):
        def text(value):
            return TITLES + "".join(
                row(f"shown-{i:05}", day="2025-05-05",
                    value=value if i < 9 or i % 2 else 1) for i in range(80))

        self.ingest("shown.csv", text(1))
        said = " ".join(self.ingest("shown.csv", text(2), code=1).split())
        # The first ten follow each other; then every second row.
        self.assertIn("45 value 1-10, 12, 14, 16", said)
        self.assertIn("46, 48 … and 16 more", said)
        for language, words in (("fr", "48 … et 16 autres"),
                                ("nl", "48 … en nog 16")):
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
        self.assertRegex(said, "1 +withdraws_event_id +1 *\n")
        # It hides no other row either.
        said = self.ingest("both.csv", TITLES + row("used-0000b", 6, day) +
                           "used-fix-1;;;;;;used-0000b\n", code=1)
        self.assertRegex(said, "1 +value +1 *\n")
        self.assertRegex(said, "1 +withdraws_event_id +2 *\n")
        self.assertEqual(self.total("2025-01"), 5)
        # A correction that came without the one that it replaces.
        self.ingest("b.csv", TITLES + row("used-0000c", 2, day))
        said = self.ingest("c.csv", TITLES + row(
            "used-0000c", 2, day, replaces="used-0000b"), code=1)
        self.assertRegex(said, "1 +replaces_event_id +1 *\n")
        self.assertEqual(self.total("2025-01"), 7)

    def test_a_correction_under_a_used_id_is_told_where_both_count_alike(self):
        day = "2025-04-05"
        fix = row("alike-fix1", 6, day, replaces="alike-0001")
        self.ingest("a.csv", TITLES + row("alike-0001", 4, day) +
                    row("alike-0002", 6, day) + fix)
        self.assertNotIn("otherwise", self.ingest("b.csv", TITLES + fix))
        said = self.ingest("c.csv", TITLES + row(
            "alike-fix1", 6, day, replaces="alike-0002"), code=1)
        self.assertRegex(said, "1 +replaces_event_id +1 *\n")
        self.assertEqual(self.total("2025-04"), 12)

    def test_a_rejected_correction_hides_no_row_the_second_time_either(self):
        day = "2025-02-05"
        self.ingest("a.csv", TITLES + row("hidden-001", 4, day))
        text = TITLES + row("hidden-001", 5, day) + row(
            "hidden-002", 5, day, replaces="hidden-001").replace(
                MEASURE, "no_such_measure")
        for _ in range(2):
            said = self.ingest("b.csv", text, code=1)
            self.assertRegex(said, "1 +value +1 *\n")

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

    def drop_folder(self):
        """A folder of this test; how it is watched."""
        self.folder = self.suite.home / f"drop-{self.id().rsplit('.', 1)[1]}"
        self.folder.mkdir()
        watch = ("watch", self.folder, "--source", "zone5339", "--settle", "0")
        self.say(*watch, "--once")
        return watch

    def put(self, name, text):
        """As a source does: written under another name, then renamed."""
        draft = self.folder / "incoming" / f"{name}.part"
        draft.write_text(text)
        draft.rename(draft.with_name(name))

    def receipt(self, name):
        return json.loads(
            (self.folder / "receipts" / f"{name}.json").read_text())

    def differing(self, name):
        return self.receipt(name).get("knownRowsThatDiffer", [])

    def test_a_receipt_names_them_by_line_and_column(self):
        watch = self.drop_folder()
        text = TITLES + "\n" + row("drop-00001", 4, day="2024-11-05") + row(
            "drop-00002", 5, day="2024-11-05")
        self.put("a.csv", text)
        self.say(*watch, "--once")
        self.assertEqual(self.differing("a.csv"), [])
        # What is known and says the same is nothing to be told.
        self.put("b.csv", text + row("drop-00003", 1, day="2024-11-05"))
        said = self.say(*watch, "--once")
        self.assertIn("b.csv: 3 rows, 1 taken, 2 known, 0 rejected", said)
        self.assertNotIn("otherwise", said)
        self.assertEqual(self.differing("b.csv"), [])
        mended = text.replace("2024-11-05;DPI-1;5", "2024-11-06;DPI-1;7777")
        self.put("c.csv", mended)
        trial = json.loads(self.say(*watch, "--dry-run", "--format", "json",
                                    code=1))
        said = self.say(*watch, "--once", code=1)
        self.assertIn("c.csv: known rows that count otherwise now: 1,", said)
        self.assertNotIn("7777", said)
        receipt = self.receipt("c.csv")
        self.assertEqual(trial["state"], "STATE_WOULD_BE_DONE")
        self.assertEqual(receipt["state"], "STATE_DONE")
        wanted = [{"rowIndex": "1", "line": "4", "columns": ["date", "value"],
                   "fields": ["date", "value"]}]
        for one in (trial, receipt):
            self.assertEqual(one["knownRowsThatDiffer"], wanted)
            self.assertEqual(one.get("knownRowsNotCompared", "0"), "0")
            self.assertNotIn("7777", json.dumps(one))
        self.assertEqual(sorted(os.listdir(self.folder / "done")),
                         ["a.csv", "b.csv", "c.csv"])
        self.assertEqual(self.total("2024-11"), 10)
        # After a crash before the receipt it is all done again: the session
        # holds every row, and the receipt names the same ones.
        (self.folder / "receipts/c.csv.json").unlink()
        (self.folder / "done/c.csv").rename(self.folder / "processing/c.csv")
        self.say(*watch, "--once", code=1)
        again = self.receipt("c.csv")
        self.assertEqual(again["rowsKnown"], "2")
        self.assertEqual(again["knownRowsThatDiffer"], wanted)

    def test_a_rejected_row_is_no_known_one_after_a_crash_either(self):
        watch = self.drop_folder()
        known = row("reject-001", 4, day="2024-12-05")
        self.put("a.csv", TITLES + known)
        self.say(*watch, "--once")
        # Under a known id, of a measure that nobody defined; and no id at all.
        self.put("b.csv", TITLES + known +
                 row("reject-001", 4, day="2024-12-05").replace(
                     MEASURE, "no_such_measure") +
                 row("no id", 4, day="2024-12-05"))
        for _ in range(2):
            self.say(*watch, "--once")
            receipt = self.receipt("b.csv")
            self.assertEqual(len(receipt["rejections"]), 2)
            self.assertEqual(self.differing("b.csv"), [])
            self.assertEqual(receipt.get("knownRowsNotCompared", "0"), "0")
            (self.folder / "done/b.csv").rename(
                self.folder / "processing/b.csv")


class UnreadRowsTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        KnownRowsTest.start.__func__(cls, UnreadSuite(
            BUILD, names=("indicators", "conventions")))

    def test_who_may_not_read_delivers_file_after_file(self):
        folder = self.suite.home / "drop"
        folder.mkdir()
        words = ("indicators", "watch", folder, "--source", "zone5339",
                 "--settle", "0", "--once")
        self.suite.say("zone5339", *words)

        def put(name, text):
            draft = folder / "incoming" / f"{name}.part"
            draft.write_text(text)
            draft.rename(draft.with_name(name))

        def receipt(name):
            return json.loads((folder / "receipts" / f"{name}.json")
                              .read_text())

        # More than the denials after which the service holds an account.
        names = [f"a-{i:02}.csv" for i in range(35)]
        for i, name in enumerate(names):
            put(name, TITLES + row(f"unread-{i:05}") + row(
                f"faulty-{i:05}").replace(MEASURE, "no_such_measure"))
        said = self.suite.say("zone5339", *words)
        self.assertNotIn("waits", said)
        self.assertIn("a-34.csv: the service did not tell all about its rows",
                      said)
        for name in names:
            self.assertEqual(receipt(name)["state"], "STATE_DONE")
            self.assertEqual(receipt(name)["rejections"], [])
            self.assertEqual(receipt(name)["reasons"], [
                {"column": "measure", "reason": "UNKNOWN_MEASURE",
                 "rows": "1"}])
        # Nor is it told how known rows count; the file is delivered, and what
        # the service said with its answer is told. It compared no more than
        # 32 of them.
        for name, rows, not_compared in (("b.csv", 1, "0"),
                                         ("c.csv", 33, "1")):
            text = TITLES + "".join(row(f"unread-{i:05}", 7)
                                    for i in range(rows))
            put(name, text)
            said = self.suite.say("zone5339", *words, code=1)
            differing = min(rows, 32)
            self.assertIn(f"{name}: known rows that count otherwise now: "
                          f"{differing},", said)
            said_so = (f"{name}: known rows that were not compared with what "
                       "counts now: 1")
            self.assertEqual(said_so in said, not_compared == "1")
            made = receipt(name)
            self.assertEqual(made["state"], "STATE_DONE")
            self.assertEqual(
                [(one["line"], one["columns"])
                 for one in made["knownRowsThatDiffer"]],
                [(str(i + 2), ["event_id"]) for i in range(differing)])
            self.assertEqual(made.get("knownRowsNotCompared", "0"),
                             not_compared)
        # The command says it as well, and ends as it does for others.
        path = self.suite.home / "d.csv"
        path.write_text(TITLES + row("unread-00000", 8))
        said = self.suite.say("zone5339", "indicators", "ingest", path,
                              "--source", "zone5339", code=1)
        self.assertRegex(said, "1 +event_id +1 *\n")
        self.assertIn("[INGEST_KNOWN_ROWS_DIFFER]", said)
        self.assertNotIn("not compared", said)


if __name__ == "__main__":
    unittest.main(verbosity=2)
