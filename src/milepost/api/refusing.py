"""A parameter that an address does not know is refused: misspelt, it would give other data."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _

from milepost.api.errors import ParametersInvalid
from milepost.kernel.findings import Finding

View = Callable[..., HttpResponseBase]


def only_known(view: View) -> View:
    """Let a view answer only requests whose query it knows, each parameter once."""

    @wraps(view)
    def checked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        fields = type(kwargs["given"]).model_fields
        known = {field.alias or name for name, field in fields.items()}
        findings = [
            _finding(name, is_known=name in known)
            for name in request.GET
            if name not in known or len(request.GET.getlist(name)) > 1
        ]
        if findings:
            raise ParametersInvalid(findings)
        return view(request, *args, **kwargs)

    return checked


def refuse_query(request: HttpRequest) -> None:
    """Refuse every parameter in the address: what is written comes in the body."""
    if request.GET:
        raise ParametersInvalid([_finding(name, is_known=False) for name in request.GET])


def _finding(name: str, *, is_known: bool) -> Finding:
    if is_known:
        return Finding(
            code="API_PARAMETER_TWICE",
            where=f"query {name}",
            column=name,
            what=_("“%(name)s” is given more than once.") % {"name": name},
            why=_("Only one of them could count."),
            remedy=_("Give it once, with commas between several values."),
        )
    return Finding(
        code="API_PARAMETER_UNKNOWN",
        where=f"query {name}",
        column=name,
        what=_("This address has no parameter “%(name)s”.") % {"name": name},
        why=_("A misspelt filter would give other data than were asked for."),
        remedy=_("Compare it with the reference of the API."),
    )
