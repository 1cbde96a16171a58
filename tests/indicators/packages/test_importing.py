"""Packages of others: understood through their schema, whole or not at all."""

import copy
import json
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command

from milepost.indicators.models import Vintage
from milepost.indicators.packages.descriptor import read_package
from milepost.indicators.packages.files import Budget, open_files
from milepost.indicators.packages.tables import make_tables
from milepost.indicators.provenance import Provenance
from milepost.indicators.selectors import get_indicator, list_vintages, read_observations
from milepost.indicators.storage import upload_path
from milepost.kernel.errors import BadInput
from tests.indicators.packages.conftest import COSTS, MONEY, Bring, Write, gzipped, zipped

pytestmark = pytest.mark.django_db

Json = dict[str, Any]
ROWS = [{"country": "KEN", "year": 2015, "value": 4}, {"country": "CIV", "year": 2016, "value": 5}]


def codes(error: BadInput) -> set[str]:
    """Return the codes of findings without their common beginning."""
    return {finding.code.removeprefix("INDICATORS_PACKAGE_") for finding in error.findings}


def refused(bring: Bring, path: Path, **said: Any) -> set[str]:
    """Return the codes for which a package is refused; nothing is kept of it."""
    with pytest.raises(BadInput) as caught:
        bring(path, **said)
    assert not Vintage.objects.exists()
    return codes(caught.value)


def changed(**parts: Any) -> Json:
    """Return the package of costs with other properties of its first resource."""
    package = copy.deepcopy(MONEY)
    resources: list[Json] = package["resources"]  # type: ignore[assignment]
    resources[0] |= parts
    return package


def values(key: str) -> dict[tuple[str, str, str], float | None]:
    """Return what is known of an indicator by area, period and breakdown."""
    rows = read_observations(key).to_pylist()
    return {(row["area"], row["period"], row["breakdown"]): row["value"] for row in rows}


KENYA, IVORY = "404", "384"


def test_dialect_types_and_missing_values_are_read(money: Path, bring: Bring) -> None:
    report = bring(money)
    assert report.collection.accepted == ("ex-cost-200", "ex-cost-500")
    assert values("ex-cost-200") == {
        (KENYA, "2015", "sex=F"): 1234.5,
        (KENYA, "2015", "sex=M"): 7.0,
        (IVORY, "2016", "sex=M"): None,
    }
    assert values("ex-cost-500")[KENYA, "2015", "sex=M"] == 4.25
    notes = {row["note"] for row in read_observations("ex-cost-200").to_pylist()}
    assert notes == {"", "new; survey"}
    vintage = list_vintages("ex-cost-200")[0]
    assert (vintage["source"], vintage["licence"]) == ("Bank of Examples", "CC-BY-4.0")
    assert [finding.code for finding in report.collection.findings] == [
        "INDICATORS_PACKAGE_LEFT_OUT"
    ]


def test_once_more_changes_nothing_and_the_files_are_kept(money: Path, bring: Bring) -> None:
    bring(money)
    again = bring(money)
    assert (again.collection.accepted, again.collection.defined) == ((), ())
    assert again.collection.unchanged == ("ex-cost-200", "ex-cost-500")
    assert upload_path(list_vintages("ex-cost-200")[0]["checksum"]).is_file()


def test_an_archive_is_read_as_its_folder_is(money: Path, bring: Bring) -> None:
    bring(zipped(money, "money-main/"))
    assert values("ex-cost-500")[IVORY, "2015", "sex=M"] == 3.5


def test_a_dry_run_shows_the_roles_and_keeps_nothing(
    money: Path, bring: Bring, capsys: pytest.CaptureFixture[str]
) -> None:
    report = bring(money, is_dry_run=True)
    assert not Vintage.objects.exists()
    roles = {one["label"]: one["role"] for one in report.tables[0]["columns"]}
    assert roles == {
        "series": "indicator", "country": "area", "year": "period", "sex": "sex",
        "cost": "value", "remark": "note",
    }  # fmt: skip
    call_command("data", "import-package", str(money), "--prefix", "ex", "--dry-run")
    said = capsys.readouterr()
    assert "costs/series: indicator (COST_200, COST_500)" in said.out
    assert "checked" in said.out


