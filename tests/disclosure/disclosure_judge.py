#!/usr/bin/env python3
"""Attacks released tables: see README.md beside it. Nothing here was made from
the C++ that is judged. Standard library only.

Usage: disclosure_judge.py DISCLOSURE_TABLES [COUNT]
"""

import os
import random
import subprocess
import sys

# Above every value that is drawn: what is without end ends here.
END = 10_000
STEPS_MAX = 200_000


class Table:
    def __init__(self, threshold, more):
        self.threshold = threshold
        # Per cent: how likely more is left out than is needed.
        self.more = more
        self.values, self.statuses, self.earlier, self.sums = [], [], [], []
        self.refused = ""

    def known(self, shown_again=None):
        """What a reader has of each cell: the least and the most."""
        for cell, value in enumerate(self.values):
            status = self.statuses[cell]
            if (status == "F" or self.earlier[cell] == "shown"
                    or cell == shown_again):
                yield value, value
            elif status == "A":
                yield 0, self.threshold - 1
            elif status in "DN":
                # Not small, or it would say so: in this or the earlier release.
                yield self.threshold, END
            else:
                raise ValueError(status)


def read(text):
    tables = []
    for line in text.splitlines():
        word, *rest = line.split()
        if word == "table":
            tables.append(Table(int(rest[0]), int(rest[1])))
        elif word == "cell":
            tables[-1].values.append(int(rest[0]))
            tables[-1].statuses.append(rest[1])
            tables[-1].earlier.append(rest[3])
        elif word == "sum":
            tables[-1].sums.append([int(part) for part in rest])
        elif word == "refused":
            tables[-1].refused = rest[0]
    return tables


class Search:
    """Looks for whole numbers within bounds that fit every sum. A table that
    fits is mostly not far from `near`, where that is given: it is tried first,
    and decides nothing else."""

    def __init__(self, sums, count, near=None):
        self.sums = sums
        self.near = near
        self.of_cell = [[] for _ in range(count)]
        for place, cells in enumerate(sums):
            for cell in cells:
                self.of_cell[cell].append(place)
        self.steps, self.steps_max = 0, STEPS_MAX
        # In which repair looks at sums.
        self.order = list(range(len(sums)))

    def narrow(self, least, most, dirty):
        """Bounds that follow; False where nothing fits."""
        dirty = set(dirty)
        while dirty:
            total, *parts = self.sums[dirty.pop()]
            low = sum(least[part] for part in parts)
            high = sum(most[part] for part in parts)
            news = [(total, low, high)]
            for part in parts:
                news.append((
                    part,
                    least[total] - (high - most[part]),
                    most[total] - (low - least[part]),
                ))
            for cell, down, up in news:
                if down <= least[cell] and up >= most[cell]:
                    continue
                least[cell] = max(least[cell], down)
                most[cell] = min(most[cell], up)
                if least[cell] > most[cell]:
                    return False
                dirty.update(self.of_cell[cell])
        return True

    def find(self, least, most, dirty):
        """A table, None where there is none; raises when it takes too long."""
        self.steps += 1
        if self.steps > self.steps_max:
            raise TimeoutError
        least, most = list(least), list(most)
        if not self.narrow(least, most, dirty):
            return None
        if self.near:
            return self.repair(least, most)
        open_cells = [i for i in range(len(least)) if least[i] < most[i]]
        if not open_cells:
            return least
        cell = min(open_cells, key=lambda i: most[i] - least[i])
        if most[cell] > END // 2:
            # The true table is not far from the small end.
            parts = [(least[cell], least[cell]), (least[cell] + 1, most[cell])]
        else:
            parts = halves(least[cell], most[cell])
        return self.try_each(cell, parts, least, most)

    def repair(self, least, most):
        """Takes what is nearest to `near`, and tries cells of a sum that it
        does not fit."""
        values = [min(max(near, low), high)
                  for near, low, high in zip(self.near, least, most)]
        for total, *parts in (self.sums[place] for place in self.order):
            too_much = sum(values[part] for part in parts) - values[total]
            if too_much:
                break
        else:
            return values
        cell = min((one for one in (total, *parts) if least[one] < most[one]),
                   key=lambda one: len(self.of_cell[one]))
        wanted = values[cell] + (too_much if cell == total else -too_much)
        low, high = least[cell], most[cell]
        wanted = min(max(wanted, low), high)
        return self.try_each(
            cell, [(wanted, wanted), *halves(low, wanted - 1),
                   *halves(wanted + 1, high)], least, most)

    def try_each(self, cell, parts, least, most):
        for low, high in parts:
            part_least, part_most = list(least), list(most)
            part_least[cell], part_most[cell] = low, high
            found = self.find(part_least, part_most, self.of_cell[cell])
            if found:
                return found
        return None


