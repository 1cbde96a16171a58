"""Survey estimates: intervals, several answers, precision.

A survey of states is a census with non-response: an interval says what would hold if respondents
were a random sample, and is published beside the response rate only.
"""

from collections.abc import Sequence
from math import inf, log, sqrt
from statistics import NormalDist

from milepost.measure.working import Figure, Line, Ruling, SetAside, Working, method, worked

NSDUH_LIMIT = 0.175
CONFIDENCE = 0.95


def wilson_bounds(p: float, n: float, conf: float = CONFIDENCE) -> tuple[float, float]:
    """Return Wilson's bounds of a share ``p`` of ``n`` (``n`` above zero; inf gives ``p`` twice).

    The noise of binary arithmetic is kept out of the ends: a share of 0 starts at 0, of 1 ends at
    1, and the bounds always hold the share.
    """
    if n == inf:
        return p, p
    z = NormalDist().inv_cdf(0.5 + conf / 2)
    centre = (p * n + z * z / 2) / (n + z * z)
    half = z / (n + z * z) * sqrt(max(0.0, n * p * (1 - p)) + z * z / 4)
    lower = 0.0 if p <= 0 else max(0.0, min(p, centre - half))
    return lower, 1.0 if p >= 1 else min(1.0, max(p, centre + half))


def _interval(p: float, n: float, conf: float) -> Working:
    z = NormalDist().inv_cdf(0.5 + conf / 2)
    lower, upper = wilson_bounds(p, n, conf)
    return worked(
        {"p": p, "lower": lower, "upper": upper},
        Line("share", p, "x / n"),
        Line("normal_quantile", z),
        Line("interval_centre", (p * n + z * z / 2) / (n + z * z), "(x + z² / 2) / (n + z²)"),
        Line("interval_lower", lower, "centre − z / (n + z²) · √(n p (1 − p) + z² / 4)"),
        Line("interval_upper", upper, "centre + z / (n + z²) · √(n p (1 − p) + z² / 4)"),
        caveats=("if_random_sample",),
    )


def _nobody() -> Working:
    return worked(dict.fromkeys(("p", "lower", "upper")), caveats=("nobody_answered",))


@method("survey.wilson")
def wilson(x: float, n: float, conf: float = CONFIDENCE) -> Working:
    """Return Wilson's interval of the share x / n, from 0 to 1.

    Centre (x + z²/2) / (n + z²), half width z / (n + z²) · √(np(1 − p) + z²/4). None for n = 0. For
    weighted shares see ``wilson_weighted``. Raises ValueError for x outside 0..n or ``conf``
    outside 0..1. Source: Wilson 1927, checked against Newcombe 1998 [known, computed].
    """
    if n == 0 and x == 0:
        return _nobody()
    if not 0 <= x <= n:
        msg = f"{x} of {n} is not a share"
        raise ValueError(msg)
    return _interval(x / n, n, conf)


@method("survey.wilson_weighted")
def wilson_weighted(p: float, n_eff: float, conf: float = CONFIDENCE) -> Working:
    """Return Wilson's interval of a weighted share ``p`` with the effective n of its weights.

    The formula of ``wilson`` with n = n_eff and x = p · n_eff. None for n_eff = 0. Raises
    ValueError for a share outside 0..1 by more than the noise of arithmetic, or a negative n_eff.
    """
    if n_eff == 0:
        return _nobody()
    if not (-1e-9 <= p <= 1 + 1e-9 and n_eff > 0):
        msg = f"{p} with n_eff {n_eff} is not a share"
        raise ValueError(msg)
    return _interval(min(1.0, max(0.0, p)), n_eff, conf)


@method("survey.multiple_response")
def multiple_response(
    responses: Sequence[Sequence[str] | None], none_of_these: str | None = None
) -> Working:
    """Count the options of a question with several answers, over both denominators.

    ``responses``: the options that each person asked has ticked; empty or None is no answer, which
    counts as asked and not as a respondent. Someone who says "none of these" ticks an option too;
    name its code in ``none_of_these`` to count that person as a respondent without counting the
    code as an answer. An option ticked twice counts once. Percentages of respondents may sum to
    more than 100, percentages of answers sum to 100. Raises ValueError for "none of these" ticked
    beside an option.
    """
    asked = [set(response or ()) for response in responses]
    given = [response for response in asked if response]
    if any(none_of_these in response and len(response) > 1 for response in given):
        msg = "someone ticks none of these and an option"
        raise ValueError(msg)
    options = sorted({option for response in given for option in response} - {none_of_these or ""})
    counts = {option: sum(option in response for response in given) for option in options}
    answers, n = sum(counts.values()), len(given)
    none = sum(none_of_these in response for response in given) if none_of_these else 0
    aside = [
        SetAside(str(index), None, "no_answer")
        for index, response in enumerate(asked)
        if not response
    ]
    figures: dict[str, Figure] = {
        "n_asked": len(asked),
        "n_respondents": n,
        "n_answers": answers,
        "n_none": none,
        "counts": counts,
        "pct_of_respondents": {option: 100 * count / n for option, count in counts.items()},
        "pct_of_answers": {option: 100 * count / answers for option, count in counts.items()},
    }
    return worked(
        figures,
        Line("asked", len(asked)),
        Line("respondents", n),
        Line("answers", answers),
        *(Line("percent_of_respondents", 100 * counts[o] / n, "100 · count / respondents", at=o)
          for o in options),
        *(Line("percent_of_answers", 100 * counts[o] / answers, "100 · count / answers", at=o)
          for o in options),
        aside=aside,
        caveats=("sums_above_hundred",) if answers > n else (),
    )  # fmt: skip


@method("survey.nsduh_precision_rule")
def nsduh_precision_rule(p: float, se: float, limit: float = NSDUH_LIMIT) -> Working:
    """Return the relative standard error of −ln(p) and whether the share is too imprecise.

    With q = p up to one half and 1 − p above it: rse_log = (se / q) / −ln(q); suppressed above
    ``limit``. A share of 0 or 1 has no relative error (None) and is suppressed. Raises ValueError
    for a share outside 0..1 or a negative error. The rules of that survey on nominal and effective
    sample sizes are not part of it. Source: suppression rule of the US National Survey on Drug Use
    and Health [read].
    """
    if not 0 <= p <= 1 or se < 0:
        msg = f"{p} ± {se} is not a share with its error"
        raise ValueError(msg)
    share = p if p <= 0.5 else 1 - p
    if share <= 0:
        return worked(
            {"rse_log": None, "suppress": True},
            ruling=Ruling("suppressed"),
            caveats=("no_relative_error",),
        )
    error = se / (share * -log(share))
    suppress = error > limit
    return worked(
        {"rse_log": error, "suppress": suppress},
        Line("smaller_share", share, "min(p, 1 − p)"),
        Line("relative_error_of_log", error, "(se / q) / −ln(q)"),
        ruling=Ruling(
            "suppressed" if suppress else "published",
            "relative_error_of_log",
            error,
            ">" if suppress else "<=",
            limit,
        ),
    )
