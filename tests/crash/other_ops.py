"""Drawn deliveries of figures and calls of the cell, with their models."""

import collections
import csv
import hashlib

from ledger_ops import Operation

AREAS = ("21004", "DPI-1", "UNKNOWN")
TEXT = "Exemple inventé : entretien mené, prochain rendez-vous fixé.\n"


class Figures:
    """Deliveries of the zone, and activities of the coordinator, who edits
    and withdraws some."""

    def __init__(self, draw, folder, measures, activity_measures):
        self.draw, self.folder, self.measures = draw, folder, measures
        self.activity_measures = activity_measures
        self.count = 0
        # First id of an event to what it counts as; every id to its first.
        self.events, self.first = {}, {}
        self.sessions = {}
        # Name of an activity that counts to its participants.
        self.activities = {}

    def next(self):
        """One delivery at a time: what a row becomes depends on those before
        it; so does what becomes of an activity."""
        self.count += 1
        choices = [self.add_activity]
        choices += [self.edit_activity, self.edit_activity,
                    self.withdraw_activity] * bool(self.activities)
        return [self.deliver(), self.draw.choice(choices)()]

    def edit_activity(self):
        name = self.draw.choice(sorted(self.activities))
        participants = self.draw.randrange(40, 80)

        def done(_):
            self.activities[name] = participants

        return Operation("anna", ["activity", "edit", name, "--participants",
                                  str(participants), "--another",
                                  *self.why()], done)

    def withdraw_activity(self):
        name = self.draw.choice(sorted(self.activities))
        return Operation("anna", ["activity", "withdraw", name, *self.why()],
                         lambda _: self.activities.pop(name))

    def why(self):
        return ["--reason", "Exemple inventé", "--request-id",
                f"crash-activity-{self.count}"]

    def add_activity(self):
        participants = self.draw.randrange(1, 40)

        def done(answer):
            self.activities[answer["name"]] = participants

        # Of one day, and drawn: some look the same.
        return Operation("anna", ["activity", "add", "--type",
                                  "coppra_training", "--date", "2024-03-14",
                                  "--participants", str(participants),
                                  "--hours", "6", "--another", "--request-id",
                                  f"crash-activity-{self.count}"], done)

    def row(self, number, outcomes):
        """One row, and its outcome once the rows before it were taken."""
        event = hashlib.sha256(
            f"{self.count}/{number}".encode()).hexdigest()[:24]
        now = [self.draw.choice(self.measures),
               f"2024-{self.draw.randrange(1, 13):02d}-"
               f"{self.draw.randrange(1, 29):02d}",
               self.draw.choice(AREAS), self.draw.randrange(0, 50)]
        kind = self.draw.random()
        replaces = ""
        if kind < 0.03:
            now[0] = "no_such_measure"
            outcomes["rejected"] += 1
        elif kind < 0.08 and self.first:
            event = self.draw.choice(sorted(self.first))
            outcomes["duplicate"] += 1
        elif kind < 0.11 and self.events:
            # It counts no more, under any of its ids.
            gone = self.draw.choice(sorted(self.events))
            del self.events[gone]
            self.first[event] = gone
            outcomes["withdrawn"] += 1
            return [event, "", "", "", "", "", gone]
        elif kind < 0.16 and self.events:
            replaces = self.draw.choice(sorted(self.events))
            same = self.draw.random() < 0.2
            now = list(self.events[replaces]) if same else now
            outcomes["unchanged" if tuple(now) == self.events[replaces]
                     else "updated"] += 1
            self.first[event] = replaces
            self.events[replaces] = tuple(now)
        else:
            outcomes["created"] += 1
            self.first[event] = event
            self.events[event] = tuple(now)
        return [event, now[0], now[1], now[2], now[3], replaces, ""]

    def deliver(self):
        session = f"crash-{self.count}"
        outcomes = collections.Counter()
        path = self.folder / f"{session}.csv"
        with open(path, "w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file, delimiter=";")
            writer.writerow(["event_id", "measure", "date", "area", "value",
                             "replaces", "withdraws"])
            for number in range(self.draw.randrange(200, 1200)):
                writer.writerow(self.row(number, outcomes))
        self.sessions[session] = outcomes
        return Operation("zone5339", ["indicators", "ingest", path, "--source",
                                      "zone5339", "--session", session,
                                      "--batch", "50", "--in-flight", "3"],
                         lambda _: None)

    def differences(self, suite):
        found = []
        for session, wanted in self.sessions.items():
            totals = suite.ask("zone5339", "indicators", "session",
                               f"zone5339/{session}")["totals"]
            got = {name: int(totals.get(name, 0)) for name in
                   ("created", "updated", "unchanged", "duplicate",
                    "rejected", "withdrawn")}
            if got != {name: wanted[name] for name in got}:
                found.append(f"session {session}: {got}, wanted {wanted}")
        sums = collections.Counter()
        for measure, day, _, value in self.events.values():
            sums[measure, day[:7]] += value
        series = suite.ask("anna", "indicators", "series", "--from", "2024-01",
                           "--until", "2024-12")["series"]
        read = collections.Counter()
        for one in series:
            for month in one.get("months", []):
                date = month["month"]
                read[one["measureCode"], f"{date['year']}-{date['month']:02d}"
                     ] += int(month.get("value", 0))
        for measure in self.measures:
            for month in range(1, 13):
                key = (measure, f"2024-{month:02d}")
                if read[key] != sums[key]:
                    found.append(f"{key}: {read[key]}, wanted {sums[key]}")
        for measure, figure in self.activity_measures.items():
            wanted = (len(self.activities) if figure == "FIGURE_SESSIONS"
                      else sum(self.activities.values()))
            if read[measure, "2024-03"] != wanted:
                found.append(f"activities under {measure}: "
                             f"{read[measure, '2024-03']}, wanted {wanted}")
        return found


class Cell:
    """Meetings and cases of the chair; invented content only."""

    def __init__(self, draw):
        self.draw = draw
        self.count = 0
        self.called, self.held = set(), set()
        self.cases = collections.Counter()

    def request_id(self):
        self.count += 1
        return ["--request-id", f"crash-cell-{self.count}"]

    def next(self):
        return [self.one(), self.one()]

    def one(self):
        choices = [self.call]
        choices += [self.hold] * (2 * bool(self.called))
        choices += [self.open_case] * bool(self.held)
        choices += [self.add_entry] * (2 * bool(self.cases))
        return self.draw.choice(choices)()

    def call(self):
        day = f"2024-{self.draw.randrange(1, 13):02d}-10"
        return Operation("chris", ["meeting", "create", "--date", day,
                                   "--subject", "Réunion ordinaire",
                                   *self.request_id()],
                         lambda answer: self.called.add(answer["name"]))

    def hold(self):
        name = self.draw.choice(sorted(self.called))
        self.called.discard(name)
        return Operation("chris", ["meeting", "hold", name, "--attendance",
                                   "mayor:Ville:bourgmestre", "--attendance",
                                   "police:Zone de police:officier",
                                   *self.request_id()],
                         lambda _: self.held.add(name))

    def access(self):
        return ["--purpose", "follow-up", "--reference",
                sorted(self.held)[0], "--acting-under",
                "loi du 30 juillet 2018"]

    def open_case(self):
        def done(answer):
            self.cases[answer["name"]] = 0

        return Operation("chris", ["case", "create", *self.access(),
                                   *self.request_id()], done)

    def add_entry(self):
        name = self.draw.choice(sorted(self.cases))

        def done(_):
            self.cases[name] += 1

        return Operation(
            "chris",
            ["case", "add-entry", name, *self.access(), "--nature", "fact",
             "--reliability", "a", "--certainty", "1", "--handling", "cell",
             "--origin", "Service de prévention", "--kept-for", "Suivi",
             "--legal-basis", "Loi du 30 juillet 2018", "--date", "2024-04-12",
             *self.request_id()], done, text=TEXT)

    def differences(self, suite):
        found = []
        meetings = suite.ask("chris", "meeting", "list")["meetings"]
        got = sorted((m["name"], m["state"]) for m in meetings)
        wanted = sorted([(n, "STATE_CALLED") for n in self.called]
                        + [(n, "STATE_HELD") for n in self.held])
        if [n for n, _ in got] != [n for n, _ in wanted] or (
                {n for n, s in got if s == "STATE_HELD"} != self.held):
            found.append(f"meetings: {got}, wanted {wanted}")
        for name, entries in self.cases.items():
            shown = suite.ask("chris", "case", "show", name, *self.access())
            stored = len(shown.get("entries", []))
            if stored != entries:
                found.append(f"{name}: {stored} entries, wanted {entries}")
        return found
