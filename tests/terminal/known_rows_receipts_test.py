#!/usr/bin/env python3
"""Rows that come again into a drop folder and say something else than before:
named in the receipt, for those who may read and those who may not.

Usage: known_rows_receipts_test.py BUILD_FOLDER     (from the root of the tree)
"""

import json
import os
import sys
import unittest

from known_rows_case import KnownRowsCase, MEASURE, TITLES, UnreadSuite, row

BUILD = sys.argv.pop(1)


class ReceiptsTest(KnownRowsCase):
    build_folder = BUILD

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
            self.say(*watch, "--once", code=1)
            receipt = self.receipt("b.csv")
            self.assertEqual(len(receipt["rejections"]), 2)
            self.assertEqual(self.differing("b.csv"), [])
            self.assertEqual(receipt.get("knownRowsNotCompared", "0"), "0")
            (self.folder / "done/b.csv").rename(
                self.folder / "processing/b.csv")


class UnreadRowsTest(KnownRowsCase):
    build_folder = BUILD

    @classmethod
    def make_suite(cls):
        return UnreadSuite(BUILD, names=("indicators", "conventions"))

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
        said = self.suite.say("zone5339", *words, code=1)
        self.assertNotIn("waits", said)
        self.assertIn("a-34.csv: the service did not tell all about its rows",
                      said)
        for name in names:
            self.assertEqual(receipt(name)["state"], "STATE_DONE")
            self.assertEqual(receipt(name)["rejections"], [])
            # Nobody asks about sheets after the first, which each file says.
            self.assertTrue(receipt(name)["sheetsNotAsked"])
            self.assertIn(f"{name}: not checked whether a sheet of the source",
                          " ".join(said.split()))
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
        self.assertRegex(said, "1 +event_id +2 *\n")
        self.assertIn("[INGEST_KNOWN_ROWS_DIFFER]", said)
        self.assertNotIn("not compared", said)
        # Nor is it told of sheets: the file is delivered, which is said.
        self.assertIn("Not checked: whether a sheet of the source", said)
        # It is denied once, and then asks nothing; the other is its end.
        self.assertEqual(said.count("Error: "), 2)


if __name__ == "__main__":
    unittest.main(verbosity=2)
