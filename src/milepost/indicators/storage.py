"""Files of the room: kept uploads by content, immutable Parquet files of observations, locks.

Nothing here knows the database. A Parquet file that no catalogue row names is an orphan of an
import that was cut off; ``sweep`` removes it.
"""

import fcntl
import hashlib
import os
import shutil
import tempfile
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from django.conf import settings

from milepost.indicators.errors import ImportBusy
from milepost.kernel.files import sha256_of, sync_folder, write_atomically

PRIVATE_FOLDER = 0o700
PRIVATE_FILE = 0o600
BLOCK = 1 << 20
RECEIVING = "receiving-"
"""How folders begin in which a file is while it is taken in."""
ABANDONED_AFTER = 86_400
"""Seconds after which such a folder was left by an import that was cut off."""


def observations_folder(indicator: str) -> Path:
    """Return the folder of an indicator's observations."""
    return Path(settings.MILEPOST_OBSERVATIONS) / indicator


def observations_path(indicator: str, vintage: str) -> Path:
    """Return the path of a vintage's Parquet file."""
    return observations_folder(indicator) / f"{vintage}.parquet"


def part_path(indicator: str, vintage: str) -> Path:
    """Return the neighbour to which a vintage is written before it has its name."""
    folder = observations_folder(indicator)
    folder.mkdir(parents=True, exist_ok=True)
    return folder / f"{vintage}.parquet.part"


def put_in_place(part: Path) -> tuple[Path, str]:
    """Flush a finished part to disk and rename it; return its path and SHA-256."""
    with part.open("rb") as stream:
        os.fsync(stream.fileno())
    checksum = sha256_of(part)
    target = part.with_suffix("")
    part.replace(target)
    sync_folder(target.parent)
    return target, checksum


def sweep(indicator: str, known: Iterable[str]) -> list[str]:
    """Remove files of an indicator that no catalogue row names; return their names.

    Call it inside ``locked`` of the indicator, so that no import is between file and row.
    """
    folder = observations_folder(indicator)
    names = {f"{vintage}.parquet" for vintage in known}
    removed = []
    for path in sorted(folder.glob("*.parquet*")):
        if path.name not in names:
            path.unlink(missing_ok=True)
            removed.append(path.name)
    return removed


@contextmanager
def locked(indicator: str, *, wait: bool) -> Iterator[None]:
    """Hold the indicator's lock: one import at a time writes to it.

    The lock is the operating system's and goes with the process, whatever ends it. Raises
    ``ImportBusy`` when another holds it and ``wait`` is false.
    """
    folder = observations_folder(indicator)
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / ".lock").open("wb") as stream:
        _take(stream, indicator, wait=wait)
        yield


def _take(stream: IO[bytes], indicator: str, *, wait: bool) -> None:
    try:
        fcntl.flock(stream, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
    except BlockingIOError as error:
        raise ImportBusy(indicator=indicator) from error


def upload_path(checksum: str) -> Path:
    """Return where a kept file of this SHA-256 lies."""
    return Path(settings.MILEPOST_UPLOADS) / checksum[:2] / checksum


def new_upload_folder() -> Path:
    """Return the folder of uploads, readable by this instance alone."""
    folder = Path(settings.MILEPOST_UPLOADS)
    folder.mkdir(parents=True, exist_ok=True, mode=PRIVATE_FOLDER)
    folder.chmod(PRIVATE_FOLDER)
    return folder


def copy_hashed(source: Path, target: Path) -> str:
    """Copy a file in blocks and return the SHA-256 of what was copied."""
    digest = hashlib.sha256()
    with source.open("rb") as given, target.open("wb") as copy:
        while block := given.read(BLOCK):
            digest.update(block)
            copy.write(block)
    return digest.hexdigest()


def sweep_received() -> list[str]:
    """Remove the folders of files whose taking in was cut off a day ago; return their names."""
    removed = []
    for folder in sorted(Path(settings.MILEPOST_UPLOADS).glob(f"{RECEIVING}*")):
        if time.time() - folder.stat().st_mtime > ABANDONED_AFTER:
            shutil.rmtree(folder, ignore_errors=True)
            removed.append(folder.name)
    return removed


def keep_file(path: Path, checksum: str) -> Path:
    """Keep a file of this instance by its content: it is moved; a known one stays."""
    target = upload_path(checksum)
    if not target.exists():
        target.parent.mkdir(parents=True, exist_ok=True, mode=PRIVATE_FOLDER)
        path.chmod(PRIVATE_FILE)
        with path.open("rb") as stream:
            os.fsync(stream.fileno())
        path.replace(target)
        sync_folder(target.parent)
    return target


def keep_upload(content: bytes, checksum: str) -> Path:
    """Keep a file by its content, readable by this instance alone; a known one stays."""
    path = upload_path(checksum)
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True, mode=PRIVATE_FOLDER)
        Path(settings.MILEPOST_UPLOADS).chmod(PRIVATE_FOLDER)
        write_atomically(path, content)
        path.chmod(PRIVATE_FILE)
    return path


def keep_copy(source: Path, checksum: str) -> Path:
    """Keep a copy of a file of somebody else by its content, in blocks; a known one stays."""
    target = upload_path(checksum)
    if not target.exists():
        folder = new_upload_folder()
        target.parent.mkdir(parents=True, exist_ok=True, mode=PRIVATE_FOLDER)
        with tempfile.TemporaryDirectory(prefix=RECEIVING, dir=folder) as received:
            copy = Path(received) / checksum
            copy_hashed(source, copy)
            keep_file(copy, checksum)
    return target
