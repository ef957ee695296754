"""Every RPC passes through the door: a method that takes a gRPC server context
hands it to services/common/gate first of all, so that nobody is answered who was
not admitted and nothing is answered without its entry. Standard library only."""

import re

# Of a handler, synchronous or not; gate and server have the base class.
CONTEXT = re.compile(r"\bgrpc::(Callback)?ServerContext\s*\*")
# What a synchronous handler begins with, and what any other holds.
FIRST = re.compile(
    r"\{\s*return\s+(?:door_?\.Serve\w*(?:<[^;()]*>)?\(|gate::Serve\w+\(\s*door_)"
)
DOOR = re.compile(r"\bdoor_?\.Serve\w*\(")
SIGNATURE_END = re.compile(r"\s*(?:const\s*)?(?:override\s*)?(?:final\s*)?([{;:,=]?)")
NAME = re.compile(r"(\w+)\s*\($")
# A stream of a server that sends past the log (gate/recorded_writer.h). What this
# does not see, the server withholds (server/stream_messages.h).
SENDS = re.compile(r"\b(\w*(?:stream|writer)_?(->|\.)Write(?:Last)?)\(")
# Streams of clients; and one whose answers say what was taken, each of a batch
# with its entry.
MAY_SEND = re.compile(r"_client\.cc$|/bench/|^services/indicators/ingest_")
# What has a writer of its own, or of an open read, which leaves no entry.
RECORDED = re.compile(r"\bgate::Serve(?:Open)?Watch\(")


def closing(text, start, pair="()"):
    """The place after what closes the parenthesis at `start`."""
    depth = 0
    for place in range(start, len(text)):
        depth += {pair[0]: 1, pair[1]: -1}.get(text[place], 0)
        if depth == 0:
            return place + 1
    return len(text)


def unguarded(text):
    """Yields (line number, method) of handlers that do something else before
    they pass the door; `text` is without comments."""
    for match in CONTEXT.finditer(text):
        opening = text.rfind("(", 0, match.start())
        named = NAME.search(text, 0, opening + 1)
        after = SIGNATURE_END.match(text, closing(text, opening))
        # A declaration, or a parameter of something else.
        if not named or after.group(1) != "{":
            continue
        begin = after.start(1)
        is_guarded = (
            DOOR.search(text, begin, closing(text, begin, "{}"))
            if match.group(1)
            else FIRST.match(text, begin)
        )
        if not is_guarded:
            yield text.count("\n", 0, match.start()) + 1, named.group(1)


def unrecorded(name, text):
    """Yields (line number, what sends) of streams that send by themselves."""
    if MAY_SEND.search(name):
        return
    for match in SENDS.finditer(text):
        is_recorded = RECORDED.search(text, 0, match.start())
        if match.group(2) == "->" or not is_recorded:
            yield text.count("\n", 0, match.start()) + 1, match.group(1)
