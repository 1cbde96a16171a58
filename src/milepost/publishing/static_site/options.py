"""What the operator asks of a static site."""

from dataclasses import dataclass, field
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Options:
    """Where the site goes and what it holds. ``base_url`` has no slash at its end."""

    folder: Path
    editions: tuple[str, ...]
    languages: tuple[str, ...]
    base_url: str = ""
    place_charts: bool = False
    reports: bool = False
    processes: int = field(default=1, compare=False)
