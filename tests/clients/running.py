"""The running services (tests/suite) with keys and tokens of a provider, for
clients that are not ours.

    with Running(build) as running:
        running.target("conventions")               # "127.0.0.1:PORT"
        running.token("p-1", ["finance"])
        running.client                              # its ca.crt tls.crt tls.key

Reads nothing from the network but what it starts itself.
"""

import functools
import os
import pathlib
import signal
import subprocess
import sys

from provider import Provider

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path.append(str(ROOT / "tests/suite"))
import suite  # noqa: E402  (found by the line above)

# npm without a network gives up soon.
NPM_ENVIRONMENT = dict(
    os.environ,
    npm_config_fetch_retries="0",
    npm_config_fetch_timeout="60000",
)


class Running(suite.Suite):
    def __init__(self, build):
        super().__init__(build)
        # Debian's google.* contracts, as CMake extracts them.
        self.google_protos = pathlib.Path(build).resolve() / "google_protos"

    def __exit__(self, *_):
        faults = []
        for name, process in self.processes.items():
            process.send_signal(signal.SIGTERM)
            if process.wait(timeout=suite.START_SECONDS_MAX) != 0:
                faults.append(self.log(name).read_text(encoding="utf-8"))
        if "provider" in vars(self):
            self.provider.close()
        super().__exit__(*_)
        if faults:
            raise RuntimeError("did not end in order:\n" + "\n".join(faults))

    @functools.cached_property
    def provider(self):
        return Provider(self.home / "provider")

    def command(self, name):
        words = super().command(name)
        words[words.index("--jwks") + 1] = self.provider.jwks
        words += ["--jwks-ca", self.provider.ca]
        words += ["--issuer", self.provider.issuer, "--tokens-without-nbf"]
        words += ["--roles-claim", "resource_access.entente-tests.roles"]
        return words

    @property
    def client(self):
        return self.home / "pki/cli"

    def target(self, name):
        return f"127.0.0.1:{self.ports[name]}"

    def token(self, subject, roles, algorithm="ES256"):
        return self.provider.token(subject, roles, algorithm)

    def descriptors(self):
        """A file with the contracts and all that they import."""
        path = self.home / "contracts.binpb"
        if not path.exists():
            ours = ROOT / "proto"
            files = [str(p.relative_to(ours)) for p in ours.rglob("*.proto")]
            files += ["google/rpc/status.proto"]
            files += ["google/rpc/error_details.proto"]
            command = ["protoc", f"-I{ours}", f"-I{self.google_protos}"]
            command += ["--include_imports", f"--descriptor_set_out={path}"]
            subprocess.run(command + sorted(files), check=True)
        return path
