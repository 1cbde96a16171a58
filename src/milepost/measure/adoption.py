"""Adoption of instruments: coverage by states and by weight, time to a number of consents, pace.

A signature is not consent to be bound: parties are states that ratified, accepted, approved,
acceded or succeeded and have not left. Entry into force is in ``entry_into_force``, the time until
states ratify in ``survival``.
"""

from collections.abc import Collection, Mapping, Sequence
from datetime import date

from milepost.measure.working import (
    Line,
    SetAside,
    Working,
    method,
    nothing,
    without_value,
    worked,
)

DAYS_IN_YEAR = 365.25


@method("adoption.coverage")
def coverage(parties: int | None, eligible: int | None) -> Working:
    """Return parties as a share of the eligible states; None without eligible states.

    The eligible set is the caller's: the 193 members of the United Nations, more under an
    all-states clause, the members of a regional organisation. More parties than eligible states
    give a share above one, with a caveat: the set is then too small. Raises ValueError for a
    negative number.

    Source: Milepost; the distinction of consent follows the law of treaties [known].
    """
    if parties is None or eligible is None:
        gaps = without_value(parties=parties, eligible=eligible)
        return nothing(("coverage",), aside=gaps)
    if min(parties, eligible) < 0:
        msg = "a number of states is not negative"
        raise ValueError(msg)
    if not eligible:
        return nothing(("coverage",), "nobody_eligible")
    share = parties / eligible
    return worked(
        {"coverage": share},
        Line("coverage", share, "parties / eligible"),
        caveats=("more_than_eligible",) if share > 1 else (),
    )


@method("adoption.weighted_coverage")
def weighted_coverage(weights: Mapping[str, float | None], parties: Collection[str]) -> Working:
    """Return the share of the known weight that is in parties, and the states with a weight.

    ``Σ w party / Σ w`` over the states whose weight is known; ``weights`` lists every eligible
    state. Weights are populations, emigrants or migrants: the same treaty looks different by
    origin and by destination, so show both. Parties outside the list are set aside. No known
    weight, or none above zero, gives no coverage.

    Source: Milepost.
    """
    known = {place: weight for place, weight in weights.items() if weight is not None}
    joined = set(parties)
    whole = sum(known.values())
    covered = sum(weight for place, weight in known.items() if place in joined)
    share = covered / whole if whole > 0 else None
    known_share = len(known) / len(weights) if weights else None
    aside = [*without_value(**{f"weights[{place}]": w for place, w in weights.items()})]
    aside += [SetAside(place, None, "not_eligible") for place in sorted(joined - set(weights))]
    return worked(
        {"coverage": share, "weight_known_share_of_states": known_share},
        Line("weight_known_share", known_share, "#{weight known} / #weights"),
        Line("weight_of_all", whole, "Σ weight"),
        Line("weight_of_parties", covered, "Σ weight × [party]"),
        Line("coverage_by_weight", share, "weight_of_parties / weight_of_all"),
        aside=aside,
        caveats=("weights_incomplete",) if aside and known_share != 1 else (),
    )


@method("adoption.time_to_n")
def time_to_n(
    adopted: str,
    nth: int,
    nth_date: str | None = None,
    *,
    consents: Sequence[str | None] | None = None,
) -> Working:
    """Return the time from adoption to the ``nth`` consent, in days and in years of 365.25 days.

    Dates are ISO days. ``consents`` may be given instead of ``nth_date``: the dates of consent in
    any order, None for a state whose date is not known. None while the consent has not come, and
    for a consent dated before the adoption. Raises ValueError for a text that is no day.

    Source: Milepost; Migrant Workers Convention 1990-12-18 to 2003-03-14 is 4,469 days [computed].
    """
    aside: list[SetAside] = []
    if nth_date is None and consents is not None:
        dated = sorted(item for item in consents if item is not None)
        aside = [SetAside("consents", None, "value_missing")] * (len(consents) - len(dated))
        nth_date = dated[nth - 1] if 0 < nth <= len(dated) else None
    if nth_date is None:
        return nothing(("days", "years"), "not_reached_yet", aside=aside)
    days = (date.fromisoformat(nth_date) - date.fromisoformat(adopted)).days
    if days < 0:
        return nothing(("days", "years"), "dated_before_adoption", aside=aside)
    return worked(
        {"days": days, "years": days / DAYS_IN_YEAR},
        Line("days_to_consent", days, "nth_date - adopted", at=nth_date),
        Line("years_to_consent", days / DAYS_IN_YEAR, "days_to_consent / 365.25"),
        aside=aside,
    )


@method("adoption.pace")
def pace(consents: Sequence[str | None], since: str, until: str) -> Working:
    """Return the consents after one day up to another, and how many that is a year of 365.25 days.

    Do not compare raw counts of instruments of different age; the share adopted after 2, 5 and 10
    years does that (``adoption.share_adopted``). No time between gives no pace. Raises ValueError
    for a text that is no day.

    Source: Milepost.
    """
    start, end = date.fromisoformat(since), date.fromisoformat(until)
    days = [date.fromisoformat(item) for item in consents if item is not None]
    aside = [SetAside("consents", None, "value_missing")] * (len(consents) - len(days))
    if end <= start:
        return nothing(("new", "per_year"), "no_time_between", aside=aside)
    new = sum(start < day <= end for day in days)
    years = (end - start).days / DAYS_IN_YEAR
    return worked(
        {"new": new, "per_year": new / years},
        Line("consents_new", new, "#{since < consent ≤ until}"),
        Line("years_between", years, "(until - since) / 365.25"),
        Line("consents_a_year", new / years, "consents_new / years_between"),
        aside=aside,
    )
