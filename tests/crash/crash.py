#!/usr/bin/env python3
"""Kills the services with kill -9 at drawn moments of a run, and judges what
remains: nothing answered is lost, nothing is done twice.

    crash.py BUILD_FOLDER [--seed N] [--rounds N] [--minutes N]
             [--report FOLDER]

A round gives two or three commands to each service at once, kills one of them
after a drawn time, starts it again and repeats what was not answered, under the
same request id. At the end everything is read back and compared with a model that
was told of each answer once; every command is repeated and has to answer the
same; both recounts and a copy of each access log, with a checkpoint kept from the
start, have to be clean; and what the services tell each other has to have arrived.

With --minutes whole runs follow each other, each with the next seed. With
--report what was told is kept in FOLDER/<date>.md too. Run from the root of the
source tree. Exits 0 when nothing was wrong, else 1; the seed is
printed first, and ENTENTE_SEED gives it too.
"""

import argparse
import concurrent.futures
import datetime
import os
import pathlib
import random
import sys
import time

sys.path.insert(0, str(pathlib.Path(__file__).parent.parent / "suite"))
import ledger_ops  # noqa: E402: the folder of suite is known only now.
import other_ops  # noqa: E402
import reports  # noqa: E402
import suite  # noqa: E402

DOCUMENT = "tools/samples/montclair.fr.txt"
SERVICES = ("conventions", "indicators", "exchange")
PEOPLE = (("anna", "coordinator"), ("fien", "finance"), ("zone5339", "zone"),
          ("chris", "cell_chair"), ("otto", "oversight"),
          ("sam", "security_admin"))
# When to kill, as a share of what the calls of the victim usually take from the
# start of their client on: the first half is spent on connecting.
KILL_WITHIN = (0.3, 1.1)
USUAL_SECONDS = 0.12
# How often the service is killed once more while it starts.
KILL_IN_START_SHARE = 0.2


class Wrong(Exception):
    """Something that must never be."""


