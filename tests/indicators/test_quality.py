"""The quality report of an indicator, from imported files to the file that is handed out."""

import csv
import io
import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command

from milepost.indicators import services
from milepost.indicators.quality.gathering import get_quality
from milepost.indicators.quality.material import Document
from milepost.indicators.quality.table import COLUMNS, quality_table
from milepost.indicators.selectors import list_vintages
from milepost.indicators.source_conflicts import load_conflicts
from milepost.kernel.actors import Actor, ActorKind
from milepost.kernel.errors import NotFound, PermissionRefused
from tests.indicators.conftest import DEFINITIONS, Import

HEAD = "area,period,breakdown,value,status\n"
KNOWN = date(2016, 1, 1)


def costs(*rows: str) -> str:
    """Return a file of costs."""
    return HEAD + "".join(f"{row}\n" for row in rows)


def yearly(area: str, values: list[float], start: int = 2005) -> list[str]:
    """Return one row a year."""
    return [f"{area},{start + at},,{value},A" for at, value in enumerate(values)]


STEADY = [10.0, 10.4, 10.9, 11.3, 11.7, 12.2, 12.7, 13.1]


@pytest.fixture
def two_sources(bring: Import) -> Import:
    """Two sources that disagree about one value, a slipped digit, and an estimate."""
    bring(costs(*yearly("250", STEADY), "276,2012,,5,A"), known_on=KNOWN, source="World Bank")
    bring(
        costs("250,2012,,131,A", "276,2012,,6,E", "826,2010,sex=F,7,A"),
        name="later.csv",
        known_on=date(2016, 6, 1),
        source="Price survey",
    )
    return bring


def report_of(actor: Actor, as_of: date | None = date(2017, 1, 1)) -> Document:
    """Return the report on the costs."""
    return get_quality(actor, "remittance-cost", as_of)


def test_coverage_counts_states_by_region_and_year(defined: Actor, two_sources: Import) -> None:
    part = report_of(defined)["coverage"]
    assert part["basis"] == "total"
    rows = {(row["place"], row["year"]): row["states"] for row in part["rows"]}
    assert rows["001", 2012] == 2
    assert rows["150", 2012] == 2
    assert rows["002", 2012] == 0
    assert rows["001", 2005] == 1
    assert ("001", 2004) not in rows


def test_two_sources_are_kept_and_the_rule_that_chose_is_named(
    defined: Actor, two_sources: Import
) -> None:
    part = report_of(defined)["conflicts"]
    assert part["between_sources"] == part["versions_total"] == 2
    (france,) = [row for row in part["versions"] if row["area"] == "250"]
    assert (france["kind"], france["rule"]) == ("conflict", "known_last")
    assert france["counts"]["value"] == 131.0
    assert [lost["value"] for lost in france["lost"]] == [13.1]
    before = report_of(defined, date(2016, 2, 1))["conflicts"]
    assert before["versions"] == []


def test_a_slipped_digit_and_an_estimate_are_seen(defined: Actor, two_sources: Import) -> None:
    report = report_of(defined)
    (found,) = report["outliers"]["found"]
    assert (found["area"], found["period"], found["value"]) == ("250", "2012", 131.0)
    assert "digit_shift" in {reason["code"] for reason in found["reasons"]}
    assert report["counts"]["statuses"] == {"A": 9, "E": 1}
    assert report["counts"]["estimated_share"] == 0.1
    assert report["counts"]["states_with_value"] == 3


def test_seams_between_sources_are_grouped_and_the_sharp_one_listed(
    defined: Actor, two_sources: Import
) -> None:
    part = report_of(defined)["breaks"]
    assert [(row["kind"], row["seams"]) for row in part["seams"]] == [("source_changes", 1)]
    (notable,) = part["notable"]
    assert (notable["area"], notable["period"], notable["from_value"]) == ("250", "2012", 12.7)


def test_breakdowns_are_compared_with_the_expected_ones(
    defined: Actor, two_sources: Import
) -> None:
    wanted = DEFINITIONS.replace(
        "    direction: down\n",
        "    direction: down\n    frequency: annual\n"
        "    breakdowns: [{dimension: sex, codes: [F, M]}, {dimension: age}]\n",
        1,
    )
    services.load_definitions(defined, wanted, "again.yaml")
    report = report_of(defined)
    age, sex = report["breakdowns"]
    assert (age["dimension"], age["is_missing"]) == ("age", True)
    assert ([row["code"] for row in sex["found"]], sex["missing"]) == (["F"], ["M"])
    assert [row["stale"] for row in report["age"]["states"]] == [True, True, True]
    assert report["summary"]["stale"] == 3


