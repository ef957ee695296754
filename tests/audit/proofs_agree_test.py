#!/usr/bin/env python3
"""Two judges of proofs, one verdict: verify_proof.py, and what `entente audit
prove` and `entente audit compare` judge by.

Each proof, good, damaged or forged by whoever holds the log's key, is given to
both; each must say what is expected.

Usage: proofs_agree_test.py PROOF_JUDGE
"""

import base64
import copy
import json
import os
import pathlib
import random
import subprocess
import sys
import tempfile

import verify_proof
from signed_note import Unsound

COUNT = 24
SEED = int(os.environ.get("ENTENTE_SEED", "20190314"))

# What C++ says for each code of the Python judge.
NAMES = {
    "CHECKPOINT": "AUDIT_CHECKPOINT_WRONG",
    "UNSIGNED": "AUDIT_ENTRIES_UNSIGNED",
    "MALFORMED": "AUDIT_ENTRY_MALFORMED",
    "OUT_OF_PLACE": "AUDIT_ENTRY_OUT_OF_PLACE",
    "NOT_INCLUDED": "AUDIT_ENTRY_NOT_INCLUDED",
    "KEPT": "AUDIT_KEPT_WRONG",
    "EMPTY": "AUDIT_KEPT_EMPTY",
    "ROLLED_BACK": "AUDIT_LOG_ROLLED_BACK",
    "FORKED": "AUDIT_LOG_FORKED",
    "UNPROVEN": "AUDIT_GROWTH_UNPROVEN",
}


class Bench:
    def __init__(self, judge, folder):
        self.judge = judge
        self.file = folder / "proof.json"
        self.note = folder / "kept.note"
        self.key = self.ask("key").strip()
        self.failures = 0
        self.cases = 0

    def ask(self, *arguments):
        command = [self.judge, *(str(each) for each in arguments)]
        run = subprocess.run(command, check=True, capture_output=True)
        return run.stdout.decode()

    def make(self, *arguments):
        return json.loads(self.ask(*arguments))

    def expect(self, case, proof, expected, kept=None):
        """`expected`: a code, "good" or "any", which is anything but good."""
        self.cases += 1
        self.file.write_text(json.dumps(proof))
        try:
            if kept is None:
                cpp = self.ask("judge-entry", self.file).strip()
                verify_proof.judge_entry(proof, self.key)
            else:
                self.note.write_text(kept)
                cpp = self.ask("judge-growth", self.note, self.file).strip()
                verify_proof.judge_growth(kept.encode(), proof, self.key)
            python = "good"
        except Unsound as error:
            python = str(error).split()[0]
        is_agreed = NAMES.get(python, python) == cpp
        wanted = python != "good" if expected == "any" else python == expected
        if not (is_agreed and wanted):
            self.failures += 1
            print(f"{case}: expected {expected}; {python} | {cpp}")


