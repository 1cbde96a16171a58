"""The list of files of a static site, in batches that share what they read."""

import hashlib
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import django
from django.urls import reverse
from django.utils import translation

from milepost.kernel.files import sha256_of
from milepost.kernel.instance import instance_facts
from milepost.publishing.bundle import Bundle
from milepost.publishing.library import Library
from milepost.publishing.static_site.linking import file_for
from milepost.publishing.static_site.options import Options
from milepost.publishing.static_site.registry import EXPORTED, WITHOUT_EDITION, Exported, Keys

LARGEST_BATCH = 200


@dataclass(frozen=True, slots=True)
class Job:
    """One file: the address it shows, the language, and the digest of what it is made from."""

    address: str
    file: str
    language: str
    inputs: str
    name: str


@dataclass(frozen=True, slots=True)
class Plan:
    """All files of a site; ``addresses`` leads from each address in each language to its file."""

    jobs: list[Job]
    addresses: dict[str, str]
    unnamable: list[str]

    def batches(self, jobs: list[Job]) -> Iterator[list[Job]]:
        """Yield the given jobs in groups that read the same part of a bundle."""
        for start in range(0, len(jobs), LARGEST_BATCH):
            yield jobs[start : start + LARGEST_BATCH]


def make_plan(library: Library, options: Options) -> Plan:
    """Return every file of the chosen editions and languages."""
    jobs: dict[str, Job] = {}
    addresses: dict[str, str] = {}
    unnamable = []
    asked = (
        options.editions,
        options.languages,
        options.base_url,
        options.place_charts,
        options.reports,
    )
    outlines = _outlines(library.releases) if options.reports else ""
    known = (library.version, repr(asked), outlines, repr(instance_facts()))
    site = _digest(program_version(), *known)
    for bundle in library.editions():
        own = _digest(
            program_version(), bundle.key, bundle.checksum, options.base_url, repr(instance_facts())
        )
        for name, kind in EXPORTED.items():
            inputs = own if kind.rests_on_edition else site
            for address, language in _addresses(library, bundle, options, name, kind):
                try:
                    file = file_for(address, is_neutral=kind.is_neutral)
                except ValueError:
                    unnamable.append(address)
                    continue
                addresses[address] = file
                jobs.setdefault(file, Job(address, file, language, inputs, name))
    return Plan(list(jobs.values()), addresses, unnamable)


def _addresses(
    library: Library, bundle: Bundle, options: Options, name: str, kind: Exported
) -> Iterator[tuple[str, str]]:
    """Yield the addresses of a kind with their language, those of one thing side by side."""
    grouped: dict[str, list[Keys]] = defaultdict(list)
    for keys in kind.keys(bundle, options):
        grouped[f"{keys.get('framework')}/{keys.get('benchmark')}"].append(keys)
    if name in WITHOUT_EDITION and name not in {"compare-editions", "method"}:
        grouped = grouped if bundle is library.newest() else defaultdict(list)
    for rows in grouped.values():
        for language in options.languages:
            with translation.override(language):
                for keys in rows:
                    yield _address(bundle, name, keys), language


def _address(bundle: Bundle, name: str, keys: Keys) -> str:
    named = {} if name in WITHOUT_EDITION else {"edition": bundle.key}
    path = reverse(name, kwargs={**named, **{k: v for k, v in keys.items() if k[0] != "?"}})
    query = "&".join(f"{key[1:]}={value}" for key, value in keys.items() if key[0] == "?")
    return f"{path}?{query}" if query else path


def _outlines(releases: Path) -> str:
    """Return a digest of the texts that editors published for reports."""
    paths = sorted((releases / "outlines").rglob("*.json"))
    return _digest(*(f"{path.relative_to(releases)}:{sha256_of(path)}" for path in paths))


def _digest(*parts: str) -> str:
    return hashlib.sha256("|".join(parts).encode()).hexdigest()[:16]


@cache
def program_version() -> str:
    """Return a digest of all that makes pages: code, templates, words, styles, Django."""
    package = Path(__file__).resolve().parents[2]
    wanted = {".py", ".html", ".css", ".js", ".mo", ".json", ".woff2", ".svg"}
    digest = hashlib.sha256(django.get_version().encode())
    for path in sorted(package.rglob("*")):
        if path.suffix in wanted and "__pycache__" not in path.parts and path.is_file():
            digest.update(f"{path.relative_to(package)}:".encode())
            digest.update(path.read_bytes())
    return digest.hexdigest()[:16]
