"""A small OpenID provider for the tests: keys over https, tokens as Keycloak
forms them. Standard library and the openssl program only; every name invented.
"""

import base64
import http.server
import json
import pathlib
import ssl
import subprocess
import threading
import time

REALM = "/realms/entente"
CERTS = REALM + "/protocol/openid-connect/certs"


def openssl(*arguments, data=None):
    return subprocess.run(
        ["openssl", *map(str, arguments)],
        input=data,
        check=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    ).stdout


def base64url(data):
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def raw_signature(der):
    """r and s, 32 bytes each, of the DER form that openssl writes."""
    numbers, at = [], 2
    for _ in range(2):
        size = der[at + 1]
        number = int.from_bytes(der[at + 2 : at + 2 + size], "big")
        numbers.append(number.to_bytes(32, "big"))
        at += 2 + size
    return b"".join(numbers)


class Key:
    """A private key in a file, and its public half as a JSON Web Key."""

    OPTIONS = {
        "ES256": ("EC", "-pkeyopt", "ec_paramgen_curve:P-256"),
        "EdDSA": ("ED25519",),
        "RS256": ("RSA", "-pkeyopt", "rsa_keygen_bits:2048"),
    }

    def __init__(self, folder, kid, algorithm):
        self.kid, self.algorithm = kid, algorithm
        self.path = folder / f"{kid}.key"
        options = self.OPTIONS[algorithm]
        openssl("genpkey", "-algorithm", *options, "-out", self.path)

    def jwk(self):
        der = openssl("pkey", "-in", self.path, "-pubout", "-outform", "DER")
        public = {
            "ES256": lambda: {
                "kty": "EC",
                "crv": "P-256",
                "x": base64url(der[-64:-32]),
                "y": base64url(der[-32:]),
            },
            "EdDSA": lambda: {
                "kty": "OKP",
                "crv": "Ed25519",
                "x": base64url(der[-32:]),
            },
            # 256 bytes of modulus, then the exponent's three with their head.
            "RS256": lambda: {
                "kty": "RSA",
                "n": base64url(der[-261:-5]),
                "e": "AQAB",
            },
        }[self.algorithm]()
        return {"kid": self.kid, "use": "sig", "alg": self.algorithm, **public}

    def sign(self, text):
        if self.algorithm == "EdDSA":
            # This openssl signs files only in one piece.
            message = self.path.with_suffix(".msg")
            message.write_bytes(text)
            command = ("pkeyutl", "-sign", "-rawin", "-inkey", self.path)
            return openssl(*command, "-in", message)
        signature = openssl("dgst", "-sha256", "-sign", self.path, data=text)
        is_der = self.algorithm == "ES256"
        return raw_signature(signature) if is_der else signature


class Provider:
    """Serves its keys on a free port of 127.0.0.1 until closed."""

    def __init__(self, folder):
        self.folder = pathlib.Path(folder)
        self.folder.mkdir()
        self.ca = self.folder / "provider.crt"
        key = self.folder / "provider.key"
        openssl(
            "req", "-x509", "-newkey", "ec", "-pkeyopt",
            "ec_paramgen_curve:P-256", "-nodes", "-days", "2", "-subj",
            "/CN=provider", "-addext", "subjectAltName=IP:127.0.0.1",
            "-keyout", key, "-out", self.ca,
        )
        # RSA beside the others, as a realm has it by default.
        self.keys = {
            algorithm: Key(self.folder, f"{algorithm}-1", algorithm)
            for algorithm in ("RS256", "ES256", "EdDSA")
        }
        self.server = http.server.ThreadingHTTPServer(
            ("127.0.0.1", 0), self.handler()
        )
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(self.ca, key)
        self.server.socket = context.wrap_socket(
            self.server.socket, server_side=True
        )
        self.thread = threading.Thread(target=self.server.serve_forever)
        self.thread.start()
        self.address = f"https://127.0.0.1:{self.server.server_port}"
        self.issuer = self.address + REALM
        self.jwks = self.address + CERTS

    def handler(self):
        provider = self

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_GET(self):
                found = self.path == CERTS
                keys = [key.jwk() for key in provider.keys.values()]
                body = json.dumps({"keys": keys}).encode() if found else b""
                self.send_response(200 if found else 404)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *arguments):
                pass

        return Handler

    def rotate(self, algorithm, kid):
        self.keys[algorithm] = Key(self.folder, kid, algorithm)

    def token(self, subject, roles, algorithm="ES256"):
        key = self.keys[algorithm]
        now = int(time.time())
        header = {"alg": algorithm, "typ": "JWT", "kid": key.kid}
        claims = {
            "exp": now + 300, "iat": now, "auth_time": now - 5,
            "jti": f"onrtac:{now}", "iss": self.issuer, "aud": "entente",
            "sub": subject, "typ": "Bearer", "azp": "entente-tests",
            "sid": "c1f7c1a9-0e54-4f0e-9d83-6a0d7c6b2f10", "acr": "1",
            "allowed-origins": ["https://entente.montclair.example"],
            "realm_access": {"roles": ["offline_access"]},
            "resource_access": {
                "entente-tests": {"roles": roles},
                "account": {"roles": ["view-profile"]},
            },
            "scope": "openid profile", "preferred_username": "invented",
        }
        text = ".".join(
            base64url(json.dumps(part).encode()) for part in (header, claims)
        )
        return text + "." + base64url(key.sign(text.encode()))

    def close(self):
        self.server.shutdown()
        self.thread.join()
        self.server.server_close()
