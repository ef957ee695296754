"""What the State finds in the dossiers that were handed in to it.

    2019-04-15 fleur state-finds SECURISATION revision=2018-1
      op-17 in-06 op-22 in-10

Words are looked for as a person types them: the beginning of a word is enough,
neither capitals nor accents matter, all must stand in one text. Where they stand
is worked out here from the tree of the dossier, as it was built; it must be what
the scenario says, and what the State's installation answers.
"""

import json
import re
import unicodedata

from facts import Wrong


def folded(text):
    """Its words, without accents and capitals."""
    plain = "".join(letter for letter in unicodedata.normalize("NFKD", text)
                    if not unicodedata.combining(letter))
    return " ".join(re.findall(r"[a-z0-9]+", plain.lower()))


def stands_in(words, text):
    there = folded(text).split()
    return all(any(one.startswith(word) for one in there)
               for word in folded(words).split())


def finds(words, nodes, titles):
    """Ids of the nodes of a tree that say so in their own text, in a
    translation, or by the title of a measure, {code: titles}."""
    return [node["id"] for node in nodes if any(
        stands_in(words, text) for text in (
            node["text"],
            *(one["text"] for one in node.get("translations", [])),
            *(title for code in node.get("measureCodes", [])
              for title in titles.get(code, ()))))]


class FoundActs:
    def handed_in_tree(self, label):
        path = self.dossiers[label] / "data/convention.json"
        return json.loads(path.read_text(encoding="utf-8"))["nodes"]

    def _state_finds(self, step):
        revision = step.values["revision"]
        titles = {code: both for code, (*both, _) in
                  self.books.defined().items()}
        words = " ".join(step.words)
        meant = finds(words, self.handed_in_tree(self.handed_in[revision]),
                      titles)
        said = [one for row in step.rows for one in row]
        if said != meant:
            raise Wrong(f"the dossier has it in {meant}")
        answer = self.ask_state(step.who, "dossier", "search", *step.words)
        told = [(one["node"]["id"], one["submission"].rsplit("/", 1)[1])
                for one in answer["matches"]]
        if told != [(one, revision) for one in meant]:
            raise Wrong(f"the State finds {told}")
        if answer["unreadableCount"] != 0 or answer["totalSize"] != len(meant):
            raise Wrong(f"the State says {answer}")
        return f"{len(told)} places"
