"""Actions of ``milepost data`` that look after files: status, compact, check, sweep."""

import sys
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from milepost.indicators import services
from milepost.indicators.checking import describe_storage, find_faults
from milepost.indicators.lineage import Archive, find_lineage
from milepost.indicators.selectors import (
    derived_documents,
    get_indicator,
    list_indicators,
    read_observations,
)
from milepost.kernel.actors import system_actor
from milepost.kernel.commands import EXIT_FINDINGS, MilepostCommand, calendar_day
from milepost.kernel.errors import NotFound
from milepost.measure.expression import input_keys


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
        lineage = actions.add_parser(
            "lineage", help="show what the figures of a derived indicator were made from"
        )
        lineage.add_argument("key")
        lineage.add_argument("--place", required=True, help="M49 code")
        lineage.add_argument("--period", required=True)
        lineage.add_argument("--breakdown", default="", help="such as sex=F")
        lineage.add_argument("--as-of", type=calendar_day, help="what was known on this day")
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

    def do_lineage(self, options: dict[str, Any]) -> None:
        """Print one derived figure with its inputs."""
        key = options["key"]
        if not get_indicator(key).get("derived"):
            raise NotFound(what=_("derived indicator"), key=key)
        where = (options["place"], options["period"], options["breakdown"])
        found = find_lineage(_archive(key, options["as_of"]), key, where)
        if found is None:
            raise NotFound(what=_("figure"), key=" ".join(part for part in where if part))
        if self.as_json:
            self.print_objects([found])
            return
        result = found["why"] or found["value"]
        self.stdout.write(f"{key} {' '.join(part for part in where if part)} = {result}")
        self.stdout.write(f"  {found['expression']}")
        for row in found["inputs"]:
            parts = f"{row['parts']} parts over {row['over']}" if "over" in row else ""
            notes = [
                f"{name} {row[name]}" for name in ("of", "instead_of", "lowest") if name in row
            ]
            cells = (
                row["indicator"], row["period"], row["breakdown"] or parts, row["value"],
                row["vintage"] or "computed", *notes,
            )  # fmt: skip
            self.stdout.write("  " + "  ".join(str(cell) for cell in cells))

    def do_sweep(self, options: dict[str, Any]) -> None:
        """Remove orphans."""
        self.print_objects(services.sweep_orphans(system_actor()), "indicator", "file")


def _archive(key: str, as_of: date | None) -> Archive:
    """Return what a derived indicator is made from, also by way of others."""
    definitions = derived_documents()
    observations: dict[str, Any] = {}
    waiting = list(input_keys(definitions[key]["derived"]))
    while waiting:
        name = waiting.pop()
        if name not in observations:
            observations[name] = read_observations(name, as_of)
            waiting += input_keys(definitions[name]["derived"]) if name in definitions else ()
    return Archive(definitions, observations)