class Crash:
    def __init__(self, build, seed, rounds):
        self.build, self.seed, self.rounds = build, seed, rounds
        self.draw = random.Random(seed)
        self.kills = dict.fromkeys(SERVICES, 0)
        self.usual = dict.fromkeys(SERVICES, USUAL_SECONDS)
        self.repeated = 0
        self.done = []

    def run(self):
        with (suite.Suite(self.build) as self.suite,
              concurrent.futures.ThreadPoolExecutor(16) as self.pool):
            try:
                self.prepare()
                for _ in range(self.rounds):
                    self.round()
                self.judge()
            except (Wrong, suite.Refused, RuntimeError):
                self.keep_logs()
                raise

    def keep_logs(self):
        for name in SERVICES:
            tail = self.suite.log(name).read_text().splitlines()[-15:]
            print(f"-- log of {name}", *tail, sep="\n", file=sys.stderr)

    def prepare(self):
        for person, role in PEOPLE:
            self.suite.log_in(person, role)
        self.suite.say("anna", "convention", "import", DOCUMENT,
                       "--municipality", "99001", "--police-zone", "5339")
        today = datetime.date.today()
        self.suite.say("sam", "office", "appoint", "--person", "chris",
                       "--from", str(today - datetime.timedelta(days=9)),
                       "--until", str(today + datetime.timedelta(days=9)),
                       "--municipality", "99001", "--reason", "serment")
        allotment = self.suite.home / "allotment.csv"
        rows = ["envelope;objective;category;amount"]
        for line, amount in ledger_ops.LINES:
            envelope, name = line.split("/")
            objective, category = name.rsplit("-", 1)
            rows.append(f"{envelope};{objective};{category};{amount}")
        allotment.write_text("\n".join(rows) + "\n")
        self.suite.say("fien", "budget", "allot", allotment)
        measures = self.suite.wait_for(
            lambda: self.suite.ask("anna", "indicators", "measures")
            ["measures"], "the definitions")
        definitions = [m["definition"] for m in measures]
        plain = [d["code"] for d in definitions
                 if d["kind"] == "MEASURE_KIND_COUNT" and not d["feeds"]
                 and not d["isSensitive"]]
        fed = {d["code"]: f["figure"] for d in definitions for f in d["feeds"]
               if f.get("activityType") == "coppra_training"
               and f["figure"] in ("FIGURE_SESSIONS", "FIGURE_PARTICIPANTS")
               and not d["isSensitive"]}
        # What the events between the services make true.
        self.of_meetings, of_payments = (
            [d["code"] for d in definitions for f in d["feeds"]
             if f["figure"] == figure]
            for figure in ("FIGURE_MEETINGS", "FIGURE_ZONE_PAYMENT"))
        nodes = self.suite.ask("anna", "convention", "show")["nodes"]
        # The measures that a payment for an objective makes true.
        self.of_payments = [
            (code, node["parentId"]) for code in of_payments for node in nodes
            if code in node.get("measureCodes", [])]
        if not self.of_meetings or not self.of_payments:
            raise Wrong("the sample has no measure that follows from events")
        self.models = {
            "conventions": ledger_ops.Ledger(self.draw),
            "indicators": other_ops.Figures(self.draw, self.suite.home,
                                            plain[:2], fed),
            "exchange": other_ops.Cell(self.draw),
        }
        self.kept = {name: self.export(name, "kept") for name in SERVICES}

    def ask(self, operation):
        """Gives the command once: (exit code, output, errors, seconds)."""
        operation.tries += 1
        begin = time.monotonic()
        as_json = [] if operation.words[1] == "ingest" else ["--format",
                                                             "json"]
        stdin = None
        if operation.text is not None:
            stdin = self.suite.home / f"text-{id(operation)}"
            stdin.write_text(operation.text)
        with open(stdin or os.devnull, encoding="utf-8") as text:
            client = self.suite.start_client(
                operation.person, *operation.words, *as_json, stdin=text)
        out, err = client.communicate(timeout=suite.ANSWER_SECONDS_MAX)
        return client.returncode, out, err, time.monotonic() - begin

    def hear(self, operation, code, out, err):
        """True when the command was answered."""
        if code == 0:
            answer = suite.parse(out)
            if operation.answer is None:
                operation.answer = answer
                operation.done(answer)
            elif self.name_in(operation.answer) != self.name_in(answer):
                raise Wrong(f"{operation.name()}: answered "
                            f"{self.name_in(operation.answer)}, then "
                            f"{self.name_in(answer)}")
            return True
        # Anything else is an answer, and no command of the models may be
        # refused.
        if operation.answer is None and suite.UNKNOWN.search(err):
            return False
        raise Wrong(f"{operation.name()} ended {code}: {err}")

    @staticmethod
    def name_in(answer):
        return answer.get("name")

    def round(self):
        operations = {name: model.next() for name, model in
                      self.models.items()}
        victim = self.draw.choice(SERVICES)
        moment = self.draw.uniform(*KILL_WITHIN) * self.usual[victim]
        given = [operation for of_service in operations.values()
                 for operation in of_service]
        asked = [self.pool.submit(self.ask, operation) for operation in given]
        time.sleep(moment)
        self.suite.kill(victim)
        self.kills[victim] += 1
        if self.draw.random() < KILL_IN_START_SHARE:
            self.suite.start(victim, patience=self.draw.uniform(0, 0.2))
            self.suite.kill(victim)
            self.kills[victim] += 1
        self.suite.start(victim)
        for operation, heard in zip(given, asked):
            *answer, seconds = heard.result()
            for name in SERVICES:
                if name != victim and operation in operations[name]:
                    self.usual[name] += (seconds - self.usual[name]) / 8
            while not self.hear(operation, *answer):
                self.repeated += 1
                if operation.tries > 5:
                    raise Wrong(f"{operation.name()} is never answered")
                *answer, _ = self.ask(operation)
        self.done += given

    def compare(self):
        differences = [difference for model in self.models.values()
                       for difference in model.differences(self.suite)]
        if differences:
            raise Wrong("\n".join(differences))

    def export(self, service, name):
        """The last checkpoint of a copy of the service's access log."""
        folder = self.suite.home / f"{name}-{service}"
        self.suite.say("otto", "audit", "export", folder, "--service", service)
        return max((folder / "checkpoints").iterdir())

    def judge(self):
        self.compare()
        # Every command again, at services that were started anew.
        for name in SERVICES:
            self.suite.kill(name)
            self.suite.start(name)
        for operation in self.draw.sample(self.done,
                                          min(len(self.done), 30)):
            *answer, _ = self.ask(operation)
            self.hear(operation, *answer)
        self.compare()
        self.judge_events()
        for name in SERVICES:
            self.export(name, "last")
            self.suite.say("otto", "audit", "verify",
                           self.suite.home / f"last-{name}", "--kept",
                           self.kept[name])
            self.suite.kill(name)
        for name in ("conventions", "indicators"):
            verified = self.suite.offline(name, "--verify")
            if verified.returncode != 0:
                raise Wrong(f"{name} --verify: {verified.stdout}"
                            f"{verified.stderr}")

    def judge_events(self):
        """What one service tells another arrives, and once."""
        held = len(self.models["exchange"].held)

        def total_of(code, figure):
            series = self.suite.ask(
                "anna", "indicators", "series", "--measure", code, "--from",
                "2024-01", "--until", "2025-12")["series"]
            return sum(int(one.get("total", {}).get(figure, 0))
                       for one in series)

        def meetings_of(code):
            return total_of(code, "denominator")

        paid = self.models["conventions"].acknowledged.values()
        for code, objective in self.of_payments:
            is_made = any(f"/{objective}-" in line for line, _ in paid)
            self.suite.wait_for(
                lambda: total_of(code, "value") == int(is_made),
                f"what payments for {objective} make of {code}, {is_made},")
        for code in self.of_meetings:
            self.suite.wait_for(lambda: meetings_of(code) >= held,
                                f"the meetings, {held}, to {code}")
            if meetings_of(code) != held:
                raise Wrong(f"{code} counts {meetings_of(code)} meetings, "
                            f"{held} were held")


