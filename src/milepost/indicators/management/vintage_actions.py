"""Actions of ``milepost data`` that look after files: status, compact, check, sweep."""

import sys
from typing import Any

from milepost.indicators import services
from milepost.indicators.checking import describe_storage, find_faults
from milepost.indicators.selectors import get_indicator, list_indicators
from milepost.kernel.actors import system_actor
from milepost.kernel.commands import EXIT_FINDINGS, MilepostCommand


class VintageActions(MilepostCommand):
    """The part of the command that changes no observation."""

    def add_vintage_actions(self, actions: Any) -> None:
        """Add the parsers of these actions."""
        status = actions.add_parser("status", help="show how vintages are kept, and how fast")
        status.add_argument("--indicator", metavar="KEY")
        compact = actions.add_parser(
            "compact", help="bring the snapshots up to date that keep reads of many vintages fast"
        )
        compact.add_argument("--indicator", metavar="KEY", help="one indicator; without it all")
        check = actions.add_parser("check", help="check every file against the catalogue")
        check.add_argument("--deep", action="store_true", help="also read all without snapshots")
        actions.add_parser("sweep", help="remove files left by imports that were cut off")

    def _keys(self, options: dict[str, Any]) -> list[str]:
        key = options["indicator"]
        if key:
            return [get_indicator(key)["key"]]
        return [row["key"] for row in list_indicators()]

    def do_status(self, options: dict[str, Any]) -> None:
        """Print a line for each indicator with data."""
        rows = [describe_storage(key) for key in self._keys(options)]
        columns = ("indicator", "vintages", "covered", "tail", "bytes", "snapshot_bytes")
        self.print_objects([row for row in rows if row["vintages"]], *columns)

    def do_compact(self, options: dict[str, Any]) -> None:
        """Write the snapshots that are wanted and remove the others."""
        with self.progress(options):
            rows = [
                services.compact_observations(system_actor(), key) for key in self._keys(options)
            ]
        changed = [row for row in rows if row["written"] or row["removed"]]
        self.print_objects(rows if self.as_json else changed, "indicator", "written", "removed")

    def do_check(self, options: dict[str, Any]) -> None:
        """Print what is wrong; exits 1 when something is."""
        with self.progress(options):
            faults = [fault.as_dict() for fault in find_faults(deep=options["deep"])]
        self.print_objects(faults, "what", "indicator", "name")
        if faults:
            sys.exit(EXIT_FINDINGS)

    def do_sweep(self, options: dict[str, Any]) -> None:
        """Remove orphans."""
        self.print_objects(services.sweep_orphans(system_actor()), "indicator", "file")
