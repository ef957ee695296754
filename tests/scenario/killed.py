#!/usr/bin/env python3
"""A scenario played on a service that is killed again and again.

    killed.py SCENARIO BUILD_FOLDER [SEED]     plays it and prints the protocol

Before an act, a number of writes to disk is drawn: when the service has made so
many durable it ends without warning (killed_at.cc), before or after the last of
them. It is started again, sometimes killed once more while it starts, and the
act that was not answered is given again under the same request id. No act is
left out, and none happens twice: the books say what must stand there.
"""

import os
import pathlib
import random
import secrets
import signal
import struct
import sys

sys.path.insert(0, str(pathlib.Path(__file__).parent.parent / "suite"))
import player  # noqa: E402: its folder is known only now.
import steps  # noqa: E402
import suite  # noqa: E402
from commands import UNREPEATABLE  # noqa: E402

VICTIM = "conventions"
ORDER_BYTES = 24
# An act makes one or two writes durable; some of the kills come while events are
# sent, or while a later act is under way.
WRITES_MAX = 4
ACTS_PERCENT = 18
# Then the next one is killed at its first write, whatever is drawn.
ACTS_ALIVE_MAX = 8
START_PERCENT = 25
# A start makes a few dozen.
START_WRITES_MAX = 12


class KilledPlayer(player.Player):
    def __init__(self, scenario, build, seed, say=lambda text: None):
        super().__init__(scenario, build, say)
        self.draw = random.Random(seed)
        self.kills = self.kills_in_start = self.repeated = 0
        self.acts_alive = 0
        self.order = self.keep / f"entente-kill-{os.getpid()}-{id(self)}"
        self.order.write_bytes(bytes(ORDER_BYTES))
        library = pathlib.Path(build).resolve() / "lib/libkilled_at.so"
        self.suite.environment.update({
            "LD_PRELOAD": f"{self.suite.environment['LD_PRELOAD']}:{library}",
            "KILLED_PROGRAM": f"entente-{VICTIM}",
            "KILLED_AT": str(self.order),
        })

    def __exit__(self, *error):
        super().__exit__(*error)
        self.order.unlink(missing_ok=True)

    def arm(self, writes):
        """Kills at that write from now; 0: never."""
        self.write(struct.pack("=qq", writes, self.draw.randrange(2)))

    def write(self, order):
        # In place: the program has it mapped.
        with open(os.open(self.order, os.O_WRONLY), "wb") as file:
            file.write(order)

    def end(self):
        """Waits for the end of a program that is being killed."""
        process = self.suite.processes[VICTIM]
        process.wait(timeout=player.KEYS_SECONDS_MAX)
        if process.returncode != -signal.SIGKILL:
            raise player.Difference(f"it ended with {process.returncode}")
        self.write(bytes(ORDER_BYTES))
        self.kills += 1
        self.acts_alive = 0

    def is_killed(self):
        *_, has_come = struct.unpack("=qqq", self.order.read_bytes())
        return bool(has_come)

    def revive(self):
        """Kills nobody from now on, and starts again what was killed."""
        self.arm(0)
        while self.is_killed():
            self.end()
            if self.draw.randrange(100) < START_PERCENT:
                self.arm(self.draw.randint(1, START_WRITES_MAX))
            try:
                self.suite.start(VICTIM)
            except RuntimeError:
                if not self.is_killed():
                    raise
                self.kills_in_start += 1
            self.arm(0)

    def state_environment(self):
        """The State's program has the same name, and is left alone."""
        return {name: value for name, value in self.suite.environment.items()
                if name != "KILLED_AT"}

    def begin(self, day):
        self.revive()
        super().begin(day)

    def step(self, step):
        self.revive()
        return super().step(step)

    def ask(self, step):
        if step.verb in UNREPEATABLE:
            return super().ask(step)
        self.acts_alive += 1
        if self.acts_alive > ACTS_ALIVE_MAX:
            self.arm(1)
        elif self.draw.randrange(100) < ACTS_PERCENT:
            self.arm(self.draw.randint(1, WRITES_MAX))
        return super().ask(step)

    def is_open(self, answer):
        if answer[0] == 0 or not suite.UNKNOWN.search(answer[2]):
            return super().is_open(answer)
        if not self.is_killed():
            raise player.Difference(f"no answer, unharmed: {answer[2]}")
        self.revive()
        self.repeated += 1
        return True


def main():
    _, path, build, *given = sys.argv
    seed = int(given[0]) if given else secrets.randbits(32)
    print(f"ENTENTE_SEED={seed}", flush=True)
    with KilledPlayer(steps.read(path), build, seed, say=print) as one:
        try:
            one.play()
        except player.Difference as difference:
            sys.exit(f"{difference}")
        print(f"killed {one.kills} times, {one.kills_in_start} of them while it "
              f"started; {one.repeated} acts given again")


if __name__ == "__main__":
    main()
