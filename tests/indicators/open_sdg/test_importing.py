"""A repository of Open SDG comes in whole or not at all, and once more changes nothing."""

import json
from datetime import date
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command

from milepost.audit.models import AuditEvent
from milepost.indicators import services, storage
from milepost.indicators.importing_many import CollectionReport
from milepost.indicators.models import Vintage
from milepost.indicators.open_sdg.importing import Reading, import_repository
from milepost.indicators.provenance import Provenance
from milepost.indicators.selectors import get_indicator, list_indicators, read_observations
from milepost.kernel.actors import Actor, ActorKind, system_actor
from milepost.kernel.errors import BadInput, PermissionRefused

META = """---
indicator_number: 1.2.1
indicator_available: Share of <b>people</b> below the line
computation_units: Percentage (%)
national_indicator_description: People with less than the line
source_organisation_1: Statistics Office
source_periodicity_1: Annual
---
"""
ROWS = """Year,Sex,Units,Value
2014,,Percentage (%),12.5
2014,Female,Percentage (%),13
2016/17,,Percentage (%),
2015,,Percentage (%),"1,000"
"""
SOURCE = Provenance(source="Statistics Office", licence="OGL v3")
READING = Reading(area="GBR", prefix="gb")


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """Two indicators: one with data and metadata, one that waits for both."""
    folder = tmp_path / "repository"
    for name in ("data", "meta"):
        (folder / name).mkdir(parents=True)
    (folder / "data" / "indicator_1-2-1.csv").write_text(ROWS)
    (folder / "data" / "indicator_1-3-1.csv").write_text("Year,Value\nData not available,\n")
    (folder / "data" / "README.md").write_text("not an indicator")
    (folder / "meta" / "1-2-1.md").write_text(META)
    return folder


@pytest.fixture
def actor(db: None, home: Path) -> Actor:
    """The operator."""
    return system_actor("tests")


def bring_in(actor: Actor, folder: Path, **how: Any) -> CollectionReport:
    """Import the repository."""
    return import_repository(actor, folder, READING, SOURCE, **how)


def test_rows_become_observations_of_the_place(actor: Actor, repository: Path) -> None:
    report = bring_in(actor, repository)
    assert (report.outcome, report.rows) == ("imported", 4)
    assert report.accepted == ("gb-1-2-1",)
    assert report.empty == ("gb-1-3-1",)
    rows = {
        (row["period"], row["breakdown"]): row for row in read_observations("gb-1-2-1").to_pylist()
    }
    assert {row["area"] for row in rows.values()} == {"826"}
    assert rows["2014", ""]["value"] == 12.5
    assert rows["2014", "sex=F"]["value"] == 13
    assert rows["2015", ""]["value"] == 1000
    assert (rows["2016", ""]["value"], rows["2016", ""]["note"]) == (None, "2016/17")


def test_a_missing_value_stays_missing(actor: Actor, repository: Path) -> None:
    (repository / "data" / "indicator_1-2-1.csv").write_text("Year,Value\n2014,\n2015,0\n")
    bring_in(actor, repository)
    first, second = read_observations("gb-1-2-1").to_pylist()
    assert (first["value"], first["status"]) == (None, "O")
    assert (second["value"], second["status"]) == (0, "A")


def test_a_definition_says_only_what_the_repository_says(actor: Actor, repository: Path) -> None:
    bring_in(actor, repository)
    found = get_indicator("gb-1-2-1")
    assert found["title"]["en"] == "Share of people below the line"
    assert found["unit"]["key"] == "percent"
    assert (found["direction"], found["aggregation"]) == ("none", "none")
    assert found["metadata"]["DATA_SOURCE"]["en"] == "Statistics Office"


def test_once_more_changes_nothing(actor: Actor, repository: Path) -> None:
    bring_in(actor, repository)
    events = AuditEvent.objects.count()
    again = bring_in(actor, repository)
    assert (again.accepted, again.unchanged, again.defined) == ((), ("gb-1-2-1",), ())
    assert AuditEvent.objects.count() == events


