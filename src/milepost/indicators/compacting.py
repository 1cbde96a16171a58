"""Keeping snapshots: after imports when enough came, and on demand. Part of ``services``."""

from milepost.indicators import storage
from milepost.indicators.layering import read_layers
from milepost.indicators.selectors import list_layers
from milepost.indicators.snapshots import (
    checkpoints,
    is_due,
    prefix_names,
    remove_stale,
    snapshot_path,
    write_snapshot,
)
from milepost.kernel import progress


def compact_if_due(indicator: str) -> bool:
    """Write one snapshot of everything when enough vintages came since the last one.

    Call it inside ``storage.locked``. The cost is one read for every ``snapshots.STEP`` imports.
    """
    layers = list_layers(indicator)
    folder = storage.observations_folder(indicator)
    names = prefix_names(layers)
    if not is_due(folder, names):
        return False
    progress.say("compacting")
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
        if not snapshot_path(folder, name).is_file():
            write_snapshot(folder, name, read_layers(folder, layers[:count]))
            written += 1
    return written, len(removed)
