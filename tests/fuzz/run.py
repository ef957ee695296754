#!/usr/bin/env python3
"""Builds and runs the fuzz targets, keeps the corpus small, writes a report.

Called by tools/fuzz. Standard library only.
"""

import argparse
import datetime
import os
import pathlib
import re
import shutil
import subprocess
import sys
import time

HERE = pathlib.Path("tests/fuzz")
BUILD = pathlib.Path("build-fuzz")
# Documents are texts; everything else fits a few hundred bytes.
MAX_LEN = {"document": 8192, "token": 2048, "audit_entry": 2048}
MAX_LEN_DEFAULT = 1024
# Size of the corpus in the tree, in bytes.
KEPT_BYTES = {"document": 38 << 10}
KEPT_BYTES_DEFAULT = 24 << 10
# What libFuzzer found is named by its hash, what a person wrote is not.
FOUND = re.compile(r"[0-9a-f]{12,40}")
LIMITS = ["-timeout=10", "-rss_limit_mb=2048", "-malloc_limit_mb=512"]
KEPT_FILES = 40
AT_ONCE = 2


def targets():
    return sorted(p.name[: -len("_fuzz.cc")] for p in HERE.glob("*_fuzz.cc"))


def build(names):
    """Compiles the libraries that the targets need with clang, and links."""
    configure = [
        "cmake", "-S", ".", "-B", str(BUILD), "-G", "Ninja",
        "-DCMAKE_C_COMPILER=clang", "-DCMAKE_CXX_COMPILER=clang++",
        "-DENTENTE_FUZZ=ON",
        "-DENTENTE_SANITIZE=address,undefined,fuzzer-no-link",
    ]
    subprocess.run(configure, check=True, stdout=subprocess.DEVNULL)
    wanted = [f"{name}_fuzz" for name in names]
    subprocess.run(["ninja", "-C", str(BUILD), *wanted], check=True)


