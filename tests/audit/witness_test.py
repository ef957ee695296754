#!/usr/bin/env python3
"""A running entente-exchange and three running entente-witness, over https.

D76: the whole data folder is put back to an older copy, keys and last checkpoint
included, and the service closes. D81: witnesses are stopped and started again.
Cosignatures are exported and judged by both judges.

Usage: witness_test.py ENTENTE ENTENTE_EXCHANGE ENTENTE_WITNESS
(from the root of the tree)
"""

import datetime
import json
import pathlib
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import unittest

WITNESS = pathlib.Path(sys.argv.pop(3)).resolve()
EXCHANGE = pathlib.Path(sys.argv.pop(2)).resolve()
ENTENTE = pathlib.Path(sys.argv.pop(1)).resolve()
POLICY = "deploy/dev/policy.textproto"
SECOND_JUDGE = pathlib.Path(__file__).with_name("verify_bundle.py")
# Nothing is measured: how long to wait for what must come.
SECONDS_MAX = 60


class WitnessTest(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.home = pathlib.Path(folder.name)
        self.processes = {}
        self.addCleanup(self.stop_all)
        self.run_quietly("tools/dev/make-ca", self.home / "pki")
        self.keys = [self.witness_key(number) for number in (1, 2, 3)]
        # The key of the log exists once the service has run.
        self.start_exchange([])
        self.put_to_work("o-1", "oversight")
        bundle, _ = self.export("first")
        log_key = (bundle / "public-key").read_text().strip()
        self.stop("exchange")
        origin = log_key.split("+")[0]
        (self.home / "logs").write_text(f"{origin} {log_key}\n")
        for number in (1, 2, 3):
            self.start_witness(number)
        self.write_witnesses()

    def run_quietly(self, *command):
        run = subprocess.run(command, capture_output=True, text=True)
        self.assertEqual(run.returncode, 0, run.stdout + run.stderr)
        return run.stdout

    def witness_command(self, number):
        command = [WITNESS, "--name", f"oversight.example/w{number}"]
        return command + ["--data", self.home / f"witness-{number}"]

    def witness_key(self, number):
        command = self.witness_command(number) + ["--print-key"]
        return self.run_quietly(*command).strip()

    def start(self, name, command):
        """Starts a program and waits for its port file."""
        port_file = self.home / f"{name}.port"
        port_file.unlink(missing_ok=True)
        log = open(self.home / f"{name}.log", "ab")
        self.addCleanup(log.close)
        process = subprocess.Popen(
            [*command, "--port-file", port_file], stdout=log, stderr=log
        )
        self.processes[name] = process
        self.wait_for(
            lambda: port_file.exists() or process.poll() is not None, name
        )
        self.assertIsNone(process.poll(), self.log_of(name))
        return json.loads(port_file.read_text())["port"]

    def start_witness(self, number, port=0):
        command = self.witness_command(number)
        command += ["--logs", self.home / "logs"]
        command += ["--tls-dir", self.home / "pki/indicators"]
        command += ["--listen", f"127.0.0.1:{port}"]
        ports = self.__dict__.setdefault("witness_ports", {})
        ports[number] = self.start(f"witness-{number}", command)

    def write_witnesses(self):
        lines = [
            f"https://127.0.0.1:{self.witness_ports[number]} "
            f"{self.keys[number - 1]} pki/ca.crt"
            for number in (1, 2, 3)
        ]
        (self.home / "witnesses").write_text("\n".join(lines) + "\n")

    def start_exchange(self, flags):
        command = [EXCHANGE, "--listen", "127.0.0.1:0"]
        command += ["--health-listen", "127.0.0.1:0", "--policy", POLICY]
        command += ["--tls-dir", self.home / "pki/exchange"]
        command += ["--jwks", self.home / "pki/issuer/jwks.json"]
        command += ["--data", self.home / "data", *flags]
        self.port = self.start("exchange", command)

    def start_witnessed(self):
        """Starts, and waits until every witness was asked."""
        rounds = self.rounds()
        self.start_exchange(["--witnesses", self.home / "witnesses"])
        self.wait_for(lambda: self.rounds() > rounds, "the first round")

    def stop(self, name, how=signal.SIGTERM):
        process = self.processes.pop(name)
        process.send_signal(how)
        process.wait(timeout=SECONDS_MAX)

    def stop_all(self):
        for name in list(self.processes):
            self.stop(name)

    def log_of(self, name):
        return (self.home / f"{name}.log").read_text()

    def wait_for(self, is_so, what):
        deadline = time.monotonic() + SECONDS_MAX
        while not is_so():
            if time.monotonic() > deadline:
                self.fail(f"{what} did not come: {self.log_of('exchange')}")
            time.sleep(0.05)

    def wait_for_log(self, text, count=1):
        self.wait_for(
            lambda: self.log_of("exchange").count(text) >= count, text
        )

    def entente(self, *arguments):
        command = [ENTENTE, "--home", self.home, "--lang", "en"]
        command += ["--target", f"exchange=127.0.0.1:{self.port}"]
        run = subprocess.run(
            [*command, *arguments], capture_output=True, text=True
        )
        return run.returncode, run.stdout + run.stderr

    def put_to_work(self, name, role):
        last = datetime.date.today() + datetime.timedelta(days=30)
        self.entente(
            "person", "add", name, "--role", role, "--until", last.isoformat()
        )
        self.entente("login", "--as", name, "--role", role)

    def export(self, name, code=0):
        bundle = self.home / name
        found, said = self.entente(
            "--as", "o-1", "audit", "export", str(bundle)
        )
        self.assertEqual(found, code, said)
        return bundle, said

    def witness_flags(self, *numbers):
        flags = []
        for number in numbers:
            flags += ["--witness", self.keys[number - 1]]
        return flags

    def both_judges(self, bundle, *flags):
        code, said = self.entente("audit", "verify", str(bundle), *flags)
        second = subprocess.run(
            [sys.executable, SECOND_JUDGE, bundle, *flags],
            capture_output=True, text=True,
        )
        self.assertEqual(code, second.returncode, said + second.stdout)
        return code, said, second.stdout

    def rounds(self):
        return self.log_of("exchange").count('"event":"audit_witnessed"')

    def test_cosignatures_are_kept_exported_and_judged(self):
        self.start_witnessed()
        rounds = self.rounds()
        self.export("one")
        # The checkpoint that the export asked for is cosigned as well.
        self.wait_for(lambda: self.rounds() > rounds, "another round")
        self.assertNotIn('"cosigned":"2"', self.log_of("exchange"))
        bundle, _ = self.export("two")
        code, said, second = self.both_judges(
            bundle, *self.witness_flags(1, 2, 3), "--witness-quorum", "3"
        )
        self.assertEqual(code, 0, said)
        for number in (1, 2, 3):
            self.assertRegex(
                said, rf"Witness oversight.example/w{number}: cosigned [2-9] of"
            )
        self.assertRegex(said, r"Witnessed: [1-9]\d* entries")
        self.assertRegex(second, r"[1-9]\d* witnessed")
        stranger = (
            "oversight.example/w9+a97ca65e+BCBSUYVqkyRiWzZXAz5qNNUAAAAAAAAAAAAA"
        )
        code, said, _ = self.both_judges(bundle, "--witness", stranger)
        self.assertEqual(code, 1)
        self.assertIn("AUDIT_WITNESS_WRONG", said)
        code, said, _ = self.both_judges(
            self.home / "first", *self.witness_flags(1)
        )
        self.assertEqual(code, 1)
        self.assertIn("AUDIT_UNWITNESSED", said)

    def test_d76_the_whole_data_folder_put_back_closes_the_service(self):
        self.start_witnessed()
        self.stop("exchange")
        shutil.copytree(self.home / "data", self.home / "yesterday")
        self.start_witnessed()
        self.export("today")
        # At the latest when it stops, what was added is cosigned.
        self.stop("exchange")
        shutil.rmtree(self.home / "data")
        (self.home / "yesterday").rename(self.home / "data")
        self.start_witnessed()
        self.wait_for_log('"event":"audit_rolled_back"')
        _, said = self.export("closed", code=1)
        self.assertIn("AUDIT_CLOSED_ROLLED_BACK", said)
        self.wait_for_log('"event":"not_ready"')

    def test_d81_witnesses_that_stop_and_start_again(self):
        self.start_witnessed()
        self.wait_for_log('"cosigned":"3"')
        self.stop("witness-1", signal.SIGKILL)
        self.export("without-one")
        self.wait_for_log('"reason":"UNREACHABLE"')
        self.wait_for_log('"cosigned":"2"')
        self.start_witness(1, self.witness_ports[1])
        self.export("with-it")
        self.wait_for_log('"event":"audit_witness_back"')

    def test_a_witness_that_lost_its_store_does_not_start(self):
        self.stop("witness-2")
        shutil.rmtree(self.home / "witness-2/store")
        command = self.witness_command(2) + ["--logs", self.home / "logs"]
        command += ["--tls-dir", self.home / "pki/indicators"]
        for lang, words in (
            ("C", "no longer knows"), ("fr_BE.UTF-8", "ne sait plus"),
            ("nl_BE.UTF-8", "weet niet meer"),
        ):
            run = subprocess.run(
                command, capture_output=True, text=True,
                env={"LC_ALL": lang}, timeout=SECONDS_MAX,
            )
            self.assertEqual(run.returncode, 1)
            self.assertIn(words, run.stderr)
        self.stop("witness-1")


if __name__ == "__main__":
    unittest.main()
