"""A quality report as one flat table, for spreadsheets: every part, every row."""

from collections.abc import Iterator, Mapping
from typing import Any, Final

from milepost.indicators.quality.material import Document
from milepost.kernel.csv_cells import safe_cell

COLUMNS: Final = (
    "section", "code", "place", "place_name", "period", "breakdown", "value", "other_value",
    "difference", "share", "weight_share", "count", "of", "rule", "source", "other_source",
    "detail",
)  # fmt: skip
"""``value`` is what counts or is asked about, ``other_value`` what it is compared with;
``share`` is between 0 and 1."""

Line = dict[str, Any]


def quality_table(report: Document, names: Mapping[str, str]) -> list[list[Any]]:
    """Return the table with its head; ``names`` gives English place names by code.

    Text that a spreadsheet would run as a formula is quoted; numbers stay numbers.
    """
    rows: list[list[Any]] = [list(COLUMNS)]
    for line in _lines(report):
        place = str(line.get("place") or "")
        full = {"place_name": names.get(place, ""), **line}
        rows.append([_cell(full.get(name)) for name in COLUMNS])
    return rows


def finding_lines(report: Document) -> list[Line]:
    """Return the lines that ask for attention: outliers, breaks, conflicts, refused results."""
    asked = [line for line in _results(report) if line["section"] == "refused"]
    return [*_outliers(report), *_breaks(report), *_conflicts(report), *asked]


def _cell(value: Any) -> Any:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return value if isinstance(value, int | float) else safe_cell(value)


def _lines(report: Document) -> Iterator[Line]:
    yield from _summary(report)
    yield from _coverage(report)
    yield from _breakdowns(report)
    yield from _counts(report)
    yield from _outliers(report)
    yield from _breaks(report)
    yield from _conflicts(report)
    yield from _ages(report)
    yield from _results(report)


def _summary(report: Document) -> Iterator[Line]:
    for key in report["made_from"]:
        yield {"section": "made_from", "code": key}
    for name, value in report["summary"].items():
        yield {"section": "summary", "code": name, "value": value}


def _coverage(report: Document) -> Iterator[Line]:
    part = report["coverage"]
    for row in part["rows"]:
        yield {
            "section": "coverage",
            "code": part["basis"],
            "place": row["place"],
            "period": row["year"],
            "count": row["states"],
            "of": row["eligible"],
            "share": row["share"],
            "weight_share": row["weight_share"],
        }


def _breakdowns(report: Document) -> Iterator[Line]:
    for row in report["breakdowns"]:
        dimension = row["dimension"]
        if row["is_missing"]:
            yield {"section": "breakdown", "code": "missing", "breakdown": dimension}
        for found in row["found"]:
            yield {
                "section": "breakdown",
                "code": "found" if found["is_expected"] else "unexpected",
                "breakdown": f"{dimension}={found['code']}",
                "count": found["places"],
                "value": found["values"],
            }
        for code in row["missing"]:
            yield {"section": "breakdown", "code": "missing", "breakdown": f"{dimension}={code}"}


def _counts(report: Document) -> Iterator[Line]:
    counts = report["counts"]
    for name in ("rows", "values", "corridors", "zeros", "duplicates"):
        yield {"section": "counts", "code": name, "count": counts[name]}
    for section in ("statuses", "missing"):
        for status, count in counts[section].items():
            yield {"section": section, "code": status, "count": count}
    for row in counts["doubled"]:
        yield {
            "section": "duplicate",
            "place": row["area"],
            "breakdown": row["breakdown"],
            "period": row["periods"][0],
            "detail": " ".join(row["periods"]),
        }
    for code in counts["states_without"]:
        yield {"section": "without_value", "place": code}


def _results(report: Document) -> Iterator[Line]:
    """Yield why results of a derived indicator are missing; other indicators have none."""
    part = report.get("results", {"missing": {}, "refused": []})
    for code, count in part["missing"].items():
        yield {"section": "missing_results", "code": code, "count": count}
    for row in part["refused"]:
        yield {
            "section": "refused",
            "code": row["why"],
            "place": row["area"],
            "period": row["period"],
            "breakdown": row["breakdown"],
        }


