#!/usr/bin/env python3
"""Reads a convention as JSON and prints what the demo does with it, as shell
assignments: which allotment file fits, and on which lines money moves.

  plan.py CONVENTION.json ALLOTMENT.csv OUT.csv

ALLOTMENT.csv is used when each of its rows fits the convention; otherwise a
plain one is written to OUT.csv: 40 % of each envelope for the first strategic
objective of its part, 20 % of the first for the second one.
"""
import csv
import json
import shlex
import sys


def cents(money):
    return int(money.get("units", 0)) * 100 + money.get("nanos", 0) // 10**7


def belgian(amount):
    return f"{amount // 100:,}".replace(",", ".") + f",{amount % 100:02d} EUR"


def envelopes(convention):
    for grant in convention.get("envelopes", []):
        kind = grant["allocation"].removeprefix("ALLOCATION_").lower()
        yield f"{kind}-{grant['year']}", grant


def fits(path, convention):
    known = {name for name, _ in envelopes(convention)}
    objectives = set()
    for node in convention.get("nodes", []):
        objectives |= {node.get("id"), node.get("path")}
    with open(path, encoding="utf-8") as file:
        rows = list(csv.DictReader(file, delimiter=";"))
    return all(r["envelope"] in known and r["objective"] in objectives
               for r in rows)


def derive(convention, path):
    with open(path, "w", encoding="utf-8") as file:
        file.write("envelope;objective;category;amount\n")
        for i, (name, grant) in enumerate(envelopes(convention)):
            found = [n["id"] for n in convention["nodes"]
                     if n["kind"] == "KIND_STRATEGIC_OBJECTIVE"
                     and n.get("allocation") == grant["allocation"]]
            amount = cents(grant["amount"])
            shares = [(found[:1], 40)] + ([(found[1:2], 20)] if i == 0 else [])
            for objective, percent in shares:
                if objective:
                    file.write(f"{name};{objective[0]};operating;"
                               f"{belgian(amount * percent // 100)}\n")


def main():
    convention_path, shipped, derived = sys.argv[1:]
    with open(convention_path, encoding="utf-8") as file:
        convention = json.load(file)
    chosen = shipped
    if not shipped or not fits(shipped, convention):
        derive(convention, derived)
        chosen = derived
    by_path = {n.get("path"): n["id"] for n in convention["nodes"]
               if n["kind"] == "KIND_STRATEGIC_OBJECTIVE"}
    with open(chosen, encoding="utf-8") as file:
        rows = [r for r in csv.DictReader(file, delimiter=";")]
    lines = [f"{r['envelope']}/{by_path.get(r['objective'], r['objective'])}"
             f"-{r['category']}" for r in rows]
    values = {
        "allotment": chosen,
        "year": convention["validFrom"]["year"],
        "until_year": convention["validUntil"]["year"],
        "project_line": lines[0],
        "deduction_line": lines[min(1, len(lines) - 1)],
        "expense_line": lines[min(2, len(lines) - 1)],
        "sha": convention["textSha256"][:12],
    }
    for name, value in values.items():
        print(f"{name}={shlex.quote(str(value))}")


main()
