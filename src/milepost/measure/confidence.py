"""How sure we may be: the evidence behind a rating, apart from its colour."""

from collections.abc import Sequence

from milepost.measure.rounding import tidy
from milepost.measure.working import (
    Figure,
    Line,
    Ruling,
    SetAside,
    Working,
    method,
    nothing,
    without_value,
    worked,
)

GRADES = ("A", "B", "C", "D")
"""From strong to weak; D may not show green."""
STARTS = {"official": 0, "administrative": 0, "survey": 1, "study": 1, "opinion": 2}
"""Kind of source -> the grade it starts from, as a place in ``GRADES``."""
REPRESENTATIVE = ("", "yes", "no", "unknown")
LARGEST_AGE = 2.0
FEWEST_SOURCES = 2

GRID = ("very_low", "low", "medium", "high", "very_high")
EVIDENCE = ("limited", "medium", "robust")
AGREEMENT = ("low", "medium", "high")

CERTAINTY = ("certainty_very_low", "certainty_low", "certainty_moderate", "certainty_high")
DOWN = ("bias", "inconsistency", "indirectness", "imprecision", "publication_bias")
UP = ("large_effect", "gradient")


@method("rating.evidence_grade")
def evidence_grade(
    source: str | None,
    age: float | None = None,
    sources: int | None = None,
    agree: bool | None = None,
    stated: str | None = None,
    note: str = "",
    representative: str = "",
) -> Working:
    """Return the grade of the evidence, A strong to D weak.

    ``source`` is the kind of the best source: official or administrative (starts at A), survey or
    study (B), opinion (C). One step down each when it is older than two years (``age`` in years),
    when fewer than two independent ``sources`` say it, and when they, or the people who judged, do
    not ``agree``. One more where those who answered a survey are not ``representative`` of those
    asked (``no`` or ``unknown``; ``yes`` costs nothing, and empty is not asked). D is the floor.
    ``stated`` is the grade of a person: it may lower the computed one, and raise it only with a
    ``note``. Grade D may not show green.

    Edge cases: what is not known (None) is no reason for trust and takes the step down, and is
    listed as set aside. Whether one source agrees with itself cannot be asked, so with one source
    ``agree`` costs nothing. No source at all is grade D. Raises ValueError for another kind of
    source, another grade or word, and a negative age or count.

    Source: Milepost, after GRADE and the IPCC [own].
    """
    _check_grade(source, age, sources, stated)
    _check_word(representative)
    aside = list(without_value(source=source))
    if source is None or sources == 0:
        steps: list[tuple[str, int]] = []
        computed = len(GRADES) - 1
    else:
        asked = {} if sources == 1 else {"agree": agree}
        aside += without_value(age=age, sources=sources, **asked)
        steps = _steps(age, sources, agree, representative)
        computed = min(STARTS[source] + sum(step for _, step in steps), len(GRADES) - 1)
    final, refused = _after_person(computed, stated, note)
    if refused:
        aside.append(SetAside("stated", stated, "raised_without_note"))
    grade = GRADES[final]
    return worked(
        {"grade": grade, "computed": GRADES[computed], "may_be_green": grade != GRADES[-1]},
        Line("grade_start", f"grade_{GRADES[STARTS[source]].lower()}" if source else None),
        *[Line("grade_step", step, "", at=name) for name, step in steps],
        Line("grade_computed", f"grade_{GRADES[computed].lower()}", "start + steps, at most D"),
        ruling=Ruling(f"grade_{grade.lower()}"),
        aside=aside,
        caveats=_grade_caveats(final, computed),
    )


def _steps(
    age: float | None, sources: int | None, agree: bool | None, representative: str
) -> list[tuple[str, int]]:
    """Return each criterion that is asked, with the steps that it takes down."""
    return [
        ("age", int(age is None or tidy(age) > LARGEST_AGE)),
        ("sources", int(sources is None or sources < FEWEST_SOURCES)),
        ("agreement", int(sources != 1 and not agree)),
        *([("representativity", int(representative != "yes"))] if representative else ()),
    ]


