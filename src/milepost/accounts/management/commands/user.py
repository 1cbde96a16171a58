"""``milepost user``: create the people of an instance."""

import getpass
import os
from collections.abc import Mapping
from typing import Any, ClassVar

from django.core.management.base import CommandParser

from milepost.accounts.services import create_user
from milepost.kernel.actors import system_actor
from milepost.kernel.commands import MilepostCommand


class Command(MilepostCommand):
    """Create an administrator, or a person with roles."""

    help = "create the people who may sign in"
    example: ClassVar[str] = "milepost user create-admin --email awa@example.org --name 'Awa Diop'"
    examples: ClassVar[Mapping[str, str]] = {
        "create": "milepost user create --email ines@example.org --name 'Ines Cruz' "
        "--role editor --role assessor",
    }

    def add_actions(self, parser: CommandParser) -> None:
        actions = parser.add_subparsers(dest="action", required=True)
        for name, about in (
            ("create-admin", "create an administrator"),
            ("create", "create a person with the given roles"),
        ):
            action = actions.add_parser(name, help=about)
            action.add_argument("--email", required=True)
            action.add_argument("--name", required=True)
            if name == "create":
                action.add_argument("--role", action="append", default=[], required=True)

    def do_create_admin(self, options: dict[str, Any]) -> None:
        """Create an administrator."""
        self._create(options, frozenset({"administrator", "editor", "data_steward", "assessor"}))

    def do_create(self, options: dict[str, Any]) -> None:
        """Create a person with the given roles."""
        self._create(options, frozenset(options["role"]))

    def _create(self, options: dict[str, Any], roles: frozenset[str]) -> None:
        password = os.environ.get("MILEPOST_NEW_PASSWORD") or getpass.getpass("Password: ")
        uuid = create_user(
            system_actor(), options["email"], name=options["name"], password=password, roles=roles
        )
        self.print_objects([{"uuid": uuid, "email": options["email"]}], "email", "uuid")
