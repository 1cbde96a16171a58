"""Derived figures in a bundle: what they were made from, and that nothing is gone or added."""

import json
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest

from milepost.indicators.derived import derive
from milepost.kernel.files import sha256_of
from milepost.publishing.freeze import (
    CHECKSUMS,
    PACKAGE,
    Surroundings,
    freeze,
    to_json,
)
from milepost.publishing.verification import verify_bundle
from milepost.reviews.computation import compute
from milepost.reviews.material import Material
from tests.reviews.materials import Fact, benchmark, indicator, material, measure

COUNTRIES = ("004", "008", "012", "020")
YEARS = (2010, 2011, 2012, 2014, 2015)
MADE = "mean([rate], 2) / [people; within 1]"
AROUND = Surroundings(
    vintages={
        "rate": [{"id": "v1"}, {"id": "v2"}],
        "people": [{"id": "v1"}],
        "made": [{"id": "v1"}, {"id": "v2"}],
        "twice": [{"id": "v1"}, {"id": "v2"}],
    }
)


def derived_material(make: str = MADE) -> Material:
    """A benchmark measured by an indicator made from one that is made from two others."""
    measured = benchmark(
        "1.1",
        measure=measure(
            "twice",
            "linear-path@1",
            baseline={"period": "2011"},
            target={"value": 20.0},
            deadline="2020-12-31",
        ),
    )
    facts: dict[str, list[Fact]] = {
        "rate": [
            (code, str(year), 10.0 + (year - 2010) * step)
            for step, code in enumerate(COUNTRIES)
            for year in YEARS
        ],
        "people": [(code, str(year), 2.0) for code in COUNTRIES for year in (2010, 2011, 2014)],
    }
    definitions = [
        indicator("rate", "mean"),
        indicator("people", "sum"),
        indicator("made", "mean", derived=make),
        indicator("twice", "mean", derived="[made] * 2"),
    ]
    source = material([measured], countries=COUNTRIES, indicators=definitions, facts=facts)
    given = dict(source.observations)
    rows = given["rate"].to_pylist()
    for row in rows:
        row["vintage"] = "v2" if row["period"] == "2015" else "v1"
    given["rate"] = pa.Table.from_pylist(rows, schema=given["rate"].schema)
    given["made"] = derive(make, given)
    given["twice"] = derive("[made] * 2", given)
    return replace(source, observations=given)


Change = Callable[[list[dict[str, Any]]], Any]
"""What is done to the rows of a forged table."""


def frozen(folder: Path, source: Material) -> Path:
    freeze(folder, source, compute(source), AROUND)
    return folder


def with_rows(
    source: Material, key: str, change: Callable[[list[dict[str, Any]]], Any]
) -> Material:
    rows = source.observations[key].to_pylist()
    change(rows)
    forged = pa.Table.from_pylist(rows, schema=source.observations[key].schema)
    return replace(source, observations={**source.observations, key: forged})


def found(folder: Path) -> dict[str, str]:
    """Return code to sentence of the findings about derived figures."""
    findings = verify_bundle(folder).findings
    return {f.code: f.what for f in findings if f.code.startswith("BUNDLE_DERIVED")}


def test_a_figure_names_every_vintage_and_period_that_it_rests_on(tmp_path: Path) -> None:
    source = derived_material()
    folder = frozen(tmp_path / "made", source)
    assert verify_bundle(folder).findings == ()
    lineage = json.loads((folder / "traces/plan/1.1.json").read_bytes())["008"]["lineage"]
    assert (lineage["rule"], lineage["expression"]) == ("expression@2", "[made] * 2")
    assert lineage["vintages"] == ["v1", "v2"]
    short = [
        (row["indicator"], row["period"], row["vintage"], row.get("of"), row.get("instead_of"))
        for row in lineage["inputs"]
    ]
    assert short == [
        ("made", "2015", "", None, None),
        ("rate", "2014", "v1", "made", None),
        ("rate", "2015", "v2", "made", None),
        ("people", "2014", "v1", "made", "2015"),
    ]
    assert lineage["figures"] == [
        {"period": "2011", "vintages": [0], "periods": ["2010", "2011"]},
        {"period": "2012", "vintages": [0], "periods": ["2011", "2012"]},
        {"period": "2015", "vintages": [0, 1], "periods": ["2014", "2015"]},
    ]


def test_a_gap_is_not_counted_as_one_period(tmp_path: Path) -> None:
    rows = derived_material().observations["made"].to_pylist()
    stated = {row["period"]: row["value"] or row["note"] for row in rows if row["area"] == "008"}
    assert stated == {
        "2010": "too_few_periods",
        "2011": 5.25,
        "2012": 5.75,
        "2014": "too_few_periods",
        "2015": 7.25,
    }


