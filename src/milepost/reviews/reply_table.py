"""Replies as a table for a spreadsheet: one row a reply, texts in each language they are in."""

import csv
import io
from collections.abc import Iterable, Mapping
from typing import Any

from milepost.kernel.csv_cells import safe_cell

COLUMNS = (
    "framework",
    "benchmark",
    "place",
    "stance",
    "office",
    "replied_on",
    "language",
    "text",
    "draft_state",
    "draft_value",
    "citations",
    "answer",
    "answered_on",
    "answer_text",
)


def replies_csv(rows: Iterable[Mapping[str, Any]]) -> str:
    """Return replies (as ``reply_selectors`` gives them) as CSV with the columns above."""
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(COLUMNS)
    for row in rows:
        writer.writerow([safe_cell(cell) for cell in _cells(row)])
    return stream.getvalue()


def _cells(row: Mapping[str, Any]) -> list[Any]:
    answer = row["answer"] or {"outcome": "", "on": "", "text": {}}
    cited = (f"{item['source']}, {item['locator']}" for item in row["citations"])
    return [
        *(row[name] for name in COLUMNS[:6]),
        " ".join(row["text"]),
        "\n".join(row["text"].values()),
        row["answers_to"]["state"],
        row["answers_to"]["value"],
        "; ".join(cited),
        answer["outcome"],
        answer["on"],
        "\n".join(answer["text"].values()),
    ]
