#!/usr/bin/env python3
"""Delivers many rows from two sources at once, kills the service and the clients
with kill -9 meanwhile, and compares every figure and every count of outcomes with
a recount of the files by another program.

    exactly_once.py BUILD_FOLDER [--rows N] [--file-rows N] [--seed N]
                    [--every SECONDS] [--report FOLDER]

Each file is one session of its source. A client that was not answered runs again
until it is. At the end compared: the totals of every session; every month of
every measure, as a whole and split by its code lists, in every area and in all;
and the store's own recount. Prints the seed first (ENTENTE_SEED gives it too); run from the root
of the source tree. Exits 0 when nothing differs, else 1.
"""

import argparse
import collections
import datetime
import os
import pathlib
import random
import sys
import tempfile
import threading
import time

sys.path.insert(0, str(pathlib.Path(__file__).parent.parent / "suite"))
import drawn_rows  # noqa: E402: the folder of suite is known only now.
import naive_count  # noqa: E402
import reports  # noqa: E402
import split_profile  # noqa: E402
import suite  # noqa: E402

DOCUMENT = "tools/samples/montclair.fr.txt"
AREAS = "services/indicators/areas/5339.csv"
SOURCES = (("zone5339", "zone"), ("bravvo", "source"))
TOTALS = ("sent", "created", "updated", "unchanged", "duplicate", "rejected",
          "withdrawn", "late")
MEASURES_MAX = 8
# How often a client is killed instead of the service.
CLIENT_SHARE = 0.3


class Wrong(Exception):
    """Something that must never be."""


