#!/usr/bin/env python3
"""Two judges, one verdict: verify_bundle.py and VerifyBundle of C++.

Each bundle, sound or damaged, is given to both; each must say what is expected
and, where an entry is at fault, the same index.

Usage: judges_agree_test.py BUNDLE_JUDGE
"""

import hashlib
import pathlib
import random
import shutil
import subprocess
import sys
import tempfile

import verify_bundle

COUNT = 24
SEED = 20190314

# What C++ says for each code of the Python judge.
NAMES = {
    "CHANGED": "AUDIT_ENTRY_CHANGED",
    "MALFORMED": "AUDIT_ENTRY_MALFORMED",
    "OUT_OF_PLACE": "AUDIT_ENTRY_OUT_OF_PLACE",
    "MISSING": "AUDIT_ENTRIES_MISSING",
    "UNSIGNED": "AUDIT_ENTRIES_UNSIGNED",
    "RANGE": "AUDIT_RANGE_CHANGED",
    "ROLLED_BACK": "AUDIT_LOG_ROLLED_BACK",
    "FORKED": "AUDIT_LOG_FORKED",
    "CHECKPOINT": "AUDIT_CHECKPOINT_WRONG",
    "KEY": "AUDIT_KEY_WRONG",
    "COSIGNATURE": "AUDIT_COSIGNATURE_WRONG",
    "UNWITNESSED": "AUDIT_UNWITNESSED",
    "WITNESS": "AUDIT_WITNESS_WRONG",
    "BASE64": "AUDIT_KEY_WRONG",
    "UNREADABLE": "AUDIT_BUNDLE_UNREADABLE",
}
WITH_INDEX = (
    "CHANGED", "MALFORMED", "OUT_OF_PLACE", "MISSING", "UNSIGNED", "RANGE"
)
PYTHON_JUDGE = pathlib.Path(__file__).with_name("verify_bundle.py")


def split(data):
    """The framed entries of file `entries`."""
    found = []
    while data:
        size = 4 + int.from_bytes(data[:4], "big")
        found.append(data[4:size])
        data = data[size:]
    return found


class Bench:
    """A sound bundle, and copies of it to damage."""

    def __init__(self, judge, folder):
        self.judge = judge
        self.folder = folder
        self.failures = 0
        self.cases = 0

    def make(self, name, count, *reason):
        command = [self.judge, "make", self.folder / name, str(count)]
        subprocess.run([*command, *reason], check=True)
        return self.folder / name

    def copy(self, bundle):
        damaged = self.folder / "damaged"
        shutil.rmtree(damaged, ignore_errors=True)
        shutil.copytree(bundle, damaged)
        return damaged

    def cosign(self, bundle, size, *numbers):
        note = bundle / f"checkpoints/{size:020d}.note"
        for number in numbers:
            command = [self.judge, "cosign", note, str(number)]
            subprocess.run(command, check=True)

    def witness(self, number):
        command = [self.judge, "witness", str(number)]
        run = subprocess.run(command, check=True, capture_output=True)
        return run.stdout.decode().strip()

    def python_says(self, bundle, kept, witnesses):
        command = [sys.executable, PYTHON_JUDGE, bundle]
        command += ["--kept", kept] if kept else []
        if witnesses:
            command += ["--witness-quorum", str(witnesses[0])]
            for key in witnesses[1:]:
                command += ["--witness", key]
        run = subprocess.run(command, capture_output=True, text=True)
        return run.stdout.strip().replace("NOT SOUND: ", "")

    def cpp_says(self, bundle, kept, witnesses):
        command = [self.judge, "verify", bundle] + ([kept] if kept else [])
        if witnesses:
            command = [self.judge, "witnessed", bundle, str(witnesses[0])]
            command += witnesses[1:]
        run = subprocess.run(command, capture_output=True, text=True)
        return run.stdout.strip()

    def expect(self, case, bundle, expected, kept=None, witnesses=None):
        """`expected`: a code, a code and an index, "sound" or "any".
        `witnesses`: a quorum and keys."""
        self.cases += 1
        python = self.python_says(bundle, kept, witnesses)
        cpp = self.cpp_says(bundle, kept, witnesses)
        words = python.split()
        same = words[0] if words else ""
        if same != "sound:":
            translated = NAMES.get(same, same)
            if same in WITH_INDEX:
                translated += " " + words[1]
            is_agreed = translated == " ".join(
                cpp.split()[: len(translated.split())]
            )
        else:
            is_agreed = python == cpp
        is_expected = expected == "any" and same != "sound:" or (
            python.startswith(expected)
        )
        if not (is_agreed and is_expected):
            self.failures += 1
            print(f"{case}: expected {expected}; {python} | {cpp}")


