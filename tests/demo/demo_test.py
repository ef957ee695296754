#!/usr/bin/env python3
"""Plays tools/demo twice on a document and judges what it leaves behind.

  demo_test.py BUILD_FOLDER DOCUMENT [EXPECTED.json]

The judge knows the inputs only: it counts the delivered rows again by rules of
its own (delivered_rows.py), adds the activity and the payments up by hand, and
reads the figures back through the client. Exits 77 (skipped) when the document
is not there.
"""
import csv
import json
import os
import re
import signal
import subprocess
import sys
import tempfile
import time
from html.parser import HTMLParser

from delivered_rows import recount

ROWS = 5000
COPPRA = {"sessions": 1, "participants": 14, "hours": 360}
# Two payments of 10.000,00 and an expense of 2.150,50.
SPENT_CENTS = 2 * 1_000_000 + 215_050


def fail(message):
    sys.exit(f"demo_test: {message}")


def check(what, got, wanted):
    if got != wanted:
        fail(f"{what}: got {got!r}, wanted {wanted!r}")
    print(f"ok  {what}: {got}")


class Demo:
    def __init__(self, build, document, home):
        self.client = os.path.join(build, "bin", "entente")
        self.document = document
        self.home = home
        self.env = dict(os.environ, ENTENTE_HOME=home, ENTENTE_BUILD=build,
                        ENTENTE_PREPARED="1", LANG="C.UTF-8")

    def play(self, *flags):
        run = subprocess.run(
            ["tools/demo", "--rows", str(ROWS), *flags, self.document],
            env=self.env, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT, text=True, timeout=280)
        if run.returncode != 0:
            print(run.stdout)
            fail(f"tools/demo ended {run.returncode}")
        return run.stdout

    def ask(self, person, *words):
        return json.loads(subprocess.run(
            [self.client, "--home", self.home, "--as", person, *words,
             "--format", "json"], check=True, stdout=subprocess.PIPE,
            text=True, env=self.env).stdout)

    def pids(self):
        found = []
        for name in ("conventions", "indicators", "exchange"):
            path = os.path.join(self.home, "run", f"{name}.json")
            if os.path.exists(path):
                with open(path, encoding="utf-8") as file:
                    found.append(json.load(file)["pid"])
        return found

    def verify_offline(self):
        """Both recounts of the stopped services find nothing."""
        for name in ("conventions", "indicators"):
            done = subprocess.run(
                [os.path.join(os.path.dirname(self.client), f"entente-{name}"),
                 "--data", os.path.join(self.home, "data", name), "--verify"],
                stdout=subprocess.PIPE, text=True)
            check(f"{name} --verify", (done.returncode,
                                       " 0 differences" in done.stdout),
                  (0, True))

    def stop(self):
        pids = self.pids()
        for pid in pids:
            os.kill(pid, signal.SIGTERM)
        for pid in pids:
            while is_running(pid):
                time.sleep(0.02)


def is_running(pid):
    try:
        with open(f"/proc/{pid}/stat", encoding="utf-8") as file:
            return file.read().rsplit(")", 1)[1].split()[0] != "Z"
    except FileNotFoundError:
        return False


def cents(money):
    return int(money.get("units", 0)) * 100 + money.get("nanos", 0) // 10**7


def feeds(definition, figure, activity=None):
    return any(f.get("figure") == figure
               and (activity is None or f.get("activityType") == activity)
               for f in definition.get("feeds", []))


