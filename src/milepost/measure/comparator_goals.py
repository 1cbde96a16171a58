"""How OECD and SDSN put several indicators together, for comparison beside our own distribution.

Both average unlike indicators, which Milepost does not do for a colour.
"""

from collections.abc import Sequence
from statistics import fmean

from milepost.measure.rounding import tidy
from milepost.measure.working import (
    Line,
    Ruling,
    SetAside,
    Working,
    method,
    nothing,
    ruled,
    without_value,
    worked,
)

FEWEST_INDICATORS = 0.8
TREND_SCALE = (0.0, 4.0)
ARROW_PLACES = {
    "decreasing": 0.5,
    "stagnating": 1.5,
    "moderately_improving": 2.5,
    "on_track_or_maintaining": 3.5,
}
GOAL_CLASSES = (
    (3.0, "on_track_or_maintaining"),
    (2.0, "moderately_improving"),
    (1.0, "stagnating"),
)


def _gaps(name: str, values: Sequence[object]) -> list[SetAside]:
    return [
        gap
        for place, value in enumerate(values)
        for gap in without_value(**{f"{name}[{place}]": value})
    ]


@method("progress.sdsn_index")
def sdsn_index(scores: Sequence[float | None], total: int | None = None) -> Working:
    """SDSN index of a country: the mean of its indicators' scores, from 0 to 100.

    ``scores`` are those of ``progress.sdsn_normalise``, None where there are no data; ``total`` is
    the number of indicators there are (those listed when not stated). With more than 20 per cent
    of them missing there is no index. Differences of two or three places in a ranking mean nothing.

    Source: SDSN, Sustainable Development Report [the limit and the warning read; the mean known].
    """
    known = [score for score in scores if score is not None]
    whole = len(scores) if total is None else total
    aside = _gaps("scores", scores)
    if not whole:
        return nothing(("index", "missing_share"), "no_data", aside=aside, n=0, publish=False)
    coverage = len(known) / whole
    publish = tidy(coverage) >= FEWEST_INDICATORS
    index = fmean(known) if publish else None
    verdict, relation = ("published", ">=") if publish else ("withheld", "<")
    return worked(
        {"index": index, "missing_share": 1 - coverage, "n": len(known), "publish": publish},
        Line("members_known", len(known)),
        Line("coverage", coverage, "members_known / total"),
        Line("score_of_100", index, "Σ score / members_known"),
        ruling=Ruling(verdict, "coverage", coverage, relation, FEWEST_INDICATORS),
        aside=aside,
        caveats=("ranks_are_rough",) if publish else (),
    )


@method("progress.sdsn_goal_arrow")
def sdsn_goal_arrow(trends: Sequence[float | str | None]) -> Working:
    """SDSN arrow of a goal: the mean of its indicators' trends on a scale from 0 to 4.

    A trend is a number on that scale or the arrow of an indicator, which stands for the middle of
    its quarter: decreasing 0 to 1, stagnating 1 to 2, moderately improving 2 to 3, on track or
    maintaining 3 to 4. The mean is cut at the same places; a cut belongs to the better side.
    Nothing known gives no arrow. Raises ValueError for another word and a number off the scale.

    Source: SDSN, Sustainable Development Report [known, not read again]; the middles are ours,
    because the report's own rescaling could not be confirmed.
    """
    known = [_place(trend) for trend in trends if trend is not None]
    aside = _gaps("trends", trends)
    if not known:
        return nothing(("mean", "arrow"), "no_data", aside=aside, n=0)
    mean = fmean(known)
    ruling = ruled("trend_of_four", mean, GOAL_CLASSES, "decreasing")
    return worked(
        {"mean": mean, "arrow": ruling.verdict, "n": len(known)},
        Line("members_known", len(known)),
        Line("trend_of_four", mean, "Σ trend / members_known"),
        ruling=ruling,
        aside=aside,
        caveats=("scale_is_ours",) if any(isinstance(trend, str) for trend in trends) else (),
    )


def _place(trend: float | str) -> float:
    if isinstance(trend, str):
        if trend not in ARROW_PLACES:
            msg = f"not an arrow: {trend!r}"
            raise ValueError(msg)
        return ARROW_PLACES[trend]
    if not TREND_SCALE[0] <= trend <= TREND_SCALE[1]:
        msg = f"not on the scale from 0 to 4: {trend!r}"
        raise ValueError(msg)
    return trend


@method("progress.oecd_average")
def oecd_average(distances: Sequence[float | None]) -> Working:
    """OECD distance of a target: the mean distance of its indicators, in standard deviations.

    A distance below zero (over-achievement) counts as zero, so that one indicator that is well past
    its target does not hide another that is far from it. Nothing known gives no mean.

    Source: OECD, Measuring distance to the SDG targets [known, not read again].
    """
    known = [max(0.0, distance) for distance in distances if distance is not None]
    aside = _gaps("distances", distances)
    if not known:
        return nothing(("mean",), "no_data", aside=aside, n=0)
    mean = fmean(known)
    return worked(
        {"mean": mean, "n": len(known)},
        Line("members_known", len(known)),
        Line("distance_in_sd", mean, "Σ max(0, distance) / members_known"),
        aside=aside,
        caveats=("moves_with_others",),
    )
