"""What a person types for each act of a scenario."""

import hashlib

# What is typed for each step. LINE and NAME: the step's first word is the line
# that the command is about, or what an earlier step made.
LINE, NAME, WORD = "line", "name", "word"
COMMANDS = {
    "import": ("convention import", WORD),
    "record": ("convention record", WORD),
    "close": ("convention close", None),
    "settle": ("convention settle", None),
    "discard": ("convention discard", WORD),
    "resolve": ("convention resolve", None),
    "reopen": ("convention reopen", None),
    "organisation": ("organisation add", WORD),
    "change-organisation": ("organisation change", WORD),
    "translate": ("convention translate", WORD),
    "adopt-profile": ("convention adopt-profile", None),
    "promote": ("convention promote", WORD),
    "demote": ("convention demote", WORD),
    "propose": ("amendment propose", None),
    "approve": ("amendment approve", NAME),
    "apply": ("amendment apply", NAME),
    "give-up": ("amendment withdraw", NAME),
    "progress": ("progress set", WORD),
    "progress-approve": ("progress approve", NAME),
    "ask": ("control open", None),
    "answer": ("control answer", NAME),
    "answered": ("control close", NAME),
    "activity": ("activity add", None),
    "allot": ("budget allot", None),
    "reserve": ("budget reserve", LINE),
    "void": ("budget void", NAME),
    "expire": ("budget expire", None),
    "evidence": ("budget evidence add", None),
    "withdraw-evidence": ("budget evidence withdraw", NAME),
    "credit-note": ("budget evidence credit-note", None),
    "spend": ("budget spend", LINE),
    "correct": ("budget correct", NAME),
    "order": ("budget pay-zone order", LINE),
    "execute": ("budget pay-zone execute", NAME),
    "acknowledge": ("budget pay-zone acknowledge", NAME),
    "unacknowledge": ("budget pay-zone unacknowledge", NAME),
    "cancel": ("budget pay-zone cancel", NAME),
    "dotation-key": ("dotation key", None),
    "dotation": ("dotation set", None),
    "reallocate": ("budget change reallocate", None),
    "take-back": ("budget change take-back", None),
    "allot-more": ("budget change allot", None),
    "reduce": ("budget change reduce", None),
    "increase": ("budget change increase", None),
    "carry-over": ("budget change carry-over", None),
    "undo-carry-over": ("budget change undo-carry-over", None),
    "lapse": ("budget change lapse", None),
    "undo-lapse": ("budget change undo-lapse", None),
    "claim": ("budget claim create", None),
    "submit": ("budget claim submit", NAME),
    "withdraw": ("budget claim withdraw", NAME),
    "decide": ("budget claim decide", NAME),
    "undecide": ("budget claim reverse", NAME),
    "pay": ("budget federal pay", None),
    "reverse": ("budget federal reverse", NAME),
    "demand": ("budget recover demand", None),
    "refund": ("budget recover refund", None),
}
# Values that name what an earlier step made, or a line.
NAMES = {"evidence", "reservation", "corrects"}
LINES = {"line", "from", "to"}
# Values that name a file, of which the suite keeps the hash alone.
FILES = {"scan", "attach", "file"}
# Steps of which the day of the step is the date, unless it says another.
DATED = {"record", "close", "settle", "progress", "ask", "answer", "answered",
         "decide", "undecide", "demand", "refund", "acknowledge",
         "unacknowledge", "demote", "reallocate", "take-back", "allot-more",
         "reduce", "increase", "carry-over", "undo-carry-over", "lapse",
         "undo-lapse"}
# Of these the answer says where the money stands.
MONEY = {"reserve", "void", "spend", "correct", "order", "execute", "cancel",
         "acknowledge", "unacknowledge", "reallocate", "take-back",
         "allot-more", "reduce", "increase", "carry-over", "undo-carry-over",
         "lapse", "undo-lapse", "claim", "submit", "withdraw", "decide",
         "undecide", "pay", "reverse", "demand", "refund"}
# Field of an answer that holds a position: the one that names its account.
ACCOUNTS = {"linePosition": "line", "envelopePosition": "envelope",
            "fromPosition": "from", "toPosition": "to"}
# Acts whose command takes no request id: a repetition would be another act.
UNREPEATABLE = {"import", "discard", "allot", "expire"}


def contents(name):
    """Of a file that stands for a scan."""
    return f"{name}, invented\n"


class Typing:
    """The words of each step, and the files that they name."""

    def command(self, step):
        words, first = COMMANDS[step.verb]
        command = words.split()
        rest = list(step.words)
        if first in (NAME, WORD):
            word = rest.pop(0)
            command.append(self.names[word] if first == NAME else word)
        elif first == LINE:
            command += ["--line", self.line(rest.pop(0))]
        command += [f"--{word}" for word in rest]
        for key, value in step.values.items():
            for one in value if isinstance(value, list) else [value]:
                command += [f"--{key}", self.value(key, one)]
        if step.verb in DATED and "date" not in step.values:
            command += ["--date", step.date.isoformat()]
        if step.verb in ("evidence", "credit-note") and (
                "file" not in step.values):
            command += ["--sha256", self.sha256(step)]
        if step.rows:
            command += self.rows(step)
        if step.label or step.verb in MONEY:
            command += ["--format", "json"]
        return command

    def sha256(self, step):
        """Of a file that nobody made, mostly: only its hash is kept."""
        return self.sha256_of(contents(step.values["file"])
                              if "file" in step.values
                              else f"{step.label}{step.number}")

    @staticmethod
    def sha256_of(text):
        return hashlib.sha256(text.encode()).hexdigest()

    def value(self, key, value):
        if key in NAMES:
            return self.names[value]
        if key == "etag":
            return self.etags[value]
        if key in LINES and value in self.books.lines:
            return self.line(value)
        if key == "line" and value in self.names:
            return self.names[value]  # Of a claim.
        if key in FILES:
            path = self.suite.home / value
            path.write_text(contents(value), encoding="utf-8")
            return path
        return value

    def line(self, label):
        return self.books.lines[label]

    def rows(self, step):
        """The file that the rows of a step stand for."""
        if step.verb == "import":
            return []  # What the paper grants: the books' own beginning.
        if step.verb == "propose":
            return self.changes(step)
        path = self.suite.home / f"rows-{step.number}.csv"
        if step.verb == "allot":
            lines = ["envelope;objective;category;amount"]
            lines += [";".join((row[1], *row[3:])) for row in step.rows]
            words = [path]
        else:
            lines = ["line;accepted;ineligible;reason"]
            lines += [";".join([self.names[row[0]], *row[1:3], " ".join(row[3:])])
                      for row in step.rows]
            words = ["--file", path]
        path.write_text("\n".join(lines) + "\n", encoding="utf-8")
        return words
