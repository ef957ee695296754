#!/usr/bin/env python3
"""Fails when an include, or a word, breaks the table of layers.

All third-party headers lie in one system folder, so the compiler cannot see
that a rule includes gRPC or that a service includes RocksDB. This program reads
the `#include` lines of the tree instead. Standard library only.

Usage: layers.py [ROOT]     exit 0 clean, 1 with one line per finding.
"""

import pathlib
import re
import sys

import doors

SERVICES = ("conventions", "indicators", "exchange")

# Words of the subject matter. services/common serves any subject, so none of
# these may name a thing there; comments may use them in an example.
DOMAIN_WORDS = frozenset(
    """
    convention conventions amendment envelope envelopes allotment allotments
    municipality municipalities refnis csil livc mayor police dotation dotations
    meeting meetings attendance attendances follow_up followup returnee
    indicator indicators observation observations expense expenses
    reservation reservations allocation allocations
    """.split()
)

INCLUDE = re.compile(r'^\s*#\s*include\s+([<"])([^>"]+)[>"]')
GRPC = re.compile(r"^(grpc|grpcpp|grpc\+\+)/|\.grpc\.pb\.h$")
SUFFIXES = (".h", ".cc")

# Test support of services/common acts as a service would, so it may use words.
TEST_FILE = re.compile(
    r"_(test|benchmark)\.cc$|_fixture\.(h|cc)$|/test_harness\.(h|cc)$|^tests/"
)

# Files of a service that may speak gRPC.
SPEAKS_GRPC = re.compile(
    r"_(service|client|main|handlers|test|benchmark|fixture)\.(h|cc)$"
)
COMMON_SPEAKS_GRPC = re.compile(
    r"^services/common/(gate|server|channel)/"
    r"|^services/common/outbox/(event_client|outbox_service)"
    r"|^services/common/explain/"
    r"|^services/common/audit/audit_service"
)
# Files of a service that may know messages of another service.
KNOWS_OTHERS = re.compile(
    r"_(service|client|main|handlers|events|test|benchmark|fixture)\.(h|cc)$"
)

# A pure file has no clock, no threads and no input or output.
IMPURE = re.compile(
    r"^(chrono|condition_variable|ctime|filesystem|fstream|future|iostream"
    r"|mutex|random|shared_mutex|thread|time\.h|unistd\.h|sys/.*|fcntl\.h"
    r"|absl/time/clock\.h|absl/synchronization/.*|services/common/base/clock\.h"
    r"|spdlog/.*|openssl/rand\.h|rocksdb/.*|CLI/.*)$"
)
# Files of services/common that are pure, so that a service's rules may use them.
PURE_COMMON = ("services/common/access/decide.",
               "services/common/access/packed_day.")
PURE_PREFIXES = ("absl/", "entente/common/", "google/", "services/common/base/",
                 "services/common/shapes/", "services/common/filter/")

# Waits of Abseil that end at a time of day; whoever puts the clock back by an
# hour holds them for an hour.
CLOCK_WAIT = re.compile(
    r"\b(?:Await|LockWhen|Wait|WaitForNotification)With(?:Timeout|Deadline)\b"
)

# What tools/client may take from a service besides its protos: code that reads
# documents, amounts, dossiers and contract profiles offline.
CLIENT_MAY = ("services/conventions/document/", "services/conventions/dossier/",
              "services/conventions/money", "services/conventions/profiles/")


def includes(path):
    """Yields (line number, header, is_system) of every include of `path`."""
    text = path.read_text(encoding="utf-8", errors="replace")
    for number, line in enumerate(text.splitlines(), 1):
        match = INCLUDE.match(line)
        if match:
            yield number, match.group(2), match.group(1) == "<"


def service_of(name):
    """The service that the file or header `name` belongs to, or None."""
    parts = name.split("/")
    if parts[0] in ("services", "entente") and len(parts) > 2:
        if parts[1] in SERVICES:
            return parts[1]
    return None


def strip_comments(text):
    """Removes comments but keeps line numbers and string literals."""
    pattern = re.compile(
        r'//[^\n]*|/\*.*?\*/|"(?:\\.|[^"\\\n])*"|\'(?:\\.|[^\'\\\n])*\'', re.S
    )

    def replace(match):
        found = match.group(0)
        if found.startswith("/"):
            return "\n" * found.count("\n")
        return found

    return pattern.sub(replace, text)


def words_of(line):
    """Lower-case words of identifiers and literals: DeleteMeeting, kMeeting."""
    spaced = re.sub(r"([a-z0-9])([A-Z])", r"\1 \2", line)
    lowered = [word.lower() for word in re.findall(r"[A-Za-z]+", spaced)]
    pairs = ["_".join(pair) for pair in zip(lowered, lowered[1:])]
    return lowered + pairs


def check_common(name, header, is_test):
    """services/common may include no service and no message of one."""
    if is_test:
        return None
    if service_of(header):
        return "services/common may not know a service"
    return None


def check_service(name, service, header):
    """A service meets the others only through proto/."""
    other = service_of(header)
    if other is None or other == service:
        return None
    if header.startswith("services/"):
        return f"services meet only through proto/, not through {other}'s code"
    if not KNOWS_OTHERS.search(name):
        return f"messages of {other} belong in a client, service or handler"
    return None