def judge_figures(demo, convention):
    year = convention["validFrom"]["year"]
    term = [f"{d['year']}-{d['month']:02d}-{d['day']:02d}"
            for d in (convention["validFrom"], convention["validUntil"])]
    listed = demo.ask("anna", "indicators", "measures")["measures"]
    definitions = {m["definition"]["code"]: m["definition"] for m in listed}
    countable = {code for code, d in definitions.items()
                 if d["kind"] in ("MEASURE_KIND_COUNT", "MEASURE_KIND_HOURS")}
    with open("services/indicators/areas/5339.csv", encoding="utf-8") as file:
        areas = {line.split(",")[0] for line in file
                 if line.strip() and not line.startswith("#")}
    figures = [f for f in os.listdir(demo.home)
               if f.startswith("figures-") and f.endswith(".csv")]
    sums, outcomes = recount(os.path.join(demo.home, figures[0]), countable,
                             areas, term)
    session = "zone5339/" + figures[0].replace("figures", "demo")[:-4]
    totals = demo.ask("zone5339", "indicators", "session", session)["totals"]
    for name in ("created", "updated", "withdrawn", "unchanged", "duplicate",
                 "rejected"):
        check(f"rows {name}", int(totals.get(name, 0)), outcomes.get(name, 0))
    check("rows sent", int(totals["sent"]), ROWS)

    for code, definition in definitions.items():
        for figure, amount in COPPRA.items():
            if feeds(definition, f"FIGURE_{figure.upper()}", "coppra_training"):
                sums[code, f"{year}-03"] = (sums.get((code, f"{year}-03"), 0)
                                            + amount)
    series = demo.ask("anna", "indicators", "series", "--from", f"{year}-01",
                      "--until", f"{year + 1}-12")["series"]
    # A sensitive measure shows whole years and nothing shorter, and nobody
    # delivers it day by day.
    sensitive = {code for code in countable
                 if definitions[code].get("isSensitive")}
    with open(os.path.join(demo.home, figures[0]), encoding="utf-8",
              newline="") as file:
        delivered = {row["measure"] for row in csv.DictReader(file,
                                                              delimiter=";")}
    check("sensitive measures among the rows", delivered & sensitive, set())
    for one in series:
        if one["measureCode"] in sensitive:
            code = one["measureCode"]
            check(f"{code} months shown", len(one.get("months", [])), 0)
            check(f"{code} total", int(one.get("total", {}).get("value", 0)),
                  sum(v for (c, _), v in sums.items() if c == code))
    sums = {k: v for k, v in sums.items() if k[0] not in sensitive}
    read = {}
    for one in series:
        if one["measureCode"] in countable:
            for month in one.get("months", []):
                date = month["month"]
                value = int(month.get("value", 0))
                if value:
                    key = (one["measureCode"],
                           f"{date['year']}-{date['month']:02d}")
                    read[key] = value
    check("months with figures", len(read), len([v for v in sums.values() if v]))
    check("every month of every measure", read,
          {k: v for k, v in sums.items() if v}) if read != {
              k: v for k, v in sums.items() if v} else print(
                  "ok  every month of every measure equals the recount")
    judge_derived(series, definitions)
    return read


def judge_derived(series, definitions):
    by_code = {one["measureCode"]: one for one in series}
    for code, definition in definitions.items():
        total = by_code.get(code, {}).get("total", {})
        if feeds(definition, "FIGURE_MEETINGS"):
            check(f"{code} meetings attended / held",
                  (int(total.get("value", 0)), int(total.get("denominator", 0))),
                  (1, 1))
        if feeds(definition, "FIGURE_ZONE_PAYMENT"):
            check(f"{code} is true by the zone's acknowledgement",
                  int(total.get("value", 0)), 1)


def judge_money(demo, convention):
    name = convention["name"].rsplit("/", 1)[1]
    position = demo.ask("fien", "budget", "position", "--convention", name)
    granted = allotted = unallotted = spent = reserved = 0
    for envelope in position["envelopes"]:
        p = envelope["position"]
        granted += cents(p.get("allocated", {}))
        allotted += cents(p.get("allotted", {}))
        unallotted += cents(p.get("unallotted", {}))
        spent += cents(p.get("spent", {}))
        reserved += cents(p.get("reserved", {}))
    wanted = sum(cents(e["amount"]) for e in convention["envelopes"])
    check("granted cents", granted, wanted)
    check("granted = allotted + unallotted", allotted + unallotted, granted)
    check("spent cents", spent, SPENT_CENTS)
    check("reserved cents", reserved, 0)
    return granted, allotted, spent


class Balance(HTMLParser):
    VOID = {"meta", "br", "hr", "img", "link", "input", "col", "rect", "line",
            "path", "circle", "use"}

    def __init__(self):
        super().__init__()
        self.open, self.text, self.outside = [], [], []

    def handle_starttag(self, tag, attrs):
        for key, value in attrs:
            if key in ("src", "href") and not (value or "").startswith("#"):
                self.outside.append(value)
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag, attrs):
        pass

    def handle_endtag(self, tag):
        if tag in self.VOID:
            return
        if not self.open or self.open.pop() != tag:
            fail(f"report.html: </{tag}> does not close what is open")

    def handle_data(self, data):
        self.text.append(data)


