#!/usr/bin/env python3
"""Names the tests that were skipped, from what `ctest --output-junit` wrote: a
test that did not run shows nothing.

Usage: skipped.py FILE     exit 0 whether there are some or none
"""

import sys
import xml.etree.ElementTree


def skipped(text):
    """Name and reason of each test that did not run, by name."""
    found = []
    for case in xml.etree.ElementTree.fromstring(text).iter("testcase"):
        reason = case.find("skipped")
        if reason is not None or case.get("status") == "disabled":
            words = "" if reason is None else reason.get("message", "")
            found.append((case.get("name"), words or "disabled"))
    return sorted(found)


def main(path):
    with open(path, encoding="utf-8") as file:
        found = skipped(file.read())
    for name, reason in found:
        print(f"SKIPPED {name}: {reason}")
    print(f"{len(found)} tests were skipped")


if __name__ == "__main__":
    main(sys.argv[1])
