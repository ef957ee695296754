"""Draws what a source delivers in a year, faults of real deliveries included:
rows sent twice, some with other figures; corrections, of corrections too, some
of a part only; withdrawals; days long past; what nobody can take."""

AREAS = ("DPI-1", "DPI-2", "DPI-3", "99001", "UNKNOWN")
# Of another municipality: nobody's result here, also by a correction.
AREA_OUTSIDE, OUTSIDE = "DPI-4", 0.002
COLUMNS = ("event_id", "measure", "date", "area", "value", "replaces",
           "withdraws")
YEAR = 2024
# Shares of the rows; what is left is new.
DUPLICATE, CHANGED_DUPLICATE = 0.008, 0.002
CORRECTION, NO_CHANGE, WITHDRAWAL, REJECTED = 0.01, 0.002, 0.003, 0.002
PART_CORRECTION = 0.005
LATE = 0.05
# Of the rows of a measure that is split: those that say a code of a list.
TOLD = 0.7


def header(lists):
    return ";".join([*COLUMNS, *(f"breakdown.{code}" for code in lists)])


class Source:
    """Rows of one account, drawn by `draw`; the first `rows` of them go through
    the year in order of day, but for those that are late. `measures`: by code the
    lists that each is split by; `lists`: by code their codes."""

    def __init__(self, draw, measures, lists, rows):
        self.draw, self.measures, self.rows = draw, measures, rows
        self.codes, self.lists = list(measures), lists
        self.drawn = 0
        self.ids = []  # of every row that was taken or may have been
        self.taken = set()  # those of them that surely were
        self.awaited = set()  # others that rows of the file in hand name
        self.latest = None  # id, figures and parts of the newest row

    def write(self, path, rows):
        """The next `rows` rows, as a file to deliver."""
        self.awaited.clear()
        with open(path, "w", encoding="utf-8") as file:
            file.write(header(self.lists) + "\n")
            for _ in range(rows):
                file.write(self.row() + "\n")

    def row(self):
        kind = self.draw.random()
        ids = self.ids
        if ids and kind < DUPLICATE + CHANGED_DUPLICATE:
            # The same id again; what it says is looked at no more. Where that
            # may be its event, rows in front that name it would be sent again.
            again = self.draw.choice(ids)
            if again not in self.awaited:
                return self.line(again, *self.figures())
            kind = 1
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
        if self.latest[1].split(";")[2] != AREA_OUTSIDE:
            self.taken.add(event)
        return self.line(*self.latest)

    def line(self, event, figures, parts, replaces=None, withdraws=None):
        self.awaited |= {replaces, withdraws} - self.taken
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
        figures = (f"{self.draw.choice(self.codes)};"
                   f"{YEAR}-{month + 1:02d}-{day + 1:02d};"
                   f"{self.area()};{self.draw.randrange(0, 50)}")
        return figures, self.parts(figures)

    def area(self):
        if self.draw.random() < OUTSIDE:
            return AREA_OUTSIDE
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
