"""Reading a bundle back into the material that its ratings were computed from."""

from pathlib import Path
from typing import Any

import orjson
import pyarrow.parquet as pq

from milepost.reviews.material import Material, Result
from milepost.reviews.survey_basis import named_surveys, observed_of


def thaw_material(folder: Path) -> Material:
    """Return what ``compute`` needs, from the bundle's files alone."""
    edition = _load(folder / "edition.json")
    places = _load(folder / "places.json")
    indicators = {row["key"]: row for row in _load(folder / "indicators.json")}
    vintages = [row for defined in indicators.values() for row in defined.pop("vintages", ())]
    observed = observed_of(vintages)
    surveys = [_load(path) for path in sorted((folder / "surveys").glob("*.json"))]
    replies = _replies(folder)
    return Material(
        edition=edition,
        frameworks=[_load(folder / "frameworks" / f"{key}.json") for key in edition["frameworks"]],
        areas=places["areas"],
        groups=places["groups"],
        indicators=indicators,
        observations={
            path.stem: pq.read_table(path)
            for path in sorted((folder / "observations").glob("*.parquet"))
        },
        assessments=_load(folder / "assessments.json"),
        decisions=_load(folder / "decisions.json"),
        rules=_load(folder / "rules.json"),
        quality={key: report["given"] for key, report in thaw_quality(folder).items()},
        replies=replies["replies"],
        invited=replies["invited"],
        rounds=_load_or(folder / "rounds.json", []),
        observed=observed,
        surveys=named_surveys(observed, surveys),
    )


def _replies(folder: Path) -> dict[str, Any]:
    """Return the replies of governments; bundles before format 3 have none."""
    found: dict[str, Any] = _load_or(folder / "replies.json", {"invited": [], "replies": []})
    return found


def thaw_quality(folder: Path) -> dict[str, Any]:
    """Return the quality reports as the bundle states them, by indicator."""
    return {path.stem: _load(path) for path in sorted((folder / "quality").glob("*.json"))}


def thaw_result(folder: Path) -> Result:
    """Return the ratings, traces and aggregates as the bundle states them."""
    return Result(
        ratings=_load(folder / "ratings.json"),
        traces={
            (path.parent.name, path.stem): _load(path)
            for path in sorted((folder / "traces").glob("*/*.json"))
        },
        aggregates={
            path.stem: _load(path) for path in sorted((folder / "aggregates").glob("*.json"))
        },
    )


def _load(path: Path) -> Any:
    return orjson.loads(path.read_bytes())


def _load_or(path: Path, default: Any) -> Any:
    return _load(path) if path.is_file() else default
