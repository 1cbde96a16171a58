"""UNSD's progress assessment on a series: which years are compared, and when the target year ends.

For comparison beside the platform's own rule; the score itself is in ``growth_comparators``.
"""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from milepost.measure.growth_comparators import unsd_assessment_2023
from milepost.measure.working import Line, SetAside, Working, method, nothing

NAMES = ("cagr", "expected_2030", "ratio", "score")


@method("progress.unsd_assessment_series")
def unsd_assessment_series(
    series: Mapping[str, float | None],
    *,
    base_year: float = 2015,
    target: float | None = None,
    increase: bool = True,
    target_year: float = 2030,
    **options: Any,
) -> Working:
    """Return UNSD's score for a yearly series: the base is 2015, or the year nearest to it.

    The base is the year nearest ``base_year`` that leaves two points (of two equally near the
    earlier one, which leaves more); the latest is the last year up to ``target_year``: a target
    year that has passed is evaluated up to it. ``options`` are those of the assessment
    (``percent``, ``kind``). Fewer than two years give no score, except for a
    binary indicator. Raises ValueError for a year that is no number.

    Source: UNSD notes of 2023 and 2024 as published by Eustat [read].
    """
    known = sorted((float(year), value) for year, value in series.items() if value is not None)
    aside = [
        SetAside(year, None, "value_missing") for year, value in series.items() if value is None
    ]
    usable = [(year, value) for year, value in known if year <= target_year]
    aside += [
        SetAside(f"{year:g}", value, "after_target_year")
        for year, value in known
        if year > target_year
    ]
    fewest = 1 if options.get("kind") == "binary" else 2
    if len(usable) < fewest:
        return nothing(NAMES, "fewer_than_two_years", aside=aside)
    year, latest = usable[-1]
    before = usable[:-1] or usable
    base, first = min(before, key=lambda pair: (abs(pair[0] - base_year), pair[0]))
    result = unsd_assessment_2023(
        first,
        base,
        latest,
        year,
        target=target,
        increase=increase,
        target_year=target_year,
        **options,
    )
    lines = (
        Line("value_at_baseline", first, at=f"{base:g}"),
        Line("value_latest", latest, at=f"{year:g}"),
    )
    return replace(result, lines=(*lines, *result.lines), aside=(*aside, *result.aside))
