"""The framework and crosswalk files that come with Milepost."""

from pathlib import Path

LIBRARY = Path(__file__).parent / "library"


def list_bundled_frameworks() -> list[Path]:
    """Return the bundled framework files by name."""
    return sorted(LIBRARY.glob("*.yaml"))


def list_bundled_crosswalks() -> list[Path]:
    """Return the bundled crosswalk files by name; they link bundled frameworks only."""
    return sorted((LIBRARY / "crosswalks").glob("*.yaml"))
