"""Page models of the surveys of an edition."""

from typing import Any

from milepost.intake.errors import CellHidden
from milepost.intake.selectors import working_of
from milepost.intake.tables import csv_rows
from milepost.intake.templatetags.surveys import WHOLE
from milepost.kernel.errors import NotFound
from milepost.publishing.bundle import Bundle, Json

Context = dict[str, Any]


def surveys_page(bundle: Bundle) -> Context:
    """Return the surveys of an edition."""
    return {"surveys": list(bundle.surveys.values())}


def survey_page(bundle: Bundle, key: str) -> Context | None:
    """Return one survey with its tables."""
    survey = bundle.surveys.get(key)
    if survey is None:
        return None
    response = survey["response"]
    rate = response["respondents"] / response["frame"] if response["frame"] else None
    return {"survey": survey, "rate": rate}


def table_page(bundle: Bundle, key: str, question: str) -> Context | None:
    """Return the table of one question."""
    survey = bundle.surveys.get(key)
    table = _table(survey, question)
    if survey is None or table is None:
        return None
    return {"survey": survey, "table": table, "file": f"surveys/{key}.json"}


def figure_page(
    bundle: Bundle, key: str, question: str, stratum: str, option: str
) -> Context | None:
    """Return the working of one figure; None for a hidden one as for one that is not there."""
    page = table_page(bundle, key, question)
    if page is None:
        return None
    code = "" if stratum == WHOLE else stratum
    is_census = page["survey"]["strata"]["all_asked"]
    try:
        working = working_of(page["table"], code, option, is_census=is_census)
    except (CellHidden, NotFound):
        return None
    chosen = next(item for item in page["table"]["options"] if item["code"] == option)
    return {**page, "stratum": code, "option": chosen, "working": working}


def figure_places(bundle: Bundle, key: str, question: str) -> list[tuple[str, str]]:
    """Return stratum and option of every figure of a table that is shown."""
    table = _table(bundle.surveys.get(key), question)
    if table is None:
        return []
    strata = [row["stratum"] or WHOLE for row in table["rows"]]
    options = [row["code"] for row in table["options"]]
    return [
        (stratum, option)
        for stratum in strata
        for option in options
        if figure_page(bundle, key, question, stratum, option) is not None
    ]


def table_rows(bundle: Bundle, key: str, question: str) -> list[list[object]] | None:
    """Return a table as rows for a CSV file, the header first."""
    page = table_page(bundle, key, question)
    return None if page is None else csv_rows(page["survey"], page["table"])


def _table(survey: Json | None, question: str) -> Json | None:
    tables = survey["tables"] if survey else ()
    return next((table for table in tables if table["question"] == question), None)
