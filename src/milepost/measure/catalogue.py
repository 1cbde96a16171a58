"""Every method by its id: a function that takes the inputs of a vector as keywords.

The functions return a dict of figures, None where the method has none to give. ``run`` compares
them with what a file of vectors expects, so that anyone can check the formulas against published
examples (``milepost measure run``).
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from milepost.measure import (
    adoption,
    comparators,
    composite,
    crosswalk,
    open_sdg,
    projection,
    rollup,
    rollup_checks,
    trend,
)
from milepost.measure.case import Case
from milepost.measure.catalogue_people import PEOPLE_METHODS
from milepost.measure.growth import sign_of
from milepost.measure.path import gap_share
from milepost.measure.rate_path import linear_path
from milepost.measure.series import Point
from milepost.measure.working import Line, Working, method, worked

Method = Callable[..., Mapping[str, Any]]


@method("progress.linear_path_ratio")
def linear_path_ratio(
    base: float, base_year: float, value: float, year: float, target: float, target_year: float
) -> Working:
    """Return the share of the gap closed over the share of the time used."""
    if target == base or target_year == base_year:
        figures = dict.fromkeys(("expected_now", "change_share", "time_share", "ratio"))
        return worked(figures, caveats=("target_is_baseline",))
    time_share = (year - base_year) / (target_year - base_year)
    change_share = gap_share(base, value, target)
    expected = base + (target - base) * time_share
    ratio = change_share / time_share if time_share else None
    return worked(
        {
            "expected_now": expected,
            "change_share": change_share,
            "time_share": time_share,
            "ratio": ratio,
        },
        Line("change_share", change_share, "(value - base) / (target - base)"),
        Line("time_share", time_share, "(year - base_year) / (target_year - base_year)"),
        Line("expected_now", expected, "base + (target - base) × time_share"),
        Line("pace_ratio", ratio, "change_share / time_share"),
    )


def platform_default(
    series: Mapping[str, float | None],
    base_year: float | None,
    target: float | None,
    target_year: float | None,
    as_of: float,
    *,
    direction: str = "positive",
) -> dict[str, str | float | None]:
    """Rate a yearly series by the platform's decision procedure."""
    case = Case(
        points=tuple(Point(float(y), v) for y, v in series.items() if v is not None),
        direction=sign_of(direction),
        baseline=base_year,
        baseline_value=None,
        target=target,
        deadline=target_year,
        as_of=as_of,
    )
    verdict = linear_path(case, {"reject_future": False})
    ratio = verdict.numbers["ratio"]
    return {
        "status": verdict.status,
        "colour": verdict.state.value,
        "ratio": ratio if isinstance(ratio, float) else None,
    }


def weighted_mean(
    values: Mapping[str, float | None],
    weights: Mapping[str, float | None],
    threshold: float = rollup.WEIGHT_GATE,
) -> dict[str, object]:
    """Return the weighted mean of the members that report, withheld below the gate."""
    result = rollup.weighted_mean(values, weights, threshold)
    return {
        "value": result.value,
        "coverage": result.weight_share,
        "n_reporting": result.states_with_data,
        "n_total": result.states_total,
        "publish": result.gate_passed,
    }


def world_bank_sum(
    values: Mapping[str, float | None], proxy: Mapping[str, float]
) -> dict[str, float | None]:
    """Return the sum, withheld when more than a third of the proxy is missing."""
    result = rollup.total(values, proxy=proxy)
    missing = None if result.weight_share is None else 1 - result.weight_share
    return {"missing_share": missing, "value": result.value}


def colour_distribution(counts: Mapping[str, int]) -> dict[str, float | None]:
    """Return the shares of the rated, the rated share and the balance."""
    return rollup.balance(counts)


