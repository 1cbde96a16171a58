"""How far the people who judged agree: on one rating, and over a whole framework. Pure.

The figures change no colour. They stand in the working of a rating that two or more people gave a
colour, so that a reader sees whether one colour may stand for them.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from itertools import zip_longest

from milepost.measure.agreement import gwet_ac, tastle_wierman_consensus
from milepost.measure.agreement_interval import alpha_interval
from milepost.measure.panel import panel_summary
from milepost.measure.rounding import tidy, tidy_or_none
from milepost.measure.states import RANK
from milepost.reviews.material import Document

Subject = tuple[str, str, str]
COLOURS = {state.value: rank for state, rank in RANK.items()}
SCALE = tuple(sorted(COLOURS.values()))
WORK = 200_000
"""Units times samples: a large panel is firm with fewer samples than a small one."""
MOST_SAMPLES, FEWEST_SAMPLES = 1000, 200


def index_panels(assessments: Iterable[Document]) -> dict[Subject, list[int]]:
    """Return the colours of each rating that two or more people gave one, as sorted ranks."""
    found: dict[Subject, list[int]] = defaultdict(list)
    for item in assessments:
        if item["colour"] in COLOURS:
            subject = (item["framework"], item["benchmark"], item["place"])
            found[subject].append(COLOURS[item["colour"]])
    return {subject: sorted(found[subject]) for subject in sorted(found) if len(found[subject]) > 1}


def concord_part(ranks: Sequence[int]) -> Document:
    """Return how far one panel of two or more agrees.

    Keys: n, range and iqr (steps), modal_share, alike (the share of the pairs that gave the same
    colour) and consensus (0 for a split at the ends, 1 for unanimity).
    """
    summary = panel_summary(ranks)
    counts = [ranks.count(rank) for rank in SCALE]
    pairs = len(ranks) * (len(ranks) - 1)
    return {
        "n": summary["n"],
        "range": summary["range"],
        "iqr": summary["iqr"],
        "modal_share": summary["modal_share"],
        "alike": tidy(sum(count * (count - 1) for count in counts) / pairs),
        "consensus": tidy_or_none(tastle_wierman_consensus(counts, SCALE)["consensus"]),
    }


def framework_concord(panels: Iterable[Sequence[int]]) -> Document:
    """Return agreement beyond chance over all ratings of a framework that two or more judged.

    Keys: ratings (how many there are), alpha with lower and upper (95 per cent; None where they
    cannot be given), reading (the class of alpha, or None) and gwet (AC2 with quadratic weights).
    Alpha does not ask who gave which rating, so people who judge different parts may be mixed.
    """
    units = list(panels)
    rows = [list(row) for row in zip_longest(*units)]
    samples = max(FEWEST_SAMPLES, min(MOST_SAMPLES, WORK // max(len(units), 1)))
    found = alpha_interval(rows, "ordinal", draws=samples)
    return {
        "ratings": len(units),
        "alpha": tidy_or_none(found["alpha"]),
        "lower": tidy_or_none(found["lower"]),
        "upper": tidy_or_none(found["upper"]),
        "reading": found.ruling.verdict if found.ruling else None,
        "gwet": tidy_or_none(gwet_ac(rows, SCALE, "quadratic")["coefficient"]),
    }
