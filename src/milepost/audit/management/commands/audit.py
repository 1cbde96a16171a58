"""``milepost audit``: read, export and check what was recorded."""

import csv
import sys
from argparse import ArgumentParser
from collections.abc import Mapping
from datetime import UTC, datetime, time
from pathlib import Path
from typing import Any, ClassVar

import orjson
from django.core.management.base import CommandParser
from django.utils.translation import gettext as _

from milepost.audit.export import COLUMNS, as_row
from milepost.audit.selectors import Wanted, check_chain, search_events, stream_events
from milepost.kernel.actors import system_actor
from milepost.kernel.commands import EXIT_FINDINGS, MilepostCommand, calendar_day


class Command(MilepostCommand):
    """List, export and verify the events of this instance."""

    help = "read, export and check what was recorded"
    example: ClassVar[str] = "milepost audit verify"
    examples: ClassVar[Mapping[str, str]] = {
        "list": "milepost audit list --text edition --since 2026-11-01",
        "export": "milepost audit export events.csv",
    }

    def add_actions(self, parser: CommandParser) -> None:
        actions = parser.add_subparsers(dest="action", required=True)
        listing = actions.add_parser("list", help="list events, the newest first")
        listing.add_argument("--limit", type=int, default=50)
        self._add_search(listing)
        export = actions.add_parser("export", help="write events to a CSV or JSON Lines file")
        export.add_argument("file", type=Path, help="ends in .csv or .jsonl")
        self._add_search(export)
        actions.add_parser("verify", help="recompute the chain; exits 1 where it does not hold")

    def _add_search(self, parser: ArgumentParser) -> None:
        parser.add_argument("--text", default="", help="words in action, subject, actor, reason")
        parser.add_argument("--since", type=calendar_day, help="from this day on (UTC)")
        parser.add_argument("--until", type=calendar_day, help="before this day (UTC)")

    def _wanted(self, options: dict[str, Any]) -> Wanted:
        edges = {
            name: datetime.combine(options[name], time(), UTC) if options[name] else None
            for name in ("since", "until")
        }
        return Wanted(text=options["text"], since=edges["since"], until=edges["until"])

    def do_list(self, options: dict[str, Any]) -> None:
        """Print the newest events."""
        events, _count = search_events(
            system_actor(), self._wanted(options), limit=options["limit"]
        )
        self.print_objects(
            [event.as_dict() for event in events],
            *("at", "actor", "action", "subject_kind", "subject_key", "reason"),
        )

    def do_export(self, options: dict[str, Any]) -> None:
        """Write all events that are looked for, the oldest first."""
        path: Path = options["file"]
        events = stream_events(system_actor(), self._wanted(options))
        count = 0
        with path.open("w", encoding="utf-8", newline="") as stream:
            writer = csv.writer(stream)
            is_table = path.suffix == ".csv"
            if is_table:
                writer.writerow(COLUMNS)
            for event in events:
                if is_table:
                    writer.writerow(as_row(event))
                else:
                    stream.write(orjson.dumps(event.as_dict()).decode() + "\n")
                count += 1
        self.print_objects([{"file": str(path), "events": count}], "events", "file")

    def do_verify(self, options: dict[str, Any]) -> None:
        """Print whether the chain holds, and its head to keep elsewhere."""
        report = check_chain()
        state = {"events": report.events, "head": report.head, "holds": report.holds}
        broken = [
            {"position": item.position, "event": item.event, "what": item.what}
            for item in report.breaks
        ]
        if self.as_json:
            self.print_objects([state | {"breaks": broken}])
        else:
            self.stdout.write(
                _("%(events)s events, head %(head)s.")
                % {"events": report.events, "head": report.head}
            )
            for item in broken:
                self.stdout.write(f"{item['position']}  {item['what']}  {item['event']}")
        if not report.holds:
            sys.exit(EXIT_FINDINGS)