def test_two_dates_of_a_ratification_are_both_kept(defined: Actor, bring: Import) -> None:
    dates = HEAD + "276,2013-09-20,,1,A\n276,2012-09-20,,1,A\n250,2014,,1,A\n"
    bring(dates, "treaty-c189", known_on=KNOWN)
    load_conflicts(
        defined,
        "indicator,area,first_source,first_says,second_source,second_says,chosen,why\n"
        "treaty-c189,250,A,2014,B,2016-02-01,2014,because\n"
        "treaty-c189,001,A,21 parties,B,22 parties,22 parties,because\n",
        "c.csv",
    )
    part = get_quality(defined, "treaty-c189", date(2017, 1, 1))["conflicts"]
    (act,) = part["acts"]
    assert (act["rule"], act["counts"]["period"], act["lost"]["period"], act["days"]) == (
        "earliest_act", "2012-09-20", "2013-09-20", 365,
    )  # fmt: skip
    world, france = part["decided"]
    assert (world["side"], world["days"], world["difference"]) == ("second", None, 1.0)
    assert (france["side"], france["days"]) == ("first", 397.0)


def test_an_indicator_without_data_has_a_report_that_says_so(defined: Actor) -> None:
    report = get_quality(defined, "population", date(2017, 1, 1))
    assert report["summary"]["values"] == 0
    assert report["coverage"]["rows"] == []
    assert report["summary"]["latest_year"] is None
    assert quality_table(report, {})[0] == list(COLUMNS)


def test_only_stewards_see_it_and_it_must_exist(defined: Actor) -> None:
    with pytest.raises(PermissionRefused):
        get_quality(Actor(ActorKind.ANONYMOUS, "", ""), "population")
    with pytest.raises(NotFound):
        get_quality(defined, "nothing")


def run(*words: str) -> str:
    """Run the command and return what it prints."""
    out = io.StringIO()
    call_command("data", *words, stdout=out, stderr=io.StringIO())
    return out.getvalue()


def test_the_command_prints_and_writes_the_report(
    defined: Actor, two_sources: Import, tmp_path: Path
) -> None:
    target = tmp_path / "quality.csv"
    words = ("quality", "remittance-cost", "--as-of", "2017-01-01")
    printed = run(*words, "--csv", str(target))
    assert "outliers: 1" in printed
    assert "digit_shift" in printed
    rows = list(csv.DictReader(io.StringIO(target.read_bytes().decode("utf-8-sig"))))
    sections: dict[str, int] = {}
    for row in rows:
        sections[row["section"]] = sections.get(row["section"], 0) + 1
    assert sections["conflict"] == 2
    assert sections["outlier"] == 3
    assert {"summary", "coverage", "counts", "breakdown", "break", "seams", "age"} <= set(sections)
    (lost,) = [row for row in rows if row["section"] == "conflict" and row["place"] == "250"]
    assert (lost["place_name"], lost["value"], lost["other_value"]) == ("France", "131.0", "13.1")
    assert (lost["source"], lost["other_source"]) == ("Price survey", "World Bank")
    (full,) = json.loads(run("--json", *words))
    assert full == json.loads(json.dumps(report_of(defined)))


def test_the_command_keeps_lists_and_drops_conflicts(defined: Actor, tmp_path: Path) -> None:
    path = tmp_path / "c.csv"
    path.write_text(
        "indicator,area,first_source,first_says,second_source,second_says,chosen,why\n"
        "treaty-c189,250,A,2014,B,2016,2014,because\n"
    )
    assert json.loads(run("--json", "conflicts", str(path))) == [
        {"added": 1, "changed": 0, "unchanged": 0}
    ]
    (row,) = json.loads(run("--json", "conflicts", "--indicator", "treaty-c189"))
    assert json.loads(run("--json", "conflicts", "--drop", row["id"], "--reason", "mended")) == []
    with pytest.raises(SystemExit) as left:
        run("conflicts", str(tmp_path / "nothing.csv"))
    assert left.value.code == 2
    path.write_text("indicator\n")
    with pytest.raises(SystemExit) as refused:
        run("conflicts", str(path))
    assert refused.value.code == 1


def test_a_spreadsheet_runs_nothing(defined: Actor, bring: Import) -> None:
    bring(costs("250,2012,,5,A"), known_on=KNOWN, source="=1+1")
    bring(costs("250,2012,,6,A"), name="b.csv", known_on=date(2016, 2, 1), source="@x")
    cells: list[Any] = [cell for row in quality_table(report_of(defined), {}) for cell in row]
    texts = [cell for cell in cells if isinstance(cell, str)]
    assert "'=1+1" in texts
    assert not [text for text in texts if text.startswith(("=", "@"))]
    assert len(list_vintages("remittance-cost")) == 2