def damaged_hashes(proof, rng):
    """`proof` with its hashes changed, one by one: (what, proof)."""
    hashes = proof.get("hashes", [])
    for at, text in enumerate(hashes):
        bytes_of = bytearray(base64.b64decode(text))
        bit = rng.randrange(8 * len(bytes_of))
        bytes_of[bit // 8] ^= 1 << bit % 8
        changes = {
            f"bit {bit} of hash {at}": [base64.b64encode(bytes_of).decode()],
            f"without hash {at}": [],
            f"hash {at} twice": [text, text],
            f"hash {at} cut": [base64.b64encode(bytes_of[:-1]).decode()],
        }
        for what, put in changes.items():
            bad = copy.deepcopy(proof)
            bad["hashes"] = hashes[:at] + put + hashes[at + 1 :]
            yield what, bad
    bad = copy.deepcopy(proof)
    bad["hashes"] = hashes + [base64.b64encode(bytes(32)).decode()]
    yield "a hash more", bad


def judge_entries(bench, rng):
    for size in (1, 2, 3, 7, 8, 13, COUNT):
        for index in range(size):
            proof = bench.make("entry", COUNT, index, size)
            bench.expect(f"entry {index} of {size}", proof, "good")
    for index, size in ((0, 1), (0, COUNT), (12, 13), (16, COUNT)):
        proof = bench.make("entry", COUNT, index, size)
        for what, bad in damaged_hashes(proof, rng):
            bench.expect(f"entry {index}, {what}", bad, "NOT_INCLUDED")
        bad = copy.deepcopy(proof)
        bad["entry"]["entry"]["sequence"] = str(size)
        bench.expect("beyond", bad, "UNSIGNED")
        if size > 1:
            bad["entry"]["entry"]["sequence"] = str((index + 1) % size)
            bench.expect("another place", bad, "OUT_OF_PLACE")
        stored = bytearray(base64.b64decode(proof["entry"]["stored"]))
        for bit in rng.sample(range(8 * len(stored)), 12):
            changed = bytearray(stored)
            changed[bit // 8] ^= 1 << bit % 8
            bad = copy.deepcopy(proof)
            bad["entry"]["stored"] = base64.b64encode(changed).decode()
            bench.expect(f"bit {bit} of entry {index}", bad, "any")
        note = proof["checkpoint"]["note"]
        for at in rng.sample(range(len(note)), 6):
            bad = copy.deepcopy(proof)
            bad["checkpoint"]["note"] = note[:at] + "~" + note[at + 1 :]
            bench.expect(f"note at {at}", bad, "CHECKPOINT")
    # Another entry at its place, with its path.
    rewritten = bench.make("entry", COUNT, 2, COUNT)
    rewritten["entry"] = bench.make("entry", COUNT, 2, COUNT, "INVENTED")["entry"]
    bench.expect("rewritten", rewritten, "NOT_INCLUDED")


def judge_growth(bench, rng):
    notes = {
        size: bench.ask("note", COUNT, size) for size in range(COUNT + 1)
    }
    for kept in range(1, COUNT + 1):
        for later in sorted({kept, kept + 1, 16, 23, COUNT}):
            if not kept <= later <= COUNT:
                continue
            proof = bench.make("growth", COUNT, kept, later)
            case = f"{kept} to {later}"
            bench.expect(case, proof, "good", notes[kept])
            for what, bad in damaged_hashes(proof, rng):
                if rng.randrange(8) == 0 or kept in (8, 13):
                    bench.expect(f"{case}, {what}", bad, "UNPROVEN", notes[kept])
    proof = bench.make("growth", COUNT, 8, COUNT)
    bench.expect("empty", proof, "EMPTY", notes[0])
    bench.expect("of another size", proof, "UNPROVEN", notes[9])
    shorter = bench.make("growth", COUNT, 5, 7)
    bench.expect("put back", shorter, "ROLLED_BACK", notes[8])
    # What an insider with the key makes of a log that he rewrote.
    for kept in (3, 8, 13, 23):
        forged = bench.make("growth", COUNT, kept, COUNT, "INVENTED")
        bench.expect(f"forged from {kept}", forged, "UNPROVEN", notes[kept])
        forged["hashes"] = bench.make("growth", COUNT, kept, COUNT)["hashes"]
        bench.expect(f"mixed from {kept}", forged, "UNPROVEN", notes[kept])
    forged = bench.make("growth", COUNT, COUNT, COUNT, "INVENTED")
    bench.expect("fork", forged, "FORKED", notes[COUNT])
    for at in rng.sample(range(len(notes[8])), 8):
        bad = notes[8][:at] + "~" + notes[8][at + 1 :]
        bench.expect(f"kept at {at}", proof, "KEPT", bad)
        note = proof["checkpoint"]["note"]
        bad = copy.deepcopy(proof)
        bad["checkpoint"]["note"] = note[:at] + "~" + note[at + 1 :]
        bench.expect(f"later at {at}", bad, "CHECKPOINT", notes[8])


def main():
    rng = random.Random(SEED)
    print(f"seed {SEED}")
    with tempfile.TemporaryDirectory() as name:
        bench = Bench(sys.argv[1], pathlib.Path(name))
        judge_entries(bench, rng)
        judge_growth(bench, rng)
    print(f"{bench.cases} proofs, {bench.failures} disagreements")
    return 1 if bench.failures or bench.cases < 300 else 0


if __name__ == "__main__":
    sys.exit(main())
