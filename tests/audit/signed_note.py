"""Signed notes, checkpoints and cosignatures as verify_bundle.py reads them:
c2sp.org/signed-note, /tlog-checkpoint and /tlog-cosignature. Python's standard
library; Ed25519 by the `openssl` command line.
"""

import base64
import binascii
import hashlib
import pathlib
import re
import subprocess
import tempfile

ED25519 = b"\x01"
COSIGNATURE = b"\x04"
# SubjectPublicKeyInfo of an Ed25519 key (RFC 8410) up to the key itself.
SPKI_HEAD = bytes.fromhex("302a300506032b6570032100")


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

    def __init__(self, text, kind=ED25519):
        name, _, rest = text.partition("+")
        identifier, _, encoded = rest.partition("+")
        typed = decode(encoded)
        digest = hashlib.sha256(name.encode() + b"\n" + typed).digest()
        self.name = name
        self.id = digest[:4]
        self.raw = typed[1:]
        if not name or len(typed) != 33 or typed[:1] != kind:
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


def split_note(note):
    """(text, [(name, key id, signature)]) of the bytes of a note."""
    text, gap, tail = note.rpartition(b"\n\n")
    if not gap or not tail.endswith(b"\n"):
        raise Unsound("NOTE")
    lines = []
    for line in tail.decode("utf-8", "strict")[:-1].split("\n"):
        parts = line.split(" ")
        if len(parts) != 3 or parts[0] != "\u2014":
            raise Unsound("NOTE")
        signature = decode(parts[2])
        lines.append((parts[1], signature[:4], signature[4:]))
    return text + b"\n", lines


def is_cosigned(note, witness):
    """Whether `witness` cosigned the checkpoint; raises when wrongly."""
    text, lines = split_note(note)
    found = False
    for name, identifier, signature in lines:
        if name != witness.name or identifier != witness.id:
            continue
        time = int.from_bytes(signature[:8], "big")
        message = b"cosignature/v1\ntime %d\n%s" % (time, text)
        if (
            len(signature) != 72
            or time >= 1 << 63
            or not witness.accepts(message, signature[8:])
        ):
            raise Unsound("COSIGNATURE")
        found = True
    return found


def open_checkpoint(note, key):
    """(size, root) of a signed checkpoint; the bytes of a note."""
    text, signatures = split_note(note)
    is_signed = False
    for name, identifier, signature in signatures:
        if name != key.name or identifier != key.id:
            continue
        if not key.accepts(text, signature):
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
