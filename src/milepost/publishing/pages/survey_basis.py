"""Page models of the surveys that ratings rest on: who answered, beside the figure."""

from collections.abc import Iterator
from typing import Any

from milepost.publishing.bundle import Bundle, Json
from milepost.publishing.pages.tallies import rating_or_grey

Context = dict[str, Any]
FEW = 8
"""Lines of a table that stands open; a longer one is folded."""


def survey_basis_of(bundle: Bundle, trace: Json | None) -> Context | None:
    """Return what stands beside a rating that rests on surveys; None where it rests on none.

    Keys: lines (one a figure: the figure with ``where``, its place, ``asked_in``, the survey, and
    ``text`` of the question; the last two are None when the edition does not hold the table),
    surveys (the same of each question in all), is_long, has_known.
    """
    part = (trace or {}).get("survey")
    if part is None:
        return None
    lines = [_line(bundle, figure) for figure in part["figures"]]
    return {
        "lines": lines,
        "surveys": [_line(bundle, survey) for survey in part["surveys"]],
        "is_long": len(lines) > FEW,
        "has_known": any(not line["why"] for line in lines),
    }


def _line(bundle: Bundle, row: Json) -> Json:
    survey = bundle.surveys.get(row["survey"])
    tables = survey["tables"] if survey else ()
    table = next((t for t in tables if t["question"] == row["question"]), None)
    options = {option["code"]: option["label"] for option in table["options"]} if table else {}
    return {
        **row,
        "where": bundle.place(row["place"]) if "place" in row else None,
        "asked_in": survey if table else None,
        "text": table["text"] if table else None,
        "measure": bundle.indicators.get(row.get("indicator", "")),
        "label": options.get(row.get("option", "")),
    }


def survey_lines(bundle: Bundle, place: str) -> list[Json]:
    """Return the ratings of a place that rest on surveys: benchmark, rating, trace, basis."""
    if not rests_on_surveys(bundle):
        return []
    return list(_lines_of(bundle, place))


def _lines_of(bundle: Bundle, place: str) -> Iterator[Json]:
    framework = bundle.main_framework
    for benchmark in bundle.benchmarks(framework):
        if not benchmark.get("measure"):
            continue
        trace = bundle.trace(framework, benchmark["key"], place)
        basis = survey_basis_of(bundle, trace)
        if basis is not None:
            yield {
                "benchmark": benchmark,
                "rating": rating_or_grey(bundle, framework, benchmark["key"], place),
                "indicator": bundle.indicators.get(benchmark["measure"]["indicator"]),
                "trace": trace,
                "basis": basis,
            }


def rests_on_surveys(bundle: Bundle) -> bool:
    """Whether any figure of the edition was taken from a survey."""
    return any(
        vintage.get("survey")
        for indicator in bundle.indicators.values()
        for vintage in indicator.get("vintages", ())
    )


SURVEY_COLUMNS = (
    "survey",
    "respondents",
    "effective_n",
    "interval_low",
    "interval_high",
    "representation",
    "representative",
)
"""Of ratings whose last figure was taken from a survey: key and question of the survey, then what
its table says beside the one figure, and whether those who answered are representative (yes, no,
unknown). Of a figure made from several only the first and the last are filled."""


def survey_cells(trace: Json | None) -> Json:
    """Return the cells of ``SURVEY_COLUMNS``, None where there is nothing to say."""
    part = (trace or {}).get("survey")
    empty: Json = dict.fromkeys(SURVEY_COLUMNS)
    if part is None:
        return empty
    names = sorted({f"{figure['survey']}/{figure['question']}" for figure in part["figures"]})
    told = {**empty, "survey": " ".join(names), "representative": part["representative"]}
    figure = part["figures"][0]
    if len(part["figures"]) > 1 or figure["why"]:
        return told
    is_own = part["interval"]["why"] != "derived"
    return {
        **told,
        "respondents": figure["answered"],
        "effective_n": figure["effective"],
        "interval_low": figure["low"] if is_own else None,
        "interval_high": figure["high"] if is_own else None,
        "representation": figure["representation"],
    }
