"""What a person has read, so that a change is refused when it changed since.

    2018-11-26 anna etag convention as t1              # what it carries now
    2018-11-26 anna etag organisation 0999999130 as t2
    2018-11-27 anna adopt-profile … etag=t1            # ETAG_MISMATCH, unless so

The books know nothing of the services' etags: they count what was changed. Of a
convention they count translations and adoptions alone.
"""

from facts import Refused

CONVENTION = "convention"


class EtagBooks:
    def __init__(self):
        super().__init__()
        self.revisions = {}  # what: how often it was changed
        self.read = {}  # label: (what, its revision then)

    def touch(self, what):
        self.revisions[what] = self.revisions.get(what, 0) + 1

    def check_etag(self, step):
        label = step.values.get("etag")
        if label is None:
            return
        what, revision = self.read[label]
        if revision != self.revisions.get(what, 0):
            raise Refused("ETAG_MISMATCH")

    def _etag(self, step):
        what = step.words[-1]
        self.read[step.label] = (what, self.revisions.get(what, 0))


class EtagActs:
    def _etag(self, step):
        self.books.judge(step)
        if step.words == (CONVENTION,):
            read = self.suite.ask(step.who, "convention", "show")
        else:
            read = self.organisations(step.who)[step.words[-1]]
        self.etags[step.label] = read["etag"]
        return read["etag"]
