"""Roll-up beside the door of :mod:`milepost.measure.rollup`: gap filling and the error of gaps."""

from collections.abc import Mapping, Sequence
from statistics import fmean, median

from milepost.measure.rollup_methods import missing_members
from milepost.measure.rounding import tidy
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

MOST_MISSING = 1 / 3
WORST_FIRST = ("red", "grey", "contested", "yellow", "green")
LIKELY_ERROR = 0.37
TWO_STAGES = (
    "global_weighted",
    "mean_of_regional_means",
    "mean_of_countries",
    "median_of_countries",
)


@method("rollup.wb_gap_fill")
def fill_gaps(base: Mapping[str, float | None], current: Mapping[str, float | None]) -> Working:
    """Let missing members move like the reporting ones (the World Bank's practice).

    Growth is the current sum over the base sum of the members that report both; a missing member
    gets its base times that growth. Nothing is filled, and the total is None, when the missing
    part of the base is a third or more. ``flags`` marks every member: O observed, I imputed, M
    missing. A member that reports now without a base is in the total and not in the growth; one
    without base and current stays missing, with a caveat.

    Source: World Bank [read]; flags after SDMX OBS_STATUS.
    """
    known_base = {place: value for place, value in base.items() if value is not None}
    observed = {place: value for place, value in current.items() if value is not None}
    both = [place for place in known_base if place in observed]
    missing = [place for place in known_base if place not in observed]
    places = [*base, *(place for place in current if place not in base)]
    flags = {place: "O" if place in observed else "M" for place in places}
    aside = missing_members({place: current.get(place) for place in places}, "current")
    reported, whole = sum(known_base[place] for place in both), sum(known_base.values())
    if not reported or not whole:
        figures = {"imputed": {}, "flags": flags}
        return nothing(("growth", "total"), "no_reporting_base", aside=aside, **figures)
    growth = sum(observed[place] for place in both) / reported
    missing_share = (whole - reported) / whole
    filled = tidy(missing_share) < tidy(MOST_MISSING)
    imputed = {place: known_base[place] * growth for place in missing} if filled else {}
    flags |= dict.fromkeys(imputed, "I")
    total = sum(observed.values()) + sum(imputed.values()) if filled else None
    relation, verdict = ("<", "gaps_filled") if filled else (">=", "gaps_not_filled")
    return worked(
        {"growth": growth, "imputed": imputed, "total": total, "flags": flags},
        Line("growth_of_reporting", growth, "Σ current / Σ base"),
        Line("missing_share", missing_share, "Σ base × [missing] / Σ base"),
        *[
            Line("value_imputed", value, "base × growth_of_reporting", at=place)
            for place, value in imputed.items()
        ],
        Line("sum_of_members", total, "Σ current + Σ value_imputed"),
        ruling=Ruling(verdict, "missing_share", missing_share, relation, MOST_MISSING),
        aside=aside,
        caveats=("some_stay_missing",) if filled and "M" in flags.values() else (),
    )


@method("rollup.expected_coverage_error")
def expected_coverage_error(missing_population_share: float | None) -> Working:
    """Return the likely and the worst error of a mean, in cross-country standard deviations.

    ``0.37 x`` and ``x`` for a missing population share x. Raises ValueError outside 0 to 1.

    Source: rule of thumb of the Statistical Journal of the IAOS (sji220090) [read], which advises
    against a global figure under half of the world's population.
    """
    share = missing_population_share
    if share is None:
        gaps = without_value(missing_population_share=share)
        return nothing(("expected_sd", "risk_sd"), aside=gaps)
    if not 0 <= share <= 1:
        msg = f"a share lies between 0 and 1, not {share!r}"
        raise ValueError(msg)
    return worked(
        {"expected_sd": LIKELY_ERROR * share, "risk_sd": share},
        Line("error_likely", LIKELY_ERROR * share, "0.37 × missing_population_share"),
        Line("error_worst", share, "missing_population_share"),
        caveats=("under_half_of_people",) if share > 0.5 else (),
    )


@method("rollup.global_vs_mean_of_regions")
def global_vs_mean_of_regions(
    regions: Mapping[str, Mapping[str, Sequence[float | None]]],
) -> Working:
    """Show the trap of two-stage averages; members are ``[value, weight]`` by region.

    The weighted mean of all members, the mean of the regions' weighted means, and the plain mean
    and median of members. Members without value or weight are set aside. Nobody gives nothing.

    Source: Milepost; always aggregate from countries, never from regional figures [computed].
    """
    aside: list[SetAside] = []
    known: dict[str, list[tuple[float, float]]] = {}
    for region, countries in regions.items():
        for place, (value, weight) in countries.items():
            if value is None or weight is None:
                aside.append(SetAside(f"{region}: {place}", value, "value_missing"))
            else:
                known.setdefault(region, []).append((value, weight))
    pairs = [pair for region in known.values() for pair in region]
    if not pairs:
        return nothing(TWO_STAGES, aside=aside)
    regional = {region: _weighted(countries) for region, countries in known.items()}
    means = [mean for mean in regional.values() if mean is not None]
    values = [value for value, _ in pairs]
    whole, of_means = _weighted(pairs), fmean(means) if means else None
    return worked(
        dict(zip(TWO_STAGES, (whole, of_means, fmean(values), median(values)), strict=True)),
        *[
            Line("mean_weighted", mean, "Σ w × v / Σ w", at=region)
            for region, mean in regional.items()
        ],
        Line("mean_of_means", of_means, "Σ mean_weighted / #regions"),
        Line("mean_simple", fmean(values), "Σ v / n"),
        Line("median_of_members", median(values), "Q(1/2)"),
        Line("mean_weighted", whole, "Σ w × v / Σ w"),
        aside=aside,
    )


def _weighted(pairs: Sequence[tuple[float, float]]) -> float | None:
    whole = sum(weight for _, weight in pairs)
    return sum(value * weight for value, weight in pairs) / whole if whole > 0 else None


@method("rollup.all_must_be_met")
def all_must_be_met(colours: Mapping[str, str]) -> Working:
    """Return the colour of a goal that is met only when every part of it is: the worst counts.

    One red is red. Without a red, one part that is not rated leaves the whole grey and one that is
    contested leaves it contested, because nobody can say that all are met; then one yellow is
    yellow. ``decided_by`` lists the parts with that colour. Any other goal is shown as the spread
    of its colours (``rollup.ryg_distribution``) and has none of its own. No parts, no colour.
    Raises ValueError for a word that is no class.

    Source: Milepost.
    """
    unknown = [colour for colour in colours.values() if colour not in WORST_FIRST]
    if unknown:
        msg = f"not a class: {unknown[0]!r}"
        raise ValueError(msg)
    if not colours:
        return nothing(("colour",), "nothing_rated", decided_by=[])
    worst = next(colour for colour in WORST_FIRST if colour in colours.values())
    decided = [name for name, colour in colours.items() if colour == worst]
    return worked(
        {"colour": worst, "decided_by": decided},
        Line("members_listed", len(colours), "n"),
        Line("members_deciding", len(decided), "#{colour = worst}"),
        ruling=Ruling("all_green" if worst == "green" else f"part_{worst}"),
    )
