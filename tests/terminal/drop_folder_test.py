#!/usr/bin/env python3
"""Files of other systems that are put into a drop folder: taken once, in
whatever order they come, with a receipt, or kept in quarantine.

Usage: drop_folder_test.py BUILD_FOLDER     (from the root of the source tree)
"""

import json
import os
import shutil
import subprocess
import sys
import unittest

from deliveries_case import DeliveriesCase, SECRET, TITLES, row

BUILD = sys.argv.pop(1)


class DropFolderTest(DeliveriesCase):
    build_folder = BUILD

    def test_the_highest_version_counts_once_in_whatever_order(self):
        mapping = self.suite.home / "versions.textproto"
        mapping.write_text(
            'id: "versions-1"\nformat: FORMAT_CSV\n'
            'event_id { from: "Id" is_hashed: true revision: "V" }\n'
            'date { from: "Jour" }\narea { constant: "DPI-1" }\n'
            'figures { measure { constant: "securing_actions" } '
            'value_from: "N" }\n')
        rules = ("--source", "zone5339", "--settle", "0", "--mapping", mapping,
                 "--id-key", self.key)

        def text(event, *versions):
            return "Id;V;Jour;N\n" + "".join(
                f"{event};{version};2025-02-05;{10 * version}\n"
                for version in versions)

        def became_of(receipt):
            return {state: int(rows)
                    for state, rows in receipt["totals"].items()
                    if state not in ("sent", "late", "differing")
                    and int(rows)}

        def drop(name, content, code=0):
            self.put(name, content)
            self.watch(rules=rules, code=code)
            return became_of(self.receipt(name))

        def total():
            return self.total("securing_actions", "2025-02")

        # Corrected before the first export: nobody delivered version 1.
        self.assertEqual(drop("2.csv", text("a/1", 2)),
                         {"created": 1, "unchanged": 1})
        self.assertEqual(total(), 20)
        # Below it: the event counts otherwise now, which is said.
        self.assertEqual(drop("1.csv", text("a/1", 1), code=1),
                         {"duplicate": 1})
        self.assertEqual(total(), 20)
        self.assertEqual(drop("3.csv", text("a/1", 3)),
                         {"duplicate": 2, "updated": 1})
        self.assertEqual(total(), 30)
        # As another file, that had been in quarantine: a copy of what was said.
        self.assertEqual(drop("late.csv", text("a/1", 2) + "\n"),
                         {"duplicate": 2})
        self.assertFalse(self.receipt("late.csv").get("knownRowsThatDiffer"))
        self.assertEqual(total(), 30)
        # A rehearsal says the same, also where each row is a batch.
        self.put("dry.csv", text("a/2", 2, 1, 3))
        said = self.say("watch", self.folder, *rules, "--batch", "1",
                        "--dry-run", "--format", "json")
        receipt = json.loads(said)
        self.assertEqual(receipt["rows"], "6")
        self.assertEqual(became_of(receipt),
                         {"created": 1, "unchanged": 1, "updated": 1,
                          "duplicate": 3})
        self.assertEqual(total(), 30)

    def test_a_file_is_taken_receipted_and_kept(self):
        self.put("a.csv", TITLES + row("drop-a-1", 4) +
                 row("drop-a-2", 1, measure="no_such_measure") +
                 row("drop-a-3", 1, day="2031-01-01"))
        self.put("b.csv.part", TITLES + row("drop-b-1"))
        os.rename(self.folder / "incoming/b.csv.part",
                  self.folder / "incoming/.b.csv")
        # Of a file that is done with, rows were rejected.
        said = self.watch(code=1)
        self.assertIn("a.csv: 3 rows, 1 taken, 0 known, 2 rejected", said)
        self.assertEqual(self.names("done"), ["a.csv"])
        self.assertEqual(self.names("incoming"), [".b.csv"])
        receipt = self.receipt("a.csv")
        self.assertEqual(receipt["state"], "STATE_DONE")
        self.assertEqual(
            [(one["line"], one["column"], one["reason"])
             for one in receipt["rejections"]],
            [("3", "measure", "UNKNOWN_MEASURE"),
             ("4", "date", "DATE_OUTSIDE_TERM")])
        session = self.suite.ask("zone5339", "indicators", "session",
                                 f"zone5339/{receipt['session']}")
        self.assertEqual(session["totals"], receipt["totals"])
        self.assertEqual(self.watch(), "")

    def test_the_same_file_again_counts_nothing(self):
        text = TITLES + row("again-001", 7, day="2024-08-01")
        self.put("a.csv", text)
        self.watch()
        self.put("a.csv", text)
        self.put("b.csv", text)
        self.watch()
        self.assertEqual(self.total("securing_actions", "2024-08"), 7)
        self.assertEqual(self.receipt("b.csv")["rowsKnown"], "1")
        self.assertEqual(len(self.names("done")), 3)

    def test_a_row_that_comes_before_its_event_is_taken(self):
        titles = TITLES.replace("\n", ";replaces\n")

        def fix(event, value, month, of=""):
            return row(event, value, day=f"{month}-05").replace(
                "\n", f";{of}\n")

        # In one file, newest first.
        name = "présences (1).csv"
        self.put(name, titles + fix("newest-2", 8, "2025-10", "newest-1") +
                 fix("newest-1", 7, "2025-10"))
        self.assertIn(f"{name}: 2 rows, 2 taken, 0 known, 0 rejected",
                      self.watch())
        self.assertEqual(self.total("securing_actions", "2025-10"), 8)
        receipt = self.receipt(name)
        self.assertTrue(receipt["session"].endswith("-2"))
        self.assertEqual(receipt["totals"]["updated"], "1")
        # In two files, and the correction dropped again.
        text = titles + fix("late-002", 5, "2025-11", "late-001")
        self.put("fix.csv", text)
        self.assertIn("[INGEST_NOTHING_TAKEN]", self.watch(code=1))
        self.put("event.csv", titles + fix("late-001", 3, "2025-11"))
        self.put("fix.csv", text)
        os.utime(self.folder / "incoming/event.csv", (1, 1))
        self.watch()
        self.assertEqual(self.receipt("fix.csv")["state"], "STATE_DONE")
        self.assertEqual(self.total("securing_actions", "2025-11"), 5)
        # Again, it counts nothing more.
        self.put("fix.csv", text)
        self.watch()
        self.assertEqual(self.total("securing_actions", "2025-11"), 5)

    def test_an_older_correction_never_counts_for_a_newer_one(self):
        titles = TITLES.replace("\n", ";replaces\n")

        def fix(event, value, of=""):
            return row(event, value, day="2025-12-05").replace(
                "\n", f";{of}\n")

        rows = [fix("side-fix2", 7, "side-event"),
                fix("side-fix1", 5, "side-event"), fix("side-event", 2)]
        # Newest first, and dropped again: which came last nobody can tell.
        for _ in range(2):
            self.put("side.csv", titles + "".join(rows))
            self.watch(code=1)
            receipt = self.receipt("side.csv")
            self.assertEqual(receipt["leftRejected"], "LEFT_REJECTED_ORDER")
            self.assertEqual(receipt["totals"]["rejected"], "2")
            self.assertEqual(self.total("securing_actions", "2025-12"), 2)
        self.put("side.csv", titles + "".join(reversed(rows)))
        self.watch()
        self.assertEqual(self.total("securing_actions", "2025-12"), 7)

    def test_nothing_of_a_refused_file_or_row_is_repeated(self):
        self.put("title.csv", f"{SECRET};b\nx;y\n")
        self.put("rows.csv", TITLES + f"{SECRET};x;{SECRET};{SECRET};1\n"
                 f"hidden-01;securing_actions;2024-06-05;{SECRET};1\n"
                 f"hidden-02;{SECRET};2024-06-05;DPI-1;1\n"
                 f"hidden-03;securing_actions;2024-06-05;DPI-1;{SECRET}\n")
        self.put(f"{SECRET} 85073003328.csv", TITLES)
        self.put("BR.12.L3.123456-2018.csv", TITLES)
        said = self.watch(code=1)
        self.assertIn("title.csv: quarantine [CSV_COLUMN_UNKNOWN]", said)
        self.assertIn("rows.csv: quarantine [INGEST_NOTHING_TAKEN]", said)
        self.assertRegex(said, r"name-[0-9a-f]{12}: quarantine \[NAME_REFUSED")
        self.assertNotIn("Exemple", said)
        self.assertNotIn("123456", said)
        for name in self.names("receipts"):
            text = (self.folder / "receipts" / name).read_text()
            self.assertNotIn("Exemple", text + name)
            self.assertNotIn("BR.12", text + name)
        for name in self.suite.names:
            self.assertNotIn("Exemple", self.suite.log(name).read_text())
        self.assertEqual(len(self.names("quarantine")), 4)
        self.assertEqual(self.names("processing"), [])

    def test_while_the_service_is_down_files_wait(self):
        self.put("a.csv", TITLES + row("down-0001", 5, day="2024-09-01"))
        self.suite.kill("indicators")
        said = self.watch(code=1)
        self.assertIn("a.csv: waits, and is tried again", said)
        self.assertIn("[SERVICE_UNREACHABLE]", said)
        self.assertEqual(self.names("processing"), ["a.csv"])
        self.assertEqual(self.names("receipts"), [])
        self.suite.start("indicators")
        self.assertIn("1 taken", self.watch())
        self.assertEqual(self.total("securing_actions", "2024-09"), 5)

    def test_a_dry_run_says_what_would_become_of_it(self):
        self.put("a.csv", TITLES + row("dry-00001", 5, day="2024-10-01") +
                 row("dry-00002", 5, measure="x"))
        out = self.say("watch", self.folder, "--source", "zone5339",
                       "--settle", "0", "--dry-run", "--format", "json",
                       code=1)
        receipt = json.loads(out)
        self.assertEqual(receipt["state"], "STATE_WOULD_BE_DONE")
        self.assertEqual(receipt["totals"]["created"], "1")
        self.assertEqual(receipt["reasons"], [{
            "column": "measure", "reason": "UNKNOWN_MEASURE", "rows": "1"}])
        self.assertEqual(self.names("incoming"), ["a.csv"])
        self.assertEqual(self.names("receipts"), [])
        self.assertEqual(self.total("securing_actions", "2024-10"), 0)

    def test_two_watchers_of_a_folder_are_one_too_many(self):
        first = self.suite.start_client(
            "zone5339", "indicators", "watch", self.folder, "--source",
            "zone5339", "--settle", "0", "--format", "json")
        try:
            self.put("a.csv", TITLES + row("watch-001", 1, day="2024-11-01"))
            # It says so once it has taken it: it was told by the kernel.
            receipt = json.loads(first.stdout.readline())
            self.assertEqual(receipt["state"], "STATE_DONE")
            said = self.watch(code=1)
            self.assertIn("[DROP_FOLDER_LOCKED]", said)
        finally:
            first.terminate()
            _, err = first.communicate(timeout=60)
        self.assertEqual((first.returncode, err), (0, ""))
        self.assertEqual(self.watch(), "")

    def test_only_what_openssl_or_we_signed_is_taken(self):
        home = self.suite.home
        if not (home / "zone.key").exists():
            (home / "any").write_text("x")
            self.say("sign", home / "any", "--key", home / "zone.key",
                     "--make-key")
        rules = ("--source", "zone5339", "--public-key", home / "zone.key.pub",
                 "--require-signature", "--settle", "0")
        text = TITLES + row("signed-01", 1, day="2024-12-01")
        ours = home / "ours.csv"
        ours.write_text(text)
        self.say("sign", ours, "--key", home / "zone.key")
        theirs = home / "theirs.csv"
        theirs.write_text(text + row("signed-02", 1, day="2024-12-01"))
        subprocess.run(["openssl", "pkeyutl", "-sign", "-rawin", "-inkey",
                        home / "zone.key", "-in", theirs, "-out",
                        home / "theirs.csv.sig"], check=True)
        for path in (ours, theirs):
            shutil.copy(f"{path}.sig", self.folder / "incoming")
            self.put(path.name, path.read_bytes())
        shutil.copy(f"{ours}.sig", self.folder / "incoming/changed.csv.sig")
        self.put("changed.csv", text.replace("2024-12-01;DPI-1;1",
                                             "2024-12-01;DPI-1;900"))
        self.put("unsigned.csv", text)
        said = self.watch(rules=rules, code=1)
        self.assertIn("changed.csv: quarantine [SIGNATURE_WRONG]", said)
        self.assertIn("unsigned.csv: quarantine [SIGNATURE_MISSING]", said)
        self.assertEqual(self.names("done"), ["ours.csv", "ours.csv.sig",
                                              "theirs.csv", "theirs.csv.sig"])
        self.assertEqual(len(self.receipt("ours.csv")["signedBy"]), 64)
        self.assertEqual(self.total("securing_actions", "2024-12"), 2)

    def test_rules_are_given_in_one_way(self):
        said = self.say("watch", self.folder, code=2)
        self.assertIn("Give --config, or --source", said)
        config = self.suite.home / "watch.textproto"
        config.write_text('source: "zone5339"\nmunicipality: "99001"\n'
                          "settle_seconds: 0\n"
                          'inputs { pattern: "actions-*.csv" }\n')
        self.watch("--source", "zone5339", rules=("--config", config), code=2)
        self.put("actions-1.csv", TITLES + row("config-01", day="2025-01-01"))
        self.put("other.csv", TITLES + row("config-02", day="2025-01-01"))
        said = self.watch(rules=("--config", config), code=1)
        self.assertIn("actions-1.csv: 1 rows, 1 taken", said)
        self.assertIn("other.csv: quarantine [INPUT_UNKNOWN]", said)


if __name__ == "__main__":
    unittest.main(verbosity=2)