def judge_report(demo, convention):
    with open(os.path.join(demo.home, "report.html"), encoding="utf-8") as file:
        page = file.read()
    balance = Balance()
    balance.feed(page)
    check("report: open tags at the end", balance.open, [])
    check("report: addresses outside the page", balance.outside, [])
    text = " ".join(balance.text)
    for wanted in (convention["title"], "aucun objectif chiffré convenu",
                   "geen streefcijfer afgesproken", "Non réparti",
                   "tous les chiffres de ce rapport sont inventés",
                   "alle cijfers in dit verslag zijn verzonnen"):
        if wanted not in text:
            fail(f"report.html does not say {wanted!r}")
    if "Exemple inventé" in page:
        fail("report.html holds the content of a case")


def judge_logs(demo):
    """Every line of the three logs is one JSON object of its service."""
    for name in ("conventions", "indicators", "exchange"):
        path = os.path.join(demo.home, "log", f"{name}.log")
        with open(path, encoding="utf-8") as file:
            lines = file.read().splitlines()
        if not lines:
            fail(f"{path} is empty")
        for line in lines:
            try:
                service = json.loads(line)["service"]
            except (ValueError, KeyError, TypeError):
                fail(f"{path}: not a line of the log: {line!r}")
            if service != name:
                fail(f"{path}: a line of {service!r}")
        print(f"ok  {len(lines)} lines of {name}.log are JSON objects")


def judge_unfinished_figures(demo):
    """Rows without their expectation do not stand under their own name."""
    folder = os.path.join(demo.home, "unfinished")
    os.makedirs(os.path.join(folder, "rows.expected.json"))
    done = subprocess.run(
        [demo.client, "--home", demo.home, "--as", "anna", "dev", "figures",
         "--rows", "20", "--out", os.path.join(folder, "rows.csv")],
        env=demo.env, stderr=subprocess.DEVNULL)
    check("dev figures that cannot finish",
          (done.returncode, os.listdir(folder)), (1, ["rows.expected.json"]))


# What a reader of the demo has to type to get what it shows.
SHOWN = ("budget allot", "budget reserve", "budget evidence add",
         "budget spend", "budget pay-zone order", "budget pay-zone execute",
         "budget pay-zone acknowledge", "dev figures", "indicators ingest",
         "meeting create", "meeting hold", "case create", "case add-entry",
         "case grant", "report --invented")


def judge_shown(said):
    for command in SHOWN:
        if f"$ entente {command} " not in said:
            fail(f"the demo does not show: entente {command}")
    if not re.search(r"ingest \S+ --source \S+ --session demo-[0-9a-f]+-\d+$",
                     said, re.MULTILINE):
        fail("the demo shows --session without its value")
    check("request ids shown", "--request-id" in said, False)


def main():
    build, document = os.path.abspath(sys.argv[1]), sys.argv[2]
    if not os.path.exists(document):
        print(f"SKIPPED: {document} is not there")
        sys.exit(77)
    with tempfile.TemporaryDirectory(prefix="entente-demo-") as home:
        demo = Demo(build, document, home)
        try:
            judge_shown(demo.play("--keep"))
            convention = demo.ask("anna", "convention", "show")
            if len(sys.argv) > 3:
                with open(sys.argv[3], encoding="utf-8") as file:
                    expected = json.load(file)
                with open(os.path.join(home, "summary.json"),
                          encoding="utf-8") as file:
                    summary = json.load(file)
                for key, value in expected.items():
                    check(f"summary {key}", summary[key], value)
            figures = judge_figures(demo, convention)
            money = judge_money(demo, convention)
            judge_report(demo, convention)
            judge_unfinished_figures(demo)
            demo.stop()
            # The second run finds what is there: nothing counts twice.
            demo.play("--keep")
            check("figures after a second run are the same",
                  judge_figures(demo, convention) == figures, True)
            check("money after a second run", judge_money(demo, convention),
                  money)
            demo.stop()
            demo.play()
            check("services that a third run leaves behind", demo.pids(), [])
            demo.verify_offline()
            judge_logs(demo)
        finally:
            demo.stop()


if __name__ == "__main__":
    main()