def check_store_file(header):
    """A repository: keys, records and invariants inside a transaction."""
    for folder in ("gate", "server", "channel"):
        if header.startswith(f"services/common/{folder}/"):
            return f"a *_store file may not include {folder}"
    return None


class Tree:
    """The C++ files below `root`, and whether each is pure."""

    def __init__(self, root):
        self.root = pathlib.Path(root)
        self.pure = {}

    def files(self):
        for top in ("services", "tools", "tests"):
            base = self.root / top
            if base.is_dir():
                for path in sorted(base.rglob("*")):
                    if path.suffix in SUFFIXES and path.is_file():
                        yield path

    def impurity(self, name, service):
        """Why a pure file of `service` may not include header `name`."""
        if IMPURE.match(name) or GRPC.search(name):
            return "no clock, no threads, no input or output"
        if "/" not in name or name.startswith(PURE_PREFIXES + PURE_COMMON):
            return None
        if name.startswith(f"entente/{service}/"):
            return None
        if name.startswith(f"services/{service}/"):
            if self.is_pure(name, service):
                return None
            return f"{name} is not pure itself"
        return "only its own proto, Abseil and services/common/base"

    def is_pure(self, header, service):
        """Whether `header` and its .cc obey the rule, all the way down."""
        if header not in self.pure:
            self.pure[header] = True  # A cycle of includes is judged once.
            for suffix in SUFFIXES:
                path = (self.root / header).with_suffix(suffix)
                if path.is_file() and any(
                    self.impurity(found, service)
                    for _, found, _ in includes(path)
                ):
                    self.pure[header] = False
        return self.pure[header]

    def check_include(self, name, header):
        """The rule that including `header` in file `name` breaks, or None."""
        is_test = TEST_FILE.search(name)
        service = service_of(name)
        in_common = name.startswith("services/common/")
        if header.startswith("rocksdb/"):
            if not name.startswith("services/common/store/"):
                return "only services/common/store includes RocksDB"
        if GRPC.search(header):
            allowed = is_test or name.startswith("tools/client/")
            if in_common:
                allowed = allowed or COMMON_SPEAKS_GRPC.search(name)
            else:
                allowed = allowed or SPEAKS_GRPC.search(name)
            if not allowed:
                return "only gate, server, channel and services speak gRPC"
        if in_common:
            if name.startswith(PURE_COMMON):
                return self.impurity(header, "none")
            return check_common(name, header, is_test)
        if service:
            finding = check_service(name, service, header)
            if finding:
                return finding
            if re.search(r"_rules\.(h|cc)$", name):
                return self.impurity(header, service)
            if re.search(r"_store\.(h|cc)$", name):
                return check_store_file(header)
        if name.startswith("tools/client/") and header.startswith("services/"):
            if service_of(header) and not header.startswith(CLIENT_MAY):
                return "the client may not include a service's code"
        return None

    def check_words(self, name, path):
        """Yields (line number, word) of domain words in services/common."""
        if not name.startswith("services/common/") or TEST_FILE.search(name):
            return
        text = strip_comments(
            path.read_text(encoding="utf-8", errors="replace")
        )
        for number, line in enumerate(text.splitlines(), 1):
            for word in words_of(line):
                if word in DOMAIN_WORDS:
                    yield number, word
                    break

    def check_waits(self, name, path):
        """Yields (line number, wait) of waits that the clock can hold up."""
        if not name.startswith("services/") or TEST_FILE.search(name):
            return
        text = strip_comments(
            path.read_text(encoding="utf-8", errors="replace")
        )
        for number, line in enumerate(text.splitlines(), 1):
            match = CLOCK_WAIT.search(line)
            if match:
                yield number, match.group(0)

    def check_doors(self, name, path):
        """Yields (line number, finding) of RPCs that pass the gate by."""
        is_test = TEST_FILE.search(name) or name.endswith("_test.h")
        if not name.startswith("services/") or is_test:
            return
        if name.startswith("services/common/gate/"):
            return
        text = path.read_text(encoding="utf-8", errors="replace")
        text = strip_comments(text)
        for number, method in doors.unguarded(text):
            yield number, (
                f"{method}: an RPC begins with its door (door_.Serve…,"
                " services/common/gate/gate.h)"
            )
        for number, sends in doors.unrecorded(name, text):
            yield number, (
                f"{sends}: a stream sends what has its entry (ServeWatch,"
                " services/common/gate/recorded_writer.h)"
            )

    def findings(self):
        for path in self.files():
            name = path.relative_to(self.root).as_posix()
            for number, header, _ in includes(path):
                finding = self.check_include(name, header)
                if finding:
                    yield f"{name}:{number}: {header}: {finding}"
            for number, word in self.check_words(name, path):
                yield (
                    f"{name}:{number}: '{word}': services/common holds no word"
                    " of the domain"
                )
            for number, wait in self.check_waits(name, path):
                yield (
                    f"{name}:{number}: {wait}: a clock that is put back holds"
                    " it up; see services/common/base/stop_signal.h"
                )
            for number, finding in self.check_doors(name, path):
                yield f"{name}:{number}: {finding}"


def main(arguments):
    tree = Tree(arguments[1] if len(arguments) > 1 else ".")
    count = sum(1 for _ in tree.files())
    if count == 0:
        print("no C++ file found: is this the root of the source tree?")
        return 1
    findings = list(tree.findings())
    for finding in findings:
        print(finding)
    print(f"layers: {count} files, {len(findings)} findings")
    return 1 if findings else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv))
