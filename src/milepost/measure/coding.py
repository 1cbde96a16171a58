"""Two people who code open answers: do they mean the same by each code of the code book?"""

from collections import Counter
from collections.abc import Sequence

from milepost.measure.agreement import FIRM, READINGS, WEAK, alpha_of
from milepost.measure.rounding import tidy
from milepost.measure.working import Line, SetAside, Working, method, nothing, ruled, worked

SHARE_CODED_TWICE = 0.10
ANSWERS_CODED_TWICE = 50

Codes = Sequence[Sequence[str] | None]


@method("rating.code_agreement")
def code_agreement(first: Codes, second: Codes, total: int | None = None) -> Working:
    """Return Krippendorff's alpha of each code between two coders of the same answers.

    ``first`` and ``second`` list the codes that each coder gave to each answer, in the same order;
    None is not coded and an empty list is "no code fits". An answer may have several codes, so each
    code is compared by itself, as given or not (nominal). ``alpha`` maps a code to its alpha: None
    where it varies nowhere. ``lowest`` is the least of them, which decides whether the code book
    can be frozen: ``firm`` says that it is at least 0.800.

    ``enough`` says whether enough was coded twice: 50 answers, or 10 per cent of ``total`` (the
    answers listed when not stated). Raises ValueError for lists of different length.

    Source: Krippendorff, Content Analysis [known]; the extent of double coding is Milepost's.
    """
    pairs = list(zip(first, second, strict=True))
    both = [(set(a), set(b)) for a, b in pairs if a is not None and b is not None]
    aside = [
        SetAside(f"first[{place}]", None, "coded_by_one" if a or b else "value_missing")
        for place, (a, b) in enumerate(pairs)
        if a is None or b is None
    ]
    whole = len(pairs) if total is None else total
    enough = bool(both) and len(both) >= min(ANSWERS_CODED_TWICE, SHARE_CODED_TWICE * whole)
    if not both:
        names = ("lowest", "firm")
        return nothing(names, "nothing_rated_twice", aside=aside, alpha={}, n=0, enough=enough)
    alpha = _alphas(both)
    known = [value for value in alpha.values() if value is not None]
    lowest = min(known, default=None)
    caveats = [] if enough else ["few_coded_twice"]
    if len(known) < len(alpha) or not alpha:
        caveats.append("no_variation")
    return worked(
        {
            "alpha": alpha,
            "lowest": lowest,
            "firm": None if lowest is None else tidy(lowest) >= FIRM,
            "n": len(both),
            "enough": enough,
        },
        Line("units_compared", len(both), "#{answers: coded by both}"),
        *[Line("alpha", value, "1 - D_o / D_e", at=code) for code, value in alpha.items()],
        Line("alpha_lowest", lowest, "min(alpha)"),
        ruling=None if lowest is None else ruled("alpha_lowest", lowest, READINGS, WEAK),
        aside=aside,
        caveats=caveats,
    )


def _alphas(both: Sequence[tuple[set[str], set[str]]]) -> dict[str, float | None]:
    """Return alpha of each code, given or not given by the one and by the other."""
    return {
        code: alpha_of([Counter([int(code in a), int(code in b)]) for a, b in both], "nominal")
        for code in sorted({code for a, b in both for code in a | b})
    }
