"""Several statements about one thing: versions of a value, dates of one act, seams in a series.

Whatever loses is kept. The rule that chose is part of the result, so that a reader can ask
whether it chose well.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from statistics import median
from typing import Final

from milepost.measure.rounding import tidy, tidy_or_none
from milepost.measure.series import BREAK_STATUS, MONTHS_IN_QUARTER, decimal_year, period_start

DEFINITION_STATUS: Final = "D"
DAYS_IN_YEAR: Final = 365.25
LEAST_ELSEWHERE: Final = 3
"""Changes away from seams that make a usual one to compare with."""
GRACE_YEARS: Final = 2.0
"""Years beyond the expected interval in which a figure is still on its way to publication."""

CHOICES: Mapping[str, str] = {
    "known_last": "The version whose vintage became known last counts.",
    "accepted_last": "Both were known on the same day; the one accepted last counts.",
    "earliest_act": "The earliest dated act counts, until the state leaves.",
    "decided": "A person decided and gave the reason.",
}
"""Code of the rule that chose between statements -> what it says."""

BREAKS: Mapping[str, str] = {
    "marked_break": "The source marks a break (OBS_STATUS B).",
    "definition_differs": "The source marks a differing definition (OBS_STATUS D).",
    "source_changes": "Two neighbouring values come from different sources.",
    "vintage_changes": "Two neighbouring values come from different vintages of one source.",
}

FREQUENCIES: Mapping[str, float] = {
    "A": 1.0, "S": 0.5, "H": 0.5, "Q": 0.25, "M": 1 / 12, "W": 7 / 365.25, "D": 1 / 365.25,
    "B": 1 / 365.25, "ANNUAL": 1.0, "YEARLY": 1.0, "HALF-YEARLY": 0.5, "QUARTERLY": 0.25,
    "MONTHLY": 1 / 12, "WEEKLY": 7 / 365.25, "DAILY": 1 / 365.25, "BIENNIAL": 2.0,
    "TRIENNIAL": 3.0, "QUINQUENNIAL": 5.0, "DECENNIAL": 10.0,
}  # fmt: skip
"""Expected years between values by code (SDMX CL_FREQ) or word, in capitals."""
_EVERY_YEARS = re.compile(r"(?:A(\d{1,2})|(\d{1,2})Y)")


# --- versions of one value ----------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Version:
    """One statement of a value. ``known_on`` is an ISO day, ``accepted_at`` an ISO instant."""

    value: float | None
    status: str
    vintage: str
    source: str
    known_on: str
    accepted_at: str


@dataclass(frozen=True, slots=True)
class Chosen:
    """How one version was chosen over others that say something else.

    ``kind`` is ``conflict`` when another source is among the losers and ``revision`` otherwise.
    ``difference`` is the chosen value minus the loser that is furthest away; ``share`` is its
    size over that loser. Both are None when one of the two is missing.
    """

    kind: str
    rule: str
    difference: float | None
    share: float | None


def compare(kept: Version, others: Iterable[Version]) -> Chosen | None:
    """Return how ``kept`` was chosen over the versions that differ; None when none differs.

    Values are compared to ten significant digits; a missing value differs from any value and not
    from another missing one.
    """
    mine = tidy_or_none(kept.value)
    lost = [other for other in others if tidy_or_none(other.value) != mine]
    if not lost:
        return None
    same_day = any(other.known_on == kept.known_on for other in lost)
    is_conflict = any(same_source(other.source, kept.source) is False for other in lost)
    gaps = [
        (mine - value, value)
        for value in (tidy_or_none(other.value) for other in lost)
        if value is not None and mine is not None
    ]
    gap, base = max(gaps, key=lambda item: abs(item[0]), default=(None, None))
    return Chosen(
        kind="conflict" if is_conflict else "revision",
        rule="accepted_last" if same_day else "known_last",
        difference=tidy_or_none(gap),
        share=tidy(abs(gap) / abs(base)) if gap is not None and base else None,
    )


def same_source(left: str, right: str) -> bool:
    """Whether two names of a source are the same but for case and spaces."""
    return " ".join(left.casefold().split()) == " ".join(right.casefold().split())


# --- dates of one act ---------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Act:
    """A dated statement about a treaty: ``is_party`` on the day or in the period it names."""

    period: str
    is_party: bool
    vintage: str = ""


@dataclass(frozen=True, slots=True)
class TwoDates:
    """Two dates for one act: the one that counts, the other, and the days between them."""

    counts: Act
    other: Act
    days: int


def two_dates(acts: Iterable[Act]) -> list[TwoDates]:
    """Return the acts of one state that are dated twice.

    Two statements that a state became a party, with no statement in between that it was not one,
    speak of one act. A year and a day inside it agree; they differ in precision only. The earlier
    one counts, as in the count of parties.
    """
    found: list[TwoDates] = []
    first: Act | None = None
    for act in sorted(acts, key=lambda item: (period_start(item.period), item.period)):
        if not act.is_party:
            first = None
        elif first is None:
            first = act
        else:
            days = days_between(first.period, act.period)
            if days:
                found.append(TwoDates(first, act, days))
    return found


def period_span(period: str) -> tuple[date, date]:
    """Return the first and last day of a period; raises ValueError like ``period_start``."""
    first = period_start(period)
    if len(period) == len("2015-06-24"):
        return first, first
    months = 12 if len(period) == len("2015") else MONTHS_IN_QUARTER if "Q" in period else 1
    ordinal = first.year * 12 + first.month - 1 + months
    if ordinal // 12 > date.max.year:
        return first, date.max
    return first, date(ordinal // 12, ordinal % 12 + 1, 1) - timedelta(days=1)


def days_between(left: str, right: str) -> int:
    """Return the days that two periods are apart at least: 0 when they overlap.

    Raises ValueError for a text that is not a period.
    """
    (_first, first_end), (second, _end) = sorted((period_span(left), period_span(right)))
    return max(0, (second - first_end).days)


# --- seams in a series --------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Seen:
    """One value of a series with where it came from."""

    when: float
    period: str
    value: float
    status: str
    vintage: str
    source: str


@dataclass(frozen=True, slots=True)
class Break:
    """A seam between two neighbouring values.

    ``times`` is the change across it over the median change elsewhere in the series, each a year;
    None when there are fewer than three changes elsewhere, or nothing changes there. A seam with
    a large multiple may be seen as change where there is none.
    """

    kind: str
    before: Seen | None
    after: Seen
    times: float | None


def find_breaks(series: Sequence[Seen]) -> list[Break]:
    """Return the seams of a series in order of time; one seam of each kind between two values."""
    ordered = sorted(series, key=lambda seen: (seen.when, seen.period))
    pairs = [pair for pair in pairwise(ordered) if pair[1].when > pair[0].when]
    steps = {id(b): abs(b.value - a.value) / (b.when - a.when) for a, b in pairs}
    seams: list[tuple[str, Seen | None, Seen]] = []
    if ordered and _marked(ordered[0]):
        seams.append((_marked(ordered[0]), None, ordered[0]))
    for before, after in pairs:
        if marked := _marked(after):
            seams.append((marked, before, after))
        if before.vintage != after.vintage:
            is_same = same_source(before.source, after.source)
            seams.append(("vintage_changes" if is_same else "source_changes", before, after))
    at_seams = {id(after) for _kind, _before, after in seams}
    elsewhere = [step for key, step in steps.items() if key not in at_seams]
    usual = median(elsewhere) if len(elsewhere) >= LEAST_ELSEWHERE else 0.0
    return [
        Break(kind, before, after, _times(steps.get(id(after)), usual))
        for kind, before, after in seams
    ]


def _marked(seen: Seen) -> str:
    codes = {BREAK_STATUS: "marked_break", DEFINITION_STATUS: "definition_differs"}
    return codes.get(seen.status, "")


def _times(step: float | None, usual: float) -> float | None:
    return tidy(round(step / usual, 2)) if step is not None and usual else None


# --- age ----------------------------------------------------------------------------------------


def expected_years(frequency: str) -> float | None:
    """Return the years between values that a frequency promises; None for events and the rest.

    Reads codes of SDMX CL_FREQ ("A", "Q", "M"), several years ("5Y", "A5") and plain words
    ("annual", "quarterly").
    """
    plain = frequency.strip().upper()
    several = _EVERY_YEARS.fullmatch(plain)
    if several:
        return float(several[1] or several[2]) or None
    return FREQUENCIES.get(plain)


def years_old(period: str, as_of: date) -> float:
    """Return the years from the end of a period to a day; 0 for a period that has not ended."""
    _first, last = period_span(period)
    return tidy(round(max(0.0, decimal_year(as_of) - decimal_year(last)), 2))


def is_stale(age: float, expected: float | None, grace: float = GRACE_YEARS) -> bool | None:
    """Whether a value is older than its frequency and the time of publication explain.

    None when no frequency is promised.
    """
    return None if expected is None else tidy(age) > tidy(expected + grace)
