"""Programs of one person, given one after the other: each runs again until it
is answered, whoever is killed meanwhile."""

import threading

import suite

# What `ingest` says once a row of a later pass was answered, and when it ends
# without an answer in one.
SENT_AGAIN = "the file is sent once more"
BROKEN_LATER = "Delivered before the error"


class Clients(threading.Thread):
    """What a test gives to do is `work`. It is put into `passing` once for each
    file, when a later pass of that has begun."""

    def __init__(self, running, person, passing):
        super().__init__()
        self.running, self.person, self.passing = running, person, passing
        self.client = None  # the program in hand
        self.killed = 0  # kills so far that may have broken the one in hand
        self.vain = 0  # after how many of them the one in hand was not answered
        self.broken = 0  # programs that ended without an answer
        self.broken_later = 0  # of which in a later pass of a file
        self.fault = None

    def run(self):
        try:
            self.work()
        except Exception as fault:  # pylint: disable=broad-except
            self.fault = fault

    def work(self):
        raise NotImplementedError

    def give(self, *words):
        """What the program prints once it ends well and asked nothing in vain:
        `ingest` leaves its second pass to the next run where it cannot know
        whether there is one."""
        is_passing, seen = False, self.killed
        while True:
            self.client = self.running.start_client(self.person, *words)
            errors = ""
            for line in self.client.stderr:
                errors += line
                if SENT_AGAIN in line and not is_passing:
                    is_passing = True
                    self.passing.put(self)
            # It prints less than a pipe holds.
            out, _ = self.client.communicate()
            code, self.client = self.client.returncode, None
            is_in_vain = suite.UNKNOWN.search(errors)
            if code == 0 and not is_in_vain:
                self.vain = 0
                return out
            if code > 0 and not is_in_vain:
                raise RuntimeError(f"{words} ended {code}: {errors}")
            # However often it was given while the service came up again.
            self.vain += self.killed > seen
            seen = self.killed
            self.broken += 1
            self.broken_later += BROKEN_LATER in errors
