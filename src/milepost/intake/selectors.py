"""Reading surveys and their tables. Everything as plain values; never what one respondent said."""

from datetime import date, datetime
from typing import Any

from milepost.intake.errors import CellHidden, NotPublished
from milepost.intake.models import QuestionTable, Survey
from milepost.intake.tables import table_of
from milepost.kernel.actors import Actor, may, require
from milepost.kernel.errors import NotFound
from milepost.measure.survey_estimate import share_estimate
from milepost.measure.working import Working

Document = dict[str, Any]


def get_survey_row(actor: Actor, key: str, *, lock: bool = False) -> Survey:
    """Return a survey that the actor may see, for this room alone. Raises ``NotFound``."""
    rows = Survey.objects.select_for_update() if lock else Survey.objects.all()
    row = rows.filter(key=key).first()
    if row is None or not may(actor, "intake.view_surveys", row.level):
        raise NotFound(what="survey", key=key)
    return row


def get_table_row(row: Survey, question: str) -> QuestionTable:
    """Return the table of a question, for this room alone. Raises ``NotFound``."""
    table = row.tables.filter(question=question).first()
    if table is None:
        raise NotFound(what="question", key=question)
    return table


def list_surveys(actor: Actor) -> list[Document]:
    """Return the surveys that the actor may see, by key.

    Keys: key, title, level, status, status_reason, respondents, frame, rate, questions,
    published (how many tables), loaded_at, loaded_by.
    """
    require(actor, "intake.view_surveys")
    rows = Survey.objects.prefetch_related("tables").order_by("key")
    return [_brief(row) for row in rows if may(actor, "intake.view_surveys", row.level)]


def get_survey(actor: Actor, key: str) -> Document:
    """Return one survey with its description, response and tables by question.

    Drafts and withdrawn tables are listed for those who prepare surveys only. Raises ``NotFound``.
    """
    row = get_survey_row(actor, key)
    sees_all = may(actor, "intake.view_drafts")
    tables = [
        _table_line(table)
        for table in row.tables.all()
        if sees_all or table.status == QuestionTable.Status.PUBLISHED
    ]
    return {**_brief(row), "description": row.document, "response": row.response, "tables": tables}


def get_table(actor: Actor, key: str, question: str) -> Document:
    """Return the table of one question: document, status, status_reason, published_at.

    Raises ``NotFound``, also for a draft that the actor may not see.
    """
    table = get_table_row(get_survey_row(actor, key), question)
    if table.status != QuestionTable.Status.PUBLISHED and not may(actor, "intake.view_drafts"):
        raise NotFound(what="question", key=question)
    return {**_table_line(table), "table": table.document}


def get_published_table(actor: Actor, key: str, question: str) -> Document:
    """Return the document of a published table. Raises ``NotFound`` and ``NotPublished``."""
    found = get_table(actor, key, question)
    if found["status"] != QuestionTable.Status.PUBLISHED:
        raise NotPublished(question=question)
    document: Document = found["table"]
    return document


def explain_figure(actor: Actor, key: str, question: str, stratum: str, option: str) -> Working:
    """Return the working of one figure that is shown.

    Raises ``NotFound``, and ``CellHidden`` for a hidden figure.
    """
    survey, found = get_survey_row(actor, key), get_table(actor, key, question)["table"]
    return working_of(found, stratum, option, is_census=survey.document["strata"]["all_asked"])


def working_of(table: Document, stratum: str, option: str, *, is_census: bool) -> Working:
    """Return the working of a figure by what its table prints.

    Raises ``NotFound`` for a stratum or option that is not there, and ``CellHidden``.
    """
    row = next((row for row in table_of(table).rows if row.stratum == stratum), None)
    if row is None or option not in row.figures:
        raise NotFound(what="figure", key=f"{stratum}/{option}")
    figure = row.figures[option]
    if figure.is_hidden or figure.share is None:
        raise CellHidden(question=table["question"])
    choosing = figure.share * row.weighed
    if table["weighting"] == "none" and figure.count is not None:
        choosing = float(figure.count)
    population = row.frame if is_census else None
    return share_estimate(choosing, row.weighed, row.squares, row.answered, population)


def list_published(as_of: date, until: datetime) -> list[Document]:
    """Return what an edition holds of surveys: public ones known by ``as_of``, with their tables.

    Only tables published by the instant ``until`` count, so that an edition that is built
    twice is the same. A survey without such a table is left out.
    """
    found = []
    for row in Survey.objects.filter(level="public", status=Survey.Status.LOADED):
        tables = [
            table.document
            for table in row.tables.filter(
                status=QuestionTable.Status.PUBLISHED, published_at__lte=until
            )
        ]
        if tables and row.document["known_on"] <= as_of.isoformat():
            found.append({**public_part(row.document), "response": row.response, "tables": tables})
    return found


PUBLIC_FIELDS = (
    "key", "title", "about", "publisher", "url", "licence", "fieldwork", "known_on", "asked",
    "consent", "smallest_cell", "weighting",
)  # fmt: skip


def public_part(document: Document) -> Document:
    """Return what the public is told of a survey: no names of columns, no texts of the file."""

    def sizes(margin: Document) -> Document:
        items = [
            {name: item[name] for name in ("code", "label", "size", "place")}
            for item in margin["items"]
        ]
        return {"label": margin["label"], "source": margin["source"], "items": items}

    strata = {**sizes(document["strata"]), "all_asked": document["strata"]["all_asked"]}
    told = {name: document[name] for name in PUBLIC_FIELDS}
    return {**told, "strata": strata, "margins": [sizes(m) for m in document["margins"]]}


def _brief(row: Survey) -> Document:
    tables = list(row.tables.all())
    frame = row.response.get("frame", 0)
    return {
        "key": row.key,
        "title": row.document["title"],
        "level": row.level,
        "status": row.status,
        "status_reason": row.status_reason,
        "respondents": row.respondents,
        "frame": frame,
        "rate": row.respondents / frame if frame else None,
        "questions": len(tables),
        "published": sum(table.status == QuestionTable.Status.PUBLISHED for table in tables),
        "loaded_at": row.loaded_at.isoformat(),
        "loaded_by": row.loaded_by,
    }


def _table_line(table: QuestionTable) -> Document:
    total = table.document["rows"][-1]
    figures = [figure for row in table.document["rows"] for figure in row["figures"].values()]
    return {
        "question": table.question,
        "text": table.document["text"],
        "status": table.status,
        "status_reason": table.status_reason,
        "published_at": table.published_at.isoformat() if table.published_at else None,
        "published_by": table.published_by,
        "asked": total["asked"],
        "answered": total["answered"],
        "effective": total["effective"],
        "hidden": sum(figure["is_hidden"] for figure in figures),
        "cells": len(figures),
    }
