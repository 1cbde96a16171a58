"""Writing with a token, through the same services as the pages and the command line."""

import tempfile
from pathlib import Path
from typing import Annotated, Any

import orjson
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from ninja import File, Form, Header, Router
from ninja.files import UploadedFile

from milepost.accounts.services import describe_token
from milepost.api import shapes
from milepost.api.refusing import refuse_query
from milepost.api.sending import Imported, Kept, SentAssessment, SentFile, TokenTold
from milepost.api.tokens import ByToken, actor_in
from milepost.indicators.mapping import Mapping
from milepost.indicators.services import import_file
from milepost.kernel import clock
from milepost.kernel.errors import BadInput
from milepost.kernel.findings import Finding
from milepost.reviews.entries import Cited, Entry
from milepost.reviews.services import Sheet, record_assessment

router = Router()
REFUSALS = {(400, 401, 403, 404, 409, 413, 422, 429): shapes.Problem}
ACCEPTED = "accepted"


@router.get(
    "work/token",
    response={200: TokenTold} | REFUSALS,
    auth=ByToken(),
    operation_id="get_token",
    url_name="api-token",
    tags=["Writing"],
    summary="What the token may do",
)
def get_token(request: HttpRequest) -> HttpResponse:
    """Tell what the token of the request is for, what it allows today, and until when."""
    refuse_query(request)
    return _answer(describe_token(actor_in(request)), 200)


@router.post(
    "work/imports",
    response={(200, 201): Imported} | REFUSALS,
    auth=ByToken("indicators.import_data"),
    operation_id="import_data",
    url_name="api-imports",
    tags=["Writing"],
    summary="Import a file of data",
)
def import_data(
    request: HttpRequest, given: Form[SentFile], file: File[UploadedFile]
) -> HttpResponse:
    """Check a file and keep it as a new vintage (201); the same file again changes nothing (200).

    A file with errors is refused with every finding, and no observation of it is kept.
    """
    refuse_query(request)
    mapping = _mapping(given.mapping)
    with tempfile.TemporaryDirectory(prefix="milepost-api-") as folder:
        path = Path(folder) / "file"
        _write(file, path)
        report = import_file(
            actor_in(request),
            given.indicator,
            path,
            mapping=mapping,
            source=given.source,
            licence=given.licence,
            url=given.url,
            known_on=given.known_on,
            note=given.note,
            file_name=(file.name or "file")[:255],
            is_dry_run=given.dry_run,
        )
    return _answer(report.as_dict(), 201 if report.outcome == ACCEPTED else 200)


def _write(file: UploadedFile, path: Path) -> None:
    with path.open("wb") as target:
        for chunk in file.chunks():
            target.write(chunk)


def _mapping(text: str) -> Mapping | None:
    """Return the mapping that was sent, or None. Raises ``BadInput``."""
    if not text:
        return None
    try:
        return Mapping.from_dict(dict(orjson.loads(text)))
    except (ValueError, TypeError) as error:
        finding = Finding(
            code="API_MAPPING_UNREADABLE",
            where="form mapping",
            column="mapping",
            what=_("The mapping is not one: %(reason)s.") % {"reason": error},
            why=_("Columns that are understood wrongly would become wrong observations."),
            remedy=_("Send back the mapping of a dry run, corrected, as JSON."),
        )
        raise BadInput([finding]) from error


@router.post(
    "work/assessments",
    response={(200, 201): Kept} | REFUSALS,
    auth=ByToken("reviews.record_assessment"),
    operation_id="hand_in_assessment",
    url_name="api-assessments",
    tags=["Writing"],
    summary="Hand in an assessment",
)
def hand_in_assessment(
    request: HttpRequest,
    given: SentAssessment,
    key: Annotated[
        str,
        Header(
            "",
            alias="Idempotency-Key",
            max_length=60,
            pattern=r"^[\x21-\x7e]*$",
            description="A key of one's own for this judgement: sent again with it, it changes "
            "nothing; with the key of another judgement it is refused (422).",
        ),
    ],
) -> HttpResponse:
    """Hand in one's own judgement of a benchmark and place; a new one replaces the one before."""
    refuse_query(request)
    actor = actor_in(request)
    entry = Entry(
        edition=given.edition,
        framework=given.framework,
        benchmark=given.benchmark,
        place=given.place,
        assessor=given.assessor.strip() or actor.label,
        standpoint=given.standpoint.value,
        colour=given.colour.value if given.colour else None,
        reason={str(language): text.strip() for language, text in given.reason.items()},
        confidence=given.confidence.value if given.confidence else None,
        assessed_on=given.assessed_on or clock.today(),
        citations=tuple(Cited(row.source, row.locator) for row in given.citations),
    )
    sheet = Sheet(f"api:{key}" if key else "", given.seen, must_match=True)
    outcome = record_assessment(actor, entry, sheet)
    return _answer({"outcome": outcome}, 201 if outcome == "added" else 200)


def _answer(document: dict[str, Any], status: int) -> HttpResponse:
    body = orjson.dumps(document, default=str)
    return HttpResponse(body, status=status, content_type="application/json")
