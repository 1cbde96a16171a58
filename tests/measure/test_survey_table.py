"""Tables of answers: right shares, honest intervals, and hidden cells that stay hidden."""

from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from milepost.measure.survey_hiding import coarse, hide, hide_weighted
from milepost.measure.survey_table import Answer, Design, make_table

FRAME = {"north": 40, "south": 60}


def answers(**counts: int) -> list[Answer]:
    """``north_yes=3`` makes three respondents of the north who say yes; ``north_`` none."""
    made = []
    for name, count in counts.items():
        stratum, _line, option = name.partition("_")
        for number in range(count):
            said = (option,) if option else None
            made.append(Answer(f"{name}-{number}", stratum, said))
    return made


def design(**changes: object) -> Design:
    stated: dict[str, object] = {
        "options": ("yes", "no"),
        "strata": ("north", "south"),
        "frame": FRAME,
        **changes,
    }
    return Design(**stated)  # type: ignore[arg-type]


def test_shares_rates_and_representation() -> None:
    table = make_table(
        answers(north_yes=10, north_no=10, south_yes=6, south_no=14, south_=10), design()
    )
    north, south, total = table.rows
    assert (north.asked, north.answered, north.response_rate) == (20, 20, 0.5)
    assert (south.asked, south.answered) == (30, 20)
    assert total.figures["yes"].share == 0.4
    assert south.figures["yes"].count == 6
    assert (north.representation, south.representation) == (1.25, 0.8333333333)
    assert table.dissimilarity == 0.1
    low, high = total.figures["yes"].low, total.figures["yes"].high
    assert low is not None
    assert high is not None
    assert (round(low, 4), round(high, 4)) == (0.2635, 0.554)


def test_post_stratified_total_weights_the_strata_to_the_frame() -> None:
    said = answers(north_yes=10, north_no=10, south_yes=5, south_no=5)
    table = make_table(said, design(weighting="post_stratified"))
    total = table.rows[-1]
    assert total.figures["yes"].share == 0.5
    said = answers(north_yes=20, south_no=10)
    weighted = make_table(said, design(weighting="post_stratified", smallest=1)).rows[-1]
    assert weighted.figures["yes"].share == 0.4
    assert weighted.effective is not None
    assert weighted.effective < 30


def test_census_narrows_the_interval_and_a_whole_census_has_none() -> None:
    said = answers(north_yes=30, north_no=10, south_yes=30, south_no=30)
    figure = make_table(said, design(is_census=True)).rows[-1].figures["yes"]
    assert figure.low == figure.share == figure.high == 0.6


def test_small_cells_and_those_that_would_give_them_away_are_hidden() -> None:
    table = make_table(answers(north_yes=2, north_no=20, south_yes=15, south_no=30), design())
    north, south, _total = table.rows
    assert north.figures["yes"].share is None
    assert {north.figures["yes"].is_hidden, north.figures["no"].is_hidden} == {True}
    assert {south.figures["yes"].is_hidden, south.figures["no"].is_hidden} == {True}


def test_several_answers_hide_few_who_chose_and_few_who_did_not() -> None:
    said = [Answer(f"n{n}", "north", ("a", "b") if n < 28 else ("b",)) for n in range(30)]
    said += [Answer(f"s{n}", "south", ("a",) if n < 15 else ("b",)) for n in range(30)]
    table = make_table(said, design(options=("a", "b"), is_multiple=True))
    north, _south, total = table.rows
    assert north.figures["a"].is_hidden
    assert not north.figures["b"].is_hidden
    assert total.figures["b"].share == 0.75


def test_nobody_answered_gives_no_share_and_no_zero() -> None:
    table = make_table(answers(north_=3), design())
    assert table.rows[-1].figures["yes"].share is None
    assert table.rows[-1].response_rate == 0.0
    assert make_table([], design(frame={})).rows[-1].response_rate is None


@pytest.mark.parametrize(
    "wrong",
    [{"weighting": "raked"}, {"strata": ("north",)}, {"options": ("yes",)}],
)
def test_what_is_not_in_the_design_is_an_error(wrong: dict[str, object]) -> None:
    with pytest.raises(ValueError, match=r"raked|south|no"):
        make_table(answers(north_yes=1, south_no=1), design(**wrong))


COUNTS = st.lists(
    st.lists(st.integers(0, 3), min_size=2, max_size=3), min_size=2, max_size=2
).filter(lambda rows: len({len(row) for row in rows}) == 1)


def possible(
    counts: list[list[int]], hidden: set[tuple[int, int]]
) -> list[dict[tuple[int, int], int]]:
    """Every table that agrees with what is public, by trying all."""
    body, last = counts[:-1], len(counts) - 1
    inside = sorted(cell for cell in hidden if cell[0] != last)
    totals = {column for row, column in hidden if row == last}
    most = max(sum(row) for row in counts)
    found = []
    for values in product(range(most + 1), repeat=len(inside)):
        table = [list(row) for row in body]
        for (row, column), value in zip(inside, values, strict=True):
            table[row][column] = value
        if any(sum(new) != sum(old) for new, old in zip(table, body, strict=True)):
            continue
        sums = [sum(row[column] for row in table) for column in range(len(counts[0]))]
        if all(sums[c] == counts[last][c] for c in range(len(sums)) if c not in totals):
            cells = dict(zip(inside, values, strict=True))
            found.append(cells | {(last, column): sums[column] for column in totals})
    return found


