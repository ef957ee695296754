#!/usr/bin/env python3
"""The side of PostgreSQL in build/bin/entente-bench, which starts this program
and talks to it by lines:

  fill ROWS                          events are stored until there are ROWS
  deliver CONNECTIONS SESSION FILE…  answers rows a second

Each FILE is one batch (id,measure,area,day,value), read by the server itself:
no client, no network, no TLS, no token. Ends, and removes everything, at the
end of its input.
"""

import concurrent.futures
import os
import pathlib
import subprocess
import sys
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parents[3]
sys.path.insert(0, str(ROOT / "tests/peers"))

from postgres_cluster import Cluster  # noqa: E402

STAGING = """CREATE TEMPORARY TABLE staging (
  id uuid, measure text, area text, day date, value bigint
) ON COMMIT DELETE ROWS;
"""


class Ingest(Cluster):
    def __init__(self, folder):
        super().__init__(folder, shared_buffers="1GB", max_wal_size="16GB")
        self.fresh("ingest", ROOT / "services/indicators/bench/schema.sql")
        self.filled = 0

    def fill(self, rows):
        if rows > self.filled:
            # An index is made at once when all rows are there, which is many
            # times faster than row by row, and leaves it denser.
            self.psql("ingest", "-c",
                      "ALTER TABLE event DROP CONSTRAINT event_pkey; "
                      f"SELECT fill({rows - self.filled}); "
                      "SET maintenance_work_mem = '1GB'; "
                      "ALTER TABLE event ADD PRIMARY KEY (id)")
            self.psql("ingest", "-c", "VACUUM ANALYZE event")
            self.psql("ingest", "-c", "CHECKPOINT")
            self.filled = rows

    def deliver(self, connections, session, files):
        """Files are dealt out in turn; each connection is a session."""
        scripts = []
        for connection in range(connections):
            name = f"{session}-{connection}"
            script = os.path.join(self.folder, name + ".sql")
            with open(script, "w", encoding="utf-8") as out:
                out.write(STAGING)
                out.write(f"INSERT INTO session (name) VALUES ('{name}');\n")
                for number, path in enumerate(files[connection::connections], 1):
                    out.write(
                        f"BEGIN; COPY staging FROM '{path}' (FORMAT csv); "
                        f"SELECT take_batch('{name}', {number}); COMMIT;\n")
            os.chmod(script, 0o644)
            scripts.append(script)
        start = time.monotonic()
        with concurrent.futures.ThreadPoolExecutor(connections) as pool:
            list(pool.map(lambda script: self.psql("ingest", "-f", script),
                          scripts))
        seconds = time.monotonic() - start
        sent = int(self.psql(
            "ingest", "-c", "SELECT coalesce(sum(sent), 0) FROM session "
            f"WHERE name LIKE '{session}-%'"))
        self.filled += sent
        return sent, sent / seconds


def main():
    subprocess.run([ROOT / "tools/setup", "--peers"], check=True,
                   stdout=sys.stderr)
    with tempfile.TemporaryDirectory(prefix="entente-ingest-") as folder:
        postgres = Ingest(folder)
        try:
            print("ready", flush=True)
            for line in sys.stdin:
                verb, *words = line.split()
                if verb == "fill":
                    postgres.fill(int(words[0]))
                    print("filled", flush=True)
                else:
                    sent, rate = postgres.deliver(int(words[0]), words[1],
                                                  words[2:])
                    print(sent, rate, flush=True)
        except KeyboardInterrupt:
            pass
        finally:
            postgres.stop()


if __name__ == "__main__":
    main()
