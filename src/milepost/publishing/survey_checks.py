"""Checking the surveys of a bundle by what they print: sums, shares, intervals, hidden cells."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import orjson
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from milepost.intake.tables import table_of
from milepost.measure.survey_audit import Fault, find_faults

Difference = tuple[str, str]
"""Where, and what differs there."""

FAULTS: dict[str, str | Promise] = {
    "sums_differ": gettext_lazy("The numbers do not add up."),
    "figure_differs": gettext_lazy("A figure is not what the numbers beside it give."),
    "interval_differs": gettext_lazy("An interval is not what its share and numbers give."),
    "hidden_has_figure": gettext_lazy("A hidden cell has a number."),
    "small_cell_shown": gettext_lazy("A cell with fewer people than may be shown is shown."),
    "cells_do_not_fit": gettext_lazy("No numbers in the hidden cells fit what is shown."),
    "cell_recoverable": gettext_lazy("A hidden cell can be computed from what is shown."),
}


def check_surveys(folder: Path) -> Iterator[Difference]:
    """Yield what is wrong with the surveys of a bundle; one without surveys has nothing wrong."""
    for path in sorted((folder / "surveys").glob("*.json")):
        survey = orjson.loads(path.read_bytes())
        where = f"surveys/{path.name}"
        if survey["key"] != path.stem:
            yield where, _("The survey has another key than its file.")
        yield from _response(where, survey)
        for table in survey["tables"]:
            place = f"{where}: {table['question']}"
            yield from _frame(place, survey, table)
            for fault in find_faults(
                table_of(table),
                smallest=survey["smallest_cell"],
                is_multiple=table["several"],
                is_census=survey["strata"]["all_asked"],
            ):
                yield _cell(place, fault), str(FAULTS[fault.code])


def _cell(place: str, fault: Fault) -> str:
    return " / ".join([place, fault.stratum or _("all"), *([fault.option] if fault.option else [])])


def _response(where: str, survey: Mapping[str, Any]) -> Iterator[Difference]:
    """Who answered, stratum by stratum, adds up and gives the rates that are stated."""
    response, items = survey["response"], survey["strata"]["items"]
    rows = response["rows"]
    sizes = {item["code"]: item["size"] for item in items}
    stated = {row["stratum"]: row["frame"] for row in rows}
    found = sum(row["respondents"] for row in rows)
    if (stated, sum(sizes.values()), found) != (
        sizes,
        response["frame"],
        response["respondents"],
    ):
        yield where, str(FAULTS["sums_differ"])
    for row in rows:
        rate = row["respondents"] / row["frame"]
        if abs(rate - row["rate"]) > 1e-9 or row["respondents"] > row["frame"]:
            yield f"{where}: {row['stratum']}", str(FAULTS["figure_differs"])


def _frame(place: str, survey: Mapping[str, Any], table: Mapping[str, Any]) -> Iterator[Difference]:
    """The rows of a table are the strata of the survey, with their sizes and respondents."""
    sizes = {item["code"]: item["size"] for item in survey["strata"]["items"]}
    respondents = {row["stratum"]: row["respondents"] for row in survey["response"]["rows"]}
    *rows, total = table["rows"]
    if {row["stratum"]: row["frame"] for row in rows} != sizes or total["stratum"]:
        yield place, _("The rows are not the strata of the survey.")
    if total["frame"] != sum(sizes.values()):
        yield place, str(FAULTS["sums_differ"])
    if any(row["asked"] > respondents.get(row["stratum"], 0) for row in rows):
        yield place, _("More were asked than there are respondents.")
    if table["weighting"] != survey["weighting"]:
        yield place, _("The table is weighted otherwise than the survey says.")
