"""What the municipality owes its police zone, by one key whose shares divide it
to the cent, and what may be set off against it."""

from fractions import Fraction

from facts import Refused, own_part
from handed_in import MUNICIPALITY


class DotationBooks:
    def __init__(self):
        super().__init__()
        self.zone_share = Fraction(0)  # of what the zone is owed
        self.dotations = {}  # year: cents that this municipality owes

    def _dotation_key(self, step):
        own, = (share.partition("=")[2] for share in step.values["share"]
                if share.startswith(f"{MUNICIPALITY}="))
        self.zone_share = Fraction(own.rstrip("%").replace(",", ".")) / 100

    def _dotation(self, step):
        cents = step.cents("zone-amount")
        self.dotations[step.values["year"]] = own_part(
            cents, [self.zone_share])

    def _deduct(self, label, cents):
        """Whether so much more may be set off against what is owed."""
        year = self.envelope_of(label).rsplit("-", 1)[1]
        if year not in self.dotations:
            return
        deducted = sum(
            hold.cents for name, hold in self.holds.items()
            if hold.route == "deduction" and (
                hold.is_open or name in self.expenses)
            and self.envelope_of(hold.line).endswith(year))
        left = self.dotations[year] - deducted
        if cents > left:
            raise Refused("DEDUCTION_EXCEEDED", requested=cents, available=left)
