"""The base of every command: findings and errors as text or JSON, and honest exit codes."""

import argparse
import re
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date
from typing import Any, ClassVar

import orjson
from django.core.management.base import BaseCommand, CommandParser
from django.db.utils import DatabaseError

from milepost.kernel.errors import BadInput, DatabaseUnusable, FileUnusable, MilepostError
from milepost.kernel.findings import Finding
from milepost.kernel.progress import listen

EXIT_FINDINGS = 1
EXIT_ERROR = 2


class MilepostCommand(BaseCommand):
    """A command with actions: ``milepost NAME ACTION``; each action is a method ``do_ACTION``.

    Subclasses set ``example``, and ``examples`` by action, and add their parsers in
    ``add_actions``. ``--json`` prints a list of objects. Bad input exits 1 after printing every
    finding; another error exits 2, also one of the database or the file system.
    """

    example: ClassVar[str] = ""
    examples: ClassVar[Mapping[str, str]] = {}
    requires_system_checks: list[str] = []  # noqa: RUF012

    def create_parser(self, prog_name: str, subcommand: str, **kwargs: Any) -> CommandParser:
        kwargs.setdefault("epilog", f"example: {self.example}" if self.example else None)
        return super().create_parser("milepost", subcommand, **kwargs)

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--json", action="store_true", help="print a JSON list of objects")
        self.add_actions(parser)
        for name, action in _parsers_of_actions(parser):
            action.epilog = action.epilog or f"example: {self._example_of(name, action)}"
            if "--json" not in action._option_string_actions:
                # Accepted behind the action too; left out there, it keeps what stood before it.
                action.add_argument(
                    "--json",
                    action="store_true",
                    default=argparse.SUPPRESS,
                    help="print a JSON list of objects",
                )

    def _example_of(self, name: str, action: argparse.ArgumentParser) -> str:
        """Return the example of an action, or else how it is written with what it needs."""
        if name in self.examples:
            return self.examples[name]
        own = f"milepost {type(self).__module__.rpartition('.')[2]} {name}"
        if self.example.startswith(f"{own} "):
            return self.example
        return " ".join([own, *_needed(action)])

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
        except DatabaseError as error:
            self._stop(error, DatabaseUnusable(reason=_first_line(error)), options)
        except BrokenPipeError:
            raise
        except OSError as error:
            reason = error.strerror or _first_line(error)
            self._stop(error, FileUnusable(path=error.filename or "", reason=reason), options)

    def _stop(self, cause: Exception, error: MilepostError, options: Mapping[str, Any]) -> None:
        """Say what the machine refused and exit 2; with ``--traceback`` show where."""
        if options.get("traceback"):
            raise cause
        self.stderr.write(str(error))
        sys.exit(EXIT_ERROR)

    @contextmanager
    def progress(self, options: Mapping[str, Any]) -> Iterator[None]:
        """Show on a terminal how far the work inside is; silent for machines and for files."""
        stream = sys.stderr
        if options.get("json") or not stream.isatty():
            yield
            return
        last = ""

        def show(stage: str, done: int, total: int) -> None:
            nonlocal last
            line = f"{stage} {done * 100 // total} %" if total and done else f"{stage} …"
            if line != last:
                stream.write(f"\r{line:<40}")
                stream.flush()
                last = line

        with listen(show):
            yield
        stream.write("\r" + " " * 40 + "\r")

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


def _needed(parser: argparse.ArgumentParser) -> Iterator[str]:
    """Yield what an action cannot do without, as its usage names it."""
    for argument in parser._actions:
        name = argument.metavar if isinstance(argument.metavar, str) else argument.dest.upper()
        if not argument.option_strings and argument.nargs not in {"?", "*"}:
            yield name
        elif argument.required:
            yield f"{argument.option_strings[0]} {name}"


def calendar_day(text: str) -> date:
    """Read an option that is a day; argparse prints why when it is none."""
    try:
        if re.fullmatch("[0-9]{4}-[0-9]{2}-[0-9]{2}", text):
            return date.fromisoformat(text)
    except ValueError:
        pass
    message = f"not a calendar day: {text} (write 2015-11-25)"
    raise argparse.ArgumentTypeError(message)


def _first_line(error: Exception) -> str:
    return (str(error) or type(error).__name__).strip().splitlines()[0]


def _parsers_of_actions(
    parser: CommandParser,
) -> Iterator[tuple[str, argparse.ArgumentParser]]:
    """Yield a command's actions with their parsers."""
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction):
            yield from action.choices.items()