class Run:
    """One target: a libFuzzer process, its log and what came of it."""

    def __init__(self, name, seconds):
        self.name = name
        self.seconds = seconds
        self.program = BUILD / "bin" / f"{name}_fuzz"
        self.kept = HERE / "corpus" / name
        # Grows from run to run and is not in the tree.
        self.grown = BUILD / "corpus" / name
        self.findings_dir = BUILD / "findings" / name
        self.log_path = BUILD / f"{name}.log"
        for folder in (self.kept, self.grown, self.findings_dir):
            folder.mkdir(parents=True, exist_ok=True)

    def options(self):
        length = MAX_LEN.get(self.name, MAX_LEN_DEFAULT)
        options = [f"-max_len={length}", *LIMITS]
        words = HERE / "dict" / f"{self.name}.dict"
        if words.exists():
            options.append(f"-dict={words}")
        return options

    def start(self):
        self.known = set(self.findings_dir.iterdir())
        self.began = time.monotonic()
        command = [
            str(self.program), *self.options(), "-print_final_stats=1",
            f"-max_total_time={self.seconds}",
            f"-artifact_prefix={self.findings_dir}/",
            str(self.grown), str(self.kept),
        ]
        # UBSan would else complain and go on.
        options = "halt_on_error=1:print_stacktrace=1"
        env = dict(os.environ, UBSAN_OPTIONS=options)
        with open(self.log_path, "wb") as log:
            self.process = subprocess.Popen(
                command, stdout=log, stderr=subprocess.STDOUT, env=env
            )

    def is_done(self):
        return self.process.poll() is not None

    def finish(self):
        """Reads what libFuzzer wrote at its end."""
        self.elapsed = time.monotonic() - self.began
        log = self.log_path.read_text(encoding="utf-8", errors="replace")

        def last(pattern):
            found = re.findall(pattern, log)
            return int(found[-1]) if found else 0

        self.executions = last(r"stat::number_of_executed_units:\s+(\d+)")
        self.rss_mb = last(r"stat::peak_rss_mb:\s+(\d+)")
        self.coverage = last(r"\bcov: (\d+)")
        self.features = last(r"\bft: (\d+)")
        self.counters = last(r"\((\d+) inline 8-bit counters\)")
        self.findings = sorted(set(self.findings_dir.iterdir()) - self.known)
        # libFuzzer also leaves slow inputs behind, which is no fault by itself.
        self.findings = [f for f in self.findings if "slow-unit" not in f.name]
        self.is_sound = self.process.returncode == 0 and not self.findings

    def minimise(self):
        """Puts the least files that reach what all reach into the tree."""
        chosen = BUILD / "minimised" / self.name
        shutil.rmtree(chosen, ignore_errors=True)
        chosen.mkdir(parents=True)
        kept = list(self.kept.iterdir())
        seeds = [p for p in kept if not FOUND.fullmatch(p.name)]
        for path in seeds:
            shutil.copy(path, chosen)
        command = [
            str(self.program), *self.options(), "-set_cover_merge=1",
            str(chosen), str(self.kept), str(self.grown),
        ]
        subprocess.run(
            command, check=True, stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        room = KEPT_BYTES.get(self.name, KEPT_BYTES_DEFAULT)
        room -= sum(p.stat().st_size for p in seeds)
        for path in set(kept) - set(seeds):
            path.unlink()
        found = [p for p in chosen.iterdir() if FOUND.fullmatch(p.name)]
        # libFuzzer wrote first what adds most.
        count = 0
        for path in sorted(found, key=lambda p: p.stat().st_mtime_ns):
            if path.stat().st_size <= room and count < KEPT_FILES:
                room -= path.stat().st_size
                count += 1
                shutil.copy(path, self.kept / path.name[:12])


def run_all(runs):
    """Runs them, at most AT_ONCE at a time."""
    waiting = list(runs)
    running = []
    while waiting or running:
        while waiting and len(running) < AT_ONCE:
            run = waiting.pop(0)
            print(f"fuzz: {run.name} for {run.seconds} s", flush=True)
            run.start()
            running.append(run)
        time.sleep(0.5)
        for run in [r for r in running if r.is_done()]:
            running.remove(run)
            run.finish()
            verdict = "nothing found" if run.is_sound else "FOUND SOMETHING"
            print(
                f"fuzz: {run.name}: {run.executions} executions, {verdict}",
                flush=True,
            )


COLUMNS = (
    "target", "seconds", "executions", "per second", "edges reached",
    "of counters", "features", "peak MB", "files kept", "findings",
)


def row_of(run):
    kept = list(run.kept.iterdir())
    findings = ", ".join(p.name for p in run.findings) or (
        "none" if run.is_sound else f"exit {run.process.returncode}"
    )
    size = sum(p.stat().st_size for p in kept)
    cells = (
        run.name, round(run.elapsed), run.executions,
        round(run.executions / max(run.elapsed, 1)), run.coverage,
        run.counters, run.features, run.rss_mb,
        f"{len(kept)} ({size} B)", findings,
    )
    return "| " + " | ".join(str(cell) for cell in cells) + " |"


def replaces(run, row):
    """Whether `run` says more than `row`, that of an earlier run."""
    cells = row.strip("| ").split(" | ")
    is_sound = cells[-1] == "none"
    return not (run.is_sound and is_sound and run.elapsed < int(cells[1]))


def output_of(*command):
    run = subprocess.run(command, capture_output=True, text=True, check=False)
    return run.stdout.strip()


def write_report(runs, commit):
    """One file a day, one row a target: that of its last run of the day, but
    no short run hides a long one. What a person wrote under "## Notes" stays.
    """
    path = HERE / "reports" / f"{datetime.date.today().isoformat()}.md"
    path.parent.mkdir(exist_ok=True)
    rows = {}
    notes = ""
    if path.exists():
        text = path.read_text(encoding="utf-8")
        notes = "".join(text.partition("\n## Notes\n")[1:])
        for line in text.splitlines():
            if line.startswith("| ") and not line.startswith("| target"):
                rows[line.split(" ")[1]] = line
    for run in runs:
        if run.name not in rows or replaces(run, rows[run.name]):
            rows[run.name] = row_of(run)
    clang = output_of("clang++", "--version").splitlines()[0]
    load = " ".join(f"{x:.1f}" for x in os.getloadavg())
    lines = [
        f"# Fuzzing, {path.stem}",
        "",
        f"`tools/fuzz` at {commit}; {clang}; AddressSanitizer and",
        f"UndefinedBehaviorSanitizer; {os.cpu_count()} cores shared with other"
        f" work (load {load} at the end).",
        "Each row is the last run of its target on this day, or a longer one.",
        "",
        "| " + " | ".join(COLUMNS) + " |",
        "|" + "---|" * len(COLUMNS),
        *[rows[name] for name in sorted(rows)],
        "",
        "Edges, counters and features are libFuzzer's: what a run reached, how",
        "many edges the program has, and edges by how often they were passed.",
    ]
    path.write_text("\n".join(lines) + "\n" + notes, encoding="utf-8")
    print(f"fuzz: report in {path}")


def main():
    parser = argparse.ArgumentParser(prog="tools/fuzz")
    parser.add_argument("--seconds", type=int, default=60)
    parser.add_argument("targets", nargs="*", metavar="TARGET")
    arguments = parser.parse_args()
    unknown = set(arguments.targets) - set(targets())
    if unknown or arguments.seconds < 1:
        parser.error(
            f"no target {', '.join(sorted(unknown))}; there are "
            f"{', '.join(targets())}" if unknown else "--seconds is at least 1"
        )
    names = arguments.targets or targets()
    commit = output_of("git", "describe", "--always", "--dirty")
    build(names)
    runs = [Run(name, arguments.seconds) for name in names]
    run_all(runs)
    for run in runs:
        if run.is_sound:
            run.minimise()
    write_report(runs, commit)
    for run in runs:
        if not run.is_sound:
            print(f"fuzz: {run.name}: see {run.log_path}", file=sys.stderr)
    return 0 if all(run.is_sound for run in runs) else 1


if __name__ == "__main__":
    sys.exit(main())
