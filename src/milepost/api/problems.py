"""Problem documents (RFC 9457): what every refusal of the API looks like."""

from collections.abc import Iterable, Mapping, Sequence
from http import HTTPStatus
from typing import Any

import orjson
from django.http import HttpRequest, HttpResponse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from milepost.api.addresses import address_of
from milepost.kernel.errors import BadInput, MilepostError
from milepost.kernel.findings import Finding

MEDIA_TYPE = "application/problem+json"
USUAL: Mapping[int, tuple[str, str | Promise]] = {
    400: ("API_UNREADABLE", gettext_lazy("The request could not be read.")),
    403: ("API_REFUSED", gettext_lazy("This is not open to you.")),
    404: ("API_NOT_FOUND", gettext_lazy("There is no such address.")),
    405: ("API_METHOD_REFUSED", gettext_lazy("This address does not take this method.")),
    413: ("API_TOO_LARGE", gettext_lazy("What was sent is too large.")),
    422: ("API_PARAMETERS_INVALID", gettext_lazy("The request names something in a wrong way.")),
    500: ("API_BROKEN", gettext_lazy("Something broke on our side.")),
    503: ("API_UNAVAILABLE", gettext_lazy("The instance cannot answer now.")),
}


def problem(
    request: HttpRequest,
    status: int,
    *,
    code: str = "",
    detail: str = "",
    findings: Sequence[Mapping[str, Any]] = (),
) -> HttpResponse:
    """Return a problem document; without ``code`` and ``detail`` the usual words of the status."""
    usual_code, usual_detail = USUAL.get(status, USUAL[400 if status < 500 else 500])
    document = {
        "type": f"{address_of(request, 'docs')}#{(code or usual_code).lower()}",
        "title": HTTPStatus(status).phrase,
        "status": status,
        "detail": detail or str(usual_detail),
        "instance": request.get_full_path(),
        "code": code or usual_code,
        "findings": list(findings),
    }
    body = orjson.dumps(document, default=str)
    response = HttpResponse(body, status=status, content_type=MEDIA_TYPE)
    if status == HTTPStatus.UNAUTHORIZED:
        response.headers["WWW-Authenticate"] = "Bearer"
    return response


def problem_of(request: HttpRequest, error: MilepostError) -> HttpResponse:
    """Return the problem document of one of the house's errors."""
    findings = error.findings if isinstance(error, BadInput) else ()
    rows = [finding.as_dict() for finding in findings]
    return problem(request, error.status, code=error.code, detail=str(error), findings=rows)


def invalid(request: HttpRequest, errors: Iterable[Mapping[str, Any]]) -> HttpResponse:
    """Return the problem document of parameters or a body that do not fit their description."""
    rows = [_finding_of(error).as_dict() for error in errors]
    return problem(request, 422, findings=rows)


def _finding_of(error: Mapping[str, Any]) -> Finding:
    place, *rest = [str(part) for part in error.get("loc", ())] or ["request"]
    names = [part for part in rest if part not in {"query", "payload"}]
    name = names[-1] if names else ""
    return Finding(
        code="API_VALUE_INVALID",
        where=" ".join([place, *names]),
        column=name,
        what=_("“%(name)s” is not as described: %(reason)s.")
        % {"name": name or place, "reason": error.get("msg", "")},
        why=_("A filter that is misread would give other data than were asked for."),
        remedy=_("Compare it with the reference of the API."),
    )
