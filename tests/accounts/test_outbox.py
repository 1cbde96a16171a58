"""The outbox: nothing is lost with the mail server, nothing is sent twice, texts are wiped."""

import socketserver
import threading
from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.core.mail import EmailMultiAlternatives
from django.db import transaction
from pytest_django.fixtures import Settings

from milepost.accounts.models import OutgoingMail
from milepost.accounts.outbox import OutboxBackend, list_waiting, send_due
from milepost.kernel import clock

pytestmark = pytest.mark.django_db(transaction=True)


class Post(socketserver.StreamRequestHandler):
    """As much of a mail server as a client needs, over a real socket."""

    def handle(self) -> None:
        self.wfile.write(b"220 post\r\n")
        taking = False
        for raw in self.rfile:
            line = raw.decode().rstrip("\r\n")
            if taking:
                self.server.lines.append(line)  # type: ignore[attr-defined]
                if line == ".":
                    taking = False
                    self.wfile.write(b"250 taken\r\n")
                continue
            word = line[:4].upper()
            if word == "DATA":
                taking = True
                self.wfile.write(b"354 go on\r\n")
            elif word == "QUIT":
                self.wfile.write(b"221 bye\r\n")
                return
            else:
                self.wfile.write(b"250 ok\r\n")


@pytest.fixture
def server() -> Iterator[socketserver.TCPServer]:
    with socketserver.TCPServer(("127.0.0.1", 0), Post) as post:
        post.lines = []  # type: ignore[attr-defined]
        threading.Thread(target=post.serve_forever, daemon=True).start()
        yield post
        post.shutdown()


def write(subject: str = "Hello") -> None:
    message = EmailMultiAlternatives(subject, "the text", "a@example.org", ["b@example.org"])
    message.attach_alternative("<p>the text</p>", "text/html")
    OutboxBackend().send_messages([message])


def test_message_is_sent_once_after_its_transaction_and_wiped(
    server: socketserver.TCPServer, settings: Settings
) -> None:
    settings.MILEPOST_MAIL_URL = f"smtp://127.0.0.1:{server.server_address[1]}"
    with transaction.atomic():
        write()
        assert not server.lines  # type: ignore[attr-defined]
    sent = "\n".join(server.lines)  # type: ignore[attr-defined]
    assert "Subject: Hello" in sent
    assert sent.count("the text") == 2
    row = OutgoingMail.objects.get()
    assert (row.body, row.html, row.attempts) == ("", "", 1)
    assert row.sent_at is not None
    assert send_due() == (0, 0)


def test_message_waits_for_a_server_that_is_down_and_goes_later(
    server: socketserver.TCPServer, settings: Settings
) -> None:
    settings.MILEPOST_MAIL_URL = "smtp://127.0.0.1:1"
    write()
    (waiting,) = list_waiting()
    assert (waiting["attempts"], "refused" in waiting["last_error"].lower()) == (1, True)
    assert send_due() == (0, 0)
    settings.MILEPOST_MAIL_URL = f"smtp://127.0.0.1:{server.server_address[1]}"
    with clock.hold(clock.now() + timedelta(minutes=2)):
        assert send_due() == (1, 0)
    assert list_waiting() == []


def test_without_a_server_messages_wait_untried(settings: Settings) -> None:
    settings.MILEPOST_MAIL_URL = ""
    write("one\nBcc: eve@example.org")
    assert send_due() == (0, 0)
    (waiting,) = list_waiting()
    assert (waiting["attempts"], waiting["subject"]) == (0, "one Bcc: eve@example.org")
