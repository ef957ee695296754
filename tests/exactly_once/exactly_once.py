#!/usr/bin/env python3
"""Delivers many rows from two sources at once, kills the service and the
clients with kill -9 meanwhile, and compares every figure and every count of
outcomes with a recount of the files by another program.

    exactly_once.py BUILD_FOLDER [--rows N] [--file-rows N] [--seed N]
                    [--every SECONDS] [--report FOLDER]

Each file is one session of its source, and one more for each further pass that
rows in front of their event take. A coordinator enters, edits and withdraws
activities meanwhile. A client that was not answered runs again until it is. At
the end compared: the totals of every session; every month of every measure, as
a whole and split by its code lists, in every area and in all; quarters and the
year; and the store's own recount. Prints the seed first (ENTENTE_SEED gives it
too); run from the root of the source tree. Exits 0 when nothing differs, else
1.
"""

import argparse
import collections
import datetime
import os
import pathlib
import queue
import random
import sys
import tempfile
import time

sys.path.insert(0, str(pathlib.Path(__file__).parent.parent / "suite"))
import answered  # noqa: E402: the folder of suite is known only now.
import clients  # noqa: E402
import drawn_rows  # noqa: E402
import entered  # noqa: E402
import naive_count  # noqa: E402
import reports  # noqa: E402
import split_profile  # noqa: E402
import suite  # noqa: E402

DOCUMENT = "tools/samples/montclair.fr.txt"
AREAS = "services/indicators/areas/5339.csv"
SOURCES = (("zone5339", "zone"), ("bravvo", "source"))
TOTALS = ("sent", "created", "updated", "unchanged", "duplicate", "rejected",
          "withdrawn", "late")
# Of counts, and of hours.
MEASURES_MAX = {"MEASURE_KIND_COUNT": 8, "MEASURE_KIND_HOURS": 1}
# Below the districts of the shipped list.
NEIGHBOURHOODS = "".join(
    f"{code},{district},Quartier {code},Wijk {code}\n"
    for code, district in (("NB-11", "DPI-1"), ("NB-12", "DPI-1"),
                           ("NB-21", "DPI-2"), ("NB-41", "DPI-4")))
# Of an activity: one command for so many rows.
ROWS_OF_ACTIVITY, ACTIVITY_COMMANDS_MAX = 10_000, 400
# How often a client is killed instead of the service.
CLIENT_SHARE = 0.3
# Whom so many kills left without an answer to one command is left twice the
# time.
KILLS_PATIENCE = 4


class Wrong(Exception):
    """Something that must never be."""


