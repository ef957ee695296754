"""Counts delivered files once more, by the rules as people read them and by
nothing of the suite: what each source's rows become, and the figures they make."""

import calendar
import collections
import csv

# Parent of each area, in the list that exactly_once.py writes; UNKNOWN stands
# alone.
PARENTS = {"99001": "ZP-5339", "21009": "ZP-5339", "DPI-1": "99001",
           "DPI-2": "99001", "DPI-3": "99001", "DPI-4": "21009"}
AREAS = {*PARENTS, *PARENTS.values(), "UNKNOWN"}
# What the municipality, 99001, counts in.
OWN = {"99001", "DPI-1", "DPI-2", "DPI-3", "UNKNOWN"}


def with_parents(area):
    while area:
        yield area
        area = PARENTS.get(area)


def is_day(text):
    try:
        year, month, day = map(int, text.split("-"))
        return 1 <= day <= calendar.monthrange(year, month)[1]
    except (ValueError, calendar.IllegalMonthError):
        return False


class SourceCount:
    """What one source delivered, file by file in the order of delivery."""

    def __init__(self, measures, lists):
        self.measures = measures  # code to the lists it is split by
        self.lists = lists  # code to its codes
        self.first = {}  # every id that was taken, to that of its event
        self.counted = {}  # id of an event to its figures; None: withdrawn
        self.newest = ""

    def add(self, path):
        """What became of the rows of the file."""
        outcomes = collections.Counter()
        with open(path, encoding="utf-8", newline="") as file:
            for row in csv.reader(file, delimiter=";"):
                if row[0] != "event_id":
                    outcomes[self.take(row)] += 1
                    outcomes["sent"] += 1
                    outcomes["late"] += self.is_late
        return outcomes

    def take(self, row):
        self.is_late = False
        event, measure, day, area, value, replaces, withdraws, *cells = row
        # What is said to be unknown is not said.
        parts = {code: cell for code, cell in zip(self.lists, cells)
                 if cell not in ("", "unknown")}
        figures = (measure, day, area, value, tuple(sorted(parts.items())))
        if not withdraws and not (
                measure in self.measures and is_day(day) and area in OWN
                and value.isdigit() and self.are_parts(measure, parts)):
            return "rejected"
        event = int(event, 16)
        if event in self.first:
            return "duplicate"
        if not replaces and not withdraws:
            self.first[event] = event
            self.counted[event] = figures
            self.note(day)
            return "created"
        root = self.first.get(int(replaces or withdraws, 16))
        if root is None:
            return "rejected"
        before = self.counted[root]
        if before is None and replaces:
            return "rejected"
        self.first[event] = root
        if before is None or figures == before:
            return "unchanged"
        self.counted[root] = None if withdraws else figures
        self.note(before[1] if withdraws else day)
        return "withdrawn" if withdraws else "updated"

    def are_parts(self, measure, parts):
        return all(code in self.measures[measure]
                   and cell in self.lists[code] for code, cell in parts.items())

    def note(self, day):
        self.is_late = day[:7] < self.newest
        self.newest = max(self.newest, day[:7])

    def add_to(self, sums):
        """Adds to sums[measure, part, area, month], areas above included, figure
        and number of events; a part is ("", "") for all, or a list and a code of
        it."""
        for figures in self.counted.values():
            if figures is None:
                continue
            measure, day, area, value, said = figures
            parts = [("", ""), *said]
            parts += [(code, "unknown") for code in self.measures[measure]
                      if code not in dict(said)]
            for part in parts:
                for within in (*with_parents(area), ""):
                    sum_ = sums[measure, part, within, day[:7]]
                    sum_[0] += int(value)
                    sum_[1] += 1
