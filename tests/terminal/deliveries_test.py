#!/usr/bin/env python3
"""Files of other systems, as a police zone and its partners deliver them by
command, with a mapping or without; what was delivered is counted anew.

Usage: deliveries_test.py BUILD_FOLDER     (from the root of the source tree)
"""

import json
import sys
import unittest

from deliveries_case import DeliveriesCase, EXAMPLES, SECRET, TITLES, row

BUILD = sys.argv.pop(1)


class DeliveriesTest(DeliveriesCase):
    build_folder = BUILD

    def test_the_service_counts_its_figures_anew(self):
        self.put("a.csv", TITLES + row("recount-1", 3) + row("recount-2", 4))
        self.watch()
        self.assertIn("[PERMISSION_MISSING]", self.say("verify", code=1))
        self.assertIn("Differences: 0.",
                      self.suite.say("anna", "indicators", "verify"))
        recount = self.suite.ask("anna", "indicators", "verify")
        self.assertGreaterEqual(int(recount["rowCount"]), 2)
        self.assertNotIn("differences", recount)

    def restart(self, *flags):
        self.suite.kill("indicators")
        self.suite.flags["indicators"] = list(flags)
        self.suite.start("indicators")

    def test_more_rows_than_are_allowed_are_counted_anew_offline(self):
        self.put("a.csv", TITLES + row("too-many-1", 3) + row("too-many-2", 4))
        self.watch()
        self.addCleanup(self.restart)
        self.restart("--recount-events-max", "1")
        said = self.suite.say("anna", "indicators", "verify", code=1)
        self.assertIn("[RECOUNT_TOO_LARGE]", said)
        self.assertIn("entente-indicators --data DIR --verify", said)

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

    def test_a_signature_is_checked_before_a_row_is_sent(self):
        path = self.suite.home / "by-hand.csv"
        key = self.suite.home / "by-hand.key"
        text = TITLES + row("by-hand-001", 1, day="2025-02-01")
        path.write_text(text)
        self.say("sign", path, "--key", key, "--make-key")
        deliver = ("ingest", path, "--source", "zone5339")
        checked = (*deliver, "--public-key", f"{key}.pub")
        path.write_text(text.replace("DPI-1;1", "DPI-1;900"))
        for words in (checked, (*checked, "--require-signature"),
                      (*checked, "--dry-run")):
            said = self.say(*words, code=1)
            self.assertIn("[SIGNATURE_WRONG]", said)
            self.assertIn("by-hand.csv.sig", said)
        self.assertEqual(self.total("securing_actions", "2025-02"), 0)
        # What was signed is taken.
        path.write_text(text)
        self.assertIn("It reconciles",
                      self.say(*checked, "--require-signature"))
        self.assertEqual(self.total("securing_actions", "2025-02"), 1)
        # Without a key nothing is checked, and that is said.
        self.assertIn("by-hand.csv.sig", self.suite.run(
            "zone5339", "indicators", *deliver)[2])
        (self.suite.home / "by-hand.csv.sig").unlink()
        self.assertIn("had been delivered before", self.say(*checked))
        self.assertIn("[SIGNATURE_MISSING]",
                      self.say(*checked, "--require-signature", code=1))
        # A signature is required of somebody.
        self.say(*deliver, "--require-signature", code=2)

    def test_an_empty_public_key_is_refused(self):
        path = self.suite.home / "no-key.csv"
        path.write_text(TITLES + row("no-key-0001", 1, day="2025-03-01"))
        deliver = ("ingest", path, "--source", "zone5339", "--public-key", "")
        for words in (deliver, (*deliver, "--require-signature"),
                      (*deliver, "--dry-run")):
            self.assertIn("--public-key is empty", self.say(*words, code=2))
        self.assertEqual(self.total("securing_actions", "2025-03"), 0)

    def test_rejected_rows_are_named_by_the_line_of_the_file(self):
        path = self.suite.home / "lines.csv"
        # A blank line is a line of the file, and no row.
        path.write_text(TITLES + row("lines-00001") + "\n" + row(
            "lines-00002", measure="no_such_measure") + row("no id"))
        words = ("ingest", path, "--source", "zone5339")
        for more in (("--dry-run",), ("--session", "lines")):
            said = self.say(*words, *more)
            self.assertRegex(said, "line of the file +column +reason")
            self.assertRegex(said, " 4 +measure +UNKNOWN_MEASURE *\n")
            self.assertRegex(said, " 5 +event_id +[A-Z_]+ *\n")
            # Nobody can ask for what was a trial.
            self.assertEqual(
                "entente indicators rejections zone5339/lines\n" in said,
                "--session" in more)
        # The service knows rows alone.
        said = self.say("rejections", "zone5339/lines")
        self.assertIn("row of the delivery", said)
        self.assertRegex(said, " 2 +measure +UNKNOWN_MEASURE ")
        self.assertIn("row 1 is line 2 of the file", " ".join(said.split()))

    def test_the_deliveries_of_a_source_are_listed_the_newest_first(self):
        files = {
            "list-first": row("list-00001") + row("list-00002"),
            "list-second": row("list-00001") + row("list-00003") + row(
                "list-00004", measure="no_such_measure"),
        }
        for session, rows in files.items():
            path = self.suite.home / f"{session}.csv"
            path.write_text(TITLES + rows)
            self.say("ingest", path, "--source", "zone5339", "--session",
                     session)
        command = ("sessions", "zone5339")
        said = self.say(*command)
        self.assertRegex(said, "session +opened +last batch +sent +taken +"
                               "known +rejected\n")
        times = r" +(\d{4}-\d\d-\d\d \d\d:\d\d +){2}"
        self.assertRegex(said, f"(?m)^list-second{times}3 +1 +1 +1$")
        self.assertRegex(said, f"(?m)^list-first{times}2 +2 +0 +0$")
        self.assertLess(said.index("list-second"), said.index("list-first"))
        self.assertIn("entente indicators rejections zone5339/list-second\n",
                      said)
        # Nobody delivered for it, and all are shown.
        self.assertNotIn("delivered by", said)
        self.assertNotIn("Older ones", said)
        said = self.say(*command, "--limit", "1")
        self.assertIn("list-second", said)
        self.assertNotIn("list-first", said)
        self.assertIn("Older ones are not shown", said)
        self.say(*command, "--limit", "0", code=2)
        newest, before = self.suite.ask(
            "zone5339", "indicators", *command)["ingestSessions"][:2]
        self.assertEqual(newest["name"], "municipalities/99001/sources/"
                                         "zone5339/sessions/list-second")
        self.assertEqual(newest["totals"]["rejected"], "1")
        self.assertTrue(before["name"].endswith("/list-first"))
        self.assertIn("/sessions/list-second;",
                      self.say(*command, "--format", "csv"))
        # How many rows there are is told to nobody else.
        said = self.suite.say("anna", "indicators", *command)
        self.assertIn("No delivery of zone5339", said)
        self.assertNotIn("list-second", said)
        for other in ("session", "rejections"):
            self.assertIn("[SESSION_UNKNOWN]", self.suite.say(
                "anna", "indicators", other, "zone5339/list-second", code=1))

    def test_of_a_source_that_never_delivered_it_is_said(self):
        usual = self.suite.lang
        self.addCleanup(setattr, self.suite, "lang", usual)
        for language, words, told in (
                ("en", "No delivery of bravvo in municipality 99001.",
                 "that the source makes itself only the source is told; of "
                 "those on behalf of it also who may deliver so."),
                ("fr", "Aucune livraison de bravvo dans la commune 99001.",
                 "que la source fait elle-même, seule la source est informée ; "
                 "de celles faites en son nom, aussi qui peut livrer ainsi."),
                ("nl", "Geen levering van bravvo in gemeente 99001.",
                 "die de bron zelf doet, wordt alleen de bron ingelicht; over "
                 "die namens haar ook wie zo mag leveren.")):
            self.suite.lang = language
            said = " ".join(self.say("sessions", "bravvo").split())
            self.assertIn(words, said)
            self.assertIn(told, said)
            self.assertIn(told, " ".join(
                self.say("sessions", "--help").split()))
            self.assertNotIn("rejections", self.say("sessions", "bravvo"))
        self.suite.lang = usual
        self.assertIn("99002", self.say("sessions", "zone5339",
                                        "--municipality", "99002"))
        self.assertIn("[NAME_INVALID]", self.say("sessions", "Bravvo", code=1))

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


if __name__ == "__main__":
    unittest.main(verbosity=2)
