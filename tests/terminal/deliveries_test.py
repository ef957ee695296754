#!/usr/bin/env python3
"""Files of other systems, as a police zone and its partners deliver them: by
command with a mapping, and through a drop folder.

Usage: deliveries_test.py BUILD_FOLDER     (from the root of the source tree)
"""

import json
import os
import pathlib
import shutil
import subprocess
import sys
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).parent.parent / "suite"))
import suite  # noqa: E402: its folder is known only now.

BUILD = sys.argv.pop(1)
# Its term is 2024 and 2025.
FRENCH = "tools/samples/montclair.fr.txt"
EXAMPLES = pathlib.Path("deploy/deliveries")
TITLES = "event_id;measure;date;area;value\n"
# What no receipt, log or message may repeat.
SECRET = "Jeanne Exemple"


def row(event, value=1, measure="securing_actions", day="2024-06-05"):
    return f"{event};{measure};{day};DPI-1;{value}\n"


class DeliveriesTest(unittest.TestCase):
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
        cls.key = cls.suite.home / "id.key"
        cls.suite.say(None, "indicators", "mapping", "key", cls.key)

    def setUp(self):
        self.folder = self.suite.home / f"drop-{self.id().rsplit('.', 1)[1]}"
        self.folder.mkdir()
        # Made by the first look at it.
        self.watch()

    def say(self, *words, **options):
        return self.suite.say("zone5339", "indicators", *words, **options)

    def ingest(self, name, *words, **options):
        return self.say("ingest", EXAMPLES / name, "--source", "zone5339",
                        "--mapping",
                        EXAMPLES / (name.rsplit(".", 1)[0] + ".textproto"),
                        "--id-key", self.key, *words, **options)

    def watch(self, *words, code=0, rules=("--source", "zone5339", "--settle", "0")):
        return self.say("watch", self.folder, *rules, "--once", *words,
                        code=code)

    def test_the_service_counts_its_figures_anew(self):
        self.put("a.csv", TITLES + row("recount-1", 3) + row("recount-2", 4))
        self.watch()
        self.assertIn("[PERMISSION_MISSING]", self.say("verify", code=1))
        self.assertIn("Differences: 0.",
                      self.suite.say("anna", "indicators", "verify"))
        recount = self.suite.ask("anna", "indicators", "verify")
        self.assertGreaterEqual(int(recount["rowCount"]), 2)
        self.assertNotIn("differences", recount)

    def put(self, name, text):
        """As a source does: written under another name, then renamed."""
        draft = self.folder / "incoming" / f"{name}.part"
        draft.write_bytes(text if isinstance(text, bytes) else text.encode())
        draft.rename(draft.with_name(name))

    def receipt(self, name):
        return json.loads(
            (self.folder / "receipts" / f"{name}.json").read_text())

    def names(self, place):
        return sorted(os.listdir(self.folder / place))

    def total(self, measure, month):
        """What the service counts."""
        series = self.suite.ask("anna", "indicators", "series", "--from",
                                month, "--until", month)["series"]
        return sum(int(one.get("value", 0))
                   for each in series if each["measureCode"] == measure
                   for one in each.get("months", []))

    def test_the_shipped_examples_are_delivered_and_counted_once(self):
        said = self.ingest("police-actions.csv")
        self.assertIn("It reconciles", said)
        self.assertIn("1 record of an area of another municipality left out.",
                      said)
        # The fifth row corrects the second.
        for measure, count in (("nuisance_actions", 2),
                               ("securing_actions", 1),
                               ("theft_awareness_actions", 1)):
            self.assertEqual(self.total(measure, "2024-03"), count, measure)
        self.ingest("prevention-activities.xml")
        self.assertEqual(self.total("theft_awareness_actions", "2024-03"), 6)
        # 1 012.5 hours.
        self.assertEqual(self.total("staff_training_hours", "2024-03"), 60750)
        self.ingest("partner-meetings.ndjson")
        self.assertEqual(self.total("partner_exchange_meetings", "2024-04"), 1)
        # Again, by the same command: nothing moves.
        self.assertIn("had been delivered before",
                      self.ingest("police-actions.csv"))
        self.assertEqual(self.total("nuisance_actions", "2024-03"), 2)

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

    def test_without_a_mapping_three_forms_have_our_own_names(self):
        files = {
            "own.csv": TITLES.replace(";", ",") + row("own-csv-1").replace(
                ";", ","),
            "own.ndjson": json.dumps({
                "event_id": "own-json-1", "measure": "securing_actions",
                "date": "2024-07-05", "area": "DPI-1", "value": 2}) + "\n",
            "own.xml": "<observations><observation><event_id>own-xml-1"
                       "</event_id><measure>securing_actions</measure><date>"
                       "2024-07-06</date><area>DPI-1</area><value>3</value>"
                       "</observation></observations>",
        }
        for name, text in files.items():
            path = self.suite.home / name
            path.write_text(text)
            self.assertIn("It reconciles",
                          self.say("ingest", path, "--source", "zone5339"))
        self.assertEqual(self.total("securing_actions", "2024-07"), 5)

    def test_a_mapping_is_checked_without_a_service(self):
        words = ("indicators", "mapping", "check",
                 EXAMPLES / "police-actions.textproto")
        said = self.suite.say(None, *words, EXAMPLES / "police-actions.csv",
                              "--id-key", self.key)
        self.assertIn("5 events, 6 rows, of which 0 would be refused",
                      said)
        self.assertIn("1 record of an area of another municipality left out.",
                      said)
        self.assertIn("nuisance_actions", said)
        self.assertNotIn("012345", said)
        self.assertIn("can be used", self.suite.say(None, *words))
        self.assertIn("[ID_KEY]", self.suite.say(
            None, *words, EXAMPLES / "police-actions.csv", code=1))
        broken = self.suite.home / "broken.textproto"
        broken.write_text('id: "x"\nevent_id { from: "Id" }\n'
                          'date { from: "Jour" }\narea { }\n'
                          'figures { measure { constant: "m" } }\n')
        for language, words in (("en", "needs from, or a constant"),
                                ("fr", "demande from, ou constant"),
                                ("nl", "vraagt from, of constant")):
            usual, self.suite.lang = self.suite.lang, language
            said = self.suite.say(None, "indicators", "mapping", "check",
                                  broken, code=1)
            self.suite.lang = usual
            self.assertIn(f"broken.textproto:4: area {words}", said)
            self.assertIn("broken.textproto:5: ", said)
        rows = self.suite.home / "rows.csv"
        broken.write_text('id: "x"\nevent_id { from: "Id" }\n'
                          'date { from: "Jour" form: FORM_DAY_MONTH_YEAR }\n'
                          'area { constant: "DPI-1" }\n'
                          'figures { measure { constant: "m" } '
                          'value_from: "N" }\n')
        rows.write_text(f"Id;Jour;N\nevent-001;31/02/2024;1\n"
                        f"event-002;28/02/2024;{SECRET}\n"
                        f"event-003;28/02/2024;3\n")
        said = self.suite.say(None, "indicators", "mapping", "check", broken,
                              rows, code=1)
        self.assertRegex(said, r"2 +✗ DATE_INVALID +\"Jour\"")
        self.assertRegex(said, r"3 +✗ VALUE_INVALID +\"N\"")
        self.assertIn("3 rows, of which 2 would be refused", said)
        self.assertNotIn(SECRET, said)

    def test_a_file_is_taken_receipted_and_kept(self):
        self.put("a.csv", TITLES + row("drop-a-1", 4) +
                 row("drop-a-2", 1, measure="no_such_measure") +
                 row("drop-a-3", 1, day="2031-01-01"))
        self.put("b.csv.part", TITLES + row("drop-b-1"))
        os.rename(self.folder / "incoming/b.csv.part",
                  self.folder / "incoming/.b.csv")
        said = self.watch()
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
                       "--settle", "0", "--dry-run", "--format", "json")
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
