#!/usr/bin/env python3
"""Has tables of the sizes that people release made and attacks each: how much
is left out of it, how much at least had to be, and how long the search took.

    disclosure_sizes.py DISCLOSURE_TABLES [--tables N] [--seed N]
                        [--report FOLDER]

Prints the seed first (ENTENTE_SEED gives it too); run from the root of the
source tree. Exits 0 when no cell was worked out of any table, else 1.
"""

import argparse
import collections
import copy
import datetime
import itertools
import os
import pathlib
import random
import statistics
import subprocess
import sys

sys.path.insert(0, str(pathlib.Path(__file__).parent.parent / "suite"))
import disclosure_judge  # noqa: E402: the folder of suite is known only now.
import released_table  # noqa: E402
import reports  # noqa: E402

# Up to so many cells every choice is tried, the smallest first.
CELLS_OF_OPTIMUM = 20


def drawn(program, seed, count):
    """One table after another, as they are made."""
    with subprocess.Popen([program, str(seed), str(count), "sizes"],
                          stdout=subprocess.PIPE, text=True) as running:
        lines = []
        for line in running.stdout:
            lines.append(line)
            if line.split()[0] in ("released", "refused"):
                yield released_table.read("".join(lines))[0]
                lines = []
    if running.returncode:
        raise subprocess.CalledProcessError(running.returncode, program)


def small_cells(table):
    return [cell for cell, _ in table.attacked()]


def lonely_sums(table, left_out):
    """Sums with one cell left out: it follows from the others."""
    return [cells for cells in map(set, table.sums)
            if len(cells & left_out) == 1]


def least_needed(table):
    """No protection leaves out fewer than so many besides the small ones: each
    sum with one of these alone needs another, and one cell serves only the sums
    that it is in."""
    small = set(small_cells(table))
    lonely = lonely_sums(table, small)
    served = collections.Counter(
        cell for cells in lonely for cell in cells - small)
    least = -(-len(lonely) // max(served.values(), default=1))
    return max(least, 0 if is_protected(table, ()) else 1)


def is_protected(table, others):
    """Whether nobody works out a small cell where `others` are left out too."""
    small = set(small_cells(table))
    if lonely_sums(table, small | set(others)):
        return False
    chosen = copy.copy(table)
    chosen.statuses = ["A" if cell in small else "D" if cell in others else "F"
                       for cell in range(len(table.values))]
    return all(disclosure_judge.told(chosen, cell, most_needed) is None
               for cell, most_needed in chosen.attacked())


def optimum(table):
    """The fewest others that protect the small ones, by trying all; None where
    no choice does."""
    small = set(small_cells(table))
    others = [cell for cell in range(len(table.values)) if cell not in small]
    for count in range(least_needed(table), len(others) + 1):
        if any(is_protected(table, set(chosen))
               for chosen in itertools.combinations(others, count)):
            return count
    return None


def mean(numbers):
    return f"{statistics.fmean(numbers):.1f}" if numbers else "-"


class Tally:
    """Of the tables of one size."""

    def __init__(self):
        self.tables, self.optima = [], []
        self.broken = self.by_bounds = self.bare = self.wrong = 0
        self.refused = collections.Counter()

    def add(self, table):
        self.tables.append(table)
        if table.refused:
            self.refused[table.refused] += 1
            # What is not protected by anything is refused rightly.
            if (len(table.values) <= CELLS_OF_OPTIMUM
                    and table.refused == "DISCLOSURE_UNPROTECTED"):
                self.wrong += optimum(table) is not None
            return
        _, _, _, by_bounds, complaints = disclosure_judge.judge([table])
        self.by_bounds += by_bounds
        self.broken += complaints > 0
        self.bare += bool(disclosure_judge.shows_bare(table))
        if len(table.values) <= CELLS_OF_OPTIMUM:
            self.optima.append(optimum(table))

    def released(self):
        return [table for table in self.tables if not table.refused]

    def needed(self):
        """Left out for others, without what goes beyond need."""
        return [table.statuses.count("D") - len(table.extra)
                for table in self.released()]

    def told(self, size):
        released = self.released()
        cells = len(self.tables[0].values)
        small = mean([len(small_cells(table)) for table in self.tables])
        in_all = mean([len(table.statuses) - table.statuses.count("F")
                       for table in released])
        extra = mean([len(table.extra) for table in released])
        least = [least_needed(table) for table in released]
        over = [ours - theirs for ours, theirs in zip(self.needed(), least)]
        refused = ", ".join(f"{count} {reason}" for reason, count
                            in sorted(self.refused.items())) or "none"
        times = [table.time_us / 1000 for table in self.tables]
        return (
            f"{size}: {len(self.tables)} tables of {cells} cells, {small} of "
            f"them small; refused: {refused}. In the mean of {len(released)} "
            f"released {in_all} left out in all; besides the small ones "
            f"{mean(self.needed())} to protect them and {extra} beyond need. "
            f"Any protection leaves out at least {mean(least)} besides them, "
            f"{mean(over)} fewer than were needed here; "
            f"{self.told_of_optimum()}. Broken by the attack: {self.broken}; "
            f"{len(released) - self.by_bounds} judged exactly, "
            f"{self.by_bounds} by bounds only; noticed when shown bare: "
            f"{self.bare}. Search: p50 {statistics.median(times):.1f} ms, p100 "
            f"{max(times):.1f} ms")

    def told_of_optimum(self):
        if not self.optima:
            return "no optimum was computed"
        return (f"the fewest that protect are {mean(self.optima)}, by trying "
                f"every choice; {self.wrong} refused for which there was one")


def main():
    parser = argparse.ArgumentParser(
        description="tables of real sizes, made and attacked")
    parser.add_argument("program")
    parser.add_argument("--tables", type=int, default=36)
    parser.add_argument("--seed", type=int,
                        default=int(os.environ.get("ENTENTE_SEED", "0")))
    parser.add_argument("--report", type=pathlib.Path,
                        help="folder of dated reports")
    flags = parser.parse_args()
    seed = flags.seed or random.SystemRandom().randrange(1, 2**31)
    now = datetime.datetime.now()
    print(f"ENTENTE_SEED={seed}  {now:%Y-%m-%d %H:%M}", flush=True)
    tallies = collections.defaultdict(Tally)
    for number, table in enumerate(drawn(flags.program, seed, flags.tables), 1):
        tallies[table.size].add(table)
        print(f"table {number} of {flags.tables}: {table.size}, "
              f"{table.refused or 'released'}, {table.time_us // 1000} ms",
              file=sys.stderr, flush=True)
    everything = list(tallies.values())
    broken = sum(one.broken for one in everything)
    released = sum(len(one.released()) for one in everything)
    by_bounds = sum(one.by_bounds for one in everything)
    lines = [f"seed {seed}: {flags.tables} tables, {released} released, "
             f"{released - by_bounds} judged exactly, {by_bounds} by bounds "
             f"only, {broken} broken"]
    lines += [tally.told(size) for size, tally in sorted(
        tallies.items(), key=lambda one: len(one[1].tables[0].values))]
    print("\n".join(lines), flush=True)
    if flags.report:
        reports.write(flags.report, "Disclosure at real sizes", now, lines)
    is_well = (
        released > 0 and broken == 0
        # All that was left out for others was needed by somebody.
        and all(one.bare == len(one.released()) and one.wrong == 0
                for one in everything)
        # No protection leaves out fewer than the fewest that protect.
        and all(needed >= best for one in everything
                for needed, best in zip(one.needed(), one.optima)
                if best is not None)
    )
    return 0 if is_well else 1


if __name__ == "__main__":
    sys.exit(main())