@pytest.mark.parametrize(
    ("change", "code", "said"),
    [
        (
            lambda rows: rows.__setitem__(slice(None), [r for r in rows if r["area"] != "012"]),
            "BUNDLE_DERIVED_MISSING",
            "Figures of 012 that the inputs give are missing: 5 (2010, 2011, 2012, 2014, 2015).",
        ),
        (
            lambda rows: rows.append({**rows[-1], "area": "099"}),
            "BUNDLE_DERIVED_EXTRA",
            "Figures of 099 that the inputs do not give: 1 (2015).",
        ),
        (
            lambda rows: rows.append(rows[-1]),
            "BUNDLE_DERIVED_REPEATED",
            "Figures of 020 that stand twice: 1 (2015).",
        ),
        (
            lambda rows: rows[1].update(value=9.0),
            "BUNDLE_DERIVED_DIFFERS",
            (
                "Figures of 004 that are not what the expression gives: 1 (2011). "
                "The first is stated as 9 (A) and computed as 5 (A)."
            ),
        ),
        (
            lambda rows: rows[1].update(status="E"),
            "BUNDLE_DERIVED_DIFFERS",
            (
                "Figures of 004 that are not what the expression gives: 1 (2011). "
                "The first is stated as 5 (E) and computed as 5 (A)."
            ),
        ),
        (
            lambda rows: rows[0].update(note="no_base"),
            "BUNDLE_DERIVED_DIFFERS",
            (
                "Figures of 004 that are not what the expression gives: 1 (2010). "
                "The first is stated as no_base and computed as too_few_periods."
            ),
        ),
        (
            list.clear,
            "BUNDLE_DERIVED_MISSING",
            "Figures of 004 that the inputs give are missing: 5 (2010, 2011, 2012, 2014, 2015).",
        ),
    ],
)
def test_what_the_inputs_do_not_give_is_found_both_ways(
    tmp_path: Path, change: Change, code: str, said: str
) -> None:
    # Nothing is made from what is forged, so that one finding speaks of one thing.
    source = derived_material()
    source.frameworks[0]["benchmarks"][0]["measure"]["indicator"] = "rate"
    indicators = {key: value for key, value in source.indicators.items() if key != "twice"}
    observations = {key: value for key, value in source.observations.items() if key != "twice"}
    source = replace(source, indicators=indicators, observations=observations)
    folder = frozen(tmp_path / "forged", with_rows(source, "made", change))
    findings = [f for f in verify_bundle(folder).findings if f.code.startswith("BUNDLE_DERIVED")]
    assert (findings[0].code, findings[0].what) == (code, said)
    assert findings[0].where == "observations/made.parquet"


def test_many_places_are_counted_and_not_listed(tmp_path: Path) -> None:
    source = derived_material()
    rows = [
        {**source.observations["rate"].to_pylist()[0], "area": f"{n:03d}"} for n in range(500, 515)
    ]
    people = [{**row, "value": 1.0} for row in rows]
    source = with_rows(source, "rate", lambda given: given.extend(rows))
    source = with_rows(source, "people", lambda given: given.extend(people))
    findings = verify_bundle(frozen(tmp_path / "many", source)).findings
    missing = [f.what for f in findings if f.where == "observations/made.parquet"]
    assert len(missing) == 11
    assert missing[-1] == "Figures are missing in 5 more places."


def test_a_bundle_of_the_format_before_states_direct_inputs_alone(tmp_path: Path) -> None:
    source = derived_material("[rate] / [people; within 1]")
    folder = frozen(tmp_path / "old", source)
    path = folder / "traces/plan/1.1.json"
    traces = json.loads(path.read_bytes())
    for trace in traces.values():
        if trace.get("lineage"):
            trace["lineage"] = older(trace["lineage"])
    path.write_bytes(to_json(traces))
    for report in (folder / "quality").glob("*.json"):
        content = json.loads(report.read_bytes())
        content.pop("results", None)
        report.write_bytes(to_json(content))
    mended(folder, 6)
    assert {f.code for f in verify_bundle(folder).findings} == {
        "BUNDLE_WORKING_DIFFERS",
        "BUNDLE_QUALITY_DIFFERS",
    }
    mended(folder, 5)
    assert verify_bundle(folder).findings == ()


def older(lineage: Mapping[str, Any]) -> dict[str, Any]:
    names = ("indicator", "period", "breakdown", "value", "vintage")
    keys = ("expression", "period", "value", "status", "why")
    rows = [row for row in lineage["inputs"] if "of" not in row]
    inputs = [{name: row[name] for name in names} for row in rows]
    return {**{key: lineage[key] for key in keys}, "inputs": inputs}


def mended(folder: Path, number: int) -> None:
    """Make the description and the checksums fit again, as somebody who forges would."""
    package = json.loads((folder / PACKAGE).read_bytes())
    package["milepost"]["format"] = number
    for row in package["resources"]:
        row["hash"] = f"sha256:{sha256_of(folder / row['path'])}"
        row["bytes"] = (folder / row["path"]).stat().st_size
    (folder / PACKAGE).write_bytes(to_json(package))
    names = [line.split("  ", 1)[1] for line in (folder / CHECKSUMS).read_text().splitlines()]
    lines = [f"{sha256_of(folder / name)}  {name}" for name in names]
    (folder / CHECKSUMS).write_text("\n".join(lines) + "\n")


def test_parts_of_a_whole_stand_in_one_row(tmp_path: Path) -> None:
    source = derived_material("sum([rate], counterpart)")
    parts = [
        {**row, "counterpart": other, "value": row["value"] - 10.0}
        for row in source.observations["rate"].to_pylist()
        for other in ("036", "056", "124")
    ]
    source = with_rows(source, "rate", lambda rows: rows.extend(parts))
    given = dict(source.observations)
    given["made"] = derive("sum([rate], counterpart)", given)
    given["twice"] = derive("[made] * 2", given)
    source = replace(source, observations=given)
    assert compute(source).traces["plan", "1.1"]["008"]["lineage"]["inputs"] == [
        {"indicator": "made", "period": "2015", "breakdown": "", "value": 15.0, "vintage": ""},
        {
            "indicator": "rate",
            "period": "2015",
            "breakdown": "",
            "value": 15.0,
            "vintage": "v2",
            "over": "counterpart",
            "parts": 3,
            "missing": 0,
            "of": "made",
        },
    ]
    assert verify_bundle(frozen(tmp_path / "parts", source)).findings == ()
