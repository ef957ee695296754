"""What a person types for each act of a scenario."""

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
