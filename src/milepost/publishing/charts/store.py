"""Keeping what was drawn: a bundle never changes, so a drawing is made once.

Memory first, then a folder beside the bundles. The key holds the bundle's checksum and the
version of the drawing code, so that nothing is ever stale; files are written atomically, so that
several processes may draw the same chart at once. A folder that cannot be written costs time only.
"""

import hashlib
import logging
from collections import OrderedDict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from pathlib import Path
from threading import Lock

from django.conf import settings

from milepost.kernel.files import write_atomically
from milepost.publishing.bundle import Bundle

KEPT_IN_MEMORY = 400
LARGEST_IN_MEMORY = 200_000
_log = logging.getLogger(__name__)
_is_keeping: ContextVar[bool] = ContextVar("charts_are_kept", default=True)
_lock = Lock()
_memory: OrderedDict[str, bytes] = OrderedDict()


@cache
def _drawing_version() -> str:
    """Return a digest of the drawing code and its data: a new version draws everything anew."""
    digest = hashlib.sha256()
    here = Path(__file__).resolve().parent
    beside = [here.parent / "formats.py", here.parent / "wording.py", here.parent / "terms.py"]
    for path in [*sorted(here.glob("*.py")), *beside, here.parent / "map_data" / "world.json"]:
        if path.is_file():
            digest.update(path.read_bytes())
    for path in sorted((here.parent.parent / "locale").glob("*/LC_MESSAGES/*.mo")):
        digest.update(path.read_bytes())
    return digest.hexdigest()[:12]


def kept(bundle: Bundle, name: str, draw: Callable[[], bytes]) -> bytes:
    """Return the drawing called ``name`` (id, language and form), made at most once."""
    if not _is_keeping.get():
        return draw()
    key = hashlib.sha256(
        f"{bundle.folder}|{bundle.checksum}|{_drawing_version()}|{name}".encode()
    ).hexdigest()
    with _lock:
        if key in _memory:
            _memory.move_to_end(key)
            return _memory[key]
    content = _from_folder(key) or _to_folder(key, draw())
    if len(content) <= LARGEST_IN_MEMORY:
        with _lock:
            _memory[key] = content
            while len(_memory) > KEPT_IN_MEMORY:
                _memory.popitem(last=False)
    return content


def _path(key: str) -> Path:
    return Path(settings.MILEPOST_HOME) / "cache" / "charts" / key[:2] / key


def _from_folder(key: str) -> bytes:
    try:
        return _path(key).read_bytes()
    except OSError:
        return b""


def _to_folder(key: str, content: bytes) -> bytes:
    try:
        write_atomically(_path(key), content)
    except OSError as problem:
        _log.warning("The chart cache cannot be written: %s", problem)
    return content


@contextmanager
def keeping_nothing() -> Iterator[None]:
    """Draw without keeping, where each drawing is wanted once and there are very many."""
    token = _is_keeping.set(False)
    try:
        yield
    finally:
        _is_keeping.reset(token)


def forget() -> None:
    """Empty the memory (the folder stays); for tests."""
    with _lock:
        _memory.clear()
