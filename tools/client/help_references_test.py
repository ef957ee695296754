#!/usr/bin/env python3
"""What the help gives as an example, the contract takes: every reference of a
restricted call has one of the forms that the service states (reference_forms).

Usage: help_references_test.py ENTENTE     (run from the root of the source tree)
"""

import os
import pathlib
import re
import subprocess
import sys
import unittest

PROGRAM = os.path.abspath(sys.argv.pop(1))
CONTRACT = "proto/entente/exchange/v1/case_service.proto"
# As reference_forms.h has them: "*" an identifier, "#" a mark with a digit.
SEGMENTS = {
    "*": r"[a-z0-9-]{1,63}",
    "#": r"(?=[^/]*[0-9])[A-Za-z0-9._-]{1,63}",
}


def forms():
    text = pathlib.Path(CONTRACT).read_text(encoding="utf-8")
    found = re.findall(r'reference_forms\)\s*=\s*"([^"]+)"', text)
    return [
        "/".join(SEGMENTS.get(s, re.escape(s)) for s in form.split("/"))
        for form in found
    ]


def has_form(reference):
    return any(re.fullmatch(form, reference) for form in forms())


def help_of(*command):
    return subprocess.run(
        [PROGRAM, *command, "--help"], check=True, capture_output=True,
        text=True, env={"PATH": os.environ["PATH"], "LANG": "en"},
    ).stdout


def commands(*path):
    """Every command below `path` with its help."""
    text = help_of(*path)
    _, _, listed = text.partition("\nCommands:\n")
    names = re.findall(r"(?m)^  ([a-z][a-z-]*)(?= |$)", listed)
    if not names:
        yield path, text
    for name in names:
        yield from commands(*path, name)


class HelpReferences(unittest.TestCase):
    def test_every_reference_of_the_help_has_a_form_of_the_contract(self):
        seen = 0
        for command, text in commands():
            _, _, example = text.partition("\nExample:\n")
            if "--acting-under" not in example:
                continue
            for reference in re.findall(r"--reference\s+(\S+)", example):
                seen += 1
                self.assertTrue(
                    has_form(reference),
                    f"entente {' '.join(command)}: {reference}",
                )
        self.assertGreaterEqual(seen, 8, "no help was read")

    def test_the_forms_are_those_of_the_contract(self):
        self.assertGreaterEqual(len(forms()), 4)
        for good in ("notes/2018-07", "reviews/2019-1",
                     "municipalities/21004/meetings/0a1b/agendaItems/2"):
            self.assertTrue(has_form(good), good)
        for bad in ("NOTE-2018-07", "notes/", "notes/none", "notes/1/2",
                    "municipalities/21004/meetings/NAME"):
            self.assertFalse(has_form(bad), bad)


if __name__ == "__main__":
    unittest.main()
