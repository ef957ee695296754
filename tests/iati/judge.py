"""Judges an IATI activity by tables written from the standard (version 2.03):
which elements stand where, how often, with which attributes and codes. Knows
nothing of what wrote it. Standard library only.

    complaints(xml) -> sentences, none when nothing is wrong
"""

import datetime
import decimal
import re
import xml.etree.ElementTree as ElementTree

LANG = "{http://www.w3.org/XML/1998/namespace}lang"
MANY = 10 ** 9

# Children in their order: (name, at least, at most). An element that stands in
# none of these tables holds text only.
CHILDREN = {
    "iati-activities": [("iati-activity", 1, MANY)],
    "iati-activity": [
        ("iati-identifier", 1, 1), ("reporting-org", 1, 1), ("title", 1, 1),
        ("description", 1, MANY), ("participating-org", 1, MANY),
        ("other-identifier", 0, MANY), ("activity-status", 1, 1),
        ("activity-date", 1, MANY), ("contact-info", 0, MANY),
        ("activity-scope", 0, 1), ("recipient-country", 0, MANY),
        ("recipient-region", 0, MANY), ("location", 0, MANY),
        ("sector", 0, MANY), ("tag", 0, MANY), ("country-budget-items", 0, 1),
        ("humanitarian-scope", 0, MANY), ("policy-marker", 0, MANY),
        ("collaboration-type", 0, 1), ("default-flow-type", 0, 1),
        ("default-finance-type", 0, 1), ("default-aid-type", 0, MANY),
        ("default-tied-status", 0, 1), ("budget", 0, MANY),
        ("planned-disbursement", 0, MANY), ("capital-spend", 0, 1),
        ("transaction", 0, MANY), ("document-link", 0, MANY),
        ("related-activity", 0, MANY), ("legacy-data", 0, MANY),
        ("conditions", 0, 1), ("result", 0, MANY), ("crs-add", 0, 1),
        ("fss", 0, 1)],
    "reporting-org": [("narrative", 1, MANY)],
    "participating-org": [("narrative", 0, MANY)],
    "title": [("narrative", 1, MANY)],
    "description": [("narrative", 1, MANY)],
    "activity-status": [],
    "activity-date": [("narrative", 0, MANY)],
    "recipient-country": [("narrative", 0, MANY)],
    "sector": [("narrative", 0, MANY)],
    "budget": [("period-start", 1, 1), ("period-end", 1, 1),
               ("budget-line", 0, MANY), ("value", 1, 1)],
    "period-start": [], "period-end": [],
    "transaction": [
        ("transaction-type", 1, 1), ("transaction-date", 1, 1), ("value", 1, 1),
        ("description", 0, 1), ("provider-org", 0, 1), ("receiver-org", 0, 1),
        ("disbursement-channel", 0, 1), ("sector", 0, MANY),
        ("recipient-country", 0, 1), ("recipient-region", 0, 1),
        ("flow-type", 0, 1), ("finance-type", 0, 1), ("aid-type", 0, MANY),
        ("tied-status", 0, 1)],
    "transaction-type": [], "transaction-date": [],
    "result": [("title", 1, 1), ("description", 0, 1),
               ("document-link", 0, MANY), ("reference", 0, MANY),
               ("indicator", 1, MANY)],
    "indicator": [("title", 1, 1), ("description", 0, 1),
                  ("document-link", 0, MANY), ("reference", 0, MANY),
                  ("baseline", 0, MANY), ("period", 0, MANY)],
    # Of a result: what was counted is published by no activity.
    "period": [("period-start", 1, 1), ("period-end", 1, 1), ("target", 1, 1)],
    "target": [],
    "reference": [],
}
# Attributes that must be there, and those that may.
ATTRIBUTES = {
    "iati-activities": ({"version"}, {"generated-datetime",
                                      "linked-data-default"}),
    "iati-activity": (set(), {LANG, "default-currency", "last-updated-datetime",
                              "humanitarian", "hierarchy", "linked-data-uri",
                              "budget-not-provided"}),
    "iati-identifier": (set(), set()),
    "reporting-org": ({"ref", "type"}, {"secondary-reporter"}),
    "participating-org": ({"role"}, {"ref", "type", "activity-id",
                                     "crs-channel-code"}),
    "title": (set(), set()),
    "narrative": (set(), {LANG}),
    "description": (set(), {"type"}),
    "activity-status": ({"code"}, set()),
    "activity-date": ({"type", "iso-date"}, set()),
    "recipient-country": ({"code"}, {"percentage"}),
    "sector": ({"code"}, {"vocabulary", "vocabulary-uri", "percentage"}),
    "budget": (set(), {"type", "status"}),
    "period-start": ({"iso-date"}, set()),
    "period-end": ({"iso-date"}, set()),
    "value": ({"value-date"}, {"currency"}),
    "transaction": (set(), {"ref", "humanitarian"}),
    "transaction-type": ({"code"}, set()),
    "transaction-date": ({"iso-date"}, set()),
    "result": ({"type"}, {"aggregation-status"}),
    "indicator": ({"measure"}, {"ascending", "aggregation-status"}),
    "period": (set(), set()),
    "target": ({"value"}, set()),
    "reference": ({"vocabulary", "code"}, {"vocabulary-uri", "indicator-uri"}),
}
# Codes of the standard's embedded lists, by element and attribute.
CODES = {
    ("iati-activities", "version"): {"2.03"},
    ("reporting-org", "type"): {"10", "11", "15", "21", "22", "23", "24", "30",
                                "40", "60", "70", "71", "72", "73", "80", "90"},
    ("participating-org", "type"): {"10", "11", "15", "21", "22", "23", "24",
                                    "30", "40", "60", "70", "71", "72", "73",
                                    "80", "90"},
    ("participating-org", "role"): {"1", "2", "3", "4"},
    ("description", "type"): {"1", "2", "3", "4"},
    ("activity-status", "code"): {"1", "2", "3", "4", "5", "6"},
    ("activity-date", "type"): {"1", "2", "3", "4"},
    ("budget", "type"): {"1", "2"},
    ("budget", "status"): {"1", "2"},
    ("transaction-type", "code"): {str(code) for code in range(1, 14)},
    ("result", "type"): {"1", "2", "3", "9"},
    ("indicator", "measure"): {"1", "2", "3", "4", "5"},
}
LANGUAGES = {"fr", "nl", "de", "en"}
DATES = {"iso-date", "value-date"}
TIMES = {"generated-datetime", "last-updated-datetime"}


