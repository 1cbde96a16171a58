"""Turning what an operator asks for into options, with findings for what cannot be."""

import re
from collections.abc import Iterator
from dataclasses import replace

from django.conf import settings

from milepost.kernel.errors import BadInput
from milepost.kernel.findings import Finding
from milepost.publishing.errors import EditionNotPublished, NothingPublished
from milepost.publishing.library import get_library
from milepost.publishing.static_site.options import Options

_BASE = re.compile(r"https?://[^\s\"'<>?#/]+(/[^\s\"'<>?#]*)?")


def checked(asked: Options) -> Options:
    """Return options that can be built; no edition or language named means every one.

    Raises:
        BadInput: a language the program does not speak, or an address that is none.
        EditionNotPublished, NothingPublished: there is nothing of that name, or at all.
    """
    findings = list(_findings(asked))
    if findings:
        raise BadInput(findings)
    published = [bundle.key for bundle in get_library().editions()]
    if not published:
        raise NothingPublished
    for edition in asked.editions:
        if edition not in published:
            raise EditionNotPublished(edition=edition, known=", ".join(published))
    return replace(
        asked,
        folder=asked.folder.resolve(),
        editions=tuple(key for key in published if not asked.editions or key in asked.editions),
        languages=tuple(
            code for code in _known() if not asked.languages or code in asked.languages
        ),
        base_url=asked.base_url.rstrip("/"),
        processes=max(asked.processes, 1),
    )


def _known() -> list[str]:
    return [code for code, _name in settings.LANGUAGES]


def _findings(asked: Options) -> Iterator[Finding]:
    for language in asked.languages:
        if language not in _known():
            yield Finding(
                code="PUBLISHING_UNKNOWN_LANGUAGE",
                where="--language",
                what=f"{language} is not a language of this program",
                why="Pages are written in the languages of the interface.",
                remedy=f"Choose from: {', '.join(_known())}.",
            )
    if asked.base_url and not _BASE.fullmatch(asked.base_url):
        yield Finding(
            code="PUBLISHING_UNUSABLE_ADDRESS",
            where="--base-url",
            what=f"{asked.base_url} is not an address of the web",
            why="Shared links, snippets and the site map begin with it.",
            remedy="Write it like https://example.org/milepost.",
        )
