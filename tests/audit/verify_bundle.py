#!/usr/bin/env python3
"""Judges a bundle of the access log without any code of the services.

A second reading of services/common/audit/bundle.h, c2sp.org/signed-note,
c2sp.org/tlog-checkpoint, c2sp.org/tlog-cosignature and RFC 9162, section 2.1.
Python's standard library; Ed25519 by the `openssl` command line.

Usage: verify_bundle.py BUNDLE [--key KEY] [--kept NOTE_FILE ...] [--list]
                        [--witness KEY ... --witness-quorum N]
Prints one line, and with --list one for each entry of a sound bundle before it:
sequence, method, outcome, object@version. Exit 0 sound, 1 not sound, 2 usage.
"""

import argparse
import hashlib
import pathlib
import sys

from signed_note import COSIGNATURE, Key, Unsound, is_cosigned, open_checkpoint
from signed_note import size_of  # Also for judges_agree_test.py.

ENTRY_BYTES_MAX = 64 << 10


def checkpoint_of(path, key):
    try:
        return open_checkpoint(path.read_bytes(), key)
    except (Unsound, UnicodeDecodeError) as error:
        raise Unsound(f"CHECKPOINT {path.name}: {error}") from None


def varint(data, at):
    """(value, next position) of a protobuf varint."""
    value = shift = 0
    while True:
        byte = data[at]
        value |= (byte & 0x7F) << shift
        at += 1
        shift += 7
        if byte < 0x80:
            return value, at
        if shift > 63:
            raise IndexError


# The fields of AuditEntry and of its time, by number: a number of 64 or 32
# bits or one, text, bytes, or fields again.
TIME = {1: 64, 2: 32}
ENTRY = {1: 64, 2: TIME, 3: str, 4: bytes, 5: str, 6: str, 7: str, 8: 32,
         9: bytes, 10: bytes, 11: bytes, 12: 64, 13: 32, 14: str, 15: bytes,
         16: 32, 17: bytes, 18: bool, 19: 64, 20: bytes, 21: bool, 22: 32}
# Of a hash of an object, in fields 11 and 20; how many stand in the latter.
HASH_BYTES = 16
OBJECTS_MAX = 64


def shortest(value):
    """`value` as a protobuf varint."""
    encoded = b""
    while value > 0x7F:
        encoded += bytes([value & 0x7F | 0x80])
        value >>= 7
    return encoded + bytes([value])


def fields_of(data, known):
    """The fields in `data` by number when it is written in the one form, else
    None: known fields in rising order, shortest varints, nothing that is empty
    or zero."""
    at = last = 0
    numbers = {}
    try:
        while at < len(data):
            begin = at
            tag, at = varint(data, at)
            value, at = varint(data, at)
            number, kind = tag >> 3, known.get(tag >> 3)
            is_number = kind in (bool, 32, 64)
            if (
                data[begin:at] != shortest(tag) + shortest(value)
                or number <= last
                or kind is None
                or tag & 7 != (0 if is_number else 2)
            ):
                return None
            last = number
            if is_number:
                # A negative number is spelt as one of 64 bits.
                limit = 1 << 64
                is_wide = kind == 32 and 1 << 31 <= value < limit - (1 << 31)
                is_wide |= kind is bool and value > 1
                if value == 0 or value >= limit or is_wide:
                    return None
                numbers[number] = value
                continue
            text = data[at : at + value]
            at += value
            if kind == TIME:
                time = fields_of(text, TIME)
                if time is None or time.get(2, 0) > 999_999_999:
                    return None
            elif not text:
                return None
            elif kind is str:
                text.decode("utf-8", "strict")
            numbers[number] = text
    except (IndexError, UnicodeDecodeError):
        return None
    return numbers if at == len(data) else None


def sequence_of(entry):
    """The sequence of `entry`; None when it is not written as this version
    writes entries."""
    numbers = fields_of(entry, ENTRY)
    if numbers is None or numbers.get(13) not in (1, 2, 3):
        return None
    if numbers.get(22, 1) not in (1, 2):
        return None
    if 19 not in numbers and (20 in numbers or 21 in numbers):
        return None
    objects = counted_of(numbers)
    if objects is None or objects != sorted(set(objects)):
        return None
    return numbers.get(1, 0)


def counted_of(numbers):
    """The objects that counted calls asked for; None when they are none."""
    told = numbers.get(20, b"")
    if len(told) % HASH_BYTES or len(told) > OBJECTS_MAX * HASH_BYTES:
        return None
    return [told[i : i + HASH_BYTES] for i in range(0, len(told), HASH_BYTES)]


OUTCOMES = {1: "permitted", 2: "denied", 3: "refused"}


def line_of(entry):
    """What `entry`, which is well formed, says in short."""
    fields = fields_of(entry, ENTRY)
    told = fields.get(11, b"").hex() or "-"
    if 12 in fields:
        told += f"@{fields[12]}"
    if 20 in fields:
        more = ":more" if 21 in fields else ""
        told = ",".join(each.hex() for each in counted_of(fields)) + more
    method = fields.get(3, b"-").decode()
    return f"{fields.get(1, 0)} {method} {OUTCOMES[fields[13]]} {told}"


def entries_of(bundle):
    """The entries of a bundle that was found sound."""
    data = (bundle / "entries").read_bytes()
    at = 0
    while at < len(data):
        size = int.from_bytes(data[at : at + 4], "big")
        yield data[at + 4 : at + 4 + size]
        at += 4 + size


