"""The row of the catalogue that makes observations visible, and when an import repeats one.

A single file and a whole repository come in by different ways; what makes an import the same
again, what the catalogue says of it and which event it leaves are the same for both.
"""

import hashlib
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import orjson

from milepost.audit.services import record_event
from milepost.indicators.models import Vintage
from milepost.indicators.provenance import Provenance
from milepost.kernel import clock
from milepost.kernel.actors import Actor
from milepost.kernel.findings import Finding


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A file that may become a vintage: the indicator, the file, how it was read, its provenance.

    ``checksum`` is the SHA-256 of the file, ``mapping`` plain JSON values.
    """

    indicator: str
    file_name: str
    checksum: str
    mapping: dict[str, Any]
    provenance: Provenance

    @property
    def fingerprint(self) -> str:
        """The hash of indicator, file and mapping: the same for the same import.

        The table of a survey counts where one is named, so that values which were taken from it
        before tables were named come in once more, with the name.
        """
        parts: list[Any] = [self.indicator, self.checksum, self.mapping]
        if self.provenance.survey:
            parts.append(self.provenance.survey)
        plain = orjson.dumps(parts, option=orjson.OPT_SORT_KEYS)
        return hashlib.sha256(plain).hexdigest()

    @property
    def known_on(self) -> date:
        """The day on which the data were public; today when nobody said."""
        return self.provenance.known_on or clock.today()


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """Observations that lie in their place: under which id, with which checksum and extent.

    ``extent`` has ``rows``, ``areas``, ``first_period``, ``last_period``.
    """

    vintage: uuid.UUID
    data_checksum: str
    extent: dict[str, Any]
    findings: tuple[Finding, ...] = ()


def find_repeated(candidates: Sequence[Candidate]) -> dict[str, Vintage]:
    """Return, by fingerprint, the vintage that each candidate would repeat.

    An accepted one always; a withdrawn one only when nothing else is stated of its provenance,
    so that a mistaken source or day can be corrected by withdrawing and importing again, while a
    vintage that was taken out for its content does not come back with the next import.
    """
    wanted = {candidate.fingerprint: candidate for candidate in candidates}
    rows = Vintage.objects.filter(fingerprint__in=wanted).select_related("indicator")
    found: dict[str, Vintage] = {}
    for row in rows.order_by("-id"):
        candidate = wanted[row.fingerprint]
        known = found.get(row.fingerprint)
        if row.status == Vintage.Status.ACCEPTED:
            if known is None or known.status != Vintage.Status.ACCEPTED:
                found[row.fingerprint] = row
        elif known is None and _has_provenance_of(row, candidate):
            found[row.fingerprint] = row
    return found


def find_same(candidate: Candidate) -> Vintage | None:
    """Return the vintage that this import would repeat, or None; see ``find_repeated``."""
    return find_repeated([candidate]).get(candidate.fingerprint)


def _has_provenance_of(row: Vintage, candidate: Candidate) -> bool:
    wanted = candidate.provenance
    stated = (wanted.source, wanted.licence, wanted.url, wanted.note)
    same_day = wanted.known_on in {None, row.known_on}
    return same_day and (row.source, row.licence, row.url, row.note) == stated


def describe(actor: Actor, indicator_id: int, candidate: Candidate, written: Written) -> Vintage:
    """Return the row of the catalogue, not yet kept."""
    extent = written.extent
    return Vintage(
        uuid=written.vintage,
        indicator_id=indicator_id,
        source=candidate.provenance.source,
        licence=candidate.provenance.licence,
        url=candidate.provenance.url,
        note=candidate.provenance.note,
        survey=candidate.provenance.survey,
        file_name=candidate.file_name[:255],
        checksum=candidate.checksum,
        data_checksum=written.data_checksum,
        fingerprint=candidate.fingerprint,
        mapping=candidate.mapping,
        known_on=candidate.known_on,
        accepted_at=clock.now(),
        accepted_by=actor.label,
        accepted_by_key=actor.key,
        row_count=extent["rows"],
        area_count=extent["areas"],
        first_period=extent["first_period"],
        last_period=extent["last_period"],
        findings=[finding.as_dict() for finding in written.findings],
    )


def record_acceptance(actor: Actor, candidate: Candidate, row: Vintage) -> None:
    """Leave the event of a vintage that was just kept."""
    record_event(
        actor,
        "indicators.import_accepted",
        subject_kind="vintage",
        subject_key=str(row.uuid),
        after={
            "indicator": candidate.indicator,
            "checksum": row.checksum,
            "rows": row.row_count,
            **candidate.provenance.as_dict(),
            "known_on": row.known_on.isoformat(),
        },
    )
