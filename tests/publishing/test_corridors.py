"""Corridors: prices of services become three averages, each under its name, and never one."""

from typing import Any

import pytest

from milepost.publishing.bundle import Bundle
from milepost.publishing.corridors import averages, reading
from milepost.publishing.pages import corridors as pages
from milepost.reviews.material import needed_indicators
from tests.factories.bundle import write_edition
from tests.factories.corridors import FAR, NEAR, THIN, write_with_corridors


@pytest.fixture(scope="module")
def bundle(tmp_path_factory: pytest.TempPathFactory) -> Bundle:
    """An edition with three corridors."""
    folder = write_with_corridors(tmp_path_factory.mktemp("corridors"))
    return Bundle(folder, folder.name)


def test_averages_are_those_of_the_prices(bundle: Bundle) -> None:
    """2019, transparent prices: 3, 4, 5, 1; 9, 6, 7.5; 10. SmaRT: 4 and 7.5. Flows: 300 and 100."""
    now = averages.prices_by_period(bundle)[-1]
    assert now.period == "2019"
    assert now.simple() == pytest.approx((3 + 4 + 5 + 1 + 9 + 6 + 7.5 + 10) / 8)
    assert now.simple(averages.name_of(NEAR)) == pytest.approx(13 / 4)
    assert now.weighted() == pytest.approx((300 * 13 / 4 + 100 * 7.5) / 400)
    assert now.smart(averages.name_of(NEAR)) == pytest.approx(4.0)
    assert now.smart(averages.name_of(FAR)) == pytest.approx(7.5)
    assert now.smart(averages.name_of(THIN)) is None
    assert now.smart() == pytest.approx((4.0 + 7.5) / 2)
    assert now.working["corridors_above_5_smart"] == [averages.name_of(FAR)]


def test_flows_are_not_known_before_they_were_published(bundle: Bundle) -> None:
    first = averages.prices_by_period(bundle)[0]
    assert (first.period, first.weighted()) == ("2017", None)
    assert first.smart(averages.name_of(NEAR)) == pytest.approx(7.0)


def test_the_list_names_what_keeps_the_cap_and_what_is_not_known(bundle: Bundle) -> None:
    page = pages.corridors_page(bundle, "", "", "en")
    shown = {line["ends"]: (line["smart"], line["is_above"]) for line in page["lines"]}
    assert shown == {NEAR: (4.0, False), FAR: (7.5, True), THIN: (None, False)}
    assert page["world"]["is_met"] is False
    assert pages.corridors_page(bundle, "276", "", "en")["found"] == 2
    assert pages.corridors_page(bundle, "484", "840", "en")["found"] == 0


def test_a_corridor_shows_every_service_and_the_way_to_the_cap(bundle: Bundle) -> None:
    page = pages.corridor_page(bundle, *NEAR, "en")
    assert page is not None
    assert [row["name"] for row in page["prices"]["services"]] == [
        "veiled", "slow", "alpha", "beta", "gamma",
    ]  # fmt: skip
    assert page["prices"]["chart"] is not None
    assert "5" in page["prices"]["path"].sentence
    aside = page["prices"]["working"].aside
    assert len(aside) == 2
    far = pages.corridor_page(bundle, *FAR, "en")
    assert far is not None
    assert far["prices"]["path"] is None
    assert [item["indicator"]["key"] for item in far["others"]] == [
        "cost-of-recruitment",
        "money-sent",
    ]


def test_a_service_without_a_price_is_listed_and_counts_nowhere(bundle: Bundle) -> None:
    page = pages.corridor_page(bundle, *THIN, "en")
    assert page is not None
    rows = {row["name"]: row for row in page["prices"]["services"]}
    assert rows["beta"]["cost"] is None
    assert rows["alpha"]["accessible"] is None
    assert page["prices"]["simple"] == 10.0


@pytest.mark.parametrize("ends", [("484", "840"), ("999", "000"), ("", "")])
def test_a_corridor_that_is_not_there_has_no_page(bundle: Bundle, ends: tuple[str, str]) -> None:
    assert pages.corridor_page(bundle, *ends, "en") is None


def test_ends_do_not_depend_on_which_column_holds_which(
    bundle: Bundle, tmp_path_factory: pytest.TempPathFactory
) -> None:
    rows = reading.rows_of(bundle, "service-prices")
    turned = Bundle(bundle.folder, "turned")
    definition = turned.indicators["service-prices"]
    definition["corridor"] = {**definition["corridor"], "area": "origin"}
    assert reading.rows_of(turned, "service-prices").keys() == {ends[::-1] for ends in rows}


def test_an_edition_without_corridors_says_so(tmp_path_factory: pytest.TempPathFactory) -> None:
    folder = write_edition(tmp_path_factory.mktemp("none"), "2019")
    bundle = Bundle(folder, folder.name)
    assert not reading.has_corridors(bundle)
    assert pages.corridors_page(bundle, "", "", "en")["count"] == 0


def test_the_file_states_every_corridor_and_period(bundle: Bundle) -> None:
    rows = pages.average_rows(bundle)
    found = {(row[0], row[2], row[4]): dict(zip(pages.COLUMNS, row, strict=True)) for row in rows}
    assert len(found) == 4
    assert found[*NEAR, "2019"]["services"] == 5
    assert found[*NEAR, "2019"]["smart_above_5"] is False
    assert found[*THIN, "2019"]["smart"] is None


def test_figures_of_corridors_come_along_with_the_indicator_they_name() -> None:
    framework = {"benchmarks": [{"measure": {"indicator": "cost"}}, {"measure": None}]}
    definitions: dict[str, dict[str, Any]] = {
        "cost": {"aggregation": "published"},
        "prices": {"corridor": {"role": "price", "area": "residence", "with": "cost"}},
        "flows": {"corridor": {"role": "flow", "area": "residence", "with": "other"}},
        "alone": {"corridor": {"role": "migrants", "area": "origin"}},
    }
    assert needed_indicators([framework], definitions) == ("cost", "prices")