class Tree:
    """Root of a growing list of leaves: complete subtrees as (size, hash)."""

    def __init__(self):
        self.size = 0
        self.parts = []

    def add(self, leaf):
        self.size += 1
        self.parts.append((1, leaf))
        while len(self.parts) > 1 and self.parts[-1][0] == self.parts[-2][0]:
            count, right = self.parts.pop()
            _, left = self.parts.pop()
            self.parts.append((2 * count, parent(left, right)))

    def root(self):
        if not self.parts:
            return hashlib.sha256(b"").digest()
        found = self.parts[-1][1]
        for _, left in reversed(self.parts[:-1]):
            found = parent(left, found)
        return found


def parent(left, right):
    return hashlib.sha256(b"\x01" + left + right).digest()


def read_entries(bundle, signed_size):
    """Yields the leaf hash of each entry in turn."""
    index = 0
    with open(bundle / "entries", "rb") as entries, open(
        bundle / "leaves", "rb"
    ) as leaves:
        while prefix := entries.read(4):
            size = int.from_bytes(prefix, "big")
            if len(prefix) == 4 and not 0 < size <= ENTRY_BYTES_MAX:
                raise Unsound(f"CHANGED {index}")
            entry = entries.read(size)
            if len(prefix) < 4 or len(entry) < size:
                raise Unsound(f"MISSING {index}")
            if index >= signed_size:
                raise Unsound(f"UNSIGNED {index}")
            sequence = sequence_of(entry)
            if sequence is not None and sequence != index:
                raise Unsound(f"OUT_OF_PLACE {index}")
            leaf = hashlib.sha256(b"\x00" + entry).digest()
            if leaves.read(32) != leaf:
                raise Unsound(f"CHANGED {index}")
            if sequence is None:
                raise Unsound(f"MALFORMED {index}")
            yield leaf
            index += 1
        if index < signed_size:
            raise Unsound(f"MISSING {index}")
        if leaves.read(1):
            raise Unsound(f"UNSIGNED {index}")


def kept_roots(files, key, own):
    """{size: root} of the notes that the reader kept."""
    kept = {}
    for file in files:
        size, root = checkpoint_of(pathlib.Path(file), key)
        if size > max(own):
            raise Unsound(f"ROLLED_BACK {max(own)}")
        if kept.setdefault(size, root) != root or own.get(size, root) != root:
            raise Unsound(f"FORKED {size}")
    return kept


class Tally:
    """What trusted witnesses cosigned, over the checkpoints."""

    def __init__(self, keys, quorum):
        try:
            self.witnesses = [Key(text, COSIGNATURE) for text in keys]
        except Unsound:
            raise Unsound("WITNESS") from None
        self.quorum = quorum
        self.best = 0
        self.witnessed = 0
        if len({key.raw for key in self.witnesses}) < len(keys):
            raise Unsound("WITNESS")
        if not 0 <= quorum <= len(keys):
            raise Unsound("WITNESS")

    def add(self, size, note):
        count = sum(is_cosigned(note, key) for key in self.witnesses)
        self.best = max(self.best, count)
        if count >= self.quorum:
            self.witnessed = max(self.witnessed, size)

    def check(self):
        if self.best < self.quorum:
            raise Unsound(f"UNWITNESSED {self.best}")


def judge(bundle, trusted, kept_files, tally):
    """Number of entries of a sound bundle; raises Unsound."""
    text = (bundle / "public-key").read_bytes().decode("ascii", "strict")
    text = text[:-1] if text.endswith("\n") else text
    if trusted and text != trusted:
        raise Unsound("KEY")
    key = Key(text)
    own = {}
    for path in (bundle / "checkpoints").iterdir():
        size, root = checkpoint_of(path, key)
        if path.name != f"{size:020d}.note":
            raise Unsound(f"CHECKPOINT {path.name}")
        own[size] = root
        tally.add(size, path.read_bytes())
    if not own:
        raise Unsound("UNSIGNED 0")
    kept = kept_roots(kept_files, key, own)
    tree = Tree()
    good = 0
    fork = None
    leaves = read_entries(bundle, max(own))
    while True:
        if own.get(tree.size, tree.root()) != tree.root():
            raise Unsound(f"RANGE {good}")
        if tree.size in own:
            good = tree.size
        if fork is None and kept.get(tree.size, tree.root()) != tree.root():
            fork = tree.size
        leaf = next(leaves, None)
        if leaf is None:
            break
        tree.add(leaf)
    if fork is not None:
        raise Unsound(f"FORKED {fork}")
    tally.check()
    return tree.size


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("bundle", type=pathlib.Path)
    parser.add_argument("--key", default="")
    parser.add_argument("--kept", action="append", default=[])
    parser.add_argument("--list", action="store_true")
    parser.add_argument("--witness", action="append", default=[])
    parser.add_argument("--witness-quorum", type=int)
    arguments = parser.parse_args()
    quorum = arguments.witness_quorum
    if quorum is None:
        witnesses = len(arguments.witness)
        quorum = witnesses // 2 + 1 if witnesses else 0
    try:
        tally = Tally(arguments.witness, quorum)
        count = judge(
            arguments.bundle, arguments.key, arguments.kept, tally
        )
    except (Unsound, UnicodeDecodeError) as error:
        print(f"NOT SOUND: {error}")
        return 1
    except OSError as error:
        print(f"NOT SOUND: UNREADABLE {error.filename}")
        return 1
    if arguments.list:
        for entry in entries_of(arguments.bundle):
            print(line_of(entry))
    witnessed = f", {tally.witnessed} witnessed" if quorum else ""
    print(f"sound: {count} entries{witnessed}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
