#!/usr/bin/env python3
"""Keeps the table of abuse cases true. Standard library only.

Fails when a case of section A (1-20), B (21-45), C (46-47: purpose, 48-55: two
persons) or D (66-85) has no row or two, when a named test does not exist in the
sources, when a test that is named after a case stands in no row, or when a row
has neither a test nor a remark. With a build folder it also fails
when CTest would not run a named test: commented out, disabled, or in a file that
no program is built from.

Usage: abuse_table_test.py [BUILD [CTEST]]   (from the root of the source tree)
"""

import json
import pathlib
import re
import subprocess
import sys

CASES = (
    [f"A{n}" for n in range(1, 21)]
    + [f"B{n}" for n in range(21, 46)]
    + [f"C{n}" for n in range(46, 56)]
    + [f"D{n}" for n in range(66, 86)]
)
# "A5ARevokedCertificateIsRefused": named after its case.
OF_A_CASE = re.compile(r"\w+\.[A-D]\d+[A-Z]\w*")
TEST = re.compile(r"\bTEST(?:_F|_P)?\(\s*(\w+),\s*(\w+)\s*\)")


def tests_of(root):
    """Every "Suite.Name" in the C++ sources under `root`."""
    found = set()
    for folder in ("services", "tools", "tests"):
        for path in (root / folder).rglob("*_test.cc"):
            for suite, name in TEST.findall(path.read_text(encoding="utf-8")):
                found.add(f"{suite}.{name}")
    return found


def registered(build, ctest):
    """Every "Suite.Name" that CTest runs in the folder `build`."""
    run = subprocess.run(
        [ctest, "--test-dir", build, "--show-only=json-v1"],
        check=True, capture_output=True, text=True,
    )
    found = set()
    for test in json.loads(run.stdout)["tests"]:
        properties = {p["name"]: p["value"] for p in test.get("properties", [])}
        # "Engines/StoreTest.ReadsWhatItWrote/Memory" is one of StoreTest.
        name = re.match(r"(?:\w+/)?(\w+\.\w+)", test["name"])
        if name and not properties.get("DISABLED"):
            found.add(name.group(1))
    return found


def complaints(table, tests, run):
    """One sentence for each way in which `table` is not true; `tests` stand in
    the sources, `run` are run, or None when that is not asked."""
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
            elif run is not None and test not in run:
                yield f"{case}: {test} is not run; is everything built?"
        if not named and not cells[2]:
            yield f"{case}: neither a test nor a reason"
    listed = set(re.findall(r"`([^`]+)`", table))
    for test in sorted(filter(OF_A_CASE.fullmatch, tests - listed)):
        yield f"{test} is named after a case and stands in no row"
    for case in CASES:
        if seen.count(case) != 1:
            yield f"{case}: {seen.count(case)} rows instead of one"
    for case in sorted(set(seen) - set(CASES)):
        yield f"{case}: not a case of this table"


def planted(table, tests, run):
    """Complaints about faults that were planted and not found."""
    faults = {
        "a removed row": re.sub(r"(?m)^\| A5 .*\n", "", table),
        "a doubled row": table + "\n| A5 again | | twice |\n",
        "a test that does not exist": table.replace(
            "`GateTest.A1PlaintextIsClosed`", "`GateTest.NoSuchTest`"
        ),
        "a test of a case that is in no row": table.replace(
            "`GateTest.A10TwoTokensAreRefused`", ""
        ).replace("| A10 two tokens |  | |", "| A10 two tokens |  | why |"),
        "a row without test or reason": re.sub(
            r"(?m)^\| D69 .*$", "| D69 x | | |", table
        ),
    }
    for what, text in faults.items():
        if text == table or not list(complaints(text, tests, run)):
            yield f"planted and not found: {what}"
    if run is not None:
        missing = run - {"GateTest.A1PlaintextIsClosed"}
        if missing == run or not list(complaints(table, tests, missing)):
            yield "planted and not found: a test that is not run"


def main():
    root = pathlib.Path(".")
    table = (root / "tests/abuse/README.md").read_text(encoding="utf-8")
    tests = tests_of(root)
    arguments = sys.argv[1:]
    ctest = arguments[1] if len(arguments) > 1 else "ctest"
    run = registered(arguments[0], ctest) if arguments else None
    found = list(complaints(table, tests, run))
    found += list(planted(table, tests, run))
    for complaint in found:
        print(complaint, file=sys.stderr)
    print(f"abuse table: {len(CASES)} cases, {len(found)} complaints")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
