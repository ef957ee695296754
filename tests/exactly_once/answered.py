"""The figures that the service answers, beside what they should be."""

import concurrent.futures

import drawn_rows
import naive_count

# Months of what a figure is of.
STEPS = {"month": 1, "quarter": 3, "year": 12}
READERS = 4


class Answered:
    """`measures`: by code the lists that each is split by; `lists`: by code
    their codes. All of a year is asked for."""

    def __init__(self, running, person, measures, lists):
        self.running, self.person = running, person
        self.measures, self.lists = measures, lists
        self.compared = 0

    def questions(self):
        """Code list, area and step of each: months of everything, quarters and
        years of measures as a whole in every area, and of parts in all."""
        for area in ("", *sorted(naive_count.AREAS)):
            for by in ("", *self.lists):
                for step in STEPS:
                    if step == "month" or not (by and area):
                        yield by, area, step

    def differences(self, sums):
        """Where figures, or numbers of events, are not those of `sums`; see
        naive_count.spread."""
        questions = list(self.questions())
        with concurrent.futures.ThreadPoolExecutor(READERS) as pool:
            answers = list(pool.map(self.read, questions))
        return [difference for question, read in zip(questions, answers)
                for difference in self.compare(question, read, sums)]

    def compare(self, question, read, sums):
        by, area, step = question
        for measure, code in self.parts_by(by):
            for first in range(1, 13, STEPS[step]):
                self.compared += 1
                wanted = [0, 0]
                for month in range(first, first + STEPS[step]):
                    value, events = sums[measure, (by, code), area,
                                         month_name(month)]
                    wanted[0] += value
                    wanted[1] += events
                told = read.pop((measure, code, month_name(first)), [0, 0])
                if told != wanted:
                    yield (f"{measure} {by} {code} {area} {step} of month "
                           f"{first}: {told}, wanted {wanted}")
        for place, value in read.items():
            yield f"{place} {area} {step}: {value}, wanted nothing"

    def parts_by(self, by):
        """The measures, or measure and code of those that are split by `by`."""
        for measure, lists in self.measures.items():
            if not by:
                yield measure, ""
            elif by in lists:
                for code in (*self.lists[by], "unknown"):
                    yield measure, code

    def read(self, question):
        """(measure, code, first month) to figure and number of events; what is
        not answered is none."""
        by, area, step = question
        measures = dict.fromkeys(measure for measure, _ in self.parts_by(by))
        series = self.running.ask(
            self.person, "indicators", "series", "--from", month_name(1),
            "--until", month_name(12), "--step", step,
            *[word for measure in measures for word in ("--measure", measure)],
            *(["--by", by] if by else []), *(["--area", area] if area else [])
        )["series"]
        read = {}
        for one in series:
            figures = [(month["month"], month)
                       for month in one.get("months", [])]
            figures += [(told["firstMonth"], told.get("figure", {}))
                        for told in one.get("steps", [])]
            for date, figure in figures:
                read[one["measureCode"], one.get("splitCode", ""),
                     f"{date['year']}-{date['month']:02d}"] = [
                         int(figure.get("value", 0)),
                         int(figure.get("contributions", 0))]
        return read


def month_name(month):
    return f"{drawn_rows.YEAR}-{month:02d}"
