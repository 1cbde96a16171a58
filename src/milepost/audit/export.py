"""Events as rows of a table."""

import orjson

from milepost.audit.selectors import Event
from milepost.kernel.csv_cells import safe_cell

COLUMNS = (
    "at",
    "actor",
    "actor_key",
    "on_behalf",
    "action",
    "subject_kind",
    "subject_key",
    "before",
    "after",
    "reason",
    "uuid",
    "hash",
)


def as_row(event: Event) -> list[str]:
    """Return an event as cells; none of them is a formula to a spreadsheet."""
    plain = event.as_dict()
    return [_cell(plain[name]) for name in COLUMNS]


def _cell(value: object) -> str:
    if isinstance(value, dict):
        return orjson.dumps(value, option=orjson.OPT_SORT_KEYS).decode()
    return safe_cell(value)
