#!/usr/bin/env python3
"""Runs the benchmarks of gate, access log and access and holds their medians
against the goals. Standard library only.

    bench.py BUILD_FOLDER [--repetitions N] [--no-report]

Run from the root of the source tree. Exits 0 when every goal is kept, else 1.
"""

import argparse
import datetime
import json
import os
import pathlib
import subprocess
import sys

sys.path.insert(0, str(pathlib.Path(__file__).parent.parent / "suite"))
import reports  # noqa: E402: its folder is known only now.

PROGRAMS = ("recorded_benchmark", "token_benchmark", "decide_benchmark")
REPORTS = pathlib.Path("tests/bench/reports")
NANOSECONDS = {"ns": 1, "us": 1e3, "ms": 1e6, "s": 1e9}
CALLERS = (1, 4, 16)
# Tuples on one object.
TUPLES = (1, 8, 64, 500)
AUDITED_SHARE_MIN = 0.8
AUDITED_READ_MAX = 1.3
CACHED_TOKEN_NS_MAX = 2000
DECISIONS_MIN = 1_000_000


class Row:
    """One figure; `goal` is ("at least" or "at most", bound), or None."""

    def __init__(self, what, value, unit, goal=None):
        self.what, self.value, self.unit, self.goal = what, value, unit, goal

    @property
    def is_kept(self):
        if self.goal is None:
            return True
        word, bound = self.goal
        return self.value >= bound if word == "at least" else self.value <= bound

    def cells(self):
        goal = "" if self.goal is None else f"{self.goal[0]} {self.goal[1]:,g}"
        verdict = "" if self.goal is None else (
            "kept" if self.is_kept else "MISSED")
        shown = f"{self.value:,.2f} {self.unit}".strip()
        return self.what, shown, goal, verdict


def medians(text):
    """Name of a benchmark to its median, from Google Benchmark's JSON."""
    found = {}
    for run in json.loads(text)["benchmarks"]:
        if run.get("error_occurred"):
            raise RuntimeError(f"{run['name']}: {run.get('error_message')}")
        if run.get("aggregate_name") == "median":
            found[run["run_name"]] = run
    return found


def nanoseconds(run):
    return run["real_time"] * NANOSECONDS[run["time_unit"]]


def rows(runs):
    """Every figure of `runs` beside its goal; KeyError when one is missing."""
    for kind, note in (("Posting", "a posting, 8 records"),
                       ("Write", "one record, the worst case")):
        for callers in CALLERS:
            plain, audited = (
                runs[f"{made}{kind}/real_time/threads:{callers}"]
                ["items_per_second"] for made in ("Plain", "Audited"))
            yield Row(f"audited ÷ plain, {note}, {callers} callers",
                      audited / plain, "", ("at least", AUDITED_SHARE_MIN))
    bare = sum(nanoseconds(runs[f"{name}/real_time"])
               for name in ("EmptyFsync", "PlainRead"))
    yield Row("audited read ÷ (fsync + plain read)",
              nanoseconds(runs["AuditedRead/real_time"]) / bare, "",
              ("at most", AUDITED_READ_MAX))
    for algorithm in ("es256", "eddsa"):
        yield Row(f"token checked the first time, {algorithm}",
                  nanoseconds(runs[f"BM_VerifyToken/{algorithm}"]), "ns")
        yield Row(f"token from the cache, {algorithm}",
                  nanoseconds(runs[f"BM_VerifyToken/{algorithm}_cached"]),
                  "ns", ("at most", CACHED_TOKEN_NS_MAX))
    for by in ("person", "office"):
        for tuples in TUPLES:
            yield Row(f"Decide a second, by {by}, {tuples} tuples",
                      runs[f"BM_Decide/{by}/{tuples}"]["items_per_second"], "",
                      ("at least", DECISIONS_MIN))


def report(measured, about):
    lines = ["# What gate and access log cost, against the goals", ""]
    lines += [f"`tools/bench`, {about}.", ""]
    lines += ["| what | median | goal | |", "|---|---|---|---|"]
    lines += ["| " + " | ".join(row.cells()) + " |" for row in measured]
    missed = sum(not row.is_kept for row in measured)
    return "\n".join(lines + ["", f"Goals missed: {missed}."]) + "\n"


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("build")
    parser.add_argument("--repetitions", type=int, default=5)
    parser.add_argument("--no-report", action="store_true")
    arguments = parser.parse_args()
    load = os.getloadavg()[0]
    runs = {}
    for program in PROGRAMS:
        print(f"{program} …", file=sys.stderr, flush=True)
        command = [pathlib.Path(arguments.build, "bin", program),
                   "--benchmark_format=json",
                   "--benchmark_report_aggregates_only=true",
                   f"--benchmark_repetitions={arguments.repetitions}"]
        runs.update(medians(subprocess.run(
            command, check=True, capture_output=True, text=True).stdout))
    now = datetime.datetime.now()
    text = report(
        list(rows(runs)),
        f"{now:%Y-%m-%d %H:%M}, at {reports.version()}, {os.cpu_count()} cores, load "
        f"{load:.1f} at its begin, medians of {arguments.repetitions} runs")
    print(text)
    if not arguments.no_report:
        REPORTS.mkdir(exist_ok=True)
        path = REPORTS / f"{now:%Y-%m-%d}.md"
        before = path.read_text(encoding="utf-8") + "\n" if path.exists() else ""
        path.write_text(before + text, encoding="utf-8")
    return 1 if "MISSED" in text else 0


if __name__ == "__main__":
    sys.exit(main())
