"""Claims on the State and the State's own money, as the books keep them."""

import datetime

import steps
from facts import Refused


class ClaimBooks:
    def __init__(self):
        super().__init__()
        self.claims = {}  # label: (envelope, state, sources)
        self.federal = {}  # label: index of its move, None once reversed
        self.refuses_late = False  # as the articles in force say

    def _of_claim(self, label):
        return [e for e in self.expenses.values() if e.claim == label]

    def _claim(self, step):
        """What a category cannot bear is left out; refused when nothing else
        is left."""
        name, sources, refusal = step.values["envelope"], [], None
        for label, e in self.expenses.items():
            if e.claim or e.net == 0 or self.envelope_of(e.line) != name:
                continue
            category = self.category_of(e.line)
            along = sum(self.expenses[other].net for other in sources
                        if self.category_of(self.expenses[other].line)
                        == category)
            try:
                self._cap(name, category, along + e.net, self._claimed)
                sources.append(label)
            except Refused as refused:
                refusal = refused
        if refusal and not sources:
            raise refusal
        self.claims[step.label] = (name, "draft", sources)

    def _submit(self, step):
        label, = step.words
        envelope, _, sources = self.claims[label]
        year = int(envelope.rsplit("-", 1)[1])
        if self.refuses_late and step.date > datetime.date(year + 1, 3, 31):
            raise Refused("CLAIM_LATE")
        for source in sources:
            self.expenses[source].claim = label
        self.claims[label] = (envelope, "submitted", sources)

    def _withdraw(self, step):
        label, = step.words
        self.check_free(label)
        envelope, _, sources = self.claims[label]
        for expense in self._of_claim(label):
            expense.claim = ""
        self.claims[label] = (envelope, "withdrawn", sources)

    def _decide(self, step):
        label = step.words[0]
        self.check_free(label)
        envelope, _, sources = self.claims[label]
        named = {row[0] for row in step.rows}
        for source, accepted, ineligible, *_ in step.rows:
            expense = self.expenses[source]
            expense.accepted = steps.cents(accepted)
            expense.ineligible = steps.cents(ineligible)
        for source in sources:
            expense = self.expenses[source]
            is_open = expense.accepted + expense.ineligible == 0
            if "accept-rest" in step.words and source not in named and is_open:
                expense.accepted = expense.net
        is_all = all(e.accepted + e.ineligible == e.net
                     for e in self._of_claim(label))
        self.claims[label] = (envelope, "decided" if is_all else "submitted",
                              sources)

    def _undecide(self, step):
        """Decisions entered by mistake, unless money came because of them."""
        label, = step.words
        envelope, _, sources = self.claims[label]
        lines = step.values["line"]
        wrong = [self.expenses[one] for one in (
            lines if isinstance(lines, list) else [lines])]
        accepted = sum(expense.accepted for expense in wrong)
        at = self.envelope(envelope)
        left = min(at["accepted"] - accepted, self.usable(envelope))
        if accepted and at["paidBalance"] and self.held(envelope) > left:
            raise Refused("DECISION_RELIED_ON")
        for expense in wrong:
            expense.accepted = expense.ineligible = 0
        self.claims[label] = (envelope, "submitted", sources)

    def _pay(self, step):
        kind, name = step.values["kind"], step.values["envelope"]
        if kind == "balance":
            decided = any(e.accepted + e.ineligible
                          for e in self.expenses.values()
                          if self.envelope_of(e.line) == name)
            if not decided:
                raise Refused("CLAIM_UNDECIDED")
            if step.cents() > self.due(name) - self.held(name):
                raise Refused("BALANCE_EXCEEDED", requested=step.cents())
        self._note(step, kind, name)

    def _note(self, step, kind, name):
        if step.label:
            self.federal[step.label] = len(self.moves)
        self.moves.append((kind, name, step.cents()))

    def _reverse(self, step):
        """Whole, unless something stands on it."""
        label, = step.words
        index = self.federal[label]
        if index is None:
            raise Refused("FEDERAL_PAYMENT_REVERSED")
        kind, name, cents = self.moves[index]
        stands = {"demand": self.envelope(name)["recoverable"], "refund": cents}
        if cents > stands.get(kind, self.held(name)):
            raise Refused("REVERSAL_OUT_OF_ORDER")
        self.moves.append((kind, name, -cents))
        self.federal[label] = None

    def _demand(self, step):
        name = step.values["envelope"]
        if any(owner == name and state == "submitted"
               for owner, state, _ in self.claims.values()):
            raise Refused("CLAIM_UNDECIDED")
        if step.cents() > self.held(name) - self.due(name):
            raise Refused("DEMAND_EXCEEDED", requested=step.cents())
        self._note(step, "demand", name)

    def _refund(self, step):
        name = step.values["envelope"]
        if step.cents() > self.envelope(name)["recoverable"]:
            raise Refused("REFUND_EXCEEDED", requested=step.cents())
        self._note(step, "refund", name)
