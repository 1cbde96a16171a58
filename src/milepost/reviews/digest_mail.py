"""The words of a digest and of notices about work, in the language of the one who reads them."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.conf import settings
from django.core import signing
from django.core.mail import send_mail
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override

from milepost.kernel.instance import instance_facts
from milepost.reviews.board import place_names, text_in

SALT = "milepost.reviews.digest"
LISTED_AT_MOST = 40
Item = Mapping[str, Any]


def stop_token(person: str) -> str:
    """Return a signed token with which one person's digests can be stopped."""
    return signing.dumps(person, salt=SALT)


def read_stop_token(token: str) -> str | None:
    """Return the person (uuid) of a token, or None when it was not signed here."""
    try:
        return str(signing.loads(token, salt=SALT))
    except signing.BadSignature:
        return None


def address_of(name: str, *args: str) -> str:
    """Return the full address of a page of this instance, for messages."""
    return f"{settings.MILEPOST_ADDRESS.rstrip('/')}{reverse(name, args=args)}"


def send_digest(contact: Mapping[str, str], person: str, items: Sequence[Item]) -> None:
    """Put one digest of everything that is due or late into the outbox."""
    with override(contact["language"] or settings.LANGUAGE_CODE):
        late = sum(item["progress"] == "late" for item in items)
        about = {"count": len(items), "instance": instance_facts().name, "late": late}
        subject = (
            ngettext(
                "%(count)s rating waits for you at %(instance)s",
                "%(count)s ratings wait for you at %(instance)s",
                len(items),
            )
            % about
        )
        lines = [_("Dear %(name)s,") % {"name": contact["name"]}, ""]
        lines += [subject + "."]
        if late:
            lines += [
                ngettext("%(late)s of them is late.", "%(late)s of them are late.", late) % about
            ]
        shown = items[:LISTED_AT_MOST]
        names = {day: place_names(day) for day in {item["as_of"] for item in shown}}
        for item in shown:
            lines += ["", _line(item, names[item["as_of"]]), _page(item)]
        if len(items) > LISTED_AT_MOST:
            more = len(items) - LISTED_AT_MOST
            lines += ["", _("And %(count)s more on the page of your work.") % {"count": more}]
        lines += [
            "",
            _("All of your work:"),
            address_of("my-work"),
            "",
            _("To stop these reminders, without signing in:"),
            address_of("digest-stop", stop_token(person)),
        ]
        send_mail(subject, "\n".join(lines), None, [contact["email"]])


def _line(item: Item, names: Mapping[str, str]) -> str:
    named = {
        "benchmark": item["benchmark"],
        "place": names.get(item["place"], item["place"]),
        "edition": text_in(item["edition_title"]),
        "day": date_format(item["due_on"], "DATE_FORMAT") if item["due_on"] else "",
        "days": item["days_late"],
    }
    if item["progress"] == "late":
        line = ngettext(
            "Late by %(days)s day: %(benchmark)s, %(place)s (%(edition)s), due on %(day)s",
            "Late by %(days)s days: %(benchmark)s, %(place)s (%(edition)s), due on %(day)s",
            item["days_late"],
        )
    elif item["due_on"]:
        line = _("Due on %(day)s: %(benchmark)s, %(place)s (%(edition)s)")
    else:
        line = _("Waiting: %(benchmark)s, %(place)s (%(edition)s)")
    return line % named


def _page(item: Item) -> str:
    if item["state"] == "offered":
        return address_of("my-assignment", item["id"])
    name = "edition-assess" if item["role"] == "assessor" else "edition-decide"
    return address_of(name, item["edition"], item["framework"], item["benchmark"], item["place"])


def send_delegation_notice(contact: Mapping[str, str], about: Mapping[str, str]) -> None:
    """Tell an editor that work went to a colleague; ``about``: edition, benchmark, by, to, why."""
    with override(contact["language"] or settings.LANGUAGE_CODE):
        subject = _("%(by)s handed %(benchmark)s in “%(edition)s” to %(to)s") % about
        lines = [
            subject + ".",
            _("Reason: %(why)s") % about,
            "",
            address_of("edition-progress", about["edition"]),
        ]
        send_mail(subject, "\n".join(lines), None, [contact["email"]])
