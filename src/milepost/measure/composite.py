"""Composite indicators of the SDGs that count items: 10.7.2 and 17.14.1."""

from collections.abc import Mapping, Sequence

from milepost.measure.rounding import tidy


def sdg_10_7_2(domains: Mapping[str, Sequence[float | None]]) -> dict[str, object]:
    """Return the score of each policy domain (per cent of its items) and of all items.

    Items are 1 yes, 0.5 partly, 0 no, None unknown. A domain with an unknown item has no score,
    and then there is no total: unknown is not no. Source: metadata of SDG 10.7.2 (formula); the
    cut-offs of the category are those in common use.
    """
    scores: dict[str, float | None] = {}
    known: list[float] = []
    for name, items in domains.items():
        given = [item for item in items if item is not None]
        complete = bool(items) and len(given) == len(items)
        scores[name] = sum(given) / len(given) * 100 if complete else None
        known += given
    whole = bool(scores) and all(score is not None for score in scores.values())
    total = sum(known) / len(known) * 100 if whole else None
    return {"domains": scores, "total": total, "category": _category(total)}


def _category(total: float | None) -> str | None:
    if total is None:
        return None
    for cut, name in ((100, "fully_meets"), (80, "meets"), (40, "partially_meets")):
        if tidy(total) >= cut:
            return name
    return "requires_further_progress"


def sdg_17_14_1(
    domain_scores: Sequence[float | None], max_per_domain: float = 10
) -> dict[str, float | None]:
    """Return the score as per cent of the maximum; versions with other maxima do not compare."""
    given = [score for score in domain_scores if score is not None]
    if not given or len(given) < len(domain_scores) or max_per_domain <= 0:
        return {"percent": None}
    return {"percent": sum(given) / (len(given) * max_per_domain) * 100}
