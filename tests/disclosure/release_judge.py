#!/usr/bin/env python3
"""Attacks what was released one table after another, as one: see README.md
beside it. Nothing here was made from the C++ that is judged. Standard library
only.

Usage: release_judge.py RELEASE_TABLES [COUNT]
"""

import os
import random
import subprocess
import sys

from disclosure_judge import STEPS_MAX, Search
from release_story import called_few, given_by, looks_at, read
from released_table import END
from table_network import network_of

# Most searches take a few steps.
STEPS_OF_ATTEMPT = 200
ATTEMPTS = 20
# Of more cells a union is not searched for long.
CELLS_OF_SMALL = 100


class Union:
    """All that was published of one part (numerator, denominator, what is left
    of it), over single months and areas, or areas with codes. `is_bare`: with
    what was left out for another's sake shown again, all of it: one alone may
    be more than was needed."""

    def __init__(self, story, part, is_bare=False):
        self.least, self.most, self.sums, self.true = [], [], [], []
        self.atoms, self.totals = {}, {}
        # Cells, each with the most that a reader must not rule out and whether
        # it is for few persons.
        self.judged = set()
        self.has_hidden = False
        releases = story.released()
        self.given, self.looks = given_by(releases, part), looks_at(releases)
        for place, release in enumerate(releases):
            for cell in release.cells:
                name, first, last, status, *given = cell
                codes = release.rows[name]
                if status == "D":
                    self.has_hidden |= not self.was_given(
                        story, place, part, codes, first, last)
                    status = "F" if is_bare else status
                self.add(story, release, part, codes, first, last, status,
                         given[part])
                self.attack(story, place, part, codes, first, last)
            self.attack_pieces(story, place, part)
        self.search = Search(self.sums, len(self.least), self.true)
        everything = range(len(self.sums))
        assert self.search.narrow(self.least, self.most, everything)
        # None where they are no network: codes and areas as they cross.
        self.flows = network_of(self.sums, len(self.least))
        self.is_small = len(self.least) <= CELLS_OF_SMALL

    def new(self, least, most, true):
        self.least.append(least)
        self.most.append(most)
        self.true.append(true)
        return len(self.true) - 1

    def parts_of(self, story, release, part, codes, first, last):
        parts = []
        for month in range(first, last + 1):
            for code in codes:
                key = month, release.versions[month], code
                if key not in self.atoms:
                    self.atoms[key] = self.new(0, END, story.figures[key][part])
                parts.append(self.atoms[key])
        return parts

    def total(self, parts, least, most):
        """The cell that is the sum of `parts`, with what is known of it."""
        key = tuple(sorted(parts))
        if key not in self.totals:
            if len(parts) == 1:
                self.totals[key] = parts[0]
            else:
                true = sum(self.true[one] for one in parts)
                self.totals[key] = self.new(0, END, true)
                self.sums.append([self.totals[key], *parts])
        cell = self.totals[key]
        self.least[cell] = max(self.least[cell], least)
        self.most[cell] = min(self.most[cell], most)
        return cell

    def add(self, story, release, part, codes, first, last, status, given):
        parts = self.parts_of(story, release, part, codes, first, last)
        true = sum(self.true[one] for one in parts)
        threshold = release.threshold
        if status == "F":
            least = most = true
            assert given in ("-", str(true)), (given, true)
        elif status == "A" and release.of_persons:
            # Small, or of few persons.
            least, most = 0, END
        elif status == "A" and (true < threshold or release.kind == "count"):
            assert true < threshold, "a status that is not true"
            # Of a ratio at least one part is small; who attacks is told which.
            least, most = 0, threshold - 1
        else:
            least, most = threshold, END
        self.total(parts, least, most)

    def was_given(self, story, place, part, codes, first, last, before=None):
        """Whether the figure of the release at `place` was given by one before
        that at `before`, or before itself."""
        true = story.value_of(story.released()[place], part, codes, first, last)
        before = place if before is None else before
        key = frozenset(codes), first, last, true
        return self.given.get(key, before) < before

    def attack(self, story, place, part, codes, first, last):
        """Notes what must not be found out of a figure that a release has, or
        leaves."""
        releases = story.released()
        release = releases[place]
        parts = self.parts_of(story, release, part, codes, first, last)
        cell = self.total(parts, 0, END)
        true = self.true[cell]
        if true < release.threshold:
            self.judged.add((cell, release.threshold - 1, False))
            return
        for by, looked in self.looks.items():
            # What was given before stays given, and is protected no more.
            if place not in looked or self.was_given(
                    story, place, part, codes, first, last, by):
                continue
            persons = story.persons_of([releases[one] for one in looked],
                                       codes, first, last)
            if persons < releases[by].of_persons:
                self.judged.add((cell, true, True))

    def attack_pieces(self, story, place, part):
        """What releases leave between each other: every row, from any month
        where a column of any of them begins to the next."""
        release = story.released()[place]
        cuts = sorted({month for other in story.releases
                       for _, first, last, *_ in other.cells
                       for month in (first, last + 1)})
        for first, end in zip(cuts, cuts[1:]):
            if not all(month in release.versions
                       for month in range(first, end)):
                continue
            for codes in release.rows.values():
                self.attack(story, place, part, codes, first, end - 1)

    def find(self, least, most, cell):
        """Begins anew in another order where an attempt takes long: most orders
        are quick, and only the last attempt may be long."""
        for attempt in range(ATTEMPTS):
            self.search.steps = 0
            self.search.steps_max = STEPS_OF_ATTEMPT
            try:
                return self.search.find(least, most, self.search.of_cell[cell])
            except TimeoutError:
                random.Random(attempt).shuffle(self.search.order)
                if not self.is_small:
                    raise
        self.search.steps, self.search.steps_max = 0, STEPS_MAX
        return self.search.find(least, most, self.search.of_cell[cell])

    def find_with(self, least, most, cell, end):
        """Of a small network each of two ways must find what the other does,
        unless the search takes too long; a large one is not searched."""
        by_flows = self.flows and self.flows.find(
            self.true, least, most, cell, end)
        if self.flows and not self.is_small:
            return by_flows
        least[cell] = most[cell] = end
        try:
            found = self.find(least, most, cell)
        except TimeoutError:
            if not self.flows:
                raise
            return by_flows
        assert not self.flows or (found is None) == (by_flows is None)
        return found

    def told(self, cell, most_needed):
        """Whether 0 or `most_needed` can be ruled out; raises TimeoutError."""
        for end in (0, most_needed):
            least, most = list(self.least), list(self.most)
            if not least[cell] <= end <= most[cell]:
                return True
            found = self.find_with(least, most, cell, end)
            if found is None:
                return True
            assert all(low <= value <= high for low, value, high
                       in zip(self.least, found, self.most))
            for total, *parts in self.sums:
                assert found[total] == sum(found[part] for part in parts)
        return False


