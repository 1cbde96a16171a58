"""The only place that asks what time it is, so that tests can hold the clock still."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime

_held: ContextVar[datetime | None] = ContextVar("held_clock", default=None)


def now() -> datetime:
    """Return the present instant in UTC (or the held one)."""
    return _held.get() or datetime.now(UTC)


def today() -> date:
    """Return the present calendar day in UTC."""
    return now().date()


@contextmanager
def hold(instant: datetime) -> Iterator[None]:
    """Hold the clock at ``instant`` (which needs a time zone) inside the block."""
    token = _held.set(instant)
    try:
        yield
    finally:
        _held.reset(token)
