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
LIST = "entente.conventions.v1.ConventionService/ListConventions"
DELETE = "entente.conventions.v1.ConventionService/DeleteConvention"


class BufCurlTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.running = cls.enterClassContext(Running(BUILD))
        cls.contracts = Contracts(cls.running.descriptors())

    def curl(self, method, token, is_known=True):
        """What buf prints, and whether it calls that a success."""
        client = self.running.client
        command = [BUF, "curl", "--protocol", "grpc"]
        command += ["--schema", self.running.descriptors()]
        command += ["--cacert", client / "ca.crt"]
        if is_known:
            command += ["--cert", client / "tls.crt"]
            command += ["--key", client / "tls.key"]
        command += ["--header", f"authorization: Bearer {token}"]
        command += ["--data", '{"parent": "municipalities/21004"}']
        if method == DELETE:
            command[-1] = '{"name": "municipalities/21004/conventions/x"}'
        command += [f"https://{self.running.target('conventions')}/{method}"]
        run = subprocess.run(command, capture_output=True, text=True)
        return run.returncode == 0, run.stdout, run.stderr

    def test_a_permitted_call_is_answered(self):
        token = self.running.token("p-1001", ["finance"])
        is_ok, answer, error = self.curl(LIST, token)
        self.assertTrue(is_ok, error)
        self.assertEqual(json.loads(answer), {})

    def test_a_denied_call_is_explained(self):
        token = self.running.token("p-1001", ["finance"])
        is_ok, _, error = self.curl(DELETE, token)
        self.assertFalse(is_ok)
        refusal = json.loads(error)
        self.assertEqual(refusal["code"], "permission_denied")
        details = Details(
            self.contracts,
            # Base64 without its padding.
            [
                (d["type"], base64.b64decode(d["value"] + "=="))
                for d in refusal["details"]
            ],
        )
        self.assertEqual(details.info.reason, "PERMISSION_MISSING")
        permission = details.info.metadata["permission"]
        self.assertEqual(permission, "conventions.conventions.delete")
        self.assertEqual(set(details.sentences), {"fr", "nl"})
        self.assertIn(permission, details.sentences["nl"])

    def test_without_a_certificate_nobody_is_heard(self):
        token = self.running.token("p-1001", ["finance"])
        is_ok, answer, error = self.curl(LIST, token, is_known=False)
        self.assertFalse(is_ok)
        self.assertEqual(answer, "")
        # The server ends the handshake; what buf makes of that depends on
        # whether it had begun to write.
        self.assertIn(json.loads(error)["code"], ("unavailable", "canceled"))


if __name__ == "__main__":
    # Installs it on first use.
    version = subprocess.run(
        [BUF, "--version"], env=NPM_ENVIRONMENT, capture_output=True
    )
    if version.returncode != 0:
        print("SKIPPED: npm cannot install buf here")
        sys.exit(77)
    unittest.main(verbosity=2)
