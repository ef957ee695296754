#!/usr/bin/env python3
"""Activities on the terminal: recorded, repeated, edited, withdrawn, found.

Usage: activities_test.py BUILD_FOLDER     (from the root of the source tree)
"""

import csv
import io
import json
import pathlib
import shutil
import sys
import tempfile
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).parent.parent / "suite"))
import suite  # noqa: E402: its folder is known only now.

BUILD = sys.argv.pop(1)
# Its term is 2024 and 2025.
FRENCH = "tools/samples/montclair.fr.txt"
WHY = ("--reason", "Liste de présence retrouvée")
TRAINING = ("activity", "add", "--type", "coppra_training", "--hours", "6",
            "--organiser", "Service prévention")
WIDTH = 100  # of a client that writes to no terminal
PROFILES = pathlib.Path("services/conventions/profiles")
SAMPLE = "sample-montclair-2024-2025.textproto"
PERSON_HOURS = """
measures {
  code: "training_person_hours"
  title { fr: "Heures-participants" nl: "Deelnemersuren" }
  kind: MEASURE_KIND_HOURS
  unit { fr: "heures" nl: "uren" }
  direction: DIRECTION_MORE
  is_summable: true
  feeds { activity_type: "coppra_training" figure: FIGURE_PERSON_HOURS }
}
"""


def write_profiles(folder):
    """Every shipped profile; the sample has a measure of person-hours too."""
    folder.mkdir()
    for path in PROFILES.glob("*.textproto"):
        shutil.copy(path, folder)
    text = (PROFILES / SAMPLE).read_text("utf-8")
    (folder / SAMPLE).write_text(text + PERSON_HOURS, encoding="utf-8")
    return folder


class ActivitiesTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        folder = tempfile.TemporaryDirectory()
        cls.addClassCleanup(folder.cleanup)
        cls.suite = suite.Suite(BUILD)
        cls.suite.flags["conventions"] = [
            "--contract-profiles",
            write_profiles(pathlib.Path(folder.name) / "profiles")]
        cls.suite.__enter__()
        cls.addClassCleanup(cls.suite.__exit__, None, None, None)
        for person, role in (("anna", "coordinator"), ("bert", "federal")):
            cls.suite.log_in(person, role)
        cls.suite.say("anna", "convention", "import", FRENCH, "--municipality",
                      "99001", "--police-zone", "5339")
        cls.suite.wait_for(lambda: cls.suite.ask(
            "anna", "indicators", "measures")["measures"])

    def say(self, *words, **options):
        said = self.suite.say("anna", *words, **options)
        if "--help" not in words:
            for line in said.splitlines():
                self.assertLessEqual(len(line), WIDTH, said)
        return said

    def add(self, date, *words):
        """The short name of a training of that day."""
        training = list(TRAINING)
        if "--organiser" in words:
            at = training.index("--organiser")
            del training[at:at + 2]
        made = self.suite.ask("anna", *training, "--date", date,
                              "--participants", "14", *words)
        return made["name"].rsplit("/", 1)[1]

    def beside_json(self, *words):
        """What a command says beside an answer in JSON."""
        ended, out, err = self.suite.run("anna", *words, "--format", "json")
        self.assertEqual(ended, 0, err)
        self.assertIn("type", json.loads(out))
        return err

    def names(self, *words):
        return [activity["name"].rsplit("/", 1)[1] for activity in
                self.suite.ask("anna", "activity", "list", *words).get(
                    "activities", [])]

    def rows(self, *words):
        return list(csv.DictReader(io.StringIO(self.suite.say(
            "anna", *words, "--format", "csv"), newline=""), delimiter=";"))

    def total(self, measure):
        series = self.suite.ask("anna", "indicators", "series", "--from",
                                "2024-01", "--until", "2025-12")["series"]
        return next(int(one.get("total", {}).get("value", 0)) for one in series
                    if one["measureCode"] == measure)

    def test_an_edit_is_shown_before_it_is_stored(self):
        before = self.total("police_training_participants")
        name = self.add("2024-05-02")
        edit = ("activity", "edit", name, "--participants", "16", "--date",
                "2024-06-03", *WHY)
        said = self.say(*edit, "--dry-run")
        self.assertIn("nothing is stored", said)
        self.assertRegex(said, r"participants +14 +16\n")
        self.assertRegex(said, r"2024-05-02 +99001 +-14\n")
        self.assertRegex(said, r"2024-06-03 +99001 +\+16\n")
        self.assertRegex(said, r"2024-05-02 +99001 +-6 h\n")
        self.assertEqual(self.total("police_training_participants"),
                         before + 14)
        said = self.say(*edit)
        self.assertIn(f"Edited; version 2 ({name})", said)
        self.assertEqual(self.total("police_training_participants"),
                         before + 16)
        # The same again changes nothing, and says so.
        self.assertIn("Nothing changes: version 2 stands.", self.say(*edit))
        self.assertIn("ETAG_MISMATCH", self.say(*edit, "--etag", "1", code=1))
        said = self.say("activity", "show", name)
        self.assertIn(f"{name}: counted", said)
        self.assertRegex(said, r"2 +\d{4}-\d\d-\d\d \d\d:\d\d +edited +"
                               r"coordinator +date 2024-05-02")
        self.assertNotIn("anna", said)
        # A text that moves no figure.
        said = self.say("activity", "edit", name, "--organiser", "", *WHY)
        self.assertRegex(said, r"organiser +Service prévention +-\n")
        self.assertIn("No figure moves.", said)

    def test_a_withdrawal_is_found_only_when_asked_for(self):
        before = self.total("police_training_participants")
        name = self.add("2024-07-02")
        withdraw = ("activity", "withdraw", name, *WHY)
        self.assertIn("nothing is stored", self.say(*withdraw, "--dry-run"))
        said = self.say(*withdraw)
        self.assertIn("Withdrawn: readable, counted nowhere", said)
        self.assertRegex(said, r"2024-07-02 +99001 +-14\n")
        self.assertEqual(self.total("police_training_participants"), before)
        self.assertNotIn(name, self.names())
        self.assertIn(name, self.names("--withdrawn"))
        self.assertRegex(self.say("activity", "list", "--withdrawn"),
                         rf"{name} +2024-07-02 +coppra_training +withdrawn ")
        self.assertIn("ACTIVITY_WITHDRAWN", self.say(*withdraw, code=1))
        self.assertIn("It counts under no measure.",
                      self.say("activity", "show", name))

    def test_the_same_twice_is_told_of_the_first(self):
        first = self.add("2024-09-02")
        again = (*TRAINING, "--date", "2024-09-02", "--participants", "14")
        self.addCleanup(setattr, self.suite, "lang", "en")
        for lang, words in (("en", "looks like the same activity"),
                            ("fr", "semble être la même activité"),
                            ("nl", "lijkt dezelfde activiteit")):
            self.suite.lang = lang
            for extra in ((), ("--dry-run",)):
                with self.subTest(lang=lang, extra=extra):
                    said = " ".join(self.say(*again, *extra, code=1).split())
                    self.assertIn("ACTIVITY_LOOKS_ENTERED", said)
                    self.assertIn(words, said)
                    self.assertIn(first, said)
                    self.assertIn("--another", said)
                    self.assertNotIn("anna", said)
        self.suite.lang = "en"
        self.assertEqual(self.names("--from", "2024-09", "--until", "2024-09"),
                         [first])
        other = self.add("2024-09-02", "--another")
        self.assertRegex(self.say("activity", "show", other),
                         r"1 +\d{4}-\d\d-\d\d \d\d:\d\d +"
                         r"recorded as another +coordinator")
        third = self.add("2024-09-03")
        edit = ("activity", "edit", third, "--date", "2024-09-02", *WHY)
        self.assertIn("ACTIVITY_LOOKS_ENTERED", self.say(*edit, code=1))
        self.assertIn("Edited; version 2", self.say(*edit, "--another"))
        self.assertIn("edited as another",
                      self.say("activity", "show", third))

    def test_one_is_recorded_like_another(self):
        first = self.add("2024-08-05", "--partner", "STIB", "--sessions", "2")
        made = self.suite.ask("anna", "activity", "add", "--like", first,
                              "--date", "2024-08-12", "--participants", "9")
        self.assertEqual((made["participants"], made["sessions"],
                          made["partners"], made["organiser"],
                          made["version"]),
                         (9, 2, ["STIB"], "Service prévention", 1))
        # Today is no day of the sample's term: the date was not taken over.
        said = self.say("activity", "add", "--like", first, code=1)
        self.assertIn("Dated today, ", said)
        self.assertIn("DATE_OUTSIDE_TERM", said)
        self.assertIn("ACTIVITY_UNKNOWN",
                      self.say("activity", "add", "--like", "a-999999", "--date",
                               "2024-08-12", code=1))

    def test_person_hours_stand_beside_course_hours(self):
        name = self.add("2024-05-14", "--sessions", "2", "--person-hours",
                        "70,5")
        self.assertRegex(self.say("activity", "show", name),
                         r"hours +6 h\nperson-hours +70 h 30\n")
        there = ("activity", "list", "--from", "2024-05-14", "--until",
                 "2024-05-14")
        self.assertRegex(self.say(*there), rf"person-hours(.*\n)+{name} .*"
                                           r"70 h 30")
        self.assertEqual([row["person_minutes"] for row in self.rows(*there)],
                         ["4230"])
        self.assertEqual(self.names(*there[2:], "--filter",
                                    "person_minutes > 4229"), [name])
        edit = ("activity", "edit", name, *WHY, "--person-hours")
        self.assertRegex(self.say(*edit, "72"),
                         r"person-hours +70 h 30 +72 h\n")
        # More than all 14 in all six hours.
        said = " ".join(self.say(*edit, "85", code=1).split())
        self.assertIn("FIGURES_DISAGREE", said)
        self.assertIn("at most 5040 (84 h 00)", said)
        # More than course hours can be, and a number all the same.
        self.assertIn("FIGURES_DISAGREE", self.say(*edit, "150000", code=1))
        like = self.suite.ask("anna", "activity", "add", "--like", name,
                              "--date", "2024-05-15")
        self.assertEqual(like["personMinutes"], 72 * 60)
        self.assertRegex(self.say(*edit, "0"), r"person-hours +72 h +-\n")
        self.assertNotIn("person-hours", self.say(*there))

    def test_person_hours_of_one_session_are_told_in_every_language(self):
        add = (*TRAINING, "--date", "2024-05-21", "--participants", "14",
               "--person-hours")
        self.addCleanup(setattr, self.suite, "lang", "en")
        for lang, words, flag in (
                ("en", "of one session must be", "Person-hours"),
                ("fr", "d'une seule séance doit être", "Heures-participants"),
                ("nl", "van één sessie moet", "Deelnemersuren")):
            with self.subTest(lang=lang):
                self.suite.lang = lang
                said = " ".join(self.say(*add, "83:30", code=1).split())
                self.assertIn("FIGURES_DISAGREE", said)
                self.assertIn(words, said)
                self.assertIn("5040 (84 h 00)", said)
                for command in ("add", "edit"):
                    self.assertIn(flag, self.say("activity", command,
                                                 "--help"))
        self.suite.lang = "en"
        made = self.suite.ask("anna", *add, "84")
        self.assertEqual(made["personMinutes"], 5040)

    def test_the_measure_that_lacks_person_hours_is_told(self):
        add = (*TRAINING, "--date", "2024-03-04", "--participants", "14",
               "--dry-run")
        name = self.add("2024-03-05", "--person-hours", "84")
        edit = ("activity", "edit", name, "--dry-run", *WHY, "--person-hours")
        self.addCleanup(setattr, self.suite, "lang", "en")
        for lang, words in (
                ("en", 'No --person-hours were said: nothing counts under '
                       '"Heures-participants".'),
                ("fr", "Sans --person-hours, rien n'est compté sous "
                       "« Heures-participants »."),
                ("nl", 'Zonder --person-hours telt er niets onder '
                       '"Deelnemersuren".')):
            with self.subTest(lang=lang):
                self.suite.lang = lang
                self.assertIn(words, self.say(*add))
                self.assertNotIn(words, self.say(*add, "--person-hours", "84"))
                self.assertIn(words, self.say(*edit, "0"))
                # Beside JSON, which is the answer of the service.
                for told in (add, (*edit, "0")):
                    self.assertIn(words, self.beside_json(*told))
                for told in ((*add, "--person-hours", "84"), (*edit, "84")):
                    self.assertEqual(self.beside_json(*told), "")

    def test_lists_find_by_type_day_area_and_organiser(self):
        mine = self.add("2024-10-03", "--area", "DPI-1", "--organiser",
                        "Maison \"des\" jeunes")
        other = self.add("2024-10-04")
        month = self.add("2024-10", "--another")
        october = ("--from", "2024-10", "--until", "2024-10")
        self.assertEqual(self.names(*october), [other, mine, month])
        self.assertEqual(self.names(*october, "--organiser", "MAISON \"des\""),
                         [mine])
        self.assertEqual(self.names(*october, "--type", "bdo_training"), [])
        self.assertEqual(self.names(*october, "--area", "DPI-1"), [mine])
        self.assertEqual(self.names(*october, "--area", "99001"),
                         [other, month])
        self.assertEqual(self.names(*october, "--organiser", "prevention",
                                    "--filter", "date = 2024-10-04 OR "
                                    "date = 2024-10-03"), [other])
        self.assertIn("No activity.", self.say("activity", "list", "--from",
                                               "2025-12-30"))
        self.assertIn("FILTER_INVALID", self.say("activity", "list", "--filter",
                                                 "secret = 1", code=1))
        self.assertIn("AREA_UNKNOWN", self.say("activity", "list", "--area",
                                               "99999", code=1))
        rows = self.rows("activity", "list", *october)
        self.assertEqual([row["date"] for row in rows],
                         ["2024-10-04", "2024-10-03", "2024-10"])
        self.assertEqual({row["state"] for row in rows}, {"STATE_COUNTED"})
        history = self.rows("activity", "show", mine)
        self.assertEqual([row["kind"] for row in history], ["KIND_CREATED"])
        self.assertEqual(history[0]["office"], "coordinator")

    def test_the_types_are_listed_with_what_they_count_for(self):
        types = ("activity", "types")
        said = self.say(*types, "--date", "2024-03-01")
        self.assertRegex(said, "coppra_training +Formation .* hours +"
                         "staff_training_hours\\n")
        self.assertRegex(said, r"coffee_with_a_cop +.* no measure that day\n")
        self.assertNotIn("--date", said)
        self.assertIn("a day of the calendar is expected",
                      self.say(*types, "--date", "2024-02-30", code=2))
        # The convention is over: what counted for its days counts for none
        # of today.
        said = self.say(*types)
        self.assertRegex(said, r"coppra_training +.* no measure that day\n")
        self.assertNotIn("staff_training_hours", said)
        listed = self.suite.ask("anna", *types)["activityTypes"]
        self.assertEqual((listed[0]["code"], listed[0]["title"]["nl"]),
                         ("coppra_training", "Opleiding COPPRA"))
        self.assertEqual([one for one in listed if one.get("feeds")], [])
        rows = self.rows(*types)
        self.assertEqual([(row["type"], row["figure"], row["measure"])
                          for row in rows],
                         [(one["code"], "", "") for one in listed])
        self.addCleanup(setattr, self.suite, "lang", "en")
        for lang, head, none in (
                ("fr", "compte sous", "aucune mesure ce jour-là"),
                ("nl", "telt onder", "geen meting op die dag")):
            self.suite.lang = lang
            said = self.say(*types)
            self.assertIn(head, said)
            self.assertIn(none, said)
            self.assertIn("--date", said)
        # Who may read activities may read their types.
        self.assertIn("coppra_training", self.suite.say("bert", *types))

    def test_a_slip_of_the_pen_in_a_type_is_told(self):
        for words in (("add", "--type", "copra_training", "--date",
                       "2024-03-07", "--participants", "3", "--hours", "1"),
                      ("list", "--type", "copra_training")):
            with self.subTest(words=words):
                said = " ".join(self.say("activity", *words, code=1).split())
                self.assertIn("UNKNOWN_ACTIVITY_TYPE", said)
                self.assertIn("coppra_training, bdo_training, ", said)
                self.assertIn("entente activity types", said)
                self.assertEqual("type : code" in said, words[0] == "list")
        self.assertIn("No activity.", self.say("activity", "list", "--type",
                                               "coffee_with_a_cop"))

    def test_a_list_for_spreadsheets_holds_what_lists_hold(self):
        self.add("2024-04-09")
        row = self.rows("activity", "list", "--from", "2024-04-09")[0]
        self.assertEqual(row["breakdown"], "")
        self.assertNotIn("effects", row)
        self.assertNotIn("history", row)

    def test_it_speaks_french_and_dutch(self):
        name = self.add("2024-11-04")
        self.addCleanup(setattr, self.suite, "lang", "en")
        self.suite.lang = "fr"
        said = self.say("activity", "edit", name, "--hours", "7", *WHY)
        self.assertIn("Modifiée ; version 2", said)
        self.assertRegex(said, r"heures +6 h +7 h\n")
        self.assertRegex(said, r"2024-11-04 +99001 +\+1 h\n")
        self.assertIn("au moins 10 caractères",
                      self.say("activity", "edit", name, "--hours", "8",
                               "--reason", "oubli", code=1))
        self.suite.lang = "nl"
        self.assertIn("Ingetrokken: leesbaar, nergens geteld",
                      self.say("activity", "withdraw", name, *WHY))
        self.assertRegex(self.say("activity", "show", name),
                         r"3 .* ingetrokken +coordinator")
        self.assertIn("Trekt een activiteit in",
                      self.say("activity", "withdraw", "--help"))

    def test_a_line_that_cannot_be_is_a_fault_of_the_line(self):
        for words in (("add", "--date", "2024-03-01"),
                      ("edit", "a-000001", *WHY),
                      ("edit", "a-000001", "--hours", "6"),
                      ("edit", "a-000001", "--date", "soon", *WHY),
                      ("edit", "a-000001", "--person-hours", "many", *WHY),
                      ("edit", "a-000001", "--person-hours", "20000001", *WHY),
                      ("withdraw", "a-000001"), ("show",),
                      ("list", "--from", "March")):
            with self.subTest(words=words):
                self.say("activity", *words, code=2)
        self.assertIn("NAME_INVALID", self.say("activity", "show", "a-1",
                                               code=1))

    def test_who_may_read_may_not_change(self):
        name = self.add("2024-12-02")
        self.assertIn(name, self.suite.say("bert", "activity", "show", name))
        for words in (("edit", name, "--hours", "7"), ("withdraw", name)):
            self.assertIn("PERMISSION", self.suite.say(
                "bert", "activity", *words, *WHY, code=1))


if __name__ == "__main__":
    unittest.main()