def _outliers(report: Document) -> Iterator[Line]:
    part = report["outliers"]
    yield {
        "section": "outliers",
        "code": "short_series",
        "count": part["short_series"],
        "of": part["series"],
    }
    for row in part["found"]:
        for reason in row["reasons"]:
            values = reason["values"]
            yield {
                "section": "outlier",
                "code": reason["code"],
                "place": row["area"],
                "period": row["period"],
                "breakdown": row["breakdown"],
                "value": row["value"],
                "other_value": values.get("limit", values.get("usual")),
                "difference": values.get("change", values.get("factor")),
                "detail": " ".join(f"{name}={number:g}" for name, number in values.items()),
            }


def _breaks(report: Document) -> Iterator[Line]:
    sources = {row["id"]: row["source"] for row in report["given"]["vintages"]}
    for row in report["breaks"]["seams"]:
        yield {
            "section": "seams",
            "code": row["kind"],
            "period": row["first_period"],
            "count": row["seams"],
            "of": row["series"],
            "source": sources.get(row["to_vintage"], ""),
            "other_source": sources.get(row["from_vintage"], ""),
        }
    for row in report["breaks"]["notable"]:
        yield {
            "section": "break",
            "code": row["kind"],
            "place": row["area"],
            "period": row["period"],
            "breakdown": row["breakdown"],
            "value": row["value"],
            "other_value": row["from_value"],
            "detail": "" if row["times"] is None else f"times={row['times']:g}",
        }
    for row in report["breaks"]["definition"]:
        yield {
            "section": "definition_changed",
            "code": row["part"],
            "value": row["now"],
            "other_value": row["before"],
        }


def _conflicts(report: Document) -> Iterator[Line]:
    part = report["conflicts"]
    sources = {row["id"]: row["source"] for row in report["given"]["vintages"]}
    for row in part["versions"]:
        for lost in row["lost"]:
            yield {
                "section": row["kind"],
                "place": row["area"],
                "period": row["period"],
                "breakdown": row["breakdown"],
                "value": row["counts"]["value"],
                "other_value": lost["value"],
                "difference": row["difference"],
                "share": row["share"],
                "rule": row["rule"],
                "source": sources.get(row["counts"]["vintage"], ""),
                "other_source": sources.get(lost["vintage"], ""),
                "detail": row["counterpart"],
            }
    for row in part["acts"]:
        yield {
            "section": "two_dates",
            "place": row["area"],
            "breakdown": row["breakdown"],
            "value": row["counts"]["period"],
            "other_value": row["lost"]["period"],
            "difference": row["days"],
            "rule": row["rule"],
            "source": sources.get(row["counts"]["vintage"], ""),
            "other_source": sources.get(row["lost"]["vintage"], ""),
        }
    for row in part["decided"]:
        yield {
            "section": "decided",
            "code": row["side"],
            "place": row["area"],
            "breakdown": row["breakdown"],
            "value": row["first_says"],
            "other_value": row["second_says"],
            "difference": row["days"] if row["days"] is not None else row["difference"],
            "rule": row["rule"],
            "source": row["first_source"],
            "other_source": row["second_source"],
            "detail": f"{row['chosen']}: {row['why']}",
        }


def _ages(report: Document) -> Iterator[Line]:
    part = report["age"]
    if part["known_until"]:
        yield {"section": "age", "code": "known_until", "period": part["known_until"]}
    for row in part["regions"]:
        yield {
            "section": "age",
            "code": "region",
            "place": row["place"],
            "period": row["latest"],
            "count": row["stale"],
            "of": row["states"],
            "share": row["stale_share"],
        }
    words = {True: "stale", False: "fresh", None: "not_promised"}
    for row in part["states"]:
        yield {
            "section": "age",
            "code": words[row["stale"]],
            "place": row["area"],
            "period": row["latest"],
            "value": row["age"],
        }