def test_a_new_file_is_a_new_vintage_and_a_better_definition_stays(
    actor: Actor, repository: Path
) -> None:
    bring_in(actor, repository)
    services.load_definitions(
        actor,
        """
milepost: indicators/1
indicators:
  - key: gb-1-2-1
    title: {en: Poverty}
    definition: {en: People below the line}
    unit: {key: percent, label: {en: per cent}}
    kind: rate
    aggregation: published
    direction: down
""",
        "better.yaml",
    )
    (repository / "data" / "indicator_1-2-1.csv").write_text("Year,Value\n2014,11\n")
    report = bring_in(actor, repository)
    assert report.accepted == ("gb-1-2-1",)
    assert get_indicator("gb-1-2-1")["direction"] == "down"
    assert Vintage.objects.count() == 2
    values = {
        row["value"]
        for row in read_observations("gb-1-2-1").to_pylist()
        if (row["period"], row["breakdown"]) == ("2014", "")
    }
    assert values == {11}


def test_a_dry_run_keeps_nothing(actor: Actor, repository: Path) -> None:
    report = bring_in(actor, repository, is_dry_run=True)
    assert (report.outcome, report.rows) == ("checked", 4)
    assert len(report.defined) == 2
    assert list_indicators() == []
    assert not Vintage.objects.exists()


def test_one_bad_file_keeps_everything_out(actor: Actor, repository: Path) -> None:
    (repository / "data" / "indicator_9-9-9.csv").write_text("Jahr,Wert\n2014,1\n")
    with pytest.raises(BadInput) as refused:
        bring_in(actor, repository)
    (finding,) = refused.value.findings
    assert finding.code == "INDICATORS_OPEN_SDG_COLUMN_MISSING"
    assert finding.where == "indicator_9-9-9.csv"
    assert list_indicators() == []


def test_rows_that_cannot_be_read_are_counted(actor: Actor, repository: Path) -> None:
    path = repository / "data" / "indicator_1-2-1.csv"
    path.write_text("Year,Value\n2014,1\n2014,2\n2015,about ten\nsoon,3\n")
    report = bring_in(actor, repository)
    assert {finding.value: finding.count for finding in report.findings} == {
        "period": 1, "value": 1, "repeated": 1,
    }  # fmt: skip
    (row,) = read_observations("gb-1-2-1").to_pylist()
    assert row["value"] == 1


def test_a_failure_leaves_no_file_behind(
    actor: Actor, repository: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_args: Any, **_kwargs: Any) -> None:
        raise RuntimeError

    monkeypatch.setattr("milepost.indicators.importing_many.record_event", broken)
    with pytest.raises(RuntimeError):
        bring_in(actor, repository)
    assert list_indicators() == []
    assert list(storage.observations_folder("gb-1-2-1").glob("*.parquet")) == []


def test_place_prefix_and_folder_are_checked(actor: Actor, tmp_path: Path) -> None:
    with pytest.raises(BadInput) as refused:
        import_repository(actor, tmp_path, Reading(area="Nowhere", prefix="1"), SOURCE)
    assert {finding.code for finding in refused.value.findings} == {
        "INDICATORS_OPEN_SDG_PLACE_UNKNOWN",
        "INDICATORS_OPEN_SDG_PREFIX_INVALID",
    }
    with pytest.raises(BadInput) as refused:
        bring_in(actor, tmp_path)
    assert refused.value.findings[0].code == "INDICATORS_OPEN_SDG_NO_DATA"


def test_it_takes_the_right_to_define_and_to_import(db: None, repository: Path) -> None:
    stranger = Actor(ActorKind.PERSON, "1", "somebody")
    with pytest.raises(PermissionRefused):
        bring_in(stranger, repository)


