"""Reading the text files that commands are given: all of them, or every reason why not."""

from collections.abc import Sequence
from pathlib import Path

from milepost.kernel.errors import BadInput, FileMissing
from milepost.kernel.findings import Finding
from milepost.kernel.yaml_text import decode_text


def read_text_file(path: Path) -> str:
    """Return the text of a UTF-8 file.

    Raises ``FileMissing`` when there is none and ``BadInput`` when it is not UTF-8.
    """
    if not path.is_file():
        raise FileMissing(path=str(path))
    text, findings = decode_text(path.read_bytes(), path.name)
    if text is None:
        raise BadInput(findings)
    return text


def read_text_files(paths: Sequence[Path]) -> tuple[dict[str, str], list[Finding]]:
    """Return the texts by file name, and a finding for each file that is not UTF-8.

    Two files of one name keep their whole paths. Raises ``FileMissing`` before reading any.
    """
    for path in paths:
        if not path.is_file():
            raise FileMissing(path=str(path))
    texts: dict[str, str] = {}
    findings: list[Finding] = []
    for path in paths:
        name = path.name if path.name not in texts else str(path)
        text, found = decode_text(path.read_bytes(), name)
        findings += found
        if text is not None:
            texts[name] = text
    return texts, findings
