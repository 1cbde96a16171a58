"""Actions of ``milepost data`` about the quality of data: quality, conflicts."""

from dataclasses import asdict
from pathlib import Path
from typing import Any

from milepost.indicators import source_conflicts
from milepost.indicators.errors import FileUnreadable
from milepost.indicators.quality.gathering import get_quality
from milepost.indicators.quality.table import finding_lines, quality_table
from milepost.indicators.selectors import list_conflicts
from milepost.kernel.actors import system_actor
from milepost.kernel.commands import MilepostCommand, calendar_day
from milepost.kernel.csv_cells import csv_bytes
from milepost.kernel.errors import BadInput
from milepost.kernel.yaml_text import decode_text
from milepost.places.selectors import list_areas


class QualityActions(MilepostCommand):
    """The part of the command that reports on data and keeps decided conflicts."""

    def add_quality_actions(self, actions: Any) -> None:
        """Add the parsers of these actions."""
        quality = actions.add_parser("quality", help="report what an indicator's data are like")
        quality.add_argument("key", metavar="INDICATOR")
        quality.add_argument(
            "--as-of", type=calendar_day, help="what was known on this day (2015-11-25)"
        )
        quality.add_argument("--csv", type=Path, help="write the whole report to this file")
        conflicts = actions.add_parser(
            "conflicts", help="list decided conflicts between sources, load a file, drop one"
        )
        conflicts.add_argument("file", type=Path, nargs="?", help="a CSV file of conflicts to keep")
        conflicts.add_argument("--indicator", metavar="KEY", help="list those of one indicator")
        conflicts.add_argument("--drop", metavar="ID", help="take one out of reports")
        conflicts.add_argument("--reason", default="", help="why it is dropped")

    def do_quality(self, options: dict[str, Any]) -> None:
        """Print the summary and every finding, or write the whole report."""
        report = get_quality(system_actor(), options["key"], options["as_of"])
        if options["csv"]:
            names = {area["code"]: area["names"]["en"] for area in list_areas()}
            options["csv"].write_bytes(csv_bytes(quality_table(report, names)))
        if self.as_json:
            self.print_objects([report])
            return
        for name, value in report["summary"].items():
            self.stdout.write(f"{name}: {'unknown' if value is None else value}")
        self.stdout.write("")
        self.print_objects(
            finding_lines(report),
            *("section", "code", "place", "period", "breakdown", "value", "other_value", "rule"),
        )

    def do_conflicts(self, options: dict[str, Any]) -> None:
        """List, load or drop decided conflicts."""
        actor, path = system_actor(), options["file"]
        if options["drop"]:
            source_conflicts.drop_conflict(actor, options["drop"], reason=options["reason"])
        if path is not None:
            text, findings = decode_text(_content(path), path.name)
            if text is None:
                raise BadInput(findings)
            report = source_conflicts.load_conflicts(actor, text, path.name)
            self.print_objects([asdict(report)], "added", "changed", "unchanged")
            return
        columns = ("id", "indicator", "area", "first_says", "second_says", "chosen", "why")
        self.print_objects(list_conflicts(options["indicator"]), *columns)


def _content(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise FileUnreadable(path=str(path), reason=error.strerror or "") from error
