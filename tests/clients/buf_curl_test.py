#!/usr/bin/python3
"""`buf curl` (npm @bufbuild/buf, as tools/buf installs it) against the running
services: JSON over gRPC with mutual TLS, from the contracts alone.

Usage: buf_curl_test.py BUILD_FOLDER      exit 77: buf cannot be installed here
"""

import base64
import json
import subprocess
import sys
import unittest

from contracts import Contracts, Details
from running import NPM_ENVIRONMENT, ROOT, Running

BUILD = sys.argv.pop(1)
BUF = ROOT / "tools/buf"
MUNICIPALITY = "municipalities/21004"
# Of each service, and a role that may call it.
PERMITTED = {
    "entente.conventions.v1.ConventionService/ListConventions": "finance",
    "entente.indicators.v1.DefinitionService/ListMeasures": "zone",
    "entente.exchange.v1.MeetingService/ListMeetings": "coordinator",
}
# Of each service, and the permission that the role finance has not.
DENIED = {
    "entente.conventions.v1.ConventionService/DeleteConvention":
        "conventions.conventions.delete",
    "entente.indicators.v1.DefinitionService/SetTarget":
        "indicators.targets.write",
    "entente.exchange.v1.CaseService/GetCase": "exchange.cases.read",
}
GET_CASE = "entente.exchange.v1.CaseService/GetCase"


class BufCurlTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.running = cls.enterClassContext(Running(BUILD))
        cls.contracts = Contracts(cls.running.descriptors())

    def curl(self, method, token, is_known=True, asked=None, access=None):
        """What buf prints, and whether it calls that a success."""
        if asked is None:
            asked = {"parent": MUNICIPALITY}
        client = self.running.client
        command = [BUF, "curl", "--protocol", "grpc"]
        command += ["--schema", self.running.descriptors()]
        command += ["--cacert", client / "ca.crt"]
        if is_known:
            command += ["--cert", client / "tls.crt"]
            command += ["--key", client / "tls.key"]
        command += ["--header", f"authorization: Bearer {token}"]
        if access is not None:
            stated = base64.b64encode(access.SerializeToString()).decode()
            command += ["--header", f"entente-access-bin: {stated}"]
        command += ["--data", json.dumps(asked)]
        target = self.running.target(method.split(".")[1])
        command += [f"https://{target}/{method}"]
        run = subprocess.run(command, capture_output=True, text=True)
        return run.returncode == 0, run.stdout, run.stderr

    def details(self, refusal):
        return Details(
            self.contracts,
            # Base64 without its padding.
            [
                (d["type"], base64.b64decode(d["value"] + "=="))
                for d in refusal["details"]
            ],
        )

    def test_a_permitted_call_is_answered_by_each_service(self):
        for method, role in PERMITTED.items():
            token = self.running.token("p-1001", [role])
            is_ok, answer, error = self.curl(method, token)
            self.assertTrue(is_ok, f"{method}: {error}")
            said = json.loads(answer)
            # Areas are of the installation, whatever was defined.
            said.pop("areas", None)
            self.assertEqual(said, {})

    def test_a_restricted_call_states_its_purpose_in_a_header(self):
        token = self.running.token("p-1003", ["cell_chair"])
        asked = {"name": f"{MUNICIPALITY}/cases/{'a' * 32}"}

        def reason(access):
            is_ok, _, error = self.curl(
                GET_CASE, token, asked=asked, access=access)
            self.assertFalse(is_ok)
            refusal = json.loads(error)
            return refusal["code"], self.details(refusal).info.reason

        self.assertEqual(reason(None),
                         ("invalid_argument", "PURPOSE_REQUIRED"))
        access = self.contracts.message("entente.common.v1.AccessContext")(
            purpose=1, reference="reviews/2019-1",
            legal_basis="loi du 30 juillet 2018")
        self.assertEqual(reason(access), ("not_found", "CASE_NOT_FOUND"))

    def test_a_denied_call_is_explained_by_each_service(self):
        token = self.running.token("p-1001", ["finance"])
        for method, permission in DENIED.items():
            is_ok, _, error = self.curl(method, token, asked={})
            self.assertFalse(is_ok, method)
            refusal = json.loads(error)
            self.assertEqual(refusal["code"], "permission_denied", method)
            details = self.details(refusal)
            self.assertEqual(details.info.reason, "PERMISSION_MISSING")
            self.assertEqual(details.info.metadata["permission"], permission)
            self.assertEqual(set(details.sentences), {"fr", "nl"})
            self.assertIn(permission, details.sentences["nl"])

    def test_without_a_certificate_nobody_is_heard_by_any_service(self):
        for method, role in PERMITTED.items():
            token = self.running.token("p-1001", [role])
            is_ok, answer, error = self.curl(method, token, is_known=False)
            self.assertFalse(is_ok, method)
            self.assertEqual(answer, "")
            # The server ends the handshake; what buf makes of that depends on
            # whether it had begun to write.
            self.assertIn(
                json.loads(error)["code"], ("unavailable", "canceled"), method)



if __name__ == "__main__":
    # Installs it on first use.
    version = subprocess.run(
        [BUF, "--version"], env=NPM_ENVIRONMENT, capture_output=True
    )
    if version.returncode != 0:
        print("SKIPPED: npm cannot install buf here")
        sys.exit(77)
    unittest.main(verbosity=2)
