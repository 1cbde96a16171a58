"""The one error family: a code, parameters, a translated message and a remedy.

An app declares its own errors in its ``errors`` module as subclasses; the edges (pages, API,
command line) turn them into a page, a problem document or an exit code.
"""

from collections.abc import Sequence
from typing import ClassVar

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from milepost.kernel.findings import Finding


class MilepostError(Exception):
    """Base of every error that a person may see.

    ``code`` is stable and upper case; ``message`` and ``remedy`` are translatable templates with
    ``%(name)s`` places that ``params`` fill.
    """

    code: ClassVar[str] = "MILEPOST_ERROR"
    message: ClassVar[str | Promise] = _("Something went wrong.")
    remedy: ClassVar[str | Promise] = ""
    status: ClassVar[int] = 400

    def __init__(self, **params: object) -> None:
        self.params = params
        super().__init__(self.code, params)

    def __str__(self) -> str:
        text = str(self.message) % self.params
        remedy = str(self.remedy) % self.params
        return f"{text} {remedy}".strip()


class PermissionRefused(MilepostError):  # noqa: N818 -- reads as what happened
    """The actor may not do this. Params: ``actor``, ``permission``."""

    code = "KERNEL_PERMISSION_REFUSED"
    message = _("%(actor)s may not do this (%(permission)s).")
    remedy = _("Ask an administrator of this instance for the role that allows it.")
    status = 403


class NotFound(MilepostError):  # noqa: N818
    """Nothing with this key is visible to the actor. Params: ``what``, ``key``."""

    code = "KERNEL_NOT_FOUND"
    message = _("There is no %(what)s “%(key)s”.")
    remedy = _("Check the spelling, or list what there is.")
    status = 404


class FileMissing(MilepostError):  # noqa: N818
    """A file that was named is not there, or is a folder. Params: ``path``."""

    code = "KERNEL_FILE_MISSING"
    message = _("There is no file “%(path)s”.")
    remedy = _("Check the spelling and the folder; name one file and not a folder.")
    status = 404


class FileUnusable(MilepostError):  # noqa: N818
    """The machine refused to read or write a file. Params: ``path``, ``reason``."""

    code = "KERNEL_FILE_UNUSABLE"
    message = _("The file “%(path)s” could not be read or written: %(reason)s.")
    remedy = _("Check that it exists, that you may use it and that the disk has room.")
    status = 500


class DatabaseUnusable(MilepostError):  # noqa: N818
    """The database cannot be reached or is not prepared. Params: ``reason``."""

    code = "KERNEL_DATABASE_UNUSABLE"
    message = _("The database cannot be used: %(reason)s.")
    remedy = _(
        "Check MILEPOST_HOME and MILEPOST_DATABASE_URL, and prepare the database with "
        "“milepost migrate”."
    )
    status = 503


class BadInput(MilepostError):  # noqa: N818
    """The input has findings; nothing was changed. ``findings`` holds all of them."""

    code = "KERNEL_BAD_INPUT"
    message = _("Nothing was changed; number of findings: %(count)s.")
    remedy = _("Correct what the findings name and send it again.")
    status = 422

    def __init__(self, findings: Sequence[Finding], **params: object) -> None:
        self.findings = tuple(findings)
        super().__init__(count=len(self.findings), **params)
