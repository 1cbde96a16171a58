"""The private files of the room: answers, one Parquet file a survey, for the instance alone.

Respondents are numbered anew when a file is written: how they were named in the file that was
handed in is not kept.
"""

import os
import uuid
from collections.abc import Sequence
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
from django.conf import settings

from milepost.intake.answers import Respondent
from milepost.kernel.files import sync_folder

PRIVATE_FOLDER = 0o700
PRIVATE_FILE = 0o600


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
