"""What a run of vintages comes to, kept ready, so that reads do not slow down as imports come.

A snapshot holds the newest version of each observation over a *prefix*: the first so many
vintages in the order in which they became known. It is named by a hash over that very list (ids
and checksums of the data), so that it can only be found by a read of the same list: when a
vintage is withdrawn, or comes with an earlier day, the hash differs and the snapshot is not used.
Snapshots can be removed at any time; vintages are the record.
"""

import hashlib
import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import pyarrow as pa
import pyarrow.parquet as pq

from milepost.indicators.observations import READ
from milepost.kernel.files import sync_folder

STEP: Final = 3
"""A snapshot stands at every so many vintages; a read takes one and fewer than this many more."""

FOLDER: Final = "snapshots"


@dataclass(frozen=True, slots=True)
class Layer:
    """One vintage in the order of knowledge: its id, the checksum of its data, its file."""

    vintage: str
    checksum: str
    path: Path


def prefix_names(layers: Sequence[Layer]) -> list[str]:
    """Return the name of every prefix; the first is the name of the first vintage alone."""
    names, running = [], hashlib.sha256()
    for layer in layers:
        running.update(f"{layer.vintage} {layer.checksum}\n".encode())
        names.append(running.hexdigest())
    return names


def snapshot_path(folder: Path, name: str) -> Path:
    """Return where the snapshot of a prefix lies."""
    return folder / FOLDER / f"{name}.parquet"


def longest(folder: Path, names: Sequence[str]) -> tuple[int, Path | None]:
    """Return how many vintages the best snapshot covers, and its path (0 and None: none)."""
    for count in range(len(names), 0, -1):
        path = snapshot_path(folder, names[count - 1])
        if path.is_file():
            return count, path
    return 0, None


def is_due(folder: Path, names: Sequence[str]) -> bool:
    """Whether so many vintages came since the last snapshot that a new one pays."""
    return len(names) - longest(folder, names)[0] >= STEP


def checkpoints(count: int) -> Iterator[int]:
    """Yield how many vintages the snapshots should cover: every ``STEP``, and all of them."""
    yield from range(STEP, count + 1, STEP)
    if count > STEP and count % STEP:
        yield count


def write_snapshot(folder: Path, name: str, table: pa.Table) -> Path:
    """Write a snapshot so that it is whole or not there; ``table`` is as ``READ`` and sorted."""
    target = snapshot_path(folder, name)
    target.parent.mkdir(parents=True, exist_ok=True)
    part = target.with_suffix(".parquet.part")
    pq.write_table(table, part, compression="zstd")
    with part.open("rb") as stream:
        os.fsync(stream.fileno())
    part.replace(target)
    sync_folder(target.parent)
    return target


def read_snapshot(path: Path) -> pa.Table:
    """Return a snapshot's observations in their order."""
    return pq.read_table(path).cast(READ)


def is_readable(path: Path) -> bool:
    """Whether a snapshot is there and whole."""
    try:
        read_snapshot(path)
    except (OSError, pa.ArrowException):
        return False
    return True


def remove_parts(folder: Path) -> list[str]:
    """Remove what a compaction that was cut off left; return the names."""
    parts = sorted((folder / FOLDER).glob("*.part"))
    for path in parts:
        path.unlink(missing_ok=True)
    return [path.name for path in parts]


def remove_stale(folder: Path, wanted: frozenset[str]) -> list[str]:
    """Remove snapshots and parts that are not wanted; return their names."""
    removed = []
    for path in sorted((folder / FOLDER).glob("*.parquet*")):
        if path.suffix == ".part" or path.stem not in wanted:
            path.unlink(missing_ok=True)
            removed.append(path.name)
    return removed
