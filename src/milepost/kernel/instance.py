"""What the people of an instance call it: kept in its home folder, outranked by the environment.

A file and not a row, because public pages read no database.
"""

import json
from dataclasses import asdict, dataclass
from functools import lru_cache
from pathlib import Path
from typing import Final

from django.conf import settings

from milepost.kernel.files import write_atomically

UNNAMED: Final = "Milepost"


@dataclass(frozen=True, slots=True)
class Instance:
    """The name shown in the head of every page, and the address for questions in its foot."""

    name: str = ""
    contact: str = ""


def instance_facts() -> Instance:
    """Return the name and the address; settings first, then the file, then a name for none."""
    kept = kept_facts()
    return Instance(
        name=settings.MILEPOST_NAME or kept.name or UNNAMED,
        contact=settings.MILEPOST_CONTACT or kept.contact,
    )


def kept_facts() -> Instance:
    """Return what the file says, empty where there is none."""
    path = _path()
    try:
        state = path.stat()
    except FileNotFoundError:
        return Instance()
    return _read(path, state.st_mtime_ns, state.st_ino)


@lru_cache(maxsize=4)
def _read(path: Path, _changed: int, _node: int) -> Instance:
    return Instance(**json.loads(path.read_text(encoding="utf-8")))


def keep_facts(wanted: Instance) -> None:
    """Write the file; a service asks for the permission and leaves the event."""
    text = json.dumps(asdict(wanted), ensure_ascii=False, indent=1)
    write_atomically(_path(), text.encode())


def _path() -> Path:
    return Path(settings.MILEPOST_HOME) / "instance.json"
