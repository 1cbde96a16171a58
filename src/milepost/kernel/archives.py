"""Archives whose bytes follow from what is in them."""

from typing import IO, Final
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

_MOMENT: Final = (1980, 1, 1, 0, 0, 0)
_BLOCK: Final = 1 << 20


def add_member(archive: ZipFile, name: str, stream: IO[bytes]) -> None:
    """Add a file to an archive; a moment of its own would make every archive differ."""
    told = ZipInfo(name, _MOMENT)
    told.compress_type = ZIP_DEFLATED
    with archive.open(told, "w") as written:
        while block := stream.read(_BLOCK):
            written.write(block)
