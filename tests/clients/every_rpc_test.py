#!/usr/bin/python3
"""Every RPC of the contracts, on the wire, at every program that serves it:
nobody is heard without a token, nor with a role that the policy does not know;
and of none that is restricted is the purpose assumed, whatever else the caller
may do. Whatever is added to proto/ is tried without being named here.

Usage: every_rpc_test.py BUILD_FOLDER        (Debian's python3, not another one)
"""

import os
import re
import subprocess
import sys
import unittest

import grpc
from google.protobuf import descriptor_pb2

from contracts import Contracts
from refusal import Refusal
from running import Running

BUILD = sys.argv.pop(1)
TIMEOUT_SECONDS = 60
# What one caller may be denied in a minute with its reason (gate/README.md).
DENIALS_MAX = 30
# Services in common that a program may leave out, and what only an
# installation of the State serves.
NOT_OF = {
    "conventions": {"common.v1.EventService", "conventions.v1.IntakeService"},
    "indicators": {"common.v1.OutboxService"},
    "exchange": {"common.v1.EventService"},
}
STATE = {"common.v1.AccessService", "common.v1.AuditService",
         "conventions.v1.IntakeService", "conventions.v1.SubmissionService"}
CALLERS = 6
POLICY = "deploy/dev/policy.textproto"
# What a restricted call states, whole.
STATED = {"purpose": 1, "legal_basis": "loi du 30 juillet 2018",
          "reference": "reviews/2019-1"}
WORDS = "Er is nog geen agendapunt voor dit overleg"


class Installation(Running):
    """With so many certificates that none is denied too often."""

    def make_certificates(self):
        clients = []
        for number in range(CALLERS):
            clients += ["--client", f"walk{number}=client/walk{number}"]
        subprocess.run(
            ["tools/dev/make-ca", self.home / "pki", *clients], check=True,
            capture_output=True, env={**os.environ, **self.environment},
        )


class StateInstallation(Installation):
    def __init__(self, build):
        super().__init__(build)
        self.names = ("conventions",)

    def command(self, name):
        self.ports["indicators"] = 0
        words = super().command(name)
        at = words.index("--indicators")
        del words[at:at + 2]
        registry = self.home / "municipalities.textproto"
        registry.write_text("")
        return words + ["--installation", "state", "--municipalities",
                        registry]


