"""The demo pack goes through the same doors as anybody's data, and comes out as it went in."""

import csv
from collections import defaultdict
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from milepost.indicators.selectors import derived_documents, list_indicators, read_observations
from milepost.indicators.services import import_file, load_definitions
from milepost.kernel.actors import Actor
from milepost.kernel.yaml_text import read_yaml
from milepost.places.services import load_groups

PACK = (
    Path(__file__).resolve().parent.parent.parent / "src" / "milepost" / "publishing" / "demo_pack"
)
Key = tuple[str, str, str, str]
Cell = tuple[float | None, str, str]


def vintages() -> list[dict[str, Any]]:
    path = PACK / "vintages.yaml"
    listed: list[dict[str, Any]] = read_yaml(path.read_text(encoding="utf-8"), path.name).data[
        "vintages"
    ]
    return listed


def written(path: Path) -> dict[Key, Cell]:
    with path.open(encoding="utf-8", newline="") as stream:
        return {
            (row["area"], row["counterpart"], row["period"], row["breakdown"]): (
                float(row["value"]) if row["value"] else None,
                row["status"],
                row["note"],
            )
            for row in csv.DictReader(stream)
        }


def kept(indicator: str, as_of: date) -> dict[Key, Cell]:
    rows = read_observations(indicator, as_of=as_of).to_pylist()
    return {
        (row["area"], row["counterpart"], row["period"], row["breakdown"]): (
            row["value"],
            row["status"],
            row["note"],
        )
        for row in rows
    }


@pytest.mark.django_db(transaction=True)
def test_facts_come_out_as_they_went_in(home: Path, system: Actor) -> None:
    """Suggested mappings read every table without a finding, and each edition sees its own."""
    load_groups(system, (PACK / "groups.yaml").read_text(encoding="utf-8"), "groups.yaml")
    definitions = (PACK / "indicators.yaml").read_text(encoding="utf-8")
    assert len(load_definitions(system, definitions, "indicators.yaml").created) == 27
    expected: dict[str, dict[str, dict[Key, Cell]]] = defaultdict(lambda: {"2015": {}, "2019": {}})
    for entry in vintages():
        report = import_file(
            system,
            entry["indicator"],
            PACK / entry["file"],
            source=entry["source"]["title"],
            licence=entry["licence"],
            url=entry.get("url", ""),
            known_on=date.fromisoformat(entry["known_on"]),
            note=entry["note"]["en"],
        )
        assert list(report.findings) == []
        facts = written(PACK / entry["file"])
        for edition in ("2015", "2019"):
            if entry["vintage"] <= edition:
                expected[entry["indicator"]][edition].update(facts)
    given = {row["key"] for row in list_indicators()} - set(derived_documents())
    assert given == set(expected)
    for indicator, editions in expected.items():
        assert kept(indicator, date(2015, 11, 25)) == editions["2015"]
        assert kept(indicator, date(2019, 12, 31)) == editions["2019"]
