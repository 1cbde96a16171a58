"""A data set comes in whole or not at all, says what it could not map, and goes out equal."""

import json
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from lxml import etree

from milepost.audit.models import AuditEvent
from milepost.indicators.models import Indicator, Vintage
from milepost.indicators.sdmx.exporting import FORMATS, export_message
from milepost.indicators.sdmx.importing import Message, import_message
from milepost.indicators.sdmx.reading import open_data_set
from milepost.indicators.selectors import get_indicator, read_observations
from milepost.kernel.actors import Actor, ActorKind
from milepost.kernel.errors import BadInput, PermissionRefused
from tests.indicators.sdmx.conftest import BODY, SOURCE, Write
from tests.indicators.sdmx.test_reading import rows_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("home")]
RWANDA = Path(__file__).parents[3] / ".." / "shared" / "data" / "sdmx" / "rwanda"


def take(actor: Actor, path: Path, structure: Path | None = None, **how: Any) -> Any:
    """Import a message under the keys ``rw-…``."""
    is_dry_run = how.pop("is_dry_run", False)
    message = Message(path=path, structure=structure, prefix="rw", **({"area": "RWA"} | how))
    return import_message(actor, message, SOURCE, is_dry_run=is_dry_run)


def codes_of(actor: Actor, path: Path, structure: Path | None = None, **how: Any) -> list[str]:
    """Return the codes of the findings that refuse a message."""
    with pytest.raises(BadInput) as refused:
        take(actor, path, structure, **how)
    assert not Vintage.objects.exists()
    assert not Indicator.objects.exists()
    return [finding.code.removeprefix("INDICATORS_SDMX_") for finding in refused.value.findings]


def test_dimensions_become_place_period_and_breakdown(
    specific: Write, structure_file: Path, system: Actor
) -> None:
    report = take(system, specific(), structure_file)
    assert report.accepted == ("rw-si-pov", "rw-sl-wage")
    assert report.rows == 6
    rows = read_observations("rw-si-pov").drop_columns(["vintage", "period_start"]).to_pylist()
    assert [(row["area"], row["period"], row["breakdown"]) for row in rows] == [
        ("646", "2015", ""),
        ("646", "2018", ""),
        ("646", "2015", "ref-area=4"),
        ("646", "2015", "sex=F"),
    ]
    assert [row["value"] for row in rows] == [39.1, None, 42.0, 40.25]
    assert [row["status"] for row in rows] == ["A", "L", "A", "E"]
    assert rows[0]["note"] == "National line; Household survey"
    wages = read_observations("rw-sl-wage").to_pylist()
    # The unit varies inside the indicator, so it tells the rows apart; a suppressed value is none.
    assert [(row["breakdown"], row["value"], row["status"]) for row in wages] == [
        ("unit-measure=NUMBER", None, "Q"),
        ("unit-measure=USD", 1200.0, "A"),
    ]
    assert {finding.code for finding in report.findings} == {
        "INDICATORS_SDMX_AREAS_WITHIN",
        "INDICATORS_SDMX_VALUE_LEFT_OUT",
    }


def test_definitions_say_what_the_code_lists_say(
    specific: Write, structure_file: Path, system: Actor
) -> None:
    take(system, specific(), structure_file)
    document = get_indicator("rw-si-pov")
    assert document["title"] == {"en": "Share of the poor [1.2.1]"}
    assert document["unit"] == {"key": "percent", "label": {"en": "Percentage"}}
    assert (document["aggregation"], document["direction"]) == ("none", "none")
    assert get_indicator("rw-sl-wage")["unit"]["key"] == "as-stated"


def test_the_same_message_again_changes_nothing(
    specific: Write, structure_file: Path, system: Actor
) -> None:
    assert take(system, specific(), structure_file, is_dry_run=True).outcome == "checked"
    assert not Vintage.objects.exists()
    take(system, specific(), structure_file)
    again = take(system, specific(), structure_file)
    assert (again.accepted, again.rows) == ((), 0)
    assert len(again.unchanged) == 2
    assert AuditEvent.objects.filter(action="indicators.import_accepted").count() == 2


def test_an_outsider_may_not(specific: Write) -> None:
    outsider = Actor(kind=ActorKind.PERSON, key="7", label="A reader")
    with pytest.raises(PermissionRefused):
        take(outsider, specific())


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (('OBS_VALUE="39.1"', 'OBS_VALUE="much"'), ["NOT_A_NUMBER"]),
        (('OBS_VALUE="39.1"', 'OBS_VALUE="inf"'), ["NOT_A_NUMBER"]),
        (('TIME_PERIOD="2018"', 'TIME_PERIOD="2018-S1"'), ["PERIOD_UNREADABLE"]),
        (('"2018" OBS_STATUS="L"', '"2015" OBS_VALUE="3"'), ["REPEATED_DIFFERENTLY"]),
        (('SERIES="SL_WAGE"', 'SERIES="SI-POV"'), ["CODE_UNKNOWN", "KEYS_COLLIDE"]),
    ],
)  # fmt: skip
def test_what_is_wrong_refuses_the_whole(
    specific: Write,
    structure_file: Path,
    system: Actor,
    change: tuple[str, str],
    expected: list[str],
) -> None:
    found = codes_of(system, specific(BODY.replace(*change)), structure_file)
    assert [code for code in found if code not in {"AREAS_WITHIN", "VALUE_LEFT_OUT"}] == expected


def test_a_finding_names_the_place_and_counts(specific: Write, system: Actor) -> None:
    body = BODY.replace('OBS_VALUE="40.25"', 'OBS_VALUE="n/a"').replace(
        'OBS_VALUE="42"', 'OBS_VALUE="x"'
    )
    with pytest.raises(BadInput) as refused:
        take(system, specific(body))
    (found,) = [f for f in refused.value.findings if f.code.endswith("NOT_A_NUMBER")]
    assert (found.where, found.value, found.count) == ("/DataSet/Series[2]/Obs[1]", "n/a", 2)