def told(crash, seconds):
    kills = ", ".join(f"{name} {count}" for name, count in crash.kills.items())
    return (f"seed {crash.seed}: {len(crash.done)} commands in {crash.rounds} "
            f"rounds, killed {kills}; {crash.repeated} repeated; nothing lost, "
            f"nothing twice ({seconds:.0f} s)")


def run_one(build, seed, rounds):
    """(what is told of the run, whether nothing was wrong)"""
    crash = Crash(build, seed, rounds)
    start = time.monotonic()
    try:
        crash.run()
    except (Wrong, suite.Refused, RuntimeError) as error:
        return f"seed {seed}: WRONG: {error}", False
    return told(crash, time.monotonic() - start), True


def main():
    parser = argparse.ArgumentParser(description="kill -9 of the services")
    parser.add_argument("build")
    parser.add_argument("--seed", type=int,
                        default=int(os.environ.get("ENTENTE_SEED", "0")))
    parser.add_argument("--rounds", type=int, default=12)
    parser.add_argument("--minutes", type=float, default=0)
    parser.add_argument("--report", type=pathlib.Path,
                        help="folder of dated reports")
    flags = parser.parse_args()
    seed = flags.seed or random.SystemRandom().randrange(1, 2**31)
    now = datetime.datetime.now()
    print(f"ENTENTE_SEED={seed}  {now:%Y-%m-%d %H:%M}", flush=True)
    end = time.monotonic() + flags.minutes * 60
    lines = []
    while True:
        line, is_sound = run_one(flags.build, seed, flags.rounds)
        print(line, file=None if is_sound else sys.stderr, flush=True)
        lines.append(line)
        if flags.report:
            # After each run: whoever breaks off a long one keeps what was told.
            reports.write(flags.report, "kill -9", now, lines)
        seed += 1
        if not is_sound or time.monotonic() >= end:
            return 0 if is_sound else 1


if __name__ == "__main__":
    sys.exit(main())
