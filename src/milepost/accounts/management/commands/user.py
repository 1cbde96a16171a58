"""``milepost user``: the people of an instance and their roles."""

import getpass
import os
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any, ClassVar

from django.core.management.base import CommandParser
from django.urls import reverse
from django.utils.translation import gettext as _

from milepost.accounts import services
from milepost.accounts.founding import FOUNDER_ROLES
from milepost.accounts.held import find_person_row, plan_erasure
from milepost.accounts.invitation_mail import send_invitation
from milepost.accounts.selectors import find_person_by_address, list_people
from milepost.accounts.wording import NOT_ERASED
from milepost.kernel.actors import system_actor
from milepost.kernel.commands import MilepostCommand
from milepost.kernel.errors import NotFound
from milepost.kernel.instance import instance_facts
from milepost.kernel.scopes import Scope


def _scope_of(options: Mapping[str, Any]) -> Scope:
    names = ("framework", "edition", "place", "organisation")
    return Scope(**{name: options[name] for name in names})


def _find(email: str) -> str:
    person = find_person_by_address(email)
    if person is None:
        raise NotFound(what=_("person"), key=email)
    return person


def _find_any(email: str) -> str:
    person = find_person_row(email)
    if person is None:
        raise NotFound(what=_("person"), key=email)
    return person


def _written(role: Mapping[str, Any]) -> str:
    limits = [role[name] for name in ("framework", "edition", "place", "organisation_name")]
    return " ".join([role["role"], *(limit for limit in limits if limit)])


class Command(MilepostCommand):
    """Create, list and invite people; give and end roles."""

    help = "the people who may sign in: create, invite, list, give and end roles"
    example: ClassVar[str] = "milepost user create-admin --email awa@example.org --name 'Awa Diop'"
    examples: ClassVar[Mapping[str, str]] = {
        "create": "milepost user create --email ines@example.org --name 'Ines Cruz' "
        "--role editor --role assessor",
        "invite": "milepost user invite --email ines@example.org --role assessor --place 019 "
        "--site https://milepost.example.org",
        "grant": "milepost user grant --email ines@example.org --role assessor --edition 2026",
        "end-role": "milepost user end-role --email ines@example.org --role assessor",
        "export": "milepost user export ines@example.org --out ines.zip",
        "erase": "milepost user erase ines@example.org --reason 'She asked for it.' --dry-run",
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

        actions.add_parser("list", help="list people with their roles")
        actions.add_parser(
            "setup-code", help="print the code that the set-up page of an empty instance asks for"
        )

        export = actions.add_parser("export", help="write what is held about a person to a file")
        export.add_argument("email")
        export.add_argument("--out", type=Path, required=True, help="a ZIP file to write")
        erase = actions.add_parser("erase", help="replace a person by a pseudonym everywhere")
        erase.add_argument("email")
        erase.add_argument("--reason", required=True, help="why; it must not name the person")
        erase.add_argument("--dry-run", action="store_true", help="say what would happen")
        for name, about in (
            ("grant", "give a person a role, everywhere or within limits"),
            ("end-role", "end a role that a person holds"),
            ("invite", "invite a person by mail and print the address of the invitation"),
        ):
            action = actions.add_parser(name, help=about)
            action.add_argument("--email", required=True)
            action.add_argument("--role", required=name != "invite", default="")
            for limit, hint in (
                ("edition", "key of an edition"),
                ("framework", "key of a framework"),
                ("place", "M49 code or group"),
                ("organisation", "uuid of an organisation"),
            ):
                action.add_argument(f"--{limit}", default="", help=hint)
            if name == "invite":
                action.add_argument("--name", default="")
                action.add_argument("--language", default="en")
                action.add_argument(
                    "--site", required=True, help="where people reach this instance"
                )

    def do_list(self, options: dict[str, Any]) -> None:
        """Print everybody with their roles."""
        people = [
            {
                "uuid": person["uuid"],
                "email": person["email"],
                "name": person["name"],
                "is_active": person["is_active"],
                "roles": [_written(role) for role in person["roles"]],
            }
            for person in list_people(system_actor())
        ]
        self.print_objects(people, "email", "name", "roles")

    def do_setup_code(self, _options: dict[str, Any]) -> None:
        """Print the code of the set-up page."""
        self.print_objects([{"code": services.make_setup_code()}], "code")

    def do_export(self, options: dict[str, Any]) -> None:
        """Write a ZIP that only the operator can read."""
        content = services.export_person(system_actor(), _find_any(options["email"]))
        descriptor = os.open(options["out"], os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
        written = {"file": str(options["out"]), "bytes": len(content)}
        self.print_objects([written], "file", "bytes")

    def do_erase(self, options: dict[str, Any]) -> None:
        """Erase a person, and say what was changed and what stays."""
        person = _find_any(options["email"])
        if options["dry_run"]:
            plan = plan_erasure(system_actor(), person)
            changes = plan.changes
        else:
            changes = services.erase_person(
                system_actor(), person, reason=options["reason"]
            ).changes
        columns = ("deleted", "replaced", "kept", "unclear", "model", "role")
        self.print_objects([change.as_dict() for change in changes], *columns)
        if not self.as_json:
            self.stdout.write("\n".join(str(sentence) for sentence in NOT_ERASED))

    def do_grant(self, options: dict[str, Any]) -> None:
        """Give a role."""
        person = _find(options["email"])
        outcome = services.grant_role(system_actor(), person, options["role"], _scope_of(options))
        self.print_objects([{"email": options["email"], "outcome": outcome}], "email", "outcome")

    def do_end_role(self, options: dict[str, Any]) -> None:
        """End a role."""
        person = _find(options["email"])
        services.end_role(system_actor(), person, options["role"], _scope_of(options))
        self.print_objects([{"email": options["email"], "outcome": "ended"}], "email", "outcome")

    def do_invite(self, options: dict[str, Any]) -> None:
        """Invite somebody; the address is printed once and works once."""
        scope, role = _scope_of(options), options["role"]
        invited = services.Invited(
            email=options["email"],
            name=options["name"],
            language=options["language"],
            organisation=options["organisation"],
            grants=((role, replace(scope, organisation="")),) if role else (),
        )
        issued = services.invite_person(system_actor(), invited)
        path = reverse("join", args=[issued.token])
        page = options["site"].rstrip("/") + path
        send_invitation(invited, page, host=instance_facts().name)
        self.print_objects([{"email": invited.email, "page": page}], "email", "page")

    def do_create_admin(self, options: dict[str, Any]) -> None:
        """Create an administrator."""
        self._create(options, FOUNDER_ROLES)

    def do_create(self, options: dict[str, Any]) -> None:
        """Create a person with the given roles."""
        self._create(options, frozenset(options["role"]))

    def _create(self, options: dict[str, Any], roles: frozenset[str]) -> None:
        password = os.environ.get("MILEPOST_NEW_PASSWORD") or getpass.getpass("Password: ")
        uuid = services.create_user(
            system_actor(), options["email"], name=options["name"], password=password, roles=roles
        )
        self.print_objects([{"uuid": uuid, "email": options["email"]}], "email", "uuid")
