#!/usr/bin/env python3
"""Series for other programs and for the eye.

Usage: export_test.py BUILD_FOLDER     (from the root of the source tree)
"""

import csv
import datetime
import io
import json
import pathlib
import sys
import unittest
import xml.etree.ElementTree as ElementTree

sys.path.insert(0, str(pathlib.Path(__file__).parent.parent / "suite"))
import suite  # noqa: E402: its folder is known only now.

BUILD = sys.argv.pop(1)
# Its term is 2024 and 2025.
FRENCH = "tools/samples/montclair.fr.txt"
SPAN = ("--from", "2024-01", "--until", "2024-12")


class ExportTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.suite = suite.Suite(BUILD, names=("indicators", "conventions"))
        cls.suite.__enter__()
        cls.addClassCleanup(cls.suite.__exit__, None, None, None)
        for person, role in (("anna", "coordinator"), ("fatima", "finance"),
                             ("zone5339", "zone")):
            cls.suite.log_in(person, role)
        cls.suite.say("anna", "convention", "import", FRENCH, "--municipality",
                      "99001", "--police-zone", "5339")
        cls.suite.wait_for(lambda: cls.suite.ask(
            "anna", "indicators", "measures")["measures"])
        rows = cls.suite.home / "rows.csv"
        rows.write_text(
            "event_id;measure;date;area;value\n"
            "event-0001;securing_actions;2024-02-03;DPI-1;4\n"
            "event-0002;securing_actions;2024-02-05;DPI-2;5\n"
            "event-0003;securing_actions;2024-11-05;DPI-2;2\n"
            "event-0004;staff_training_hours;2024-02-05;DPI-2;90\n" +
            "".join(f"event-01{month:02};securing_actions;2025-{month:02}-05;"
                    f"DPI-2;{90 if month == 10 else 5 + month % 2}\n"
                    for month in range(1, 11)))
        cls.suite.say("zone5339", "indicators", "ingest", rows, "--source",
                      "zone5339")
        # Tests deliver for earlier months: these have no calendar.
        cls.suite.say("anna", "period", "calendar", "adopt", "--from",
                      "2024-11", "--due", "15", "--lock", "30", "--close",
                      "90", "--reason", "Décision du collège du 12 mars")

    def say(self, *words, **options):
        return self.suite.say("anna", *words, **options)

    def export(self, form, *words):
        code, out, err = self.suite.run("anna", "indicators", "export",
                                        "--format", form, *SPAN, *words)
        self.assertEqual(code, 0, err)
        return out, err

    def test_sdmx_csv_is_a_table_of_rfc_4180_with_the_columns_of_the_standard(self):
        out, err = self.export("sdmx-csv")
        rows = list(csv.DictReader(io.StringIO(out, newline="")))
        self.assertEqual(
            list(rows[0])[:10],
            ["STRUCTURE", "STRUCTURE_ID", "ACTION", "FREQ", "REF_AREA",
             "INDICATOR", "TIME_PERIOD", "OBS_VALUE", "OBS_STATUS",
             "CONF_STATUS"])
        found = {(row["INDICATOR"], row["TIME_PERIOD"]): row for row in rows}
        one = found["securing_actions", "2024-02"]
        self.assertEqual(
            (one["STRUCTURE"], one["STRUCTURE_ID"], one["ACTION"], one["FREQ"],
             one["REF_AREA"], one["OBS_VALUE"], one["OBS_STATUS"],
             one["CONF_STATUS"], one["UNIT_MEASURE"]),
            ("dataflow", "ENTENTE:SERIES(1.1.0)", "I", "M", "99001", "9", "P",
             "N", "PN"))
        self.assertEqual(
            found["staff_training_hours", "2024-02"]["UNIT_MEASURE"], "MIN")
        self.assertIn(f"{len(rows)} figures", err)
        out, _ = self.export("sdmx-csv", "--structure", "BE.IBZ:CSS(2.1)",
                             "--area", "DPI-1", "--area", "DPI-2")
        rows = list(csv.DictReader(io.StringIO(out, newline="")))
        self.assertEqual(
            sorted((row["REF_AREA"], row["OBS_VALUE"]) for row in rows
                   if row["INDICATOR"] == "securing_actions"),
            [("DPI-1", "4"), ("DPI-2", "2"), ("DPI-2", "5")])
        self.assertIn("AGENCY:ID(VERSION)", self.say(
            "indicators", "export", *SPAN, "--structure", "x,y", code=2))

    def test_every_column_is_a_component_of_the_structure_message(self):
        spaces = {"structure": "http://www.sdmx.org/resources/sdmxml/schemas/"
                               "v3_0/structure"}
        code, out, err = self.suite.run("anna", "indicators", "structure")
        self.assertEqual((code, err), (0, ""))
        message = ElementTree.fromstring(out.encode())
        out, _ = self.export("sdmx-csv")
        rows = csv.DictReader(io.StringIO(out, newline=""))
        self.assertEqual({row["STRUCTURE_ID"] for row in rows},
                         {"ENTENTE:SERIES(1.1.0)"})
        structure = message.find(
            ".//structure:DataStructure[@id='DSD_SERIES']", spaces)
        lists = structure.find("structure:DataStructureComponents", spaces)
        self.assertEqual(sorted(rows.fieldnames[3:]),
                         sorted(component.get("id") for components in lists
                                for component in components))

    def test_quarters_and_years_are_periods_of_sdmx(self):
        def periods(*words):
            out, _ = self.export("sdmx-csv", "--measure", "securing_actions",
                                 *words)
            return [(row["FREQ"], row["TIME_PERIOD"], row["OBS_VALUE"])
                    for row in csv.DictReader(io.StringIO(out, newline=""))]

        self.assertEqual(periods("--step", "quarter"),
                         [("Q", "2024-Q1", "9"), ("Q", "2024-Q4", "2")])
        self.assertEqual(periods("--step", "quarter", "--area", "DPI-1"),
                         [("Q", "2024-Q1", "4")])
        self.assertEqual(periods("--step", "year"), [("A", "2024", "11")])
        self.assertIn(("M", "2024-02", "9"), periods("--step", "month"))

    def test_what_is_no_period_of_sdmx_is_refused_and_said_in_a_table(self):
        export = ("indicators", "export", "--measure", "securing_actions")
        self.assertIn("no frequency of a term", self.say(
            *export, *SPAN, "--format", "sdmx-csv", "--step", "term", code=2))
        from_february = ("--from", "2024-02", "--until", "2024-12")
        for step in ("quarter", "year"):
            self.assertIn("is whole", self.say(
                *export, *from_february, "--format", "sdmx-csv", "--step",
                step, code=2))
        for step, found in (
                ("quarter", [("2024-Q1", "2024-02", "2024-03", "partial", "9"),
                             ("2024-Q4", "2024-10", "2024-12", "whole", "2")]),
                ("year", [("2024", "2024-02", "2024-12", "partial", "11")]),
                ("term", [("2024-02/2024-12", "2024-02", "2024-12", "whole",
                           "11")])):
            code, out, err = self.suite.run("anna", *export, *from_february,
                                            "--step", step)
            self.assertEqual(code, 0, err)
            rows = csv.DictReader(io.StringIO(out, newline=""), delimiter=";")
            self.assertEqual(
                [(row["period"], row["first_month"], row["last_month"],
                  row["extent"], row["value"]) for row in rows], found)

    def standing(self, month):
        """(value, OBS_STATUS, CONF_STATUS) of `month` by measure."""
        out, _ = self.export("sdmx-csv")
        return {row["INDICATOR"]: (row["OBS_VALUE"], row["OBS_STATUS"],
                                   row["CONF_STATUS"])
                for row in csv.DictReader(io.StringIO(out, newline=""))
                if row["TIME_PERIOD"] == month}

    def pay_the_zone(self, day):
        """A payment in deduction, which makes its month's measure true."""
        self.suite.say("fatima", "budget", "allot",
                       "tools/samples/allotment.csv")
        payment = self.suite.ask(
            "fatima", "budget", "pay-zone", "order", "--line",
            "general-2024/so-02-operating", "--amount", "100,00", "--route",
            "deduction")["name"].rsplit("/", 1)[1]
        self.suite.say("fatima", "budget", "pay-zone", "execute", payment,
                       "--value-date", day, "--reference", "B-2024-17")
        self.suite.say("zone5339", "budget", "pay-zone", "acknowledge",
                       payment, "--date", day)

    def test_an_approved_figure_is_a_and_stays_as_it_was_approved(self):
        self.assertEqual(self.standing("2024-11"),
                         {"securing_actions": ("2", "P", "N")})
        for person in ("bert", "carl"):
            self.suite.log_in(person, "coordinator")
        self.suite.say("bert", "period", "approve", "2024-11")
        approved = {"securing_actions": ("2", "A", "N")}
        self.assertEqual(self.standing("2024-11"), approved)
        self.assertNotIn("A", {status for _, status, _ in
                               self.standing("2024-02").values()})
        # A fact comes at any time, also for a month that is approved.
        self.pay_the_zone("2024-11-20")
        self.suite.wait_for(lambda: "Figures have moved" in self.say(
            "period", "show", "2024-11"))
        self.assertEqual(self.standing("2024-11"), approved)
        self.assertIn("written as approved: 1", self.export("csv")[1])
        # Approved again, it is what was approved.
        until = datetime.date.today() + datetime.timedelta(days=5)
        self.say("period", "reopen", "2024-11", "--until", str(until),
                 "--reason", "Un versement est arrivé")
        self.suite.say("bert", "period", "reopening", "approve", "2024-11")
        moved = {"securing_actions": ("2", "P", "N"),
                 "zone_payment_made": ("1", "P", "N")}
        self.assertEqual(self.standing("2024-11"), moved)
        self.suite.say("carl", "period", "approve", "2024-11")
        self.assertEqual(self.standing("2024-11"), {
            measure: (value, "A", "N")
            for measure, (value, _, _) in moved.items()})

    def test_what_lies_far_is_said_before_a_month_is_approved(self):
        far = "Far from the others"
        check = ("period", "check")
        self.assertRegex(self.say(*check, "2025-10"),
                         far + r".*\n(.*\n)*.*sécurisation.* 90\n")
        self.assertNotIn(far, self.say(*check, "2025-09"))
        # Delivered every month, and then not.
        self.assertRegex(self.say(*check, "2025-11"),
                         far + r".*\n(.*\n)*.*sécurisation.* no figures\n")
        # Programs are told as well.
        for month, value, is_silent in (("2025-10", "90", False),
                                        ("2025-11", "0", True)):
            self.assertEqual(
                self.suite.ask("anna", *check, month)["unusualFigures"],
                [{"measureCode": "securing_actions", "value": value,
                  "denominator": "0", "isSilent": is_silent}])
        self.assertEqual(
            self.suite.ask("anna", *check, "2025-09")["unusualFigures"], [])
        # Not by anna, who adopted its calendar afterwards.
        self.suite.log_in("dirk", "coordinator")
        approve = ("period", "approve", "2025-10")
        self.assertIn(far, self.suite.say("dirk", *approve, "--dry-run"))
        self.assertIn("2025-10: closed", self.say("period", "show", "2025-10"))
        # Nor is it approved in silence.
        self.assertRegex(self.suite.say("dirk", *approve),
                         r"Approved; .*\n(.*\n)*" + far)

    def test_csv_json_and_a_file_say_the_same(self):
        table, _ = self.export("csv", "--measure", "securing_actions")
        rows = list(csv.DictReader(io.StringIO(table), delimiter=";"))
        document = json.loads(
            self.export("json", "--measure", "securing_actions")[0])
        self.assertEqual([row["value"] for row in rows],
                         [str(row["value"]) for row in document["rows"]])
        self.assertEqual(list(rows[0]), list(document["rows"][0]))
        out = self.suite.home / "series.csv"
        self.export("csv", "--measure", "securing_actions", "--out", out)
        self.assertEqual(out.read_bytes().decode().replace("\r\n", "\n"), table)
        self.assertEqual(out.stat().st_mode & 0o777, 0o600)

    @staticmethod
    def drawn(said):
        """What is below the measure's title."""
        return said.split("\n", 1)[1]

    def test_a_chart_is_plain_where_the_locale_is_and_drawn_where_it_can_be(self):
        words = ("indicators", "series", *SPAN, "--measure",
                 "securing_actions", "--chart")
        said = self.say(*words)
        self.drawn(said).encode("ascii")
        lines = said.split("\n")
        # No figure is a point, never a zero.
        self.assertRegex(said, r"0 \| \. +#+ \. ")
        self.assertRegex(said, r"\n9 \| +#+\n")
        self.assertIn("01  02  03", said)
        self.assertTrue(all(len(line) <= 100 for line in lines))
        usual = self.suite.environment
        self.suite.environment = {**usual, "LANG": "nl_BE.UTF-8"}
        try:
            self.assertIn("█", self.say(*words))
            self.drawn(self.say(*words, "--ascii")).encode("ascii")
        finally:
            self.suite.environment = usual

    def test_bars_beside_figures_are_plain_where_a_chart_is(self):
        words = ("indicators", "series", *SPAN, "--measure",
                 "securing_actions")
        rows = {(): "2024-02", ("--step", "quarter"): "2024-Q1"}
        for step, name in rows.items():
            with self.subTest(step=step):
                said = self.drawn(self.say(*words, *step))
                said.encode("ascii")
                self.assertRegex(said, rf"(?m)^  {name} .* #{{40}} ")
        usual = self.suite.environment
        self.addCleanup(setattr, self.suite, "environment", usual)
        self.suite.environment = {**usual, "LANG": "nl_BE.UTF-8"}
        for step, name in rows.items():
            with self.subTest(step=step):
                said = self.say(*words, *step)
                self.assertRegex(said, rf"(?m)^  {name} .* █{{40}} ")
                said = self.drawn(self.say(*words, *step, "--ascii"))
                said.encode("ascii")
                self.assertIn("#" * 40, said)


if __name__ == "__main__":
    unittest.main(verbosity=2)
