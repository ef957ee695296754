"""What disclosure_tables prints, read, and what a reader has of it. For
disclosure_judge.py and disclosure_sizes.py. Nothing here was made from the C++
that is judged. Standard library only.
"""

from table_network import network_of

# Above every value that is drawn: what is without end ends here.
END = 10_000
# Of more cells is a table large.
CELLS_OF_SMALL = 60


class Table:
    def __init__(self, threshold, more, of_persons, of_persons_before,
                 size="drawn"):
        self.threshold, self.size = threshold, size
        # Per cent: how likely more is left out than is needed.
        self.more = more
        # How many persons must be behind a cell; 0: nobody looks.
        self.of_persons = of_persons
        self.of_persons_before = of_persons_before
        self.values, self.statuses, self.earlier, self.sums = [], [], [], []
        self.persons = []
        self.refused = ""
        # Of a run of sizes: what was left out beyond need, and the search.
        self.extra, self.time_us = [], 0
        self.by_flows = None

    def network(self):
        """None where its sums are none."""
        if self.by_flows is None:
            self.by_flows = (network_of(self.sums, len(self.values)),)
        return self.by_flows[0]

    def is_small(self):
        return len(self.values) <= CELLS_OF_SMALL

    def known(self, shown_again=None):
        """What a reader has of each cell: the least and the most."""
        for cell, value in enumerate(self.values):
            letters = self.statuses[cell], self.earlier[cell]
            if "F" in letters or cell == shown_again:
                yield value, value
                continue
            now = self.says(letters[0], self.of_persons)
            before = self.says(letters[1], self.of_persons_before)
            yield max(now[0], before[0]), min(now[1], before[1])

    def says(self, letter, of_persons):
        if letter == "A" and not of_persons:
            return 0, self.threshold - 1
        # Small or of few persons, or in no release.
        if letter in "A-":
            return 0, END
        if letter in "DN":
            # Not small, or it would say so: in this or the earlier release.
            return self.threshold, END
        raise ValueError(letter)

    def is_of_few(self, cell):
        """By what stands behind it, small or not."""
        return self.persons[cell] < self.of_persons

    def is_lost(self, cell):
        """Given when nobody looked at persons: nothing protects it now."""
        return self.earlier[cell] == "F" and not self.of_persons_before

    def attacked(self):
        """Cells with the most that a reader must not rule out: of a small one
        that it were just small, of one of few persons its value."""
        for cell, value in enumerate(self.values):
            if value < self.threshold:
                yield cell, self.threshold - 1
            elif self.is_of_few(cell) and not self.is_lost(cell):
                yield cell, value


def read(text):
    tables = []
    for line in text.splitlines():
        word, *rest = line.split()
        if word == "table":
            *numbers, size = rest
            tables.append(Table(*(int(number) for number in numbers), size))
        elif word == "cell":
            tables[-1].values.append(int(rest[0]))
            tables[-1].statuses.append(rest[1])
            tables[-1].earlier.append(rest[2])
            tables[-1].persons.append(int(rest[3]))
        elif word == "sum":
            tables[-1].sums.append([int(part) for part in rest])
        elif word == "extra":
            tables[-1].extra = [int(cell) for cell in rest]
        elif word == "time":
            tables[-1].time_us = int(rest[0])
        elif word == "refused":
            tables[-1].refused = rest[0]
    assert all(max(table.values) < END for table in tables)
    return tables


def fits(table, found, known):
    """Whether `found` is a table at all; written without any search."""
    return all(
        low <= value <= high for value, (low, high) in zip(found, known)
    ) and all(
        found[total] == sum(found[part] for part in parts)
        for total, *parts in table.sums
    )
