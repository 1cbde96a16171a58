"""``milepost places``: list places and groups, find a place by name, load a network's groups."""

import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any, ClassVar

from django.core.management.base import CommandParser
from django.db.utils import DatabaseError

from milepost.kernel import clock
from milepost.kernel.actors import system_actor
from milepost.kernel.commands import EXIT_FINDINGS, MilepostCommand, calendar_day
from milepost.kernel.input_files import read_text_file
from milepost.places import facts
from milepost.places.matching import Matcher
from milepost.places.selectors import build_matcher, list_areas, list_cities, list_groups
from milepost.places.services import load_groups


class Command(MilepostCommand):
    """M49 areas, groups at a day, names, and the groups of a network."""

    help = "list places and groups, find a place by name, load a network's own groups"
    example: ClassVar[str] = "milepost places match 'Ivory Coast'"
    examples: ClassVar[Mapping[str, str]] = {
        "list": "milepost places list --groups --as-of 2015-11-25",
        "load": "milepost places load our-regions.yaml",
    }

    def add_actions(self, parser: CommandParser) -> None:
        actions = parser.add_subparsers(dest="action", required=True)
        listing = actions.add_parser("list", help="list areas, groups or cities")
        listing.add_argument("--groups", action="store_true", help="list groups instead of areas")
        listing.add_argument("--cities", action="store_true", help="list cities instead of areas")
        listing.add_argument(
            "--as-of", type=calendar_day, metavar="DAY", help="members on this day"
        )
        match = actions.add_parser("match", help="find the place that a text means")
        match.add_argument("text", nargs="+", metavar="TEXT")
        load = actions.add_parser("load", help="load a file of the network's groups and cities")
        load.add_argument("file", type=Path, metavar="FILE")

    def do_list(self, options: dict[str, Any]) -> None:
        """List areas, cities, or groups with the number of their members on a day."""
        if options["cities"]:
            rows = [row | {"name": row["names"]["en"]} for row in list_cities()]
            self.print_objects(rows, "code", "parent", "name")
            return
        if not options["groups"]:
            rows = [row | {"name": row["names"]["en"]} for row in list_areas()]
            self.print_objects(rows, "code", "iso3", "kind", "name")
            return
        rows = [
            row | {"name": row["names"].get("en", ""), "count": len(row["members"])}
            for row in list_groups(options["as_of"] or clock.today())
        ]
        self.print_objects(rows, "code", "kind", "count", "name")

    def do_match(self, options: dict[str, Any]) -> None:
        """Print the code each text means; exit 1 when one of them is not certain."""
        matcher = _matcher()
        rows = [_answer(matcher, text) for text in options["text"]]
        self.print_objects(rows, "text", "code", "name", "note")
        if any(row["code"] is None for row in rows):
            sys.exit(EXIT_FINDINGS)

    def do_load(self, options: dict[str, Any]) -> None:
        """Load the groups and cities of a file."""
        path: Path = options["file"]
        report = load_groups(system_actor(), read_text_file(path), path.name)
        rows = [
            {"key": key, "outcome": outcome}
            for outcome in ("added", "changed", "unchanged")
            for key in getattr(report, outcome)
        ]
        self.print_objects(rows, "key", "outcome")


def _matcher() -> Matcher:
    """Return the matcher with the network's groups, or over facts alone without a database."""
    try:
        return build_matcher()
    except DatabaseError:
        return Matcher()


def _answer(matcher: Matcher, text: str) -> dict[str, Any]:
    code = matcher.match(text)
    perhaps = [] if code else matcher.suggest(text)
    note = matcher.explain(text)
    if perhaps:
        note = "perhaps: " + ", ".join(f"{other} {_name(other)}".strip() for other in perhaps)
    return {"text": text, "code": code, "name": _name(code), "suggestions": perhaps, "note": note}


def _name(code: str | None) -> str:
    area = facts.find_area(code or "")
    return area.names["en"] if area else ""
