"""Page model of exploring: the form, the answer as chart and table, and the files behind it."""

from typing import Any

import orjson
from django.http import QueryDict
from django.urls import reverse

from milepost.publishing import formats, terms
from milepost.publishing.bundle import Bundle, Json, text_in
from milepost.publishing.charts import NoChart, compose
from milepost.publishing.charts.model import Chart
from milepost.publishing.explore import drawing, figures, words
from milepost.publishing.explore.figures import Figure, Series
from milepost.publishing.explore.question import Question, Reading, View, read_question
from milepost.publishing.pages.charts import block
from milepost.publishing.pages.comparison import place_choices
from milepost.publishing.pages.places import sort_key
from milepost.publishing.pages.record import benchmarks_measured_by

Context = dict[str, Any]
COLUMNS = (
    "indicator", "area", "name", "breakdown", "period", "value", "status", "origin", "unit",
    "source", "licence",
)  # fmt: skip
"""Columns of the figures behind an answer; an empty value is missing, and ``status`` says why."""
MOST_CHOICES = 40
"""Breakdowns that the form lists; more are reached by an address."""


def explore_page(bundle: Bundle, asked: QueryDict, language: str) -> Context:
    """Return the form, what was not understood, and the answer if something was asked."""
    reading = read_question(asked, bundle)
    question = reading.question
    context: Context = {
        "question": question,
        "refused": words.refusal_words(reading.refused),
        "indicators": indicator_choices(bundle, language),
        "view": question.view.value,
    }
    if not question.indicator:
        return context
    indicator = bundle.indicators[question.indicator]
    series = figures.lines(bundle, question)
    places = question.places or tuple(dict.fromkeys(line.place for line in series))
    return {
        **context,
        "indicator": indicator,
        "unit": indicator["unit"]["label"],
        "places": [bundle.place(code) for code in places],
        "choices": _with_figures(bundle, question, language),
        "breakdowns": _breakdown_choices(bundle, question),
        "address": question.address(),
        "views": [(view.value, question.address(view)) for view in View],
        "used": benchmarks_measured_by(bundle, question.indicator),
        "parquet": reverse(
            "bundle-file", args=[bundle.key, f"observations/{question.indicator}.parquet"]
        ),
        "has_quality": question.indicator in bundle.quality_keys,
        **_answer(bundle, question, series, language),
    }


def _answer(bundle: Bundle, asked: Question, series: list[Series], language: str) -> Context:
    """Return chart or table; where there is none, the reason."""
    if asked.view is View.TABLE:
        return {"table": pivot(bundle, series, language), "source": _source(bundle, asked)}
    try:
        chart = drawing.draw(bundle, asked, language)
    except NoChart as absent:
        return {"absent": str(absent.params["reason"])}
    return {"chart": drawn(chart)}


def drawn(chart: Chart) -> Context:
    """Return a chart with its words, its drawing for a page and its table."""
    return block(chart.head, compose.page_fragment(chart), chart.table())


def _source(bundle: Bundle, asked: Question) -> list[str]:
    vintages = bundle.indicators[asked.indicator]["vintages"]
    return list(dict.fromkeys(row["source"] for row in vintages if row["source"]))


def pivot(bundle: Bundle, series: list[Series], language: str) -> Context:
    """Return one row a period and one column a series; missing values as words."""
    periods: dict[tuple[float, str], dict[int, Figure]] = {}
    for column, line in enumerate(series):
        for figure in line.figures:
            periods.setdefault((figure.when, figure.period), {})[column] = figure
    groups = len({line.breakdown for line in series}) > 1
    return {
        "columns": [
            {
                "place": bundle.place(line.place),
                "group": words.breakdown_words(line.breakdown) if groups else "",
            }
            for line in series
        ],
        "rows": [
            {
                "period": formats.period(period, language),
                "cells": [_cell(found.get(rank), language) for rank in range(len(series))],
            }
            for (_when, period), found in sorted(periods.items())
        ],
    }


def _cell(figure: Figure | None, language: str) -> Context:
    if figure is None:
        return {"text": formats.MISSING, "why": ""}
    if figure.value is None:
        return {"text": "", "why": terms.term(figure.status, "status")}
    return {"text": formats.number(figure.value, language), "why": ""}


def indicator_choices(bundle: Bundle, language: str) -> list[Json]:
    """Return the indicators that have figures, by title."""
    rows = [row for key, row in bundle.indicators.items() if figures.places_with(bundle, key)]
    return sorted(rows, key=lambda row: sort_key(words.title_of(row, language)))


def _breakdown_choices(bundle: Bundle, asked: Question) -> list[Context]:
    chosen = figures.asked_breakdowns(bundle, asked)
    keys = figures.breakdowns_of(bundle, asked.indicator)[:MOST_CHOICES]
    if len(keys) < 2:
        return []
    return [
        {"key": key, "words": words.breakdown_words(key), "chosen": key in chosen} for key in keys
    ]


def _with_figures(bundle: Bundle, asked: Question, language: str) -> list[Json]:
    """Return the places that have figures and are not chosen yet, in sets for a list."""
    holding = figures.places_with(bundle, asked.indicator) - set(asked.places)
    found = []
    for choice in place_choices(bundle, language):
        places = [place for place in choice["places"] if place["code"] in holding]
        if places:
            found.append({**choice, "places": places})
    return found


def figure_rows(bundle: Bundle, asked: Question, language: str) -> list[list[Any]]:
    """Return the figures behind an answer, as rows under ``COLUMNS``."""
    if not asked.indicator:
        return []
    indicator = bundle.indicators[asked.indicator]
    vintages = {row["id"]: row for row in indicator["vintages"]}
    unit = indicator["unit"]["label"]
    rows: list[list[Any]] = []
    for figure in figures.all_figures(bundle, asked):
        place = bundle.place(figure.place)
        vintage = vintages.get(figure.vintage, {})
        rows.append([
            asked.indicator, figure.place,
            text_in(place["names"], language) if place else figure.place,
            figure.breakdown, figure.period, figure.value, figure.status, figure.origin,
            text_in(unit, language), vintage.get("source", ""), vintage.get("licence", ""),
        ])  # fmt: skip
    return rows


def figures_json(bundle: Bundle, reading: Reading, language: str) -> bytes:
    """Return the figures behind an answer as JSON, with the question and where it was asked."""
    asked = reading.question
    rows = figure_rows(bundle, asked, language)
    content = {
        "edition": bundle.key,
        "checksum": bundle.checksum,
        "question": asked.address(),
        "left_out": [what for _why, what in reading.refused],
        "figures": [dict(zip(COLUMNS, row, strict=True)) for row in rows],
    }
    return orjson.dumps(content, option=orjson.OPT_APPEND_NEWLINE)
