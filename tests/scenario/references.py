"""What was entered of an expense, a payment or a dotation beside its amount, read
back: the days of service, mandate, payment, value, receipt and return, and the
references of the municipal accounts.

    2018-05-22 fien references

What must stand there follows from the scenario's own lines.
"""

import csv
import datetime
import io

from copies import day_of
from facts import Wrong

# Key of a step: field of an answer, column of a table.
REFERENCE = {"fiscal-year": "fiscalYear", "budget-article": "budgetArticle",
             "commitment": "commitment", "mandate": "mandate",
             "mandate-date": "mandateDate", "payment-date": "paymentDate"}
COLUMNS = {"service-date": "service_date",
           **{key: "municipal_reference." + key.replace("-", "_")
              for key in REFERENCE}}


def entered(steps):
    """{label: {key: value}}, of the expenses and payments of these steps."""
    found = {}
    for step in steps:
        if step.expect:
            continue
        first = step.words[0] if step.words else ""
        if step.verb == "spend":
            found[step.label] = _of(step, "service-date")
        elif step.verb == "order":
            found[step.label] = {}
        elif step.verb == "execute":
            found[first].update(_of(step, "value-date", "reference"))
        elif step.verb == "acknowledge":
            found[first]["acknowledge-date"] = _day(step)
        elif step.verb == "unacknowledge":
            del found[first]["acknowledge-date"]
        elif step.verb == "cancel":
            found[first]["cancel-date"] = _day(step)
    return found


def _of(step, *keys):
    return {key: step.values[key] for key in (*keys, *REFERENCE)
            if key in step.values}


def _day(step):
    return step.values.get("date", step.date.isoformat())


def _field(one, key):
    """As a step would say it; None where the answer says nothing."""
    value = one.get(key) or None
    if isinstance(value, dict):
        return datetime.date(**value).isoformat()
    return None if value is None else str(value)


def _told(one, fields):
    """What an answer says of these, {key: value}."""
    told = {key: _field(one, field) for key, field in fields.items()}
    reference = one.get("municipalReference") or {}
    told.update((key, _field(reference, field))
                for key, field in REFERENCE.items())
    return {key: value for key, value in told.items() if value is not None}


class ReferenceActs:
    def _references(self, step):
        meant = entered(one for one in self.scenario.steps
                        if one.number < step.number)
        known = {self.names[label]: label for label in meant}
        told, days = {}, 0
        for one in self.suite.ask(step.who, "budget", "expenses")["expenses"]:
            told[_last(one)] = _told(one, {"service-date": "serviceDate"})
        for one in self.suite.ask(step.who, "budget", "pay-zone",
                                  "list")["zonePayments"]:
            told[_last(one)] = _told(one, {
                "value-date": "valueDate", "reference": "bankReference",
                "acknowledge-date": "acknowledgeDate",
                "cancel-date": "cancelDate"})
        for name, label in known.items():
            if told[name] != meant[label]:
                raise Wrong(f"{label} says {told[name]}, was entered as "
                            f"{meant[label]}")
            days += sum(key.endswith("-date") for key in meant[label])
        self.imported_references(told, known)
        self.reference_table(step.who, told)
        self.dotation_days(step)
        return f"{len(known)} references, {days} days of them"

    def imported_references(self, told, known):
        """What came from an export of the accounts has no line of its own."""
        mandates = {number for label, number in self.books.imported.items()}
        here = {one["mandate"] for name, one in told.items()
                if name not in known}
        if here != mandates:
            raise Wrong(f"imported: {here}, the accounts say {mandates}")

    def reference_table(self, who, told):
        """A spreadsheet gets the same."""
        text = self.suite.say(who, "budget", "expenses", "--format", "csv")
        rows = csv.DictReader(io.StringIO(text, newline=""), delimiter=";")
        for row in rows:
            cells = {key: row[column] for key, column in COLUMNS.items()
                     if row[column] not in ("", "0")}
            if cells != told[_last(row)]:
                raise Wrong(f"the table says {cells}: {told[_last(row)]}")

    def dotation_days(self, step):
        """The decision on what the zone is owed, and its day."""
        meant = {one.values["year"]: (one.values["decision"],
                                      day_of(one.day("date")))
                 for one in self.scenario.steps
                 if one.verb == "dotation" and not one.expect
                 and one.number < step.number}
        listed = self.suite.ask(step.who, "dotation", "list")
        told = {str(one["year"]): (one["decisionReference"],
                                  one["decisionDate"])
                for one in listed["dotations"]}
        if told != meant:
            raise Wrong(f"dotations: {told}, entered as {meant}")


def _last(one):
    return one["name"].rsplit("/", 1)[1]
