"""Keeping snapshots: after imports when enough came, and on demand. Part of ``services``."""

import logging

import pyarrow as pa

from milepost.indicators import storage
from milepost.indicators.layering import read_layers
from milepost.indicators.selectors import list_layers
from milepost.indicators.snapshots import (
    STEP,
    checkpoints,
    is_due,
    is_readable,
    longest,
    prefix_names,
    remove_stale,
    snapshot_path,
    write_snapshot,
)
from milepost.kernel import progress
from milepost.kernel.errors import MilepostError

logger = logging.getLogger(__name__)


def compact_if_due(indicator: str) -> bool:
    """Write one snapshot of everything when enough vintages came since the last one.

    Call it inside ``storage.locked``. The cost is one read for every ``snapshots.STEP`` imports;
    when an import with an earlier day, or a withdrawal, has changed the order from its beginning,
    all snapshots are made anew. A failure is logged and nothing more: the import stands.
    """
    try:
        return _compact(indicator)
    except (OSError, pa.ArrowException, MilepostError):
        logger.exception("The snapshots of %s could not be brought up to date.", indicator)
        return False


def _compact(indicator: str) -> bool:
    layers = list_layers(indicator)
    folder = storage.observations_folder(indicator)
    names = prefix_names(layers)
    if not is_due(folder, names):
        return False
    progress.say("compacting")
    if longest(folder, names)[0] == 0 and len(layers) > STEP:
        rebuild_snapshots(indicator)
    else:
        write_snapshot(folder, names[-1], read_layers(folder, layers))
    return True


def rebuild_snapshots(indicator: str) -> tuple[int, int]:
    """Write every snapshot that reads of today and of earlier days want; remove the others.

    Call it inside ``storage.locked``. Returns how many were written and removed.
    """
    layers = list_layers(indicator)
    folder = storage.observations_folder(indicator)
    names = prefix_names(layers)
    wanted = {names[count - 1]: count for count in checkpoints(len(names))}
    removed = remove_stale(folder, frozenset(wanted))
    written = 0
    for name, count in wanted.items():
        progress.say("compacting", count, len(names))
        if not is_readable(snapshot_path(folder, name)):
            write_snapshot(folder, name, read_layers(folder, layers[:count]))
            written += 1
    return written, len(removed)
