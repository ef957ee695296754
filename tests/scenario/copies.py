"""The two signed copies: who signed each, when it came, what it lacks.

    2018-04-18 anna copies
      1 receipt             # nobody has received it yet
      2 minister receipt

A copy lacks the signatures of minister, mayor and secretary, and its receipt,
until each is recorded for it. A signature that names no copy stands on both.
"""

import dataclasses
import datetime

from commands import contents
from facts import Wrong

COPIES = ("1", "2")
FUNCTIONS = ("minister", "mayor", "secretary")
RECEIPT = "receipt"


@dataclasses.dataclass(frozen=True)
class Fact:
    kind: str  # "signature" or "copy"
    function: str
    copy: str  # "": both
    day: datetime.date
    holder: str
    place: str
    scan: str


class CopyBooks:
    def __init__(self):
        super().__init__()
        self.facts = {}  # label, or number of the step: Fact

    def _record(self, step):
        self.facts.pop(step.values.get("corrects"), None)
        kind = step.words[0]
        if kind not in ("signature", "copy") or "withdraw" in step.words:
            return
        self.facts[step.label or step.number] = Fact(
            kind, step.values.get("function", ""), step.values.get("copy", ""),
            step.day("date"), step.values.get("holder", ""),
            step.values.get("place", ""), step.values.get("scan", ""))

    def signed(self, copy):
        """{function: day}"""
        return {fact.function: fact.day for fact in self.facts.values()
                if fact.kind == "signature" and fact.copy in ("", copy)}

    def received(self, copy):
        return next((fact for fact in self.facts.values()
                     if fact.kind == "copy" and fact.copy == copy), None)

    def lacks(self, copy):
        signed = self.signed(copy)
        missing = [one for one in FUNCTIONS if one not in signed]
        return missing + ([] if self.received(copy) else [RECEIPT])

    def _copies(self, step):
        told = {copy: words for copy, *words in step.rows}
        for copy in COPIES:
            if told.get(copy, []) != self.lacks(copy):
                raise Wrong(f"copy {copy} lacks {self.lacks(copy)}, say the "
                            "books")


class CopyActs:
    def _copies(self, step):
        self.books.judge(step)
        life = self.suite.ask(step.who, "convention", "facts")["life"]
        received = 0
        for copy, told in zip(COPIES, life["copies"], strict=True):
            receipt = self.books.received(copy)
            received += receipt is not None
            meant = {"copyNumber": int(copy),
                     "missing": [one.upper() for one in self.books.lacks(copy)],
                     "holder": "PARTY_UNSPECIFIED", "place": "",
                     "scanSha256": ""}
            for function, day in self.books.signed(copy).items():
                meant[f"{function}Date"] = day_of(day)
            if receipt:
                meant.update(
                    receiptDate=day_of(receipt.day), place=receipt.place,
                    holder=f"PARTY_{receipt.holder.upper()}",
                    scanSha256=self.sha256_of(contents(receipt.scan)))
            if told != meant:
                raise Wrong(f"it says {told}, the books {meant}")
        if life["receivedCopies"] != received:
            raise Wrong(f"received: {life['receivedCopies']}")
        return "each lacks what it should"


def day_of(day):
    return {"year": day.year, "month": day.month, "day": day.day}
