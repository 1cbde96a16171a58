"""The message that brings an invitation, in the language of the invited."""

from collections.abc import Sequence
from datetime import timedelta

from django.conf import settings
from django.core.mail import send_mail
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import override

from milepost.accounts.inviting import VALID_DAYS, Invited
from milepost.accounts.wording import ROLES
from milepost.kernel import clock
from milepost.kernel.instance import instance_facts


def send_invitation(invited: Invited, address_of_page: str, *, host: str) -> None:
    """Write to the invited person; ``address_of_page`` is where the invitation is accepted.

    ``host`` is the name of the one who invites.
    """
    with override(invited.language or settings.LANGUAGE_CODE):
        subject = _("%(host)s invites you to %(instance)s") % {
            "host": host,
            "instance": instance_facts().name,
        }
        send_mail(subject, _text(invited, address_of_page, host), None, [invited.email])


def _text(invited: Invited, address_of_page: str, host: str) -> str:
    lines = [
        _(
            "%(host)s invites you to work on %(instance)s, which measures movement on what was "
            "promised to migrants."
        )
        % {"host": host, "instance": instance_facts().name},
        "",
        *_roles(invited.grants),
        _("To accept, open this page and choose a password:"),
        address_of_page,
        "",
        _(
            "The link works once, until %(day)s. If you did not expect this message, do nothing: "
            "no account is made without you."
        )
        % {"day": date_format(clock.today() + timedelta(days=VALID_DAYS), "DATE_FORMAT")},
    ]
    return "\n".join(lines)


def _roles(grants: Sequence[tuple[str, object]]) -> list[str]:
    names = [str(ROLES[role]) for role, _scope in grants]
    if not names:
        return []
    return [_("You would take part as: %(roles)s.") % {"roles": ", ".join(names)}, ""]
