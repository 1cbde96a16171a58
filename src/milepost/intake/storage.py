"""The private files of the room: answers, one Parquet file a survey, for the instance alone.

Respondents are numbered anew when a file is written: how they were named in the file that was
handed in is not kept.
"""

import os
import time
import uuid
from collections.abc import Collection, Sequence
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
from django.conf import settings

from milepost.intake.answers import Respondent
from milepost.kernel.files import sync_folder

PRIVATE_FOLDER = 0o700
PRIVATE_FILE = 0o600
ABANDONED_AFTER = 86_400
"""Seconds after which a file that no survey names was left behind."""


def surveys_folder() -> Path:
    """Return the folder of answers, made for the instance alone."""
    folder = Path(settings.MILEPOST_HOME) / "surveys"
    folder.mkdir(parents=True, exist_ok=True)
    folder.chmod(PRIVATE_FOLDER)
    return folder


def keep_answers(respondents: Sequence[Respondent]) -> str:
    """Write the answers to a new private file and return its name."""
    rows = [
        {
            "respondent": number,
            "stratum": person.stratum,
            "weight": person.weight,
            "groups": sorted(person.groups.items()),
            "question": question,
            "options": None if options is None else list(options),
        }
        for number, person in enumerate(respondents, 1)
        for question, options in sorted(person.answers.items())
    ]
    schema = pa.schema(
        [
            ("respondent", pa.int64()),
            ("stratum", pa.string()),
            ("weight", pa.float64()),
            ("groups", pa.map_(pa.string(), pa.string())),
            ("question", pa.string()),
            ("options", pa.list_(pa.string())),
        ]
    )
    name = f"{uuid.uuid4().hex}.parquet"
    target = surveys_folder() / name
    handle = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, PRIVATE_FILE)
    with os.fdopen(handle, "wb") as stream:
        pq.write_table(pa.Table.from_pylist(rows, schema=schema), stream, compression="zstd")
        stream.flush()
        os.fsync(stream.fileno())
    sync_folder(target.parent)
    return name


def remove_answers(name: str) -> None:
    """Remove a file of answers; one that is gone already is no error."""
    if name:
        (surveys_folder() / name).unlink(missing_ok=True)


def sweep_answers(known: Collection[str]) -> list[str]:
    """Remove files that no survey names, left by a process that was cut off; return their names.

    A file younger than a day may belong to a survey that is being loaded, and stays.
    """
    removed = []
    for path in sorted(surveys_folder().glob("*.parquet")):
        if path.name not in known and time.time() - path.stat().st_mtime > ABANDONED_AFTER:
            path.unlink(missing_ok=True)
            removed.append(path.name)
    return removed
