"""Runs the three services as `tools/demo` does, for tests that kill them.

    with suite.Suite(build) as running:
        running.log_in("anna", "coordinator")
        running.ask("anna", "status")

Each service keeps its port over a restart, as an installed one does. Run from
the root of the source tree.
"""

import datetime
import fcntl
import json
import os
import pathlib
import random
import re
import shutil
import signal
import socket
import stat
import subprocess
import tempfile
import time

NAMES = ("indicators", "conventions", "exchange")
POLICY = "deploy/dev/policy.textproto"
START_SECONDS_MAX = 60
ANSWER_SECONDS_MAX = 120
EVENT_SECONDS_MAX = 60
DRAWS_MAX = 1000
# What a client says when it cannot know whether its call was done.
UNKNOWN = re.compile(r"\[(SERVICE_UNREACHABLE|SERVICE_ADDRESS_UNKNOWN"
                     r"|UNAVAILABLE|CANCELLED|UNKNOWN|DEADLINE_EXCEEDED"
                     r"|INGEST_INTERRUPTED)\]")


class Refused(Exception):
    """The client ended with another code than the caller wanted."""


# Of each port that was drawn here the file whose lock keeps others off it.
_port_locks = {}


def lock_folder():
    """Where the locks of this account are, which nobody else can take."""
    folder = pathlib.Path(tempfile.gettempdir(),
                          f"entente-ports-{os.getuid()}")
    folder.mkdir(mode=0o700, exist_ok=True)
    found = folder.lstat()
    if not stat.S_ISDIR(found.st_mode) or found.st_uid != os.getuid():
        raise RuntimeError(f"{folder} is not a folder of this account")
    return folder


def free_port():
    """A port below those that the kernel hands out by itself. Until it is given
    back, or this process ends, no other draw of this account has it: a suite
    starts again on the port that its killed service left."""
    folder = lock_folder()
    refused = None
    for _ in range(DRAWS_MAX):
        port = random.randrange(20000, 32000)
        try:
            lock = open(folder / str(port), "ab")
        except OSError as error:
            refused = error
            continue
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            with socket.socket() as probe:
                probe.bind(("127.0.0.1", port))
        except OSError as error:
            refused = error
            lock.close()
            continue
        _port_locks[port] = lock
        return port
    raise RuntimeError(f"no port is free after {DRAWS_MAX} draws, with locks "
                       f"in {folder}: {refused}")


def give_back(port):
    """Lets others draw it."""
    lock = _port_locks.pop(port, None)
    if lock is not None:
        lock.close()


def parse(text):
    """An answer in JSON; {} for a command that prints none."""
    try:
        return json.loads(text)
    except ValueError:
        return {}


