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

import disclosure_judge
from disclosure_judge import END, Search

# Most searches take a few steps.
STEPS_OF_ATTEMPT = 200
ATTEMPTS = 20
disclosure_judge.STEPS_MAX = 20_000
# Each step of a search is a call within the one before.
sys.setrecursionlimit(2 * disclosure_judge.STEPS_MAX + 1_000)


class Release:
    def __init__(self, threshold, kind, split_by):
        self.threshold, self.kind, self.split_by = threshold, kind, split_by
        self.versions, self.rows, self.cells = {}, {}, []
        self.refused = ""


class Story:
    def __init__(self):
        self.codes, self.figures, self.releases = [], {}, []


def read(text):
    stories = []
    for line in text.splitlines():
        word, *rest = line.split()
        if word == "story":
            stories.append(Story())
            continue
        story = stories[-1]
        release = story.releases[-1] if story.releases else None
        if word == "codes":
            story.codes = rest
        elif word == "figure":
            month, version, code, value, denominator = rest
            story.figures[int(month), int(version), code] = (
                int(value), int(denominator), int(denominator) - int(value))
        elif word == "release":
            story.releases.append(Release(int(rest[0]), *rest[1:]))
        elif word == "month":
            release.versions[int(rest[0])] = int(rest[1])
        elif word == "row":
            release.rows[rest[0]] = rest[1:]
        elif word == "cell":
            name, first, last, status, value, denominator = rest
            # What a reader of both takes from each other.
            left = ("-" if "-" in (value, denominator)
                    else str(int(denominator) - int(value)))
            release.cells.append((name, int(first), int(last), status,
                                  value, denominator, left))
        elif word == "refused":
            release.refused = rest[0]
    return stories


class Union:
    """All that was published of one part (numerator, denominator, what is left
    of it), over single months and areas, or areas with codes. `is_bare`: with
    what was left out for another's sake shown again, all of it: one alone may
    be more than was needed."""

    def __init__(self, story, part, is_bare=False):
        self.least, self.most, self.sums, self.true = [], [], [], []
        self.atoms, self.totals = {}, {}
        self.judged = []
        self.has_hidden = False
        for release in story.releases:
            if release.refused:
                continue
            for cell in release.cells:
                name, first, last, status, *given = cell
                if status == "D":
                    self.has_hidden = True
                    status = "F" if is_bare else status
                self.add(story, release, part, release.rows[name], first, last,
                         status, given[part])
            self.add_pieces(story, release, part)
        self.search = Search(self.sums, len(self.least), self.true)
        everything = range(len(self.sums))
        assert self.search.narrow(self.least, self.most, everything)

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
        elif status == "A" and true < threshold:
            # Of a ratio at least one part is small; who attacks is told which.
            least, most = 0, threshold - 1
        else:
            least, most = threshold, END
        cell = self.total(parts, least, most)
        if true < threshold:
            self.judged.append((cell, threshold))

    def add_pieces(self, story, release, part):
        """What releases leave between each other: every row, from any month
        where a column of any of them begins to the next."""
        cuts = sorted({month for other in story.releases
                       for _, first, last, *_ in other.cells
                       for month in (first, last + 1)})
        for first, end in zip(cuts, cuts[1:]):
            if not all(month in release.versions
                       for month in range(first, end)):
                continue
            for codes in release.rows.values():
                parts = self.parts_of(story, release, part, codes, first,
                                      end - 1)
                cell = self.total(parts, 0, END)
                if self.true[cell] < release.threshold:
                    self.judged.append((cell, release.threshold))

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
        self.search.steps, self.search.steps_max = 0, disclosure_judge.STEPS_MAX
        return self.search.find(least, most, self.search.of_cell[cell])

    def told(self, cell, threshold):
        """Whether 0 or threshold - 1 can be ruled out; raises TimeoutError."""
        for end in (0, threshold - 1):
            least, most = list(self.least), list(self.most)
            if not least[cell] <= end <= most[cell]:
                return True
            least[cell] = most[cell] = end
            found = self.find(least, most, cell)
            if found is None:
                return True
            assert all(low <= value <= high for low, value, high
                       in zip(self.least, found, self.most))
            for total, *parts in self.sums:
                assert found[total] == sum(found[part] for part in parts)
        return False


def judge(story, is_bare=False, is_quick=False):
    """(cells attacked, of which something follows, searches given up)."""
    attacked = told = given_up = 0
    # Of a ratio also what the numerator leaves of the denominator.
    parts = (0, 1, 2) if story.releases[0].kind == "ratio" else (0,)
    for part in parts:
        union = Union(story, part, is_bare)
        for cell, threshold in sorted(set(union.judged)):
            attacked += 1
            try:
                told += union.told(cell, threshold)
            except TimeoutError:
                given_up += 1
            if is_quick and told:
                return attacked, told, given_up
    return attacked, told, given_up


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
    complaints = attacked = given_up = planted = found = 0
    for number, story in enumerate(stories):
        one, told, late = judge(story)
        attacked, given_up = attacked + one, given_up + late
        if told:
            print(f"story {number}: {told} small figures can be narrowed")
            complaints += told
        if Union(story, 0).has_hidden:
            planted += 1
            found += judge(story, is_bare=True, is_quick=True)[1] > 0
    # The same stories without looking at earlier releases.
    alone = [judge(story, is_quick=True)[1] > 0
             for story in run(program, seed, count, "alone")]
    careless = sum(alone)
    by_code = [one for one in later
               if one.split_by != "-" and not one.refused]
    print(f"{len(stories)} stories, {len(releases)} releases, {len(refused)} "
          f"refused, {len(by_code)} later ones by codes, {attacked} small "
          f"figures attacked, {given_up} searches given up, {found} of "
          f"{planted} stories shown bare noticed, {careless} stories told when released alone: "
          f"{complaints} complaints")
    is_well = (
        not complaints
        and attacked * 2 > count
        and given_up * 20 <= attacked
        # Releases must come about for the run to say anything, later ones too.
        and sum(not one.refused for one in later) * 2 > len(later)
        and found * 2 > planted > 0
        # The stories that are always told, at least.
        and all(alone[:2])
        and len(by_code) * 10 > len(later)
    )
    return 0 if is_well else 1


if __name__ == "__main__":
    sys.exit(main())
