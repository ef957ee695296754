"""Versions of the contract profile, and what the convention counts by them.

    2018-11-26 anna profile version=4 by="coordination" date=2018-11-22
      title  staff_recruited "Personnes engagées"    # is called so in French
      counts police_trainings trainings_radicalisation
    2018-11-26 anna adopt-profile profile-version=4 reason=…
    2018-11-26 anna counted profile=4
    2018-11-26 anna counted profile=3 as-of-date=2018-11-25
    2018-11-27 anna figures from=2018-01 until=2018-12
      police_trainings 1

An activity feeds what the profile in force on its own day says, whenever it is
entered. `profile` is the shipped version with another number and these changes;
without `by` nobody has reviewed it. `counts` leaves a measure out: what reported
it reports the other. The books read the profiles by themselves.
"""

import calendar
import dataclasses
import datetime
import functools
import hashlib
import pathlib
import re
import shutil

from copies import day_of
from facts import Refused, Wrong
from found import folded
from wording import spoken_of

SHIPPED = pathlib.Path("services/conventions/profiles")
FILE = "brussels-2018-2019.textproto"
SHIPPED_VERSION = 3
TERM_FIRST = datetime.date(2018, 1, 1)
MEASURE = r'measures \{{\n  code: "{}"\n.*?\n\}}\n'
FIGURES = {"FIGURE_SESSIONS": lambda step: 1,
           "FIGURE_PARTICIPANTS": lambda step: int(
               step.values.get("participants", 0))}


@dataclasses.dataclass(frozen=True)
class Profile:
    text: str
    by: str = ""
    day: datetime.date = None

    @functools.cache
    def measures(self):
        """{code: (title in French, in Dutch, {activity type: figure})}"""
        found = {}
        for block in re.findall(MEASURE.format(".*?"), self.text, re.DOTALL):
            code, = re.findall(r'  code: "(.*)"', block)
            french, = re.findall(r'title \{.*?fr: "(.*?)"', block, re.DOTALL)
            dutch, = re.findall(r'title \{.*?nl: "(.*?)"', block, re.DOTALL)
            feeds = re.findall(r'activity_type: "(.*?)" figure: (\w+)', block)
            found[code] = (french, dutch, dict(feeds))
        return found

    def labels(self):
        """{folded words of a line of the document: code}"""
        return {folded(label): code for label, code in re.findall(
            r'label: "(.*)"\n  measure_codes: "(.*)"', self.text)}


class ProfileBooks:
    def __init__(self):
        super().__init__()
        self.profiles = {
            SHIPPED_VERSION: Profile((SHIPPED / FILE).read_text("utf-8"))}
        self.adopted = [(datetime.date.min, SHIPPED_VERSION)]
        self.activities = []  # steps

    def profile_on(self, day):
        return [version for first, version in self.adopted if first <= day][-1]

    def _profile(self, step):
        version = int(step.values["version"])
        head = f"version: {version}\n"
        if "by" in step.values:
            year, month, day = step.values["date"].split("-")
            head += (f'review {{\n  by_function: "{step.values["by"]}"\n'
                     f"  date {{ year: {year} month: {int(month)} "
                     f"day: {int(day)} }}\n}}\n")
        shipped = self.profiles[SHIPPED_VERSION]
        text = shipped.text.replace(f"version: {SHIPPED_VERSION}\n", head)
        titles = shipped.measures()
        for what, code, other in step.rows:
            if what == "title":
                text = text.replace(f'"{titles[code][0]}"', f'"{other}"')
                continue
            text = re.sub(MEASURE.format(code), "", text, flags=re.DOTALL)
            text = text.replace(f'measure_codes: "{code}"',
                                f'measure_codes: "{other}"')
        self.profiles[version] = Profile(
            text, step.values.get("by", ""),
            step.day("date") if "date" in step.values else None)

    def _adopt_profile(self, step):
        version = int(step.values["profile-version"])
        if version not in self.profiles:
            raise Refused("PROFILE_UNKNOWN")
        if version <= self.adopted[-1][1]:
            raise Refused("PROFILE_NOT_NEWER")
        if not self.profiles[version].by:
            raise Refused("PROFILE_NOT_REVIEWED")
        self.check_etag(step)
        first = step.day("from") if "from" in step.values else step.date
        if first > step.date:
            raise Refused("DATE_IN_FUTURE")
        if first < TERM_FIRST:
            raise Refused("EFFECTIVE_DATE_BEFORE_TERM")
        if first < self.adopted[-1][0]:
            raise Refused("ADOPTED_FROM_LATER_DAY")
        self.adopted.append((first, version))
        self.touch("convention")

    def defined(self):
        """Each measure that was ever counted: its title as it was last called,
        and what feeds it now."""
        found = {}
        for _, version in self.adopted:
            found = {code: (*titles, {})
                     for code, (*titles, _) in found.items()}
            found.update(self.profiles[version].measures())
        return found

    def _counted(self, step):
        version = self.profile_on(spoken_of(step))
        if int(step.values["profile"]) != version:
            raise Wrong(f"profile {version}, say the books")

    def _activity(self, step):
        self.activities.append(step)

    def version_of(self, activity):
        """A month belongs to its last day."""
        date = activity.values["date"]
        if len(date) > len("2018-10"):
            return self.profile_on(datetime.date.fromisoformat(date))
        year, month = map(int, date.split("-"))
        return self.profile_on(datetime.date(
            year, month, calendar.monthrange(year, month)[1]))

    def figure(self, code):
        total = 0
        for step in self.activities:
            feeds = self.profiles[self.version_of(step)].measures().get(code, ("", "", {}))[2]
            if step.values["type"] in feeds:
                total += FIGURES[feeds[step.values["type"]]](step)
        return total

    def _figures(self, step):
        for code, count in step.rows:
            if int(count) != self.figure(code):
                raise Wrong(f"{code} is {self.figure(code)}, say the books")


