#!/usr/bin/env python3
"""`entente audit` against a running entente-exchange: copies, and naming a
person of the log by two persons together.

The copy is also given to the second judge; then it is damaged, and then the
whole store is put back to an older copy.

Usage: export_test.py ENTENTE ENTENTE_EXCHANGE   (from the root of the tree)
"""

import base64
import datetime
import hashlib
import json
import pathlib
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import unittest

EXCHANGE = pathlib.Path(sys.argv.pop(2)).resolve()
ENTENTE = pathlib.Path(sys.argv.pop(1)).resolve()
POLICY = "deploy/dev/policy.textproto"
SECOND_JUDGE = pathlib.Path(__file__).with_name("verify_bundle.py")
PROOF_JUDGE = pathlib.Path(__file__).with_name("verify_proof.py")
START_SECONDS_MAX = 30


class ExportTest(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.home = pathlib.Path(folder.name)
        self.service = None
        self.addCleanup(self.stop)
        subprocess.run(
            ["tools/dev/make-ca", self.home / "pki"],
            check=True,
            capture_output=True,
        )
        self.start()
        self.put_to_work("o-1", "oversight")
        self.put_to_work("f-1", "finance")
        self.put_to_work("d-1", "dpo")

    def start(self):
        port_file = self.home / "port.json"
        port_file.unlink(missing_ok=True)
        command = [EXCHANGE, "--listen", "127.0.0.1:0"]
        command += ["--health-listen", "127.0.0.1:0"]
        command += ["--port-file", port_file, "--policy", POLICY]
        command += ["--tls-dir", self.home / "pki/exchange"]
        command += ["--jwks", self.home / "pki/issuer/jwks.json"]
        command += ["--data", self.home / "data"]
        self.log = open(self.home / "log", "ab")
        self.addCleanup(self.log.close)
        self.service = subprocess.Popen(
            command, stdout=self.log, stderr=self.log
        )
        deadline = time.monotonic() + START_SECONDS_MAX
        while not port_file.exists():
            if self.service.poll() is not None or time.monotonic() > deadline:
                self.fail((self.home / "log").read_text())
            time.sleep(0.05)
        self.port = json.loads(port_file.read_text())["port"]

    def stop(self):
        if self.service is not None:
            self.service.send_signal(signal.SIGTERM)
            self.service.wait(timeout=60)
            self.service = None

    def entente(self, *arguments, code=0, lang="en"):
        command = [ENTENTE, "--home", self.home, "--lang", lang]
        command += ["--target", f"exchange=127.0.0.1:{self.port}"]
        run = subprocess.run(
            [*command, *arguments], capture_output=True, text=True, check=False
        )
        self.assertEqual(run.returncode, code, run.stdout + run.stderr)
        return run.stdout + run.stderr

    def put_to_work(self, name, role):
        last = (datetime.date.today() + datetime.timedelta(days=30)).isoformat()
        self.entente("person", "add", name, "--role", role, "--until", last)
        self.entente("login", "--as", name, "--role", role)

    def export(self, name, code=0):
        bundle = self.home / name
        said = self.entente(
            "--as", "o-1", "audit", "export", str(bundle), code=code
        )
        return bundle, said

    def second_judge(self, *arguments):
        run = subprocess.run(
            [sys.executable, SECOND_JUDGE, *arguments], capture_output=True
        )
        return run.returncode

    def proof_judge(self, *arguments):
        run = subprocess.run(
            [sys.executable, PROOF_JUDGE, *arguments], capture_output=True
        )
        return run.returncode

    def last_note(self, bundle):
        return str(max((bundle / "checkpoints").iterdir()))

    def test_a_copy_is_sound_until_it_is_damaged(self):
        said = self.entente(
            "--as", "f-1", "audit", "export", str(self.home / "no"), code=1
        )
        self.assertIn("PERMISSION_MISSING", said)
        bundle, said = self.export("one")
        self.assertIn("Sound:", said)
        later, _ = self.export("two")
        kept = self.last_note(bundle)
        key = (bundle / "public-key").read_text().strip()
        said = self.entente(
            "audit", "verify", str(later), "--kept", kept, "--key", key
        )
        self.assertIn("1 kept", said)
        self.assertEqual(self.second_judge(later, "--kept", kept), 0)

        entries = bytearray((later / "entries").read_bytes())
        entries[len(entries) // 2] ^= 1
        (later / "entries").write_bytes(entries)
        said = self.entente("audit", "verify", str(later), code=1)
        self.assertRegex(said, r"[Ee]ntr(y|ies) ")
        self.assertEqual(self.second_judge(later), 1)

    def test_one_entry_is_proven_without_the_rest(self):
        self.export("one")
        # What the first one did is signed by the second.
        bundle, _ = self.export("two")
        key = (bundle / "public-key").read_text().strip()
        proof = self.home / "entry-1.json"
        prove = ("--as", "o-1", "audit", "prove")
        said = self.entente(*prove, "1", "--save", str(proof), "--key", key)
        self.assertIn("Proven: entry 1 is one of the first", said)
        self.assertIn("AUDIT_ENTRY_UNKNOWN", self.entente(*prove, "999", code=1))
        self.stop()
        self.assertEqual(self.proof_judge("entry", proof, "--key", key), 0)
        said = self.entente("audit", "prove", str(proof), "--key", key)
        self.assertIn("Proven: entry 1 is one of the first", said)
        # By the key inside it, which whoever makes up an entry can make up too.
        for flags in ((), ("--format", "json")):
            own = self.entente("audit", "prove", str(proof), *flags)
            self.assertIn("judged by the key inside it", own)
            self.assertNotIn("Proven", own)
        whole = json.loads(proof.read_text())
        stored = bytearray(base64.b64decode(whole["entry"]["stored"]))
        leaf = hashlib.sha256(b"\0" + stored).hexdigest()
        self.assertIn(leaf, said)
        at = stored.index(b"Service/") + len(b"Service/")
        stored[at] ^= 1
        whole["entry"]["stored"] = base64.b64encode(stored).decode()
        proof.write_text(json.dumps(whole))
        said = self.entente("audit", "prove", str(proof), code=1)
        self.assertIn("AUDIT_ENTRY_NOT_INCLUDED", said)
        self.assertEqual(self.proof_judge("entry", proof, "--key", key), 1)

    def test_a_kept_checkpoint_tells_whether_the_log_only_grew(self):
        bundle, _ = self.export("one")
        self.stop()
        shutil.copytree(self.home / "data/store", self.home / "older")
        self.start()
        later, _ = self.export("two")
        kept = self.home / "january.note"
        shutil.copy(self.last_note(bundle), kept)
        key = (bundle / "public-key").read_text().strip()
        proof = self.home / "growth.json"
        compare = ("--as", "o-1", "audit", "compare")
        said = self.entente(*compare, kept, "--save", proof)
        self.assertIn("Only grown:", said)
        self.assertIn(key, said)
        same = self.entente(*compare, self.last_note(later), "--key", key)
        self.assertIn("The same:", same)
        for lang, words in (("fr", "N'a fait que croître"), ("nl", "gegroeid")):
            said = self.entente(*compare, kept, lang=lang)
            self.assertIn(words, said)
        said = self.entente(*compare, kept, "--entries", "1000", code=1)
        self.assertIn("AUDIT_CHECKPOINT_UNKNOWN", said)
        said = self.entente("--as", "f-1", *compare[2:], kept, code=1)
        self.assertIn("PERMISSION_MISSING", said)

        # Offline, by both judges, until a byte of it is changed.
        newest = self.home / "february.note"
        shutil.copy(self.last_note(later), newest)
        self.stop()
        offline = ("audit", "compare", kept, "--proof", proof, "--key", key)
        self.assertIn("Only grown:", self.entente(*offline))
        self.assertEqual(self.proof_judge("growth", kept, proof), 0)
        whole = json.loads(proof.read_text())
        hashes = whole["hashes"]
        whole["hashes"] = hashes[:-1]
        proof.write_text(json.dumps(whole))
        said = self.entente(*offline, code=1)
        self.assertIn("AUDIT_GROWTH_UNPROVEN", said)
        self.assertEqual(self.proof_judge("growth", kept, proof), 1)
        self.entente("audit", "compare", proof, "--proof", proof, code=1)
        # What is no note is refused before anybody is asked: the service is
        # down.
        unsigned = self.home / "unsigned.note"
        unsigned.write_text(kept.read_text().partition("\n\n")[0] + "\n\n")
        said = self.entente(*compare, unsigned, code=1)
        self.assertIn("AUDIT_KEPT_WRONG", said)

        # Put back, it has not what was kept.
        shutil.rmtree(self.home / "data/store")
        (self.home / "older").rename(self.home / "data/store")
        self.start()
        said = self.entente(*compare, newest, code=1)
        # The service sees it by itself as well, and may be the first to say so.
        self.assertRegex(said, "AUDIT_(KEPT_BEYOND|KEPT_OTHER|GROWTH_UNPROVEN)"
                               "|put back to")

    def test_each_entry_says_which_version_was_read_or_written(self):
        self.put_to_work("c-1", "coordinator")
        said = self.entente(
            "--as", "c-1", "meeting", "create", "--municipality", "21004",
            "--date", "2018-03-20", "--subject", "Quarterly meeting",
        )
        name = re.search(r"\b[0-9a-f]{32}\b", said)[0]
        name = "municipalities/21004/meetings/" + name
        self.entente("--as", "c-1", "meeting", "show", name)
        bundle, _ = self.export("one")
        run = subprocess.run(
            [sys.executable, SECOND_JUDGE, bundle, "--list"],
            capture_output=True, text=True, check=True,
        )
        self.assertRegex(
            run.stdout,
            r"(?m)^\d+ \S+/GetMeeting permitted [0-9a-f]{32}@1$",
        )
        self.assertRegex(run.stdout, r"(?m)^\d+ \S+ permitted -$")

    def test_a_store_put_back_is_neither_signed_nor_believed(self):
        self.export("one")
        self.stop()
        shutil.copytree(self.home / "data/store", self.home / "older")
        self.start()
        newer, _ = self.export("two")
        self.stop()
        shutil.rmtree(self.home / "data/store")
        (self.home / "older").rename(self.home / "data/store")
        self.start()
        _, said = self.export("three", code=1)
        # By the signer that was asked, or as the service says once it knows.
        self.assertRegex(said, "AUDIT_(LOG|CLOSED)_(ROLLED_BACK|FORKED)")
        self.assertIn("Copied as it is", said)
        self.assertNotIn("Sound:", said)
        said = self.entente(
            "audit", "verify", str(self.home / "three"), "--kept",
            self.last_note(newer), code=1,
        )
        self.assertRegex(said, "AUDIT_LOG_(ROLLED_BACK|FORKED)")
        self.assertRegex(
            (self.home / "log").read_text(), "audit_checkpoint_refused"
        )
        # Even if it had been signed, the kept checkpoint tells.
        older = self.home / "one"
        said = self.entente(
            "audit", "verify", str(older), "--kept", self.last_note(newer),
            code=1,
        )
        self.assertIn("AUDIT_LOG_ROLLED_BACK", said)

    def test_two_persons_name_a_third(self):
        _, said = self.export("one")
        key = re.search(r"^Key: (.*)$", said, re.M)[1]
        today = datetime.datetime.now(datetime.timezone.utc).date()
        thing = "municipalities/21004/meetings/none"
        self.entente("--as", "f-1", "meeting", "show", thing, code=1)
        said = self.entente(
            "--as", "o-1", "audit", "resolve", "request", "--object", thing,
            "--with-persons", "--from", str(today - datetime.timedelta(days=1)),
            "--until", str(today + datetime.timedelta(days=1)),
            "--reason", "data-subject", "--reference", "requests/7",
        )
        name = re.search(r"^Name: +auditResolutions/(\S+)$", said, re.M)[1]
        etag = re.search(r"^Etag: +(\S+)$", said, re.M)[1]
        shown = self.entente("--as", "d-1", "audit", "resolve", "show", name)
        self.assertIn(etag, shown)
        self.assertIn(thing, shown)
        approve = ["audit", "resolve", "approve", name, "--etag", etag]
        said = self.entente("--as", "o-1", *approve, code=1)
        self.assertIn("PERMISSION_MISSING", said)
        statement = self.home / "statement.note"
        self.entente("--as", "d-1", *approve, "--out", statement)
        text = statement.read_text()
        self.assertRegex(
            text, r"(?m)^entry \d+ \S+ \S+/GetMeeting denied 0 subject=f-1 "
        )
        again = self.entente("--as", "o-1", "audit", "statement", "get", name)
        self.assertEqual(again, text)

        self.stop()
        verify = ["audit", "statement", "verify", statement, "--key", key]
        self.assertIn("Sound: 1 accesses", self.entente(*verify))
        statement.write_text(text.replace("subject=f-1", "subject=f-2"))
        self.assertIn("AUDIT_STATEMENT_WRONG", self.entente(*verify, code=1))


if __name__ == "__main__":
    unittest.main()
