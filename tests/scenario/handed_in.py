"""A year handed in to the State's installation, decided there and entered here.

    2019-06-17 anna hand-in d1 revision=2018-1         # frozen, signed, sent
    2019-06-20 fleur state-rejects 2018-1 reason=…     # it is handed in again
    2019-06-28 fleur state-decides 2018-1 reference=… reason=…
      e11 17.310,00 10.000,00 "Fonction non admise"    # the rest is accepted
    2019-07-01 anna fetch-answer 2018-1                # signed by the State
    2019-07-01 fien enter-answer 2018-1                # as it was signed

The State's installation is there from the first of these steps to the last, on
the same calendar, with an authority and persons of its own.
"""

import dataclasses
import json
import pathlib
import sys
import time
import types

sys.path.insert(0, str(pathlib.Path(__file__).parent.parent / "suite"))
import installations  # noqa: E402: its folder is known only now.

from facts import Refused, Wrong  # noqa: E402

MUNICIPALITY = "21004"
# A service looks at the keys of its token issuer once a second.
KEYS_SECONDS_MAX = 30


class HandedInBooks:
    def __init__(self):
        super().__init__()
        self.frozen = {}  # revision: the claims that stood submitted
        self.answers = {}  # revision: the step in which the State decided
        self.with_state = {}  # label of a claim: the revision that waits

    def _hand_in(self, step):
        self.frozen[step.values["revision"]] = [
            label for label, (_, state, _) in self.claims.items()
            if state == "submitted"]
        for label in self.frozen[step.values["revision"]]:
            self.with_state[label] = step.values["revision"]

    def check_free(self, label):
        """What was handed in waits, unchanged, for its answer."""
        if label in self.with_state:
            raise Refused("CLAIM_HANDED_IN")

    def _state_rejects(self, step):
        self.answers[step.words[0]] = step

    def _fetch_answer(self, step):
        """A rejection frees the claims; a decision is entered."""
        if self.answers[step.words[0]].verb == "state-rejects":
            self.free(step.words[0])

    def free(self, revision):
        self.with_state = {label: waits
                           for label, waits in self.with_state.items()
                           if waits != revision}

    def _state_decides(self, step):
        """Moves nothing here: the State knows only what was frozen."""
        self.answers[step.words[0]] = step

    def _enter_answer(self, step):
        """Every claim that was handed in is decided: what the answer does not
        name is accepted in whole."""
        revision, = step.words
        self.free(revision)
        for label in self.frozen[revision]:
            sources = self.claims[label][2]
            self._decide(dataclasses.replace(
                step, words=(label, "accept-rest"),
                rows=tuple(row for row in self.answers[revision].rows
                           if row[0] in sources)))


class HandedInActs:
    state = None  # the State's installation, while it is there

    def open_state(self):
        if self.state is not None:
            return
        last = f"{self.scenario.steps[-1].date.year}-12-31"
        self.state = installations.State(
            self.suite.bin.parent, codes=(MUNICIPALITY,), last_day=last,
            environment=self.state_environment())
        self.state.__enter__()
        self.suite.flags["conventions"] = self.flags + (
            installations.state_flags(
                self.state, MUNICIPALITY, self.state.key()))
        self.restart_conventions()
        self.suite.log_in("otto", "security_admin", last=last)
        key = self.suite.say("otto", "dossier", "key").splitlines()[0]
        self.state.register(types.SimpleNamespace(
            code=MUNICIPALITY, key=lambda: key))

    def state_environment(self):
        return self.suite.environment

    def close_state(self):
        if self.state is not None:
            self.state.__exit__(None, None, None)
            self.state = None

    def restart_conventions(self):
        self.suite.kill("conventions")
        self.suite.start("conventions")

    def _hand_in(self, step):
        self.books.judge(step)
        self.open_state()
        told = self.suite.ask(step.who, "dossier", "submit",
                              self.dossiers[step.words[0]])
        revision = told["name"].rsplit("/", 1)[1]
        if (revision, told["state"]) != (step.values["revision"],
                                         "STATE_RECEIVED"):
            raise Wrong(f"handed in: {told}")
        self.handed_in[revision] = step.words[0]
        return f"{revision}, received by the State"

    def _state_rejects(self, step):
        self.books.judge(step)
        words = [f"--{key}={value}" for key, value in step.values.items()]
        return self.at_state(
            step.who, "dossier", "decide", self.submission(step), "--outcome",
            "rejected", "--date", step.date.isoformat(), *words)

    def submission(self, step):
        return f"{self.convention()}/submissions/{step.words[0]}"

    def _state_decides(self, step):
        self.books.judge(step)
        path = self.state.home / f"decision-{step.number}.csv"
        path.write_text("line;accepted;ineligible;reason\n" + "".join(
            ";".join([self.names[row[0]], *row[1:3], " ".join(row[3:])]) + "\n"
            for row in step.rows), encoding="utf-8")
        words = [f"--{key}={value}" for key, value in step.values.items()]
        return self.at_state(
            step.who, "dossier", "decide", self.submission(step), "--outcome",
            "in-part", "--date", step.date.isoformat(), "--file", path, *words)

    def at_state(self, *words):
        """The first line of what one command prints there."""
        return self.told_by_state(*words).strip().splitlines()[0]

    def ask_state(self, *words):
        return json.loads(self.told_by_state(*words, "--format", "json"))

    def told_by_state(self, *words):
        deadline = time.monotonic() + KEYS_SECONDS_MAX
        while True:
            code, out, err = self.state.run(*words)
            if code == 0:
                return out
            # The keys were confirmed days ago, says the calendar.
            if "[TOKEN_REFUSED]" not in err or time.monotonic() > deadline:
                raise Wrong(f"ended with {code}: {out}{err}")
            time.sleep(0.2)

    def _fetch_answer(self, step):
        self.books.judge(step)
        told = self.suite.ask(step.who, "dossier", "status", step.words[0])
        if told["state"] != "STATE_DECIDED":
            raise Wrong(f"no answer: {told}")
        return "decided, and signed by the State"

    def _enter_answer(self, step):
        words = ("dossier", "apply", step.words[0])
        if step.expect:
            return self.refused_at(step, words)
        self.books.judge(step)
        told = self.suite.ask(step.who, *words)
        self.close_state()
        self.suite.flags["conventions"] = self.flags
        self.restart_conventions()
        return f"{len(told['claims'])} claims decided"

    def refused_at(self, step, words):
        code, out, err = self.suite.run(step.who, *words)
        if code == 0 or f"[{step.expect}]" not in err:
            raise Wrong(f"expected {step.expect}, got: {out}{err}")
        return f"refused: {step.expect}"
