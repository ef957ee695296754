#!/usr/bin/env python3
"""kill -9 of `entente indicators watch`, and of the service behind it, at drawn
moments, and a recount of everything at the end.

The files hold some events twice, in one file and in two; each counts once. They
are dropped, and dropped again, while the watcher is killed; at the end every
figure of the service, and every receipt, is what the files say. No receipt
names a known row as one that counts otherwise: each comes again as it came.

Corrections stand in front of the events that they correct, the newest first,
and a measure is kept from the source until half of the rounds are over: rows of
both kinds are taken by later sessions of their files. At the end all files are
dropped once more; what is rejected then is what is wrong in them.

With --atomic files are taken whole or not at all: of one with a row that is
refused nothing counts. The second file is such a one, so it takes two rounds.

Usage: drop_folder.py BUILD_FOLDER [--rounds N] [--seed N] [--atomic]
       (from the root of the source tree)
"""

import argparse
import collections
import hashlib
import json
import os
import pathlib
import random
import subprocess
import sys
import time

sys.path.insert(0, str(pathlib.Path(__file__).parent.parent / "suite"))
import suite  # noqa: E402: its folder is known only now.

SAMPLE = "tools/samples/montclair.fr.txt"
MEASURES = ("nuisance_actions", "securing_actions", "theft_awareness_actions")
# Kept from the source at first.
HELD_BACK = MEASURES[2]
TITLES = "event_id;measure;date;area;value;replaces\n"
ROUNDS_TO_END_MAX = 50


class Files:
    """What is dropped, and what it comes to."""

    def __init__(self, draw, is_atomic):
        self.draw, self.is_atomic = draw, is_atomic
        self.texts = {}
        # Names of those of which nothing counts.
        self.refused = set()
        # Event to (measure, month, value): of its first row.
        self.events = {}
        # Events that may come again, as they came.
        self.rows = []
        self.corrections = 0
        # By name: lines of the rows that nobody takes.
        self.wrong = {}

    def make(self, number):
        lines, rows, events = [], [], {}
        # What stands somewhere behind, in this order.
        later = []
        wrong = []
        # Of whole files most are taken, and one of the first two is not.
        is_to_be_refused = self.is_atomic and number == 1
        may_be_refused = not self.is_atomic or is_to_be_refused or (
            number > 1 and self.draw.random() < 0.3)
        for index in range(self.draw.randrange(200, 900)):
            if later and self.draw.random() < 0.3:
                lines.append(later.pop(0))
            kind = self.draw.random()
            if is_to_be_refused and index == 0:
                kind = 0.06
            if kind < 0.05 and self.rows + rows:
                lines.append(self.draw.choice(self.rows + rows))
                continue
            event = hashlib.sha256(
                f"{number}/{index}".encode()).hexdigest()[:24]
            measure = self.draw.choice(MEASURES)
            month = f"2024-{self.draw.randrange(1, 13):02d}"
            value = self.draw.randrange(0, 9)
            day = f"{month}-{self.draw.randrange(1, 29):02d}"
            if kind < 0.08 and may_be_refused:
                # One that is refused: here, or by the service.
                lines.append(f"{event};{measure};{day};NOWHERE;{value};\n"
                             if kind < 0.07
                             else f"{event};{measure};{month}-xx;DPI-1;1;\n")
                wrong.append(len(lines) + 1)
                continue
            if kind < 0.12 and not self.is_atomic:
                # Corrected twice, the newest row first.
                ids = (f"{event}-2", f"{event}-1", event)
                newest, *older = [
                    f"{ids[i]};{measure};{day};DPI-1;{value + 2 - i};{of}\n"
                    for i, of in enumerate((*ids[1:], ""))]
                lines.append(newest)
                later += older
                events[event] = (measure, month, value + 2)
                self.corrections += 2
                continue
            line = f"{event};{measure};{day};DPI-1;{value};\n"
            lines.append(line)
            rows.append(line)
            events[event] = (measure, month, value)
        name = f"drop-{number}.csv"
        self.texts[name] = TITLES + "".join(lines + later)
        self.wrong[name] = wrong
        if self.is_atomic and wrong:
            self.refused.add(name)
        else:
            self.rows += rows
            self.events.update(events)
        return name

    def sums(self):
        sums = collections.Counter()
        for measure, month, value in self.events.values():
            sums[measure, month] += value
        return sums


