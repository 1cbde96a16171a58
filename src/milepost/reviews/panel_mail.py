"""The message that tells the people of a panel that they are asked once more."""

from collections.abc import Callable, Iterable

from django.conf import settings
from django.core.mail import send_mail
from django.utils.translation import gettext as _
from django.utils.translation import override

from milepost.accounts.selectors import list_holders
from milepost.kernel.scopes import Scope
from milepost.reviews.board import place_names, text_in
from milepost.reviews.panel_reading import Subject, list_first_people
from milepost.reviews.selectors import get_edition

ASSESSING = ("assessor", "editor", "administrator")


def send_second_round(
    edition: str, subjects: Iterable[Subject], address_of: Callable[[Subject], str]
) -> int:
    """Write to everybody who judged one of these ratings and may still; return how many.

    One message a person, in the own language, with the page of each panel.
    """
    asked: dict[str, tuple[dict[str, str], list[Subject]]] = {}
    for subject in subjects:
        judged = list_first_people(edition, subject)
        lies = Scope(edition=edition, framework=subject[0], place=subject[2])
        for role in ASSESSING:
            for person in list_holders(role, lies):
                if person["uuid"] in judged:
                    _person, panels = asked.setdefault(person["uuid"], (person, []))
                    if subject not in panels:
                        panels.append(subject)
    described = get_edition(edition)
    for person, panels in asked.values():
        with override(person["language"] or settings.LANGUAGE_CODE):
            named = {"edition": text_in(described["title"])}
            names = place_names(described["as_of"])
            lines = [
                _("You judged in “%(edition)s” and are asked once more, for the panel disagrees.")
                % named,
                _(
                    "Read what the others said in the first round, then confirm your assessment "
                    "or change it."
                ),
                "",
            ]
            for subject in panels:
                place = names.get(subject[2], subject[2])
                lines += [f"{subject[1]}, {place}", address_of(subject), ""]
            subject_line = _("A second round is open: %(edition)s") % named
            send_mail(subject_line, "\n".join(lines), None, [person["email"]])
    return len(asked)
