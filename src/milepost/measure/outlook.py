"""What can honestly be said about a deadline, by the number of points of a series.

A short series never gets a percentage: below three points only the last value, three points a
comparison of paces, four or five scenarios, from six a likelihood in words, and only where three
models agree on which side of a half it lies.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

from milepost.measure.growth import sign_of
from milepost.measure.outlook_models import (
    Forecast,
    Question,
    backtest,
    models,
    scenarios,
)
from milepost.measure.projection import likelihood, likelihood_code
from milepost.measure.rates import known_points
from milepost.measure.working import (
    Line,
    Ruling,
    SetAside,
    Working,
    method,
    nothing,
    without_value,
    worked,
)

PACE, SCENARIOS, BAND, TESTED = 3, 4, 6, 9
HALF = 0.5
CLIP = (0.05, 0.95)
NAMES = ("kind", "verdict", "p_low", "p_high", "words")


@dataclass(slots=True)
class Said:
    """What is said of a series; ``side`` is what dropping one point must not change."""

    kind: str
    ruling: Ruling
    side: object
    figures: dict[str, object] = field(default_factory=dict)
    lines: list[Line] = field(default_factory=list)
    caveats: list[str] = field(default_factory=list)


@method("projection.outlook")
def outlook(
    years: Sequence[float],
    values: Sequence[float | None],
    target: float | None,
    target_year: float,
    *,
    direction: str = "positive",
    upper: float | None = None,
    lower: float | None = None,
) -> Working:
    """Say what can honestly be said about meeting a target, by the number of points n.

    ``kind`` and what comes with it: ``last_value`` (n < 3) nothing but the last value; ``pace``
    (n = 3) the pace needed against the pace seen, units a year; ``scenarios`` (4 to 5) the value at
    the deadline at the pace of the last five years, with that pace weakening by a tenth a year, and
    at the best change between neighbours, and how many meet the target; ``band`` (6 to 8) the range
    of the chances of a straight line, a log-linear line (for a share of ``upper`` a logit line) and
    a damped trend, clipped to 5 to 95 %, in the IPCC's words; ``tested_band`` (9 and more) the same
    with an 80 % interval and a backtest on the last third. A band needs all three models on one
    side of a half (exactly a half is neither), otherwise the verdict is ``outlook_cannot_tell``;
    likewise where a model cannot be fitted (zeros, a target at the end of its scale).

    Caveats: ``extrapolated`` when the deadline lies further ahead than the series reaches back;
    ``one_point_decides`` when leaving out any one point changes what is said; ``clipped_chances``.
    Nothing is projected when the latest value meets the target (``met_now``) or the deadline is not
    after it (``deadline_reached``). Of two values of one year the less favourable counts. Raises
    ValueError for a word that is no direction, or values outside 0 to ``upper``. No forecast falls
    below ``lower`` (zero for counts) or outside the scale of a share.

    Source: Milepost's rule for short series; words of the IPCC [known].
    """
    sign = sign_of(direction)
    times, known, aside = _one_a_year(years, values, sign)
    if target is None or not known:
        gaps = [*aside, *without_value(target=target)]
        return nothing(NAMES, "no_data" if target is not None else "no_target", aside=gaps)
    if upper is not None and not all(0 <= value <= upper for value in (*known, target)):
        msg = f"shares lie between 0 and {upper:g}"
        raise ValueError(msg)
    return _answer(
        Question(tuple(times), tuple(known), target, target_year, sign, upper, lower), aside
    )


def _answer(question: Question, aside: Sequence[SetAside]) -> Working:
    said = _say(question)
    caveats = list(said.caveats)
    if question.horizon > question.span > 0 and said.kind not in _SETTLED:
        caveats.append("extrapolated")
    if _one_point_decides(question, said):
        caveats.append("one_point_decides")
    return worked(
        {
            **dict.fromkeys(NAMES),
            "kind": said.kind,
            "verdict": said.ruling.verdict,
            "n": len(question.times),
            "last": question.last,
            "last_year": question.times[-1],
            **said.figures,
        },
        Line("points_used", len(question.times)),
        Line("value_latest", question.last, at=f"{question.times[-1]:g}"),
        *said.lines,
        ruling=said.ruling,
        aside=aside,
        caveats=caveats,
    )


_SETTLED = frozenset({"met_now", "deadline_reached", "last_value"})


def _one_a_year(
    years: Sequence[float], values: Sequence[float | None], sign: int
) -> tuple[list[float], list[float], list[SetAside]]:
    times, known, aside = known_points(years, values)
    kept: dict[float, float] = {}
    for time, value in zip(times, known, strict=True):
        other = kept.get(time, value)
        worse, better = sorted((value, other), key=lambda item: sign * item)
        if time in kept:
            aside.append(SetAside(f"{time:g}", better, "same_year"))
        kept[time] = worse
    return list(kept), list(kept.values()), aside


def _say(question: Question, points: int | None = None) -> Said:
    """Say what ``points`` points allow (those of the question when not stated)."""
    n = len(question.times) if points is None else points
    if question.horizon <= 0:
        return Said("deadline_reached", Ruling("outlook_deadline_reached"), None)
    if question.meets(question.last):
        relation = ">=" if question.sign > 0 else "<="
        ruling = Ruling("outlook_met_now", "value_latest", question.last, relation, question.target)
        return Said("met_now", ruling, None)
    if n < PACE:
        return Said("last_value", Ruling("outlook_last_value", "points_used", n, "<", PACE), None)
    if n < SCENARIOS:
        return _pace(question)
    if n < BAND:
        return _scenarios(question)
    return _band(question, tested=n >= TESTED)


def _pace(question: Question) -> Said:
    seen = (question.last - question.values[0]) / question.span
    needed = (question.target - question.last) / question.horizon
    up = question.sign > 0
    if question.sign * seen >= question.sign * needed:
        ruling = Ruling("outlook_pace_enough", "pace_seen", seen, ">=" if up else "<=", needed)
    elif question.sign * seen > 0:
        ruling = Ruling("outlook_pace_too_slow", "pace_seen", seen, "<" if up else ">", needed)
    else:
        ruling = Ruling("outlook_wrong_way", "pace_seen", seen, "<=" if up else ">=", 0.0)
    return Said(
        "pace",
        ruling,
        ruling.verdict,
        {"pace_seen": seen, "pace_needed": needed},
        [
            Line("pace_seen", seen, "(last - first) / (last_year - first_year)"),
            Line("pace_needed", needed, "(target - last) / (target_year - last_year)"),
        ],
    )


SCENARIO_FORMULAS = {
    "recent": "last + pace(5) × h",
    "damped": "last + pace(5) × Σ 0.9^k",
    "best": "last + max(change) × h",
}


def _scenarios(question: Question) -> Said:
    ends = scenarios(question)
    meeting = sum(question.meets(value) for value in ends.values())
    verdict = {0: "outlook_none_meets", len(ends): "outlook_all_meet"}.get(
        meeting, "outlook_some_meet"
    )
    return Said(
        "scenarios",
        Ruling(verdict),
        verdict,
        {"scenarios": ends, "meeting": meeting},
        [
            *[
                Line("expected_at_deadline", value, SCENARIO_FORMULAS[name], at=name)
                for name, value in ends.items()
            ],
            Line("scenarios_meeting", meeting, "#{direction × (value - target) ≥ 0}"),
        ],
    )


def _band(question: Question, *, tested: bool) -> Said:
    found = models(question)
    said = _likelihood(found)
    said.kind = "tested_band" if tested else "band"
    said.lines[:0] = [
        line
        for name, forecast in found.items()
        for line in (
            Line("expected_at_deadline", forecast.value if forecast else None, at=name),
            Line("chance_of_target", forecast.chance if forecast else None, at=name),
        )
    ]
    said.figures["models"] = {
        name: None if forecast is None else {"value": forecast.value, "p": forecast.chance}
        for name, forecast in found.items()
    }
    if tested:
        _add_test(said, question, found)
    return said


def _likelihood(found: dict[str, Forecast | None]) -> Said:
    fitted = [forecast.chance for forecast in found.values() if forecast is not None]
    sides = {chance > HALF if chance != HALF else None for chance in fitted}
    if len(fitted) < len(found) or len(sides) > 1 or None in sides:
        why = "model_not_possible" if len(fitted) < len(found) else "models_disagree"
        return Said("", Ruling("outlook_cannot_tell"), None, caveats=[why])
    low, high = (min(max(chance, CLIP[0]), CLIP[1]) for chance in (min(fitted), max(fitted)))
    words = [likelihood(low), likelihood(high)]
    verdict = likelihood_code(words[0]) if words[0] == words[1] else "outlook_between"
    return Said(
        "",
        Ruling(verdict, "chance_low", low) if verdict != "outlook_between" else Ruling(verdict),
        sides.pop(),
        {"p_low": low, "p_high": high, "words": words},
        [
            Line("chance_low", likelihood_code(words[0]), "max(0.05, min chance)"),
            Line("chance_high", likelihood_code(words[1]), "min(0.95, max chance)"),
        ],
        ["clipped_chances"] if (low, high) != (min(fitted), max(fitted)) else [],
    )


def _add_test(said: Said, question: Question, found: dict[str, Forecast | None]) -> None:
    """Add the 80 % interval and how a line did on the last third of the series."""
    chosen = found.get("logit") or found["linear"]
    test = backtest(question)
    said.figures["backtest"] = test
    if chosen is not None:
        said.figures |= {"lower80": chosen.lower, "upper80": chosen.upper}
        said.lines += [
            Line("forecast_lower", chosen.lower, "m - t(0.90; n - 2) × forecast_error"),
            Line("forecast_upper", chosen.upper, "m + t(0.90; n - 2) × forecast_error"),
        ]
    said.lines += [
        Line("held_out", test["held_out"], "max(3, ⌊n / 3⌋)"),
        Line("held_out_within", test["within"], "#{|y - m| ≤ t(0.90) × forecast_error}"),
        Line("backtest_error", test["error"], "Σ |value - forecast| / held_out"),
        Line("backtest_naive", test["naive_error"], "Σ |value - y_k| / held_out"),
    ]
    if test["error"] > test["naive_error"]:
        said.caveats.append("line_no_better")


def _one_point_decides(question: Question, said: Said) -> bool:
    """Whether leaving out any one point changes what is said, at the same depth of answer."""
    if said.kind in _SETTLED:
        return False
    n = len(question.times)
    shorter = (question.without(place) for place in range(n))
    return any(_say(other, points=n).side != said.side for other in shorter)
