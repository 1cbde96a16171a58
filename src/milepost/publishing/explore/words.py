"""What the pages of exploring say: breakdowns, titles and refusals in words."""

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from milepost.publishing import formats
from milepost.publishing.bundle import Json, text_in

DIMENSIONS: dict[str, str | Promise] = {
    "age": _("age"),
    "domain": _("domain"),
    "education": _("education"),
    "event": _("event"),
    "migratory_status": _("migratory status"),
    "migratory-status": _("migratory status"),
    "occupation": _("occupation"),
    "residence": _("residence"),
    "sex": _("sex"),
}
CATEGORIES: dict[tuple[str, str], str | Promise] = {
    ("sex", "F"): _("women and girls"),
    ("sex", "M"): _("men and boys"),
    ("event", "signature"): _("signature"),
    ("migratory_status", "migrant"): _("migrants"),
    ("migratory_status", "non-migrant"): _("not migrants"),
    ("migratory_status", "eu-migrant"): _("migrants from inside the European Union"),
    ("migratory_status", "non-eu-migrant"): _("migrants from outside the European Union"),
}
"""Categories that stand for themselves; others are shown as ``dimension: code``."""
REFUSALS: dict[str, str | Promise] = {
    "unknown": _("This edition does not know “%(what)s”, so it was left out."),
    "too_many": _("That is more than a page can show, so “%(what)s” was left out."),
    "order": _("The years were exchanged, so that the first comes first: %(what)s."),
}


def breakdown_words(key: str) -> str:
    """Return a canonical breakdown key ("age=15-24|sex=F") in words; "" is the total."""
    if not key:
        return gettext("total")
    parts = []
    for pair in key.split("|"):
        dimension, _sign, code = pair.partition("=")
        named = CATEGORIES.get((dimension, code))
        label = DIMENSIONS.get(dimension, dimension.replace("_", " "))
        parts.append(
            str(named)
            if named is not None
            else gettext("%(dimension)s: %(code)s") % {"dimension": label, "code": code}
        )
    return " · ".join(parts)


def refusal_words(refused: tuple[tuple[str, str], ...]) -> list[str]:
    """Return a sentence for each thing in an address that was not understood."""
    return [str(REFUSALS[why]) % {"what": what} for why, what in refused]


def years_words(first: int | None, last: int | None) -> str:
    """Return the span of years in words; nothing when nothing was asked."""
    if first is None and last is None:
        return ""
    if first is None:
        return gettext("up to %(year)s") % {"year": formats.year(float(last or 0))}
    if last is None:
        return gettext("since %(year)s") % {"year": formats.year(float(first))}
    return f"{formats.year(float(first))}–{formats.year(float(last))}"


def title_of(indicator: Json, language: str) -> str:
    """Return the title of an indicator."""
    return text_in(indicator["title"], language)
