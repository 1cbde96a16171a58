"""What a static site's folder holds: each file that was written, and what it was made from.

One line a file: digest of the inputs, digest of the content, size, path. Lines are added while the
site is written, so that a crash loses the last batch only; the finished manifest is sorted.
"""

import fcntl
import hashlib
import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from milepost.kernel.files import write_atomically
from milepost.publishing.errors import FolderNotASite, SiteBeingWritten

NAME = ".milepost/manifest.txt"
LOCK = ".milepost/lock"


@dataclass(frozen=True, slots=True)
class Entry:
    """One file that was written."""

    inputs: str
    content: str
    size: int
    file: str

    def line(self) -> str:
        """Return the entry as a line of the manifest."""
        return f"{self.inputs} {self.content} {self.size} {self.file}\n"


def digest_of(content: bytes) -> str:
    """Return the digest of a file's content that the manifest keeps."""
    return hashlib.sha256(content).hexdigest()[:16]


def read_manifest(folder: Path) -> dict[str, Entry]:
    """Return the entries by file; the last line of a file counts, a torn line does not.

    Raises:
        FolderNotASite: the folder holds files and no manifest, so they are not ours to replace.
    """
    path = folder / NAME
    if not path.exists():
        if folder.exists() and any(item.name != ".milepost" for item in folder.iterdir()):
            raise FolderNotASite(path=folder)
        return {}
    entries = {}
    for line in path.read_text(encoding="utf-8").splitlines():
        parts = line.split(" ", 3)
        if len(parts) == 4 and parts[2].isdigit():
            entries[parts[3]] = Entry(parts[0], parts[1], int(parts[2]), parts[3])
    return entries


def add_lines(folder: Path, entries: Iterable[Entry]) -> None:
    """Add the entries of a finished batch."""
    path = folder / NAME
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a", encoding="utf-8") as stream:
        stream.write("".join(entry.line() for entry in entries))


def write_manifest(folder: Path, entries: Iterable[Entry]) -> None:
    """Write the finished manifest, sorted, in one rename."""
    lines = [entry.line() for entry in sorted(entries, key=lambda entry: entry.file)]
    write_atomically(folder / NAME, "".join(lines).encode())


def is_current(folder: Path, entry: Entry | None, inputs: str) -> bool:
    """Whether a file was written from these inputs and is still there with its size."""
    if entry is None or entry.inputs != inputs:
        return False
    try:
        return (folder / entry.file).stat().st_size == entry.size
    except FileNotFoundError:
        return False


def write_changed(path: Path, content: bytes) -> bool:
    """Write a file unless it already holds the content; return whether it was written."""
    try:
        if path.stat().st_size == len(content) and path.read_bytes() == content:
            return False
    except FileNotFoundError:
        path.parent.mkdir(parents=True, exist_ok=True)
    neighbour = path.with_name(f".{path.name[:80]}.{os.getpid()}.part")
    neighbour.write_bytes(content)
    neighbour.replace(path)
    return True


def remove_unwanted(folder: Path, listed: Iterable[str], wanted: set[str]) -> int:
    """Remove listed files that are no longer wanted, and folders that are empty then."""
    removed = 0
    for file in sorted(set(listed) - wanted):
        path = (folder / file).resolve()
        if not path.is_relative_to(folder.resolve()) or not path.is_file():
            continue
        path.unlink()
        removed += 1
        for parent in path.parents:
            if parent == folder.resolve() or any(parent.iterdir()):
                break
            parent.rmdir()
    return removed


@contextmanager
def locked(folder: Path) -> Iterator[None]:
    """Hold the folder for this process alone; ended by the system when the process dies."""
    path = folder / LOCK
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w") as stream:
        try:
            fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as held:
            raise SiteBeingWritten(path=folder) from held
        yield
