"""A PostgreSQL 15 of its own, on a local socket that only its maker knows, for
benchmarks that compare with it. tools/setup --peers installs the programs."""

import os
import pathlib
import shutil
import subprocess

PROGRAMS = pathlib.Path("/usr/lib/postgresql/15/bin")
OPTIONS = {
    "listen_addresses": "''",
    "max_connections": 100,
    "fsync": "on",
    "synchronous_commit": "on",
    "shared_buffers": "256MB",
    "max_wal_size": "4GB",
}


class Cluster:
    """Runs in `folder` until stop(). As root it becomes the user postgres."""

    def __init__(self, folder, **options):
        self.folder = str(folder)
        self.as_user = []
        if os.getuid() == 0:
            self.as_user = ["runuser", "-u", "postgres", "--"]
            shutil.chown(folder, "postgres")
        self.data = os.path.join(self.folder, "data")
        self.run("initdb", "-D", self.data, "-A", "trust", "--no-locale", "-E",
                 "UTF8")
        settings = {**OPTIONS, "unix_socket_directories": self.folder, **options}
        self.run("pg_ctl", "-D", self.data, "-w", "-l",
                 os.path.join(self.folder, "log"), "-o",
                 " ".join(f"-c {key}={value}" for key, value in settings.items()),
                 "start")

    def command(self, program, *arguments):
        return [*self.as_user, str(PROGRAMS / program), *arguments]

    def run(self, program, *arguments):
        done = subprocess.run(self.command(program, *arguments), cwd=self.folder,
                              capture_output=True, encoding="utf-8")
        if done.returncode != 0:
            raise SystemExit(f"{program}: {done.stderr.strip()}")
        return done.stdout

    def psql(self, database, *arguments):
        return self.run("psql", "-h", self.folder, "-X", "-q", "-A", "-t", "-v",
                        "ON_ERROR_STOP=1", "-d", database, *arguments)

    def fresh(self, database, schema):
        """Makes `database` anew from the SQL file `schema`."""
        self.psql("postgres", "-c", f"DROP DATABASE IF EXISTS {database}")
        self.psql("postgres", "-c", f"CREATE DATABASE {database}")
        copy = os.path.join(self.folder, "schema.sql")
        shutil.copy(schema, copy)
        os.chmod(copy, 0o644)
        self.psql(database, "-f", copy)

    def stop(self):
        self.run("pg_ctl", "-D", self.data, "-m", "fast", "stop")
