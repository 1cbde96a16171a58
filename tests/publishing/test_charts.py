"""Charts: one bundle, one drawing; the table is what is drawn; nothing is invented."""

import csv
import gzip
import io
import re
import struct
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from milepost.publishing import charts
from milepost.publishing.bundle import Bundle
from milepost.publishing.charts import (
    catalogue,
    compose,
    facts,
    ink,
    lettering,
    scales,
    series,
    store,
)
from milepost.publishing.charts.canvas import Target
from milepost.publishing.charts.model import Dot, Head, Line, MapChart, SeriesChart
from milepost.publishing.charts.placing import Box, least_crowded
from milepost.publishing.charts.worldmap import get_world
from tests.factories.bundle import write_edition

FW = "plan-8-points"
IDS = (
    f"{FW}.2.1.608.series",
    f"{FW}.1.1.001.series",
    "place.608.timeline",
    f"{FW}.1.1.regions",
    f"{FW}.1.1.map",
    f"{FW}.heatmap",
)
KINDS = ("series", "adoption", "timeline", "bars", "map", "heatmap")
SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture(scope="module")
def bundle(tmp_path_factory: pytest.TempPathFactory) -> Bundle:
    """The synthetic edition of 2019."""
    folder = write_edition(tmp_path_factory.mktemp("releases"), "2019")
    return Bundle(folder, folder.name)


@pytest.fixture(autouse=True)
def own_cache(home: Path) -> Iterator[Path]:
    """Each test draws anew, into its own folder."""
    store.forget()
    yield home / "cache" / "charts"
    store.forget()


def parse(svg: str) -> ET.Element:
    """Parse a drawing that this package wrote."""
    return ET.fromstring(svg)  # noqa: S314 -- our own output


@pytest.mark.parametrize(("chart_id", "kind"), list(zip(IDS, KINDS, strict=True)))
@pytest.mark.parametrize("lang", ["en", "ar"])
def test_every_kind_draws_well_formed_labelled_svg(
    bundle: Bundle, chart_id: str, kind: str, lang: str
) -> None:
    reference = charts.get_reference(bundle, chart_id, lang)
    root = parse(charts.render_svg(bundle, chart_id, lang))
    assert reference.kind == kind
    assert reference.title
    assert reference.alt
    assert root.get("role") == "img"
    assert root.get("lang") == lang
    assert root.get("direction") == ("rtl" if lang == "ar" else None)
    assert root.findtext(f"{SVG}title") == reference.title
    assert root.findtext(f"{SVG}desc") == reference.alt
    assert "NaN" not in ET.tostring(root, "unicode")


@pytest.mark.parametrize("chart_id", IDS)
def test_inline_drawing_obeys_a_strict_content_security_policy(
    bundle: Bundle, chart_id: str
) -> None:
    """No style, no script, no colour in the markup: classes alone, all of them in the sheet."""
    fragment = charts.render_inline(bundle, chart_id, "en")
    root = parse(fragment)
    sheet = ink.style_sheet()
    for element in root.iter():
        assert element.tag not in {f"{SVG}style", f"{SVG}script"}
        assert "style" not in element.attrib
        assert not any(value.startswith("#") for key, value in element.attrib.items())
        for name in (element.get("class") or "").split():
            assert f".{name}" in sheet
    identifiers = [element.get("id") for element in root.iter() if element.get("id")]
    assert len(identifiers) == len(set(identifiers))


@pytest.mark.parametrize("chart_id", IDS)
def test_inline_drawing_stays_within_its_budget(bundle: Bundle, chart_id: str) -> None:
    size = len(gzip.compress(charts.render_inline(bundle, chart_id, "en").encode()))
    assert size < (45_000 if chart_id.endswith(".map") else 12_000)


def test_full_world_map_stays_within_its_budget(bundle: Bundle) -> None:
    """Every area rated, in five states: the heaviest map there can be."""
    chart = catalogue.build(bundle, f"{FW}.1.1.map", "en")
    assert isinstance(chart, MapChart)
    world = get_world()
    codes = sorted({*world.areas, *world.points})
    states = {code: ("green", "yellow", "red", "grey", "contested")[i % 5]
              for i, code in enumerate(codes)}  # fmt: skip
    names = dict.fromkeys(codes, "A rather long name of a state")
    fragment = compose.page_fragment(replace(chart, states=states, names=names))
    assert len(gzip.compress(fragment.encode())) < 45_000
    assert fragment.count("<title>") >= len(codes)