def test_an_area_without_a_country_refuses(
    specific: Write, structure_file: Path, system: Actor
) -> None:
    """4 is Afghanistan in M49, and the code list says that it is a province."""
    assert "AREA_UNKNOWN" in codes_of(system, specific(), structure_file, area="")


def test_a_prefix_or_place_that_cannot_be_is_told(specific: Write, system: Actor) -> None:
    assert codes_of(system, specific(), area="Atlantis") == ["INDICATORS_OPEN_SDG_PLACE_UNKNOWN"]
    with pytest.raises(BadInput) as refused:
        import_message(system, Message(path=specific(), prefix="R W"), SOURCE)
    assert [f.code for f in refused.value.findings] == ["INDICATORS_OPEN_SDG_PREFIX_INVALID"]


def test_what_is_not_for_publication_is_not_kept(specific: Write, system: Actor) -> None:
    body = BODY.replace('OBS_VALUE="39.1" OBS_STATUS="A"', 'OBS_VALUE="39.1" CONF_STATUS="C"')
    report = take(system, specific(body))
    row = read_observations("rw-si-pov").to_pylist()[0]
    assert (row["value"], row["status"]) == (None, "Q")
    assert any(f.value == "confidential" for f in report.findings)


def test_a_repetition_is_kept_once_and_told(specific: Write, system: Actor) -> None:
    doubled = BODY.replace("</Series>", '<Obs TIME_PERIOD="2018" OBS_STATUS="L"/></Series>', 1)
    report = take(system, specific(doubled))
    assert report.rows == 6
    (found,) = [f for f in report.findings if f.code.endswith("REPEATED")]
    assert (found.count, found.value) == (1, "SI_POV, 646, 2018")


@pytest.mark.parametrize("form", FORMATS)
def test_what_came_in_goes_out_equal(
    specific: Write, structure_file: Path, system: Actor, tmp_path: Path, form: str
) -> None:
    body = BODY.replace('OBS_VALUE="7" OBS_STATUS="Q"', 'OBS_STATUS="Q"').replace(
        "National line", "Line &lt;1&gt; &quot;low&quot;&#10;\u0639\u0631\u0628\u064a"
    )
    path = specific(body)
    take(system, path, structure_file)
    out = tmp_path / "out"
    made = export_message(out, prefix="rw", form=form)
    assert made.as_dict() == {"indicators": 2, "series": 5, "observations": 6}
    first, second = (open_data_set(item, structure_file)[0] for item in (path, out))
    assert rows_of(first) == rows_of(second)
    assert first.dimensions == second.dimensions
    again = tmp_path / "again"
    export_message(again, prefix="rw", form=form)
    assert out.read_bytes() == again.read_bytes()


def test_a_later_value_from_another_file_goes_out_too(
    specific: Write, structure_file: Path, system: Actor, tmp_path: Path
) -> None:
    take(system, specific(), structure_file)
    newer = tmp_path / "newer.csv"
    newer.write_text("area,period,value,sex\nRWA,2021,30,\nRWA,2021,31,F\n")
    words = ["--source", "NSO", "--licence", "CC0", "--known-on", "2031-01-01"]
    call_command(
        "data", "import", str(newer), "--indicator", "rw-si-pov", *words, stdout=StringIO()
    )
    export_message(tmp_path / "out.csv", prefix="rw", form="sdmx-csv")
    lines = (tmp_path / "out.csv").read_text().splitlines()
    assert "datastructure,NSO:SDG(1.0),I,A,SI_POV,RW,F,2021,31,,,A,,," not in lines
    assert any(",SI_POV,RW,F,2021,31," in line for line in lines)
    assert any(",SI_POV,RW,_T,2021,30," in line for line in lines)


def test_nothing_to_export_is_told(system: Actor, tmp_path: Path) -> None:
    with pytest.raises(BadInput) as refused:
        export_message(tmp_path / "out", prefix="fr")
    assert refused.value.findings[0].code == "INDICATORS_SDMX_NOTHING_TO_EXPORT"


@pytest.mark.skipif(not RWANDA.is_dir(), reason="the national data set is not at hand")
def test_a_national_data_set_comes_back_equal(tmp_path: Path) -> None:
    data, structure = RWANDA / "2025_RWA-SDG_Data.xml", RWANDA / "RWA_2025_SDG_DSD.xml"
    words = ["--structure", str(structure), "--area", "RWA", "--prefix", "rw"]
    told = StringIO()
    call_command("data", "import-sdmx", str(data), *words, "--source", "NISR", "--licence", "MIT",
                 "--json", stdout=told, stderr=StringIO())  # fmt: skip
    (report,) = json.loads(told.getvalue())
    assert (report["defined"], report["rows"]) == (259, 2330)
    out = tmp_path / "out.xml"
    call_command("data", "export-sdmx", str(out), "--prefix", "rw", stdout=StringIO())
    assert len(etree.parse(str(out)).findall(".//Series")) == 513
    assert _numbered(data, structure) == _numbered(out, structure)


def _numbered(path: Path, structure: Path) -> list[dict[str, Any]]:
    """Return the observations with their values as numbers: 1 and 1.0 are the same value."""
    rows: list[dict[str, Any]] = list(rows_of(open_data_set(path, structure)[0]))
    for row in rows:
        row["OBS_VALUE"] = float(row["OBS_VALUE"])
    return sorted(rows, key=lambda row: str(sorted(row.items())))
