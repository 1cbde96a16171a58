"""Page models of data quality: the list of an edition's indicators, and the report of one.

A report is the document of ``milepost.indicators.quality``, from a bundle or of the present state;
both are shown by the same model.
"""

from collections import defaultdict
from collections.abc import Callable, Mapping
from typing import Any, Final

from milepost.indicators.quality.sources import statement_of
from milepost.publishing import formats
from milepost.publishing.bundle import Bundle, Json, text_in
from milepost.publishing.wording_quality import (
    DECISIONS,
    PARTS,
    RULES,
    SEAMS,
    TO_DO,
    facets,
    how_found,
    lede,
    reason_sentence,
)

Context = dict[str, Any]
Name = Callable[[str], str]
QUOTED: Final = (
    "area", "breakdown", "first_source", "first_says", "second_source", "second_says", "chosen",
    "why",
)  # fmt: skip
"""What a decision between sources states."""
MOST_YEARS: Final = 10
MOST_ROWS: Final = 100
"""Rows of a table on the page; the file holds them all."""


def name_in(places: Mapping[str, Mapping[str, str]], language: str) -> Name:
    """Return a function from the code of a place to its name."""
    return lambda code: text_in(places.get(code), language) or code


def quality_list(bundle: Bundle, language: str) -> Context:
    """Return every indicator of an edition with the few words of its report."""
    lines = []
    for key, indicator in sorted(bundle.indicators.items()):
        report = bundle.quality(key)
        if report is not None:
            lines.append(list_line(report, indicator, language))
    return {"lines": lines}


def list_line(report: Json, indicator: Json, language: str) -> Context:
    """Return one indicator of a list: coverage, newest value, and what asks for a look."""
    counts, summary = report["counts"], report["summary"]
    total = counts["states_eligible"]
    rows = facets(report, language)
    return {
        "indicator": indicator,
        "have": counts["states_with_value"],
        "total": total,
        "share": counts["states_with_value"] / total if total else None,
        "values": summary["values"],
        "newest": summary["last_period"],
        "asking": [row for row in rows if row["mark"] == "ask"],
    }


def actions_of(report: Json, language: str) -> list[Context]:
    """Return what somebody who looks after the data should do, part by part."""
    rows = facets(report, language)
    return [{**row, "action": str(TO_DO[row["code"]])} for row in rows if row["mark"] == "ask"]


def quality_report(report: Json, indicator: Json, name: Name, language: str) -> Context:
    """Return the page of one report; ``name`` gives the name of a place."""
    rows = facets(report, language)
    return {
        "indicator": indicator,
        "report": report,
        "lede": lede(report, language),
        "facets": rows,
        "to_do": actions_of(report, language),
        "coverage": _coverage(report, name),
        "outliers": _outliers(report, name, language),
        "breaks": _breaks(report, name, language),
        "conflicts": _conflicts(report, name, language),
        "ages": _ages(report, name, language),
        "results": _results(report, name),
        "without": sorted(name(code) for code in report["counts"]["states_without"]),
        "how_found": how_found(report["outliers"]["parameters"], language),
    }


def _coverage(report: Json, name: Name) -> Context:
    rows = report["coverage"]["rows"]
    years = sorted({row["year"] for row in rows})
    shown = years[-MOST_YEARS:]
    by_place: dict[str, dict[int, Json]] = defaultdict(dict)
    for row in rows:
        by_place[row["place"]][row["year"]] = row
    world = [row for row in rows if row["place"] == "001"]
    return {
        "basis": report["coverage"]["basis"],
        "years": shown,
        "left_out": len(years) - len(shown),
        "rows": [
            {
                "place": name(place),
                "eligible": max(row["eligible"] for row in found.values()),
                "cells": [found.get(year) for year in shown],
            }
            for place, found in by_place.items()
        ],
        "weight": world[-1] if world and world[-1]["weight_share"] is not None else None,
    }


def _results(report: Json, name: Name) -> Context | None:
    """Return why results of a derived indicator are missing; None for other indicators."""
    part = report.get("results")
    if part is None:
        return None
    return {
        "missing": part["missing"],
        "rows": [{**row, "place": name(row["area"])} for row in part["refused"][:MOST_ROWS]],
        "left_out": max(0, len(part["refused"]) - MOST_ROWS),
    }


def _outliers(report: Json, name: Name, language: str) -> Context:
    found = report["outliers"]["found"]
    return {
        "rows": [
            {
                "place": name(row["area"]),
                "breakdown": row["breakdown"],
                "period": row["period"],
                "value": row["value"],
                "why": reason_sentence(row["reasons"], language),
            }
            for row in found[:MOST_ROWS]
        ],
        "left_out": max(0, len(found) - MOST_ROWS),
        "short": report["outliers"]["short_series"],
        "series": report["outliers"]["series"],
    }


