#!/usr/bin/env python3
"""An event is counted once although its mapping grows, each of two systems is
counted although both number from 1, and CSV is read as spreadsheets write it.

Usage: delivery_ids_test.py BUILD_FOLDER     (from the root of the source tree)
"""

import pathlib
import sys
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).parent.parent / "suite"))
import suite  # noqa: E402: its folder is known only now.

BUILD = sys.argv.pop(1)
# Its term is 2024 and 2025.
FRENCH = "tools/samples/montclair.fr.txt"
ACTIONS = ('figures { measure { constant: "securing_actions" } '
           'value_from: "Actions" %s}\n')
HOURS = ('figures { measure { constant: "staff_training_hours" } '
         'value_from: "Minutes" }\n')


class DeliveryIdsTest(unittest.TestCase):
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

    def say(self, *words, **options):
        return self.suite.say("zone5339", "indicators", *words, **options)

    def write(self, name, text):
        path = self.suite.home / name
        path.write_text(text)
        return path

    def mapping(self, name, figures, event_id=""):
        """A mapping whose ids are hashed numbers."""
        return self.write(
            f"{name}.textproto",
            f'id: "{name}"\nformat: FORMAT_CSV\n'
            f'event_id {{ from: "Id" is_hashed: true {event_id}}}\n'
            'date { from: "Jour" }\narea { constant: "DPI-1" }\n' + figures)

    def ingest(self, path, mapping):
        return self.say("ingest", path, "--source", "zone5339", "--mapping",
                        mapping, "--id-key", self.key)

    def check(self, mapping):
        said = self.suite.say(None, "indicators", "mapping", "check", mapping)
        self.assertIn("can be used", said)
        return said

    def total(self, measure, month):
        """What the service counts."""
        series = self.suite.ask("anna", "indicators", "series", "--from",
                                month, "--until", month)["series"]
        return sum(int(one.get("value", 0))
                   for each in series if each["measureCode"] == measure
                   for one in each.get("months", []))

    def test_a_second_figure_counts_nothing_again(self):
        path = self.write("year.csv", "Id;Jour;Actions;Minutes\n"
                          "1;2024-07-05;3;60\n2;2024-07-06;4;30\n")
        first = self.mapping("grows-1", ACTIONS % "" + 'ignored: "Minutes"\n')
        said = self.check(first)
        self.assertIn('Ids of securing_actions: made of "Id", without the '
                      "measure.", said)
        self.assertIn("Before a second figure is added", said)
        self.ingest(path, first)
        self.assertEqual(self.total("securing_actions", "2024-07"), 7)
        unsaid = self.mapping("grows-2", ACTIONS % "" + HOURS)
        self.assertIn("was alone in an earlier version", self.check(unsaid))
        second = self.mapping(
            "grows-2", ACTIONS % "id_without_measure: true " + HOURS)
        said = self.check(second)
        self.assertNotIn("was alone in an earlier version", said)
        self.assertIn('Ids of staff_training_hours: made of "Id" and the '
                      "measure.", said)
        self.ingest(path, second)
        self.assertEqual(self.total("securing_actions", "2024-07"), 7)
        self.assertEqual(self.total("staff_training_hours", "2024-07"), 90)

    def test_two_systems_that_number_from_one_both_count(self):
        folder = self.suite.home / "drop"
        folder.mkdir()
        for system in ("a", "b"):
            self.mapping(system, ACTIONS % "")
        config = self.write(
            "watch.textproto",
            'source: "zone5339"\nmunicipality: "99001"\nsettle_seconds: 0\n'
            'id_key_file: "id.key"\n'
            'inputs { pattern: "a-*.csv" mapping_file: "a.textproto" }\n'
            'inputs { pattern: "b-*.csv" mapping_file: "b.textproto" }\n')
        words = ("watch", folder, "--config", config, "--once")
        # A watch that does not start loses more.
        said = " ".join(self.say(*words).split())
        self.assertIn('the mappings of "a-*.csv", "b-*.csv" make the same ids',
                      said)
        self.assertIn("event_id.system", said)
        self.mapping("b", ACTIONS % "", event_id='system: "prevention" ')
        self.assertNotIn("make the same ids", self.say(*words))
        for system, value in (("a", 3), ("b", 4)):
            (folder / f"incoming/{system}-1.csv").write_text(
                f"Id;Jour;Actions\n31;2024-09-05;{value}\n")
        said = self.say(*words)
        self.assertIn("b-1.csv: 1 rows, 1 taken", said)
        self.assertEqual(self.total("securing_actions", "2024-09"), 7)

    def test_a_sheet_of_a_spreadsheet_is_read_whole(self):
        text = ("\ufeffsep=;\r\nId;Jour;Actions;Remarque;;\r\n"
                '41;2024-10-05;3;"seen\r\n\r\ntwice; ""again""";;\r\n'
                ";;;;;\r\n42;2024-10-06;4\r\n;;;;;\r\n;;;;;\r\n")
        mapping = self.mapping("sheet", ACTIONS % "" + 'ignored: "Remarque"\n')
        path = self.write("sheet.csv", text)
        self.assertIn("It reconciles", self.say(
            "ingest", path, "--source", "zone5339", "--mapping", mapping,
            "--id-key", self.key, "--atomic"))
        self.assertEqual(self.total("securing_actions", "2024-10"), 7)
        self.assertIn("had been delivered before", self.ingest(path, mapping))
        # Under our own names too, with the line of the file.
        path = self.write("own.csv", "event_id;measure;date;area;value;;\n"
                          ";;;;;;\n"
                          "sheet-0001;securing_actions;2024-11-05;DPI-1;5\n"
                          "sheet-0002;nothing;2024-11-05;DPI-1;5;;\n;;;;;;\n")
        said = self.say("ingest", path, "--source", "zone5339")
        self.assertRegex(said, " 4 +measure +UNKNOWN_MEASURE")
        self.assertEqual(self.total("securing_actions", "2024-11"), 5)

    def test_a_named_session_that_goes_on_says_how_rows_are_numbered(self):
        path = self.write("named.csv", "event_id;measure;date;area;value\n"
                          ";;;;\n"
                          "named-0001;securing_actions;2024-12-05;DPI-1;5\n")
        words = ("ingest", path, "--source", "zone5339")
        named = words + ("--session", "named-1")
        self.assertNotIn("numbered otherwise", self.say(*named))
        said = " ".join(self.say(*named).split())
        self.assertIn("numbered otherwise than by earlier versions", said)
        self.assertIn("under another --session", said)
        # One that is made of the file is another one.
        for _ in range(2):
            self.assertNotIn("numbered otherwise", self.say(*words))
        self.assertEqual(self.total("securing_actions", "2024-12"), 5)


if __name__ == "__main__":
    unittest.main(verbosity=2)
