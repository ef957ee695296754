#!/usr/bin/env python3
"""Ends tools/demo before its end, and starts it wrongly.

  stop_test.py BUILD_FOLDER

Ctrl-C goes to the whole group of the terminal: the demo ends with 130 and no
service runs on. A document that is no convention ends it with 1, a wrong command
line with 2.
"""

import os
import signal
import subprocess
import sys
import tempfile
import unittest

BUILD = os.path.abspath(sys.argv.pop(1))
DOCUMENT = "tools/samples/lindevoort.nl.txt"
# Lines after which Ctrl-C is pressed: a service has started, money moves,
# figures are delivered, the result is shown.
MOMENTS = ("entente-indicators ", "Over-spending is refused",
           "delivers a year of counts", "5. The result")


# A demo whose commands end all the time, with one service that only waits.
HURRIED = """
set -euo pipefail
home=$1
source tools/demo.d/services.sh
sleep 600 >/dev/null 2>&1 &
pids[waiting]=$!
%s
echo "$!"
while :; do (exec true) | sed p; echo again; done
"""
INTERRUPTS = 60


def traps():
    """The lines with which tools/demo prepares for its end."""
    with open("tools/demo", encoding="utf-8") as file:
        return "".join(line for line in file if line.startswith("trap "))


class StopTest(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory(prefix="entente-stop-")
        self.addCleanup(folder.cleanup)
        self.home = folder.name
        self.environment = dict(
            os.environ, ENTENTE_HOME=self.home, ENTENTE_BUILD=BUILD,
            ENTENTE_PREPARED="1", LANG="C.UTF-8")

    def start(self, *arguments):
        return subprocess.Popen(
            ["tools/demo", *arguments], env=self.environment,
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT, text=True, start_new_session=True)

    def services(self):
        """Processes that hold a store of this home."""
        found = []
        for pid in filter(str.isdigit, os.listdir("/proc")):
            try:
                with open(f"/proc/{pid}/cmdline", "rb") as file:
                    words = file.read().decode(errors="replace").split("\0")
            except OSError:
                continue
            if any(word.startswith(f"{self.home}/data") for word in words):
                found.append(pid)
        return found

    def test_ctrl_c_leaves_no_service_behind(self):
        for moment in MOMENTS:
            with self.subTest(moment=moment):
                demo = self.start("--rows", "20000", DOCUMENT)
                for line in demo.stdout:
                    if moment in line:
                        self.assertTrue(self.services())
                        os.killpg(demo.pid, signal.SIGINT)
                        break
                else:
                    self.fail(f"the demo never said {moment}")
                demo.communicate(timeout=120)
                self.assertEqual(demo.returncode, 130)
                self.assertEqual(self.services(), [])
                self.assertEqual(os.listdir(f"{self.home}/run"), [])

    def test_ctrl_c_while_a_command_ends_leaves_no_service_behind(self):
        for turn in range(INTERRUPTS):
            demo = subprocess.Popen(
                ["bash", "-c", HURRIED % traps(), "demo", self.home],
                stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
                start_new_session=True)
            service = int(demo.stdout.readline())
            for _ in range(turn % 5):
                demo.stdout.readline()
            os.killpg(demo.pid, signal.SIGINT)
            demo.communicate(timeout=60)
            self.assertEqual(demo.returncode, 130)
            with self.assertRaises(ProcessLookupError, msg=f"turn {turn}"):
                os.kill(service, signal.SIGKILL)

    def test_what_is_no_convention_ends_with_1(self):
        letter = os.path.join(self.home, "letter.txt")
        with open(letter, "w", encoding="utf-8") as file:
            file.write("Madame,\n\nVeuillez trouver ci-joint.\n")
        demo = self.start(letter)
        said, _ = demo.communicate(timeout=120)
        self.assertEqual(demo.returncode, 1, said)
        self.assertIn("[NOT_A_CONVENTION]", said)
        self.assertEqual(self.services(), [])

    def test_a_wrong_command_line_ends_with_2(self):
        for arguments in (["--bogus"], ["none.txt"], ["--rows", "0"],
                          [DOCUMENT, DOCUMENT]):
            demo = self.start(*arguments)
            said, _ = demo.communicate(timeout=60)
            self.assertEqual(demo.returncode, 2, said)


if __name__ == "__main__":
    unittest.main()
