"""What the tuples of a case and the holders of an office say, read anew for
access_oracle.py: no code of ours. Standard library only."""

import datetime

ALL = {"reader", "contributor", "chair"}

CASE = "municipalities/21004/cases/0123456789abcdef0123456789abcdef"
CHAIR = "municipalities/21004/offices/chair"
ASKING = "p-1"
GRANT_YEARS_MAX = 2
HOLDER_YEARS_MAX = 7
KNOWN = ALL | {"forbidden"}

# Denials, from far to near a permit.
NEARNESS = {
    rule: place
    for place, rule in enumerate(
        "grant.none office.malformed grant.malformed office.not_yet "
        "grant.not_yet office.expired grant.expired office.revoked "
        "grant.revoked grant.purpose_not_covered "
        "grant.relation_too_small".split()
    )
}


def day(text, cache={}):
    """The day, or None where there is none between 1900 and 2200."""
    if text not in cache:
        year, month, number = (int(part) for part in text.rsplit("-", 2))
        try:
            found = datetime.date(year, month, number)
        except ValueError:
            found = None
        cache[text] = found if found and 1900 <= year <= 2200 else None
    return cache[text]


def years_after(first, years):
    try:
        return first.replace(year=first.year + years)
    except ValueError:
        return first.replace(year=first.year + years, day=28)


def state(first, last, revoked, today, years_max, cache={}):
    """How a dated tuple stands: (word, last day)."""
    key = (first, last, revoked, today, years_max)
    if key not in cache:
        begin, end, now = day(first), day(last), day(today)
        if revoked:
            word = "revoked"
        elif begin is None or end is None or end < begin:
            word = "malformed"
        elif end > years_after(begin, years_max):
            word = "malformed"
        elif now < begin:
            word = "not_yet"
        elif now > end:
            word = "expired"
        else:
            word = "in_force"
        cache[key] = word, end
    return cache[key]


def holding(office, holders, today):
    """How the person stands in an office: None when he never had it, else
    (what is nearest to holding it, last day, whether one cannot be read)."""
    words, last, is_odd = set(), None, False
    for text in holders:
        of, person, first, until, revoked = text.split("|")
        if of != office or person != ASKING:
            continue
        word, end = state(first, until, revoked, today, HOLDER_YEARS_MAX)
        words.add(word)
        is_odd |= word == "malformed"
        if word == "in_force" and (last is None or end > last):
            last = end
    for word in ("in_force", "revoked", "expired", "not_yet", "malformed"):
        if word in words:
            return word, last, is_odd
    return None


def of_office(holders, today):
    held = holding(CHAIR, holders, today)
    if held is None:
        return "deny office.none open -"
    if held[0] != "in_force":
        return f"deny office.{held[0]} open -"
    return f"permit office.holder {said(held[1])} -"


def said(date):
    return f"{date.year}-{date.month}-{date.day}"


def of_case(purpose, allowing, today, tuples, holders):
    """What the tuples of the case say: prohibitions first, then rights."""
    forbids, denials, permits = {}, [("grant.none", "-")], []
    for place, text in enumerate(tuples):
        case, relation, subject, first, until, purposes, revoked = text.split("|")
        if case != CASE:
            continue
        is_office = "/offices/" in subject
        if is_office:
            held = holding(subject, holders, today)
            if held is None:
                continue
        elif subject != ASKING:
            continue
        else:
            held = "in_force", None, False
        word, end = state(first, until, revoked, today, GRANT_YEARS_MAX)
        if relation == "forbidden" or relation not in KNOWN:
            is_held, may_be_held = held[0] == "in_force", held[2]
            if not (is_held or may_be_held):
                continue
            if word not in ("in_force", "malformed"):
                continue
            if relation not in KNOWN:
                forbids["relation_unknown"] = place
            elif is_held and word == "in_force":
                forbids["in_force"] = place
            else:
                forbids["malformed"] = place
            continue
        against = []
        if held[0] != "in_force":
            against.append("office." + held[0])
        if word != "in_force":
            against.append("grant." + word)
        if against:
            # Both must be mended: the farther one counts.
            denials.append((min(against, key=NEARNESS.get), place))
        elif purposes and purpose not in purposes.split(","):
            denials.append(("grant.purpose_not_covered", place))
        elif relation not in allowing:
            denials.append(("grant.relation_too_small", place))
        else:
            if held[1] is not None and held[1] < end:
                end = held[1]
            permits.append((-end.toordinal(), is_office, relation, -place, end))
    for rule in ("in_force", "malformed", "relation_unknown"):
        if rule in forbids:
            return f"deny forbid.{rule} hidden {forbids[rule]}"
    if not permits:
        # Of equally near ones the one given last; later ones stand later here.
        rule, place = sorted(denials, key=lambda one: NEARNESS[one[0]])[-1]
        return f"deny {rule} hidden {place}"
    # The longest; the person's own before the office's; by name; given last.
    _, is_office, relation, place, end = min(permits)
    kind = "office" if is_office else "grant"
    return f"permit {kind}.{relation} {said(end)} {-place}"
