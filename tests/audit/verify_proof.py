#!/usr/bin/env python3
"""Judges a saved proof of the access log without any code of the services.

    verify_proof.py entry PROOF [--key KEY]
    verify_proof.py growth KEPT_NOTE PROOF [--key KEY]

The proofs are those that `entente audit prove --save` and `entente audit
compare --save` write: one entry is in a signed log (RFC 9162, 2.1.3), a signed
log is the beginning of a later one (2.1.4). The trees are built from the
definitions of the RFC, not by its algorithms, which the services follow.

Prints one line. Exit 0 proven, 1 not proven, 2 usage. Without --key a proof of
an entry is judged by the key inside it, which shows that it agrees with itself.
"""

import argparse
import base64
import binascii
import hashlib
import json
import pathlib
import sys

from signed_note import Key, Unsound, open_checkpoint
from verify_bundle import parent, sequence_of

HASH_BYTES = 32


def split_of(size):
    """The largest power of two below `size`, which is at least 2."""
    return 1 << ((size - 1).bit_length() - 1)


class Path:
    """Hashes of a proof, taken from its end: a tree of the RFC is described
    from its leaves up, and built here from its root down."""

    def __init__(self, hashes):
        self.rest = list(hashes)

    def take(self):
        if not self.rest or len(self.rest[-1]) != HASH_BYTES:
            raise ValueError
        return self.rest.pop()


def entry_root(leaf, index, size, path):
    """Root of a tree of `size` leaves with `leaf` at `index`."""
    if size == 1:
        return leaf
    split = split_of(size)
    beside = path.take()
    if index < split:
        return parent(entry_root(leaf, index, split, path), beside)
    return parent(beside, entry_root(leaf, index - split, size - split, path))


def growth_roots(kept, size, kept_root, path):
    """(root of the first `kept` leaves, root of all `size`): SUBPROOF of
    2.1.4.1 read backwards. `kept_root` is None once it is no more the whole
    kept tree."""
    if kept == size:
        root = path.take() if kept_root is None else kept_root
        return root, root
    split = split_of(size)
    beside = path.take()
    if kept <= split:
        old, new = growth_roots(kept, split, kept_root, path)
        return old, parent(new, beside)
    old, new = growth_roots(kept - split, size - split, None, path)
    return parent(beside, old), parent(beside, new)


def is_root(build, root):
    """Whether `build`, given a path of its own, comes to `root` and uses all of
    it; a path that is too short or no hash is none."""
    try:
        return build() == root
    except ValueError:
        return False


def checkpoint_of(note, key, code):
    try:
        return open_checkpoint(note, key)
    except (Unsound, UnicodeDecodeError):
        raise Unsound(code) from None


def field(message, *names):
    """A field of protobuf's JSON, "" when it is not there."""
    for name in names:
        message = message.get(name, {})
    return message or ""


def judge_entry(proof, trusted=""):
    """(sequence, size) of a proven entry; raises Unsound."""
    key = Key(trusted or field(proof, "publicKey"))
    note = field(proof, "checkpoint", "note").encode()
    size, root = checkpoint_of(note, key, "CHECKPOINT")
    sequence = int(field(proof, "entry", "entry", "sequence") or 0)
    if sequence >= size:
        raise Unsound(f"UNSIGNED {sequence}")
    stored = base64.b64decode(field(proof, "entry", "stored"))
    said = sequence_of(stored)
    if said is None:
        raise Unsound(f"MALFORMED {sequence}")
    if said != sequence:
        raise Unsound(f"OUT_OF_PLACE {sequence}")
    leaf = hashlib.sha256(b"\x00" + stored).digest()
    path = Path(hashes_of(proof))
    if not is_root(lambda: entry_root(leaf, sequence, size, path), root):
        raise Unsound(f"NOT_INCLUDED {sequence}")
    if path.rest:
        raise Unsound(f"NOT_INCLUDED {sequence}")
    return sequence, size


def judge_growth(kept_note, proof, trusted=""):
    """(kept size, later size) of a log that only grew; raises Unsound."""
    key = Key(trusted or field(proof, "publicKey"))
    kept, kept_root = checkpoint_of(kept_note, key, "KEPT")
    if kept == 0:
        raise Unsound("EMPTY")
    note = field(proof, "checkpoint", "note").encode()
    size, root = checkpoint_of(note, key, "CHECKPOINT")
    if size < kept:
        raise Unsound(f"ROLLED_BACK {size}")
    if size == kept and root != kept_root:
        raise Unsound(f"FORKED {size}")
    path = Path(hashes_of(proof))
    grown = (kept_root, root)
    if not is_root(lambda: growth_roots(kept, size, kept_root, path), grown):
        raise Unsound("UNPROVEN")
    if path.rest:
        raise Unsound("UNPROVEN")
    return kept, size


def hashes_of(proof):
    return [base64.b64decode(each) for each in proof.get("hashes", [])]


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    kinds = parser.add_subparsers(dest="kind", required=True)
    entry = kinds.add_parser("entry")
    growth = kinds.add_parser("growth")
    growth.add_argument("kept", type=pathlib.Path)
    for kind in (entry, growth):
        kind.add_argument("proof", type=pathlib.Path)
        kind.add_argument("--key", default="")
    arguments = parser.parse_args()
    try:
        proof = json.loads(arguments.proof.read_text())
        if arguments.kind == "entry":
            sequence, size = judge_entry(proof, arguments.key)
            print(f"proven: entry {sequence} of {size}")
        else:
            kept = arguments.kept.read_bytes()
            kept, size = judge_growth(kept, proof, arguments.key)
            print(f"grown: {kept} to {size}")
    except Unsound as error:
        print(f"NOT PROVEN: {error}")
        return 1
    except (OSError, ValueError, AttributeError, binascii.Error):
        print("NOT PROVEN: UNREADABLE")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
