"""Real files give the figures that their publishers print. Skipped where the files are absent."""

from collections.abc import Callable
from pathlib import Path

import pytest

from milepost.indicators import services
from milepost.indicators.importing import ImportReport
from milepost.indicators.mapping import Mapping
from milepost.indicators.preview import preview_file
from milepost.indicators.selectors import read_observations
from milepost.kernel.actors import Actor

FOLDER = Path(__file__).resolve().parents[3] / "shared" / "data"
Take = Callable[..., ImportReport]


@pytest.fixture
def take(defined: Actor) -> Take:
    """Import a real file as its suggested mapping has it, unknown places left out."""

    def run(name: str, indicator: str, **changes: object) -> ImportReport:
        path = FOLDER / name
        if not path.is_file():
            pytest.skip(f"the specimen {name} is not here")
        suggested = preview_file(path, None).mapping
        mapping = Mapping.from_dict({**suggested.as_dict(), "skip_unknown": True, **changes})
        return services.import_file(
            defined, indicator, path, mapping=mapping, source="s", licence="l"
        )

    return run


def value_of(indicator: str, area: str, period: str, breakdown: str = "") -> float | None:
    """Return one value that is known."""
    for row in read_observations(indicator).to_pylist():
        if (row["area"], row["period"], row["breakdown"]) == (area, period, breakdown):
            found: float | None = row["value"]
            return found
    pytest.fail(f"nothing is known of {area} {period} {breakdown}")


def test_population_of_the_world(take: Take) -> None:
    report = take("population/wb_population.csv", "population")
    assert value_of("population", "001", "2015") == 7441677465
    assert report.areas > 200
    assert {f.code for f in report.findings} == {"INDICATORS_AREA_UNKNOWN"}


@pytest.mark.parametrize(("year", "cost"), [("2011", 9.3), ("2015", 7.5)])
def test_cost_of_remittances_of_the_world(take: Take, year: str, cost: float) -> None:
    folder = "sdg_global/ddf--datapoints"
    take(f"{folder}--si_rmt_cost--by--geo_area--nature--units--year.csv", "remittance-cost")
    assert value_of("remittance-cost", "001", year) == cost


def test_deaths_during_migration_of_the_world(take: Take) -> None:
    folder = "sdg_global/ddf--datapoints"
    take(f"{folder}--sm_dth_migr--by--geo_area--nature--units--year.csv", "population")
    known = [value_of("population", "001", str(year)) for year in range(2014, 2020)]
    assert known == [5290, 6584, 8072, 6279, 4937, 5306]


def test_migrants_between_countries_keep_both_ends(take: Take) -> None:
    take("migrant_stock/migrant_stock--by--destination--origin--year.csv", "population")
    rows = read_observations("population").to_pylist()
    pairs = {(row["area"], row["counterpart"]) for row in rows if row["period"] == "2019"}
    assert len(pairs) > 10_000
    total = sum(row["value"] for row in rows if row["period"] == "2019" and row["value"])
    assert 250e6 < total < 262e6


def test_dimensions_of_a_real_file_become_the_breakdown(take: Take) -> None:
    name = "sl_emp_ftlinjur--by--geo_area--migratory_status--nature--sex--units--year.csv"
    take(f"sdg_global/ddf--datapoints--{name}", "transfers")
    breakdowns = set(read_observations("transfers")["breakdown"].to_pylist())
    assert {"", "sex=F", "sex=M", "migratory-status=nonmig|sex=F"} <= breakdowns


def parties(indicator: str, day: str) -> int:
    """Return how many states are party on a day."""
    rows = read_observations(indicator).to_pylist()
    return len({row["area"] for row in rows if row["period"] <= day and row["value"] == 1})


@pytest.mark.parametrize(("name", "count"), [("4-13", 47), ("4-8", 188), ("4-11", 194)])
def test_days_of_a_treaty_collection_are_days_of_becoming_party(
    take: Take, name: str, count: int
) -> None:
    """Signatures, which stand before the ratifications, are not taken for them."""
    take(f"treaties/{name}.csv", "treaty-c189", fixed_value="1")
    assert parties("treaty-c189", "2014-12-31") == count


def test_years_of_parties_are_taken_by_their_mark(take: Take) -> None:
    report = take(
        "treaties/hr_status_cedaw.csv",
        "treaty-c189",
        fixed_value="1",
        only=[["state party", "1"]],
        dimensions=[],
    )
    assert {finding.code for finding in report.findings} <= {"INDICATORS_AREA_UNKNOWN"}
    assert parties("treaty-c189", "2022") == report.rows > 180
