#!/usr/bin/env python3
"""What people entered as activities and a sheet of the same month: neither is
counted on top of the other unless that is said.

Usage: activities_and_sheets_test.py BUILD_FOLDER     (from the root of the
source tree)
"""

import json
import pathlib
import sys
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).parent.parent / "suite"))
import suite  # noqa: E402: its folder is known only now.

BUILD = sys.argv.pop(1)
# Its term is 2024 and 2025.
FRENCH = "tools/samples/montclair.fr.txt"
MEASURE = "securing_actions"
TITLE = "Actions de sécurisation menées"
TITLE_NL = "Uitgevoerde beveiligingsacties"
REASON = "[SHEET_ADDS_TO_ACTIVITIES]"
WHY = ("--reason", "Décision du collège du 12 mars")
# As the coordinator reads it in for a source that nothing names yet.
BEHALF = ("--on-behalf", "--new-source")


class UntoldRowsSuite(suite.Suite):
    """One in which coordinators are not told whose rows a measure has."""
    taken_away = "indicators.periods.approve"

    def command(self, name):
        role = 'name: "coordinator"\n'
        before, behind = pathlib.Path(suite.POLICY).read_text().split(role, 1)
        policy = self.home / "policy.textproto"
        policy.write_text(before + role + behind.replace(
            f'  permissions: "{self.taken_away}"\n', "", 1))
        words = super().command(name)
        words[words.index("--policy") + 1] = policy
        return words


class UnreadMonthsSuite(UntoldRowsSuite):
    """One in which coordinators do not read months."""
    taken_away = "indicators.periods.read"


class ActivitiesAndSheetsCase(unittest.TestCase):
    suite_class = suite.Suite

    @classmethod
    def setUpClass(cls):
        cls.suite = cls.suite_class(BUILD,
                                    names=("indicators", "conventions"))
        cls.suite.__enter__()
        cls.addClassCleanup(cls.suite.__exit__, None, None, None)
        for person, role in (("anna", "coordinator"), ("bravvo", "source"),
                             ("otto", "oversight")):
            cls.suite.log_in(person, role)
        cls.suite.say("anna", "convention", "import", FRENCH, "--municipality",
                      "99001", "--police-zone", "5339")
        cls.suite.wait_for(lambda: cls.suite.ask(
            "anna", "indicators", "measures")["measures"])

    def say(self, who, *words, lang="en", code=0):
        """What one command prints, words broken between lines put together."""
        self.suite.lang = lang
        try:
            said = self.suite.say(who, *words, code=code)
        finally:
            self.suite.lang = "en"
        return " ".join(said.split())

    def sheet(self, month, figures, source="hotel"):
        """A sheet of the source, filled in with figures by measure."""
        path = self.suite.home / f"{self.id().rsplit('.', 1)[1]}.csv"
        path.unlink(missing_ok=True)
        self.say("anna", "collect", "sheet", "--month", month, "--source",
                 source, "--area", "DPI-1", "--out", path)
        rows = [line.split(";")
                for line in path.read_text(encoding="utf-8-sig").split("\n")]
        for measure, figure in figures.items():
            (filled,) = (cells for cells in rows
                         if len(cells) == 10 and cells[8] == measure)
            filled[6] = str(figure)
        path.write_text("\n".join(map(";".join, rows)), encoding="utf-8-sig")
        return path

    def read(self, path, *words, who="anna", **options):
        behalf = BEHALF if who == "anna" else ()
        return self.say(who, "collect", "read", path, *behalf, *words,
                        **options)

    @staticmethod
    def action(day, sessions):
        return ("activity", "add", "--type", "securing_action", "--date", day,
                "--sessions", str(sessions))

    def log_of_accesses(self, name):
        """The entries of the access log, as they are stored."""
        folder = self.suite.home / name
        self.say("otto", "audit", "export", folder, "--service", "indicators")
        return (folder / "entries").read_bytes()

    def total(self, month):
        """What the service counts."""
        series = self.suite.ask("anna", "indicators", "series", "--from",
                                month, "--until", month)["series"]
        return sum(int(one.get("value", 0))
                   for each in series if each["measureCode"] == MEASURE
                   for one in each.get("months", []))