@pytest.mark.parametrize("chart_id", IDS)
def test_drawing_twice_gives_the_same_bytes(bundle: Bundle, chart_id: str) -> None:
    chart = catalogue.build(bundle, chart_id, "fr")
    again = catalogue.build(Bundle(bundle.folder, bundle.checksum), chart_id, "fr")
    assert again is not chart
    assert compose.page_fragment(chart) == compose.page_fragment(again)
    assert compose.picture(chart, 600) == compose.picture(again, 600)


@pytest.mark.parametrize("lang", ["en", "ar"])
@pytest.mark.parametrize("chart_id", IDS)
def test_png_has_the_width_asked_for(bundle: Bundle, chart_id: str, lang: str) -> None:
    png = charts.render_png(bundle, chart_id, lang, width=800)
    assert png.startswith(b"\x89PNG")
    width, height = struct.unpack(">II", png[16:24])
    assert width == 800
    assert 200 < height < 1200


def test_share_image_has_the_size_that_networks_show(bundle: Bundle) -> None:
    for lang in ("en", "ar"):
        png = charts.share_image(bundle, FW, "1.1", lang)
        assert struct.unpack(">II", png[16:24]) == (1200, 630)


def test_share_image_of_an_unknown_benchmark_is_refused(bundle: Bundle) -> None:
    with pytest.raises(charts.NoChart):
        charts.share_image(bundle, FW, "9.9", "en")


def test_table_of_a_series_is_what_is_drawn(bundle: Bundle) -> None:
    """Each known value of the table has its mark, at the height of the value."""
    chart = catalogue.build(bundle, f"{FW}.2.1.608.series", "en")
    assert isinstance(chart, SeriesChart)
    observed = bundle.observations("remittance-cost", "608")
    rows = [row for row in chart.table().rows if row[0] == "Philippines"]
    assert rows == [("Philippines", row["period"], row["value"]) for row in observed]
    root = parse(compose.page_drawing(chart))
    heights = [float(dot.get("cy") or 0) for dot in root.iter(f"{SVG}circle")
               if dot.get("class") == "c-dot"]  # fmt: skip
    assert len(heights) == len(rows)
    by_value = sorted(zip([float(row[2] or 0) for row in rows], heights, strict=True))
    drawn = [height for _value, height in by_value]
    assert drawn == sorted(drawn, reverse=True)


def test_csv_repeats_the_table(bundle: Bundle) -> None:
    for chart_id in IDS:
        table = charts.table(bundle, chart_id, "en")
        rows = list(csv.reader(io.StringIO(charts.to_csv(bundle, chart_id, "en"))))
        assert tuple(rows[0]) == table.header
        assert len(rows) == len(table.rows) + 1
        assert all(len(row) == len(table.header) for row in rows)


def test_map_names_every_rated_country_and_counts_add_up(bundle: Bundle) -> None:
    table = charts.table(bundle, f"{FW}.1.1.map", "en")
    ratings = bundle.ratings_for_benchmark(FW, "1.1")
    countries = {code for code in ratings if bundle.areas[code]["kind"] == "country"}
    assert {row[1] for row in table.rows} == countries
    fragment = charts.render_inline(bundle, f"{FW}.1.1.map", "en")
    counts = [int(text) for text in re.findall(r"<b>(\d+)</b>", fragment)]
    assert sum(counts) == len(countries)
    assert str(charts.BOUNDARY_NOTE) in fragment


def test_bars_count_each_country_once(bundle: Bundle) -> None:
    table = charts.table(bundle, f"{FW}.1.1.regions", "en")
    assert sum(int(row[-1] or 0) for row in table.rows) == 12
    for row in table.rows:
        assert sum(int(cell or 0) for cell in row[1:-1]) == row[-1]


def test_timeline_tells_unknown_from_not_a_party(bundle: Bundle) -> None:
    joined = charts.table(bundle, "place.608.timeline", "en").rows
    outside = charts.table(bundle, "place.124.timeline", "en").rows
    assert joined[0][2] == "2012-09-05"
    assert joined[0][3] == "party"
    assert outside[0][1:] == (None, None, "not a party")


def test_adoption_counts_parties_from_dated_acts(bundle: Bundle) -> None:
    rows = charts.table(bundle, f"{FW}.1.1.001.series", "en").rows
    assert [row[2] for row in rows] == [1.0, 2.0, 3.0]
    assert [row[1] for row in rows] == ["2012-09-05", "2013-09-05", "2018-09-05"]


