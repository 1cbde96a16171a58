"""The files of a package, in a folder or in an archive: nothing outside, and only so much.

What a descriptor says is not trusted: paths stay inside the package, nothing is fetched, and
every byte that is unpacked is counted, whatever an archive claims of itself.
"""

import gzip
import io
import zipfile
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import IO, Any, Final, Protocol

from milepost.indicators.intake import MAX_BYTES
from milepost.indicators.packages import messages
from milepost.kernel.archives import add_member
from milepost.kernel.errors import BadInput

DESCRIPTOR: Final = "datapackage.json"
MAX_FILES: Final = 10_000
MAX_DESCRIPTOR: Final = 20_000_000


@dataclass(slots=True)
class Budget:
    """How many bytes may still be unpacked."""

    left: int = MAX_BYTES

    def take(self, count: int, where: str) -> None:
        """Count bytes. Raises ``BadInput`` when there are too many."""
        self.left -= count
        if self.left < 0:
            raise BadInput([messages.too_large(where, MAX_BYTES)])


class Files(Protocol):
    """The files of a package by their path from the descriptor on."""

    def open(self, path: str) -> IO[bytes] | None:
        """Return a file to read, or None when it is not there."""


def refused(path: str) -> str:
    """Return why a path is not read: ``url``, ``absolute``, ``outside``, or "" when it may be."""
    plain = path.replace("\\", "/")
    if "://" in plain or plain.startswith("//"):
        return "url"
    if plain.startswith(("/", "~")) or plain[1:2] == ":":
        return "absolute"
    pieces = PurePosixPath(plain).parts
    return "outside" if ".." in pieces or not pieces or "\x00" in path else ""


@dataclass(frozen=True, slots=True)
class Folder:
    """A package in a folder; links that lead out of it are as if they were not there."""

    root: Path

    def open(self, path: str) -> IO[bytes] | None:
        """Return a file to read, or None when it is not there."""
        found = (self.root / path).resolve()
        if not found.is_relative_to(self.root.resolve()) or not found.is_file():
            return None
        return found.open("rb")


@dataclass(frozen=True, slots=True)
class Archive:
    """A package in a ZIP archive, at its top or in its only folder."""

    archive: zipfile.ZipFile
    top: str

    def open(self, path: str) -> IO[bytes] | None:
        """Return a file to read, or None when it is not there. Raises ``BadInput``."""
        name = self.top + str(PurePosixPath(path))
        try:
            return self.archive.open(name)
        except KeyError:
            return None
        except (RuntimeError, NotImplementedError, zipfile.BadZipFile) as error:
            raise BadInput([messages.archive_unreadable(name, str(error))]) from error


def open_files(path: Path) -> Files:
    """Return the files of a package: a folder, its descriptor, or a ZIP archive.

    Raises ``BadInput`` when there is no descriptor.
    """
    if path.is_dir() or path.suffix.lower() == ".json":
        folder = Folder(path if path.is_dir() else path.parent)
        if not (folder.root / DESCRIPTOR).is_file():
            raise BadInput([messages.no_descriptor(path.name)])
        return folder
    try:
        archive = zipfile.ZipFile(path)
    except (zipfile.BadZipFile, OSError) as error:
        raise BadInput([messages.archive_unreadable(path.name, str(error))]) from error
    names = archive.namelist()
    if len(names) > MAX_FILES:
        raise BadInput([messages.too_large(path.name, MAX_BYTES)])
    found = [name for name in names if PurePosixPath(name).name == DESCRIPTOR]
    top = min(found, key=lambda name: (name.count("/"), name), default="")
    if not top or top.count("/") > 1:
        raise BadInput([messages.no_descriptor(path.name)])
    return Archive(archive, top.removesuffix(DESCRIPTOR))


def read_all(files: Files, path: str, budget: Budget, most: int = MAX_DESCRIPTOR) -> bytes | None:
    """Return the whole content of a small file, or None. Raises ``BadInput``."""
    stream = files.open(path)
    if stream is None:
        return None
    with stream:
        content = _guarded(stream.read, most + 1, path)
    budget.take(len(content), path)
    if len(content) > most:
        raise BadInput([messages.too_large(path, most)])
    return content


def _guarded(read: Any, count: int, where: str) -> bytes:
    """Return what was read; a broken archive is a finding."""
    try:
        content: bytes = read(count)
    except (zipfile.BadZipFile, OSError, EOFError, RuntimeError, ValueError) as error:
        raise BadInput([messages.archive_unreadable(where, str(error))]) from error
    except Exception as error:
        # zlib.error and lzma.LZMAError have no common base but Exception.
        raise BadInput([messages.archive_unreadable(where, str(error))]) from error
    return content


class Counted(io.RawIOBase):
    """A stream that counts against a budget what is read from it."""

    def __init__(self, stream: Any, budget: Budget, where: str) -> None:
        super().__init__()
        self._stream, self._budget, self._where = stream, budget, where

    def close(self) -> None:
        """Close the file that is read from as well."""
        if not self.closed:
            self._stream.close()
        super().close()

    def readable(self) -> bool:
        """Whether it can be read."""
        return True

    def readinto(self, buffer: Any) -> int:
        """Fill a buffer; raises ``BadInput`` when the budget is spent or the file is broken."""
        content = _guarded(self._stream.read, len(buffer), self._where)
        self._budget.take(len(content), self._where)
        buffer[: len(content)] = content
        return len(content)


def open_counted(files: Files, path: str, compression: str, budget: Budget) -> IO[bytes] | None:
    """Return a file's unpacked content as a stream that is counted, or None.

    ``compression`` is "", ``gz`` or ``zip`` (which must hold one file). Raises ``BadInput``.
    """
    stream = files.open(path)
    if stream is None:
        return None
    opened: Any = stream
    if compression == "gz":
        opened = gzip.GzipFile(fileobj=stream)
    elif compression == "zip":
        opened = _only_member(stream, path, budget)
    return io.BufferedReader(Counted(opened, budget, path), 1 << 16)


def _only_member(stream: IO[bytes], path: str, budget: Budget) -> IO[bytes]:
    packed = io.BufferedReader(Counted(stream, budget, path)).read()
    try:
        archive = zipfile.ZipFile(io.BytesIO(packed))
        names = [name for name in archive.namelist() if not name.endswith("/")]
        if len(names) != 1:
            raise BadInput([messages.archive_unreadable(path, f"{len(names)} files")])
        return archive.open(names[0])
    except (zipfile.BadZipFile, RuntimeError, NotImplementedError) as error:
        raise BadInput([messages.archive_unreadable(path, str(error))]) from error


def pack(files: Files, names: Iterable[str], target: Path) -> None:
    """Write the named files of a package into one archive; the same files, the same bytes."""
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in sorted(set(names)):
            stream = files.open(name)
            if stream is None:
                continue
            with stream:
                add_member(archive, str(PurePosixPath(name)), stream)
