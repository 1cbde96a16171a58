"""Weights of a survey: what each answer stands for, and what the weights cost.

Weights belong to a respondent (an institution, a state), never to a questionnaire.
Sources: Kish, *Survey Sampling* (1965), for the effective sample size [known]; post-stratification
and the finite population factor are textbook results [known]; the limits of trimming and of
collapsing are those of Milepost's methods reference [own].
"""

from collections.abc import Mapping, Sequence
from math import inf, isfinite, sqrt
from statistics import fmean, median

from milepost.measure.working import Line, SetAside, Working, method, worked

TRIM_MULTIPLE = 5.0
TRIM_BAND = (0.2, 5.0)
LEAST_IN_STRATUM = 5


def checked_weights(weights: Sequence[float]) -> list[float]:
    """Return the weights as floats; ValueError for one that is negative or not finite."""
    found = [float(weight) for weight in weights]
    if any(weight < 0 or not isfinite(weight) for weight in found):
        msg = "a weight is a finite number and not negative"
        raise ValueError(msg)
    return found


def effective_n(weights: Sequence[float]) -> float | None:
    """Return (Σw)² / Σw² in respondents, None when every weight is zero."""
    squares = sum(weight * weight for weight in weights)
    return sum(weights) ** 2 / squares if squares else None


@method("survey.kish_neff")
def kish_neff(weights: Sequence[float]) -> Working:
    """Return Kish's effective sample size and the design effect.

    n_eff = (Σw)² / Σw², in respondents; deff = n / n_eff, where n counts every weight given, zeros
    too. Both are None without a weight above zero. Raises ValueError for a negative weight.
    Source: Kish 1965 [known].
    """
    known = checked_weights(weights)
    effective = effective_n(known)
    deff = None if effective is None else len(known) / effective
    return worked(
        {"n_eff": effective, "deff": deff},
        Line("respondents", len(known)),
        Line("effective_respondents", effective, "(Σw)² / Σw²"),
        Line("design_effect", deff, "n / n_eff"),
        caveats=() if effective is not None else ("no_weight_above_zero",),
    )


@method("survey.finite_population")
def finite_population(n: float, population: float, n_eff: float | None = None) -> Working:
    """Return the finite population factor √(1 − n/N) and the n that an interval may use.

    ``n`` respondents of a frame of ``population``; ``n_eff`` is the effective n under weights (n
    without). Standard errors shrink by ``factor``, which is the same as an ``adjusted_n`` of
    n_eff / (1 − n/N). When everybody answered the factor is 0 and ``adjusted_n`` is None: nothing
    is left to be estimated. Raises ValueError for more respondents than the frame has.
    Source: textbook result [known].
    """
    if population <= 0 or not 0 <= n <= population:
        msg = f"{n} respondents do not fit a frame of {population}"
        raise ValueError(msg)
    sampled = n / population
    factor = sqrt(1 - sampled)
    effective = n if n_eff is None else n_eff
    adjusted = effective / (1 - sampled) if sampled < 1 else None
    return worked(
        {"sampled_share": sampled, "factor": factor, "adjusted_n": adjusted},
        Line("sampled_share", sampled, "n / N"),
        Line("finite_population_factor", factor, "√(1 − n / N)"),
        Line("adjusted_respondents", adjusted, "n_eff / (1 − n / N)"),
        caveats=() if adjusted is not None else ("everybody_answered",),
    )


@method("survey.trim_weights")
def trim_weights(
    weights: Sequence[float],
    rule: str = "median",
    multiple: float = TRIM_MULTIPLE,
    low: float = TRIM_BAND[0],
    high: float = TRIM_BAND[1],
) -> Working:
    """Return the weights with the extreme ones cut, scaled back to their old sum.

    ``rule`` "median": nothing above ``multiple`` times the median. "band": weights over their mean
    lie between ``low`` and ``high``. ``cut`` are the weights as they were cut and ``weights`` those
    scaled so that they still stand for the same population (a scaled weight may lie a little
    beyond the limit). Weights of zero stay zero. Raises ValueError for another rule or a negative
    weight.
    """
    known = checked_weights(weights)
    positive = [weight for weight in known if weight > 0]
    if rule not in ("median", "band"):
        msg = f"not a rule for trimming: {rule!r}"
        raise ValueError(msg)
    if not positive:
        return worked(
            {"weights": known, "cut": known, "n_trimmed": 0, "n_eff": None},
            caveats=("no_weight_above_zero",),
        )
    least, most = 0.0, multiple * median(positive)
    if rule == "band":
        least, most = low * fmean(positive), high * fmean(positive)
    cut = [min(max(weight, least), most) if weight else 0.0 for weight in known]
    scale = sum(known) / sum(cut) if sum(cut) else 0.0
    trimmed = sum(1 for before, after in zip(known, cut, strict=True) if before != after)
    scaled = [weight * scale for weight in cut]
    formula = "multiple × median(w)" if rule == "median" else "high × mean(w)"
    return worked(
        {"weights": scaled, "cut": cut, "n_trimmed": trimmed, "n_eff": effective_n(scaled)},
        Line("largest_weight_allowed", most, formula),
        Line("smallest_weight_allowed", least, "" if rule == "median" else "low × mean(w)"),
        Line("weights_trimmed", trimmed),
        Line("effective_respondents", effective_n(scaled), "(Σw)² / Σw²"),
        caveats=("weights_trimmed",) if trimmed else (),
    )


