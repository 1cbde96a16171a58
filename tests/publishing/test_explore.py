"""Exploring: the question in an address, the figures behind an answer, and what is drawn."""

import re
from itertools import pairwise
from xml.etree import ElementTree as ET

import pytest
from django.http import QueryDict
from hypothesis import given
from hypothesis import strategies as st

from milepost.publishing.bundle import Bundle
from milepost.publishing.charts import NoChart, compose
from milepost.publishing.charts.canvas import Target
from milepost.publishing.charts.model import ScatterChart, SeriesChart, ValueMapChart
from milepost.publishing.explore import drawing, figures, words
from milepost.publishing.explore.question import (
    MOST_LINES,
    MOST_PLACES,
    Question,
    View,
    read_question,
)
from milepost.publishing.pages import explore as pages
from tests.factories.bundle import write_edition

COST = "remittance-cost"
DEATHS = "migrant-deaths"
TREATY = "treaty-c189"


@pytest.fixture(scope="module")
def bundle(tmp_path_factory: pytest.TempPathFactory) -> Bundle:
    """The synthetic edition of 2019."""
    folder = write_edition(tmp_path_factory.mktemp("explore"), "2019")
    return Bundle(folder, folder.name)


def ask(bundle: Bundle, query: str) -> Question:
    """Return the question in a query string."""
    return read_question(QueryDict(query), bundle).question


@given(st.data())
def test_a_question_is_one_address_and_an_address_one_question(
    bundle: Bundle, data: st.DataObject
) -> None:
    year = st.none() | st.integers(1950, 2050)
    first, last = sorted((data.draw(year), data.draw(year)), key=lambda value: value or 0)
    if first is None or last is None:
        first, last = (first if first is not None else last), None
    question = Question(
        data.draw(st.sampled_from(["", COST, DEATHS, TREATY])),
        tuple(data.draw(st.lists(st.sampled_from(sorted(bundle.areas)), unique=True, max_size=6))),
        tuple(data.draw(st.lists(st.sampled_from(["", "sex=F", "sex=M|age=15-24"]), unique=True))),
        first,
        last,
        data.draw(st.sampled_from(View)),
        data.draw(st.sampled_from(["", COST, DEATHS])),
    )
    reading = read_question(QueryDict(question.address()), bundle)
    assert reading.question == question
    assert not reading.refused
    assert reading.question.address() == question.address()


def test_what_is_not_understood_is_said_and_the_rest_is_answered(bundle: Bundle) -> None:
    codes = "".join(f"&place={code}" for code in sorted(bundle.areas)[: MOST_PLACES + 1])
    query = f"indicator={COST}&against=nothing&from=2019&to=2010&view=globe&place=999{codes}"
    reading = read_question(QueryDict(query), bundle)
    why = {reason for reason, _what in reading.refused}
    assert why == {"unknown", "too_many", "order"}
    asked = reading.question
    assert (asked.view, asked.against, asked.first, asked.last) == (View.CHART, "", 2010, 2019)
    said = words.refusal_words(reading.refused)
    assert len(said) == len(reading.refused)
    assert any("“999”" in sentence for sentence in said)


def test_figures_are_those_of_the_edition_within_the_years(bundle: Bundle) -> None:
    (series,) = figures.lines(bundle, ask(bundle, f"indicator={COST}&place=608"))
    rows = [row for row in bundle.observations(COST, "608") if row["status"] != "F"]
    assert [(f.period, f.value) for f in series.known] == [
        (row["period"], row["value"]) for row in rows if row["value"] is not None
    ]
    last = series.known[-1]
    year = int(last.when)
    (short,) = figures.lines(bundle, ask(bundle, f"indicator={COST}&place=608&from={year}"))
    assert short.known == (last,)


def test_a_group_without_its_own_figures_shows_what_the_edition_rolled_up(bundle: Bundle) -> None:
    rolled = {row["place"] for row in bundle.aggregates(DEATHS)}
    own = set(bundle.observations_table(DEATHS)["area"].to_pylist())  # type: ignore[index]
    place = min(rolled - own)
    (series,) = figures.lines(bundle, Question(DEATHS, (place,)))
    assert {figure.origin for figure in series.figures} == {figures.ROLLED_UP}


def test_a_treaty_counts_the_parties_of_a_group(bundle: Bundle) -> None:
    (series,) = figures.lines(bundle, Question(TREATY, ("001",)))
    values = [figure.value or 0 for figure in series.known]
    assert values == sorted(values)
    chart = drawing.draw(bundle, Question(TREATY, ("001",)), "en")
    assert isinstance(chart, SeriesChart)
    assert (chart.steps, chart.unit) == (True, "states that are party")


def test_without_a_place_something_is_shown(bundle: Bundle) -> None:
    for indicator in (COST, DEATHS, TREATY):
        assert figures.lines(bundle, Question(indicator))


