#!/usr/bin/env python3
"""Keeps the table of abuse cases true. Standard library only.

Fails when a case of section A (1-20), B (21-45), C (48-55: two persons) or D
(66-85) has no row or two, when a named test does not exist in the sources, or
when a row has neither a test nor a remark. Run from the root of the source tree.
"""

import pathlib
import re
import sys

CASES = (
    [f"A{n}" for n in range(1, 21)]
    + [f"B{n}" for n in range(21, 46)]
    + [f"C{n}" for n in range(48, 56)]
    + [f"D{n}" for n in range(66, 86)]
)
TEST = re.compile(r"\bTEST(?:_F|_P)?\(\s*(\w+),\s*(\w+)\s*\)")


def tests_of(root):
    """Every "Suite.Name" in the C++ sources under `root`."""
    found = set()
    for folder in ("services", "tools", "tests"):
        for path in (root / folder).rglob("*_test.cc"):
            for suite, name in TEST.findall(path.read_text(encoding="utf-8")):
                found.add(f"{suite}.{name}")
    return found


def complaints(table, tests):
    """One sentence for each way in which `table` is not true."""
    seen = []
    for line in table.splitlines():
        cells = [cell.strip() for cell in line.strip().strip("|").split("|")]
        case = cells[0].split(" ")[0]
        if not line.startswith("|") or not re.fullmatch(r"[A-Z]\d+", case):
            continue
        seen.append(case)
        if len(cells) != 3:
            yield f"{case}: a row has three cells"
            continue
        named = re.findall(r"`([^`]+)`", cells[1])
        for test in named:
            if test not in tests:
                yield f"{case}: there is no test {test}"
        if not named and not cells[2]:
            yield f"{case}: neither a test nor a reason"
    for case in CASES:
        if seen.count(case) != 1:
            yield f"{case}: {seen.count(case)} rows instead of one"
    for case in sorted(set(seen) - set(CASES)):
        yield f"{case}: not a case of this table"


def planted(table, tests):
    """Complaints about faults that were planted and not found."""
    faults = {
        "a removed row": re.sub(r"(?m)^\| A5 .*\n", "", table),
        "a doubled row": table + "\n| A5 again | | twice |\n",
        "a test that does not exist": table.replace(
            "`GateTest.A1PlaintextIsClosed`", "`GateTest.NoSuchTest`"
        ),
        "a row without test or reason": re.sub(
            r"(?m)^\| D69 .*$", "| D69 x | | |", table
        ),
    }
    for what, text in faults.items():
        if text == table or not list(complaints(text, tests)):
            yield f"planted and not found: {what}"


def main():
    root = pathlib.Path(".")
    table = (root / "tests/abuse/README.md").read_text(encoding="utf-8")
    tests = tests_of(root)
    found = list(complaints(table, tests)) + list(planted(table, tests))
    for complaint in found:
        print(complaint, file=sys.stderr)
    print(f"abuse table: {len(CASES)} cases, {len(found)} complaints")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
