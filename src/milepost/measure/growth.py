"""Compound annual growth, which the comparators share."""

MORE_IS_BETTER = {
    *("positive", "increasing", "increase", "up", "higher", "higher_is_better"),
    *("1", "+1"),
}
LESS_IS_BETTER = {
    *("negative", "decreasing", "decrease", "down", "lower", "lower_is_better"),
    "-1",
}


def growth_rate(first: float, last: float, years: float) -> float | None:
    """Return the compound annual growth rate ``(last / first) ** (1 / years) - 1``.

    None where it has no meaning: no time between, a zero start, or values on different sides of
    zero. Two negative values give the rate of their distance from zero, as Open SDG takes it.
    """
    if years <= 0 or first == 0 or last / first < 0:
        return None
    return float((last / first) ** (1 / years)) - 1


def positive_growth(first: float, last: float, years: float) -> float | None:
    """Return the compound annual growth rate of strictly positive values, None for all others.

    A zero or a negative value breaks the relative scale: from zero no rate leads away, to zero
    every rate is -100 %, and of two negative values the greater one has the smaller distance from
    zero, so that the sign of the rate is the wrong way round.
    """
    if first <= 0 or last <= 0:
        return None
    return growth_rate(first, last, years)


def sign_of(direction: str | float) -> int:
    """Return +1 when more is better and -1 when less is better.

    Accepts the words that the published methods use (positive, increasing, up, higher and their
    opposites) or a signed one, as a number or as text. Raises ValueError for anything else.
    """
    word = direction if isinstance(direction, str) else f"{direction:g}"
    if word in MORE_IS_BETTER:
        return 1
    if word in LESS_IS_BETTER:
        return -1
    msg = f"not a direction: {direction!r}"
    raise ValueError(msg)
