"""Every method by its id: a function that takes the inputs of a vector as keywords.

The functions return their figures by name, None where the method has none to give, with the way
that led to them (:class:`milepost.measure.working.Working`). ``run`` compares the figures with what
a file of vectors expects, so that anyone can check the formulas against published examples
(``milepost measure run``).
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from milepost.measure import (
    adoption,
    bootstrap,
    checklists,
    comparator_goals,
    comparators,
    composite,
    crosswalk,
    linear,
    open_sdg,
    outlook,
    projection,
    rates,
    rollup_checks,
    rollup_methods,
    survival,
    trend,
    unsd_series,
    windows,
)
from milepost.measure.catalogue_people import PEOPLE_METHODS
from milepost.measure.entry_into_force import entry_into_force
from milepost.measure.reading import WrongInputsError, read_inputs

Method = Callable[..., Mapping[str, Any]]

USUAL_TOLERANCE = 1e-9
"""Within this figures agree where an example states no tolerance."""
NOISE = 1e-12
"""Two ways to compute the same figure may differ by this share of it."""

OWN_METHODS: Mapping[str, Method] = {
    "progress.linear_path_ratio": linear.linear_path_ratio,
    "progress.platform_default": linear.platform_default,
    "progress.statcan_open_sdg": open_sdg.progress,
    "progress.statcan_score_target": open_sdg.score_target,
    "progress.statcan_score_notarget": open_sdg.score_trend,
    "progress.statcan_aggregate": open_sdg.aggregate,
    "progress.goldilocks_transform": open_sdg.goldilocks,
    "progress.eurostat": comparators.eurostat,
    "progress.eurostat_windows": windows.eurostat_windows,
    "progress.unsd_chart_2022": comparators.unsd_chart_2022,
    "progress.unsd_assessment_2023": comparators.unsd_assessment_2023,
    "progress.unsd_assessment_series": unsd_series.unsd_assessment_series,
    "progress.escap_csi": comparators.escap_csi,
    "progress.escap_api": comparators.escap_api,
    "progress.escap_average": comparators.escap_average,
    "progress.oecd_distance": comparators.oecd_distance,
    "progress.oecd_average": comparator_goals.oecd_average,
    "progress.sdsn_normalise": comparators.sdsn_normalise,
    "progress.sdsn_arrow": comparators.sdsn_arrow,
    "progress.sdsn_index": comparator_goals.sdsn_index,
    "progress.sdsn_goal_arrow": comparator_goals.sdsn_goal_arrow,
    "progress.weather_symbol": comparators.weather_symbol,
    "progress.weather_symbol_direction": comparators.weather_symbol_direction,
    "progress.weather_symbol_several": comparators.weather_symbol_several,
    "progress.weather_symbol_past": comparators.weather_symbol_past,
    "adoption.coverage": adoption.coverage,
    "adoption.weighted_coverage": adoption.weighted_coverage,
    "adoption.time_to_n": adoption.time_to_n,
    "adoption.pace": adoption.pace,
    "adoption.entry_into_force": entry_into_force,
    "adoption.kaplan_meier": survival.kaplan_meier,
    "adoption.kaplan_meier_se": survival.kaplan_meier_se,
    "adoption.share_adopted": survival.share_adopted,
    "adoption.observation": survival.observation,
    "rollup.weighted_mean": rollup_methods.weighted_mean,
    "rollup.simple_mean": rollup_methods.simple_mean,
    "rollup.median_iqr": rollup_methods.median_iqr,
    "rollup.policy_share": rollup_methods.policy_share,
    "rollup.coverage_gates": rollup_methods.coverage_gates,
    "rollup.members": rollup_methods.members,
    "rollup.wb_sum": rollup_methods.world_bank_sum,
    "rollup.wb_gap_fill": rollup_checks.fill_gaps,
    "rollup.expected_coverage_error": rollup_checks.expected_coverage_error,
    "rollup.global_vs_mean_of_regions": rollup_checks.global_vs_mean_of_regions,
    "rollup.ryg_distribution": rollup_methods.colour_distribution,
    "rollup.all_must_be_met": rollup_checks.all_must_be_met,
    "composite.sdg_10_7_2": composite.sdg_10_7_2,
    "composite.sdg_17_14_1": composite.sdg_17_14_1,
    "framework.indicator_types": checklists.indicator_types,
    "framework.checklist": checklists.checklist,
    "crosswalk.matrix": crosswalk.matrix,
    "crosswalk.bipartite_degree_centrality": crosswalk.bipartite_degree_centrality,
    "crosswalk.nilsson_scores": crosswalk.nilsson_scores,
    "crosswalk.three_way": crosswalk.three_way,
    "crosswalk.coders_agreement": crosswalk.coders_agreement,
    "projection.aarr_regression": rates.aarr_regression,
    "projection.aarr_endpoint": rates.aarr_endpoint,
    "projection.aarr_from_slope": rates.aarr_from_slope,
    "projection.aarr_required": rates.aarr_required,
    "projection.aarr_project": rates.aarr_project,
    "projection.arr_continuous": rates.arr_continuous,
    "projection.ols_probability": projection.ols_probability,
    "projection.recency_weighted_regression": projection.recency_weighted_regression,
    "projection.damped_trend": projection.damped_trend,
    "projection.damped_trend_limit": projection.damped_trend_limit,
    "projection.random_walk_drift": projection.random_walk_drift,
    "projection.diff_bootstrap_exact": bootstrap.diff_bootstrap_exact,
    "projection.block_bootstrap_exact": bootstrap.block_bootstrap_exact,
    "projection.mann_kendall_sen": trend.mann_kendall_sen,
    "projection.spearman_trend": trend.spearman_trend,
    "projection.ipcc_likelihood_label": projection.ipcc_likelihood_label,
    "projection.outlook": outlook.outlook,
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

    Numbers agree within the absolute tolerance (``USUAL_TOLERANCE`` where none is stated) and the
    noise of binary floating point, texts exactly, and None means that the figure must be missing.
    Only the expected keys are compared. Inputs are read as ``reading`` says; those that the method
    does not take give ``error``.
    """
    name, method_id = str(vector.get("id", "")), str(vector.get("method", ""))
    method = METHODS.get(method_id)
    if method is None:
        return Result(name, method_id, "unknown", (f"no method {method_id!r}",))
    try:
        actual = method(**read_inputs(method, vector["inputs"]))
    except WrongInputsError as refused:
        return Result(name, method_id, "error", refused.problems)
    except (ArithmeticError, AttributeError, LookupError, TypeError, ValueError) as error:
        return Result(name, method_id, "error", (f"{type(error).__name__}: {error}",))
    stated = vector.get("tolerance")
    tolerance = USUAL_TOLERANCE if stated is None else float(stated)
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
            found += differences(value, _figure(actual, str(key)), tolerance, place)
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


def _figure(actual: Mapping[str, Any], key: str) -> Any:
    """Return a figure by its key; a time may be written 6 or 6.0."""
    if key in actual:
        return actual[key]
    try:
        number = float(key)
        return next(value for name, value in actual.items() if float(name) == number)
    except (ValueError, StopIteration):
        return None


def _agree(expected: Any, actual: Any, tolerance: float) -> bool:
    numeric = isinstance(expected, (int, float)) and isinstance(actual, (int, float))
    if numeric and isinstance(expected, bool) is isinstance(actual, bool):
        return bool(abs(expected - actual) <= tolerance + NOISE * abs(expected))
    return type(expected) is type(actual) and bool(expected == actual)
