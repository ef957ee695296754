"""What a person reads, and what must stand there.

    2018-11-19 anna reads convention diff to-date=2019-01-01
      says  "Nombre d'initiatives"    # stands in the answer
      lacks "Nombre de projets"       # does not

The words are those of a command of `entente`; lang=nl asks in Dutch. Where lines
were broken does not matter.
"""

from facts import Wrong

SAYS = {"says": True, "lacks": False}


def squeezed(text):
    return " ".join(text.split())


class ReadingActs:
    def _reads(self, step):
        flags = []
        for key, value in step.values.items():
            if key != "lang":
                flags += [f"--{key}", value]
        usual, self.suite.lang = self.suite.lang, step.values.get(
            "lang", self.suite.lang)
        try:
            told = squeezed(self.suite.say(step.who, *step.words, *flags))
        finally:
            self.suite.lang = usual
        for how, *words in step.rows:
            text = squeezed(" ".join(words))
            if (text in told) != SAYS[how]:
                raise Wrong(f"{how} {text}: {told}")
        return f"so it says ({len(step.rows)})"
