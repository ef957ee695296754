"""Where every envelope and line stands, computed from a scenario alone.

Written from what the domain says of money: it shares no code with the ledger and
sees none of its answers. It keeps what happened as lists of facts and adds them
up anew for each question; it has no balances that could drift.
"""

import datetime
from fractions import Fraction

import steps
from accounts import AccountsBooks
from amendments import AmendmentBooks
from articles import PROOFS, ArticleBooks
from claims import ClaimBooks
from copies import CopyBooks
from directory import DirectoryBooks
from dotations import DotationBooks
from etags import EtagBooks
from exported import ExportedBooks
from facts import Evidence, Expense, Hold, Refused, Wrong, own_part
from handed_in import HandedInBooks
from profiles import ProfileBooks
from wording import WordingBooks

# What a position states, in the words of the contract.
ENVELOPE_ONLY = ("allocated", "unallotted", "reduced", "carriedIn",
                 "carriedOut", "lapsed", "paidAdvance", "paidBalance",
                 "recoverable", "recovered")
FIELDS = ENVELOPE_ONLY + ("allotted", "reserved", "spent", "available",
                          "zoneProject", "zoneDeduction", "claimed", "accepted",
                          "ineligible")

# Reasons that these books decide by themselves; the rest (who may, which day,
# which state) is the services' own to say.
REASONS = {"ALLOTMENT_EXCEEDED", "ENVELOPE_EXCEEDED", "ENVELOPE_SHORTFALL",
           "RESERVATION_EXCEEDED", "RESERVATION_ENDED", "EVIDENCE_EXCEEDED",
           "CREDIT_EXCEEDS_REST", "CORRECTION_EXCEEDED", "EXPENSE_CLAIMED",
           "PERSON_MONTH_EXCEEDED", "ENVELOPE_IN_USE", "CLAIM_UNDECIDED",
           "BALANCE_EXCEEDED", "DEMAND_EXCEEDED", "REFUND_EXCEEDED",
           "WRONG_ALLOCATION", "CATEGORY_CAP_EXCEEDED", "EVIDENCE_KIND",
           "EVIDENCE_CHARGED", "EVIDENCE_WITHDRAWN", "PAYMENT_STATE",
           "FEDERAL_PAYMENT_REVERSED", "REVERSAL_OUT_OF_ORDER", "CLAIM_LATE",
           "DECISION_RELIED_ON", "REVERSAL_EXCEEDED", "CLAIM_HANDED_IN",
           "DEDUCTION_EXCEEDED", "ORGANISATION_EXISTS", "ETAG_MISMATCH",
           "PROFILE_UNKNOWN", "PROFILE_NOT_NEWER", "PROFILE_NOT_REVIEWED",
           "TRANSLATION_OF_DOCUMENT"}


