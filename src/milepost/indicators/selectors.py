"""Reading indicators and data. Other rooms get plain values, never model rows."""

from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Any
from uuid import UUID

import pyarrow as pa
from django.utils.translation import gettext_lazy as _

from milepost.engine.connection import connect
from milepost.indicators import storage
from milepost.indicators.derived import derive
from milepost.indicators.errors import ObservationsMissing
from milepost.indicators.layering import ranked, read_layers
from milepost.indicators.mapping import Mapping
from milepost.indicators.models import Indicator, SavedMapping, SourceConflict, Upload, Vintage
from milepost.indicators.observations import READ
from milepost.indicators.overlaying import ORDER
from milepost.indicators.snapshots import Layer
from milepost.kernel.actors import Actor, require
from milepost.kernel.errors import NotFound
from milepost.measure.expression import input_keys


def get_indicator_row(key: str) -> Indicator:
    """Return the row of an indicator, for this room alone. Raises ``NotFound``."""
    row = Indicator.objects.filter(key=key).first()
    if row is None:
        raise NotFound(what=_("indicator"), key=key)
    return row


def get_vintage_row(vintage: str, *, lock: bool = False) -> Vintage:
    """Return the row of a vintage, for this room alone. Raises ``NotFound``."""
    rows = Vintage.objects.select_for_update(of=("self",)) if lock else Vintage.objects.all()
    try:
        row = rows.select_related("indicator").filter(uuid=UUID(str(vintage))).first()
    except ValueError:
        row = None
    if row is None:
        raise NotFound(what=_("vintage"), key=vintage)
    return row


def get_indicator(key: str) -> dict[str, Any]:
    """Return the normalised definition of an indicator. Raises ``NotFound``."""
    document: dict[str, Any] = get_indicator_row(key).document
    return document


def list_indicators() -> list[dict[str, Any]]:
    """Return every definition, by key."""
    return list(Indicator.objects.order_by("key").values_list("document", flat=True))


def list_vintages(
    indicator: str | None = None, as_of: date | None = None, *, with_withdrawn: bool = False
) -> list[dict[str, Any]]:
    """Return vintages in the order in which they became known.

    With ``as_of`` only those known on that day. Withdrawn ones are left out unless asked for.
    """
    rows = Vintage.objects.select_related("indicator").order_by(
        "indicator__key", "known_on", "accepted_at", "id"
    )
    if indicator is not None:
        rows = rows.filter(indicator__key=indicator)
    if as_of is not None:
        rows = rows.filter(known_on__lte=as_of)
    if not with_withdrawn:
        rows = rows.filter(status=Vintage.Status.ACCEPTED)
    return [_vintage(row) for row in rows]


def get_vintage(vintage: str) -> dict[str, Any]:
    """Return one vintage with its mapping and warnings. Raises ``NotFound``."""
    row = get_vintage_row(vintage)
    return _vintage(row) | {"mapping": row.mapping, "findings": row.findings}


def find_vintage(vintage: str) -> dict[str, Any] | None:
    """Return one vintage with its mapping and warnings, or None."""
    try:
        return get_vintage(vintage)
    except NotFound:
        return None


def _vintage(row: Vintage) -> dict[str, Any]:
    return {
        "id": str(row.uuid),
        "indicator": row.indicator.key,
        "source": row.source,
        "licence": row.licence,
        "url": row.url,
        "note": row.note,
        **({"survey": row.survey} if row.survey else {}),
        "file_name": row.file_name,
        "checksum": row.checksum,
        "data_checksum": row.data_checksum,
        "known_on": row.known_on.isoformat(),
        "accepted_at": row.accepted_at.isoformat(),
        "accepted_by": row.accepted_by,
        "status": row.status,
        "status_reason": row.status_reason,
        "rows": row.row_count,
        "areas": row.area_count,
        "first_period": row.first_period,
        "last_period": row.last_period,
    }


def observation_files(indicator: str, as_of: date | None = None) -> list[tuple[str, Path]]:
    """Return (vintage, path of its Parquet file), the one known first first.

    Raises ``ObservationsMissing`` when a file of the catalogue is not there.
    """
    return [(layer.vintage, layer.path) for layer in list_layers(indicator, as_of)]


def list_layers(indicator: str, as_of: date | None = None) -> list[Layer]:
    """Return the accepted vintages of an indicator in the order in which they became known.

    Raises ``ObservationsMissing`` when a file of the catalogue is not there.
    """
    rows = Vintage.objects.filter(indicator__key=indicator, status=Vintage.Status.ACCEPTED)
    if as_of is not None:
        rows = rows.filter(known_on__lte=as_of)
    layers = []
    for uuid, checksum in rows.order_by("known_on", "accepted_at", "id").values_list(
        "uuid", "data_checksum"
    ):
        path = storage.observations_path(indicator, str(uuid))
        if not path.is_file():
            raise ObservationsMissing(vintage=str(uuid), path=str(path))
        layers.append(Layer(str(uuid), checksum, path))
    return layers


def list_all_layers(indicators: Iterable[str]) -> dict[str, list[Layer]]:
    """Return the accepted vintages of many indicators, each as ``list_layers``.

    Indicators without a vintage are left out. Raises ``ObservationsMissing``.
    """
    rows = Vintage.objects.filter(
        indicator__key__in=list(indicators), status=Vintage.Status.ACCEPTED
    ).order_by("known_on", "accepted_at", "id")
    found: dict[str, list[Layer]] = {}
    for key, uuid, checksum in rows.values_list("indicator__key", "uuid", "data_checksum"):
        path = storage.observations_path(key, str(uuid))
        if not path.is_file():
            raise ObservationsMissing(vintage=str(uuid), path=str(path))
        found.setdefault(key, []).append(Layer(str(uuid), checksum, path))
    return found


