"""What objectives say in another language, beside the document's own words.

    2018-04-23 anna translate op-01 to=nl text="Streven naar …"
    2018-04-23 anna translated                          # read back, the whole tree
    2018-04-24 anna translated as-of-date=2018-04-23
    2019-04-15 anna translated dossier=d0               # as it is handed in

An amendment that gives an objective other words outdates its translations.
"""

import dataclasses
import datetime

from facts import Refused, Wrong

DOCUMENT = "fr"


@dataclasses.dataclass(frozen=True)
class Words:
    node: str
    language: str
    text: str
    who: str
    day: datetime.date


def spoken_of(step):
    """The day of which a step asks: its own, or an earlier one."""
    return step.day("as-of-date") if "as-of-date" in step.values else step.date


class WordingBooks:
    def __init__(self):
        super().__init__()
        self.translations = []  # Words, as they were entered
        self.rewordings = {}  # label of an amendment: (first day, nodes)
        self.reworded = []  # those that were applied

    def _translate(self, step):
        if step.values["to"] == DOCUMENT:
            raise Refused("TRANSLATION_OF_DOCUMENT")
        self.translations.append(Words(
            step.words[0], step.values["to"], step.values["text"], step.who,
            step.date))
        self.touch("convention")

    def _propose(self, step):
        super()._propose(step)
        texts = step.values.get("text", [])
        self.rewordings[step.label] = (step.day("date"), {
            text.partition("=")[0]
            for text in (texts if isinstance(texts, list) else [texts])})

    def _apply(self, step):
        super()._apply(step)
        self.reworded.append(self.rewordings[step.words[0]])

    def translated(self, day):
        """{(node, language): (text, author, whether it is outdated)}"""
        found = {}
        for one in self.translations:
            if one.day > day:
                continue
            is_outdated = any(one.day < first <= day and one.node in nodes
                              for first, nodes in self.reworded)
            found[one.node, one.language] = (one.text, one.who, is_outdated)
        return found


class WordingActs:
    def _translated(self, step):
        if "dossier" in step.values:
            return self.translated_dossier(step)
        day = spoken_of(step)
        then = ["--as-of-date", day.isoformat()]
        meant = self.books.translated(day)
        nodes = self.suite.ask(step.who, "convention", "show", *then)["nodes"]
        told = {(node["id"], one["languageCode"]): (
            one["text"], one["author"], one["isOutdated"])
            for node in nodes for one in node["translations"]}
        if told != meant:
            raise Wrong(f"translated: {told}, the books say {meant}")
        # A spreadsheet is told how many there are.
        for row in self.table(step.who, "convention", "show", *then):
            count = sum(node == row["id"] for node, _ in meant)
            if int(row["translations"]) != count:
                raise Wrong(f"{row['id']} has {row['translations']}")
        return f"{len(told)} translations"

    def translated_dossier(self, step):
        """As of the last day of its year, and without who did it."""
        label = step.values["dossier"]
        year, = (one.values["year"] for one in self.scenario.steps
                 if one.verb == "dossier" and one.label == label)
        last = datetime.date(int(year), 12, 31)
        meant = {key: (text, outdated) for key, (text, _, outdated)
                 in self.books.translated(last).items()}
        told = {}
        for node in self.handed_in_tree(label):
            for one in node.get("translations", []):
                if one.get("author"):
                    raise Wrong(f"{node['id']} names {one['author']}")
                told[node["id"], one["languageCode"]] = (
                    one["text"], one.get("isOutdated", False))
        if told != meant:
            raise Wrong(f"the dossier says {told}, the books {meant}")
        return f"{len(told)} translations are handed in"