OWN_METHODS: Mapping[str, Method] = {
    "progress.linear_path_ratio": linear_path_ratio,
    "progress.platform_default": platform_default,
    "progress.statcan_open_sdg": open_sdg.progress,
    "progress.statcan_score_target": open_sdg.score_target,
    "progress.statcan_score_notarget": open_sdg.score_trend,
    "progress.statcan_aggregate": open_sdg.aggregate,
    "progress.goldilocks_transform": open_sdg.goldilocks,
    "progress.eurostat": comparators.eurostat,
    "progress.unsd_chart_2022": comparators.unsd_chart_2022,
    "progress.unsd_assessment_2023": comparators.unsd_assessment_2023,
    "progress.escap_csi": comparators.escap_csi,
    "progress.escap_api": comparators.escap_api,
    "progress.oecd_distance": comparators.oecd_distance,
    "progress.sdsn_normalise": comparators.sdsn_normalise,
    "progress.sdsn_arrow": comparators.sdsn_arrow,
    "progress.weather_symbol": comparators.weather_symbol,
    "progress.weather_symbol_direction": comparators.weather_symbol_direction,
    "adoption.coverage": adoption.coverage,
    "adoption.weighted_coverage": adoption.weighted_coverage,
    "adoption.time_to_n": adoption.time_to_n,
    "adoption.entry_into_force": adoption.entry_into_force,
    "adoption.kaplan_meier": adoption.kaplan_meier,
    "adoption.kaplan_meier_se": adoption.kaplan_meier_se,
    "rollup.weighted_mean": weighted_mean,
    "rollup.wb_sum": world_bank_sum,
    "rollup.wb_gap_fill": rollup_checks.fill_gaps,
    "rollup.expected_coverage_error": rollup_checks.expected_coverage_error,
    "rollup.global_vs_mean_of_regions": rollup_checks.global_vs_mean_of_regions,
    "rollup.ryg_distribution": colour_distribution,
    "composite.sdg_10_7_2": composite.sdg_10_7_2,
    "composite.sdg_17_14_1": composite.sdg_17_14_1,
    "crosswalk.matrix": crosswalk.matrix,
    "crosswalk.bipartite_degree_centrality": crosswalk.bipartite_degree_centrality,
    "crosswalk.nilsson_scores": crosswalk.nilsson_scores,
    "projection.aarr_regression": projection.aarr_regression,
    "projection.aarr_endpoint": projection.aarr_endpoint,
    "projection.aarr_from_slope": projection.aarr_from_slope,
    "projection.aarr_required": projection.aarr_required,
    "projection.aarr_project": projection.aarr_project,
    "projection.ols_probability": projection.ols_probability,
    "projection.recency_weighted_regression": projection.recency_weighted_regression,
    "projection.damped_trend": projection.damped_trend,
    "projection.damped_trend_limit": projection.damped_trend_limit,
    "projection.random_walk_drift": projection.random_walk_drift,
    "projection.diff_bootstrap_exact": projection.diff_bootstrap_exact,
    "projection.block_bootstrap_exact": projection.block_bootstrap_exact,
    "projection.mann_kendall_sen": trend.mann_kendall_sen,
    "projection.ipcc_likelihood_label": projection.ipcc_likelihood_label,
}

METHODS: Mapping[str, Method] = {**OWN_METHODS, **PEOPLE_METHODS}


@dataclass(frozen=True, slots=True)
class Result:
    """One vector compared: ``outcome`` is ``hit``, ``miss``, ``error`` or ``unknown``.

    ``differences`` are readable: path, what was expected, what came.
    """

    id: str
    method: str
    outcome: str
    differences: tuple[str, ...] = ()
    actual: Mapping[str, Any] | None = None


def run(vector: Mapping[str, Any]) -> Result:
    """Run one vector (``id``, ``method``, ``inputs``, ``expected``, ``tolerance``).

    Numbers agree within the absolute tolerance, texts exactly, and None means that the figure must
    be missing. Only the expected keys are compared. Inputs that the method does not take give
    ``error``.
    """
    name, method_id = str(vector.get("id", "")), str(vector.get("method", ""))
    method = METHODS.get(method_id)
    if method is None:
        return Result(name, method_id, "unknown", (f"no method {method_id!r}",))
    try:
        actual = method(**vector["inputs"])
    except (ArithmeticError, AttributeError, LookupError, TypeError, ValueError) as error:
        return Result(name, method_id, "error", (f"{type(error).__name__}: {error}",))
    tolerance = float(vector.get("tolerance") or 0.0)
    found = tuple(differences(vector["expected"], actual, tolerance))
    return Result(name, method_id, "miss" if found else "hit", found, actual)


def differences(expected: Any, actual: Any, tolerance: float, where: str = "") -> list[str]:
    """Return where ``actual`` differs from ``expected``, one line each."""
    if isinstance(expected, Mapping):
        if not isinstance(actual, Mapping):
            return [f"{where or 'result'}: expected {expected!r}, got {actual!r}"]
        found = []
        for key, value in expected.items():
            place = f"{where}.{key}" if where else str(key)
            found += differences(value, actual.get(key), tolerance, place)
        return found
    if isinstance(expected, Sequence) and not isinstance(expected, str):
        if not isinstance(actual, Sequence) or len(actual) != len(expected):
            return [f"{where}: expected {expected!r}, got {actual!r}"]
        pairs = zip(expected, actual, strict=True)
        return [
            line
            for index, (left, right) in enumerate(pairs)
            for line in differences(left, right, tolerance, f"{where}[{index}]")
        ]
    if _agree(expected, actual, tolerance):
        return []
    return [f"{where}: expected {expected!r}, got {actual!r}"]


def _agree(expected: Any, actual: Any, tolerance: float) -> bool:
    numeric = isinstance(expected, (int, float)) and isinstance(actual, (int, float))
    if numeric and isinstance(expected, bool) is isinstance(actual, bool):
        return bool(abs(expected - actual) <= tolerance)
    return type(expected) is type(actual) and bool(expected == actual)
