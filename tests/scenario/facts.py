"""What the books keep: facts, as a scenario states them."""

import dataclasses
import datetime


class Refused(Exception):
    """What the rules of money forbid, with the figures that explain it."""

    def __init__(self, reason, **figures):
        super().__init__(reason)
        self.reason = reason
        self.figures = figures


class Wrong(Exception):
    """The scenario says something else than the rules of money."""


@dataclasses.dataclass
class Hold:
    """A reservation, or a payment to the zone: held until it ends, once."""
    line: str
    cents: int
    last_day: datetime.date = datetime.date.max
    route: str = ""  # of a payment to the zone
    is_open: bool = True
    is_acknowledged: bool = False  # of a payment, by the zone


@dataclasses.dataclass
class Expense:
    """What was spent: an expense with its evidence, or an executed payment."""
    line: str
    cents: int
    evidence: str = ""
    route: str = ""
    corrected: int = 0
    claim: str = ""  # the claim it stands in
    accepted: int = 0
    ineligible: int = 0

    @property
    def net(self):
        return self.cents - self.corrected


@dataclasses.dataclass
class Evidence:
    cents: int
    others: int = 0
    credited: int = 0
    month: tuple = ()
    kind: str = ""
    is_withdrawn: bool = False


def own_part(cents, shares):
    """The first share of an amount, by largest remainder over all shares and
    the part that nobody has."""
    shares = shares + [1 - sum(shares)]
    exact = [cents * share for share in shares]
    parts = [int(part) for part in exact]
    order = sorted(range(len(parts)), key=lambda i: parts[i] - exact[i])
    for i in order[:cents - sum(parts)]:
        parts[i] += 1
    return parts[0]
