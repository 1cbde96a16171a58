"""The outbox: every message is kept before it is sent, so that none is lost with the server.

Sending is tried at once and then again after growing pauses. The text of a message is wiped when
it was sent, for it may hold a link that signs somebody in.
"""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

from django.conf import settings
from django.core.mail import EmailMessage, EmailMultiAlternatives
from django.core.mail.backends.base import BaseEmailBackend
from django.core.mail.backends.smtp import EmailBackend
from django.db import transaction

from milepost.accounts.models import OutgoingMail
from milepost.kernel import clock

PAUSES = (1, 5, 30, 120, 360, 720)
"""Minutes between attempts; after the last the message stays and is not tried by itself."""

SECONDS_TO_ANSWER = 10


class OutboxBackend(BaseEmailBackend):
    """Keeps what Django would send, and tries to send it when the transaction has ended."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        """Keep the messages and return how many."""
        for message in email_messages:
            for address in message.recipients():
                keep_message(address, str(message.subject), str(message.body), _html(message))
        return len(email_messages)


def _html(message: EmailMessage) -> str:
    if not isinstance(message, EmailMultiAlternatives):
        return ""
    found = (part[0] for part in message.alternatives if part[1] == "text/html")
    return str(next(found, ""))


def keep_message(address: str, subject: str, body: str, html: str = "") -> OutgoingMail:
    """Put one message into the outbox; it is sent when the transaction has ended."""
    row = OutgoingMail.objects.create(
        address=address, subject=" ".join(subject.split())[:250], body=body, html=html
    )
    if settings.MILEPOST_MAIL_URL:
        transaction.on_commit(lambda: send_due(only=row.pk))
    return row


def send_due(*, only: int | None = None, limit: int = 200) -> tuple[int, int]:
    """Send the messages whose time has come; return (sent, failed).

    Nothing is tried without a mail server.
    """
    if not settings.MILEPOST_MAIL_URL:
        return 0, 0
    due = OutgoingMail.objects.filter(sent_at=None, next_try_at__lte=clock.now())
    if only is not None:
        due = due.filter(pk=only)
    sent = failed = 0
    for pk in list(due.order_by("next_try_at").values_list("pk", flat=True)[:limit]):
        if _send_one(pk):
            sent += 1
        else:
            failed += 1
    return sent, failed


def _send_one(pk: int) -> bool:
    """Send one message; it is claimed first, so that two senders never send it twice.

    No transaction is open while the server is asked, for it may take seconds to answer.
    """
    row = OutgoingMail.objects.get(pk=pk)
    pause = timedelta(minutes=PAUSES[min(row.attempts, len(PAUSES) - 1)])
    claimed = OutgoingMail.objects.filter(pk=pk, sent_at=None, attempts=row.attempts).update(
        attempts=row.attempts + 1, next_try_at=clock.now() + pause
    )
    if not claimed:
        return True
    try:
        _transport().send_messages([_message(row)])
    except OSError as error:  # the mail library's errors are all of this family
        reason = f"{type(error).__name__}: {error}"[:500]
        OutgoingMail.objects.filter(pk=pk).update(last_error=reason)
        return False
    OutgoingMail.objects.filter(pk=pk).update(sent_at=clock.now(), body="", html="", last_error="")
    return True


def _message(row: OutgoingMail) -> EmailMessage:
    message = EmailMultiAlternatives(row.subject, row.body, to=[row.address])
    if row.html:
        message.attach_alternative(row.html, "text/html")
    return message


def _transport() -> EmailBackend:
    parts = urlsplit(settings.MILEPOST_MAIL_URL)
    options: dict[str, Any] = {
        "host": parts.hostname or "localhost",
        "port": parts.port or (465 if parts.scheme == "smtps" else 25),
        "username": unquote(parts.username or ""),
        "password": unquote(parts.password or ""),
        "use_ssl": parts.scheme == "smtps",
        "use_tls": parse_qs(parts.query).get("tls", ["0"])[0] in {"1", "true", "yes"},
        "timeout": SECONDS_TO_ANSWER,
    }
    return EmailBackend(**options)


def list_waiting() -> list[dict[str, Any]]:
    """Return the messages that were not sent yet, the oldest first, without their text."""
    return [
        {
            "address": row.address,
            "subject": row.subject,
            "created_at": row.created_at,
            "attempts": row.attempts,
            "next_try_at": row.next_try_at,
            "last_error": row.last_error,
        }
        for row in OutgoingMail.objects.filter(sent_at=None).order_by("created_at", "id")
    ]