class ActivitiesAndSheetsTest(ActivitiesAndSheetsCase):
    def test_a_sheet_on_top_of_activities_is_refused_until_that_is_said(self):
        month = "2024-03"
        self.say("anna", *self.action(f"{month}-05", 5))
        # Of the month as a whole.
        self.say("anna", *self.action(month, 7))
        path = self.sheet(month, {MEASURE: 12, "nuisance_actions": 3})
        for word in ("--dry-run", "--yes"):
            said = self.read(path, word, code=1)
            self.assertIn(f'2 entries by people also count for "{TITLE}" in '
                          f"{month} (12).", said)
            self.assertEqual(said.count("by people"), 1)
            self.assertIn(REASON, said)
            self.assertIn(f"on top of them: {MEASURE}. ", said)
            self.assertIn("--adds", said)
        for lang, told, refused in (
                ("fr", f"2 activités encodées comptent aussi pour « {TITLE} » "
                 f"en {month} (12).", "ce relevé s'y ajouterait"),
                ("nl", "2 ingevoerde activiteiten tellen ook voor "
                 f'"{TITLE_NL}" in {month} (12).', "zou daarbovenop tellen")):
            said = self.read(path, "--dry-run", lang=lang, code=1)
            self.assertIn(told, said)
            self.assertIn(refused, said)
        code, out, err = self.suite.run("anna", "collect", "read", path,
                                        *BEHALF, "--yes", "--format", "json")
        self.assertEqual(code, 1)
        self.assertIn(REASON, err)
        self.assertEqual(json.loads(out)["adds_to_activities"], [
            {"measure": MEASURE, "entries": 2, "value": 12}])
        self.assertEqual(self.total(month), 12)
        # It is told all the same.
        self.assertIn("2 entries by people", self.read(path, "--yes",
                                                       "--adds"))
        self.assertEqual(self.total(month), 24)
        # What stands, is lowered or is taken back needs no word.
        self.assertIn("Nothing to deliver", self.read(path, "--yes"))
        for figure in (10, 0):
            self.assertNotIn("by people", self.read(
                self.sheet(month, {MEASURE: figure}), "--yes"))
            self.assertEqual(self.total(month), 12 + figure)
        self.assertIn(REASON, self.read(
            self.sheet(month, {MEASURE: 1}), "--yes", code=1))

    def test_what_counts_for_another_month_or_no_more_hinders_no_sheet(self):
        month = "2024-05"
        for day in ("2024-04-30", "2024-06-01"):
            self.say("anna", *self.action(day, 2))
        made = self.suite.ask("anna", *self.action(f"{month}-05", 4))
        path = self.sheet(month, {MEASURE: 4})
        self.assertIn("1 entry by people also counts for",
                      self.read(path, "--yes", code=1))
        self.say("anna", "activity", "withdraw",
                 made["name"].rsplit("/", 1)[1], *WHY)
        # A training feeds other measures.
        self.say("anna", "activity", "add", "--type", "staff_training",
                 "--date", f"{month}-06", "--hours", "6")
        said = self.read(path, "--yes")
        self.assertNotIn("by people", said)
        self.assertEqual(self.total(month), 4)

    def test_hours_are_told_as_hours(self):
        month = "2024-08"
        self.say("anna", "activity", "add", "--type", "staff_training",
                 "--date", f"{month}-06", "--hours", "6:30")
        said = self.read(self.sheet(month, {"staff_training_hours": "6,5"}),
                         "--yes", code=1)
        self.assertIn(f"in {month} (6 h 30).", said)
        self.assertIn("on top of them: staff_training_hours. ", said)

    def test_a_source_is_told_nothing_and_denied_nothing(self):
        month = "2024-09"
        self.say("anna", *self.action(f"{month}-05", 5))
        path = self.sheet(month, {MEASURE: 5}, source="bravvo")
        self.assertNotIn("by people", self.read(path, "--yes", who="bravvo"))
        self.assertEqual(self.total(month), 10)
        method = b"ActivityService/ListActivities"
        self.assertNotIn(method, self.log_of_accesses("before"))
        # Who asks for the list is denied it, and that is kept.
        self.assertIn("[PERMISSION_MISSING]", self.say(
            "bravvo", "activity", "list", code=1))
        self.assertIn(method, self.log_of_accesses("behind"))

    def test_an_activity_beside_rows_of_sources_is_warned_of(self):
        month = "2024-10"
        self.read(self.sheet(month, {MEASURE: 12}, source="bravvo"), "--yes",
                  who="bravvo")
        add = self.action(f"{month}-05", 12)
        for lang, words in (
                ("en", f'Rows of sources also count in {month}, for "{TITLE}" '
                 "(bravvo: 1 row): the same actions would count twice."),
                ("fr", f"Des lignes de sources comptent aussi en {month}, "
                 f"pour « {TITLE} » (bravvo : 1 ligne) : les mêmes actions "
                 "compteraient deux fois."),
                ("nl", f"Rijen van bronnen tellen ook in {month}, voor "
                 f'"{TITLE_NL}" (bravvo: 1 rij): dezelfde acties zouden '
                 "dubbel tellen.")):
            self.assertIn(words, self.say("anna", *add, "--dry-run",
                                          lang=lang))
        self.assertEqual(self.total(month), 12)
        # It is no refusal; beside JSON it stands on the other stream.
        code, out, err = self.suite.run("anna", *add, "--format", "json")
        self.assertEqual(code, 0, err)
        self.assertIn("name", json.loads(out))
        self.assertIn(f'for "{MEASURE}" (bravvo: 1 row)', err)
        self.assertEqual(self.total(month), 24)
        # Neither of another measure nor of another month.
        for other in (("activity", "add", "--type", "staff_training",
                       "--date", f"{month}-06", "--hours", "6"),
                      self.action("2024-11-05", 12)):
            self.assertNotIn("Rows of sources", self.say("anna", *other))

    def test_an_activity_that_moves_beside_rows_of_sources_is_warned_of(self):
        month = "2024-07"
        self.read(self.sheet(month, {MEASURE: 12}, source="bravvo"), "--yes",
                  who="bravvo")
        made = self.suite.ask("anna", *self.action("2024-01-05", 12))
        edit = ("activity", "edit", made["name"].rsplit("/", 1)[1], *WHY)
        move = (*edit, "--date", f"{month}-05")
        for lang, words in (
                ("en", f'Rows of sources also count in {month}, for "{TITLE}" '
                 "(bravvo: 1 row): the same actions would count twice."),
                ("fr", f"Des lignes de sources comptent aussi en {month}, "
                 f"pour « {TITLE} » (bravvo : 1 ligne)"),
                ("nl", f"Rijen van bronnen tellen ook in {month}, voor "
                 f'"{TITLE_NL}" (bravvo: 1 rij)')):
            self.assertIn(words, self.say("anna", *move, "--dry-run",
                                          lang=lang))
        self.assertEqual(self.total(month), 12)
        code, out, err = self.suite.run("anna", *move, "--format", "json")
        self.assertEqual(code, 0, err)
        self.assertIn("name", json.loads(out))
        self.assertIn(f'for "{MEASURE}" (bravvo: 1 row)', err)
        self.assertEqual(self.total(month), 24)
        # What stays where it counts was warned of.
        for said in (("--sessions", "13"), ("--date", f"{month}-06")):
            self.assertNotIn("Rows of sources", self.say("anna", *edit, *said))
        warning = f"Rows of sources also count in {month}"
        self.assertIn(warning, self.say("anna", *edit, "--area", "DPI-1"))
        self.assertNotIn("Rows of sources", self.say(
            "anna", *edit, "--date", "2024-01-06"))
        # What was a training is an action now.
        made = self.suite.ask("anna", "activity", "add", "--type",
                              "staff_training", "--date", f"{month}-07",
                              "--hours", "6")
        self.assertIn(warning, self.say(
            "anna", "activity", "edit", made["name"].rsplit("/", 1)[1], *WHY,
            "--type", "securing_action"))


class UntoldRowsTest(ActivitiesAndSheetsCase):
    suite_class = UntoldRowsSuite

    def test_who_is_not_told_of_rows_is_not_warned(self):
        month = "2024-10"
        self.read(self.sheet(month, {MEASURE: 12}, source="bravvo"), "--yes",
                  who="bravvo")
        self.assertNotIn("Rows of sources", self.say(
            "anna", *self.action(f"{month}-05", 12)))
        self.assertEqual(self.total(month), 24)


class UnreadMonthsTest(ActivitiesAndSheetsCase):
    suite_class = UnreadMonthsSuite

    def test_who_may_not_read_months_is_denied_nothing(self):
        month = "2024-10"
        self.say("anna", *self.action(f"{month}-05", 12))
        self.assertEqual(self.total(month), 12)
        method = b"PeriodService/GetPeriod"
        self.assertNotIn(method, self.log_of_accesses("before"))
        # Who asks for the month is denied it, and that is kept.
        self.assertIn("[PERMISSION_MISSING]", self.say(
            "anna", "period", "show", month, code=1))
        self.assertIn(method, self.log_of_accesses("behind"))


if __name__ == "__main__":
    unittest.main(verbosity=2)
