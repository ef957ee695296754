"""What the delivered rows of the demo come to, counted by rules of the
judge alone."""
import csv
import re
from collections import defaultdict


def recount(path, measures, areas, term):
    """Sums by measure and month of the rows that are to be taken, and how often
    each outcome has to come out."""
    events, sums, outcomes = {}, defaultdict(int), defaultdict(int)
    replaced_by = {}
    with open(path, encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file, delimiter=";"):
            outcome = judge(row, measures, areas, term, events, replaced_by,
                            sums)
            outcomes[outcome] += 1
    return dict(sums), dict(outcomes)


def judge(row, measures, areas, term, events, replaced_by, sums):
    event, day = row["event_id"], row["date"]
    if row["withdraws"]:
        return withdraw(row, events, replaced_by, sums)
    compact = re.sub(r"[^A-Za-z0-9]", "", event)
    well_formed = (
        re.fullmatch(r"[A-Za-z0-9_-]{8,64}", event)
        and not re.fullmatch(
            r"[A-Za-z]{2}\d{2}[A-Za-z0-9]{2}\d{6}(\d{2}|\d{4})?", compact)
        and row["measure"] in measures and row["area"] in areas
        and term[0] <= day <= term[1]
        and re.fullmatch(r"\d+", row["value"]))
    if not well_formed:
        return "rejected"
    if event in events or event in replaced_by:
        return "duplicate"
    now = (row["measure"], day[:7], row["area"], day, int(row["value"]))
    first = row["replaces"]
    if not first:
        events[event] = now
        sums[now[0], now[1]] += now[4]
        return "created"
    first = replaced_by.get(first, first)
    if first not in events:
        return "rejected"
    before = events[first]
    if before is None:
        return "rejected"
    replaced_by[event] = first
    if before == now:
        return "unchanged"
    events[first] = now
    sums[before[0], before[1]] -= before[4]
    sums[now[0], now[1]] += now[4]
    return "updated"


def withdraw(row, events, replaced_by, sums):
    """It counts no more; the ids of what is gone stay known."""
    if any(row[name] for name in ("measure", "date", "area", "value",
                                  "replaces")):
        return "rejected"
    if row["event_id"] in events or row["event_id"] in replaced_by:
        return "duplicate"
    first = replaced_by.get(row["withdraws"], row["withdraws"])
    if first not in events:
        return "rejected"
    replaced_by[row["event_id"]] = first
    before, events[first] = events[first], None
    if before is None:
        return "unchanged"
    sums[before[0], before[1]] -= before[4]
    return "withdrawn"
