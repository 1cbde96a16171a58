"""``milepost evidence``: the sources that assessments cite."""

from argparse import ArgumentParser
from collections.abc import Mapping
from pathlib import Path
from typing import Any, ClassVar

from django.core.management.base import CommandParser

from milepost.evidence.protection import EDITION, ORGANISATION, Level, Protection
from milepost.evidence.reading import list_readings
from milepost.evidence.selectors import list_sources_with_use
from milepost.evidence.services import load_sources, protect_source
from milepost.kernel.actors import system_actor
from milepost.kernel.commands import MilepostCommand
from milepost.kernel.input_files import read_text_file


def _protection(options: Mapping[str, Any]) -> Protection:
    """Return the level that the options say, with its readers."""
    level = Level(options["level"])
    if level is Level.CONFIDENTIAL:
        return Protection(level, " ".join(sorted(options["role"])))
    circle = (ORGANISATION, EDITION) if level is Level.CIRCLE else ()
    named = [f"{kind}:{options[kind]}" for kind in circle if options[kind]]
    return Protection(level, named[0] if named else "")


class Command(MilepostCommand):
    """Load sources from a file, and list them."""

    help = "load and list the sources that assessments cite"
    example: ClassVar[str] = "milepost evidence load sources.yaml"
    examples: ClassVar[Mapping[str, str]] = {
        "protect": "milepost evidence protect testimony-3 --level confidential --role reviewer",
    }

    def add_actions(self, parser: CommandParser) -> None:
        actions = parser.add_subparsers(dest="action", required=True)
        load = actions.add_parser("load", help="load sources from YAML files")
        load.add_argument("files", nargs="+", type=Path, metavar="FILE")
        self._add_level(load)
        protect = actions.add_parser("protect", help="say who may see a source")
        protect.add_argument("key", help="key of the source")
        self._add_level(protect)
        protect.add_argument("--reason", default="", help="why; needed to let more people in")
        actions.add_parser("readings", help="list who read confidential sources")
        actions.add_parser("list", help="list the sources with the number of citations")

    def _add_level(self, parser: ArgumentParser) -> None:
        parser.add_argument("--level", choices=[level.value for level in Level], default="public")
        parser.add_argument("--organisation", default="", help="circle: uuid of an organisation")
        parser.add_argument("--edition", default="", help="circle: key of an edition")
        parser.add_argument(
            "--role", action="append", default=[], help="confidential: a role that may see it"
        )

    def do_protect(self, options: dict[str, Any]) -> None:
        """Set the level of a source."""
        outcome = protect_source(
            system_actor(), options["key"], _protection(options), reason=options["reason"]
        )
        self.print_objects([{"key": options["key"], "outcome": outcome}], "key", "outcome")

    def do_readings(self, options: dict[str, Any]) -> None:
        """List who read what, the newest first."""
        self.print_objects(list_readings(system_actor()), "at", "who", "source", "how")

    def do_load(self, options: dict[str, Any]) -> None:
        """Load each file; a file with findings changes nothing."""
        rows = []
        for path in options["files"]:
            report = load_sources(
                system_actor(), read_text_file(path), path.name, _protection(options)
            )
            rows.append({"file": path.name, **report.as_dict()})
        if self.as_json:
            self.print_objects(rows)
            return
        for row in rows:
            counts = ", ".join(f"{len(row[name])} {name}" for name in OUTCOMES)
            self.stdout.write(f"{row['file']}: {counts}")

    def do_list(self, options: dict[str, Any]) -> None:
        """List the sources."""
        self.print_objects(
            list_sources_with_use(system_actor()),
            *("key", "issued", "kind", "citations", "level", "title"),
        )


OUTCOMES = ("added", "changed", "unchanged")
