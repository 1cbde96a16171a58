"""A computed figure on its page: every input, its period and its source."""

import shutil
from pathlib import Path
from typing import Any

import orjson
import pytest
from django.test import Client
from pytest_django.fixtures import Settings

FRAMEWORK, BENCHMARK, PLACE = "plan-8-points", "1.1", "608"
ADDRESS = f"/en/editions/2019/{FRAMEWORK}/benchmarks/{BENCHMARK}/places/{PLACE}/"


def with_lineage(releases: Path) -> None:
    """Give one figure of the newest edition a lineage."""
    folder = next(path for path in releases.iterdir() if path.name.startswith("2019-"))
    framework = orjson.loads((folder / "frameworks" / f"{FRAMEWORK}.json").read_bytes())
    measured = {row["key"]: row["measure"] for row in framework["benchmarks"]}[BENCHMARK]
    path = folder / "traces" / FRAMEWORK / f"{BENCHMARK}.json"
    traces = orjson.loads(path.read_bytes())
    trace = traces[PLACE]
    used = trace["inputs"]["used"]
    trace["lineage"] = lineage(used, measured["indicator"], used[-1]["vintage"])
    for row in used:
        row["vintage"] = ""
    path.write_bytes(orjson.dumps(traces))


def lineage(used: list[dict[str, Any]], key: str, vintage: str) -> dict[str, Any]:
    latest = used[-1]["period"]
    row = {"indicator": key, "period": latest, "breakdown": "", "value": 4.5, "vintage": vintage}
    part = {"over": "counterpart", "parts": 12, "missing": 1, "of": "made"}
    return {
        "rule": "expression@2",
        "expression": f"mean([{key}], 2) / sum([{key}], counterpart)",
        "period": latest,
        "value": 1.5,
        "status": "A",
        "why": "",
        "inputs": [
            row,
            {**row, "period": "2011", "instead_of": "2012"},
            {**row, **part, "lowest": {"part": "608", "value": -2.0}},
            {**row, "indicator": "made", "vintage": "", "value": None},
        ],
        "vintages": [vintage],
        "figures": [{"period": item["period"], "vintages": [0]} for item in used],
    }


@pytest.mark.django_db
def test_every_input_stands_with_its_period_and_source(
    tmp_path: Path, synthetic_releases: Path, settings: Settings, client: Client
) -> None:
    shutil.copytree(synthetic_releases, tmp_path / "releases")
    with_lineage(tmp_path / "releases")
    settings.MILEPOST_RELEASES = tmp_path / "releases"
    answer = client.get(ADDRESS)
    assert answer.status_code == 200
    page = " ".join(answer.content.decode().split())
    start = page.index('id="why-lineage"')
    made = page[start : page.index("</table>", start)]
    for words in (
        "stands in for",
        "sum of 12 parts",
        "without a value: 1",
        "below zero: Philippines",
        "computed",
        '<td class="num">1</td>',
    ):
        assert words in made, words
    figures = page[page.index('id="why-inputs"') :]
    assert figures[: figures.index("</table>")].count('<td class="num">1</td>') >= 2
