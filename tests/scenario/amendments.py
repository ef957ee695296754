"""Amendments of an amount: what an envelope is from a day on, beside the decision
that posts the difference; and of a party.

    2019-01-14 anna propose title="Avenant 2" date=2019-02-01 as a2
      general-2019 1.906.982,33 b1      # envelope, its amount, the decision
      party municipality "la Ville"     # how a party is printed from then on

`granted` states what the convention says of its envelopes on the day of the step.
"""

import datetime

import steps
from facts import Wrong


PARTY = "party"


class AmendmentBooks:
    def __init__(self):
        super().__init__()
        self.proposed = {}  # label: [(first day, envelope, cents)]
        self.amended = []  # those that were applied

    def granted(self, name, day):
        cents = self.grants[name]
        for first, envelope, amended in sorted(self.amended):
            if envelope == name and first <= day:
                cents = amended
        return cents

    def _propose(self, step):
        day = datetime.date.fromisoformat(step.values["date"])
        self.proposed[step.label] = [
            (day, name, steps.cents(text)) for name, text, _ in step.rows
            if name != PARTY]

    def _apply(self, step):
        """An amendment posts nothing: the decision that it names has."""
        for _, name, cents in self.proposed[step.words[0]]:
            held = self.envelope(name)["allocated"]
            if held != cents:
                raise Wrong(f"{name} holds {steps.amount(held)}")
        self.amended += self.proposed[step.words[0]]

    def _granted(self, step):
        for name, text in step.values.items():
            meant = self.granted(name, step.date)
            if meant != steps.cents(text):
                raise Wrong(f"{name} is {steps.amount(meant)}, say the books")


class AmendmentActs:
    def changes(self, step):
        """Words that name the file of an amendment's amounts."""
        text = ""
        for name, amount, decision in step.rows:
            if name == PARTY:
                text += f'changes {{ parties {{ {amount}: "{decision}" }} }}\n'
                continue
            allocation, year = name.split("-")
            euros, cents = divmod(steps.cents(amount), 100)
            text += (
                "changes { envelope {\n"
                f"  allocation: ALLOCATION_{allocation.upper()} year: {year}\n"
                f'  amount {{ currency_code: "EUR" units: {euros} '
                f"nanos: {cents * 10**7} }}\n"
                f'  budget_change: "{self.convention()}/budgetChanges/'
                f'{self.names[decision]}"\n'
                "} }\n")
        path = self.suite.home / f"amendment-{step.number}.textproto"
        path.write_text(text, encoding="utf-8")
        return ["--file", path]

    def convention(self):
        return self.suite.ask(self.finance(), "convention",
                              "list")["conventions"][0]["name"]

    def _granted(self, step):
        self.books.judge(step)
        told = self.suite.ask(step.who, "convention", "show", "--as-of-date",
                              step.date.isoformat())
        for envelope in told["envelopes"]:
            name = (f"{envelope['allocation'][11:].lower()}-{envelope['year']}")
            money = envelope.get("amendedAmount") or envelope["amount"]
            found = int(money["units"]) * 100 + money.get("nanos", 0) // 10**7
            meant = self.books.granted(name, step.date)
            if found != meant:
                raise Wrong(f"{name} is {steps.amount(found)}, the books say "
                            f"{steps.amount(meant)}")
        return "so it says"
