"""ESCAP, OECD and SDSN: progress as distance, for comparison beside the platform's own rule."""

from collections.abc import Sequence
from statistics import fmean

from milepost.measure.growth import sign_of
from milepost.measure.rounding import tidy
from milepost.measure.working import (
    Line,
    Ruling,
    Working,
    method,
    nothing,
    ruled,
    without_value,
    worked,
)

FULL = 10.0
MAINTAIN, REVERSE = 10.0, 100.0
ARROW_CLASSES = ((1.0, "on_track_or_maintaining"), (0.5, "moderately_improving"))
FEWEST_COUNTRIES = 0.5


@method("progress.escap_csi")
def escap_csi(
    current: float | None,
    base: float | None,
    target: float | None,
    *,
    direction: str = "increasing",
    parity: bool = False,
) -> Working:
    """UN ESCAP current status index: tenths of the way from base to target.

    ``CS = D (current - base) / |target - base|`` with D = +10 where more is better and -10
    otherwise; for parity indicators ``CS = 10 - 10 |target - current| / |target - base|``. 10 when
    achieved; below zero the value moved away. ``bounded`` is held between -10 and 10, the form in
    which indices are averaged. No unit.

    Edge cases: base equal to target and not achieved gives nothing. Raises ValueError for a word
    that is no direction.

    Source: UN ESCAP, used by all five regional commissions [technical notes of UNECE read; parity
    formula read in code of UNICEF].
    """
    sign = sign_of(direction)
    if current is None or base is None or target is None:
        gaps = without_value(current=current, base=base, target=target)
        return nothing(("csi", "bounded"), aside=gaps)
    way = abs(target - base)
    achieved = current == target if parity else sign * current >= sign * target
    if achieved:
        relation = "=" if parity else ">=" if sign > 0 else "<="
        ruling = Ruling("achieved", "value_latest", current, relation, target)
        return worked({"csi": FULL, "bounded": FULL}, Line("status_index", FULL), ruling=ruling)
    if not way:
        return nothing(("csi", "bounded"), "target_is_baseline")
    if parity:
        index = FULL - FULL * abs(target - current) / way
        formula = "10 - 10 × |target - current| / |target - base|"
    else:
        index = sign * FULL * (current - base) / way
        formula = "direction × 10 × (current - base) / |target - base|"
    bounded = max(-FULL, min(FULL, index))
    return worked(
        {"csi": index, "bounded": bounded},
        Line("way_to_go", way, "|target - base|"),
        Line("status_index", index, formula),
        ruling=ruled("status_index", index, ((0.0, "not_yet_achieved"),), "movement_away"),
    )


@method("progress.escap_api")
def escap_api(
    predicted: float | None,
    base: float | None,
    target: float | None,
    *,
    direction: str = "increasing",
    parity: bool = False,
) -> Working:
    """UN ESCAP anticipated progress index: the predicted gap as per cent of the gap at the base.

    ``gap = |target - predicted| / |target - base| × 100`` (per cent); 0 when the prediction meets
    the target. Up to 10 maintain, up to 100 accelerate, above reverse. Edge cases and errors as for
    the current status index.

    Source: UN ESCAP [existence and regression read in UNECE's notes; the cut-offs of 10 and 100 are
    known and were not read again].
    """
    sign = sign_of(direction)
    names = ("gap_pct", "category")
    if predicted is None or base is None or target is None:
        gaps = without_value(predicted=predicted, base=base, target=target)
        return nothing(names, aside=gaps)
    way = abs(target - base)
    meets = predicted == target if parity else sign * predicted >= sign * target
    if not meets and not way:
        return nothing(names, "target_is_baseline")
    gap = 0.0 if meets else abs(target - predicted) / way * 100
    if tidy(gap) > REVERSE:
        ruling = Ruling("reverse", "gap_left_percent", gap, ">", REVERSE)
    elif tidy(gap) > MAINTAIN:
        ruling = Ruling("accelerate", "gap_left_percent", gap, ">", MAINTAIN)
    else:
        ruling = Ruling("maintain", "gap_left_percent", gap, "<=", MAINTAIN)
    return worked(
        {"gap_pct": gap, "category": ruling.verdict},
        Line("gap_left_percent", gap, "|target - predicted| / |target - base| × 100"),
        ruling=ruling,
    )


@method("progress.escap_average")
def escap_average(scores: Sequence[float | None], total: int | None = None) -> Working:
    """UN ESCAP: the simple average of status indices, over indicators or over countries.

    Each index is held between -10 and 10 first. ``total`` is the number of indicators or countries
    there are (those listed when not stated); an average is given when more than half of them have
    an index. A simple average is meant, to avoid bias towards larger countries.

    Source: UNECE technical notes [read]; bounding before averaging is the platform's choice.
    """
    known = [max(-FULL, min(FULL, score)) for score in scores if score is not None]
    whole = len(scores) if total is None else total
    share = len(known) / whole if whole else None
    publish = share is not None and tidy(share) > FEWEST_COUNTRIES
    mean = fmean(known) if publish else None
    relation, verdict = (">", "published") if publish else ("<=", "withheld")
    return worked(
        {"mean": mean, "coverage": share, "n": len(known), "publish": publish},
        Line("members_known", len(known)),
        Line("coverage", share, "members_known / total"),
        Line("index_mean", mean, "Σ index / members_known"),
        ruling=None
        if share is None
        else Ruling(verdict, "coverage", share, relation, FEWEST_COUNTRIES),
        aside=[
            item
            for position, score in enumerate(scores)
            for item in without_value(**{f"scores[{position}]": score})
        ],
    )


