"""``milepost token``: tokens with which programs act as people."""

from collections.abc import Mapping
from typing import Any, ClassVar

from django.core.management.base import CommandParser
from django.utils.translation import gettext as _

from milepost.accounts.held import find_person_row
from milepost.accounts.services import create_token, revoke_token
from milepost.accounts.tokens import LONGEST_DAYS, SCOPES, list_tokens
from milepost.kernel.actors import system_actor
from milepost.kernel.commands import MilepostCommand
from milepost.kernel.errors import NotFound


def _find(email: str) -> str:
    person = find_person_row(email)
    if person is None:
        raise NotFound(what=_("person"), key=email)
    return person


class Command(MilepostCommand):
    """Make, list and revoke tokens."""

    help = "tokens with which programs act as people: create, list, revoke"
    example: ClassVar[str] = (
        "milepost token create awa@example.org --name 'nightly import' --scope import-data"
    )
    examples: ClassVar[Mapping[str, str]] = {
        "list": "milepost token list awa@example.org",
        "revoke": "milepost token revoke awa@example.org 6f1c2a34-5b6d-4e7f-8a9b-0c1d2e3f4a5b",
    }

    def add_actions(self, parser: CommandParser) -> None:
        actions = parser.add_subparsers(dest="action", required=True)
        create = actions.add_parser("create", help="make a token and print it, this once")
        create.add_argument("email", help="the person as whom the program acts")
        create.add_argument("--name", required=True, help="what uses it")
        create.add_argument(
            "--scope", action="append", required=True, choices=list(SCOPES), help="what it is for"
        )
        create.add_argument(
            "--days", type=int, default=90, help=f"for how long, at most {LONGEST_DAYS}"
        )
        listing = actions.add_parser("list", help="list a person's tokens")
        listing.add_argument("email")
        revoke = actions.add_parser("revoke", help="end a token at once")
        revoke.add_argument("email")
        revoke.add_argument("token", help="its uuid, as listed")

    def do_create(self, options: dict[str, Any]) -> None:
        """Make a token."""
        person = _find(options["email"])
        made = create_token(
            system_actor(), person, options["name"], options["scope"], options["days"]
        )
        self.print_objects([{"uuid": made.uuid, "token": made.secret}], "uuid", "token")

    def do_list(self, options: dict[str, Any]) -> None:
        """List tokens."""
        rows = list_tokens(system_actor(), _find(options["email"]))
        self.print_objects(rows, "uuid", "state", "expires_at", "scopes", "name")

    def do_revoke(self, options: dict[str, Any]) -> None:
        """Revoke a token."""
        revoke_token(system_actor(), _find(options["email"]), options["token"])
        self.print_objects([{"uuid": options["token"], "outcome": "revoked"}], "uuid", "outcome")
