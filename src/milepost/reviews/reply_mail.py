"""The message that tells a government's focal points that they may reply."""

from datetime import date

from django.conf import settings
from django.core.mail import send_mail
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import override

from milepost.accounts.selectors import list_holders
from milepost.kernel.scopes import Scope
from milepost.reviews.board import place_names, text_in
from milepost.reviews.selectors import get_edition


def send_reply_invitations(edition: str, place: str, until: date, address_of_page: str) -> int:
    """Write to every focal point of a country, each in the own language; return how many."""
    people = list_holders("focal_point", Scope(edition=edition, place=place))
    described = get_edition(edition)
    for person in people:
        with override(person["language"] or settings.LANGUAGE_CODE):
            named = {
                "edition": text_in(described["title"]),
                "place": place_names(described["as_of"]).get(place, place),
                "day": date_format(until, "DATE_FORMAT"),
            }
            subject = _("Reply to the ratings of %(place)s: %(edition)s") % named
            lines = [
                _("The draft ratings of %(place)s in “%(edition)s” can be read and replied to.")
                % named,
                _("Replies are taken until %(day)s. They are printed beside the ratings.") % named,
                "",
                address_of_page,
            ]
            send_mail(subject, "\n".join(lines), None, [person["email"]])
    return len(people)