class Tally:
    def __init__(self):
        # Figures, those of few persons among them, those of which something
        # follows, searches given up.
        self.attacked = self.of_few = self.told = self.given_up = 0


def judge(story, is_bare=False, is_quick=False, is_only_few=False):
    tally = Tally()
    # Of a ratio also what the numerator leaves of the denominator.
    parts = (0, 1, 2) if story.releases[0].kind == "ratio" else (0,)
    for part in parts:
        union = Union(story, part, is_bare)
        for cell, most_needed, is_of_few in sorted(union.judged):
            if is_only_few and not is_of_few:
                continue
            tally.attacked += 1
            tally.of_few += is_of_few
            try:
                tally.told += union.told(cell, most_needed)
            except TimeoutError:
                tally.given_up += 1
            if is_quick and tally.told:
                return tally
    return tally


def run(program, seed, count, *words):
    text = subprocess.run([program, str(seed), str(count), *words], check=True,
                          capture_output=True, text=True).stdout
    return read(text)


def main():
    program = sys.argv[1]
    count = int(sys.argv[2]) if len(sys.argv) > 2 else 60
    seed = int(os.environ.get("ENTENTE_SEED")
               or random.SystemRandom().getrandbits(32))
    print(f"ENTENTE_SEED={seed}", flush=True)
    stories = run(program, seed, count)
    releases = [one for story in stories for one in story.releases]
    refused = [one for one in releases if one.refused]
    later = [one for story in stories for one in story.releases[1:]]
    complaints = attacked = of_few = given_up = planted = found = 0
    by_bounds = 0
    for number, story in enumerate(stories):
        tally = judge(story)
        attacked, of_few = attacked + tally.attacked, of_few + tally.of_few
        given_up += tally.given_up
        by_bounds += tally.given_up > 0
        if tally.told:
            print(f"story {number}: {tally.told} figures can be narrowed that "
                  "are small or of few persons")
            complaints += tally.told
        if Union(story, 0).has_hidden:
            planted += 1
            found += judge(story, is_bare=True, is_quick=True).told > 0
        called = called_few(story)
        if called:
            print(f"story {number}: {called} figures that were given before "
                  "are called small or of few persons")
            complaints += called
    # The same stories without looking at earlier releases.
    alone_stories = run(program, seed, count, "alone")
    alone = [judge(story, is_quick=True).told > 0 for story in alone_stories]
    # And without looking at persons.
    blind = [judge(story, is_quick=True, is_only_few=True)
             for story in run(program, seed, count, "blind")]
    made_blind = sum(tally.of_few > 0 for tally in blind)
    seen_blind = sum(tally.told > 0 for tally in blind)
    by_code = [one for one in later
               if one.split_by != "-" and not one.refused]
    largest = max(len(one.cells) for one in releases)
    by_persons = sum(story.looks_at_persons() for story in stories)
    print(f"{len(stories)} stories, {len(releases)} releases, {len(refused)} "
          f"refused, {len(by_code)} later ones by codes, {by_persons} stories "
          f"with persons, {len(stories) - by_bounds} judged exactly, "
          f"{by_bounds} by bounds only, the largest release of "
          f"{largest} cells, {attacked} figures attacked, {of_few} for few "
          f"persons, {given_up} searches given up, {found} of {planted} "
          f"stories shown bare noticed, {sum(alone)} stories told when "
          f"released alone, {seen_blind} of {made_blind} when released blind: "
          f"{complaints} complaints")
    is_well = (
        not complaints
        and attacked * 2 > count
        and of_few > 0
        and given_up * 20 <= attacked
        # A year by month and area is released as well.
        and largest >= 91
        # Releases must come about for the run to say anything, later ones too.
        and sum(not one.refused for one in later) * 2 > len(later)
        and found * 2 > planted > 0
        # The stories that are always told, at least.
        and all(alone[:3])
        and blind[2].told > 0
        and called_few(alone_stories[3]) > 0
        and seen_blind * 4 > made_blind
        and by_persons * 20 > len(stories)
        and len(by_code) * 10 > len(later)
    )
    return 0 if is_well else 1


if __name__ == "__main__":
    sys.exit(main())
