#!/usr/bin/env python3
"""The test of the test: each planted fault must be found, good code must pass."""

import pathlib
import subprocess
import sys
import tempfile

LAYERS = pathlib.Path(__file__).with_name("layers.py")

# File, line planted in it, word that the finding must hold.
FAULTS = [
    ("services/indicators/series_store.cc", "#include <rocksdb/db.h>", "RocksDB"),
    ("services/common/outbox/outbox.cc", '#include "rocksdb/db.h"', "RocksDB"),
    ("services/common/store/store.cc", "#include <grpcpp/grpcpp.h>", "gRPC"),
    ("services/common/outbox/outbox.h", '#include "grpcpp/channel.h"', "gRPC"),
    ("services/exchange/case_store.h", '#include "grpcpp/grpcpp.h"', "gRPC"),
    (
        "services/exchange/case_store.cc",
        '#include "entente/exchange/v1/case_service.grpc.pb.h"',
        "gRPC",
    ),
    ("services/exchange/case_store.cc", '#include "services/common/gate/gate.h"', "gate"),
    ("services/exchange/case_rules.cc", '#include "absl/time/clock.h"', "clock"),
    ("services/exchange/case_rules.cc", '#include "services/common/base/clock.h"', "clock"),
    ("services/exchange/case_rules.cc", "#include <fstream>", "clock"),
    ("services/exchange/case_rules.cc", '#include "services/common/store/store.h"', "Abseil"),
    ("services/exchange/case_rules.cc", '#include "services/exchange/dirty.h"', "pure"),
    ("services/common/access/decide.cc", '#include "absl/time/clock.h"', "clock"),
    (
        "services/common/access/decide.h",
        '#include "services/common/store/store.h"',
        "Abseil",
    ),
    (
        "services/exchange/case_rules.cc",
        '#include "services/common/access/grant_store.h"',
        "Abseil",
    ),
    (
        "services/exchange/case_rules.cc",
        '#include "entente/indicators/v1/activity.pb.h"',
        "client",
    ),
    (
        "services/indicators/event_service.cc",
        '#include "services/conventions/money.h"',
        "through proto",
    ),
    ("services/common/base/ids.h", '#include "services/exchange/decide.h"', "know a service"),
    (
        "services/common/outbox/outbox.cc",
        '#include "entente/exchange/v1/events.pb.h"',
        "know a service",
    ),
    ("services/common/base/ids.h", "int CountMeetings();", "'meetings'"),
    ("services/common/base/ids.h", 'inline char k[] = "municipality";', "'municipality'"),
    (
        "tools/client/status_command.cc",
        '#include "services/conventions/ledger_store.h"',
        "client",
    ),
    (
        "services/common/store/store.cc",
        "mutex_.AwaitWithTimeout(is_over, period);",
        "put back",
    ),
    (
        "services/exchange/case_service.cc",
        "done.WaitForNotificationWithDeadline(end);",
        "put back",
    ),
    (
        "services/exchange/case_service.cc",
        "grpc::Status CaseService::GetCase(grpc::ServerContext* context,\n"
        "    const GetCaseRequest* request, Case* response) {\n"
        "  return ToWire(Get(*request));\n}",
        "GetCase: an RPC begins with its door",
    ),
    (
        "services/exchange/case_handlers.cc",
        "grpc::Status CaseService::GetCase(grpc::ServerContext*,\n"
        "    const GetCaseRequest* request, Case* response) {\n"
        "  if (request->name().empty()) return grpc::Status::OK;\n"
        "  return door_.Serve(context, __func__, *request, response, get);\n}",
        "GetCase: an RPC begins with its door",
    ),
    (
        "services/exchange/watch_service.cc",
        "Reactor* WatchService::Watch(grpc::CallbackServerContext* context,\n"
        "    Stream<Request, Response> first) {\n  return new Watching;\n}",
        "Watch: an RPC begins with its door",
    ),
    (
        "services/exchange/watch_handlers.cc",
        "bool is_open = stream->Write(first);",
        "a stream sends what has its entry",
    ),
    (
        "services/exchange/watch_handlers.cc",
        "writer->WriteLast(first, grpc::WriteOptions());",
        "a stream sends what has its entry",
    ),
    (
        "services/exchange/meeting_service.cc",
        "bool Send(Writer& writer) { return writer->Write(first); }",
        "a stream sends what has its entry",
    ),
]

