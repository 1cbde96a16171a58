"""``milepost evidence``: the sources that assessments cite."""

from pathlib import Path
from typing import Any, ClassVar

from django.core.management.base import CommandParser

from milepost.evidence.selectors import list_sources_with_use
from milepost.evidence.services import load_sources
from milepost.kernel.actors import system_actor
from milepost.kernel.commands import MilepostCommand
from milepost.kernel.input_files import read_text_file


class Command(MilepostCommand):
    """Load sources from a file, and list them."""

    help = "load and list the sources that assessments cite"
    example: ClassVar[str] = "milepost evidence load sources.yaml"

    def add_actions(self, parser: CommandParser) -> None:
        actions = parser.add_subparsers(dest="action", required=True)
        load = actions.add_parser("load", help="load sources from YAML files")
        load.add_argument("files", nargs="+", type=Path, metavar="FILE")
        actions.add_parser("list", help="list the sources with the number of citations")

    def do_load(self, options: dict[str, Any]) -> None:
        """Load each file; a file with findings changes nothing."""
        rows = []
        for path in options["files"]:
            report = load_sources(system_actor(), read_text_file(path), path.name)
            rows.append({"file": path.name, **report.as_dict()})
        if self.as_json:
            self.print_objects(rows)
            return
        for row in rows:
            counts = ", ".join(f"{len(row[name])} {name}" for name in OUTCOMES)
            self.stdout.write(f"{row['file']}: {counts}")

    def do_list(self, options: dict[str, Any]) -> None:
        """List the sources."""
        self.print_objects(list_sources_with_use(), "key", "issued", "kind", "citations", "title")


OUTCOMES = ("added", "changed", "unchanged")
