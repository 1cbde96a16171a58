"""Tables of a survey as plain documents: what pages, files and bundles show."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any

from milepost.intake.answers import Respondent, answers_to
from milepost.measure.survey_table import Design, Figure, Row, Table, make_table

Document = dict[str, Any]
FACTORS = {"percent": 100.0, "share": 1.0}
"""Unit of an indicator -> what a share is multiplied with."""


def make_tables(document: Mapping[str, Any], people: Sequence[Respondent]) -> list[Document]:
    """Return the table of each question in order. Raises ValueError when it cannot be weighted."""
    return [
        table_document(
            question,
            make_table(answers_to(question["key"], people), design_of(document, question)),
        )
        for question in document["questions"]
    ]


def design_of(document: Mapping[str, Any], question: Mapping[str, Any]) -> Design:
    """Return how a question of a survey is counted."""
    strata = document["strata"]
    return Design(
        options=[option["code"] for option in question["options"]],
        strata=[item["code"] for item in strata["items"]],
        frame={item["code"]: item["size"] for item in strata["items"]},
        is_multiple=question["several"],
        weighting=document["weighting"],
        margins={
            margin["column"]: {item["code"]: item["size"] for item in margin["items"]}
            for margin in document["margins"]
        },
        smallest=document["smallest_cell"],
        is_census=strata["all_asked"],
    )


def table_document(question: Mapping[str, Any], table: Table) -> Document:
    """Return a table with its question as plain values."""
    return {
        "question": question["key"],
        "text": question["text"],
        "several": question["several"],
        "options": [
            {"code": option["code"], "label": option["label"]} for option in question["options"]
        ],
        "rows": [asdict(row) for row in table.rows],
        "weighting": table.weighting,
        "dissimilarity": table.dissimilarity,
        "collapsed": list(table.collapsed),
        "trimmed": table.trimmed,
    }


def table_of(document: Mapping[str, Any]) -> Table:
    """Return the table that a document holds. Raises what reading wrong values raises."""
    return Table(
        rows=tuple(
            Row(**{**row, "figures": {o: Figure(**f) for o, f in row["figures"].items()}})
            for row in document["rows"]
        ),
        weighting=document["weighting"],
        dissimilarity=document["dissimilarity"],
        collapsed=tuple(document["collapsed"]),
        trimmed=document["trimmed"],
    )


def response_of(document: Mapping[str, Any], people: Sequence[Respondent]) -> Document:
    """Return who answered against who there was to ask, by stratum and in all.

    ``ratio``: the stratum's share of the respondents over its share of the frame.
    """
    items = document["strata"]["items"]
    whole = sum(item["size"] for item in items)
    rows = []
    for item in items:
        found = sum(person.stratum == item["code"] for person in people)
        rows.append(
            {
                "stratum": item["code"],
                "frame": item["size"],
                "respondents": found,
                "rate": found / item["size"],
                "ratio": (found / len(people)) / (item["size"] / whole) if people else None,
            }
        )
    return {"frame": whole, "respondents": len(people), "rows": rows}


def csv_rows(survey: Mapping[str, Any], table: Mapping[str, Any]) -> list[list[object]]:
    """Return a table as rows for a CSV file: one for each stratum and option, a header first.

    A hidden figure has no number and says so.
    """
    header: list[object] = [
        "survey", "question", "stratum", "option", "count", "share", "low", "high", "hidden",
        "rounded_to", "asked", "answered", "effective_n", "frame", "response_rate",
        "representation", "weighting",
    ]  # fmt: skip
    rows = [header]
    for row in table["rows"]:
        for option in table["options"]:
            figure = row["figures"][option["code"]]
            rows.append(
                [
                    survey["key"],
                    table["question"],
                    row["stratum"] or "all",
                    option["code"],
                    *(figure[name] for name in ("count", "share", "low", "high")),
                    "yes" if figure["is_hidden"] else "no",
                    figure["rounded_to"] or None,
                    *(row[name] for name in ("asked", "answered", "effective", "frame")),
                    *(row[name] for name in ("response_rate", "representation")),
                    table["weighting"],
                ]
            )
    return rows