class Books(WordingBooks, AccountsBooks, AmendmentBooks, ArticleBooks,
            ClaimBooks, CopyBooks, DirectoryBooks, DotationBooks, EtagBooks,
            ExportedBooks, HandedInBooks, ProfileBooks):
    def __init__(self):
        super().__init__()
        self.grants = {}  # envelope: cents of the document
        self.moves = []  # (kind, envelope, cents): what changes an envelope
        self.lines = {}  # label: "envelope/objective-category"
        self.allotments = []  # (line, cents, above or below zero)
        self.holds = {}
        self.expenses = {}
        self.evidence = {}

    # Figures.

    def of_envelope(self, name):
        return [label for label, line in self.lines.items()
                if line.split("/")[0] == name]

    def envelope_of(self, label):
        return self.lines[label].split("/")[0]

    def _sum(self, kind, envelope):
        return sum(cents for what, name, cents in self.moves
                   if (what, name) == (kind, envelope))

    def _of_lines(self, labels):
        at = dict.fromkeys(FIELDS, 0)
        at["allotted"] = sum(c for line, c in self.allotments if line in labels)
        at["reserved"] = sum(h.cents for h in self.holds.values()
                             if h.is_open and h.line in labels)
        spent = [e for e in self.expenses.values() if e.line in labels]
        at["spent"] = sum(e.net for e in spent)
        at["zoneProject"] = sum(e.net for e in spent if e.route == "project")
        at["zoneDeduction"] = sum(e.net for e in spent
                                  if e.route == "deduction")
        at["claimed"] = sum(e.net for e in spent if e.claim)
        at["accepted"] = sum(e.accepted for e in spent)
        at["ineligible"] = sum(e.ineligible for e in spent)
        at["available"] = at["allotted"] - at["reserved"] - at["spent"]
        return at

    def line(self, label):
        return self._of_lines({label})

    def usable(self, name):
        return (self.grants[name] + self._sum("increase", name)
                - self._sum("reduce", name) + self._sum("carried in", name)
                - self._sum("carried out", name) - self._sum("lapse", name))

    def envelope(self, name):
        at = self._of_lines(set(self.of_envelope(name)))
        usable = self.usable(name)
        at["reduced"] = self._sum("reduce", name)
        at["allocated"] = (self.grants[name] + self._sum("increase", name)
                           - at["reduced"])
        at["carriedIn"] = self._sum("carried in", name)
        at["carriedOut"] = self._sum("carried out", name)
        at["lapsed"] = self._sum("lapse", name)
        at["unallotted"] = usable - at["allotted"]
        at["available"] = min(at["available"],
                              usable - at["reserved"] - at["spent"])
        at["paidAdvance"] = self._sum("advance", name)
        at["paidBalance"] = self._sum("balance", name)
        at["recovered"] = self._sum("refund", name)
        at["recoverable"] = self._sum("demand", name) - at["recovered"]
        return at

    def held(self, name):
        """Received from the State and not asked back."""
        return (self._sum("advance", name) + self._sum("balance", name)
                - self._sum("demand", name))

    def due(self, name):
        """What the State owes in the end."""
        return min(self.envelope(name)["accepted"], self.usable(name))

    def chargeable(self, label):
        piece = self.evidence[label]
        return piece.cents - piece.others - piece.credited

    def charged(self, label):
        return sum(e.net for e in self.expenses.values() if e.evidence == label)

    def positions(self):
        """{"general-2018" or "general-2018/so-01-personnel": {field: cents}}"""
        found = {name: self.envelope(name) for name in self.grants}
        found.update((line, self.line(label))
                     for label, line in self.lines.items())
        return found

    # Steps. Each changes the books, or raises Refused and changes nothing.

    def judge(self, step):
        """Plays a step as the scenario says it went; the refusal, if these
        books refuse it."""
        if step.expect and step.expect not in REASONS:
            return None
        play = getattr(self, "_" + step.verb.replace("-", "_"), None)
        try:
            if play is not None:
                play(step)
        except Refused as refused:
            if refused.reason != step.expect:
                raise Wrong(f"the books refuse it: {refused.reason}") from None
            return refused
        if step.expect:
            raise Wrong("the books do not refuse it")
        return None

    def _import(self, step):
        self.grants = {name: steps.cents(text) for name, text in step.rows}

    def _discard(self, _):
        self.grants = {}

    def _allot(self, step):
        wanted = {}
        for _, name, part, _, category, text in step.rows:
            # The general envelope pays part I, the supplementary one part II.
            if (part == "II") != name.startswith("supplementary"):
                raise Refused("WRONG_ALLOCATION")
            wanted[name] = wanted.get(name, 0) + steps.cents(text)
            free = self.envelope(name)["unallotted"]
            if wanted[name] > free:
                raise Refused("ENVELOPE_EXCEEDED")
            self._cap(name, category, steps.cents(text), self._allotted)
        for label, name, _, objective, category, text in step.rows:
            self.lines[label] = f"{name}/{objective}-{category}"
            self.allotments.append((label, steps.cents(text)))

    def _take(self, label, cents):
        """Whether a line bears something new."""
        line = self.line(label)
        envelope = self.envelope(self.envelope_of(label))
        if cents > line["available"]:
            raise Refused("ALLOTMENT_EXCEEDED", requested=cents,
                          available=line["available"],
                          allotted=line["allotted"])
        if cents > envelope["available"]:
            raise Refused("ENVELOPE_SHORTFALL", requested=cents)

    def _expire_on(self, label, today):
        for hold in self.holds.values():
            if hold.line == label and hold.last_day < today:
                hold.is_open = False

    def _reserve(self, step):
        label, = step.words
        self._expire_on(label, step.date)
        self._take(label, step.cents())
        last = step.day("expires") if "expires" in step.values else (
            datetime.date.max)
        self.holds[step.label] = Hold(label, step.cents(), last)

    def _void(self, step):
        hold = self.holds[step.words[0]]
        self._expire_on(hold.line, step.date)
        if not hold.is_open:
            raise Refused("RESERVATION_ENDED")
        hold.is_open = False

    def _expire(self, step):
        for label in self.lines:
            self._expire_on(label, step.date)

    def _evidence(self, step):
        piece = Evidence(step.cents(), kind=step.values.get("kind", ""))
        funders = step.values.get("other-funder", [])
        for funder in funders if isinstance(funders, list) else [funders]:
            share = funder.partition("=")[2]
            if not share.endswith("%"):
                piece.others += steps.cents(share)
        if "month" in step.values:
            piece.month = (step.values["staff"], step.values["month"],
                           self._shares(step, funders))
            taken = sum((sum(other.month[2]) for other in self.evidence.values()
                         if other.month[:2] == piece.month[:2]), Fraction(0))
            if taken + sum(piece.month[2]) > 1:
                raise Refused("PERSON_MONTH_EXCEEDED")
            piece.others = piece.cents - own_part(piece.cents, piece.month[2])
        self.evidence[step.label] = piece

    def _withdraw_evidence(self, step):
        label, = step.words
        if self.charged(label) > 0:
            raise Refused("EVIDENCE_CHARGED")
        self.evidence[label].is_withdrawn = True

    @staticmethod
    def _shares(step, funders):
        texts = [step.values["share"]]
        texts += [f.partition("=")[2] for f in (
            funders if isinstance(funders, list) else [funders])]
        return [Fraction(text.rstrip("%").replace(",", ".")) / 100
                for text in texts]

    def _credit_note(self, step):
        label = step.values["evidence"]
        if step.cents() > self.chargeable(label) - self.charged(label):
            raise Refused("CREDIT_EXCEEDS_REST")
        self.evidence[label].credited += step.cents()

    def _spend(self, step):
        label, cents = step.words[0], step.cents()
        self._expire_on(label, step.date)
        hold = self.holds.get(step.values.get("reservation"))
        if hold is not None and not hold.is_open:
            raise Refused("RESERVATION_ENDED")
        if hold is not None and cents > hold.cents:
            raise Refused("RESERVATION_EXCEEDED", requested=cents)
        piece = step.values["evidence"]
        if self.evidence[piece].is_withdrawn:
            raise Refused("EVIDENCE_WITHDRAWN")
        proofs = PROOFS.get(self.category_of(label))
        if self.has_articles and proofs and (
                self.evidence[piece].kind not in proofs):
            raise Refused("EVIDENCE_KIND")
        if cents > self.chargeable(piece) - self.charged(piece):
            raise Refused("EVIDENCE_EXCEEDED", requested=cents)
        if hold is None:
            self._take(label, cents)
        else:
            hold.is_open = False
        self.expenses[step.label] = Expense(label, cents, piece)
        if "mandate" in step.values:
            self.mandated[step.label] = step

    def _correct(self, step):
        expense = self.expenses[step.words[0]]
        if expense.claim:
            raise Refused("EXPENSE_CLAIMED")
        if step.cents() > expense.net:
            raise Refused("CORRECTION_EXCEEDED")
        expense.corrected += step.cents()

    def _order(self, step):
        label, = step.words
        self._expire_on(label, step.date)
        if step.values["route"] == "deduction":
            self._deduct(label, step.cents())
        self._take(label, step.cents())
        self.holds[step.label] = Hold(label, step.cents(),
                                      route=step.values["route"])

    def _execute(self, step):
        label, = step.words
        hold = self.holds[label]
        hold.is_open = False
        self.expenses[label] = Expense(hold.line, hold.cents, route=hold.route)

    def _acknowledge(self, step):
        label, = step.words
        hold = self.holds[label]
        if label not in self.expenses or hold.is_acknowledged:
            raise Refused("PAYMENT_STATE")
        hold.is_acknowledged = True

    def _unacknowledge(self, step):
        hold = self.holds[step.words[0]]
        if not hold.is_acknowledged:
            raise Refused("PAYMENT_STATE")
        hold.is_acknowledged = False

    def _cancel(self, step):
        """What was ordered is free again; what was executed came back."""
        label, = step.words
        hold = self.holds[label]
        paid = self.expenses.get(label)
        if hold.is_acknowledged or not (hold.is_open or paid):
            raise Refused("PAYMENT_STATE")
        hold.is_open = False
        if paid is not None:
            del self.expenses[label]

    # What changes envelopes and lines.

    def _reallocate(self, step):
        source, target = step.values["from"], step.values["to"]
        available = self.line(source)["available"]
        if step.cents() > available:
            raise Refused("ALLOTMENT_EXCEEDED", requested=step.cents(),
                          available=available)
        self.allotments += [(source, -step.cents()), (target, step.cents())]

    def _take_back(self, step):
        label = step.values["line"]
        available = self.line(label)["available"]
        if step.cents() > available:
            raise Refused("ALLOTMENT_EXCEEDED", requested=step.cents(),
                          available=available)
        self.allotments.append((label, -step.cents()))

    def _allot_more(self, step):
        label = step.values["line"]
        free = self.envelope(self.envelope_of(label))["unallotted"]
        if step.cents() > free:
            raise Refused("ENVELOPE_EXCEEDED", requested=step.cents())
        self._cap(self.envelope_of(label), self.category_of(label),
                  step.cents(), self._allotted)
        self.allotments.append((label, step.cents()))

    def _reduce(self, step):
        self.moves.append(("reduce", step.values["envelope"], step.cents()))

    def _increase(self, step):
        self.moves.append(("increase", step.values["envelope"], step.cents()))

    def _carry_over(self, step):
        source, target = step.values["from"], step.values["to"]
        if step.cents() > self.envelope(source)["unallotted"]:
            raise Refused("ENVELOPE_EXCEEDED", requested=step.cents())
        self.moves += [("carried out", source, step.cents()),
                       ("carried in", target, step.cents())]

    def _undo_carry_over(self, step):
        """Back to the year it came from, as far as nothing is allotted of it."""
        late, early = step.values["from"], step.values["to"]
        at = self.envelope(late)
        if step.cents() > min(at["carriedIn"], at["unallotted"]):
            raise Refused("REVERSAL_EXCEEDED", requested=step.cents())
        self.moves += [("carried out", early, -step.cents()),
                       ("carried in", late, -step.cents())]

    def _undo_lapse(self, step):
        name = step.values["envelope"]
        if step.cents() > self.envelope(name)["lapsed"]:
            raise Refused("REVERSAL_EXCEEDED", requested=step.cents())
        self.moves.append(("lapse", name, -step.cents()))

    def _lapse(self, step):
        name = step.values["envelope"]
        at = self.envelope(name)
        if at["reserved"] > 0:
            raise Refused("ENVELOPE_IN_USE")
        for label in self.of_envelope(name):
            self.allotments.append((label, -self.line(label)["available"]))
        self.moves.append(("lapse", name, self.envelope(name)["unallotted"]))
