"""The words for what governments reply, and what became of it."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

STANCES: dict[str, str | Promise] = {
    "agrees": _("agrees with the rating"),
    "corrects": _("corrects a fact"),
    "disagrees": _("disagrees with the rating"),
    "none_received": _("no reply received"),
}
OUTCOMES: dict[str, str | Promise] = {
    "accepted": _("Something was changed because of it"),
    "declined": _("Nothing was changed"),
}
REPLY_TERMS = {"stance": STANCES, "outcome": OUTCOMES}
