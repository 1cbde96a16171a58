"""Remittance prices over time: the way to the targets of SDG 10.c, and like with like."""

from collections.abc import Mapping
from math import fsum

from milepost.measure.remittances import TARGET_AVERAGE, TARGET_CORRIDOR
from milepost.measure.rounding import tidy
from milepost.measure.working import (
    Figure,
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

TARGET_YEAR = 2030
ON_TRACK, ACCELERATION = 0.95, 0.60
CUTS = ((ON_TRACK, "on_track"), (ACCELERATION, "acceleration_needed"), (0.0, "limited"))
PATH = ("path_now", "gap_to_path", "gap_share", "time_share", "ratio", "needed_a_year")


@method("remittance.target_path")
def target_path(
    baseline: float | None,
    baseline_year: float,
    latest: float | None,
    latest_year: float,
    target: float = TARGET_AVERAGE,
    target_year: float = TARGET_YEAR,
    *,
    reach: bool = False,
) -> Working:
    """Compare a price with the straight way from a baseline to its target.

    ``path_now`` is where the straight line is in ``latest_year``, ``gap_to_path`` how far the price
    lies above it; ``ratio`` the share of the gap closed over the share of the time used, as on the
    linear path: 0.95 on track, 0.60 acceleration needed, 0 limited, below regressing.
    ``needed_a_year`` is the change a year that still leads to the target. The average price should
    be *less than* 3, so a price of 3 has not met it; with ``reach`` the target itself is enough, as
    for the cap of 5 of a corridor. Prices in per cent of the amount sent.

    Edge cases: a missing price gives nothing. A price that meets the target is met whatever its
    pace; one that did at the baseline and no longer does is lost, without a pace. No time after
    the baseline: insufficient points. A target year that has come without being met: missed.

    Source: SDG target 10.c (less than 3 %, no corridor above 5 %, by 2030) [read]; path as in
    ``progress.linear_path_ratio`` [own].
    """
    if baseline is None or latest is None:
        aside = without_value(baseline=baseline, latest=latest)
        return nothing(PATH, "no_data", aside=aside, met=None)
    is_met, was_met = _meets(latest, target, reach=reach), _meets(baseline, target, reach=reach)
    way, whole = target - baseline, target_year - baseline_year
    used, left = latest_year - baseline_year, target_year - latest_year
    path_now = baseline + way * used / whole if whole > 0 and used >= 0 else None
    gap_share = (latest - baseline) / way if way < 0 else None
    time_share = used / whole if whole > 0 and used > 0 else None
    ratio = gap_share / time_share if gap_share is not None and time_share else None
    needed = (target - latest) / left if left > 0 and not is_met else None
    above = latest - path_now if path_now is not None else None
    found = (path_now, above, gap_share, time_share, ratio, needed)
    figures: dict[str, Figure] = {**dict(zip(PATH, found, strict=True)), "met": is_met}
    return worked(
        figures,
        *_path_lines(figures),
        Line("value_latest", latest),
        ruling=_path_ruling((is_met, was_met), (latest, target), left, ratio, reach=reach),
        caveats=() if ratio is not None or is_met else ("no_time_between",),
    )


def _path_lines(figures: Mapping[str, Figure]) -> list[Line]:
    formulas = (
        ("path_now", "price_on_path", "baseline + (target - baseline) × time_share"),
        ("gap_to_path", "price_above_path", "latest - price_on_path"),
        ("gap_share", "change_share", "(latest - baseline) / (target - baseline)"),
        ("time_share", "time_share", "(t - t0) / (T - t0)"),
        ("needed_a_year", "pace_needed", "(target - latest) / (T - t)"),
        ("ratio", "pace_ratio", "change_share / time_share"),
    )
    return [Line(code, figures[name], formula) for name, code, formula in formulas]


def _meets(price: float, target: float, *, reach: bool) -> bool:
    return tidy(price) <= tidy(target) if reach else tidy(price) < tidy(target)


def _path_ruling(
    met: tuple[bool, bool],
    price: tuple[float, float],
    left: float,
    ratio: float | None,
    *,
    reach: bool,
) -> Ruling:
    """Return the class of a price: met, lost, missed, or that of its pace."""
    is_met, was_met = met
    latest, target = price
    if is_met:
        return Ruling("met", "value_latest", latest, "<=" if reach else "<", target)
    beyond = ">" if reach else ">="
    if left <= 0:
        return Ruling("missed", "value_latest", latest, beyond, target)
    if was_met:
        return Ruling("lost_after_being_met", "value_latest", latest, beyond, target)
    if ratio is None:
        return Ruling("insufficient_points")
    return ruled("pace_ratio", ratio, CUTS, "regressing")


@method("remittance.corridor_cap")
def corridor_cap(smart: Mapping[str, float | None], cap: float = TARGET_CORRIDOR) -> Working:
    """Return how the corridors stand to the cap: no corridor above 5 per cent.

    ``smart`` are the SmaRT averages by corridor, None for a corridor without one. ``above`` maps
    each corridor above the cap to the percentage points it must fall; ``share_within`` is the share
    of the known corridors at or below the cap.

    Edge cases: exactly the cap is within it. One corridor above decides that the target is not met;
    with none above and some unknown it cannot be said (None).

    Source: SDG target 10.c, component 2 [read].
    """
    known = {name: value for name, value in smart.items() if value is not None}
    without = [name for name, value in smart.items() if value is None]
    above = {name: value - cap for name, value in known.items() if tidy(value) > tidy(cap)}
    is_met: bool | None = None if without or not known else True
    if above:
        is_met = False
    share = 1 - len(above) / len(known) if known else None
    ruling = None
    if is_met is not None:
        verdict = "cap_kept" if is_met else "cap_exceeded"
        ruling = Ruling(verdict, "corridors_above_cap", len(above), "=" if is_met else ">", 0)
    return worked(
        {"above": above, "share_within": share, "met": is_met, "without": without},
        Line("corridors_known", len(known), "#{corridors with SmaRT}"),
        *[Line("points_above_cap", value, "SmaRT - cap", at=name) for name, value in above.items()],
        Line("corridors_within_share", share, "#{SmaRT ≤ cap} / corridors_known"),
        Line("corridors_above_cap", len(above), "#{SmaRT > cap}"),
        ruling=ruling,
        aside=[SetAside(name, None, "corridor_without_data") for name in without],
        caveats=() if known else ("no_data",),
    )


@method("remittance.matched_change")
def matched_change(
    before: Mapping[str, float | None], after: Mapping[str, float | None]
) -> Working:
    """Return how prices changed in the corridors known at both times.

    Corridors that are dropped or added move an average without any price changing, so like is
    compared with like. ``change`` is the difference of the two means over matched corridors,
    ``change_of_all`` that of each time's own corridors, ``sample_effect`` what lies between them;
    in percentage points.

    Edge cases: without a matched corridor there is no change to state.

    Source: Milepost, after the rouble corridors that left the series in 2022 [own].
    """
    first = {name: value for name, value in before.items() if value is not None}
    last = {name: value for name, value in after.items() if value is not None}
    matched = [name for name in first if name in last]
    dropped = [name for name in before if name in first and name not in last]
    added = [name for name in after if name in last and name not in first]
    aside = [SetAside(name, first[name], "corridor_dropped") for name in dropped]
    aside += [SetAside(name, last[name], "corridor_added") for name in added]
    if not matched:
        return nothing(
            ("change", "change_of_all", "sample_effect"), "no_data", aside=aside, matched=0
        )
    start = fsum(first[name] for name in matched) / len(matched)
    end = fsum(last[name] for name in matched) / len(matched)
    of_all = fsum(last.values()) / len(last) - fsum(first.values()) / len(first)
    change = end - start
    return worked(
        {
            "change": change,
            "change_of_all": of_all,
            "sample_effect": of_all - change,
            "matched": len(matched),
            "dropped": dropped,
            "added": added,
        },
        Line("corridors_matched", len(matched), "#{corridors known at both times}"),
        Line("price_before", start, "mean of before, matched"),
        Line("price_after", end, "mean of after, matched"),
        Line("price_change_of_all", of_all, "mean of after - mean of before, each of its own"),
        Line("price_sample_effect", of_all - change, "change of all - change"),
        Line("price_change", change, "price_after - price_before"),
        aside=aside,
        caveats=("sample_changed",) if aside else (),
    )
