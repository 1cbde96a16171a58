"""What the working of a rating says of the surveys that its last figure rests on.

No colour changes for it: a colour that does not hold over the interval is flagged, and a survey
that does not stand for those it asked takes a step from the grade of evidence.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from milepost.indicators.lineage import Archive, find_lineage
from milepost.intake.tables import FACTORS
from milepost.measure.rounding import tidy, tidy_or_none
from milepost.measure.states import Flag
from milepost.measure.survey_basis import Standing, standing, try_interval, worst
from milepost.reviews.material import Document
from milepost.reviews.rated import Rated
from milepost.reviews.workbench import Task, Workbench

NOT_FIRM = Flag.NOT_FIRM.value


@dataclass(frozen=True, slots=True)
class _Origin:
    """One figure that was taken from a survey; ``value`` in the unit of the indicator."""

    indicator: str
    place: str
    period: str
    value: float | None
    vintage: str


def survey_part(
    bench: Workbench, task: Task, place: str, rated: Rated, lineage: Document | None
) -> Document | None:
    """Return the ``survey`` part of a trace, or None where the last figure rests on no survey.

    Keys: ``figures`` (each with survey, question, option, place, period, vintage, and what its
    table says: low, high, asked, answered, effective, frame, response_rate, representation; or
    ``why`` that is not known), ``surveys`` (each question once: answered, frame, weighting,
    dissimilarity, by_chance, under, over, representative), ``representative`` (of all of them),
    ``state`` (of the rule) and ``interval`` (``low``, ``high`` and ``firm``, or ``why`` it was not
    tried).
    """
    observed = bench.material.observed
    if not observed or not rated.verdict.period:
        return None
    origins = [
        row for row in _origins(bench, task, place, rated, lineage) if row.vintage in observed
    ]
    if not origins:
        return None
    figures = [_figure(bench, origin) for origin in origins]
    asked = {(row["survey"], row["question"]): row["why"] for row in figures}
    surveys = [_survey(bench, *key) for key in sorted(asked)]
    known = [_word(bench, row) for row in figures]
    return {
        "figures": figures,
        "surveys": [row for row in surveys if row is not None],
        "representative": worst(known),
        "state": rated.verdict.state.value,
        "interval": _interval(bench, task, place, rated, figures),
    }


def is_not_firm(part: Document | None) -> bool:
    """Whether the interval reaches another colour."""
    return part is not None and part["interval"].get("firm") is False


def _origins(
    bench: Workbench, task: Task, place: str, rated: Rated, lineage: Document | None
) -> Iterator[_Origin]:
    """Yield what the last figure was made from, imported figures only."""
    period = rated.verdict.period
    if bench.definition(task.indicator).get("derived"):
        yield from _inputs(bench, task, place, rated, lineage)
        return
    for row in rated.used:
        if row["period"] == period and row["vintage"]:
            where = row.get("place", place)
            yield _Origin(task.indicator, where, period, row["value"], row["vintage"])


def _inputs(
    bench: Workbench, task: Task, place: str, rated: Rated, lineage: Document | None
) -> Iterator[_Origin]:
    """Yield the inputs of a computed figure; those of its states where it is one of a group."""
    material, period = bench.material, rated.verdict.period
    traced = {place: lineage} if lineage else {}
    if not traced:
        archive = Archive(material.indicators, material.observations)
        known = frozenset(bench.countries)
        states = sorted({row["place"] for row in rated.used if row.get("place") in known})
        for state in states:
            found = find_lineage(archive, task.indicator, (state, period, task.breakdown))
            if found is not None:
                traced[state] = found
    for where, found in traced.items():
        for row in found["inputs"]:
            yield _Origin(row["indicator"], where, row["period"], row["value"], row["vintage"])


def _table(bench: Workbench, survey: str, question: str) -> Document | None:
    document = bench.surveys.get(survey)
    tables = document["tables"] if document else ()
    return next((table for table in tables if table["question"] == question), None)


def _figure(bench: Workbench, origin: _Origin) -> Document:
    """Return one figure with what its table says beside it, or why it says nothing."""
    named = bench.material.observed[origin.vintage]
    told = {
        **{name: named[name] for name in ("survey", "question", "option")},
        **{name: getattr(origin, name) for name in ("indicator", "place", "period", "vintage")},
    }
    table = _table(bench, named["survey"], named["question"])
    if table is None:
        return {**told, "why": "no_table"}
    survey = bench.surveys[named["survey"]]
    strata = [i["code"] for i in survey["strata"]["items"] if i["place"] == origin.place]
    row = next((row for row in table["rows"] if row["stratum"] in strata), None)
    cell = row["figures"].get(named["option"]) if row else None
    if row is None or cell is None:
        return {**told, "why": "no_stratum"}
    unit = (bench.definition(origin.indicator).get("unit") or {}).get("key", "")
    factor = FACTORS.get(unit)
    is_same = factor is not None and cell["share"] is not None and origin.value is not None
    is_same = is_same and tidy(cell["share"] * factor) == tidy(origin.value)
    if not is_same or survey["fieldwork"]["until"][:4] != origin.period:
        return {**told, "why": "figure_differs"}
    return {
        **told,
        "why": "",
        "stratum": row["stratum"],
        "low": tidy(cell["low"] * factor),
        "high": tidy(cell["high"] * factor),
        **{name: row[name] for name in ("asked", "answered", "frame")},
        "effective": tidy_or_none(row["effective"]),
        "response_rate": tidy_or_none(row["response_rate"]),
        "representation": tidy_or_none(row["representation"]),
    }


def _standing(bench: Workbench, survey: str, question: str) -> Standing | None:
    """Return whom those who answered a question stand for; computed once an edition."""
    key = ("survey standing", survey, question)
    if key not in bench.figures:
        table = _table(bench, survey, question)
        rows = [row for row in table["rows"] if row["stratum"]] if table else []
        frame = {row["stratum"]: row["frame"] for row in rows if row["frame"]}
        answered = {row["stratum"]: row["answered"] for row in rows}
        bench.figures[key] = standing(answered, frame) if table else None
    found: Standing | None = bench.figures[key]
    return found


def _word(bench: Workbench, figure: Document) -> str:
    """Return whether a figure's survey is representative; unknown when its table says nothing."""
    found = _standing(bench, figure["survey"], figure["question"])
    return "unknown" if figure["why"] or found is None else found.representative


