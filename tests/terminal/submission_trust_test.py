#!/usr/bin/env python3
"""Who may speak for an installation, the municipality's and the State's: its
certificate, its keys and what it was started as.

Usage: submission_trust_test.py BUILD_FOLDER   (from the root of the tree)
"""

import pathlib
import sys
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).parent.parent / "suite"))
import revocation  # noqa: E402: its folder is known only now.
from submission_case import SubmissionCase  # noqa: E402

BUILD = sys.argv.pop(1)


class SubmissionTest(SubmissionCase):
    build_folder = BUILD

    def restart(self, installation, name="conventions"):
        installation.kill(name)
        installation.start(name)

    def refused(self, installation, change, told):
        """It does not start with its command changed, and says why."""
        command = installation.command
        installation.command = lambda name: change(command(name))
        with self.assertRaisesRegex(RuntimeError, told):
            installation.start("conventions")
        installation.processes.pop("conventions").wait()
        installation.command = command

    def test_a_state_whose_certificate_was_taken_back_is_told_nothing(self):
        lists = revocation.Lists(self.state.home / "pki")
        crl = self.town.home / "state.crl"
        with self.assertRaisesRegex(RuntimeError, "state.crl"):
            self.town.flags["conventions"] = ["--state-tls-crl", crl]
            self.restart(self.town)
        lists.publish(crl)
        self.town.start("conventions")
        self.convention()
        folder = self.build("built")
        lists.revoke("conventions")
        lists.publish(crl)
        self.restart(self.town)
        self.assertIn("[SERVICE_UNREACHABLE]", self.submit(folder, code=1))
        log = self.town.log("conventions").read_text(encoding="utf-8")
        self.assertIn("peer_revoked", log)
        rows = self.state.ask("fleur", "dossier", "list")
        self.assertEqual(rows.get("submissions", []), [])
        # Lists of one's own say nothing of the State.
        own = self.town.home / "own.crl"
        revocation.Lists(self.town.home / "pki").publish(own)
        with self.assertRaisesRegex(RuntimeError, "--state-tls-crl"):
            self.town.flags["conventions"] = ["--tls-crl", own]
            self.restart(self.town)

    def test_what_is_not_sent_stays_frozen_until_it_is(self):
        self.convention()
        folder = self.build("built")
        self.state.kill("conventions")
        said = self.submit(folder, code=1)
        self.assertIn("Frozen and signed as", said)
        self.assertIn("[SERVICE_UNREACHABLE]", said)
        self.restart(self.town)
        self.state.start("conventions")
        # The State knows no key of theirs, then another municipality's.
        self.state.register(self.town, keys=[self.state.key()])
        send = ("anna", "dossier", "send", self.name)
        self.assertIn("[SUBMISSION_KEY_UNKNOWN]", self.town.say(*send, code=1))
        self.state.registry.write_text("")
        self.assertIn("[MUNICIPALITY_UNKNOWN]", self.town.say(*send, code=1))
        self.assertIn("No dossier", self.state.say("fleur", "dossier", "list"))
        old = self.town.key()
        self.town.say("otto", "dossier", "key", "--rotate")
        self.assertNotEqual(self.town.key(), old)
        # Signed before the key was replaced: the old one still counts there.
        self.state.register(self.town, keys=[self.town.key(), old])
        self.assertIn("received", self.town.say(*send))
        self.assertIn("received", self.town.say(*send))
        self.assertEqual(len(self.state.ask(
            "fleur", "dossier", "list")["submissions"]), 1)
        # What the State signs must be signed by the State.
        self.decide("--outcome", "accepted")
        self.town.state_key = old
        self.restart(self.town)
        self.assertIn("[SUBMISSION_KEY_UNKNOWN]",
                      self.town.say("anna", "dossier", "status", self.name,
                                    code=1))
        self.assertEqual(self.town.ask("anna", "dossier", "show",
                                       self.name)["state"],
                         "STATE_RECEIVED")

    def test_an_installation_starts_only_as_what_it_is(self):
        self.convention()
        self.submit(self.build("built"))
        self.town.kill("conventions")
        self.state.kill("conventions")

        def without(flag, count=2):
            def change(words):
                at = words.index(flag)
                return words[:at] + words[at + count:]
            return change

        self.refused(self.state, without("--municipalities"),
                     "needs --municipalities FILE")
        self.refused(self.state, without("--installation"),
                     "This data is the State's")
        self.refused(self.town, lambda words: words + [
            "--installation", "state", "--municipalities",
            self.state.registry], "This data is a municipality's")
        self.refused(self.town, without("--municipality"), "signs as")
        # A key that signed is not made anew unseen.
        key = self.town.home / "data/conventions/submission-keys"
        (key / "submission.key").rename(self.town.home / "away")
        self.refused(self.town, lambda words: words, "that signed dossiers")
        (self.town.home / "away").rename(key / "submission.key")
        self.refused(self.town, lambda words: words + ["--new-submission-key"],
                     "start without --new-submission-key")
        (key / "submission.key").unlink()
        command = self.town.command
        self.town.command = lambda name: command(name) + [
            "--new-submission-key"]
        self.town.start("conventions")
        self.state.start("conventions")

    def test_a_municipality_delivers_for_itself_alone(self):
        self.convention()
        self.submit(self.build("built"), "--keep")
        self.town.kill("conventions")
        # The store of one with the certificate of the other.
        command = self.town.command
        certificate = self.state.home / "pki" / "m99002"
        self.town.command = lambda name: [
            certificate if word == self.state.home / "pki" / "m99001" else word
            for word in command(name)]
        self.town.start("conventions")
        key = self.town.key()
        self.town.code = "99002"
        self.state.register(self.town, keys=[key])
        self.assertIn("[MUNICIPALITY_NOT_SENDER]",
                      self.town.say("anna", "dossier", "send", self.name,
                                    code=1))
        self.assertIn("No dossier", self.state.say("fleur", "dossier", "list"))


if __name__ == "__main__":
    unittest.main(verbosity=2)
