"""The content tree: what each kind of report says, from the bundle alone."""

from itertools import pairwise

import pytest

from milepost.kernel.errors import BadInput
from milepost.publishing import terms
from milepost.publishing.bundle import Bundle
from milepost.publishing.pages.tallies import shown_state
from milepost.publishing.report.build import build_report
from milepost.publishing.report.defaults import default_outline
from milepost.publishing.report.outline import outline_of
from milepost.publishing.report.tidying import once
from milepost.publishing.report.tree import (
    Bullets,
    Figure,
    Mark,
    Paragraph,
    Report,
    Section,
    Sentence,
    Table,
    plain,
    walk,
)
from tests.publishing.report.editions import scope_of

KINDS: tuple[dict[str, str], ...] = (
    {},
    {"place": "142"},
    {"place": "608"},
    {"goal": "2"},
    {"framework": "sdg-migration"},
    {"kind": "state"},
    {"kind": "profile", "place": "608"},
)


def table_in(report: Report, section: str) -> Table:
    """Return the last table of a section: the one that lists benchmarks."""
    found = next(
        row for row in walk(report.sections) if isinstance(row, Section) and row.key == section
    )
    return [row for row in walk(found.blocks) if isinstance(row, Table)][-1]


@pytest.mark.parametrize("asked", KINDS, ids=lambda asked: "-".join(asked.values()) or "global")
@pytest.mark.parametrize("language", ["en", "ar"])
def test_every_kind_builds_with_sections_that_are_named_once(
    bundle: Bundle, asked: dict[str, str], language: str
) -> None:
    report = build_report(scope_of(bundle, language, **asked))
    keys = [row.key for row in walk(report.sections) if isinstance(row, Section)]
    assert len(keys) == len(set(keys)) > 3
    assert report.is_rtl is (language == "ar")
    assert all(row.title for row in report.sections)


@pytest.mark.parametrize("asked", KINDS, ids=lambda asked: "-".join(asked.values()) or "global")
def test_shipped_outlines_keep_to_the_format(bundle: Bundle, asked: dict[str, str]) -> None:
    assert outline_of(default_outline(scope_of(bundle, **asked)), "shipped") == []


def test_the_overview_shows_every_benchmark_with_the_state_of_the_bundle(bundle: Bundle) -> None:
    scope = scope_of(bundle)
    rows = [row for row in table_in(build_report(scope), "overview").rows if not row.is_group]
    benchmarks = scope.benchmarks()
    assert len(rows) == len(benchmarks) == 6
    for row, benchmark in zip(rows, benchmarks, strict=True):
        (mark,) = [item for item in row.cells[2] if isinstance(item, Mark)]
        assert mark.state == shown_state(scope.rating(benchmark["key"]))
        assert plain(row.cells[0]).startswith(benchmark["key"])


def test_grey_says_its_reason_and_is_never_red(bundle: Bundle) -> None:
    scope = scope_of(bundle, place="608")
    table = table_in(build_report(scope), "overview")
    greys = [item for row in table.rows for cell in row.cells for item in cell
             if isinstance(item, Mark) and item.state == "grey"]  # fmt: skip
    words = {terms.term(reason, "reason").casefold() for reason in terms.REASONS}
    assert greys
    assert {mark.word.casefold() for mark in greys} <= words


def test_sentences_lead_to_the_page_that_shows_their_working(bundle: Bundle) -> None:
    report = build_report(scope_of(bundle))
    said = [row for row in walk(report.sections) if isinstance(row, Sentence)]
    headlines = [row for row in said if row.key.startswith("headline:")]
    assert headlines
    for row in headlines:
        name = row.key.removeprefix("headline:").partition(":")[0]
        framework, _slash, benchmark = name.partition("/")
        assert f"/en/editions/2019/{framework}/benchmarks/{benchmark}/" in row.trace
        assert row.trace_label


def test_figures_have_words_for_those_who_do_not_see_them(bundle: Bundle) -> None:
    found = [
        row for row in walk(build_report(scope_of(bundle)).sections) if isinstance(row, Figure)
    ]
    assert found
    assert all(len(row.alt) > 20 and row.svg.startswith("<svg") for row in found)


def test_what_moved_is_the_difference_of_the_two_editions(editions: dict[str, Bundle]) -> None:
    report = build_report(scope_of(editions["2019"]))
    moved = next(
        row for row in walk(report.sections) if isinstance(row, Sentence) and row.key == "moved"
    )
    assert plain(moved.inlines) == "Since the edition 2015: 2 better."
    first = build_report(scope_of(editions["2015"]))
    assert "moved" not in {row.key for row in walk(first.sections) if isinstance(row, Sentence)}


