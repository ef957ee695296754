#!/usr/bin/env python3
"""One year of the real convention, from its document to the settled account, on
running services: played undisturbed, and while the conventions service is killed
at drawn moments. ENTENTE_SEED repeats what is drawn.

Usage: year_test.py BUILD_FOLDER     (from the root of the source tree)

Ends with 77, not run, where the document is not there.
"""

import concurrent.futures
import csv
import io
import os
import pathlib
import re
import secrets
import shutil
import sys
import unittest

HERE = pathlib.Path(__file__).parent
sys.path.insert(0, str(HERE))
import killed  # noqa: E402: its folder is known only now.
import page  # noqa: E402
import player  # noqa: E402
import steps  # noqa: E402

BUILD = pathlib.Path(sys.argv.pop(1)).resolve()
SCENARIO = HERE / "brussels-2018.fr.txt"
SKIPPED = 77
NO_BROWSER = "no chromium or no pdftoppm: apt install chromium poppler-utils"
# Of about thirty; killed.py sees to it that no draw has fewer.
KILLS_MIN, REPEATED_MIN = 8, 4
# What a year may take on paper.
PAGES_MIN, PAGES_MAX = 4, 40


class Played:
    """What is left of one play in an empty store."""

    def __init__(self, scenario, make=player.Player):
        self.protocol = []
        with make(scenario, BUILD, say=self.protocol.append) as one:
            self.player = one
            self.folder = pathlib.Path(f"{one.suite.home}-dossier")
            one.play()
            self.checkpoints = one.checkpoints
            self.entries = one.entries()
            # Nothing else is posted on the day of a checkpoint.
            self.past = [one.positions(day) for day in one.days]
            self.table = one.suite.say("fien", "budget", "position", "--format",
                                       "csv")
            self.claims = one.suite.ask("anna", "budget", "claims")["claims"]
            shutil.move(one.dossiers["d2018"], self.folder)


class YearTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        scenario = steps.read(SCENARIO)
        seed = int(os.environ.get("ENTENTE_SEED") or secrets.randbits(32))
        print(f"ENTENTE_SEED={seed}", flush=True)

        def make_killed(*given, **named):
            return killed.KilledPlayer(*given, seed=seed, **named)

        # Each in a store of its own, at the same time: they share nothing.
        with concurrent.futures.ThreadPoolExecutor() as threads:
            plays = [threads.submit(Played, scenario),
                     threads.submit(Played, scenario, make_killed)]
            cls.first, cls.second = (play.result() for play in plays)
        for played in (cls.first, cls.second):
            cls.addClassCleanup(shutil.rmtree, played.folder)
        print("\n".join(cls.first.protocol))

    def test_every_checkpoint_is_what_the_books_say(self):
        # Each was compared while it was played: a difference ends the play.
        self.assertGreaterEqual(len(self.first.checkpoints), 9)
        # So was the position in each answer.
        self.assertGreater(self.first.player.answers, 80)
        last = self.first.checkpoints[-1][1]
        self.assertEqual(last["general-2018"]["available"], 0)
        self.assertGreater(last["general-2018"]["accepted"], 10**8)

    def test_each_checkpoint_is_read_again_at_the_end(self):
        for (title, then), read in zip(self.first.checkpoints, self.first.past):
            self.assertEqual(player.compare(read, then), [], title)

    def test_the_table_for_spreadsheets_holds_the_same_cents(self):
        rows = list(csv.DictReader(
            io.StringIO(self.first.table, newline=""), delimiter=";"))
        last = self.first.checkpoints[-1][1]
        self.assertEqual(len(rows), 4)
        for row in rows:
            at = last[row["name"].rsplit("/", 1)[1]]
            for column, cell in row.items():
                if not column.startswith("position."):
                    continue
                field = re.sub("_(.)", lambda m: m[1].upper(), column[9:])
                self.assertEqual(cell, f"{at[field] / 100:.2f}", column)

    def test_the_second_was_killed_and_asked_again(self):
        one = self.second.player
        print(f"killed {one.kills} times, {one.kills_in_start} of them while it "
              f"started; {one.repeated} acts given again", file=sys.stderr)
        self.assertGreaterEqual(one.kills, KILLS_MIN)
        self.assertGreaterEqual(one.repeated, REPEATED_MIN)

    def test_a_replay_gives_identical_positions(self):
        self.assertEqual(self.first.checkpoints, self.second.checkpoints)

    def test_a_replay_gives_identical_entries(self):
        # The moment of recording may differ, within the same minutes; nothing
        # else may: no sequence, name, account, cause or day.
        here, there = (
            [{**entry, "recordTime": entry["recordTime"][:10]}
             for entry in played.entries]
            for played in (self.first, self.second))
        self.assertEqual(here, there)
        self.assertGreater(len(here), 90)

    def test_a_replay_gives_identical_claims(self):
        moments = ("createTime", "submitTime", "decideTime", "withdrawTime",
                   "etag")
        here, there = (
            [{key: value for key, value in claim.items() if key not in moments}
             for claim in played.claims]
            for played in (self.first, self.second))
        self.assertEqual(here, there)

    def test_the_dossiers_differ_in_nothing_but_their_moment(self):
        names = sorted(path.relative_to(self.first.folder)
                       for path in self.first.folder.rglob("*.csv"))
        self.assertGreater(len(names), 4)
        for name in names:
            self.assertEqual((self.first.folder / name).read_bytes(),
                             (self.second.folder / name).read_bytes(), name)

    @unittest.skipIf(page.BROWSER is None, NO_BROWSER)
    def test_the_dossier_opens_and_prints(self):
        seen = page.look(self.first.folder / "dossier.html")
        print(f"dossier: {seen.pages} pages of paper", file=sys.stderr)
        self.assertFalse(seen.is_blank)
        self.assertEqual(seen.blank_pages, [])
        self.assertEqual(seen.edge_pages, [])
        self.assertEqual(seen.wide, [])
        self.assertTrue(PAGES_MIN <= seen.pages <= PAGES_MAX, seen.pages)

    @unittest.skipIf(page.BROWSER is None, NO_BROWSER)
    def test_a_page_that_is_blank_or_too_wide_is_seen(self):
        # What the test above relies on.
        paper = self.first.folder / "planted.html"
        paper.write_text("<!DOCTYPE html><body></body>")
        blank = page.look(paper)
        self.assertTrue(blank.is_blank)
        self.assertEqual(blank.blank_pages, [1])
        paper.write_text(
            "<!DOCTYPE html><style>@page { size: A4; margin: 0 }</style>"
            "<body><section id='wide'><table border style='width: 225mm'>"
            "<td>cut</table></section></body>")
        wide = page.look(paper)
        self.assertFalse(wide.is_blank)
        self.assertEqual(wide.edge_pages, [1])
        self.assertEqual(wide.wide, ["wide"])


if __name__ == "__main__":
    for step in steps.read(SCENARIO).steps:
        if step.verb == "import" and not pathlib.Path(step.words[0]).exists():
            print(f"skipped: no {step.words[0]}")
            sys.exit(SKIPPED)
    unittest.main(verbosity=2)
