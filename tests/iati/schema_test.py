#!/usr/bin/env python3
"""What the running suite exports of three conventions, judged by the standard's
own schema, which ENTENTE_IATI_XSD names.

Usage: schema_test.py BUILD_FOLDER     (from the root of the source tree)

Ends with 77, not run, where there is no schema or no xmllint.
"""

import os
import shutil
import subprocess
import sys
import tempfile
import unittest

import exporting

XSD = os.environ.get("ENTENTE_IATI_XSD", "")
SKIPPED = 77


class SchemaTest(exporting.Exporting):
    def test_its_own_schema_agrees(self):
        for what, xml in self.exports():
            with tempfile.NamedTemporaryFile("w", suffix=".xml",
                                             encoding="utf-8") as file:
                file.write(xml)
                file.flush()
                judged = subprocess.run(
                    ["xmllint", "--noout", "--nonet", "--schema", XSD,
                     file.name], capture_output=True, text=True, check=False)
            self.assertEqual(judged.returncode, 0, what + judged.stderr)


def missing():
    """What this test needs and has not; empty when it can run."""
    if not XSD:
        return "ENTENTE_IATI_XSD names no schema"
    if shutil.which("xmllint") is None:
        return "no xmllint: apt install libxml2-utils"
    return ""


if __name__ == "__main__":
    if missing():
        print(missing())
        sys.exit(SKIPPED)
    unittest.main()
