#!/usr/bin/env python3
"""A source returns its sheet for a month, and later its files bring the events
of that month: they are not counted on top of it unless that is said.

Usage: files_after_sheets_test.py BUILD_FOLDER     (from the root of the source
tree)
"""

import datetime
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
TITLES = "event_id;measure;date;area;value;replaces\n"
MEASURE = "securing_actions"
REASON = "[FILE_ADDS_TO_SHEET]"
WHY = ("--reason", "Décision du collège du 12 mars")


def row(event, month, value=1, replaces=""):
    return f"{event};{MEASURE};{month}-05;DPI-2;{value};{replaces}\n"


class UntoldMonthsSuite(suite.Suite):
    """One in which sources are not told of months."""

    def command(self, name):
        role = 'name: "source"\n'
        before, behind = pathlib.Path(suite.POLICY).read_text().split(role, 1)
        policy = self.home / "policy.textproto"
        policy.write_text(before + role + behind.replace(
            '  permissions: "indicators.periods.read"\n', "", 1))
        words = super().command(name)
        words[words.index("--policy") + 1] = policy
        return words


class FilesAfterSheetsCase(unittest.TestCase):
    suite_class = suite.Suite

    @classmethod
    def setUpClass(cls):
        cls.suite = cls.suite_class(BUILD,
                                    names=("indicators", "conventions"))
        cls.suite.__enter__()
        cls.addClassCleanup(cls.suite.__exit__, None, None, None)
        for person, role in (("anna", "coordinator"), ("bert", "coordinator"),
                             ("bravvo", "source")):
            cls.suite.log_in(person, role)
        cls.suite.say("anna", "convention", "import", FRENCH, "--municipality",
                      "99001", "--police-zone", "5339")
        cls.suite.wait_for(lambda: cls.suite.ask(
            "anna", "indicators", "measures")["measures"])

    def path(self, name):
        return self.suite.home / f"{self.id().rsplit('.', 1)[1]}-{name}"

    def say(self, who, *words, lang="en", code=0):
        """What one command prints, words broken between lines put together."""
        self.suite.lang = lang
        try:
            said = self.suite.say(who, *words, code=code)
        finally:
            self.suite.lang = "en"
        return " ".join(said.split())

    def deliver_sheet(self, month, figure, *words, source="bravvo",
                      who="bravvo"):
        """Reads in a sheet of the month with one figure of the measure."""
        path = self.path("sheet.csv")
        path.unlink(missing_ok=True)
        self.say("anna", "collect", "sheet", "--month", month, "--source",
                 source, "--area", "DPI-1", "--out", path)
        rows = [line.split(";")
                for line in path.read_text(encoding="utf-8-sig").split("\n")]
        (filled,) = (cells for cells in rows
                     if len(cells) == 10 and cells[8] == MEASURE)
        filled[6] = str(figure)
        path.write_text("\n".join(map(";".join, rows)), encoding="utf-8-sig")
        self.say(who, "collect", "read", path, "--yes", *words)

    def ingest(self, text, *words, name="rows.csv", source="bravvo",
               who="bravvo", **options):
        path = self.path(name)
        path.write_text(text)
        return self.say(who, "indicators", "ingest", path, "--source", source,
                        *words, **options)

    def total(self, month):
        """What the service counts."""
        series = self.suite.ask("anna", "indicators", "series", "--from",
                                month, "--until", month)["series"]
        return sum(int(one.get("value", 0))
                   for each in series if each["measureCode"] == MEASURE
                   for one in each.get("months", []))


