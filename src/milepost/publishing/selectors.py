"""Reading the catalogue of bundles."""

from pathlib import Path
from typing import Any

from django.conf import settings

from milepost.publishing.models import Release
from milepost.publishing.pointer import read_pointer


def releases_folder() -> Path:
    """Return the folder that holds the bundles and the pointer."""
    return Path(settings.MILEPOST_RELEASES)


def list_releases() -> list[dict[str, Any]]:
    """Return every built bundle, oldest first, and whether it is the one served.

    ``unfinished`` marks a publication that was interrupted before the pointer changed: publish
    again completes it.
    """
    served = {edition.checksum for edition in read_pointer(releases_folder())}
    return [
        {
            "edition": release.edition_key,
            "checksum": release.checksum,
            "path": str(releases_folder() / release.folder),
            "built_at": release.built_at.isoformat(),
            "built_by": release.built_by,
            "served": release.checksum in served,
            "unfinished": release.published_at is not None
            and release.checksum not in served
            and not _is_replaced(release),
        }
        for release in Release.objects.all()
    ]


def _is_replaced(release: Release) -> bool:
    later = Release.objects.filter(edition_key=release.edition_key, id__gt=release.id)
    return later.exclude(published_at=None).exists()


def find_release(edition_key: str) -> Release | None:
    """Return the newest bundle of an edition whose folder exists, or None."""
    for release in Release.objects.filter(edition_key=edition_key).order_by("-id"):
        if (releases_folder() / release.folder).is_dir():
            return release
    return None
