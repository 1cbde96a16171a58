"""What other methods would say of the same case, each in its own word.

A class of four or five words is read as a colour by its rank against ours: the best class is
green, the next is yellow, and all below are red, as our own rule calls less than 0.60 of the
needed pace red. Where a method cannot speak of a case it says nothing, with the reason; it is
never made to speak by putting a number in the place of a missing one. The one exception is kept
because it is the method's own: Open SDG puts 0.001 in the place of zero.
Sources and cut-offs: ``docs/method/comparators.md``.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from milepost.measure import comparators, open_sdg
from milepost.measure.case import Case, Parameters
from milepost.measure.parties import StepSeries
from milepost.measure.path import Path, decide, find_baseline, is_due
from milepost.measure.projection import recency_weighted_regression
from milepost.measure.rate_path import path_of
from milepost.measure.rate_ratification import count, with_target
from milepost.measure.rounding import tidy
from milepost.measure.series import Point, on_axis_of
from milepost.measure.states import State
from milepost.measure.trial import Group, Trial
from milepost.measure.weather import FEWEST_POINTS, WEATHER_POINTS

RECENCY = 0.9
"""How much the weight of a value falls a year back in the regression for ESCAP: our choice."""

CLASSES: Mapping[str, Mapping[str, State]] = {
    "eurostat": {
        "significant_progress": State.GREEN,
        "moderate_progress": State.YELLOW,
        "insufficient_progress": State.RED,
        "movement_away": State.RED,
        "moderate_movement_away": State.RED,
        "significant_movement_away": State.RED,
    },
    "unsd_assessment": {
        "score_3": State.GREEN,
        "score_2": State.YELLOW,
        "score_1": State.RED,
    },
    "escap_api": {
        "maintain": State.GREEN,
        "accelerate": State.YELLOW,
        "reverse": State.RED,
    },
    "escap_csi": {},
    "weather_symbol": {
        "sun": State.GREEN,
        "partly_cloudy": State.YELLOW,
        "cloud": State.RED,
        "storm": State.RED,
    },
    "sdsn_arrow": {
        "on_track_or_maintaining": State.GREEN,
        "moderately_improving": State.YELLOW,
        "stagnating": State.RED,
        "decreasing": State.RED,
    },
    "open_sdg": {
        "target_achieved": State.GREEN,
        "substantial_progress": State.GREEN,
        "moderate_progress": State.YELLOW,
        "limited_progress": State.RED,
        "deterioration": State.RED,
    },
}
"""Method -> its classes -> the colour that each is read as; in the order shown."""


@dataclass(frozen=True, slots=True)
class Question:
    """What the other methods are asked: the values that our rule compared, and the yearly ones.

    ``target`` and ``end`` (its year) are None together. ``base`` is None where there is no value
    at the baseline before ``last``.
    """

    base: Point | None
    last: Point
    at_deadline: Point | None
    target: float | None
    end: float | None
    direction: int
    points: tuple[Point, ...]
    is_due: bool

    @property
    def word(self) -> str:
        """The direction in the methods' word."""
        return "positive" if self.direction > 0 else "negative"

    def meets(self, point: Point, zero: float = 0.0) -> bool:
        """Whether a value meets the target; ``zero`` is what a target of zero is read as."""
        if self.target is None:
            return False
        return self.direction * tidy(point.value) >= self.direction * tidy(self.target or zero)


def compare(function: str, case: Case, parameters: Parameters, points: tuple[Point, ...]) -> Group:
    """Ask every method about the points that a rating function used (sorted, not empty)."""
    question = _question(function, case, parameters, points)
    if question is None:
        return Group(why="asks_level")
    return Group(tuple(_ask(name, question) for name in CLASSES))


def _question(
    function: str, case: Case, parameters: Parameters, points: tuple[Point, ...]
) -> Question | None:
    if function == "direction_of_change":
        path = path_of(case, parameters, points)
        base = points[0] if case.baseline is None else find_baseline(path)
        return _of_path(path, base, with_target=False)
    if function == "ratification":
        return _of_parties(case, parameters, points)
    is_dated = case.target is not None and case.baseline is not None and case.deadline is not None
    if function == "linear_path" or (function == "policy_share" and is_dated):
        path = path_of(case, parameters, points)
        return _of_path(path, find_baseline(path))
    return None