def test_a_person_says_what_a_column_is(write: Write, bring: Bring) -> None:
    rows = "land;when;kilos;crates\nKEN;2015;4;9\nCIV;2016;5;8\n"
    package = {"name": "fruit", "resources": [{"name": "fruit", "path": "fruit.csv"}]}
    path = write(package, {"fruit.csv": rows.replace(";", ",").encode()})
    told = Provenance(source="Market", licence="none stated")
    assert refused(bring, path, provenance=told) >= {"NOTHING_FOUND"}
    columns = (("fruit/kilos", "value"), ("when", "period"), ("land", "area"), ("crates", "ignore"))
    bring(path, provenance=told, columns=columns, indicator="fruit-kilos")
    assert values("fruit-kilos") == {(KENYA, "2015", ""): 4.0, (IVORY, "2016", ""): 5.0}
    assert refused_column(bring, path, told) == {"COLUMN_UNKNOWN"}


def refused_column(bring: Bring, path: Path, told: Provenance) -> set[str]:
    """Return what is said of a role for a column that is not there."""
    with pytest.raises(BadInput) as caught:
        bring(path, provenance=told, columns=(("fruit/weight", "value"),))
    return codes(caught.value)


def test_the_place_and_the_provenance_may_be_stated(write: Write, bring: Bring) -> None:
    rows = "year,value\n2015,4\n2016,5\n"
    package = {"name": "one-country", "resources": [{"name": "births", "path": "b.csv"}]}
    path = write(package, {"b.csv": rows.encode()})
    assert refused(bring, path, area="Kenya") == {"INDICATORS_PROVENANCE_INVALID"}
    bring(path, area="Kenya", provenance=Provenance(source="Registrar", licence="none stated"))
    assert values("ex-births") == {(KENYA, "2015", ""): 4.0, (KENYA, "2016", ""): 5.0}
    assert refused_place(bring, path) == {"PLACE_UNKNOWN"}


def refused_place(bring: Bring, path: Path) -> set[str]:
    """Return what is said of a place that is not known."""
    with pytest.raises(BadInput) as caught:
        bring(path, area="Atlantis")
    return codes(caught.value)


@pytest.mark.parametrize(
    ("resource", "files"),
    [
        ({"data": ROWS}, {}),
        ({"data": "country,year,value\nKEN,2015,4\nCIV,2016,5\n", "format": "csv"}, {}),
        ({"path": "rows.json"}, {"rows.json": json.dumps(ROWS).encode()}),
        (
            {"path": "rows.csv.gz"},
            {"rows.csv.gz": gzipped("country,year,value\nKEN,2015,4\nCIV,2016,5\n")},
        ),
        (
            {"path": ["a.csv", "b.csv"]},
            {
                "a.csv": b"country,year,value\nKEN,2015,4\n",
                "b.csv": b"country,year,value\nCIV,2016,5\n",
            },
        ),
        ({"path": "rows.tsv"}, {"rows.tsv": b"country\tyear\tvalue\nKEN\t2015\t4\nCIV\t2016\t5\n"}),
        (
            {
                "path": "rows.csv",
                "dialect": "dialect.json",
                "schema": "schema.json",
                "encoding": "utf-16",
            },
            {
                "rows.csv": "# made up\nKEN,2015,4\nCIV,2016,5\n".encode("utf-16"),
                "dialect.json": b'{"header": false, "commentChar": "#"}',
                "schema.json": json.dumps(
                    {"fields": [{"name": n} for n in ("country", "year", "value")]}
                ).encode(),
            },
        ),
        (
            {"path": "rows.csv", "dialect": {"headerRows": [2], "commentRows": [3]}},
            {"rows.csv": b"A title,,\ncountry,year,value\nignored,,\nKEN,2015,4\nCIV,2016,5\n"},
        ),
    ],
)  # fmt: skip
def test_every_way_of_holding_rows(
    write: Write, bring: Bring, resource: Json, files: dict[str, bytes]
) -> None:
    package = {
        "$schema": "https://datapackage.org/profiles/2.0/datapackage.json",
        "name": "rows",
        "licenses": [{"name": "CC0-1.0"}],
        "contributors": [{"title": "Someone"}],
        "resources": [{"name": "rows", **resource}],
    }
    bring(write(package, files))
    assert values("ex-rows") == {(KENYA, "2015", ""): 4.0, (IVORY, "2016", ""): 5.0}


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("https://example.org/costs.csv", "web"),
        ("//example.org/costs.csv", "web"),
        ("/etc/passwd", "absolute"),
        ("C:\\costs.csv", "absolute"),
        ("../costs.csv", "out of"),
        ("data/../../costs.csv", "out of"),
    ],
)
def test_nothing_outside_the_package_is_read(
    write: Write, bring: Bring, path: str, kind: str
) -> None:
    folder = write(changed(path=path), {"data/costs.csv": COSTS.encode()})
    with pytest.raises(BadInput) as caught:
        bring(folder)
    assert codes(caught.value) == {"PATH_REFUSED"}
    assert kind in caught.value.findings[0].what
    assert caught.value.findings[0].remedy


