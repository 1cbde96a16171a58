"""``milepost report``: outlines of reports, loaded, written out, checked and published."""

import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any, ClassVar

from django.core.management.base import CommandParser

from milepost.kernel.actors import system_actor
from milepost.kernel.commands import EXIT_FINDINGS, MilepostCommand
from milepost.kernel.errors import FileMissing
from milepost.publishing.outline_reading import (
    disagreements,
    get_outline,
    list_outlines,
    outline_scope,
)
from milepost.publishing.outlines import load_outline, publish_outline, start_outline
from milepost.publishing.report.checking import as_finding
from milepost.publishing.report.outline import dump_outline
from milepost.publishing.report.scope import KINDS


class Command(MilepostCommand):
    """List, start, load, dump, check and publish the outlines of reports."""

    help = "outlines of reports: sections, generated parts and what people wrote"
    example: ClassVar[str] = "milepost report load outline.yaml --edition 2019"
    examples: ClassVar[Mapping[str, str]] = {
        "start": "milepost report start 2019 --kind profile --place 608",
        "load": "milepost report load outline.yaml --edition 2019 --against",
        "dump": "milepost report dump global > outline.yaml",
        "check": "milepost report check global",
        "publish": "milepost report publish global",
    }

    def add_actions(self, parser: CommandParser) -> None:
        actions = parser.add_subparsers(dest="action", required=True)
        actions.add_parser("list", help="list the outlines with their editions")
        start = actions.add_parser("start", help="begin the outline of a report")
        start.add_argument("edition")
        start.add_argument("--kind", choices=KINDS, default="global", help="kind of report")
        for name, about in (
            ("place", "code of the place"),
            ("goal", "key of the goal"),
            ("framework", "framework to tell it by"),
        ):
            start.add_argument(f"--{name}", default="", help=about)
        load = actions.add_parser("load", help="load an outline as a new version")
        load.add_argument("file", type=Path, metavar="FILE")
        load.add_argument("--edition", required=True, help="edition beside which it is written")
        load.add_argument(
            "--against",
            action="store_true",
            help="stamp its texts: somebody has read them beside this edition",
        )
        for name, about in (
            ("dump", "write the newest version of an outline as YAML"),
            ("check", "list what in its text no longer agrees with its edition"),
            ("publish", "let the site write the report with it"),
        ):
            actions.add_parser(name, help=about).add_argument("outline")

    def do_list(self, options: dict[str, Any]) -> None:
        """List outlines."""
        self.print_objects(list_outlines(system_actor()), "key", "edition", "version", "made_by")

    def do_start(self, options: dict[str, Any]) -> None:
        """Begin an outline."""
        asked = {name: options[name] for name in ("kind", "place", "goal", "framework")}
        key = start_outline(system_actor(), options["edition"], asked)
        self.print_objects([{"key": key}], "key")

    def do_load(self, options: dict[str, Any]) -> None:
        """Load an outline."""
        path: Path = options["file"]
        if not path.is_file():
            raise FileMissing(path=path)
        loaded = load_outline(
            system_actor(),
            path.read_text(encoding="utf-8"),
            path.name,
            edition=options["edition"],
            against=options["against"],
        )
        self.print_objects([loaded], "key", "version", "changed")

    def do_dump(self, options: dict[str, Any]) -> None:
        """Write an outline."""
        document = get_outline(system_actor(), options["outline"])["document"]
        if self.as_json:
            self.print_objects([document])
        else:
            self.stdout.write(dump_outline(document))

    def do_check(self, options: dict[str, Any]) -> None:
        """Check the texts of an outline; exits 1 when one no longer agrees."""
        outline = get_outline(system_actor(), options["outline"])
        found = disagreements(outline, outline_scope(outline, "en"))
        self.print_findings([as_finding(row) for row in found])
        if found:
            sys.exit(EXIT_FINDINGS)

    def do_publish(self, options: dict[str, Any]) -> None:
        """Publish an outline."""
        published = publish_outline(system_actor(), options["outline"])
        self.print_objects([published], "key", "version", "changed")