class Suite:
    def __init__(self, build, lang="en", names=NAMES, environment=None):
        """`environment` is added to that of every program."""
        self.bin = pathlib.Path(build).resolve() / "bin"
        self.lang = lang
        self.names = names
        self.environment = environment or {}
        self.flags = {}  # name of a service: more of its flags
        self.ports = {}
        self.processes = {}

    def __enter__(self):
        self.home = pathlib.Path(tempfile.mkdtemp(prefix="entente-suite-"))
        try:
            for folder in ("run", "log", "data"):
                (self.home / folder).mkdir()
            self.make_certificates()
            self.ports = {name: free_port() for name in self.names}
            for name in self.names:
                self.start(name)
        except BaseException:
            self.__exit__(None, None, None)
            raise
        return self

    def __exit__(self, *_):
        for name in list(self.processes):
            self.kill(name)
        for port in self.ports.values():
            give_back(port)
        shutil.rmtree(self.home, ignore_errors=True)

    def make_certificates(self):
        """Makes what is missing and renews what ends soon."""
        subprocess.run(
            ["tools/dev/make-ca", self.home / "pki"], check=True,
            capture_output=True, env={**os.environ, **self.environment},
        )

    def command(self, name):
        flags = {
            "--listen": f"127.0.0.1:{self.ports[name]}",
            "--health-listen": "127.0.0.1:0",
            "--port-file": self.home / "run" / f"{name}.json",
            "--tls-dir": self.home / "pki" / name,
            "--jwks": self.home / "pki/issuer/jwks.json",
            "--policy": POLICY,
            "--data": self.home / "data" / name,
        }
        if name != "indicators":
            flags["--indicators"] = f"127.0.0.1:{self.ports['indicators']}"
        words = [self.bin / f"entente-{name}"]
        for flag, value in flags.items():
            words += [flag, value]
        return words + self.flags.get(name, [])

    def start(self, name, patience=None):
        """Returns once the service answers, or after `patience` seconds."""
        port_file = self.home / "run" / f"{name}.json"
        port_file.unlink(missing_ok=True)
        with open(self.log(name), "ab") as log:
            process = subprocess.Popen(
                self.command(name), stdout=log, stderr=log,
                env={**os.environ, **self.environment},
            )
        self.processes[name] = process
        deadline = time.monotonic() + START_SECONDS_MAX
        give_up = time.monotonic() + (patience or START_SECONDS_MAX + 1)
        while not port_file.exists() and time.monotonic() < give_up:
            if process.poll() is not None or time.monotonic() > deadline:
                tail = self.log(name).read_text().splitlines()[-5:]
                raise RuntimeError(
                    f"entente-{name} did not start: " + "\n".join(tail)
                )
            time.sleep(0.02)

    def kill(self, name, how=signal.SIGKILL):
        """Ends the service; by default without warning."""
        process = self.processes.pop(name)
        process.send_signal(how)
        process.wait(timeout=START_SECONDS_MAX)

    def log(self, name):
        return self.home / "log" / f"{name}.log"

    def offline(self, name, *flags):
        """Runs the stopped service's program on its store."""
        return subprocess.run(
            [self.bin / f"entente-{name}", "--data",
             self.home / "data" / name, *flags],
            capture_output=True, text=True, check=False,
        )

    def start_client(self, person, *words, **streams):
        who = ["--as", person] if person else []
        return subprocess.Popen(
            [self.bin / "entente", "--home", self.home, "--lang", self.lang,
             *who, *words],
            stdin=streams.get("stdin", subprocess.DEVNULL),
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
            env={"PATH": os.environ["PATH"], **self.environment},
        )

    def run(self, person, *words, text=None):
        """(exit code, standard output, standard error) of one command."""
        stdin = subprocess.DEVNULL if text is None else subprocess.PIPE
        client = self.start_client(person, *words, stdin=stdin)
        out, err = client.communicate(text, timeout=ANSWER_SECONDS_MAX)
        return client.returncode, out, err

    def say(self, person, *words, code=0, text=None):
        """What one command prints; Refused when it ends otherwise."""
        ended, out, err = self.run(person, *words, text=text)
        if ended != code:
            raise Refused(f"{' '.join(map(str, words))}: {ended}\n{out}{err}")
        return out + err

    def ask(self, person, *words, text=None):
        """The answer as JSON."""
        ended, out, err = self.run(
            person, *words, "--format", "json", text=text
        )
        if ended != 0:
            raise Refused(f"{' '.join(map(str, words))}: {ended}\n{out}{err}")
        return json.loads(out)

    def wait_for(self, seen, what="an event"):
        """The first answer of `seen` that says something: what one service
        tells another arrives a moment later."""
        deadline = time.monotonic() + EVENT_SECONDS_MAX
        while True:
            found = seen()
            if found:
                return found
            if time.monotonic() > deadline:
                raise RuntimeError(f"{what} did not arrive")
            time.sleep(0.05)

    def log_in(self, person, role, last=None):
        """`last`: day of the role's end; that of next year by default."""
        last = last or f"{datetime.date.today().year + 1}-12-31"
        self.say(None, "person", "add", person, "--role", role, "--until",
                 last)
        self.say(None, "login", "--as", person, "--role", role)
