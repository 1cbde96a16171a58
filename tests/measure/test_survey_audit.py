"""A printed table is checked by what it prints: right ones hold, and what is wrong is found."""

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from milepost.measure.survey_audit import find_faults
from milepost.measure.survey_table import HIDDEN, Answer, Design, Figure, Row, Table, make_table

STRATA = ("north", "south", "east")
OPTIONS = ("yes", "no", "plans")
FRAME = {"north": 90, "south": 60, "east": 50}

people = st.lists(
    st.tuples(
        st.sampled_from(STRATA),
        st.one_of(st.none(), st.lists(st.sampled_from(OPTIONS), min_size=1, unique=True)),
    ),
    max_size=60,
)


@given(
    people,
    st.sampled_from(["none", "given", "post_stratified"]),
    st.booleans(),
    st.booleans(),
)
@settings(max_examples=80, deadline=None)
def test_every_table_that_is_made_holds(
    people: list[tuple[str, list[str] | None]], weighting: str, several: bool, census: bool
) -> None:
    said = [
        Answer(
            str(number),
            stratum,
            tuple(options if several else options[:1]) if options else None,
            weight=1 + number % 3,
        )
        for number, (stratum, options) in enumerate(people)
    ]
    design = Design(
        options=OPTIONS,
        strata=STRATA,
        frame=FRAME,
        is_multiple=several,
        weighting=weighting,
        smallest=4,
        is_census=census,
    )
    table = make_table(said, design)
    assert find_faults(table, smallest=4, is_multiple=several, is_census=census) == []


def made() -> Table:
    said = [
        Answer(f"{stratum}-{option}-{number}", stratum, (option,))
        for stratum, counts in {
            "north": (20, 30, 8),
            "south": (9, 11, 2),
            "east": (7, 3, 14),
        }.items()
        for option, count in zip(OPTIONS, counts, strict=True)
        for number in range(count)
    ]
    return make_table(said, Design(options=OPTIONS, strata=STRATA, frame=FRAME, smallest=4))


def changed(table: Table, number: int, option: str, figure: Figure) -> Table:
    row = table.rows[number]
    rows = list(table.rows)
    rows[number] = replace(row, figures={**row.figures, option: figure})
    return replace(table, rows=tuple(rows))


def faults(table: Table) -> set[str]:
    return {f.code for f in find_faults(table, smallest=4, is_multiple=False, is_census=False)}


def shown(table: Table) -> tuple[int, str, Figure]:
    return next(
        (number, option, figure)
        for number, row in enumerate(table.rows[:-1])
        for option, figure in row.figures.items()
        if not figure.is_hidden
    )


def test_the_table_as_made_holds() -> None:
    assert faults(made()) == set()


def test_a_share_that_its_count_does_not_give_is_found() -> None:
    table = made()
    number, option, figure = shown(table)
    wrong = replace(figure, share=(figure.share or 0) / 2)
    assert "figure_differs" in faults(changed(table, number, option, wrong))


def test_an_interval_that_the_counts_do_not_give_is_found() -> None:
    table = made()
    number, option, figure = shown(table)
    wrong = replace(figure, low=0.0)
    assert faults(changed(table, number, option, wrong)) == {"interval_differs"}


def test_a_count_left_in_a_hidden_cell_is_found() -> None:
    table = made()
    number, option = next(
        (n, o) for n, row in enumerate(table.rows) for o, f in row.figures.items() if f.is_hidden
    )
    assert "hidden_has_figure" in faults(changed(table, number, option, replace(HIDDEN, count=2)))


def test_a_small_cell_that_is_shown_is_found() -> None:
    said = [Answer(str(n), "north", ("yes" if n < 2 else "no",)) for n in range(20)]
    table = make_table(said, Design(options=OPTIONS, strata=("north",), frame=FRAME, smallest=2))
    assert "small_cell_shown" in faults(table)


def test_a_single_hidden_cell_is_recovered() -> None:
    """Hidden in one row alone, a cell follows from the others."""
    said = [
        Answer(f"{s}{o}{n}", s, (o,))
        for s in STRATA
        for o, count in (("yes", 9), ("no", 6), ("plans", 7))
        for n in range(count)
    ]
    table = make_table(said, Design(options=OPTIONS, strata=STRATA, frame=FRAME, smallest=4))
    assert faults(table) == set()
    assert "cell_recoverable" in faults(changed(table, 0, "yes", HIDDEN))
    both = changed(changed(table, 0, "yes", HIDDEN), 0, "no", HIDDEN)
    assert "cell_recoverable" in faults(both)


@pytest.mark.parametrize("name", ["asked", "answered", "effective", "representation"])
def test_what_stands_beside_the_figures_is_checked(name: str) -> None:
    table = made()
    row: Row = table.rows[0]
    more: dict[str, Any] = {name: (getattr(row, name) or 1) + 1}
    wrong = replace(row, **more)
    assert faults(replace(table, rows=(wrong, *table.rows[1:])))
