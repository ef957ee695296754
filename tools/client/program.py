"""The program itself, run without services: what tests of it share.

The first argument of whoever imports this is the program.
"""

import os
import pathlib
import subprocess
import sys
import tempfile
import unittest

PROGRAM = os.path.abspath(sys.argv.pop(1))


class ProgramTest(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()
        self.home = pathlib.Path(self.folder.name)
        self.addCleanup(self.folder.cleanup)

    def entente(self, *arguments, stdin=b"", lang="fr"):
        environment = {"PATH": os.environ["PATH"], "LANG": lang}
        return subprocess.run(
            [PROGRAM, *arguments],
            input=stdin,
            capture_output=True,
            timeout=120,
            env=environment,
            check=False,
        )
