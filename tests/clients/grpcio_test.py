#!/usr/bin/python3
"""Python's grpcio (Debian: python3-grpcio, python3-protobuf) against the
running services: mutual TLS, a provider's tokens, decoded refusals.

Usage: grpcio_test.py BUILD_FOLDER        (Debian's python3, not another one)
"""

import queue
import sys
import unittest

import grpc

from contracts import Contracts
from refusal import Refusal
from running import Running

BUILD = sys.argv.pop(1)
TIMEOUT_SECONDS = 60
MUNICIPALITY = "municipalities/21004"
LIST = "conventions.v1.ConventionService/ListConventions"
# Method and a role that may call it.
PERMITTED = {
    LIST: "finance",
    "indicators.v1.DefinitionService/ListMeasures": "zone",
    "exchange.v1.MeetingService/ListMeetings": "coordinator",
}
# Method and the permission that the role finance has not.
DENIED = {
    "conventions.v1.ConventionService/DeleteConvention":
        "conventions.conventions.delete",
    "indicators.v1.DefinitionService/SetTarget": "indicators.targets.write",
    "exchange.v1.CaseService/GetCase": "exchange.cases.read",
}


class GrpcioTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.running = cls.enterClassContext(Running(BUILD))
        cls.contracts = Contracts(cls.running.descriptors())

    def channel(self, service, is_known):
        ca, key, certificate = (
            (self.running.client / name).read_bytes()
            for name in ("ca.crt", "tls.key", "tls.crt")
        )
        pair = (key, certificate) if is_known else ()
        credentials = grpc.ssl_channel_credentials(ca, *pair)
        return grpc.secure_channel(self.running.target(service), credentials)

    def call(self, method, token=None, is_known=True, access=None, **fields):
        """The reply to entente.<method>, or the Refusal."""
        described = self.contracts.method(f"entente.{method}")
        request = self.contracts.message(described.input_type.full_name)
        reply = self.contracts.message(described.output_type.full_name)
        metadata = []
        if token is not None:
            metadata.append(("authorization", f"Bearer {token}"))
        if access is not None:
            metadata.append(("entente-access-bin", access.SerializeToString()))
        with self.channel(method.split(".")[0], is_known) as channel:
            stub = channel.unary_unary(
                f"/entente.{method}",
                request_serializer=request.SerializeToString,
                response_deserializer=reply.FromString,
            )
            try:
                sent = request(**fields)
                return stub(sent, timeout=TIMEOUT_SECONDS, metadata=metadata)
            except grpc.RpcError as error:
                return Refusal(self.contracts, error)

    def test_a_permitted_call_is_answered_by_each_service(self):
        for algorithm in ("ES256", "EdDSA"):
            for method, role in PERMITTED.items():
                token = self.running.token("p-1001", [role], algorithm)
                reply = self.call(method, token, parent=MUNICIPALITY)
                self.assertNotIsInstance(reply, Refusal, method)

    def test_a_denied_call_says_which_permission_is_missing(self):
        token = self.running.token("p-1002", ["finance"])
        for method, permission in DENIED.items():
            refusal = self.call(method, token)
            self.assertEqual(refusal.code, grpc.StatusCode.PERMISSION_DENIED)
            self.assertEqual(refusal.code_of_details, refusal.code.value[0])
            info = refusal.details.info
            self.assertEqual(info.reason, "PERMISSION_MISSING")
            self.assertEqual(
                info.domain, method.split(".")[0] + ".entente.be"
            )
            self.assertEqual(info.metadata["permission"], permission)
            self.assertIn(permission, refusal.message)
            self.assertEqual(set(refusal.details.sentences), {"fr", "nl"})
            self.assertIn(permission, refusal.details.sentences["fr"])

    def test_without_a_certificate_nobody_is_heard(self):
        for method, role in PERMITTED.items():
            token = self.running.token("p-1001", [role])
            refusal = self.call(
                method, token, is_known=False, parent=MUNICIPALITY
            )
            self.assertEqual(refusal.code, grpc.StatusCode.UNAVAILABLE)
            self.assertEqual(refusal.details.messages, {})

    def test_a_call_needs_a_token(self):
        for method in PERMITTED:
            refusal = self.call(method)
            self.assertEqual(refusal.code, grpc.StatusCode.UNAUTHENTICATED)
            self.assertEqual(refusal.reason, "TOKEN_MISSING")

    def test_a_restricted_call_needs_its_purpose(self):
        token = self.running.token("p-1003", ["cell_chair"])
        method = "exchange.v1.CaseService/GetCase"
        name = MUNICIPALITY + "/cases/abcdefghijklmnopqrstuvwxyz"
        refusal = self.call(method, token, name=name)
        self.assertEqual(refusal.code, grpc.StatusCode.INVALID_ARGUMENT)
        self.assertEqual(refusal.reason, "PURPOSE_REQUIRED")
        self.assertEqual(refusal.details.fields, ["purpose"])
        stated = {"purpose": 1, "reference": "reviews/2019-1"}
        context = self.contracts.message("entente.common.v1.AccessContext")
        refusal = self.call(
            method, token, access=context(**stated), name=name
        )
        self.assertEqual(refusal.reason, "LEGAL_BASIS_REQUIRED")
        self.assertEqual(refusal.details.fields, ["legal_basis"])
        access = context(**stated, legal_basis="loi du 30 juillet 2018")
        refusal = self.call(method, token, access=access, name=name)
        self.assertEqual(refusal.code, grpc.StatusCode.NOT_FOUND)

    def deliver(self, source, *messages):
        """The replies to a stream of Ingest, and how it ended: a Refusal or
        None. Each message is sent once the one before was answered."""
        path = "entente.indicators.v1.IngestService/Ingest"
        described = self.contracts.method(path)
        request = self.contracts.message(described.input_type.full_name)
        reply = self.contracts.message(described.output_type.full_name)
        token = self.running.token("zone5339", ["zone"])
        sent = queue.Queue()
        replies = []
        open_session = request()
        open_session.open.parent = MUNICIPALITY
        open_session.open.source = source
        open_session.open.session_id = "from-grpcio"
        sent.put(open_session)
        waiting = list(messages)
        with self.channel("indicators", True) as channel:
            stub = channel.stream_stream(
                f"/{path}", request_serializer=request.SerializeToString,
                response_deserializer=reply.FromString)
            try:
                for answer in stub(
                        iter(sent.get, None), timeout=TIMEOUT_SECONDS,
                        metadata=[("authorization", f"Bearer {token}")]):
                    replies.append(answer)
                    sent.put(waiting.pop(0) if waiting else None)
            except grpc.RpcError as error:
                sent.put(None)
                return replies, Refusal(self.contracts, error)
        return replies, None

    def test_a_delivery_is_a_stream_both_ways(self):
        batch = self.contracts.message(
            "entente.indicators.v1.IngestRequest")()
        batch.batch.sequence = 1
        row = batch.batch.observations.add()
        row.event_id = "0123456789abcdefghijkl"
        row.measure_code = "no_such_measure"
        row.value = 1
        replies, refusal = self.deliver("zone5339", batch)
        self.assertIsNone(refusal)
        opened, taken = replies
        self.assertEqual(opened.durable_sequence, 0)
        self.assertEqual(taken.durable_sequence, 1)
        self.assertEqual(
            [r.reason for r in taken.rejections], ["UNKNOWN_MEASURE"])
        # Resumed where it was.
        replies, refusal = self.deliver("zone5339")
        self.assertIsNone(refusal)
        self.assertEqual([r.durable_sequence for r in replies], [1])

    def test_a_delivery_in_the_name_of_another_ends_with_the_reason(self):
        replies, refusal = self.deliver("zone5340")
        self.assertEqual(replies, [])
        self.assertEqual(refusal.code, grpc.StatusCode.PERMISSION_DENIED)
        self.assertEqual(refusal.reason, "SOURCE_NOT_YOURS")

    def test_rsa_is_refused_and_the_log_says_what_to_change(self):
        token = self.running.token("p-1001", ["finance"], "RS256")
        self.assertEqual(self.call(LIST, token).reason, "TOKEN_REFUSED")
        log = self.running.log("conventions").read_text(encoding="utf-8")
        self.assertIn("token_algorithm_refused", log)
        self.assertIn("ecdsa-generated", log)

    def test_the_first_token_under_a_new_key_is_accepted(self):
        self.running.provider.rotate("EdDSA", "EdDSA-2")
        token = self.running.token("p-1001", ["finance"], "EdDSA")
        reply = self.call(LIST, token, parent=MUNICIPALITY)
        self.assertNotIsInstance(reply, Refusal)

    def test_a_changed_token_is_refused_without_a_hint(self):
        mine = self.running.token("p-1001", ["zone"])
        other = self.running.token("p-9999", ["zone"])
        signature = mine.rpartition(".")[2]
        other = other.rpartition(".")[0]
        refusal = self.call(LIST, f"{other}.{signature}", parent=MUNICIPALITY)
        self.assertEqual(refusal.code, grpc.StatusCode.UNAUTHENTICATED)
        self.assertEqual(refusal.reason, "TOKEN_REFUSED")
        self.assertEqual(dict(refusal.details.info.metadata), {})


if __name__ == "__main__":
    unittest.main(verbosity=2)
