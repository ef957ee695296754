"""What others are given: the tree as JSON and CSV, the money as JSON and CSV, the
activity in IATI 2.03; each holds what the books say, and the last is judged by
the standard too (tests/iati/judge.py).

    2019-09-02 anna exports reporter=0207.373.429
"""

import csv
import io
import pathlib
import sys
from xml.etree import ElementTree

sys.path.insert(0, str(pathlib.Path(__file__).parent.parent / "iati"))
import judge  # noqa: E402: its folder is known only now.

import steps
from facts import Wrong

# Transaction types of IATI.
FUNDS, DISBURSEMENT, EXPENDITURE, COMMITMENT = "1", "3", "4", "11"
# A year that is not over is held back, and one of fewer expenses: a sum of few
# is somebody's pay.
APART_MIN = 5


class ExportedBooks:
    def iati(self, year):
        """Cents of each type of transaction in that year or before."""
        begun = [name for name in self.grants if int(name[-4:]) <= year]
        all_of = [self.envelope(name) for name in self.grants]
        return {
            COMMITMENT: sum(self.envelope(name)["allocated"]
                            - self.envelope(name)["lapsed"] for name in begun),
            FUNDS: sum(at["paidAdvance"] + at["paidBalance"] - at["recovered"]
                       for at in all_of),
            DISBURSEMENT: sum(at["zoneProject"] + at["zoneDeduction"]
                              for at in all_of),
            EXPENDITURE: sum(sum(nets) for begun, nets in self.spent().items()
                             if begun < year and len(nets) >= APART_MIN),
        }

    def spent(self):
        """{year: net expenses}"""
        found = {}
        for e in self.expenses.values():
            if not e.route:
                found.setdefault(int(self.envelope_of(e.line)[-4:]), []).append(
                    e.net)
        return found


class ExportedActs:
    def _exports(self, step):
        self.tree(step.who)
        self.money(step.who)
        return self.iati(step)

    def table(self, who, *words):
        text = self.suite.say(who, *words, "--format", "csv")
        return list(csv.DictReader(io.StringIO(text, newline=""),
                                   delimiter=";"))

    def tree(self, who):
        nodes = self.suite.ask(who, "convention", "show")["nodes"]
        rows = self.table(who, "convention", "show")
        told = [(row["id"], row["parent_id"], row["kind"]) for row in rows]
        meant = [(node["id"], node.get("parentId", ""), node["kind"])
                 for node in nodes]
        if told != meant or not meant:
            raise Wrong(f"{len(told)} rows of a tree of {len(meant)} nodes")

    def money(self, who):
        """Expenses as they are listed, and as a spreadsheet gets them."""
        rows = self.table(who, "budget", "expenses")
        listed = self.suite.ask(who, "budget", "expenses")["expenses"]
        meant = [e.cents for e in self.books.expenses.values() if not e.route]
        sums = (sum(meant),
                sum(_cents(row["amount"]) for row in rows),
                sum(int(one["amount"].get("units", 0)) * 100
                    + one["amount"].get("nanos", 0) // 10**7 for one in listed))
        if len(set(sums)) != 1 or not len(rows) == len(listed) == len(meant):
            raise Wrong(f"expenses: {sums} cents, {len(rows)} rows")

    def iati(self, step):
        # Notes stand on standard error: what is published on standard output.
        code, out, err = self.suite.run(
            step.who, "convention", "export", "--reporter",
            step.values["reporter"])
        if code != 0:
            raise Wrong(err)
        # Payments, expenditure and recovery stand in no fresh import.
        complaints = judge.complaints(out)
        if complaints:
            raise Wrong("; ".join(complaints))
        root = ElementTree.fromstring(out)
        activity, = root.findall("iati-activity")
        granted = sorted(_cents(budget.findtext("value"))
                         for budget in activity.findall("budget")
                         if budget.get("type") == "1")
        if (root.tag, root.get("version")) != ("iati-activities", "2.03"):
            raise Wrong(f"{root.tag} {root.get('version')}")
        if granted != sorted(self.books.grants.values()):
            raise Wrong(f"granted: {granted}")
        told = dict.fromkeys(self.books.iati(step.date.year), 0)
        for one in activity.findall("transaction"):
            told[one.find("transaction-type").get("code")] += _cents(
                one.findtext("value"))
        for kind, meant in self.books.iati(step.date.year).items():
            if told[kind] != meant:
                raise Wrong(f"transactions {kind}: {steps.amount(told[kind])}, "
                            f"the books say {steps.amount(meant)}")
        return "IATI: " + ", ".join(
            f"{kind} {steps.amount(cents)}" for kind, cents in told.items())


def _cents(text):
    euros, _, rest = text.partition(".")
    sign = -1 if text.startswith("-") else 1
    return int(euros) * 100 + sign * int((rest + "00")[:2])
