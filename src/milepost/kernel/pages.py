"""What pages that write have in common: forms that keep what a service refused, and messages."""

from collections.abc import Callable

from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest, QueryDict

from milepost.kernel.errors import BadInput, MilepostError, NotFound, PermissionRefused


def posted(request: HttpRequest) -> QueryDict | None:
    """Return what was sent, even when it is nothing, or None when nobody sent a form."""
    return request.POST if request.method == "POST" else None


def attempt(form: Form, write: Callable[[], object]) -> bool:
    """Write, or put what the service refuses on the form; whether it was written.

    Findings go to the field that they name. Raises ``NotFound``.
    """
    try:
        write()
    except NotFound:
        raise
    except BadInput as error:
        for finding in error.findings:
            field = finding.column if finding.column in form.fields else None
            form.add_error(field, f"{finding.what} {finding.remedy}")
        return False
    except MilepostError as error:
        form.add_error(None, str(error))
        return False
    return True


def tell(request: HttpRequest, write: Callable[[], object], done: str) -> bool:
    """Write and say so, or say what the service refuses; whether it was written.

    Raises ``NotFound`` and ``PermissionRefused``.
    """
    try:
        write()
    except (NotFound, PermissionRefused):
        raise
    except BadInput as error:
        for finding in error.findings:
            messages.error(request, f"{finding.what} {finding.remedy}")
        return False
    except MilepostError as error:
        messages.error(request, str(error))
        return False
    messages.success(request, done)
    return True
