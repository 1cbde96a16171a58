"""Importing a data set of SDMX: all its indicators, or none."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from milepost.indicators import storage
from milepost.indicators.cataloguing import Candidate
from milepost.indicators.importing_many import CollectionReport, Incoming, take_all
from milepost.indicators.open_sdg import messages as shared_messages
from milepost.indicators.provenance import Provenance
from milepost.indicators.sdmx import messages
from milepost.indicators.sdmx.dataset import DataSet
from milepost.indicators.sdmx.defining import define_series, key_of
from milepost.indicators.sdmx.keys import Places, Roles
from milepost.indicators.sdmx.reading import open_data_set, structure_findings
from milepost.indicators.sdmx.record import LAYOUT, keep_record, record_path
from milepost.indicators.sdmx.structure import Structure
from milepost.indicators.sdmx.tidying import Tidied, tidy_data_set
from milepost.kernel.actors import Actor, require
from milepost.kernel.errors import BadInput
from milepost.kernel.files import sha256_of
from milepost.kernel.findings import Finding, has_errors
from milepost.places.selectors import build_matcher, match_area

_PREFIX = re.compile(r"[a-z][a-z0-9-]{0,39}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """A message to be imported: its file, its structure, and how it is read.

    ``area`` is an M49 code, an ISO 3166 code or a name: the country of which areas that are not
    countries are parts. It may stay empty when all areas are countries.
    """

    path: Path
    prefix: str
    structure: Path | None = None
    area: str = ""
    name: str = ""

    def resolved(self) -> "Message":
        """Return the message with the M49 code of its place. Raises ``BadInput``."""
        code = match_area(self.area) if self.area else ""
        findings = [] if code is not None else [shared_messages.place_unknown(self.area)]
        if not _PREFIX.fullmatch(self.prefix):
            findings.append(shared_messages.prefix_invalid(self.prefix))
        if code is None or findings:
            raise BadInput(findings)
        return replace(self, area=code, name=self.name or self.path.name)


def import_message(
    actor: Actor, message: Message, provenance: Provenance, *, is_dry_run: bool = False
) -> CollectionReport:
    """Define and import every indicator of a data set; once more changes nothing.

    Raises ``PermissionRefused``, ``ImportBusy``, and ``BadInput`` with every finding when the
    message cannot be read whole.
    """
    require(actor, "indicators.define_indicators")
    require(actor, "indicators.import_data")
    message = message.resolved()
    findings = provenance.findings()
    if has_errors(findings):
        raise BadInput(findings)
    data, structure = open_data_set(message.path, message.structure)
    findings += structure_findings(data, structure)
    if has_errors(findings):
        raise BadInput(findings)
    tidied = tidy_data_set(data, structure, Places(build_matcher(), structure, message.area))
    findings += tidied.findings
    reading = _reading(message, data)
    items = _items((message, provenance), (data, structure, tidied), reading)
    findings += _collisions(items)
    if has_errors(findings):
        raise BadInput(findings)

    def keep_files() -> None:
        for path in filter(None, (message.path, message.structure)):
            storage.keep_copy(path, sha256_of(path))
        keep_record(record_path(reading["checksum"], reading), tidied.record)

    return take_all(actor, items, findings, keep_files, is_dry_run=is_dry_run)


def _reading(message: Message, data: DataSet) -> dict[str, Any]:
    """Return how the message was read, for the catalogue and for writing it out again."""
    return {
        "layout": LAYOUT,
        "checksum": sha256_of(message.path),
        "structure": str(data.reference),
        "structure_file": sha256_of(message.structure) if message.structure else "",
        "fixed_area": message.area,
        "dimensions": list(data.dimensions),
        "time": data.time,
        "series_attributes": list(data.series_attributes),
    }


def _items(
    told: tuple[Message, Provenance],
    read: tuple[DataSet, Structure | None, Tidied],
    reading: dict[str, Any],
) -> list[Incoming]:
    message, provenance = told
    data, structure, tidied = read
    component = Roles.of(data).indicator
    mapping = {name: said for name, said in reading.items() if name != "checksum"}
    items = []
    for code, table in tidied.tables.items():
        key = key_of(message.prefix, code or data.reference.id or "data")
        candidate = Candidate(
            indicator=key,
            file_name=message.name,
            checksum=reading["checksum"],
            mapping=mapping | {"code": code},
            provenance=provenance,
        )
        definition = define_series(key, code, component, tidied.combos[code], structure)
        if not code:
            definition["title"] = {"en": data.reference.id or message.name}
        items.append(Incoming(definition, candidate, table))
    return items


def _collisions(items: Sequence[Incoming]) -> list[Finding]:
    """Return codes that would become one key."""
    seen: dict[str, str] = {}
    found = []
    for item in items:
        code = item.candidate.mapping["code"]
        if item.key in seen:
            found.append(messages.keys_collide(seen[item.key], code, item.key))
        seen.setdefault(item.key, code)
    return found