class Deliveries(clients.Clients):
    """One source: draws its files and delivers each until it is answered."""

    def __init__(self, running, name, passing, drawn, rows, file_rows):
        super().__init__(running, name, passing)
        self.name, self.drawn = name, drawn
        self.sizes = [file_rows] * (rows // file_rows)
        if rows % file_rows:
            self.sizes.append(rows % file_rows)
        self.files = []

    def work(self):
        for number, rows in enumerate(self.sizes, 1):
            path = self.running.home / f"{self.name}-{number}.csv"
            self.drawn.write(path, rows)
            self.files.append(path)
            self.give("indicators", "ingest", path, "--source", self.name,
                      "--session", path.stem, "--batch", "8192", "--in-flight",
                      "4")

    def sessions(self):
        """Id of each that the service holds, to its totals."""
        told = self.running.ask(self.name, "indicators", "sessions", self.name)
        return {one["name"].rsplit("/", 1)[1]: {
            name: int(one["totals"].get(name, 0)) for name in TOTALS}
            for one in told.get("ingestSessions", [])}


def write_areas(path):
    """The shipped list with the sample's municipality in the place of
    Brussels, so that it says what belongs to it and what does not, and with
    neighbourhoods."""
    text = pathlib.Path(AREAS).read_text(encoding="utf-8")
    path.write_text(text.replace("21004", "99001") + NEIGHBOURHOODS,
                    encoding="utf-8")
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
        definitions = [one["definition"] for one in defined["measures"]
                       if one["definition"].get("isSummable")
                       and not one["definition"]["isSensitive"]]
        chosen = [one for kind, most in MEASURES_MAX.items()
                  for one in [one for one in definitions
                              if one["kind"] == kind][:most]]
        self.measures = {one["code"]: one.get("breakdowns", [])
                         for one in chosen}
        hours = {one["code"] for one in chosen
                 if one["kind"] == "MEASURE_KIND_HOURS"}
        # What an activity counts as under each.
        self.feeds = {one["code"]: feed["figure"].removeprefix("FIGURE_")
                      for one in chosen for feed in one.get("feeds", [])
                      if feed.get("activityType") == entered.TYPE}
        self.lists = {one["code"]: [code["code"] for code in one["codes"]]
                      for one in defined["codeLists"]}
        if (len(self.lists) != len(split_profile.LISTS) or not hours
                or all(self.measures.values()) or len(self.feeds) < 3):
            raise Wrong(f"measures {self.measures} split by {self.lists}, fed "
                        f"{self.feeds}")
        share = self.flags.rows // len(SOURCES)
        self.passing = queue.SimpleQueue()
        self.deliveries = []
        for name, role in SOURCES:
            self.running.log_in(name, role)
            drawn = drawn_rows.Source(random.Random(f"{self.seed}/{name}"),
                                      self.measures, self.lists, hours,
                                      share)
            self.deliveries.append(Deliveries(
                self.running, name, self.passing, drawn, share,
                self.flags.file_rows))
        self.activities = entered.Activities(
            self.running, "anna", self.passing,
            random.Random(f"{self.seed}/activities"),
            min(self.flags.rows // ROWS_OF_ACTIVITY, ACTIVITY_COMMANDS_MAX))
        self.people = [*self.deliveries, self.activities]

    def deliver(self):
        for one in self.people:
            one.start()
        while any(one.is_alive() for one in self.people):
            moment = self.draw.uniform(0.1, 1.9) * self.flags.every * (
                1 + max((one.vain for one in self.people if one.is_alive()),
                        default=0) / KILLS_PATIENCE)
            passing = None
            try:
                # A later pass of a file is short: few kills would fall in it.
                passing = self.passing.get(timeout=moment)
            except queue.Empty:
                pass
            if not any(one.is_alive() for one in self.people):
                break
            self.kill_one(passing)
            self.tell()
        for one in self.people:
            if one.fault is not None:
                raise one.fault

    def kill_one(self, passing):
        """The service, or a client: that of `passing` where it is one."""
        self.kills["passes"] += passing is not None
        chosen = passing or self.draw.choice(self.people)
        client = chosen.client
        if self.draw.random() < CLIENT_SHARE and client is not None:
            chosen.killed += 1
            client.kill()
            self.kills["clients"] += 1
            return
        for one in self.people:
            one.killed += 1
        self.running.kill("indicators")
        self.kills["service"] += 1
        self.running.start("indicators")

    def tell(self):
        done = sum(len(one.files) for one in self.deliveries)
        files = sum(len(one.sizes) for one in self.deliveries)
        kills = self.kills["service"] + self.kills["clients"]
        print(f"file {done} of {files}, {kills} kills",
              file=sys.stderr, flush=True)

    def judge(self):
        print("counting the files once more", file=sys.stderr, flush=True)
        self.outcomes = collections.Counter()
        self.later = collections.Counter()  # of the passes behind the first
        sums = collections.defaultdict(lambda: [0, 0])
        differences = []
        for one in self.deliveries:
            differences += self.count(one, sums)
        naive_count.add_activities(self.activities.said.values(), self.feeds,
                                   self.measures, sums)
        answers = answered.Answered(self.running, "anna", self.measures,
                                    self.lists)
        differences += answers.differences(sums)
        self.compared = answers.compared
        recount = self.running.ask("anna", "indicators", "verify")
        if int(recount.get("differenceCount", 0)) != 0:
            differences.append(f"the running service recounts {recount}")
        self.running.kill("indicators")
        verified = self.running.offline("indicators", "--verify")
        if verified.returncode != 0:
            differences.append(verified.stdout + verified.stderr)
        if differences:
            raise Wrong("\n".join(differences[:40]))

    def count(self, one, sums):
        """Adds what a source delivered; says which of its sessions, each a pass
        of a file, did not come to that."""
        count = naive_count.SourceCount(self.measures, self.lists)
        sessions = one.sessions()
        for path in one.files:
            for number, wanted in enumerate(count.add(path), 1):
                if number == 1:
                    self.outcomes += wanted
                else:
                    self.later["passes"] += 1
                    self.later["rows"] += sum(wanted[fate] for fate
                                              in naive_count.TAKEN)
                name = path.stem + (f"-pass-{number}" if number > 1 else "")
                got = sessions.pop(name, {})
                if got != {name: wanted[name] for name in TOTALS}:
                    yield f"{name}: {got}, wanted {wanted}"
        count.add_to(sums)
        yield from (f"{name}: {got}, wanted no such session"
                    for name, got in sessions.items())

    def told(self):
        outcomes = ", ".join(f"{name} {self.outcomes[name]}"
                             for name in TOTALS[1:])
        broken = sum(one.broken for one in self.people)
        later = sum(one.broken_later for one in self.people)
        return (f"seed {self.seed}: {self.outcomes['sent']} rows in "
                f"{sum(len(one.files) for one in self.deliveries)} files of "
                f"{len(SOURCES)} sources ({outcomes}; "
                f"{self.later['rows']} more in {self.later['passes']} later "
                f"passes), and {self.activities.count} commands on activities, "
                f"done in {self.seconds:.0f} s; killed service "
                f"{self.kills['service']} times, clients "
                f"{self.kills['clients']}, {self.kills['passes']} of these as "
                f"a later pass had begun; {broken} commands broken and given "
                f"again, {later} of them told of a later pass; {self.compared} "
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
