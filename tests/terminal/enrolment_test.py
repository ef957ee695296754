#!/usr/bin/env python3
"""Sources that are enrolled, what lets their rows in, and their certificates.

Usage: enrolment_test.py BUILD_FOLDER     (from the root of the source tree)
"""

import datetime
import pathlib
import re
import shlex
import shutil
import subprocess
import sys
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).parent.parent / "suite"))
import suite  # noqa: E402: its folder is known only now.

BUILD = sys.argv.pop(1)
# Its term is 2024 and 2025.
FRENCH = "tools/samples/montclair.fr.txt"
ENROL = ("admin", "source", "add")
MEASURES = ("--measures", "securing_actions,staff_training_hours")
UNTIL = ("--until", "2027-12-31")


class EnrolmentTest(unittest.TestCase):
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
        # One that delivers without having been enrolled.
        rows = cls.suite.home / "rows.csv"
        rows.write_text("event_id;measure;date;area;value\n"
                        "event-0001;securing_actions;2024-02-03;DPI-1;4\n")
        cls.suite.say("zone5339", "indicators", "ingest", rows, "--source",
                      "zone5339")
        # Tests deliver for earlier months: these have no calendar.
        cls.suite.say("anna", "period", "calendar", "adopt", "--from",
                      "2024-11", "--due", "15", "--lock", "30", "--close",
                      "90", "--reason", "Décision du collège du 12 mars")

    def say(self, *words, **options):
        return self.suite.say("anna", *words, **options)

    def test_a_source_is_enrolled_once_and_delivers_with_its_bundle(self):
        said = self.say(*ENROL, "BRAVVO", *MEASURES, *UNTIL, "--language",
                        "nl", "--areas", "DPI-1", "--contact",
                        "service de prévention")
        self.assertIn("Source bravvo is enrolled", said)
        self.assertIn("to-source/pki/cli/tls.crt", said)
        self.assertIn("kept/watch.textproto", said)
        self.assertIn("binds no measure", said)
        bundle = self.suite.home / "bundle-bravvo"
        for path in bundle.rglob("*"):
            self.assertEqual(path.stat().st_mode & 0o77, 0, path)
        subprocess.run(["openssl", "verify", "-CAfile",
                        self.suite.home / "pki/ca.crt",
                        bundle / "to-source/pki/cli/tls.crt"],
                       check=True, capture_output=True)
        self.assertIn("service de prévention",
                      self.say("admin", "source", "list"))
        # Its sheet has its rows, in its language.
        sheet = self.suite.home / "bravvo.csv"
        self.suite.say(None, "login", "--as", "bravvo")
        self.say("collect", "sheet", "--month", "2024-05", "--source",
                 "bravvo", "--out", sheet)
        text = sheet.read_text(encoding="utf-8-sig")
        self.assertIn("nieuw cijfer", text)
        self.assertEqual(text.count(";DPI-1;"), 2)
        # With what it was sent, and a token, it reaches the service.
        sent = self.suite.home / "sent"
        shutil.copytree(bundle / "to-source", sent)
        shutil.copytree(self.suite.home / "session", sent / "session")
        rows = sent / "rows.csv"
        rows.write_text("event_id;measure;date;area;value\n"
                        "bravvo-001;staff_training_hours;2024-05-03;DPI-1;60\n")
        ended = subprocess.run(
            [self.suite.bin / "entente", "--home", sent, "--lang", "en",
             "--as", "bravvo", "indicators", "ingest", rows, "--source",
             "bravvo"], capture_output=True, text=True, check=False)
        self.assertIn("It reconciles", ended.stdout + ended.stderr)

    def test_what_is_known_or_unknown_is_not_enrolled(self):
        before = sorted(path.name for path in self.suite.home.iterdir())
        for reason, words, code in (
                ("[SOURCE_THERE]", ("zone5339", *MEASURES), 1),
                ("[MEASURE_NOT_COUNTED]", ("new-1", "--measures", "no_such"),
                 1),
                ("[ROLE_DELIVERS_NOTHING]",
                 ("new-1", *MEASURES, "--role", "finance"), 1),
                ("[ROLE_UNKNOWN]", ("new-1", *MEASURES, "--role", "king"), 1),
                ("A source is", ("1new", *MEASURES), 2),
                ("A source is", ("../x", *MEASURES), 2),
                ("codes as in DPI-2", ("new-1", *MEASURES, "--areas", "a b"),
                 2),
                ("Area DPI-9 is not in the service's list",
                 ("new-1", *MEASURES, "--areas", "DPI-1,DPI-9"), 1)):
            self.assertIn(reason, self.say(*ENROL, *words, *UNTIL, code=code))
        self.assertEqual(
            sorted(path.name for path in self.suite.home.iterdir()), before)

    def test_what_closes_its_measures_is_printed_and_does(self):
        measure = "theft_awareness_actions"
        rows = self.suite.home / "closed.csv"

        def put(day):
            rows.write_text("event_id;measure;date;area;value\n"
                            f"closed-{day};{measure};2024-06-{day};DPI-1;1\n")
            _, out, err = self.suite.run("zone5339", "indicators", "ingest",
                                         rows, "--source", "zone5339")
            return out + err

        said = self.say(*ENROL, "closing-1", "--measures", measure, *UNTIL)
        self.assertIn("closing-1 may deliver any that names no sources", said)
        self.assertIn("These any source may deliver", said)
        # Enrolling alone closes nothing.
        self.assertNotIn("SOURCE_NOT_ALLOWED", put("11"))
        [command] = [line for line in said.splitlines()
                     if line.startswith("  entente indicators measure")]
        words = shlex.split(command)[1:]
        # From the month of the test on; the figures are of an earlier one.
        words[words.index("--from") + 1] = "2024-06"
        self.say(*words)
        self.assertIn("SOURCE_NOT_ALLOWED", put("12"))
        # Another one is told that it would be rejected, and what lets it in
        # beside the first.
        said = self.say(*ENROL, "closing-2", "--measures", measure, *UNTIL)
        self.assertIn("takes rows of other sources only", said)
        self.assertIn("--source closing-1 --source closing-2", said)
        self.assertNotIn("These any source may deliver", said)

    def test_a_certificate_is_renewed_before_it_ends(self):
        renew = ("admin", "source", "renew")
        self.say(*ENROL, "renewed-1", *MEASURES, *UNTIL)
        self.assertIn("[SOURCE_NOT_ENROLLED]",
                      self.say(*renew, "zone5339", code=1))
        # As if its end were near.
        file = self.suite.home / "sources/renewed-1.textproto"
        end = datetime.date.today() + datetime.timedelta(days=20)
        text, count = re.subn(
            r"certificate_end_date \{[^}]*\}",
            f"certificate_end_date {{ year: {end.year} month: {end.month} "
            f"day: {end.day} }}", file.read_text())
        self.assertEqual(count, 1)
        file.write_text(text)
        self.assertIn(f"Certificate of renewed-1 until {end}",
                      self.say("admin", "source", "list"))
        # A request changes nothing yet of the certificate it has.
        asked = self.suite.home / "asked"
        said = self.say(*renew, "renewed-1", "--csr", "--out", asked)
        self.assertRegex(said, r"kept/tls-\d{4}-\d\d-\d\d\.csr")
        self.assertNotIn("good until", said)
        self.assertIn(f"The certificate before it works until {end}", said)
        [readme] = asked.glob("to-source-*/README.txt")
        self.assertNotIn("Put pki/cli in the place", readme.read_text())
        self.assertIn(f"Certificate of renewed-1 until {end}",
                      self.say("admin", "source", "list"))
        said = self.say(*renew, "renewed-1")
        self.assertRegex(said, r"good until \d{4}-\d\d-\d\d")
        self.assertIn(f"The certificate before it works until {end}", said)
        [made] = (self.suite.home / "bundle-renewed-1").glob("to-source-*")
        self.assertIn(f"{made.name}/pki/cli/tls.crt", said)
        subprocess.run(["openssl", "verify", "-CAfile",
                        self.suite.home / "pki/ca.crt",
                        made / "pki/cli/tls.crt"],
                       check=True, capture_output=True)
        self.assertNotIn("renewed-1 until",
                         self.say("admin", "source", "list"))
        # In the place of the one before it reaches the service, with the
        # account that was there.
        sent = self.suite.home / "renewed"
        shutil.copytree(self.suite.home / "bundle-renewed-1/to-source", sent)
        shutil.rmtree(sent / "pki/cli")
        shutil.copytree(made / "pki/cli", sent / "pki/cli")
        self.suite.say(None, "login", "--as", "renewed-1")
        shutil.copytree(self.suite.home / "session", sent / "session")
        rows = sent / "rows.csv"
        rows.write_text(
            "event_id;measure;date;area;value\n"
            "renewed-001;staff_training_hours;2024-07-03;DPI-1;60\n")
        ended = subprocess.run(
            [self.suite.bin / "entente", "--home", sent, "--lang", "en",
             "--as", "renewed-1", "indicators", "ingest", rows, "--source",
             "renewed-1"], capture_output=True, text=True, check=False)
        self.assertIn("It reconciles", ended.stdout + ended.stderr)

    def test_a_request_is_made_where_the_operator_has_an_authority(self):
        said = self.say(*ENROL, "partner-1", *MEASURES, *UNTIL, "--csr",
                        "--out", self.suite.home / "partner")
        self.assertIn("kept/tls.csr", said)
        self.assertFalse(
            (self.suite.home / "partner/to-source/pki/cli/tls.crt").exists())
        text = subprocess.run(
            ["openssl", "req", "-in", self.suite.home / "partner/kept/tls.csr",
             "-noout", "-verify", "-text"], check=True, capture_output=True,
            text=True).stdout
        self.assertIn("URI:spiffe://entente.local/source/partner-1", text)
        self.assertIn("[SOURCE_THERE]", self.say(
            *ENROL, "partner-1", *MEASURES, *UNTIL, code=1))


if __name__ == "__main__":
    unittest.main(verbosity=2)
