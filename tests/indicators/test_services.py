"""Vintages are accepted once, withdrawn for a reason, and known from a day on."""

from datetime import date
from pathlib import Path

import pytest

from milepost.audit.selectors import list_events
from milepost.indicators import services, storage
from milepost.indicators.errors import (
    ImportBusy,
    MappingNameInvalid,
    ObservationsMissing,
    ReasonMissing,
    VintageReplaced,
    VintageStateRefused,
)
from milepost.indicators.mapping import Mapping
from milepost.indicators.selectors import (
    get_indicator,
    get_upload,
    get_vintage,
    list_indicators,
    list_uploads,
    list_vintages,
    observation_files,
    read_observations,
)
from milepost.kernel.actors import Actor
from milepost.kernel.errors import BadInput, NotFound, PermissionRefused
from tests.indicators.conftest import DEFINITIONS, Import

ROW = "area,period,value\n250,2015,{}\n"


def known(as_of: date | None = None) -> list[float | None]:
    """Return the values that are known of the tests' indicator."""
    found: list[float | None] = read_observations("remittance-cost", as_of)["value"].to_pylist()
    return found


def test_load_definitions_again_changes_nothing(defined: Actor) -> None:
    report = services.load_definitions(defined, DEFINITIONS, "tests.yaml")
    assert (report.created, report.changed, len(report.unchanged)) == ((), (), 4)
    changed = DEFINITIONS.replace("Persons at mid-year", "Persons")
    assert services.load_definitions(defined, changed, "tests.yaml").changed == ("population",)
    events = list_events(subject_kind="indicator", subject_key="population")
    assert [event.action for event in events] == [
        "indicators.indicator_changed",
        "indicators.indicator_defined",
    ]
    assert get_indicator("population")["definition"] == {"en": "Persons"}
    assert len(list_indicators()) == 4


def test_load_definitions_with_an_error_changes_nothing(defined: Actor) -> None:
    with pytest.raises(BadInput):
        services.load_definitions(defined, DEFINITIONS.replace("kind: count", "kind: x"), "t.yaml")
    assert get_indicator("population")["kind"] == "count"


def test_import_keeps_file_vintage_and_event(bring: Import, home: Path) -> None:
    report = bring(ROW.format(1.5), url="https://example.org/data", note="first", name="cost.csv")
    vintage = get_vintage(report.vintage)
    assert vintage["source"] == "a publisher"
    assert vintage["licence"] == "CC BY 4.0"
    assert vintage["url"] == "https://example.org/data"
    assert vintage["file_name"] == "cost.csv"
    assert vintage["accepted_by"] == "tests"
    kept = storage.upload_path(report.checksum)
    assert kept.read_text() == ROW.format(1.5)
    assert kept.stat().st_mode & 0o077 == 0
    ((name, path),) = observation_files("remittance-cost")
    assert (name, path.parent.parent) == (report.vintage, home / "observations")
    (event,) = list_events(subject_kind="vintage", subject_key=report.vintage)
    assert event.action == "indicators.import_accepted"
    assert event.after is not None
    assert event.after["rows"] == 1


def test_import_of_the_same_file_again_changes_nothing(bring: Import) -> None:
    first = bring(ROW.format(1.5))
    second = bring(ROW.format(1.5), name="other-name.csv", source="somebody else")
    assert (second.outcome, second.vintage) == ("unchanged", first.vintage)
    assert len(list_vintages()) == 1
    assert len(list_events(subject_kind="vintage")) == 1


def test_import_with_another_mapping_is_another_vintage(bring: Import) -> None:
    bring(ROW.format(1.5))
    mapping = Mapping(area="area", period="period", value="value", fixed_period="2016")
    report = bring(ROW.format(1.5), mapping=mapping)
    assert report.outcome == "accepted"
    assert len(list_vintages()) == 2


def test_refused_file_is_kept_with_its_findings(bring: Import, system: Actor) -> None:
    for _again in range(2):
        with pytest.raises(BadInput) as caught:
            bring("area,period,value\nAtlantis,2015,1.5\n")
    (upload,) = list_uploads(system)
    assert upload["id"] == caught.value.params["rejected"]
    assert get_upload(system, upload["id"])["findings"][0]["value"] == "Atlantis"
    assert storage.upload_path(upload["checksum"]).exists()
    assert [e.action for e in list_events(subject_kind="upload")] == ["indicators.file_rejected"]
    assert list_vintages() == []


def test_dry_run_keeps_nothing(bring: Import, home: Path) -> None:
    report = bring(ROW.format(1.5), is_dry_run=True)
    assert (report.outcome, report.rows, report.vintage) == ("checked", 1, "")
    assert list_vintages() == []
    assert not (home / "uploads").exists()
    with pytest.raises(BadInput):
        bring(ROW.format("x"), is_dry_run=True)
    assert not (home / "uploads").exists()


def test_as_of_gives_what_was_known_then(bring: Import) -> None:
    bring(ROW.format(1.5), known_on=date(2015, 6, 1))
    bring(ROW.format(2.5), known_on=date(2016, 6, 1))
    bring("area,period,value\n524,2015,9\n", known_on=date(2015, 7, 1))
    assert known(date(2015, 5, 31)) == []
    assert known(date(2015, 6, 30)) == [1.5]
    assert known(date(2015, 11, 25)) == [1.5, 9.0]
    assert known() == [2.5, 9.0]