def test_a_published_count_outranks_the_acts_that_happen_to_be_known(bundle: Bundle) -> None:
    used = [
        {"place": "001", "period": day, "value": value, "status": "A"}
        for day, value in (("2013-10-03", 2.0), ("2018-01-01", 9.0))
    ]
    act = {"place": "608", "period": "2012-09-05", "value": 1.0, "status": "A"}
    indicator = bundle.benchmark(FW, "1.1")["measure"]["indicator"]  # type: ignore[index]
    trace = {"inputs": {"used": [*used, act]}}
    counted = facts.parties_of(bundle, indicator, "001", "en", trace)
    assert counted is not None
    assert [dot.value for dot in counted.line.known] == [2.0, 9.0]
    acts = facts.parties_of(bundle, indicator, "001", "en", {"inputs": {"used": [act]}})
    assert acts is not None
    assert [dot.value for dot in acts.line.known] == [1.0, 2.0, 3.0]


def test_available_lists_charts_in_the_order_of_a_page(bundle: Bundle) -> None:
    found = [ref.id for ref in charts.available(bundle, FW, "1.1")]
    assert found == [f"{FW}.1.1.001.series", f"{FW}.1.1.map", f"{FW}.1.1.regions"]
    assert [ref.id for ref in charts.available(bundle, FW, "1.1", "608")] == ["place.608.timeline"]


def test_no_data_means_no_chart_and_a_reason(bundle: Bundle) -> None:
    assert charts.available(bundle, FW, "1.2") == []
    assert "judged by people" in charts.why_absent(bundle, FW, "1.2")
    assert charts.why_absent(bundle, FW, "1.1") == ""


@pytest.mark.parametrize(
    "chart_id",
    ["", "nothing", "../../etc/passwd", f"{FW}.9.9.001.series", f"{FW}.2.1.999.series",
     "place.001.timeline", "place.zzz.timeline", "unknown.heatmap", f"{FW}.1.1.pie",
     f"{FW}.4a.2.124.series", f"{FW}..map", "A" * 500],
)  # fmt: skip
def test_unknown_or_empty_charts_say_why(bundle: Bundle, chart_id: str) -> None:
    with pytest.raises(charts.NoChart) as caught:
        charts.render_svg(bundle, chart_id, "en")
    assert str(caught.value.params["reason"]).endswith(".")
    assert caught.value.status == 404


def test_gaps_are_shown_as_gaps() -> None:
    """A missing value breaks the line; so does a year that was skipped."""
    dots = (Dot(2010.0, "2010", 1.0), Dot(2011.0, "2011", None), Dot(2012.0, "2012", 2.0),
            Dot(2013.0, "2013", 3.0), Dot(2016.0, "2016", 4.0))  # fmt: skip
    parts = series.segments(Line("A", dots), steps=False)
    assert [[dot.period for dot in part] for part in parts] == [
        ["2010"],
        ["2012", "2013"],
        ["2016"],
    ]


def test_labels_of_lines_that_end_together_do_not_overlap() -> None:
    lines = tuple(
        Line(f"Place {i}", (Dot(2010.0, "2010", 5.0), Dot(2019.0, "2019", 5.0 + i / 100)))
        for i in range(4)
    )
    chart = SeriesChart(Head("x.series", "t", "s", "a", "q"), "en", "%", 1, lines[0], lines[1:])
    root = parse(compose.page_drawing(chart))
    labels = [text for text in root.iter(f"{SVG}text")
              if (text.get("class") or "") in {"c-ta", "c-tl", "c-tp"}]  # fmt: skip
    heights = sorted(float(label.get("y") or 0) for label in labels)
    assert len(heights) == 5
    assert min(b - a for a, b in pairwise(heights)) >= 14


def test_a_label_inside_the_plot_stays_above_the_axis() -> None:
    name = "A place whose name is as long as that of the United Kingdom of Great Britain"
    lines = [
        Line(words, (Dot(2019.0, "2019", value),), look=look)
        for look, (words, value) in enumerate(((name, 13.1), ("B", 17.4)), 1)
    ]
    chart = SeriesChart(Head("x.series", "t", "s", "a", "q"), "en", "", 1, lines[0], (lines[1],))
    root = parse(compose.page_drawing(chart))
    label = [
        float(text.get("y") or 0) for text in root.iter(f"{SVG}text")
        if text.get("class") == "c-k1t"
    ]  # fmt: skip
    drawn = [path.get("d") or "" for path in root.iter(f"{SVG}path") if "axis" in str(path.attrib)]
    axis = float(re.split("[ MH]", drawn[0])[2])
    assert len(label) > 1
    assert max(label) <= axis - 4


def test_style_sheet_of_the_site_is_the_one_of_the_theme() -> None:
    path = Path(charts.__file__).parents[2] / "web" / "static" / "web" / "charts.css"
    assert path.read_text("utf-8") == ink.style_sheet()


