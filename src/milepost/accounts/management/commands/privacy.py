"""``milepost privacy``: what is held about people, and deleting what is past its time."""

from collections.abc import Mapping
from typing import Any, ClassVar

from django.core.management.base import CommandParser

from milepost.accounts.services import sweep
from milepost.kernel.actors import system_actor
from milepost.kernel.commands import MilepostCommand
from milepost.kernel.holdings import list_declarations
from milepost.kernel.retention import list_rules


class Command(MilepostCommand):
    """List what is held about people; delete what has outlived its time."""

    help = "what is held about people, and deleting what is past its time"
    example: ClassVar[str] = "milepost privacy sweep --dry-run"
    examples: ClassVar[Mapping[str, str]] = {"inventory": "milepost privacy inventory"}

    def add_actions(self, parser: CommandParser) -> None:
        actions = parser.add_subparsers(dest="action", required=True)
        actions.add_parser("inventory", help="list every field that holds data about a person")
        sweeping = actions.add_parser("sweep", help="delete what is past its time (run it daily)")
        sweeping.add_argument("--dry-run", action="store_true", help="count and delete nothing")

    def do_inventory(self, options: dict[str, Any]) -> None:
        """Print each field about a person with what an erasure does."""
        rows = [
            {
                "model": declaration.model,
                "field": name,
                "role": str(holding.role),
                "purpose": str(holding.purpose),
                "basis": holding.basis.value,
                "retention": str(holding.retention),
                "erasure": erasure.value,
            }
            for declaration in list_declarations()
            for holding in declaration.holdings
            for name, erasure in holding.fields.items()
        ]
        self.print_objects(rows, "model", "field", "basis", "erasure", "role")

    def do_sweep(self, options: dict[str, Any]) -> None:
        """Delete, or with ``--dry-run`` count, what is past its time."""
        counts = sweep(system_actor(), dry_run=options["dry_run"])
        rows = [
            {
                "rule": rule.name,
                "days": rule.days,
                "what": str(rule.what),
                "rows": counts[rule.name],
            }
            for rule in list_rules()
        ]
        self.print_objects(rows, "rows", "days", "rule", "what")
