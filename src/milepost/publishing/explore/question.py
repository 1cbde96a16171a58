"""What somebody wants to see, read from an address and written back as one.

The same question is always the same address: parameters in a fixed order, without doubles and
without what is not said. With the edition's key in the path the address is a permanent link.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from urllib.parse import urlencode

from django.http import QueryDict

from milepost.publishing.bundle import Bundle

MOST_PLACES = 6
MOST_BREAKDOWNS = 6
MOST_LINES = 8
"""Lines that one chart can carry and still be read."""
_YEAR = re.compile(r"\d{4}")


class View(StrEnum):
    """How the answer is shown."""

    CHART = "chart"
    MAP = "map"
    AGAINST = "against"
    TABLE = "table"


@dataclass(frozen=True, slots=True)
class Question:
    """A question to an edition: which indicator, where, for whom, when, shown how.

    ``breakdowns`` are canonical keys, "" is the total. ``first`` and ``last`` are years, both
    included, None for no limit. ``against`` is the second indicator of a comparison.
    """

    indicator: str = ""
    places: tuple[str, ...] = ()
    breakdowns: tuple[str, ...] = ()
    first: int | None = None
    last: int | None = None
    view: View = View.CHART
    against: str = ""

    def address(self, view: View | None = None) -> str:
        """Return the query of the address, without its question mark."""
        asked = self if view is None else replace(self, view=view)
        pairs: list[tuple[str, str]] = []
        if asked.indicator:
            pairs.append(("indicator", asked.indicator))
        pairs += [("place", code) for code in asked.places]
        pairs += [("breakdown", key) for key in asked.breakdowns]
        pairs += [("from", str(asked.first))] if asked.first is not None else []
        pairs += [("to", str(asked.last))] if asked.last is not None else []
        if asked.against:
            pairs.append(("against", asked.against))
        pairs.append(("view", asked.view.value))
        return urlencode(pairs)


@dataclass(frozen=True, slots=True)
class Reading:
    """A question as it was understood, and what in the address was not."""

    question: Question
    refused: tuple[tuple[str, str], ...]
    """What was left out, as pairs of why (``unknown``, ``too_many``, ``order``) and what."""


def read_question(asked: QueryDict, bundle: Bundle) -> Reading:
    """Return the question in a query string; what the edition does not hold is left out and said.

    Without an indicator the question is empty. Places that are not named are left to the answer.
    """
    refused: list[tuple[str, str]] = []
    indicator = _known(asked.get("indicator", ""), bundle.indicators, refused)
    against = _known(asked.get("against", ""), bundle.indicators, refused)
    places = _several(asked.getlist("place"), MOST_PLACES, refused)
    known = [code for code in places if bundle.place(code) is not None]
    refused += [("unknown", code) for code in places if code not in known]
    breakdowns = _several(asked.getlist("breakdown"), MOST_BREAKDOWNS, refused, empty=True)
    first, last = (_year(asked.get(name, ""), refused) for name in ("from", "to"))
    if first is not None and last is not None and first > last:
        refused.append(("order", f"{first} – {last}"))
        first, last = last, first
    question = Question(
        indicator, tuple(known), tuple(breakdowns), first, last, _view(asked), against
    )
    return Reading(question, tuple(refused))


def _view(asked: QueryDict) -> View:
    stated = asked.get("view", "")
    return next((view for view in View if view.value == stated), View.CHART)


def _known(key: str, among: Mapping[str, object], refused: list[tuple[str, str]]) -> str:
    if key and key not in among:
        refused.append(("unknown", key[:80]))
        return ""
    return key


def _several(
    stated: list[str], most: int, refused: list[tuple[str, str]], *, empty: bool = False
) -> list[str]:
    found = list(dict.fromkeys(text[:120] for text in stated if text or empty))
    refused += [("too_many", text) for text in found[most:]]
    return found[:most]


def _year(text: str, refused: list[tuple[str, str]]) -> int | None:
    stated = text.strip()
    if not stated:
        return None
    if not _YEAR.fullmatch(stated):
        refused.append(("unknown", stated[:20]))
        return None
    return int(stated)
