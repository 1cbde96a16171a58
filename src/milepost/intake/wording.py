"""Words of surveys: states, levels, weightings, and how a stratum is represented."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

STATES: dict[str, str | Promise] = {
    "draft": pgettext_lazy("table", "not published"),
    "published": pgettext_lazy("table", "published"),
    "withdrawn": pgettext_lazy("table", "withdrawn"),
    "loaded": pgettext_lazy("survey", "loaded"),
}
LEVELS: dict[str, str | Promise] = {
    "public": _("for everybody"),
    "network": _("for the network"),
    "circle": _("for a circle"),
    "confidential": _("confidential"),
}
WEIGHTINGS: dict[str, str | Promise] = {
    "none": _("Every answer counts the same."),
    "given": _("Answers carry the weights that came with them."),
    "post_stratified": _("Answers are weighted so that each stratum counts by its size."),
    "raked": _("Answers are weighted so that several margins are met at once."),
}
LEAST_EVEN, MOST_EVEN = 0.8, 1.25
"""A stratum between these is represented evenly; the band of ``docs/method/surveys.md``."""
BALANCE: dict[str, tuple[str, str | Promise]] = {
    "under": ("▼", _("under-represented")),
    "even": ("●", _("in proportion")),
    "over": ("▲", _("over-represented")),
}
"""How a stratum's share of the respondents compares with its share of all there are to ask."""


def balance_of(ratio: float) -> tuple[str, str | Promise]:
    """Return the symbol and word for a representation ratio."""
    if ratio < LEAST_EVEN:
        return BALANCE["under"]
    return BALANCE["over" if ratio > MOST_EVEN else "even"]
