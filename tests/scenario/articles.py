"""What the articles say of a category of costs, in the invented profile of
regulation/: what it may take of an envelope, and what proves its expenses."""

from fractions import Fraction

from facts import Refused

# The invented articles of regulation/, from the step `regulation` on: the share
# of an envelope that a category may take, and what proves its expenses.
CAPS = {"investment": Fraction(2, 100)}
PROOFS = {"investment": {"invoice"}}


class ArticleBooks:
    def __init__(self):
        super().__init__()
        self.has_articles = False  # those of regulation/

    def _regulation(self, step):
        self.has_articles = True
        self.refuses_late = step.values.get("late") == "refused"

    def category_of(self, label):
        return self.lines[label].rsplit("-", 1)[1]

    def _of_category(self, name, category):
        return {label for label in self.of_envelope(name)
                if self.category_of(label) == category}

    def _allotted(self, labels):
        return self._of_lines(labels)["allotted"]

    def _claimed(self, labels):
        at = self._of_lines(labels)
        return at["claimed"] - at["ineligible"]

    def _cap(self, name, category, cents, taken):
        """Whether a category bears so much more of what `taken` counts."""
        if not self.has_articles or category not in CAPS:
            return
        cap = int(self.envelope(name)["allocated"] * CAPS[category])
        had = taken(self._of_category(name, category))
        if had + cents > cap:
            raise Refused("CATEGORY_CAP_EXCEEDED", requested=cents,
                          available=max(0, cap - had))