def test_the_command_tells_what_came_in(actor: Actor, repository: Path) -> None:
    words = ["open-sdg", str(repository), "--area", "826", "--prefix", "gb",
             "--source", "Statistics Office", "--licence", "OGL v3"]  # fmt: skip
    out = StringIO()
    call_command("data", *words, stdout=out, stderr=StringIO())
    assert "imported" in out.getvalue()
    out = StringIO()
    call_command("data", "--json", *words, stdout=out, stderr=StringIO())
    (found,) = json.loads(out.getvalue())
    assert (found["unchanged"], found["rows"]) == (1, 0)


def test_what_was_withdrawn_does_not_come_back(actor: Actor, repository: Path) -> None:
    """The next import of the same repository leaves it out, on any day; reaccepting brings it."""
    bring_in(actor, repository)
    row = Vintage.objects.get()
    services.withdraw_vintage(actor, str(row.uuid), reason="the publisher took it back")
    Vintage.objects.update(known_on=date(2020, 1, 1))
    again = bring_in(actor, repository)
    assert again.accepted == ()
    assert again.unchanged == ("gb-1-2-1",)
    assert read_observations("gb-1-2-1").num_rows == 0
    services.reaccept_vintage(actor, str(row.uuid), reason="it stands")
    assert read_observations("gb-1-2-1").num_rows == 4


def test_a_withdrawn_file_of_another_source_is_a_correction(actor: Actor, repository: Path) -> None:
    """Who withdrew a mistaken source states the right one and imports again."""
    bring_in(actor, repository)
    services.withdraw_vintage(actor, str(Vintage.objects.get().uuid), reason="the wrong office")
    right = Provenance(source="Another office", licence="OGL v3")
    assert import_repository(actor, repository, READING, right).accepted == ("gb-1-2-1",)


def test_cells_are_read_as_in_any_other_file(actor: Actor, repository: Path) -> None:
    """Decimal commas, flags, marks of missing values and footnotes have one meaning."""
    path = repository / "data" / "indicator_1-2-1.csv"
    path.write_text(
        'Year,Sex,Value\n2014,,"1,5"\n2015,,"12,25 p"\n2016,,n/a\n2017,,2\n2018,,"3,4*"\n'
    )
    bring_in(actor, repository)
    rows = {row["period"]: row for row in read_observations("gb-1-2-1").to_pylist()}
    assert [rows[str(year)]["value"] for year in range(2014, 2019)] == [1.5, 12.25, None, 2, 3.4]
    assert [rows[str(year)]["status"] for year in range(2014, 2019)] == ["A", "P", "M", "A", "A"]
    assert (rows["2015"]["note"], rows["2016"]["note"]) == ("p", "n/a")


def test_commas_between_points_are_no_decimals(actor: Actor, repository: Path) -> None:
    """Where the file writes points, a comma that would be a decimal is a mistake, not 15."""
    path = repository / "data" / "indicator_1-2-1.csv"
    path.write_text('Year,Value\n2014,0.5\n2015,"1,5"\n2016,"1,234.5"\n')
    report = bring_in(actor, repository)
    values = {row["period"]: row["value"] for row in read_observations("gb-1-2-1").to_pylist()}
    assert values == {"2014": 0.5, "2016": 1234.5}
    assert {finding.value: finding.count for finding in report.findings} == {"value": 1}


def test_a_stated_status_outweighs_the_cell(actor: Actor, repository: Path) -> None:
    path = repository / "data" / "indicator_1-2-1.csv"
    path.write_text(
        "Year,Observation status,Value\n2014,Suppressed,\n2015,Estimated value,7\n"
        "2016,,..\n2017,Normal value,\n2018/19,,8 b\n"
    )
    bring_in(actor, repository)
    rows = read_observations("gb-1-2-1").to_pylist()
    assert [row["status"] for row in rows] == ["Q", "E", "L", "O", "B"]
    assert rows[4]["note"] == "2018/19; b"
