#!/usr/bin/env python3
"""The independent books and the reader of scenarios: no service runs.

Usage: books_test.py     (from the root of the source tree)
"""

import dataclasses
import datetime
import pathlib
import sys
import tempfile
import unittest

HERE = pathlib.Path(__file__).parent
sys.path.insert(0, str(HERE))
import books  # noqa: E402: its folder is known only now.
import facts  # noqa: E402
import found  # noqa: E402
import references  # noqa: E402
import steps  # noqa: E402

YEAR = steps.read(HERE / "brussels-2018.fr.txt")


def checkpoints(played):
    """Positions at every checkpoint; what refuses to be played is one too."""
    kept, found = books.Books(), []
    for step in played:
        try:
            kept.judge(step)
        except books.Wrong as wrong:
            return found + [str(wrong)]
        if step.verb in ("position", "check"):
            found.append(kept.positions())
    return found


class BooksTest(unittest.TestCase):
    def test_the_year_adds_up_by_itself(self):
        kept, checked = books.Books(), 0
        for step in YEAR.steps:
            self.assertIsInstance(kept.judge(step),
                                  (books.Refused, type(None)), step.text)
            if step.verb != "check":
                continue
            account = step.words[0]
            at = kept.positions()[kept.lines.get(account, account)]
            for key, text in step.values.items():
                self.assertEqual(steps.amount(at[key]), text, step.text)
                checked += 1
        self.assertGreater(checked, 15)

    def test_one_cent_elsewhere_is_seen(self):
        # So a service that loses a cent of any step is seen too.
        right, changed = checkpoints(YEAR.steps), 0
        for index, step in enumerate(YEAR.steps):
            if "amount" not in step.values or step.expect:
                continue
            # What a document is worth is seen where it is charged in full.
            if step.verb in ("evidence", "credit-note"):
                continue
            other = dataclasses.replace(step, values={
                **step.values, "amount": steps.amount(step.cents() + 1)})
            played = YEAR.steps[:index] + (other,) + YEAR.steps[index + 1:]
            self.assertFalse(checkpoints(played) == right, step.text)
            changed += 1
        self.assertGreaterEqual(changed, 40)

    def test_every_step_of_money_matters(self):
        right, left_out = checkpoints(YEAR.steps), 0
        moving = {"import", "allot", "reserve", "spend", "correct", "order",
                  "execute", "take-back", "allot-more", "reallocate", "reduce",
                  "increase", "carry-over", "lapse", "submit", "decide", "pay",
                  "demand", "refund", "expire", "cancel", "reverse", "mandates", "accounts",
                  "hand-in", "state-decides", "enter-answer", "undecide",
                  "undo-lapse", "undo-carry-over"}
        for index, step in enumerate(YEAR.steps):
            if step.verb not in moving or step.expect:
                continue
            if step.values.get("posted") == "0" or "dry-run" in step.words:
                continue  # It says that nothing moves.
            try:
                left = checkpoints(YEAR.steps[:index] + YEAR.steps[index + 1:])
            except KeyError:
                continue  # A later step names what this one made.
            self.assertFalse(left == right, step.text)
            left_out += 1
        self.assertGreater(left_out, 40)

    def test_a_share_of_a_month_is_split_by_largest_remainder(self):
        # 62,5 % of 4.987,67 is 3.117,29375; 30 % is 1.496,301; 7,5 % is
        # 374,07525: one cent is left, and .301 -> .30, .29375 has most.
        shares = [books.Fraction(625, 1000), books.Fraction(3, 10)]
        self.assertEqual(facts.own_part(498767, shares), 311729)
        self.assertEqual(facts.own_part(100, [books.Fraction(1)]), 100)


class EnteredTest(unittest.TestCase):
    """What is known beside money."""

    def played(self, until):
        kept = books.Books()
        for step in YEAR.steps:
            if step.date.isoformat() <= until:
                kept.judge(step)
        return kept

    def test_a_copy_lacks_what_nobody_recorded_for_it(self):
        kept = self.played("2018-03-14")
        self.assertEqual(kept.lacks("1"), ["minister", "receipt"])
        # Withdrawn: it had not arrived.
        kept = self.played("2018-04-19")
        self.assertEqual(kept.lacks("1"), ["receipt"])
        self.assertEqual(kept.lacks("2"), [])

    def test_two_days_of_an_expense_are_two(self):
        days = references.entered(YEAR.steps)["e3"]
        self.assertLess(days["mandate-date"], days["payment-date"])

    def test_an_amendment_outdates_a_translation(self):
        kept = self.played("2019-03-01")
        before, then = (kept.translated(datetime.date(2019, *day))
                        for day in ((2, 28), (3, 1)))
        self.assertFalse(before["op-01", "nl"][2])
        self.assertTrue(then["op-01", "nl"][2])
        self.assertFalse(then["op-29", "de"][2])

    def test_what_a_profile_leaves_out_stays_defined_and_is_fed_no_more(self):
        kept = self.played("2018-11-26")
        self.assertNotIn("police_trainings", kept.profiles[4].measures())
        self.assertEqual(kept.defined()["police_trainings"][2], {})
        self.assertEqual(kept.figure("police_trainings"), 2)
        self.assertEqual(kept.figure("trainings_radicalisation"), 2)

    def test_words_are_found_by_their_beginnings_without_accents(self):
        nodes = [{"id": "op-01", "text": "Médiation de quartier"},
                 {"id": "op-02", "text": "Quartier", "measureCodes": ["m"]}]
        titles = {"m": ("Médiateurs", "Bemiddelaars")}
        self.assertEqual(found.finds("MEDIAT quart", nodes, {}), ["op-01"])
        self.assertEqual(found.finds("médiat", nodes, titles),
                         ["op-01", "op-02"])
        self.assertEqual(found.finds("diation", nodes, titles), [])


class ReaderTest(unittest.TestCase):
    def read(self, text):
        with tempfile.NamedTemporaryFile("w", suffix=".txt") as file:
            file.write(text)
            file.flush()
            return steps.read(file.name)

    def test_a_step_is_day_person_act_words_and_values(self):
        step, = self.read(
            'person fien finance  # receveur\n'
            '2018-03-14 fien reserve zone amount=1.250,00 '
            'description="Été # 1" as r1 expect ALLOTMENT_EXCEEDED\n').steps
        self.assertEqual((step.who, step.verb, step.words, step.label),
                         ("fien", "reserve", ("zone",), "r1"))
        self.assertEqual(step.expect, "ALLOTMENT_EXCEEDED")
        self.assertEqual(step.cents(), 125000)
        self.assertEqual(step.values["description"], "Été # 1")

    def test_rows_belong_to_the_step_above(self):
        step, = self.read("2018-03-14 a decide c1\n  e1 1,00 0,00 why\n").steps
        self.assertEqual(step.rows, (("e1", "1,00", "0,00", "why"),))

    def test_what_cannot_be_played_is_refused(self):
        for text in ("  e1 1,00\n", "2018-03-14 anna\n",
                     "2018-03-14 a expire\n2018-03-13 a expire\n"):
            with self.assertRaises(steps.ScenarioError):
                self.read(text)
        for text in ("1250,00", "1.25,00", "1.250", "1,5", "EUR"):
            with self.assertRaises(steps.ScenarioError):
                steps.cents(text)

    def test_amounts_go_both_ways(self):
        for text in ("0,01", "-71.272,74", "1.896.439,60"):
            self.assertEqual(steps.amount(steps.cents(text)), text)


if __name__ == "__main__":
    unittest.main(verbosity=2)
