"""Counts delivered files once more, by the rules as people read them and by
nothing of the suite: what each source's rows become, pass by pass, and the
figures that they and activities make."""

import calendar
import collections
import csv

# Parent of each area, in the list that exactly_once.py writes; UNKNOWN stands
# alone.
PARENTS = {"99001": "ZP-5339", "21009": "ZP-5339", "DPI-1": "99001",
           "DPI-2": "99001", "DPI-3": "99001", "DPI-4": "21009",
           "NB-11": "DPI-1", "NB-12": "DPI-1", "NB-21": "DPI-2",
           "NB-41": "DPI-4"}
AREAS = {*PARENTS, *PARENTS.values(), "UNKNOWN"}
# What the municipality, 99001, counts in.
OWN = {"99001", "DPI-1", "DPI-2", "DPI-3", "NB-11", "NB-12", "NB-21",
       "UNKNOWN"}
# How often one run of the client sends a file.
PASSES_MAX = 5
TAKEN = ("created", "updated", "unchanged", "withdrawn")
# A rejected row that names an event nobody delivered so far.
NO_EVENT = "no event"


def with_parents(area):
    while area:
        yield area
        area = PARENTS.get(area)


def is_day(text):
    """A day, or a month as a whole."""
    try:
        year, month, *day = map(int, text.split("-"))
        days = calendar.monthrange(year, month)[1]
        return not day or (len(day) == 1 and 1 <= day[0] <= days)
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
        """What became of the rows of the file, in each of its passes."""
        with open(path, encoding="utf-8", newline="") as file:
            rows = list(csv.reader(file, delimiter=";"))[1:]
        left = range(len(rows))
        passes = []
        while True:
            # What was taken is known to the next pass.
            outcomes = collections.Counter(duplicate=len(rows) - len(left),
                                           sent=len(rows), late=0)
            fates = {}
            for number in left:
                fate = fates[number] = self.take(rows[number])
                outcomes["rejected" if fate == NO_EVENT else fate] += 1
                outcomes["late"] += self.is_late
            passes.append(outcomes)
            left = [number for number, fate in fates.items()
                    if fate in ("rejected", NO_EVENT)]
            if not is_judged_again(rows, fates):
                return passes
            if len(passes) == PASSES_MAX:
                raise RuntimeError(f"{path.stem} takes more passes than a run")

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
            return NO_EVENT
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
        """See spread."""
        alike = collections.defaultdict(lambda: [0, 0])
        for figures in self.counted.values():
            if figures is not None:
                measure, day, area, value, said = figures
                count = alike[measure, day[:7], area, said]
                count[0] += int(value)
                count[1] += 1
        for place, (value, events) in alike.items():
            spread(sums, self.measures, *place, value, events)


def is_judged_again(rows, fates):
    """Whether the file is sent once more: the pass took something, a row that
    was left named what came behind it, and that is known now. But where rows of
    the file correct such an event side by side nobody knows which of them came
    last: then all is left as it is. `fates`: of the rows that no pass before
    took."""
    if not any(fate in TAKEN and fate != "unchanged"
               for fate in fates.values()):
        return False
    names = {}  # of each id that corrects or withdraws, what it names
    comes = {}  # first row of each id
    known = {}  # last row of each id that was taken or known
    for number, row in enumerate(rows):
        comes.setdefault(row[0], number)
        if fates.get(number) not in ("rejected", NO_EVENT):
            known[row[0]] = number
        if row[5] or row[6]:
            names.setdefault(row[0], row[5] or row[6])

    def event_of(one):
        while one in names:
            one = names[one]
        return one

    named = collections.Counter(names.values())
    side_by_side = {event_of(one) for one, times in named.items() if times > 1}
    waiting = [(number, rows[number][5] or rows[number][6])
               for number, fate in fates.items() if fate == NO_EVENT]
    # An id that stands in front as well was judged there, and left itself.
    waiting = [(number, one) for number, one in waiting
               if comes.get(one, -1) > number]
    return (not any(event_of(one) in side_by_side for _, one in waiting)
            and any(known.get(one, -1) > number for number, one in waiting))


def add_activities(activities, feeds, measures, sums):
    """Each once under every measure of `feeds`, with what it is of: `SESSIONS`,
    `PARTICIPANTS` or `HOURS`; see spread."""
    for day, area, participants, minutes in activities:
        of = {"SESSIONS": 1, "PARTICIPANTS": participants, "HOURS": minutes}
        for measure, figure in feeds.items():
            spread(sums, measures, measure, day[:7], area, (), of[figure], 1)


def spread(sums, measures, measure, month, area, said, value, events):
    """Adds to sums[measure, part, area, month], areas above included, figure
    and number of events; a part is ("", "") for all, or a list and a code of
    it."""
    parts = [("", ""), *said]
    parts += [(code, "unknown") for code in measures[measure]
              if code not in dict(said)]
    for part in parts:
        for within in (*with_parents(area), ""):
            sum_ = sums[measure, part, within, month]
            sum_[0] += value
            sum_[1] += events