def test_a_voluntary_report_lists_what_is_not_covered(bundle: Bundle) -> None:
    report = build_report(scope_of(bundle, framework="sdg-migration"))
    keys = [row.key for row in walk(report.sections) if isinstance(row, Section)]
    assert "promise-10.c" in keys
    assert "promise-8.8" not in keys
    uncovered = next(row for row in report.sections if row.key == "uncovered")
    assert "Labour rights" in str(uncovered)


def test_hidden_cells_of_a_survey_are_dots_in_the_report(bundle: Bundle) -> None:
    survey = bundle.surveys["governments-2018"]
    hidden = sum(
        figure["is_hidden"]
        for table in survey["tables"]
        for row in table["rows"]
        for figure in row["figures"].values()
    )
    section = next(
        row for row in build_report(scope_of(bundle)).sections if row.key == "challenges"
    )
    cells = [plain(cell) for table in walk(section.blocks) if isinstance(table, Table)
             for row in table.rows for cell in row.cells]  # fmt: skip
    assert hidden
    assert cells.count("…") == hidden


@pytest.mark.parametrize(
    "asked", [{"place": "999"}, {"goal": "99"}, {"framework": "nothing"}, {"kind": "goal"}]
)
def test_a_report_on_what_the_edition_lacks_is_refused(
    bundle: Bundle, asked: dict[str, str]
) -> None:
    with pytest.raises(BadInput) as refused:
        scope_of(bundle, **asked)
    assert [finding.code for finding in refused.value.findings] == ["REPORT_SUBJECT_UNKNOWN"]


def test_what_nobody_wrote_is_listed_and_what_was_written_is_not(bundle: Bundle) -> None:
    scope = scope_of(bundle)
    said = str(
        next(row for row in walk(build_report(scope).sections) if is_section(row, "method-empty"))
    )
    assert "Foreword, Discussion and Interview guide" in said
    assert "No story and no box" in said
    outline = default_outline(scope)
    box = {"kind": "story", "title": {"en": "A voice"}, "text": {"en": "She paid."}}
    for section in outline["sections"]:
        if section["key"] in ("foreword", "discussion", "guide"):
            section |= {"text": {"en": "Written."}, "boxes": [box]}
    said = str(next((row for row in walk(build_report(scope, outline).sections)
                     if is_section(row, "method-empty")), ""))  # fmt: skip
    assert "Foreword" not in said
    assert "No story" not in said


def is_section(block: object, key: str) -> bool:
    """Whether a block is the section with a key."""
    return isinstance(block, Section) and block.key == key


@pytest.mark.parametrize("place", ["001", "608"])
def test_every_benchmark_without_a_colour_stands_under_its_reason(
    bundle: Bundle, place: str
) -> None:
    scope = scope_of(bundle, kind="profile", place=place)
    blocks = next(row for row in build_report(scope).sections if row.key == "missing").blocks
    found: dict[str, set[str]] = {}
    for lead, rows in pairwise(blocks):
        if isinstance(rows, Bullets) and isinstance(lead, Paragraph) and lead.inlines:
            keys = {plain(item).split("\u00a0")[0] for item in rows.items}
            found[plain(lead.inlines[:1]).partition(" (")[0].casefold()] = keys
    expected: dict[str, set[str]] = {}
    for row in scope.benchmarks():
        rating = scope.rating(row["key"])
        if rating["state"] == "grey":
            word = terms.term(rating.get("reason") or "not_assessed", "reason")
            expected.setdefault(word.casefold(), set()).add(row["key"])
    assert expected
    assert {name: keys for name, keys in found.items() if name in expected} == expected


def test_a_chart_stands_once_and_its_second_place_says_where(bundle: Bundle) -> None:
    figure = next(row for row in walk(build_report(scope_of(bundle)).sections)
                  if isinstance(row, Figure))  # fmt: skip
    first = Section("a", "First", (Section("b", "Inner", (figure,), identifier="1.1"),))
    second = Section("c", "Second", (figure,))
    kept = once((first, second))
    assert kept[0] == first
    assert "1.1 Inner" in plain(kept[1].blocks[0].inlines)  # type: ignore[union-attr]


def test_a_short_chapter_follows_on_the_page_and_the_first_never(bundle: Bundle) -> None:
    words = {"en": "A few words."}
    sections = [{"key": name, "title": {"en": name}, "text": words} for name in ("one", "two")]
    long = {"key": "three", "title": {"en": "Long"}, "text": {"en": "Many words. " * 400}}
    outline = {"milepost": "report/1", "key": "x", "kind": "global", "sections": [*sections, long]}
    report = build_report(scope_of(bundle), outline)
    assert [section.opens_page for section in report.sections] == [True, False, True]
