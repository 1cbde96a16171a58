"""Importing a whole repository of Open SDG: all its indicators, or none.

Every data file becomes one vintage of its own indicator, with the same safety as a single
import: files are kept and written first, and one transaction makes all of them visible.
"""

import hashlib
import re
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from milepost.indicators import storage
from milepost.indicators.cataloguing import Candidate
from milepost.indicators.importing_many import (
    CollectionReport,
    Incoming,
    in_parallel,
    take_all,
)
from milepost.indicators.open_sdg import messages
from milepost.indicators.open_sdg.defining import define
from milepost.indicators.open_sdg.repository import Source, list_sources
from milepost.indicators.open_sdg.tidying import tidy_file
from milepost.indicators.provenance import Provenance
from milepost.kernel.actors import Actor, require
from milepost.kernel.errors import BadInput
from milepost.kernel.findings import has_errors
from milepost.places.selectors import match_area

_PREFIX = re.compile(r"[a-z][a-z0-9-]{0,39}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """How a repository is read: the place it speaks of, and where its keys begin.

    ``area`` is an M49 code, an ISO 3166 code or a name; ``language`` is that of the metadata.
    """

    area: str
    prefix: str
    language: str = "en"

    def resolved(self) -> "Reading":
        """Return the reading with the M49 code of its place. Raises ``BadInput``."""
        code = match_area(self.area)
        findings = [] if code else [messages.place_unknown(self.area)]
        if not _PREFIX.fullmatch(self.prefix):
            findings.append(messages.prefix_invalid(self.prefix))
        if code is None or findings:
            raise BadInput(findings)
        return replace(self, area=code)


def import_repository(
    actor: Actor,
    folder: Path,
    reading: Reading,
    provenance: Provenance,
    *,
    is_dry_run: bool = False,
) -> CollectionReport:
    """Define and import every indicator of a repository; once more changes nothing.

    Raises ``PermissionRefused``, ``ImportBusy``, and ``BadInput`` with every finding when one
    file cannot be read: a repository comes in whole or not at all.
    """
    require(actor, "indicators.define_indicators")
    require(actor, "indicators.import_data")
    reading = reading.resolved()
    findings = provenance.findings()
    files = in_parallel(partial(_read, reading, provenance), list_sources(folder))
    items = [item for _content, item in files]
    findings += [finding for item in items for finding in item.findings]
    if has_errors(findings):
        raise BadInput(findings)

    def keep_files() -> None:
        in_parallel(_keep_file, [pair for pair in files if pair[1].table.num_rows])

    return take_all(actor, items, findings, keep_files, is_dry_run=is_dry_run)


def _read(reading: Reading, provenance: Provenance, source: Source) -> tuple[bytes, Incoming]:
    content = source.path.read_bytes()
    definition = define(source, reading.prefix, reading.language)
    candidate = Candidate(
        indicator=str(definition["key"]),
        file_name=source.path.name,
        checksum=hashlib.sha256(content).hexdigest(),
        mapping={"layout": "open_sdg", "fixed_area": reading.area},
        provenance=provenance,
    )
    tidied = tidy_file(source.path, reading.area)
    return content, Incoming(definition, candidate, tidied.table, tidied.findings)


def _keep_file(pair: tuple[bytes, Incoming]) -> None:
    content, item = pair
    storage.keep_upload(content, item.candidate.checksum)