def write_entries(bundle, entries):
    """Writes `entries` as a forger would, with leaf hashes that fit them."""
    framed = b"".join(len(e).to_bytes(4, "big") + e for e in entries)
    leaves = b"".join(hashlib.sha256(b"\0" + e).digest() for e in entries)
    (bundle / "entries").write_bytes(framed)
    (bundle / "leaves").write_bytes(leaves)


def counted(entry, objects, calls=3):
    """`entry` with `calls` and the hashes of objects in fields 19 and 20."""
    told = b"".join(bytes(15) + bytes([each]) for each in objects)
    size = len(told)
    length = bytes([size & 0x7F | 0x80, size >> 7]) if size > 127 else bytes(
        [size]
    )
    number = b"\x98\x01" + bytes([calls]) if calls else b""
    return entry + number + b"\xa2\x01" + length + told


def judge_counted(bench, good):
    """What counted calls asked for, in the one form; none of it is signed, so
    that a sound entry is found at its range."""
    entries = split((good / "entries").read_bytes())
    outcome = entries[9].index(b"\x68")
    entry = entries[9][: outcome + 2]
    for case, forged in {
        "one object": counted(entry, [7]),
        "64 objects": counted(entry, range(64)),
        "more objects": counted(entry, [7]) + b"\xa8\x01\x01",
        "no object, and more": entry + b"\x98\x01\x03\xa8\x01\x01",
        "a reference": entry + b"\xb0\x01\x01",
        "a justification": entry + b"\xb0\x01\x02",
    }.items():
        damaged = bench.copy(good)
        write_entries(damaged, entries[:9] + [forged] + entries[10:])
        bench.expect(case, damaged, "RANGE 8")


def judge_entries(bench, good, longer):
    entries = split((good / "entries").read_bytes())
    later = split((longer / "entries").read_bytes())
    changed = entries[9][:-1] + bytes([entries[9][-1] ^ 3])
    cases = {
        "removed": (entries[:9] + entries[10:], "OUT_OF_PLACE 9"),
        "swapped": (
            entries[:4] + [entries[7]] + entries[5:7] + [entries[4]]
            + entries[8:],
            "OUT_OF_PLACE 4",
        ),
        "inserted": (
            entries[:6] + [entries[5]] + entries[6:],
            "OUT_OF_PLACE 6",
        ),
        "truncated": (entries[:-1], "MISSING 23"),
        "emptied": ([], "MISSING 0"),
        "appended": (entries + [later[24]], "UNSIGNED 24"),
        "rewritten": (entries[:9] + [changed] + entries[10:], "RANGE 8"),
    }
    # Bytes that protobuf reads and no service of this version writes.
    outcome = entries[9].index(b"\x68")
    front, back = entries[9][:outcome], entries[9][outcome:]
    spellings = {
        "trailing zero": front + back + b"\0",
        "later version": front + back + b"\x98\x06\x01",
        "later version of the time": front[:2] + b"\x12\x02\x18\x01"
        + front[2:] + back,
        "twice": front + back + back,
        "other order": back + front,
        "long varint": b"\x08\x89\x00" + front[2:] + back,
        "long tag": b"\x88\x00\x09" + front[2:] + back,
        "default": front + b"\x40\x00" + back,
        "short negative": front + b"\x40\xff\xff\xff\xff\x0f" + back,
        "no outcome": front,
        "unknown outcome": front + b"\x68\x04",
        "no time": front[:2] + b"\x12\x06\x10\x80\x94\xeb\xdc\x03"
        + front[2:] + back,
        "not UTF-8": front[:2] + b"\x1a\x01\xff" + back,
        "group": front + back + b"\x0b\x0c",
        "cut": front + back[:1],
        "a ground that is not known": front + back + b"\xb0\x01\x03",
        "a truth of 2": front + back + b"\x90\x01\x02",
        "objects of no counted call": counted(front + back, [1], calls=0),
        "more objects of no counted call": front + back + b"\xa8\x01\x01",
        "objects out of order": counted(front + back, [2, 1]),
        "an object twice": counted(front + back, [1, 1]),
        "65 objects": counted(front + back, range(65)),
        "half an object": counted(front + back, [1])[:-8].replace(
            b"\xa2\x01\x10", b"\xa2\x01\x08"
        ),
    }
    for case, entry in spellings.items():
        cases[case] = (entries[:9] + [entry] + entries[10:], "MALFORMED 9")
    for case, (forged, expected) in cases.items():
        damaged = bench.copy(good)
        write_entries(damaged, forged)
        bench.expect(case, damaged, expected)


