#!/usr/bin/env python3
"""Plays a scenario on real services, on the scenario's own days.

What a person would type is typed: every step is one command of `entente`. The
services and the client run on a calendar that stands at the day of the step
(moved_clock.cc), so that deadlines pass when they pass in the scenario.
"""

import datetime
import hashlib
import os
import pathlib
import struct
import sys
import time

sys.path.insert(0, str(pathlib.Path(__file__).parent.parent / "suite"))
import suite  # noqa: E402: its folder is known only now.

import accounts  # noqa: E402
import amendments  # noqa: E402
import books  # noqa: E402
import handed_in  # noqa: E402
import steps  # noqa: E402

# Certificates of a local run last 90 days, its authority a year; in the last
# seven days of either tools/dev/make-ca renews what it must.
CERTIFICATE_DAYS, AUTHORITY_DAYS = 83, 358
# A service looks at the keys of its token issuer once a second.
KEYS_SECONDS_MAX = 30

# What is typed for each step. LINE and NAME: the step's first word is the line
# that the command is about, or what an earlier step made.
LINE, NAME, WORD = "line", "name", "word"
COMMANDS = {
    "import": ("convention import", WORD),
    "record": ("convention record", WORD),
    "close": ("convention close", None),
    "settle": ("convention settle", None),
    "resolve": ("convention resolve", None),
    "organisation": ("organisation add", WORD),
    "promote": ("convention promote", WORD),
    "propose": ("amendment propose", None),
    "approve": ("amendment approve", NAME),
    "apply": ("amendment apply", NAME),
    "progress": ("progress set", WORD),
    "progress-approve": ("progress approve", NAME),
    "ask": ("control open", None),
    "answer": ("control answer", NAME),
    "answered": ("control close", NAME),
    "activity": ("activity add", None),
    "allot": ("budget allot", None),
    "reserve": ("budget reserve", LINE),
    "void": ("budget void", NAME),
    "expire": ("budget expire", None),
    "evidence": ("budget evidence add", None),
    "withdraw-evidence": ("budget evidence withdraw", NAME),
    "credit-note": ("budget evidence credit-note", None),
    "spend": ("budget spend", LINE),
    "correct": ("budget correct", NAME),
    "order": ("budget pay-zone order", LINE),
    "execute": ("budget pay-zone execute", NAME),
    "acknowledge": ("budget pay-zone acknowledge", NAME),
    "cancel": ("budget pay-zone cancel", NAME),
    "reallocate": ("budget change reallocate", None),
    "take-back": ("budget change take-back", None),
    "allot-more": ("budget change allot", None),
    "reduce": ("budget change reduce", None),
    "increase": ("budget change increase", None),
    "carry-over": ("budget change carry-over", None),
    "lapse": ("budget change lapse", None),
    "claim": ("budget claim create", None),
    "submit": ("budget claim submit", NAME),
    "withdraw": ("budget claim withdraw", NAME),
    "decide": ("budget claim decide", NAME),
    "pay": ("budget federal pay", None),
    "reverse": ("budget federal reverse", NAME),
    "demand": ("budget recover demand", None),
    "refund": ("budget recover refund", None),
}
# Values that name what an earlier step made, or a line.
NAMES = {"evidence", "reservation", "corrects"}
LINES = {"line", "from", "to"}
# Values that name a file, of which the suite keeps the hash alone.
FILES = {"scan", "attach", "file"}
# Steps of which the day of the step is the date, unless it says another.
DATED = {"record", "close", "settle", "progress", "ask", "answer", "answered",
         "decide", "demand", "refund", "acknowledge", "reallocate", "take-back",
         "allot-more", "reduce", "increase", "carry-over", "lapse"}


class Difference(Exception):
    """The services did something else than the scenario says."""


