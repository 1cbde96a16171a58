"""How many governments replied, in one sentence."""

from collections.abc import Mapping

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from milepost.publishing import formats


def replies_in_words(counts: Mapping[str, int], language: str) -> str:
    """Return how many governments agree, correct, disagree and did not reply.

    ``counts`` has the keys agrees, corrects, disagrees, none_received; empty text when all are 0.
    """
    shown = {name: formats.number(count, language) for name, count in counts.items() if count}

    def said(name: str, template: str) -> list[str]:
        return [template % {"count": shown[name]}] if name in shown else []

    agree, correct = counts.get("agrees", 0), counts.get("corrects", 0)
    disagree, silent = counts.get("disagrees", 0), counts.get("none_received", 0)
    present = [
        *said("agrees", ngettext("%(count)s agrees", "%(count)s agree", agree)),
        *said(
            "corrects",
            ngettext("%(count)s corrects a fact", "%(count)s correct a fact", correct),
        ),
        *said("disagrees", ngettext("%(count)s disagrees", "%(count)s disagree", disagree)),
        *said(
            "none_received",
            ngettext("%(count)s sent no reply", "%(count)s have sent no reply", silent),
        ),
    ]
    if not present:
        return ""
    total = sum(counts.values())
    lead = ngettext(
        "%(count)s government was asked to reply: %(parts)s.",
        "%(count)s governments were asked to reply: %(parts)s.",
        total,
    )
    whole = formats.number(total, language)
    return lead % {"count": whole, "parts": formats.listed(present, language)}


def no_reply(day: str, language: str) -> str:
    """Return that a government was asked and sent no reply."""
    shown = formats.day(day, language)
    return _("The government was asked to reply until %(day)s. No reply was received.") % {
        "day": shown
    }
