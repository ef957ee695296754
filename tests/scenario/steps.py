"""Reads a scenario: what was done in a year, one step a line.

    person fien finance                       # who acts, in which role
    2018-03-14 fien reserve zone amount=1.250,00 as r1
    2018-03-14 fien void r7 expect NOT_FOUND
    2018-02-12 fien allot                     # its rows stand below, indented
      zone  general-2018  so-01  operating  900.000,00

A word with spaces stands between double quotes; # begins a comment. `as` gives
what the step makes a name for later steps, `expect` says that it is refused, and
for which reason.
"""

import dataclasses
import datetime
import re
import shlex


class ScenarioError(Exception):
    """The file says something that nobody can play."""


@dataclasses.dataclass(frozen=True)
class Step:
    number: int  # of the line in the file
    date: datetime.date
    who: str
    verb: str
    words: tuple  # what stands without a key
    values: dict  # what stands as key=value; a repeated key holds a list
    rows: tuple  # of words
    label: str  # after `as`, or ""
    expect: str  # after `expect`, or ""
    text: str  # as written

    def cents(self, key="amount"):
        return cents(self.values[key])

    def day(self, key):
        return datetime.date.fromisoformat(self.values[key])


@dataclasses.dataclass(frozen=True)
class Scenario:
    persons: dict  # name: role
    steps: tuple


def cents(text):
    """Belgian notation, "1.250,00", as whole cents."""
    if not re.fullmatch(r"-?\d{1,3}(\.\d{3})*,\d\d", text):
        raise ScenarioError(f"{text} is no amount such as 1.250,00")
    return int(text.replace(".", "").replace(",", ""))


def amount(value):
    """The opposite: 125000 is "1.250,00"."""
    euros, rest = divmod(abs(value), 100)
    sign = "-" if value < 0 else ""
    return f"{sign}{euros:,}".replace(",", ".") + f",{rest:02}"


def _tail(words, word):
    """Takes `word X` off the end of words."""
    if len(words) >= 2 and words[-2] == word:
        *_, value = words
        del words[-2:]
        return value
    return ""


def _values(words):
    plain, values = [], {}
    for word in words:
        key, equals, value = word.partition("=")
        if not equals or not re.fullmatch(r"[a-z][a-z0-9-]*", key):
            plain.append(word)
        elif key in values:
            earlier = values[key]
            values[key] = (earlier if isinstance(earlier, list) else [earlier]
                           ) + [value]
        else:
            values[key] = value
    return tuple(plain), values


def _step(number, text, words, rows):
    expect = _tail(words, "expect")
    label = _tail(words, "as")
    if len(words) < 3:
        raise ScenarioError(f"line {number}: a step is DAY WHO WHAT ...: {text}")
    day, who, verb, *rest = words
    plain, values = _values(rest)
    return Step(number, datetime.date.fromisoformat(day), who, verb, plain,
                values, tuple(rows), label, expect, text.strip())


def read(path):
    persons, steps, open_step = {}, [], None

    def close():
        nonlocal open_step
        if open_step is not None:
            steps.append(_step(*open_step))
        open_step = None

    with open(path, encoding="utf-8") as file:
        for number, line in enumerate(file, 1):
            words = shlex.split(line, comments=True)
            if not words:
                continue
            if line[0].isspace():
                if open_step is None:
                    raise ScenarioError(f"line {number}: a row of nothing")
                open_step[3].append(tuple(words))
                continue
            close()
            if words[0] == "person":
                _, name, role = words
                persons[name] = role
            else:
                text = " ".join(line.split("  #")[0].split())
                open_step = (number, text, words, [])
    close()
    for before, after in zip(steps, steps[1:]):
        if after.date < before.date:
            raise ScenarioError(f"line {after.number}: time does not run back")
    return Scenario(persons, tuple(steps))
