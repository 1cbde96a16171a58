"""How far an edition is: counts, what is missing and what is undecided."""

from collections import Counter
from collections.abc import Iterable
from typing import Any

from milepost.frameworks.selectors import get_document
from milepost.reviews.judgement import needs_decision
from milepost.reviews.material import Document
from milepost.reviews.models import (
    Assessment,
    Edition,
    EditionState,
)
from milepost.reviews.result_selectors import find_computed_row, inputs_checksum, list_ratings
from milepost.reviews.selectors import get_edition_row

WORLD = "001"
STATES = ("green", "yellow", "red", "grey")


def edition_status(key: str) -> dict[str, Any]:
    """Return how far an edition is.

    Keys: key, state, as_of, ratings (count), counts (by state), contested, missing (judged
    benchmarks that nobody has assessed at their level), undecided (rule and panel differ),
    computed_at, computed_by, is_out_of_date.
    """
    row = get_edition_row(key)
    computed = find_computed_row(key)
    ratings = list_ratings(key) if computed else []
    is_open = row.state == EditionState.OPEN
    return {
        "key": key,
        "state": row.state,
        "as_of": row.as_of.isoformat(),
        "ratings": len(ratings),
        "counts": count_states(ratings),
        "contested": sum("contested" in rating["flags"] for rating in ratings),
        "missing": list_missing(row),
        "undecided": list_undecided(ratings),
        "computed_at": computed.computed_at.isoformat() if computed else None,
        "computed_by": computed.computed_by if computed else "",
        "is_out_of_date": bool(
            is_open and computed and computed.inputs_checksum != inputs_checksum(key)
        ),
    }


def count_states(ratings: Iterable[Document]) -> dict[str, int]:
    """Count ratings by state."""
    counts = Counter(rating["state"] for rating in ratings)
    return {state: counts[state] for state in STATES}


def list_undecided(ratings: Iterable[Document]) -> list[dict[str, str]]:
    """Return the ratings in which rule and panel differ and nobody has decided."""
    return [
        {
            "framework": rating["framework"],
            "benchmark": rating["benchmark"],
            "place": rating["place"],
            "computed": rating["computed"]["state"],
            "judged": rating["judged"]["state"],
        }
        for rating in ratings
        if needs_decision(rating)
    ]


def list_missing(row: Edition) -> list[dict[str, str]]:
    """Return the judged benchmarks without an assessment at the level they speak of.

    A world benchmark needs the world; of a benchmark about regions or countries one assessment
    somewhere is asked for, since not every place can be judged in every round.
    """
    given = set(
        Assessment.objects.filter(edition=row, superseded_at=None).values_list(
            "framework", "benchmark", "place"
        )
    )
    anywhere = {(framework, benchmark) for framework, benchmark, _place in given}
    missing = []
    for item in row.frameworks.all():
        for benchmark in get_document(item.key, item.version)["benchmarks"]:
            subject = (item.key, benchmark["key"])
            is_world = benchmark["level"] == "world"
            is_given = (*subject, WORLD) in given if is_world else subject in anywhere
            if benchmark.get("judge") and not is_given:
                place = WORLD if is_world else ""
                missing.append({"framework": subject[0], "benchmark": subject[1], "place": place})
    return missing