class Deliveries(threading.Thread):
    """One source: draws its files and delivers each until it is answered."""

    def __init__(self, running, name, drawn, rows, file_rows):
        super().__init__()
        self.running, self.name, self.drawn = running, name, drawn
        self.sizes = [file_rows] * (rows // file_rows)
        if rows % file_rows:
            self.sizes.append(rows % file_rows)
        self.files = []
        self.client = None
        self.broken = 0  # clients that ended without an answer
        self.fault = None

    def run(self):
        try:
            for number, rows in enumerate(self.sizes, 1):
                path = self.running.home / f"{self.name}-{number}.csv"
                self.drawn.write(path, rows)
                self.files.append(path)
                self.deliver(path)
        except Exception as fault:  # pylint: disable=broad-except
            self.fault = fault

    def deliver(self, path):
        while True:
            self.client = self.running.start_client(
                self.name, "indicators", "ingest", path, "--source", self.name,
                "--session", path.stem, "--batch", "8192", "--in-flight", "4")
            _, errors = self.client.communicate()
            code, self.client = self.client.returncode, None
            if code == 0:
                return
            if code > 0 and not suite.UNKNOWN.search(errors):
                raise Wrong(f"{path.stem} ended {code}: {errors}")
            self.broken += 1


def write_areas(path):
    """The shipped list with the sample's municipality in the place of
    Brussels, so that it says what belongs to it and what does not."""
    text = pathlib.Path(AREAS).read_text(encoding="utf-8")
    path.write_text(text.replace("21004", "99001"), encoding="utf-8")
    return path


class ExactlyOnce:
    def __init__(self, flags, seed):
        self.flags, self.draw = flags, random.Random(seed)
        self.seed = seed
        self.kills = collections.Counter()

    def run(self):
        running = suite.Suite(self.flags.build,
                              names=("indicators", "conventions"))
        with tempfile.TemporaryDirectory() as folder:
            running.flags["conventions"] = [
                "--contract-profiles",
                split_profile.write(pathlib.Path(folder) / "profiles")]
            running.flags["indicators"] = [
                "--areas", write_areas(pathlib.Path(folder) / "areas.csv")]
            self.play(running)

    def play(self, running):
        with running as self.running:
            self.prepare()
            begun = time.monotonic()
            self.deliver()
            self.seconds = time.monotonic() - begun
            self.judge()

    def prepare(self):
        self.running.log_in("anna", "coordinator")
        self.running.say("anna", "convention", "import", DOCUMENT,
                         "--municipality", "99001", "--police-zone", "5339")
        defined = self.running.wait_for(
            lambda: (told := self.running.ask("anna", "indicators", "measures"))
            ["measures"] and told, "the definitions")
        self.measures = {
            one["definition"]["code"]: one["definition"].get("breakdowns", [])
            for one in [
                one for one in defined["measures"]
                if one["definition"]["kind"] == "MEASURE_KIND_COUNT"
                and not one["definition"]["isSensitive"]][:MEASURES_MAX]}
        self.lists = {one["code"]: [code["code"] for code in one["codes"]]
                      for one in defined["codeLists"]}
        if len(self.lists) != len(split_profile.LISTS) or not any(
                not lists for lists in self.measures.values()):
            raise Wrong(f"measures {self.measures} split by {self.lists}")
        share = self.flags.rows // len(SOURCES)
        self.deliveries = []
        for name, role in SOURCES:
            self.running.log_in(name, role)
            drawn = drawn_rows.Source(random.Random(f"{self.seed}/{name}"),
                                      self.measures, self.lists, share)
            self.deliveries.append(Deliveries(
                self.running, name, drawn, share, self.flags.file_rows))

    def deliver(self):
        for one in self.deliveries:
            one.start()
        while any(one.is_alive() for one in self.deliveries):
            moment = self.draw.uniform(0.1, 1.9) * self.flags.every
            # One that is done already waits for nobody.
            next(one for one in self.deliveries if one.is_alive()
                 or one is self.deliveries[-1]).join(moment)
            if not any(one.is_alive() for one in self.deliveries):
                break
            self.kill_one()
            self.tell()
        for one in self.deliveries:
            if one.fault is not None:
                raise one.fault

    def kill_one(self):
        client = self.draw.choice(self.deliveries).client
        if self.draw.random() < CLIENT_SHARE and client is not None:
            client.kill()
            self.kills["clients"] += 1
            return
        self.running.kill("indicators")
        self.kills["service"] += 1
        self.running.start("indicators")

    def tell(self):
        done = sum(len(one.files) for one in self.deliveries)
        files = sum(len(one.sizes) for one in self.deliveries)
        print(f"file {done} of {files}, {sum(self.kills.values())} kills",
              file=sys.stderr, flush=True)

    def judge(self):
        print("counting the files once more", file=sys.stderr, flush=True)
        self.outcomes = collections.Counter()
        sums = collections.defaultdict(lambda: [0, 0])
        differences = []
        for one in self.deliveries:
            count = naive_count.SourceCount(self.measures, self.lists)
            for path in one.files:
                wanted = count.add(path)
                self.outcomes += wanted
                told = self.running.ask("anna", "indicators", "session",
                                        f"{one.name}/{path.stem}")["totals"]
                got = {name: int(told.get(name, 0)) for name in TOTALS}
                if got != {name: wanted[name] for name in TOTALS}:
                    differences.append(f"{path.stem}: {got}, wanted {wanted}")
            count.add_to(sums)
        differences += self.differences(sums)
        recount = self.running.ask("anna", "indicators", "verify")
        if int(recount.get("differenceCount", 0)) != 0:
            differences.append(f"the running service recounts {recount}")
        self.running.kill("indicators")
        verified = self.running.offline("indicators", "--verify")
        if verified.returncode != 0:
            differences.append(verified.stdout + verified.stderr)
        if differences:
            raise Wrong("\n".join(differences[:40]))

    def differences(self, sums):
        """Of the figures of each month, area and part."""
        year = drawn_rows.YEAR
        found = []
        self.compared = 0
        for area in ("", *sorted(naive_count.AREAS)):
            of_area = ["--area", area] if area else []
            for by in ("", *self.lists):
                read = self.read(by, f"{year}-01", f"{year}-12", *of_area)
                for measure, code in self.parts_by(by):
                    for month in (f"{year}-{m:02d}" for m in range(1, 13)):
                        self.compared += 1
                        wanted = sums[measure, (by, code), area, month]
                        told = read.pop((measure, code, month), [0, 0])
                        if told != wanted:
                            found.append(f"{measure} {by} {code} {area} {month}:"
                                         f" {told}, wanted {wanted}")
                found += [f"{place} {area}: {value}, wanted nothing"
                          for place, value in read.items()]
        return found

    def parts_by(self, by):
        """The measures, or measure and code of those that are split by `by`."""
        for measure, lists in self.measures.items():
            if not by:
                yield measure, ""
            elif by in lists:
                for code in (*self.lists[by], "unknown"):
                    yield measure, code

    def read(self, by, first, last, *more):
        """(measure, code, month) to figure and number of events, as the service
        answers them; what it does not answer is none."""
        measures = {measure for measure, _ in self.parts_by(by)}
        series = self.running.ask(
            "anna", "indicators", "series", "--from", first, "--until", last,
            *[word for measure in measures for word in ("--measure", measure)],
            *(["--by", by] if by else []), *more)["series"]
        read = {}
        for one in series:
            for month in one.get("months", []):
                date = month["month"]
                read[one["measureCode"], one.get("splitCode", ""),
                     f"{date['year']}-{date['month']:02d}"] = [
                         int(month.get("value", 0)),
                         int(month.get("contributions", 0))]
        return read

    def told(self):
        outcomes = ", ".join(f"{name} {self.outcomes[name]}"
                             for name in TOTALS[1:])
        broken = sum(one.broken for one in self.deliveries)
        return (f"seed {self.seed}: {self.outcomes['sent']} rows in "
                f"{sum(len(one.files) for one in self.deliveries)} files of "
                f"{len(SOURCES)} sources ({outcomes}), delivered in "
                f"{self.seconds:.0f} s; killed service "
                f"{self.kills['service']} times, clients {self.kills['clients']}; "
                f"{broken} deliveries broken and resumed; {self.compared} "
                "figures, every total and the store's own recount compared: "
                "nothing differs")


def main():
    parser = argparse.ArgumentParser(
        description="every row counts exactly once, whatever is killed")
    parser.add_argument("build")
    parser.add_argument("--rows", type=int, default=200_000)
    parser.add_argument("--file-rows", type=int, default=20_000)
    parser.add_argument("--every", type=float, default=0.3,
                        help="mean seconds between two kills")
    parser.add_argument("--seed", type=int,
                        default=int(os.environ.get("ENTENTE_SEED", "0")))
    parser.add_argument("--report", type=pathlib.Path,
                        help="folder of dated reports")
    flags = parser.parse_args()
    seed = flags.seed or random.SystemRandom().randrange(1, 2**31)
    now = datetime.datetime.now()
    print(f"ENTENTE_SEED={seed}  {now:%Y-%m-%d %H:%M}", flush=True)
    run = ExactlyOnce(flags, seed)
    try:
        run.run()
        line = run.told()
    except (Wrong, suite.Refused, RuntimeError) as error:
        line = f"seed {seed}: WRONG: {error}"
    print(line, flush=True)
    if flags.report:
        reports.write(flags.report, "Exactly once", now, [line])
    return 1 if "WRONG" in line else 0


if __name__ == "__main__":
    sys.exit(main())