@method("progress.oecd_distance")
def oecd_distance(
    value: float | None, target: float | None, sd: float | None, *, direction: str = "positive"
) -> Working:
    """OECD distance to target in cross-country standard deviations; over-achievement is zero.

    ``raw = d (target - value) / sd``, ``distance = max(0, raw)``; no unit. ``sd`` is the standard
    deviation between countries in the reference year, so the distance of one country moves when
    the others move: for comparing unlike indicators, never for the pace of one country. No spread
    (zero or less) gives nothing. Raises ValueError for a word that is no direction.

    Source: OECD, Measuring distance to the SDG targets [known, not read again].
    """
    sign = sign_of(direction)
    if value is None or target is None or sd is None:
        gaps = without_value(value=value, target=target, sd=sd)
        return nothing(("raw", "distance"), aside=gaps)
    if sd <= 0:
        return nothing(("raw", "distance"), "no_spread")
    raw = sign * (target - value) / sd
    distance = max(0.0, raw)
    return worked(
        {"raw": raw, "distance": distance},
        Line("distance_raw", raw, "direction × (target - value) / sd"),
        Line("distance_in_sd", distance, "max(0, distance_raw)"),
        caveats=("moves_with_others",),
    )


@method("progress.sdsn_normalise")
def sdsn_normalise(value: float | None, worst: float | None, best: float | None) -> Working:
    """SDSN index: place a value between worst (0) and best (100), clipped.

    ``x' = 100 (value - worst) / (best - worst)``; works in both directions. Worst equal to best
    gives nothing.

    Source: SDSN, SDG Index [known, not read again].
    """
    if value is None or worst is None or best is None:
        return nothing(("score",), aside=without_value(value=value, worst=worst, best=best))
    if worst == best:
        return nothing(("score",), "no_spread")
    raw = 100 * (value - worst) / (best - worst)
    score = max(0.0, min(100.0, raw))
    return worked(
        {"score": score},
        Line("score_raw", raw, "100 × (value - worst) / (best - worst)"),
        Line("score_of_100", score, "min(100, max(0, score_raw))"),
        caveats=("clipped",) if score != raw else (),
    )


@method("progress.sdsn_arrow")
def sdsn_arrow(
    score0: float | None,
    year0: float,
    score1: float | None,
    year1: float,
    green_threshold: float,
    *,
    target_year: float = 2030,
) -> Working:
    """SDSN index: the growth of the score against the growth needed for the green threshold.

    ``g = (score1 - score0) / (year1 - year0)`` and
    ``need = (green_threshold - score0) / (target_year - year0)``, points a year. At or above the
    threshold, or g at least the need: on track or maintaining. Else below zero decreasing, less
    than half of the need stagnating, more moderately improving. ``slipping`` marks what is above
    the threshold and falls, which the arrow does not show. No time between gives nothing.

    Source: SDSN, SDG Index [known, not read again]; the mark is the platform's own.
    """
    names = ("rate", "required", "arrow", "slipping")
    if score0 is None or score1 is None:
        return nothing(names, aside=without_value(score0=score0, score1=score1))
    if year1 <= year0 or target_year <= year0:
        return nothing(names, "no_time_between")
    rate = (score1 - score0) / (year1 - year0)
    required = (green_threshold - score0) / (target_year - year0)
    ruling = _arrow(score1, green_threshold, rate, required)
    slipping = ruling.verdict == "on_track_or_maintaining" and rate < 0
    return worked(
        {
            "rate": rate,
            "required": required,
            "arrow": ruling.verdict,
            "slipping": slipping,
        },
        Line("growth_of_score", rate, "(score1 - score0) / (year1 - year0)"),
        Line("growth_needed", required, "(green_threshold - score0) / (target_year - year0)"),
        Line(
            "growth_over_need",
            rate / required if required else None,
            "growth_of_score / growth_needed",
        ),
        ruling=ruling,
        caveats=("slipping",) if slipping else (),
    )


def _arrow(score: float, green_threshold: float, rate: float, required: float) -> Ruling:
    if tidy(score) >= tidy(green_threshold):
        return Ruling("on_track_or_maintaining", "score_of_100", score, ">=", green_threshold)
    if rate < 0:
        return Ruling("decreasing", "growth_of_score", rate, "<", 0.0)
    # Below the threshold and not falling, so the need is above zero.
    return ruled("growth_over_need", rate / required, ARROW_CLASSES, "stagnating")
