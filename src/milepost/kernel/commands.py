"""The base of every command: findings and errors as text or JSON, and honest exit codes."""

import argparse
import sys
from collections.abc import Sequence
from typing import Any, ClassVar

import orjson
from django.core.management.base import BaseCommand, CommandParser

from milepost.kernel.errors import BadInput, MilepostError
from milepost.kernel.findings import Finding

EXIT_FINDINGS = 1
EXIT_ERROR = 2


class MilepostCommand(BaseCommand):
    """A command with actions: ``milepost NAME ACTION``; each action is a method ``do_ACTION``.

    Subclasses set ``example`` and add their parsers in ``add_actions``. ``--json`` prints a list
    of objects. Bad input exits 1 after printing every finding; another error exits 2.
    """

    example: ClassVar[str] = ""
    requires_system_checks: list[str] = []  # noqa: RUF012

    def create_parser(self, prog_name: str, subcommand: str, **kwargs: Any) -> CommandParser:
        kwargs.setdefault("epilog", f"example: {self.example}" if self.example else None)
        return super().create_parser("milepost", subcommand, **kwargs)

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--json", action="store_true", help="print a JSON list of objects")
        self.add_actions(parser)
        for action in _parsers_of_actions(parser):
            # Accepted behind the action too; left out there, it keeps what stood before it.
            action.add_argument("--json", action="store_true", default=argparse.SUPPRESS)

    def add_actions(self, parser: CommandParser) -> None:
        """Add the command's own arguments; override."""

    def handle(self, *args: Any, **options: Any) -> None:
        self.as_json = bool(options.get("json"))
        action = options.get("action") or "run"
        try:
            getattr(self, f"do_{str(action).replace('-', '_')}")(options)
        except BadInput as error:
            self.print_findings(error.findings)
            self.stderr.write(str(error))
            sys.exit(EXIT_FINDINGS)
        except MilepostError as error:
            self.stderr.write(str(error))
            sys.exit(EXIT_ERROR)

    def print_objects(self, objects: Sequence[dict[str, Any]], *columns: str) -> None:
        """Print objects: as JSON when asked, otherwise one line each with the named columns."""
        if self.as_json:
            payload = orjson.dumps(list(objects), option=orjson.OPT_INDENT_2, default=str)
            self.stdout.write(payload.decode())
            return
        for item in objects:
            self.stdout.write("  ".join(str(item.get(column, "")) for column in columns))

    def print_findings(self, findings: Sequence[Finding]) -> None:
        """Print each finding: where, what, why, what to do."""
        if self.as_json:
            self.print_objects([finding.as_dict() for finding in findings])
            return
        for finding in findings:
            self.stdout.write(f"{finding.severity}: {finding.where}: {finding.what}")
            self.stdout.write(f"    why: {finding.why}")
            self.stdout.write(f"    do:  {finding.remedy}")


def _parsers_of_actions(parser: CommandParser) -> list[argparse.ArgumentParser]:
    """Return the parsers of a command's actions that have no ``--json`` of their own."""
    groups = [
        action.choices.values()
        for action in parser._actions
        if isinstance(action, argparse._SubParsersAction)
    ]
    return [one for group in groups for one in group if "--json" not in one._option_string_actions]