def test_newest_is_the_one_known_last_and_then_accepted_last(bring: Import) -> None:
    bring(ROW.format(2.5), known_on=date(2016, 6, 1))
    bring(ROW.format(1.5), known_on=date(2015, 6, 1))
    assert known() == [2.5]
    bring(ROW.format(3.5), known_on=date(2016, 6, 1))
    assert known() == [3.5]


def test_withdrawn_vintage_no_longer_counts_until_it_is_accepted_again(
    bring: Import, system: Actor
) -> None:
    older = bring(ROW.format(1.5), known_on=date(2015, 6, 1))
    newer = bring(ROW.format(2.5), known_on=date(2016, 6, 1))
    services.withdraw_vintage(system, newer.vintage, reason="misprint")
    assert known() == [1.5]
    assert [v["id"] for v in list_vintages()] == [older.vintage]
    assert len(list_vintages(with_withdrawn=True)) == 2
    with pytest.raises(VintageStateRefused):
        services.withdraw_vintage(system, newer.vintage, reason="again")
    services.reaccept_vintage(system, newer.vintage, reason="it was right")
    assert known() == [2.5]
    events = list_events(subject_kind="vintage", subject_key=newer.vintage)
    assert [(e.action, e.reason) for e in events[:2]] == [
        ("indicators.vintage_reaccepted", "it was right"),
        ("indicators.vintage_withdrawn", "misprint"),
    ]


def test_withdrawing_needs_a_reason_and_a_vintage(bring: Import, system: Actor) -> None:
    report = bring(ROW.format(1.5))
    with pytest.raises(ReasonMissing):
        services.withdraw_vintage(system, report.vintage, reason="  ")
    with pytest.raises(NotFound):
        services.withdraw_vintage(system, "not-a-uuid", reason="x")


def test_same_file_after_withdrawal_corrects_its_provenance(bring: Import, system: Actor) -> None:
    wrong = bring(ROW.format(1.5), known_on=date(2015, 6, 1))
    services.withdraw_vintage(system, wrong.vintage, reason="known earlier")
    same = bring(ROW.format(1.5), known_on=date(2015, 6, 1))
    assert (same.outcome, same.vintage) == ("unchanged", wrong.vintage)
    right = bring(ROW.format(1.5), known_on=date(2014, 6, 1))
    assert right.outcome == "accepted"
    with pytest.raises(VintageReplaced):
        services.reaccept_vintage(system, wrong.vintage, reason="x")


def test_import_needs_source_and_licence(bring: Import) -> None:
    with pytest.raises(BadInput) as caught:
        bring(ROW.format(1.5), source=" ", licence="", url="ftp://x")
    assert [f.value for f in caught.value.findings] == ["source", "licence", "url"]


def test_import_refuses_an_unknown_indicator(bring: Import) -> None:
    with pytest.raises(NotFound):
        bring(ROW.format(1.5), "nowhere")


def test_import_does_not_run_beside_another_of_the_same_indicator(bring: Import) -> None:
    with storage.locked("remittance-cost", wait=False):
        with pytest.raises(ImportBusy):
            bring(ROW.format(1.5))
        assert bring(ROW.format(1), "population").outcome == "accepted"
    assert bring(ROW.format(1.5)).outcome == "accepted"


def test_sweep_removes_what_no_vintage_names(bring: Import, system: Actor) -> None:
    report = bring(ROW.format(1.5))
    folder = storage.observations_folder("remittance-cost")
    for name in ("00000000-0000-4000-8000-000000000000.parquet", "x.parquet.part"):
        (folder / name).write_bytes(b"half")
    removed = services.sweep_orphans(system)
    assert sorted(item["file"] for item in removed) == [
        "00000000-0000-4000-8000-000000000000.parquet",
        "x.parquet.part",
    ]
    assert known() == [1.5]
    assert storage.observations_path("remittance-cost", report.vintage).exists()


def test_missing_observations_are_said_aloud(bring: Import) -> None:
    report = bring(ROW.format(1.5))
    storage.observations_path("remittance-cost", report.vintage).unlink()
    with pytest.raises(ObservationsMissing):
        known()


def test_saved_mapping_is_replaced_under_its_name(defined: Actor) -> None:
    services.save_mapping(defined, "costs", Mapping(area="a"))
    services.save_mapping(defined, "costs", Mapping(area="b"))
    services.save_mapping(defined, "costs", Mapping(area="b"))
    assert len(list_events(subject_kind="mapping", subject_key="costs")) == 2
    with pytest.raises(MappingNameInvalid):
        services.save_mapping(defined, "<script>", Mapping())


@pytest.mark.parametrize("role", ["observer", "assessor", "editor", ""])
def test_only_stewards_change_data(bring: Import, role: str, tmp_path: Path) -> None:
    report = bring(ROW.format(1.5))
    actor = Actor(kind="person", key="x", label="x", roles=frozenset({role}))  # type: ignore[arg-type]
    path = tmp_path / "data.csv"
    with pytest.raises(PermissionRefused):
        services.import_file(actor, "population", path, source="s", licence="l")
    with pytest.raises(PermissionRefused):
        services.load_definitions(actor, DEFINITIONS, "x")
    with pytest.raises(PermissionRefused):
        services.withdraw_vintage(actor, report.vintage, reason="x")
    with pytest.raises(PermissionRefused):
        services.save_mapping(actor, "x", Mapping())
    with pytest.raises(PermissionRefused):
        services.sweep_orphans(actor)
    with pytest.raises(PermissionRefused):
        list_uploads(actor)
