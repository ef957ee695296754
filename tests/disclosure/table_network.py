"""Tables as networks: an exact answer at any size, for the judges beside it.
Nothing here was made from the C++ that is judged. Standard library only.

Where every cell stands in at most two sums, once on either side of the scales,
the sums are nodes, the cells edges between them, and the whole numbers that fit
are flows. The true table is one. Another that has a given value in one cell is
found by sending the difference round through the other cells, or there is none:
that is the theorem of the greatest flow and the least cut. Rows and columns
with their totals are such tables, also with subtotals in one direction.
"""

import collections


def reduced(sums, order):
    """The same sums, [total, part, …] each: where one has all the parts of
    another, it has that total instead. Others are tried in `order`."""
    parts_of = [frozenset(parts) for _, *parts in sums]
    smaller = []
    for place, (total, *_) in enumerate(sums):
        left = set(parts_of[place])
        for other in order:
            parts = parts_of[other]
            is_within = (len(parts) < len(parts_of[place])
                         or other < place) and parts <= left
            if is_within and sums[other][0] not in left | {total}:
                left = left - parts | {sums[other][0]}
        smaller.append([total, *sorted(left)])
    return smaller


def orders(sums):
    """In which sums are taken together: not all lead to a network."""
    places = range(len(sums))
    yield sorted(places, key=lambda place: -len(sums[place]))
    yield sorted(places, key=lambda place: len(sums[place]))


def sides(sums, count):
    """By cell the sums that it stands in, each with the side, turned so that
    every cell stands once on either; None where that cannot be."""
    of_cell = [[] for _ in range(count)]
    for place, (total, *parts) in enumerate(sums):
        of_cell[total].append((place, -1))
        for part in parts:
            of_cell[part].append((place, 1))
    beside = collections.defaultdict(list)
    for found in of_cell:
        if len(found) > 2:
            return None
        if len(found) == 2:
            (one, side), (other, other_side) = found
            beside[one].append((other, -side * other_side))
            beside[other].append((one, -side * other_side))
    turned = {}
    for first in range(len(sums)):
        reached = [] if first in turned else [first]
        turned.setdefault(first, 1)
        while reached:
            place = reached.pop()
            for other, turn in beside[place]:
                wanted = turned[place] * turn
                if other not in turned:
                    turned[other] = wanted
                    reached.append(other)
                elif turned[other] != wanted:
                    return None
    return [[(place, side * turned[place]) for place, side in found]
            for found in of_cell]


class Network:
    """Of `count` cells; `network_of` makes one."""

    def __init__(self, of_cell):
        # From the sum on one side to that on the other. A cell that stands in
        # one only goes where nothing has to be kept.
        self.outside = max((place for found in of_cell for place, _ in found),
                           default=-1) + 1
        self.ends = []
        self.at = [[] for _ in range(self.outside + 1)]
        for cell, found in enumerate(of_cell):
            ends = {side: place for place, side in found}
            tail, head = (ends.get(side, self.outside) for side in (1, -1))
            self.ends.append((tail, head))
            if found:
                self.at[tail].append((cell, head, 1))
                self.at[head].append((cell, tail, -1))

    def find(self, values, least, most, cell, end):
        """A table like `values`, which is one, with `cell` at `end`; None where
        there is none. Nothing is given up."""
        if not least[cell] <= end <= most[cell]:
            return None
        values = list(values)
        tail, head = self.ends[cell]
        rises = end > values[cell]
        left = abs(end - values[cell])
        values[cell] = end
        if tail == head:
            return values
        source, sink = (head, tail) if rises else (tail, head)
        while left:
            way = self.way(values, least, most, cell, source, sink)
            if way is None:
                return None
            amount = min(left, *(room for _, _, room in way))
            for one, side, _ in way:
                values[one] += side * amount
            left -= amount
        return values

    def way(self, values, least, most, cell, source, sink):
        """The shortest way on which something can still be sent, not through
        `cell`: cells, directions and how much each takes; None: no way."""
        came = {source: None}
        reached = collections.deque([source])
        while reached and sink not in came:
            place = reached.popleft()
            for one, beyond, side in self.at[place]:
                room = (most[one] - values[one] if side > 0
                        else values[one] - least[one])
                if one == cell or room <= 0 or beyond in came:
                    continue
                came[beyond] = (place, one, side, room)
                reached.append(beyond)
        if sink not in came:
            return None
        way = []
        while came[sink] is not None:
            sink, *step = came[sink]
            way.append(step)
        return way


def network_of(sums, count):
    """None where the sums are no network."""
    for order in orders(sums):
        of_cell = sides(reduced(sums, order), count)
        if of_cell is not None:
            return Network(of_cell)
    return None