def _of_path(path: Path, base: Point | None, *, with_target: bool = True) -> Question:
    last = path.points[-1]
    has_target = with_target and path.target is not None and path.deadline is not None
    due = has_target and is_due(path, last)
    return Question(
        base=base if base is not None and base.when < last.when else None,
        last=last,
        at_deadline=decide(path).at_deadline if due else None,
        target=path.target if has_target else None,
        end=on_axis_of(last, path.deadline) if has_target and path.deadline is not None else None,
        direction=path.direction,
        points=path.points,
        is_due=due,
    )


def _of_parties(case: Case, parameters: Parameters, points: tuple[Point, ...]) -> Question | None:
    """Ask of the number of parties, year by year back from now.

    None where nearly all states have joined: the rule then judges the level reached, and a number
    that can hardly grow any more would be called standstill.
    """
    aimed = with_target(case, parameters)
    counts = count(case, parameters, points)
    if counts.coverage >= counts.universal_share:
        return None
    series = StepSeries(points)
    last = Point(counts.now, counts.parties, "now")
    base = None
    if counts.baseline is not None and counts.baseline < counts.now:
        base = Point(counts.baseline, counts.at_baseline, "start")
    years = [counts.now - back for back in range(WEATHER_POINTS - 1, 0, -1)]
    yearly = tuple(Point(when, series.at(when), "year") for when in years if series.covers(when))
    has_target = aimed.target is not None and aimed.deadline is not None
    due = has_target and aimed.deadline is not None and counts.now >= aimed.deadline
    return Question(
        base=base,
        last=last,
        at_deadline=(
            Point(aimed.deadline, series.at(aimed.deadline), "deadline")
            if due and aimed.deadline is not None
            else None
        ),
        target=aimed.target if has_target else None,
        end=aimed.deadline if has_target else None,
        direction=1,
        points=(*yearly, last),
        is_due=due,
    )


def _ask(name: str, question: Question) -> Trial:
    why = _why_silent(name, question)
    if why:
        return Trial(name, why=why)
    try:
        found, figure = METHODS[name](question)
    except OverflowError:
        return Trial(name, why="out_of_range")
    if found is None:
        why = "no_way" if CLASSES[name] else "no_classes"
        return Trial(name, why=why, values=_figure(figure))
    values = _figure(figure)
    if name == "open_sdg" and 0 in (question.base and question.base.value, question.target):
        values["caveat"] = "zero_replaced"
    return Trial(name, CLASSES[name][found], found, values=values)


def _figure(figure: Any) -> dict[str, Any]:
    return {} if figure is None else {"figure": tidy(float(figure))}


BY_GROWTH = frozenset({"eurostat", "unsd_assessment", "open_sdg"})
AHEAD = frozenset({"eurostat", "escap_api", "weather_symbol", "sdsn_arrow", "open_sdg"})
NEEDS_TARGET = frozenset({"escap_api", "escap_csi", "sdsn_arrow"})


def _why_silent(name: str, question: Question) -> str:
    if name in NEEDS_TARGET and question.target is None:
        return "no_target"
    if question.is_due and name in AHEAD:
        return "deadline_passed"
    if name == "weather_symbol":
        known = [value for value in _yearly(question.points) if value is not None]
        return "" if len(known) >= FEWEST_POINTS else "too_few_years"
    if question.base is None:
        return "no_baseline"
    if name in BY_GROWTH:
        return _why_no_growth(name, question, question.base, question.target)
    if name in ("escap_api", "escap_csi") and question.base.value == question.target:
        return "no_way"
    return ""


def _why_no_growth(name: str, question: Question, base: Point, target: float | None) -> str:
    """Say where growth rates end; a method that first asks whether the target is met needs none."""
    last = question.at_deadline or question.last
    zero = open_sdg.EPSILON if name == "open_sdg" else 0.0
    if name != "eurostat" and question.meets(last, zero):
        return ""
    if name == "open_sdg":
        return _why_no_open_sdg(base, last, target)
    values = [base.value, last.value]
    if name == "eurostat" and target is not None:
        values.append(target)
    if min(values) <= 0:
        return "zero" if 0 in values else "sign_change" if max(values) > 0 else "negative"
    if target is None:
        return ""
    if base.value == target:
        return "no_way"
    return "met_at_start" if name == "eurostat" and question.meets(base) else ""


def _why_no_open_sdg(base: Point, last: Point, target: float | None) -> str:
    """Say where that method ends: a start or a target of zero is a small positive number there."""
    values = [base.value or open_sdg.EPSILON, last.value]
    if target is not None:
        values.append(target or open_sdg.EPSILON)
    if min(values) < 0 < max(values):
        return "sign_change"
    return "no_way" if base.value == target else ""