class ProfileActs:
    def _profile(self, step):
        """A new file is read when the service starts."""
        self.books.judge(step)
        folder = self.suite.home / "profiles"
        if not folder.exists():
            shutil.copytree(SHIPPED, folder,
                            ignore=lambda _, names: [
                                name for name in names
                                if not name.endswith(".textproto")])
            self.flags += ["--contract-profiles", folder]
        version = step.values["version"]
        (folder / f"{version}-{FILE}").write_text(
            self.books.profiles[int(version)].text, encoding="utf-8")
        self.restart_conventions()
        return f"version {version}"

    def _counted(self, step):
        self.books.judge(step)
        day = spoken_of(step)
        shown = self.suite.ask(step.who, "convention", "show", "--as-of-date",
                               day.isoformat())
        version = int(step.values["profile"])
        profile = self.books.profiles[version]
        review = None
        if profile.by:
            review = {"byFunction": profile.by, "date": day_of(profile.day)}
        said = (shown["contractProfileVersion"], shown["contractProfileSha256"],
                shown.get("contractProfileReview"))
        meant = (version, hashlib.sha256(profile.text.encode()).hexdigest(),
                 review)
        if said != meant:
            raise Wrong(f"it names {said}, the books {meant}")
        labels = profile.labels()
        meant = {node["id"]: [labels[folded(node["text"])]]
                 for node in shown["nodes"] if folded(node["text"]) in labels}
        told = {node["id"]: node["measureCodes"] for node in shown["nodes"]
                if node["measureCodes"]}
        if told != meant or not told:
            raise Wrong(f"it counts {told}, the books {meant}")
        if day == step.date:
            self.compare_definitions(step.who)
        return f"{len(told)} lines of the document are counted so"

    def compare_definitions(self, who):
        """Indicators is told a moment later."""
        meant = self.books.defined()

        def told():
            listed = self.suite.ask(who, "indicators", "measures")["measures"]
            return {one["code"]: (
                one["title"]["fr"], one["title"]["nl"],
                {feed["activityType"]: feed["figure"]
                 for feed in one["feeds"] if feed.get("activityType")})
                for one in (each["definition"] for each in listed)
                if one["code"] in meant}
        try:
            self.suite.wait_for(lambda: told() == meant, "the definitions")
        except RuntimeError as error:
            raise Wrong(f"{error}: {told()}, the books say {meant}") from None

    def _figures(self, step):
        self.books.judge(step)
        codes = {code: int(count) for code, count in step.rows}
        words = [word for code in codes for word in ("--measure", code)]
        series = self.suite.ask(
            step.who, "indicators", "series", "--from", step.values["from"],
            "--until", step.values["until"], *words)["series"]
        # Where nothing was counted there is no total.
        told = {one["measureCode"]: int(one.get("total", {}).get("value", 0))
                for one in series}
        if told != codes:
            raise Wrong(f"it says {told}")
        return "so they are"