def halves(low, high):
    middle = (low + high) // 2
    return [part for part in ((low, middle), (middle + 1, high))
            if part[0] <= part[1]]


def fits(table, found, known):
    """Whether `found` is a table at all; written without the search."""
    return all(
        low <= value <= high for value, (low, high) in zip(found, known)
    ) and all(
        found[total] == sum(found[part] for part in parts)
        for total, *parts in table.sums
    )


def told(table, cell, shown_again=None):
    """The value of the two ends that a reader can rule out for `cell`; None
    where both are possible."""
    known = list(table.known(shown_again))
    for end in (0, table.threshold - 1):
        search = Search(table.sums, len(known))
        least = [low for low, _ in known]
        most = [high for _, high in known]
        if not least[cell] <= end <= most[cell]:
            return end
        least[cell] = most[cell] = end
        found = search.find(least, most, range(len(table.sums)))
        if found is None:
            return end
        assert fits(table, found, known)
    return None


def main():
    program = sys.argv[1]
    count = int(sys.argv[2]) if len(sys.argv) > 2 else 150
    seed = int(os.environ.get("ENTENTE_SEED") or random.SystemRandom().getrandbits(32))
    print(f"ENTENTE_SEED={seed}")
    text = subprocess.run(
        [program, str(seed), str(count)], check=True, capture_output=True, text=True
    ).stdout
    tables = read(text)
    released = [table for table in tables if not table.refused]
    complaints = judged = planted = found = given_up = 0
    hidden_small = hidden_other = 0
    for number, table in enumerate(released):
        small = [i for i, value in enumerate(table.values) if value < table.threshold]
        for cell in small:
            judged += 1
            if table.statuses[cell] == "F":
                print(f"table {number}: cell {cell} is small and shown")
                complaints += 1
                continue
            try:
                end = told(table, cell)
            except TimeoutError:
                given_up += 1
                continue
            if end is not None:
                print(f"table {number}: of cell {cell} {end} can be ruled out")
                complaints += 1
        secondary = [i for i, status in enumerate(table.statuses) if status == "D"]
        hidden_small += len(small)
        hidden_other += len(secondary)
        # Where more may be left out than is needed, one of it may be shown.
        for cell in secondary[:1] if table.more == 0 else []:
            planted += 1
            try:
                found += any(told(table, one, cell) is not None for one in small)
            except TimeoutError:
                planted -= 1
    for table in released:
        for cell, earlier in enumerate(table.earlier):
            if earlier == "hidden" and table.statuses[cell] == "F":
                print(f"cell {cell} was left out before and is shown")
                complaints += 1
    print(
        f"{len(tables)} tables, {len(released)} released, {judged} small cells "
        f"attacked, {hidden_other} others left out for them, {given_up} searches "
        f"given up, {found} of {planted} planted faults found: "
        f"{complaints} complaints"
    )
    is_well = not complaints and judged > count and found == planted > 0
    # Most must be judged for the run to say anything.
    return 0 if is_well and given_up * 20 <= judged else 1


if __name__ == "__main__":
    sys.exit(main())
