"""Activities of the year: a coordinator enters, edits and withdraws some while
rows of the same measures and months are delivered."""

import clients
import drawn_rows
import suite

TYPE = "coppra_training"
# What becomes of the next one; what is left is entered.
EDIT, WITHDRAW = 0.35, 0.15


class Activities(clients.Clients):
    """`count` commands, each under a request id of its own, so that it is done
    once however often it is given."""

    def __init__(self, running, person, passing, draw, count):
        super().__init__(running, person, passing)
        self.draw, self.count = draw, count
        self.given = 0
        # Name of an activity that counts to what it says, as
        # naive_count.add_activities takes it.
        self.said = {}

    def work(self):
        for self.given in range(1, self.count + 1):
            kind = self.draw.random()
            if self.said and kind < EDIT:
                self.edit(self.draw.choice(list(self.said)))
            elif self.said and kind < EDIT + WITHDRAW:
                name = self.draw.choice(list(self.said))
                self.ask("withdraw", name, "--reason", "Exemple inventé")
                del self.said[name]
            else:
                said, flags = self.drawn()
                made = self.ask("add", "--type", TYPE, "--another", *flags)
                if made["name"] in self.said:
                    raise RuntimeError(f"{made['name']} was made twice")
                self.said[made["name"]] = said

    def edit(self, name):
        said, flags = self.drawn()
        self.ask("edit", name, "--another", "--reason", "Exemple inventé",
                 *flags)
        self.said[name] = said

    def ask(self, *words):
        return suite.parse(self.give(
            "activity", *words, "--request-id", f"entered-{self.given}",
            "--format", "json"))

    def drawn(self):
        """What an activity says, and the flags that say it."""
        day = (f"{drawn_rows.YEAR}-{self.draw.randrange(1, 13):02d}-"
               f"{self.draw.randrange(1, 29):02d}")
        area = self.draw.choice(drawn_rows.AREAS)
        participants = self.draw.randrange(1, 40)
        hours = self.draw.randrange(1, 8)
        return ((day, area, participants, hours * 60),
                ["--date", day, "--area", area, "--participants",
                 str(participants), "--hours", str(hours)])
