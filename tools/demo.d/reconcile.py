#!/usr/bin/env python3
"""Compares what the generator planted with what the service says it took.

  reconcile.py EXPECTED.json SESSION.json      exits 1 when they differ
"""
import json
import sys

OUTCOMES = ("created", "updated", "withdrawn", "unchanged", "duplicate",
            "rejected")

with open(sys.argv[1], encoding="utf-8") as file:
    expected = json.load(file)
with open(sys.argv[2], encoding="utf-8") as file:
    totals = {k: int(v) for k, v in json.load(file)["totals"].items()}

wrong = [name for name in ("sent", *OUTCOMES, "late")
         if totals.get(name, 0) != expected[name]]
for name in ("sent", *OUTCOMES, "late"):
    mark = "  DIFFERS" if name in wrong else ""
    print(f"{name:>10} planted {expected[name]:>8}  taken "
          f"{totals.get(name, 0):>8}{mark}")
if totals["sent"] != sum(totals.get(name, 0) for name in OUTCOMES):
    wrong.append("sum")
print("It reconciles." if not wrong else f"It does NOT reconcile: {wrong}")
sys.exit(1 if wrong else 0)
