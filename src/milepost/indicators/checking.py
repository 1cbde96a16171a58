"""Is what the catalogue names there, whole and nothing else? Part of ``selectors`` and commands."""

from collections.abc import Iterator
from dataclasses import dataclass

from milepost.indicators import storage
from milepost.indicators.layering import read_layers
from milepost.indicators.models import Indicator, Vintage
from milepost.indicators.selectors import list_layers
from milepost.indicators.snapshots import FOLDER, is_readable, longest, prefix_names
from milepost.kernel import progress
from milepost.kernel.files import sha256_of


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is wrong: ``missing``, ``changed``, ``orphan``, ``snapshot_broken`` or
    ``snapshot_differs``."""

    indicator: str
    what: str
    name: str

    def as_dict(self) -> dict[str, str]:
        """Return plain values."""
        return {"indicator": self.indicator, "what": self.what, "name": self.name}


def find_faults(*, deep: bool = False) -> Iterator[Fault]:
    """Yield what is wrong with the files of every indicator.

    Each file of the catalogue must be there with its checksum, and no file may be there that the
    catalogue does not name. ``deep`` also reads every indicator without snapshots and compares.
    """
    keys = list(Indicator.objects.order_by("key").values_list("key", flat=True))
    for number, key in enumerate(keys):
        progress.say("checking", number, len(keys))
        faults = list(_faults_of(key))
        yield from faults
        if deep and not any(fault.what == "missing" for fault in faults):
            yield from _compare(key)


def _faults_of(key: str) -> Iterator[Fault]:
    rows = Vintage.objects.filter(indicator__key=key).values_list("uuid", "data_checksum")
    known = {f"{uuid}.parquet": checksum for uuid, checksum in rows}
    folder = storage.observations_folder(key)
    for name, checksum in sorted(known.items()):
        path = folder / name
        if not path.is_file():
            yield Fault(key, "missing", name)
        elif sha256_of(path) != checksum:
            yield Fault(key, "changed", name)
    for path in sorted(folder.glob("*.parquet*")):
        if path.name not in known:
            yield Fault(key, "orphan", path.name)
    for path in sorted((folder / FOLDER).glob("*.parquet*")):
        if path.suffix == ".part":
            yield Fault(key, "orphan", path.name)
        elif not is_readable(path):
            yield Fault(key, "snapshot_broken", path.name)


def _compare(key: str) -> Iterator[Fault]:
    layers = list_layers(key)
    folder = storage.observations_folder(key)
    names = prefix_names(layers)
    _covered, snapshot = longest(folder, names)
    if snapshot is None:
        return
    elsewhere = folder / "no-snapshots-here"
    if not read_layers(folder, layers).equals(read_layers(elsewhere, layers)):
        yield Fault(key, "snapshot_differs", snapshot.name)


def describe_storage(key: str) -> dict[str, object]:
    """Return how an indicator is kept: vintages, snapshot, vintages laid over it, bytes."""
    layers = list_layers(key)
    folder = storage.observations_folder(key)
    covered, _path = longest(folder, prefix_names(layers))
    snapshots = list((folder / "snapshots").glob("*.parquet"))
    return {
        "indicator": key,
        "vintages": len(layers),
        "covered": covered,
        "tail": len(layers) - covered,
        "bytes": sum(layer.path.stat().st_size for layer in layers),
        "snapshots": len(snapshots),
        "snapshot_bytes": sum(path.stat().st_size for path in snapshots),
    }