class FilesAfterSheetsTest(FilesAfterSheetsCase):
    def test_a_file_on_top_of_a_sheet_is_refused_until_that_is_said(self):
        month = "2024-03"
        self.deliver_sheet(month, 7)
        text = TITLES + row("refused-01", month) + row("refused-02", "2024-02")
        for words in ((), ("--dry-run",), ("--atomic",),
                      ("--atomic", "--dry-run"), ("--session", "own-1")):
            said = self.ingest(text, *words, code=1)
            self.assertIn(REASON, said)
            self.assertIn("on top of them: securing_actions 2024-03. ", said)
        for lang, words in (("en", "a sheet of bravvo already counts"),
                            ("fr", "un relevé de bravvo compte déjà"),
                            ("nl", "een blad van bravvo telt al")):
            said = self.ingest(text, lang=lang, code=1)
            self.assertIn(words, said)
            self.assertIn("--adds", said)
            self.assertIn("entente collect read", said)
        # In another form as well.
        self.assertIn(REASON, self.ingest(json.dumps(
            {"event_id": "refused-01", "measure": MEASURE, "date":
             f"{month}-05", "area": "DPI-2", "value": 1}) + "\n",
            name="rows.ndjson", code=1))
        self.assertEqual(self.total(month), 7)
        self.assertEqual(self.total("2024-02"), 0)
        self.assertIn("It reconciles", self.ingest(text, "--adds"))
        self.assertEqual(self.total(month), 8)
        self.assertEqual(self.total("2024-02"), 1)
        # By now they are known, and the same file adds nothing.
        self.assertNotIn(REASON, self.ingest(text))
        self.assertEqual(self.total(month), 8)

    def test_known_rows_of_a_cumulative_file_pass(self):
        month = "2024-05"
        text = TITLES + row("known-0001", month, 3)
        self.ingest(text)
        self.deliver_sheet(month, 7, "--adds")
        # It comes again with events of the next month, and a correction.
        text += row("known-0002", "2024-06") + row(
            "known-001b", month, 4, replaces="known-0001")
        self.assertIn("It reconciles", self.ingest(text))
        self.assertEqual(self.total(month), 11)
        self.assertEqual(self.total("2024-06"), 1)
        # One new event of the month is one too many, as is one that is moved
        # to it.
        for more in (row("known-0003", month),
                     row("known-002b", month, replaces="known-0002")):
            self.assertIn(REASON, self.ingest(text + more, code=1))
        self.assertEqual(self.total(month), 11)
        self.assertEqual(self.total("2024-06"), 1)

    def test_a_sheet_that_was_brought_to_0_makes_room_for_the_file(self):
        month = "2024-07"
        self.deliver_sheet(month, 7)
        text = TITLES + row("room-00001", month, 5)
        self.assertIn(REASON, self.ingest(text, code=1))
        self.deliver_sheet(month, 0)
        self.assertIn("It reconciles", self.ingest(text))
        self.assertEqual(self.total(month), 5)

    def test_a_row_of_0_makes_no_room_for_its_correction(self):
        month = "2024-11"
        self.deliver_sheet(month, 7)
        text = TITLES + row("zero-00001", month, 0)
        self.assertIn("It reconciles", self.ingest(text))
        text += row("zero-0001b", month, 5, replaces="zero-00001")
        self.assertIn(REASON, self.ingest(text, code=1))
        self.assertEqual(self.total(month), 7)

    def test_a_named_session_is_asked_about_what_it_does_not_hold(self):
        month = "2024-12"
        half = TITLES + row("half-00001", month)
        named = ("--session", "half-1")
        self.ingest(half, *named)
        # Nobody knows whether it is a part of the file that was begun then.
        whole = half + row("half-00002", month)
        self.assertIn("It reconciles",
                      self.ingest(whole, *named, "--dry-run"))
        self.deliver_sheet(month, 7, "--adds")
        for words, told in (
                ((), "Nothing was sent: a sheet of bravvo"),
                (named, "delivered before and count: 1; a sheet of bravvo"),
                ((*named, "--dry-run"), "delivered before and count: 1; a")):
            said = self.ingest(whole, *words, code=1)
            self.assertIn(REASON, said)
            self.assertIn(told, said)
        self.assertEqual(self.total(month), 8)
        # Where nothing is left to be sent it is not asked.
        self.assertIn("It reconciles", self.ingest(half, *named))
        self.assertIn("It reconciles", self.ingest(whole, *named, "--adds"))
        self.assertIn("It reconciles", self.ingest(whole, *named))
        self.assertEqual(self.total(month), 9)

    def test_rows_that_a_named_session_rejected_are_not_asked_about(self):
        sheet, other = "2025-02", "2025-01"
        begun = TITLES + row("odd-00001", other) + row(
            "odd-00002", sheet).replace("DPI-2", "not an area")
        named = ("--session", "odd")
        self.assertIn("rejected 1", self.ingest(begun, *named))
        self.deliver_sheet(sheet, 7)
        # It is not sent again, so nothing comes on top of the sheet.
        self.assertIn("delivered before", self.ingest(
            begun + row("odd-00003", other), *named))
        self.assertEqual(self.total(sheet), 7)
        self.assertEqual(self.total(other), 2)

    def test_a_later_pass_of_a_later_run_is_asked_as_well(self):
        first, month = "2025-05", "2025-06"
        # Corrections of one another, newest first: more than a run takes. The
        # newest brings the event into the month of the sheet.
        text = TITLES + "".join(
            row(f"moving-{i}-fix", month if i == 5 else first, 10 + i,
                replaces=f"moving-{i - 1}-fix") for i in range(5, 0, -1))
        text += row("moving-0-fix", first, 10)
        said = self.ingest(text, "--session", "moving")
        self.assertIn("More corrections can be taken: give the same command "
                      "again.", said)
        self.deliver_sheet(month, 7)
        said = self.ingest(text, "--session", "moving", code=1)
        self.assertIn(REASON, said)
        self.assertIn("before the error below, in session moving-pass-5: 6 "
                      "rows, of which 1 rejected.", said)
        self.assertNotIn("sent once more", said)
        self.assertEqual(self.total(month), 7)
        self.assertEqual(self.total(first), 14)
        said = self.ingest(text, "--session", "moving", "--adds")
        self.assertIn("(last session moving-pass-6).", said)
        self.assertEqual(self.total(month), 7 + 15)
        self.assertEqual(self.total(first), 0)

    def test_a_month_that_takes_no_row_keeps_no_file_out(self):
        month = "2025-03"
        self.deliver_sheet(month, 7)
        text = TITLES + row("closed-001", month) + row("closed-002", "2024-01")
        self.assertIn(REASON, self.ingest(text, code=1))
        # Since then it is closed.
        self.say("anna", "period", "calendar", "adopt", "--from", month,
                 "--due", "15", "--lock", "30", "--close", "90", *WHY)
        said = self.ingest(text)
        self.assertNotIn(REASON, said)
        self.assertIn("the month is closed", said)
        self.assertEqual(self.total(month), 7)
        self.assertEqual(self.total("2024-01"), 1)
        # Opened again it takes rows, and is looked at.
        until = datetime.date.today() + datetime.timedelta(days=20)
        self.say("anna", "period", "reopen", month, "--until", str(until),
                 *WHY)
        self.say("bert", "period", "reopening", "approve", month)
        self.assertIn(REASON, self.ingest(
            TITLES + row("closed-003", month), code=1))
        self.assertEqual(self.total(month), 7)

    def test_on_behalf_of_a_source_it_is_asked_as_well(self):
        month = "2024-08"
        self.deliver_sheet(month, 7, "--on-behalf", "--new-source",
                           source="hotel", who="anna")
        text = TITLES + row("behalf-001", month, 5)
        options = {"source": "hotel", "who": "anna"}
        self.assertIn(REASON, self.ingest(text, "--on-behalf", code=1,
                                          **options))
        self.assertEqual(self.total(month), 7)
        # What another source counted guards nothing.
        self.assertIn("It reconciles", self.ingest(text))
        self.ingest(text, "--on-behalf", "--adds", **options)
        self.assertEqual(self.total(month), 17)

    def test_a_drop_folder_quarantines_it_with_its_receipt(self):
        month = "2024-09"
        folder = self.path("drop")
        folder.mkdir()
        config = self.path("watch.textproto")
        rules = ('source: "bravvo"\nmunicipality: "99001"\n'
                 'settle_seconds: 0\ninputs { pattern: "*" }\n')
        config.write_text(rules)

        def watch(*words, code=0):
            return self.say("bravvo", "indicators", "watch", folder,
                            "--config", config, "--once", *words, code=code)

        def put(name, text):
            draft = folder / "incoming" / f"{name}.part"
            draft.write_text(text)
            draft.rename(draft.with_name(name))

        def receipt(name):
            return json.loads(
                (folder / "receipts" / f"{name}.json").read_text())

        watch()
        self.deliver_sheet(month, 7)
        text = TITLES + row("dropped-01", month, 5)
        put("a.csv", text)
        # Those behind it are delivered.
        put("b.csv", TITLES + row("dropped-02", "2024-10"))
        trial = watch("--dry-run", code=1)
        self.assertIn(f"a.csv: quarantine {REASON}", trial)
        said = watch(code=1)
        self.assertIn(f"a.csv: quarantine {REASON}", said)
        made = receipt("a.csv")
        self.assertEqual(made["state"], "STATE_QUARANTINED")
        self.assertEqual(made["reason"], REASON.strip("[]"))
        self.assertIn("securing_actions 2024-09", made["message"])
        self.assertIn("adds_to_sheets", made["message"])
        self.assertFalse(made["sheetsNotAsked"])
        self.assertEqual(receipt("b.csv")["state"], "STATE_DONE")
        self.assertEqual(os.listdir(folder / "quarantine"), ["a.csv"])
        self.assertEqual(self.total(month), 7)
        config.write_text(rules + "adds_to_sheets: true\n")
        put("a.csv", text)
        watch()
        self.assertEqual(receipt("a.csv")["state"], "STATE_DONE")
        self.assertEqual(self.total(month), 12)


class UntoldMonthsTest(FilesAfterSheetsCase):
    suite_class = UntoldMonthsSuite

    def test_who_is_not_told_of_months_is_asked_about_all_the_same(self):
        month = "2024-03"
        self.deliver_sheet(month, 7, "--on-behalf", "--new-source",
                           who="anna")
        text = TITLES + row("untold-001", month)
        self.assertIn(REASON, self.ingest(text, code=1))
        self.assertEqual(self.total(month), 7)
        self.assertIn("It reconciles",
                      self.ingest(TITLES + row("untold-002", "2024-04")))


if __name__ == "__main__":
    unittest.main(verbosity=2)