def test_drawings_are_kept_in_the_folder_and_survive_a_restart(
    bundle: Bundle, own_cache: Path
) -> None:
    first = charts.render_png(bundle, IDS[0], "en", width=400)
    files = [path for path in own_cache.rglob("*") if path.is_file()]
    assert [path.read_bytes() for path in files] == [first]
    files[0].write_bytes(b"kept")
    store.forget()
    assert charts.render_png(bundle, IDS[0], "en", width=400) == b"kept"


def test_many_threads_draw_the_same_chart(bundle: Bundle, own_cache: Path) -> None:
    with ThreadPoolExecutor(8) as pool:
        drawn = set(pool.map(lambda _i: charts.render_inline(bundle, IDS[4], "ar"), range(24)))
    assert len(drawn) == 1
    assert not list(own_cache.rglob("*.part"))


def test_an_unwritable_cache_costs_time_only(bundle: Bundle, home: Path) -> None:
    (home / "cache").write_text("a file where the folder should be")
    assert charts.render_inline(bundle, IDS[0], "en").startswith('<div class="plot">')


def test_arabic_lines_are_ordered_for_the_png_renderer() -> None:
    """Words from the right, figures from the left, brackets turned round."""
    shown = lettering.visual_order("اتفاقية 2011 (C189)").replace("\u200e", "")
    assert shown == "(C189) 2011 اتفاقية"
    assert lettering.visual_order("من 12.5%").replace("\u200e", "") == "12.5% من"
    latin = "Movement (Revised 1949): parties"
    assert latin in lettering.visual_order(f"المصدر: {latin}").replace("\u200e", "")


def test_raster_drawing_names_only_the_fonts_of_the_package(bundle: Bundle) -> None:
    for lang in ("en", "ar"):
        svg = compose.file_drawing(catalogue.build(bundle, IDS[0], lang), Target.RASTER)
        assert set(re.findall(r'font-family="([^"]+)"', svg)) <= {
            lettering.LATIN, lettering.ARABIC}  # fmt: skip


def test_map_data_cover_the_states_and_are_small() -> None:
    """Small island states have a point; the file stays within what a page may carry."""
    world = get_world()
    for code in ("798", "520", "296", "462", "052", "690", "470", "702", "336"):
        assert code in world.points
    assert all(0 <= x <= world.width and 0 <= y <= world.height for x, y in world.points.values())
    raw = (Path(charts.__file__).parents[1] / "map_data" / "world.json").read_bytes()
    assert len(raw) < 150_000
    assert len(gzip.compress(raw)) < 50_000


@given(
    st.lists(st.tuples(st.floats(0, 300), st.floats(10, 40)), min_size=1, max_size=8),
)
def test_stacked_labels_keep_order_and_never_overlap(blocks: list[tuple[float, float]]) -> None:
    wishes = sorted(wish for wish, _height in blocks)
    heights = [height for _wish, height in blocks]
    tops = scales.stack(wishes, heights, 0, 400)
    for index in range(len(tops) - 1):
        assert tops[index] + heights[index] <= tops[index + 1] + 1e-6
    assert tops[0] >= -1e-6


@given(
    st.floats(-1e6, 1e6, allow_subnormal=False),
    st.floats(0, 1e6, allow_subnormal=False),
    st.integers(3, 7),
)
def test_ticks_enclose_the_values_in_even_steps(low: float, span: float, about: int) -> None:
    high = low + span
    ticks = scales.value_ticks(low, high, about)
    step = ticks[1] - ticks[0]
    assert ticks[0] <= low + step * 1e-6
    assert ticks[-1] >= high - step * 1e-6
    assert 2 <= len(ticks) <= 2 * about + 4


@given(st.text(max_size=80), st.floats(20, 400))
def test_wrapping_loses_no_letter(text: str, limit: float) -> None:
    """Chinese breaks within its sentences, so words are not what stays together."""
    lines = lettering.wrap(text, limit, 12)
    assert "".join("".join(lines).split()) == "".join(text.split())
    if not any(lettering.is_wide(letter) for letter in text):
        assert " ".join(lines).split() == text.split()


def test_the_least_crowded_seat_is_taken() -> None:
    seats = [Box(0, 0, 10, 10), Box(20, 0, 30, 10), Box(40, 0, 50, 10)]
    frame = Box(0, 0, 45, 10)
    assert least_crowded(seats, [(5, 5)], [], frame) == 1
    assert least_crowded(seats, [(5, 5), (25, 5), (26, 5)], [], frame) == 0
    assert least_crowded(seats, [], [seats[0]], frame) == 1
