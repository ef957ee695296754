"""Dated reports of long runs: FOLDER/<date>.md, a section for each run."""

import os
import subprocess


def version():
    """The commit, and whether something was changed since."""
    def git(*words):
        return subprocess.run(["git", *words], check=True, text=True,
                              capture_output=True).stdout.strip()

    return git("rev-parse", "--short", "HEAD") + (
        " with changes" if git("status", "--porcelain", "-uno") else "")


def write(folder, title, begun, lines):
    """Writes the section of the run that began at `begun`, anew each time:
    what it told so far."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{begun:%Y-%m-%d}.md"
    head = f"## {begun:%H:%M:%S}, "
    text = path.read_text(encoding="utf-8") if path.exists() else (
        f"# {title}, {begun:%Y-%m-%d}\n")
    # What this run wrote before stands last.
    text = text.partition(f"\n{head}")[0].rstrip("\n") + "\n"
    section = [head + f"at {version()}, {os.cpu_count()} cores, load "
               f"{os.getloadavg()[0]:.1f}", ""]
    section += [f"- {line}" for line in lines]
    path.write_text(text + "\n" + "\n".join(section) + "\n",
                    encoding="utf-8")
