#!/usr/bin/env python3
"""Plays a scenario on real services, on the scenario's own days.

What a person would type is typed: every step is one command of `entente`. The
services and the client run on a calendar that stands at the day of the step
(moved_clock.cc), so that deadlines pass when they pass in the scenario.
"""

import datetime
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
import copies  # noqa: E402
import directory  # noqa: E402
import etags  # noqa: E402
import exported  # noqa: E402
import found  # noqa: E402
import handed_in  # noqa: E402
import profiles  # noqa: E402
import readings  # noqa: E402
import references  # noqa: E402
import steps  # noqa: E402
import wording  # noqa: E402
from commands import ACCOUNTS, MONEY, UNREPEATABLE, Typing  # noqa: E402

# Certificates of a local run last 90 days, its authority a year; in the last
# seven days of either tools/dev/make-ca renews what it must.
CERTIFICATE_DAYS, AUTHORITY_DAYS = 83, 358
# A service looks at the keys of its token issuer once a second.
KEYS_SECONDS_MAX = 30
# How often an act is given before something else is wrong.
TRIES_MAX = 5


class Difference(Exception):
    """The services did something else than the scenario says."""


class Player(Typing, accounts.AccountsActs, amendments.AmendmentActs,
             copies.CopyActs, directory.DirectoryActs, etags.EtagActs,
             exported.ExportedActs, found.FoundActs, handed_in.HandedInActs,
             profiles.ProfileActs, readings.ReadingActs,
             references.ReferenceActs, wording.WordingActs):
    """One installation on which a scenario is played."""

    def __init__(self, scenario, build, say=lambda text: None):
        self.scenario = scenario
        self.say = say
        self.books = books.Books()
        self.names = {}  # label: name in the suite
        self.pieces = {}  # label: the step that entered the evidence
        self.etags = {}  # label: what was read
        self.dossiers = {}  # label: folder
        self.handed_in = {}  # revision: label of its dossier
        self.flags = ["--municipality", handed_in.MUNICIPALITY]
        self.answers = 0  # positions in them that were compared
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
        for words in (("convention", "list", "--all"),
                      ("indicators", "measures")):
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
        code, out, err = self.ask(step)
        if code != 0:
            raise Difference(f"ended with {code}: {out}{err}")
        answer = suite.parse(out)
        if step.verb in MONEY:
            self.compare_answer(step, answer)
        if step.label:
            self.names[step.label] = answer["name"].rsplit("/", 1)[1]
        if step.verb == "evidence":
            self.pieces[step.label] = step
        return self.names.get(step.label, "done")

    def compare_answer(self, step, answer):
        """Each reply says where the money stands after it: as in the books."""
        meant, told = self.books.positions(), 0
        for field, account in ACCOUNTS.items():
            if field not in answer:
                continue
            name = answer.get(account)
            if name is None:  # A correction names its expense alone.
                name = self.line(self.books.expenses[step.words[0]].line)
            name = account_of(name)
            found = {name: figures(answer[field])}
            # Each side of a change is told by itself.
            wrong = compare(found, {name: meant[name]})
            if wrong:
                raise Difference("\n".join(wrong))
            told += 1
        if not told:
            raise Difference(f"no position: {answer}")
        self.answers += told

    def refused(self, step, refusal):
        code, out, err = self.ask(step)
        if code == 0:
            raise Difference(f"expected {step.expect}, but it was accepted")
        if f"[{step.expect}]" not in err:
            raise Difference(f"expected {step.expect}, got: {err}")
        for name, figure in (refusal.figures if refusal else {}).items():
            if steps.amount(figure) not in err.replace("\n", " "):
                raise Difference(f"{name} is {steps.amount(figure)}, but: {err}")
        return f"refused: {step.expect}"

    def ask(self, step):
        """(exit code, standard output, standard error) of the step's command."""
        words = self.command(step)
        if step.verb not in UNREPEATABLE:
            words += ["--request-id", f"line-{step.number}"]
        for _ in range(TRIES_MAX):
            answer = self.suite.run(step.who, *words)
            if step.verb in UNREPEATABLE or not self.is_open(answer):
                return answer
        raise Difference(f"it is never answered: {answer[2]}")

    def is_open(self, answer):
        """Whether nobody knows what became of it: on a busy disk it may be."""
        return "[STORE_SLOW]" in answer[2]

    # Steps that are no command of the budget.

    def _regulation(self, step):
        """The installation gets other regulation profiles; with late=refused,
        ones that refuse what comes after the deadline."""
        folder = pathlib.Path(step.words[0])
        self.books.judge(step)
        if step.values.get("late") == "refused":
            strict = self.suite.home / "regulation"
            strict.mkdir(exist_ok=True)
            for path in folder.iterdir():
                text = path.read_text(encoding="utf-8")
                # Another text needs another version.
                text = text.replace("version: 2\n", "version: 3\n").replace(
                    "RULE_ACCEPTED_LATE", "RULE_REFUSED")
                (strict / path.name).write_text(text, encoding="utf-8")
            folder = strict
        if "--regulation-profiles" not in self.flags:
            self.flags += ["--regulation-profiles", folder]
        self.flags[self.flags.index("--regulation-profiles") + 1] = folder
        self.restart_conventions()
        return folder.name

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
            found[account_of(one["name"])] = figures(one["position"])
        return found

    def entries(self):
        return self.suite.ask(self.finance(), "budget", "entries")["entries"]


def _cents(money):
    if money is None:
        return 0
    return int(money.get("units", 0)) * 100 + money.get("nanos", 0) // 10**7


def figures(position):
    return {field: _cents(position.get(field)) for field in books.FIELDS}


def account_of(name):
    """"general-2018" or "general-2018/so-01-personnel"."""
    return name.split("/envelopes/")[-1].replace("/lines/", "/")


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
