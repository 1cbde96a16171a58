"""The package that an edition hands out comes in whole and goes out equal."""

import csv
import json
from pathlib import Path

import pytest
from django.conf import LazySettings
from django.core.management import call_command

from milepost.indicators.models import Indicator, SourceConflict, Upload, Vintage
from milepost.indicators.packages.exporting import export_package
from milepost.indicators.packages.importing import Handed, import_package
from milepost.indicators.provenance import Provenance
from milepost.indicators.selectors import get_indicator, list_vintages, read_observations
from milepost.kernel.actors import Actor
from milepost.kernel.errors import BadInput
from milepost.publishing.bundle import Bundle
from milepost.publishing.demo import build_demo
from milepost.publishing.exports.files import find_export, write_form
from milepost.publishing.pointer import read_pointer
from milepost.publishing.selectors import releases_folder

pytestmark = pytest.mark.django_db
NOTHING = Provenance(source="", licence="")


def rows_of(path: Path) -> list[dict[str, str]]:
    """Return the rows of a package's observations; ids of imports differ between instances."""
    with (path / "observations.csv").open(encoding="utf-8", newline="") as stream:
        return [{**row, "vintage": ""} for row in csv.DictReader(stream)]


def forget_everything(settings: LazySettings, home: Path) -> None:
    """Leave an instance without indicators, as a new one is."""
    for model in (SourceConflict, Upload, Vintage, Indicator):
        model.objects.all().delete()
    settings.MILEPOST_OBSERVATIONS = home / "new" / "observations"
    settings.MILEPOST_UPLOADS = home / "new" / "uploads"


@pytest.mark.slow
def test_the_demo_comes_in_whole_and_goes_out_equal(
    home: Path, system: Actor, settings: LazySettings
) -> None:
    build_demo(system, lambda _text: None)
    edition = next(row for row in read_pointer(releases_folder()) if row.key == "2019")
    bundle = Bundle(releases_folder() / edition.path, edition.checksum)
    handed_out = home / "package"
    write_form(bundle, handed_out, "datapackage")
    found = find_export(bundle, "datapackage-tables.zip")
    assert found is not None
    found.write(home / "package.zip")
    forget_everything(settings, home)

    report = import_package(system, Handed(path=home / "package.zip"), NOTHING).collection
    assert {finding.code for finding in report.findings} >= {"INDICATORS_PACKAGE_RATINGS_LEFT_OUT"}
    assert set(report.defined) == set(bundle.indicators)
    for key, row in bundle.indicators.items():
        kept = bundle.observations_table(key)
        assert get_indicator(key)["direction"] == row["direction"]
        assert get_indicator(key)["title"] == row["title"]
        if kept is None or row.get("derived"):
            continue
        here = read_observations(key)
        columns = [name for name in here.column_names if name not in {"vintage", "value"}]
        order = [(name, "ascending") for name in ("area", "counterpart", "breakdown", "period")]
        one, other = here.sort_by(order), kept.sort_by(order)
        assert one.select(columns).to_pylist() == other.select(columns).to_pylist(), key
        assert one["value"].to_pylist() == pytest.approx(other["value"].to_pylist()), key
        said = {(v["source"], v["licence"]) for v in list_vintages(key)}
        assert said == {(v["source"], v["licence"]) for v in row["vintages"]}

    export_package(home / "again")
    derived = {key for key, row in bundle.indicators.items() if row.get("derived")}
    went_out = [row for row in rows_of(handed_out) if row["indicator"] not in derived]
    assert rows_of(home / "again") == went_out
    assert len(went_out) > 1000
    again = import_package(system, Handed(path=home / "package.zip"), NOTHING).collection
    assert (again.accepted, again.defined) == ((), ())


def test_an_own_package_is_written_and_read_by_the_command(
    bundle_2019: Bundle, home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write_form(bundle_2019, home / "package", "datapackage")
    call_command("data", "import-package", str(home / "package"))
    assert "imported" in capsys.readouterr().out
    call_command("data", "export-package", str(home / "out"), "--json")
    assert json.loads(capsys.readouterr().out)
    assert rows_of(home / "out") == rows_of(home / "package")
    with pytest.raises(BadInput):
        export_package(home / "out")
    with pytest.raises(BadInput):
        export_package(home / "empty", prefix="no-such-")


@pytest.fixture
def bundle_2019(synthetic_releases: Path) -> Bundle:
    """The synthetic edition of 2019."""
    edition = next(row for row in read_pointer(synthetic_releases) if row.key == "2019")
    return Bundle(synthetic_releases / edition.path, edition.checksum)
