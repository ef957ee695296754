"""Two installations: the State's and a municipality's, each with an authority
of its own.

    with installations.State(build) as state:
        with installations.Municipality(build, state, "99001") as town:
            state.register(town)
"""

import fcntl
import json
import os
import pathlib
import pty
import struct
import subprocess
import tempfile
import termios

import suite

DOMAIN = "state.entente.local"
POLICY = "deploy/state/policy.textproto"
CODES = ("99001", "99002")


class Installation(suite.Suite):
    """What both have."""

    def on_terminal(self, lang, person, *words):
        """What the command prints on a terminal of 80 columns."""
        terminal, inside = pty.openpty()
        fcntl.ioctl(inside, termios.TIOCSWINSZ,
                    struct.pack("HHHH", 24, 80, 0, 0))
        client = subprocess.Popen(
            [self.bin / "entente", "--home", self.home, "--lang", lang, "--as",
             person, *words],
            stdin=subprocess.DEVNULL, stdout=inside, stderr=inside,
            env={"PATH": os.environ["PATH"]})
        os.close(inside)
        said = b""
        while True:
            try:
                some = os.read(terminal, 65536)
            except OSError:
                break
            if not some:
                break
            said += some
        os.close(terminal)
        if client.wait() != 0:
            raise suite.Refused(said.decode())
        return said.decode().replace("\r", "")


class State(Installation):
    """The State's installation: one program, nobody registered at first."""

    def __init__(self, build, lang="en", codes=CODES, last_day=None,
                 environment=None):
        """`codes` may deliver; `last_day` is that of its persons' roles."""
        super().__init__(build, lang, environment=environment)
        self.codes = codes
        self.last_day = last_day

    def __enter__(self):
        self.home = pathlib.Path(tempfile.mkdtemp(prefix="entente-state-"))
        try:
            for folder in ("run", "log", "data"):
                (self.home / folder).mkdir()
            clients = []
            for code in self.codes:
                clients += ["--client", f"m{code}=municipality/{code}"]
            subprocess.run(
                ["tools/dev/make-ca", self.home / "pki", "--domain", DOMAIN,
                 *clients], check=True, capture_output=True,
                env={**os.environ, **self.environment})
            self.write_policy()
            (self.home / "client.json").write_text(
                json.dumps({"trust_domain": DOMAIN}))
            self.registry = self.home / "municipalities.textproto"
            self.registry.write_text("")
            # Nobody listens for indicators here.
            self.ports = {"conventions": suite.free_port(), "indicators": 0}
            self.start("conventions")
            self.log_in("fleur", "federal", self.last_day)
            self.log_in("sam", "security_admin", self.last_day)
        except BaseException:
            self.__exit__(None, None, None)
            raise
        return self

    def write_policy(self):
        """That of a trial, with a peer for each code that it does not name."""
        text = pathlib.Path(POLICY).read_text()
        for code in self.codes:
            spiffe_id = f"spiffe://{DOMAIN}/municipality/{code}"
            if spiffe_id not in text:
                text += (f'peers {{\n  spiffe_id: "{spiffe_id}"\n'
                         '  permissions: "conventions.intake.deliver"\n}\n')
        (self.home / "policy.textproto").write_text(text)

    def command(self, name):
        words = super().command(name)
        at = words.index("--indicators")
        del words[at:at + 2]
        words[words.index("--policy") + 1] = self.home / "policy.textproto"
        return words + ["--installation", "state", "--municipalities",
                        self.registry]

    def key(self):
        return self.say("sam", "dossier", "key").splitlines()[0]

    def register(self, *towns, keys=None):
        """The registry holds these municipalities and no others."""
        rows = []
        for town in towns:
            rows.append("municipalities {\n"
                        f'  code: "{town.code}"\n'
                        f'  spiffe_id: "spiffe://{DOMAIN}/municipality/'
                        f'{town.code}"\n')
            for key in keys or [town.key()]:
                rows.append(f'  keys: "{key}"\n')
            rows.append("}\n")
        self.registry.write_text("".join(rows))


def state_flags(state, code, state_key):
    """Flags of the conventions program of a municipality that hands in and
    believes what is signed with `state_key`."""
    return ["--state", f"127.0.0.1:{state.ports['conventions']}",
            "--state-id", f"spiffe://{DOMAIN}/svc/conventions",
            "--state-tls-dir", state.home / "pki" / f"m{code}",
            "--state-key", state_key]


class Municipality(Installation):
    def __init__(self, build, state, code, lang="en"):
        super().__init__(build, lang)
        self.state = state
        self.code = code
        self.state_key = state.key()

    def command(self, name):
        words = super().command(name)
        if name == "conventions":
            words += ["--municipality", self.code] + state_flags(
                self.state, self.code, self.state_key)
        return words

    def key(self):
        self.log_in("otto", "security_admin")
        return self.say("otto", "dossier", "key").splitlines()[0]
