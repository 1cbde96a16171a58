"""Rows about data: indicators with their vintages, values of groups, sources, surveys."""

from typing import Any

from milepost.api.asked import Asked
from milepost.api.shapes import Availability
from milepost.api.wording import named, worded
from milepost.publishing.bundle import Bundle

Json = dict[str, Any]
OF_VINTAGE = (
    "id", "source", "licence", "url", "known_on", "note", "rows", "areas", "first_period",
    "last_period", "checksum",
)  # fmt: skip
"""What is said of a vintage: where it is from, and nobody who imported it."""
OF_GROUP_VALUE = (
    "states_with_data", "states_total", "weight_share", "imputed_share", "destination_share",
    "origin_share", "published",
)  # fmt: skip


def indicator_row(asked: Asked, key: str) -> Json:
    """Return one indicator."""
    row, language = asked.bundle.indicators[key], asked.language
    unit = row.get("unit") or {}
    return {
        "key": key,
        "title": named(row.get("title"), language, key),
        "definition": worded(row.get("definition"), language),
        "unit": unit.get("key", ""),
        "unit_label": worded(unit.get("label"), language),
        "kind": row.get("kind", ""),
        "direction": row.get("direction"),
        "frequency": row.get("frequency"),
        "aggregation": row.get("aggregation"),
        "decimals": row.get("decimals"),
        "is_derived": bool(row.get("derived")),
        "metadata": {
            name: named(texts, language, "")
            for name, texts in sorted((row.get("metadata") or {}).items())
        },
        "vintages": [
            {name: vintage.get(name) for name in OF_VINTAGE} for vintage in row.get("vintages", ())
        ],
        "links": {
            "self": asked.address("indicators", key),
            "groups": asked.address("indicators", key, "groups"),
        },
    }


def group_value_row(row: Json) -> Json:
    """Return the value of a group in a period."""
    stated = row["value"] is not None
    return {
        "place": row["place"],
        "period": str(row["period"]),
        "breakdown": row.get("breakdown", ""),
        "value": row["value"],
        "availability": Availability.STATED if stated else Availability.MISSING,
        "coverage": {name: row.get(name) for name in OF_GROUP_VALUE},
    }


def source_rows(bundle: Bundle) -> list[Json]:
    """Return every source of an edition: frameworks, cited documents, data by vintage."""
    rows = [
        _source("framework", row | {"key": f"{key}/{row['key']}"})
        for key, document in bundle.frameworks.items()
        for row in document.get("sources", ())
    ]
    rows += [_source("evidence", row) for _key, row in sorted(bundle.evidence.items())]
    for key, indicator in sorted(bundle.indicators.items()):
        rows += [
            _source("data", {**vintage, "key": vintage["id"], "title": vintage["source"]}, key)
            for vintage in indicator.get("vintages", ())
        ]
    return rows


def _source(kind: str, row: Json, indicator: str | None = None) -> Json:
    return {
        "kind": kind,
        "key": row["key"],
        "title": row.get("title") or row["key"],
        "publisher": row.get("publisher") or "",
        "licence": row.get("licence") or "",
        "url": row.get("url") or "",
        "indicator": indicator,
        "known_on": row.get("known_on") or None,
    }


def survey_row(asked: Asked, key: str) -> Json:
    """Return a survey in short."""
    survey = asked.bundle.surveys[key]
    return {
        "key": key,
        "title": named(survey.get("title"), asked.language, key),
        "publisher": survey.get("publisher") or "",
        "licence": survey.get("licence") or "",
        "questions": [table["question"] for table in survey.get("tables", ())],
        "link": asked.address("surveys", key),
    }


def survey_sources(survey: Json) -> list[Json]:
    """Return who made a survey, and its licence."""
    return [
        {
            "indicator": None,
            "title": survey.get("publisher") or "",
            "licence": survey.get("licence") or "",
            "url": survey.get("url") or "",
            "known_on": survey.get("known_on") or None,
        }
    ]