@given(COUNTS)
@settings(max_examples=60, deadline=None)
def test_no_hidden_cell_can_be_computed_from_what_is_public(body: list[list[int]]) -> None:
    """An attacker who tries every table finds at least two values for each hidden cell."""
    counts = [*body, [sum(column) for column in zip(*body, strict=True)]]
    hidden = set(hide(counts, 3))
    small = {(r, c) for r, row in enumerate(counts) for c, n in enumerate(row) if 0 < n < 3}
    assert small <= hidden
    if not hidden or sum(row != len(counts) - 1 for row, _c in hidden) > 4:
        return
    tables = possible(counts, hidden)
    everything = {(r, c) for r in range(len(counts)) for c in range(len(counts[0]))}
    for cell in hidden:
        values = {table[cell] for table in tables}
        assert len(values) > 1 or hidden == everything
        if cell in small:
            assert max(values) >= min(3, sum(counts[cell[0]])) or hidden == everything


def tables_of(piles: list[list[int]], hidden: set[tuple[int, int]]) -> list[list[list[int]]]:
    """Every table of whole people with the same sums of rows and the same visible cells."""
    rows = []
    for number, row in enumerate(piles):
        free = [column for column in range(len(row)) if (number, column) in hidden]
        left = sum(row[column] for column in free)
        fillings = [v for v in product(range(left + 1), repeat=len(free)) if sum(v) == left]
        rows.append(
            [
                [dict(zip(free, v, strict=True)).get(c, row[c]) for c in range(len(row))]
                for v in fillings
            ]
        )
    return [list(table) for table in product(*rows)]


@given(
    st.lists(st.lists(st.integers(0, 7), min_size=3, max_size=3), min_size=2, max_size=3),
    st.lists(st.sampled_from([0.3, 0.71, 1.0, 1.37, 2.9]), min_size=3, max_size=3),
)
@settings(max_examples=40, deadline=None)
def test_weighted_totals_do_not_give_hidden_cells_away(
    counts: list[list[int]], weights: list[float]
) -> None:
    """An attacker who knows every weight and tries all tables of whole people learns no cell."""
    piles = {
        (row, column): [weights[row]] * count
        for row, line in enumerate(counts)
        for column, count in enumerate(line)
    }
    found, steps = hide_weighted(piles, (len(counts), 3), 3)
    hidden = set(found)
    last = len(counts)
    whole = sum(sum(pile) for pile in piles.values())

    def share(table: list[list[int]], column: int) -> float:
        return sum(weights[r] * row[column] for r, row in enumerate(table)) / whole

    def printed(table: list[list[int]]) -> list[float | None]:
        return [
            None
            if (last, column) in hidden
            else coarse(share(table, column), steps.get(column, 1e-9))
            for column in range(3)
        ]

    inside = sorted(cell for cell in hidden if cell[0] != last)
    if not inside:
        return
    same = [t for t in tables_of(counts, set(inside)) if printed(t) == printed(counts)]
    everything = len(hidden) == 3 * (last + 1)
    for row, column in inside:
        values = {table[row][column] for table in same}
        assert len(values) > 1 or everything
        if 0 < counts[row][column] < 3:
            assert max(values) >= min(3, sum(counts[row])) or everything


def test_a_weighted_total_beside_hidden_cells_is_rounded_and_has_no_count() -> None:
    said = answers(north_yes=2, north_no=30, south_yes=15, south_no=30)
    table = make_table(said, design(weighting="post_stratified"))
    total = table.rows[-1].figures["yes"]
    assert table.rows[0].figures["yes"].is_hidden
    assert (total.count, total.share, total.rounded_to) == (None, 0.22, 0.01)


def test_raked_answers_meet_their_margins() -> None:
    said = [
        Answer(f"{n}", "north" if n % 3 else "south", ("yes",) if n % 2 else ("no",), 1.0,
               {"kind": "union" if n % 4 else "church"})
        for n in range(60)
    ]  # fmt: skip
    margins = {"kind": {"union": 50.0, "church": 50.0}}
    table = make_table(said, design(weighting="raked", margins=margins))
    row = table.rows[-1]
    assert row.weighed == 60
    assert row.effective is not None
    assert row.effective < 60


@given(
    st.lists(st.tuples(st.integers(0, 6), st.integers(0, 6)), min_size=2, max_size=3),
    st.lists(st.sampled_from([0.4, 1.0, 1.6]), min_size=3, max_size=3),
)
@settings(max_examples=80, deadline=None)
def test_several_weighted_answers_do_not_give_hidden_cells_away(
    counts: list[tuple[int, int]], weights: list[float]
) -> None:
    """Through the door: every number of people who may have chosen is tried in every stratum."""
    strata = tuple("abc"[: len(counts)])
    said = [
        Answer(f"{stratum}{number}", stratum, ("x", "y") if number < chose else ("y",), weight)
        for stratum, (chose, not_chose), weight in zip(strata, counts, weights, strict=False)
        for number in range(chose + not_chose)
    ]
    table = make_table(
        said,
        design(
            options=("x", "y"), strata=strata, frame={}, is_multiple=True, weighting="given",
            smallest=3,
        ),
    )  # fmt: skip
    *rows, total = table.rows
    printed = total.figures["x"]
    hidden = [number for number, row in enumerate(rows) if row.figures["x"].is_hidden]
    if not hidden or printed.is_hidden or printed.share is None:
        return
    same = []
    for values in product(*(range(sum(counts[number]) + 1) for number in hidden)):
        chose = [count[0] for count in counts]
        for number, value in zip(hidden, values, strict=True):
            chose[number] = value
        share = sum(n * w for n, w in zip(chose, weights, strict=False)) / total.weighed
        if not printed.rounded_to or coarse(share, printed.rounded_to) == printed.share:
            same.append(values)
    for place, number in enumerate(hidden):
        if sum(counts[number]):
            assert len({values[place] for values in same}) > 1
