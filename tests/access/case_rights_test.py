#!/usr/bin/env python3
"""Offices and rights to a case, as people use them: `entente office` and
`entente case grant|grants|revoke|watch` against a running entente-exchange.

Usage: case_rights_test.py ENTENTE ENTENTE_EXCHANGE  (from the root of the tree)
"""

import datetime
import json
import pathlib
import queue
import signal
import subprocess
import sys
import tempfile
import threading
import time
import unittest

EXCHANGE = pathlib.Path(sys.argv.pop(2)).resolve()
ENTENTE = pathlib.Path(sys.argv.pop(1)).resolve()
POLICY = "deploy/dev/policy.textproto"
SECONDS_MAX = 30
PURPOSE = ["--purpose", "follow-up", "--reference", "notes/1",
           "--acting-under", "loi du 30 juillet 2018"]
TODAY = datetime.date.today()


def day(days):
    return (TODAY + datetime.timedelta(days=days)).isoformat()


class Watch:
    """`entente case watch` in the background; its lines as they come."""

    def __init__(self, command):
        self.run = subprocess.Popen(
            command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
        )
        self.lines = queue.Queue()
        threading.Thread(target=self.read, daemon=True).start()

    def read(self):
        with self.run.stdout as lines:
            for line in lines:
                self.lines.put(line)

    def wait_for(self, text):
        while True:
            line = self.lines.get(timeout=SECONDS_MAX)
            if text in line:
                return line

    def end(self):
        """(exit code, what it said on stderr) once it ended by itself."""
        code = self.run.wait(timeout=SECONDS_MAX)
        with self.run.stderr as said:
            return code, said.read()


