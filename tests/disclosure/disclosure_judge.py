#!/usr/bin/env python3
"""Attacks released tables: see README.md beside it. Nothing here was made from
the C++ that is judged. Standard library only.

Usage: disclosure_judge.py DISCLOSURE_TABLES [COUNT]
"""

import copy
import os
import random
import subprocess
import sys

from released_table import CELLS_OF_SMALL, END, fits, read

STEPS_MAX = 20_000
# Most searches take a few steps; of the others another way is mostly quick.
STEPS_OF_ATTEMPT = 500
# A step of a large table takes long: such a search ends sooner, and what it had
# narrowed by then is all that is judged.
STEPS_OF_LARGE = 200
# A step of a search is a few calls within the one before.
sys.setrecursionlimit(4 * STEPS_MAX + 1_000)


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


def find(table, least, most):
    """A table within these bounds, None where there is none; raises when it
    takes too long."""
    attempts = (None, STEPS_OF_ATTEMPT), (table.values, STEPS_MAX)
    if not table.is_small():
        attempts = ((table.values, STEPS_OF_LARGE),)
    for near, steps_max in attempts:
        search = Search(table.sums, len(least), near)
        search.steps_max = steps_max
        try:
            return search.find(least, most, range(len(table.sums)))
        except TimeoutError:
            if near:
                raise
    raise AssertionError


def told(table, cell, most_needed, shown_again=None):
    """Which of 0 and `most_needed` a reader can rule out for `cell`; None where
    both are possible."""
    known = list(table.known(shown_again))
    for end in (0, most_needed):
        if end == table.values[cell]:
            # The true table is the proof, unless readers are told what is not.
            assert fits(table, table.values, known)
            continue
        least = [low for low, _ in known]
        most = [high for _, high in known]
        if not least[cell] <= end <= most[cell]:
            return end
        found = find_with(table, known, least, most, cell, end)
        if found is None:
            return end
        assert fits(table, found, known)
    return None


def find_with(table, known, least, most, cell, end):
    """A table with `cell` at `end`, None where there is none; raises when that
    is not decided. A small one is searched and sent as flows: each of both must
    find what the other finds, unless the search takes too long."""
    flows = table.network()
    by_flows = flows and flows.find(table.values, least, most, cell, end)
    if flows and not table.is_small():
        return by_flows
    least[cell] = most[cell] = end
    try:
        found = find(table, least, most)
    except TimeoutError:
        if not flows:
            raise
        return by_flows
    if flows:
        assert (found is None) == (by_flows is None), (cell, end)
        assert by_flows is None or fits(table, by_flows, known)
    return found


def judge(released):
    """(cells attacked, of which of few persons, searches given up, tables with
    such a search, of which bounds only are judged, complaints)"""
    judged = of_few = given_up = by_bounds = complaints = 0
    for number, table in enumerate(released):
        given_up_before = given_up
        if not fits(table, table.values, list(table.known())):
            print(f"table {number}: a status says what is not true")
            complaints += 1
            continue
        for cell, most_needed in table.attacked():
            judged += 1
            of_few += table.values[cell] >= table.threshold
            if table.statuses[cell] == "F":
                print(f"table {number}: cell {cell} is small or of few persons "
                      "and shown")
                complaints += 1
                continue
            try:
                end = told(table, cell, most_needed)
            except TimeoutError:
                given_up += 1
                continue
            if end is not None:
                print(f"table {number}: of cell {cell} {end} can be ruled out")
                complaints += 1
        for cell, earlier in enumerate(table.earlier):
            if earlier in "ADN" and table.statuses[cell] == "F":
                print(f"cell {cell} was left out before and is shown")
                complaints += 1
        by_bounds += given_up > given_up_before
    return judged, of_few, given_up, by_bounds, complaints


def plant(released):
    """Shows one cell again that was left out for others: (how often, how often
    it was found, how often by a cell of few persons)"""
    planted = found = by_few = 0
    for table in released:
        secondary = [i for i, status in enumerate(table.statuses)
                     if status == "D"]
        # Where more may be left out than is needed, one of it may be shown.
        faults = 0 if table.more else 3 if table.of_persons else 1
        if not table.is_small():
            # Putting back what is not needed may end before all was tried.
            faults = 0
        for cell in secondary[:faults]:
            planted += 1
            try:
                told_of = [one for one, most_needed in table.attacked()
                           if told(table, one, most_needed, cell) is not None]
            except TimeoutError:
                planted -= 1
                continue
            found += bool(told_of)
            by_few += any(table.values[one] >= table.threshold
                          for one in told_of)
    return planted, found, by_few


def shows_bare(table):
    """Whether it is noticed that all is shown that was left out for others,
    where it was needed."""
    bare = copy.copy(table)
    bare.statuses = ["F" if status == "D" else status
                     for status in table.statuses]
    return table.more or bare.statuses == table.statuses or any(
        told(bare, cell, most_needed) is not None
        for cell, most_needed in bare.attacked())


def look_blind(released):
    """Tables made without a look at persons that have cells of few: (how many,
    how many of them are noticed by that)"""
    made = noticed = 0
    for table in released:
        of_few = [(cell, most_needed) for cell, most_needed in table.attacked()
                  if table.values[cell] >= table.threshold]
        made += bool(of_few)
        noticed += any(told(table, cell, most_needed) is not None
                       for cell, most_needed in of_few)
    return made, noticed


def run(program, seed, count, *words):
    text = subprocess.run([program, str(seed), str(count), *words], check=True,
                          capture_output=True, text=True).stdout
    return read(text)


def main():
    program = sys.argv[1]
    count = int(sys.argv[2]) if len(sys.argv) > 2 else 150
    seed = int(os.environ.get("ENTENTE_SEED")
               or random.SystemRandom().getrandbits(32))
    print(f"ENTENTE_SEED={seed}")
    tables = run(program, seed, count)
    released = [table for table in tables if not table.refused]
    judged, of_few, given_up, by_bounds, complaints = judge(released)
    large = [table for table in released if not table.is_small()]
    bare = sum(bool(shows_bare(table)) for table in large)
    planted, found, by_few = plant(released)
    made, noticed = look_blind(
        [table for table in run(program, seed, count, "blind")
         if not table.refused])
    hidden = sum(table.statuses.count("D") for table in released)
    # Persons are looked at for the first time beside an earlier release.
    late = sum(table.of_persons > 0 and not table.of_persons_before
               and any(letter != "-" for letter in table.earlier)
               for table in released)
    print(
        f"{len(tables)} tables, {len(released)} released, {len(large)} of more "
        f"than {CELLS_OF_SMALL} cells, {len(released) - by_bounds} judged "
        f"exactly, {by_bounds} by bounds only, {judged} cells "
        f"attacked, {of_few} of them for few persons, {hidden} others left out "
        f"for them, {late} tables after one without persons, {given_up} "
        f"searches given up, {found} of {planted} planted faults found, "
        f"{by_few} by cells of few persons, {bare} of {len(large)} large ones "
        f"shown bare noticed, {noticed} of {made} tables made "
        f"blind noticed: {complaints} complaints"
    )
    is_well = (
        not complaints
        and judged > count
        and found == planted > 0
        # One of fifty is drawn so; most of them can be protected.
        and bare == len(large)
        and len(large) * 100 >= count - 50
        and noticed == made > 0
        and min(of_few, by_few, late) > 0
        # Most must be judged for the run to say anything.
        and given_up * 20 <= judged
    )
    return 0 if is_well else 1


if __name__ == "__main__":
    sys.exit(main())
