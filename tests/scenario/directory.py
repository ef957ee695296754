"""The directory of organisations: each version of what it says of one.

    2018-02-06 anna directory 0999999130 versions=2    # read back, all of them
"""

import dataclasses
import datetime

from facts import Refused, Wrong


@dataclasses.dataclass(frozen=True)
class Said:
    """What one version says, and who said it when."""
    day: datetime.date
    who: str
    fr: str
    nl: str
    kind: str
    languages: tuple
    contact: str
    iban: str


class DirectoryBooks:
    def __init__(self):
        super().__init__()
        self.directory = {}  # enterprise number: [Said], the oldest first

    def _organisation(self, step):
        number, = step.words
        if number in self.directory:
            raise Refused("ORGANISATION_EXISTS")
        self.directory[number] = [_said(step)]

    def _change_organisation(self, step):
        number, = step.words
        self.check_etag(step)
        self.directory[number].append(_said(step))
        self.touch(number)

    def _directory(self, step):
        number, = step.words
        versions = len(self.directory[number])
        if int(step.values["versions"]) != versions:
            raise Wrong(f"it has {versions} versions, say the books")


def _said(step):
    """A change says everything anew: what it leaves out is empty."""
    languages = step.values["language"]
    return Said(
        step.date, step.who, step.values.get("fr", ""),
        step.values.get("nl", ""), step.values["kind"],
        tuple(languages if isinstance(languages, list) else [languages]),
        step.values.get("contact", ""),
        step.values.get("iban", "").replace(" ", ""))


class DirectoryActs:
    def organisations(self, who):
        """As the directory lists them, by enterprise number."""
        listed = self.suite.ask(who, "organisation", "list")["organisations"]
        return {one["enterpriseNumber"]: one for one in listed}

    def _directory(self, step):
        self.books.judge(step)
        number, = step.words
        meant = self.books.directory
        listed = {one: _read(said)
                  for one, said in self.organisations(step.who).items()}
        if listed != {one: said[-1] for one, said in meant.items()}:
            raise Wrong(f"the directory says {listed}, the books {meant}")
        told = self.suite.ask(step.who, "organisation", "history",
                              number)["organisations"]
        numbers = [one["version"] for one in told]
        if numbers != list(range(len(meant[number]), 0, -1)):
            raise Wrong(f"versions {numbers}")
        for one, said in zip(reversed(told), meant[number]):
            if _read(one) != said:
                raise Wrong(f"version {one['version']} says {one}, the books "
                            f"{said}")
        return f"{len(told)} versions, each as it was entered"


def _read(one):
    moment = one.get("updateTime") or one["createTime"]
    return Said(
        datetime.date.fromisoformat(moment[:10]), one["author"],
        one["title"]["fr"], one["title"]["nl"], one["kind"][5:].lower(),
        tuple(one["languageCodes"]), one["contactFunction"], one["iban"])