def list_documents() -> dict[str, dict[str, Any]]:
    """Return every normalised definition by key."""
    return {row.key: row.document for row in Indicator.objects.order_by("key")}


def read_observations(indicator: str, as_of: date | None = None) -> pa.Table:
    """Return what is known of an indicator (on a day): the newest of each observation.

    For one area, counterpart, period and breakdown the vintage known last wins, then the one
    accepted last. Columns as in ``observations.READ``, sorted by area, counterpart, breakdown
    and period. An indicator without data gives an empty table; a derived one is computed from its
    inputs as they were known. Raises ``ObservationsMissing``.
    """
    documents = derived_documents()
    if indicator in documents:
        return _derive(indicator, documents, as_of, {})
    return read_layers(storage.observations_folder(indicator), list_layers(indicator, as_of))


def derived_documents() -> dict[str, dict[str, Any]]:
    """Return the definitions of the derived indicators by key."""
    rows = Indicator.objects.filter(document__derived__isnull=False)
    return {row.key: row.document for row in rows if row.document.get("derived")}


def _derive(
    indicator: str,
    documents: dict[str, dict[str, Any]],
    as_of: date | None,
    read: dict[str, pa.Table],
) -> pa.Table:
    """Compute a derived indicator; ``read`` keeps what several of its inputs share."""
    expression = documents[indicator]["derived"]
    inputs = {}
    for key in input_keys(expression):
        if key not in read:
            read[key] = (
                _derive(key, documents, as_of, read)
                if key in documents
                else read_layers(storage.observations_folder(key), list_layers(key, as_of))
            )
        inputs[key] = read[key]
    return derive(expression, inputs)


def read_versions(indicator: str, as_of: date | None = None) -> pa.Table:
    """Return every version of each observation that was known on a day, the newest last.

    Columns as in ``observations.READ`` with ``rank`` (the place of the vintage in the order of
    knowledge, from 0); sorted by key, then rank. For comparing sources and vintages.
    """
    layers = list_layers(indicator, as_of)
    if not layers:
        return READ.append(pa.field("rank", pa.int64())).empty_table()
    with connect() as engine:
        every = ranked(engine, list(enumerate(layers)))
        columns = [*READ.names, "rank"]
        table = engine.to_arrow(every.order_by(*ORDER, "rank").select(*columns))
    return table.cast(READ.append(pa.field("rank", pa.int64())))


def list_conflicts(indicator: str | None = None) -> list[dict[str, Any]]:
    """Return the decided conflicts between sources, by indicator and place.

    Keys: id, indicator, area, breakdown, first_source, first_says, second_source, second_says,
    chosen, why, language.
    """
    rows = SourceConflict.objects.filter(superseded_at=None).select_related("indicator")
    if indicator is not None:
        rows = rows.filter(indicator__key=indicator)
    order = ("indicator__key", "area", "breakdown", "first_says", "id")
    names = (
        "area", "breakdown", "first_source", "first_says", "second_source", "second_says",
        "chosen", "why", "language",
    )  # fmt: skip
    return [
        {
            "id": str(row.uuid),
            "indicator": row.indicator.key,
            **{name: getattr(row, name) for name in names},
        }
        for row in rows.order_by(*order)
    ]


def find_mapping(name: str) -> Mapping | None:
    """Return a saved mapping, or None."""
    row = SavedMapping.objects.filter(name=" ".join(name.split())).first()
    return Mapping.from_dict(row.document) if row else None


def get_mapping(name: str) -> Mapping:
    """Return a saved mapping. Raises ``NotFound``."""
    found = find_mapping(name)
    if found is None:
        raise NotFound(what=_("saved mapping"), key=name)
    return found


def list_mappings() -> list[dict[str, Any]]:
    """Return saved mappings by name: name, saved_at, saved_by."""
    return [
        {"name": row.name, "saved_at": row.saved_at.isoformat(), "saved_by": row.saved_by}
        for row in SavedMapping.objects.order_by("name")
    ]


def get_upload_row(upload: str) -> Upload:
    """Return the row of a kept file, for this room alone. Raises ``NotFound``."""
    try:
        row = Upload.objects.select_related("indicator").filter(uuid=UUID(str(upload))).first()
    except ValueError:
        row = None
    if row is None:
        raise NotFound(what=_("file"), key=upload)
    return row


def get_upload(actor: Actor, upload: str) -> dict[str, Any]:
    """Return a kept file with its findings. Raises ``NotFound`` and ``PermissionRefused``."""
    require(actor, "indicators.view_imports")
    row = get_upload_row(upload)
    return _upload(row) | {"findings": row.findings, "mapping": row.mapping}


def list_uploads(actor: Actor, *, status: str = "rejected") -> list[dict[str, Any]]:
    """Return kept files of a status, the newest first. Raises ``PermissionRefused``."""
    require(actor, "indicators.view_imports")
    rows = Upload.objects.select_related("indicator").filter(status=status).order_by("-id")
    return [_upload(row) for row in rows]


def _upload(row: Upload) -> dict[str, Any]:
    return {
        "id": str(row.uuid),
        "indicator": row.indicator.key,
        "file_name": row.file_name,
        "checksum": row.checksum,
        "byte_count": row.byte_count,
        "provenance": row.provenance,
        "status": row.status,
        "finding_count": len(row.findings),
        "received_at": row.received_at.isoformat(),
        "received_by": row.received_by,
    }
