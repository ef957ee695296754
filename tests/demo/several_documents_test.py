#!/usr/bin/env python3
"""Plays tools/demo on several documents in one home, and on documents whose
import is refused: money moves on the document that was given, or not at all.

  several_documents_test.py BUILD_FOLDER
"""
import json
import os
import re
import subprocess
import sys
import tempfile

from demo_test import Demo, check, fail

SAMPLE = "tools/samples/montclair.fr.txt"
# What the ledger of a convention shows after one play or several.
ENTRIES = re.compile(r"(\d+) conventions, .*? (\d+) entries, ")


def write(path, text):
    with open(path, "w", encoding="utf-8") as file:
        file.write(text)
    return path


class Home:
    def __init__(self, build, folder):
        self.demo = Demo(build, SAMPLE, folder)
        self.build = build
        self.folder = folder

    def play(self, document, *flags, wanted=0):
        run = subprocess.run(
            ["tools/demo", "--rows", "500", *flags, document],
            env=self.demo.env, stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
            timeout=280)
        if run.returncode != wanted:
            print(run.stdout)
            fail(f"tools/demo {document} ended {run.returncode}, not {wanted}")
        print(f"ok  tools/demo {document} {' '.join(flags)}: ends {wanted}")
        return run.stdout

    def meant(self):
        """The convention that commands mean when none is named."""
        with open(os.path.join(self.folder, "client.json"),
                  encoding="utf-8") as file:
            return json.load(file)["convention"]

    def ledger(self):
        """(conventions, entries) of the stopped service, recounted."""
        run = subprocess.run(
            [os.path.join(self.build, "bin", "entente-conventions"),
             "--data", os.path.join(self.folder, "data", "conventions"),
             "--verify"], stdout=subprocess.PIPE, text=True, check=True)
        return tuple(int(n) for n in ENTRIES.match(run.stdout).groups())


def judge_refused(home, document, flags, before, reason):
    said = home.play(document, *flags, wanted=1)
    check(f"{reason} is said", f"[{reason}]" in said, True)
    check("chapters after the import", "2. Money" in said, False)
    check("conventions and entries after it", home.ledger(), before)


def main():
    build = os.path.abspath(sys.argv[1])
    with open(SAMPLE, encoding="utf-8") as file:
        text = file.read()
    valcourt = text.replace("Montclair", "Valcourt").replace("MONTCLAIR",
                                                             "VALCOURT")
    endless = text.replace("31 décembre", "31 février")
    if endless == text or valcourt == text:
        fail(f"{SAMPLE} is no longer what this test changes")
    with tempfile.TemporaryDirectory(prefix="entente-demo-") as folder:
        home = Home(build, os.path.join(folder, "home"))
        # Another town, another year's end that does not exist, another text
        # under the id of the first.
        other = write(os.path.join(folder, "valcourt.txt"), valcourt)
        no_term = write(os.path.join(folder, "no_term.txt"), endless)
        same_id = write(os.path.join(folder, "same_id.txt"),
                        text.replace("412.500,00", "412.600,00"))
        town, other_town = ("--municipality", "99001"), ("--municipality",
                                                         "99003")
        # Nothing is there yet to go on with.
        said = home.play(no_term, *town, wanted=1)
        check("TERM_MISSING is said", "[TERM_MISSING]" in said, True)
        check("ledger without a convention", home.ledger(), (0, 0))

        home.play(SAMPLE)
        one = home.ledger()
        check("conventions after the first", one[0], 1)
        home.play(other, *other_town)
        two = home.ledger()
        check("both ledgers", two, (2, 2 * one[1]))
        check("the client means the second", "/99003/" in home.meant(), True)
        said = home.play(SAMPLE)
        check("the client means the first again", "/99001/" in home.meant(),
              True)
        check("names of the second that are said", "/99003/" in said, False)
        check("ledgers after A, B, A", home.ledger(), two)

        judge_refused(home, no_term, town, two, "TERM_MISSING")
        judge_refused(home, same_id, town, two, "CONVENTION_EXISTS")
        judge_refused(home, SAMPLE, ("--municipality", "1"), two,
                      "MALFORMED_NAME")


if __name__ == "__main__":
    main()
