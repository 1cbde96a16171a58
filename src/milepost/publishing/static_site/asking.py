"""Turning what an operator asks for into options, with findings for what cannot be."""

import re
from collections.abc import Sequence
from pathlib import Path

from django.conf import settings

from milepost.kernel.errors import BadInput
from milepost.kernel.findings import Finding
from milepost.publishing.errors import EditionNotPublished, NothingPublished
from milepost.publishing.library import get_library
from milepost.publishing.static_site.options import Options

_BASE = re.compile(r"https?://[^\s\"'<>?#/]+(/[^\s\"'<>?#]*)?")


def site_options(
    folder: Path,
    *,
    editions: Sequence[str] = (),
    languages: Sequence[str] = (),
    base_url: str = "",
    place_charts: bool = False,
    reports: bool = False,
    processes: int = 1,
) -> Options:
    """Return the options of a site; empty lists mean every published edition and language.

    Raises:
        BadInput: a language the program does not speak, or an address that is none.
        EditionNotPublished, NothingPublished: there is nothing of that name, or at all.
    """
    known = [code for code, _name in settings.LANGUAGES]
    findings = [
        Finding(
            code="PUBLISHING_UNKNOWN_LANGUAGE", where="--language",
            what=f"{language} is not a language of this program",
            why="Pages are written in the languages of the interface.",
            remedy=f"Choose from: {', '.join(known)}.",
        )
        for language in languages
        if language not in known
    ]  # fmt: skip
    if base_url and not _BASE.fullmatch(base_url):
        findings.append(
            Finding(
                code="PUBLISHING_UNUSABLE_ADDRESS", where="--base-url",
                what=f"{base_url} is not an address of the web",
                why="Shared links, snippets and the site map begin with it.",
                remedy="Write it like https://example.org/milepost.",
            )
        )  # fmt: skip
    if findings:
        raise BadInput(findings)
    published = [bundle.key for bundle in get_library().editions()]
    if not published:
        raise NothingPublished
    for edition in editions:
        if edition not in published:
            raise EditionNotPublished(edition=edition, known=", ".join(published))
    return Options(
        folder=folder.resolve(),
        editions=tuple(key for key in published if not editions or key in editions),
        languages=tuple(code for code in known if not languages or code in languages),
        base_url=base_url.rstrip("/"),
        place_charts=place_charts,
        reports=reports,
        processes=max(processes, 1),
    )