def _survey(bench: Workbench, survey: str, question: str) -> Document | None:
    found = _standing(bench, survey, question)
    table = _table(bench, survey, question)
    if found is None or table is None:
        return None
    total = next(row for row in table["rows"] if not row["stratum"])
    return {
        "survey": survey,
        "question": question,
        "weighting": table["weighting"],
        **{name: total[name] for name in ("asked", "answered", "frame")},
        "effective": tidy_or_none(total["effective"]),
        "response_rate": tidy_or_none(total["response_rate"]),
        "dissimilarity": tidy_or_none(found.working["dissimilarity"]),
        "by_chance": tidy_or_none(found.working["by_chance"]),
        "under": list(found.under),
        "over": list(found.over),
        "representative": found.representative,
    }


def _interval(
    bench: Workbench, task: Task, place: str, rated: Rated, figures: list[Document]
) -> Document:
    """Return what the rule says at both ends of the interval, or why it was not asked."""
    if rated.case is None or rated.verdict.state.value == "grey":
        return {"why": "no_colour"}
    if bench.definition(task.indicator).get("derived"):
        return {"why": "derived"}
    figure = figures[0]
    if len(figures) > 1 or figure["place"] != place:
        return {"why": "aggregated"}
    if figure["why"]:
        return {"why": figure["why"]}
    bounds = (figure["low"], figure["high"])
    tried = try_interval(rated.function, rated.case, rated.parameters, rated.verdict, bounds)
    return {"why": "", **tried} if tried else {"why": "no_colour"}


# --- what an edition knows of surveys -----------------------------------------------------------


def named_surveys(observed: Mapping[str, Document], surveys: Iterable[Document]) -> list[Document]:
    """Return the surveys that vintages name, by key."""
    wanted = {named["survey"] for named in observed.values()}
    return sorted((s for s in surveys if s["key"] in wanted), key=lambda s: str(s["key"]))


def observed_of(vintages: Iterable[Mapping[str, Any]]) -> dict[str, Document]:
    """Return what each vintage was taken from: id to survey, question and option."""
    return {str(row["id"]): dict(row["survey"]) for row in vintages if row.get("survey")}
