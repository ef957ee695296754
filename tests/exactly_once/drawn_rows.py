"""Draws what a source delivers in a year, faults of real deliveries included:
rows sent twice, some with other figures; corrections, of corrections too, some
of a part only; withdrawals; days long past; what nobody can take; in some files
also corrections and withdrawals in front of the row that they name."""

# A municipality, its districts and their neighbourhoods.
AREAS = ("NB-11", "NB-12", "NB-21", "DPI-1", "DPI-2", "DPI-3", "99001",
         "UNKNOWN")
# Of another municipality: nobody's result here, also by a correction.
AREAS_OUTSIDE, OUTSIDE = ("DPI-4", "NB-41"), 0.002
COLUMNS = ("event_id", "measure", "date", "area", "value", "replaces",
           "withdraws")
YEAR = 2024
COUNT_MAX, MINUTES_MAX = 50, 600
# Shares of the rows; what is left is new.
DUPLICATE, CHANGED_DUPLICATE = 0.008, 0.002
CORRECTION, NO_CHANGE, WITHDRAWAL, REJECTED = 0.01, 0.002, 0.003, 0.002
PART_CORRECTION = 0.005
LATE = 0.05
# Dated by a month as a whole.
WHOLE_MONTH = 0.03
# Of the rows of a measure that is split: those that say a code of a list.
TOLD = 0.7
# What a file has in front of its events, with the share of the files: rows that
# the second pass takes; chains with their newest row first as well, each row of
# which takes one pass more; two rows that correct one event side by side, of
# which nobody knows the order.
PASS, CHAINS, SIDE_BY_SIDE = "pass", "chains", "side by side"
EARLY_FILES = ((PASS, 0.3), (CHAINS, 0.1), (SIDE_BY_SIDE, 0.15))
# Of the rows of such a file.
EARLY = 0.004
# How soon an event comes whose correction is there: the share of the rows.
BEHIND = 0.02


def header(lists):
    return ";".join([*COLUMNS, *(f"breakdown.{code}" for code in lists)])


