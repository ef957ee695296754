#!/usr/bin/env python3
"""The yearly dossier, as a coordinator makes it and the State checks it.

Usage: dossier_test.py BUILD_FOLDER     (from the root of the source tree)
"""

import csv
import pathlib
import shutil
import subprocess
import sys
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).parent.parent / "suite"))
import suite  # noqa: E402: its folder is known only now.

BUILD = sys.argv.pop(1)


class DossierTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.suite = suite.Suite(BUILD)
        cls.suite.__enter__()
        cls.addClassCleanup(cls.suite.__exit__, None, None, None)
        cls.suite.log_in("anna", "coordinator")
        cls.suite.log_in("fatima", "finance")
        cls.suite.say("anna", "convention", "import",
                      "tools/samples/montclair.fr.txt", "--municipality",
                      "99001", "--police-zone", "5339")
        # A dossier built before its definitions arrived would have a hole.
        cls.suite.wait_for(lambda: cls.suite.ask(
            "anna", "indicators", "measures")["measures"])
        for words in (
            ["allot", "tools/samples/allotment.csv"],
            ["import", "tools/samples/mandates.csv", "--mapping",
             "tools/samples/accounts.textproto"],
        ):
            cls.suite.say("fatima", "budget", *words)
        cls.suite.say("anna", "progress", "set", "op-01", "--year", "2024",
                      "--state", "done", "--date", "2024-06-30", "--text",
                      "=1+1; invented: the service has its staff")

    def build(self, name, *flags, year=2024, person="anna", code=0):
        folder = self.suite.home / name
        said = self.suite.say(person, "dossier", "build", "--year", str(year),
                              "--out", folder, *flags, code=code)
        return folder, said

    def verify(self, folder, code=0):
        return self.suite.say(None, "dossier", "verify", folder, code=code)

    def rows(self, folder, name):
        with open(folder / "data" / f"{name}.csv", encoding="utf-8",
                  newline="") as file:
            return list(csv.DictReader(file, delimiter=";"))

    def test_the_statement_adds_up_to_what_was_posted(self):
        folder, said = self.build("whole")
        self.assertIn("manifest", said)
        spent = self.rows(folder, "expenditure")
        self.assertEqual(sum(round(float(row["amount"]) * 100) for row in spent),
                         320000 + 125050 + 74950 + 2840000)
        self.assertEqual({row["mandate"] for row in spent},
                         {"4711", "4712", "4790"})
        evidence = self.rows(folder, "evidence")
        self.assertEqual(len(evidence), 3)
        split = [row for row in evidence
                 if row["document_number"] == "F-2024-021"]
        self.assertEqual(split[0]["charged_here"], "2000.00")
        progress = self.rows(folder, "progress")
        self.assertGreater(len(progress), 10)
        stated = [row for row in progress if row["statement"]]
        self.assertEqual([row["state"] for row in stated], ["réalisé / klaar"])
        # No spreadsheet runs what a person typed.
        self.assertTrue(stated[0]["statement"].startswith("'=1+1"))
        position = self.rows(folder, "position")
        self.assertEqual({row["envelope"] for row in position},
                         {"general-2024", "supplementary-2024"})
        self.assertEqual(self.rows(self.build("other", year=2025)[0],
                                   "expenditure"), [])

    def test_a_year_holds_the_convention_as_it_was_in_that_year(self):
        self.suite.log_in("arno", "coordinator")
        text = {row["objective"]: row["text"]
                for row in self.rows(self.build("before")[0], "progress")}
        self.suite.say("anna", "amendment", "propose", "--title", "Avenant 1",
                       "--date", "2025-01-01", "--text", "op-02=Said anew",
                       "--add", "so-01:operational=Added", "--end", "op-03")
        self.suite.say("arno", "amendment", "approve", "a-000001")
        self.suite.say("arno", "amendment", "apply", "a-000001")
        self.suite.say("anna", "convention", "resolve", "--finding", "1", "--reason",
                       "Numbered so by both parties")
        folder, _ = self.build("after")
        self.assertEqual({row["objective"]: row["text"]
                          for row in self.rows(folder, "progress")}, text)
        # What was found in the document is of no day.
        found = self.rows(folder, "findings")
        self.assertEqual([row["reason"] for row in found if row["reason"]],
                         ["Numbered so by both parties"])
        later = {row["objective"]: row["text"] for row in
                 self.rows(self.build("later", year=2025)[0], "progress")}
        self.assertEqual(later.pop("op-02"), "Said anew")
        self.assertIn("Added", later.values())
        self.assertNotIn("op-03", later)

    def test_the_page_holds_what_the_files_hold(self):
        folder, _ = self.build("page")
        page = (folder / "dossier.html").read_text(encoding="utf-8")
        for text in (
                "28.400,00", "F-2024-021",
                "État des dépenses", "Staat van uitgaven",
                "Projet, sauf si submission.note"):
            self.assertIn(text, page)
        self.assertNotIn("<script", page)
        # Hashes are for programs.
        self.assertNotIn(self.rows(folder, "evidence")[0]["file_sha256"], page)

    def test_figures_are_unusual_where_a_check_of_their_month_says_so(self):
        self.suite.log_in("zone5339", "zone")
        # Little in 2024: beside it nothing is unusual yet, whatever came after.
        values = {"2024-02": 40, "2024-11": 5} | {
            f"2025-{month:02}": 90 if month == 10 else 5 + month % 2
            for month in range(1, 11)}
        rows = self.suite.home / "regular.csv"
        rows.write_text("event_id;measure;date;area;value\n" + "".join(
            f"regular-{month};nuisance_actions;{month}-05;DPI-2;{value}\n"
            for month, value in values.items()))
        self.suite.say("zone5339", "indicators", "ingest", rows, "--source",
                       "zone5339")
        for year, unusual in (
                (2024, []),
                (2025, [("2025-10", "90", "false"), ("2025-11", "0", "true"),
                        ("2025-12", "0", "true")])):
            folder, _ = self.build(f"unusual-{year}", year=year)
            written = [(row["month"], row["value"], row["is_silent"])
                       for row in self.rows(folder, "unusual")]
            checked = []
            for month in range(1, 13):
                name = f"{year}-{month:02}"
                said = self.suite.ask("anna", "period", "check", name)
                checked += [(name, one["value"], str(one["isSilent"]).lower())
                            for one in said["unusualFigures"]]
            self.assertEqual(written, checked)
            self.assertEqual(written, unusual)
        report = self.suite.home / "unusual.html"
        self.suite.say("anna", "report", "--out", report)
        said = report.read_text(encoding="utf-8")
        self.assertIn("10/2025 : 90 !", said)
        self.assertIn("02/2024 : 40", said)
        self.assertNotIn("02/2024 : 40 !", said)

    def test_it_says_which_figures_are_unusual_and_which_sources_in_time(self):
        self.suite.log_in("zone5339", "zone")
        rows = self.suite.home / "rows.csv"
        rows.write_text("event_id;measure;date;area;value\n" + "".join(
            f"event-{year};nuisance_actions;{year}-02-05;DPI-1;4\n"
            for year in (2024, 2025)))
        self.suite.say("zone5339", "indicators", "ingest", rows, "--source",
                       "zone5339")
        folder, _ = self.build("looked-at")
        # Of a figure or two nothing is unusual.
        self.assertEqual(self.rows(folder, "unusual"), [])
        self.assertEqual({row["month"][:4] for row
                          in self.rows(folder, "sources")}, {"2024"})
        manifest = (folder / "manifest.json").read_text()
        for name in ("unusual", "sources"):
            self.assertIn(f'"data/{name}.csv"', manifest)

    def test_the_manifest_finds_every_change(self):
        folder, _ = self.build("sound")
        self.assertIn("are as the manifest says", self.verify(folder))
        subprocess.run(["sha256sum", "--check", "--quiet", "SHA256SUMS"],
                       cwd=folder, check=True)
        for number, (change, told) in enumerate((
            (lambda f: (f / "data/evidence.csv").write_text("x"), "changed"),
            (lambda f: (f / "data/position.csv").unlink(), "missing"),
            (lambda f: (f / "data/extra.csv").write_text("x"),
             "not of the dossier"),
            (lambda f: (f / "manifest.json").write_text(
                (f / "manifest.json").read_text().replace("2024", "2025", 1)),
             "has another hash in SHA256SUMS"),
        )):
            copy = self.suite.home / f"copy-{number}"
            shutil.copytree(folder, copy)
            change(copy)
            self.assertIn(told, self.verify(copy, code=1))
        whole = (folder / "manifest.json").read_text()
        for broken in ("", "[]", '{"files": [{"path": "../x"}]}',
                       whole.replace('"year": 2024', '"year": "2024"'),
                       whole.replace('"data/claims.csv"', "7"),
                       whole.replace("data/claims.csv", "../claims.csv")):
            (folder / "manifest.json").write_text(broken)
            self.assertIn("DOSSIER_UNREADABLE", self.verify(folder, code=1))

    def test_months_that_nobody_approved_are_named(self):
        _, said = self.build("nobody")
        self.assertIn("nobody has approved: 2024-01 – 2024-12\n", said)
        why = ("--unapproved", "La zone livre décembre en avril")
        # Nobody could approve them.
        self.assertIn("[UNAPPROVED_NEEDLESS]",
                      self.build("needless", *why, code=1)[1])
        self.suite.say("anna", "period", "calendar", "adopt", "--from",
                       "2024-12", "--due", "15", "--lock", "30", "--close",
                       "90", "--reason", "Décision du collège du 12 mars")
        self.suite.log_in("bert", "coordinator")
        self.suite.say("bert", "period", "approve", "2024-12")
        folder, said = self.build("approved")
        self.assertIn("nobody has approved: 2024-01 – 2024-11\n", said)
        self.assertNotIn("moved", said)
        months = self.rows(folder, "standing")
        self.assertEqual([row["code"] for row in months],
                         11 * ["NO_CALENDAR"] + ["APPROVED"])
        # Its figures could be found from the hash: a measure is sensitive.
        self.assertEqual((months[-1]["version"], months[-1]["sha256"]),
                         ("1", ""))
        page = (folder / "dossier.html").read_text(encoding="utf-8")
        self.assertIn("aucun calendrier adopté / geen kalender", page)
        # A meeting is told at any time, also of an approved month.
        self.suite.log_in("carine", "cell_chair")
        meeting = self.suite.ask(
            "carine", "meeting", "create", "--date", "2024-12-10",
            "--municipality", "99001", "--subject", "Concertation", "--agenda",
            "Suivi")["name"]
        self.suite.say("carine", "meeting", "hold", meeting, "--attendance",
                       "police:Zone de police:information officer")
        self.suite.wait_for(lambda: "Figures have moved" in self.suite.say(
            "anna", "period", "show", "2024-12"))
        folder, said = self.build("outdated")
        self.assertIn("months were approved: 2024-12\n", said)
        self.assertEqual(self.rows(folder, "standing")[-1]["code"], "OUTDATED")
        said = self.verify(folder)
        self.assertIn("are as the manifest says", said)
        self.assertIn("months were approved: 2024-12\n", said)
        # Why it is handed in so stands in it, beside the month.
        self.assertIn("[UNAPPROVED_REASON]", self.build(
            "short", "--unapproved", "because", code=1)[1])
        folder, _ = self.build("explained", *why)
        self.assertEqual(
            [row["reason"] for row in self.rows(folder, "standing")],
            11 * [""] + [why[1]])
        page = (folder / "dossier.html").read_text(encoding="utf-8")
        self.assertIn(f"tels quels : 2024-12. Motif : {why[1]}", page)
        self.assertIn(f"zoals ze zijn: 2024-12. Reden: {why[1]}", page)
        # The report says the same, for screen and paper.
        report = self.suite.home / "report.html"
        self.suite.say("anna", "report", "--out", report)
        said = report.read_text(encoding="utf-8")
        self.assertIn("01/2024 – 11/2024", said)
        self.assertIn("verouderd: cijfers gewijzigd", said)

    def test_a_target_of_the_term_stands_after_the_years(self):
        folder, _ = self.build("no-term")
        self.assertFalse((folder / "data" / "term_targets.csv").exists())
        self.suite.say("anna", "indicators", "target", "set",
                       "securing_actions", "--term", "--value", "250",
                       "--baseline", "90", "--baseline-year", "2023")
        folder, _ = self.build("term")
        rows = self.rows(folder, "term_targets")
        self.assertTrue(rows)
        for row in rows:
            self.assertEqual(
                (row["measure"], row["baseline"], row["baseline_year"],
                 row["target"], row["figure"], row["state"], row["term"],
                 row["months"]),
                ("securing_actions", "90", "2023", "250", "",
                 "aucun chiffre / geen cijfers", "2024-01/2025-12", "24"))
        self.assertIn("are as the manifest says", self.verify(folder))
        page = (folder / "dossier.html").read_text(encoding="utf-8")
        self.assertLess(page.index('id="indicators"'),
                        page.index('id="term_targets"'))
        report = self.suite.home / "term.html"
        self.suite.say("anna", "report", "--out", report)
        self.assertIn("Beginwaarde", report.read_text(encoding="utf-8"))

    def test_no_dossier_is_overwritten_or_has_a_hole(self):
        self.build("once")
        self.assertIn("FOLDER_TAKEN", self.build("once", code=1)[1])
        self.assertIn("DOSSIER_YEAR", self.build("none", year=2031, code=1)[1])
        self.assertFalse((self.suite.home / "none").exists())
        self.suite.log_in("chris", "cell_chair")
        self.assertIn("[", self.build("hole", person="chris", code=1)[1])
        self.assertFalse((self.suite.home / "hole").exists())


if __name__ == "__main__":
    unittest.main(verbosity=2)
