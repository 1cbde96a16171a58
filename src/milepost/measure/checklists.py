"""Is a plan measurable: types of indicators, and SMART and RACER checklists with their gates."""

from collections.abc import Mapping, Sequence

from milepost.measure.rounding import tidy
from milepost.measure.working import (
    Line,
    Ruling,
    SetAside,
    Working,
    method,
    nothing,
    worked,
)

TYPES = ("structural", "process", "outcome")
PAPER_HEAVY = 0.70
CHECKLISTS: Mapping[str, tuple[str, ...]] = {
    "smart": ("specific", "measurable", "achievable", "relevant", "time_bound"),
    "racer": ("relevant", "accepted", "credible", "easy", "robust"),
}
GATES = ("baseline", "direction", "data_owner")
BEST = 2


@method("framework.indicator_types")
def indicator_types(types: Sequence[str | None]) -> Working:
    """Count structural, process and outcome indicators, and say whether the plan is paper-heavy.

    ``structural`` is commitment (ratification, law), ``process`` effort (budget, coverage),
    ``outcome`` enjoyment (rates, by group). The three are counted and never averaged. A plan with
    more than 70 % structural indicators, of those with a type, is paper-heavy; one without any
    outcome says so too. Raises ValueError for another type; no type at all gives nothing.

    Source: OHCHR, Human Rights Indicators (HR/PUB/12/5, 2012) [content known]; the cut of 70 % is
    the platform's own.
    """
    unknown = [kind for kind in types if kind not in {*TYPES, None}]
    if unknown:
        msg = f"not a type of indicator: {unknown[0]!r}"
        raise ValueError(msg)
    aside = [
        SetAside(f"types[{place}]", None, "value_missing")
        for place, kind in enumerate(types)
        if kind is None
    ]
    counts = {kind: sum(item == kind for item in types) for kind in TYPES}
    typed = sum(counts.values())
    if not typed:
        return nothing(("structural_share", "paper_heavy"), aside=aside, counts=counts)
    share = counts["structural"] / typed
    heavy = tidy(share) > PAPER_HEAVY
    ruling = Ruling(
        "paper_heavy" if heavy else "not_paper_heavy",
        "share_structural",
        share,
        ">" if heavy else "<=",
        PAPER_HEAVY,
    )
    return worked(
        {"counts": counts, "structural_share": share, "paper_heavy": heavy},
        *[Line("indicators_of_type", count, at=kind) for kind, count in counts.items()],
        Line("share_structural", share, "structural / (structural + process + outcome)"),
        ruling=ruling,
        aside=aside,
        caveats=() if counts["outcome"] else ("no_outcome",),
    )


@method("framework.checklist")
def checklist(
    scores: Mapping[str, int | None],
    gates: Mapping[str, bool | None],
    kind: str = "smart",
) -> Working:
    """Return a SMART or RACER checklist with its sum and the gates that it fails.

    Each criterion is 0 no, 1 partly or 2 yes. A benchmark without a baseline, a direction or an
    owner of the data fails whatever its sum; a gate that nobody answered fails too. A criterion
    without an answer leaves the sum unknown: publish the checklist and not only the sum. Raises
    ValueError for another kind, criterion, gate or score.

    Source: SMART (Doran 1981), RACER (European Commission) [known]; the gates are the platform's
    own.
    """
    if kind not in CHECKLISTS:
        msg = f"not a checklist: {kind!r}"
        raise ValueError(msg)
    criteria = CHECKLISTS[kind]
    wrong = [name for name in scores if name not in criteria]
    wrong += [name for name in gates if name not in GATES]
    wrong += [name for name, score in scores.items() if score not in (0, 1, BEST, None)]
    if wrong:
        msg = f"not in the checklist, or not 0, 1 or 2: {', '.join(wrong)}"
        raise ValueError(msg)
    answers = {name: scores.get(name) for name in criteria}
    failed = [name for name in GATES if not gates.get(name)]
    known = [score for score in answers.values() if score is not None]
    total = sum(known) if len(known) == len(criteria) else None
    most = BEST * len(criteria)
    return worked(
        {
            "items": answers,
            "sum": total,
            "out_of": most,
            "failed_gates": failed,
            "passes": not failed,
        },
        *[Line("criterion_score", score, at=name) for name, score in answers.items()],
        *[Line("gate_passed", name not in failed, at=name) for name in GATES],
        Line("points_sum", total, f"Σ criteria, of {most}"),
        ruling=Ruling("gate_failed" if failed else "gates_passed"),
        aside=[
            SetAside(name, None, "value_missing")
            for name, score in answers.items()
            if score is None
        ],
        caveats=() if total is not None else ("parts_missing",),
    )