def is_date(text):
    try:
        return datetime.date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def is_time(text):
    return bool(re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(Z|[+-]\d\d:\d\d)",
                             text)) and is_date(text[:10])


def is_enterprise_number(text):
    return (len(text) == 10 and text.isdecimal()
            and 97 - int(text[:8]) % 97 == int(text[8:]))


def of_attributes(node):
    required, optional = ATTRIBUTES.get(node.tag, (set(), set()))
    for name in sorted(required - set(node.keys())):
        yield f"{node.tag} has no {name}"
    for name, value in node.items():
        if name not in required | optional:
            yield f"{node.tag} has an attribute {name}"
        if not value.strip():
            yield f"{node.tag} has an empty {name}"
        codes = CODES.get((node.tag, name))
        if codes is not None and value not in codes:
            yield f"{node.tag} has {name} {value}, no code of its list"
        if name in DATES and not is_date(value):
            yield f"{node.tag} has {name} {value}, no date"
        if name in TIMES and not is_time(value):
            yield f"{node.tag} has {name} {value}, no time"
        if name == LANG and value not in LANGUAGES:
            yield f"{node.tag} is in {value}, no language of Belgium or English"
        if name in {"currency", "default-currency"} and value != "EUR":
            yield f"{node.tag} is in {value}"