class CaseRightsTest(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.home = pathlib.Path(folder.name)
        self.start()
        for name, role in (
            ("sam", "security_admin"),
            ("chris", "cell_chair"),
            ("dora", "cell_chair"),
            ("bert", "cell_member"),
        ):
            self.entente("person", "add", name, "--role", role, "--until", day(30))
            self.entente("login", "--as", name, "--role", role)

    def start(self):
        subprocess.run(
            ["tools/dev/make-ca", self.home / "pki"],
            check=True,
            capture_output=True,
        )
        port_file = self.home / "port.json"
        log = open(self.home / "log", "ab")
        self.addCleanup(log.close)
        self.service = subprocess.Popen(
            [EXCHANGE, "--listen", "127.0.0.1:0", "--policy", POLICY]
            + ["--health-listen", "127.0.0.1:0", "--port-file", port_file]
            + ["--tls-dir", self.home / "pki/exchange"]
            + ["--jwks", self.home / "pki/issuer/jwks.json"]
            + ["--data", self.home / "data"],
            stdout=log,
            stderr=log,
        )
        self.addCleanup(self.stop)
        deadline = time.monotonic() + SECONDS_MAX
        while not port_file.exists():
            if self.service.poll() is not None or time.monotonic() > deadline:
                self.fail((self.home / "log").read_text())
            time.sleep(0.05)
        self.port = json.loads(port_file.read_text())["port"]

    def stop(self):
        self.service.send_signal(signal.SIGTERM)
        self.service.wait(timeout=60)

    def command(self, *arguments):
        return [
            *(ENTENTE, "--home", self.home, "--lang", "en"),
            *("--target", f"exchange=127.0.0.1:{self.port}"),
            *arguments,
        ]

    def entente(self, *arguments, code=0, stdin=""):
        run = subprocess.run(
            self.command(*arguments),
            input=stdin,
            capture_output=True,
            text=True,
            check=False,
        )
        self.assertEqual(run.returncode, code, run.stdout + run.stderr)
        return run.stdout + run.stderr

    def name_of(self, *arguments):
        run = subprocess.run(
            self.command(*arguments, "--format", "json"),
            capture_output=True,
            text=True,
            check=False,
        )
        self.assertEqual(run.returncode, 0, run.stderr)
        return json.loads(run.stdout)["name"]

    def appoint(self, person, first, last, **options):
        return self.entente(
            *("--as", "sam", "office", "appoint", "--person", person),
            *("--municipality", "21004", "--from", first, "--until", last),
            *("--reason", "oath before the council"),
            **options,
        )

    def open_case(self):
        return self.name_of(
            *("--as", "chris", "case", "create", "--municipality", "21004"),
            *PURPOSE,
        )

    def test_a_case_is_touched_under_a_law_or_not_at_all(self):
        self.appoint("chris", day(-9), day(9))
        case = self.open_case()
        show = ("--as", "chris", "case", "show", case, *PURPOSE[:4])
        said = self.entente(*show, code=2)
        self.assertIn("Give --acting-under", said)
        said = self.entente(*show, "--acting-under", " ", code=1)
        self.assertIn("[LEGAL_BASIS_REQUIRED]", said)
        self.entente(*show, "--acting-under", "law of 30 July 2018")

    def add_entry(self, case, text):
        self.entente(
            *("--as", "chris", "case", "add-entry", case, "--nature", "fact"),
            *("--reliability", "a", "--certainty", "1", "--origin", "Bravvo"),
            *("--kept-for", "follow-up", "--legal-basis", "law of 2018"),
            *("--date", day(-1), *PURPOSE),
            stdin=text,
        )

    def grant(self, case, person, relation):
        return self.name_of(
            *("--as", "chris", "case", "grant", case, "--person", person),
            *("--relation", relation, "--from", day(-1), "--until", day(9)),
            *("--reason", "takes part", *PURPOSE),
        )

    def show(self, person, case, code=0):
        return self.entente(
            *("--as", person, "case", "show", case, *PURPOSE), code=code
        )

    def test_an_office_opens_cases_and_a_successor_finds_them(self):
        refused = self.entente(
            *("--as", "chris", "case", "create", "--municipality", "21004"),
            *PURPOSE,
            code=1,
        )
        self.assertIn("OFFICE_NOT_HELD", refused)
        self.assertIn("SELF_APPOINTMENT", self.appoint("sam", day(0), day(9), code=1))
        self.appoint("chris", day(-9), day(9))
        case = self.open_case()
        self.assertIn("CASE_NOT_FOUND", self.show("dora", case, code=1))
        self.appoint("dora", day(-1), day(300))
        self.show("dora", case)
        listed = json.loads(
            self.entente(
                *("--as", "sam", "office", "list", "--municipality", "21004"),
                *("--format", "json"),
            )
        )["officeHolders"]
        self.assertEqual([h["person"] for h in listed], ["chris", "dora"])
        self.entente(
            *("--as", "sam", "office", "end", listed[0]["name"]),
            *("--reason", "resignation"),
        )
        self.assertIn("CASE_NOT_FOUND", self.show("chris", case, code=1))
        self.show("dora", case)
        table = self.entente("--as", "sam", "office", "list", "--municipality", "21004")
        self.assertIn("resignation", table)

    def test_a_withdrawn_right_ends_an_open_watch(self):
        self.appoint("chris", day(-9), day(9))
        case = self.open_case()
        right = self.grant(case, "bert", "reader")
        watch = Watch(
            self.command("--as", "bert", "case", "watch", case, *PURPOSE)
        )
        self.addCleanup(watch.run.kill)
        watch.wait_for(case.rsplit("/", 1)[1])
        self.add_entry(case, "Invented: a first talk.")
        watch.wait_for("a first talk")
        self.entente(
            *("--as", "chris", "case", "revoke", case, right.rsplit("/", 1)[1]),
            *("--reason", "no longer takes part", *PURPOSE),
        )
        code, said = watch.end()
        self.assertEqual(code, 1)
        self.assertIn("CASE_NOT_FOUND", said)
        self.assertIn("CASE_NOT_FOUND", self.show("bert", case, code=1))
        table = self.entente("--as", "chris", "case", "grants", case, *PURPOSE)
        self.assertIn("no longer takes part", table)
        self.assertIn("offices/chair", table)

    def test_a_conflict_of_interest_closes_a_case(self):
        self.appoint("chris", day(-9), day(9))
        case = self.open_case()
        self.grant(case, "bert", "contributor")
        self.show("bert", case)
        self.grant(case, "bert", "forbidden")
        self.assertIn("CASE_NOT_FOUND", self.show("bert", case, code=1))
        usage = self.entente(
            *("--as", "chris", "case", "grant", case, "--relation", "reader"),
            *("--from", day(0), "--until", day(9), "--reason", "takes part"),
            *PURPOSE,
            code=2,
        )
        self.assertIn("--person", usage)

    def explain(self, asker, case, person, *options, code=0):
        return self.entente(
            *("--as", asker, "access", "explain", "--case", case),
            *("--person", person, *options, *PURPOSE),
            code=code,
        )

    def test_a_chair_is_told_why_a_colleague_cannot_open_a_case(self):
        self.appoint("chris", day(-9), day(9))
        case = self.open_case()
        read = ("--method", "GetCase")
        self.show("bert", case, code=1)
        said = self.explain("chris", case, "bert", *read, code=1)
        self.assertIn("bert may not read the case for follow-up", said)
        self.assertIn("grant.none", said)
        right = self.grant(case, "bert", "reader")
        said = self.explain("chris", case, "bert", *read)
        self.assertIn(f"bert may read the case for follow-up until {day(9)}", said)
        self.assertIn(right.rsplit("/", 1)[1], said)
        self.assertIn("a role must hold exchange.cases.read", said)
        said = self.explain("chris", case, "bert", "--action", "write", code=1)
        self.assertIn('the right "reader" does not go that far', said)
        said = self.explain(
            "chris", case, "bert", *read, "--for", "oversight", code=1
        )
        self.assertIn("purpose.not_for_action", said)
        told = json.loads(
            self.explain(
                "chris", case, "chris", "--action", "forbid", "--format", "json"
            )
        )
        self.assertEqual(told["ruleId"], "office.chair")
        self.assertTrue(told["permitted"])
        self.assertIn("offices/chair", told["caseGrant"]["office"])
        last = TODAY + datetime.timedelta(days=9)
        self.assertEqual(
            told["until"],
            {"year": last.year, "month": last.month, "day": last.day},
        )
        self.entente(
            *("--as", "chris", "case", "revoke", case, right),
            *("--reason", "no longer takes part", *PURPOSE),
        )
        said = self.explain("chris", case, "bert", *read, code=1)
        self.assertIn("was withdrawn", said)
        self.assertIn("by chris (no longer takes part)", said)
        # A reader is told nothing of others, nor of himself.
        self.grant(case, "bert", "reader")
        for person in ("chris", "bert"):
            said = self.explain("bert", case, person, *read, code=1)
            self.assertIn("CASE_NOT_FOUND", said)

    def test_a_question_about_a_case_says_what_is_missing(self):
        for options in (
            ("--case", "h", "--person", "bert", "--method", "GetCase"),
            ("--case", "h", "--person", "bert", *PURPOSE),
            ("--case", "h", "--method", "GetCase", *PURPOSE),
            ("--case", "h", "--person", "bert", "--role", "x", *PURPOSE),
            ("--person", "bert", "--method", "GetCase", *PURPOSE),
        ):
            said = self.entente(
                "--as", "chris", "access", "explain", *options, code=2
            )
            self.assertTrue("--case" in said, said)


if __name__ == "__main__":
    unittest.main()