# What must pass, all in one tree.
GOOD = {
    "services/exchange/meeting_service.cc":
    "grpc::Status CaseService::GetCase(grpc::ServerContext* context,\n"
    "    const GetCaseRequest* request, Case* response) {\n"
    "  // Nothing before this.\n"
    "  return door_.Serve(context, __func__, *request, response, get);\n}\n"
    "grpc::Status CaseService::Put(grpc::ServerContext* context) {\n"
    "  return door_.ServeUpload<Case>(context, __func__, kMax, put);\n}\n"
    "grpc::Status CaseService::Watch(grpc::ServerContext* context) {\n"
    "  return gate::ServeWatch(\n      door_, context, __func__, *request,\n"
    "      [](auto& writer) { return writer.Write(first); });\n}\n",
    "services/exchange/watch_client.cc": "stream->Write(message);\n",
    "services/indicators/ingest_service.cc":
    "Reactor* IngestService::Ingest(grpc::CallbackServerContext* context) {\n"
    "  return Start([&] { return door_.ServeStream(context, kName, serve); });"
    "\n}\n",
    "services/exchange/meeting_service.h":
    "grpc::Status GetCase(grpc::ServerContext* context,\n"
    "    const GetCaseRequest* request, Case* response) override;\n",
    "services/common/store/rocksdb_store.cc": "#include <rocksdb/db.h>\n",
    "services/common/gate/gate.cc": '#include "grpcpp/grpcpp.h"\n',
    "services/common/outbox/event_client.cc": '#include "grpcpp/channel.h"\n',
    "services/common/base/ids.h": "// As for a meeting of a municipality.\nint Next();\n",
    "services/exchange/case_rules.cc": '#include "absl/time/civil_time.h"\n'
    '#include "entente/common/v1/access.pb.h"\n'
    '#include "entente/exchange/v1/case.pb.h"\n'
    '#include "services/common/access/decide.h"\n'
    '#include "services/common/base/error.h"\n'
    '#include "services/exchange/clean.h"\n',
    "services/exchange/clean.h": "#include <string>\n",
    "services/exchange/watch_test.cc": "mutex_.AwaitWithTimeout(is_over, x);\n",
    "services/exchange/case_watch.cc": "stop_.WaitFor(period);  // WaitWithTimeout\n",
    "services/exchange/dirty.h": "#include <fstream>\n",
    "services/exchange/case_service.cc": '#include "grpcpp/grpcpp.h"\n',
    "services/indicators/event_service.cc": '#include "entente/exchange/v1/events.pb.h"\n',
    "tools/client/status_command.cc": '#include "services/conventions/document/parser.h"\n'
    '#include "services/conventions/profiles/profile_loader.h"\n'
    '#include "entente/indicators/v1/series_service.grpc.pb.h"\n',
}


def run(files):
    """Writes `files` into a fresh tree; returns (exit code, output)."""
    with tempfile.TemporaryDirectory() as root:
        for name, text in files.items():
            path = pathlib.Path(root, name)
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        done = subprocess.run(
            [sys.executable, str(LAYERS), root], capture_output=True, text=True
        )
        return done.returncode, done.stdout


def main():
    failed = 0
    code, output = run(GOOD)
    if code != 0:
        print(f"good code was refused:\n{output}")
        failed += 1
    for name, line, word in FAULTS:
        files = dict(GOOD)
        files[name] = files.get(name, "") + line + "\n"
        code, output = run(files)
        if code == 0 or name not in output or word not in output:
            print(f"not found: {line} in {name}\n{output}")
            failed += 1
    code, output = run({})
    if code == 0:
        print("an empty tree passed")
        failed += 1
    print(f"layers_planted: {len(FAULTS)} faults, {failed} not found")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