class Source:
    """Rows of one account, drawn by `draw`; the first `rows` of them go through
    the year in order of day, but for those that are late. `measures`: by code
    the lists that each is split by; `lists`: by code their codes; `hours`:
    those of the measures that are in minutes."""

    def __init__(self, draw, measures, lists, hours, rows):
        self.draw, self.measures, self.rows = draw, measures, rows
        self.codes, self.lists, self.hours = list(measures), lists, hours
        self.drawn = 0
        self.ids = []  # of every row that was taken or may have been
        self.latest = None  # id, figures and parts of the newest row
        self.early_kind = None  # of the file in hand
        self.behind = []  # lines that others were put in front of
        # Ids of early rows and their events. Named again in their file they
        # would be corrected side by side, so they are named in later ones.
        self.held = []

    def write(self, path, rows):
        """The next `rows` rows, as a file to deliver."""
        self.early_kind = self.draw.choices(
            [*(kind for kind, _ in EARLY_FILES), None],
            [*(share for _, share in EARLY_FILES),
             1 - sum(share for _, share in EARLY_FILES)])[0]
        has_fork = self.early_kind != SIDE_BY_SIDE
        with open(path, "w", encoding="utf-8") as file:
            file.write(header(self.lists) + "\n")
            for left in range(rows, 0, -1):
                # What is left over comes in the next file, too late for what
                # stands here in front of it.
                if self.behind and (left <= len(self.behind)
                                    or self.draw.random() < BEHIND):
                    at = self.draw.randrange(len(self.behind))
                    line = self.behind.pop(at)
                elif self.early_kind and self.draw.random() < EARLY:
                    line = self.early(not has_fork)
                    has_fork = True
                else:
                    line = self.row()
                file.write(line + "\n")
        self.ids += self.held
        self.held.clear()

    def early(self, is_forked):
        """A row in front of the event that it names; the event, and what else
        belongs to it, comes behind it."""
        event, fix, other = (self.draw.getrandbits(128) for _ in range(3))
        self.held += [event, fix]
        figures = self.figures()
        self.behind.append(self.line(event, *figures))
        line = self.line(fix, *self.figures(), replaces=event)
        if is_forked:
            self.behind.append(self.line(other, *self.figures(),
                                         replaces=event))
            return line
        kind = self.draw.randrange(6)
        if kind == 0:
            return self.line(fix, ";;;", {}, withdraws=event)
        if kind == 1:
            return self.line(fix, *figures, replaces=event)
        if kind == 2:
            # Sent twice.
            self.behind.append(line)
        if kind == 3 or (kind == 4 and self.early_kind != CHAINS):
            # A chain in its order: one pass takes all of it.
            self.held.append(other)
            self.behind.append(self.line(other, *self.figures(),
                                         replaces=fix))
        elif kind == 4:
            self.held.append(other)
            self.behind.append(line)
            return self.line(other, *self.figures(), replaces=fix)
        return line

    def row(self):
        kind = self.draw.random()
        ids = self.ids
        if ids and kind < DUPLICATE + CHANGED_DUPLICATE:
            # The same id again; what it says is looked at no more.
            return self.line(self.draw.choice(ids), *self.figures())
        kind -= DUPLICATE + CHANGED_DUPLICATE
        event = self.draw.getrandbits(128)
        if kind < REJECTED:
            return self.refused(event)
        kind -= REJECTED
        if ids and kind < CORRECTION:
            old = self.draw.choice(ids)
            ids.append(event)
            return self.line(event, *self.figures(), replaces=old)
        kind -= CORRECTION
        if ids and kind < NO_CHANGE:
            old, figures, parts = self.latest
            ids.append(event)
            return self.line(event, figures, parts, replaces=old)
        kind -= NO_CHANGE
        if ids and kind < WITHDRAWAL:
            old = self.draw.choice(ids)
            ids.append(event)
            return self.line(event, ";;;", {}, withdraws=old)
        kind -= WITHDRAWAL
        if ids and kind < PART_CORRECTION:
            # In all nothing moves.
            old, figures, _ = self.latest
            ids.append(event)
            return self.line(event, figures, self.parts(figures), replaces=old)
        ids.append(event)
        self.latest = event, *self.figures()
        return self.line(*self.latest)

    def line(self, event, figures, parts, replaces=None, withdraws=None):
        cells = [f"{event:032x}", figures,
                 "" if replaces is None else f"{replaces:032x}",
                 "" if withdraws is None else f"{withdraws:032x}",
                 *(parts.get(code, "") for code in self.lists)]
        return ";".join(cells)

    def figures(self):
        """measure;day;area;value, and the parts that it is of."""
        self.drawn += 1
        ordinal = min(self.drawn, self.rows) * 12 * 28 // (self.rows + 1)
        if self.draw.random() < LATE:
            ordinal = self.draw.randrange(ordinal + 1)
        month, day = divmod(ordinal, 28)
        date = f"{YEAR}-{month + 1:02d}"
        if self.draw.random() >= WHOLE_MONTH:
            date += f"-{day + 1:02d}"
        measure = self.draw.choice(self.codes)
        most = MINUTES_MAX if measure in self.hours else COUNT_MAX
        figures = f"{measure};{date};{self.area()};{self.draw.randrange(most)}"
        return figures, self.parts(figures)

    def area(self):
        if self.draw.random() < OUTSIDE:
            return self.draw.choice(AREAS_OUTSIDE)
        return self.draw.choice(AREAS)

    def parts(self, figures):
        """A code, or `unknown`, of some of the lists of the measure."""
        return {code: self.draw.choice((*self.lists[code], "unknown"))
                for code in self.measures[figures.split(";")[0]]
                if self.draw.random() < TOLD}

    def refused(self, event):
        """A row with one fault: measure, day, area, figure or part, or it
        corrects what was never delivered."""
        figures, parts = self.figures()
        measure, day, area, value = figures.split(";")
        fault = self.draw.randrange(8)
        if fault == 0:
            measure = "no_such_measure"
        elif fault == 1:
            day = f"{YEAR}-02-31"
        elif fault == 2:
            area = "DPI-9"
        elif fault == 3:
            value = "-1"
        elif fault == 4:
            return self.line(event, figures, parts,
                             replaces=self.draw.getrandbits(128))
        elif fault == 5:
            parts = {next(iter(self.lists)): "no_such_code"}
        else:
            # A list that other measures are split by.
            measure = next(code for code, lists in self.measures.items()
                           if not lists)
            other = list(self.lists)[fault - 6]
            parts = {other: self.lists[other][0]}
        return self.line(event, f"{measure};{day};{area};{value}", parts)
