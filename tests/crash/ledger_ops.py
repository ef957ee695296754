"""Drawn calls of the ledger, and what must stand in it when all were answered.

Each operation is a command line with a request id of its own, so that it can be
given again until it is answered. The model is told of an answer once.
"""

import collections

LINES = (
    ("general-2024/so-01-operating", "40.000,00"),
    ("general-2024/so-02-operating", "40.000,00"),
    ("general-2025/so-01-operating", "40.000,00"),
)


def belgian(cents):
    return f"{cents // 100},{cents % 100:02d}"


def cents_of(money):
    return int(money.get("units", 0)) * 100 + money.get("nanos", 0) // 10**7


class Operation:
    """A command of `person`; `done(answer)` tells the model."""

    def __init__(self, person, words, done, text=None):
        self.person, self.words, self.done = person, words, done
        self.text, self.answer, self.tries = text, None, 0

    def name(self):
        return " ".join(str(word) for word in self.words[:3])


class Ledger:
    """What a drawn operation takes is taken from the model when it is drawn,
    what it gives is there when it was answered: so several may run at once."""

    AT_ONCE = 3

    def __init__(self, draw):
        self.draw = draw
        self.count = 0
        self.reserved = collections.Counter()
        self.spent = collections.Counter()
        self.free = {line: 4_000_000 for line, _ in LINES}
        # Names of open reservations, with line and cents; and so on.
        self.open, self.evidence = {}, {}
        self.ordered, self.executed, self.acknowledged = {}, {}, {}
        self.expenses = set()

    def request_id(self):
        self.count += 1
        return ["--request-id", f"crash-ledger-{self.count}"]

    def next(self):
        """Operations that have to succeed, in any order."""
        return [self.one() for _ in range(self.AT_ONCE)]

    def one(self):
        choices = [self.reserve, self.add_evidence, self.order]
        choices += [self.void] * bool(self.open)
        choices += [self.spend] * (2 * bool(self.evidence))
        choices += [self.execute] * (2 * bool(self.ordered))
        choices += [self.acknowledge] * (2 * bool(self.executed))
        return self.draw.choice(choices)()

    def take(self, cents):
        """A line that has as much to spare, which is then gone."""
        line = self.draw.choice(
            [line for line in self.free if self.free[line] >= cents])
        self.free[line] -= cents
        return line

    def reserve(self):
        cents = self.draw.randrange(1, 20_000)
        line = self.take(cents)
        self.reserved[line] += cents

        def done(answer):
            self.open[answer["name"]] = (line, cents)

        return Operation("fien", ["budget", "reserve", "--line", line,
                                  "--amount", belgian(cents),
                                  *self.request_id()], done)

    def void(self):
        name = self.draw.choice(sorted(self.open))
        line, cents = self.open.pop(name)

        def done(_):
            self.reserved[line] -= cents
            self.free[line] += cents

        return Operation("fien", ["budget", "void", name, *self.request_id()],
                         done)

    def add_evidence(self):
        cents = self.draw.randrange(1_000, 60_000)
        request_id = self.request_id()
        sha256 = f"{self.draw.getrandbits(256):064x}"

        def done(answer):
            self.evidence[answer["name"]] = cents

        return Operation("fien", ["budget", "evidence", "add", "--issuer",
                                  "0207373429", "--number", f"F-{self.count}",
                                  "--date", "2024-05-04", "--amount",
                                  belgian(cents), "--sha256", sha256,
                                  *request_id], done)

    def spend(self):
        evidence = self.draw.choice(sorted(self.evidence))
        rest = self.evidence.pop(evidence)
        fitting = sorted(name for name, held in self.open.items()
                         if held[1] <= rest)
        held, most = None, 0
        if fitting and self.draw.random() < 0.6:
            held = self.draw.choice(fitting)
            line, most = self.open.pop(held)
            cents = self.draw.randrange(1, most + 1)
        else:
            cents = self.draw.randrange(1, rest + 1)
            line = self.take(cents)
        if rest > cents:
            self.evidence[evidence] = rest - cents
        words = ["budget", "spend", "--line", line, "--amount", belgian(cents),
                 "--evidence", evidence, "--service-date",
                 f"{line.split('/')[0][-4:]}-06-01"]
        words += ["--reservation", held] * bool(held)

        def done(answer):
            self.expenses.add(answer["name"])
            self.spent[line] += cents
            if held:
                self.reserved[line] -= most
                self.free[line] += most - cents

        return Operation("fien", [*words, *self.request_id()], done)

    def order(self):
        cents = self.draw.randrange(1, 30_000)
        line = self.take(cents)
        self.reserved[line] += cents
        route = self.draw.choice(["project", "deduction"])

        def done(answer):
            self.ordered[answer["name"]] = (line, cents)

        return Operation("fien", ["budget", "pay-zone", "order", "--line", line,
                                  "--amount", belgian(cents), "--route", route,
                                  *self.request_id()], done)

    def execute(self):
        name = self.draw.choice(sorted(self.ordered))
        line, cents = self.ordered.pop(name)

        def done(_):
            self.executed[name] = (line, cents)
            self.reserved[line] -= cents
            self.spent[line] += cents

        request_id = self.request_id()
        return Operation("fien", ["budget", "pay-zone", "execute", name,
                                  "--value-date", "2025-07-01", "--reference",
                                  f"B-{self.count}", *request_id], done)

    def acknowledge(self):
        name = self.draw.choice(sorted(self.executed))
        payment = self.executed.pop(name)

        def done(_):
            self.acknowledged[name] = payment

        return Operation("zone5339", ["budget", "pay-zone", "acknowledge", name,
                                      "--date", "2025-07-03",
                                      *self.request_id()], done)

    def differences(self, suite):
        """What the running service holds against the model."""
        found = []

        def compare(what, got, wanted):
            if got != wanted:
                found.append(f"ledger: {what} is {got}, wanted {wanted}")

        listed = suite.ask("fien", "budget", "lines")["lines"]
        for line in listed:
            name = line["name"].split("/envelopes/")[1].replace("/lines/", "/")
            position = line["position"]
            compare(f"{name} reserved", cents_of(position["reserved"]),
                    self.reserved[name])
            compare(f"{name} spent", cents_of(position["spent"]),
                    self.spent[name])
            compare(f"{name} available", cents_of(position["available"]),
                    self.free[name])
        compare("lines", len(listed), len(LINES))
        expenses = suite.ask("fien", "budget", "expenses")["expenses"]
        compare("expenses", sorted(e["name"] for e in expenses),
                sorted(self.expenses))
        payments = suite.ask("fien", "budget", "pay-zone",
                             "list")["zonePayments"]
        compare("payments", {p["name"]: p["state"] for p in payments},
                {name: state for state, names in (
                    ("STATE_ORDERED", self.ordered),
                    ("STATE_EXECUTED", self.executed),
                    ("STATE_ACKNOWLEDGED", self.acknowledged))
                 for name in names})
        return found
