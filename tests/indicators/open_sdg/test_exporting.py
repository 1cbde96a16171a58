"""What is written in the layout of Open SDG comes back the same, with a summary that counts."""

import csv
import json
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command

from milepost.indicators.open_sdg.exporting import export_repository
from milepost.indicators.open_sdg.importing import Reading, import_repository
from milepost.indicators.provenance import Provenance
from milepost.indicators.selectors import read_observations
from milepost.kernel.actors import Actor
from milepost.kernel.errors import BadInput

SOURCE = Provenance(source="Statistics Office", licence="OGL v3")
ROWS = """Year,Sex,Age group,Observation status,Value
2014,,,,12.5
2014,Female,15 to 24,Estimated value,13
2016/17,,,,14.5
2000 01,Male,,,-0.25
2018,,,Suppressed,
2019,,,,
2020,,,,21
"""


@pytest.fixture
def filled(db: None, home: Path, system: Actor) -> Path:
    """An indicator with spans, months, statuses and gaps, and one without data."""
    folder = home / "repository"
    (folder / "data").mkdir(parents=True)
    (folder / "data" / "indicator_1-2-1.csv").write_text(ROWS)
    (folder / "data" / "indicator_1-3-1.csv").write_text("Year,Value\nno data,\n")
    import_repository(system, folder, Reading(area="GBR", prefix="gb"), SOURCE)
    return home / "out"


def test_an_export_comes_back_the_same(filled: Path, system: Actor) -> None:
    made = export_repository(filled, prefix="gb", area="GBR")
    assert [item["indicator"] for item in made.summaries] == ["1-2-1"]
    import_repository(system, filled, Reading(area="GBR", prefix="again"), SOURCE)
    first, second = (
        read_observations(key).drop_columns(["vintage"]) for key in ("gb-1-2-1", "again-1-2-1")
    )
    assert first.num_rows == 7
    assert first.equals(second)


def test_the_columns_are_those_of_open_sdg(filled: Path) -> None:
    export_repository(filled, prefix="gb", area="826")
    with (filled / "data" / "indicator_1-2-1.csv").open() as stream:
        rows = list(csv.DictReader(stream))
    assert list(rows[0]) == ["Year", "Age group", "Sex", "Observation status", "Value"]
    assert {row["Year"] for row in rows} >= {"2016/17", "2000 01", "2018"}
    headline = json.loads((filled / "en" / "headline" / "1-2-1.json").read_text())
    assert headline == {
        "Year": ["2014", "2016/17", "2018", "2019", "2020"],
        "Value": [12.5, 14.5, None, None, 21.0],
    }
    data = json.loads((filled / "en" / "data" / "1-2-1.json").read_text())
    assert len(data["Value"]) == 7


def test_the_summary_counts_and_says_how_the_whole_moved(filled: Path) -> None:
    (row,) = export_repository(filled, prefix="gb", area="GBR").summaries
    years = 2191 / 365.25
    assert row["change_a_year"] == pytest.approx((21 - 12.5) / years)
    assert {name: row[name] for name in row if name != "change_a_year"} == {
        "indicator": "1-2-1",
        "title": "Indicator 1.2.1",
        "observations": 7,
        "missing": 2,
        "breakdowns": 3,
        "first_period": "2014",
        "first_value": 12.5,
        "latest_period": "2020",
        "latest_value": 21.0,
    }
    assert json.loads((filled / "summary.json").read_text()) == [row]
    text = (filled / "summary.csv").read_text(encoding="utf-8-sig")
    assert next(csv.DictReader(StringIO(text)))["latest_value"] == "21.0"


@pytest.mark.parametrize(
    ("how", "code"),
    [
        ({"prefix": "fr", "area": "GBR"}, "INDICATORS_OPEN_SDG_NOTHING_TO_EXPORT"),
        ({"prefix": "gb", "area": "Atlantis"}, "INDICATORS_OPEN_SDG_PLACE_UNKNOWN"),
    ],
)
def test_what_cannot_be_exported_is_a_finding(filled: Path, how: dict[str, str], code: str) -> None:
    with pytest.raises(BadInput) as refused:
        export_repository(filled, **how)
    assert [finding.code for finding in refused.value.findings] == [code]


def test_a_folder_with_files_is_left_alone(filled: Path) -> None:
    filled.mkdir()
    (filled / "mine.txt").write_text("keep me")
    with pytest.raises(BadInput) as refused:
        export_repository(filled, prefix="gb", area="GBR")
    assert refused.value.findings[0].code == "INDICATORS_OPEN_SDG_FOLDER_NOT_EMPTY"
    assert [path.name for path in filled.iterdir()] == ["mine.txt"]


def test_another_place_has_nothing(filled: Path) -> None:
    assert export_repository(filled, prefix="gb", area="FRA").summaries == ()


def test_the_command_writes_and_tells(filled: Path) -> None:
    out = StringIO()
    words = ["open-sdg-export", str(filled), "--prefix", "gb", "--area", "GBR"]
    call_command("data", *words, stdout=out, stderr=StringIO())
    assert (filled / "meta" / "1-2-1.md").read_text().startswith("---\nindicator_number: 1.2.1\n")
    assert "7" in out.getvalue()
