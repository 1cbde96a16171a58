"""The quick screening finds what the screening of one series finds, reason by reason."""

from collections import Counter

from hypothesis import given, settings
from hypothesis import strategies as st

from milepost.measure.quality import REASONS, Nature, Sieve, screen
from milepost.measure.screening import screen_values
from milepost.measure.series import Point

NATURES = st.builds(
    Nature,
    minimum=st.sampled_from([None, 0.0, 5.0]),
    maximum=st.sampled_from([None, 100.0]),
    is_count=st.booleans(),
    moves=st.sampled_from([True, True, True, False]),
    decimals=st.sampled_from([0, 1, 3]),
)
SIEVES = st.builds(
    Sieve,
    robust_z=st.sampled_from([3.5, 0.5]),
    jump=st.sampled_from([5.0, 1.5]),
    least_points=st.sampled_from([6, 3]),
    shift_tolerance=st.sampled_from([0.05, 0.4]),
)
LEVELS = st.one_of(
    st.floats(9.0, 13.0).map(lambda value: round(value, 1)),
    st.floats(9.0, 13.0).map(lambda value: round(value, 1)),
    st.sampled_from([0.0, 1.0, 1.1, 10.0, 110.0, 1200.0, 0.0104, -10.5]),
    st.floats(-1e6, 1e6, allow_nan=False),
)
SERIES = st.lists(
    st.tuples(st.integers(0, 40), LEVELS), max_size=16, unique_by=lambda point: point[0]
).map(sorted)


def compared(
    series: list[tuple[int, float]], nature: Nature, sieve: Sieve
) -> dict[int, tuple[str, ...]]:
    """Compare both ways on one series; return the codes by position."""
    whens = [2000.0 + step / 4 for step, _value in series]
    values = [value for _step, value in series]
    points = [
        Point(when, value, f"p{at:02d}")
        for at, (when, value) in enumerate(zip(whens, values, strict=True))
    ]
    wanted = {row.period: row.reasons for row in screen(points, nature, sieve).suspicions}
    found = screen_values(whens, values, nature, sieve)
    assert {f"p{at:02d}": tuple(reasons) for at, reasons in found.items()} == wanted
    return {at: tuple(reason.code for reason in reasons) for at, reasons in found.items()}


@given(SERIES, NATURES, SIEVES)
@settings(max_examples=600, deadline=None)
def test_both_screenings_agree(
    series: list[tuple[int, float]], nature: Nature, sieve: Sieve
) -> None:
    compared(series, nature, sieve)


def test_the_comparison_meets_every_reason() -> None:
    steady = [(4 * step, 10.0 + 0.1 * step * (step % 3)) for step in range(12)]
    counts: Counter[str] = Counter()
    for odd in (0.0, -10.0, 105.0, 1.02, 25.0, 101.0):
        series = [*steady]
        series[6] = (24, odd)
        for codes in compared(series, Nature(minimum=2.0, maximum=100.0), Sieve()).values():
            counts.update(codes)
    assert set(counts) == set(REASONS)
