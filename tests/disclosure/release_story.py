"""What release_tables prints, read, and what of it anybody may count on: how
many persons are behind a figure, and who gave it first. For release_judge.py.
Nothing here was made from the C++ that is judged. Standard library only.
"""


class Release:
    def __init__(self, threshold, kind, split_by, of_persons):
        self.threshold, self.kind, self.split_by = threshold, kind, split_by
        # How many persons must be behind a figure; 0: nobody looks.
        self.of_persons = of_persons
        self.versions, self.rows, self.cells = {}, {}, []
        self.refused = ""

    def overlaps(self, other):
        """Whether they have a month in common, whatever is in it by now."""
        return any(month in other.versions for month in self.versions)


class Story:
    def __init__(self):
        self.codes, self.figures, self.releases = [], {}, []
        # By area: the codes that are counted in it and below it.
        self.within = {}
        # By month, version and area; none where nobody said anything.
        self.persons = {}

    def released(self):
        return [one for one in self.releases if not one.refused]

    def looks_at_persons(self):
        return any(one.of_persons for one in self.released())

    def value_of(self, release, part, codes, first, last):
        return sum(self.figures[month, release.versions[month], code][part]
                   for month in range(first, last + 1) for code in codes)

    def counted(self, release, month, area):
        """The persons of a month and area that a release may count: none where
        its figure, with what is below, is small itself."""
        value = self.value_of(release, 0, self.within[area], month, month)
        if value < release.threshold:
            return 0
        return self.persons.get((month, release.versions[month], area), 0)

    def persons_of(self, looked, codes, first, last):
        """At least, by all releases `looked`: all of them may be those of one
        month and area, of which `codes` hold everything. Of each it is the
        fewest that any release was told which has the month."""
        least = 0
        for month, area in {(month, area) for month, _, area in self.persons}:
            if first <= month <= last and set(self.within[area]) <= set(codes):
                told = [self.counted(one, month, area) for one in looked
                        if month in one.versions]
                least = max(least, min(told, default=0))
        return least


def looks_at(releases):
    """By place of a release that looks at persons: the places of all that it
    looks at, itself and what was made before it and may be beside it. Of one by
    codes nobody knows them."""
    looks = {}
    for place, release in enumerate(releases):
        if not release.of_persons:
            continue
        beside, is_grown = {place}, True
        while is_grown:
            more = {other for other in range(place) if any(
                releases[other].overlaps(releases[one]) for one in beside)}
            is_grown = not more <= beside
            beside |= more
        looks[place] = {one for one in beside
                        if releases[one].split_by == "-"}
    return looks


def given_by(releases, part):
    """Which figures were given, and the first release that did so."""
    found = {}
    for place, release in enumerate(releases):
        for name, first, last, status, *given in release.cells:
            if status == "F" and given[part] != "-":
                key = (frozenset(release.rows[name]), first, last,
                       int(given[part]))
                found.setdefault(key, place)
    return found


def called_few(story):
    """How many figures are called small or of few persons that an earlier
    release gave: whoever has them reads there how many are behind them."""
    releases = story.released()
    given = given_by(releases, 0)
    called = 0
    for place, release in enumerate(releases):
        for name, first, last, status, *_ in release.cells:
            codes = release.rows[name]
            true = story.value_of(release, 0, codes, first, last)
            key = frozenset(codes), first, last, true
            called += (release.of_persons > 0 and status == "A"
                       and true >= release.threshold
                       and given.get(key, place) < place)
    return called


def read(text):
    stories = []
    for line in text.splitlines():
        word, *rest = line.split()
        if word == "story":
            stories.append(Story())
            continue
        story = stories[-1]
        release = story.releases[-1] if story.releases else None
        if word == "codes":
            story.codes = rest
        elif word == "within":
            area, *areas = rest
            story.within[area] = [code for code in story.codes
                                  if code.split("/")[0] in areas]
        elif word == "figure":
            month, version, code, value, denominator = rest
            story.figures[int(month), int(version), code] = (
                int(value), int(denominator), int(denominator) - int(value))
        elif word == "persons":
            month, version, area, least = rest
            story.persons[int(month), int(version), area] = int(least)
        elif word == "release":
            threshold, kind, split_by, of_persons = rest
            story.releases.append(
                Release(int(threshold), kind, split_by, int(of_persons)))
        elif word == "month":
            release.versions[int(rest[0])] = int(rest[1])
        elif word == "row":
            release.rows[rest[0]] = rest[1:]
        elif word == "cell":
            name, first, last, status, value, denominator = rest
            # What a reader of both takes from each other.
            left = ("-" if "-" in (value, denominator)
                    else str(int(denominator) - int(value)))
            release.cells.append((name, int(first), int(last), status,
                                  value, denominator, left))
        elif word == "refused":
            release.refused = rest[0]
    return stories