def _yearly(points: tuple[Point, ...]) -> list[float | None]:
    """Return the values that lie whole years before the latest, with None for years without."""
    last = points[-1]
    found: dict[int, float] = {}
    for point in reversed(points):
        years = tidy(last.when - point.when)
        if years == int(years):
            found[int(years)] = point.value
        if len(found) == WEATHER_POINTS:
            break
    return [found.get(back) for back in range(max(found), -1, -1)]


Said = tuple[str | None, Any]


def _eurostat(q: Question) -> Said:
    assert q.base is not None  # noqa: S101 -- asked only with a baseline
    result: Mapping[str, Any] = comparators.eurostat(
        q.base.value,
        q.base.when,
        q.last.value,
        q.last.when,
        target=q.target,
        tt=q.end,
        direction=q.word,
    )
    return result["category"], result.get("ratio", result["cagr_actual"])


def _unsd(q: Question) -> Said:
    assert q.base is not None  # noqa: S101 -- asked only with a baseline
    last = q.at_deadline or q.last
    result: Mapping[str, Any] = comparators.unsd_assessment_2023(
        q.base.value,
        q.base.when,
        last.value,
        last.when,
        target=q.target,
        increase=q.direction > 0,
        target_year=last.when if q.is_due or q.end is None else q.end,
    )
    score = result["score"]
    return None if score is None else f"score_{score}", result.get("ratio", result["cagr"])


def _escap_api(q: Question) -> Said:
    assert q.base is not None  # noqa: S101 -- asked only with a baseline
    since = [p for p in q.points if p.when > q.base.when]
    line = [q.base, *since]
    predicted = recency_weighted_regression(
        [p.when for p in line], [p.value for p in line], q.end or 0.0, **{"lambda": RECENCY}
    )["predicted"]
    if predicted is None:
        return None, None
    result: Mapping[str, Any] = comparators.escap_api(
        predicted, q.base.value, q.target or 0.0, direction=_increasing(q)
    )
    return result["category"], result["gap_pct"]


def _escap_csi(q: Question) -> Said:
    assert q.base is not None  # noqa: S101 -- asked only with a baseline
    last = q.at_deadline or q.last
    result: Mapping[str, Any] = comparators.escap_csi(
        last.value, q.base.value, q.target or 0.0, direction=_increasing(q)
    )
    return None, result["csi"]


def _increasing(q: Question) -> str:
    return "increasing" if q.direction > 0 else "decreasing"


def _weather(q: Question) -> Said:
    values = _yearly(q.points)
    if q.target is None or q.end is None:
        bare: Mapping[str, Any] = comparators.weather_symbol_direction(values, direction=q.word)
        return bare["symbol"], None
    result: Mapping[str, Any] = comparators.weather_symbol(
        values, q.last.when, q.target, q.end, direction=q.word
    )
    return result["symbol"], result["miss_share"]


def _sdsn(q: Question) -> Said:
    """Ask for the arrow on the values themselves, with the target as the green threshold.

    The index first places values between a worst and a best; a ratio of two slopes is the same
    before and after, so no bounds are needed as long as nothing is clipped.
    """
    assert q.base is not None  # noqa: S101 -- asked only with a baseline
    result: Mapping[str, Any] = comparators.sdsn_arrow(
        q.direction * q.base.value,
        q.base.when,
        q.direction * q.last.value,
        q.last.when,
        q.direction * (q.target or 0.0),
        target_year=q.end or 0.0,
    )
    rate, required = result["rate"], result["required"]
    return result["arrow"], rate / required if rate is not None and required else None


def _open_sdg(q: Question) -> Said:
    assert q.base is not None  # noqa: S101 -- asked only with a baseline
    result: Mapping[str, Any] = open_sdg.progress(
        q.base.value,
        q.base.when,
        q.last.value,
        q.last.when,
        direction=q.word,
        target=q.target,
        ty=q.end or 0.0,
    )
    status = str(result["status"])
    return None if status == "not_available" else status, result["value"]


METHODS: Mapping[str, Callable[[Question], Said]] = {
    "eurostat": _eurostat,
    "unsd_assessment": _unsd,
    "escap_api": _escap_api,
    "escap_csi": _escap_csi,
    "weather_symbol": _weather,
    "sdsn_arrow": _sdsn,
    "open_sdg": _open_sdg,
}
