"""Error pages: what happened, and what to do, in the voice of the other pages."""

from django.http import HttpRequest, HttpResponse, HttpResponseServerError, QueryDict
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

TEXTS: dict[int, tuple[str | Promise, str | Promise, str | Promise]] = {
    400: (
        _("This request could not be read"),
        _("Part of the address or of the form was not understood, so nothing was done."),
        _("Go back, reload the page and try once more."),
    ),
    403: (
        _("This is not open to you"),
        _("The page exists, but it needs a role that you do not hold, or your form was too old."),
        _("Sign in again, or ask an administrator of this instance for the role."),
    ),
    404: (
        _("There is no such page"),
        _("The address may be mistyped, or it names something that this edition does not hold."),
        _("Start from the home page: every goal, benchmark and country is linked from there."),
    ),
    429: (
        _("Too many attempts"),
        _("The sign-in failed too often for this address, so it rests for half an hour."),
        _("Wait, or reset the password; the administrators can see when this happens."),
    ),
    500: (
        _("Something broke on our side"),
        _("The page could not be made. Nothing that you entered before was lost."),
        _("Try again in a minute. If it stays broken, tell those who run this instance."),
    ),
}


def page(
    request: HttpRequest, status: int, *, what: str = "", remedy: str = "", heading: str = ""
) -> HttpResponse:
    """Render the error page for a status, with the texts given or the usual ones."""
    usual = TEXTS.get(status, TEXTS[400 if status < 500 else 500])
    context = {
        "status": status,
        "heading": heading or usual[0],
        "what": what or usual[1],
        "remedy": remedy or usual[2],
    }
    return render(request, "web/error.html", context, status=status)


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Answer 400."""
    # The page reads the query too; one that could not be read would make a 500 of the answer.
    request.GET = QueryDict()
    return page(request, 400)


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Answer 403."""
    return page(request, 403)


def csrf_failed(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Answer 403 for a form without a valid token."""
    return page(request, 403)


def locked_out(
    request: HttpRequest, response: object = None, credentials: object = None
) -> HttpResponse:
    """Answer 429 when signing in failed too often."""
    return page(request, 429)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Answer 404."""
    return page(request, 404)


def server_error(request: HttpRequest) -> HttpResponse:
    """Answer 500; if even the shell cannot be rendered, answer in plain words."""
    try:
        return page(request, 500)
    except Exception:  # noqa: BLE001 -- the last resort must answer whatever broke the page
        return HttpResponseServerError("Something broke on our side. Try again in a minute.")
