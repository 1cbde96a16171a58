"""Composite indicators of the SDGs that count items: 10.7.2 and 17.14.1."""

from collections.abc import Mapping, Sequence

from milepost.measure.working import (
    Line,
    Ruling,
    SetAside,
    Working,
    method,
    nothing,
    ruled,
    worked,
)

Item = float | str | None
ITEM_WORDS = {"yes": 1.0, "partial": 0.5, "partly": 0.5, "no": 0.0}
ITEM_SCORES = (0.0, 0.5, 1.0)
CATEGORIES = ((100.0, "fully_meets"), (80.0, "meets"), (40.0, "partially_meets"))
LOWEST = "requires_further_progress"
MAXIMUM_1_10 = 10


def _item(value: Item) -> float | None:
    if value is None:
        return None
    score = ITEM_WORDS.get(value.strip().lower()) if isinstance(value, str) else float(value)
    if score not in ITEM_SCORES:
        msg = f"an item is yes (1), partly (0.5) or no (0), not {value!r}"
        raise ValueError(msg)
    return score


@method("composite.sdg_10_7_2")
def sdg_10_7_2(
    domains: Mapping[str, Sequence[Item] | None],
    n_domains: int = 6,
    n_items: int = 5,
) -> Working:
    """Return the score of each policy domain (per cent of its items) and of all items.

    ``D_i = Σ s_ij / 5 × 100``; the total is the mean of the 30 items, in per cent. Items are 1 yes,
    0.5 partly, 0 no (or those words), None unknown. Below 40 requires further progress, 40 partly
    meets, 80 meets, 100 fully meets.

    Edge cases: unknown is not no, so a domain that is missing or has an unknown item has no score,
    and then there is no total. Domains that are not listed are missing too. Raises ValueError for
    another item and for more domains or items than there are.

    Source: metadata of SDG 10.7.2 [formula read; cut-offs known, not read again].
    """
    scores: dict[str, float | None] = {}
    known: list[float] = []
    aside: list[SetAside] = []
    for name, listed in domains.items():
        items = [_item(value) for value in listed or ()]
        given = [item for item in items if item is not None]
        if len(items) > n_items or len(domains) > n_domains:
            msg = f"there are {n_domains} domains of {n_items} items"
            raise ValueError(msg)
        complete = len(given) == n_items
        scores[name] = sum(given) / n_items * 100 if complete else None
        known += given
        if not complete:
            aside.append(SetAside(name, None, "items_unknown"))
    whole = len(scores) == n_domains and not aside
    total = sum(known) / (n_domains * n_items) * 100 if whole else None
    ruling = ruled("score_percent", total, CATEGORIES, LOWEST) if total is not None else None
    return worked(
        {"domains": scores, "total": total, "category": ruling.verdict if ruling else None},
        *[
            Line("score_of_domain", score, f"Σ items / {n_items} × 100", at=name)
            for name, score in scores.items()
        ],
        Line("items_known", len(known), f"#{{items}} ≤ {n_domains * n_items}"),
        Line("score_percent", total, f"Σ items / {n_domains * n_items} × 100"),
        ruling=ruling,
        aside=aside,
        caveats=() if whole else ("parts_missing",),
    )


@method("composite.sdg_17_14_1")
def sdg_17_14_1(
    domain_scores: Sequence[float | None],
    max_per_domain: float = MAXIMUM_1_10,
    n_domains: int = 8,
) -> Working:
    """Return the score as per cent of the maximum of eight domains.

    ``Σ score / (8 × maximum) × 100``. The maximum is 10 (80 in all) in the metadata and 12 (96) in
    the current text of Statistics Canada; versions with other maxima do not compare.

    Edge cases: a missing domain gives no score. Raises ValueError for a score outside 0 to the
    maximum and for more than eight domains.

    Source: metadata of SDG 17.14.1 and Statistics Canada [read].
    """
    known = [score for score in domain_scores if score is not None]
    if len(domain_scores) > n_domains or any(not 0 <= s <= max_per_domain for s in known):
        msg = f"there are {n_domains} domains, each from 0 to {max_per_domain:g}"
        raise ValueError(msg)
    aside = [
        SetAside(f"domain_scores[{place}]", None, "value_missing")
        for place, score in enumerate(domain_scores)
        if score is None
    ]
    caveats = () if max_per_domain == MAXIMUM_1_10 else ("other_maximum",)
    if len(known) < n_domains or max_per_domain <= 0:
        return nothing(("percent",), "parts_missing", *caveats, aside=aside)
    percent = sum(known) / (n_domains * max_per_domain) * 100
    return worked(
        {"percent": percent},
        Line("points_sum", sum(known), "Σ score"),
        Line("points_most", n_domains * max_per_domain, "domains × max_per_domain"),
        Line("score_percent", percent, "points_sum / points_most × 100"),
        caveats=caveats,
        ruling=Ruling("scored", "score_percent", percent),
    )
