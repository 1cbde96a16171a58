"""A worked example of a method that is published with the software and computed live."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

SOURCE_STATUSES = ("read", "known", "computed", "own")
"""How far a source is confirmed: text or code read; known and not read again; computed here and
checked by hand or by another program; the platform's own choice."""


@dataclass(frozen=True, slots=True)
class Example:
    """The inputs of one call with the figures that it must give.

    ``expected`` are compared within ``tolerance`` (absolute); None must be missing. ``source``
    names where the method comes from and ``status`` is one of ``SOURCE_STATUSES``.
    """

    inputs: Mapping[str, Any]
    expected: Mapping[str, Any]
    source: str
    status: str
    tolerance: float = 1e-6
