"""Rows about what was judged: ratings with their traces, assessments and replies."""

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _

from milepost.api.asked import Asked, members_of, require_known, split
from milepost.api.parameters import RatingFilters, ReplyFilters
from milepost.api.shapes import Availability
from milepost.api.wording import worded
from milepost.publishing.bundle import Bundle
from milepost.publishing.pages.grading import letter_of
from milepost.publishing.pages.replies import NONE_RECEIVED, reply_of
from milepost.publishing.pages.tallies import shown_state

Json = dict[str, Any]
NOT_MISSING = {
    "not_applicable": Availability.NOT_APPLICABLE,
    "suppressed": Availability.SUPPRESSED,
    "stale": Availability.STALE,
}
"""Reasons for grey that are another kind of nothing than missing."""
OF_ASSESSMENT = (
    "id", "standpoint", "assessor", "colour", "confidence", "assessed_on", "citations", "round",
)  # fmt: skip


def find_ratings(bundle: Bundle, given: RatingFilters) -> list[Json]:
    """Return the ratings that meet the filters, in the order of the release.

    Raises ``NotFound`` for a filter that names what the edition does not hold.
    """
    wanted = {
        "framework": split(given.framework),
        "goal": split(given.goal),
        "benchmark": split(given.benchmark),
        "place": split(given.place),
    }
    _require(bundle, wanted)
    sets = {name: frozenset(keys) for name, keys in wanted.items() if keys}
    states = frozenset(split(given.state))
    members = frozenset(members_of(bundle, given.group)) if given.group else None
    return [
        row
        for row in bundle.ratings
        if all(row[name] in keys for name, keys in sets.items())
        and (members is None or row["place"] in members)
        and (not states or shown_state(row) in states)
        and given.reason in ("", row["reason"])
    ]


def _require(bundle: Bundle, wanted: dict[str, list[str]]) -> None:
    require_known(_("framework"), wanted["framework"], bundle.frameworks)
    rows = [row for key in bundle.frameworks for row in bundle.benchmarks(key)]
    require_known(_("goal"), wanted["goal"], (row["goal"] for row in rows))
    require_known(_("benchmark"), wanted["benchmark"], (row["key"] for row in rows))
    require_known(_("place"), wanted["place"], {*bundle.areas, *bundle.groups})


def indicator_of(bundle: Bundle, rating: Json) -> str | None:
    """Return the indicator that a rating rests on, or None for a judged one."""
    benchmark = bundle.benchmark(rating["framework"], rating["benchmark"]) or {}
    found: str | None = (benchmark.get("measure") or {}).get("indicator")
    return found


def rating_row(asked: Asked, rating: Json, *, with_trace: bool) -> Json:
    """Return one rating; what is missing says how, and never looks like a colour."""
    bundle = asked.bundle
    subject = (rating["framework"], rating["benchmark"], rating["place"])
    reason = rating["reason"]
    stated = Availability.STATED if rating["state"] != "grey" else Availability.MISSING
    place = bundle.place(rating["place"]) or {}
    return {
        "framework": rating["framework"],
        "goal": rating["goal"],
        "benchmark": rating["benchmark"],
        "place": rating["place"],
        "place_name": worded(place.get("names"), asked.language),
        "state": shown_state(rating),
        "colour": rating["state"],
        "availability": NOT_MISSING.get(reason, stated),
        "reason": reason,
        "flags": list(rating["flags"]),
        "is_contested": "contested" in rating["flags"],
        "is_stale": "stale" in rating["flags"] or reason == "stale",
        "basis": rating["basis"],
        "status": rating["status"] or "",
        "value": rating["value"],
        "unit": rating["unit"] or "",
        "period": str(rating["period"] or ""),
        "evidence_grade": letter_of(bundle, rating) or None,
        "indicator": indicator_of(bundle, rating),
        "link": asked.address("ratings", *subject),
        "trace": bundle.trace(*subject) if with_trace else None,
    }


def assessment_rows(asked: Asked, subject: tuple[str, str, str]) -> list[Json]:
    """Return what people judged, as the edition prints it."""
    return [
        {name: row.get(name) for name in OF_ASSESSMENT}
        | {"reason": worded(row.get("reason"), asked.language)}
        for row in asked.bundle.assessments(*subject)
    ]


def find_replies(asked: Asked, given: ReplyFilters) -> list[Json]:
    """Return what governments replied, and which were asked in vain. Raises ``NotFound``."""
    bundle = asked.bundle
    frameworks, places = split(given.framework), split(given.place)
    require_known(_("framework"), frameworks, bundle.frameworks)
    require_known(_("place"), places, {*bundle.areas, *bundle.groups})
    rows = list(_replies(asked, frozenset(frameworks)))
    return [row for row in rows if not places or row["place"] in places]


def _replies(asked: Asked, frameworks: frozenset[str]) -> Iterator[Json]:
    bundle = asked.bundle
    answered = set()
    for framework in bundle.frameworks:
        for benchmark in bundle.benchmarks(framework):
            for reply in bundle.replies(framework, benchmark["key"]):
                answered.add(reply["place"])
                if not frameworks or framework in frameworks:
                    subject = (framework, benchmark["key"], reply["place"])
                    yield reply_row(asked, subject) or {}
    if not frameworks:
        for place in sorted(set(bundle.invited) - answered):
            yield _silent(place, bundle.invited[place])


def reply_row(asked: Asked, subject: tuple[str, str, str]) -> Json | None:
    """Return the reply to one rating; ``none_received`` where it was asked in vain."""
    found = reply_of(asked.bundle, *subject)
    if found is None:
        return None
    framework, benchmark, place = subject
    if found["stance"] == NONE_RECEIVED:
        row = _silent(place, found["until"])
        return row | {"framework": framework, "benchmark": benchmark}
    answer = found.get("answer")
    return {
        "framework": framework,
        "benchmark": benchmark,
        "place": place,
        "stance": found["stance"],
        "until": found.get("until"),
        "text": worded(found.get("text"), asked.language),
        "office": found.get("office"),
        "replied_on": found.get("replied_on"),
        "answer": _answer(answer, asked.language) if answer else None,
    }


def _answer(answer: Json, language: str) -> Json:
    return {
        "outcome": answer["outcome"],
        "text": worded(answer.get("text"), language),
        "on": answer.get("on"),
    }


def _silent(place: str, until: str) -> Json:
    empty = dict.fromkeys(("framework", "benchmark", "text", "office", "replied_on", "answer"))
    return {**empty, "place": place, "stance": NONE_RECEIVED, "until": until}