@method("survey.collapse_strata")
def collapse_strata(sample: Mapping[str, int], least: int = LEAST_IN_STRATUM) -> Working:
    """Return which strata are weighted together, so that each cell has ``least`` respondents.

    ``sample``: respondents in each stratum. The strata below ``least`` become one cell; while it is
    still below, the smallest other stratum joins it (by name among equals). ``cells`` maps each
    stratum to the name of its cell. Only the weighting is coarser: every stratum is still reported
    by itself. With fewer than ``least`` respondents in all there is one cell, with a caveat.
    """
    order = sorted(sample, key=lambda name: (sample[name], name))
    small = [name for name in order if sample[name] < least]
    others = [name for name in order if sample[name] >= least]
    while small and others and (sum(sample[name] for name in small) < least or len(small) < 2):
        small.append(others.pop(0))
    merged = sorted(small) if len(small) > 1 else []
    cell = " + ".join(merged)
    cells = {name: cell if name in merged else name for name in sample}
    short = sum(sample.values()) < least
    caveats = [code for code, holds in (("strata_collapsed", merged), ("few_respondents", short))
               if holds]  # fmt: skip
    return worked(
        {"cells": cells, "merged": merged, "n_cells": len(set(cells.values()))},
        Line("strata", len(sample)),
        Line("weighting_cells", len(set(cells.values()))),
        caveats=caveats,
    )


@method("survey.poststratify")
def poststratify(
    population: Mapping[str, float],
    sample: Mapping[str, int],
    means: Mapping[str, float | None],
) -> Working:
    """Weight the strata of a sample to the population and return the weighted mean.

    w_h = (N_h / N) / (n_h / n) and ȳ = Σ w_h n_h ȳ_h / Σ w_h n_h, in the unit of the means; n is
    how many respondents are in strata of the population. A stratum of the sample that the
    population does not know is set aside. A stratum without respondents has no weight (None) and
    one without a mean no say; the mean then speaks for ``represented`` of the population only.
    Raises ValueError for a negative count. Source: textbook result [known].
    """
    if any(count < 0 for count in [*population.values(), *sample.values()]):
        msg = "a count is not negative"
        raise ValueError(msg)
    whole = sum(population.values())
    n = sum(sample.get(name, 0) for name in population)
    weights: dict[str, float | None] = {
        name: (size / whole) / (sample[name] / n) if sample.get(name) and whole else None
        for name, size in population.items()
    }
    used = {
        name: (weight, sample[name], mean)
        for name, weight in weights.items()
        if weight is not None and (mean := means.get(name)) is not None
    }
    represented = sum(population[name] for name in used) / whole if whole else None
    aside = _without_say(weights, sample, means)
    weighed = sum(weight * count for weight, count, _ in used.values())
    if not weighed:
        figures = {"unweighted": None, "weighted": None, "n_eff": None, "represented": represented}
        return worked({"weights": weights} | figures, aside=aside, caveats=("nobody_answered",))
    respondents = sum(count for _, count, _ in used.values())
    plain_mean = sum(count * mean for _, count, mean in used.values()) / respondents
    weighted = sum(weight * count * mean for weight, count, mean in used.values()) / weighed
    n_eff = weighed**2 / sum(weight**2 * count for weight, count, _ in used.values())
    figures = {"unweighted": plain_mean, "weighted": weighted, "n_eff": n_eff}
    return worked(
        {"weights": weights, "represented": represented} | figures,
        Line("respondents", n, "Σ n_h"),
        *(Line("stratum_weight", weights[h], "(N_h / N) / (n_h / n)", at=h) for h in weights),
        Line("unweighted_mean", plain_mean, "Σ n_h ȳ_h / Σ n_h"),
        Line("weighted_mean", weighted, "Σ w_h n_h ȳ_h / Σ w_h n_h"),
        Line("effective_respondents", n_eff, "(Σ w_h n_h)² / Σ w_h² n_h"),
        aside=aside,
        caveats=("strata_without_say",) if len(used) < len(population) else (),
    )


def _without_say(
    weights: Mapping[str, float | None],
    sample: Mapping[str, int],
    means: Mapping[str, float | None],
) -> list[SetAside]:
    """Return the strata that the population does not know, and those of it that have no say."""
    aside = [
        SetAside(name, count, "stratum_unknown")
        for name, count in sample.items()
        if name not in weights
    ]
    for name, weight in weights.items():
        if weight is None:
            aside.append(SetAside(name, means.get(name), "nobody_answered"))
        elif means.get(name) is None:
            aside.append(SetAside(name, None, "no_mean"))
    return aside


def cell_factors(
    frame: Mapping[str, float], weighed: Mapping[str, float], cells: Mapping[str, str]
) -> dict[str, float]:
    """Return by how much the weights of each stratum are multiplied to stand for the frame.

    ``weighed``: the sum of weights in each stratum; ``cells``: stratum to weighting cell. A cell
    where nobody answered has no factor.
    """
    sizes: dict[str, float] = {}
    sums: dict[str, float] = {}
    for name, size in frame.items():
        sizes[cells[name]] = sizes.get(cells[name], 0.0) + size
        sums[cells[name]] = sums.get(cells[name], 0.0) + weighed.get(name, 0.0)
    return {name: sizes[cells[name]] / sums[cells[name]] for name in frame if sums[cells[name]]}


def adjusted_n(weights: Sequence[float], sampled: Sequence[float]) -> float | None:
    """Return (Σw)² / Σw²(1 − f): the effective n with the finite population factor of each weight.

    ``sampled`` is the share of each respondent's stratum that answered. ``inf`` when every stratum
    answered in full; None without weights.
    """
    whole = sum(weights)
    if not whole:
        return None
    squares = sum(w * w * (1 - f) for w, f in zip(weights, sampled, strict=True))
    return whole**2 / squares if squares > 0 else inf