class Run:
    def __init__(self, running, draw, is_atomic):
        self.suite, self.draw = running, draw
        self.is_atomic = is_atomic
        self.folder = running.home / "drop"
        self.folder.mkdir()
        self.files = Files(draw, is_atomic)
        self.kills = collections.Counter()
        # Of a round that was let be; a share of it is the next kill.
        self.usual_seconds = 1.0

    def words(self):
        return ["indicators", "watch", self.folder, "--source", "zone5339",
                "--once", "--settle", "0",
                *(["--atomic"] if self.is_atomic else ["--batch", "20"])]

    def drop(self, name):
        incoming = self.folder / "incoming"
        incoming.mkdir(exist_ok=True)
        draft = incoming / f"{name}.part"
        draft.write_text(self.files.texts[name])
        os.rename(draft, incoming / name)

    def let(self, *sources):
        """Says who may deliver the measure that is held back."""
        self.suite.say("anna", "indicators", "measure", "settings", "set",
                       HELD_BACK, "--from", "2024-01", *sources, "--reason",
                       "Reprise par la zone")

    def watch(self, is_killed):
        began = time.monotonic()
        client = self.suite.start_client("zone5339", *self.words())
        moment = self.draw.random() * self.usual_seconds * 1.2
        try:
            out, err = client.communicate(
                timeout=moment if is_killed == "watcher" else 120)
            self.usual_seconds = time.monotonic() - began
            if client.returncode not in (0, 1):
                raise RuntimeError(f"{client.returncode}: {out}{err}")
        except subprocess.TimeoutExpired:
            client.kill()
            client.communicate()
            self.kills["watcher"] += 1

    def watch_with_a_service_that_dies(self):
        client = self.suite.start_client("zone5339", *self.words())
        moment = self.draw.random() * self.usual_seconds
        try:
            client.wait(timeout=moment)
        except subprocess.TimeoutExpired:
            pass
        self.suite.kill("indicators")
        self.kills["service"] += 1
        self.suite.start("indicators")
        client.communicate(timeout=240)

    def round(self, number):
        names = [self.files.make(number)]
        if self.draw.random() < 0.5:
            names.append(self.draw.choice(sorted(self.files.texts)))
        for name in names:
            self.drop(name)
        kind = self.draw.random()
        if kind < 0.2:
            self.watch_with_a_service_that_dies()
        else:
            self.watch("watcher" if kind < 0.85 else "nobody")

    def finish(self):
        for _ in range(ROUNDS_TO_END_MAX):
            left = [name for place in ("incoming", "processing")
                    for name in os.listdir(self.folder / place)]
            if not left:
                return
            self.watch("nobody")
        raise RuntimeError(f"left for ever: {left}")

    def odd_rejections(self, name, rows, totals, receipt):
        """Where the receipt of a file says otherwise which rows count."""
        found = []
        wrong = self.files.wrong[name]
        listed = [int(one["line"]) for one in receipt.get("rejections", [])]
        if listed != wrong:
            found.append(f"{name}: lists {listed}, wanted {wrong}")
        of_reasons = sum(int(one["rows"])
                         for one in receipt.get("reasons", []))
        known = rows - len(wrong) - sum(
            totals[state] for state in ("created", "updated", "unchanged",
                                        "withdrawn"))
        told = (totals["rejected"], of_reasons, totals["duplicate"])
        if told != (len(wrong), len(wrong), known):
            found.append(f"{name}: rejected, of reasons, known: {told}, "
                         f"wanted {len(wrong)} twice and {known}")
        left = receipt.get("leftRejected", "LEFT_REJECTED_UNSPECIFIED")
        if left != "LEFT_REJECTED_UNSPECIFIED":
            found.append(f"{name}: {left}")
        return found

    def differences(self):
        found = []
        series = self.suite.ask("anna", "indicators", "series", "--from",
                                "2024-01", "--until", "2024-12")["series"]
        read = collections.Counter()
        for one in series:
            for month in one.get("months", []):
                date = month["month"]
                read[one["measureCode"], f"{date['year']}-{date['month']:02d}"
                     ] += int(month.get("value", 0))
        for key, wanted in sorted(self.files.sums().items()):
            if read[key] != wanted:
                found.append(f"{key}: {read[key]}, wanted {wanted}")
        created = updated = 0
        for name, text in sorted(self.files.texts.items()):
            path = self.folder / "receipts" / f"{name}.json"
            if not path.exists():
                found.append(f"{name} has no receipt")
                continue
            receipt = json.loads(path.read_text())
            totals = {state: int(rows)
                      for state, rows in receipt["totals"].items()}
            created += totals["created"]
            updated += totals["updated"]
            digest = hashlib.sha256(text.encode()).hexdigest()
            rows = text.count("\n") - 1
            is_refused = name in self.files.refused
            if (receipt["sha256"], int(receipt["rows"]),
                    int(receipt["totals"]["sent"])) != (
                        digest, rows, 0 if is_refused else rows):
                found.append(f"{name}: its receipt is of another file")
            if not is_refused:
                found += self.odd_rejections(name, rows, totals, receipt)
            reason = receipt.get("reason", "")
            if reason != ("INGEST_REFUSED_WHOLE" if is_refused else ""):
                found.append(f"{name}: reason {reason!r}")
            if receipt.get("knownRowsThatDiffer"):
                found.append(f"{name}: known rows are said to differ")
            place = "quarantine" if is_refused else "done"
            if (self.folder / place / name).read_text() != text:
                found.append(f"{name} in {place} is another file")
        if created != len(self.files.events):
            found.append(f"created {created}, wanted {len(self.files.events)}")
        if updated != self.files.corrections:
            found.append(f"updated {updated}, wanted {self.files.corrections}")
        for place in ("incoming", "processing"):
            if os.listdir(self.folder / place):
                found.append(f"{place} is not empty")
        # One that was dropped again has the tag of its content behind it.
        for name in os.listdir(self.folder / "quarantine"):
            if not any(name == one or name.startswith(f"{one}.")
                       for one in self.files.refused):
                found.append(f"{name} is in quarantine")
        if self.is_atomic and not (
                0 < len(self.files.refused) < len(self.files.texts)):
            found.append(f"{len(self.files.refused)} of "
                         f"{len(self.files.texts)} files are to be refused: "
                         "this tries one side alone")
        drafts = [name for name in os.listdir(self.folder / "receipts")
                  if not name.endswith((".json", ".json.new"))]
        if drafts:
            found.append(f"odd receipts: {drafts}")
        return found


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("build")
    parser.add_argument("--rounds", type=int, default=25)
    parser.add_argument("--seed", type=int,
                        default=int(os.environ.get(
                            "ENTENTE_SEED", random.randrange(1 << 31))))
    parser.add_argument("--atomic", action="store_true")
    flags = parser.parse_args()
    print(f"seed {flags.seed}", flush=True)
    draw = random.Random(flags.seed)
    with suite.Suite(flags.build, names=("indicators", "conventions")
                     ) as running:
        for person, role in (("anna", "coordinator"), ("zone5339", "zone")):
            running.log_in(person, role)
        running.say("anna", "convention", "import", SAMPLE, "--municipality",
                    "99001", "--police-zone", "5339")
        running.wait_for(lambda: running.ask(
            "anna", "indicators", "measures")["measures"])
        run = Run(running, draw, flags.atomic)
        if not flags.atomic:
            run.let("--source", "zone5340")
        for number in range(flags.rounds):
            if number == flags.rounds // 2 and not flags.atomic:
                run.let("--any-source")
            run.round(number)
        run.finish()
        if not flags.atomic:
            for name in sorted(run.files.texts):
                run.drop(name)
            run.finish()
        found = run.differences()
        running.kill("indicators")
        verified = running.offline("indicators", "--verify")
        if verified.returncode != 0:
            found.append(f"--verify: {verified.stdout}{verified.stderr}")
        for line in found:
            print(line)
        print(f"{len(run.files.texts)} files, of which "
              f"{len(run.files.refused)} refused, "
              f"{len(run.files.events)} events, "
              f"kills: {dict(run.kills)}, {len(found)} differences")
        return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
