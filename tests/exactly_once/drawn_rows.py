"""Draws what a source delivers in a year, faults of real deliveries included:
rows sent twice, some with other figures; corrections, of corrections too;
withdrawals; days long past; what nobody can take."""

AREAS = ("DPI-1", "DPI-2", "DPI-3", "DPI-4", "21004", "21009", "UNKNOWN")
HEADER = "event_id;measure;date;area;value;replaces;withdraws\n"
YEAR = 2024
# Shares of the rows; what is left is new.
DUPLICATE, CHANGED_DUPLICATE = 0.008, 0.002
CORRECTION, NO_CHANGE, WITHDRAWAL, REJECTED = 0.01, 0.002, 0.003, 0.002
LATE = 0.05


class Source:
    """Rows of one account, drawn by `draw`; the first `rows` of them go through
    the year in order of day, but for those that are late."""

    def __init__(self, draw, measures, rows):
        self.draw, self.measures, self.rows = draw, measures, rows
        self.drawn = 0
        self.ids = []  # of every row that was taken or may have been
        self.latest = None  # id and figures of the newest row

    def write(self, path, rows):
        """The next `rows` rows, as a file to deliver."""
        with open(path, "w", encoding="utf-8") as file:
            file.write(HEADER)
            for _ in range(rows):
                file.write(self.row())

    def row(self):
        kind = self.draw.random()
        ids = self.ids
        if ids and kind < DUPLICATE + CHANGED_DUPLICATE:
            # The same id again; what it says is looked at no more.
            return f"{self.draw.choice(ids):032x};{self.figures()};;\n"
        kind -= DUPLICATE + CHANGED_DUPLICATE
        event = self.draw.getrandbits(128)
        if kind < REJECTED:
            return self.refused(event)
        kind -= REJECTED
        if ids and kind < CORRECTION:
            old = self.draw.choice(ids)
            ids.append(event)
            return f"{event:032x};{self.figures()};{old:032x};\n"
        kind -= CORRECTION
        if ids and kind < NO_CHANGE:
            old, figures = self.latest
            ids.append(event)
            return f"{event:032x};{figures};{old:032x};\n"
        kind -= NO_CHANGE
        if ids and kind < WITHDRAWAL:
            old = self.draw.choice(ids)
            ids.append(event)
            return f"{event:032x};;;;;;{old:032x}\n"
        ids.append(event)
        self.latest = event, self.figures()
        return f"{event:032x};{self.latest[1]};;\n"

    def figures(self):
        self.drawn += 1
        ordinal = min(self.drawn, self.rows) * 12 * 28 // (self.rows + 1)
        if self.draw.random() < LATE:
            ordinal = self.draw.randrange(ordinal + 1)
        month, day = divmod(ordinal, 28)
        return (f"{self.draw.choice(self.measures)};"
                f"{YEAR}-{month + 1:02d}-{day + 1:02d};"
                f"{self.draw.choice(AREAS)};{self.draw.randrange(0, 50)}")

    def refused(self, event):
        """A row with one fault: measure, day, area or figure, or it corrects
        what was never delivered."""
        measure, day, area, value = self.figures().split(";")
        return self.draw.choice((
            f"{event:032x};no_such_measure;{day};{area};{value};;\n",
            f"{event:032x};{measure};{YEAR}-02-31;{area};{value};;\n",
            f"{event:032x};{measure};{day};DPI-9;{value};;\n",
            f"{event:032x};{measure};{day};{area};-1;;\n",
            f"{event:032x};{measure};{day};{area};{value};"
            f"{self.draw.getrandbits(128):032x};\n"))