class Player(accounts.AccountsActs, amendments.AmendmentActs,
             handed_in.HandedInActs):
    """One installation on which a scenario is played."""

    def __init__(self, scenario, build, say=lambda text: None):
        self.scenario = scenario
        self.say = say
        self.books = books.Books()
        self.names = {}  # label: name in the suite
        self.pieces = {}  # label: the step that entered the evidence
        self.dossiers = {}  # label: folder
        self.flags = ["--municipality", handed_in.MUNICIPALITY]
        self.checkpoints = []  # (title, {account: {field: cents}})
        self.days = []  # of the checkpoints
        self.renewed = self.founded = self.today = None
        self.keep = pathlib.Path(os.environ.get("TMPDIR", "/tmp"))
        self.clock = self.keep / f"entente-clock-{os.getpid()}-{id(self)}"
        self.move_to(scenario.steps[0].date)
        self.suite = suite.Suite(
            build, lang="fr", names=("indicators", "conventions"),
            environment={
                "LD_PRELOAD": str(clock_of(build)),
                "MOVED_CLOCK": str(self.clock),
                "TZ": "Europe/Brussels",
                # A checked build wants its own library first.
                "ASAN_OPTIONS": "verify_asan_link_order=0",
            })

    def __enter__(self):
        self.suite.flags["conventions"] = self.flags
        self.suite.__enter__()
        self.renewed = self.founded = self.today
        for person, role in self.scenario.persons.items():
            self.suite.log_in(
                person, role,
                last=f"{self.scenario.steps[-1].date.year}-12-31")
        return self

    def __exit__(self, *error):
        self.close_state()
        self.suite.__exit__(*error)
        self.clock.unlink(missing_ok=True)

    # The calendar.

    def move_to(self, day):
        """It is ten o'clock of that day."""
        if day == self.today:
            return
        moment = datetime.datetime.combine(
            day, datetime.time(9), datetime.timezone.utc)
        offset = struct.pack("=q", int(moment.timestamp() - time.time()))
        # Written in place: the programs have it mapped.
        with open(os.open(self.clock, os.O_CREAT | os.O_WRONLY), "wb") as file:
            file.write(offset)
        self.today = day

    def begin(self, day):
        if day == self.today:
            return
        self.move_to(day)
        if (day - self.founded).days > AUTHORITY_DAYS:
            self.restart()
            self.founded = day
        elif (day - self.renewed).days > CERTIFICATE_DAYS:
            self.restart()
        deadline = time.monotonic() + KEYS_SECONDS_MAX
        person = next(iter(self.scenario.persons))
        for words in (("convention", "list"), ("indicators", "measures")):
            while "[TOKEN_REFUSED]" in self.suite.run(person, *words)[2]:
                # The keys were confirmed months ago, says the calendar.
                if time.monotonic() > deadline:
                    raise Difference("no token is accepted any more")
                time.sleep(0.2)

    def restart(self):
        for name in self.suite.names:
            self.suite.kill(name)
        self.suite.make_certificates()
        for name in self.suite.names:
            self.suite.start(name)
        self.renewed = self.today

    # Steps.

    def play(self):
        for step in self.scenario.steps:
            self.begin(step.date)
            try:
                told = self.step(step)
            except (Difference, books.Wrong) as difference:
                raise Difference(f"line {step.number}: {step.text}\n{difference}"
                                 ) from None
            self.say(f"{step.text}\n    {told}")

    def step(self, step):
        special = getattr(self, "_" + step.verb.replace("-", "_"), None)
        if special is not None:
            return special(step)
        refusal = self.books.judge(step)
        return self.refused(step, refusal) if step.expect else self.done(step)

    def done(self, step):
        code, out, err = self.suite.run(step.who, *self.command(step))
        if code != 0:
            raise Difference(f"ended with {code}: {out}{err}")
        answer = suite.parse(out)
        if step.label:
            self.names[step.label] = answer["name"].rsplit("/", 1)[1]
        if step.verb == "evidence":
            self.pieces[step.label] = step
        return self.names.get(step.label, "done")

    def refused(self, step, refusal):
        code, out, err = self.suite.run(step.who, *self.command(step))
        if code == 0:
            raise Difference(f"expected {step.expect}, but it was accepted")
        if f"[{step.expect}]" not in err:
            raise Difference(f"expected {step.expect}, got: {err}")
        for name, figure in (refusal.figures if refusal else {}).items():
            if steps.amount(figure) not in err.replace("\n", " "):
                raise Difference(f"{name} is {steps.amount(figure)}, but: {err}")
        return f"refused: {step.expect}"

    def command(self, step):
        words, first = COMMANDS[step.verb]
        command = words.split()
        rest = list(step.words)
        if first in (NAME, WORD):
            word = rest.pop(0)
            command.append(self.names[word] if first == NAME else word)
        elif first == LINE:
            command += ["--line", self.line(rest.pop(0))]
        command += [f"--{word}" for word in rest]
        for key, value in step.values.items():
            for one in value if isinstance(value, list) else [value]:
                command += [f"--{key}", self.value(key, one)]
        if step.verb in DATED and "date" not in step.values:
            command += ["--date", step.date.isoformat()]
        if step.verb in ("evidence", "credit-note") and (
                "sha256" not in step.values):
            command += ["--sha256", self.sha256(step)]
        if step.rows:
            command += self.rows(step)
        if step.label:
            command += ["--format", "json"]
        return command

    def sha256(self, step):
        """Of a file that nobody made: only its hash is kept."""
        return self.sha256_of(f"{step.label}{step.number}")

    @staticmethod
    def sha256_of(text):
        return hashlib.sha256(text.encode()).hexdigest()

    def value(self, key, value):
        if key in NAMES:
            return self.names[value]
        if key in LINES and value in self.books.lines:
            return self.line(value)
        if key in FILES:
            path = self.suite.home / value
            path.write_text(f"{value}, invented\n", encoding="utf-8")
            return path
        return value

    def line(self, label):
        return self.books.lines[label]

    def rows(self, step):
        """The file that the rows of a step stand for."""
        if step.verb == "import":
            return []  # What the paper grants: the books' own beginning.
        if step.verb == "propose":
            return self.changes(step)
        path = self.suite.home / f"rows-{step.number}.csv"
        if step.verb == "allot":
            lines = ["envelope;objective;category;amount"]
            lines += [";".join((row[1], *row[3:])) for row in step.rows]
            words = [path]
        else:
            lines = ["line;accepted;ineligible;reason"]
            lines += [";".join([self.names[row[0]], *row[1:3], " ".join(row[3:])])
                      for row in step.rows]
            words = ["--file", path]
        path.write_text("\n".join(lines) + "\n", encoding="utf-8")
        return words

    # Steps that are no command of the budget.

    def _regulation(self, step):
        """The installation gets other regulation profiles."""
        folder, = step.words
        self.books.judge(step)
        self.flags += ["--regulation-profiles", folder]
        self.restart_conventions()
        return folder

    def _position(self, step):
        """The services' positions are those of the books."""
        title = " ".join(step.words)
        found, meant = self.positions(), self.books.positions()
        self.checkpoints.append((title, found))
        self.days.append(self.today)
        wrong = compare(found, meant)
        if wrong:
            raise Difference("\n".join(wrong))
        return f"{len(meant)} positions are those of the books"

    def _check(self, step):
        """Figures that a person worked out, of one envelope or line."""
        account = step.words[0]
        account = self.books.lines.get(account, account)
        at = self.positions()[account]
        for key, text in step.values.items():
            if at[key] != steps.cents(text):
                raise Difference(f"{key} is {steps.amount(at[key])}")
        return "so it is"

    def _states(self, step):
        """The states of claims, as a person sees them."""
        for label, state in step.values.items():
            claim = self.suite.ask(step.who, "budget", "claim", "show",
                                   self.names[label])
            if claim["state"] != "STATE_" + state.upper():
                raise Difference(f"{label} is {claim['state']}")
        return "so they are"

    def _dossier(self, step):
        folder = self.suite.home / f"dossier-{step.label}"
        self.suite.say(step.who, "dossier", "build", "--year",
                       step.values["year"], "--out", folder)
        self.dossiers[step.label] = folder
        return self.suite.say(None, "dossier", "verify", folder).strip()

    def _recount(self, step):
        """The recount of every balance, which shares no code with the ledger:
        by the running service, and offline."""
        asked = self.suite.ask(step.who, "budget", "verify")
        if int(asked["differenceCount"]) != 0:
            raise Difference("\n".join(asked["differences"]))
        self.suite.kill("conventions")
        checked = self.suite.offline("conventions", "--verify")
        if checked.returncode != 0 or "0 differences" not in checked.stdout:
            raise Difference(checked.stdout + checked.stderr)
        if f"{asked['entryCount']} entries" not in checked.stdout:
            raise Difference(f"the service saw {asked}: {checked.stdout}")
        self.suite.start("conventions")
        return checked.stdout.strip().splitlines()[-1]

    # What the services say.

    def finance(self):
        return next(person for person, role in self.scenario.persons.items()
                    if role == "finance")

    def positions(self, day=None):
        """As books.Books.positions, from the services: now, or as it was known
        at the end of a day."""
        then = ["--as-of-time", day.isoformat()] if day else []
        answers = (self.suite.ask(self.finance(), "budget", "position", *then),
                   self.suite.ask(self.finance(), "budget", "lines", *then))
        found = {}
        for one in answers[0]["envelopes"] + answers[1].get("lines", []):
            name = one["name"].split("/envelopes/")[1].replace("/lines/", "/")
            found[name] = {field: _cents(one["position"].get(field))
                           for field in books.FIELDS}
        return found

    def entries(self):
        return self.suite.ask(self.finance(), "budget", "entries")["entries"]


def _cents(money):
    if money is None:
        return 0
    return int(money.get("units", 0)) * 100 + money.get("nanos", 0) // 10**7


def compare(found, meant):
    """Sentences about what differs."""
    wrong = [f"{name}: only one side knows it"
             for name in sorted(set(found) ^ set(meant))]
    for name in sorted(set(found) & set(meant)):
        for field in books.FIELDS:
            here, there = found[name][field], meant[name][field]
            if here != there:
                wrong.append(f"{name} {field}: services {steps.amount(here)}, "
                             f"books {steps.amount(there)}")
    return wrong


def clock_of(build):
    return pathlib.Path(build).resolve() / "lib/libmoved_clock.so"


def main():
    """player.py SCENARIO BUILD_FOLDER: plays it and prints the protocol."""
    _, path, build = sys.argv
    with Player(steps.read(path), build, say=print) as player:
        try:
            player.play()
        except Difference as difference:
            sys.exit(f"{difference}")


if __name__ == "__main__":
    main()
