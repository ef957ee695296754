#!/usr/bin/env python3
"""That bench.py sees a goal that is missed: planted figures, nothing measured."""

import json
import unittest

import bench


def planted(**changed):
    """What the programs print, every goal kept but for what is changed."""
    found = {}
    for kind in ("Posting", "Write"):
        for callers in bench.CALLERS:
            tail = f"{kind}/real_time/threads:{callers}"
            found[f"Plain{tail}"] = {"items_per_second": 1000.0}
            found[f"Audited{tail}"] = {"items_per_second": 900.0}
    for name, us in (("EmptyFsync", 100), ("PlainRead", 1),
                     ("AuditedRead", 120)):
        found[f"{name}/real_time"] = {"real_time": us, "time_unit": "us"}
    for algorithm in ("es256", "eddsa"):
        found[f"BM_VerifyToken/{algorithm}"] = {
            "real_time": 50, "time_unit": "us"}
        found[f"BM_VerifyToken/{algorithm}_cached"] = {
            "real_time": 300, "time_unit": "ns"}
    for by in ("person", "office"):
        for tuples in bench.TUPLES:
            found[f"BM_Decide/{by}/{tuples}"] = {"items_per_second": 2e6}
    for name, figures in changed.items():
        found[name].update(figures)
    runs = [dict(run, name=f"{name}_median", run_name=name,
                 aggregate_name="median") for name, run in found.items()]
    return bench.medians(json.dumps({"benchmarks": runs}))


class BenchTest(unittest.TestCase):
    def missed(self, **changed):
        return [row.what for row in bench.rows(planted(**changed))
                if not row.is_kept]

    def test_every_goal_is_kept_by_good_figures(self):
        self.assertEqual(self.missed(), [])

    def test_each_goal_is_missed_by_a_bad_figure(self):
        for name, figures, what in (
            ("AuditedPosting/real_time/threads:16",
             {"items_per_second": 799.0}, "a posting, 8 records, 16 callers"),
            ("AuditedWrite/real_time/threads:1",
             {"items_per_second": 700.0}, "the worst case, 1 callers"),
            ("AuditedRead/real_time", {"real_time": 132}, "audited read"),
            ("BM_VerifyToken/es256_cached", {"real_time": 2001},
             "from the cache, es256"),
            ("BM_VerifyToken/eddsa_cached",
             {"real_time": 3, "time_unit": "us"}, "from the cache, eddsa"),
            ("BM_Decide/office/500", {"items_per_second": 999999},
             "by office, 500 tuples"),
        ):
            (found,) = self.missed(**{name: figures})
            self.assertIn(what, found)

    def test_a_figure_that_is_not_there_is_no_kept_goal(self):
        runs = planted()
        del runs["BM_Decide/person/500"]
        with self.assertRaises(KeyError):
            list(bench.rows(runs))

    def test_the_report_says_how_many_goals_were_missed(self):
        runs = planted(**{"AuditedRead/real_time": {"real_time": 500}})
        text = bench.report(list(bench.rows(runs)), "invented")
        self.assertIn("MISSED", text)
        self.assertIn("Goals missed: 1.", text)


if __name__ == "__main__":
    unittest.main()
