#!/usr/bin/env python3
"""Files that are taken whole or not at all: by command, and by a drop folder
whose configuration says so.

Usage: whole_files_test.py BUILD_FOLDER     (from the root of the source tree)
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
TITLES = "event_id;measure;date;area;value\n"


def row(event, value=1, measure="securing_actions", day="2024-06-05"):
    return f"{event};{measure};{day};DPI-1;{value}\n"


class WholeFilesTest(unittest.TestCase):
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

    def say(self, *words, **options):
        return self.suite.say("zone5339", "indicators", *words, **options)

    def total(self, measure, month):
        """What the service counts."""
        series = self.suite.ask("anna", "indicators", "series", "--from",
                                month, "--until", month)["series"]
        return sum(int(one.get("value", 0))
                   for each in series if each["measureCode"] == measure
                   for one in each.get("months", []))

    def drop_folder(self, is_atomic=True):
        """A folder and its configuration, by name of the test."""
        name = self.id().rsplit(".", 1)[1]
        self.folder = self.suite.home / f"drop-{name}"
        self.folder.mkdir(exist_ok=True)
        config = self.suite.home / f"{name}.textproto"
        config.write_text('source: "zone5339"\nmunicipality: "99001"\n'
                          'settle_seconds: 0\ninputs { pattern: "*" }\n' +
                          ("atomic: true\n" if is_atomic else ""))
        return ("watch", self.folder, "--config", config)

    def put(self, name, text):
        """As a source does: written under another name, then renamed."""
        draft = self.folder / "incoming" / f"{name}.part"
        draft.write_text(text)
        draft.rename(draft.with_name(name))

    def receipt(self, name):
        return json.loads(
            (self.folder / "receipts" / f"{name}.json").read_text())

    def names(self, place):
        return sorted(os.listdir(self.folder / place))

    def test_a_file_is_taken_whole_or_not_at_all(self):
        path = self.suite.home / "whole.csv"
        words = ("ingest", path, "--source", "zone5339", "--atomic")

        def put(rows, last):
            path.write_text(TITLES + "".join(
                row(f"whole-{i:05}", day="2025-03-05") for i in range(rows)) +
                row("whole-last", measure=last, day="2025-03-05"))

        # More than a batch has where it is not said; the last row is wrong.
        put(3000, "no_such_measure")
        for more in (("--dry-run",), ()):
            said = self.say(*words, *more, code=1)
            self.assertIn("[INGEST_REFUSED_WHOLE]", said)
            self.assertIn("cannot be taken: 1.", said)
            self.assertRegex(said, "1 +measure +UNKNOWN_MEASURE")
            # The row itself, by the line of the file, also of a trial.
            self.assertRegex(said, "3002 +measure +UNKNOWN_MEASURE *\n")
            # Nothing is kept that could be asked for.
            self.assertNotIn("indicators rejections", said)
        self.assertEqual(self.total("securing_actions", "2025-03"), 0)
        put(8192, "securing_actions")
        said = self.say(*words, code=1)
        self.assertIn("[ATOMIC_TOO_LARGE]", said)
        self.assertIn("more than 8192 rows", said)
        self.assertEqual(self.total("securing_actions", "2025-03"), 0)
        put(8191, "securing_actions")
        self.assertIn("It reconciles", self.say(*words))
        self.assertEqual(self.total("securing_actions", "2025-03"), 8192)
        self.assertIn("had been delivered before", self.say(*words))
        self.assertIn("--batch", self.say(*words, "--batch", "512", code=2))

    def test_a_dropped_file_is_taken_whole_or_not_at_all(self):
        watch = self.drop_folder()
        self.say(*watch, "--once")
        faulty = TITLES + "".join(
            row(f"faulty-{i:05}", day="2025-04-05") for i in range(3000)) + (
                row("faulty-last", measure="no_such_measure",
                    day="2025-04-05"))
        self.put("a.csv", faulty)
        # A trial says by row what would keep it out.
        trial = json.loads(self.say(*watch, "--dry-run", "--format", "json",
                                    code=1))
        said = self.say(*watch, "--once", code=1)
        self.assertIn("a.csv: quarantine [INGEST_REFUSED_WHOLE]", said)
        receipt = self.receipt("a.csv")
        self.assertEqual(trial["state"], "STATE_WOULD_BE_QUARANTINED")
        self.assertEqual(receipt["state"], "STATE_QUARANTINED")
        for one in (trial, receipt):
            self.assertTrue(one["atomic"])
            self.assertEqual(one["reason"], "INGEST_REFUSED_WHOLE")
            self.assertEqual(
                [(each["line"], each["column"], each["reason"])
                 for each in one["rejections"]],
                [("3002", "measure", "UNKNOWN_MEASURE")])
        self.assertEqual(self.total("securing_actions", "2025-04"), 0)
        # Mended, beside one that is too large.
        self.put("a.csv", faulty.replace("no_such_measure",
                                         "securing_actions"))
        self.put("b.csv", TITLES + "".join(
            row(f"large-{i:05}", day="2025-04-05") for i in range(8193)))
        said = self.say(*watch, "--once", code=1)
        self.assertIn("a.csv: 3.001 rows, 3.001 taken", said)
        self.assertIn("b.csv: quarantine [ATOMIC_TOO_LARGE]", said)
        self.assertIn("more than 8192 rows", self.receipt("b.csv")["message"])
        self.assertEqual(self.total("securing_actions", "2025-04"), 3001)
        self.assertTrue(self.receipt("a.csv")["atomic"])
        self.assertEqual(self.names("processing"), [])

    def test_a_whole_file_is_not_taken_behind_a_part_of_it(self):
        self.drop_folder()
        text = TITLES + row("begun-0001", day="2025-05-05") + row(
            "begun-0002", day="2025-05-05")
        # Somebody delivered the first row under the session of the file.
        watch = self.drop_folder(is_atomic=False)
        self.say(*watch, "--once")
        self.put("a.csv", text)
        session = json.loads(self.say(*watch, "--dry-run", "--format",
                                      "json"))["session"]
        first = self.suite.home / "first.csv"
        first.write_text(TITLES + row("begun-0001", day="2025-05-05"))
        self.say("ingest", first, "--source", "zone5339", "--session", session)
        said = self.say(*self.drop_folder(), "--once", code=1)
        self.assertIn("a.csv: quarantine [ATOMIC_BEGUN]", said)
        receipt = self.receipt("a.csv")
        self.assertEqual(receipt["rowsKnown"], "1")
        self.assertIn("took files whole: 1;", receipt["message"])
        self.assertEqual(self.total("securing_actions", "2025-05"), 1)
        # Without atomic it goes on where it stood.
        self.put("b.csv", text)
        self.say(*self.drop_folder(is_atomic=False), "--once")
        self.assertEqual(self.total("securing_actions", "2025-05"), 2)
        self.assertFalse(self.receipt("b.csv").get("atomic", False))

    def test_a_file_taken_row_by_row_is_not_said_to_be_taken_whole(self):
        watch = self.drop_folder(is_atomic=False)
        self.say(*watch, "--once")
        self.put("a.csv", TITLES + row("wise-0001", day="2025-08-05") +
                 row("wise-0002", measure="no_such_measure"))
        self.say(*watch, "--once", code=1)
        # After a crash before the receipt the operator wants files whole.
        (self.folder / "receipts/a.csv.json").unlink()
        (self.folder / "done/a.csv").rename(self.folder / "processing/a.csv")
        self.say(*self.drop_folder(), "--once", code=1)
        receipt = self.receipt("a.csv")
        self.assertEqual(receipt["state"], "STATE_DONE")
        self.assertEqual(receipt["totals"]["rejected"], "1")
        self.assertFalse(receipt.get("atomic", False))
        self.assertEqual(self.total("securing_actions", "2025-08"), 1)

    def test_while_the_service_is_down_a_whole_file_waits(self):
        watch = self.drop_folder()
        self.say(*watch, "--once")
        self.put("a.csv", TITLES + row("down-00001", 5, day="2025-06-05"))
        self.suite.kill("indicators")
        self.assertIn("a.csv: waits", self.say(*watch, "--once", code=1))
        self.assertEqual(self.names("processing"), ["a.csv"])
        self.suite.start("indicators")
        self.assertIn("1 taken", self.say(*watch, "--once"))
        self.assertEqual(self.total("securing_actions", "2025-06"), 5)

    def test_the_flag_says_it_without_a_configuration(self):
        self.drop_folder()
        watch = ("watch", self.folder, "--source", "zone5339", "--settle", "0",
                 "--atomic", "--once")
        self.say(*watch)
        self.put("a.csv", TITLES + row("flag-00001", day="2025-07-05") +
                 row("flag-00002", measure="no_such_measure"))
        self.assertIn("[INGEST_REFUSED_WHOLE]", self.say(*watch, code=1))
        # Each is one batch, here and where the configuration says it.
        self.assertIn("--batch", self.say(*watch, "--batch", "512", code=2))
        self.assertIn("--batch", self.say(*self.drop_folder(), "--once",
                                          "--batch", "512", code=2))
        self.say(*self.drop_folder(is_atomic=False), "--once", "--batch",
                 "512")
        self.assertEqual(self.total("securing_actions", "2025-07"), 0)


if __name__ == "__main__":
    unittest.main(verbosity=2)
