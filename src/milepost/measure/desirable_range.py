"""The desirable range of posts of a member state in the Secretariat of the United Nations."""

from milepost.measure.representativity import unusable
from milepost.measure.rounding import tidy
from milepost.measure.working import Line, Ruling, Working, method, nothing, worked

EQUAL_SHARES, BY_POPULATION, BY_CONTRIBUTION = 0.40, 0.05, 0.55
RANGE_SHARE, RANGE_POSTS = 0.15, 4.8


@method("representativity.un_desirable_range")
def un_desirable_range(
    base: float | None,
    members: int | None,
    pop_share: float | None,
    contrib_share: float | None,
    posts: float | None = None,
) -> Working:
    """Return the desirable range of posts of a member state in the UN Secretariat.

    ``midpoint = base × (0.40 / members + 0.05 × pop_share + 0.55 × contrib_share)``: 40 % of the
    base in equal shares, 5 % by population, 55 % by contribution (shares of one). The range is 15 %
    up and down and at least 4.8 posts. With ``posts`` it says under, within or over.

    Edge cases: the lower end is not below zero; a missing input, no members, or a negative number
    gives None.

    Source: system of desirable ranges of the UN Secretariat [known, not read again].
    """
    stated = {
        "base": base,
        "members": members,
        "pop_share": pop_share,
        "contrib_share": contrib_share,
    }
    names = ("midpoint", "lower", "upper")
    aside = unusable("", stated)
    if base is None or pop_share is None or contrib_share is None or not members or aside:
        return nothing(names, "parts_missing" if aside else "no_data", aside=aside)
    parts = {
        "equal": base * EQUAL_SHARES / members,
        "population": base * BY_POPULATION * pop_share,
        "contribution": base * BY_CONTRIBUTION * contrib_share,
    }
    midpoint = base * (
        EQUAL_SHARES / members + BY_POPULATION * pop_share + BY_CONTRIBUTION * contrib_share
    )
    half = max(RANGE_SHARE * midpoint, RANGE_POSTS)
    lower, upper = max(0.0, midpoint - half), midpoint + half
    return worked(
        {"midpoint": midpoint, "lower": lower, "upper": upper},
        Line("posts_part", parts["equal"], "0.40 × base / members", at="equal"),
        Line("posts_part", parts["population"], "0.05 × base × pop_share", at="population"),
        Line("posts_part", parts["contribution"], "0.55 × base × contrib_share", at="contribution"),
        Line("posts_half_range", half, "max(0.15 × midpoint, 4.8)"),
        Line("posts_lower", lower, "max(0, midpoint - half)"),
        Line("posts_upper", upper, "midpoint + half"),
        Line("posts_midpoint", midpoint, "Σ parts"),
        ruling=_range_ruling(posts, lower, upper),
    )


def _range_ruling(posts: float | None, lower: float, upper: float) -> Ruling | None:
    if posts is None:
        return None
    if tidy(posts) < tidy(lower):
        return Ruling("range_under", "posts_held", posts, "<", lower)
    if tidy(posts) > tidy(upper):
        return Ruling("range_over", "posts_held", posts, ">", upper)
    return Ruling("range_within", "posts_held", posts, ">=", lower)
