"""Revocation lists of a development authority, made as an operator makes them,
by `openssl ca`.

    lists = revocation.Lists(home / "pki")
    lists.revoke("conventions")
    lists.publish(home / "list.pem")
"""

import datetime
import subprocess


class Lists:
    def __init__(self, pki):
        """`pki`: a folder of tools/dev/make-ca."""
        self.pki = pki
        (pki / "index.txt").touch()
        (pki / "number").write_text("01\n")
        (pki / "ca.cnf").write_text(
            "[ca]\ndefault_ca = own\n[own]\n"
            f"database = {pki}/index.txt\ncrlnumber = {pki}/number\n"
            f"certificate = {pki}/ca.crt\nprivate_key = {pki}/ca.key\n"
            "default_md = sha256\ndefault_crl_days = 1\n")

    def openssl_ca(self, *words):
        subprocess.run(
            ["openssl", "ca", "-config", self.pki / "ca.cnf", *words],
            check=True, capture_output=True)

    def revoke(self, name):
        """Takes the certificate of `name` back; told by the next list."""
        self.openssl_ca("-revoke", self.pki / name / "tls.crt")

    def publish(self, path, *words):
        """Puts the list of now in place, whole; `words`: more for openssl."""
        made = path.with_suffix(".made")
        self.openssl_ca("-gencrl", *words, "-out", made)
        made.rename(path)

    def publish_outdated(self, path):
        """A list whose successor is due since yesterday."""
        now = datetime.datetime.now(datetime.timezone.utc)
        at = [(now - datetime.timedelta(days=days)).strftime("%Y%m%d%H%M%SZ")
              for days in (2, 1)]
        self.publish(path, "-crl_lastupdate", at[0], "-crl_nextupdate", at[1])