def _check_grade(
    source: str | None, age: float | None, sources: int | None, stated: str | None
) -> None:
    if source is not None and source not in STARTS:
        msg = f"a source is one of {', '.join(STARTS)}, not {source!r}"
        raise ValueError(msg)
    if stated is not None and stated not in GRADES:
        msg = f"a grade is one of {', '.join(GRADES)}, not {stated!r}"
        raise ValueError(msg)
    if (age or 0) < 0 or (sources or 0) < 0:
        msg = "an age and a number of sources are not negative"
        raise ValueError(msg)


def _check_word(representative: str) -> None:
    if representative not in REPRESENTATIVE:
        msg = f"representative is one of {', '.join(REPRESENTATIVE[1:])}, not {representative!r}"
        raise ValueError(msg)


def _after_person(computed: int, stated: str | None, note: str) -> tuple[int, bool]:
    """Return the final grade, and whether a person's better one was refused for want of a note."""
    if stated is None:
        return computed, False
    wanted = GRADES.index(stated)
    if wanted < computed and not note.strip():
        return computed, True
    return wanted, False


def _grade_caveats(final: int, computed: int) -> tuple[str, ...]:
    found = []
    if final != computed:
        found.append("grade_lowered" if final > computed else "grade_raised")
    if final == len(GRADES) - 1:
        found.append("not_for_green")
    return tuple(found)


@method("rating.ipcc_confidence")
def ipcc_confidence(evidence: str | None, agreement: str | None) -> Working:
    """Return the confidence of the IPCC's grid from evidence and agreement.

    Evidence is limited, medium or robust; agreement low, medium or high. Each step of either is one
    step from very low over low, medium and high to very high.

    Edge cases: one of the two unknown gives None. Raises ValueError for another word.

    Source: IPCC guidance on uncertainty (AR5), outline read; the even steps are ours.
    """
    for word, words in ((evidence, EVIDENCE), (agreement, AGREEMENT)):
        if word is not None and word not in words:
            msg = f"one of {', '.join(words)}, not {word!r}"
            raise ValueError(msg)
    if evidence is None or agreement is None:
        return nothing(("confidence",), aside=without_value(evidence=evidence, agreement=agreement))
    left, right = EVIDENCE.index(evidence), AGREEMENT.index(agreement)
    confidence = GRID[left + right]
    return worked(
        {"confidence": confidence},
        Line("grid_evidence", left, "limited 0, medium 1, robust 2"),
        Line("grid_agreement", right, "low 0, medium 1, high 2"),
        ruling=Ruling(f"confidence_{confidence}"),
    )


@method("rating.grade_certainty")
def grade_certainty(start: str, down: Sequence[str] = (), up: Sequence[str] = ()) -> Working:
    """Return the certainty of a body of evidence after GRADE: high, moderate, low or very low.

    ``start`` is high (official or administrative statistics) or low (opinion). One step down for
    each of bias, inconsistency, indirectness, imprecision and publication_bias; one up for each of
    large_effect and gradient. It never leaves the scale.

    Edge cases: a reason counts once, however often it is listed. Raises ValueError for another
    start or reason.

    Source: GRADE working group [known, not read again].
    """
    starts = {"high": len(CERTAINTY) - 1, "low": 1}
    if start not in starts:
        msg = f"evidence starts high or low, not {start!r}"
        raise ValueError(msg)
    wrong = [reason for reason in down if reason not in DOWN]
    wrong += [reason for reason in up if reason not in UP]
    if wrong:
        msg = f"not a reason of GRADE: {wrong[0]!r}"
        raise ValueError(msg)
    steps = len(set(up)) - len(set(down))
    level = min(max(starts[start] + steps, 0), len(CERTAINTY) - 1)
    figures: dict[str, Figure] = {"certainty": CERTAINTY[level].removeprefix("certainty_")}
    return worked(
        figures,
        Line("grade_start", CERTAINTY[starts[start]]),
        Line("steps_down", len(set(down)), "#{reasons down}"),
        Line("steps_up", len(set(up)), "#{reasons up}"),
        ruling=Ruling(CERTAINTY[level]),
    )
