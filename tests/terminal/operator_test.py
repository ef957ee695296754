#!/usr/bin/env python3
"""What whoever runs the services sees of them: events that wait or were set
aside, and which rule decides.

Usage: operator_test.py BUILD_FOLDER     (from the root of the source tree)
"""

import hashlib
import pathlib
import sys
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).parent.parent / "suite"))
import suite  # noqa: E402: its folder is known only now.

BUILD = sys.argv.pop(1)
DUTCH = "tools/samples/lindevoort.nl.txt"
METHOD = "BudgetService/CreateLine"


class StrangeExchange(suite.Suite):
    """Its exchange names another source than its certificate: indicators will
    never apply what it sends."""

    def command(self, name):
        words = super().command(name)
        if name == "exchange":
            words += ["--source-id", "spiffe://entente.local/svc/stranger"]
        return words


class OperatorTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.suite = StrangeExchange(BUILD)
        cls.suite.__enter__()
        cls.addClassCleanup(cls.suite.__exit__, None, None, None)
        for person, role in (
            ("anna", "coordinator"),
            ("chris", "cell_chair"),
            ("sam", "security_admin"),
            ("olga", "oversight"),
        ):
            cls.suite.log_in(person, role)

    def outbox(self, service):
        found = self.suite.ask("sam", "outbox", "list")[service]["outboxes"]
        self.assertEqual([one["name"] for one in found], ["outboxes/indicators"])
        return found[0]

    def waiting(self, service, count, code):
        def seen():
            one = self.outbox(service)
            return (int(one["waitingCount"]), one["lastAttemptCode"]) == (count, code)

        self.suite.wait_for(seen, f"{count} waiting, {code}")

    def test_what_waits_for_a_service_that_is_down_is_seen_to_wait(self):
        self.suite.kill("indicators")
        self.suite.say("anna", "convention", "import", DUTCH, "--municipality",
                       "99002", "--police-zone", "5339")
        self.waiting("conventions", 1, "UNAVAILABLE")
        self.assertIn("UNAVAILABLE", self.suite.say("sam", "outbox", "list"))
        self.suite.start("indicators")
        self.waiting("conventions", 0, "OK")
        # Nothing late, nothing set aside there: no line.
        self.assertNotIn("conventions →", self.suite.say("sam", "status"))
        self.suite.say("anna", "convention", "discard", "css-2024")

    def set_aside(self):
        return self.suite.ask("sam", "outbox", "set-aside")["exchange"]["events"]

    def test_what_was_set_aside_is_shown_and_sent_again(self):
        self.suite.say("anna", "convention", "import", DUTCH, "--municipality",
                       "99002", "--police-zone", "5339")
        meeting = self.suite.ask(
            *["chris", "meeting", "create", "--date", "2024-04-10"],
            *["--municipality", "99002"],
            *["--subject", "Overleg", "--agenda", "Opvolging"],
        )["name"]
        self.suite.say("chris", "meeting", "hold", meeting, "--attendance",
                       "police:Politiezone:information officer")
        events = self.suite.wait_for(self.set_aside)
        self.assertEqual(len(events), 1)
        self.assertEqual(events[0]["eventType"], "entente.exchange.v1.MeetingHeld")
        self.assertIn("source is not the sender", events[0]["reason"])
        self.assertNotIn("99002", str(events))

        line = "exchange → indicators: 1 event(s) set aside"
        self.assertIn(line, self.suite.say("sam", "status"))
        self.assertNotIn("set aside", self.suite.say("anna", "status"))
        number = events[0]["name"].rsplit("/", 1)[1]
        name = f"exchange/indicators/{number}"
        retry = ["outbox", "retry", name, "--reason", "receiver was updated"]
        self.assertIn("Could be sent again",
                      self.suite.say("sam", *retry, "--dry-run"))
        self.assertEqual(len(self.set_aside()), 1)
        self.assertIn("At the end of the queue", self.suite.say("sam", *retry))
        # Nothing was mended, so it is set aside again, and tells of the retry.
        again = self.suite.wait_for(self.set_aside)
        self.assertEqual(again[0]["eventId"], events[0]["eventId"])
        self.assertNotEqual(again[0]["name"], events[0]["name"])
        self.assertEqual(again[0]["retryCount"], 1)
        self.assertIn("SET_ASIDE_EVENT_UNKNOWN",
                      self.suite.say("sam", *retry, code=1))

    def test_only_the_security_administrator_sees_the_outboxes(self):
        for person in ("anna", "chris", "olga"):
            self.assertIn("PERMISSION_MISSING",
                          self.suite.say(person, "outbox", "list", code=1))

    def test_everybody_learns_of_his_own_rights_and_no_other(self):
        mine = self.suite.ask("anna", "access", "explain", "--me", "--service",
                              "conventions")
        self.assertEqual(mine["subject"], "anna")
        self.assertEqual(mine["roles"], ["coordinator"])
        policy = pathlib.Path(suite.POLICY).read_bytes()
        self.assertEqual(mine["policy"]["sha256"],
                         hashlib.sha256(policy).hexdigest())
        self.assertTrue(all(not one["holders"] for one in mine["methods"]))
        self.assertIn("DENY", self.suite.say(
            "anna", "access", "explain", "--me", "--method", METHOD, code=1))
        self.assertIn("PERMIT", self.suite.say(
            "anna", "access", "explain", "--me", "--method",
            "ConventionService/ImportConvention"))
        self.assertIn("PERMISSION_MISSING", self.suite.say(
            *["anna", "access", "explain", "--live", "--role", "finance"],
            *["--method", METHOD], code=1))

    def test_a_running_service_and_the_file_give_the_same_answer(self):
        for person in ("sam", "olga"):
            for role, code in (("finance", 0), ("zone", 1)):
                words = ["access", "explain", "--role", role, "--method", METHOD]
                self.assertEqual(
                    self.suite.say(person, *words, "--live", code=code),
                    self.suite.say(None, *words, "--policy", suite.POLICY,
                                   code=code),
                )

    def test_each_service_speaks_of_its_own_methods_only(self):
        self.assertIn("METHOD_UNKNOWN", self.suite.say(
            *["olga", "access", "explain", "--live", "--service", "indicators"],
            *["--role", "finance", "--method", METHOD], code=1))


if __name__ == "__main__":
    unittest.main()
