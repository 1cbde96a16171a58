"""Compound annual growth, which the comparators share."""


def growth_rate(first: float, last: float, years: float) -> float | None:
    """Return the compound annual growth rate ``(last / first) ** (1 / years) - 1``.

    None where it has no meaning: no time between, a zero start, or values on different sides of
    zero.
    """
    if years <= 0 or first == 0 or last / first < 0:
        return None
    return float((last / first) ** (1 / years)) - 1


def sign_of(direction: str | float) -> int:
    """Return +1 when more is better and -1 when less is better.

    Accepts the words that the published methods use (positive, increasing, up and their opposites)
    or a signed number. Raises ValueError for anything else.
    """
    if direction in ("positive", "increasing", "increase", "up", 1):
        return 1
    if direction in ("negative", "decreasing", "decrease", "down", -1):
        return -1
    msg = f"not a direction: {direction!r}"
    raise ValueError(msg)
