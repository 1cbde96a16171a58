"""Saying how far a long piece of work is, to whoever listens.

Work calls ``say`` and does not know who listens; the command line shows it on a terminal, pages
and tests do not.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

Listener = Callable[[str, int, int], None]
"""Called with the stage, how much of it is done and how much there is (0: not known)."""

_listener: ContextVar[Listener | None] = ContextVar("progress_listener", default=None)


def say(stage: str, done: int = 0, total: int = 0) -> None:
    """Tell the listener, if there is one, how far a stage is."""
    listener = _listener.get()
    if listener is not None:
        listener(stage, done, total)


@contextmanager
def listen(listener: Listener) -> Iterator[None]:
    """Let ``listener`` hear what is said inside the block."""
    token = _listener.set(listener)
    try:
        yield
    finally:
        _listener.reset(token)
