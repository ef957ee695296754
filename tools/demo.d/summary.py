#!/usr/bin/env python3
"""One line for people from `entente convention parse --format=summary`."""
import json
import sys

with open(sys.argv[1], encoding="utf-8") as file:
    s = json.load(file)
total = f"{s['total_cents'] // 100:,}".replace(",", ".")
print(f"{s['municipality']}, {s['valid_from']} to {s['valid_until']}: "
      f"{len(s['envelopes'])} envelopes, {total},{s['total_cents'] % 100:02d} "
      f"EUR; {s['strategic_objectives']} strategic and "
      f"{s['operational_objectives']} operational objectives, "
      f"{s['indicators']} indicators; {len(s['findings'])} findings to look at")