def of_children(node):
    if node.tag not in CHILDREN:
        if len(node):
            yield f"{node.tag} holds {node[0].tag}"
        elif not (node.text or "").strip():
            yield f"{node.tag} is empty"
        return
    at, count = 0, 0
    rows = CHILDREN[node.tag]
    for child in node:
        while at < len(rows) and rows[at][0] != child.tag:
            if count < rows[at][1]:
                yield f"{node.tag} lacks {rows[at][0]} before {child.tag}"
            at, count = at + 1, 0
        if at == len(rows):
            yield f"{node.tag} holds {child.tag} where none may stand"
            return
        count += 1
        if count > rows[at][2]:
            yield f"{node.tag} holds {child.tag} too often"
    for name, least, _ in rows[at:]:
        if count < least:
            yield f"{node.tag} lacks {name}"
        count = 0
    if (node.text or "").strip():
        yield f"{node.tag} holds text beside its elements"


def of_values(activity):
    """What the standard's guidance asks beyond the form."""
    reporter = activity.find("reporting-org").get("ref", "")
    identifier = activity.findtext("iati-identifier", "")
    if not identifier.startswith(reporter + "-"):
        yield f"{identifier} does not begin with {reporter}-"
    number = reporter.removeprefix("BE-BCE_KBO-")
    if not is_enterprise_number(number):
        yield f"{reporter} names no Belgian enterprise"
    starts = [date.get("type") for date in activity.findall("activity-date")]
    if not {"1", "2"} & set(starts):
        yield "no activity-date says when it begins"
    if len(starts) != len(set(starts)):
        yield "an activity-date stands twice"
    roles = {node.get("role") for node in activity.findall("participating-org")}
    if "1" not in roles:
        yield "nobody funds it"
    made = activity.get("last-updated-datetime", "9999-12-31")[:10]
    for node in activity.iter("value"):
        try:
            cents = decimal.Decimal(node.text) * 100
        except (decimal.InvalidOperation, TypeError):
            yield f"{node.text} is no amount"
            continue
        if cents != cents.to_integral_value():
            yield f"{node.text} is no amount in cents"
        if node.get("value-date", "") > made:
            yield f"a value is of {node.get('value-date')}, a day to come"
    for budget in activity.findall("budget"):
        begin = budget.find("period-start").get("iso-date", "")
        end = budget.find("period-end").get("iso-date", "")
        if not begin < end or end[:4] > f"{int(begin[:4]) + 1}":
            yield f"a budget is for {begin} to {end}"
    for period in activity.iter("period"):
        begin = period.find("period-start").get("iso-date", "")
        end = period.find("period-end").get("iso-date", "")
        if not begin < end:
            yield f"a target is for {begin} to {end}"
        agreed = period.find("target").get("value", "")
        if not re.fullmatch(r"\d+(\.\d+)?", agreed):
            yield f"a target of {agreed} is no number"
    for transaction in activity.findall("transaction"):
        day = transaction.find("transaction-date").get("iso-date", "")
        if day > made:
            yield f"a transaction is of {day}, a day to come"
    for result in activity.findall("result"):
        if (result.find("reference") is not None
                and result.find("indicator/reference") is not None):
            yield "a result and its indicator both have a reference"
    for sector in activity.findall("sector"):
        if sector.get("vocabulary") in {"98", "99"} and (
                sector.find("narrative") is None):
            yield "a sector of an own vocabulary has no name"


def complaints(xml):
    try:
        root = ElementTree.fromstring(xml)
    except ElementTree.ParseError as error:
        return [f"no XML: {error}"]
    if root.tag != "iati-activities":
        return [f"the root is {root.tag}"]
    found = []
    for node in root.iter():
        found += of_attributes(node)
        found += of_children(node)
    # What follows reads what the form promises.
    if not found:
        for activity in root.findall("iati-activity"):
            found += of_values(activity)
    return found
