"""``milepost mail``: send what waits in the outbox, and see it."""

import time
from typing import Any, ClassVar

from django.core.management.base import CommandParser
from django.utils.translation import gettext as _

from milepost.accounts.outbox import list_waiting, send_due
from milepost.kernel.commands import MilepostCommand


class Command(MilepostCommand):
    """Send waiting messages once or for ever, or list them."""

    help = "send the messages that wait in the outbox, or list them"
    example: ClassVar[str] = "milepost mail send --every 60"

    def add_actions(self, parser: CommandParser) -> None:
        actions = parser.add_subparsers(dest="action", required=True)
        actions.add_parser("list", help="list what waits, with the last error")
        send = actions.add_parser("send", help="send what is due")
        send.add_argument("--every", type=int, help="go on, looking again after so many seconds")

    def do_list(self, options: dict[str, Any]) -> None:
        """Print the waiting messages."""
        rows = [
            row | {"created_at": row["created_at"].isoformat(),
                   "next_try_at": row["next_try_at"].isoformat()}
            for row in list_waiting()
        ]  # fmt: skip
        self.print_objects(rows, "created_at", "address", "subject", "attempts", "last_error")

    def do_send(self, options: dict[str, Any]) -> None:
        """Send what is due, once or again and again."""
        while True:
            sent, failed = send_due()
            if sent or failed or not options["every"]:
                self.stdout.write(
                    _("%(sent)s sent, %(failed)s failed.") % {"sent": sent, "failed": failed}
                )
            if not options["every"]:
                return
            time.sleep(max(1, options["every"]))
