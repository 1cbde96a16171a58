"""What a message said of each observation beyond its value, kept beside the uploads.

Observations keep place, period, breakdown, value, status and a note. Everything else that the
message states (nature, source in detail, multiplier, the codes as they were written) stays in one
Parquet file for each imported message, so that the data set can be written out again whole.
"""

import hashlib
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

import orjson
import pyarrow as pa
import pyarrow.parquet as pq

from milepost.indicators import storage
from milepost.kernel.files import sync_folder

FOLDER: Final = "messages"
LAYOUT: Final = "sdmx"
_NAMED_BY: Final = ("fixed_area", "structure_file")


def record_path(checksum: str, mapping: Mapping[str, Any]) -> Path:
    """Return where the record of a message lies: a message read in the same way has one."""
    parts = [checksum, *(str(mapping.get(name, "")) for name in _NAMED_BY)]
    name = hashlib.sha256(orjson.dumps(parts)).hexdigest()
    return storage.new_upload_folder() / FOLDER / f"{name}.parquet"


def keep_record(path: Path, record: pa.Table) -> None:
    """Write a record; one that is there already stays."""
    if path.is_file():
        return
    path.parent.mkdir(exist_ok=True, mode=storage.PRIVATE_FOLDER)
    part = path.with_suffix(".part")
    pq.write_table(record, part)
    part.chmod(storage.PRIVATE_FILE)
    part.replace(path)
    sync_folder(path.parent)


def read_record(path: Path, code: str) -> pa.Table | None:
    """Return the record of one indicator, by the code it has in the message; None when lost."""
    if not path.is_file():
        return None
    return pq.read_table(path, filters=[("indicator", "=", code)])
