#!/usr/bin/python3
"""@grpc/grpc-js and @grpc/proto-loader (npm, pinned in grpc_js/package.json)
against the running services, with mutual TLS.

Usage: grpc_js_test.py BUILD_FOLDER   exit 77: npm cannot install them here
"""

import json
import os
import shutil
import subprocess
import sys
import unittest

from running import NPM_ENVIRONMENT, ROOT, Running

BUILD = sys.argv.pop(1)
HERE = ROOT / "tests/clients/grpc_js"
INSTALL_SECONDS_MAX = 240
MUNICIPALITY = "municipalities/21004"
# Of each service, and a role that may call it.
PERMITTED = (
    ("conventions.v1.ConventionService", "ListConventions", "finance"),
    ("indicators.v1.DefinitionService", "ListMeasures", "zone"),
    ("exchange.v1.MeetingService", "ListMeetings", "coordinator"),
)
# Of each service, and the permission that the role finance has not.
DENIED = (
    ("conventions.v1.ConventionService", "DeleteConvention",
     "conventions.conventions.delete"),
    ("indicators.v1.DefinitionService", "SetTarget",
     "indicators.targets.write"),
    ("exchange.v1.CaseService", "GetCase", "exchange.cases.read"),
)


class GrpcJsTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.running = cls.enterClassContext(Running(BUILD))

    def call(self, service, method, request, roles, is_known=True,
             access=None):
        client = self.running.client
        asked = {
            "target": self.running.target(service.split(".")[0]),
            "ca": str(client / "ca.crt"),
            "token": self.running.token("p-1001", roles),
            "includes": [str(ROOT / "proto"), str(self.running.google_protos)],
            "service": f"entente.{service}",
            "method": method,
            "request": request,
        }
        if access is not None:
            asked["access"] = access
        if is_known:
            asked["cert"] = str(client / "tls.crt")
            asked["key"] = str(client / "tls.key")
        run = subprocess.run(
            ["node", HERE / "call.js"],
            env=dict(os.environ, NODE_PATH=str(modules())),
            input=json.dumps(asked),
            stdout=subprocess.PIPE,
            text=True,
            check=True,
        )
        return json.loads(run.stdout)

    def test_a_permitted_call_is_answered_by_each_service(self):
        for service, method, role in PERMITTED:
            request = {"parent": MUNICIPALITY}
            answer = self.call(service, method, request, [role])
            self.assertIn("reply", answer, service)

    def test_a_denied_call_is_explained_by_each_service(self):
        for service, method, permission in DENIED:
            answer = self.call(service, method, {}, ["finance"])
            self.assertEqual(answer["code"], 7, "PERMISSION_DENIED")
            info = answer["info"]
            self.assertEqual(info["reason"], "PERMISSION_MISSING")
            self.assertEqual(
                info["domain"], f"{service.split('.')[0]}.entente.be")
            self.assertEqual(info["metadata"], {"permission": permission})
            self.assertEqual(set(answer["sentences"]), {"fr", "nl"})
            self.assertIn(permission, answer["sentences"]["fr"])

    def test_a_restricted_call_states_its_purpose(self):
        def answer(access):
            return self.call(
                "exchange.v1.CaseService", "GetCase",
                {"name": f"{MUNICIPALITY}/cases/{'a' * 32}"}, ["cell_chair"],
                access=access)

        self.assertEqual(answer(None)["info"]["reason"], "PURPOSE_REQUIRED")
        stated = {"purpose": 1, "reference": "NOTE-2018-07",
                  "legalBasis": "loi du 30 juillet 2018"}
        self.assertEqual(answer(stated)["info"]["reason"],
                         "REFERENCE_MALFORMED")
        stated["reference"] = "notes/2018-07"
        self.assertEqual(answer(stated)["info"]["reason"], "CASE_NOT_FOUND")

    def test_without_a_certificate_nobody_is_heard_by_any_service(self):
        for service, method, role in PERMITTED:
            answer = self.call(
                service, method, {"parent": MUNICIPALITY}, [role],
                is_known=False)
            self.assertEqual(answer["code"], 14, "UNAVAILABLE")
            self.assertNotIn("info", answer)



def home():
    return ROOT / "build/npm-clients"


def modules():
    return home() / "node_modules"


def install():
    """Whether what grpc_js/package.json pins is installed, now or before."""
    pinned = (HERE / "package.json").read_text(encoding="utf-8")
    mark = home() / "installed.json"
    if mark.exists() and mark.read_text(encoding="utf-8") == pinned:
        return shutil.which("node") is not None
    if shutil.which("npm") is None or shutil.which("node") is None:
        return False
    home().mkdir(parents=True, exist_ok=True)
    shutil.copy(HERE / "package.json", home())
    command = ["npm", "install", "--prefix", home(), "--no-package-lock"]
    command += ["--ignore-scripts", "--no-audit", "--no-fund", "--silent"]
    try:
        run = subprocess.run(
            command, env=NPM_ENVIRONMENT, timeout=INSTALL_SECONDS_MAX
        )
    except subprocess.TimeoutExpired:
        return False
    if run.returncode == 0:
        mark.write_text(pinned, encoding="utf-8")
    return run.returncode == 0


if __name__ == "__main__":
    if not install():
        print("SKIPPED: npm cannot install @grpc/grpc-js here")
        sys.exit(77)
    unittest.main(verbosity=2)