def _breaks(report: Json, name: Name, language: str) -> Context:
    part = report["breaks"]
    sources = _sources(report)
    notable = part["notable"]
    return {
        "seams": [
            {
                **row,
                "words": str(SEAMS[row["kind"]]),
                "before": sources.get(row["from_vintage"]),
                "after": sources.get(row["to_vintage"]),
            }
            for row in part["seams"]
        ],
        "rows": [
            {
                "place": name(row["area"]),
                "breakdown": row["breakdown"],
                "period": row["period"],
                "from_period": row["from_period"],
                "value": row["value"],
                "from_value": row["from_value"],
                "times": row["times"],
                "words": str(SEAMS[row["kind"]]),
            }
            for row in notable[:MOST_ROWS]
        ],
        "left_out": max(0, len(notable) - MOST_ROWS),
        "definition": [
            {"part": str(PARTS[row["part"]]), "before": row["before"], "now": row["now"]}
            for row in part["definition"]
        ],
    }


def _sources(report: Json) -> dict[str, Json]:
    return {row["id"]: row for row in report["given"]["vintages"]}


def _conflicts(report: Json, name: Name, language: str) -> Context:
    part = report["conflicts"]
    sources = _sources(report)
    versions = [row for row in part["versions"] if row["kind"] == "conflict"]
    rows = [
        *(_version(row, sources, name, language) for row in versions[:MOST_ROWS]),
        *(_act(row, sources, name, language) for row in part["acts"][:MOST_ROWS]),
        *(_decided(row, name, language) for row in part["decided"][:MOST_ROWS]),
    ]
    total = len(versions) + len(part["acts"]) + len(part["decided"])
    return {"rows": rows, "left_out": total - len(rows), "revisions": part["revisions"]}


def _line(row: Json, name: Name, **more: Any) -> Context:
    place = {"area": row["area"], "place": name(row["area"]), "breakdown": row["breakdown"]}
    return {**place, "period": row.get("period", ""), **more}


def _version(row: Json, sources: Mapping[str, Json], name: Name, language: str) -> Context:
    return _line(
        row,
        name,
        counts=_said(row["counts"], sources, language),
        others=[_said(lost, sources, language) for lost in row["lost"]],
        rule=" ".join(filter(None, (str(RULES[row["rule"]]), str(DECISIONS[row["decision"]])))),
        decide=_quoted(row, sources),
    )


def _quoted(row: Json, sources: Mapping[str, Json]) -> dict[str, str]:
    """Return the statements of a conflict as a decision quotes them."""
    lost = row["lost"][0] if isinstance(row["lost"], list) else row["lost"]
    quoted = {"area": row["area"], "breakdown": row["breakdown"]}
    for side, statement in (("first", row["counts"]), ("second", lost)):
        quoted[f"{side}_source"] = sources.get(statement["vintage"], {}).get("source", "")
        quoted[f"{side}_says"] = statement_of(row, statement)
    return {**quoted, "chosen": "", "why": ""}


def _said(statement: Json, sources: Mapping[str, Json], language: str) -> Context:
    vintage = sources.get(statement["vintage"], {})
    said = (
        formats.period(statement["period"], language)
        if "period" in statement
        else formats.number(statement["value"], language)
    )
    return {"says": said, "source": vintage.get("source", "")}


def _act(row: Json, sources: Mapping[str, Json], name: Name, language: str) -> Context:
    return _line(
        row,
        name,
        counts=_said(row["counts"], sources, language),
        others=[_said(row["lost"], sources, language)],
        rule=" ".join(filter(None, (str(RULES[row["rule"]]), str(DECISIONS[row["decision"]])))),
        decide=_quoted(row, sources),
    )


def _decided(row: Json, name: Name, language: str) -> Context:
    said = [
        {"says": formats.period(row[f"{side}_says"], language), "source": row[f"{side}_source"]}
        for side in ("first", "second")
    ]
    if row["side"] == "second":
        said.reverse()
    is_third = row["side"] == "neither"
    chosen = (
        {"says": formats.period(row["chosen"], language), "source": ""} if is_third else said[0]
    )
    return _line(
        row,
        name,
        counts=chosen,
        others=said if is_third else said[1:],
        rule=str(RULES[row["rule"]]),
        why={row.get("language", "en"): row["why"]},
        decide={name: row[name] for name in QUOTED},
    )


def _ages(report: Json, name: Name, language: str) -> Context:
    part = report["age"]
    old = sorted(
        (row for row in part["states"] if row["stale"]),
        key=lambda row: (row["latest"], row["area"]),
    )
    limit = part["expected_years"]
    return {
        "known_until": part["known_until"],
        "limit": None if limit is None else limit + part["grace_years"],
        "regions": [
            {**row, "place": name(row["place"])} for row in part["regions"] if row["states"]
        ],
        "old": [{"place": name(row["area"]), "latest": row["latest"]} for row in old],
    }