class EveryRpcTest(unittest.TestCase):
    def declared(self, running):
        """Every (service, method) of the contracts."""
        files = descriptor_pb2.FileDescriptorSet()
        files.ParseFromString(running.descriptors().read_bytes())
        found = []
        for file in files.file:
            if not file.package.startswith("entente."):
                continue
            package = file.package[len("entente."):]
            for service in file.service:
                for method in service.method:
                    found.append((f"{package}.{service.name}", method.name))
        return found

    def served(self, running, name, is_state=False):
        """What the program `name` serves of it."""
        own = ("common.v1.", f"{name}.v1.")
        return [
            (service, method)
            for service, method in self.declared(running)
            if (service in STATE if is_state
                else service.startswith(own) and service not in NOT_OF[name])
        ]

    def call(self, channel, path, token, access=()):
        """The Refusal of one empty message, or None when it is answered. On the
        wire a unary call is a stream of one message. `access`: the contexts
        that it states, as bytes."""
        metadata = [("authorization", f"Bearer {token}")] if token else []
        metadata += [("entente-access-bin", stated) for stated in access]
        stub = channel.stream_stream(path)
        try:
            for _ in stub(iter([b""]), timeout=TIMEOUT_SECONDS,
                          metadata=metadata):
                pass
        except grpc.RpcError as error:
            return Refusal(self.contracts, error)
        return None

    def channel(self, running, name, caller):
        folder = running.home / "pki" / f"walk{caller}"
        ca, key, certificate = (
            (folder / file).read_bytes()
            for file in ("ca.crt", "tls.key", "tls.crt")
        )
        return grpc.secure_channel(
            running.target(name),
            grpc.ssl_channel_credentials(ca, key, certificate))

    def walk(self, running, name, rpcs):
        """Tries each of `rpcs` at the program `name`, twice."""
        self.assertLess(len(rpcs), CALLERS * DENIALS_MAX, "more callers")
        for place, (service, method) in enumerate(rpcs):
            path = f"/entente.{service}/{method}"
            with self.subTest(program=name, rpc=path):
                caller = place // DENIALS_MAX
                with self.channel(running, name, caller) as channel:
                    without = self.call(channel, path, None)
                    token = running.token(f"p-{caller}", ["role-of-nobody"])
                    nobody = self.call(channel, path, token)
                self.assertIsNotNone(without, "answered without a token")
                self.assertEqual(without.reason, "TOKEN_MISSING")
                self.assertEqual(
                    without.code, grpc.StatusCode.UNAUTHENTICATED)
                self.assertIsNotNone(nobody, "answered to a role of nobody")
                self.assertEqual(nobody.reason, "PERMISSION_MISSING")
                self.assertEqual(
                    nobody.code, grpc.StatusCode.PERMISSION_DENIED)

    def restricted(self, running, name):
        """The RPCs of the program `name` that touch persons."""
        options = self.contracts.message("google.protobuf.MethodOptions")
        access = self.contracts.pool.FindExtensionByName(
            "entente.common.v1.access")
        self.contracts.message(access.message_type.full_name)
        found = []
        for service, method in self.served(running, name):
            path = f"entente.{service}/{method}"
            said = options()
            said.ParseFromString(
                self.contracts.method(path).GetOptions().SerializeToString())
            if said.Extensions[access].restricted:
                found.append(path)
        return found

    def contexts(self):
        """(what is stated, the reason for which it is refused)"""
        context = self.contracts.message("entente.common.v1.AccessContext")

        def stated(**changed):
            return context(**{**STATED, **changed}).SerializeToString()

        def justified(text):
            return stated(reference="", justification=text)

        self.assertEqual(len(WORDS), 42)
        return [
            ([], "PURPOSE_REQUIRED"),
            ([b""], "PURPOSE_REQUIRED"),
            ([stated(purpose=0)], "PURPOSE_REQUIRED"),
            # An unknown purpose, as a later contract might know it.
            ([stated(purpose=0) + b"\x08\x63"], "PURPOSE_REQUIRED"),
            ([stated(), stated()], "PURPOSE_REQUIRED"),
            ([stated(legal_basis="")], "LEGAL_BASIS_REQUIRED"),
            ([stated(reference="")], "REFERENCE_REQUIRED"),
            ([stated(justification=WORDS)], "REFERENCE_REQUIRED"),
            ([stated(reference="because")], "REFERENCE_MALFORMED"),
            ([justified("because of a review")], "JUSTIFICATION_INVALID"),
            ([justified(WORDS * 11 + WORDS[:39])], "JUSTIFICATION_INVALID"),
        ]

    def test_no_restricted_rpc_assumes_a_purpose(self):
        with open(POLICY, encoding="utf-8") as policy:
            roles = re.findall(r'(?m)^  name: "(\w+)"', policy.read())
        walked = 0
        with Installation(BUILD) as running:
            self.contracts = Contracts(running.descriptors())
            contexts = self.contexts()
            # Beyond that a caller is not told the reason any more.
            self.assertLess(len(contexts), DENIALS_MAX)
            whole = [self.contracts.message("entente.common.v1.AccessContext")(
                **STATED).SerializeToString()]
            for name in ("conventions", "indicators", "exchange"):
                for path in self.restricted(running, name):
                    walked += 1
                    token = running.token(f"p-{walked}", roles)
                    with self.channel(running, name, 0) as channel:
                        for access, reason in contexts:
                            with self.subTest(rpc=path, reason=reason):
                                refusal = self.call(
                                    channel, f"/{path}", token, access)
                                self.assertIsNotNone(refusal, "answered")
                                self.assertEqual(refusal.reason, reason)
                        # So that it is the context that was refused.
                        passed = self.call(channel, f"/{path}", token, whole)
                    if passed is not None:
                        self.assertNotIn(
                            passed.reason,
                            {"", "PERMISSION_MISSING", "DENIALS_LIMIT"}
                            | {reason for _, reason in contexts}, path)
        self.assertGreaterEqual(walked, 8)

    def test_no_rpc_of_the_three_programs_is_answered_to_nobody(self):
        walked = set()
        with Installation(BUILD) as running:
            self.contracts = Contracts(running.descriptors())
            declared = self.declared(running)
            for name in ("conventions", "indicators", "exchange"):
                rpcs = self.served(running, name)
                self.walk(running, name, rpcs)
                walked |= set(rpcs)
        with StateInstallation(BUILD) as running:
            rpcs = self.served(running, "conventions", is_state=True)
            self.walk(running, "conventions", rpcs)
            walked |= set(rpcs)
        self.assertEqual(set(declared), walked, "tried nowhere")
        self.assertGreater(len(walked), 100)


if __name__ == "__main__":
    unittest.main(verbosity=2)
