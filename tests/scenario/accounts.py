"""The municipal accounts of a scenario: a second bookkeeping beside the budget.

They hold every expense that names its mandate, at what is left of it, and what a
step `mandates` says was paid without the budget knowing:

    2018-12-18 fien mandates    # label, line, mandate, amount, invoice, its total
      m1 réseau 5130 1.200,00 R-131 1.200,00
      m2 réseau 5131 -                       # it is not in the accounts any more

`accounts` imports an export of them, `reconcile` compares it with the budget;
both state the counts that are to be told.
"""

import dataclasses
import re

import steps
from facts import Evidence, Expense, Refused, Wrong

ISSUER = "0999999229"
GONE = "-"
COLUMNS = {
    "fiscal_year": "Exercice", "mandate": "Mandat",
    "budget_article": "Article", "amount": "Montant",
    "service_date": "Prestation", "issuer": "BCE",
    "document_number": "Facture", "document_date": "Date facture",
    "document_amount": "Total facture", "document_sha256": "Empreinte",
}
# What `budget import` says at its end, in French.
TOLD = (r"(\d+) (?:imputés|seraient imputés), (\d+) déjà connus, (\d+) d'un "
        r"autre montant, (\d+) écartés, (\d+) refusés")


# What `budget reconcile` says of each, in French.
SORTS = ("seul en comptabilité", "montants différents", "seul au budget")


@dataclasses.dataclass
class Mandate:
    label: str
    line: str
    number: str
    cents: int
    invoice: str
    total: int
    day: str  # of the service, and of the invoice


class AccountsBooks:
    """What the accounts know and the budget does not yet."""

    def __init__(self):
        super().__init__()
        self.mandates = {}  # number: Mandate
        self.mandated = {}  # label of an expense: the step that spent it
        self.imported = {}  # label of an expense: the mandate it came from

    def fresh(self):
        return [one for one in self.mandates.values()
                if one.label not in self.expenses]

    def _mandates(self, step):
        for label, line, number, amount, *invoice in step.rows:
            if amount == GONE:
                del self.mandates[number]
                continue
            name, total = invoice
            self.mandates[number] = Mandate(
                label, line, number, steps.cents(amount), name,
                steps.cents(total), step.date.isoformat())

    def _accounts(self, step):
        """Each payment becomes an expense, once. What its invoice does not
        bear is refused: alone, or with all others."""
        fresh = self.fresh()
        refused = [one for one in fresh if one.cents > one.total]
        if refused and "all-or-nothing" in step.words:
            raise Refused("EVIDENCE_EXCEEDED", requested=refused[0].cents)
        known = len(self.mandated) + len(self.mandates) - len(fresh)
        posted = [one for one in fresh if one not in refused]
        _agree(step, posted=len(posted), known=known, refused=len(refused))
        if "dry-run" in step.words:
            return
        for one in posted:
            self.evidence[one.label] = Evidence(one.total)
            self.expenses[one.label] = Expense(one.line, one.cents, one.label)
            self.imported[one.label] = one.number

    def _reconcile(self, step):
        missing = len(self.fresh())
        differing = sum(
            one.label in self.imported and
            self.expenses[one.label].net != one.cents
            for one in self.mandates.values())
        here = len(set(self.imported.values()) - set(self.mandates))
        equal = len(self.mandated) + len(self.mandates) - missing - differing
        _agree(step, equal=equal, missing=missing, differing=differing,
               here=here)


def _agree(step, **found):
    for name, count in found.items():
        if int(step.values.get(name, 0)) != count:
            raise Wrong(f"{name} is {count}, say the books")


class AccountsActs:
    """What a finance officer types with an export of the accounts."""

    def _mandates(self, step):
        self.books.judge(step)
        return f"{len(step.rows)} mandates, in the accounts alone"

    def _accounts(self, step):
        refusal = self.books.judge(step)
        if refusal is None and step.expect:
            raise Wrong("the books do not refuse it")
        code, out, err = self.suite.run(
            step.who, "budget", "import", *self.export(step),
            *(f"--{word}" for word in step.words))
        if step.expect:
            if code == 0 or f"[{step.expect}]" not in err:
                raise Wrong(f"expected {step.expect}, got: {out}{err}")
            return f"refused: {step.expect}"
        told = re.search(TOLD, " ".join((out + err).split()))
        counts = [int(step.values.get(name, 0)) for name in (
            "posted", "known", "differing", "left-out", "refused")]
        if not told or [int(count) for count in told.groups()] != counts:
            raise Wrong(f"expected {counts}: {out}{err}")
        if (code != 0) != (counts[4] > 0):
            raise Wrong(f"ended with {code}: {out}{err}")
        return told[0]

    def _reconcile(self, step):
        self.books.judge(step)
        code, out, err = self.suite.run(
            step.who, "budget", "reconcile", *self.export(step))
        equal, *others = (int(step.values.get(name, 0)) for name in (
            "equal", "missing", "differing", "here"))
        told = f"{equal} paiements concordent, {sum(others)} non."
        if told not in out or (code != 0) != (sum(others) > 0):
            raise Wrong(f"expected {told} ({code}): {out}{err}")
        for sort, count in zip(SORTS, others):
            if out.count(sort) != count:
                raise Wrong(f"expected {count} × {sort}: {out}")
        return told

    # The export.

    def export(self, step):
        """Words that name the export of this step, and how it is read."""
        lines = [";".join(COLUMNS.values())]
        for label, spent in self.books.mandated.items():
            piece = self.pieces[spent.values["evidence"]]
            lines.append(";".join((
                spent.values["mandate"], self.article(spent.words[0]),
                steps.amount(self.books.expenses[label].net),
                spent.values["service-date"], piece.values["issuer"],
                piece.values["number"], piece.values["date"],
                piece.values["amount"], self.sha256(piece))))
        for one in self.books.mandates.values():
            lines.append(";".join((
                one.number, self.article(one.line), steps.amount(one.cents),
                one.day, ISSUER, one.invoice, one.day, steps.amount(one.total),
                self.sha256_of(one.invoice))))
        year = step.date.year
        export = self.suite.home / f"accounts-{step.number}.csv"
        export.write_text("".join(
            [lines[0] + "\n"] + [f"{year};{line}\n" for line in lines[1:]]),
            encoding="utf-8")
        mapping = self.suite.home / "accounts.textproto"
        mapping.write_text(self.mapping(), encoding="utf-8")
        return [export, "--mapping", mapping]

    def article(self, line):
        """An invented article of the municipal budget for each line."""
        return f"330/{101 + list(self.books.lines).index(line)}-01"

    def mapping(self):
        text = 'id: "scenario"\nencoding: ENCODING_UTF_8\ncolumns {\n'
        text += "".join(f'  {field}: "{title}"\n'
                        for field, title in COLUMNS.items())
        return text + "}\n" + "".join(
            f'rules {{ budget_article: "{self.article(label)}" '
            f'line: "{line}" }}\n' for label, line in self.books.lines.items())
