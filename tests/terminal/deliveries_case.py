"""Files of other systems that are delivered, for the tests of what becomes of
them: the services with a convention, and how its zone delivers, by command and
through a drop folder of each test's own.
"""

import json
import os
import pathlib
import sys
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).parent.parent / "suite"))
import suite  # noqa: E402: its folder is known only now.

# Its term is 2024 and 2025.
FRENCH = "tools/samples/montclair.fr.txt"
EXAMPLES = pathlib.Path("deploy/deliveries")
TITLES = "event_id;measure;date;area;value\n"
# What no receipt, log or message may repeat.
SECRET = "Jeanne Exemple"


def row(event, value=1, measure="securing_actions", day="2024-06-05"):
    return f"{event};{measure};{day};DPI-1;{value}\n"


class DeliveriesCase(unittest.TestCase):
    # That of the programs, which each test says.
    build_folder = None

    @classmethod
    def setUpClass(cls):
        cls.suite = suite.Suite(cls.build_folder,
                                names=("indicators", "conventions"))
        cls.suite.__enter__()
        cls.addClassCleanup(cls.suite.__exit__, None, None, None)
        for person, role in (("anna", "coordinator"), ("zone5339", "zone")):
            cls.suite.log_in(person, role)
        cls.suite.say("anna", "convention", "import", FRENCH, "--municipality",
                      "99001", "--police-zone", "5339")
        cls.suite.wait_for(lambda: cls.suite.ask(
            "anna", "indicators", "measures")["measures"])
        cls.key = cls.suite.home / "id.key"
        cls.suite.say(None, "indicators", "mapping", "key", cls.key)

    def setUp(self):
        self.folder = self.suite.home / f"drop-{self.id().rsplit('.', 1)[1]}"
        self.folder.mkdir()
        # Made by the first look at it.
        self.watch()

    def say(self, *words, **options):
        return self.suite.say("zone5339", "indicators", *words, **options)

    def ingest(self, name, *words, **options):
        return self.say("ingest", EXAMPLES / name, "--source", "zone5339",
                        "--mapping",
                        EXAMPLES / (name.rsplit(".", 1)[0] + ".textproto"),
                        "--id-key", self.key, *words, **options)

    def watch(self, *words, code=0,
              rules=("--source", "zone5339", "--settle", "0")):
        return self.say("watch", self.folder, *rules, "--once", *words,
                        code=code)

    def put(self, name, text):
        """As a source does: written under another name, then renamed."""
        draft = self.folder / "incoming" / f"{name}.part"
        draft.write_bytes(text if isinstance(text, bytes) else text.encode())
        draft.rename(draft.with_name(name))

    def receipt(self, name):
        return json.loads(
            (self.folder / "receipts" / f"{name}.json").read_text())

    def names(self, place):
        return sorted(os.listdir(self.folder / place))

    def total(self, measure, month):
        """What the service counts."""
        series = self.suite.ask("anna", "indicators", "series", "--from",
                                month, "--until", month)["series"]
        return sum(int(one.get("value", 0))
                   for each in series if each["measureCode"] == measure
                   for one in each.get("months", []))
