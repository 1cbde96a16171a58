"""Levels and ways of reading in the reader's words."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

LEVELS: dict[str, str | Promise] = {
    "public": _("public"),
    "network": _("network"),
    "circle": _("circle"),
    "confidential": _("confidential"),
}

WHO_SEES: dict[str, str | Promise] = {
    "public": _("Everybody; it is frozen into bundles."),
    "network": _("Everybody who holds a role."),
    "circle": _("The members of one organisation, or those who work in one edition."),
    "confidential": _("The named roles alone; each reading is recorded."),
}

HOW: dict[str, str | Promise] = {
    "list": _("in a list"),
    "source": _("on its page"),
    "citation": _("as a cited passage"),
    "note": _("as a note on an assessment"),
}
