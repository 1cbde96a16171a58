"""One share of a survey with its interval, from the sums that a table keeps."""

from math import inf

from milepost.measure.rounding import tidy
from milepost.measure.survey import CONFIDENCE, wilson_bounds
from milepost.measure.working import Line, Working, method, worked

FIGURES = ("share", "lower", "upper", "n_eff")


@method("survey.share_estimate")
def share_estimate(
    choosing: float,
    answering: float,
    squares: float,
    respondents: int,
    population: int | None = None,
    conf: float = CONFIDENCE,
) -> Working:
    """Return a weighted share with Wilson's interval on the effective number behind it.

    ``choosing``: Σw of those who chose the option; ``answering`` and ``squares``: Σw and Σw² of all
    who answered, who are ``respondents`` (without weights all three are counts). ``population``:
    how many there are to ask, given when the whole frame was asked; the effective n is then n_eff /
    (1 − n/N), and an answer from everybody leaves nothing to estimate. A share lies between 0 and
    1. None when nobody answered. Raises ValueError for sums that no weights can have, and for more
    respondents than the population has.
    Source: Kish 1965, Wilson 1927, finite population factor [known]; their order is Milepost's.
    """
    if not respondents or not answering:
        return worked(dict.fromkeys(FIGURES), caveats=("nobody_answered",))
    share = _share(choosing, answering, squares)
    effective = answering**2 / squares
    lines = [
        Line("respondents", respondents),
        Line("weighted_share", share, "choosing / answering"),
        Line("effective_respondents", effective, "answering² / squares"),
    ]
    used = effective
    if population is not None:
        sampled = respondents / population if population > 0 else inf
        if sampled > 1:
            msg = f"{respondents} respondents do not fit a frame of {population}"
            raise ValueError(msg)
        lines.append(Line("sampled_share", sampled, "respondents / population"))
        used = inf if sampled == 1 else effective / (1 - sampled)
        if sampled < 1:
            lines.append(Line("adjusted_respondents", used, "n_eff / (1 − n / N)"))
    lower, upper = wilson_bounds(share, used, conf)
    figures = {"share": share, "lower": lower, "upper": upper, "n_eff": effective}
    return worked(
        {name: tidy(value) for name, value in figures.items()},
        *lines,
        Line("interval_lower", lower, "Wilson(share, n)"),
        Line("interval_upper", upper, "Wilson(share, n)"),
        caveats=("everybody_answered" if used == inf else "if_random_sample",),
    )


def _share(choosing: float, answering: float, squares: float) -> float:
    share = choosing / answering
    if squares <= 0 or not -1e-9 <= share <= 1 + 1e-9:
        msg = "these sums are not those of weights"
        raise ValueError(msg)
    return min(1.0, max(0.0, share))