def test_no_more_lines_than_a_chart_carries(bundle: Bundle) -> None:
    places = tuple(sorted(figures.places_with(bundle, COST)))
    assert 1 < len(figures.lines(bundle, Question(COST, places))) <= MOST_LINES


def test_lines_of_equal_weight_look_different(bundle: Bundle) -> None:
    chart = drawing.draw(bundle, Question(COST, ("608", "001")), "en")
    assert isinstance(chart, SeriesChart)
    looks = [line.look for line in (chart.main, *chart.peers)]
    assert looks == [1, 2]
    drawn = compose.page_drawing(chart)
    assert all(f"c-k{look}" in drawn for look in looks)


def test_the_map_puts_every_country_into_the_class_of_its_value(bundle: Bundle) -> None:
    chart = drawing.draw(bundle, Question(COST, view=View.MAP), "en")
    assert isinstance(chart, ValueMapChart)
    for value in chart.values.values():
        if value is not None:
            band = chart.bands[chart.band_of(value)]
            assert band.low <= value <= band.high
    assert sum(chart.counts()) == len(chart.values)
    known = [row for row in chart.table().rows if row[3] is not None]
    assert len(known) == sum(chart.counts()[:-1])


@given(st.lists(st.floats(-1e6, 1e6), min_size=1, max_size=300))
def test_classes_cover_all_values_without_overlap(values: list[float]) -> None:
    indicator = {"unit": {"key": "persons"}, "decimals": 1}
    bands = drawing.bands(sorted(values), indicator, "en")
    assert 1 <= len(bands) <= drawing.CLASSES
    assert bands[0].low == min(values)
    assert bands[-1].high == max(values)
    for before, after in pairwise(bands):
        assert before.low <= before.high < after.low
    for value in values:
        assert any(band.low <= value <= band.high for band in bands)


def test_two_indicators_meet_where_a_country_has_both(bundle: Bundle) -> None:
    asked = Question(COST, view=View.AGAINST, against=TREATY)
    pairs = figures.pairs(bundle, asked)
    both = figures.latest(bundle, asked).keys() & figures.latest(bundle, Question(TREATY)).keys()
    assert {pair.place for pair in pairs} == both
    assert len(pairs) >= drawing.FEWEST_SPOTS
    chart = drawing.draw(bundle, asked, "en")
    assert isinstance(chart, ScatterChart)
    assert len(chart.table().rows) == len(pairs)
    assert "does not show that one causes the other" in chart.head.note


@pytest.mark.parametrize(
    ("query", "reason"),
    [
        ("", "Choose an indicator first."),
        (f"indicator={COST}&place=608&from=1850&to=1851", "There are no figures"),
        (f"indicator={COST}&view=map&to=1850", "No country has a figure"),
        (f"indicator={COST}&view=against", "Choose a second indicator"),
        (f"indicator={COST}&view=against&against={DEATHS}&to=1850", "Fewer than three"),
    ],
)
def test_where_nothing_can_be_drawn_the_reason_is_given(
    bundle: Bundle, query: str, reason: str
) -> None:
    with pytest.raises(NoChart) as absent:
        drawing.draw(bundle, ask(bundle, query), "en")
    assert reason in str(absent.value.params["reason"])
    page = pages.explore_page(bundle, QueryDict(query), "en")
    assert ("absent" in page) is bool(query)


@pytest.mark.parametrize("view", list(View))
@pytest.mark.parametrize("lang", ["en", "ar"])
def test_drawings_are_the_same_each_time_and_well_formed(
    bundle: Bundle, view: View, lang: str
) -> None:
    asked = Question(COST, ("608", "001"), view=view, against=TREATY)
    first, again = (drawing.draw(bundle, asked, lang) for _time in range(2))
    for target in (Target.PRINT, Target.RASTER):
        svg = compose.file_drawing(first, target)
        assert svg == compose.file_drawing(again, target)
        ET.fromstring(svg)  # noqa: S314 -- our own output
    assert not re.search(r"\bNone\b|\bnan\b", compose.page_fragment(first))


def test_a_missing_figure_is_a_word_in_the_table(bundle: Bundle) -> None:
    series = figures.Series(
        "608",
        "",
        (
            figures.Figure("608", "", "2015", 2015.0, 5.0, "A"),
            figures.Figure("608", "", "2016", 2016.0, None, "M"),
            figures.Figure("608", "", "2017", 2017.0, 0.0, "A"),
        ),
    )
    rows = pages.pivot(bundle, [series], "en")["rows"]
    cells = [row["cells"][0] for row in rows]
    assert [cell["text"] for cell in cells] == ["5", "", "0"]
    assert [bool(cell["why"]) for cell in cells] == [False, True, False]
