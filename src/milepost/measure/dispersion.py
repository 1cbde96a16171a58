"""How concentrated something is: on few destinations, few sources, few services."""

from collections.abc import Mapping, Sequence
from math import fsum, log

from milepost.measure.working import Line, SetAside, Working, method, nothing, worked

POINTS = 10_000
SUMMARY = ("hhi", "dispersion", "hhi_normalised", "effective_number", "shannon", "evenness")


def _proportions(shares: Sequence[float | None]) -> tuple[list[float], list[SetAside]]:
    """Return shares of one, none when a part is negative or all are 0, and what is unusable."""
    aside = [
        SetAside(f"[{position}]", value, "value_missing" if value is None else "negative")
        for position, value in enumerate(shares)
        if value is None or value < 0
    ]
    known = [value for value in shares if value is not None]
    whole = fsum(known)
    if whole <= 0 or min(known) < 0:
        return [], aside
    return [value / whole for value in known], aside


def _why(aside: Sequence[SetAside]) -> str:
    return "negative_parts" if any(item.why == "negative" for item in aside) else "no_data"


def _missing(aside: Sequence[SetAside]) -> tuple[str, ...]:
    return ("parts_left_out",) if aside else ()


@method("dispersion.hhi")
def hhi(shares: Sequence[float | None]) -> Working:
    """Return the Herfindahl-Hirschman index in points, ``10,000 Σ s²``.

    Shares may be in any unit; they are made to add up to one. 10,000 for a single destination,
    10,000 / n for n equal ones.

    Edge cases: nothing, only zeros, or a negative share give None. A missing share is set aside and
    not counted as zero, so the index is that of the known ones.

    Source: Herfindahl and Hirschman; example of the US Department of Justice [known, computed].
    """
    proportions, aside = _proportions(shares)
    if not proportions:
        return nothing(("hhi_points",), _why(aside), aside=aside)
    points = POINTS * fsum(s * s for s in proportions)
    return worked(
        {"hhi_points": points, "categories": len(proportions)},
        Line("categories", len(proportions), "n = #{shares}"),
        Line("share_largest", max(proportions), "max s"),
        Line("hhi_points", points, "10,000 × Σ s²"),
        aside=aside,
        caveats=_missing(aside),
    )


@method("dispersion.summary")
def dispersion(shares: Sequence[float | None]) -> Working:
    """Return how spread the shares are over their categories, in the common forms.

    ``hhi`` Σ s², from 1/n to 1; ``dispersion`` 1 - hhi; ``hhi_normalised``
    (hhi - 1/n) / (1 - 1/n), from 0 to 1; ``effective_number`` 1 / hhi, of equal categories that
    would be as concentrated; ``shannon`` -Σ s ln s, in nats; ``evenness`` shannon / ln n, to 1. A
    category with a share of zero is one that exists and counts in n.

    Edge cases: with one category the normalised index and evenness are None. Nothing, only zeros,
    or a negative share give None throughout; a missing share is set aside.

    Source: [known, computed]. The mobility distribution index of UIS was not found, so no figure
    goes by that name.
    """
    proportions, aside = _proportions(shares)
    if not proportions:
        return nothing(SUMMARY, _why(aside), aside=aside)
    n = len(proportions)
    index = fsum(s * s for s in proportions)
    shannon = abs(fsum(s * log(s) for s in proportions if s > 0))
    normalised = (index - 1 / n) / (1 - 1 / n) if n > 1 else None
    evenness = shannon / log(n) if n > 1 else None
    return worked(
        {
            "hhi": index,
            "dispersion": 1 - index,
            "hhi_normalised": normalised,
            "effective_number": 1 / index,
            "shannon": shannon,
            "evenness": evenness,
        },
        Line("categories", n, "n = #{shares}"),
        Line("concentration", index, "H = Σ s²"),
        Line("dispersion_share", 1 - index, "1 - H"),
        Line("concentration_normalised", normalised, "(H - 1/n) / (1 - 1/n)"),
        Line("entropy", shannon, "-Σ s ln s"),
        Line("evenness", evenness, "entropy / ln n"),
        Line("effective_number", 1 / index, "1 / H"),
        aside=aside,
        caveats=(*_missing(aside), *(("one_category",) if n == 1 else ())),
    )


@method("dispersion.destinations")
def destinations(people: Mapping[str, float | None], unknown: float | None = 0.0) -> Working:
    """Return how concentrated people are on known destinations, with the share that is unknown.

    ``people`` are numbers by destination; ``unknown`` those whose destination is not known. They
    are left out of the index and never treated as one country; ``unknown_share`` is their share of
    all. ``hhi`` Σ s² over the known, ``effective_number`` its inverse, ``largest`` the destination
    with most people (the first by name of several).

    Edge cases: a destination without a number is set aside; one with zero counts as none. Nobody
    with a known destination, or a negative number, gives no index.

    Source: Milepost, HHI under its own name [own].
    """
    names = ("hhi", "effective_number", "largest", "largest_share")
    aside = [
        SetAside(name, value, "value_missing" if value is None else "negative")
        for name, value in people.items()
        if value is None or value < 0
    ]
    known = {
        name: value for name, value in sorted(people.items()) if value is not None and value > 0
    }
    whole, left = fsum(known.values()), unknown or 0.0
    share = left / (whole + left) if left >= 0 and whole + left > 0 else None
    below = left < 0 or any(item.why == "negative" for item in aside)
    if below or not known:
        reason = "negative_parts" if below else "no_data"
        return nothing(names, reason, aside=aside, unknown_share=None if below else share)
    shares = {name: value / whole for name, value in known.items()}
    index = fsum(s * s for s in shares.values())
    largest = max(shares, key=lambda name: shares[name])
    return worked(
        {
            "hhi": index,
            "effective_number": 1 / index,
            "largest": largest,
            "largest_share": shares[largest],
            "unknown_share": share,
        },
        Line("share_unknown", share, "unknown / (Σ people + unknown)"),
        Line("categories", len(shares), "n = #{people > 0}"),
        Line("share_largest", shares[largest], "max s", at=largest),
        Line("concentration", index, "H = Σ s²"),
        Line("effective_number", 1 / index, "1 / H"),
        aside=aside,
        caveats=(*_missing(aside), *(("unknown_left_out",) if left else ())),
    )
