#!/usr/bin/env python3
"""A port is of one suite, however many run at the same time."""

import os
import pathlib
import random
import subprocess
import sys
import tempfile
import unittest
from unittest import mock

import suite

# Prints what another process draws that tries this port first.
OTHER = """
import sys
from unittest import mock
import ports_test
import suite
with ports_test.trying(int(sys.argv[1])):
    print(suite.free_port())
"""


def trying(port):
    """Draws begin with `port`."""
    usual = random.randrange
    first = [port]
    return mock.patch("random.randrange", lambda *bounds: (
        first.pop() if first else usual(*bounds)))


class PortsTest(unittest.TestCase):
    def setUp(self):
        self.port = suite.free_port()
        self.addCleanup(suite.give_back, self.port)

    def draw_again(self, give_back):
        """What is drawn once `give_back` gave back the port: that one, unless
        another process was quicker; then of a second port."""
        give_back()
        with trying(self.port):
            drawn = suite.free_port()
        self.addCleanup(suite.give_back, drawn)
        if drawn != self.port:
            self.port = drawn
            give_back()
            with trying(self.port):
                drawn = suite.free_port()
            self.addCleanup(suite.give_back, drawn)
        return drawn

    def test_no_port_is_drawn_twice(self):
        with trying(self.port):
            other = suite.free_port()
        self.addCleanup(suite.give_back, other)
        self.assertNotEqual(other, self.port)

    def test_another_process_draws_another(self):
        said = subprocess.run(
            [sys.executable, "-c", OTHER, str(self.port)], check=True,
            capture_output=True, text=True, cwd=pathlib.Path(__file__).parent)
        self.assertNotEqual(int(said.stdout), self.port)

    def test_given_back_it_is_drawn_again(self):
        drawn = self.draw_again(lambda: suite.give_back(self.port))
        self.assertEqual(drawn, self.port)

    def test_a_suite_that_ends_gives_back_its_ports(self):
        def end():
            running = suite.Suite("build")
            running.home = pathlib.Path("/nonexistent")
            running.ports = {"indicators": self.port}
            running.__exit__(None, None, None)

        self.assertEqual(self.draw_again(end), self.port)


class LockFolderTest(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.tmp = pathlib.Path(folder.name)
        patch = mock.patch("tempfile.gettempdir", lambda: folder.name)
        patch.start()
        self.addCleanup(patch.stop)

    def test_it_is_closed_to_others(self):
        self.addCleanup(suite.give_back, suite.free_port())
        [folder] = self.tmp.iterdir()
        self.assertEqual(folder.stat().st_mode & 0o777, 0o700)

    def test_a_lock_that_cannot_be_opened_is_passed_over(self):
        # A folder stands in its place.
        (suite.lock_folder() / "20001").mkdir()
        with trying(20001):
            port = suite.free_port()
        self.addCleanup(suite.give_back, port)
        self.assertNotEqual(port, 20001)

    def test_the_draws_end(self):
        (suite.lock_folder() / "20001").mkdir()
        with mock.patch("random.randrange", lambda *bounds: 20001):
            with self.assertRaisesRegex(RuntimeError, "no port is free"):
                suite.free_port()

    def test_a_folder_of_somebody_else_is_refused(self):
        other = os.getuid() + 1
        with mock.patch("os.getuid", lambda: other):
            with self.assertRaisesRegex(RuntimeError, "not a folder of this"):
                suite.free_port()

    def test_a_link_to_a_folder_is_refused(self):
        folder = suite.lock_folder()
        folder.rmdir()
        folder.symlink_to(self.tmp)
        with self.assertRaisesRegex(RuntimeError, "not a folder of this"):
            suite.free_port()


if __name__ == "__main__":
    unittest.main()