def test_a_link_out_of_the_package_is_not_followed(write: Write, bring: Bring) -> None:
    folder = write(changed(path="link.csv"), {})
    (folder.parent / "secret.csv").write_text(COSTS)
    (folder / "link.csv").symlink_to(folder.parent / "secret.csv")
    assert refused(bring, folder) == {"FILE_MISSING"}


def test_what_unpacks_to_too_much_is_refused(write: Write, tmp_path: Path) -> None:
    bomb = gzipped("country,year,value\n" + "KEN,2015,4\n" * 40_000)
    assert len(bomb) < 5_000
    folder = write(changed(path="bomb.csv.gz", schema={}, dialect={}), {"bomb.csv.gz": bomb})
    for path in (folder, zipped(folder)):
        files, budget = open_files(path), Budget(100_000)
        package = read_package(files, budget)
        with pytest.raises(BadInput) as caught:
            make_tables(package, files, tmp_path, budget)
        assert codes(caught.value) == {"TOO_LARGE"}


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"no archive", "ARCHIVE_UNREADABLE"),
        (b"PK\x05\x06" + b"\x00" * 18, "NO_DESCRIPTOR"),
    ],
)
def test_what_is_no_package_is_refused(
    tmp_path: Path, bring: Bring, content: bytes, code: str
) -> None:
    path = tmp_path / "package.zip"
    path.write_bytes(content)
    assert refused(bring, path) == {code}


@pytest.mark.parametrize(
    "text",
    ["[]", "{", '{"resources": []}', '{"resources": [4]}', '{"resources": [{"name": "a/b"}]}',
     '{"resources": [{"name": "a"}]}', '{"resources": [{"name": "a", "path": [4]}]}',
     '{"resources": [{"name": "a", "data": []}, {"name": "a", "data": []}]}'],
)  # fmt: skip
def test_descriptors_that_say_too_little(write: Write, bring: Bring, text: str) -> None:
    folder = write({}, {})
    (folder / "datapackage.json").write_text(text)
    assert refused(bring, folder) == {"DESCRIPTOR_INVALID"}


def test_a_damaged_file_is_refused(write: Write, bring: Bring) -> None:
    content = COSTS.encode("cp1252")
    right = changed(hash="md5:00", bytes=len(content))
    assert refused(bring, write(right, {"data/costs.csv": content})) == {"HASH_DIFFERS"}
    broken = write(changed(encoding="utf-8"), {"data/costs.csv": b"\xff\xfe\x00" + content})
    assert refused(bring, broken) == {"UNREADABLE"}
    long = write(changed(), {"data/costs.csv": content + b"A;B;C;D;5;6;too much\r\n"})
    assert "ROWS_UNEVEN" in refused(bring, long)


def test_broken_promises_are_told_and_kept(write: Write, bring: Bring) -> None:
    package = changed()
    fields = package["resources"][0]["schema"]["fields"]
    fields[3]["constraints"] = {"enum": ["female"]}
    fields[4]["constraints"] = {"required": True, "maximum": 1000}
    rows = COSTS + "COST_500;KEN;2015;male;4,25;\r\nCOST_500;UGA;15;male;2;\r\n"
    with pytest.raises(BadInput) as caught:
        bring(write(package, {"data/costs.csv": rows.encode("cp1252")}))
    found = codes(caught.value)
    assert found >= {"TYPE_BROKEN", "CONSTRAINT_BROKEN", "KEY_REPEATED", "REFERENCE_BROKEN"}
    broken = [f for f in caught.value.findings if f.code.endswith("CONSTRAINT_BROKEN")]
    assert len(broken) == 3
    # What refuses the package is the period that cannot be read, told with its row.
    assert any("row 8" in finding.where for finding in caught.value.findings)


def test_two_codes_must_not_become_one_key(write: Write, bring: Bring) -> None:
    rows = COSTS.replace("COST_500", "Cost-200")
    assert "KEYS_COLLIDE" in refused(bring, write(changed(), {"data/costs.csv": rows.encode()}))
    folder = write(MONEY, {}, "without")
    assert refused(bring, folder) == {"FILE_MISSING"}
    assert refused(bring, write(MONEY, {"data/costs.csv": COSTS.encode()}), prefix="") == {
        "PREFIX_NEEDED"
    }


def test_a_definition_that_is_here_stays(money: Path, bring: Bring) -> None:
    bring(money)
    assert get_indicator("ex-cost-200")["title"] == {"en": "COST_200"}
    assert get_indicator("ex-cost-200")["direction"] == "none"
