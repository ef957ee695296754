#!/usr/bin/env python3
"""Judges a bundle of the access log without any code of the services.

A second reading of services/common/audit/bundle.h, c2sp.org/signed-note,
c2sp.org/tlog-checkpoint and RFC 9162, section 2.1. Python's standard library;
Ed25519 by the `openssl` command line.

Usage: verify_bundle.py BUNDLE [--key KEY] [--kept NOTE_FILE ...] [--list]
Prints one line, and with --list one for each entry of a sound bundle before it:
sequence, method, outcome, object@version. Exit 0 sound, 1 not sound, 2 usage.
"""

import argparse
import base64
import binascii
import hashlib
import pathlib
import re
import subprocess
import sys
import tempfile

ED25519 = b"\x01"
# SubjectPublicKeyInfo of an Ed25519 key (RFC 8410) up to the key itself.
SPKI_HEAD = bytes.fromhex("302a300506032b6570032100")
ENTRY_BYTES_MAX = 64 << 10


class Unsound(Exception):
    """What is wrong, as `CODE index`."""


def decode(text):
    """The bytes of canonical base64."""
    try:
        found = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        raise Unsound("BASE64") from None
    if base64.b64encode(found).decode() != text:
        raise Unsound("BASE64")
    return found


class Key:
    """A public key: "<name>+<key id>+<base64>"."""

    def __init__(self, text):
        name, _, rest = text.partition("+")
        identifier, _, encoded = rest.partition("+")
        typed = decode(encoded)
        digest = hashlib.sha256(name.encode() + b"\n" + typed).digest()
        self.name = name
        self.id = digest[:4]
        self.raw = typed[1:]
        if not name or len(typed) != 33 or typed[:1] != ED25519:
            raise Unsound("KEY")
        if identifier != self.id.hex():
            raise Unsound("KEY")

    def accepts(self, text, signature):
        """Whether `openssl` finds `signature` to be that of `text`."""
        with tempfile.TemporaryDirectory() as folder:
            path = pathlib.Path(folder)
            (path / "key").write_bytes(SPKI_HEAD + self.raw)
            (path / "text").write_bytes(text)
            (path / "signature").write_bytes(signature)
            command = ["openssl", "pkeyutl", "-verify", "-pubin", "-rawin"]
            command += ["-keyform", "DER", "-inkey", path / "key"]
            command += ["-in", path / "text", "-sigfile", path / "signature"]
            run = subprocess.run(command, capture_output=True, check=False)
            return run.returncode == 0


def open_checkpoint(note, key):
    """(size, root) of a signed checkpoint; the bytes of a note."""
    text, gap, tail = note.rpartition(b"\n\n")
    if not gap or not tail.endswith(b"\n"):
        raise Unsound("NOTE")
    text += b"\n"
    is_signed = False
    for line in tail.decode("utf-8", "strict")[:-1].split("\n"):
        parts = line.split(" ")
        if len(parts) != 3 or parts[0] != "\u2014":
            raise Unsound("NOTE")
        signature = decode(parts[2])
        if parts[1] != key.name or signature[:4] != key.id:
            continue
        if not key.accepts(text, signature[4:]):
            raise Unsound("SIGNATURE")
        is_signed = True
    if not is_signed:
        raise Unsound("SIGNATURE")
    lines = text.decode("utf-8", "strict").split("\n")
    if len(lines) != 4 or lines[0] != key.name or lines[3]:
        raise Unsound("CHECKPOINT")
    root = decode(lines[2])
    if len(root) != 32:
        raise Unsound("CHECKPOINT")
    return size_of(lines[1]), root


def size_of(text):
    """The number of 64 bits in its one spelling: `isdigit` and `int` alone
    would take digits of other scripts."""
    if not re.fullmatch("0|[1-9][0-9]{0,19}", text) or int(text) >= 1 << 64:
        raise Unsound("CHECKPOINT")
    return int(text)


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
# bits, text, bytes, or fields again.
TIME = {1: 64, 2: 32}
ENTRY = {1: 64, 2: TIME, 3: str, 4: bytes, 5: str, 6: str, 7: str, 8: 32,
         9: bytes, 10: bytes, 11: bytes, 12: 64, 13: 32, 14: str, 15: bytes,
         16: 32, 17: bytes, 18: 32, 19: 64}


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
            is_number = kind in (32, 64)
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
    return numbers.get(1, 0)


OUTCOMES = {1: "permitted", 2: "denied", 3: "refused"}


def line_of(entry):
    """What `entry`, which is well formed, says in short."""
    fields = fields_of(entry, ENTRY)
    told = fields.get(11, b"").hex() or "-"
    if 12 in fields:
        told += f"@{fields[12]}"
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


def judge(bundle, trusted, kept_files):
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
    return tree.size


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("bundle", type=pathlib.Path)
    parser.add_argument("--key", default="")
    parser.add_argument("--kept", action="append", default=[])
    parser.add_argument("--list", action="store_true")
    arguments = parser.parse_args()
    try:
        count = judge(arguments.bundle, arguments.key, arguments.kept)
    except (Unsound, UnicodeDecodeError) as error:
        print(f"NOT SOUND: {error}")
        return 1
    except OSError as error:
        print(f"NOT SOUND: UNREADABLE {error.filename}")
        return 1
    if arguments.list:
        for entry in entries_of(arguments.bundle):
            print(line_of(entry))
    print(f"sound: {count} entries")
    return 0


if __name__ == "__main__":
    sys.exit(main())