def judge_files(bench, good):
    """One bit of every file, at random places."""
    rng = random.Random(SEED)
    print(f"seed {SEED}")
    for path in sorted(p for p in good.rglob("*") if p.is_file()):
        name = path.relative_to(good)
        data = path.read_bytes()
        for _ in range(6):
            bit = rng.randrange(len(data) * 8)
            bad = bytearray(data)
            bad[bit // 8] ^= 1 << bit % 8
            damaged = bench.copy(good)
            (damaged / name).write_bytes(bad)
            bench.expect(f"bit {bit} of {name}", damaged, "any")
    damaged = bench.copy(good)
    (damaged / "leaves").unlink()
    bench.expect("no leaves", damaged, "UNREADABLE")


def judge_cosignatures(bench, good):
    """Who cosigned, who did not, and what is no cosignature."""
    keys = [bench.witness(number) for number in (1, 2, 3)]
    cosigned = bench.copy(good)
    bench.cosign(cosigned, COUNT // 2, 1, 2)
    bench.cosign(cosigned, COUNT, 2)
    half = f"sound: {COUNT} entries, {COUNT // 2} witnessed"
    full = f"sound: {COUNT} entries, {COUNT} witnessed"
    bench.expect("two of three", cosigned, half, witnesses=[2, *keys])
    bench.expect("one of three", cosigned, full, witnesses=[1, *keys])
    bench.expect("all", cosigned, "UNWITNESSED 2", witnesses=[3, *keys])
    bench.expect("the third", cosigned, "UNWITNESSED 0",
                 witnesses=[1, keys[2]])
    bench.expect("twice", cosigned, "WITNESS", witnesses=[2, keys[0], keys[0]])
    bench.expect("more than there are", cosigned, "WITNESS",
                 witnesses=[2, keys[0]])
    log_key = (good / "public-key").read_text().strip()
    bench.expect("key of a log", cosigned, "WITNESS", witnesses=[1, log_key])
    note = cosigned / f"checkpoints/{COUNT:020d}.note"
    data = note.read_bytes()
    other = cosigned / f"checkpoints/{COUNT // 2:020d}.note"
    moved = other.read_bytes().rstrip(b"\n").rpartition(b"\n")[2] + b"\n"
    note.write_bytes(data + moved)
    bench.expect("moved", cosigned, "COSIGNATURE", witnesses=[1, *keys])
    bench.expect("moved, not trusted", cosigned, "UNWITNESSED 0",
                 witnesses=[1, keys[2]])
    rng = random.Random(SEED)
    begin = data.rindex(b"\n", 0, -1) + 1
    for _ in range(12):
        bit = rng.randrange(begin * 8, len(data) * 8)
        bad = bytearray(data)
        bad[bit // 8] ^= 1 << bit % 8
        note.write_bytes(bad)
        other.unlink(missing_ok=True)
        bench.expect(f"bit {bit} of a cosignature", cosigned, "any",
                     witnesses=[1, keys[1]])


def judge_sizes(bench):
    """The size of a checkpoint has one spelling; C++: OnlyTheOneFormIsRead."""
    for text in ("0", "21", str((1 << 64) - 1)):
        bench.cases += 1
        if verify_bundle.size_of(text) != int(text):
            bench.failures += 1
    # Superscript, Arabic-Indic and full-width digits among them.
    for text in (
        "", "021", "+21", "-1", " 21", "21\n", "2_1", "\u00b2", "2\u00b2",
        "\u0662\u0661", "\uff12\uff11", str(1 << 64),
    ):
        bench.cases += 1
        try:
            print(f"size {text!r} is read as {verify_bundle.size_of(text)}")
            bench.failures += 1
        except verify_bundle.Unsound:
            pass


def main():
    with tempfile.TemporaryDirectory() as name:
        bench = Bench(sys.argv[1], pathlib.Path(name))
        good = bench.make("good", COUNT)
        longer = bench.make("longer", 2 * COUNT)
        other = bench.make("other", COUNT, "INVENTED")
        last = f"checkpoints/{COUNT:020d}.note"
        half = f"checkpoints/{COUNT // 2:020d}.note"
        bench.expect("good", good, "sound")
        bench.expect("empty kept range", good, "sound", good / half)
        bench.expect("grown", longer, "sound", good / last)
        bench.expect(
            "rollback", good, "ROLLED_BACK",
            longer / f"checkpoints/{2 * COUNT:020d}.note",
        )
        bench.expect("fork", good, "FORKED", other / last)
        bench.expect("fork inside", longer, "FORKED", other / half)
        judge_entries(bench, good, longer)
        judge_counted(bench, good)
        judge_files(bench, good)
        judge_cosignatures(bench, good)
        judge_sizes(bench)
    print(f"{bench.cases} bundles and sizes, {bench.failures} disagreements")
    return 1 if bench.failures or bench.cases < 30 else 0


if __name__ == "__main__":
    sys.exit(main())
